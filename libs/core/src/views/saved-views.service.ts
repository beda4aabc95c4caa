import { Injectable } from '@nestjs/common';
import { filter as filterSchema, type ConversationCount, type ConversationView, type CountQuery, type FindQuery, type Page, type SavedView, type ViewCounts, type ViewInput, type ViewPatch } from '@kontuar/contract';
import { Database, newId, Secrets, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { orMissing } from '../database-errors';
import { conflict, forbidden, invalid, notFound } from '../errors';
import { actorOf, record, type Happening } from '../history/history';
import { FilterContexts, visibleViews } from './filter-context';
import { countByFilter, findByFilter } from './views.queries';

interface ViewRow {
  id: string; owner_id: string; name: string; icon: string | null; filter: SavedView['filter']; sort: SavedView['sort'];
  sharing: SavedView['sharing']; team_id: string | null; version: number; updated_at: Date;
}

const COLUMNS = 'v.id, v.owner_id, v.name, v.icon, v.filter, v.sort, v.sharing, v.team_id, v.version, v.updated_at';
/** More would not fit a screen, and each is counted live. */
const MAX_OWN = 100;
const MOST_LISTED = 500;
/** Slow filters must not hold a connection for long: what is not counted by then is told as not counted. */
const COUNT_ALL_MS = 4000;

/** Filters with a name: private, or shared with a team or everybody. */
@Injectable()
export class SavedViews {
  constructor(private readonly database: Database, private readonly secrets: Secrets, private readonly contexts: FilterContexts) {}

  /** All that the member finds in their list, in their order. */
  list(actor: MemberActor): Promise<Page<SavedView>> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => ({ items: (await rowsOf(tx, actor)).map((row) => toView(row, actor)), nextCursor: null }));
  }

  /** Of several members of a workspace, by their ids. */
  listsOf(workspaceId: string, actors: readonly MemberActor[]): Promise<Map<string, SavedView[]>> {
    return this.database.lookInWorkspace(workspaceId, async (tx) => {
      const rows = await tx.query<ViewRow & { member_id: string }>(
        `SELECT r.member_id, ${COLUMNS} FROM jsonb_to_recordset($2::jsonb) AS r (member_id uuid, team_ids uuid[])
           JOIN saved_views v ON v.owner_id = r.member_id OR v.sharing = 'workspace' OR (v.sharing = 'team' AND v.team_id = ANY(r.team_ids))
           LEFT JOIN saved_view_places s ON s.view_id = v.id AND s.member_id = r.member_id
         WHERE v.workspace_id = $1 AND v.removed_at IS NULL ORDER BY r.member_id, s.position NULLS LAST, v.id`,
        [workspaceId, JSON.stringify(actors.map((actor) => ({ member_id: actor.memberId, team_ids: actor.teamIds })))],
      );
      const lists = new Map(actors.map((actor) => [actor.memberId, { actor, views: [] as SavedView[] }]));
      for (const row of rows) {
        const list = lists.get(row.member_id);
        if (list !== undefined && list.views.length < MOST_LISTED) list.views.push(toView(row, list.actor));
      }
      return new Map([...lists].map(([memberId, { views }]) => [memberId, views]));
    });
  }

  get(actor: MemberActor, id: string): Promise<SavedView> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => toView(await this.row(tx, actor, id), actor));
  }

  async create(actor: MemberActor, input: ViewInput): Promise<SavedView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [own] = await tx.query<{ n: number }>('SELECT count(*)::int AS n FROM saved_views WHERE owner_id = $1 AND removed_at IS NULL', [actor.memberId]);
      if ((own?.n ?? 0) >= MAX_OWN) throw conflict('too-many-views', `More than ${MAX_OWN} views of one's own are not kept.`);
      const sharing = mayShare(actor, input);
      const id = newId();
      await orMissing(
        tx.execute(
          `INSERT INTO saved_views (id, workspace_id, owner_id, name, icon, filter, sort, sharing, team_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
          [id, actor.workspaceId, actor.memberId, input.name, input.icon, JSON.stringify(input.filter), input.sort, sharing.sharing, sharing.teamId],
        ),
        unknownTeam,
      );
      const row = await this.row(tx, actor, id);
      await record(tx, [{ type: 'view.created', actor: actorOf(actor), subjectId: id, data: { sharing: row.sharing, teamId: row.team_id } }, ...(await told(tx, actor, [row]))]);
      return toView(row, actor);
    });
  }

  async change(actor: MemberActor, id: string, { version, ...patch }: ViewPatch): Promise<SavedView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const before = await this.editable(tx, actor, id);
      if (version !== undefined && version !== before.version) throw conflict('view-changed', 'Somebody changed this view a moment ago.', { view: toView(before, actor) });
      const wanted = { sharing: patch.sharing ?? before.sharing, teamId: patch.teamId === undefined ? before.team_id : patch.teamId };
      const moved = wanted.sharing !== before.sharing || (wanted.sharing === 'team' && wanted.teamId !== before.team_id);
      const sharing = moved ? mayShare(actor, wanted) : { sharing: before.sharing, teamId: before.team_id };
      // Whoever makes a shared view private keeps it: nobody's list hides somebody else's view.
      if (moved && sharing.sharing === 'private' && before.owner_id !== actor.memberId) throw forbidden('Only its owner can take a view back for themselves.');
      await orMissing(
        tx.execute(
          `UPDATE saved_views SET name = $2, icon = $3, filter = $4, sort = $5, sharing = $6, team_id = $7, version = version + 1, updated_at = now() WHERE id = $1`,
          [id, patch.name ?? before.name, patch.icon === undefined ? before.icon : patch.icon, JSON.stringify(patch.filter ?? before.filter), patch.sort ?? before.sort, sharing.sharing, sharing.teamId],
        ),
        unknownTeam,
      );
      const after = await this.row(tx, actor, id);
      await record(tx, [
        { type: 'view.changed', actor: actorOf(actor), subjectId: id, data: { fields: Object.keys(patch), ...(moved ? { sharing: { from: before.sharing, to: after.sharing }, teamId: { from: before.team_id, to: after.team_id } } : {}) } },
        ...(await told(tx, actor, [before, after])),
      ]);
      return toView(after, actor);
    });
  }

  async remove(actor: MemberActor, id: string): Promise<void> {
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const row = await this.editable(tx, actor, id);
      await tx.execute('UPDATE saved_views SET removed_at = now(), version = version + 1 WHERE id = $1', [id]);
      await record(tx, [{ type: 'view.removed', actor: actorOf(actor), subjectId: id, data: { sharing: row.sharing } }, ...(await told(tx, actor, [row]))]);
    });
  }

  /** Within a day, by whoever may change it. */
  async restore(actor: MemberActor, id: string): Promise<SavedView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const row = await this.editable(tx, actor, id, true);
      await tx.execute('UPDATE saved_views SET removed_at = NULL, version = version + 1 WHERE id = $1', [id]);
      await record(tx, [{ type: 'view.restored', actor: actorOf(actor), subjectId: id, data: { sharing: row.sharing } }, ...(await told(tx, actor, [row]))]);
      return toView({ ...row, version: row.version + 1 }, actor);
    });
  }

  async order(actor: MemberActor, ids: readonly string[]): Promise<void> {
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const known = new Set((await rowsOf(tx, actor)).map((row) => row.id));
      const kept = [...new Set(ids)].filter((id) => known.has(id));
      await tx.execute('DELETE FROM saved_view_places WHERE member_id = $1', [actor.memberId]);
      await tx.execute(`INSERT INTO saved_view_places (workspace_id, member_id, view_id, position) SELECT $1, $2, id, place FROM unnest($3::uuid[]) WITH ORDINALITY AS wanted (id, place)`, [actor.workspaceId, actor.memberId, kept]);
      await record(tx, [changedFor([actor.memberId], actor)]);
    });
  }

  find(actor: MemberActor, query: FindQuery): Promise<Page<ConversationView>> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const filter = await this.contexts.filterOf(tx, actor, query);
      return findByFilter(tx, this.secrets, await this.contexts.of(tx, actor), { filter, sort: query.sort ?? 'waiting', cursor: query.cursor, limit: query.limit });
    });
  }

  count(actor: MemberActor, query: CountQuery): Promise<ConversationCount> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => countByFilter(tx, await this.contexts.of(tx, actor), await this.contexts.filterOf(tx, actor, query)));
  }

  /** Of all their views at once, for a screen that opens; from then on the live line tells what changes. */
  counts(actor: MemberActor): Promise<ViewCounts> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const context = await this.contexts.of(tx, actor);
      const counts: ViewCounts['counts'] = {};
      const until = Date.now() + COUNT_ALL_MS;
      for (const row of await rowsOf(tx, actor)) counts[row.id] = Date.now() < until ? await countByFilter(tx, context, toView(row, actor).filter) : { count: null, more: true };
      return { counts };
    });
  }

  private async row(tx: Tx, actor: MemberActor, id: string, removed = false): Promise<ViewRow> {
    const parameters: unknown[] = [id];
    const [row] = await tx.query<ViewRow>(
      `SELECT ${COLUMNS} FROM saved_views v WHERE v.id = $1 AND ${removed ? `v.removed_at > now() - interval '24 hours'` : 'v.removed_at IS NULL'} AND ${visibleViews(actor, parameters)}`, parameters);
    if (row === undefined) throw notFound('view');
    return row;
  }

  private async editable(tx: Tx, actor: MemberActor, id: string, removed = false): Promise<ViewRow> {
    await tx.execute('SELECT 1 FROM saved_views WHERE id = $1 FOR UPDATE', [id]);
    const row = await this.row(tx, actor, id, removed);
    if (!mayEdit(actor, row)) throw forbidden('This view belongs to somebody else.');
    return row;
  }
}

function rowsOf(tx: Tx, actor: MemberActor): Promise<ViewRow[]> {
  const parameters: unknown[] = [actor.workspaceId, actor.memberId];
  return tx.query<ViewRow>(
    `SELECT ${COLUMNS} FROM saved_views v LEFT JOIN saved_view_places s ON s.view_id = v.id AND s.member_id = $2
     WHERE v.workspace_id = $1 AND v.removed_at IS NULL AND ${visibleViews(actor, parameters)} ORDER BY s.position NULLS LAST, v.id LIMIT ${MOST_LISTED}`,
    parameters,
  );
}

/** One's own; shared ones also by who leads. */
const mayEdit = (actor: MemberActor, view: ViewRow): boolean => view.owner_id === actor.memberId || (view.sharing !== 'private' && can(actor, 'view.manage'));

/** With one's own team, everybody may share; with everybody or another team, who leads. */
function mayShare(actor: MemberActor, wanted: { sharing: SavedView['sharing']; teamId: string | null }): { sharing: SavedView['sharing']; teamId: string | null } {
  if (wanted.sharing === 'private') return { sharing: 'private', teamId: null };
  const leads = can(actor, 'view.manage');
  if (wanted.sharing === 'workspace') {
    if (!leads) throw forbidden('Your role does not share views with everybody.');
    return { sharing: 'workspace', teamId: null };
  }
  if (wanted.teamId === null) throw invalid('no-team', 'Say with which team it is shared.');
  if (!leads && !actor.teamIds.includes(wanted.teamId)) throw forbidden('You are not in that team.');
  return { sharing: 'team', teamId: wanted.teamId };
}

const unknownTeam = () => invalid('unknown-team', 'There is no such team.', { errors: [{ path: 'teamId', message: 'There is no such team.' }] });

/** Screens of those who find the view in their list fetch the list again; nobody else hears of it. */
async function told(tx: Tx, actor: MemberActor, rows: readonly ViewRow[]): Promise<Happening[]> {
  if (rows.some((row) => row.sharing === 'workspace')) return [{ type: 'directory.changed', actor: actorOf(actor), data: { what: 'views' } }];
  const teams = rows.flatMap((row) => row.team_id ?? []);
  const members = teams.length === 0 ? [] : await tx.query<{ member_id: string }>('SELECT member_id FROM team_members WHERE team_id = ANY($1::uuid[])', [teams]);
  return [changedFor([...new Set([actor.memberId, ...rows.map((row) => row.owner_id), ...members.map((row) => row.member_id)])], actor)];
}

const changedFor = (memberIds: readonly string[], actor: MemberActor): Happening => ({ type: 'directory.changed', actor: actorOf(actor), data: { what: 'views', memberIds } });

function toView(row: ViewRow, actor: MemberActor): SavedView {
  const parsed = filterSchema.safeParse(row.filter);
  return {
    id: row.id, name: row.name, icon: row.icon, sort: row.sort, sharing: row.sharing, teamId: row.team_id, ownerId: row.owner_id,
    // One that a newer version saved may ask what this version does not know.
    filter: parsed.success ? parsed.data : { by: 'any', of: [] },
    editable: mayEdit(actor, row), version: row.version, updatedAt: row.updated_at.toISOString(),
  };
}
