import { ApiProblem } from '../../app/client';
import { formatSpan, type Translate } from '../../i18n';
import type { sessionStrings } from './session.strings';

type T = Translate<(typeof sessionStrings)['en']>;

/** Why one did not get in, in words that say what to do. */
export function entryWords(error: unknown, t: T): string {
  if (!(error instanceof ApiProblem)) return t('server');
  if (error.offline) return t('network');
  if (error.status === 429) return t('throttled', { span: waitWords(error.retryAfterMs) });
  if (error.status === 401 || error.status === 400) return t('wrong');
  if (error.status === 403) return t('inactive');
  return t('server');
}

/** '40 s', '3 m'; a minute when the server did not say. */
export function waitWords(retryAfterMs: number | undefined): string {
  if (retryAfterMs === undefined) return formatSpan(60_000);
  return retryAfterMs < 60_000 ? `${Math.max(1, Math.ceil(retryAfterMs / 1000))} s` : formatSpan(Math.ceil(retryAfterMs / 60_000) * 60_000);
}

/** Good enough to catch a slip; the server has the last word. */
export function looksLikeEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/u.test(text.trim());
}

export const shortestPassword = 10;
