import { readHeaders, type Headers } from './headers';
import { limits, type Budget } from './limits';
import { readStructured, type Structured } from './parameters';

/** One part of a mail, its body still encoded. */
export interface Part {
  /** '1.2': stable within the mail. */
  path: string;
  headers: Headers;
  /** Lower case 'type/subtype'. */
  type: string;
  contentType: Structured;
  disposition: Structured;
  /** Transfer-encoded bytes as they stand in the mail. */
  body: Buffer;
  /** Where the part's headers begin, for parts that are kept as they came. */
  whole: Buffer;
  children: Part[];
  parent?: Part;
  /** The mail ends inside this part. */
  open?: boolean;
}

export function parseMime(mail: Buffer, budget: Budget): Part {
  const bytes = normaliseLineEnds(mail);
  return readPart({ bytes, start: headStart(bytes), end: bytes.length, path: '1', depth: 0, budget, defaultType: 'text/plain' });
}

/** Old Macs end lines by CR alone; everything below looks for LF. */
function normaliseLineEnds(mail: Buffer): Buffer {
  const head = mail.subarray(0, 64 * 1024);
  if (head.includes(0x0a) || !head.includes(0x0d)) return mail;
  const copy = Buffer.from(mail);
  for (let index = 0; index < copy.length; index += 1) if (copy[index] === 0x0d) copy[index] = 0x0a;
  return copy;
}

/** A mark of UTF-8 and empty lines above the headers come from programs that glue mails together. */
function headStart(bytes: Buffer): number {
  let start = bytes[0] === 0xef && bytes[1] === 0xbb ? 3 : 0;
  while (start < Math.min(bytes.length, 1_000) && (bytes[start] === 0x0a || bytes[start] === 0x0d)) start += 1;
  return start;
}

interface Span { bytes: Buffer; start: number; end: number; path: string; depth: number; budget: Budget; defaultType: string; open?: boolean }

function readPart(span: Span): Part {
  const { bytes, start, end } = span;
  const { headers, bodyStart } = readHeaders(bytes, start, end);
  const contentType = readStructured(headers.get('content-type'));
  const part: Part = {
    path: span.path,
    headers,
    type: normaliseType(contentType.value, span.defaultType),
    contentType,
    disposition: readStructured(headers.get('content-disposition')),
    body: bytes.subarray(bodyStart, end),
    whole: bytes.subarray(start, end),
    children: [],
    ...(span.open === true ? { open: true } : {}),
  };
  if (part.type.startsWith('multipart/') && span.depth < limits.depth) readChildren(part, span, bodyStart);
  return part;
}

function normaliseType(value: string, fallback: string): string {
  if (/^[a-z0-9!#$&^_.+-]{1,100}\/[a-z0-9!#$&^_.+-]{1,100}$/.test(value)) return value;
  if (value === '' || value === 'text') return fallback;
  if (value === 'html') return 'text/html';
  if (value === 'multipart') return 'multipart/mixed';
  return 'application/octet-stream';
}

function readChildren(part: Part, span: Span, bodyStart: number): void {
  const declared = part.contentType.parameters.get('boundary')?.trimEnd() ?? '';
  let spans = declared === '' ? [] : splitBody(span.bytes, bodyStart, span.end, declared);
  // A relay that rewrote the header, or left the parameter out: the body itself shows its boundary.
  const seen = spans.length === 0 ? sniffBoundary(part.body) : undefined;
  if (seen !== undefined) spans = splitBody(span.bytes, bodyStart, span.end, seen);
  if (spans.length === 0) {
    // No boundary, or one that never comes: the body is shown as what it looks like.
    part.type = /^\s*<(!doctype|html|body|div|p)\b/i.test(part.body.subarray(0, 200).toString('latin1')) ? 'text/html' : 'text/plain';
    return;
  }
  const defaultType = part.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
  for (const [index, [start, end]] of spans.entries()) {
    if (!span.budget.takePart()) break;
    const open = end === span.end && index === spans.length - 1 && span.depth === 0;
    const child = readPart({ ...span, start, end, path: `${part.path}.${index + 1}`, depth: span.depth + 1, defaultType, open });
    child.parent = part;
    part.children.push(child);
  }
}

function sniffBoundary(body: Buffer): string | undefined {
  const head = body.subarray(0, 4_096).toString('latin1');
  return /(?:^|\n)--([^\s\n][^\n]{0,68}[^\s\n-])[ \t\r]*\n[A-Za-z-]{3,40}:/.exec(head)?.[1];
}

/** The spans between the delimiter lines. A missing end delimiter ends the last part where the multipart ends. */
function splitBody(bytes: Buffer, start: number, end: number, boundary: string): [number, number][] {
  const delimiter = Buffer.from(`--${boundary}`, 'utf8');
  const spans: [number, number][] = [];
  let from = start;
  let partStart = -1;
  while (from < end && spans.length <= limits.parts) {
    const found = bytes.indexOf(delimiter, from);
    if (found < 0 || found + delimiter.length > end) break;
    const after = found + delimiter.length;
    const closing = bytes[after] === 0x2d && bytes[after + 1] === 0x2d;
    const newline = bytes.indexOf(0x0a, after);
    const lineEnd = newline < 0 || newline >= end ? end : newline;
    const atLineStart = found === start || bytes[found - 1] === 0x0a;
    if (!atLineStart || !onlySpace(bytes, closing ? after + 2 : after, lineEnd)) {
      from = after;
      continue;
    }
    if (partStart >= 0) spans.push([partStart, endBeforeLineBreak(bytes, partStart, found)]);
    partStart = closing ? -1 : Math.min(end, lineEnd + 1);
    from = lineEnd;
    if (closing) break;
  }
  if (partStart >= 0 && partStart < end) spans.push([partStart, end]);
  return spans;
}

/** A delimiter line holds nothing else; checked on a bounded stretch, so that blanks can't make it quadratic. */
function onlySpace(bytes: Buffer, from: number, to: number): boolean {
  if (to - from > 256) return false;
  for (let index = from; index < to; index += 1) {
    const byte = bytes[index];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
  }
  return true;
}

function endBeforeLineBreak(bytes: Buffer, start: number, delimiter: number): number {
  let end = delimiter;
  if (end > start && bytes[end - 1] === 0x0a) end -= 1;
  if (end > start && bytes[end - 1] === 0x0d) end -= 1;
  return end;
}

/** Parts in the order in which they stand, without the containers. */
export function* leaves(part: Part): Generator<Part> {
  if (part.children.length === 0) yield part;
  else for (const child of part.children) yield* leaves(child);
}
