import type { ListeningDay } from '@kontuar/contract';

type Hour = ListeningDay['hours'][number];
export interface Bar { x: number; positive: Span; other: Span; negative: Span; usual: { above: number; below: number } | undefined }
/** From the top of the picture, in its units. */
interface Span { y: number; height: number }

export const picture = { width: 396, height: 176, left: 30, step: 15.25, bar: 12.5 } as const;
const TOP = 6;
const ROOM = picture.height - 2 * TOP;
const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000] as const;

/** Positive and other mentions stand on the line, negative ones hang below it; both by the same measure, with what is usual behind them. */
export function shapeOf(hours: readonly Hour[]): { zero: number; bars: Bar[]; ticks: { y: number; value: number }[] } {
  const above = Math.max(0, ...hours.map(({ positive, other, usual }) => Math.max(positive + other, usual?.rest ?? 0)));
  const below = Math.max(0, ...hours.map(({ negative, usual }) => Math.max(negative, usual?.negative ?? 0)));
  const unit = ROOM / Math.max(1, above + below);
  const zero = TOP + above * unit;
  const step = steps.find((one) => Math.max(above, below) / one <= 3) ?? Math.ceil(Math.max(above, below) / 3);
  const values = (most: number): number[] => Array.from({ length: Math.floor(most / step) }, (_, at) => (at + 1) * step);
  return {
    zero,
    bars: hours.map(({ positive, other, negative, usual }, at) => ({
      x: picture.left + at * picture.step,
      positive: { y: zero - positive * unit, height: positive * unit }, other: { y: zero - (positive + other) * unit, height: other * unit }, negative: { y: zero, height: negative * unit },
      usual: usual === null ? undefined : { above: usual.rest * unit, below: usual.negative * unit },
    })),
    ticks: [...values(above).map((value) => ({ y: zero - value * unit, value })), ...values(below).map((value) => ({ y: zero + value * unit, value }))],
  };
}
