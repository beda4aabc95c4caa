import { newId, type Tx } from '@kontuar/platform';
import { definitionsOf } from '../attributes/attributes';
import { readValue } from '../attributes/value';
import { companiesNamed } from '../companies/memberships';
import type { ChatwootConversation, ChatwootMessage, ChatwootPerson } from './chatwoot-shape';
import { PERSON_SCOPES } from './person-scopes';
import type { Written } from './write-people';

export interface ReadConversation { line: number; conversation: ChatwootConversation }
interface Channel { id: string; identity_scope: string }
interface Place { contactId: string; identityId: string; name: string }
interface Context { workspaceId: string; importId: string; channels: Map<string, Channel>; members: Map<string, { id: string; name: string }>; labels: Map<string, string>; fields: Awaited<ReturnType<typeof definitionsOf>> }

const PREVIEW = 200;
const MAX_TEXT = 100_000;
const priorities = { low: 0, medium: 1, high: 2, urgent: 3 } as const;
const sourceOf = ({ account_id: account }: ChatwootConversation): string => `chatwoot:${account}`;
const email = (person: ChatwootPerson): string | null => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(person.email) ? person.email.toLowerCase() : null);
const phone = (person: ChatwootPerson): string | null => { const number = person.phone_number.replace(/[ ().-]/g, ''); return /^\+?\d{5,15}$/.test(number) ? number : null; };

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
  for (const { line, conversation } of read) {
    const name = `${sourceOf(conversation)} ${conversation.id}`;
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
    const grown = before === undefined ? await placeNew(tx, context, channel, conversation) : await placeMore(tx, context, channel, before, conversation);
    if (before === undefined) {
      known.set(name, grown.id);
      written.made += 1;
    } else if (grown.messages > 0) written.changed += 1;
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

/** By the address on this channel, else by the mail or the number anywhere; else somebody new. */
async function placeOf(tx: Tx, context: Context, channel: Channel, conversation: ChatwootConversation): Promise<Place> {
  const { sender } = conversation.meta;
  const [mail, number] = [email(sender), phone(sender)];
  const own = channel.identity_scope === PERSON_SCOPES.email && mail !== null ? mail : channel.identity_scope === PERSON_SCOPES.phone && number !== null ? number : `${sourceOf(conversation)}:${sender.id ?? conversation.id}`;
  const wanted = [{ scope: channel.identity_scope, address: own }, ...(mail === null ? [] : [{ scope: PERSON_SCOPES.email as string, address: mail }]), ...(number === null ? [] : [{ scope: PERSON_SCOPES.phone as string, address: number }])];
  const found = await tx.query<{ id: string; scope: string; address: string; contactId: string }>(
    `SELECT i.id, i.scope, i.external_id AS address, i.contact_id AS "contactId" FROM identities i JOIN unnest($2::text[], $3::text[]) WITH ORDINALITY AS w (scope, address, at) ON i.scope = w.scope AND i.external_id = w.address WHERE i.workspace_id = $1 ORDER BY w.at`,
    [context.workspaceId, wanted.map(({ scope }) => scope), wanted.map(({ address }) => address)]);
  const contactId = found[0]?.contactId ?? (await newPerson(tx, context, sender));
  const missing = wanted.filter(({ scope, address }, at) => !found.some((each) => each.scope === scope && each.address === address) && wanted.findIndex((each) => each.scope === scope && each.address === address) === at).map((each) => ({ id: newId(), ...each }));
  await tx.execute(
    `INSERT INTO identities (id, workspace_id, contact_id, scope, external_id, handle, name) SELECT r.id, $1, $2, r.scope, r.address, CASE WHEN r.address LIKE 'chatwoot:%' THEN NULL ELSE r.address END, $4 FROM jsonb_to_recordset($3::jsonb) AS r (id uuid, scope text, address text)`,
    [context.workspaceId, contactId, JSON.stringify(missing), sender.name === '' ? null : sender.name.slice(0, 200)]);
  const identity = [...found.filter((each) => each.contactId === contactId), ...missing].find((each) => each.scope === channel.identity_scope && each.address === own);
  await tx.execute('UPDATE contact_stats SET due_at = now() WHERE due_at IS NULL AND contact_id = $1', [contactId]);
  return { contactId, identityId: identity?.id ?? '', name: sender.name };
}

async function newPerson(tx: Tx, context: Context, sender: ChatwootPerson): Promise<string> {
  const id = newId();
  const attributes = Object.fromEntries(context.fields.flatMap((field) => {
    const value = sender.custom_attributes[field.key];
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return [];
    const read = readValue(field, field.kind === 'text' ? String(value) : value);
    return read.ok && read.value !== null ? [[field.key, read.value]] : [];
  }));
  const name = (sender.name === '' ? (email(sender)?.split('@')[0] ?? phone(sender) ?? '') : sender.name).slice(0, 200);
  await tx.execute('INSERT INTO contacts (id, workspace_id, name, attributes) VALUES ($1, $2, $3, $4)', [id, context.workspaceId, name, JSON.stringify(attributes)]);
  const firm = sender.additional_attributes['company_name'];
  if (typeof firm === 'string' && firm.trim() !== '') {
    const companyId = (await companiesNamed(tx, context.workspaceId, [firm.trim().slice(0, 200)], context.importId)).get(firm.trim().slice(0, 200).toLowerCase());
    await tx.execute('INSERT INTO company_members (workspace_id, company_id, contact_id) VALUES ($1, $2, $3)', [context.workspaceId, companyId, id]);
    await tx.execute('UPDATE contacts SET company = (SELECT name FROM companies WHERE id = $2) WHERE id = $1', [id, companyId]);
  }
  return id;
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

async function placeNew(tx: Tx, context: Context, channel: Channel, conversation: ChatwootConversation): Promise<{ id: string; messages: number }> {
  const place = await placeOf(tx, context, channel, conversation);
  const id = newId();
  const [number] = await tx.query<{ n: number }>('INSERT INTO workspace_numbers (workspace_id, last_number) VALUES ($1, 1) ON CONFLICT (workspace_id) DO UPDATE SET last_number = workspace_numbers.last_number + 1 RETURNING last_number AS n', [context.workspaceId]);
  const said = [...conversation.messages].sort((a, b) => a.created_at.getTime() - b.created_at.getTime() || Number(a.id) - Number(b.id));
  const [first, last] = [said[0]?.created_at ?? conversation.created_at ?? new Date(), said.at(-1)?.created_at ?? conversation.created_at ?? new Date()];
  // Asleep until a day that is not told is nothing that wakes up.
  const state = conversation.status === 'snoozed' && (conversation.snoozed_until == null || conversation.snoozed_until.getTime() <= Date.now()) ? 'pending' : conversation.status;
  const assignee = conversation.meta.assignee === null ? undefined : context.members.get(conversation.meta.assignee.email.toLowerCase());
  await tx.execute(
    `INSERT INTO conversations (id, workspace_id, number, channel_id, contact_id, identity_id, state, assignee_id, priority, label_ids, created_at, last_message_at, snoozed_until, resolved_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, CASE WHEN $7 = 'resolved' THEN $12::timestamptz END)`,
    [id, context.workspaceId, number?.n, channel.id, place.contactId, place.identityId, state, assignee?.id ?? null, conversation.priority === null ? 1 : priorities[conversation.priority], await labelIds(tx, context, conversation.labels),
      conversation.created_at ?? first, last, state === 'snoozed' ? conversation.snoozed_until : null]);
  await tx.execute('INSERT INTO participants (workspace_id, conversation_id, identity_id, verified) VALUES ($1, $2, $3, true)', [context.workspaceId, id, place.identityId]);
  await tx.execute('INSERT INTO imported_conversations (workspace_id, source, external_id, conversation_id, import_id) VALUES ($1, $2, $3, $4, $5)', [context.workspaceId, sourceOf(conversation), conversation.id, id, context.importId]);
  return { id, messages: await say(tx, context, channel, { id, from: 0, place }, conversation, said) };
}

/** What was said there since the file was read before. */
async function placeMore(tx: Tx, context: Context, channel: Channel, id: string, conversation: ChatwootConversation): Promise<{ id: string; messages: number }> {
  const [row] = await tx.query<{ last_seq: number; channelId: string; contactId: string; identityId: string }>('SELECT last_seq, channel_id AS "channelId", contact_id AS "contactId", identity_id AS "identityId" FROM conversations WHERE id = $1 FOR UPDATE', [id]);
  if (row === undefined) return { id, messages: 0 };
  const has = new Set((await tx.query<{ external_id: string }>('SELECT external_id FROM messages WHERE channel_id = $1 AND external_id = ANY($2::text[])', [row.channelId, conversation.messages.map((message) => externalId(conversation, message))])).map((each) => each.external_id));
  const fresh = conversation.messages.filter((message) => !has.has(externalId(conversation, message))).sort((a, b) => a.created_at.getTime() - b.created_at.getTime());
  if (fresh.length === 0) return { id, messages: 0 };
  return { id, messages: await say(tx, context, { ...channel, id: row.channelId }, { id, from: row.last_seq, place: { contactId: row.contactId, identityId: row.identityId, name: conversation.meta.sender.name } }, conversation, fresh) };
}

const externalId = (conversation: ChatwootConversation, message: ChatwootMessage): string => `${sourceOf(conversation)}:${message.id}`;

async function say(tx: Tx, context: Context, channel: Channel, { id, from, place }: { id: string; from: number; place: Place }, conversation: ChatwootConversation, said: readonly ChatwootMessage[]): Promise<number> {
  if (said.length === 0) return 0;
  const rows = said.map((message, at) => {
    const member = message.sender === null || message.message_type === 'incoming' ? undefined : context.members.get(message.sender.email.toLowerCase());
    const inbound = message.message_type === 'incoming' && !message.private;
    const aside = message.private || message.message_type === 'activity';
    return {
      id: newId(), seq: from + at + 1, kind: aside ? 'note' : 'message', direction: aside ? 'none' : inbound ? 'in' : 'out', status: inbound ? 'received' : 'logged',
      author_kind: inbound ? 'contact' : member !== undefined ? 'member' : message.message_type === 'activity' || message.sender === null ? 'system' : 'elsewhere', author_id: inbound ? place.identityId : (member?.id ?? null),
      // Whoever is no member here stays by the name that they had there.
      author_name: (inbound ? place.name : (member?.name ?? message.sender?.name ?? '')).slice(0, 200), text: textOf(message), external_id: externalId(conversation, message), at: message.created_at.toISOString(),
    };
  });
  await tx.execute(
    `INSERT INTO messages (workspace_id, conversation_id, channel_id, id, seq, kind, direction, status, author_kind, author_id, author_name, text, external_id, at, created_at)
     SELECT $1, $2, $3, r.id, r.seq, r.kind, r.direction, r.status, r.author_kind, r.author_id, r.author_name, r.text, r.external_id, r.at, r.at
     FROM jsonb_to_recordset($4::jsonb) AS r (id uuid, seq integer, kind text, direction text, status text, author_kind text, author_id uuid, author_name text, text text, external_id text, at timestamptz)`,
    [context.workspaceId, id, channel.id, JSON.stringify(rows)]);
  const spoken = rows.filter(({ kind }) => kind === 'message');
  const [lastIn, lastSaid, shown] = [rows.findLast(({ direction }) => direction === 'in'), rows.findLast(({ author_kind: kind }) => kind !== 'system'), spoken.at(-1) ?? rows.at(-1)];
  await tx.execute(
    `UPDATE conversations SET last_seq = $2, read_seq = $2, version = version + 1, last_said_seq = coalesce($3, last_said_seq), last_inbound_seq = coalesce($4, last_inbound_seq), last_inbound_at = coalesce($5, last_inbound_at),
       first_reply_at = coalesce(first_reply_at, $6), last_message_at = greatest(last_message_at, $7), preview_text = $8, preview_kind = $9, preview_author = $10 WHERE id = $1`,
    [id, rows.at(-1)?.seq, lastSaid?.seq ?? null, lastIn?.seq ?? null, lastIn?.at ?? null, rows.find(({ direction }) => direction === 'out')?.at ?? null, rows.at(-1)?.at,
      (shown?.text ?? '').replace(/\s+/g, ' ').trim().slice(0, PREVIEW), shown?.kind === 'note' ? 'note' : shown?.direction === 'in' ? 'inbound' : 'outbound', shown?.author_name ?? null]);
  return rows.length;
}

/** Files stay where they are: their names and addresses are kept, nothing is fetched from a server that somebody named. */
const textOf = ({ content, attachments }: ChatwootMessage): string =>
  [content, ...attachments.map(({ data_url: url, file_type: type, fallback_title: title }) => `[${title === '' ? (type === '' ? 'file' : type) : title}] ${/^https?:\/\//i.test(url) ? url : ''}`.trim())].filter((part) => part !== '').join('\n').slice(0, MAX_TEXT);
