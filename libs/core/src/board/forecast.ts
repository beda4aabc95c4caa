/** A promise that ends soon, and who has the conversation. */
export interface Due { dueAt: Date; assigneeId: string | null }
/** Who is at work now, and how many answers they wrote in the last `PACE_MINUTES`. */
export interface Worker { memberId: string; answers: number }

export const PACE_MINUTES = 15;
export const FORECAST_MINUTES = 15;
/** Nobody is taken for faster than two answers a minute, or for slower than one in half an hour: a short look back says no more than that. */
const FASTEST_MS = 30_000;
const SLOWEST_MS = 30 * 60_000;

/**
 * How many of what is due within the quarter of an hour will be late if everybody goes on as in the one before. Each takes up their own by what ends first, one
 * after the other, at the pace of their last answers, or the usual pace of those at work where they wrote none. What nobody has goes to who is free first; what
 * somebody has who is not at work waits for nobody.
 */
export function forecast(dues: readonly Due[], workers: readonly Worker[], now: Date): { due: number; breaks: number } {
  const soon = dues.filter(({ dueAt }) => dueAt > now && dueAt.getTime() <= now.getTime() + FORECAST_MINUTES * 60_000).sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
  const writing = workers.filter(({ answers }) => answers > 0);
  const window = PACE_MINUTES * 60_000;
  const held = (ms: number) => Math.min(SLOWEST_MS, Math.max(FASTEST_MS, ms));
  const usual = writing.length === 0 ? SLOWEST_MS : held((window * writing.length) / writing.reduce((sum, { answers }) => sum + answers, 0));
  const each = new Map(workers.map(({ memberId, answers }) => [memberId, answers === 0 ? usual : held(window / answers)]));
  const free = new Map(workers.map(({ memberId }) => [memberId, now.getTime()]));
  let breaks = 0;
  for (const { dueAt, assigneeId } of soon) {
    const who = assigneeId ?? [...free].sort(([, a], [, b]) => a - b)[0]?.[0];
    const begins = who === undefined ? undefined : free.get(who);
    if (who === undefined || begins === undefined) {
      breaks += 1;
      continue;
    }
    const done = begins + (each.get(who) ?? usual);
    // What cannot be reached any more is not worked on before what can.
    if (done > dueAt.getTime()) breaks += 1;
    else free.set(who, done);
  }
  return { due: soon.length, breaks };
}
