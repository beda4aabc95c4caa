import type { Locale, ZoneEvidence } from '@kontuar/contract';
import { formatTime } from '../../i18n';
import { momentWords } from '../times/moment-words';
import { clockThere, cityOf, homeZone } from '../times/zone';

/** A moment as this reader's clock says it, and as the customer's does where that is another. */
export function bothClocks(locale: Locale, at: Date, timeZone: string | null, now: Date): { here: string; there: string | null } {
  const here = momentWords(locale, at, now);
  if (timeZone === null || timeZone === homeZone()) return { here, there: null };
  const shown = clockThere(at, timeZone);
  const same = shown.getTime() === clockThere(at, homeZone()).getTime();
  return { here, there: same ? null : momentWords(locale, shown, clockThere(now, timeZone)) };
}

export const timeThere = (locale: Locale, at: Date, timeZone: string): string => formatTime(locale, clockThere(at, timeZone));
export { cityOf };

const evidenceKeys = { hand: 'byHand', phone: 'byPhone', browser: 'byBrowser', mail: 'byMail', country: 'byCountry', language: 'byLanguage', workspace: 'byWorkspace' } as const satisfies Record<ZoneEvidence['kind'], string>;
export const evidenceKey = (evidence: ZoneEvidence): (typeof evidenceKeys)[ZoneEvidence['kind']] => evidenceKeys[evidence.kind];
