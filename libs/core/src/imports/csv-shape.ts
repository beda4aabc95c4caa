import { parse } from 'csv-parse/sync';
import { importDelimiters, saidByMany, type ImportDelimiter, type ImportEncoding } from '@kontuar/contract';

const MAX_HEADER = 64 * 1024;
/** Letters of Polish that the two one-byte alphabets write with different bytes: ą ś ź Ą Ś Ź. */
const onlyWindows = new Set([0xb9, 0x9c, 0x9f, 0xa5, 0x8c, 0x8f]);
const onlyIso = new Set([0xb1, 0xb6, 0xbc, 0xa1, 0xa6, 0xac]);

/** UTF-16 by its mark or by its zeros, UTF-8 where it is that; else what Polish Windows writes, or what stood before it. */
export function guessEncoding(bytes: Buffer): ImportEncoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const begin = bytes.subarray(0, MAX_HEADER);
  const zeros = [0, 0];
  begin.forEach((byte, at) => { if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1; });
  const [even = 0, odd = 0] = zeros;
  if (odd > begin.length * 0.3 && even < odd / 10) return 'utf-16le';
  if (even > begin.length * 0.3 && odd < even / 10) return 'utf-16be';
  if (isUtf8(bytes)) return 'utf-8';
  let [windows, iso] = [0, 0];
  for (const byte of bytes) {
    // Nothing to be seen has these bytes in the other alphabet.
    if (onlyWindows.has(byte) || (byte >= 0x80 && byte <= 0x9f)) windows += 1;
    else if (onlyIso.has(byte)) iso += 1;
  }
  return iso > windows ? 'iso-8859-2' : 'windows-1250';
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** A line that only tells Excel what stands between columns, `sep=;`, is nobody. */
export const tellsSeparator = ([first = '', ...rest]: readonly string[]): boolean => /^sep=.?$/i.test(first) && rest.every((cell) => cell === '');

/** What stands between columns: as the file says itself, or whatever splits the first lines into the most columns, and each into as many. */
export function guessDelimiter(text: string): ImportDelimiter {
  const told = importDelimiters.find((each) => each === /^\ufeff?sep=(.)\r?\n/i.exec(text)?.[1]);
  if (told !== undefined) return told;
  const begin = text.slice(0, MAX_HEADER).split(/\r?\n/).slice(0, 5).join('\n');
  const score = (delimiter: string): number => {
    try {
      const rows = parse(begin, { delimiter, relax_column_count: true, relax_quotes: true, skip_empty_lines: true }) as string[][];
      const width = rows[0]?.length ?? 0;
      return width < 2 ? 0 : width + (rows.every((row) => row.length === width) ? 100 : 0);
    } catch {
      return 0;
    }
  };
  return importDelimiters.reduce((best, each) => (score(each) > score(best) ? each : best));
}

/** Headings name what is below them; a first line that holds an address, a number or a day is somebody already. */
export const guessHeader = (first: readonly string[]): boolean => !first.some((cell) => /@\S+\.|^\s*\+?\d[\d\s().-]{4,}$/.test(cell));

const known: readonly (readonly [string, RegExp])[] = [
  ['id', /^(kontuar id|id w kontuar)$/],
  ['email', /^(e-?mail|e-?mail[_ ]address|adres e-?mail|mail|emails?|adresy e-?mail)[ _]?\d?( - value| address)?$/], ['phone', /^((mobile|home|business|work)[_ ])?(phones?|phone[_ ]number|mobile|tel(efon)?y?|numer telefonu|telefon komorkowy|komorka)[ _]?\d?( - value)?$/],
  ['company', /^(company|company[_ ]name|organi[sz]ation|organi[sz]ation name|firma|nazwa firmy)$/], ['firstName', /^(first[_ ]?name|given[_ ]?name|imie|imiona)$/], ['lastName', /^(last[_ ]?name|family[_ ]?name|surname|nazwisko)$/],
  ['companies', /^(other companies|inne firmy)$/],
  ['name', /^(name|full[_ ]name|imie i nazwisko|nazwa|klient|customer|contact|kontakt)$/], ['language', /^(language|locale|jezyk)$/], ['consentAt', /^(consent (date|at|when)|data zgody|zgoda kiedy|kiedy zgoda)$/], ['consentWhere', /^(consent (source|where)|zrodlo zgody|zgoda gdzie)$/], ['consentText', /^(consent text|tresc zgody)$/], ['consent:email_marketing', /^(newsletter|(e-?mail )?marketing( consent)?|zgoda (na )?(e-?mail|newsletter|marketing).*)$/],
  ['kinds', /^(kinds?|type|rodzaje?|typ)$/], ['note', /^(notes?|notatk[ai]|uwagi|comment|komentarz)$/],
];
const plain = (text: string): string => text.trim().toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/ł/g, 'l');

/** What each column probably says; a field of the workspace's own by its key or its name. */
export function guessMapping(headers: readonly string[], fields: readonly { key: string; name: { en: string; pl: string } }[]): Record<string, string> {
  const taken = new Set<string>();
  const mapping: Record<string, string> = {};
  headers.forEach((header, column) => {
    const words = plain(header);
    const field = fields.find(({ key, name }) => [key, plain(name.en), plain(name.pl)].includes(words));
    const target = known.find(([, pattern]) => pattern.test(words))?.[0] ?? (field === undefined ? undefined : `field:${field.key}`);
    if (target === undefined || (taken.has(target) && !saidByMany.has(target))) return;
    taken.add(target);
    mapping[String(column)] = target;
  });
  return mapping;
}

/** Without headings: what the cells look like. */
export function guessByCells(rows: readonly (readonly string[])[]): Record<string, string> {
  const looks: readonly (readonly [string, RegExp])[] = [['email', /^\s*[^\s@]+@[^\s@]+\.[^\s@]+\s*$/], ['phone', /^\s*\+?\d[\d\s().-]{6,}\s*$/], ['name', /^\s*\p{Lu}\p{L}+(\s+\p{L}[\p{L}.-]*)+\s*$/u]];
  const width = Math.max(0, ...rows.map((row) => row.length));
  const mapping: Record<string, string> = {};
  const taken = new Set<string>();
  for (let column = 0; column < width; column += 1) {
    const cells = rows.map((row) => row[column] ?? '').filter((cell) => cell.trim() !== '');
    const target = looks.find(([name, pattern]) => !taken.has(name) && cells.length > 0 && cells.every((cell) => pattern.test(cell)))?.[0];
    if (target === undefined) continue;
    taken.add(target);
    mapping[String(column)] = target;
  }
  return mapping;
}

/** A cell that a spreadsheet would run as a formula is text; one that looks as if it had been made so gets another quote, so that reading takes away what writing added. */
export const safeCell = (value: string): string => {
  const text = /^'*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",;\r\n|\t]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
};
/** The way back. */
export const bareCell = (text: string): string => (/^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text);
