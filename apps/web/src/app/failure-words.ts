import { translate, type KeyOf } from '../i18n';
import { failureStrings } from './failure.strings';

export type FailureKey = KeyOf<(typeof failureStrings)['en']>;

/** The codes that connectors and the sender share. */
const codes: Readonly<Record<string, FailureKey>> = {
  'window-closed': 'failWindow', 'private-reply-used': 'failReplyUsed', 'already-replied': 'failReplyUsed', 'private-reply-too-late': 'failReplyLate', 'too-late': 'failReplyLate',
  'no-private-side': 'failNoPrivate', 'no-public-side': 'failNoPublic', 'wrong-side': 'failNoPublic', 'cannot-write-first': 'failWriteFirst', 'reply-token-used': 'failWindow',
  'blocked-by-user': 'failBlocked', 'opted-out': 'failOptedOut', 'messages-disabled': 'failClosed', 'dm-not-allowed': 'failClosed', 'replies-disabled': 'failReplies', 'topic-closed': 'failReplies',
  'rate-limited': 'failBusy', 'platform-busy': 'failBusy', 'still-preparing': 'failBusy', 'quota-used': 'failQuota', 'trial-account': 'failSuspended', 'account-suspended': 'failSuspended', 'page-restricted': 'failSuspended',
  'template-refused': 'failTemplate', 'template-not-approved': 'failTemplateState', 'template-values': 'failTemplateValues', 'no-templates': 'failTemplate',
  'text-too-long': 'failTooLong', 'text-refused': 'failWords', 'no-text': 'failEmpty', 'empty': 'failEmpty', 'duplicate': 'failDuplicate', 'filtered': 'failSpam',
  'attachment-too-big': 'failTooLarge', 'file-too-big': 'failTooLarge', 'too-many-attachments': 'failTooMany', 'attachment-type': 'failFileKind', 'media-refused': 'failFileKind', 'attachments-unsupported': 'failNoFiles', 'no-attachments': 'failNoFiles',
  'attachment-empty': 'failFileGone', 'file-gone': 'failFileGone', 'file-changed': 'failFileGone', 'file-unreadable': 'failFileGone', 'file-unavailable': 'failFileGone', 'no-public-url': 'failFileAddress',
  'token-refused': 'failLogin', 'login-refused': 'failLogin', 'password-refused': 'failLogin', 'invalid-grant': 'failLogin', 'app-secret-wrong': 'failLogin', 'signature-refused': 'failLogin', 'unauthorized': 'failLogin', 'permission-missing': 'failPermission',
  'other-app-holds': 'failHeld', 'not-our-thread': 'failHeld', 'region-refused': 'failRegion', 'partly-sent': 'failPartly', 'message-gone': 'failMessageGone', 'not-found': 'failMessageGone', 'already-deleted': 'failMessageGone',
  'act-not-offered': 'failNotOffered', 'unsupported': 'failNotOffered', 'act-under-way': 'failUnderWay', 'channel-paused': 'failPaused',
};

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
