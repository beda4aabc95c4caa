import { tick } from './covered';

const covered = (question: string, draft: string) => tick([question], draft)[0]?.covered;

it('ticks a question when the draft gives the kind of answer that it wants', () => {
  expect(covered('Kiedy dojdzie paczka?', 'Paczka będzie jutro do 18.')).toBe(true);
  expect(covered('Kiedy dojdzie paczka?', 'Paczka jest w drodze.')).toBe(false);
  expect(covered('How much is shipping to Germany?', 'Shipping to Germany is £9.')).toBe(true);
  expect(covered('How much is shipping to Germany?', 'Yes, we ship to Germany.')).toBe(false);
});

it('takes other forms of a word, and words for the same thing', () => {
  expect(covered('Czy wysyłacie do Niemiec?', 'Niestety, nie mamy wysyłki do tego kraju.')).toBe(true);
  expect(covered('Dlaczego faktura jest wyższa?', 'Rachunek urósł, bo dzwonił Pan za granicę.')).toBe(true);
});

it('ticks each question for itself and says by which words', () => {
  const ticks = tick(['Kiedy wyślecie paczkę', 'ile kosztuje wysyłka?'], 'Wysyłka kosztuje 12 zł.');
  expect(ticks).toEqual([{ covered: false, asked: 'when', by: '' }, { covered: true, asked: 'price', by: 'Wysyłka kosztuje 12 zł.' }]);
});

it('ticks nothing for an empty draft', () => {
  expect(covered('Cena?', '  \n ')).toBe(false);
});
