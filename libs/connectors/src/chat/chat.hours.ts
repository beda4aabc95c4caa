/**
 * Opening hours as people write them: "Mon-Fri 8:00-20:00, Sat 9-14". Days in English or Polish; a day may stand in several
 * parts (a lunch break); a part may pass midnight ("Fri 18:00-2:00"). Empty means always open.
 */
const dayNames: Record<string, number> = {
  sun: 0, mon: 1, tue: 2, wed: 3, thu: 4, fri: 5, sat: 6,
  niedz: 0, nd: 0, pon: 1, pn: 1, wt: 2, śr: 3, sr: 3, czw: 4, cz: 4, pt: 5, pi: 5, sob: 6, sb: 6,
};
const minutesADay = 1440;

/** Minutes from the start of a week (Sunday 0:00); `to` may pass the week's end. */
export interface OpenSpan { from: number; to: number }

/** Undefined when the text is not understood. */
export function parseHours(text: string): OpenSpan[] | undefined {
  const spans: OpenSpan[] = [];
  for (const part of text.split(/[,;\n]/).map((one) => one.trim()).filter((one) => one !== '')) {
    const match = /^(\p{L}+)\.?\s*(?:[-–—]\s*(\p{L}+)\.?)?\s+(\d{1,2})(?::(\d\d))?\s*[-–—]\s*(\d{1,2})(?::(\d\d))?$/u.exec(part);
    if (!match) return undefined;
    const [first, last] = [dayOf(match[1]), match[2] === undefined ? dayOf(match[1]) : dayOf(match[2])];
    const [from, until] = [minutesOf(match[3], match[4]), minutesOf(match[5], match[6])];
    if (first === undefined || last === undefined || from === undefined || until === undefined || from === until) return undefined;
    for (let day = first; ; day = (day + 1) % 7) {
      const start = day * minutesADay + from;
      spans.push({ from: start, to: start + (until > from ? until - from : until + minutesADay - from) });
      if (day === last) break;
    }
  }
  return spans;
}

function dayOf(name: string | undefined): number | undefined {
  const lower = (name ?? '').toLowerCase();
  const found = Object.keys(dayNames).filter((known) => lower.startsWith(known)).sort((a, b) => b.length - a.length)[0];
  return found === undefined ? undefined : dayNames[found];
}

function minutesOf(hour: string | undefined, minute: string | undefined): number | undefined {
  const total = Number(hour) * 60 + Number(minute ?? 0);
  return Number(minute ?? 0) < 60 && total <= minutesADay ? total : undefined;
}

export interface Hours { hours: string; timeZone: string; closedDays: readonly string[] }

/** Whether it is open at `now`, and the moment at which that changes next (undefined: not within two weeks). */
export function openingAt({ hours, timeZone, closedDays }: Hours, now: Date): { open: boolean; changesAt?: Date } {
  const spans = parseHours(hours) ?? [];
  if (spans.length === 0 && closedDays.length === 0) return { open: true };
  const open = (at: Date): boolean => isOpen(spans, closedDays, localParts(at, timeZone));
  const state = open(now);
  // Steps of a quarter find every edge that people set; the minute inside is then searched.
  const step = 15 * 60_000;
  let at = Math.floor(now.getTime() / step) * step + step;
  for (let steps = 0; steps < 14 * 96; steps += 1, at += step) {
    if (open(new Date(at)) === state) continue;
    let [low, high] = [Math.max(at - step, now.getTime()), at];
    while (high - low > 60_000) {
      const middle = Math.floor((low + high) / 2 / 60_000) * 60_000;
      if (middle <= low) break;
      if (open(new Date(middle)) === state) low = middle;
      else high = middle;
    }
    return { open: state, changesAt: new Date(Math.ceil(high / 60_000) * 60_000) };
  }
  return { open: state };
}

interface LocalParts { date: string; yesterday: string; weekMinute: number; weekday: number }

function isOpen(spans: readonly OpenSpan[], closedDays: readonly string[], local: LocalParts): boolean {
  const week = 7 * minutesADay;
  const hours = spans.length === 0 ? [{ from: local.weekday * minutesADay, to: (local.weekday + 1) * minutesADay }] : spans;
  return hours.some(({ from, to }) => [local.weekMinute, local.weekMinute + week].some((minute) => {
    if (minute < from || minute >= to) return false;
    // A night that began yesterday belongs to yesterday, also when today is a holiday.
    const began = Math.floor(from / minutesADay) % 7 === local.weekday ? local.date : local.yesterday;
    return !closedDays.includes(began);
  }));
}

const formats = new Map<string, Intl.DateTimeFormat>();

function localParts(at: Date, timeZone: string): LocalParts {
  let format = formats.get(timeZone);
  if (format === undefined) formats.set(timeZone, (format = new Intl.DateTimeFormat('en-CA', { timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })));
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const date = `${part['year']}-${part['month']}-${part['day']}`;
  const midnight = new Date(`${date}T00:00:00Z`);
  const weekday = midnight.getUTCDay();
  const yesterday = new Date(midnight.getTime() - 86_400_000).toISOString().slice(0, 10);
  return { date, yesterday, weekday, weekMinute: weekday * minutesADay + Number(part['hour']) * 60 + Number(part['minute']) };
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
