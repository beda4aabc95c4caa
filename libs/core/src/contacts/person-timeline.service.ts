import { Injectable } from '@nestjs/common';
import type { PersonTimeline, PersonTimelineQuery } from '@kontuar/contract';
import { Database, Secrets, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { visibleConversations } from '../access/can';
import { findConversationViews } from '../conversations/conversations.queries';
import { writeCursor } from '../cursor';
import { messageColumns, messageViews, type MessageRow } from '../messages/message.view';
import { instantKey, readKey, uuidKey } from '../paging';
import { purchasesOf, toPurchase } from '../context-cards/purchases.service';
import { findContact } from './find-contact';

type Row = MessageRow & { exact: string };
/** How many conversations out of sight are told of on one page. */
const MAX_CLOSED = 20;

/** One person over all channels: what was said, in the order of time. */
@Injectable()
export class PersonTimelines {
  constructor(private readonly database: Database, private readonly secrets: Secrets) {}

  async page(actor: MemberActor, contactId: string, query: PersonTimelineQuery): Promise<PersonTimeline> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const id = await findContact(tx, actor, contactId);
      const forward = query.after !== undefined;
      const from = readKey(query.after ?? query.before, [instantKey, uuidKey]);
      const rows = await messagesOf(tx, actor, id, { forward, from, limit: query.limit + 1 });
      const more = rows.length > query.limit;
      const shown = rows.slice(0, query.limit);
      if (!forward) shown.reverse();
      const [first, last] = [shown[0], shown.at(-1)];
      const answerIn = await lastWrittenIn(tx, actor, id);
      const conversationIds = [...new Set([...shown.map((row) => row.conversation_id), ...(answerIn === null ? [] : [answerIn])])];
      const stretch = { from: !forward && !more ? null : (forward ? from?.[0] : first?.exact) ?? null, to: forward && more ? (last?.exact ?? null) : !forward ? (from?.[0] ?? null) : null };
      return {
        items: await messageViews(tx, this.secrets, shown),
        conversations: await findConversationViews(tx, this.secrets, conversationIds),
        // What lies behind the last page belongs to it: there is nothing else that it could stand beside.
        closed: await closedOf(tx, actor, id, stretch),
        purchases: (await purchasesOf(tx, id, stretch.from, stretch.to)).map(toPurchase),
        before: first === undefined ? null : forward || more ? writeCursor([first.exact, first.id]) : null,
        after: last === undefined ? null : !forward && from === undefined ? null : forward && !more ? null : writeCursor([last.exact, last.id]),
        answerIn,
      };
    });
  }
}

/** The newest of each conversation, merged: a person has few conversations, and each is one range of the primary key. */
function messagesOf(tx: Tx, actor: MemberActor, contactId: string, { forward, from, limit }: { forward: boolean; from: string[] | undefined; limit: number }): Promise<Row[]> {
  const parameters: unknown[] = [contactId, from?.[0] ?? null, from?.[1] ?? null, limit];
  const visible = visibleConversations(actor, parameters);
  const [than, way] = forward ? ['>', 'ASC'] : ['<', 'DESC'];
  return tx.query<Row>(
    `SELECT ${messageColumns}, to_char(m.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS exact FROM conversations c CROSS JOIN LATERAL (
       SELECT * FROM messages n WHERE n.conversation_id = c.id AND n.kind <> 'event' AND ($2::timestamptz IS NULL OR (n.at, n.id) ${than} ($2::timestamptz, $3::uuid)) ORDER BY n.at ${way}, n.id ${way} LIMIT $4
     ) m WHERE c.contact_id = $1 AND ${visible} ORDER BY m.at ${way}, m.id ${way} LIMIT $4`,
    parameters,
  );
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
