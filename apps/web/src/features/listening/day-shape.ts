import type { ListeningDay } from '@kontuar/contract';

export type DayBar = ListeningDay['bars'][number];
export interface Drawn { x: number; positive: Extent; other: Extent; negative: Extent; usual: { above: number; below: number } | undefined }
/** From the top of the picture, in its units. */
interface Extent { y: number; height: number }

export const picture = { width: 320, height: 176, left: 26, right: 320 } as const;
export const stepOf = (bars: readonly unknown[]): number => (picture.right - picture.left) / Math.max(1, bars.length);
/** How much of its step a bar fills. */
const FILLED = 0.82;
const TOP = 6;
const ROOM = picture.height - 2 * TOP;
const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000] as const;

/** Positive and other mentions stand on the line, negative ones hang below it; both by the same measure, with what is usual behind them. */
export function shapeOf(bars: readonly DayBar[]): { zero: number; unit: number; width: number; bars: Drawn[]; ticks: { y: number; value: number }[] } {
  const above = Math.max(0, ...bars.map(({ positive, other, usual }) => Math.max(positive + other, usual?.rest ?? 0)));
  const below = Math.max(0, ...bars.map(({ negative, usual }) => Math.max(negative, usual?.negative ?? 0)));
  const unit = ROOM / Math.max(1, above + below);
  const zero = TOP + above * unit;
  const step = steps.find((one) => Math.max(above, below) / one <= 3) ?? Math.ceil(Math.max(above, below) / 3);
  const values = (most: number): number[] => Array.from({ length: Math.floor(most / step) }, (_, at) => (at + 1) * step);
  const wide = stepOf(bars);
  return {
    zero, unit, width: wide * FILLED,
    bars: bars.map(({ positive, other, negative, usual }, at) => ({
      x: picture.left + at * wide,
      positive: { y: zero - positive * unit, height: positive * unit }, other: { y: zero - (positive + other) * unit, height: other * unit }, negative: { y: zero, height: negative * unit },
      usual: usual === null ? undefined : { above: usual.rest * unit, below: usual.negative * unit },
    })),
    ticks: [...values(above).map((value) => ({ y: zero - value * unit, value })), ...values(below).map((value) => ({ y: zero + value * unit, value }))],
  };
}

/** Bars in a row that stand out: from `from` up to and with `to`. */
export interface CallOut { side: 'negative' | 'rest'; from: number; to: number; count: number }

/** So many times the usual, and so many more than usual, before a picture points at it. */
const TIMES = 3;
const MORE = 5;

/** The row of bars that is furthest above usual, of the negative ones before all others; none where nothing is, or nobody knows what is usual. */
export function callOutOf(bars: readonly DayBar[]): CallOut | undefined {
  for (const side of ['negative', 'rest'] as const) {
    const runs: CallOut[] = [];
    bars.forEach((bar, at) => {
      const count = side === 'negative' ? bar.negative : bar.positive + bar.other;
      const usual = bar.usual?.[side];
      if (usual === undefined || count < usual * TIMES || count < usual + MORE) return;
      const last = runs.at(-1);
      if (last?.to === at - 1) Object.assign(last, { to: at, count: last.count + count });
      else runs.push({ side, from: at, to: at, count });
    });
    const [most] = runs.sort((a, b) => b.count - a.count);
    if (most !== undefined) return most;
  }
  return undefined;
}
