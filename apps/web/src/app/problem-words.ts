import { currentLocale, translate } from '../i18n';
import { appStrings } from './app.strings';
import { ApiProblem } from './client';

/** Plain words for a failure that no screen has better words for; fits after "Not saved: ". */
export function problemWords(error: unknown): string {
  if (!(error instanceof ApiProblem)) return translate(appStrings, 'errServer');
  if (error.offline) return translate(appStrings, 'errNetwork');
  if (error.status === 429) return translate(appStrings, 'errThrottled');
  if (error.status === 403) return translate(appStrings, 'errForbidden');
  if (error.status === 404) return translate(appStrings, 'errGone');
  if (error.status >= 500) return translate(appStrings, 'errServer');
  // The server explains in English; other languages get the general sentence.
  if (error.detail !== '' && error.code !== 'invalid' && currentLocale() === 'en') return lowerFirst(error.detail);
  if (error.status === 409) return translate(appStrings, 'errConflict');
  return translate(appStrings, 'errInvalid');
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1).replace(/\.$/u, '');
}

/** What the server said about one field of the form; `path` is dotted as in the body. */
export function fieldWords(error: unknown, path: string): string | undefined {
  return error instanceof ApiProblem ? error.errors.find((each) => each.path === path)?.message : undefined;
}
