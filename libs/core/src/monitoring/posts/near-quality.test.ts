import { isSame, likenessOf, type Likeness } from './near';

type Pair = readonly [string, string];

/** Written by hand: the same thing passed on. */
const same: readonly Pair[] = [
  ['Kupiłam stół w Domu Lipowym, po tygodniu blat pękł na pół, a sklep milczy.', 'Kupiłam stół w Domu Lipowym, po tygodniu blat pękł na pół, a sklep milczy. https://t.co/abc'],
  ['Kupiłam stół w Domu Lipowym, po tygodniu blat pękł na pół, a sklep milczy.', 'RT @remonty: Kupiłam stół w Domu Lipowym, po tygodniu blat pękł na pół, a sklep milczy.'],
  ['Uwaga na Dom Lipowy! Pobierają zaliczkę i nie oddają pieniędzy. Podaj dalej.', 'uwaga na dom lipowy pobieraja zaliczke i nie oddaja pieniedzy podaj dalej'],
  ['Uwaga na Dom Lipowy! Pobierają zaliczkę i nie oddają pieniędzy. Podaj dalej.', '⚠️⚠️ Uwaga na Dom Lipowy! Pobierają zaliczkę i nie oddają pieniędzy. Podaj dalej!!! #domlipowy'],
  ['Producent mebli Dom Lipowy wycofuje ze sprzedaży krzesła Gaja. Powodem są pęknięcia nóg wykryte podczas kontroli. Klienci mogą oddać krzesła w każdym sklepie.', 'Producent mebli Dom Lipowy wycofuje ze sprzedaży krzesła Gaja. Powodem są pęknięcia nóg wykryte podczas kontroli. Klienci mogą oddać krzesła w każdym sklepie. Źródło: PAP'],
  ['Producent mebli Dom Lipowy wycofuje ze sprzedaży krzesła Gaja. Powodem są pęknięcia nóg wykryte podczas kontroli. Klienci mogą oddać krzesła w każdym sklepie.', 'PILNE: Producent mebli Dom Lipowy wycofuje ze sprzedaży krzesła Gaja. Powodem są pęknięcia nóg wykryte podczas kontroli. Klienci mogą oddać krzesła w każdym sklepie firmy.'],
  ['Producent mebli Dom Lipowy wycofuje ze sprzedaży krzesła Gaja. Powodem są pęknięcia nóg wykryte podczas kontroli. Klienci mogą oddać krzesła w każdym sklepie.', 'Krzesła Gaja znikają ze sklepów. Producent mebli Dom Lipowy wycofuje ze sprzedaży krzesła Gaja. Powodem są pęknięcia nóg wykryte podczas kontroli. Klienci mogą oddać krzesła w każdym sklepie.'],
  ['Firma Dom Lipowy otworzy w marcu nowy salon w Poznaniu. Zatrudni w nim trzydzieści osób. To szósty salon tej marki w Polsce.', 'Firma Dom Lipowy otworzy w marcu nowy salon w Poznaniu. Zatrudni w nim trzydzieści osób.'],
  ['Protest pod sklepem w sobotę o dwunastej, przyjdźcie wszyscy, którzy nie dostali zwrotu od Domu Lipowego', 'Protest pod sklepem w sobotę o 12, przyjdźcie wszyscy, którzy nie dostali zwrotu od Domu Lipowego!!!'],
  ['Protest pod sklepem w sobotę o dwunastej, przyjdźcie wszyscy, którzy nie dostali zwrotu od Domu Lipowego', 'udostępniam: Protest pod sklepem w sobotę o dwunastej, przyjdźcie wszyscy, którzy nie dostali zwrotu od Domu Lipowego'],
  ['The linden table from Dom Lipowy split after a week and nobody answers the phone there.', 'The linden table from Dom Lipowy split after a week and nobody answers the phone there 😡😡'],
  ['The linden table from Dom Lipowy split after a week and nobody answers the phone there.', 'THE LINDEN TABLE FROM DOM LIPOWY SPLIT AFTER A WEEK AND NOBODY ANSWERS THE PHONE THERE'],
  ['Furniture maker Dom Lipowy recalls its Gaja chairs after legs were found to crack. Customers may return them to any shop for a refund.', 'Furniture maker Dom Lipowy recalls its Gaja chairs after legs were found to crack. Customers may return them to any shop for a refund. via @newsdesk'],
  ['Furniture maker Dom Lipowy recalls its Gaja chairs after legs were found to crack. Customers may return them to any shop for a refund.', 'Furniture maker Dom Lipowy recalls Gaja chairs after legs were found to crack. Customers can return them to any shop for a refund.'],
  ['Dostałem od nich pusty karton zamiast lampy. Pusty. Karton. I mail, że dostawa przebiegła pomyślnie.', 'Dostałem od nich pusty karton zamiast lampy. Pusty karton. I mail, że dostawa przebiegła pomyślnie.'],
  ['Konkurs! Wygraj stół z litego drewna lipowego, polub naszą stronę i napisz, gdzie go postawisz', 'Konkurs!!! Wygraj stół z litego drewna lipowego 🎁 polub naszą stronę i napisz gdzie go postawisz'],
  ['Czy ktoś jeszcze czeka na zwrot od Domu Lipowego dłużej niż dwa miesiące? Zbieram osoby do pozwu.', 'Czy ktoś jeszcze czeka na zwrot od Domu Lipowego dluzej niz dwa miesiace? Zbieram osoby do pozwu'],
  ['Szef Domu Lipowego przeprasza klientów za opóźnienia i obiecuje zwrot kosztów dostawy do końca miesiąca.', 'Szef Domu Lipowego przeprasza klientów za opóźnienia. Obiecuje zwrot kosztów dostawy do końca miesiąca.'],
  ['Recenzja: fotel Oliwia po roku. Tapicerka bez śladu, sprężyny ciche, tylko nóżka się rusza.', 'Recenzja: fotel Oliwia po roku. Tapicerka bez śladu, sprężyny ciche, tylko nóżka się rusza. Fot. Jan'],
  ['Od dziś darmowa dostawa na wszystko w Domu Lipowym, tylko do niedzieli do północy', 'Od dziś darmowa dostawa na wszystko w Domu Lipowym! Tylko do niedzieli, do północy. Link: https://lipowy.example'],
];

/** Alike, and each somebody's own. */
const different: readonly Pair[] = [
  ['Kupiłam stół w Domu Lipowym, po tygodniu blat pękł na pół, a sklep milczy.', 'Kupiłem krzesła w Domu Lipowym, po miesiącu noga się złamała, a sklep od razu wymienił.'],
  ['Kupiłam stół w Domu Lipowym, po tygodniu blat pękł na pół, a sklep milczy.', 'Stół z Domu Lipowego ma już trzy lata i ani jednej rysy, polecam.'],
  ['Czekam na paczkę od dwóch tygodni, zamówienie 10234, co się dzieje?', 'Czekam na zwrot od dwóch miesięcy, reklamacja 88, kto się tym zajmuje?'],
  ['Dzień dobry, kiedy będzie dostępny stół Gaja w kolorze dębowym w salonie w Krakowie?', 'Dzień dobry, kiedy będzie dostępna lampa Oliwia w salonie w Poznaniu, bo na stronie nie ma?'],
  ['Firma Dom Lipowy otworzy w marcu nowy salon w Poznaniu. Zatrudni w nim trzydzieści osób.', 'Firma Dom Lipowy zamknie w marcu salon w Poznaniu. Pracę straci trzydzieści osób, mówią związki.'],
  ['Szef Domu Lipowego przeprasza klientów za opóźnienia i obiecuje zwrot kosztów dostawy do końca miesiąca.', 'Szef Domu Lipowego nie widzi problemu: opóźnienia to wina kurierów, a zwrotów nie będzie.'],
  ['Polecam tę firmę każdemu, szybko i bez problemów.', 'Nie polecam tej firmy nikomu, wolno i same problemy.'],
  ['The linden table from Dom Lipowy split after a week and nobody answers the phone there.', 'The oak table from Dom Lipowy arrived within a week and the people on the phone were lovely.'],
  ['Great shop, fast delivery, nice people, will buy again.', 'Awful shop, slow delivery, rude people, will never buy again.'],
  ['Furniture maker Dom Lipowy recalls its Gaja chairs after legs were found to crack.', 'Furniture maker Dom Lipowy opens a factory of chairs in Gdynia and hires two hundred people.'],
  ['Czy ktoś ma kod rabatowy do Domu Lipowego na ten weekend?', 'Czy ktoś wie, czy Dom Lipowy przyjmuje zwroty w ten weekend?'],
  ['Uwaga na Dom Lipowy! Pobierają zaliczkę i nie oddają pieniędzy. Podaj dalej.', 'Uwaga na fałszywe strony Domu Lipowego! Firma ostrzega, że oszuści pobierają zaliczki.'],
  ['Napisałam do nich trzy razy i za każdym razem odpisała inna osoba, każda coś innego.', 'Zadzwoniłam do nich trzy razy i za każdym razem nikt nie odebrał.'],
  ['Konkurs! Wygraj stół z litego drewna lipowego, polub naszą stronę i napisz, gdzie go postawisz', 'Wyniki konkursu: stół z litego drewna lipowego wygrała pani Anna, gratulujemy!'],
  ['Dostałem od nich pusty karton zamiast lampy. I mail, że dostawa przebiegła pomyślnie.', 'Dostałem od nich dwie lampy zamiast jednej. I mail, że druga jest w prezencie.'],
  ['Ten sam stół jest w innym sklepie o połowę tańszy, sprawdźcie, zanim kupicie w Domu Lipowym.', 'Ten sam fotel był w Domu Lipowym o połowę tańszy, kupiłam od razu.'],
  ['Stół polecam, montaż zajął mi pół godziny, instrukcja jasna, wszystkie śruby były w pudełku.', 'Stołu nie polecam, montaż zajął mi pół dnia, instrukcja niejasna, brakowało połowy śrub.'],
  ['Czekam trzeci tydzień na kuriera z meblami i nikt nic nie wie, infolinia odsyła do sklepu.', 'Kurier z meblami był punktualnie, wniósł na trzecie piętro i nikt nie musiał nigdzie dzwonić.'],
  ['Polecam Dom Lipowy, stół przyszedł na czas i jest piękny.', 'Nie polecam Domu Lipowego, stół przyszedł po czasie i jest porysowany.'],
  ['Polecam stół z Domu Lipowego, przyszedł na czas, a obsługa była bardzo miła.', 'Nie polecam: stół z Domu Lipowego przyszedł na czas, a obsługa była bardzo niemiła i trzeba było dzwonić.'],
];

/** As posts are kept: the first within reach of its bands that it is the same as. */
class Stories {
  private readonly byBand = new Map<number, { likeness: Likeness; story: number }[]>();
  place(text: string, own: number): number {
    const likeness = likenessOf(text);
    const near = likeness.bands.flatMap((band) => this.byBand.get(band) ?? []).find((one) => isSame(likeness, one.likeness));
    const story = near?.story ?? own;
    for (const band of likeness.bands) this.byBand.set(band, [...(this.byBand.get(band) ?? []), { likeness, story }]);
    return story;
  }
}

const grouped = ([one, other]: readonly [string, string]): boolean => {
  const stories = new Stories();
  return stories.place(one, 0) === stories.place(other, 1);
};

/** The same numbers in every run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) / 16777216;
  };
}

const who = ['Dom Lipowy', 'sklep', 'kurier', 'obsługa', 'magazyn', 'producent', 'the shop', 'their courier', 'support', 'the warehouse'];
const did = ['nie odbiera telefonu od', 'zgubił moją paczkę', 'odpisał dopiero po', 'oddał pieniądze bez słowa w', 'przywiózł krzesła zamiast stołu po', 'has not answered for', 'lost my parcel after', 'sent chairs in place of a table after', 'gave the money back within', 'closed my complaint in'];
const when = ['trzech dniach', 'tygodniu', 'dwóch godzinach', 'miesiącu', 'świętach', 'three days', 'a week', 'two hours', 'a month', 'the holidays'];
const feels = ['i mam tego dość', 'a ja czekam dalej', 'co bardzo mnie cieszy', 'więc piszę do rzecznika', 'i polecam każdemu', 'and I have had enough', 'and I still wait', 'which pleases me a lot', 'so I write to the ombudsman', 'and I recommend them to all'];

/** What many complain of in the same few words, each in an order and with numbers of their own: alike as posts about one matter are, and yet each somebody's own. */
function story(roll: () => number): string {
  const pick = (of: readonly string[]) => of[Math.floor(roll() * of.length)] ?? '';
  return Array.from({ length: 2 + Math.floor(roll() * 4) }, () => `${pick(who)} ${pick(did)} ${pick(when)} ${pick(feels)}${roll() < 0.4 ? ` (zamówienie ${Math.floor(roll() * 90_000) + 10_000})` : ''}.`).join(' ');
}

/** As people and papers pass things on: with where it is from, with tags and pictures, without marks, with a slip of the finger, without its end. */
function copyOf(text: string, roll: () => number): string {
  let said = text;
  if (roll() < 0.3) said = said.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ł', 'l');
  if (roll() < 0.3) said = said.toUpperCase();
  const words = said.split(' ');
  for (let slips = Math.floor(roll() * 3); slips > 0; slips -= 1) {
    const at = Math.floor(roll() * words.length);
    words[at] = `${words[at] ?? ''}e`;
  }
  said = words.slice(0, Math.ceil(words.length * (0.85 + roll() * 0.15))).join(' ');
  if (roll() < 0.3) said = `RT @somebody ${said}`;
  if (roll() < 0.4) said = `${said} https://example.com/${Math.floor(roll() * 1e6)}`;
  if (roll() < 0.3) said = `${said} #lipowy 😡`;
  if (roll() < 0.2) said = `${said} via @portal`;
  return said;
}

it('counts what is passed on once and what is only alike apart: on generated and on written texts', () => {
  const roll = dice(77);
  const posts: { text: string; story: number }[] = [];
  for (let n = 0; n < 600; n += 1) {
    const text = story(roll);
    posts.push({ text, story: n });
    for (let copies = Math.floor(roll() ** 2 * 6); copies > 0; copies -= 1) posts.push({ text: copyOf(text, roll), story: n });
  }
  const stories = new Stories();
  const placed = posts.map(({ text, story: own }, at) => ({ own, given: stories.place(text, at) }));
  const rightOf = new Map<number, number>();
  for (const [at, { own, given }] of placed.entries()) if (given === at) rightOf.set(at, own);
  const later = placed.filter(({ given }, at) => given !== at);
  const right = later.filter(({ own, given }) => rightOf.get(given) === own).length;
  const copies = posts.length - 600;
  const written = { recall: same.filter(grouped).length / same.length, wrong: different.filter(grouped).length };
  const figures = { posts: posts.length, copies, recall: right / copies, precision: right / later.length, written: { pairs: same.length + different.length, recall: written.recall, precision: same.filter(grouped).length / (same.filter(grouped).length + written.wrong) } };
  if (process.env['FIGURES'] !== undefined) process.stdout.write(`${JSON.stringify(figures)}\n${[...same.filter((pair) => !grouped(pair)).map(([, text]) => `missed: ${text}`), ...different.filter(grouped).map(([, text]) => `taken for a copy: ${text}`)].join('\n')}\n`);
  expect(figures.recall).toBeGreaterThanOrEqual(0.95);
  expect(figures.precision).toBeGreaterThanOrEqual(0.95);
  expect(figures.written.recall).toBeGreaterThanOrEqual(0.95);
  expect(figures.written.precision).toBeGreaterThanOrEqual(0.95);
});
