import { Injectable } from '@nestjs/common';
import type { BoardMoved, BoardMoveInput, BoardPreview, BoardPreviewInput, LoadChange, MoveTo, MoveWhat, RefusedMove } from '@kontuar/contract';
import { Database, Secrets, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { remember } from '../conversations/bulk-change';
import { changeConversations, lockConversations, type LockedConversation, type Step } from '../conversations/change';
import { findConversationViews, mayOn } from '../conversations/conversations.queries';
import { Conversations } from '../conversations/conversations.service';
import { conflict, DomainError, notFound } from '../errors';
import { findPeople, type Person } from '../routing/hands';
import { holdRouting } from '../routing/loads';
import { needsFor } from '../routing/queue';
import { rounded, weightOf, weightsJoin } from '../routing/weights';
import { Connectors } from '../tokens';
import { FilterContexts } from '../views/filter-context';
import { idsByFilter } from '../views/views.queries';
import { noteHandOver } from './hand-over-note';
import { hasRoom, spread, type Hand } from './spread';

/** More is a sweep: it goes on behind the answer. */
const MOST = 500;
/** Of one person all goes, however much it is: who falls sick keeps nothing. */
const MOST_OF_ONE = 5000;

type Facts = Pick<LockedConversation, 'id' | 'channel_id' | 'assignee_id' | 'team_id' | 'state' | 'merged_into'> & { weight: number };
/** With whom the mover saw it; undefined: they did not say. */
type Seen = ReadonlyMap<string, string | null | undefined>;
interface Plan { steps: { row: Facts; change: { assignee_id?: string | null; team_id?: string } }[]; refused: RefusedMove[] }

/** Moves on the board: one, a selection or everything of somebody, to a person, a team, the queue, or spread; one act, one undo. */
@Injectable()
export class BoardMoves {
  constructor(private readonly database: Database, private readonly secrets: Secrets, private readonly conversations: Conversations, private readonly contexts: FilterContexts, private readonly connectors: Connectors) {}

  /** What it would come to, for everybody who could get it; changes nothing. */
  preview(actor: MemberActor, { what, to }: BoardPreviewInput): Promise<BoardPreview> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const { ids, seen } = await this.meant(tx, actor, what);
      const rows = await factsOf(tx, ids);
      const people = await findPeople(tx);
      const { movable } = sieve(actor, ids, rows, seen);
      const targets = [...people.values()].filter((person) => can(person.actor, 'conversation.reply')).map((person) => {
        const refused = movable.flatMap((row) => refusalFor(person.actor, row) ?? []);
        const kept = new Set(refused.map(({ conversationId }) => conversationId));
        const added = movable.reduce((sum, row) => sum + (kept.has(row.id) ? 0 : row.weight), 0);
        return {
          memberId: person.actor.memberId, before: person.load, after: rounded(person.load + added), capacity: person.capacity, refused,
          offDuty: !person.onDuty, over: added > 0 && !hasRoom({ memberId: person.actor.memberId, load: person.load, capacity: person.capacity }, added),
        };
      });
      const plan = to === undefined ? null : await this.plan(tx, actor, { to, ids, rows, seen, people });
      return {
        count: movable.length, weight: rounded(movable.reduce((sum, { weight }) => sum + weight, 0)), targets,
        plan: plan === null ? null : { steps: plan.steps.map(({ row, change }) => ({ conversationId: row.id, assigneeId: change.assignee_id === undefined ? row.assignee_id : change.assignee_id })), refused: plan.refused, loads: changesOf(plan, people) },
      };
    });
  }

  async move(actor: MemberActor, input: BoardMoveInput): Promise<BoardMoved> {
    return this.conversations.unit(actor, async (tx) => {
      const { steps, refused, loads } = await this.moveIn(tx, actor, input);
      return {
        moved: steps.length, refused, loads,
        undoToken: steps.length === 0 ? null : await remember(tx, actor, steps),
        // Of more the screens hear as of everything else that happens.
        conversations: await findConversationViews(tx, this.secrets, steps.slice(0, MOST).map(({ conversationId }) => conversationId)),
      };
    });
  }

  /** As part of a larger act, which remembers the steps. */
  async moveIn(tx: Tx, actor: MemberActor, input: BoardMoveInput): Promise<{ steps: Step[]; refused: RefusedMove[]; loads: LoadChange[] }> {
    const { ids, seen } = await this.meant(tx, actor, input.what);
    // Whoever else gives people work waits here: what was counted for them is true until this is done. Before the conversations, as routing does it.
    if (input.to.kind === 'member' || input.to.kind === 'spread') await holdRouting(tx, actor.workspaceId);
    const locked = new Map((await lockConversations(tx, ids)).map((row) => [row.id, row]));
    const rows = await factsOf(tx, [...locked.keys()]);
    const people = await findPeople(tx);
    const plan = await this.plan(tx, actor, { to: input.to, ids, rows, seen, people });
    if (input.to.kind === 'member' && !input.force) refuseOver(plan, people, input.to.memberId);
    const changes = new Map(plan.steps.map(({ row, change }) => [row.id, change]));
    const loadChanges = changesOf(plan, people);
    const steps = await changeConversations(tx, actor, plan.steps.flatMap(({ row }) => locked.get(row.id) ?? []), (row) => changes.get(row.id) ?? {});
    if (input.note !== undefined && input.note !== '' && steps.length > 0) {
      await noteHandOver(tx, actor, input.note, steps.map(({ conversationId }) => ({ conversationId, memberId: changes.get(conversationId)?.assignee_id ?? null })));
    }
    return { steps, refused: plan.refused, loads: loadChanges };
  }

  private async meant(tx: Tx, actor: MemberActor, what: MoveWhat): Promise<{ ids: string[]; seen: Seen }> {
    switch (what.kind) {
      case 'these': return { ids: [...new Set(what.conversations.map(({ id }) => id))], seen: new Map(what.conversations.map(({ id, assigneeId }) => [id, assigneeId])) };
      case 'member': {
        const rows = await tx.query<{ id: string }>(`SELECT c.id FROM conversations c WHERE c.workspace_id = $1 AND c.assignee_id = $2 AND c.state IN ('open', 'pending', 'snoozed') AND c.merged_into IS NULL AND NOT c.kept_apart ORDER BY c.id LIMIT ${MOST_OF_ONE + 1}`, [actor.workspaceId, what.memberId]);
        return { ids: within(rows.map(({ id }) => id), MOST_OF_ONE), seen: new Map(rows.map(({ id }) => [id, what.memberId])) };
      }
      case 'filter': {
        const found = await idsByFilter(tx, await this.contexts.of(tx, actor), what.filter, { limit: MOST + 1, withinMs: 8000 });
        if (found === undefined) throw new DomainError('invalid', 'filter-too-slow', 'This filter takes too long. Narrow it, for example by state, team or time.');
        return { ids: within(found), seen: new Map() };
      }
      default: throw new Error(`no meaning of ${JSON.stringify(what satisfies never)}`);
    }
  }

  private async plan(tx: Tx, actor: MemberActor, { to, ids, rows, seen, people }: { to: MoveTo; ids: readonly string[]; rows: ReadonlyMap<string, Facts>; seen: Seen; people: ReadonlyMap<string, Person> }): Promise<Plan> {
    const { movable, refused } = sieve(actor, ids, rows, seen);
    switch (to.kind) {
      case 'member': {
        const person = people.get(to.memberId);
        if (person === undefined) throw notFound('member');
        const answers = can(person.actor, 'conversation.reply');
        return given(movable, refused, (row) => (!answers ? { conversationId: row.id, reason: 'cannot-answer' } : (refusalFor(person.actor, row) ?? { assignee_id: to.memberId })));
      }
      case 'team': {
        if ((await tx.query(`SELECT 1 FROM teams WHERE id = $1 AND kind <> 'group'`, [to.teamId])).length === 0) throw notFound('team');
        return given(movable, refused, (row) => (row.team_id === to.teamId && row.assignee_id === null ? { conversationId: row.id, reason: 'there' } : { team_id: to.teamId, assignee_id: null }));
      }
      case 'queue': return given(movable, refused, (row) => (row.assignee_id === null ? { conversationId: row.id, reason: 'there' } : { assignee_id: null }));
      case 'spread': return this.spread(to, movable, refused, people, await needsFor(tx, this.connectors, actor.workspaceId, movable.map(({ id }) => id)));
      default: throw new Error(`no way to ${JSON.stringify(to satisfies never)}`);
    }
  }

  private spread(to: Extract<MoveTo, { kind: 'spread' }>, movable: readonly Facts[], refused: RefusedMove[], people: ReadonlyMap<string, Person>, needs: ReadonlyMap<string, ReadonlyMap<string, number>>): Plan {
    const named = to.memberIds === undefined ? undefined : new Set(to.memberIds);
    // By name whoever is meant, if they are at work; else those who are there and take part.
    const hands = [...people.values()].filter(({ actor, here, takesPart }) => here && can(actor, 'conversation.reply')
      && (named !== undefined ? named.has(actor.memberId) : to.teamId !== undefined ? actor.teamIds.includes(to.teamId) : takesPart));
    // What somebody of them has already is not theirs while it is dealt out anew.
    const own = new Map<string, number>();
    for (const row of movable) if (row.assignee_id !== null) own.set(row.assignee_id, (own.get(row.assignee_id) ?? 0) + row.weight);
    const { given: dealt, left } = spread(
      movable.map((row) => {
        const asked = [...(needs.get(row.id) ?? [])];
        const idsOf = (of: readonly Person[]) => new Set(of.map(({ actor }) => actor.memberId));
        const open = hands.filter(({ actor }) => mayOn(actor, 'conversation.read', { ...row, assignee_id: null }));
        return { id: row.id, weight: row.weight, open: idsOf(open), ...(asked.length === 0 ? {} : { skilled: idsOf(open.filter(({ skills }) => asked.every(([skill, level]) => (skills[skill] ?? 0) >= level))) }) };
      }),
      hands.map(({ actor, load, capacity }): Hand => ({ memberId: actor.memberId, load: load - (own.get(actor.memberId) ?? 0), capacity })),
    );
    const reasons = new Map(left.map(({ id, reason }) => [id, reason]));
    return given(movable, refused, (row) => {
      const memberId = dealt.get(row.id);
      if (memberId === undefined) return { conversationId: row.id, reason: reasons.get(row.id) ?? 'full' };
      return memberId === row.assignee_id ? { conversationId: row.id, reason: 'there' } : { assignee_id: memberId };
    });
  }
}

function within(ids: string[], most = MOST): string[] {
  if (ids.length > most) throw new DomainError('unprocessable', 'too-many', `At most ${most} conversations are moved at once. Narrow the filter.`);
  return ids;
}

/** Those that can be moved at all by this member, as they stand now. */
function sieve(actor: MemberActor, ids: readonly string[], rows: ReadonlyMap<string, Facts>, seen: Seen): { movable: Facts[]; refused: RefusedMove[] } {
  const movable: Facts[] = [];
  const refused: RefusedMove[] = [];
  for (const id of ids) {
    const row = rows.get(id);
    const expected = seen.get(id);
    if (row === undefined || row.merged_into !== null || row.state === 'resolved' || !mayOn(actor, 'conversation.read', row) || !mayOn(actor, 'conversation.assign', row)) refused.push({ conversationId: id, reason: 'not-open' });
    else if (expected !== undefined && expected !== row.assignee_id) refused.push({ conversationId: id, reason: 'moved', assigneeId: row.assignee_id });
    else movable.push(row);
  }
  return { movable, refused };
}

/** Nobody is given what they could not see: what they see because it is theirs already does not count. */
function refusalFor(target: MemberActor, row: Facts): RefusedMove | undefined {
  if (row.assignee_id === target.memberId) return { conversationId: row.id, reason: 'there' };
  return mayOn(target, 'conversation.read', { ...row, assignee_id: null }) ? undefined : { conversationId: row.id, reason: 'no-access' };
}

function given(movable: readonly Facts[], refused: RefusedMove[], way: (row: Facts) => RefusedMove | Plan['steps'][number]['change']): Plan {
  const plan: Plan = { steps: [], refused: [...refused] };
  for (const row of movable) {
    const next = way(row);
    if ('conversationId' in next) plan.refused.push(next);
    else plan.steps.push({ row, change: next });
  }
  return plan;
}

/** @throws DomainError 'over-capacity' when it is more than they can carry: by hand only, and whoever does it has seen it. */
function refuseOver(plan: Plan, people: ReadonlyMap<string, Person>, memberId: string): void {
  const added = plan.steps.reduce((sum, { row }) => sum + row.weight, 0);
  const person = people.get(memberId);
  if (person === undefined || added === 0 || hasRoom({ memberId, load: person.load, capacity: person.capacity }, added)) return;
  throw conflict('over-capacity', 'This is more than they can carry.', { load: { memberId, before: person.load, after: rounded(person.load + added), capacity: person.capacity } satisfies LoadChange });
}

function changesOf(plan: Plan, people: ReadonlyMap<string, Person>): LoadChange[] {
  const moved = new Map<string, number>();
  const add = (memberId: string | null, weight: number) => { if (memberId !== null) moved.set(memberId, (moved.get(memberId) ?? 0) + weight); };
  for (const { row, change } of plan.steps) {
    if (change.assignee_id === undefined) continue;
    add(row.assignee_id, -row.weight);
    add(change.assignee_id, row.weight);
  }
  return [...moved].flatMap(([memberId, by]) => {
    const person = people.get(memberId);
    return person === undefined ? [] : [{ memberId, before: person.load, after: rounded(person.load + by), capacity: person.capacity }];
  });
}

async function factsOf(tx: Tx, ids: readonly string[]): Promise<Map<string, Facts>> {
  const rows = await tx.query<Facts>(
    `SELECT c.id, c.channel_id, c.assignee_id, c.team_id, c.state, c.merged_into, ${weightOf} AS weight
     FROM conversations c ${weightsJoin} WHERE c.id = ANY($1::uuid[])`, [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}
