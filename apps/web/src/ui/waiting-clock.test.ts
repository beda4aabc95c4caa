import { readClock } from './waiting-clock';

const now = new Date('2026-11-20T14:45:00Z');
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const minutes = (count: number) => count * 60_000;
const waiting = (since: number, promise?: number) =>
  readClock({ waitingSince: ago(since), lastMessageAt: ago(since), snoozedUntil: null, ...(promise === undefined ? {} : { promiseMs: minutes(promise) }) }, now);

describe('the waiting clock', () => {
  it('burns its fuse down to the promise', () => {
    expect(waiting(30, 120)).toEqual({ state: 'fresh', text: '30 m', fuse: 0.25 });
  });

  it('turns amber in the last fifth, at most 15 minutes before the end', () => {
    expect(waiting(47, 60).state).toBe('fresh');
    expect(waiting(48, 60).state).toBe('due');
    expect(waiting(220, 240).state).toBe('fresh');
    expect(waiting(226, 240).state).toBe('due');
  });

  it('says by how much a promise was broken', () => {
    expect(waiting(66, 60)).toEqual({ state: 'late', text: '+6 m', fuse: 1 });
    expect(waiting(61, 60).text).toBe('+1 m');
    expect(waiting(60.5, 60)).toEqual({ state: 'late', text: '0 m', fuse: 1 });
  });

  it('goes by what was promised before what is usual, also where its clock stood for a while', () => {
    const promised = (since: number, at: number) => readClock({ waitingSince: ago(30), lastMessageAt: ago(30), snoozedUntil: null, promiseMs: minutes(20), due: { at: ago(at), since: ago(since) } }, now);
    expect(promised(20, -60)).toEqual({ state: 'fresh', text: '30 m', fuse: 0.25 });
    expect(promised(57, -3).state).toBe('due');
    expect(promised(66, 6)).toEqual({ state: 'late', text: '+6 m', fuse: 1 });
  });

  it('speaks of a resolution only when it is near, while it is the customer’s turn', () => {
    const settled = (at: number) => readClock({ waitingSince: null, lastMessageAt: ago(120), snoozedUntil: null, due: { at: ago(at), since: ago(600) } }, now).state;
    expect([settled(-400), settled(-10), settled(5)]).toEqual(['theirs', 'due', 'late']);
  });

  it('shows no fuse where nothing was promised', () => {
    expect(waiting(500)).toEqual({ state: 'fresh', text: '8 h 20 m', fuse: null });
  });

  it('counts the customer’s turn from the last word, and rests while snoozed', () => {
    expect(readClock({ waitingSince: null, lastMessageAt: ago(120), snoozedUntil: null }, now)).toEqual({ state: 'theirs', text: '2 h', fuse: null });
    expect(readClock({ waitingSince: ago(9), lastMessageAt: ago(9), snoozedUntil: ago(-60) }, now).state).toBe('snoozed');
    expect(readClock({ waitingSince: ago(9), lastMessageAt: ago(9), snoozedUntil: ago(1) }, now).state).toBe('fresh');
  });
});
