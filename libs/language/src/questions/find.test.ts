import { findQuestions } from './find';

const of = (text: string) => findQuestions(text).map((question) => question.text);

it('finds questions with and without a question mark, in both languages', () => {
  expect(of('Dzień dobry, kiedy dojdzie paczka?')).toEqual(['kiedy dojdzie paczka?']);
  expect(of('czy macie to w rozmiarze L')).toEqual(['czy macie to w rozmiarze L']);
  expect(of('Proszę o informację, jak zwrócić towar.')).toEqual(['jak zwrócić towar']);
  expect(of('do you ship to Lithuania')).toEqual(['do you ship to Lithuania']);
  expect(of("I'd like to know until when the sale runs.")).toEqual(['until when the sale runs']);
});

it('finds each of several in one sentence', () => {
  expect(of('Kiedy wyślecie paczkę i ile kosztuje wysyłka?')).toEqual(['Kiedy wyślecie paczkę', 'ile kosztuje wysyłka?']);
  expect(of('1. Ile trwa dostawa?\n2. Czy jest gwarancja?')).toEqual(['Ile trwa dostawa?', 'Czy jest gwarancja?']);
});

it('says where they stand in the message', () => {
  const text = 'Dzień dobry. Kiedy dojdzie paczka? Pozdrawiam';
  const [question] = findQuestions(text);
  expect(text.slice(question?.start, question?.end)).toBe('Kiedy dojdzie paczka?');
});

it.each(['Ile można czekać?', 'Kpicie sobie?', 'Serio?', 'How are you?', 'Are you kidding me?', 'Wiem, kiedy przyjdzie paczka.', 'Kiedy zadzwoniłem, nikt nie odebrał.', 'Dziękuję za pomoc.', 'Daj znać, jak będzie gotowe.', 'https://shop.example/?q=1'])('takes "%s" for no question', (text) => {
  expect(of(text)).toEqual([]);
});

it('leaves out what is quoted and what stands in the signature', () => {
  expect(of('> Kiedy możemy zadzwonić?\nPo 17. A ile to kosztuje?\n-- \nMasz pytania? Zadzwoń')).toEqual(['A ile to kosztuje?']);
});

it('stays quick and whole with whatever comes in', () => {
  for (const text of ['czy '.repeat(20_000), '?'.repeat(20_000), '"'.repeat(20_000), 'a, czy b, czy '.repeat(5_000), '\n>'.repeat(9_000)]) {
    const since = performance.now();
    expect(findQuestions(text).every(({ start, end }) => start < end && end <= text.length)).toBe(true);
    expect(performance.now() - since).toBeLessThan(1_000);
  }
});

it.each(['Dziękuję ', 'Thanks ', 'dear hi ', 'to ', 'hi, '])('reads "%s" said forty times before a question as soon as said once', (words) => {
  const since = performance.now();
  expect(of(`${words.repeat(40)}, x when does it come?`).length).toBeGreaterThan(0);
  expect(performance.now() - since).toBeLessThan(1_000);
});

it('does not count what greets or thanks as part of the question', () => {
  expect(of('Hi, thanks for the parcel, when does the other one come?')).toEqual(['when does the other one come?']);
  expect(of('Dzień dobry, dziękuję bardzo, kiedy dojdzie druga?')).toEqual(['kiedy dojdzie druga?']);
});
