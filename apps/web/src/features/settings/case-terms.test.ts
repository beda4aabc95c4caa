import { readDaysOff, readNumbers } from './case-terms';

describe('what is written about terms', () => {
  it('reads numbers in any order, once each, and takes nothing that is none', () => {
    expect(readNumbers('13, 7;11 7', 730)).toEqual([7, 11, 13]);
    expect(readNumbers('', 730)).toEqual([]);
    for (const text of ['0', '7, x', '800', '1.5']) expect(readNumbers(text, 730)).toBeNull();
  });

  it('reads a day a line, and names the first line that begins with none', () => {
    expect(readDaysOff('2026-12-28 Stocktaking\n\n2026-12-29')).toEqual({ days: [{ on: '2026-12-28', name: 'Stocktaking' }, { on: '2026-12-29', name: '' }], wrong: undefined });
    expect(readDaysOff('2026-12-28\n2026-02-30 never').wrong).toBe('2026-02-30 never');
    expect(readDaysOff('tomorrow').wrong).toBe('tomorrow');
  });
});
