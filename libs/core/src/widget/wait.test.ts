import { estimate } from './wait';

describe('the wait that a visitor is told', () => {
  it('is unknown where nothing is known', () => {
    expect(estimate({ place: 1, answeredLately: 2, usual: null, waited: 0 })).toBeNull();
  });
  it('follows how fast the line moves', () => {
    // 12 first answers in two hours: ten minutes for each place.
    expect(estimate({ place: 3, answeredLately: 12, usual: 180, waited: 0 })).toBe(1800);
  });
  it('takes the usual wait for the first in line on a quiet day', () => {
    expect(estimate({ place: 1, answeredLately: 3, usual: 180, waited: 30 })).toBe(150);
  });
  it('falls back on what is usual, less what was waited, and never promises less than a minute', () => {
    expect(estimate({ place: 1, answeredLately: 0, usual: 600, waited: 120 })).toBe(480);
    expect(estimate({ place: 1, answeredLately: 0, usual: 180, waited: 4000 })).toBe(60);
    expect(estimate({ place: 4, answeredLately: 0, usual: 300, waited: 0 })).toBe(600);
  });
});
