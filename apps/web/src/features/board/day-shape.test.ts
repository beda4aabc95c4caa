import type { BoardDay } from '@kontuar/contract';
import { dayShape } from './day-shape';

const sums = (length: number, of: (at: number) => number) => Array.from({ length }, (_, at) => of(at));
const day = (over: Partial<BoardDay> = {}): BoardDay => ({ day: '2026-11-19', timeZone: 'Europe/Warsaw', cameIn: sums(30, (at) => Math.max(0, at - 15)), answered: sums(30, (at) => Math.max(0, at - 17)), carried: 0, usual: null, medianFirstReplyMs: null, firstReplies: 0, kept: 0, broken: 0, ...over });

describe('the line of the day', () => {
  it('shows the hours in which something happens, and ends at this minute', () => {
    const shape = dayShape(day(), 14 * 60 + 45);
    expect([shape.from, shape.to]).toEqual([8, 16]);
    expect(shape.now.x).toBeCloseTo(((14.75 - 8) / 8) * 385, 0);
  });

  it('leaves as much between the lines as there are who wait', () => {
    const { now } = dayShape(day({ carried: 3 }), 14 * 60 + 45);
    // The lines have a height of 84, from the axis to where the highest has room for its word.
    const unit = 84 / (3 + 14);
    expect((now.answered - now.cameIn) / unit).toBeCloseTo(3 + 14 - 12, 1);
  });

  it('goes on with the usual day, and over midnight hours when something happened there', () => {
    expect(dayShape(day({ usual: sums(48, (at) => Math.min(at, 40)) }), 885)).toMatchObject({ from: 0, to: 21 });
    expect(dayShape(day({ cameIn: sums(3, () => 0), answered: sums(3, () => 0) }), 80)).toMatchObject({ from: 1, to: 9 });
  });

  it('is drawn also when nothing has come in at all', () => {
    const shape = dayShape(day({ cameIn: [0], answered: [0] }), 5);
    expect(JSON.stringify(shape)).not.toMatch(/NaN|Infinity|undefined/);
  });
});
