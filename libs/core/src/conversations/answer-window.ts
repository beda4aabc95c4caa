import type { ConversationView } from '@kontuar/contract';

/** What of a channel's capabilities says when an answer is taken (`writesFirst`: also before the customer said anything); kept with the channel, so that lists need nothing else. */
export interface AnswerRules { replyWindowHours?: number; lateReplyHours?: number; privateReply?: { withinHours?: number; once?: boolean }; writesFirst?: boolean }

/** When the customer spoke on which side, as a row of `conversations` says it. */
export interface Sides {
  has_public: boolean; last_private_at: Date | null; last_inbound_at: Date | null;
  last_public_at: Date | null; last_public_seq: number; private_reply_seq: number;
}

const HOUR = 3_600_000;

/** Windows count from what the customer said in private. Where nothing is public, that is all they said. */
export const lastPrivateAt = (sides: Pick<Sides, 'has_public' | 'last_private_at' | 'last_inbound_at'>): Date | null => (sides.has_public ? sides.last_private_at : sides.last_inbound_at);

/** There is a private side: nothing is public, the customer wrote in private, or we opened it by a private reply. */
export const hasPrivate = (sides: Sides): boolean => !sides.has_public || sides.last_private_at !== null || sides.private_reply_seq > 0;

export function windowOf(rules: AnswerRules | null, sides: Sides, now: Date): ConversationView['window'] {
  if (rules?.replyWindowHours === undefined || !hasPrivate(sides)) return null;
  const from = lastPrivateAt(sides)?.getTime();
  if (from === undefined && rules.writesFirst === true && sides.last_inbound_at === null) return null;
  if (from === undefined) return { closesAt: null, lateUntil: null, state: 'closed' };
  const closes = from + rules.replyWindowHours * HOUR;
  const late = rules.lateReplyHours === undefined ? undefined : from + rules.lateReplyHours * HOUR;
  const state = now.getTime() <= closes ? 'open' : late !== undefined && now.getTime() <= late ? 'late' : 'closed';
  return { closesAt: new Date(closes).toISOString(), lateUntil: late === undefined ? null : new Date(late).toISOString(), state };
}

/** Of the newest thing that the customer said in public. */
export function privateReplyOf(rules: AnswerRules | null, sides: Sides, now: Date): ConversationView['privateReply'] {
  if (rules?.privateReply === undefined || sides.last_public_at === null) return null;
  const { withinHours, once } = rules.privateReply;
  const until = withinHours === undefined ? undefined : sides.last_public_at.getTime() + withinHours * HOUR;
  const used = sides.private_reply_seq > sides.last_public_seq;
  return { possible: !(used && once === true) && (until === undefined || now.getTime() <= until), until: until === undefined ? null : new Date(until).toISOString(), used };
}
