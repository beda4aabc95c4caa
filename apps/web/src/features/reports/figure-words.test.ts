import { changeOf, durationWords, valueWords } from './figure-words';

const figure = (value: number | null) => ({ cases: 1, value, p90: null, whole: null, parts: null });

describe('figures in words', () => {
  it('names the two largest parts of a duration', () => {
    expect([0, 40_000, 250_000, 22_320_000, 273_600_000, 3_600_000].map(durationWords)).toEqual(['0 s', '40 s', '4 m 10 s', '6 h 12 m', '3 d 4 h', '1 h']);
  });

  it('says nothing of nothing', () => {
    expect(valueWords('en', 'share', null)).toBe('–');
    expect(changeOf('en', { unit: 'count', better: null }, figure(3), null)).toBeNull();
  });

  it('knows which way is good', () => {
    expect(changeOf('en', { unit: 'duration', better: 'less' }, figure(212_000), figure(250_000))).toEqual({ way: 'down', good: true, words: { key: 'faster', amount: '38 s' } });
    expect(changeOf('pl', { unit: 'share', better: 'more' }, figure(0.952), figure(0.964))).toEqual({ way: 'down', good: false, words: { key: 'points', amount: '1,2' } });
    expect(changeOf('en', { unit: 'count', better: null }, figure(13), figure(10))).toMatchObject({ way: 'up', good: null, words: { amount: '30%' } });
    expect(changeOf('en', { unit: 'score', better: 'more' }, figure(4.5), figure(4.5))).toMatchObject({ way: 'same', good: null });
  });
});
