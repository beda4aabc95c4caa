import { hits, matches, ReadPost } from './evaluate';
import { parseQuery, QUERY_CHARACTERS } from './parse';
import { QueryError } from './query';

const finds = (query: string, text: string, facts: Partial<ReadPost['facts']> = {}) => matches(parseQuery(query), new ReadPost({ text, ...facts }));

it.each([
  ['dom lipowy', 'Lipowy ten dom', true], ['dom lipowy', 'ten dom', false], ['dom OR stół', 'nowy stol', true], ['"dom lipowy"', 'Lipowy dom', false], ['"dom lipowy"', 'DOM  LIPOWY!', true],
  ['dom -lipowy', 'dom lipowy', false], ['dom NOT lipowy', 'dom z drewna', true], ['dom AND (lipowy OR brzoza) -miód', 'dom: brzoza', true], ['dom AND (lipowy OR brzoza) -miód', 'dom: brzoza, miod', false],
  ['a OR b c', 'a', true], ['a OR b c', 'b', false], ['(a OR b) c', 'a', false],
  ['lipowy NEAR/3 kwiat', 'kwiat jest bardzo lipowy', true], ['lipowy NEAR/2 kwiat', 'kwiat jest bardzo lipowy', false], ['lipowy NEAR/3 lipowy', 'lipowy', false], ['"dom lipowy" NEAR/2 (rysy OR wada)', 'rysy ma dom lipowy', true],
  ['brzoz*', 'Brzozowy las', true], ['brzoz*', 'brzask', false], ['br?oza', 'brzoza', true], ['br?oza', 'brzzoza', false], ['dom*wy', 'domowy', true], ['"dom lip*"', 'Dom Lipowym', true],
  ['#domlipowy', 'kocham #DomLipowy', true], ['#domlipowy', 'domlipowy', false], ['domlipowy', 'kocham #domlipowy', true], ['@remonty_z_ania', 'cc @remonty_z_ania!', true], ['remonty_z_ania', 'cc @remonty_z_ania!', true],
  ['dom-lipowy', 'na dom-lipowy.pl', true], ['"dom lipowy"', 'na dom-lipowy.pl', true], ['Apple', 'Apple’a nie lubię', true], ['BMW', 'jadę BMW-u', true],
  ['łąka', 'LAKA', true], ['laka', 'Łąka', true], ['ｋｏｎｔｕａｒ', 'Kontuar', true], ['kontuar', 'kon\u00ADtu\u200Bar', true], ['株式会社', 'これは株式会社です', true], ['株式会社', '会社株式', false], ['🔥', 'gorąco 🔥!', true], ['👍', 'super 👍🏽', true], ['👨‍👩‍👧', 'my: 👨‍👩‍👧', true], ['🇵🇱', 'w 🇵🇱 tak', true], ['🇵🇱', '🇩🇪🇵🇱', true], ['🇵🇱', '🇩🇪 i 🇫🇷', false], ['dom NEAR/1 🔥', 'Dom… 🔥', true], ['dom NEAR/2 lipowy', 'dom — (nasz!) — lipowy', true], ['dom NEAR/1 lipowy', 'dom — (nasz!) — lipowy', false],
  ['constructor', 'nothing here', false], ['__proto__ OR dom', 'dom', true], ['near', 'near', true], ['dom or', 'dom or or', true],
] as const)('%s in "%s": %s', (query, text, expected) => {
  expect(finds(query, text)).toBe(expected);
});

it.each([
  ['dom', 'dom domu domowi domem domy domów domom domami domach'], ['lipowy', 'lipowy lipowego lipowemu lipowym lipowych lipowymi lipowa lipowej lipową lipowe'], ['brzoza', 'brzoza brzozy brzozie brzozę brzozą brzozo brzóz brzozom brzozami brzozach'],
  ['paczka', 'paczka paczki paczce paczkę paczką paczek paczkom paczkami paczkach'], ['faktura', 'faktura faktury fakturze fakturę fakturą faktur fakturom fakturami fakturach'],
  ['Kowalski', 'Kowalski Kowalskiego Kowalskiemu Kowalskim Kowalscy Kowalskich Kowalskimi'], ['Wiśniewska', 'Wiśniewska Wiśniewskiej Wiśniewską'], ['Zawadzki', 'Zawadzki Zawadzkiego Zawadzkiemu Zawadzkim Zawadzcy Zawadzkich'], ['Nowak', 'Nowak Nowaka Nowakowi Nowakiem Nowaku Nowakowie Nowaków'],
  ['Tomasz', 'Tomasz Tomasza Tomaszowi Tomaszem Tomaszu'], ['Marek', 'Marek Marka Markowi Markiem Marku'], ['Lidia', 'Lidia Lidii Lidię Lidią Lidio'], ['Piotr', 'Piotr Piotra Piotrowi Piotrem Piotrze'], ['Biedronka', 'Biedronka Biedronki Biedronce Biedronkę Biedronką'], ['Polska', 'Polska Polski Polsce Polskę Polską'], ['maska', 'maska maski masce maskę maską maskom maskami maskach'],
] as const)('finds ~%s in all its forms', (word, forms) => {
  expect(forms.split(' ').filter((form) => !finds(`~${word}`, `Widzę ${form} tu`))).toEqual([]);
});

it('finds a name of two words in any form, and not what only begins alike', () => {
  expect(['w Domu Lipowym', 'z Domem Lipowym', 'Domowi Lipowemu'].every((text) => finds('~"Dom Lipowy"', text))).toBe(true);
  expect(['miód lipowy w domu', 'dominacja lipowa', 'lipiec'].some((text) => finds('~"Dom Lipowy"', text))).toBe(false);
});

it('keeps apart names that only look alike', () => {
  for (const [query, text] of [['~Kowalski', 'pan Kowalczyk'], ['~Kowalski', 'kowal'], ['~miejski', 'jedno miejsce'], ['~Tomasz', 'Tomek'], ['~Polska', 'polisa']] as const) expect([query, text, finds(query, text)]).toEqual([query, text, false]);
});

it('asks for author, source, language, country, site and reach', () => {
  const facts = { author: 'Remonty_z_Ania', authorName: 'Ania Kowal', source: 'bluesky', language: 'pl', country: 'PL', url: 'https://www.shop.example.com/a?b', reach: 1000 };
  for (const query of ['author:@remonty_z_ania', 'author:"ania kowal"', 'dom source:Bluesky', 'dom lang:pl', 'dom country:pl', 'domain:example.com', 'site:https://shop.example.com/', 'dom reach:1000', 'dom reach:>=999']) expect([query, finds(query, 'dom', facts)]).toEqual([query, true]);
  for (const query of ['author:ania', 'dom source:x', 'dom lang:en', 'domain:ample.com', 'domain:b.shop.example.com', 'dom reach:1001', 'dom -lang:pl']) expect([query, finds(query, 'dom', facts)]).toEqual([query, false]);
  expect(finds('dom reach:1', 'dom')).toBe(false);
});

it.each([
  ['', 'empty', 0, 0], ['dom "lipowy', 'unclosed-quote', 4, 5], ['(dom OR lipowy', 'unclosed-bracket', 0, 1], ['dom) lipowy', 'stray-bracket', 3, 4], ['dom AND', 'missing-right', 4, 7], ['OR dom', 'missing-left', 0, 2], ['dom AND OR x', 'missing-left', 8, 10], ['()', 'missing-right', 0, 1],
  ['a NEAR/0 b', 'near-number', 2, 8], ['a NEAR/x b', 'near-number', 2, 8], ['a NEAR/3 -b', 'near-words', 9, 11], ['a NEAR/3 (b c)', 'near-words', 9, 14], ['d*', 'short-wildcard', 0, 2], ['*dom', 'short-wildcard', 0, 4], ['do*m*o*w*', 'many-wildcards', 0, 9], ['~dom*', 'wildcard-forms', 0, 5], ['"dom * lipowy"', 'short-wildcard', 5, 6], ['stół "dom z*"', 'short-wildcard', 10, 12],
  ['dom !!!', 'no-letters', 4, 7], ['dom when:now', 'unknown-field', 4, 8], ['https://x.example', 'unknown-field', 0, 5], ['dom lang:polish', 'bad-value', 4, 15], ['dom reach:many', 'bad-value', 4, 14], ['author:', 'bad-value', 0, 7], [`author:${'x'.repeat(301)}`, 'bad-value', 0, 308],
  ['-dom', 'only-exclusions', 0, 4], ['NOT (a b)', 'only-exclusions', 0, 9], ['dom OR -lipowy', 'only-exclusions', 0, 14], ['lang:pl', 'only-exclusions', 0, 7], ['reach:10', 'only-exclusions', 0, 8],
] as const)('%s: %s at %i', (query, fault, start, end) => {
  const error = thrown(query);
  expect([error.fault, error.at.start, error.at.end]).toEqual([fault, start, end]);
});

it('takes twice not for yes, and refuses what is too long, too deep or too much', () => {
  expect(finds('dom --lipowy', 'dom lipowy')).toBe(true);
  expect(thrown('a'.repeat(QUERY_CHARACTERS + 1)).fault).toBe('too-long');
  expect(thrown(`${'('.repeat(2_000)}a${')'.repeat(1_999)}`).fault).toBe('too-deep');
  expect(thrown(`dom ${'NOT '.repeat(900)}b`).fault).toBe('too-deep');
  expect(thrown('ab '.repeat(300)).fault).toBe('too-many-words');
});

it('marks the words that were found where they stand, and nothing that is excluded', () => {
  const text = 'Tydzień ze STOŁEM Brzoza z Domu Lipowego. Lipowy kwiat';
  const post = new ReadPost({ text });
  expect(hits(parseQuery('~"dom lipowy" OR (~stół -miód)'), post).map(({ start, end }) => text.slice(start, end))).toEqual(['STOŁEM', 'Domu Lipowego']);
  expect(hits(parseQuery('lipowy NEAR/1 kwiat'), post).map(({ start, end }) => text.slice(start, end))).toEqual(['Lipowy', 'kwiat']);
});

it('reads a hostile text in time: repeated words near to each other, endless words, nothing but wildcards', () => {
  const since = performance.now();
  for (const text of ['dom '.repeat(5_000), 'a'.repeat(20_000), 'domdomdomdom'.repeat(1_600), '#'.repeat(20_000), '\u0301'.repeat(20_000)]) {
    for (const query of ['dom NEAR/50 dom', 'do*m*o*', '"dom dom dom dom dom lipowy"', '~dom NEAR/50 (dom OR do* OR ~dom)']) finds(query, text);
  }
  expect(performance.now() - since).toBeLessThan(5_000);
});

function thrown(query: string): QueryError {
  try {
    parseQuery(query);
  } catch (error) {
    if (error instanceof QueryError) return error;
    throw error;
  }
  throw new Error(`${query} was taken`);
}
