import { chance } from '../../../../../test/support/chance';
import { hits, matches, ReadPost } from '../query/evaluate';
import { parseQuery } from '../query/parse';
import { QueryError } from '../query/query';
import { QueryIndex } from './query-index';

/** Words as the world writes them: each in all its spellings, which mean one word. `plain`: what a wildcard may begin with. */
const units: readonly { spelt: readonly string[]; plain?: string; picture?: true }[] = [
  { spelt: ['café', 'cafe\u0301', 'CAFÉ', 'ｃａｆé', 'ca\u00ADfé', 'ca\u200Bfe'], plain: 'cafe' }, { spelt: ['żółw', 'z\u0307o\u0301łw', 'ŻÓŁW', 'zolw', '\u017Co\u0301\u0142w'], plain: 'zolw' }, { spelt: ['firma', 'ﬁrma', 'FIRMA'], plain: 'firma' }, { spelt: ['zolwik', 'Żółwik'], plain: 'zolwik' },
  { spelt: ['2026', '２０２６'], plain: '2026' }, { spelt: ['2027'], plain: '2027' }, { spelt: ['٢٠٢٦'] }, { spelt: ['İstanbul', 'istanbul', 'ISTANBUL'], plain: 'istanbul' },
  { spelt: ['שלום', 'שָׁלוֹם'] }, { spelt: ['مرحبا', 'مَرْحَبًا'] }, { spelt: ['ΟΔΟΣ', 'οδός', 'οδος'] }, { spelt: ['Київ', 'київ'] }, { spelt: ['हिन्दी'] }, { spelt: ['สวัสดี'] }, { spelt: ['Nguyễn', 'nguyên\u0303', 'NGUYEN'], plain: 'nguyen' },
  { spelt: ['😀'], picture: true }, { spelt: ['❤️', '❤'], picture: true }, { spelt: ['👍', '👍🏽'], picture: true }, { spelt: ['👨'], picture: true }, { spelt: ['👩'], picture: true }, { spelt: ['🇵🇱'], picture: true }, { spelt: ['🇬🇧'], picture: true }, { spelt: ['猫'], picture: true }, { spelt: ['犬'], picture: true },
];
const apart = [' ', ', ', '\u00a0', '-', '’', "'", ' – ', '/', '\u2011', '\n', '…', ' \u200F', '\u2066 '];

type Wanted = { is: 'phrase'; of: number[] } | { is: 'begins'; letters: string } | { is: 'near'; n: number; a: Wanted; b: Wanted } | { is: 'all' | 'any'; of: Wanted[] } | { is: 'none'; of: Wanted };
type Luck = ReturnType<typeof chance>;
const one = <T>(luck: Luck, of: readonly T[]): T => of[luck(of.length)] as T; // no list is empty

/** Slow and plain, on what was meant and not on how it is written. */
function places(wanted: Wanted, post: readonly number[]): [number, number][] {
  if (wanted.is === 'begins') return post.flatMap((unit, at): [number, number][] => units[unit]?.plain?.startsWith(wanted.letters) === true ? [[at, at]] : []);
  if (wanted.is !== 'phrase') return [];
  return post.flatMap((_, at): [number, number][] => wanted.of.every((unit, index) => post[at + index] === unit) ? [[at, at + wanted.of.length - 1]] : []);
}
function isWanted(wanted: Wanted, post: readonly number[]): boolean {
  switch (wanted.is) {
    case 'phrase': case 'begins': return places(wanted, post).length > 0;
    case 'near': return places(wanted.a, post).some(([aFirst, aLast]) => places(wanted.b, post).some(([bFirst, bLast]) => (bFirst > aLast && bFirst - aLast <= wanted.n) || (aFirst > bLast && aFirst - bLast <= wanted.n)));
    case 'all': return wanted.of.every((part) => isWanted(part, post));
    case 'any': return wanted.of.some((part) => isWanted(part, post));
    case 'none': return !isWanted(wanted.of, post);
    default: return wanted satisfies never;
  }
}

const anyUnit = (luck: Luck): number => luck(units.length);
function anyWords(luck: Luck): Wanted {
  const letters = one(luck, units.flatMap(({ plain }) => plain ?? []));
  return luck(4) === 0 ? { is: 'begins', letters: letters.slice(0, 2 + luck(letters.length - 2)) } : { is: 'phrase', of: Array.from({ length: one(luck, [1, 1, 1, 2, 3]) }, () => anyUnit(luck)) };
}
function anyWanted(luck: Luck, depth: number): Wanted {
  const is = depth === 0 ? 'words' : one(luck, ['words', 'near', 'all', 'any', 'none', 'none'] as const);
  if (is === 'words') return anyWords(luck);
  if (is === 'near') return { is, n: 1 + luck(4), a: anyWords(luck), b: anyWords(luck) };
  if (is === 'none') return { is, of: anyWanted(luck, depth - 1) };
  return { is, of: Array.from({ length: 2 + luck(2) }, () => anyWanted(luck, depth - 1)) };
}

const spelt = (unit: number, luck: Luck): string => one(luck, units[unit]?.spelt ?? ['']);
/** Pictures stand beside one another and beside words without a space, as people put them; joined ones are what they are made of. */
function text(post: readonly number[], luck: Luck, between: readonly string[] = apart): string {
  return post.map((unit, at) => {
    const [before, here] = [units[post[at - 1] ?? -1], units[unit]];
    const joint = at === 0 ? '' : before?.picture === true && here?.picture === true ? one(luck, ['', '\u200D', ' ']) : before?.picture === true || here?.picture === true ? one(luck, ['', ...between]) : one(luck, between);
    return `${joint}${spelt(unit, luck)}`;
  }).join('');
}
function queryText(wanted: Wanted, luck: Luck, outer = 0): string {
  const [binds, said] = ((): [number, string] => {
    switch (wanted.is) {
      case 'begins': return [4, `${wanted.letters}*`];
      case 'phrase': return [4, wanted.of.length > 1 || luck(3) === 0 ? `"${text(wanted.of, luck, [' ', '-', '’', ' – '])}"` : spelt(wanted.of[0] ?? 0, luck)];
      case 'near': return [2, `${queryText(wanted.a, luck, 4)} NEAR/${wanted.n} ${queryText(wanted.b, luck, 4)}`];
      case 'none': return [3, `NOT ${queryText(wanted.of, luck, 3)}`];
      case 'all': return [1, wanted.of.map((part) => queryText(part, luck, 1)).join(one(luck, [' AND ', ' ', ' & ']))];
      case 'any': return [0, wanted.of.map((part) => queryText(part, luck, 0)).join(' OR ')];
      default: return wanted satisfies never;
    }
  })();
  return binds < outer ? `(${said})` : said;
}

it('means the same in every script and spelling: emoji, joined ones and flags, marks that combine, right to left, digits, hyphens and apostrophes', () => {
  const luck = chance(20261124);
  let [compared, found] = [0, 0];
  for (let round = 0; round < 12; round += 1) {
    const index = new QueryIndex<number>();
    const queries: { wanted: Wanted; said: string; query: ReturnType<typeof parseQuery> }[] = [];
    while (queries.length < 60) {
      const wanted = anyWanted(luck, 3);
      const said = queryText(wanted, luck);
      try {
        const query = parseQuery(said);
        index.put(queries.length, query);
        queries.push({ wanted, said, query });
      } catch (error) {
        if (!(error instanceof QueryError) || error.fault !== 'only-exclusions') throw new Error(`refused: ${said}`, { cause: error });
      }
    }
    for (let n = 0; n < 50; n += 1) {
      const meant = Array.from({ length: luck(9) }, () => anyUnit(luck));
      const written = text(meant, luck);
      const post = new ReadPost({ text: written });
      const indexed = new Set(index.match(post));
      for (const [at, { wanted, said, query }] of queries.entries()) {
        const right = isWanted(wanted, meant);
        const [scanned, byIndex] = [matches(query, post), indexed.has(at)];
        if (scanned !== right || byIndex !== right) throw new Error(`${JSON.stringify(said)} on ${JSON.stringify(written)}: meant ${right}, read ${scanned}, by the index ${byIndex}`);
        for (const { start, end } of hits(query, post)) expect(start >= 0 && start < end && end <= written.length).toBe(true);
        compared += 1;
        found += Number(right);
      }
    }
  }
  expect(compared).toBe(36_000);
  expect(found).toBeGreaterThan(2_000);
});

it('reads whatever is typed, or says where it cannot: never anything else, and never for long', () => {
  const luck = chance(7);
  const pieces = ['(', ')', '"', '„', '”', '«', '»', 'AND', 'OR', 'NOT', 'NEAR/3', 'NEAR/', 'NEAR', '-', '−', '~', '~"', '*', '?', '#', '@', 'author:', 'reach:', 'reach:>=5', 'lang:pl', 'domain:https://x.pl/a', 'kot', 'ko*t?', '\ud83d', '\ude00', '\u0301', '\u200D', '😀', '\u202E', 'שלום', '\0', '\n', ' ', ' ', ' ', '&&', '||', ':', '/', '\\', '_', '__', 'a'.repeat(70)];
  const post = new ReadPost({ text: 'kot i pies, שלום 😀', author: 'ania' });
  let read = 0;
  for (let n = 0; n < 20_000; n += 1) {
    const typed = Array.from({ length: 1 + luck(10) }, () => one(luck, pieces)).join('');
    try {
      const query = parseQuery(typed);
      read += 1;
      matches(query, post);
      for (const { start, end } of hits(query, post)) expect(start < end && end <= post.facts.text.length).toBe(true);
    } catch (error) {
      if (!(error instanceof QueryError)) throw new Error(`on ${JSON.stringify(typed)}`, { cause: error });
      const { start, end } = error.at;
      if (!(start >= 0 && start <= end && end <= typed.length)) throw new Error(`points to ${start} to ${end} of ${JSON.stringify(typed)}`, { cause: error });
    }
  }
  expect(read).toBeGreaterThan(500);
});
