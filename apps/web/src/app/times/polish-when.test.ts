import { polishWhen } from './polish-when';

// Thursday 20 November 2025, 14:45
const now = new Date(2025, 10, 20, 14, 45);
const said = (text: string) => {
  const at = polishWhen(text, now);
  return at && `${at.getFullYear()}-${at.getMonth() + 1}-${at.getDate()} ${at.getHours()}:${String(at.getMinutes()).padStart(2, '0')}`;
};

describe('Polish times', () => {
  it.each([
    ['jutro 9', '2025-11-21 9:00'], ['jutro o 9:30', '2025-11-21 9:30'], ['jutro', '2025-11-21 9:00'], ['jutro rano', '2025-11-21 9:00'],
    ['pojutrze rano', '2025-11-22 9:00'], ['dziś wieczorem', '2025-11-20 18:00'], ['dzisiaj o 17', '2025-11-20 17:00'], ['jutro po południu', '2025-11-21 14:00'],
    ['jutro w południe', '2025-11-21 12:00'], ['jutro o piątej po południu', '2025-11-21 17:00'], ['jutro o 8 wieczorem', '2025-11-21 20:00'],
  ])('%s', (text, expected) => expect(said(text)).toBe(expected));

  it.each([
    ['za 2 godziny', '2025-11-20 16:45'], ['za godzinę', '2025-11-20 15:45'], ['za pół godziny', '2025-11-20 15:15'], ['za półtorej godziny', '2025-11-20 16:15'],
    ['za kwadrans', '2025-11-20 15:00'], ['za 45 min', '2025-11-20 15:30'], ['za 3h', '2025-11-20 17:45'], ['za dwie godziny', '2025-11-20 16:45'],
    ['za 3 dni', '2025-11-23 9:00'], ['za tydzień', '2025-11-27 9:00'], ['za 2 tygodnie o 10', '2025-12-4 10:00'], ['za tydzień w piątek', '2025-11-28 9:00'], ['za miesiąc', '2025-12-20 9:00'],
  ])('%s', (text, expected) => expect(said(text)).toBe(expected));

  it.each([
    ['w poniedziałek', '2025-11-24 9:00'], ['we wtorek o 15', '2025-11-25 15:00'], ['w środę rano', '2025-11-26 9:00'], ['w czwartek', '2025-11-27 9:00'], ['pt 10', '2025-11-21 10:00'],
    ['w niedzielę wieczorem', '2025-11-23 18:00'], ['w przyszły piątek', '2025-11-28 9:00'], ['w przyszły poniedziałek', '2025-11-24 9:00'], ['w przyszłym tygodniu', '2025-11-24 9:00'],
    ['w weekend', '2025-11-22 9:00'],
  ])('%s', (text, expected) => expect(said(text)).toBe(expected));

  it.each([
    ['5 grudnia', '2025-12-5 9:00'], ['5 grudnia o 15:30', '2025-12-5 15:30'], ['5.12', '2025-12-5 9:00'], ['05.12.2026 8:00', '2026-12-5 8:00'], ['3 marca', '2026-3-3 9:00'], ['16:00', '2025-11-20 16:00'], ['o 9', '2025-11-21 9:00'],
    ['rano', '2025-11-21 9:00'],
  ])('%s', (text, expected) => expect(said(text)).toBe(expected));

  it.each([
    ['do jutra', '2025-11-21 9:00'], ['do poniedziałku', '2025-11-24 9:00'], ['do środy po południu', '2025-11-26 14:00'], ['do soboty rana', '2025-11-22 9:00'], ['do przyszłego tygodnia', '2025-11-24 9:00'], ['do wieczora', '2025-11-20 18:00'],
  ])('%s', (text, expected) => expect(said(text)).toBe(expected));

  it('forgives missing diacritics and capitals', () => {
    expect(said('W PONIEDZIALEK PO POLUDNIU')).toBe('2025-11-24 14:00');
    expect(said('w srode')).toBe('2025-11-26 9:00');
  });

  it.each(['', '   ', 'kiedyś', 'jutro albo pojutrzeee', '31 lutego', '40', 'za', 'jutro 25:00', 'za 2 godziny jutro'])('does not guess at “%s”', (text) => expect(said(text)).toBeNull());

  it('keeps the last day of a shorter month', () => {
    expect(polishWhen('za miesiąc', new Date(2026, 0, 31, 10))?.getMonth()).toBe(1);
  });
});
