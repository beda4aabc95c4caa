import { z } from 'zod';
import { ConnectorError, type Context } from '../contract';
import type { YoutubeSettings } from './youtube.settings';

/** What Google takes for a question of each kind. */
export const costs = { list: 1, write: 50 } as const;

const spentSchema = z.object({ day: z.string(), units: z.number().nonnegative() });

const inCalifornia = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles', year: 'numeric', month: '2-digit', day: '2-digit' });
const clockThere = new Intl.DateTimeFormat('en-GB', { timeZone: 'America/Los_Angeles', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

/** Google's day ends at midnight there, whatever the clocks do on the way. */
export function nextReset(now: Date): Date {
  const [hours = 0, minutes = 0, seconds = 0] = clockThere.format(now).split(':').map(Number);
  const guess = new Date(now.getTime() - now.getMilliseconds() + (86_400 - hours * 3600 - minutes * 60 - seconds) * 1000);
  const [over = 0] = clockThere.format(guess).split(':').map(Number);
  // On the two days at which clocks change, the guess is an hour early or late.
  return over === 0 ? guess : new Date(guess.getTime() + (over > 12 ? 24 - over : -over) * 3_600_000);
}

export function spentToday({ spent }: Pick<YoutubeSettings, 'spent'>, now: Date): number {
  let told: unknown;
  try {
    told = JSON.parse(spent);
  } catch {
    return 0;
  }
  const { data } = spentSchema.safeParse(told);
  return data?.day === inCalifornia.format(now) ? data.units : 0;
}

/** Counts what was asked for; kept for the channel, since looks and answers leave from different processes. */
export class Meter {
  private units = 0;

  constructor(private readonly ctx: Context<YoutubeSettings>) {}

  add(units: number): void {
    this.units += units;
  }

  /** Looks leave something for answers. */
  get mayLook(): boolean {
    const { settings, now } = this.ctx;
    return spentToday(settings, now()) + this.units < settings.dailyUnits - Math.min(settings.reservedUnits, settings.dailyUnits - 1);
  }

  async keep(): Promise<void> {
    const units = this.units;
    if (units === 0) return;
    this.units = 0;
    const now = this.ctx.now();
    await this.ctx.secrets.update((current) => Promise.resolve({ spent: JSON.stringify({ day: inCalifornia.format(now), units: spentToday(current, now) + units }) }));
  }
}

export const usedUp = (now: Date): ConnectorError => new ConnectorError('unavailable', 'The units that Google gives your project for a day are used up: it goes on at midnight in California, or ask Google for more', { reason: 'quota-used', retryAfterMs: nextReset(now).getTime() - now.getTime() });
