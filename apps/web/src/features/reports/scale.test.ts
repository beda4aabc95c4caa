import { durationWords } from './figure-words';
import { scaleOf } from './scale';

describe('an axis', () => {
  it('has its marks where people count', () => {
    expect(scaleOf('duration', 9_720_000).map(durationWords)).toEqual(['0 s', '1 h', '2 h', '3 h']);
    expect(scaleOf('duration', 40_000).map(durationWords)).toEqual(['0 s', '10 s', '20 s', '30 s', '40 s']);
    expect(scaleOf('sum', 12 * 86_400_000).map(durationWords)).toEqual(['0 s', '5 d', '10 d', '15 d']);
    expect(scaleOf('count', 7)).toEqual([0, 2, 4, 6, 8]);
    expect(scaleOf('count', 1)).toEqual([0, 1]);
    expect(scaleOf('share', 0.83)).toEqual([0, 0.5, 1]);
    expect(scaleOf('score', 4.2)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('ends at or above what is highest, in few steps, whatever it is', () => {
    for (const unit of ['count', 'duration', 'share', 'sum'] as const) {
      for (let highest = unit === 'share' ? 0.001 : 1; highest < (unit === 'share' ? 1 : 1e12); highest *= 1.37) {
        const marks = scaleOf(unit, highest);
        expect(marks.at(-1)).toBeGreaterThanOrEqual(highest * (1 - 1e-6));
        expect(marks.length).toBeLessThanOrEqual(5);
        expect(marks.at(-2)).toBeLessThan(highest);
      }
    }
  });

  it('is there where nothing is to be drawn', () => {
    expect((['count', 'duration', 'share'] as const).map((unit) => scaleOf(unit, 0).length)).toEqual([2, 2, 2]);
  });
});
