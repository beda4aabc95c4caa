import { learn, MOST_FEATURES, type Correction } from './corrections';
import { nothingLearnt, type Learnt } from './learnt';
import { moodOf } from './mood';

const taught = (corrections: readonly Correction[], before: Learnt = nothingLearnt()) => corrections.reduce(learn, before);

it('judges a corrected message right from then on', () => {
  const text = 'Sprawa stoi w miejscu jak zawsze u was';
  expect(moodOf(text).label).not.toBe('negative');
  expect(moodOf(text, { learnt: taught([{ text, label: 'negative' }]) }).label).toBe('negative');
});

it('helps with messages that say something alike', () => {
  const learnt = taught([
    { text: 'Sprawa stoi w miejscu od poniedziałku', label: 'negative' }, { text: 'moja sprawa stoi w miejscu', label: 'negative' }, { text: 'Wszystko stoi w miejscu', label: 'negative' },
  ]);
  expect(moodOf('Dzień dobry, sprawa znów stoi w miejscu', { learnt }).label).toBe('negative');
});

it('leaves messages alone that say something else', () => {
  const learnt = taught([{ text: 'Sprawa stoi w miejscu od poniedziałku', label: 'negative' }]);
  for (const text of ['Dziękuję, wszystko działa', 'Kiedy przyjdzie paczka?', 'Fatalna obsługa']) expect(moodOf(text, { learnt })).toEqual(moodOf(text));
});

it('takes words of the trade back that are no complaint here', () => {
  const text = 'Zgłaszam awarię i wadliwy licznik';
  const learnt = taught([{ text, label: 'neutral' }, { text: 'wadliwy licznik w mieszkaniu', label: 'neutral' }]);
  expect(moodOf(text, { learnt }).label).toBe('neutral');
});

it('changes nothing when it judged right already', () => {
  expect(taught([{ text: 'Fatalna obsługa, nie polecam', label: 'negative' }]).weights).toEqual({});
});

it('comes to the same from the same corrections, and to the newest word where they disagree', () => {
  const text = 'Sprawa stoi w miejscu';
  const corrections: Correction[] = [{ text, label: 'negative' }, { text, label: 'positive' }, { text, label: 'neutral' }];
  expect(taught(corrections)).toEqual(taught(corrections));
  expect(moodOf(text, { learnt: taught(corrections) }).label).toBe('neutral');
});

it('stays small and within bounds after thousands of corrections', () => {
  let learnt = nothingLearnt();
  for (let round = 0; round < 1_000; round++) learnt = learn(learnt, { text: `słowo${'abcdefghij'[round % 10]}${round.toString(36)} inne${round.toString(36)} stoi w miejscu ${'xyz'[round % 3]}`, label: round % 2 === 0 ? 'negative' : 'positive' });
  expect(Object.keys(learnt.weights).length).toBeLessThanOrEqual(MOST_FEATURES);
  expect(Math.max(...Object.values(learnt.weights).map(Math.abs))).toBeLessThanOrEqual(2.5);
});

it('keeps no word of a customer', () => {
  expect(JSON.stringify(taught([{ text: 'Kowalska Malwina stoi w kolejce', label: 'negative' }]))).not.toMatch(/kowal|malwi|stoi|kolej/);
});

it('is not fooled by words that are called like properties of objects', () => {
  const text = 'constructor toString hasOwnProperty __proto__ valueOf prototype';
  const learnt = taught([{ text, label: 'negative' }]);
  expect(moodOf(text, { learnt }).label).toBe('negative');
  expect(Number.isFinite(moodOf(text, { learnt: nothingLearnt() }).score)).toBe(true);
});
