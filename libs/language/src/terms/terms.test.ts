import { Terms } from './terms';

const said = (terms: string[], text: string) => new Terms(terms).hits(text).map((hit) => hit.said);

describe('words that are looked for', () => {
  it.each([
    ['oszust', 'To oszuści!', ['oszuści']], ['oszust', 'z tymi oszustami nie gadam', ['oszustami']], ['złodziej', 'ZLODZIEJE', ['ZLODZIEJE']], ['oszukać', 'oszukaliście mnie', ['oszukaliście']], ['paczka', 'trzy paczki', ['paczki']],
    ['kłamać', 'Kłamiecie, a wczoraj kłamaliście', ['kłamaliście']], ['głupi', 'głupiego robota', ['głupiego']], ['scam', 'Scams everywhere', ['Scams']], ['scammer', 'these scammers again', ['scammers']], ['casino', 'best casinos', ['casinos']],
  ])('%s is found in the form in which it stands: %s', (term, text, expected) => { expect(said([term], text)).toEqual(expected); });

  it.each([
    ['rak', 'Brak towaru, rakieta, krakowski'], ['ham', 'hamulec i hamak'], ['ass', 'class, assistant, passat'], ['pan', 'panele i panika'], ['cena', 'scena, ocena, oceniam, cenzura'], ['kur', 'kurier przyjechał'], ['oszust', 'rososzusty'], ['spam', 'spamiętały'], ['karta', 'kartofel, karton'],
  ])('%s is not found in another word: %s', (term, text) => { expect(said([term], text)).toEqual([]); });

  it('looks through what hides a word', () => {
    for (const text of ['sc4m', 's c a m', 's.c.a.m', 'scaaaaam', 'ѕсam', 'sc\u200bam', 'SCAM', 'ｓｃａｍ']) expect([text, said(['scam'], text).length]).toEqual([text, 1]);
    expect(said(['oszust'], 'o s z u s t z was')).toHaveLength(1);
    expect(said(['sam'], 'a i z 5 am na wsi')).toEqual([]);
  });

  it('finds phrases by their words, each in its form, and what stands in quotes only as it stands', () => {
    expect(said(['oddaj pieniądze'], 'oddajcie pieniądze, złodzieje')).toEqual([]);
    expect(said(['szybka pożyczka'], 'oferta szybkiej pożyczki')).toEqual(['szybkiej pożyczki']);
    expect(said(['"pożyczka"'], 'pożyczki, pożyczkami')).toEqual([]);
    expect(said(['"pożyczka"'], 'Pożyczka od ręki')).toEqual(['Pożyczka']);
    expect(said(['szybka pożyczka'], 'szybka, jak pożyczka')).toEqual([]);
  });

  it('says each word once, and takes no longer for long texts than for many short ones', () => {
    expect(new Terms(['scam', 'casino']).hits('scam scam casino scams')).toMatchObject([{ term: 'scam', start: 0 }, { term: 'casino', start: 10 }]);
    const terms = new Terms(Array.from({ length: 500 }, (_, index) => `słowo${index}`));
    const began = performance.now();
    terms.hits('a'.repeat(200_000));
    terms.hits('a '.repeat(100_000));
    terms.hits('*!'.repeat(100_000));
    expect(performance.now() - began).toBeLessThan(1000);
  });
});
