import { pickLocale, waitLine } from '../loader/words';
import { clockOrDay, dayName, duration, fileSize, openUntil, promise } from './words';
import { en } from './words.en';
import { more as moreEn } from './more.en';
import { more as morePl } from './more.pl';
import { pl } from './words.pl';

const now = new Date(2026, 10, 20, 14, 45);
const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 0).toISOString();
const facts = (given: object = {}) => ({ open: true, usualAnswerSeconds: 180, changesAt: at(20, 20), ...given });

describe('the panel’s words', () => {
  it('exist in both languages, none empty', () => {
    expect(Object.keys(pl).sort()).toEqual(Object.keys(en).sort());
    expect(Object.keys(morePl).sort()).toEqual(Object.keys(moreEn).sort());
    expect(Object.keys(en).filter((key) => key in moreEn)).toEqual([]);
    for (const words of [en, pl, moreEn, morePl]) for (const value of Object.values(words)) if (typeof value === 'string') expect(value.trim()).not.toBe('');
    expect(Object.keys(morePl.matters)).toEqual(Object.keys(moreEn.matters));
  });

  it('promise what is true and no more', () => {
    expect(promise(facts(), 'en', en, now)).toBe('We usually answer in 3 minutes, today until 20:00.');
    expect(promise(facts(), 'pl', pl, now)).toBe('Odpisujemy zwykle w\u00a03 minuty, dziś do 20:00.');
    expect(promise(facts({ usualAnswerSeconds: 60 }), 'pl', pl, now)).toContain('w\u00a01 minutę');
    expect(promise(facts({ usualAnswerSeconds: null }), 'en', en, now)).toBe('A person answers, today until 20:00.');
    expect(promise(facts({ usualAnswerSeconds: null, changesAt: null }), 'en', en, now)).toBe('A person answers.');
    expect(promise(facts({ open: false, changesAt: at(21, 8) }), 'pl', pl, now)).toBe('Odpisujemy od sob. 8:00.');
    expect(openUntil(facts({ changesAt: at(21, 8) }), 'en', en, now)).toBeNull();
  });

  it('count as each language does', () => {
    expect([1, 2, 5, 22, 12].map((minutes) => duration(minutes * 60, 'pl'))).toEqual(['1 minuta', '2 minuty', '5 minut', '22 minuty', '12 minut']);
    expect(duration(3 * 3600, 'en')).toBe('3 hours');
    expect([1, 2, 5, 12, 23].map(pl.newMessages)).toEqual(['1 nowa', '2 nowe', '5 nowych', '12 nowych', '23 nowe']);
    expect(moreEn.place(2)).toBe('You are second in line');
    expect(morePl.place(7)).toBe('7. miejsce w\u00a0kolejce');
  });

  it('name days and sizes', () => {
    expect(dayName(at(20, 9), 'en', en, now)).toBe('Today');
    expect(dayName(at(19, 9), 'pl', pl, now)).toBe('Wczoraj');
    expect(clockOrDay(at(20, 8), 'pl', now)).toBe('8:00');
    expect(fileSize(1_500_000, 'en')).toBe('1.5 MB');
  });

  it('say the wait on the button, and choose a language that the channel offers', () => {
    expect(waitLine('pl', facts(), now)).toBe('zwykle 3 minuty');
    expect(waitLine('en', facts({ open: false, changesAt: at(20, 18) }), now)).toBe('we answer from 18:00');
    expect(waitLine('en', facts({ usualAnswerSeconds: null }), now)).toBe('');
    expect(pickLocale([undefined, 'pl-PL', 'en'], ['en', 'pl'], 'en')).toBe('pl');
    expect(pickLocale(['de', 'pl'], ['en'], 'en')).toBe('en');
    expect(pickLocale(['constructor'], ['en'], 'en')).toBe('en');
  });
});
