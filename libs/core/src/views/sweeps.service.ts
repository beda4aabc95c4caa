import { Inject, Injectable } from '@nestjs/common';
import type { BulkInput, Sweep, SweepInput } from '@kontuar/contract';
import { Database, newId, Queues, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { changeMany, checkAction, remember, takeBack, verbOf } from '../conversations/bulk-change';
import type { Step } from '../conversations/change';
import { DomainError, forbidden, notFound } from '../errors';
import { actorOf, record } from '../history/history';
import { Members } from '../members/members.service';
import { PULSE } from '../tokens';
import { FilterContexts } from './filter-context';
import { idsByFilter } from './views.queries';

/** Pulse topic: how far an act on everything has come, for the screens of its member. */
export const SWEEPS = 'sweeps';
export interface SweepMoved { memberId: string; sweep: Sweep }

/** One transaction each: small enough that nobody waits long for a row. */
const BATCH = 100;
const MAX = 20_000;
/** So much is done while the person waits for the answer; the rest goes on behind it. */
const AT_ONCE_MS = 600;

interface SweepRow { id: string; workspace_id: string; member_id: string; action: BulkInput['action']; state: Sweep['state']; total: number; handled: number; changed: number; refused: number; restored: number }
const COLUMNS = 'id, workspace_id, member_id, action, state, cardinality(ids) AS total, handled, changed, refused, restored';
const toSweep = ({ id, state, total, handled, changed, refused, restored }: SweepRow): Sweep => ({ id, state, total, handled, changed, refused, restored });

/**
 * Acts on everything that matches. What matches is settled when it begins; each batch is one transaction with the count of what is done, so
 * that a dead process loses nothing and nothing is done twice. One token takes all of it back, each row to what it was.
 */
@Injectable()
export class Sweeps {
  constructor(
    private readonly database: Database, private readonly queues: Queues, private readonly contexts: FilterContexts, private readonly members: Members,
    @Inject(PULSE) private readonly pulse: Pulse,
  ) {}

  async start(actor: MemberActor, input: SweepInput): Promise<Sweep> {
    if (!can(actor, verbOf(input.action))) throw forbidden();
    const id = newId();
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await checkAction(tx, input.action);
      const filter = await this.contexts.filterOf(tx, actor, input);
      const found = await idsByFilter(tx, await this.contexts.of(tx, actor), filter, { limit: MAX + input.except.length + 1, withinMs: 8000 });
      if (found === undefined) throw new DomainError('invalid', 'filter-too-slow', 'This filter takes too long. Narrow it, for example by state, team or time.');
      const except = new Set(input.except);
      const ids = found.filter((each) => !except.has(each));
      if (ids.length > MAX) throw new DomainError('unprocessable', 'too-many', `At most ${MAX} conversations are changed at once. Narrow the filter.`);
      await tx.execute(`INSERT INTO sweeps (id, workspace_id, member_id, action, ids, state) VALUES ($1, $2, $3, $4, $5, $6)`, [id, actor.workspaceId, actor.memberId, JSON.stringify(input.action), ids, ids.length === 0 ? 'done' : 'running']);
      // Never the filter itself: it may hold a customer's words.
      await record(tx, [{ type: 'conversations.swept', actor: actorOf(actor), subjectId: id, data: { action: input.action.kind, total: ids.length, ...(input.viewId === undefined ? {} : { viewId: input.viewId }) } }]);
    });
    await this.goOn(actor.workspaceId, id);
    return this.get(actor, id);
  }

  async get(actor: MemberActor, id: string): Promise<Sweep> {
    const row = await this.database.lookInWorkspace(actor.workspaceId, (tx) => find(tx, id));
    if (row === undefined || row.member_id !== actor.memberId) throw notFound('act');
    return toSweep(row);
  }

  /** Also stops one that is still under way. Undefined when this is no act of the member's that can be taken back. */
  async undo(actor: MemberActor, id: string): Promise<Sweep | undefined> {
    const found = await this.database.inWorkspace(actor.workspaceId, (tx) => tx.query(
      `UPDATE sweeps SET state = 'undoing', updated_at = now() WHERE id = $1 AND member_id = $2 AND state IN ('running', 'done') AND created_at > now() - interval '24 hours' RETURNING id`, [id, actor.memberId]));
    if (found.length === 0) return undefined;
    await this.goOn(actor.workspaceId, id);
    return this.get(actor, id);
  }

  /** To its end; by a worker. */
  async run(workspaceId: string, id: string): Promise<void> {
    while (await this.batch(workspaceId, id));
  }

  /** What a dead process left: nothing moved for a while. */
  async due(): Promise<{ id: string; workspaceId: string }[]> {
    return this.database.asSystem((tx) => tx.query<{ id: string; workspaceId: string }>(`SELECT id, workspace_id AS "workspaceId" FROM sweeps WHERE state IN ('running', 'undoing') AND updated_at < now() - interval '5 seconds' ORDER BY updated_at LIMIT 20`));
  }

  private async goOn(workspaceId: string, id: string): Promise<void> {
    const until = Date.now() + AT_ONCE_MS;
    let more = true;
    while (more && Date.now() < until) more = await this.batch(workspaceId, id);
    if (more) this.queues.poke('sweep', { workspaceId, sweepId: id });
  }

  /** Answers whether there is more to do, and nobody else does it. */
  private async batch(workspaceId: string, id: string): Promise<boolean> {
    const moved = await this.database.inWorkspace(workspaceId, async (tx) => {
      const [row] = await tx.query<SweepRow & { next: string[] }>(`SELECT ${COLUMNS}, ids[handled + 1 : handled + ${BATCH}] AS next FROM sweeps WHERE id = $1 AND state IN ('running', 'undoing') FOR UPDATE SKIP LOCKED`, [id]);
      if (row === undefined) return undefined;
      const actor = await this.members.byId(tx, row.member_id);
      tx.afterCommit(() => { this.pulse.publish('relay'); });
      const after = row.state === 'running' ? await this.forth(tx, actor, row) : await this.back(tx, actor, row);
      await tx.execute('UPDATE sweeps SET state = $2, handled = $3, changed = $4, refused = $5, restored = $6, updated_at = now() WHERE id = $1', [id, after.state, after.handled, after.changed, after.refused, after.restored]);
      return after;
    });
    if (moved === undefined) return false;
    this.pulse.publish(SWEEPS, JSON.stringify({ memberId: moved.member_id, sweep: toSweep(moved) } satisfies SweepMoved));
    return moved.state === 'running' || moved.state === 'undoing';
  }

  private async forth(tx: Tx, actor: MemberActor | undefined, row: SweepRow & { next: string[] }): Promise<SweepRow> {
    // Who left the workspace meanwhile does nothing more in it.
    if (actor === undefined || !can(actor, verbOf(row.action))) return { ...row, state: 'done', handled: row.total, refused: row.refused + row.total - row.handled };
    const { steps, allowed } = await changeMany(tx, actor, row.next, row.action);
    if (steps.length > 0) await remember(tx, actor, steps, row.id);
    const handled = row.handled + row.next.length;
    return { ...row, handled, changed: row.changed + steps.length, refused: row.refused + row.next.length - allowed.size, state: handled >= row.total ? 'done' : 'running' };
  }

  private async back(tx: Tx, actor: MemberActor | undefined, row: SweepRow): Promise<SweepRow> {
    const [undo] = await tx.query<{ id: string; steps: Step[] }>('SELECT id, steps FROM undos WHERE sweep_id = $1 AND used_at IS NULL ORDER BY id DESC LIMIT 1 FOR UPDATE', [row.id]);
    if (undo === undefined || actor === undefined) return { ...row, state: 'undone' };
    await tx.execute('UPDATE undos SET used_at = now() WHERE id = $1', [undo.id]);
    const { restored } = await takeBack(tx, actor, undo.steps);
    return { ...row, restored: row.restored + restored };
  }
}

async function find(tx: Tx, id: string): Promise<SweepRow | undefined> {
  const [row] = await tx.query<SweepRow>(`SELECT ${COLUMNS} FROM sweeps WHERE id = $1`, [id]);
  return row;
}
