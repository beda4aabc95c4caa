/** Hours since 1970, and how much came in them; hours without a line had nothing. */
export interface HourCount { hour: number; count: number }
/** What comes in an hour as a rule, and how far it strays. */
export interface Usual { level: number; spread: number }

export const HOUR_MS = 3_600_000;
const WEEK = 168;
export const WEEKS = 8;
/** So many values say what is usual; where the same hour of the week has fewer, those of like days help out. */
const ENOUGH = 6;

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
function median(values: readonly number[]): number {
  const all = sorted(values);
  const middle = all.length >> 1;
  return all.length === 0 ? 0 : all.length % 2 === 1 ? (all[middle] ?? 0) : ((all[middle - 1] ?? 0) + (all[middle] ?? 0)) / 2;
}

/** Robust: a storm of last week does not make the next one usual. Where little comes, the median says nothing; there the mean without the highest fifth does. */
function usualOf(values: readonly number[]): Usual {
  const middle = median(values);
  const kept = sorted(values).slice(0, Math.max(1, Math.ceil(values.length * 0.8)));
  const level = middle >= 4 ? middle : kept.reduce((sum, value) => sum + value, 0) / Math.max(1, kept.length);
  const stray = 1.4826 * median(values.map((value) => Math.abs(value - middle)));
  return { level, spread: Math.max(stray, Math.sqrt(level)) };
}

/**
 * What is usual by hour and weekday, learnt from the weeks before, times how busy these days are: a sale, a season. Pure: the same counts say the same.
 * `from`: the first hour that is known.
 */
export class Baseline {
  private readonly counts: ReadonlyMap<number, number>;
  private readonly known = new Map<number, Usual>();
  private readonly from: number;
  readonly season: number;

  constructor(hours: readonly HourCount[], private readonly now: number, from: number) {
    this.counts = new Map(hours.map(({ hour, count }) => [hour, count]));
    this.from = Math.max(from, now - WEEKS * WEEK);
    this.season = this.seasonNow();
  }

  /** Whole hours that are known: below a day nothing is usual yet. */
  get hoursKnown(): number {
    return this.now - this.from;
  }

  /** Of the hour, with the season. */
  usual(hour: number): Usual {
    const { level, spread } = this.ofWeek(hour);
    return { level: level * this.season, spread: spread * Math.max(1, this.season) };
  }

  private ofWeek(hour: number): Usual {
    const place = ((hour % WEEK) + WEEK) % WEEK;
    let usual = this.known.get(place);
    if (usual === undefined) {
      const same = this.values(place, [0]);
      const near = same.length >= ENOUGH ? same : [...same, ...this.values(place, [-1, 1])];
      // 1970 began on a Thursday: hours 48 to 95 of such a week are Saturday and Sunday.
      const weekend = (at: number) => at >= 48 && at < 96;
      const like = near.length >= ENOUGH ? near : [...near, ...Array.from({ length: 7 }, (_, day) => (place % 24) + day * 24).filter((at) => at !== place && weekend(at) === weekend(place)).flatMap((at) => this.values(at, [0]))];
      usual = usualOf(like.length >= 3 ? like : this.everyHour());
      this.known.set(place, usual);
    }
    return usual;
  }

  private values(place: number, steps: readonly number[]): number[] {
    const values: number[] = [];
    for (const step of steps) {
      const first = this.from + (((place + step - this.from) % WEEK) + WEEK) % WEEK;
      for (let hour = first; hour < this.now; hour += WEEK) values.push(this.counts.get(hour) ?? 0);
    }
    return values;
  }

  private everyHour(): number[] {
    return Array.from({ length: Math.max(0, this.now - this.from) }, (_, index) => this.counts.get(this.from + index) ?? 0);
  }

  /** The last day against what was usual then; a storm in it counts no more than what just strays. */
  private seasonNow(): number {
    if (this.hoursKnown < 8 * 24) return 1;
    let [came, expected] = [0, 0];
    for (let hour = this.now - 25; hour < this.now - 1; hour += 1) {
      const { level, spread } = this.ofWeek(hour);
      came += Math.min(this.counts.get(hour) ?? 0, level + 3 * spread);
      expected += level;
    }
    return expected < 10 ? 1 : Math.min(3, Math.max(0.5, came / expected));
  }
}
