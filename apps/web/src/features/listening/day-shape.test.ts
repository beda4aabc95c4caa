import { callOutOf, picture, shapeOf, stepOf, type DayBar } from './day-shape';

const bar = (some: Partial<DayBar> = {}): DayBar => ({ since: '2026-11-23T12:00:00Z', positive: 0, other: 0, negative: 0, usual: null, ...some });

it('measures both sides of the line alike, and keeps within the picture', () => {
  const { bars, zero } = shapeOf([bar({ positive: 4, other: 6, negative: 2 }), bar({ negative: 20 }), bar({ usual: { negative: 1, rest: 30 } })]);
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
    const { ticks } = shapeOf([bar({ other: most })]);
    expect(ticks.length).toBeGreaterThanOrEqual(1);
    expect(ticks.length).toBeLessThanOrEqual(3);
  }
  const nothing = shapeOf(Array.from({ length: 24 }, () => bar()));
  expect(nothing.ticks).toEqual([]);
  expect(nothing.bars.every(({ positive, negative }) => positive.height === 0 && Number.isFinite(negative.y))).toBe(true);
});

it('fills the same width with hours and with days', () => {
  for (const many of [24, 28]) {
    const bars = Array.from({ length: many }, () => bar({ other: 1 }));
    const { bars: drawn, width } = shapeOf(bars);
    expect((drawn.at(-1)?.x ?? 0) + stepOf(bars)).toBeCloseTo(picture.right);
    expect(width).toBeLessThan(stepOf(bars));
  }
});

it('points at the bars in a row that stand out most, of the negative ones first, and at nothing that only strays', () => {
  const usual = { negative: 2, rest: 10 };
  const calm = [bar({ negative: 4, other: 14, usual }), bar({ negative: 6, other: 20, usual }), bar({ negative: 0, usual: { negative: 0, rest: 0 }, other: 4 })];
  expect(callOutOf(calm)).toBeUndefined();
  expect(callOutOf([...calm, bar({ negative: 14, usual }), bar({ negative: 19, usual })])).toEqual({ side: 'negative', from: 3, to: 4, count: 33 });
  expect(callOutOf([bar({ negative: 9, usual }), bar({ usual }), bar({ negative: 12, other: 90, usual })])).toEqual({ side: 'negative', from: 2, to: 2, count: 12 });
  expect(callOutOf([...calm, bar({ positive: 20, other: 20, usual })])).toEqual({ side: 'rest', from: 3, to: 3, count: 40 });
  expect(callOutOf([bar({ negative: 500 })])).toBeUndefined();
});
