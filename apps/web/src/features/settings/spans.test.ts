import { readSpan, writeSpan } from './spans';

it.each([['30', 30], ['30 min', 30], ['1 h 30', 90], ['1h30m', 90], ['2 d', 2880], ['2 dni 4 godz.', 3120], ['', null], ['soon', undefined], ['4 moons', undefined], ['-5', undefined], ['900000', undefined]])('reads "%s"', (text, minutes) => {
  expect(readSpan(text)).toBe(minutes);
});

it('writes what it reads', () => {
  for (const minutes of [1, 30, 60, 90, 1440, 2000, 4321]) expect(readSpan(writeSpan(minutes))).toBe(minutes);
  expect(writeSpan(null)).toBe('');
});
