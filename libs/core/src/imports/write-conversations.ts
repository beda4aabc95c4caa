import { newId, type Tx } from '@kontuar/platform';
import { definitionsOf } from '../attributes/attributes';
import { externalIdOf, sourceOf, type ChatwootConversation, type ChatwootMessage } from './chatwoot-shape';
import { placesOf, type Channel, type Place, type PlaceContext, type Wanted } from './place-people';
import type { Written } from './write-people';

export interface ReadConversation { line: number; conversation: ChatwootConversation }
interface Said { id: string; channel: Channel; from: number; place: Place; conversation: ChatwootConversation; messages: readonly ChatwootMessage[] }
interface Context extends PlaceContext { channels: Map<string, Channel>; members: Map<string, { id: string; name: string }>; labels: Map<string, string> }

const PREVIEW = 200;
const MAX_TEXT = 100_000;
/** Few enough that the longest texts together are still one parameter. */
const SAID_AT_ONCE = 1000;
const priorities = { low: 0, medium: 1, high: 2, urgent: 3 } as const;
const nameOf = (conversation: ChatwootConversation): string => `${sourceOf(conversation)} ${conversation.id}`;

/**
 * Conversations of a Chatwoot as what they are: history. They keep their times, nobody is told, nothing waits and no clock runs, and whoever reads the same file
 * again gets what is new in it. Nothing goes through the history of events: what happened there did not happen here.
 */
export async function writeConversations(tx: Tx, workspaceId: string, importId: string, channelOf: Readonly<Record<string, string>>, read: readonly ReadConversation[], { trial }: { trial: boolean }): Promise<Written> {
  const written: Written = { made: 0, changed: 0, same: 0, problems: [] };
  const known = await knownConversations(tx, workspaceId, read);
  const context = await contextOf(tx, workspaceId, importId, channelOf);
  if (!trial && read.length > 0) await tx.execute(`SELECT pg_advisory_xact_lock(hashtextextended('import-people:' || $1, 0))`, [workspaceId]);
  const seen = new Set<string>();
  const [fresh, again]: [Wanted[], Wanted[]] = [[], []];
  for (const { line, conversation } of read) {
    const name = nameOf(conversation);
    const channel = context.channels.get(conversation.inbox_id);
    if (channel === undefined) {
      written.problems.push({ line, field: 'channel', message: 'No channel is chosen for the inbox of this conversation.' });
      continue;
    }
    const before = known.get(name);
    if (trial) {
      if (before === undefined && !seen.has(name)) written.made += 1;
      else written.same += 1;
      seen.add(name);
      continue;
    }
    if (before === undefined && !seen.has(name)) fresh.push({ channel, conversation });
    else again.push({ channel, conversation });
    seen.add(name);
  }
  for (const [name, id] of await placeNew(tx, context, fresh)) known.set(name, id);
  written.made += fresh.length;
  for (const { channel, conversation } of again) {
    const messages = await placeMore(tx, context, channel, known.get(nameOf(conversation)) ?? '', conversation);
    if (messages > 0) written.changed += 1;
    else written.same += 1;
  }
  return written;
}

async function knownConversations(tx: Tx, workspaceId: string, read: readonly ReadConversation[]): Promise<Map<string, string>> {
  const rows = await tx.query<{ source: string; external_id: string; id: string }>(
    `SELECT i.source, i.external_id, i.conversation_id AS id FROM imported_conversations i JOIN unnest($2::text[], $3::text[]) AS w (source, external_id) ON i.source = w.source AND i.external_id = w.external_id WHERE i.workspace_id = $1`,
    [workspaceId, read.map(({ conversation }) => sourceOf(conversation)), read.map(({ conversation }) => conversation.id)]);
  return new Map(rows.map((row) => [`${row.source} ${row.external_id}`, row.id]));
}

async function contextOf(tx: Tx, workspaceId: string, importId: string, channelOf: Readonly<Record<string, string>>): Promise<Context> {
  const channels = new Map((await tx.query<Channel>('SELECT id, identity_scope FROM channels WHERE deleted_at IS NULL AND id = ANY($1::uuid[])', [Object.values(channelOf)])).map((row) => [row.id, row]));
  return {
    workspaceId, importId, fields: (await definitionsOf(tx, 'contact')).filter(({ archived }) => !archived),
    channels: new Map(Object.entries(channelOf).flatMap(([inbox, id]) => { const channel = channels.get(id); return channel === undefined ? [] : [[inbox, channel] as const]; })),
    members: new Map((await tx.query<{ email: string; id: string; name: string }>('SELECT u.email, m.id, u.name FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.active')).map(({ email: address, ...member }) => [address, member])),
    labels: new Map((await tx.query<{ id: string; name: string }>('SELECT id, name FROM labels')).map(({ id, name }) => [name.toLowerCase(), id])),
  };
}

async function labelIds(tx: Tx, { workspaceId, labels }: Context, names: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const name of new Set(names.map((each) => each.trim().slice(0, 60)).filter((each) => each !== ''))) {
    const id = labels.get(name.toLowerCase()) ?? newId();
    if (!labels.has(name.toLowerCase())) await tx.execute('INSERT INTO labels (id, workspace_id, name) VALUES ($1, $2, $3)', [id, workspaceId, name]);
    labels.set(name.toLowerCase(), id);
    ids.push(id);
  }
  return ids;
}

/** All of a batch by a handful of statements: a file of ten thousand is no hundred thousand round trips. Answers where each stands. */
async function placeNew(tx: Tx, context: Context, wanted: readonly Wanted[]): Promise<Map<string, string>> {
  if (wanted.length === 0) return new Map();
  const places = await placesOf(tx, context, wanted);
  const [numbers] = await tx.query<{ last: number }>('INSERT INTO workspace_numbers (workspace_id, last_number) VALUES ($1, $2) ON CONFLICT (workspace_id) DO UPDATE SET last_number = workspace_numbers.last_number + $2 RETURNING last_number AS last', [context.workspaceId, wanted.length]);
  const before = (numbers?.last ?? wanted.length) - wanted.length;
  const rows = [];
  const said: Said[] = [];
  for (const [at, { channel, conversation }] of wanted.entries()) {
    const place = places[at] as Place; // one for each that was asked for, in their order
    const id = newId();
    // An export that says something twice said it once.
    const messages = [...new Map(conversation.messages.map((message) => [message.id, message])).values()].sort((a, b) => a.created_at.getTime() - b.created_at.getTime() || Number(a.id) - Number(b.id));
    const [first, last] = [messages[0]?.created_at ?? conversation.created_at ?? new Date(), messages.at(-1)?.created_at ?? conversation.created_at ?? new Date()];
    // Asleep until a day that is not told is nothing that wakes up.
    const state = conversation.status === 'snoozed' && (conversation.snoozed_until == null || conversation.snoozed_until.getTime() <= Date.now()) ? 'pending' : conversation.status;
    rows.push({
      id, number: before + at + 1, channel_id: channel.id, contact_id: place.contactId, identity_id: place.identityId, state, assignee_id: (conversation.meta.assignee === null ? undefined : context.members.get(conversation.meta.assignee.email.toLowerCase()))?.id ?? null,
      priority: conversation.priority === null ? 1 : priorities[conversation.priority], label_ids: await labelIds(tx, context, conversation.labels), created_at: conversation.created_at ?? first, last, snoozed_until: state === 'snoozed' ? conversation.snoozed_until : null,
      source: sourceOf(conversation), external_id: conversation.id,
    });
    said.push({ id, channel, from: 0, place, conversation, messages });
  }
  const asked = [context.workspaceId, JSON.stringify(rows)];
  await tx.execute(
    `INSERT INTO conversations (id, workspace_id, number, channel_id, contact_id, identity_id, state, assignee_id, priority, label_ids, created_at, last_message_at, snoozed_until, resolved_at)
     SELECT r.id, $1, r.number, r.channel_id, r.contact_id, r.identity_id, r.state, r.assignee_id, r.priority, ARRAY(SELECT jsonb_array_elements_text(r.label_ids)::uuid), r.created_at, r.last, r.snoozed_until, CASE WHEN r.state = 'resolved' THEN r.last END
     FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, number integer, channel_id uuid, contact_id uuid, identity_id uuid, state text, assignee_id uuid, priority integer, label_ids jsonb, created_at timestamptz, last timestamptz, snoozed_until timestamptz)`, asked);
  await tx.execute('INSERT INTO participants (workspace_id, conversation_id, identity_id, verified) SELECT $1, r.id, r.identity_id, true FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, identity_id uuid)', asked);
  await tx.execute('INSERT INTO imported_conversations (workspace_id, source, external_id, conversation_id, import_id) SELECT $1, r.source, r.external_id, r.id, $3 FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, source text, external_id text)', [...asked, context.importId]);
  await say(tx, context, said);
  return new Map(said.map(({ id, conversation }) => [nameOf(conversation), id]));
}

/** What was said there since the file was read before. */
async function placeMore(tx: Tx, context: Context, channel: Channel, id: string, conversation: ChatwootConversation): Promise<number> {
  const [row] = await tx.query<{ last_seq: number; channelId: string; contactId: string; identityId: string }>('SELECT last_seq, channel_id AS "channelId", contact_id AS "contactId", identity_id AS "identityId" FROM conversations WHERE id = $1 FOR NO KEY UPDATE', [id]);
  if (row === undefined) return 0;
  const has = new Set((await tx.query<{ external_id: string }>('SELECT external_id FROM messages WHERE channel_id = $1 AND external_id = ANY($2::text[])', [row.channelId, conversation.messages.map((message) => externalIdOf(conversation, message))])).map((each) => each.external_id));
  const fresh = conversation.messages.filter((message) => !has.has(externalIdOf(conversation, message))).sort((a, b) => a.created_at.getTime() - b.created_at.getTime());
  return fresh.length === 0 ? 0 : say(tx, context, [{ id, channel: { ...channel, id: row.channelId }, from: row.last_seq, place: { contactId: row.contactId, identityId: row.identityId, name: conversation.meta.sender.name }, conversation, messages: fresh }]);
}

/** What was said in each of them, behind what stands there. */
async function say(tx: Tx, context: Context, all: readonly Said[]): Promise<number> {
  const rows = [];
  const ends = [];
  for (const { id, channel, from, place, conversation, messages } of all) {
    if (messages.length === 0) continue;
    const said = messages.map((message, at) => ({ conversation_id: id, channel_id: channel.id, seq: from + at + 1, ...rowOf(context, place, conversation, message) }));
    const spoken = said.filter(({ kind }) => kind === 'message');
    const [lastIn, lastSaid, shown] = [said.findLast(({ direction }) => direction === 'in'), said.findLast(({ author_kind: kind }) => kind !== 'system'), spoken.at(-1) ?? said.at(-1)];
    rows.push(...said);
    ends.push({
      id, seq: said.at(-1)?.seq, said_seq: lastSaid?.seq ?? null, in_seq: lastIn?.seq ?? null, in_at: lastIn?.at ?? null, reply_at: said.find(({ direction }) => direction === 'out')?.at ?? null, at: said.at(-1)?.at,
      text: (shown?.text ?? '').replace(/\s+/g, ' ').trim().slice(0, PREVIEW), kind: shown?.kind === 'note' ? 'note' : shown?.direction === 'in' ? 'inbound' : 'outbound', author: shown?.author_name ?? null,
    });
  }
  if (rows.length === 0) return 0;
  for (let first = 0; first < rows.length; first += SAID_AT_ONCE) await tx.execute(
    `INSERT INTO messages (workspace_id, conversation_id, channel_id, id, seq, kind, direction, status, author_kind, author_id, author_name, text, external_id, at, created_at)
     SELECT $1, r.conversation_id, r.channel_id, r.id, r.seq, r.kind, r.direction, r.status, r.author_kind, r.author_id, r.author_name, r.text, r.external_id, r.at, r.at
     FROM jsonb_to_recordset($2::jsonb) AS r (conversation_id uuid, channel_id uuid, id uuid, seq integer, kind text, direction text, status text, author_kind text, author_id uuid, author_name text, text text, external_id text, at timestamptz)`,
    [context.workspaceId, JSON.stringify(rows.slice(first, first + SAID_AT_ONCE))]);
  await tx.execute(
    `UPDATE conversations c SET last_seq = r.seq, read_seq = r.seq, version = version + 1, last_said_seq = coalesce(r.said_seq, c.last_said_seq), last_inbound_seq = coalesce(r.in_seq, c.last_inbound_seq), last_inbound_at = coalesce(r.in_at, c.last_inbound_at),
       first_reply_at = coalesce(c.first_reply_at, r.reply_at), last_message_at = greatest(c.last_message_at, r.at), preview_text = r.text, preview_kind = r.kind, preview_author = r.author
     FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, seq integer, said_seq integer, in_seq integer, in_at timestamptz, reply_at timestamptz, at timestamptz, text text, kind text, author text) WHERE c.id = r.id`, [JSON.stringify(ends)]);
  return rows.length;
}

function rowOf(context: Context, place: Place, conversation: ChatwootConversation, message: ChatwootMessage) {
  const member = message.sender === null || message.message_type === 'incoming' ? undefined : context.members.get(message.sender.email.toLowerCase());
  const inbound = message.message_type === 'incoming' && !message.private;
  const aside = message.private || message.message_type === 'activity';
  return {
    id: newId(), kind: aside ? 'note' : 'message', direction: aside ? 'none' : inbound ? 'in' : 'out', status: inbound ? 'received' : 'logged',
    author_kind: inbound ? 'contact' : member !== undefined ? 'member' : message.message_type === 'activity' || message.sender === null ? 'system' : 'elsewhere', author_id: inbound ? place.identityId : (member?.id ?? null),
    // Whoever is no member here stays by the name that they had there.
    author_name: (inbound ? place.name : (member?.name ?? message.sender?.name ?? '')).slice(0, 200), text: textOf(message), external_id: externalIdOf(conversation, message), at: message.created_at.toISOString(),
  };
}

/** Files stay where they are: their names and addresses are kept, nothing is fetched from a server that somebody named. */
const textOf = ({ content, attachments }: ChatwootMessage): string =>
  [content, ...attachments.map(({ data_url: url, file_type: type, fallback_title: title }) => `[${title === '' ? (type === '' ? 'file' : type) : title}] ${/^https?:\/\//i.test(url) ? url : ''}`.trim())].filter((part) => part !== '').join('\n').slice(0, MAX_TEXT);
