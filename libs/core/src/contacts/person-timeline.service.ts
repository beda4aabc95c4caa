import { Injectable } from '@nestjs/common';
import { personKinds, type PersonKind, type PersonTimeline, type PersonTimelineQuery } from '@kontuar/contract';
import { Database, Secrets, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { visibleConversations } from '../access/can';
import { findConversationViews } from '../conversations/conversations.queries';
import { writeCursor } from '../cursor';
import { messageColumns, messageViews, type MessageRow } from '../messages/message.view';
import { instantKey, readKey, uuidKey } from '../paging';
import { findContact } from './find-contact';
import { entriesOf, happenedTo, type TimelineRow } from './person-entries';

/** How many conversations out of sight are told of on one page. */
const MAX_CLOSED = 20;

/** One person over all channels: what was said and what happened, in the order of time. */
@Injectable()
export class PersonTimelines {
  constructor(private readonly database: Database, private readonly secrets: Secrets) {}

  async page(actor: MemberActor, contactId: string, query: PersonTimelineQuery): Promise<PersonTimeline> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const id = await findContact(tx, actor, contactId);
      const forward = query.after !== undefined;
      const from = readKey(query.after ?? query.before, [instantKey, uuidKey]);
      const kinds = new Set<PersonKind>(query.only ?? personKinds);
      const rows = await happenedTo(tx, actor, id, { kinds, forward, from, limit: query.limit + 1 });
      const more = rows.length > query.limit;
      const shown = rows.slice(0, query.limit);
      if (!forward) shown.reverse();
      const [first, last] = [shown[0], shown.at(-1)];
      const answerIn = await lastWrittenIn(tx, actor, id);
      const messages = await messagesOf(tx, shown);
      const conversationIds = [...new Set([...messages.map((row) => row.conversation_id), ...(answerIn === null ? [] : [answerIn])])];
      const stretch = { from: !forward && !more ? null : (forward ? from?.[0] : first?.exact) ?? null, to: forward && more ? (last?.exact ?? null) : !forward ? (from?.[0] ?? null) : null };
      return {
        items: await messageViews(tx, this.secrets, messages),
        conversations: await findConversationViews(tx, this.secrets, conversationIds),
        // What lies behind the last page belongs to it: there is nothing else that it could stand beside.
        closed: kinds.has('message') ? await closedOf(tx, actor, id, stretch) : [],
        ...entriesOf(shown),
        before: first === undefined ? null : forward || more ? writeCursor([first.exact, first.id]) : null,
        after: last === undefined ? null : !forward && from === undefined ? null : forward && !more ? null : writeCursor([last.exact, last.id]),
        answerIn,
      };
    });
  }
}

/** In the order of the rows that name them. */
async function messagesOf(tx: Tx, rows: readonly TimelineRow[]): Promise<MessageRow[]> {
  const said = rows.filter((row) => row.kind === 'message');
  if (said.length === 0) return [];
  const found = await tx.query<MessageRow>(
    `SELECT ${messageColumns} FROM unnest($1::uuid[], $2::int[]) AS k (conversation_id, seq) JOIN messages m ON m.conversation_id = k.conversation_id AND m.seq = k.seq`,
    [said.map(({ data }) => data.conversationId), said.map(({ data }) => data.seq)]);
  const byId = new Map(found.map((row) => [row.id, row]));
  return said.flatMap(({ id }) => byId.get(id) ?? []);
}

async function lastWrittenIn(tx: Tx, actor: MemberActor, contactId: string): Promise<string | null> {
  const parameters: unknown[] = [contactId];
  const [row] = await tx.query<{ id: string }>(`SELECT c.id FROM conversations c WHERE c.contact_id = $1 AND c.last_inbound_at IS NOT NULL AND ${visibleConversations(actor, parameters)} ORDER BY c.last_inbound_at DESC, c.id DESC LIMIT 1`, parameters);
  return row?.id ?? null;
}

/** When conversations out of the reader's sight began, between two moments; neither where nor about what. */
async function closedOf(tx: Tx, actor: MemberActor, contactId: string, { from, to }: { from: string | null; to: string | null }): Promise<{ at: string }[]> {
  const parameters: unknown[] = [contactId, from, to, MAX_CLOSED];
  const visible = visibleConversations(actor, parameters);
  if (visible === 'true') return [];
  const rows = await tx.query<{ at: Date }>(
    `SELECT c.created_at AS at FROM conversations c WHERE c.contact_id = $1 AND ($2::timestamptz IS NULL OR c.created_at >= $2) AND ($3::timestamptz IS NULL OR c.created_at < $3) AND NOT coalesce(${visible}, false) ORDER BY c.created_at DESC LIMIT $4`,
    parameters,
  );
  return rows.map(({ at }) => ({ at: at.toISOString() })).reverse();
}
