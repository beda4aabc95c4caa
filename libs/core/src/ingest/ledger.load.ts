import type { Inbound, Json, Party } from '@kontuar/connectors/contract';
import { prepared, type Tx } from '@kontuar/platform';
import { waitsInThreads } from '../planned/what-waits';
import { openQuestions } from '../surveys/open-questions';
import { goneHash, plainGoneHash } from '../privacy/erase/gone-hash';
import { KeptMeanwhile } from './kept-meanwhile';
import type { EarlyUpdate, KnownMessage, LedgerChannel, LedgerConversation, LedgerEntry, LedgerIdentity, LedgerPost, LedgerState } from './ledger.types';

interface Wanted {
  /** Messages alone that name their thread and point at no other: then nothing but their threads is to be locked. */
  straight: boolean;
  parties: Set<string>; externalIds: Set<string>; threadKeys: Set<string>; receiptThreads: Set<string>; conversationIds: Set<string>; participants: boolean; posts: Set<string>; ourIds: Set<string>;
  /** Something that we may have written. */
  echoes: boolean;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function collect(channel: LedgerChannel, entries: readonly LedgerEntry[]): Wanted {
  const wanted: Wanted = { straight: true, parties: new Set(), externalIds: new Set(), threadKeys: new Set(), receiptThreads: new Set(), conversationIds: new Set(), participants: false, posts: new Set(), ourIds: new Set(), echoes: false };
  const party = (one: Party | undefined) => { if (one !== undefined) for (const id of [one.id, ...(one.aliases ?? [])]) wanted.parties.add(id); };
  const ours = (id: string | undefined) => { if (id !== undefined && uuid.test(id)) wanted.ourIds.add(id.toLowerCase()); };
  const visit = (inbound: Inbound): void => {
    if (inbound.kind !== 'message' || inbound.thread.key === undefined || inbound.replyToExternalId !== undefined || inbound.thread.references !== undefined) wanted.straight = false;
    switch (inbound.kind) {
      case 'message':
        party(inbound.from);
        if (inbound.echo === true) {
          wanted.echoes = true;
          party(inbound.to?.[0]);
        }
        ours(inbound.messageId);
        if (inbound.post !== undefined) wanted.posts.add(inbound.post.externalId);
        wanted.externalIds.add(inbound.externalId);
        if (inbound.externalIdIfTaken !== undefined) wanted.externalIds.add(inbound.externalIdIfTaken);
        if (inbound.replyToExternalId !== undefined) wanted.externalIds.add(inbound.replyToExternalId);
        for (const reference of inbound.thread.references ?? []) wanted.externalIds.add(reference);
        if (inbound.thread.key !== undefined) {
          wanted.threadKeys.add(inbound.thread.key);
          if (inbound.thread.key === inbound.from.id) for (const alias of inbound.from.aliases ?? []) wanted.threadKeys.add(alias);
        }
        // Only who joins by a token or a reference is measured against those who are there.
        else wanted.participants = true;
        for (const token of channel.readTokens(inbound.thread.tokens ?? [], inbound.from.id)) wanted.conversationIds.add(token.conversationId);
        break;
      case 'receipt':
        ours(inbound.messageId);
        if (inbound.externalId !== undefined) wanted.externalIds.add(inbound.externalId);
        else if (inbound.threadKey !== undefined) wanted.receiptThreads.add(inbound.threadKey);
        if (inbound.message !== undefined) visit(inbound.message);
        break;
      case 'edit':
      case 'deletion':
      case 'moderation':
        wanted.externalIds.add(inbound.externalId);
        break;
      case 'reaction':
        wanted.externalIds.add(inbound.externalId);
        party(inbound.from);
        break;
      case 'typing':
      case 'notice':
        wanted.threadKeys.add(inbound.threadKey);
        party(inbound.from);
        break;
      case 'identity':
        party(inbound.from);
        wanted.parties.add(inbound.previousId);
        wanted.threadKeys.add(inbound.from.id).add(inbound.previousId);
        break;
      case 'pointer':
      case 'ignored':
        break;
      default:
        throw new Error(`unknown inbound ${JSON.stringify(inbound satisfies never)}`);
    }
  };
  for (const entry of entries) entry.inbounds.forEach(visit);
  return wanted;
}

const messageColumns = `m.id, m.conversation_id, m.thread_id, m.seq, m.direction, m.status, m.text, m.html, m.reactions, m.author_id, m.visibility, m.rating, m.mood, m.language, m.moderation,
  CASE WHEN m.direction = 'out' THEN ARRAY(SELECT lower(p->>'address') FROM jsonb_array_elements(coalesce(m.recipients->'to', '[]') || coalesce(m.recipients->'cc', '[]')) p) ELSE '{}' END AS sent_to,
  m.at, m.edited_at, m.deleted_at, m.automatic`;

type MessageRow = Omit<KnownMessage, 'at' | 'edited_at' | 'deleted_at'> & { at: Date; edited_at: Date | null; deleted_at: Date | null };

const toKnown = (row: MessageRow): KnownMessage => ({ ...row, at: row.at.toISOString(), edited_at: row.edited_at?.toISOString() ?? null, deleted_at: row.deleted_at?.toISOString() ?? null });

type ConversationRow = { [K in keyof LedgerConversation]: LedgerConversation[K] } & Record<'last_message_at' | 'last_inbound_at' | 'waiting_since' | 'snoozed_until' | 'resolved_at' | 'last_private_at' | 'last_public_at', Date | null> & { links?: { key: string; state: Json }[] | null };

const conversationFields = `id, number, channel_id, contact_id, identity_id, thread_key, current, thread_state, subject, state, assignee_id, team_id, last_seq, version, last_message_at,
  last_inbound_seq, last_inbound_at, last_said_seq, waiting_since, snoozed_until, preview_text, preview_kind, preview_author, preview_failed, read_seq, closed_as_thanks, previous_id, resolved_at, matter, matter_by, matter_confidence, matter_read,
  post_id, has_public, last_private_at, last_inbound_public, last_public_seq, last_public_at, rating, mood, mood_score, language, thread_to, merged_into, part_of, way_id, kept_apart`;

function toLedger({ links: _, ...row }: ConversationRow): LedgerConversation {
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return { ...row, last_message_at: iso(row.last_message_at) ?? '', last_inbound_at: iso(row.last_inbound_at), waiting_since: iso(row.waiting_since), snoozed_until: iso(row.snoozed_until), resolved_at: iso(row.resolved_at),
    last_private_at: iso(row.last_private_at), last_public_at: iso(row.last_public_at),
  };
}

const identityFields = 'i.id, i.contact_id, i.scope, i.external_id, i.handle, i.name, i.phone, i.email, i.verified, i.blocked, i.last_seen_at, i.avatar_ref, i.account_since IS NOT NULL AS aged, CASE WHEN i.profile_due_at IS NULL THEN i.pictured_at ELSE now() END AS pictured_at';

/** Those of the threads and of the ids, and those in which they go on: newer ones, and those with which people merged them or into which they split them. */
async function lockConversations(tx: Tx, channel: LedgerChannel, threadKeys: readonly string[], ids: readonly string[], thorough = false): Promise<ConversationRow[]> {
  if (threadKeys.length + ids.length === 0) return [];
  const linked = channel.sides?.links === true && threadKeys.length > 0;
  if (!linked && ids.length === 0 && !thorough) return tx.query<ConversationRow>(prepared(`SELECT ${conversationFields} FROM conversations WHERE channel_id = $1 AND current AND thread_key = ANY($2) ORDER BY id FOR NO KEY UPDATE`), [channel.id, threadKeys]);
  return tx.query<ConversationRow>(
    prepared(`WITH RECURSIVE wanted AS (
       SELECT id FROM conversations WHERE channel_id = $1 AND current AND thread_key = ANY($2)
       UNION SELECT id FROM conversations WHERE id = ANY($3::uuid[])${linked ? `
       UNION SELECT conversation_id FROM thread_links WHERE channel_id = $1 AND thread_key = ANY($2)` : ''}
       UNION SELECT n.id FROM wanted w JOIN conversations c ON c.id = w.id CROSS JOIN LATERAL (
         SELECT p.id FROM conversations p WHERE p.previous_id = c.id AND cardinality($3::uuid[]) > 0 AND p.channel_id = $1 UNION ALL VALUES (c.thread_to), (c.merged_into), (c.part_of)
       ) n WHERE n.id IS NOT NULL
     )
     SELECT ${conversationFields}${linked ? `, (SELECT jsonb_agg(jsonb_build_object('key', l.thread_key, 'state', l.thread_state)) FROM thread_links l WHERE l.channel_id = $1 AND l.thread_key = ANY($2) AND l.conversation_id = conversations.id) AS links` : ''}
     FROM conversations WHERE id IN (SELECT id FROM wanted) ORDER BY id FOR NO KEY UPDATE`),
    [channel.id, threadKeys, ids],
  );
}

/** Everything that the entries may touch: a handful of statements, however many entries. Conversations are locked, in the order of their ids. */
export async function load(tx: Tx, channel: LedgerChannel, entries: readonly LedgerEntry[], { thorough = false } = {}): Promise<LedgerState> {
  const wanted = collect(channel, entries);
  if (thorough) wanted.straight = false;
  const state: LedgerState = { identities: new Map(), conversations: new Map(), byThread: new Map(), messages: new Map(), participants: new Map(), early: new Map(), links: new Map(), posts: new Map(), erased: new Set(), doubted: [] };
  const externalIds = [...wanted.externalIds];

  const threadKeys = [...wanted.threadKeys, ...wanted.receiptThreads];
  // Sent together, answered in one round trip.
  const { erasedKey } = channel;
  // Without a key, as they were kept before: until the first worker of this version has put them under it.
  const hashes = new Map(erasedKey === undefined ? [] : externalIds.flatMap((id) => [[goneHash(erasedKey, channel.id, id).toString('hex'), id], [plainGoneHash(channel.id, id).toString('hex'), id]] as const));
  const [identities, known, early, posts, threads, waiting, erased] = await Promise.all([
    wanted.parties.size === 0 ? [] : tx.query<Omit<LedgerIdentity, 'last_seen_at' | 'pictured_at'> & { last_seen_at: Date | null; pictured_at: Date | null; named: string }>(
      prepared(`SELECT ${identityFields}, i.external_id AS named FROM identities i WHERE i.workspace_id = $1 AND i.scope = $2 AND i.external_id = ANY($3)
       UNION ALL SELECT ${identityFields}, a.external_id FROM identity_aliases a JOIN identities i ON i.id = a.identity_id WHERE a.workspace_id = $1 AND a.scope = $2 AND a.external_id = ANY($3)`),
      [channel.workspaceId, channel.identityScope, [...wanted.parties]],
    ),
    externalIds.length + wanted.ourIds.size === 0 ? [] : tx.query<{ id: string; external_id: string; conversation_id: string; thread_id: string | null }>(
      prepared(`SELECT m.external_id, m.id, m.conversation_id, m.thread_id FROM messages m WHERE m.channel_id = $1 AND m.external_id = ANY($2)
       UNION ALL
       SELECT a.external_id, m.id, m.conversation_id, m.thread_id FROM message_aliases a JOIN messages m ON m.id = a.message_id WHERE a.channel_id = $1 AND a.external_id = ANY($2)
       ${wanted.ourIds.size === 0 ? '' : `UNION ALL SELECT 'ours ' || m.id, m.id, m.conversation_id, m.thread_id FROM messages m WHERE m.channel_id = $1 AND m.id = ANY($3::uuid[]) AND m.direction = 'out'`}`),
      wanted.ourIds.size === 0 ? [channel.id, externalIds] : [channel.id, externalIds, [...wanted.ourIds]],
    ),
    externalIds.length === 0 ? [] : tx.query<{ id: string; external_id: string; inbound: EarlyUpdate }>(prepared(`SELECT id, external_id, inbound FROM early_updates WHERE channel_id = $1 AND external_id = ANY($2) ORDER BY id`), [channel.id, externalIds]),
    wanted.posts.size === 0 ? [] : tx.query<Omit<LedgerPost, 'at'> & { at: Date | null }>(
      `SELECT id, external_id, kind, url, title, text, author_name, at, (SELECT count(*)::int FROM attachments a WHERE a.post_id = p.id) AS pictures FROM public_posts p WHERE channel_id = $1 AND external_id = ANY($2)`,
      [channel.id, [...wanted.posts]],
    ),
    wanted.straight ? lockConversations(tx, channel, threadKeys, []) : [],
    wanted.straight && threadKeys.length > 0 ? waitsInThreads(tx, channel.id, threadKeys) : undefined,
    hashes.size === 0 ? [] : tx.query<{ hash: string }>(`SELECT encode(e.hash, 'hex') AS hash FROM erased_messages e WHERE e.channel_id = $1 AND e.hash IN (SELECT decode(h, 'hex') FROM unnest($2::text[]) h)`, [channel.id, [...hashes.keys()]]),
  ]);
  for (const { hash } of erased) state.erased.add(hashes.get(hash) ?? '');
  const people = new Map<string, LedgerIdentity>();
  for (const { named, ...row } of identities) {
    const identity = people.get(row.id) ?? { ...row, last_seen_at: row.last_seen_at?.toISOString() ?? null, pictured_at: row.pictured_at?.toISOString() ?? null };
    people.set(row.id, identity);
    state.identities.set(`${row.scope} ${named}`, identity);
  }
  for (const row of posts) state.posts.set(row.external_id, { ...row, at: row.at?.toISOString() ?? null });
  for (const row of early) state.early.set(row.external_id, [...(state.early.get(row.external_id) ?? []), { id: row.id, inbound: row.inbound }]);
  // Of messages that came before already, or of what others speak of.
  const theirs = new Set(known.flatMap((row) => (row.thread_id === null ? [row.conversation_id] : [row.conversation_id, row.thread_id])));
  const rows = wanted.straight
    ? [...threads, ...(await lockConversations(tx, channel, [], [...theirs].filter((id) => !threads.some((row) => row.id === id))))]
    : await lockConversations(tx, channel, threadKeys, [...wanted.conversationIds, ...theirs], true);
  const held = new Set(rows.map((row) => row.id));
  // People merged or split them: where they go on is locked with them, in the order of ids, by asking again.
  if (rows.some((row) => (row.thread_to !== null && !held.has(row.thread_to)) || (row.merged_into !== null && !held.has(row.merged_into)))) throw new KeptMeanwhile();
  if (rows.length > 0) {
    for (const row of rows) {
      const conversation = toLedger(row);
      state.conversations.set(conversation.id, conversation);
      if (conversation.channel_id === channel.id && conversation.thread_key !== null && conversation.current) state.byThread.set(conversation.thread_key, conversation.id);
    }
    // Asked for by their threads alone; links and other ways to a conversation come below.
    if (waiting !== undefined) state.waiting = { in: new Set(threads.flatMap((row) => (row.current && row.thread_key !== null && wanted.threadKeys.has(row.thread_key) ? [row.id] : []))), rows: waiting };
    // A link is newer than whatever conversation had that thread before.
    for (const row of rows) {
      for (const { key, state: threadState } of row.links ?? []) {
        state.links.set(key, { conversationId: row.id, threadState });
        state.byThread.set(key, row.id);
      }
    }
    const done = rows.filter((row) => row.state === 'resolved').map((row) => row.id);
    if (done.length > 0) state.questions = await openQuestions(tx, done);
    const participants = !wanted.participants ? [] : await tx.query<{ conversation_id: string; identity_id: string; verified: boolean }>(`SELECT conversation_id, identity_id, verified FROM participants WHERE conversation_id = ANY($1::uuid[])`, [rows.map((row) => row.id)]);
    for (const row of participants) state.participants.set(`${row.conversation_id} ${row.identity_id}`, row.verified);
  }
  if (known.length > 0) {
    // Read only now that their conversations are locked: a member may have deleted one a moment ago, and writing back what stood there before would undo it.
    const rows = await tx.query<MessageRow>(`SELECT ${messageColumns} FROM messages m WHERE m.id = ANY($1::uuid[])`, [known.map(({ id }) => id)]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const { id, external_id } of known) {
      const row = byId.get(id);
      if (row === undefined) continue;
      // Moved while we waited for the lock.
      if (!held.has(row.conversation_id)) throw new KeptMeanwhile();
      state.messages.set(external_id, toKnown({ ...row, external_id }));
    }
  }
  if (wanted.echoes && held.size > 0) {
    const rows = await tx.query<MessageRow>(`SELECT ${messageColumns} FROM messages m WHERE m.conversation_id = ANY($1::uuid[]) AND m.channel_id = $2 AND m.direction = 'out' AND m.status = 'unknown' AND m.external_id IS NULL ORDER BY m.seq`, [[...held], channel.id]);
    state.doubted = rows.map((row) => row.id);
    for (const row of rows) state.messages.set(`ours ${row.id}`, toKnown({ ...row, external_id: row.id }));
  }
  const receipts = [...wanted.receiptThreads].flatMap((key) => state.byThread.get(key) ?? []);
  if (receipts.length > 0) {
    const rows = await tx.query<MessageRow & { external_id: string | null }>(
      `SELECT m.external_id, ${messageColumns} FROM messages m WHERE ((m.conversation_id = ANY($1::uuid[]) AND m.thread_id IS NULL) OR m.thread_id = ANY($1::uuid[])) AND m.conversation_id = ANY($2::uuid[]) AND m.direction = 'out' AND m.status IN ('sending', 'sent', 'delivered', 'unknown')`,
      [receipts, [...held]],
    );
    for (const row of rows) if (!state.messages.has(row.external_id ?? row.id)) state.messages.set(row.external_id ?? row.id, toKnown({ ...row, external_id: row.external_id ?? row.id }));
  }
  return state;
}
