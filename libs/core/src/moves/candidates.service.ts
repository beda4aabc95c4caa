import { Injectable } from '@nestjs/common';
import type { MergeCandidate, MergePreview, MoveObstacle } from '@kontuar/contract';
import { Database, Secrets, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { visibleConversations } from '../access/can';
import { priorityName } from '../conversations/conversation.view';
import { Conversations } from '../conversations/conversations.service';
import { findConversationViews, listConversations, mayOn } from '../conversations/conversations.queries';
import { notFound } from '../errors';
import { audienceChange, wider } from './audience';
import { namesOf, takenOver, type Standing } from './facts';

const MOST = 8;

type Facts = Standing & { id: string; channel_id: string; contact_id: string; merged_into: string | null };

/** With which a conversation may be one, and what would come of it. */
@Injectable()
export class MergeCandidates {
  constructor(private readonly database: Database, private readonly conversations: Conversations, private readonly secrets: Secrets) {}

  /** Those of the same person first, then those about the same; or what is looked for by name, subject or number. */
  async find(actor: MemberActor, id: string, q: string | undefined): Promise<{ items: MergeCandidate[] }> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      await this.conversations.allow(tx, actor, id, 'conversation.read');
      if (q !== undefined && q !== '') {
        const states = ['open', 'resolved'] as const;
        const found = (await Promise.all(states.map((view) => listConversations(tx, this.secrets, actor, { view: view === 'open' ? 'all' : 'resolved', q, sort: 'recent', limit: MOST })))).flatMap((page) => page.items);
        return { items: found.filter((conversation) => conversation.id !== id).slice(0, MOST).map((conversation) => ({ conversation, why: 'found' as const })) };
      }
      const parameters: unknown[] = [actor.workspaceId, id, MOST];
      const visible = visibleConversations(actor, parameters);
      const rows = await tx.query<{ id: string; why: 'person' | 'subject' }>(
        `WITH own AS (SELECT contact_id, nullif(btrim(regexp_replace(kontuar_plain(coalesce(subject, '')), '^((re|fwd?|odp|pd)\\s*:\\s*)+', '')), '') AS subject FROM conversations WHERE id = $2),
         near AS (
           (SELECT c.id, 'person' AS why, c.last_message_at FROM conversations c, own WHERE c.workspace_id = $1 AND c.contact_id = own.contact_id AND c.id <> $2 AND c.merged_into IS NULL AND ${visible} ORDER BY c.last_message_at DESC LIMIT $3)
           UNION ALL
           (SELECT c.id, 'subject', c.last_message_at FROM conversations c, own WHERE c.workspace_id = $1 AND own.subject IS NOT NULL AND c.state IN ('open', 'pending') AND c.contact_id <> own.contact_id AND c.id <> $2
              AND regexp_replace(kontuar_plain(coalesce(c.subject, '')), '^((re|fwd?|odp|pd)\\s*:\\s*)+', '') = own.subject AND ${visible} ORDER BY c.last_message_at DESC LIMIT $3)
         ) SELECT id, why FROM near ORDER BY why, last_message_at DESC LIMIT $3`,
        parameters,
      );
      const views = new Map((await findConversationViews(tx, this.secrets, rows.map((row) => row.id))).map((view) => [view.id, view]));
      return { items: rows.flatMap((row) => { const conversation = views.get(row.id); return conversation === undefined ? [] : [{ conversation, why: row.why }]; }) };
    });
  }

  async preview(actor: MemberActor, id: string, intoId: string): Promise<MergePreview> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const [from, into] = [await factsOf(tx, actor, id), await factsOf(tx, actor, intoId)];
      const change = takenOver(into, from);
      const after = { ...into, ...change };
      const { gaining, losing } = await audienceChange(tx, from, into);
      const [counted] = await tx.query<{ n: number; sending: boolean }>(`SELECT count(*) FILTER (WHERE kind <> 'event')::int AS n, coalesce(bool_or(status = 'sending'), false) AS sending FROM messages WHERE conversation_id = $1`, [id]);
      let obstacle: MoveObstacle | null = null;
      if (id === intoId) obstacle = { code: 'same-conversation', detail: 'A conversation cannot be merged into itself.' };
      else if (from.merged_into !== null || into.merged_into !== null) obstacle = { code: 'conversation-merged', detail: 'One of them was merged into another conversation already.' };
      else if (!mayOn(actor, 'conversation.triage', row(from)) || !mayOn(actor, 'conversation.triage', row(into))) obstacle = { code: 'forbidden', detail: 'Your role does not allow this.' };
      else if (gaining.length > 0) obstacle = { code: 'wider-audience', detail: wider(gaining) };
      else if (counted?.sending === true) obstacle = { code: 'being-sent', detail: 'An answer is on its way to the customer this very moment. Try again in a few seconds.' };
      return {
        messages: counted?.n ?? 0, changes: namesOf(change), otherPerson: from.contact_id !== into.contact_id, otherChannel: from.channel_id !== into.channel_id, losingSight: losing.map(({ id: memberId }) => memberId), obstacle,
        after: { state: after.state, assigneeId: after.assignee_id, teamId: after.team_id, priority: priorityName(after.priority), labelIds: after.label_ids, subject: after.subject },
      };
    });
  }
}

const row = (facts: Facts) => ({ id: facts.id, channel_id: facts.channel_id, assignee_id: facts.assignee_id, team_id: facts.team_id });

async function factsOf(tx: Tx, actor: MemberActor, id: string): Promise<Facts> {
  const [found] = await tx.query<Omit<Facts, 'snoozed_until'> & { snoozed_until: Date | null }>(
    'SELECT id, channel_id, contact_id, merged_into, state, assignee_id, team_id, priority, matter, matter_by, matter_confidence, label_ids, subject, snoozed_until FROM conversations WHERE id = $1', [id]);
  if (found === undefined || !mayOn(actor, 'conversation.read', found)) throw notFound('conversation');
  return { ...found, snoozed_until: found.snoozed_until?.toISOString() ?? null };
}
