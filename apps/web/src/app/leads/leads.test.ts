import { instantOf, localInput, readSum, worthWords } from './leads';

it('reads a sum as people write it, and says it with its currency', () => {
  expect(['12 500,50', '12500.5', '7', ''].map(readSum)).toEqual(['12500.50', '12500.5', '7', null]);
  expect(['abc', '-5', '1,234,5', '1.234'].map(readSum)).toEqual([undefined, undefined, undefined, undefined]);
  expect(worthWords('en', { amount: '12500.00', currency: 'PLN' })).toMatch(/12,500$/);
  expect(worthWords('pl', { amount: '12500.50', currency: 'PLN' })).toMatch(/12.500,50.zł/u);
});

it('shows a moment on the clock of the screen and reads the same moment back', () => {
  const at = '2027-03-01T09:30:00.000Z';
  expect(instantOf(localInput(at))).toBe(at);
  expect([localInput(null), instantOf('')]).toEqual(['', null]);
});
