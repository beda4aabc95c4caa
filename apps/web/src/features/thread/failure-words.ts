import type { KeyOf } from '../../i18n';
import type { threadStrings } from './thread.strings';

type Key = KeyOf<(typeof threadStrings)['en']>;

/**
 * Plain words for the reason that a connector or the sender gave. Matched by what the code says, because each connector
 * names its own reasons; one that is not known here shows the platform's words alone.
 */
const reasons: readonly [RegExp, Key][] = [
  [/mailbox-?full|quota/, 'failMailbox'],
  [/blocked/, 'failBlocked'],
  [/no-?such|wrong-?address|unknown-?(user|recipient|address)|bad-?(address|recipient)|invalid-?(address|recipient)|recipient|user-?unknown|domain/, 'failAddress'],
  [/spam|policy|reputation/, 'failSpam'],
  [/unauthori|credential|login|token|auth/, 'failLogin'],
  [/too-?long|text-?length/, 'failTooLong'],
  [/too-?(large|big|many)|size|attachment/, 'failTooLarge'],
  [/window/, 'failWindow'],
  [/chat-?not-?found|removed-?from|gone|deactivated/, 'failGone'],
  [/unavailable|unreachable|no-?answer|timeout|network|dns|rate-?limit|expired/, 'failUnreachable'],
  [/exhausted|attempts/, 'failTried'],
  [/rejected|refused|bounce|forbidden|disabled|loop|not-?delivered/, 'failRefused'],
];

export function failureKey(code: string | undefined): Key {
  const found = reasons.find(([pattern]) => pattern.test((code ?? '').toLowerCase().replaceAll('_', '-')));
  return found?.[1] ?? 'failOther';
}
