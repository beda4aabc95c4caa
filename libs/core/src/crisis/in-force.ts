import type { CrisisEntry, CrisisEntryKind, CrisisHeld, HeldAct, HeldKind } from '@kontuar/contract';
import { newId, type Tx } from '@kontuar/platform';
import type { Actor } from '../access/actor';
import { directoryChanged } from '../history/directory';
import { record } from '../history/history';

const switchOf = `hashtextextended('crisis:' || $1::text, 0)`;

/** Whoever switches it waits for what leaves this very moment; when they got their answer, nothing leaves any more that they hold. */
export async function holdSwitch(tx: Tx, workspaceId: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(${switchOf})`, [workspaceId]);
}

/** Whether the crisis `k` concerns what stands on this channel and with this team: columns, or parameters. */
export const concerns = (channel: string, team: string): string =>
  `((k.channel_ids = '{}' AND k.team_ids = '{}') OR ${channel} = ANY(k.channel_ids) OR coalesce(${team} = ANY(k.team_ids), false))`;

/** Whether a crisis is on that concerns the conversation `c`. */
export const inCrisis = (c: string): string => `EXISTS (SELECT 1 FROM crises k WHERE k.workspace_id = ${c}.workspace_id AND k.ended_at IS NULL AND ${concerns(`${c}.channel_id`, `${c}.team_id`)})`;

/** Where what is held stands, in the words of whatever reads it. `at`: its own time, so that what got another time since is no longer waited for. */
export interface Place { workspace: string; kind: HeldKind; item: string; channel: string; team: string; at: string }

/** The crisis that keeps it from leaving: one that is on, or one that is over and of which nobody said what becomes of it. Null: nothing does. */
export const heldNow = ({ workspace, kind, item, channel, team, at }: Place): string =>
  `(SELECT jsonb_build_object('crisisId', k.id, 'reason', k.reason, 'isOn', k.ended_at IS NULL) FROM crises k LEFT JOIN crisis_holds h ON h.crisis_id = k.id AND h.kind = '${kind}' AND h.item_id = ${item}
    WHERE k.workspace_id = ${workspace} AND ((k.ended_at IS NULL AND coalesce(h.state, 'held') = 'held' AND ${concerns(channel, team)}) OR (h.state = 'held' AND h.was_due >= date_trunc('milliseconds', ${at}))) ORDER BY k.ended_at IS NOT NULL, k.id DESC LIMIT 1)`;

export interface Leaving { workspaceId: string; kind: HeldKind; id: string; channelId: string | null; teamId: string | null; at: Date }

/**
 * Asked in the transaction in which something would leave by itself: true, and it is written down as waiting. Callers hold the thing itself and take its time away,
 * so that nobody looks at it again before somebody decided.
 */
export async function keptBack(tx: Tx, { workspaceId, kind, id, channelId, teamId, at }: Leaving): Promise<boolean> {
  await tx.query(`SELECT pg_advisory_xact_lock_shared(${switchOf})`, [workspaceId]);
  const [row] = await tx.query<{ held: CrisisHeld | null }>(
    `SELECT ${heldNow({ workspace: '$1', kind, item: '$2::uuid', channel: '$3::uuid', team: '$4::uuid', at: '$5::timestamptz' })} AS held`, [workspaceId, id, channelId, teamId, at]);
  if (row === undefined || row.held === null) return false;
  await tx.execute(
    `INSERT INTO crisis_holds (workspace_id, crisis_id, kind, item_id, was_due) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (crisis_id, kind, item_id) DO UPDATE SET was_due = excluded.was_due WHERE crisis_holds.state = 'held'`,
    [workspaceId, row.held.crisisId, kind, id, at]);
  await record(tx, [{ type: 'crisis.held', subjectId: id, data: { kind, crisisId: row.held.crisisId } }, directoryChanged({ kind: 'system', workspaceId }, 'crisis', row.held.crisisId)], workspaceId);
  return true;
}

/** For what nobody has to decide about: asked in the transaction in which it would leave. Callers take its time away; `askAgain` gives it back when the crisis is over. */
export async function waitsForCalm(tx: Tx, { id, workspace_id: workspaceId }: { id: string; workspace_id: string }): Promise<boolean> {
  await tx.query(`SELECT pg_advisory_xact_lock_shared(${switchOf})`, [workspaceId]);
  const [row] = await tx.query<{ waits: boolean }>(`SELECT ${inCrisis('c')} AS waits FROM conversations c WHERE c.id = $1`, [id]);
  return row?.waits === true;
}

/** Questions how it was that no crisis concerns any more come to their time, a second apart, as far as they are still worth asking. Callers hold the switch. */
export async function askAgain(tx: Tx, workspaceId: string): Promise<void> {
  await tx.execute(
    `UPDATE surveys v SET due_at = now() + r.place * interval '1 second' FROM (SELECT w.id, row_number() OVER (ORDER BY w.planned_at, w.id) AS place FROM surveys w JOIN conversations c ON c.id = w.conversation_id
       WHERE w.workspace_id = $1 AND w.state = 'waiting' AND w.due_at IS NULL AND NOT ${inCrisis('c')}) r WHERE v.id = r.id`, [workspaceId]);
}

export interface Entry {
  kind: CrisisEntryKind; text?: string; mentionIds?: readonly string[]; assigneeId?: string | null; at?: Date;
  alert?: NonNullable<CrisisEntry['alert']>;
  held?: { act: HeldAct; count: number };
}

export async function addEntry(tx: Tx, workspaceId: string, crisisId: string, actor: Actor, entry: Entry): Promise<string> {
  const id = newId();
  const data = { ...(entry.alert === undefined ? {} : { alert: entry.alert }), ...(entry.held === undefined ? {} : { held: entry.held }) };
  await tx.execute(
    `INSERT INTO crisis_entries (id, workspace_id, crisis_id, at, kind, author_id, author_name, text, mention_ids, assignee_id, data) VALUES ($1, $2, $3, coalesce($4::timestamptz, clock_timestamp()), $5, $6, $7, $8, $9, $10, $11)`,
    [id, workspaceId, crisisId, entry.at ?? null, entry.kind, actor.kind === 'member' ? actor.memberId : null, actor.kind === 'member' ? actor.name : null, entry.text ?? '', entry.mentionIds ?? [], entry.assigneeId ?? null, JSON.stringify(data)]);
  return id;
}

/** What happens elsewhere, told in the room of the crisis that is on and concerns the channel, or any where it stands on none; without a crisis nobody is told. */
export async function tellRoom(tx: Tx, workspaceId: string, channelId: string | null, actor: Actor, entry: Entry): Promise<void> {
  const [crisis] = await tx.query<{ id: string }>(`SELECT k.id FROM crises k WHERE k.workspace_id = $1 AND k.ended_at IS NULL AND (${concerns('$2::uuid', 'NULL::uuid')} OR k.channel_ids = '{}' OR $2 IS NULL)`, [workspaceId, channelId]);
  if (crisis === undefined) return;
  await addEntry(tx, workspaceId, crisis.id, actor, entry);
  await record(tx, [directoryChanged(actor, 'crisis', crisis.id)], workspaceId);
}
