import { cluesOf, type KnownIdentity, type KnownLetter } from './clues';
import { evidenceOf, type Shared } from './judge';
import { compareNames } from './names';

interface One { name: string; scope?: string; id?: string; handle?: string; phone?: string; email?: string; signs?: string; domains?: string[] }
type Pair = readonly [a: One, b: One];

const identity = (one: One): KnownIdentity => ({ scope: one.scope ?? 'email', externalId: one.id ?? one.email ?? one.phone ?? one.handle ?? 'x', handle: one.handle ?? null, name: one.name, phone: one.phone ?? null, email: one.email ?? null, contactName: one.name, domains: one.domains ?? [] });
const letters = (one: One): KnownLetter[] => (one.signs === undefined ? [] : [{ messageId: 'm', text: `Dzień dobry, mam pytanie.\n\nPozdrawiam\n${one.signs}`, authorName: one.name }]);
const clues = (one: One) => cluesOf(identity(one), letters(one), 'PL');

/** As the database does: what both have, but no handle of the same network. */
function judged(a: One, b: One) {
  const side = (one: One, clue: ReturnType<typeof clues>[number]) => ({ source: clue.source, words: clue.words, scope: one.scope ?? 'email', name: one.name, verified: false, messageId: clue.messageId });
  const shared = clues(a).flatMap((own): Shared[] => clues(b).filter((other) => other.kind === own.kind && other.value === own.value && !(own.kind === 'handle' && (a.scope ?? 'email') === (b.scope ?? 'email'))).map((other) => ({ kind: own.kind, value: own.value, own: side(a, own), other: side(b, other) })));
  return evidenceOf(shared, { own: a.name, other: b.name });
}

/** Labelled by hand: pairs of one person, and pairs of two, of the kinds that a shop meets. */
const same: readonly Pair[] = [
  [{ name: 'Jan Kowalski', email: 'jan@wp.pl', signs: 'Jan Kowalski\ntel. 600 100 200' }, { name: 'Jan Kowalski', scope: 'phone', phone: '600100200' }],
  [{ name: 'Jan Kowalski', email: 'jan@wp.pl', signs: 'Janek Kowalski\nkom. 600-100-200' }, { name: 'Jan', scope: 'whatsapp:1', phone: '+48600100200' }],
  [{ name: 'Kasia Lis', email: 'kasia@gmail.com', signs: 'Kasia Lis\nkatarzyna.lis@meblex.pl' }, { name: 'Katarzyna Lis', email: 'katarzyna.lis@meblex.pl' }],
  [{ name: 'Kasia', scope: 'chat', email: 'kasia@wp.pl' }, { name: 'Katarzyna Lis', email: 'kasia@wp.pl' }],
  [{ name: 'marta.nowak', scope: 'instagram:1', handle: 'marta.nowak' }, { name: 'Marta Nowak', scope: 'facebook:1', handle: '@marta.nowak' }],
  [{ name: 'tomek', scope: 'bluesky', handle: 'tomekgra.bsky.social' }, { name: 'tomek', scope: 'mastodon:pol.social', handle: 'tomekgra.bsky.social' }],
  [{ name: 'zuza', scope: 'matrix', handle: '@zuza_maluje:matrix.org' }, { name: 'Zuzanna', scope: 'instagram:1', handle: 'zuza_maluje' }],
  [{ name: '+48 601 202 303', scope: 'sms', id: '+48601202303', phone: '+48601202303' }, { name: 'Ewa', scope: 'twilio-whatsapp', id: '+48601202303', phone: '+48601202303' }],
  [{ name: 'Ewa Lis', scope: 'phone', phone: '601 202 303' }, { name: 'Ewa L.', scope: 'sms', phone: '0048601202303' }],
  [{ name: 'Bob Smith', email: 'bob@example.com', signs: 'Bob Smith\nMobile: +44 7700 900123' }, { name: 'Robert Smith', scope: 'phone', phone: '+447700900123' }],
  [{ name: 'Olga Mak', email: 'olga@firma.pl', signs: 'Olga Mak\nm. 502 000 111' }, { name: 'Olga Mak', email: 'olga.mak@wp.pl', signs: 'Olga Mak\ntel. 502000111' }],
  [{ name: 'jkow', email: 'jkow@o2.pl', signs: 'tel. 600 100 200' }, { name: 'Jan Kowalski', scope: 'phone', phone: '600100200' }],
  [{ name: 'Anna Nowak', email: 'anna@x.pl', signs: 'Anna Nowak\n22 621 00 00' }, { name: 'Anna Nowak', scope: 'phone', phone: '226210000' }],
  [{ name: 'Pani Anna Nowak', scope: 'viber', phone: '+48512345678' }, { name: 'Anna Nowak-Lis', scope: 'phone', phone: '512345678' }],
];
const two: readonly Pair[] = [
  // Colleagues whose signatures end with the firm's number.
  [{ name: 'Jan Kowalski', email: 'jan@meblex.pl', signs: 'Jan Kowalski\ntel. 22 621 00 00' }, { name: 'Ewa Lis', email: 'ewa@meblex.pl', signs: 'Ewa Lis\ntel. 22 621 00 00' }],
  [{ name: 'Jan Kowalski', email: 'jan@meblex.pl', signs: 'Jan Kowalski\ntel. 600 111 222' }, { name: 'Ewa Lis', email: 'ewa@meblex.pl', signs: 'Ewa Lis\ntel. 600 111 222' }],
  // The firm itself, and somebody who works there.
  [{ name: 'Biuro Meblex', email: 'biuro@meblex.pl', signs: 'Biuro Meblex\ntel. 22 621 00 00' }, { name: 'Ewa Lis', email: 'ewa@meblex.pl', signs: 'Ewa Lis\ntel. 22 621 00 00' }],
  // A couple with one landline, a father and a son.
  [{ name: 'Anna Nowak', scope: 'phone', phone: '226210000' }, { name: 'Piotr Nowak', email: 'piotr@wp.pl', signs: 'Piotr Nowak\ntel. 22 621 00 00' }],
  [{ name: 'Jan Nowak', email: 'jan@nowak.pl' }, { name: 'Jan Nowak', email: 'jan.junior@nowak.pl' }],
  [{ name: 'Anna Nowak', email: 'anna@korpo.pl' }, { name: 'Anna Nowak', email: 'anna.nowak2@korpo.pl' }],
  [{ name: 'Anna Nowak', email: 'anna@wp.pl' }, { name: 'Anna Nowak', email: 'anna2@wp.pl' }],
  // A name on a network that two took.
  [{ name: 'Marek Zając', scope: 'x', handle: 'kicek' }, { name: 'Ola Kot', scope: 'reddit', handle: 'kicek' }],
  [{ name: 'Sklep', scope: 'x', handle: 'official' }, { name: 'Inny', scope: 'reddit', handle: '@official' }],
  [{ name: 'A', scope: 'x', handle: 'ola' }, { name: 'B', scope: 'reddit', handle: 'ola' }],
  // What is quoted, pasted or of somebody else.
  [{ name: 'Jan Kowalski', email: 'jan@wp.pl', signs: 'Jan Kowalski\n> tel. 700 700 700' }, { name: 'Sklep', scope: 'phone', phone: '700700700' }],
  [{ name: 'Jan Kowalski', email: 'jan@wp.pl', signs: 'Jan Kowalski\nNIP 600 100 200' }, { name: 'Ewa', scope: 'phone', phone: '600100200' }],
  [{ name: 'Jan Kowalski', email: 'jan@wp.pl', signs: 'Ewa Lis\ntel. 600 100 200' }, { name: 'Ewa Lis', scope: 'phone', phone: '600100200' }],
  [{ name: 'Jan Kowalski', email: 'jan@wp.pl', signs: 'Jan Kowalski\ninfolinia 801 100 200' }, { name: 'Zofia', scope: 'phone', phone: '801100200' }],
  [{ name: 'Jan Kowalski', email: 'jan@wp.pl', signs: 'Jan Kowalski\nPS. tel. 600 100 200 do sąsiada' }, { name: 'Zofia', scope: 'phone', phone: '600100200' }],
  [{ name: 'Jan Kowalski', email: 'jan@wp.pl', signs: 'Jan Kowalski\nbiuro@meblex.pl' }, { name: 'Meblex', email: 'biuro@meblex.pl' }],
];

it('finds nearly all who are one person, and hardly anybody who is not', () => {
  const [found, wrong] = [same.filter(([a, b]) => judged(a, b).evidence.length > 0), two.filter(([a, b]) => judged(a, b).evidence.length > 0)];
  expect(wrong.map(([a, b]) => `${a.name} / ${b.name}`)).toEqual([]);
  expect(same.filter((pair) => !found.includes(pair)).map(([a, b]) => `${a.name} / ${b.name}`)).toEqual([]);
});

it('never says it for a name in a firm alone, and says it beside something else', () => {
  const [a, b]: Pair = [{ name: 'Anna Nowak', email: 'anna@korpo.pl', signs: 'Anna Nowak\ntel. 600 100 200' }, { name: 'Anna Nowak', email: 'a.nowak@korpo.pl', signs: 'Anna Nowak\ntel. 600 100 200' }];
  expect(judged(a, b).evidence.map(({ kind }) => kind).sort()).toEqual(['name', 'phone']);
  expect(judged({ ...a, signs: 'Anna Nowak' }, b).evidence).toEqual([]);
});

it('weighs an address above a signature, and the same name as well', () => {
  const [byAddress, bySignature] = [judged({ name: 'Jan', scope: 'sms', phone: '600100200' }, { name: 'Jan', scope: 'phone', phone: '600100200' }), judged({ name: 'jk', email: 'j@wp.pl', signs: 'tel. 600100200' }, { name: 'Jan', scope: 'phone', phone: '600100200' })];
  expect(byAddress.strength).toBeGreaterThan(bySignature.strength);
});

it.each([
  ['Jan Kowalski', 'Kowalski Jan', 'same'], ['Kasia Lis', 'Katarzyna Lis', 'same'], ['Bob Smith', 'Robert Smith', 'same'], ['J. Kowalski', 'Jan Kowalski', 'unknown'], ['Anna Maria Nowak', 'Anna Nowak', 'akin'], ['Anna Nowak', 'Anna Nowak-Lis', 'akin'],
  ['Anna Nowak', 'Piotr Nowak', 'differ'], ['Jan Kowalski', 'Ewa Lis', 'differ'], ['Biuro Meblex', 'Ewa Lis', 'unknown'], ['jan77', 'Ewa Lis', 'unknown'], ['Jan', 'Ewa Lis', 'unknown'],
])('%s and %s: %s', (a, b, expected) => {
  expect([compareNames(a, b), compareNames(b, a)]).toEqual([expected, expected]);
});
