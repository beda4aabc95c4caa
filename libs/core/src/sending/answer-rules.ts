import { capabilitiesFor, type Visibility } from '@kontuar/contract';
import type { Capabilities } from '@kontuar/connectors/contract';
import type { Tx } from '@kontuar/platform';
import { rulesOf } from '../channels/channel-rules';
import { lastPrivateAt, windowOf, type Sides } from '../conversations/answer-window';
import { ofThread } from './way-out';

/** The thread, as far as it decides where an answer goes and whether the platform takes it. */
export interface AnsweredThread extends Sides { id: string; thread_key: string | null; last_inbound_public: boolean; last_inbound_seq: number; linked: boolean }

export interface Answer {
  side: Visibility;
  /** The message that is answered, when somebody chose one. */
  replyTo: Answered | undefined;
  template: boolean;
  /** A rule or a survey may not use the hours that are meant for people. */
  byPerson: boolean;
  /** The answer itself, when it is stored already. */
  messageId: string | null;
}
export interface Answered { id: string; external_id: string | null; visibility: Visibility; direction: string; at: Date }

/** Where the answer goes. `privately`: it opens a private thread from this public message. */
export interface Way { replyToId: string | null; privately: boolean }
export interface Refused { code: 'window-closed' | 'private-reply-used' | 'private-reply-too-late' | 'no-private-side' | 'no-public-side' | 'wrong-side' | 'no-consent' | 'outreach-stopped'; detail: string; closedAt?: string }

const HOUR = 3_600_000;
const threadColumns = `c.id, c.thread_key, c.has_public, c.last_private_at, c.last_inbound_at, c.last_public_at, c.last_public_seq, c.private_reply_seq, c.last_inbound_public, c.last_inbound_seq,
  EXISTS (SELECT 1 FROM thread_links l WHERE l.conversation_id = c.id) AS linked`;

export async function answeredThread(tx: Tx, conversationId: string): Promise<AnsweredThread> {
  const [row] = await tx.query<AnsweredThread>(`SELECT ${threadColumns} FROM conversations c WHERE c.id = $1`, [conversationId]);
  if (row === undefined) throw new Error('the conversation is gone');
  return row;
}

/** On which side an answer goes that says nothing of it: where the customer spoke last. */
export function usualSide(thread: AnsweredThread, capabilities: Capabilities): Visibility {
  if (thread.last_inbound_seq === 0 && !thread.has_public) return capabilities.public ? 'public' : 'private';
  return thread.last_inbound_public ? 'public' : 'private';
}

/** Whether the platform would take it, in the platform's own order of rules; asked before it is queued and again before it leaves. */
export async function wayOf(tx: Tx, thread: AnsweredThread, capabilities: Capabilities, answer: Answer, now = new Date()): Promise<Way | Refused> {
  return answer.side === 'public' ? publicWay(tx, thread, capabilities, answer) : privateWay(tx, thread, capabilities, answer, now);
}

export const isRefused = (way: Way | Refused): way is Refused => 'code' in way;

async function publicWay(tx: Tx, thread: AnsweredThread, capabilities: Capabilities, { replyTo }: Answer): Promise<Way | Refused> {
  if (!thread.has_public && !capabilities.public) return { code: 'no-public-side', detail: 'Nothing in this conversation is public.' };
  if (replyTo !== undefined) return replyTo.visibility === 'public' ? { replyToId: replyTo.id, privately: false } : { code: 'wrong-side', detail: 'A private message cannot be answered in public.' };
  return { replyToId: (await lastPublic(tx, thread))?.id ?? null, privately: false };
}

async function privateWay(tx: Tx, thread: AnsweredThread, all: Capabilities, answer: Answer, now: Date): Promise<Way | Refused> {
  const capabilities = capabilitiesFor(all, 'private');
  const hasThread = thread.linked || thread.last_private_at !== null || (!thread.has_public && !capabilities.public);
  const window = hasThread ? windowOf(rulesOf(all), thread, now) : null;
  const passes = window === null || window.state === 'open' || (window.state === 'late' && answer.byPerson) || (answer.template && capabilities.templates === true);
  const { replyTo } = answer;
  if (hasThread && passes) return { replyToId: replyTo?.visibility === 'private' ? replyTo.id : null, privately: false };
  const privately = await privateReply(tx, thread, all, answer, now);
  if (privately !== undefined && !isRefused(privately)) return privately;
  if (!hasThread) return privately ?? { code: 'no-private-side', detail: 'On this channel a public message cannot be answered in private.' };
  if (lastPrivateAt(thread) === null) return privately ?? { code: 'window-closed', detail: 'The customer has not written in private yet, so this platform lets nothing through.' };
  const closedAt = answer.byPerson ? (window?.lateUntil ?? window?.closesAt) : window?.closesAt;
  const hours = answer.byPerson ? (capabilities.lateReplyHours ?? capabilities.replyWindowHours) : capabilities.replyWindowHours;
  return { code: 'window-closed', detail: `This platform takes an answer within ${hours} hours of the customer's last message. That ended on ${words(closedAt)}.`, ...(closedAt == null ? {} : { closedAt }) };
}

/** Undefined where there is no such thing. */
async function privateReply(tx: Tx, thread: AnsweredThread, { privateReply: rules }: Capabilities, { replyTo, messageId }: Answer, now: Date): Promise<Way | Refused | undefined> {
  if (rules === undefined || !thread.has_public) return undefined;
  const target = replyTo?.visibility === 'public' ? replyTo : await lastPublic(tx, thread);
  if (target?.external_id == null || target.direction !== 'in') return undefined;
  if (rules.withinHours !== undefined && now.getTime() > target.at.getTime() + rules.withinHours * HOUR) {
    const closedAt = new Date(target.at.getTime() + rules.withinHours * HOUR).toISOString();
    return { code: 'private-reply-too-late', detail: `This platform takes a private reply within ${days(rules.withinHours)} of the public message. That ended on ${words(closedAt)}.`, closedAt };
  }
  if (rules.once === true) {
    const [used] = await tx.query(`SELECT 1 FROM messages m WHERE ${ofThread('$1')} AND reply_to_id = $2 AND direction = 'out' AND visibility = 'private' AND kind = 'message' AND status <> 'failed' AND id IS DISTINCT FROM $3::uuid LIMIT 1`, [thread.id, target.id, messageId]);
    if (used !== undefined) return { code: 'private-reply-used', detail: 'This platform takes one private reply to a public message, and it was given. The customer has to answer it first.' };
  }
  return { replyToId: target.id, privately: true };
}

async function lastPublic(tx: Tx, thread: AnsweredThread): Promise<Answered | undefined> {
  if (thread.last_public_seq === 0) return undefined;
  const [row] = await tx.query<Answered>(`SELECT id, external_id, visibility, direction, at FROM messages m WHERE ${ofThread('$1')} AND direction = 'in' AND visibility = 'public' AND deleted_at IS NULL ORDER BY created_at DESC, seq DESC LIMIT 1`, [thread.id]);
  return row;
}

export async function findAnswered(tx: Tx, conversationId: string, messageId: string | null): Promise<Answered | undefined> {
  if (messageId === null) return undefined;
  return (await tx.query<Answered>(`SELECT id, external_id, visibility, direction, at FROM messages WHERE id = $1 AND conversation_id = $2`, [messageId, conversationId]))[0];
}

/** After a private reply failed, was taken back or leaves again: whether one stands is said by those that are there. */
export async function recountPrivateReplies(tx: Tx, threadId: string): Promise<void> {
  await tx.execute(
    `UPDATE conversations c SET private_reply_seq = coalesce((SELECT max(m.seq) FROM messages m JOIN messages p ON p.id = m.reply_to_id WHERE ${ofThread('c.id')} AND m.direction = 'out' AND m.kind = 'message' AND m.visibility = 'private' AND p.visibility = 'public' AND m.status <> 'failed'), 0)
     WHERE id = $1 AND has_public`,
    [threadId],
  );
}

const words = (at: string | null | undefined): string => (at == null ? 'an earlier day' : `${at.slice(0, 16).replace('T', ' ')} UTC`);
const days = (hours: number): string => (hours % 24 === 0 && hours > 24 ? `${hours / 24} days` : `${hours} hours`);
