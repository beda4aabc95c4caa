import type { MessageView } from '@kontuar/contract';

type Said = Pick<MessageView, 'seq' | 'kind' | 'direction' | 'author' | 'status'>;

/**
 * Up to where the writer knows the conversation. It moves on over what was in sight meanwhile, so that a chat with a quick
 * customer is not stopped at every answer; it never moves over a colleague's reply, because two answers are never wanted silently.
 */
export function knownUpTo(sinceSeq: number, messages: readonly Said[], seenSeq: number, memberId: string): number {
  let known = sinceSeq;
  for (const message of messages) {
    if (message.seq <= known) continue;
    if (isAnswerOfOthers(message, memberId)) break;
    const own = message.author.kind === 'member' && message.author.id === memberId;
    if (!own && message.kind !== 'event' && message.seq > seenSeq) break;
    known = message.seq;
  }
  return known;
}

/** What colleagues answered since writing began: Send is held, and this is shown instead. */
export function answersSince<M extends Said>(sinceSeq: number, messages: readonly M[], memberId: string): M[] {
  return messages.filter((message) => message.seq > sinceSeq && isAnswerOfOthers(message, memberId));
}

function isAnswerOfOthers(message: Said, memberId: string): boolean {
  return message.kind === 'message' && message.direction === 'out' && (message.author.kind === 'elsewhere' || (message.author.kind === 'member' && message.author.id !== memberId));
}
