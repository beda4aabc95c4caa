import { Inject, Injectable } from '@nestjs/common';
import type { AlertKind, Crises as CrisisList, CrisisEntryInput, CrisisFileQuery, CrisisInput, CrisisNow, CrisisPatch, CrisisRoom, CrisisView } from '@kontuar/contract';
import { Database, newId, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { conflict, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { rowNames } from '../reports/row-names';
import { PULSE } from '../tokens';
import { countsOf } from './counts';
import { crisisFile, type CrisisFile } from './crisis-file';
import { crisisColumns, entriesOf, findCrisis, toCrisis, type CrisisRow } from './crisis.row';
import { countHeld, undecidedOf } from './held';
import { addEntry, askAgain, holdSwitch, type Entry } from './in-force';
import { alertName } from '../spikes/subjects';

/** The one switch, and the room that it opens. */
@Injectable()
export class Crises {
  constructor(private readonly database: Database, @Inject(PULSE) private readonly pulse: Pulse) {}

  now(actor: MemberActor): Promise<CrisisNow> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const current = await currentOf(tx, actor.workspaceId);
      return { current: current === undefined ? null : toCrisis(current), undecided: await undecidedOf(tx, actor.workspaceId) };
    });
  }

  list(actor: MemberActor): Promise<CrisisList> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => ({ items: (await tx.query<CrisisRow>(`SELECT ${crisisColumns} FROM crises k WHERE k.workspace_id = $1 ORDER BY k.ended_at IS NOT NULL, k.id DESC LIMIT 100`, [actor.workspaceId])).map(toCrisis) }));
  }

  room(actor: MemberActor, id: string): Promise<CrisisRoom> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => roomOf(tx, actor, id));
  }

  file(actor: MemberActor, id: string, { format, locale }: CrisisFileQuery): Promise<CrisisFile> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const [workspace] = await tx.query<{ name: string; time_zone: string }>('SELECT name, time_zone FROM workspaces WHERE id = $1', [actor.workspaceId]);
      const zone = workspace?.time_zone ?? 'UTC';
      return { room: await roomOf(tx, actor, id), workspace: workspace?.name ?? '', zone, locale, at: new Date(), by: actor.name, nameOf: await rowNames(tx, actor.workspaceId, locale, zone) };
    }).then((facts) => crisisFile(facts, format));
  }

  /** Whoever comes second joins the crisis that is on; what they had to say stands in its room. */
  begin(actor: MemberActor, input: CrisisInput): Promise<CrisisView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await holdSwitch(tx, actor.workspaceId);
      await known(tx, input);
      const alert = input.alertId === null ? undefined : await alertOf(tx, input.alertId);
      const running = await currentOf(tx, actor.workspaceId);
      if (running !== undefined) return this.tell(tx, actor, running.id, [{ kind: 'joined', text: input.reason }], 'joined');
      const id = newId();
      await tx.execute('INSERT INTO crises (id, workspace_id, reason, channel_ids, team_ids, statement, alert_id, began_by, began_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
        [id, actor.workspaceId, input.reason, input.channelIds, input.teamIds, JSON.stringify(input.statement), input.alertId, actor.memberId, actor.name]);
      const says = said(input.statement);
      return this.tell(tx, actor, id, [...(alert === undefined ? [] : [alert]), { kind: 'began', text: input.reason }, ...(says === '' ? [] : [{ kind: 'statement' as const, text: says }])], 'began', { channelIds: input.channelIds, teamIds: input.teamIds });
    });
  }

  change(actor: MemberActor, id: string, { version, ...patch }: CrisisPatch): Promise<CrisisView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      // Another scope holds other things: nothing may leave by the one of before while this one is said to be in force.
      await holdSwitch(tx, actor.workspaceId);
      const row = await findCrisis(tx, id, 'FOR UPDATE');
      if (row.ended_at !== null) throw over();
      if (version !== undefined && version !== row.version) throw conflict('crisis-moved', 'Somebody changed this a moment ago.');
      const next = { reason: patch.reason ?? row.reason, channelIds: patch.channelIds ?? row.channel_ids, teamIds: patch.teamIds ?? row.team_ids, statement: patch.statement ?? row.statement };
      await known(tx, next);
      const entries: Entry[] = [
        ...(next.reason === row.reason ? [] : [{ kind: 'reason' as const, text: next.reason }]),
        ...(same(next.channelIds, row.channel_ids) && same(next.teamIds, row.team_ids) ? [] : [{ kind: 'scope' as const, text: await scopeWords(tx, next) }]),
        ...(said(next.statement) === said(row.statement) ? [] : [{ kind: 'statement' as const, text: said(next.statement) }]),
      ];
      if (entries.length === 0) return toCrisis(row);
      await tx.execute('UPDATE crises SET reason = $2, channel_ids = $3, team_ids = $4, statement = $5, version = version + 1 WHERE id = $1', [id, next.reason, next.channelIds, next.teamIds, JSON.stringify(next.statement)]);
      await askAgain(tx, actor.workspaceId);
      return this.tell(tx, actor, id, entries, 'changed', { fields: entries.map(({ kind }) => kind) });
    });
  }

  /** What is not due yet leaves at its time again; what came to its time meanwhile waits for somebody's word. Ended twice is ended once. */
  end(actor: MemberActor, id: string, note: string): Promise<CrisisView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await holdSwitch(tx, actor.workspaceId);
      const row = await findCrisis(tx, id, 'FOR UPDATE');
      if (row.ended_at !== null) return toCrisis(row);
      await tx.execute('UPDATE crises SET ended_at = now(), ended_by = $2, ended_by_name = $3, version = version + 1 WHERE id = $1', [id, actor.memberId, actor.name]);
      await askAgain(tx, actor.workspaceId);
      return this.tell(tx, actor, id, [{ kind: 'ended', text: note }], 'ended');
    });
  }

  /** Also after it is over: what one learnt belongs beside what happened. */
  add(actor: MemberActor, id: string, { kind, text, mentionIds, assigneeId }: CrisisEntryInput): Promise<CrisisRoom> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await findCrisis(tx, id);
      const named = [...new Set([...mentionIds, ...(kind === 'task' && assigneeId !== null ? [assigneeId] : [])])];
      const found = await tx.query('SELECT 1 FROM memberships WHERE id = ANY($1::uuid[]) AND workspace_id = $2', [named, actor.workspaceId]);
      if (found.length < named.length) throw notFound('member');
      await this.tell(tx, actor, id, [{ kind, text, mentionIds, assigneeId: kind === 'task' ? assigneeId : null }], 'noted', { kind, memberIds: named.filter((one) => one !== actor.memberId) });
      return roomOf(tx, actor, id);
    });
  }

  /** Done twice is done once, and by whom it was first. */
  settle(actor: MemberActor, id: string, entryId: string, done: boolean): Promise<CrisisRoom> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await findCrisis(tx, id);
      const [task] = await tx.query<{ text: string; done_at: Date | null }>(`SELECT text, done_at FROM crisis_entries WHERE id = $1 AND crisis_id = $2 AND kind = 'task' FOR UPDATE`, [entryId, id]);
      if (task === undefined) throw notFound('task');
      if ((task.done_at !== null) !== done) {
        await tx.execute('UPDATE crisis_entries SET done_at = CASE WHEN $2 THEN now() END, done_by = CASE WHEN $2 THEN $3::uuid END WHERE id = $1', [entryId, done, actor.memberId]);
        await this.tell(tx, actor, id, [{ kind: done ? 'done' : 'reopened', text: task.text }], done ? 'task-done' : 'task-reopened');
      }
      return roomOf(tx, actor, id);
    });
  }

  private async tell(tx: Tx, actor: MemberActor, id: string, entries: readonly Entry[], what: string, data: Record<string, unknown> = {}): Promise<CrisisView> {
    // Nobody raises an alert.
    for (const entry of entries) await addEntry(tx, actor.workspaceId, id, entry.kind === 'alert' ? { kind: 'system', workspaceId: actor.workspaceId } : actor, entry);
    await record(tx, [{ type: `crisis.${what}`, actor: actorOf(actor), subjectId: id, data }, directoryChanged(actor, 'crisis', id)]);
    tx.afterCommit(() => { this.pulse.publish('relay'); });
    return toCrisis(await findCrisis(tx, id));
  }
}

export const over = () => conflict('crisis-over', 'This crisis is over.');

const same = (one: readonly string[], other: readonly string[]): boolean => one.length === other.length && one.every((id) => other.includes(id));
const said = ({ en, pl }: CrisisInput['statement']): string => [en, pl].filter((text) => text !== '').join('\n\n');

async function currentOf(tx: Tx, workspaceId: string): Promise<CrisisRow | undefined> {
  return (await tx.query<CrisisRow>(`SELECT ${crisisColumns} FROM crises k WHERE k.workspace_id = $1 AND k.ended_at IS NULL`, [workspaceId]))[0];
}

async function roomOf(tx: Tx, actor: MemberActor, id: string): Promise<CrisisRoom> {
  const row = await findCrisis(tx, id);
  return { crisis: toCrisis(row), entries: await entriesOf(tx, id), counts: await countsOf(tx, row), held: await countHeld(tx, actor, row) };
}

/** @throws invalid when a channel or a team is not one of the workspace's. */
async function known(tx: Tx, { channelIds, teamIds }: Pick<CrisisInput, 'channelIds' | 'teamIds'>): Promise<void> {
  const [row] = await tx.query<{ channels: number; teams: number }>(
    'SELECT (SELECT count(*)::int FROM channels WHERE id = ANY($1::uuid[]) AND deleted_at IS NULL) AS channels, (SELECT count(*)::int FROM teams WHERE id = ANY($2::uuid[])) AS teams', [channelIds, teamIds]);
  if (row?.channels !== new Set(channelIds).size) throw invalid('unknown-channel', 'This channel does not exist.', { errors: [{ path: 'channelIds', message: 'This channel does not exist.' }] });
  if (row.teams !== new Set(teamIds).size) throw invalid('unknown-team', 'This team does not exist.', { errors: [{ path: 'teamIds', message: 'This team does not exist.' }] });
}

/** By name, as it was then: empty for everything. */
async function scopeWords(tx: Tx, { channelIds, teamIds }: Pick<CrisisInput, 'channelIds' | 'teamIds'>): Promise<string> {
  const rows = await tx.query<{ name: string }>('SELECT name FROM channels WHERE id = ANY($1::uuid[]) UNION ALL SELECT name FROM teams WHERE id = ANY($2::uuid[]) ORDER BY name', [channelIds, teamIds]);
  return rows.map(({ name }) => name).join(', ');
}

async function alertOf(tx: Tx, alertId: string): Promise<Entry> {
  const [row] = await tx.query<{ kind: AlertKind; name: string; channel_id: string | null; count: number; window_minutes: number; usual: number; words: string[]; began_at: Date }>(
    `SELECT a.kind, ${alertName} AS name, a.channel_id, a.count, a.window_minutes, a.usual, a.cause->'words' AS words, a.began_at FROM spike_alerts a WHERE a.id = $1`, [alertId]);
  if (row === undefined) throw notFound('alert');
  return { kind: 'alert', at: row.began_at, alert: { id: alertId, kind: row.kind, name: row.name, channelId: row.channel_id, count: row.count, windowMinutes: row.window_minutes, usual: row.usual, words: row.words } };
}
