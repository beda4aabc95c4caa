import { currentLocale, translate, type KeyOf } from '../i18n';
import { appStrings } from './app.strings';
import { failureCodes } from './failure-codes';
import { failureStrings } from './failure.strings';
import { inWords, isKnown } from './words/in-words';

export type FailureKey = KeyOf<(typeof failureStrings)['en']>;

const codes: Readonly<Record<string, FailureKey>> = failureCodes;

/** What the code itself says, for the names that a connector alone uses. */
const patterns: readonly [RegExp, FailureKey][] = [
  [/template/, 'failTemplate'],
  [/mailbox-?full|quota/, 'failMailbox'],
  [/blocked/, 'failBlocked'],
  [/no-?such|wrong-?address|unknown-?(user|recipient|address)|bad-?(address|recipient)|invalid-?(address|recipient)|recipient|user-?unknown|domain/, 'failAddress'],
  [/spam|policy|reputation/, 'failSpam'],
  [/permission|scope/, 'failPermission'],
  [/unauthori|credential|login|token|auth/, 'failLogin'],
  [/too-?long|text-?length/, 'failTooLong'],
  [/too-?(large|big|many)|size|attachment/, 'failTooLarge'],
  [/private-?reply/, 'failNoPrivate'],
  [/window/, 'failWindow'],
  [/chat-?not-?found|removed-?from|gone|deactivated/, 'failGone'],
  [/rate-?limit/, 'failBusy'],
  [/unavailable|unreachable|no-?answer|timeout|network|dns|expired/, 'failUnreachable'],
  [/exhausted|attempts/, 'failTried'],
  [/rejected|refused|bounce|forbidden|disabled|loop|not-?delivered/, 'failRefused'],
];

/** Plain words for the reason that a connector or the sender gave; for one that is not known here its own words have to do. */
export function failureKey(code: string | undefined): FailureKey {
  const name = (code ?? '').toLowerCase().replaceAll('_', '-');
  return codes[name] ?? patterns.find(([pattern]) => pattern.test(name))?.[1] ?? 'failOther';
}

export function failureWords(code: string | undefined): string {
  return translate(failureStrings, failureKey(code));
}

/** Whether there are words for it: what else the server says is shown as it is. */
export const hasFailureWords = (code: string): boolean => codes[code] !== undefined;

/** What the channel said beside the reason, in the language of the screen. What nobody has translated is a platform's own, and stands in quotes. */
export function failureDetail(detail: string): string {
  const locale = currentLocale();
  const said = inWords(detail, locale);
  return said === '' || isKnown(detail, locale) ? said : translate(appStrings, 'platformSaid', { words: detail });
}
