import type { Capabilities, Context, Outbound, OutboundAttachment, Sent } from '../contract';
import { ConnectorError } from '../contract';
import { refuseBeyondLimits } from '../limits';
import { segmentsOf } from '../twilio/twilio.segments';
import { addressOf, leave, wordsOf } from '../twilio/twilio.send';
import { isService, numberOf, smsFlavour } from '../twilio/twilio.settings';
import type { SmsSettings } from './sms.settings';

/** Pictures that Twilio fits to the phone; what else an MMS holds must be small already. */
const fittedBytes = 5 * 1024 * 1024;
const otherBytes = 500 * 1024;
const fitted = /^image\/(jpeg|png|gif)$/;

export async function sendSms(ctx: Context<SmsSettings>, message: Outbound, capabilities: Capabilities): Promise<Sent> {
  refuseBeyondLimits(capabilities, message);
  const words = wordsOf(message);
  const [media, linked] = byMms(ctx, message) ? [message.attachments, []] : [[], message.attachments];
  refuseBeyondMms(media);
  const links = linked.map((file) => `${file.name}: ${addressOf(ctx, file)}`);
  const text = [words, ...links].filter((part) => part !== '').join('\n');
  if (text.length > 1600) throw new ConnectorError('rejected', `With the links to the files the text is too long: ${text.length} of at most 1600 characters`, { reason: 'text-too-long' });
  const fields: [string, string][] = ctx.settings.smartEncoding ? [['SmartEncoded', 'true']] : [];
  const sent = await leave(ctx, { message, parts: [{ text, media: media.map((file) => addressOf(ctx, file)) }], flavour: smsFlavour, fields });
  const warning = [
    ...(links.length === 0 ? [] : ['The files left as links, which work for about an hour.']),
    ...(media.length === 0 ? segmentWords(text, ctx.settings) : []),
  ].join(' ');
  return { ...sent, ...(warning === '' ? {} : { warning }) };
}

/** An MMS exists between numbers of the United States and Canada; elsewhere networks drop it or refuse it. */
function byMms(ctx: Context<SmsSettings>, message: Outbound): boolean {
  const { files, sender } = ctx.settings;
  if (message.attachments.length === 0 || files !== 'auto') return files === 'mms';
  const to = numberOf(message.threadKey ?? message.to.id) ?? '';
  return to.startsWith('+1') && (sender.startsWith('+1') || isService(sender));
}

function refuseBeyondMms(media: OutboundAttachment[]): void {
  for (const { name, contentType, sizeBytes } of media) {
    const max = fitted.test(contentType.toLowerCase()) ? fittedBytes : otherBytes;
    if (sizeBytes > max) throw new ConnectorError('rejected', `"${name}" is too big for an MMS: ${Math.ceil(sizeBytes / 1024)} KB of at most ${max / 1024} KB`, { reason: 'attachment-too-big' });
  }
  const all = media.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (all > fittedBytes) throw new ConnectorError('rejected', 'The files are too big for one MMS, which holds 5 MB', { reason: 'attachment-too-big' });
}

function segmentWords(text: string, { tellSegments }: SmsSettings): string[] {
  const { segments, encoding } = segmentsOf(text);
  if (segments < tellSegments) return [];
  return [encoding === 'GSM-7' ? `It left as ${segments} SMS.` : `It left as ${segments} SMS, since it has letters beyond the basic alphabet of phones.`];
}
