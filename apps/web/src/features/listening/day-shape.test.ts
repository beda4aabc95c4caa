import type { ListeningDay } from '@kontuar/contract';
import { picture, shapeOf } from './day-shape';

type Hour = ListeningDay['hours'][number];
const hour = (some: Partial<Hour> = {}): Hour => ({ positive: 0, other: 0, negative: 0, usual: null, ...some });

it('measures both sides of the line alike, and keeps within the picture', () => {
  const { bars, zero } = shapeOf([hour({ positive: 4, other: 6, negative: 2 }), hour({ negative: 20 }), hour({ usual: { negative: 1, rest: 30 } })]);
  const [first, storm, quiet] = bars;
  expect((first?.other.height ?? 0) / (first?.positive.height ?? 1)).toBeCloseTo(1.5);
  expect((storm?.negative.height ?? 0) / (first?.negative.height ?? 1)).toBeCloseTo(10);
  expect(first?.negative.y).toBe(zero);
  expect(first?.other.y).toBeCloseTo((first?.positive.y ?? 0) - (first?.other.height ?? 0));
  for (const { negative, other, usual } of bars) {
    expect(other.y).toBeGreaterThanOrEqual(0);
    expect(negative.y + negative.height).toBeLessThanOrEqual(picture.height);
    expect(zero - (usual?.above ?? 0)).toBeGreaterThanOrEqual(0);
  }
  expect(quiet?.usual?.above).toBeGreaterThan(quiet?.usual?.below ?? 0);
  expect(first?.usual).toBeUndefined();
});

it('has few lines to read it by, in round numbers, and none for a day without anything', () => {
  for (const most of [1, 7, 13, 29, 412, 76_000, 3_000_000]) {
    const { ticks } = shapeOf([hour({ other: most })]);
    expect(ticks.length).toBeGreaterThanOrEqual(1);
    expect(ticks.length).toBeLessThanOrEqual(3);
  }
  const nothing = shapeOf(Array.from({ length: 24 }, () => hour()));
  expect(nothing.ticks).toEqual([]);
  expect(nothing.bars.every(({ positive, negative }) => positive.height === 0 && Number.isFinite(negative.y))).toBe(true);
});
