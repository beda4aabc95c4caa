import { Inject, Injectable } from '@nestjs/common';
import type { NextInput, NextTaken } from '@kontuar/contract';
import { Database, Secrets, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { visibleConversations } from '../access/can';
import { remember } from '../conversations/bulk-change';
import { changeConversations, lockConversations } from '../conversations/change';
import { findConversationViews } from '../conversations/conversations.queries';
import { PULSE } from '../tokens';
import { compileFilter, type FilterContext } from './compile';
import { FilterContexts, type UsualWait } from './filter-context';
import { ranked, type Waiting } from './next-score';

/** Of each reason to go first, so many are looked at: enough for as many people as ever press the key at once. */
const LOOKED_AT = 100;
const TRIES = 3;

/** Gives the right conversation to whoever asks: the one that most speaks for, and never the same to two. */
@Injectable()
export class Next {
  constructor(private readonly database: Database, private readonly secrets: Secrets, private readonly contexts: FilterContexts, @Inject(PULSE) private readonly pulse: Pulse) {}

  async take(actor: MemberActor, input: NextInput): Promise<NextTaken> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      tx.afterCommit(() => { this.pulse.publish('relay'); });
      const context = await this.contexts.of(tx, actor);
      const filter = await this.contexts.filterOf(tx, actor, input);
      const usual = this.contexts.usualWaits();
      for (let tries = 0; tries < TRIES; tries += 1) {
        const found = ranked(await candidates(tx, context, { ...input, filter }, usual), { teamIds: actor.teamIds }, context.now);
        if (found.length === 0) break;
        const id = await claim(tx, actor, found.map(({ candidate }) => candidate));
        const best = found.find(({ candidate }) => candidate.id === id);
        // Everyone that we looked at went to others meanwhile.
        if (id === undefined || best === undefined) continue;
        const steps = await changeConversations(tx, actor, await lockConversations(tx, [id]), () => ({ assignee_id: actor.memberId }));
        const [conversation] = await findConversationViews(tx, this.secrets, [id]);
        if (conversation === undefined) break;
        return { conversation, undoToken: steps.length === 0 ? null : await remember(tx, actor, steps), why: best.score.why };
      }
      return { conversation: null, undoToken: null, why: [] };
    });
  }
}

async function candidates(tx: Tx, context: FilterContext, { filter, own, except }: NextInput & { filter: NonNullable<NextInput['filter']> }, usual: readonly UsualWait[]): Promise<Waiting[]> {
  const parameters: unknown[] = [context.actor.workspaceId, context.actor.memberId, except ?? null];
  const base = `c.workspace_id = $1 AND c.state = 'open' AND c.waiting_since IS NOT NULL AND c.id IS DISTINCT FROM $3::uuid AND ${visibleConversations(context.actor, parameters)} AND ${compileFilter(filter, context, parameters)}`;
  const columns = 'c.id, c.channel_id, c.waiting_since, c.priority, c.team_id, c.assignee_id, c.contact_id, c.language, c.mood, c.mood_score, c.due_at';
  const ways = [
    `SELECT ${columns} FROM conversations c WHERE ${base} AND c.assignee_id IS NULL ORDER BY c.waiting_since, c.id LIMIT ${LOOKED_AT}`,
    `SELECT ${columns} FROM conversations c WHERE ${base} AND c.assignee_id IS NULL AND c.priority >= 2 ORDER BY c.priority DESC, c.waiting_since, c.id LIMIT ${LOOKED_AT}`,
    `SELECT ${columns} FROM conversations c WHERE ${base} AND c.assignee_id IS NULL AND c.mood_score < 0 ORDER BY c.mood_score, c.waiting_since, c.id LIMIT ${LOOKED_AT}`,
    // Customers of a kind that the workspace puts first.
    `SELECT ${columns} FROM conversations c WHERE ${base} AND c.assignee_id IS NULL AND c.contact_id IN (SELECT p.id FROM contacts p WHERE p.kinds && ARRAY(SELECT k.key FROM customer_kinds k WHERE k.weight > 0)) ORDER BY c.waiting_since, c.id LIMIT ${LOOKED_AT}`,
    // Whose promise is the next to break: somebody who chats is late long before a letter that came an hour earlier.
    `SELECT ${columns} FROM conversations c WHERE ${base} AND c.assignee_id IS NULL AND c.due_at IS NOT NULL ORDER BY c.due_at, c.id LIMIT ${LOOKED_AT}`,
    ...usual.map(({ ms, connectorIds }) => `SELECT ${columns} FROM conversations c WHERE ${base} AND c.assignee_id IS NULL AND c.due_at IS NULL AND c.channel_id IN (SELECT ch.id FROM channels ch WHERE ch.connector_id = ANY($${parameters.push(connectorIds)}::text[]))
      AND c.waiting_since > $${parameters.push(new Date(context.now.getTime() - ms))}::timestamptz ORDER BY c.waiting_since, c.id LIMIT ${LOOKED_AT}`),
    ...(own ? [`SELECT ${columns} FROM conversations c WHERE ${base} AND c.assignee_id = $2 ORDER BY c.waiting_since, c.id LIMIT ${LOOKED_AT}`] : []),
  ];
  const rows = await tx.query<{ id: string; connector_id: string; waiting_since: Date; priority: number; team_id: string | null; own: boolean; language: string | null; label: string | null; mood_score: number | null; kind: Waiting['kind']; due_at: Date | null }>(
    `SELECT DISTINCT ON (w.id) w.id, ch.connector_id, w.waiting_since, w.priority, w.team_id, w.assignee_id = $2 AS own, coalesce(w.language, p.language) AS language, w.mood->>'label' AS label, w.mood_score, w.due_at,
       (SELECT jsonb_build_object('key', k.key, 'weight', k.weight) FROM customer_kinds k WHERE k.key = ANY (p.kinds) AND k.weight <> 0 ORDER BY k.weight DESC, k.position LIMIT 1) AS kind FROM (${ways.map((way) => `(${way})`).join(' UNION ALL ')}) w JOIN contacts p ON p.id = w.contact_id JOIN channels ch ON ch.id = w.channel_id`,
    parameters,
  );
  const usually = ({ connector_id: connector, waiting_since: since }: { connector_id: string; waiting_since: Date }): Date | null => {
    const wait = usual.find(({ connectorIds }) => connectorIds.includes(connector));
    return wait === undefined ? null : new Date(since.getTime() + wait.ms);
  };
  return rows.map((row) => ({ id: row.id, waitingSince: row.waiting_since, dueAt: row.due_at ?? usually(row), priority: row.priority, teamId: row.team_id, language: row.language, kind: row.kind ?? null, isOwn: row.own === true, upset: row.label === 'negative' ? -(row.mood_score ?? 0) : null }));
}

/** The first of them that nobody else holds this moment; it is ours until the transaction ends. */
async function claim(tx: Tx, actor: MemberActor, wanted: readonly Waiting[]): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string }>(
    `SELECT c.id FROM conversations c WHERE c.id = ANY($1::uuid[]) AND c.state = 'open' AND c.waiting_since IS NOT NULL AND (c.assignee_id IS NULL OR (c.assignee_id = $2 AND c.id = ANY($3::uuid[])))
     ORDER BY array_position($1::uuid[], c.id) LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED`,
    // One's own only where it was so before: what another window of the same person took just now is taken.
    [wanted.map(({ id }) => id), actor.memberId, wanted.filter(({ isOwn }) => isOwn).map(({ id }) => id)],
  );
  return row?.id;
}
