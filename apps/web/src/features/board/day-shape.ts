import type { BoardDay } from '@kontuar/contract';

/** The drawing's own measure; the page stretches it. */
export const WIDTH = 430;
/** Above the highest line there is room for its word. */
const [TOP, BOTTOM, RIGHT] = [20, 104, 385];

export interface DayShape { from: number; to: number; ticks: { x: number; hour: number }[]; cameIn: string; answered: string; gap: string; usual: string | null; now: { x: number; cameIn: number; answered: number } }

/** The hours in which anything happened or happens usually, at least eight, on full hours; the whole day when there is something at night. */
function hoursOf({ cameIn, answered, usual }: BoardDay): { from: number; to: number } {
  const moves = (sums: readonly number[]) => sums.flatMap((sum, at) => (sum > (sums[at - 1] ?? 0) ? [at] : []));
  const all = [...moves(cameIn), ...moves(answered), ...moves(usual ?? [])];
  const [first, last] = [Math.min(...all, cameIn.length - 1), Math.max(...all, cameIn.length - 1)];
  const from = Math.max(0, Math.floor(first / 2));
  const to = Math.min(24, Math.max(Math.ceil((last + 1) / 2), from + 8));
  return { from: Math.min(from, to - 8), to };
}

const step = (hours: number): number => (hours > 16 ? 4 : hours > 6 ? 2 : 1);

/** Both lines begin where the day begins: who waited already stands in the first of them, so that the gap between them is who waits. `minute` of the day. */
export function dayShape(day: BoardDay, minute: number): DayShape {
  const { from, to } = hoursOf(day);
  const most = Math.max(1, day.carried + (day.cameIn.at(-1) ?? 0), ...(day.usual ?? []).slice(0, to * 2));
  const x = (minutes: number) => round(((minutes / 60 - from) / (to - from)) * RIGHT);
  const y = (value: number) => round(BOTTOM - (value / most) * (BOTTOM - TOP));
  /** A sum stands at the end of its half hour, the last at this moment. */
  const points = (sums: readonly number[], begins: number, until = Infinity): [number, number][] => [
    [x(from * 60), y(begins + (sums[from * 2 - 1] ?? 0))],
    ...sums.flatMap((sum, at): [number, number][] => (at < from * 2 || at >= to * 2 ? [] : [[x(Math.min((at + 1) * 30, until)), y(begins + sum)]])),
  ];
  const path = (all: readonly [number, number][]) => all.map(([px, py], at) => `${at === 0 ? 'M' : 'L'}${px} ${py}`).join('');
  const [cameIn, answered] = [points(day.cameIn, day.carried, minute), points(day.answered, 0, minute)];
  const every = step(to - from);
  return {
    from, to, ticks: Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, at) => ({ hour: from + at * every, x: x((from + at * every) * 60) })),
    cameIn: path(cameIn), answered: path(answered), gap: `${path(cameIn)}${path(answered.toReversed()).replace('M', 'L')}Z`, usual: day.usual === null ? null : path(points(day.usual, 0)),
    now: { x: cameIn.at(-1)?.[0] ?? 0, cameIn: cameIn.at(-1)?.[1] ?? BOTTOM, answered: answered.at(-1)?.[1] ?? BOTTOM },
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;
