import { currentLocale, translate } from '../i18n';
import { appStrings } from './app.strings';
import { ApiProblem } from './client';
import { inWords, isKnown } from './words/in-words';

/** Plain words for a failure that no screen has better words for; fits after "Not saved: ". */
export function problemWords(error: unknown): string {
  if (!(error instanceof ApiProblem)) return translate(appStrings, 'errServer');
  if (error.offline) return translate(appStrings, 'errNetwork');
  if (error.status === 429 && !explains(error)) return translate(appStrings, 'errThrottled');
  if (error.status === 403 && (error.detail === '' || error.detail === plainRefusal)) return translate(appStrings, 'errForbidden');
  if (error.status === 404) return translate(appStrings, 'errGone');
  // A connector that could not ask its platform says why, and so does the assistant; any other fault is for those who run the server.
  if (error.status >= 500 && !explains(error)) return translate(appStrings, 'errServer');
  const locale = currentLocale();
  if (error.code !== 'invalid' && isKnown(error.detail, locale)) return lowerFirst(inWords(error.detail, locale));
  return translate(appStrings, error.status === 403 ? 'errForbidden' : error.status === 409 ? 'errConflict' : error.status >= 500 ? 'errServer' : 'errInvalid');
}

const plainRefusal = 'Your role does not allow this.';
const explained = new Set(['templates-unavailable', 'channel-busy', 'channel-settings']);
const explains = ({ code }: ApiProblem): boolean => explained.has(code) || code.startsWith('assistant-');
/** What begins with a name keeps its capital; after a colon all else goes on small. */
const names = /^(?:\P{L}|\p{Lu}\p{Lu}|X |Apple|Bluesky|Discord|Facebook|Google|Instagram|Kontuar|LinkedIn|Mastodon|Matrix|Messenger|Meta|Microsoft|Reddit|Slack|Telegram|TikTok|Trustpilot|Twilio|Viber|WhatsApp|YouTube)/u;

function lowerFirst(text: string): string {
  const open = text.replace(/\.$/u, '');
  return names.test(open) ? open : open.slice(0, 1).toLowerCase() + open.slice(1);
}

/** What the server said about one field of the form; `path` is dotted as in the body. */
export function fieldWords(error: unknown, path: string): string | undefined {
  const said = error instanceof ApiProblem ? error.errors.find((each) => each.path === path)?.message : undefined;
  if (said === undefined) return undefined;
  const locale = currentLocale();
  return isKnown(said, locale) ? inWords(said, locale) : translate(appStrings, 'errInvalid');
}
