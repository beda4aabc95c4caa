import { Baseline, HOUR_MS, type HourCount } from './baseline';
import { causeOf, type Said } from './cause';
import { isCalm, riseOf, tuned, USUAL_THRESHOLD, windows, type Rise } from './detect';

/** The same numbers every time. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
function poisson(mean: number, roll: () => number): number {
  if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * (Math.sqrt(-2 * Math.log(roll() + 1e-12)) * Math.cos(2 * Math.PI * roll()))));
  const left = Math.exp(-mean);
  let count = 0;
  for (let product = roll(); product > left; product *= roll()) count += 1;
  return count;
}

const FIRST = 490_000 - (490_000 % 168);
const DAYS = 84;
/** A shop: quiet nights, busy evenings, a slow Sunday, days that stray, and a season that doubles it in the last three weeks. */
const shape = (hour: number, perDay: number, day: number): number => {
  const clock = hour % 24;
  const byClock = clock < 6 ? 0.1 : clock < 9 ? 0.6 : clock < 17 ? 1.2 : clock < 22 ? 1.8 : 0.7;
  const weekday = Math.floor((hour % 168) / 24) === 3 ? 0.5 : 1;
  return (perDay / 25) * byClock * weekday * (day < DAYS - 21 ? 1 : 1 + (day - (DAYS - 21)) / 21);
};

interface Storm { at: number; minutes: number; times: number; least: number }
interface Run { alerts: { minute: number; rise: Rise }[]; quietDays: number; storms: Storm[]; found: number; delays: number[]; wrong: number }

/** Four weeks judged minute by minute, after eight that were learnt from; storms at times that nobody knows beforehand. */
function live(perDay: number, seed: number, storms: readonly Storm[], threshold = USUAL_THRESHOLD): Run {
  const roll = dice(seed);
  const minutes: number[] = [];
  const days = Array.from({ length: DAYS }, () => 0.75 + roll() * 0.5);
  for (let minute = 0; minute < DAYS * 1440; minute += 1) {
    const day = Math.floor(minute / 1440);
    const storm = storms.find(({ at, minutes: long }) => minute >= at && minute < at + long);
    const usual = (shape(FIRST + Math.floor(minute / 60), perDay, day) * (days[day] ?? 1)) / 60;
    // It swells over ten minutes.
    const more = storm === undefined ? 0 : Math.max(usual * storm.times, storm.least) * Math.min(1, (minute - storm.at + 1) / 10);
    minutes.push(poisson(usual + more, roll));
  }
  const hours: HourCount[] = Array.from({ length: DAYS * 24 }, (_, index) => ({ hour: FIRST + index, count: minutes.slice(index * 60, index * 60 + 60).reduce((sum, count) => sum + count, 0) }));
  const alerts: Run['alerts'] = [];
  let [open, quietSince] = [false, 0];
  let baseline: Baseline | undefined;
  for (let minute = 56 * 1440; minute < DAYS * 1440; minute += 1) {
    const index = Math.floor(minute / 60);
    if (baseline === undefined || minute % 60 === 0) baseline = new Baseline(hours.slice(0, index), FIRST + index, FIRST);
    const nowMs = FIRST * HOUR_MS + (minute + 1) * 60_000;
    const seen = windows.map((windowMinutes) => ({ windowMinutes, count: minutes.slice(minute - windowMinutes + 1, minute + 1).reduce((sum, count) => sum + count, 0) }));
    if (open) {
      quietSince = seen.every((one) => isCalm(baseline as Baseline, nowMs, one)) ? quietSince + 1 : 0;
      if (quietSince >= 15) open = false;
      continue;
    }
    const rise = riseOf(baseline, nowMs, seen, threshold);
    if (rise === undefined) continue;
    alerts.push({ minute, rise });
    [open, quietSince] = [true, 0];
  }
  const hit = (minute: number) => storms.find(({ at, minutes: long }) => minute >= at && minute < at + long + 15);
  const delays = storms.flatMap((storm) => {
    const first = alerts.find(({ minute }) => hit(minute) === storm);
    return first === undefined ? [] : [first.minute - storm.at];
  });
  return { alerts, quietDays: 28 - new Set(storms.map(({ at }) => Math.floor(at / 1440))).size, storms: [...storms], found: delays.length, delays, wrong: alerts.filter(({ minute }) => hit(minute) === undefined).length };
}

const volumes = [40, 300, 2500];
/** One in two days, at all hours, from a row about one parcel to a storm below an advertisement. */
const stormsFor = (seed: number): Storm[] => {
  const roll = dice(seed);
  return Array.from({ length: 14 }, (_, index) => ({ at: (56 + index * 2) * 1440 + Math.floor(roll() * 1380), minutes: 20 + Math.floor(roll() * 60), times: 5 + roll() * 20, least: 2.5 + roll() * 4 }));
};

it('finds storms soon and is quiet on quiet days, at any size and in season', () => {
  const runs = volumes.flatMap((perDay) => [1, 2].map((seed) => live(perDay, seed * 97 + perDay, stormsFor(seed * 31 + perDay))));
  const all = (of: (run: Run) => number) => runs.reduce((sum, run) => sum + of(run), 0);
  const [found, storms, wrong] = [all((run) => run.found), all((run) => run.storms.length), all((run) => run.wrong)];
  const delays = runs.flatMap((run) => run.delays).sort((a, b) => a - b);
  const figures = { storms, recall: found / storms, precision: found / (found + wrong), wrongPerQuietDay: wrong / all((run) => run.quietDays), medianMinutes: delays[delays.length >> 1] ?? 0, slowTenthMinutes: delays[Math.floor(delays.length * 0.9)] ?? 0 };
  if (process.env['FIGURES'] !== undefined) process.stdout.write(`${JSON.stringify(figures)}\n`);
  expect(figures.recall).toBeGreaterThanOrEqual(0.95);
  expect(figures.precision).toBeGreaterThanOrEqual(0.9);
  expect(figures.wrongPerQuietDay).toBeLessThanOrEqual(0.1);
  expect(figures.medianMinutes).toBeLessThanOrEqual(8);
}, 120_000);

it('says nothing before it knows what is usual, and no storm of last week makes the next one usual', () => {
  const now = FIRST + 1000;
  const steady = (from: number) => Array.from({ length: now - from }, (_, index) => ({ hour: from + index, count: 12 }));
  expect(riseOf(new Baseline(steady(now - 20), now, now - 20), now * HOUR_MS, [{ windowMinutes: 15, count: 500 }])).toBeUndefined();
  const stormy = steady(FIRST).map((one) => (one.hour === now - 168 ? { ...one, count: 900 } : one));
  expect(riseOf(new Baseline(stormy, now, FIRST), now * HOUR_MS + 1_800_000, [{ windowMinutes: 15, count: 60 }])).toMatchObject({ severity: 'critical' });
  expect(riseOf(new Baseline(steady(FIRST), now, FIRST), now * HOUR_MS + 1_800_000, [{ windowMinutes: 15, count: 6 }])).toBeUndefined();
});

it('is tuned by what people say of its alerts: wrong ones make it quieter, within bounds', () => {
  expect(tuned(6, false)).toBe(7);
  expect(tuned(6, true)).toBe(5.75);
  expect([tuned(14, false), tuned(4, true)]).toEqual([14, 4]);
});

it('names the post, the words and the mood that are there more often than before, with three different people who show it', () => {
  const said = (index: number, text: string, postId: string | null, mood = 'neutral'): Said => ({ id: `m${index}`, text, postId, authorId: `a${index % 20}`, mood, at: new Date(1000 * index) });
  const before = Array.from({ length: 200 }, (_, index) => said(index, ['Jaka cena stołu?', 'Kiedy dostawa stołu?', 'Czy jest dąb?'][index % 3] ?? '', `p${index % 5}`));
  const now = Array.from({ length: 40 }, (_, index) => said(1000 + index, index % 4 === 0 ? 'Kiedy dostawa stołu?' : `Strona nie działa, błąd płatności ${index}`, index % 4 === 0 ? null : 'sale', index % 4 === 0 ? 'neutral' : 'negative'));
  const cause = causeOf(now, before);
  expect(cause).toMatchObject({ postId: 'sale', postUsual: 0, negative: 0.75, negativeUsual: 0 });
  expect(cause.words).toEqual(expect.arrayContaining(['płatności', 'błąd']));
  expect(cause.words).not.toContain('stołu');
  expect(cause.sampleIds).toHaveLength(3);
});
