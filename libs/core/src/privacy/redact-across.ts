import { goesOnWithDigits, redactAcross, type RedactionKind } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { LedgerState, LedgerWrites, NewMessage } from '../ingest/ledger.types';

/** What somebody writes within so long is read as one. */
const TOGETHER_MS = 15 * 60_000;
/** Pieces of one number stand in no more messages than this. */
const MOST_PIECES = 6;

interface Said { id: string; conversation_id: string; author_id: string | null; seq: number; text: string; at: number; fresh: NewMessage | undefined }

/**
 * A number that is written in several messages is whole only with the last of them: then it is masked in all, also in those that were kept meanwhile.
 * Asks the database only where a message begins with digits. Answers the conversations whose raw deliveries must not be kept either.
 */
export async function maskAcross(tx: Tx, kinds: readonly RedactionKind[], state: LedgerState, writes: LedgerWrites): Promise<string[]> {
  const fresh = writes.messages.filter((message) => ofCustomer(message) && goesOnWithDigits(message.text));
  if (kinds.length === 0 || fresh.length === 0) return [];
  const wanted = new Set(fresh.map((message) => message.conversation_id));
  const kept = await tx.query<{ id: string; conversation_id: string; author_id: string | null; seq: number; text: string; at: Date }>(
    `SELECT id, conversation_id, author_id, seq, text, at FROM messages
     WHERE conversation_id = ANY($1::uuid[]) AND kind = 'message' AND author_kind = 'contact' AND deleted_at IS NULL AND at > now() - make_interval(secs => $2)`, [[...wanted], (2 * TOGETHER_MS) / 1000]);
  const said: Said[] = [
    ...kept.map((row) => ({ ...row, at: row.at.getTime(), fresh: undefined })),
    ...writes.messages.filter((message) => ofCustomer(message) && wanted.has(message.conversation_id)).map((message) => ({ id: message.id, conversation_id: message.conversation_id, author_id: message.author_id, seq: message.seq, text: message.text, at: Date.parse(message.at), fresh: message })),
  ].sort((a, b) => a.seq - b.seq);
  const masked = new Map<string, { one: Said; kinds: Set<RedactionKind> }>();
  for (const last of said.filter((one) => one.fresh !== undefined && goesOnWithDigits(one.text))) {
    const before = said.filter((one) => one.conversation_id === last.conversation_id && one.author_id === last.author_id && one.seq < last.seq && last.at - one.at <= TOGETHER_MS).slice(1 - MOST_PIECES);
    const together = [...before, last];
    const done = redactAcross(together.map(({ text }) => text), kinds);
    for (const [n, one] of together.entries()) {
      const text = done.texts[n] ?? one.text;
      if (text === one.text) continue;
      one.text = text;
      const met = masked.get(one.id)?.kinds ?? new Set();
      masked.set(one.id, { one, kinds: new Set([...met, ...done.kinds]) });
    }
  }
  for (const { one, kinds: met } of masked.values()) await maskOne(tx, one, [...met], { state, writes });
  return [...new Set([...masked.values()].map(({ one }) => one.conversation_id))];
}

const ofCustomer = (message: NewMessage): boolean => message.kind === 'message' && message.author_kind === 'contact' && message.deleted_at === null;

/** Its look goes: where in it the piece stands, nobody knows. */
async function maskOne(tx: Tx, { id, conversation_id, seq, text, fresh }: Said, kinds: RedactionKind[], { state, writes }: { state: LedgerState; writes: LedgerWrites }): Promise<void> {
  // What the batch changes of it is written from here.
  for (const known of state.messages.values()) if (known.id === id) Object.assign(known, { text, html: null });
  if (fresh === undefined) {
    await tx.execute(`UPDATE messages SET text = $2, html = NULL, extra = coalesce(extra, '{}') || jsonb_build_object('redacted', $3::jsonb) WHERE id = $1`, [id, text, JSON.stringify(kinds)]);
    writes.happenings.push({ type: 'message.updated', conversationId: conversation_id, messageId: id, data: { seq, what: 'masked' } });
    return;
  }
  const extra = typeof fresh.extra === 'object' && fresh.extra !== null && !Array.isArray(fresh.extra) ? fresh.extra : {};
  Object.assign(fresh, { text, html: null, extra: { ...extra, redacted: kinds } });
  const conversation = state.conversations.get(conversation_id);
  if (conversation?.last_said_seq === seq) conversation.preview_text = text.replace(/\s+/g, ' ').trim().slice(0, 200);
}

/** Deliveries that brought the pieces were read, and are not needed any more. Waits for those of the batch to be marked as read. */
export async function emptyDeliveriesOf(tx: Tx, channelId: string, conversationIds: readonly string[]): Promise<void> {
  if (conversationIds.length > 0) await tx.execute(`UPDATE deliveries SET body = '', meta = NULL WHERE channel_id = $1 AND conversation_id = ANY($2::uuid[]) AND state = 'done' AND received_at > now() - make_interval(secs => $3)`, [channelId, conversationIds, (4 * TOGETHER_MS) / 1000]);
}
