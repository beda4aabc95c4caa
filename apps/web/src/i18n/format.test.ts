import { formatBytes, formatMoment, formatRelative, formatSpan } from './format';

const now = new Date('2026-11-20T14:45:00Z');
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
/** Intl writes no-break spaces, which a reader cannot tell from others. */
const plain = (text: string) => text.replace(/\u00a0|\u202f/gu, ' ');

describe('dates and amounts in both languages', () => {
  it.each([
    [0.2, 'now', 'teraz'],
    [5, '5 min ago', '5 min temu'],
    [130, '2 hr ago', '2 godz. temu'],
    [26 * 60, 'yesterday', 'wczoraj'],
  ])('%d minutes ago', (minutes, en, pl) => {
    expect(plain(formatRelative('en', ago(minutes), now))).toBe(en);
    expect(plain(formatRelative('pl', ago(minutes), now))).toBe(pl);
  });

  it('says what lies ahead, and names the day when it is far', () => {
    expect(plain(formatRelative('en', ago(-3 * 24 * 60 - 1), now))).toBe('in 3 days');
    expect(plain(formatRelative('pl', ago(40 * 24 * 60), now))).toBe('11 paź');
  });

  it('counts waiting in minutes, then hours, then days', () => {
    expect([0, 59, 60, 200, 48 * 60].map((minutes) => formatSpan(minutes * 60_000))).toEqual(['0 m', '59 m', '1 h', '3 h 20 m', '2 d']);
    expect(formatSpan(-5)).toBe('0 m');
  });

  it('writes sizes as the language does', () => {
    expect(plain(formatBytes('en', 84_000))).toBe('84 kB');
    expect(plain(formatBytes('pl', 1_234_567))).toBe('1,2 MB');
  });

  it('writes the day before the month and hours to 24', () => {
    expect(formatMoment('en', new Date(2026, 10, 20, 14, 45))).toBe('20 Nov 2026, 14:45');
  });
});
