import { Glossary, type GlossaryTerm } from './marks';

const glossary = new Glossary([
  { id: 'prolongata', term: 'prolongata', plain: 'przedłużenie', language: 'pl' }, { id: 'awizo', term: 'awizo', plain: 'zawiadomienie', language: 'pl' },
  { id: 'karta', term: 'karta debetowa', plain: 'karta do konta', language: 'pl' }, { id: 'kontrahent', term: 'kontrahent', plain: 'klient', language: 'pl' },
  { id: 'sku', term: 'SKU', plain: 'product number', language: 'en' }, { id: 'rma', term: 'RMA ticket', plain: 'return', language: 'en' },
] satisfies GlossaryTerm[]);
const told = (text: string) => glossary.marks(text).map((mark) => [text.slice(mark.start, mark.end), mark.replacements[0]]);

it('knows a trade word in every form and offers the plain one in the same', () => {
  expect(told('Wniosek o prolongatę wysłaliśmy.')).toEqual([['prolongatę', 'przedłużenie']]);
  expect(told('Po prolongacie umowa trwa rok, a z prolongatą dwa.')).toEqual([['prolongacie', 'przedłużeniu'], ['prolongatą', 'przedłużeniem']]);
  expect(told('Kurier zostawił dwa awiza.')).toEqual([['awiza', 'zawiadomienia']]);
  expect(told('Przekażemy to kontrahentom i kontrahentowi.')).toEqual([['kontrahentom', 'klientom'], ['kontrahentowi', 'klientowi']]);
});

it('knows it without Polish letters, too', () => {
  expect(told('prosze o prolongate')).toEqual([['prolongate', 'przedłużenie']]);
});

it('inflects terms of several words together', () => {
  expect(told('Nie ma karty debetowej, proszę użyć kart debetowych.')).toEqual([['karty debetowej', 'karty do konta'], ['kart debetowych', 'kart do konta']]);
});

it('takes the word in front into account where one form stands for several', () => {
  expect(told('do prolongaty')[0]?.[1]).toBe('przedłużenia');
});

it('keeps how it was written: small, large, in capitals', () => {
  expect(told('Prolongata trwa')).toEqual([['Prolongata', 'Przedłużenie']]);
  expect(told('UWAGA: AWIZO')).toEqual([['AWIZO', 'ZAWIADOMIENIE']]);
});

it('knows English ones with their plurals', () => {
  expect(told('Send us the SKUs and open RMA tickets')).toEqual([['SKUs', 'Product numbers'], ['RMA tickets', 'Returns']]);
});

it('marks nothing inside other words or across sentences', () => {
  expect(told('awizowany, kartel. debetowa')).toEqual([]);
  expect(told('karta. Debetowa')).toEqual([]);
});

it('is quick with a large glossary and a long text', () => {
  const large = new Glossary(Array.from({ length: 500 }, (_, n) => ({ id: String(n), term: `termin${String.fromCharCode(97 + (n % 26))}${n}ka`, plain: 'słowo', language: 'pl' as const })));
  const text = 'Dzień dobry, prosimy o prolongatę karty debetowej. '.repeat(400);
  const since = performance.now();
  large.marks(text);
  expect(performance.now() - since).toBeLessThan(500);
});
