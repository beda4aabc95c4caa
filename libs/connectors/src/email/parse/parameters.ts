import { decodeText } from './charset';
import { decodeWords } from './encoded-words';

/** `value; name=…; name*0*=…` of Content-Type and Content-Disposition (RFC 2045, 2231), with the mistakes that mail is full of. */
export interface Structured {
  /** Lower case, without parameters. */
  value: string;
  parameters: ReadonlyMap<string, string>;
}

const maxParameters = 200;

export function readStructured(header: string | undefined): Structured {
  if (header === undefined) return { value: '', parameters: new Map() };
  const pieces = splitOutsideQuotes(header);
  const value = (pieces[0] ?? '').trim().toLowerCase().replace(/\s+/g, '');
  const plain = new Map<string, string>();
  const extended = new Map<string, Map<number, { text: string; encoded: boolean }>>();
  for (const piece of pieces.slice(1, maxParameters)) {
    const equals = piece.indexOf('=');
    if (equals <= 0) continue;
    const name = piece.slice(0, equals).trim().toLowerCase();
    const raw = unquote(piece.slice(equals + 1).trim());
    const continued = /^([^*]+)(?:\*(\d{1,4}))?(\*)?$/.exec(name);
    if (continued === null || (continued[2] === undefined && continued[3] === undefined)) {
      if (!plain.has(name)) plain.set(name, raw);
      continue;
    }
    const base = continued[1] as string;
    const parts = extended.get(base) ?? new Map<number, { text: string; encoded: boolean }>();
    const place = Number(continued[2] ?? 0);
    if (!parts.has(place)) parts.set(place, { text: raw, encoded: continued[3] !== undefined });
    extended.set(base, parts);
  }
  const parameters = new Map<string, string>();
  for (const [name, raw] of plain) parameters.set(name, decodeWords(raw));
  for (const [name, parts] of extended) parameters.set(name, joinExtended(parts));
  return { value, parameters };
}

function joinExtended(parts: Map<number, { text: string; encoded: boolean }>): string {
  const ordered = [...parts.entries()].sort(([a], [b]) => a - b).map(([, part]) => part);
  const bytes: Buffer[] = [];
  let charset = '';
  for (const [index, part] of ordered.entries()) {
    let text = part.text;
    if (index === 0 && part.encoded) {
      const prefix = /^([^']*)'[^']*'/.exec(text);
      if (prefix !== null) {
        charset = prefix[1] ?? '';
        text = text.slice(prefix[0].length);
      }
    }
    bytes.push(part.encoded ? percentBytes(text) : Buffer.from(text, 'utf8'));
  }
  const joined = decodeText(Buffer.concat(bytes), charset);
  return joined.includes('=?') ? decodeWords(joined) : joined;
}

function percentBytes(text: string): Buffer {
  const chunks: Buffer[] = [];
  for (const piece of text.split(/(%[0-9a-fA-F]{2})/)) {
    if (/^%[0-9a-fA-F]{2}$/.test(piece)) chunks.push(Buffer.from(piece.slice(1), 'hex'));
    else if (piece !== '') chunks.push(Buffer.from(piece, 'utf8'));
  }
  return Buffer.concat(chunks);
}

function splitOutsideQuotes(header: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  let quoted = false;
  // An odd number of quotes is a mistake of the sender; then they mean nothing.
  const balanced = countQuotes(header) % 2 === 0;
  for (let index = 0; index < header.length; index += 1) {
    const char = header[index] as string;
    if (char === '\\' && quoted) {
      piece += char + (header[index + 1] ?? '');
      index += 1;
    } else if (char === '"' && balanced) {
      quoted = !quoted;
      piece += char;
    } else if (char === ';' && !quoted) {
      pieces.push(piece);
      piece = '';
    } else piece += char;
  }
  pieces.push(piece);
  return pieces;
}

function countQuotes(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === '"') count += 1;
  }
  return count;
}

function unquote(raw: string): string {
  if (raw.startsWith('"')) return raw.slice(1, raw.length > 1 && raw.endsWith('"') ? -1 : undefined).replace(/\\(["\\])/g, '$1');
  return raw.replace(/^'(.*)'$/, '$1').replace(/"/g, '');
}
