import { loadWhen, presets } from './when';

// Thursday 20 November 2025, 14:45
const now = new Date(2025, 10, 20, 14, 45);
const show = (at: Date | null) => at && `${at.getMonth() + 1}-${at.getDate()} ${at.getHours()}:${String(at.getMinutes()).padStart(2, '0')}`;

describe('times in words', () => {
  it.each([
    ['tomorrow', '11-21 9:00'], ['tomorrow 9', '11-21 9:00'], ['tomorrow at 3pm', '11-21 15:00'], ['in 2 hours', '11-20 16:45'], ['monday', '11-24 9:00'],
    ['monday afternoon', '11-24 14:00'], ['tonight', '11-20 20:00'], ['5 december', '12-5 9:00'], ['next week', '11-27 9:00'], ['tomorrow morning', '11-21 9:00'], ['16:00', '11-20 16:00'],
  ])('English: %s', async (text, expected) => expect(show((await loadWhen('en')).read(text, now))).toBe(expected));

  it('understands the other language as well', async () => {
    expect(show((await loadWhen('en')).read('pojutrze rano', now))).toBe('11-22 9:00');
    expect(show((await loadWhen('pl')).read('tomorrow 9', now))).toBe('11-21 9:00');
  });

  it('refuses the past and what is not a time', async () => {
    const when = await loadWhen('en');
    expect(when.read('today 9:00', now)).toBeNull();
    expect(when.read('ask the warehouse about tomorrow’s truck', now)).toBeNull();
  });
});

describe('presets', () => {
  it('begin with tomorrow morning and lie all ahead', () => {
    expect(presets(now).map(({ id, at }) => `${id} ${show(at)}`)).toEqual(['tomorrow 11-21 9:00', 'later-today 11-20 17:00', 'evening 11-20 18:00', 'monday 11-24 9:00', 'three-days 11-23 9:00', 'week 11-27 9:00']);
  });

  it('leave out the evening when it is near, and Monday on a Sunday', () => {
    expect(presets(new Date(2025, 10, 23, 19, 0)).map(({ id }) => id)).toEqual(['tomorrow', 'three-days', 'week']);
  });
});
