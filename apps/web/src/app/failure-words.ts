import { translate, type KeyOf } from '../i18n';
import { failureStrings } from './failure.strings';

export type FailureKey = KeyOf<(typeof failureStrings)['en']>;

/** The codes that connectors and the sender share. */
const codes: Readonly<Record<string, FailureKey>> = {
  'window-closed': 'failWindow', 'private-reply-used': 'failReplyUsed', 'already-replied': 'failReplyUsed', 'private-reply-too-late': 'failReplyLate', 'too-late': 'failReplyLate',
  'no-private-side': 'failNoPrivate', 'no-public-side': 'failNoPublic', 'wrong-side': 'failNoPublic', 'cannot-write-first': 'failWriteFirst', 'reply-token-used': 'failWindow',
  'blocked-by-user': 'failBlocked', 'opted-out': 'failOptedOut', 'messages-disabled': 'failClosed', 'dm-not-allowed': 'failClosed', 'replies-disabled': 'failReplies', 'topic-closed': 'failReplies',
  'rate-limited': 'failBusy', 'platform-busy': 'failBusy', 'still-preparing': 'failProcessing', 'quota-used': 'failQuota', 'trial-account': 'failSuspended', 'account-suspended': 'failSuspended', 'page-restricted': 'failSuspended',
  'template-refused': 'failTemplate', 'template-not-approved': 'failTemplateState', 'template-values': 'failTemplateValues', 'no-templates': 'failTemplate',
  'text-too-long': 'failTooLong', 'text-refused': 'failWords', 'no-text': 'failEmpty', 'empty': 'failEmpty', 'duplicate': 'failDuplicate', 'filtered': 'failSpam',
  'attachment-too-big': 'failTooLarge', 'file-too-big': 'failTooLarge', 'too-many-attachments': 'failTooMany', 'attachment-type': 'failFileKind', 'media-refused': 'failFileKind', 'attachments-unsupported': 'failNoFiles', 'no-attachments': 'failNoFiles',
  'attachment-empty': 'failFileGone', 'file-gone': 'failFileGone', 'file-changed': 'failFileGone', 'file-unreadable': 'failFileGone', 'file-unavailable': 'failFileGone', 'no-public-url': 'failFileAddress',
  'token-refused': 'failLogin', 'login-refused': 'failLogin', 'password-refused': 'failLogin', 'invalid-grant': 'failLogin', 'app-secret-wrong': 'failLogin', 'signature-refused': 'failLogin', 'unauthorized': 'failLogin', 'permission-missing': 'failPermission',
  'other-app-holds': 'failHeld', 'not-our-thread': 'failHeld', 'region-refused': 'failRegion', 'partly-sent': 'failPartly', 'message-gone': 'failMessageGone', 'not-found': 'failMessageGone', 'already-deleted': 'failMessageGone',
  'wrong-address': 'failSetUp', 'host-missing': 'failSetUp', 'host-unknown': 'failSetUp', 'wrong-app': 'failSetUp', 'wrong-place': 'failSetUp', 'wrong-business-unit': 'failSetUp', 'wrong-sender': 'failSetUp', 'number-not-registered': 'failSetUp', 'certificate': 'failSetUp', 'tls': 'failSetUp', 'port-closed': 'failSetUp',
  'login-unsupported': 'failSetUp', 'bad-webhook': 'failSetUp', 'webhook-not-set': 'failSetUp', 'webhook-refused': 'failSetUp', 'version-ended': 'failSetUp', 'folder': 'failSetUp', 'blocked-address': 'failPrivateNet', 'address-not-allowed': 'failPrivateNet', 'host-private': 'failPrivateNet',
  'access-incomplete': 'failLogin', 'key-refused': 'failLogin', 'key-unreadable': 'failLogin', 'token-expired': 'failLogin', 'oauth-client': 'failLogin', 'oauth-incomplete': 'failLogin', 'oauth-refused': 'failLogin', 'second-factor': 'failLogin', 'consent-refused': 'failLogin', 'oauth-no-refresh': 'failLogin',
  'scope-missing': 'failPermission', 'missing-scope': 'failPermission', 'missing-intent': 'failPermission', 'api-disabled': 'failNotGranted', 'api-not-granted': 'failNotGranted', 'agreement-missing': 'failNotGranted', 'tier': 'failNotGranted', 'payment-missing': 'failPayment', 'account-locked': 'failSuspended',
  'no-answer': 'failSilence', 'no-answer-after-data': 'failSilence', 'unreachable': 'failUnreachable', 'connection-lost': 'failUnreachable', 'held-elsewhere': 'failUnreachable', 'oauth-unreachable': 'failUnreachable', 'phone-unreachable': 'failUnreachable', 'recipient-server-unreachable': 'failUnreachable', 'recipient-unavailable': 'failUnreachable',
  'login-busy': 'failBusy', 'oauth-busy': 'failBusy', 'not-possible-now': 'failBusy', 'endpoint-failed': 'failPlatform', 'platform-failed': 'failPlatform', 'server-error': 'failPlatform', 'temporary': 'failPlatform', 'imap': 'failPlatform', 'smtp': 'failPlatform', 'not-understood': 'failPlatform', 'oauth-answer': 'failPlatform',
  'unknown-recipient': 'failAddress', 'unknown-recipient-domain': 'failAddress', 'bad-address': 'failAddress', 'recipient-gone': 'failDeactivated', 'user-deactivated': 'failDeactivated', 'recipient-not-allowed': 'failRefused', 'mailbox-full': 'failMailbox', 'undelivered': 'failUndelivered', 'not-delivered': 'failUndelivered',
  'refused': 'failRefused', 'forbidden': 'failRefused', 'spam': 'failSpam', 'policy': 'failSpam', 'link-refused': 'failWords', 'reaction-refused': 'failReaction', 'not-summoned': 'failSummoned', 'no-suitable-device': 'failDevice',
  'already-answered': 'failAnswered', 'comments-closed': 'failReplies', 'chat-closed': 'failReplies', 'chat-not-found': 'failGone', 'group-migrated': 'failGone', 'gone': 'failMessageGone', 'removed-from-chat': 'failRemoved', 'removed-from-room': 'failRemoved', 'not-in-channel': 'failRemoved',
  'too-big': 'failTooLarge', 'too-large': 'failTooLarge', 'media-processing': 'failProcessing', 'upload-failed': 'failUpload', 'template-paused': 'failTemplateState', 'template-gone': 'failTemplate', 'not-modified': 'failNothingNew', 'not-ours': 'failNotOurs', 'not-offered': 'failNotOffered',
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
