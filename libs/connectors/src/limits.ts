import { ConnectorError, type Capabilities, type Outbound } from './contract';

const segments = new Intl.Segmenter('und', { granularity: 'grapheme' });
const links = /https?:\/\/[^\s]+/gi;

/** Length as the platform counts it. `linkLength`: what every web address counts as, where that is fixed. */
export function lengthIn(unit: NonNullable<Capabilities['lengthUnit']>, text: string, linkLength?: number): number {
  if (linkLength !== undefined) return lengthIn(unit, text.replace(links, 'x'.repeat(linkLength)));
  switch (unit) {
    case 'utf16':
      return text.length;
    case 'code-points':
      return [...text].length;
    case 'graphemes':
      return graphemes(text);
    case 'bytes':
      return Buffer.byteLength(text, 'utf8');
  }
}

/** Throws 'rejected' in plain words when the platform would not take the message; called before anything is opened or sent. */
export function refuseBeyondLimits(capabilities: Capabilities, message: Pick<Outbound, 'text' | 'attachments'>): void {
  const { maxTextLength, lengthUnit = 'utf16', linkLength, attachments } = capabilities;
  if (maxTextLength !== undefined) {
    const length = lengthIn(lengthUnit, message.text, linkLength);
    if (length > maxTextLength) {
      throw new ConnectorError('rejected', `The text is too long: ${length} of at most ${maxTextLength} ${unitNames[lengthUnit]}`, { reason: 'text-too-long' });
    }
  }
  if (message.attachments.length === 0) return;
  if (attachments === false) {
    throw new ConnectorError('rejected', 'This channel takes no attachments', { reason: 'attachments-unsupported' });
  }
  if (message.attachments.length > attachments.maxCount) {
    throw new ConnectorError('rejected', `Too many attachments: ${message.attachments.length} of at most ${attachments.maxCount}`, { reason: 'too-many-attachments' });
  }
  for (const { name, sizeBytes, contentType } of message.attachments) {
    if (sizeBytes > attachments.maxBytes) {
      throw new ConnectorError('rejected', `"${name}" is too big for this channel: ${megabytes(sizeBytes)} of at most ${megabytes(attachments.maxBytes)}`, { reason: 'attachment-too-big' });
    }
    if (attachments.contentTypes && !attachments.contentTypes.some((allowed) => matches(allowed, contentType))) {
      throw new ConnectorError('rejected', `"${name}" is of a type that this channel does not take (${contentType})`, { reason: 'attachment-type' });
    }
  }
}

const unitNames = { utf16: 'characters', 'code-points': 'characters', graphemes: 'characters', bytes: 'bytes' } as const;

function megabytes(bytes: number): string {
  return `${(bytes / (1024 * 1024)).toFixed(1)} MB`;
}

function matches(allowed: string, contentType: string): boolean {
  const type = contentType.toLowerCase().split(';')[0]?.trim() ?? '';
  return allowed.endsWith('/*') ? type.startsWith(allowed.slice(0, -1)) : type === allowed;
}

/** Letters as people see them. ICU takes quadratic time for long texts, so it gets only what plain letters don't settle: they count one each. */
function graphemes(text: string): number {
  let count = 0;
  for (const [run] of text.replaceAll('\r\n', '\n').matchAll(/[\x20-\x7e\n]*[^\x20-\x7e\n]+|[\x20-\x7e\n]+/g)) {
    const plain = /^[\x20-\x7e\n]*/.exec(run)?.[0].length ?? 0;
    // The last plain letter may carry an accent that follows it.
    const settled = plain === run.length ? plain : Math.max(0, plain - 1);
    count += settled;
    for (const _ of segments.segment(run.slice(settled))) count += 1;
  }
  return count;
}
