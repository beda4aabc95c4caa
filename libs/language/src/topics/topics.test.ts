import { namesIn } from './names';
import { topicsOf } from './topics';

const keys = (text: string, language = 'pl') => topicsOf(text, language).map(({ key }) => key);
const named = (text: string) => namesIn(text).map(({ kind, name }) => `${kind}: ${name}`);

describe('what a text may be about', () => {
  it('is one topic in all its forms', () => {
    const forms = ['Opóźniona dostawa, drugi raz', 'znowu opóźnionej dostawy nie ma', 'mam dość z opóźnioną dostawą'].map((text) => new Set(keys(text)));
    const shared = [...(forms[0] ?? [])].filter((key) => forms.every((one) => one.has(key)));
    expect(shared.some((key) => key.includes(' '))).toBe(true);
    expect(topicsOf('Late deliveries again', 'en').map(({ words }) => words)).toContain('late deliveries');
    expect(keys('Late deliveries', 'en')).toEqual(expect.arrayContaining(keys('a late delivery', 'en')));
  });

  it.each([
    ['Bardzo polecam, super i fajnie', []], ['https://example.com/opozniona-dostawa @sklep #promocja 12', []], ['To jest i nie ma, ale było', []], ['Kupiłam i czekałem, napisali, zadzwonili', []],
  ])('is nothing that is said of anything: %s', (text, expected) => { expect(keys(text)).toEqual(expected); });

  it('goes over no end of a sentence, and says nothing of languages that it does not know', () => {
    expect(keys('Zepsuty zawias. Kurier zgubił paczkę')).not.toContain(`${keys('zawias')[0]} ${keys('kurier')[0]}`);
    expect(keys('Die Lieferung war verspätet', 'de')).toEqual([]);
    expect(topicsOf('x', null)).toEqual([]);
  });

  it('takes bounded time whatever comes in', () => {
    const began = performance.now();
    for (const text of ['a'.repeat(500_000), 'słowo '.repeat(100_000), '-'.repeat(300_000), `${'A-b'.repeat(100_000)}`, '@'.repeat(100_000)]) { topicsOf(text, 'pl'); namesIn(text); }
    expect(performance.now() - began).toBeLessThan(1500);
  });
});

describe('who and what a text names', () => {
  it.each([
    ['Rozmawiałam z Anną Nowak w Warszawie', ['person: Anną Nowak', 'place: Warszawa']], ['We met John Smith in London', ['person: John Smith', 'place: Londyn']],
    ['Wczoraj w Krakowie i w Nowym Sączu', ['place: Kraków', 'place: Nowy Sącz']], ['Zamówiłem szafę w IKEA, a nie w Dębowym Dworze', ['name: IKEA', 'name: Dębowym Dworze']],
  ])('finds people, places and names: %s', (text, expected) => { expect(named(text)).toEqual(expected); });

  it.each(['Dostawa była w terminie. Polecam wszystkim', 'Meble są ładne! Kurier miły', 'TO JEST SKANDAL I HAŃBA DLA FIRMY', 'krakowska kiełbasa i warszawska ulica', '@Anna napisała #Warszawa', 'Anna pisze, że dobrze'])('takes no capital of a sentence, of shouting or of a tag for a name: %s', (text) => { expect(named(text)).toEqual([]); });
});
