import type { Reach } from '../notices/decide';
import { atItsTime, clockFrom, type NextPerson, type Waiting } from './clock';

const now = new Date('2026-11-23T10:00:00Z');
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const there: Reach = { there: true, until: null };
const leavesIn = (minutes: number): Reach => ({ there: true, until: inMinutes(minutes) });
const backIn = (minutes: number): Reach => ({ there: false, until: inMinutes(minutes) });
const next = (...reaches: Reach[]): NextPerson[] => reaches.map((reach, index) => ({ memberId: `next-${index}`, afterMinutes: 30, index, reach }));
const waiting = (asked: Reach[], ...after: Reach[]): Waiting => ({ asked, next: next(...after) });

describe('the clock of an approval', () => {
  it('runs while somebody who was asked is at work, and no further than until the last of them goes home', () => {
    expect(clockFrom(waiting([there, backIn(5)], backIn(60)), now)).toEqual({ dueAt: inMinutes(30), waits: null });
    expect(clockFrom(waiting([leavesIn(10), leavesIn(20)], there), now)).toEqual({ dueAt: inMinutes(20), waits: null });
    expect(clockFrom(waiting([leavesIn(10), leavesIn(90)], there), now)).toEqual({ dueAt: inMinutes(30), waits: null });
  });

  it('lets nobody wait for somebody who is not there: the next is asked at once, or whoever comes first', () => {
    expect(clockFrom(waiting([backIn(600)], backIn(700), there), now)).toEqual({ dueAt: now, waits: 'asked' });
    expect(clockFrom(waiting([backIn(600)], backIn(120)), now)).toEqual({ dueAt: inMinutes(120), waits: 'asked' });
    expect(clockFrom(waiting([backIn(60)], backIn(120)), now)).toEqual({ dueAt: inMinutes(60), waits: 'asked' });
    expect(clockFrom(waiting([], there), now)).toEqual({ dueAt: now, waits: 'asked' });
  });

  it('has no end where nobody is left to be asked', () => {
    expect([clockFrom(waiting([there]), now), clockFrom(waiting([backIn(60)]), now)]).toEqual([{ dueAt: null, waits: null }, { dueAt: null, waits: null }]);
    expect(atItsTime(waiting([there]), null, now)).toEqual({ clock: { dueAt: null, waits: null } });
  });
});

describe('when its time has come', () => {
  it('asks the first of the rule who is at work, past those who are not', () => {
    expect(atItsTime(waiting([there], backIn(60), there, there), null, now)).toMatchObject({ ask: { memberId: 'next-1' } });
    expect(atItsTime(waiting([backIn(60)], there), 'asked', now)).toMatchObject({ ask: { memberId: 'next-0' } });
  });

  it('begins when the first of those asked comes to work, and not at the end of a night in which nobody was there', () => {
    expect(atItsTime(waiting([there], backIn(60)), 'asked', now)).toEqual({ clock: { dueAt: inMinutes(30), waits: null } });
    expect(atItsTime(waiting([there], there), 'asked', now)).toEqual({ clock: { dueAt: inMinutes(30), waits: null } });
  });

  it('waits for the next person alone once those asked have had their time', () => {
    expect(atItsTime(waiting([there], backIn(60), backIn(40)), null, now)).toEqual({ clock: { dueAt: inMinutes(40), waits: 'next' } });
    expect(atItsTime(waiting([there], backIn(60), there), 'next', now)).toMatchObject({ ask: { memberId: 'next-1' } });
    expect(atItsTime(waiting([there], backIn(60)), 'next', now)).toEqual({ clock: { dueAt: inMinutes(60), waits: 'next' } });
  });

  it('never turns in a circle, whatever the clocks of people say', () => {
    expect(clockFrom(waiting([backIn(-5)], { there: false, until: null }), now).dueAt).toEqual(new Date(now.getTime() + 1000));
  });
});
