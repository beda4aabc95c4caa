/** Which rows a platform can never show, and why. `coverage.test.ts` refuses a hole that is not stated here, and a statement that holds no longer. */
import type { Fault, Offer } from './row';

/** How each tells; written down, so that a module which loses its webhook does not lose the rows about it in silence. */
export const ways: Record<Offer['way'], readonly string[]> = {
  webhook: ['api', 'facebook', 'google-business', 'instagram', 'line', 'linkedin', 'slack', 'sms', 'telegram', 'tiktok', 'trustpilot', 'twilio-whatsapp', 'viber', 'whatsapp', 'x'],
  connection: ['discord', 'mastodon', 'matrix'],
  asked: ['app-store', 'bluesky', 'google-play', 'reddit', 'youtube'],
};

/** Connectors that are not played here, and where the same is proved of them. */
export const unplayed: Record<string, string> = {
  chat: 'Kontuar’s own widget: test/api/widget.test.ts and the journey',
  counter: 'nothing leaves Kontuar',
  email: 'real Dovecot and Postfix: libs/connectors/src/email/email.peer.test.ts',
  phone: 'nothing leaves Kontuar',
  xmpp: 'a real Prosody: test/api/xmpp-faults.test.ts',
};

interface Absence { why: string; faults: readonly Fault[]; at: readonly string[] }
const { connection, asked } = ways;
const reviews = ['app-store', 'google-business', 'google-play', 'trustpilot'];

export const absences: readonly Absence[] = [
  { why: 'calls nobody: what is told comes over a connection that we opened and signed in to', faults: ['proof', 'parallel duplicate', 'wrong signature', 'old signature'], at: connection },
  { why: 'calls nobody: we ask', faults: ['proof', 'parallel duplicate', 'wrong signature', 'old signature'], at: asked },
  { why: 'is asked: a list has an order, and nothing in it is faster than the answer to a send', faults: ['out of order', 'delivered first', 'read'], at: asked },
  { why: 'frames of its stream are bounded by the platform, and by our own reader', faults: ['5 MB'], at: ['discord', 'mastodon'] },
  { why: 'asks for no proof before it calls', faults: ['proof'], at: ['api', 'google-business', 'sms', 'telegram', 'tiktok', 'trustpilot', 'twilio-whatsapp'] },
  { why: 'its proof claims no time', faults: ['old signature'], at: ['facebook', 'google-business', 'instagram', 'line', 'linkedin', 'sms', 'telegram', 'trustpilot', 'twilio-whatsapp', 'viber', 'whatsapp', 'x'] },

  { why: 'what was written cannot be changed there', faults: ['edit', 'edit first'], at: ['bluesky', 'line', 'sms', 'tiktok', 'twilio-whatsapp', 'viber', 'x'] },
  { why: 'whoever received a message keeps it: nobody is told of a deletion, or there is none', faults: ['deletion', 'deletion first'], at: ['bluesky', 'sms', 'telegram', 'tiktok', 'twilio-whatsapp', 'viber', 'x'] },
  { why: 'a review that was taken back is no longer listed, and nobody says so', faults: ['deletion', 'deletion first'], at: ['app-store', 'google-business', 'google-play'] },
  { why: 'private messages never change there; how edits and deletions of comments are found, reddit.peer.test.ts shows', faults: ['edit', 'deletion'], at: ['reddit'] },
  { why: 'a comment that was deleted is no longer listed, and nobody says so', faults: ['deletion'], at: ['youtube'] },
  { why: 'tells nobody of a delivery', faults: ['delivered first'], at: [...connection, 'instagram', 'line', 'linkedin', 'slack', 'telegram', 'tiktok', 'trustpilot', 'x'] },
  { why: 'tells nobody what was read', faults: ['read'], at: ['discord', 'google-business', 'line', 'linkedin', 'mastodon', 'slack', 'sms', 'telegram', 'trustpilot'] },
  { why: 'there is no app in which the account could answer: the line is ours alone', faults: ['answered elsewhere'], at: ['line', 'sms', 'telegram', 'twilio-whatsapp', 'viber'] },

  { why: 'everything it lists is a comment or a review, of which there are no kinds', faults: ['unknown event', 'bad item in a batch'], at: ['app-store', 'google-play', 'youtube'] },
  { why: 'what is written has one kind only', faults: ['unknown message'], at: ['api', 'sms', 'youtube', ...reviews] },

  { why: 'forbids in no other way than those below', faults: ['forbidden'], at: ['api'] },
  { why: 'has no window after which an answer is refused', faults: ['window closed'], at: ['api', 'bluesky', 'discord', 'line', 'linkedin', 'mastodon', 'matrix', 'reddit', 'slack', 'sms', 'telegram', 'twilio-whatsapp', 'viber', 'x', 'youtube', ...reviews] },
  { why: 'nobody can block who answers them there, or the refusal is the same as for anything forbidden', faults: ['blocked'], at: ['line', 'mastodon', 'matrix', 'slack', 'youtube', ...reviews] },

  { why: 'its API folds nobody’s comment away', faults: ['hide'], at: ['discord', 'linkedin', 'mastodon', 'reddit'] },
  { why: 'its API takes no likes, or forbids programs to vote', faults: ['like'], at: ['instagram', 'reddit', 'x', 'youtube'] },
  { why: 'what customers write there carries no files', faults: ['picture'], at: ['linkedin', 'reddit', 'youtube', ...reviews] },
  { why: 'has no posts below which people comment', faults: ['comment', 'hide', 'like'], at: ['line', 'matrix', 'slack', 'sms', 'telegram', 'twilio-whatsapp', 'viber', 'whatsapp', ...reviews] },
];

/** Where several say it, the first. */
export function whyAbsent(id: string, fault: Fault): string | undefined {
  return absences.find(({ faults, at }) => faults.includes(fault) && at.includes(id))?.why;
}
