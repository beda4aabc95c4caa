import { Injectable } from '@nestjs/common';
import type { QualitySettings, QualitySettingsPatch, Scorecard, ScorecardInput, ScorecardPatch, ScorecardQuality } from '@kontuar/contract';
import { Database, newId, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { orTaken } from '../database-errors';
import { conflict, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { defaultQualities } from './default-scorecard';
import { qualitySettingsOf } from './settings';

interface ScorecardRow { id: string; name: string; team_id: string | null; version: number; qualities: ScorecardQuality[]; archived: boolean; changed_at: Date; changed_by: string | null }

const columns = 's.id, s.name, s.team_id, s.version, v.qualities, s.archived_at IS NOT NULL OR (s.team_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM teams t WHERE t.id = s.team_id)) AS archived, s.changed_at, s.changed_by';
const source = 'FROM scorecards s JOIN scorecard_versions v ON v.scorecard_id = s.id AND v.version = s.version';
const taken = () => conflict('scorecard-exists', 'There is a scorecard for this team already.');

/** What work is measured by, with every version that something was measured by. */
@Injectable()
export class Scorecards {
  constructor(private readonly database: Database) {}

  async list(actor: MemberActor): Promise<{ items: Scorecard[] }> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await ensureDefault(tx, actor.workspaceId);
      const rows = await tx.query<ScorecardRow>(`SELECT ${columns} ${source} WHERE s.workspace_id = $1 ORDER BY s.archived_at IS NOT NULL, s.team_id IS NOT NULL, lower(s.name), s.id LIMIT 200`, [actor.workspaceId]);
      return { items: rows.map(toScorecard) };
    });
  }

  async create(actor: MemberActor, input: ScorecardInput): Promise<Scorecard> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await ensureDefault(tx, actor.workspaceId);
      const id = newId();
      await checkTeam(tx, input.teamId);
      await orTaken(tx.execute('INSERT INTO scorecards (id, workspace_id, name, team_id, changed_by) VALUES ($1, $2, $3, $4, $5)', [id, actor.workspaceId, input.name, input.teamId, actor.memberId]), taken);
      await addVersion(tx, actor.workspaceId, id, 1, input.qualities);
      await record(tx, [{ type: 'scorecard.created', actor: actorOf(actor), subjectId: id }, directoryChanged(actor, 'quality', id)]);
      return this.read(tx, id);
    });
  }

  /** Another set of qualities is another version; reviews keep theirs. @throws changed-meanwhile */
  async change(actor: MemberActor, scorecardId: string, { version, ...patch }: ScorecardPatch): Promise<Scorecard> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      if ((await tx.query('SELECT 1 FROM scorecards WHERE id = $1 FOR NO KEY UPDATE', [scorecardId])).length === 0) throw notFound('scorecard');
      const before = await this.read(tx, scorecardId);
      if (before.version !== version) throw conflict('changed-meanwhile', 'Somebody else changed this scorecard meanwhile.', { version: before.version });
      if (before.teamId === null && (patch.archived === true || (patch.teamId !== undefined && patch.teamId !== null))) throw conflict('scorecard-needed', 'The scorecard of everybody stays: teams without their own are measured by it.');
      const fields = (Object.keys(patch) as (keyof typeof patch)[]).filter((field) => patch[field] !== undefined && JSON.stringify(patch[field]) !== JSON.stringify(before[field]));
      if (fields.length === 0) return before;
      const next = { ...before, ...Object.fromEntries(fields.map((field) => [field, patch[field]])) } as Scorecard;
      // Every change is a version, so that two people who change at once notice.
      if (next.teamId !== before.teamId) await checkTeam(tx, next.teamId);
      await orTaken(tx.execute(
        `UPDATE scorecards SET name = $2, team_id = $3, version = version + 1, changed_at = now(), changed_by = $4, archived_at = CASE WHEN $5 THEN coalesce(archived_at, now()) END WHERE id = $1`,
        [scorecardId, next.name, next.teamId, actor.memberId, next.archived]), taken);
      await addVersion(tx, actor.workspaceId, scorecardId, version + 1, next.qualities);
      await record(tx, [{ type: 'scorecard.changed', actor: actorOf(actor), subjectId: scorecardId, data: { fields } }, directoryChanged(actor, 'quality', scorecardId)]);
      return this.read(tx, scorecardId);
    });
  }

  async settings(actor: MemberActor): Promise<QualitySettings> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => qualitySettingsOf(tx, actor.workspaceId));
  }

  async changeSettings(actor: MemberActor, patch: QualitySettingsPatch): Promise<QualitySettings> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const before = await qualitySettingsOf(tx, actor.workspaceId);
      const fields = (Object.keys(patch) as (keyof QualitySettings)[]).filter((field) => patch[field] !== undefined && patch[field] !== before[field]);
      if (fields.length === 0) return before;
      const next = { ...before, ...Object.fromEntries(fields.map((field) => [field, patch[field]])) } as QualitySettings;
      await tx.execute(
        `INSERT INTO quality_settings (workspace_id, random_share, days, listeners_shown, drafts_heard) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (workspace_id) DO UPDATE SET random_share = excluded.random_share, days = excluded.days, listeners_shown = excluded.listeners_shown, drafts_heard = excluded.drafts_heard`,
        [actor.workspaceId, next.randomShare, next.days, next.listenersShown, next.draftsHeard]);
      await record(tx, [{ type: 'quality.settings-changed', actor: actorOf(actor), subjectId: actor.workspaceId, data: { fields } }, directoryChanged(actor, 'quality')]);
      return next;
    });
  }

  private async read(tx: Tx, scorecardId: string): Promise<Scorecard> {
    const [row] = await tx.query<ScorecardRow>(`SELECT ${columns} ${source} WHERE s.id = $1`, [scorecardId]);
    if (row === undefined) throw notFound('scorecard');
    return toScorecard(row);
  }
}

/** Row level security hides the teams of others. */
async function checkTeam(tx: Tx, teamId: string | null): Promise<void> {
  if (teamId !== null && (await tx.query(`SELECT 1 FROM teams WHERE id = $1 AND kind <> 'group'`, [teamId])).length === 0) throw invalid('unknown-team', 'This team does not exist.', { errors: [{ path: 'teamId', message: 'This team does not exist.' }] });
}

/** The one that holds for a team's work now: its own, else everybody's. */
export async function scorecardFor(tx: Tx, workspaceId: string, teamId: string | null): Promise<{ id: string; version: number; qualities: ScorecardQuality[] }> {
  await ensureDefault(tx, workspaceId);
  const [row] = await tx.query<ScorecardRow>(`SELECT ${columns} ${source} WHERE s.workspace_id = $1 AND s.archived_at IS NULL AND (s.team_id = $2 OR s.team_id IS NULL) ORDER BY s.team_id IS NULL LIMIT 1`, [workspaceId, teamId]);
  if (row === undefined) throw notFound('scorecard');
  return row;
}

/** There from the first look on. Two who look first make one. */
async function ensureDefault(tx: Tx, workspaceId: string): Promise<void> {
  if ((await tx.query('SELECT 1 FROM scorecards WHERE workspace_id = $1 AND team_id IS NULL AND archived_at IS NULL', [workspaceId])).length > 0) return;
  const [made] = await tx.query<{ id: string }>(`INSERT INTO scorecards (id, workspace_id, name) VALUES ($1, $2, 'Kontuar') ON CONFLICT (workspace_id, team_id) WHERE archived_at IS NULL DO NOTHING RETURNING id`, [newId(), workspaceId]);
  if (made !== undefined) await addVersion(tx, workspaceId, made.id, 1, defaultQualities);
}

async function addVersion(tx: Tx, workspaceId: string, scorecardId: string, version: number, qualities: readonly ScorecardQuality[]): Promise<void> {
  await tx.execute('INSERT INTO scorecard_versions (workspace_id, scorecard_id, version, qualities) VALUES ($1, $2, $3, $4)', [workspaceId, scorecardId, version, JSON.stringify(qualities)]);
}

const toScorecard = (row: ScorecardRow): Scorecard => ({
  id: row.id, name: row.name, teamId: row.team_id, version: row.version, qualities: row.qualities, archived: row.archived, changedAt: row.changed_at.toISOString(), changedBy: row.changed_by,
});
