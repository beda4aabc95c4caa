import { decodeText, normaliseCharset } from './charset';
import { decodeBase64, decodeQuotedPrintable } from './transfer-encoding';

interface Word { charset: string; encoding: 'b' | 'q'; data: string; end: number }

/**
 * RFC 2047, as senders really write it: spaces inside words, words cut in the middle of a letter, a missing end, words inside quotes.
 * One pass; what can't be decoded stays as it stands.
 */
export function decodeWords(value: string): string {
  if (!value.includes('=?')) return value;
  let out = '';
  let at = 0;
  let noEndAfter = false;
  let pending: { charset: string; bytes: Buffer[] } | undefined;
  const flush = (): void => {
    if (pending !== undefined) out += decodeText(Buffer.concat(pending.bytes), pending.charset);
    pending = undefined;
  };
  while (at < value.length) {
    const start = value.indexOf('=?', at);
    if (start < 0) break;
    const between = value.slice(at, start);
    const word = readWord(value, start, noEndAfter);
    if (word === undefined) {
      flush();
      out += value.slice(at, start + 2);
      at = start + 2;
      continue;
    }
    if (word.end === value.length) noEndAfter = true;
    // White space between two encoded words is only there to fold the line.
    if (pending === undefined || between.trim() !== '') {
      flush();
      out += between;
    }
    const bytes = word.encoding === 'b'
      ? decodeBase64(Buffer.from(word.data, 'latin1'))
      : decodeQuotedPrintable(Buffer.from(word.data.replace(/_/g, ' ').replace(/(?<! ) +$/, (spaces) => '=20'.repeat(spaces.length)), 'utf8'));
    // Words of the same charset are joined before decoding: letters are often split between them.
    if (pending !== undefined && pending.charset === word.charset && word.charset !== 'iso-2022-jp') pending.bytes.push(bytes);
    else {
      flush();
      pending = { charset: word.charset, bytes: [bytes] };
    }
    at = word.end;
  }
  flush();
  return out + value.slice(at);
}

function readWord(value: string, start: number, noEnd: boolean): Word | undefined {
  const head = /^=\?([^?\s]{1,60})\?([bq])\?/i.exec(value.slice(start, start + 70));
  if (head === null) return undefined;
  const dataStart = start + head[0].length;
  const encoding = (head[2] ?? 'b').toLowerCase() === 'b' ? 'b' : 'q';
  let dataEnd = noEnd ? -1 : value.indexOf('?=', dataStart);
  // "?==E2…": the question mark belongs to the end, unless it is itself an encoded byte's neighbour in Q.
  let end = dataEnd + 2;
  let whole = true;
  if (dataEnd < 0 || value.slice(dataStart, dataEnd).includes('=?')) {
    whole = false;
    const nextWord = value.indexOf('=?', dataStart);
    if (nextWord >= 0 && (dataEnd < 0 || nextWord < dataEnd)) {
      dataEnd = nextWord;
      end = nextWord;
    } else {
      const rest = value.slice(dataStart);
      if (!/^[A-Za-z0-9+/=_\-.,!*'()? ]*$/.test(rest.slice(0, 2000))) return undefined;
      dataEnd = value.length;
      end = value.length;
    }
  }
  return { charset: normaliseCharset(head[1]), encoding, data: whole ? value.slice(dataStart, dataEnd) : value.slice(dataStart, dataEnd).replace(/(?<!\?)\?+$/, ''), end };
}
