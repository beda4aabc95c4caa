import { capabilitiesFor, type RuleAction, type RuleDone } from '@kontuar/contract';
import { newId, prepared } from '@kontuar/platform';
import { approvalFor } from '../approvals/asked';
import { findChannel } from '../channels/channel.row';
import type { LockedConversation } from '../conversations/change';
import { fillStep, unfilled } from '../follow-ups/steps';
import { stepWords } from '../follow-ups/words';
import { record } from '../history/history';
import { findActors } from '../members/members.service';
import { textLength } from '../messages/text-length';
import { answeredThread, isRefused, usualSide, wayOf } from '../sending/answer-rules';
import { wayOut } from '../sending/way-out';
import type { Acting } from './acts';

type Outcome = Pick<RuleDone, 'did' | 'code' | 'facts'>;
const not = (did: 'nothing' | 'failed', code: string): Outcome => ({ did, code, facts: {} });

/**
 * To the customer, in the name of the house, marked as sent by a machine: it stops no clock and counts as nobody's answer. Never before a person spoke, never to a
 * machine, never in public, and at most once in so many hours in a conversation, whatever rule says it. Callers hold the conversation.
 */
export async function answerByRule({ tx, desk, rule, authorId }: Acting, row: LockedConversation, action: Extract<RuleAction, { do: 'answer' | 'canned' }>): Promise<Outcome> {
  const written = action.do === 'answer' ? action.text : (await tx.query<{ text: string }>('SELECT text FROM canned WHERE id = $1', [action.cannedId]))[0]?.text;
  if (written === undefined || written.trim() === '') return not('failed', 'canned-gone');
  // Who is silent but for their machine is not written to by ours: two of them never stop.
  const [last] = await tx.query<{ automatic: string | null }>(`SELECT automatic FROM messages WHERE conversation_id = $1 AND kind = 'message' AND direction = 'in' AND deleted_at IS NULL ORDER BY seq DESC LIMIT 1`, [row.id]);
  if (last === undefined) return not('nothing', 'nobody-wrote');
  if (last.automatic !== null) return not('nothing', 'a-machine-wrote');
  const way = await wayOut(tx, row.id, null);
  const channel = await findChannel(tx, way.channelId);
  if (channel === undefined) return not('failed', 'channel-gone');
  const all = desk.contexts.capabilitiesOf(channel);
  if (all.logOnly === true || all.oneReply === true) return not('failed', 'no-way');
  const thread = await answeredThread(tx, way.threadId);
  // What the house says by itself is not said before everybody.
  if (usualSide(thread, all) === 'public') return not('failed', 'public');
  const capabilities = capabilitiesFor(all, 'private');
  const [workspace] = await tx.query<{ name: string }>('SELECT name FROM workspaces WHERE id = $1', [rule.workspace_id]);
  const author = workspace?.name ?? '';
  const text = fillStep(written, await stepWords(tx, row.id, author));
  if (unfilled(text)) return not('failed', 'empty-placeholder');
  const [lately] = await tx.query(
    `SELECT 1 FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE c.contact_id = $1 AND c.channel_id = $4 AND m.automatic = 'rule' AND m.kind = 'message' AND m.direction = 'out' AND m.status <> 'failed'
       AND m.at > now() - $2 * interval '1 hour' AND (m.conversation_id = $3 OR m.text = $5) LIMIT 1`, [row.contact_id, action.everyHours, row.id, row.channel_id, text]);
  if (lately !== undefined) return not('nothing', 'answered-lately');
  if (capabilities.maxTextLength !== undefined && textLength(text, capabilities) > capabilities.maxTextLength) return not('failed', 'text-too-long');
  const allowed = await wayOf(tx, thread, all, { side: 'private', replyTo: undefined, template: false, byPerson: false, messageId: null });
  if (isRefused(allowed)) return not('failed', allowed.code);
  if (allowed.privately) return not('failed', 'no-way');
  // Whose own answers somebody has to look at first, speaks through no machine either.
  const [writer] = authorId === null ? [] : await findActors(tx, [authorId]);
  if (writer !== undefined && (await approvalFor(tx, writer, { ...row, channel_id: way.channelId }, 'private')) !== undefined) return not('failed', 'needs-approval');

  const id = newId();
  const [after] = await tx.query<{ seq: number }>(
    'UPDATE conversations SET read_seq = CASE WHEN read_seq >= last_seq THEN last_seq + 1 ELSE read_seq END, last_seq = last_seq + 1, version = version + 1 WHERE id = $1 RETURNING last_seq AS seq', [row.id]);
  await tx.execute(
    prepared(`INSERT INTO messages (workspace_id, id, conversation_id, channel_id, seq, kind, direction, status, author_kind, author_name, text, reply_to_id, automatic, at, send_at, visibility, thread_id)
     VALUES ($1, $2, $3, $4, $5, 'message', 'out', 'queued', 'system', $6, $7, $8, 'rule', now(), now(), 'private', $9)`),
    [rule.workspace_id, id, row.id, way.channelId, after?.seq, author, text, allowed.replyToId, way.threadId === row.id ? null : way.threadId]);
  await record(tx, [{ type: 'message.created', conversationId: row.id, messageId: id, data: { seq: after?.seq, direction: 'out' } }], rule.workspace_id);
  tx.afterCommit(() => { desk.queues.poke('send', { conversationId: row.id }); });
  return { did: 'done', code: null, facts: { messageId: id } };
}
