import type { Locale } from '@kontuar/contract';
import { polishWhen } from './polish-when';

export interface When {
  /** Understands "tomorrow 9" and "jutro 9" alike; null when it does not, or when the time has passed. */
  read(text: string, now: Date): Date | null;
}

const dayPart: readonly [RegExp, number][] = [[/\bmorning\b/i, 9], [/\b(noon|midday)\b/i, 12], [/\bafternoon\b/i, 14], [/\b(evening)\b/i, 18], [/\b(tonight|night)\b/i, 20]];

/** English by chrono, which is large and comes when it is needed; Polish by our own rules. The reader's language is tried first. */
export async function loadWhen(locale: Locale): Promise<When> {
  const { casual } = await import('chrono-node/en');
  const english = (text: string, now: Date, strays: number): Date | null => {
    // "9" alone or "fri 9": chrono wants to see that it is an hour.
    const spelled = text.trim().replace(/(^|\s)(\d{1,2})$/u, (_all, before: string, hour: string) => (Number(hour) < 24 ? `${before}${before === '' ? '' : 'at '}${hour}:00` : `${before}${hour}`));
    const result = casual.parse(spelled, now, { forwardDate: true })[0];
    if (!result) return null;
    // More around it than a stray "please": it was about something else.
    if (spelled.replace(result.text, '').replace(/[^\p{L}\p{N}]/gu, '').length > strays) return null;
    const at = result.start.date();
    if (!result.start.isCertain('hour')) at.setHours(dayPart.find(([pattern]) => pattern.test(spelled))?.[1] ?? 9, 0, 0, 0);
    else if (!result.start.isCertain('minute')) at.setMinutes(0, 0, 0);
    return at;
  };
  const whole = (text: string, now: Date) => english(text, now, 0);
  // A word that is none of English may be the day in Polish: "pn 8:30".
  const order = locale === 'pl' ? [polishWhen, (text: string, now: Date) => english(text, now, 8)] : [whole, polishWhen, (text: string, now: Date) => english(text, now, 8)];
  return {
    read: (text, now) => {
      for (const understand of order) {
        const at = understand(text, now);
        if (at !== null && at > now) return at;
      }
      return null;
    },
  };
}

export type PresetId = 'tomorrow' | 'later-today' | 'evening' | 'monday' | 'three-days' | 'week';
export interface Preset { id: PresetId; at: Date }

/** Tomorrow morning first, so that H and Enter snooze until then. Only what lies ahead and says something new. */
export function presets(now: Date): Preset[] {
  const day = (days: number, hour: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
  const later = new Date(now.getFullYear(), now.getMonth(), now.getDate(), now.getHours() + 3);
  const all: Preset[] = [{ id: 'tomorrow', at: day(1, 9) }];
  if (later.getHours() >= 9 && later.getHours() <= 18 && later.getDate() === now.getDate()) all.push({ id: 'later-today', at: later });
  if (now.getHours() < 17 && later.getHours() !== 18) all.push({ id: 'evening', at: day(0, 18) });
  const toMonday = ((8 - now.getDay()) % 7) || 7;
  if (toMonday > 1) all.push({ id: 'monday', at: day(toMonday, 9) });
  if (toMonday !== 3) all.push({ id: 'three-days', at: day(3, 9) });
  if (toMonday !== 7) all.push({ id: 'week', at: day(7, 9) });
  return all;
}
