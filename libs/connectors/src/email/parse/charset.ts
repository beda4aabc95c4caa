import iconv from 'iconv-lite';
import { guessLegacyCharset, pairRivalOf, rivalsOf } from './charset-guess';

/** Names that senders use and neither the WHATWG list nor iconv-lite knows. */
const aliases: Record<string, string> = {
  'utf8mb4': 'utf-8', 'utf': 'utf-8', 'utf-8mb4': 'utf-8', 'unicode': 'utf-8', 'utf8': 'utf-8', 'unicode-1-1-utf-8': 'utf-8', 'cp65001': 'utf-8',
  'unicode-1-1-utf-7': 'utf-7', 'x-unicode-1-1-utf-7': 'utf-7',
  'gb2312': 'gb18030', 'gbk': 'gb18030', 'gb_2312-80': 'gb18030', 'x-gbk': 'gb18030', 'cp936': 'gb18030', 'cn-gb': 'gb18030', 'euc-cn': 'gb18030',
  'cp932': 'shift_jis', 'ms932': 'shift_jis', 'x-sjis': 'shift_jis', 'sjis': 'shift_jis', 'iso-2022-jp-ms': 'iso-2022-jp', 'iso-2022-jp-2': 'iso-2022-jp',
  'cp50220': 'iso-2022-jp', 'cp50221': 'iso-2022-jp', '_iso-2022-jp$esc': 'iso-2022-jp', '_iso-2022-jp$sio': 'iso-2022-jp',
  'cp949': 'euc-kr', 'uhc': 'euc-kr', 'ks_c_5601': 'euc-kr', 'x-windows-949': 'euc-kr', 'cp950': 'big5', 'x-big5': 'big5',
  'iso-8859-8-e': 'iso-8859-8', 'x-mac-roman': 'macintosh', 'mac': 'macintosh', 'x-mac-ce': 'macce', 'x-mac-centraleurroman': 'macce',
  'ansi': 'windows-1252', 'latin-1': 'windows-1252', 'latin2': 'iso-8859-2', 'latin-2': 'iso-8859-2', 'iso8859-2': 'iso-8859-2', 'iso_8859_2': 'iso-8859-2', 'iso-8859-2:1987': 'iso-8859-2',
  'cp-850': 'cp850', 'ibm850': 'cp850', 'ibm852': 'cp852', 'x-cp1250': 'windows-1250', 'win-1250': 'windows-1250', 'windows1250': 'windows-1250',
  'win-1251': 'windows-1251', 'windows1251': 'windows-1251', 'koi8': 'koi8-r', 'koi8-ru': 'koi8-u',
};
const unlabelled = new Set(['', 'us-ascii', 'ascii', 'ansi_x3.4-1968', 'iso646-us', '7bit', '8bit', 'binary', 'unknown', 'x-unknown', 'unknown-8bit', 'default_charset', 'default', 'none', 'charset', 'undefined', 'null', 'x-user-defined', 'cp367']);

const decoders = new Map<string, Decoder | undefined>();
type Decoder = InstanceType<typeof TextDecoder>;
function decoderFor(charset: string): Decoder | undefined {
  if (!decoders.has(charset)) {
    let decoder: Decoder | undefined;
    try {
      decoder = new TextDecoder(charset);
    } catch {
      decoder = undefined;
    }
    decoders.set(charset, decoder);
  }
  return decoders.get(charset);
}
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** '' means that the label says nothing (ASCII, unknown, a made-up name). */
export function normaliseCharset(label: string | undefined): string {
  let name = (label ?? '').trim().toLowerCase().replace(/^["'<=]+|(?<!["'>;\s])["'>;\s]+$/g, '').replace(/^charset=/, '');
  const language = name.indexOf('*');
  if (language > 0) name = name.slice(0, language);
  if (unlabelled.has(name)) return '';
  name = aliases[name] ?? name;
  const decoder = decoderFor(name);
  if (decoder !== undefined) return aliases[decoder.encoding] ?? decoder.encoding;
  if (name.length > 0 && iconv.encodingExists(name)) return name;
  return '';
}

export function decodeWith(bytes: Buffer, charset: string): string {
  // Some versions of Node (20.19 to 20.20, among others) decode windows-1252 as latin1: dashes, quotes and the euro sign become control characters.
  if (charset === 'windows-1252') return iconv.decode(bytes, charset);
  const decoder = decoderFor(charset);
  if (decoder !== undefined) return decoder.decode(bytes);
  return iconv.encodingExists(charset) ? iconv.decode(bytes, charset) : decodeWith(bytes, 'windows-1252');
}

export function tryUtf8(bytes: Buffer): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** ESC $ B or ESC $ @: the shift into JIS. */
function hasJapaneseEscape(bytes: Buffer): boolean {
  return bytes.includes('\u001b$B') || bytes.includes('\u001b$@');
}

function hasHighByte(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte > 0x7f) return true;
  return false;
}

/** A few broken sequences in otherwise good UTF-8 (a mail cut in the middle of a letter) must not turn the rest into another charset. */
function mostlyUtf8(bytes: Buffer): boolean {
  let good = 0;
  let bad = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] as number;
    if (byte < 0x80) continue;
    const extra = byte >= 0xc2 && byte <= 0xdf ? 1 : byte >= 0xe0 && byte <= 0xef ? 2 : byte >= 0xf0 && byte <= 0xf4 ? 3 : 0;
    let valid = extra > 0;
    for (let next = 1; next <= extra && valid; next += 1) valid = ((bytes[index + next] ?? 0) & 0xc0) === 0x80;
    if (valid) {
      good += 1;
      index += extra;
    } else bad += 1;
  }
  return good > 0 && bad * 4 <= good;
}

const multibyte = new Set(['gb18030', 'shift_jis', 'euc-jp', 'euc-kr', 'big5']);
const sampleBytes = 64 * 1024;

/** Bytes of a text part, by their label when it tells the truth and by what they look like when it does not. */
export function decodeText(bytes: Buffer, label: string | undefined): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return decodeWith(bytes.subarray(3), 'utf-8');
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeWith(bytes.subarray(2), 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeWith(bytes.subarray(2), 'utf-16be');
  const charset = normaliseCharset(label);
  if (charset === 'utf-7') return iconv.decode(bytes, 'utf-7');
  if (charset.startsWith('utf-16') || charset.startsWith('utf-32')) {
    // A real UTF-16 text has a zero in about every second byte of Latin letters; without any, the label is wrong.
    return bytes.includes(0) || !/^[\t\n\r\x20-\x7e]*$/.test(bytes.subarray(0, 200).toString('latin1')) ? decodeWith(bytes, charset) : decodeText(bytes, '');
  }
  const shifted = bytes.includes(0x1b) && hasJapaneseEscape(bytes.subarray(0, sampleBytes));
  if (shifted) return decodeWith(bytes, 'iso-2022-jp');
  if (!hasHighByte(bytes)) return charset === '' || charset === 'windows-1252' ? bytes.toString('latin1') : decodeWith(bytes, charset);
  // Seven bits are all that it has: eight of them are something else.
  if (charset === 'iso-2022-jp') return decodeText(bytes, '');

  const utf8 = tryUtf8(bytes);
  if (charset === '' || charset === 'utf-8') {
    if (utf8 !== undefined) return utf8;
    if (mostlyUtf8(bytes)) return decodeWith(bytes, 'utf-8');
    return decodeWith(bytes, guessLegacyCharset(bytes.subarray(0, sampleBytes)));
  }
  if (multibyte.has(charset)) {
    const decoded = decodeWith(bytes, utf8 === undefined ? pairRivalOf(bytes.subarray(0, sampleBytes), charset) : charset);
    return utf8 !== undefined && decoded.includes('\ufffd') ? utf8 : decoded;
  }
  // Text in a one-byte charset is valid UTF-8 only by an accident that practically does not happen.
  if (utf8 !== undefined) return utf8;
  return decodeWith(bytes, rivalsOf(bytes.subarray(0, sampleBytes), charset));
}

/** Header bytes without a charset of their own. */
export function decodeHeaderBytes(bytes: Buffer): string {
  return hasHighByte(bytes) || bytes.includes(0x1b) ? decodeText(bytes, '') : bytes.toString('latin1');
}
