/** Less likely than this to be silent so long by chance: an alarm, about once in many months for a healthy channel. */
const UNLIKELY = 0.0005;
/** With fewer days than this nobody knows what is usual. */
const MIN_DAYS = 3;
const HOUR = 3_600_000;

export interface Silence {
  /** Hours in which the channel was heard, in the last weeks; each the start of an hour, in ms. */
  heard: readonly number[];
  /** Last heard, or watched since then. */
  since: Date;
  now: Date;
  timeZone: string;
}

/**
 * Whether a channel is silent far longer than usual, at hours when it usually is not: each hour of silence counts as much as
 * the channel was usually heard in that hour of such a day. A shop's night and Sunday count nothing by themselves.
 */
export function isUnusuallySilent({ heard, since, now, timeZone }: Silence): boolean {
  const first = heard.length === 0 ? undefined : Math.min(...heard);
  if (first === undefined) return false;
  const slotOf = slots(timeZone);
  const days = new Map<string, Set<string>>();
  for (let at = first; at < since.getTime(); at += HOUR) {
    const slot = slotOf(at);
    add(days, `${slot.kind}:${slot.hour}`, slot.day);
  }
  if (Math.max(0, ...[...days.values()].map((set) => set.size)) < MIN_DAYS) return false;
  const heardDays = new Map<string, Set<string>>();
  for (const at of heard) {
    const slot = slotOf(at);
    add(heardDays, `${slot.kind}:${slot.hour}`, slot.day);
  }
  let chance = 1;
  // The hour in which it was heard last, and the one that is not over yet, prove nothing.
  for (let at = Math.ceil(since.getTime() / HOUR) * HOUR; at + HOUR <= now.getTime() && chance >= UNLIKELY; at += HOUR) {
    const { kind, hour } = slotOf(at);
    const name = `${kind}:${hour}`;
    // One more day than was seen: even a channel heard every day may have its first quiet hour.
    chance *= 1 - (heardDays.get(name)?.size ?? 0) / ((days.get(name)?.size ?? 0) + 1);
  }
  return chance < UNLIKELY;
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
}

interface Slot { kind: 'workday' | 'weekend'; hour: string; day: string }

function slots(timeZone: string): (at: number) => Slot {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: knownZone(timeZone), weekday: 'short', hour: '2-digit', hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' });
  return (at) => {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const weekend = part['weekday'] === 'Sat' || part['weekday'] === 'Sun';
    return { kind: weekend ? 'weekend' : 'workday', hour: part['hour'] ?? '', day: `${part['year']}-${part['month']}-${part['day']}` };
  };
}

function knownZone(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
