import type { Tx } from '@kontuar/platform';
import type { LockedConversation } from '../conversations/change';
import { conflict } from '../errors';
import { refreshMatter } from '../matters/read-matter';
import { refreshMood } from '../moods/moods.service';
import { ofThread } from '../sending/way-out';
import { interleave, readUpTo, seqAfter, unreadIn, type Place } from './order';

export interface Line extends Place { kind: 'message' | 'note' | 'event'; status: string; threadId: string | null }

/** More cannot change places in one transaction without everybody else waiting for it. */
const MOST = 20_000;

export async function readLines(tx: Tx, conversationId: string): Promise<Line[]> {
  const rows = await tx.query<{ id: string; seq: number; stored: string; kind: Line['kind']; direction: string; status: string; thread_id: string | null }>(
    `SELECT id, seq, (extract(epoch FROM created_at) * 1000000)::bigint AS stored, kind, direction, status, thread_id FROM messages WHERE conversation_id = $1 ORDER BY seq LIMIT ${MOST + 1}`, [conversationId]);
  if (rows.length > MOST) throw conflict('too-many-messages', 'There are too many messages in it to give them other places.');
  return rows.map((row) => ({ id: row.id, seq: row.seq, storedAt: Number(row.stored), kind: row.kind, inbound: row.kind === 'message' && row.direction === 'in', status: row.status, threadId: row.thread_id }));
}

/** How both stood before, and what follows from it for numbers that others keep. */
export interface Rethreaded {
  moved: Line[];
  /** A number given in one of the two, as it reads where its owner is now. */
  renumber(givenIn: LockedConversation, seq: number, nowIn: LockedConversation): number;
}

/**
 * Gives lines of one conversation a place in another, in the order of time; both stay without holes. Callers hold both. Who holds the platform's
 * thread stays as it is: it is written on each line that stands elsewhere now.
 * @throws conflict while one of them is on its way to the platform
 */
export async function rethread(tx: Tx, from: LockedConversation, to: LockedConversation, ids: ReadonlySet<string> | 'all'): Promise<Rethreaded> {
  const [there, here] = [await readLines(tx, from.id), await readLines(tx, to.id)];
  const moved = there.filter((line) => ids === 'all' || ids.has(line.id));
  if (moved.some((line) => line.status === 'sending')) throw conflict('being-sent', 'An answer is on its way to the customer this very moment. Try again in a few seconds.');
  const gone = new Set(moved.map((line) => line.id));
  const left = there.filter((line) => !gone.has(line.id));
  const order = interleave(here, moved);

  const places: { id: string; conversation: string; seq: number; thread: string | null }[] = [];
  const holder = from.part_of ?? from.id;
  order.forEach((line, index) => {
    const comes = gone.has(line.id);
    if (!comes && line.seq === index + 1) return;
    const thread = comes ? (line.threadId ?? holder) : line.threadId;
    places.push({ id: line.id, conversation: to.id, seq: index + 1, thread: thread === to.id ? null : thread });
  });
  left.forEach((line, index) => { if (line.seq !== index + 1) places.push({ id: line.id, conversation: from.id, seq: index + 1, thread: line.threadId }); });
  await write(tx, places);
  await tx.execute('UPDATE note_mentions SET conversation_id = $2 WHERE message_id = ANY($1::uuid[])', [[...gone], to.id]);

  await tx.execute('UPDATE notices n SET seq = m.seq FROM messages m WHERE m.id = n.message_id AND m.conversation_id = n.conversation_id AND n.conversation_id = ANY($1::uuid[]) AND n.read_at IS NULL AND n.seq <> m.seq', [[from.id, to.id]]);

  const unread = new Set([...unreadIn(there, await readSeqOf(tx, from.id)), ...unreadIn(here, await readSeqOf(tx, to.id))]);
  await recount(tx, from.id, { lastSeq: left.length, readSeq: readUpTo(left, unread) });
  await recount(tx, to.id, { lastSeq: order.length, readSeq: readUpTo(order, unread) });
  const threads = [...new Set([from.id, to.id, ...order.flatMap((line) => line.threadId ?? []), holder])];
  await recountThreads(tx, threads);

  const [before, after] = [new Map([[from.id, there], [to.id, here]]), new Map([[from.id, left], [to.id, order]])];
  const renumber: Rethreaded['renumber'] = (givenIn, seq, nowIn) => seqAfter(before.get(givenIn.id) ?? [], seq, after.get(nowIn.id) ?? []);
  for (const conversation of [from, to]) await renumberKept(tx, conversation, (seq) => renumber(conversation, seq, conversation));
  await renumberMailed(tx, moved, from, to, renumber);
  return { moved, renumber };
}

const readSeqOf = async (tx: Tx, id: string): Promise<number> => (await tx.query<{ read_seq: number }>('SELECT read_seq FROM conversations WHERE id = $1', [id]))[0]?.read_seq ?? 0;

/** Twice, since no two lines may have one place even for a moment: first out of the way, then to where they belong. */
async function write(tx: Tx, places: readonly { id: string; conversation: string; seq: number; thread: string | null }[]): Promise<void> {
  if (places.length === 0) return;
  await tx.execute('UPDATE messages SET seq = -seq WHERE id = ANY($1::uuid[])', [places.map(({ id }) => id)]);
  await tx.execute(
    `UPDATE messages m SET posted_in = CASE WHEN m.conversation_id = r.conversation THEN m.posted_in WHEN m.posted_in = r.conversation THEN NULL ELSE coalesce(m.posted_in, m.conversation_id) END,
       conversation_id = r.conversation, seq = r.seq, thread_id = r.thread
     FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::uuid[]) AS r (id, conversation, seq, thread) WHERE m.id = r.id`,
    [places.map(({ id }) => id), places.map(({ conversation }) => conversation), places.map(({ seq }) => seq), places.map(({ thread }) => thread)],
  );
}

/** What a row of a list says of its messages, read from them once more. */
async function recount(tx: Tx, id: string, { lastSeq, readSeq }: { lastSeq: number; readSeq: number }): Promise<void> {
  await tx.execute(
    `UPDATE conversations c SET last_seq = $2, read_seq = $3, version = c.version + 1, threading = c.threading + 1,
       last_inbound_seq = coalesce(i.seq, 0), way_id = CASE WHEN i.thread_id IS DISTINCT FROM c.part_of THEN i.thread_id END, last_said_seq = coalesce(s.seq, 0),
       last_message_at = coalesce(p.created_at, c.last_message_at), preview_text = coalesce(p.words, ''), preview_kind = coalesce(p.shown, 'inbound'), preview_author = p.author_name, preview_failed = coalesce(p.failed, false),
       rating = r.rating, language = coalesce(l.language, c.language), first_reply_at = f.at
     FROM (SELECT 1) one
     LEFT JOIN LATERAL (SELECT seq, thread_id FROM messages WHERE conversation_id = $1 AND kind = 'message' AND direction = 'in' ORDER BY seq DESC LIMIT 1) i ON true
     LEFT JOIN LATERAL (SELECT seq FROM messages WHERE conversation_id = $1 AND kind = 'message' AND automatic IS DISTINCT FROM 'bounce' ORDER BY seq DESC LIMIT 1) s ON true
     LEFT JOIN LATERAL (
       SELECT m.created_at, m.author_name, m.status IN ('failed', 'unknown') AS failed, CASE WHEN m.kind = 'note' THEN 'note' WHEN m.direction = 'out' THEN 'outbound' ELSE 'inbound' END AS shown,
         left(btrim(regexp_replace(coalesce(nullif(btrim(m.text), ''), (SELECT a.name FROM attachments a WHERE a.message_id = m.id AND m.deleted_at IS NULL ORDER BY a.position, a.id LIMIT 1), m.unsupported, ''), '\\s+', ' ', 'g')), 200) AS words
       FROM messages m WHERE m.conversation_id = $1 AND m.kind IN ('message', 'note') AND m.automatic IS DISTINCT FROM 'bounce' ORDER BY m.seq DESC LIMIT 1
     ) p ON true
     LEFT JOIN LATERAL (SELECT rating FROM messages WHERE conversation_id = $1 AND direction = 'in' AND rating IS NOT NULL AND deleted_at IS NULL ORDER BY seq DESC LIMIT 1) r ON true
     LEFT JOIN LATERAL (SELECT language FROM messages WHERE conversation_id = $1 AND direction = 'in' AND language IS NOT NULL ORDER BY seq DESC LIMIT 1) l ON true
     LEFT JOIN LATERAL (SELECT min(created_at) AS at FROM messages WHERE conversation_id = $1 AND kind = 'message' AND direction = 'out' AND author_kind = 'member') f ON true
     WHERE c.id = $1`,
    [id, lastSeq, readSeq],
  );
  await refreshMood(tx, id);
  await refreshMatter(tx, id);
}

/** Numbers by which the sides of a thread are compared, where they are kept. */
async function recountThreads(tx: Tx, holders: readonly string[]): Promise<void> {
  await tx.execute(
    `UPDATE conversations c SET
       last_public_seq = coalesce((SELECT m.seq FROM messages m WHERE ${ofThread('c.id')} AND m.kind = 'message' AND m.direction = 'in' AND m.visibility = 'public' ORDER BY m.created_at DESC, m.seq DESC LIMIT 1), 0),
       private_reply_seq = coalesce((SELECT max(m.seq) FROM messages m JOIN messages a ON a.id = m.reply_to_id WHERE ${ofThread('c.id')} AND m.direction = 'out' AND m.kind = 'message' AND m.visibility = 'private' AND a.visibility = 'public' AND m.status <> 'failed'), 0)
     WHERE c.id = ANY($1::uuid[]) AND c.has_public`,
    [holders],
  );
}

/** What was read when somebody began to write: drafts, answers that wait, chains that wait for silence. */
async function renumberKept(tx: Tx, { id }: LockedConversation, renumber: (seq: number) => number): Promise<void> {
  for (const table of ['drafts', 'shared_drafts', 'planned_answers', 'follow_ups']) {
    const rows = await tx.query<{ since_seq: number }>(`SELECT DISTINCT since_seq FROM ${table} WHERE conversation_id = $1`, [id]);
    const changed = rows.map(({ since_seq: seq }) => [seq, renumber(seq)] as const).filter(([seq, next]) => seq !== next);
    if (changed.length > 0) await tx.execute(`UPDATE ${table} t SET since_seq = r.next FROM unnest($2::integer[], $3::integer[]) AS r (seq, next) WHERE t.conversation_id = $1 AND t.since_seq = r.seq`, [id, changed.map(([seq]) => seq), changed.map(([, next]) => next)]);
  }
}

/** Up to where a chat was mailed to its visitor: nothing is mailed twice because it has another number now. */
async function renumberMailed(tx: Tx, moved: readonly Line[], from: LockedConversation, to: LockedConversation, renumber: Rethreaded['renumber']): Promise<void> {
  const rows = await tx.query<{ id: string; conversation_id: string; seq: number }>(
    `SELECT id, conversation_id, (event_data->>'upToSeq')::int AS seq FROM messages WHERE conversation_id = ANY($1::uuid[]) AND event_type = 'continued-by-email'`, [[from.id, to.id]]);
  const gone = new Set(moved.map((line) => line.id));
  for (const row of rows) {
    const now = row.conversation_id === from.id ? from : to;
    const seq = renumber(gone.has(row.id) ? from : now, row.seq, now);
    if (seq !== row.seq) await tx.execute(`UPDATE messages SET event_data = event_data || jsonb_build_object('upToSeq', $2::int) WHERE id = $1`, [row.id, seq]);
  }
}

/**
 * Since when the customer waits here, read from what stands here: the first of their words that nobody answered. Of a conversation that is closed
 * nobody waits for anything.
 */
export async function waitAnew(tx: Tx, conversationId: string): Promise<void> {
  await tx.execute(
    `UPDATE conversations c SET version = c.version + 1, waiting_since = CASE WHEN c.state IN ('resolved', 'merged') THEN NULL ELSE (
       SELECT min(m.created_at) FROM messages m WHERE m.conversation_id = c.id AND m.kind = 'message' AND m.direction = 'in' AND m.automatic IS NULL AND m.seq > coalesce((
         SELECT max(a.seq) FROM messages a WHERE a.conversation_id = c.id AND a.kind = 'message' AND a.direction = 'out' AND a.automatic IS NULL AND a.status NOT IN ('failed', 'unknown')), 0)) END
     WHERE c.id = $1`,
    [conversationId],
  );
}
