import { keyOf, optionLines, optionsOf } from './field-keys';

it.each([['Numer zamówienia', 'numer_zamowienia'], ['Łódź?', 'lodz'], ['3 rzeczy', 'rzeczy'], ['!!!', ''], ['x'.repeat(60), 'x'.repeat(40)]])('the key of %j is %j', (name, key) => {
  expect(keyOf(name)).toBe(key);
});

describe('options in lines', () => {
  const before = optionsOf('Small | Mały\nLarge | Duży', []);

  it('are made of names, in both languages or in one', () => {
    expect(before).toEqual([{ value: 'small', name: { en: 'Small', pl: 'Mały' }, archived: false }, { value: 'large', name: { en: 'Large', pl: 'Duży' }, archived: false }]);
    expect(optionsOf(' VIP \n\n', [])).toEqual([{ value: 'vip', name: { en: 'VIP', pl: 'VIP' }, archived: false }]);
    expect(optionLines(before)).toBe('Small | Mały\nLarge | Duży');
  });

  it('keep their values when they move, when one joins and when one is renamed', () => {
    expect(optionsOf('Large | Duży\nSmall | Mały', before).map(({ value }) => value)).toEqual(['large', 'small']);
    expect(optionsOf('Medium | Średni\nSmall | Mały\nLarge | Duży', before).map(({ value }) => value)).toEqual(['medium', 'small', 'large']);
    expect(optionsOf('Tiny | Malutki\nLarge | Duży', before)).toEqual([{ value: 'small', name: { en: 'Tiny', pl: 'Malutki' }, archived: false }, before[1]]);
  });

  it('never take the value of another, also of one that was put aside', () => {
    const aside = before.map((option) => ({ ...option, archived: true, name: { en: 'Old', pl: 'Stare' } }));
    expect(optionsOf('Small\nSmall', aside).map(({ value }) => value)).toEqual(['small_2', 'small_3']);
  });
});
