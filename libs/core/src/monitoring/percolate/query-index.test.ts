import { matches, ReadPost } from '../query/evaluate';
import { parseQuery } from '../query/parse';
import { QueryError } from '../query/query';
import { QueryIndex } from './query-index';

// A second, slow and plain reading of what queries mean, made for comparison: it knows nothing of the parser, of folding or of stems, and tries every place.
type Wanted =
  | { is: 'words'; words: Wish[] } | { is: 'near'; n: number; a: Wish[][]; b: Wish[][] } | { is: 'all' | 'any'; of: Wanted[] } | { is: 'none'; of: Wanted } | { is: 'author' | 'source' | 'lang'; name: string } | { is: 'reach'; least: number };
type Wish = { as: 'word' | 'forms' | 'tag'; family: number; form: number } | { as: 'begins'; letters: string };
interface Said { family: number; form: number; isTag: boolean }
interface Post { said: Said[]; author: string; source: string; lang: string; reach: number | null }

const families = [
  ['dom', 'domu', 'domowi', 'domem', 'domy'], ['lipowy', 'lipowego', 'lipowym', 'lipowa'], ['brzoza', 'brzozy', 'brzozie', 'brzozą'], ['faktura', 'faktury', 'fakturze', 'fakturą'], ['stół', 'stołu', 'stołem'], ['kurier', 'kuriera', 'kurierem', 'kurierowi'], ['rysa', 'rysy', 'rysie'], ['zwrot', 'zwrotu', 'zwrotem'], ['x'], ['i'],
  ['orzeł', 'orła', 'orłem'], ['ręka', 'ręce', 'rąk'], ['miasto', 'mieście', 'miast'], ['pies', 'psa', 'psem'], ['żabka', 'żabce', 'żabek'], ['książka', 'książce', 'książek'], ['noga', 'nodze', 'nóg'],
];
/** Words that change within are asked for as they are called, and so are those whose other forms end like another word's name: "kuriera" as "kawa" does. */
const isAsked = (family: number, form: number): boolean => form === 0 || (family < 10 && (family === 1 || !written({ family, form }).endsWith('a')));
const plain = (word: string): string => [...word].map((letter) => ({ ą: 'a', ę: 'e', ó: 'o', ł: 'l', ś: 's', ż: 'z' })[letter] ?? letter).join('');
const written = ({ family, form }: { family: number; form: number }): string => families[family]?.[form] ?? '';

function fitsAt(wish: Wish, said: Said | undefined): boolean {
  if (said === undefined) return false;
  if (wish.as === 'begins') return plain(written(said)).startsWith(wish.letters);
  if (wish.as === 'forms') return said.family === wish.family;
  // Forms that differ in their marks alone are one word.
  return plain(written(said)) === plain(written(wish)) && (wish.as === 'word' || said.isTag);
}

function placesOf(words: Wish[], post: Post): [number, number][] {
  return post.said.flatMap((_, at): [number, number][] => words.every((wish, index) => fitsAt(wish, post.said[at + index])) ? [[at, at + words.length - 1]] : []);
}

function isWanted(wanted: Wanted, post: Post): boolean {
  switch (wanted.is) {
    case 'words': return placesOf(wanted.words, post).length > 0;
    case 'near': {
      const [a, b] = [wanted.a, wanted.b].map((side) => side.flatMap((words) => placesOf(words, post)));
      return (a ?? []).some(([aFirst, aLast]) => (b ?? []).some(([bFirst, bLast]) => (bFirst > aLast && bFirst - aLast <= wanted.n) || (aFirst > bLast && aFirst - bLast <= wanted.n)));
    }
    case 'all': return wanted.of.every((one) => isWanted(one, post));
    case 'any': return wanted.of.some((one) => isWanted(one, post));
    case 'none': return !isWanted(wanted.of, post);
    case 'reach': return post.reach !== null && post.reach >= wanted.least;
    default: return post[wanted.is] === wanted.name;
  }
}

/** The same numbers in every run: mulberry32. */
function chance(seed: number): { upTo(n: number): number; of<T>(list: readonly T[]): T } {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const upTo = (n: number): number => Math.floor(next() * n);
  return { upTo, of: <T>(list: readonly T[]): T => list[upTo(list.length)] as T }; // lists are not empty
}
type Chance = ReturnType<typeof chance>;

function anyWish(luck: Chance): Wish {
  const family = luck.upTo(families.length);
  const form = luck.upTo(families[family]?.length ?? 1);
  const as = luck.of(['word', 'word', 'forms', 'forms', 'tag', 'begins'] as const);
  if (as === 'forms' && !isAsked(family, form)) return { as, family, form: 0 };
  if (as !== 'begins') return { as, family, form };
  const letters = plain(written({ family, form })).slice(0, 2 + luck.upTo(3));
  return letters.length < 2 ? { as: 'word', family, form } : { as, letters };
}

const someWords = (luck: Chance): Wish[] => Array.from({ length: luck.of([1, 1, 1, 2, 3]) }, () => anyWish(luck)).map((wish, _, all) => all.length > 1 && wish.as === 'forms' ? { ...wish, as: 'word' } : wish);

function anyWanted(luck: Chance, depth: number): Wanted {
  const is = depth === 0 ? luck.of(['words', 'words', 'words', 'fact'] as const) : luck.of(['words', 'near', 'all', 'all', 'any', 'any', 'none', 'fact'] as const);
  if (is === 'words') return { is, words: someWords(luck) };
  if (is === 'near') return { is, n: 1 + luck.upTo(4), a: Array.from({ length: 1 + luck.upTo(2) }, () => someWords(luck)), b: Array.from({ length: 1 + luck.upTo(2) }, () => someWords(luck)) };
  if (is === 'none') return { is, of: anyWanted(luck, depth - 1) };
  if (is === 'fact') return luck.of<Wanted>([{ is: 'author', name: luck.of(['ania', 'jan']) }, { is: 'source', name: luck.of(['bluesky', 'news']) }, { is: 'lang', name: luck.of(['pl', 'en']) }, { is: 'reach', least: luck.of([10, 1000]) }]);
  return { is, of: Array.from({ length: 2 + luck.upTo(2) }, () => anyWanted(luck, depth - 1)) };
}

function wordsText(words: Wish[], luck: Chance): string {
  const one = (wish: Wish): string => wish.as === 'begins' ? `${wish.letters}*` : `${wish.as === 'forms' ? '~' : wish.as === 'tag' ? '#' : ''}${luck.upTo(2) === 0 ? written(wish) : plain(written(wish)).toUpperCase()}`;
  const [first] = words;
  return words.length === 1 && first !== undefined ? one(first) : `"${words.map(one).join(luck.of([' ', '  ']))}"`;
}

/** Brackets only where the precedence asks for them, and sometimes where it does not. */
function textOf(wanted: Wanted, luck: Chance, outer = 0): string {
  const side = (words: Wish[][]): string => words.length === 1 && words[0] !== undefined ? wordsText(words[0], luck) : `(${words.map((one) => wordsText(one, luck)).join(' OR ')})`;
  const [binds, text] = ((): [number, string] => {
    switch (wanted.is) {
      case 'words': return [4, wordsText(wanted.words, luck)];
      case 'near': return [2, `${side(wanted.a)} NEAR/${wanted.n} ${side(wanted.b)}`];
      case 'none': return [3, `${luck.of(['NOT ', '-'])}${textOf(wanted.of, luck, 3)}`];
      case 'all': return [1, wanted.of.map((one) => textOf(one, luck, 1)).join(luck.of([' AND ', ' ', ' & ']))];
      case 'any': return [0, wanted.of.map((one) => textOf(one, luck, 0)).join(luck.of([' OR ', ' | ']))];
      case 'reach': return [4, `reach:${wanted.least}`];
      default: return [4, `${wanted.is}:${wanted.name}`];
    }
  })();
  // "- (" would be a word of its own: exclusions stand before words, brackets or the word NOT.
  return binds < outer || luck.upTo(8) === 0 ? `(${text})` : text;
}

function anyPost(luck: Chance): Post {
  const said = Array.from({ length: luck.upTo(14) }, () => {
    const family = luck.upTo(families.length);
    return { family, form: luck.upTo(families[family]?.length ?? 1), isTag: luck.upTo(6) === 0 };
  });
  return { said, author: luck.of(['ania', 'jan', 'ola']), source: luck.of(['bluesky', 'news', 'x']), lang: luck.of(['pl', 'en']), reach: luck.of([null, 5, 50, 5000]) };
}

const readOf = (post: Post, luck: Chance): ReadPost => new ReadPost({
  text: post.said.map((said) => `${said.isTag ? '#' : ''}${luck.of([written(said), written(said).toUpperCase(), plain(written(said))])}`).join(luck.of([' ', ', ', ' – ', '\n'])),
  author: post.author, source: post.source, language: post.lang, reach: post.reach,
});

it('means what a slow and plain reading of ten thousand generated pairs of query and post means, and the index misses and adds nothing', () => {
  const luck = chance(20261123);
  let compared = 0;
  let found = 0;
  for (let round = 0; round < 25; round += 1) {
    const index = new QueryIndex<number>();
    const queries: { wanted: Wanted; text: string; query: ReturnType<typeof parseQuery> }[] = [];
    while (queries.length < 40) {
      const wanted = anyWanted(luck, 3);
      const text = textOf(wanted, luck);
      try {
        queries.push({ wanted, text, query: parseQuery(text) });
        index.put(queries.length - 1, (queries.at(-1) as (typeof queries)[number]).query); // pushed above
      } catch (error) {
        // What could match nearly everything is refused; anything else would be a fault of the generator.
        expect(error).toMatchObject({ fault: 'only-exclusions' });
        expect(error).toBeInstanceOf(QueryError);
      }
    }
    for (let n = 0; n < 60; n += 1) {
      const post = anyPost(luck);
      const read = readOf(post, luck);
      const expected = queries.flatMap(({ wanted }, at) => isWanted(wanted, post) ? [at] : []);
      const actual = queries.flatMap(({ query }, at) => matches(query, read) ? [at] : []);
      if (actual.join() !== expected.join()) expect({ text: read.facts.text, facts: read.facts, found: actual.map((at) => queries[at]?.text) }).toEqual({ text: read.facts.text, facts: read.facts, found: expected.map((at) => queries[at]?.text) });
      expect(index.match(read).sort((a, b) => a - b)).toEqual(expected);
      compared += queries.length;
      found += expected.length;
    }
  }
  expect(compared).toBeGreaterThanOrEqual(10_000);
  // Neither nothing nor everything: the comparison would say little.
  expect(found / compared).toBeGreaterThan(0.05);
  expect(found / compared).toBeLessThan(0.6);
});

it('finds the same after queries were changed and taken away, and after it learnt which words are rare', () => {
  const luck = chance(7);
  const index = new QueryIndex<number>();
  const kept = new Map<number, ReturnType<typeof parseQuery>>();
  for (let n = 0; n < 2_500; n += 1) {
    if (n % 3 === 0) {
      const id = luck.upTo(60);
      try {
        const query = parseQuery(textOf(anyWanted(luck, 2), luck));
        index.put(id, query);
        kept.set(id, query);
      } catch {
        index.remove(id);
        kept.delete(id);
      }
    }
    const read = readOf(anyPost(luck), luck);
    expect(index.match(read).sort((a, b) => a - b)).toEqual([...kept].filter(([, query]) => matches(query, read)).map(([id]) => id).sort((a, b) => a - b));
  }
  for (const id of kept.keys()) index.remove(id);
  expect(index.size).toBe(0);
});

it('tries few of ten thousand queries on a post, also when all share a common word', () => {
  const index = new QueryIndex<number>();
  for (let n = 0; n < 10_000; n += 1) index.put(n, parseQuery(`(sklep AND marka${n}) OR ("sklep marka${n}x" -oferta)`));
  for (let n = 0; n < 100; n += 1) expect(index.match(new ReadPost({ text: `Ten sklep marka${n * 7} ma dobre ceny i marka${n} też, sklep jak sklep` }))).toHaveLength(n === 0 ? 1 : 2);
  expect(index.tries / 100).toBeLessThan(5);
});
