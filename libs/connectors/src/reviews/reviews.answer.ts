import { ConnectorError, type Action, type Capabilities, type Outbound, type Sent } from '../contract';
import { refuseBeyondLimits } from '../limits';
import { answeredReview, replyIdOf, reviewIdOf } from './reviews.inbound';

/** What platforms of reviews have in common: text only, in public, one answer that the next one replaces. */
export const reviewCapabilities: Capabilities = {
  text: 'plain', subject: false, cc: false, attachments: false, typing: false, reactions: false, edit: false, delete: true, readReceipts: false, deliveryReceipts: false,
  startConversation: false, undoSendSeconds: 10, public: true, oneReply: true,
};

/** `put` answers the text as the platform kept it, where it says so. */
export async function answerReview(message: Outbound, capabilities: Capabilities, put: (reviewId: string, text: string) => Promise<string | undefined>): Promise<Sent> {
  refuseBeyondLimits(capabilities, message);
  const text = message.text.trim();
  if (text === '') throw new ConnectorError('rejected', 'An answer to a review needs words', { reason: 'empty' });
  const reviewId = answeredReview(message);
  const kept = (await put(reviewId, message.text)) ?? '';
  if (kept.trim() === '' || sameWords(kept, message.text)) return { externalId: replyIdOf(reviewId, message.text) };
  return { externalId: replyIdOf(reviewId, kept), warning: `The platform changed the words of this answer. It now reads: ${kept.slice(0, 400)}` };
}

const sameWords = (one: string, other: string): boolean => replyIdOf('', one) === replyIdOf('', other);

/** Takes an answer back, if it is the one that stands there: an older one was replaced long ago, and the newer one stays. */
export async function withdrawAnswer(action: Action, platform: { standing(reviewId: string): Promise<string | undefined>; remove(reviewId: string): Promise<void> }): Promise<void> {
  if (action.kind !== 'delete') throw new ConnectorError('rejected', 'Only an answer of ours can be taken back here', { reason: 'act-not-offered' });
  const reviewId = reviewIdOf(action.externalId);
  if (reviewId === action.externalId) throw new ConnectorError('rejected', 'A customer’s review can only be deleted by the customer or the platform', { reason: 'act-not-offered' });
  const text = await platform.standing(reviewId);
  if (text === undefined || replyIdOf(reviewId, text) !== action.externalId) return;
  await platform.remove(reviewId);
}
