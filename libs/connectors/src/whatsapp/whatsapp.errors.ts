import type { Meaning } from '../meta/meta.errors';

const rejected = (code: number, reason: string, words: string, more: { quote?: true } = {}): Meaning => ({ code, kind: 'rejected', reason, words, ...more });
const later = (code: number, reason: string, words: string): Meaning => ({ code, kind: 'unavailable', reason, words });
const account = (code: number, reason: string, words: string): Meaning => ({ code, kind: 'unauthorized', reason, words });

const closed = 'The customer last wrote more than 24 hours ago: WhatsApp now takes approved templates only';

/** Codes of the WhatsApp Cloud API; the same ones come with statuses that say "failed". */
export const meanings: readonly Meaning[] = [
  rejected(131047, 'window-closed', closed),
  rejected(470, 'window-closed', closed),
  rejected(131026, 'unknown-recipient', 'WhatsApp could not deliver this: the number may have no WhatsApp, or one too old'),
  rejected(131021, 'unknown-recipient', 'The recipient is our own number'),
  rejected(131030, 'recipient-not-allowed', 'A test number may write only to the numbers on its list'),
  rejected(131050, 'opted-out', 'The customer does not want marketing messages from us'),
  rejected(131049, 'not-delivered', 'WhatsApp held this back, to keep customers from too many marketing messages. Try again in some days'),
  rejected(130472, 'not-delivered', 'WhatsApp held this back for an experiment of its own'),
  rejected(130497, 'not-delivered', 'WhatsApp does not let this business write to this country'),
  rejected(131048, 'spam', 'WhatsApp has limited this number, because too many messages were reported or blocked'),
  rejected(131051, 'unsupported', 'WhatsApp does not take this kind of message'),
  rejected(131052, 'media-refused', 'WhatsApp could not fetch this file'),
  rejected(131053, 'media-refused', 'WhatsApp could not read this file'),
  rejected(131062, 'template-refused', 'One-time passwords go to a phone number only, and WhatsApp does not tell this customer’s'),
  rejected(132000, 'template-values', 'The template has another number of variables than were filled in'),
  rejected(132001, 'template-gone', 'WhatsApp does not know this template in this language: it may be deleted or not approved yet'),
  rejected(132005, 'text-too-long', 'The template is too long with these values'),
  rejected(132007, 'policy', 'The template breaks a rule of WhatsApp'),
  rejected(132012, 'template-values', 'A value does not fit its place in the template', { quote: true }),
  rejected(132015, 'template-paused', 'WhatsApp has paused this template, because customers rated it low'),
  rejected(132016, 'template-paused', 'WhatsApp has switched this template off for good, because customers rated it low'),
  { code: 100, match: /must be (?:at most|less)|too long|length/i, kind: 'rejected', reason: 'text-too-long', words: 'The text is too long for WhatsApp' },
  later(130429, 'rate-limited', 'WhatsApp asked us to slow down'),
  later(131056, 'rate-limited', 'WhatsApp asked us to write to this customer more slowly'),
  later(131016, 'platform-busy', 'WhatsApp had a temporary fault'),
  later(131057, 'platform-busy', 'The number is being maintained at WhatsApp'),
  later(133004, 'platform-busy', 'WhatsApp had a temporary fault'),
  account(131005, 'permission-missing', 'The token lacks a permission for this number'),
  account(131031, 'account-locked', 'WhatsApp has locked this business account: look into WhatsApp Manager'),
  account(131037, 'account-locked', 'The display name of this number is not approved yet: look into WhatsApp Manager'),
  account(131042, 'payment-missing', 'WhatsApp wants a means of payment: look into WhatsApp Manager'),
  account(131045, 'number-not-registered', 'The number is not registered at WhatsApp: register it in WhatsApp Manager'),
  account(133010, 'number-not-registered', 'The number is not registered at WhatsApp: register it in WhatsApp Manager'),
];

/** Why a status says "failed", in the words that an answer would have had. */
export function failureOf(code: number | undefined, title: string | undefined): { code: string; reason: string } {
  const meaning = meanings.find((one) => one.code === code && one.match === undefined);
  return { code: meaning?.reason ?? 'not-delivered', reason: meaning?.words ?? (title === undefined || title === '' ? 'WhatsApp could not deliver this' : `WhatsApp could not deliver this: ${title.slice(0, 300)}`) };
}
