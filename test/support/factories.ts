import { v7 } from 'uuid';

/** Runs SQL as the owner of the tables: `api.sql`, or a query of any client. */
export type Sql = <T = Record<string, unknown>>(text: string, values?: unknown[]) => Promise<T[]>;

export interface BuiltContact { id: string; identityId: string; name: string }
export interface BuiltConversation { id: string; number: number; channelId: string; contactId: string; identityId: string }
export interface BuiltMessage { id: string; seq: number; conversationId: string }

interface ContactTraits { name?: string; scope?: string; address?: string; note?: string }
interface ConversationTraits {
  channelId?: string; contact?: BuiltContact; assigneeId?: string; teamId?: string; state?: 'open' | 'pending' | 'snoozed' | 'resolved'; subject?: string; labelIds?: string[]; lastMessageAt?: Date;
}
interface MessageTraits { conversation?: BuiltConversation; text?: string; subject?: string; kind?: 'message' | 'note' | 'event'; direction?: 'in' | 'out' | 'none'; createdAt?: Date }

export type Factories = ReturnType<typeof factories>;

let made = 0;
const next = () => (made += 1);

/** Rows of one workspace; each factory makes the parents that it was not given. */
export function factories(sql: Sql, workspaceId: string) {
  async function buildChannel(traits: { connectorId?: string; name?: string; access?: 'everyone' | 'restricted'; memberIds?: string[] } = {}): Promise<string> {
    const id = v7();
    const n = next();
    await sql('INSERT INTO channels (id, workspace_id, connector_id, name, identity_scope, access) VALUES ($1, $2, $3, $4, $5, $6)', [id, workspaceId, traits.connectorId ?? 'counter', traits.name ?? `Channel ${n}`, traits.connectorId ?? 'counter', traits.access ?? 'everyone']);
    for (const memberId of traits.memberIds ?? []) await sql('INSERT INTO channel_members (workspace_id, channel_id, member_id) VALUES ($1, $2, $3)', [workspaceId, id, memberId]);
    return id;
  }

  async function buildContact(traits: ContactTraits = {}): Promise<BuiltContact> {
    const [id, identityId, n] = [v7(), v7(), next()];
    const name = traits.name ?? `Customer ${n}`;
    const address = traits.address ?? `customer-${n}@example.com`;
    await sql('INSERT INTO contacts (id, workspace_id, name, note) VALUES ($1, $2, $3, $4)', [id, workspaceId, name, traits.note ?? '']);
    await sql('INSERT INTO identities (id, workspace_id, contact_id, scope, external_id, handle) VALUES ($1, $2, $3, $4, $5, $5)', [identityId, workspaceId, id, traits.scope ?? 'email', address]);
    return { id, identityId, name };
  }

  async function buildConversation(traits: ConversationTraits = {}): Promise<BuiltConversation> {
    const id = v7();
    const contact = traits.contact ?? (await buildContact());
    const channelId = traits.channelId ?? (await buildChannel());
    const [row] = await sql<{ last_number: number }>(
      'INSERT INTO workspace_numbers (workspace_id, last_number) VALUES ($1, 1) ON CONFLICT (workspace_id) DO UPDATE SET last_number = workspace_numbers.last_number + 1 RETURNING last_number', [workspaceId]);
    await sql(
      `INSERT INTO conversations (id, workspace_id, number, channel_id, contact_id, identity_id, subject, state, assignee_id, team_id, label_ids, last_message_at, resolved_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, coalesce($12, now()), CASE WHEN $8 = 'resolved' THEN now() END)`,
      [id, workspaceId, row?.last_number, channelId, contact.id, contact.identityId, traits.subject ?? null, traits.state ?? 'open', traits.assigneeId ?? null, traits.teamId ?? null, traits.labelIds ?? [], traits.lastMessageAt ?? null],
    );
    return { id, number: row?.last_number ?? 0, channelId, contactId: contact.id, identityId: contact.identityId };
  }

  async function buildMessage(traits: MessageTraits = {}): Promise<BuiltMessage> {
    const conversation = traits.conversation ?? (await buildConversation());
    const id = v7();
    const [kind, direction] = [traits.kind ?? 'message', traits.direction ?? 'in'];
    const text = traits.text ?? `Message ${next()}`;
    const [row] = await sql<{ last_seq: number }>(
      `UPDATE conversations SET last_seq = last_seq + 1, version = version + 1, preview_text = $2, preview_kind = $3, last_message_at = coalesce($4, now()) WHERE id = $1 RETURNING last_seq`,
      [conversation.id, text, kind === 'note' ? 'note' : direction === 'in' ? 'inbound' : 'outbound', traits.createdAt ?? null]);
    const seq = row?.last_seq ?? 0;
    await sql(
      `INSERT INTO messages (conversation_id, seq, id, workspace_id, channel_id, kind, direction, status, author_kind, author_id, author_name, subject, text, at, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'Somebody', $11, $12, coalesce($13, now()), coalesce($13, now()))`,
      [conversation.id, seq, id, workspaceId, conversation.channelId, kind, direction, direction === 'in' ? 'received' : 'logged', direction === 'in' ? 'contact' : 'system', direction === 'in' ? conversation.identityId : null, traits.subject ?? null, text, traits.createdAt ?? null],
    );
    return { id, seq, conversationId: conversation.id };
  }

  async function buildDelivery(channelId: string, state: 'received' | 'done' | 'ignored' | 'failed' | 'dead' = 'dead'): Promise<string> {
    const id = v7();
    await sql(`INSERT INTO deliveries (id, workspace_id, channel_id, dedupe_key, content_type, body, state, attempts) VALUES ($1, $2, $3, $4, 'application/json', '{}', $5, 1)`, [id, workspaceId, channelId, `built-${next()}`, state]);
    return id;
  }

  return { buildChannel, buildContact, buildConversation, buildMessage, buildDelivery };
}
