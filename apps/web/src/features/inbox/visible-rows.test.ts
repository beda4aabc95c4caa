import { rowAt, scrollFor, topsOf } from './visible-rows';

const tops = topsOf([27, 60, 60, 27, 60]);

describe('the rows in sight', () => {
  it('begin where the ones before them end', () => {
    expect(tops).toEqual([0, 27, 87, 147, 174, 234]);
    expect(topsOf([])).toEqual([0]);
  });

  it.each([[-40, 0], [0, 0], [26, 0], [27, 1], [146.5, 2], [147, 3], [233, 4], [9000, 4]])('at %d px stands row %d', (y, index) => {
    expect(rowAt(tops, y)).toBe(index);
  });

  it('are none in an empty list', () => expect(rowAt(topsOf([]), 100)).toBe(0));

  it('find any of a hundred thousand', () => {
    const many = topsOf(Array.from({ length: 100_000 }, () => 60));
    expect(rowAt(many, 60 * 71_234 + 59)).toBe(71_234);
  });

  it('move only as far as needed to show one whole', () => {
    expect(scrollFor(tops, 1, 0, 100)).toBe(0);
    expect(scrollFor(tops, 4, 0, 100)).toBe(134);
    expect(scrollFor(tops, 1, 134, 100)).toBe(27);
  });
});
