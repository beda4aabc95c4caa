import iconv from 'iconv-lite';

/** Which legacy charset do these bytes look like? Only asked when the label is missing or provably wrong. */

const centralEuropean = 'ąćęłńóśźżáčďéěíňřšťúůýžőűöüäăâîșțşţđĄĆĘŁŃÓŚŹŻÁČĎÉĚÍŇŘŠŤÚŮÝŽŐŰÖÜĂÂÎȘȚŞŢĐ';
const western = 'éèàùçâêîôûëïüäößñáíóúãõåøæìòÉÈÀÇÂÊÎÔÛËÜÄÖÑÁÍÓÚÃÕÅØÆ';
const punctuation = '„“”’‘–—…«»€°§©®\u00a0';
const russian = 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґ';

type Decoded = (byte: number) => string;
const tables = new Map<string, string>();
function tableOf(charset: string): Decoded {
  let table = tables.get(charset);
  if (table === undefined) {
    table = iconv.decode(Buffer.from(Array.from({ length: 128 }, (_, index) => index + 128)), charset);
    tables.set(charset, table);
  }
  const known = table;
  return (byte) => known[byte - 128] ?? '\ufffd';
}

const isUpper = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x41 && byte <= 0x5a;
const isAsciiLetter = (byte: number | undefined): boolean => byte !== undefined && ((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a));

/** Points per high byte: letters of the language inside words are right, symbols and controls inside words are wrong. */
function latinScore(bytes: Buffer, charset: string, letters: string): number {
  const decode = tableOf(charset);
  let score = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] as number;
    if (byte < 0x80) continue;
    const char = decode(byte);
    const before = bytes[index - 1];
    const after = bytes[index + 1];
    const inWord = isAsciiLetter(before) || isAsciiLetter(after);
    const code = char.charCodeAt(0);
    // Spanish begins with a turned mark what looks like a small letter before a capital elsewhere.
    if ((char === '¿' || char === '¡') && !isAsciiLetter(before)) score += 3;
    else if (isUpper(after) && /\p{Ll}/u.test(char) && !isUpper(before)) score -= 2;
    else if (letters.includes(char)) score += inWord ? (char === char.toLowerCase() ? 3 : isAsciiLetter(before) && before !== undefined && before >= 0x61 ? -2 : 2) : 1;
    else if (code >= 0x80 && code <= 0x9f) score -= 5;
    else if (punctuation.includes(char)) score += isAsciiLetter(before) && isAsciiLetter(after) && char !== '’' ? -2 : 1;
    else if (/\p{L}/u.test(char)) score += inWord ? 0 : -1;
    else score -= inWord ? 4 : 2;
  }
  return score;
}

function cyrillicScore(bytes: Buffer, charset: string): number {
  const decode = tableOf(charset);
  let score = 0;
  let previous = '';
  for (const byte of bytes) {
    const char = byte < 0x80 ? String.fromCharCode(byte) : decode(byte);
    if (byte >= 0x80) {
      const lower = char.toLowerCase();
      const rank = russian.indexOf(lower);
      const isLower = char === lower;
      if (rank < 0) score -= punctuation.includes(char) ? 0 : 4;
      // An upper-case letter right after a lower-case one is what the other Cyrillic charset looks like.
      else if (!isLower && previous !== '' && /\p{Ll}/u.test(previous)) score -= 4;
      else score += (isLower ? 2 : 0.5) + (rank < 10 ? 1 : 0);
    }
    previous = char;
  }
  return score;
}

interface PairRule { charset: string; lead: [number, number]; trail: (byte: number) => boolean; common: (lead: number, trail: number) => number }
const eucTrail = (byte: number): boolean => byte >= 0xa1 && byte <= 0xfe;
const pairRules: PairRule[] = [
  { charset: 'gb18030', lead: [0x81, 0xfe], trail: (byte) => byte >= 0x40 && byte !== 0x7f && byte <= 0xfe, common: (lead, trail) => (lead >= 0xb0 && lead <= 0xd7 && trail >= 0xa1 ? 2 : lead === 0xa3 || lead === 0xa1 ? 1 : -1) },
  { charset: 'big5', lead: [0x81, 0xfe], trail: (byte) => (byte >= 0x40 && byte <= 0x7e) || eucTrail(byte), common: (lead, trail) => (lead >= 0xa4 && lead <= 0xc6 ? (trail < 0x80 ? 2.6 : 1.4) : lead === 0xa1 ? 1 : -1) },
  { charset: 'shift_jis', lead: [0x81, 0xfc], trail: (byte) => byte >= 0x40 && byte !== 0x7f && byte <= 0xfc, common: (lead, trail) => (lead === 0x82 && trail >= 0x9f ? 3 : lead === 0x83 && trail <= 0x96 ? 2.5 : lead === 0x81 ? 1.5 : lead >= 0x88 && lead <= 0x9f ? 1.2 : -1) },
  { charset: 'euc-jp', lead: [0xa1, 0xfe], trail: eucTrail, common: (lead) => (lead === 0xa4 ? 3 : lead === 0xa5 ? 2.5 : lead >= 0xb0 && lead <= 0xcf ? 0.8 : -0.5) },
  { charset: 'euc-kr', lead: [0xa1, 0xfe], trail: eucTrail, common: (lead) => (lead >= 0xb0 && lead <= 0xc8 ? 2.1 : lead >= 0xca && lead <= 0xfd ? -2 : 0) },
];

/** Average points per pair of bytes; NaN when the bytes can't be that charset. */
function pairScore(bytes: Buffer, rule: PairRule): { average: number; pairs: number } {
  let score = 0;
  let pairs = 0;
  let broken = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const lead = bytes[index] as number;
    if (lead < 0x80) continue;
    if (rule.charset === 'shift_jis' && lead >= 0xa1 && lead <= 0xdf) {
      score -= 0.5;
      pairs += 1;
      continue;
    }
    const trail = bytes[index + 1];
    if (lead < rule.lead[0] || lead > rule.lead[1] || trail === undefined || !rule.trail(trail)) {
      if (trail !== undefined) broken += 1;
      continue;
    }
    score += rule.common(lead, trail);
    pairs += 1;
    index += 1;
  }
  if (pairs === 0 || broken * 20 > pairs) return { average: Number.NaN, pairs };
  // Four syllables may be Korean or Chinese; five and more of the Korean range are hardly Chinese.
  return { average: score / pairs - (rule.charset === 'euc-kr' && pairs < 5 ? 0.3 : 0), pairs };
}

/** East Asian text is runs of high bytes; European text has single ones between ASCII letters. */
function highRunLength(bytes: Buffer): number {
  let runs = 0;
  let high = 0;
  let inRun = false;
  for (const byte of bytes) {
    if (byte >= 0x80) {
      high += 1;
      if (!inRun) runs += 1;
      inRun = true;
    } else inRun = false;
  }
  return runs === 0 ? 0 : high / runs;
}

/** "Dziękuję" has no letter that French could not have as well; but whoever writes so many k, w and z does not write French. */
function looksPolish(bytes: Buffer): boolean {
  if (!bytes.includes(0xea) || bytes.includes(0xf8) || bytes.includes(0xe5)) return false;
  let letters = 0;
  let telling = 0;
  for (const byte of bytes) {
    if (!isAsciiLetter(byte)) continue;
    letters += 1;
    if ('kwzKWZ'.includes(String.fromCharCode(byte))) telling += 1;
  }
  return telling * 10 >= letters && !bytes.includes('voc\u00ea', 0, 'latin1');
}

export function guessLegacyCharset(bytes: Buffer): string {
  const run = highRunLength(bytes);
  let best = { charset: 'windows-1252', score: 0.01 };
  const offer = (charset: string, score: number): void => {
    if (score > best.score) best = { charset, score };
  };
  const high = bytes.reduce((count, byte) => count + (byte >= 0x80 ? 1 : 0), 0);
  offer('windows-1252', latinScore(bytes, 'windows-1252', western) / high);
  const polish = looksPolish(bytes) ? 0.5 : 0;
  offer('windows-1250', latinScore(bytes, 'windows-1250', centralEuropean) / high + polish);
  offer('iso-8859-2', latinScore(bytes, 'iso-8859-2', centralEuropean) / high + polish);
  if (run >= 2) {
    offer('windows-1251', cyrillicScore(bytes, 'windows-1251') / high);
    offer('koi8-r', cyrillicScore(bytes, 'koi8-r') / high);
  }
  if (run >= 1.5) {
    for (const rule of pairRules) {
      const { average } = pairScore(bytes, rule);
      if (!Number.isNaN(average) && average > 1) offer(rule.charset, average * 1.3);
    }
  }
  return best.charset;
}

/** The same for the charsets of East Asia: pages and programs of Taiwan, Hong Kong and the mainland mix theirs up. */
export function pairRivalOf(bytes: Buffer, label: string): string {
  const averageOf = (rule: PairRule): number => pairScore(bytes, rule).average;
  const own = pairRules.find((rule) => rule.charset === label);
  if (own === undefined) return label;
  const labelled = averageOf(own);
  const best = pairRules.map((rule) => ({ charset: rule.charset, average: averageOf(rule) })).filter(({ average }) => !Number.isNaN(average)).sort((a, b) => b.average - a.average)[0];
  return best !== undefined && best.average > 1 && (Number.isNaN(labelled) || best.average > labelled + 1) ? best.charset : label;
}

/** The label, unless a charset that is often mixed up with it fits clearly better. */
export function rivalsOf(bytes: Buffer, label: string): string {
  const high = bytes.reduce((count, byte) => count + (byte >= 0x80 ? 1 : 0), 0);
  const score = (charset: string): number => {
    if (charset === 'windows-1251' || charset === 'koi8-r' || charset === 'koi8-u') return cyrillicScore(bytes, charset) / high;
    return latinScore(bytes, charset, charset === 'windows-1252' ? western : centralEuropean) / high;
  };
  const families: Record<string, string[]> = {
    'windows-1252': ['windows-1250', 'iso-8859-2', ...(highRunLength(bytes) >= 3 ? ['windows-1251', 'koi8-r'] : [])],
    'windows-1250': ['iso-8859-2'],
    'iso-8859-2': ['windows-1250'],
    'windows-1251': ['koi8-r'],
    'koi8-r': ['windows-1251'],
    'koi8-u': ['windows-1251'],
  };
  let best = { charset: label, score: families[label] === undefined ? Number.POSITIVE_INFINITY : score(label) + 1 };
  for (const rival of families[label] ?? []) {
    const points = score(rival);
    if (points > best.score) best = { charset: rival, score: points };
  }
  return best.charset;
}
