import type { ReportUnit } from '@kontuar/contract';

const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000];
const MOST_STEPS = 4;

/** Steps that people count in. */
const timeSteps = [1, 2, 5, 10, 15, 30].map((n) => n * SECOND).concat([1, 2, 5, 10, 15, 30].map((n) => n * MINUTE), [1, 2, 3, 6, 12].map((n) => n * HOUR));

/** Marks of an axis from nought to at least `highest`, at round places of its unit; the last one is the end of the axis. */
export function scaleOf(unit: ReportUnit, highest: number): number[] {
  if (unit === 'score') return [0, 1, 2, 3, 4, 5];
  if (unit === 'index') return [0, 25, 50, 75, 100];
  const step = stepOf(unit, highest);
  const steps = Math.max(1, Math.ceil(highest / step - 1e-9));
  return Array.from({ length: steps + 1 }, (_, index) => index * step);
}

function stepOf(unit: ReportUnit, highest: number): number {
  const least = highest / MOST_STEPS;
  if (unit === 'share') return Math.max(0.01, decimal(least));
  if (unit === 'count') return Math.max(1, decimal(least));
  return timeSteps.find((step) => step >= least) ?? decimal(least / DAY) * DAY;
}

/** The next of 1, 2, 5, 10, 20, 50 …; of halves and tenths too. */
function decimal(least: number): number {
  if (least <= 0) return 0;
  const size = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5, 10].find((n) => n * size >= least * (1 - 1e-9)) ?? 10) * size;
}
