import { parse } from 'csv-parse/sync';

const MAX_HEADER = 64 * 1024;

/** UTF-8 where it is that; else what Polish Windows writes. */
export function decodeCsv(bytes: Buffer): { text: string; encoding: 'utf-8' | 'windows-1250' } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return { text: new TextDecoder('windows-1250').decode(bytes), encoding: 'windows-1250' };
  }
}

/** What stands between columns: whatever splits the first lines into the most columns, and each into as many. */
export function guessDelimiter(text: string): ',' | ';' | '\t' {
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
  return ([',', ';', '\t'] as const).reduce((best, each) => (score(each) > score(best) ? each : best));
}

const known: readonly (readonly [string, RegExp])[] = [
  ['email', /^(e-?mail|email address|adres e-?mail|mail)\d?$/], ['phone', /^(phone|phone[_ ]number|mobile|tel(efon)?|numer telefonu|telefon komorkowy|komorka)$/], ['company', /^(company|company[_ ]name|organi[sz]ation|firma|nazwa firmy)$/],
  ['name', /^(name|full[_ ]name|imie i nazwisko|nazwa|klient|customer|contact|kontakt)$/], ['language', /^(language|locale|jezyk)$/], ['kinds', /^(kinds?|type|rodzaje?|typ)$/], ['note', /^(notes?|notatk[ai]|uwagi|comment|komentarz)$/],
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
    if (target === undefined || taken.has(target)) return;
    taken.add(target);
    mapping[String(column)] = target;
  });
  return mapping;
}

/** A cell that a spreadsheet would run as a formula is text. */
export const safeCell = (value: string): string => {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
