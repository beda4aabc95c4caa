import type { RedactionKind } from '../erasures';

/** A number that must not be kept, from its first character to behind its last. */
export interface FoundNumber { kind: RedactionKind; start: number; end: number; shown: string }

/** Half-width, full-width, and the digits of Arabic and Persian keyboards; -1: none. */
export function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  if (code >= 0xff10 && code <= 0xff19) return code - 0xff10;
  if (code >= 0x660 && code <= 0x669) return code - 0x660;
  if (code >= 0x6f0 && code <= 0x6f9) return code - 0x6f0;
  return -1;
}

/** What people, keyboards and mail clients put between the groups of a number. */
const between = new Set([0x20, 0x09, 0x0a, 0x0d, 0xa0, 0x2d, 0x2e, 0xad, 0x2010, 0x2011, 0x2012, 0x2013, 0x2212, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x200b, 0x200c, 0x200d, 0x2060, 0x202f, 0x3000, 0xfeff]);
const MOST_BETWEEN = 3;
const isLetter = (char: string | undefined): boolean => char !== undefined && /[\p{L}_]/u.test(char);

interface Group { start: number; end: number; digits: string }

/** Which issuers number so: with the Luhn sum a number by chance is one in about a thousand, and one of another length never. */
export function isCard(digits: string): boolean {
  const n = digits.length;
  if (n < 14 || n > 19) return false;
  const [two, three, four, six] = [2, 3, 4, 6].map((length) => Number(digits.slice(0, length))) as [number, number, number, number];
  const issued =
    (two >= 40 && two <= 49 && (n === 16 || n === 19)) ||
    (n === 16 && ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720))) ||
    (n === 15 && (two === 34 || two === 37)) ||
    (n === 14 && ((three >= 300 && three <= 305) || two === 36 || two === 38 || two === 39)) ||
    (n === 16 && (four === 6011 || (three >= 644 && three <= 649) || two === 65 || (four >= 3528 && four <= 3589))) ||
    (n >= 16 && (two === 62 || [5018, 5020, 5038, 5893, 6304, 6759, 6761, 6762, 6763].includes(four) || (six >= 220_000 && six <= 220_499)));
  return issued && luhn(digits) && new Set(digits).size > 1;
}

function luhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const twice = at % 2 === 1 ? digit * 2 : digit;
    sum += twice > 9 ? twice - 9 : twice;
  }
  return sum % 10 === 0;
}

/** A day that was, in the centuries of the living, and its check digit. */
export function isPesel(digits: string, now = new Date()): boolean {
  if (digits.length !== 11) return false;
  const month = Number(digits.slice(2, 4));
  const century = month >= 1 && month <= 12 ? 1900 : month >= 21 && month <= 32 ? 2000 : 0;
  if (century === 0) return false;
  const [year, day] = [century + Number(digits.slice(0, 2)), Number(digits.slice(4, 6))];
  const born = new Date(Date.UTC(year, (month % 20) - 1, day));
  if (born.getUTCDate() !== day || born.getUTCMonth() !== (month % 20) - 1 || born > now) return false;
  const weights = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1];
  return weights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0) % 10 === 0;
}

/** Three letters and six digits, the first of which checks the rest. */
export function isIdCard(word: string): boolean {
  if (!/^[A-Z]{3}[0-9]{6}$/.test(word)) return false;
  const weights = [7, 3, 1, 9, 7, 3, 1, 7, 3];
  return weights.reduce((sum, weight, at) => sum + weight * (at < 3 ? word.charCodeAt(at) - 55 : Number(word[at])), 0) % 10 === 0;
}

const IBAN_LENGTHS: Readonly<Record<string, number>> = { PL: 28, DE: 22, CZ: 24, SK: 24, AT: 20, FR: 27, IT: 27, ES: 24, NL: 18, BE: 16, GB: 22, IE: 22, LT: 20, LV: 21, EE: 20, HU: 28, RO: 24, UA: 29, SE: 24, NO: 15, DK: 18, FI: 18, PT: 25, CH: 21, BG: 22, HR: 21, SI: 19, GR: 27, LU: 20, MT: 31, CY: 28 };
export function isIban(word: string): boolean {
  if (IBAN_LENGTHS[word.slice(0, 2)] !== word.length) return false;
  let rest = 0;
  for (const char of word.slice(4) + word.slice(0, 4)) {
    const value = char >= '0' && char <= '9' ? Number(char) : char.charCodeAt(0) - 55;
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

const IN_WORDS: Readonly<Record<Exclude<RedactionKind, 'card'>, string>> = { pesel: '•••• PESEL', id_card: '•••• ID', iban: '•••• IBAN' };
const shownAs = (kind: RedactionKind, digits: string): string => (kind === 'card' ? `•••• ${digits.slice(-4)}` : `${IN_WORDS[kind]}`);

/** Runs of digits with no more between them than people put there. */
function* runsOf(text: string): Generator<Group[]> {
  let run: Group[] = [];
  let group: Group | undefined;
  let gap = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const digit = digitOf(code);
    if (digit >= 0) {
      if (group === undefined) {
        group = { start: at, end: at + 1, digits: String(digit) };
        run.push(group);
      } else {
        group.digits += String(digit);
        group.end = at + 1;
      }
      gap = 0;
      continue;
    }
    group = undefined;
    if (run.length > 0 && between.has(code) && gap < MOST_BETWEEN) {
      gap += 1;
      continue;
    }
    if (run.length > 0) yield run;
    run = [];
    gap = 0;
  }
  if (run.length > 0) yield run;
}

/** More digits than any of these numbers has. */
const LONGEST = 26;

function inRun(text: string, run: readonly Group[], kinds: ReadonlySet<RedactionKind>): FoundNumber[] {
  const found: FoundNumber[] = [];
  for (let first = 0; first < run.length; first += 1) {
    let digits = '';
    let best: FoundNumber | undefined;
    let bestLast = first;
    const start = (run[first] as Group).start;
    // Part of a word or of a path is the number of something else.
    const before = text[start - 1];
    if (isLetter(before)) continue;
    for (let last = first; last < run.length; last += 1) {
      const { digits: more, end } = run[last] as Group;
      digits += more;
      if (digits.length > LONGEST) break;
      if (isLetter(text[end])) continue;
      const alone = last === first;
      if (alone && (before === '/' || before === '#')) continue;
      const kind: RedactionKind | undefined =
        kinds.has('card') && isCard(digits) ? 'card'
          : kinds.has('pesel') && (alone || (last === first + 1 && (run[first] as Group).digits.length === 6)) && isPesel(digits) ? 'pesel'
            : kinds.has('iban') && digits.length === 26 && isIban(`PL${digits}`) ? 'iban' : undefined;
      if (kind !== undefined) {
        best = { kind, start, end, shown: shownAs(kind, digits) };
        bestLast = last;
      }
    }
    if (best === undefined) continue;
    found.push(best);
    first = bestLast;
  }
  return found;
}

/** Letters and digits: identity cards, and accounts with their country. */
function inWords(text: string, kinds: ReadonlySet<RedactionKind>): FoundNumber[] {
  const found: FoundNumber[] = [];
  if (kinds.has('id_card')) {
    for (const match of text.matchAll(/(?<![\p{L}\p{N}])([A-Za-z]{3})[ \u00a0-]?([0-9]{6})(?![\p{L}\p{N}])/gu)) {
      if (isIdCard(`${match[1] ?? ''}${match[2] ?? ''}`.toUpperCase())) found.push({ kind: 'id_card', start: match.index, end: match.index + match[0].length, shown: shownAs('id_card', '') });
    }
  }
  if (kinds.has('iban')) {
    for (const match of text.matchAll(/(?<![\p{L}\p{N}])[A-Za-z]{2}[0-9]{2}(?:[ \u00a0-]?[A-Za-z0-9]){11,30}/gu)) {
      const length = IBAN_LENGTHS[match[0].slice(0, 2).toUpperCase()] ?? 0;
      let word = '';
      let at = 0;
      for (; at < match[0].length && word.length < length; at += 1) if (/[A-Za-z0-9]/.test(match[0][at] ?? '')) word += match[0][at];
      if (length > 0 && isIban(word.toUpperCase())) found.push({ kind: 'iban', start: match.index, end: match.index + at, shown: shownAs('iban', '') });
    }
  }
  return found;
}

/** In time that grows with the text and no faster; none overlaps another. */
export function findNumbers(text: string, wanted: readonly RedactionKind[]): FoundNumber[] {
  const kinds = new Set(wanted);
  if (kinds.size === 0 || text.length < 9) return [];
  const found = inWords(text, kinds);
  for (const run of runsOf(text)) found.push(...inRun(text, run, kinds));
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  let behind = 0;
  return found.filter(({ start, end }) => {
    if (start < behind) return false;
    behind = end;
    return true;
  });
}
