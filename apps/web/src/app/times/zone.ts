import { presets, type PresetId, type When } from './when';

interface Wall { year: number; month: number; day: number; hour: number; minute: number }
const formats = new Map<string, Intl.DateTimeFormat>();

function wallTime(at: Date, timeZone: string): Wall {
  let format = formats.get(timeZone);
  if (format === undefined) formats.set(timeZone, (format = new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })));
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)])) as Record<string, number>;
  return { year: part['year'] ?? 0, month: part['month'] ?? 1, day: part['day'] ?? 1, hour: part['hour'] ?? 0, minute: part['minute'] ?? 0 };
}

const asUtc = ({ year, month, day, hour, minute }: Wall): number => Date.UTC(year, month - 1, day, hour, minute);

/** A date of this browser whose clock shows what the clock there shows: words about time are read against it. */
export function clockThere(at: Date, timeZone: string): Date {
  const { year, month, day, hour, minute } = wallTime(at, timeZone);
  return new Date(year, month - 1, day, hour, minute);
}

/** The moment at which the clock there shows what this date shows here. As the server counts: out of a gap forward, of two the first. */
export function momentThere(shown: Date, timeZone: string): Date {
  const wanted = Date.UTC(shown.getFullYear(), shown.getMonth(), shown.getDate(), shown.getHours(), shown.getMinutes());
  const there = (at: number) => asUtc(wallTime(new Date(at), timeZone));
  const offsets = [...new Set([-26, 0, 26].map((hours) => wanted + hours * 3_600_000).map((at) => there(at) - at))];
  const fitting = offsets.map((offset) => wanted - offset).filter((at) => there(at) === wanted);
  return new Date(fitting.length > 0 ? Math.min(...fitting) : wanted - Math.min(...offsets));
}

/** "In 2 hours" is a span, whatever any clock shows; "tomorrow 9" is what the clock there will show. */
const span = /^\s*(in|za)\s+(?:.*\s)?(?:\d+\s*)?(?:min|minut|h\b|hour|hours|hrs?|godz|kwadrans|pół|pol|half)/iu;

export function readThere(when: When, text: string, now: Date, timeZone: string): Date | null {
  if (span.test(text)) return when.read(text, now);
  const shown = when.read(text, clockThere(now, timeZone));
  const at = shown === null ? null : momentThere(shown, timeZone);
  return at !== null && at > now ? at : null;
}

export interface Suggestion { id: PresetId | 'workday'; at: Date }

/** When the customer is likely to read: mornings and working days of their calendar come first. */
export function suggestionsThere(now: Date, timeZone: string): Suggestion[] {
  const there = clockThere(now, timeZone);
  const weekend = (day: Date) => day.getDay() === 0 || day.getDay() === 6;
  const all: Suggestion[] = presets(there).map(({ id, at }) => ({ id, at }));
  const tomorrow = all.find(({ id }) => id === 'tomorrow');
  // Tomorrow is Saturday: the next morning on which somebody works.
  if (tomorrow !== undefined && weekend(tomorrow.at)) {
    const at = new Date(tomorrow.at);
    while (weekend(at)) at.setDate(at.getDate() + 1);
    const rest = all.filter(({ id }) => id !== 'monday');
    return [{ id: 'workday' as const, at }, ...rest].map(({ id, at: shown }) => ({ id, at: momentThere(shown, timeZone) }));
  }
  return all.map(({ id, at }) => ({ id, at: momentThere(at, timeZone) }));
}

/** Does somebody there work at that hour? Monday to Friday, 8 to 18. */
export function isWorkTime(at: Date, timeZone: string): boolean {
  const there = clockThere(at, timeZone);
  return there.getDay() > 0 && there.getDay() < 6 && there.getHours() >= 8 && there.getHours() < 18;
}

/** 'Dublin', 'New York': the city names the zone better than any abbreviation. */
export const cityOf = (timeZone: string): string => (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');

export const homeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;
