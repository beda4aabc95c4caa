import { decodeWith } from './charset';

/** Compressed RTF (MS-OXRTFCP), as it stands in winmail.dat. */
const dictionaryStart = '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';
const maxOutputBytes = 20 * 1024 * 1024;

export function decompressRtf(data: Buffer): Buffer | undefined {
  if (data.length < 16) return undefined;
  const kind = data.toString('latin1', 8, 12);
  const size = data.readUInt32LE(4);
  if (kind === 'MELA') return data.subarray(16, 16 + size);
  if (kind !== 'LZFu' || size > maxOutputBytes) return undefined;
  const dictionary = Buffer.alloc(4096);
  dictionary.write(dictionaryStart, 'latin1');
  let write = dictionaryStart.length;
  const out = Buffer.alloc(size);
  let length = 0;
  let at = 16;
  const put = (byte: number): void => {
    if (length < size) out[length++] = byte;
    dictionary[write] = byte;
    write = (write + 1) & 4095;
  };
  while (at < data.length && length < size) {
    const control = data[at++] as number;
    for (let bit = 0; bit < 8 && at < data.length; bit += 1) {
      if ((control & (1 << bit)) === 0) {
        put(data[at++] as number);
        continue;
      }
      if (at + 1 >= data.length) return out.subarray(0, length);
      const token = data.readUInt16BE(at);
      at += 2;
      const offset = token >> 4;
      if (offset === write) return out.subarray(0, length);
      for (let index = 0; index < (token & 15) + 2; index += 1) put(dictionary[(offset + index) & 4095] as number);
    }
  }
  return out.subarray(0, length);
}

const skipped = new Set(['fonttbl', 'colortbl', 'stylesheet', 'info', 'pict', 'object', 'header', 'footer', 'generator', 'themedata', 'datastore', 'listtable', 'listoverridetable', 'fldinst', 'xmlnstbl', 'rsidtbl', 'latentstyles', 'colorschememapping']);

/** The text of an RTF, or the HTML that Outlook hid in it (MS-OXRTFEX: \fromhtml with \htmltag groups). */
export function rtfToText(rtf: Buffer): { text: string; html?: string } {
  const source = rtf.toString('latin1');
  const fromHtml = source.slice(0, 400).includes('\\fromhtml');
  let charset = 'windows-1252';
  const out: string[] = [];
  let bytes: number[] = [];
  const flush = (): void => {
    if (bytes.length > 0) out.push(decodeWith(Buffer.from(bytes), charset));
    bytes = [];
  };
  interface Group { skip: boolean; htmlTag: boolean; rtfOnly: boolean; unicodeSkip: number }
  let group: Group = { skip: false, htmlTag: false, rtfOnly: false, unicodeSkip: 1 };
  const stack: Group[] = [];
  let toSkip = 0;
  const visible = (): boolean => !group.skip && (!group.rtfOnly || group.htmlTag);
  const emit = (text: string): void => {
    if (!visible()) return;
    flush();
    out.push(text);
  };
  const pattern = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z'])|([{}])|([\r\n]+)|([^\\{}\r\n]+)/gi;
  for (const match of source.matchAll(pattern)) {
    const [, word, argument, hex, symbol, brace, , plain] = match;
    if (brace === '{') {
      if (stack.length < 500) stack.push(group);
      group = { ...group };
    } else if (brace === '}') {
      group = stack.pop() ?? group;
    } else if (word !== undefined) {
      const number = argument === undefined ? undefined : Number(argument);
      if (skipped.has(word)) group.skip = true;
      else if (word === 'htmltag') {
        group.htmlTag = true;
        group.skip = false;
      } else if (word === 'mhtmltag') group.skip = true;
      else if (word === 'htmlrtf') group.rtfOnly = number !== 0;
      else if (word === 'ansicpg' && number !== undefined) charset = number === 65001 ? 'utf-8' : `windows-${number >= 1250 && number <= 1258 ? number : 1252}`;
      else if (word === 'uc') group.unicodeSkip = number ?? 1;
      else if (word === 'u' && number !== undefined) {
        const code = number < 0 ? number + 65_536 : number;
        if (code <= 0xffff) emit(String.fromCharCode(code));
        toSkip = group.unicodeSkip;
      } else if (word === 'par' || word === 'line') emit('\n');
      else if (word === 'tab') emit('\t');
      else if (word === 'lquote' || word === 'rquote') emit('’');
      else if (word === 'ldblquote' || word === 'rdblquote') emit('"');
      else if (word === 'bullet') emit('•');
      else if (word === 'endash') emit('–');
      else if (word === 'emdash') emit('—');
    } else if (hex !== undefined) {
      if (toSkip > 0) toSkip -= 1;
      else if (visible()) bytes.push(Number.parseInt(hex, 16));
    } else if (symbol !== undefined) {
      if (symbol === '*' ) group.skip = !/^\\\*\\htmltag/i.test(source.slice(match.index, match.index + 12));
      else if (symbol === '~') emit('\u00a0');
      else if ('{}\\'.includes(symbol)) emit(symbol);
    } else if (plain !== undefined) {
      let text = plain;
      if (toSkip > 0) {
        const cut = Math.min(toSkip, text.length);
        text = text.slice(cut);
        toSkip -= cut;
      }
      if (visible()) for (let index = 0; index < text.length; index += 1) bytes.push(text.charCodeAt(index));
    }
  }
  flush();
  const text = out.join('');
  return fromHtml ? { text: '', html: text } : { text: text.trim() };
}
