import { decodeHeaderBytes } from './charset';
import { limits } from './limits';

export interface Header {
  /** Lower case. */
  name: string;
  /** Unfolded, bytes decoded, encoded words still encoded. */
  value: string;
}

export class Headers {
  private readonly byName = new Map<string, string[]>();

  constructor(readonly list: readonly Header[]) {
    for (const { name, value } of list) {
      const values = this.byName.get(name);
      if (values === undefined) this.byName.set(name, [value]);
      else values.push(value);
    }
  }

  /** The first one: later copies of a header that must be single were added by someone else. */
  get(name: string): string | undefined {
    return this.byName.get(name)?.[0];
  }

  all(name: string): readonly string[] {
    return this.byName.get(name) ?? [];
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }
}

const fieldName = /^[!-9;-~]{1,200}[ \t]*$/;

function nameEnd(line: Buffer): number {
  const colon = line.indexOf(0x3a);
  return colon > 0 && fieldName.test(line.subarray(0, Math.min(colon, 256)).toString('latin1')) ? colon : -1;
}

/** Reads a header block that starts at `start`; `bodyStart` is behind the blank line, or where the headers stop being headers. */
export function readHeaders(mail: Buffer, start: number, end: number): { headers: Headers; bodyStart: number } {
  const list: Header[] = [];
  let name = '';
  let parts: Buffer[] = [];
  let size = 0;
  const finish = (): void => {
    if (name === '' || list.length >= limits.headers) return;
    const value = decodeHeaderBytes(Buffer.concat(parts)).replace(/[\0\r\n]+/g, ' ').trim();
    list.push({ name, value: value.length > limits.headerValueChars ? value.slice(0, limits.headerValueChars) : value });
  };
  let at = start;
  let first = true;
  while (at < end) {
    const newline = mail.indexOf(0x0a, at);
    const lineEnd = newline < 0 || newline >= end ? end : newline;
    const next = Math.min(end, lineEnd + 1);
    let line = mail.subarray(at, lineEnd);
    if (line[line.length - 1] === 0x0d) line = line.subarray(0, line.length - 1);
    const isFirst = first;
    first = false;
    if (line.length === 0) {
      at = next;
      break;
    }
    if (at - start > limits.headerBlockBytes) {
      // Whatever this is, it is no longer worth reading as headers; the body begins behind the next blank line.
      const blank = mail.indexOf('\n\r\n', at);
      const bare = mail.indexOf('\n\n', at);
      const candidates = [blank < 0 ? end : blank + 3, bare < 0 ? end : bare + 2];
      at = Math.min(end, ...candidates);
      break;
    }
    if ((line[0] === 0x20 || line[0] === 0x09) && name !== '') {
      if (size < limits.headerValueChars) parts.push(Buffer.from(' '), trimStart(line));
      size += line.length;
      at = next;
      continue;
    }
    const colon = nameEnd(line);
    if (colon < 0) {
      const envelope = isFirst && /^>?From /.test(line.subarray(0, 8).toString('latin1'));
      if (!envelope && list.length + (name === '' ? 0 : 1) > 0 && !headerFollows(mail, next, end)) break;
      at = next;
      continue;
    }
    finish();
    name = line.subarray(0, colon).toString('latin1').trim().toLowerCase();
    parts = [trimStart(line.subarray(colon + 1))];
    size = line.length;
    at = next;
  }
  finish();
  return { headers: new Headers(list), bodyStart: at };
}

function trimStart(line: Buffer): Buffer {
  let start = 0;
  while (start < line.length && (line[start] === 0x20 || line[start] === 0x09)) start += 1;
  return line.subarray(start);
}

/** After a line that is no header: do headers go on? Otherwise the blank line was forgotten and this is the body. */
function headerFollows(mail: Buffer, at: number, end: number): boolean {
  const newline = mail.indexOf(0x0a, at);
  const line = mail.subarray(at, Math.min(newline < 0 ? end : newline, end, at + 300));
  return line.length === 0 || line[0] === 0x0d || nameEnd(line) > 0;
}
