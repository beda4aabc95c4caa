/** What a clock on the wall shows; `month` from 1. */
export interface WallTime { year: number; month: number; day: number; hour: number; minute: number }

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) formats.set(timeZone, (format = new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' })));
  return format;
}

export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

export function wallTime(at: Date, timeZone: string): WallTime {
  const part = Object.fromEntries(formatOf(timeZone).formatToParts(at).map(({ type, value }) => [type, Number(value)])) as Record<string, number>;
  return { year: part['year'] ?? 0, month: part['month'] ?? 0, day: part['day'] ?? 0, hour: part['hour'] ?? 0, minute: part['minute'] ?? 0 };
}

const asUtc = ({ year, month, day, hour, minute }: WallTime): number => Date.UTC(year, month - 1, day, hour, minute);

/**
 * The moment at which the clock there shows that. Fields may run over ("32 January"). A time that the spring leaves out is as much later as the clock
 * was moved; of one that the autumn has twice, the first.
 */
export function momentOf(wall: WallTime, timeZone: string): Date {
  const wanted = asUtc(wall);
  const shown = (at: number) => asUtc(wallTime(new Date(at), timeZone));
  const offsets = [...new Set([-26, 0, 26].map((hours) => wanted + hours * 3_600_000).map((at) => shown(at) - Math.floor(at / 60_000) * 60_000))];
  const fitting = offsets.map((offset) => wanted - offset).filter((at) => shown(at) === wanted);
  // In the gap nothing fits: counted with the clock as it was before.
  return new Date(fitting.length > 0 ? Math.min(...fitting) : wanted - Math.min(...offsets));
}

/** 0 is Sunday. */
export const weekdayOf = ({ year, month, day }: Pick<WallTime, 'year' | 'month' | 'day'>): number => new Date(Date.UTC(year, month - 1, day)).getUTCDay();

/** Minutes east of Greenwich. */
export const offsetAt = (at: Date, timeZone: string): number => Math.round((asUtc(wallTime(at, timeZone)) - Math.floor(at.getTime() / 60_000) * 60_000) / 60_000);
