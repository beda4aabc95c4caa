import { jsonRows, prepared, type Tx } from '@kontuar/platform';
import { waitAgain } from '../conversations/waiting';
import { record } from '../history/history';
import { afterwards, beforehand } from './ledger.write-more';
import type { LedgerChannel, LedgerConversation, LedgerState, LedgerWrites } from './ledger.types';

/** The columns of a table's rows as json_to_recordset wants them; also the list for INSERT. */
function columns(definition: string): { names: string; definition: string } {
  return { definition, names: definition.split(',').map((part) => part.trim().split(' ')[0]).join(', ') };
}

const contact = columns('id uuid, name text, language text');
const identity = columns('id uuid, contact_id uuid, scope text, external_id text, handle text, name text, avatar_ref text, phone text, email text, profile_due_at timestamptz, profile_channel_id uuid, verified boolean, account_since timestamptz');
const conversation = columns(`id uuid, number integer, contact_id uuid, identity_id uuid, thread_key text, current boolean, thread_state jsonb, subject text, state text, assignee_id uuid, team_id uuid,
  last_seq integer, version integer, last_message_at timestamptz, last_inbound_seq integer, last_inbound_at timestamptz, last_said_seq integer, waiting_since timestamptz, snoozed_until timestamptz,
  preview_text text, preview_kind text, preview_author text, preview_failed boolean, read_seq integer, closed_as_thanks boolean, previous_id uuid, resolved_at timestamptz, matter text, matter_by text, matter_confidence real, matter_read jsonb,
  post_id uuid, has_public boolean, last_private_at timestamptz, last_inbound_public boolean, last_public_seq integer, last_public_at timestamptz, rating jsonb, mood jsonb, mood_score real, language text, thread_to uuid, way_id uuid`);
const message = columns(`id uuid, conversation_id uuid, thread_id uuid, seq integer, kind text, direction text, status text, author_kind text, author_id uuid, author_name text, author_address text, author_verified boolean,
  recipients jsonb, subject text, text text, html text, quoted text, quoted_html text, reply_to_id uuid, external_id text, automatic text, unsupported text, extra jsonb, event_type text, event_data jsonb,
  at timestamptz, edited_at timestamptz, deleted_at timestamptz, reactions jsonb, visibility text, rating jsonb, mood jsonb, language text`);
/** The third parameter of such an INSERT. */
const ofChannel = { channel_id: '$3::uuid' };
const attachment = columns('id uuid, message_id uuid, position integer, name text, content_type text, size_bytes bigint, inline boolean, content_id text, state text, ref text, file_key text');

/** How exactly it is known when a channel was last heard of. Every message points at its row, and holds it for a moment. */
const HEARD_EVERY_MS = 5_000;

/** What an existing conversation takes over from the ledger. */
const changing = ['current', 'identity_id', 'thread_key', 'thread_state', 'subject', 'state', 'last_seq', 'version', 'last_message_at', 'last_inbound_seq', 'last_inbound_at', 'last_said_seq', 'waiting_since', 'snoozed_until', 'preview_text', 'preview_kind', 'preview_author', 'preview_failed', 'closed_as_thanks', 'resolved_at', 'matter', 'matter_by', 'matter_confidence', 'matter_read',
  'post_id', 'has_public', 'last_private_at', 'last_inbound_public', 'last_public_seq', 'last_public_at', 'rating', 'mood', 'mood_score', 'language', 'thread_to', 'way_id'];

/**
 * A statement a list, whatever its length. They are sent in this order without waiting for each other's answers; the first that is refused fails them all.
 * `numbers` were taken beforehand for new conversations. With `last`, nothing comes after them, and COMMIT travels behind them. Resolves with the alarm that rings for
 * the channel, if it was heard of.
 */
export async function write(tx: Tx, channel: LedgerChannel, state: LedgerState, writes: LedgerWrites, { numbers = [], last = false }: { numbers?: readonly number[]; last?: boolean } = {}): Promise<string | undefined> {
  const { workspaceId } = channel;
  const sent: Promise<unknown>[] = [];
  const send = (statement: Promise<unknown>) => {
    sent.push(statement);
    // Looked at below, with all the others.
    statement.catch(() => undefined);
  };
  const insert = (table: string, shape: { names: string; definition: string }, rows: readonly object[], fixed: Record<string, string> = {}, conflict = '') =>
    rows.length === 0
      ? undefined
      : send(tx.query(
          prepared(`INSERT INTO ${table} (workspace_id, ${Object.keys(fixed).map((name) => `${name}, `).join('')}${shape.names})
           SELECT $1, ${Object.values(fixed).map((value) => `${value}, `).join('')}${shape.names} FROM json_to_recordset($2::json) AS r (${shape.definition}) ${conflict}`),
          [workspaceId, jsonRows(rows), ...('channel_id' in fixed ? [channel.id] : [])],
        ));

  insert('contacts', contact, writes.contacts);
  insert('identities', identity, writes.newIdentities, { last_seen_at: 'now()' });
  if (writes.seenIdentities.size > 0) {
    send(tx.execute(
      prepared(`UPDATE identities i SET name = r.name, handle = r.handle, phone = r.phone, email = r.email, verified = r.verified, blocked = r.blocked, last_seen_at = greatest(i.last_seen_at, r.seen_at),
         account_since = coalesce(i.account_since, r.account_since), avatar_ref = coalesce(r.avatar_ref, i.avatar_ref), profile_attempts = CASE WHEN r.profile_due_at IS NULL THEN i.profile_attempts ELSE 0 END,
         profile_due_at = coalesce(r.profile_due_at, i.profile_due_at), profile_channel_id = coalesce(r.profile_channel_id, i.profile_channel_id)
       FROM json_to_recordset($1::json) AS r (id uuid, name text, handle text, phone text, email text, verified boolean, blocked boolean, seen_at timestamptz, avatar_ref text, profile_due_at timestamptz, profile_channel_id uuid, account_since timestamptz) WHERE i.id = r.id`),
      [jsonRows([...writes.seenIdentities.values()])],
    ));
  }

  for (const statement of beforehand(tx, channel, writes)) send(statement);
  const pick = (ids: Iterable<string>) => [...ids].map((id) => state.conversations.get(id)).filter((row): row is LedgerConversation => row !== undefined);
  const changed = pick(writes.changedConversations).filter((row) => !writes.newConversations.has(row.id));
  // Before the new ones: a thread key is handed over, and it is unique.
  if (changed.length > 0) {
    send(tx.execute(
      prepared(`UPDATE conversations c SET ${changing.map((name) => `${name} = r.${name}`).join(', ')}
       FROM json_to_recordset($1::json) AS r (${conversation.definition}) WHERE c.id = r.id`),
      [jsonRows(changed)],
    ));
  }
  const fresh = pick(writes.newConversations);
  if (fresh.length > 0) {
    const missing = fresh.length - numbers.length;
    const counted = missing <= 0 ? 0 : await countOn(tx, workspaceId, missing, sent);
    fresh.forEach((one, index) => { one.number = numbers[index] ?? counted - fresh.length + 1 + index; });
    insert('conversations', conversation, fresh, ofChannel);
  }
  insert('participants', columns('conversation_id uuid, identity_id uuid, verified boolean'), writes.participants, {}, 'ON CONFLICT (conversation_id, identity_id) DO UPDATE SET verified = participants.verified OR excluded.verified');
  insert('messages', message, writes.messages, ofChannel);
  insert('attachments', attachment, writes.attachments, { next_attempt_at: 'now()' });
  if (writes.revisions.length > 0) {
    send(tx.execute(
      `INSERT INTO message_revisions (workspace_id, message_id, revision, text, html, replaced_at)
       SELECT $1, r.message_id, (SELECT count(*) FROM message_revisions m WHERE m.message_id = r.message_id) + row_number() OVER (PARTITION BY r.message_id ORDER BY r.replaced_at), r.text, r.html, r.replaced_at
       FROM json_to_recordset($2::json) AS r (message_id uuid, text text, html text, replaced_at timestamptz)`,
      [workspaceId, jsonRows(writes.revisions)],
    ));
  }
  if (writes.changedMessages.size > 0) {
    send(tx.execute(
      `UPDATE messages m SET status = r.status, text = r.text, html = r.html, edited_at = r.edited_at, deleted_at = r.deleted_at, reactions = r.reactions, rating = r.rating, mood = r.mood, language = r.language, moderation = r.moderation, external_id = coalesce(m.external_id, r.given_id),
         failure_code = coalesce(r.failure_code, m.failure_code), failure_detail = coalesce(r.failure_detail, m.failure_detail),
         delivered_at = coalesce(m.delivered_at, r.delivered_at), read_at = coalesce(m.read_at, r.read_at)
       FROM json_to_recordset($1::json) AS r (id uuid, status text, text text, html text, edited_at timestamptz, deleted_at timestamptz, reactions jsonb, failure_code text, failure_detail text, delivered_at timestamptz, read_at timestamptz, rating jsonb, mood jsonb, language text, moderation jsonb, given_id text)
       WHERE m.id = r.id`,
      [jsonRows([...writes.changedMessages.values()])],
    ));
  }
  const failed = [...writes.changedMessages.values()].filter((message) => message.status === 'failed').map((message) => message.conversation_id);
  if (failed.length > 0) send(waitAgain(tx, failed));
  insert('early_updates', columns('id uuid, external_id text, inbound jsonb'), writes.earlyNew, ofChannel);
  if (writes.earlyUsed.length > 0) send(tx.execute(`DELETE FROM early_updates WHERE id = ANY($1::uuid[])`, [writes.earlyUsed]));
  const heard = writes.lastInboundAt === null || Date.parse(writes.lastInboundAt) - (channel.heardAt?.getTime() ?? 0) < HEARD_EVERY_MS ? undefined : tx.query<{ alarm: string | null }>(prepared(`UPDATE channels SET last_inbound_at = $2 WHERE id = $1 RETURNING alarm ->> 'code' AS alarm`), [channel.id, writes.lastInboundAt]);
  if (heard !== undefined) send(heard);
  for (const statement of afterwards(tx, channel, writes)) send(statement);
  send(record(tx, writes.happenings, workspaceId));
  send(tx.execute(
    prepared(`UPDATE deliveries d SET state = CASE WHEN r.ignored IS NULL THEN 'done' ELSE 'ignored' END, error = r.ignored, conversation_id = r.conversation_id, done_at = now(), next_attempt_at = NULL, attempts = d.attempts + 1
     FROM json_to_recordset($1::json) AS r (id uuid, ignored text, conversation_id uuid) WHERE d.id = r.id`),
    [jsonRows([...writes.outcomes].map(([id, outcome]) => ({ id, ignored: outcome.ignored, conversation_id: outcome.conversationId })))],
  ));
  if (last) tx.commitBehind();
  await Promise.all(sent);
  return (await heard)?.[0]?.alarm ?? undefined;
}

/** The workspace's next numbers, the last of them, once all that was sent before was answered. */
async function countOn(tx: Tx, workspaceId: string, missing: number, sent: readonly Promise<unknown>[]): Promise<number> {
  const [[row]] = await Promise.all([
    tx.query<{ last_number: number }>(
      `INSERT INTO workspace_numbers (workspace_id, last_number) VALUES ($1, $2)
       ON CONFLICT (workspace_id) DO UPDATE SET last_number = workspace_numbers.last_number + $2 RETURNING last_number`,
      [workspaceId, missing],
    ),
    ...sent,
  ]);
  return row?.last_number ?? 0;
}
