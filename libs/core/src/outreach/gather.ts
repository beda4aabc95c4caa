import type { Locale } from '@kontuar/contract';
import { newId, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { directoryChanged } from '../history/directory';
import { record } from '../history/history';
import { invalid } from '../errors';
import { peopleWhere } from '../people/people.queries';
import { filterOf, peopleContext } from '../people/people.service';
import { judge } from './audience';
import { outreachSettingsOf, type CampaignRecord } from './campaign.row';

/** Nobody means more; and a segment that grew by mistake stops here. */
const MAX_AUDIENCE = 50_000;
/** As many as are judged in one transaction: a moment, so that a stop comes through in between and a kill costs little. */
export const JUDGED_AT_ONCE = 500;
export const NOBODY = 'Nobody in this segment may get it. The trial says why.';

/** Everybody in the segment of a campaign as it is now and as the actor sees it, in the order of their ids; no more than `first`. */
export async function peopleOfCampaign(tx: Tx, actor: MemberActor, row: CampaignRecord, first = MAX_AUDIENCE + 1): Promise<string[]> {
  const parameters: unknown[] = [];
  const filter = await filterOf(tx, actor, { segmentId: row.segment_id ?? undefined });
  const where = peopleWhere({ filter }, await peopleContext(tx, actor), parameters);
  const ids = (await tx.query<{ id: string }>(`SELECT p.id FROM contacts p JOIN contact_stats s ON s.contact_id = p.id WHERE ${where} ORDER BY p.id LIMIT ${first}`, parameters)).map(({ id }) => id);
  if (ids.length > MAX_AUDIENCE) throw invalid('audience-too-large', `A campaign goes to at most ${MAX_AUDIENCE} people: narrow the segment.`);
  return ids;
}

/** A line for each: who they are stands from here on. */
export async function writeDown(tx: Tx, row: CampaignRecord, contactIds: readonly string[]): Promise<void> {
  await tx.execute(
    `INSERT INTO outreach_recipients (id, workspace_id, campaign_id, contact_id, locale, state, not_before)
     SELECT r.id, $1, $2, r.contact_id, $5, 'unjudged', coalesce($6::timestamptz, '-infinity') FROM unnest($3::uuid[], $4::uuid[]) AS r (id, contact_id)`,
    [row.workspace_id, row.id, contactIds.map(() => newId()), contactIds, row.default_locale, row.start_at]);
}

/**
 * Judges the next of them. Lines of people who were merged into another meanwhile wait as they are: whether somebody else has that person's line is asked when
 * their message is queued. Answers how many are left.
 */
export async function judgeSome(tx: Tx, row: CampaignRecord, scope: string): Promise<number> {
  const lines = await tx.query<{ id: string; contact_id: string; merged: boolean }>(
    `SELECT r.id, r.contact_id, p.merged_into IS NOT NULL AS merged FROM outreach_recipients r JOIN contacts p ON p.id = r.contact_id WHERE r.campaign_id = $1 AND r.state = 'unjudged' ORDER BY r.id LIMIT $2 FOR UPDATE OF r`, [row.id, JUDGED_AT_ONCE]);
  const { capCount, capDays } = await outreachSettingsOf(tx, row.workspace_id);
  const judged = new Map((await judge(tx, lines.filter(({ merged }) => !merged).map((line) => line.contact_id), { campaign: row, scope, capCount, capDays })).map((one) => [one.contactId, one]));
  const settled = lines.map((line): { id: string; identity_id: string | null; locale: Locale; state: 'waiting' | 'skipped'; reason: string | null } => {
    const one = judged.get(line.contact_id);
    return { id: line.id, identity_id: one?.identityId ?? null, locale: one?.locale ?? row.default_locale, state: (one?.reason ?? null) === null ? 'waiting' : 'skipped', reason: one?.reason ?? null };
  });
  await tx.execute(
    `UPDATE outreach_recipients r SET identity_id = s.identity_id, locale = s.locale, state = s.state, reason = s.reason
     FROM jsonb_to_recordset($1::jsonb) AS s (id uuid, identity_id uuid, locale text, state text, reason text) WHERE r.id = s.id`, [JSON.stringify(settled)]);
  const [left] = await tx.query<{ n: number }>(`SELECT count(*)::int AS n FROM outreach_recipients WHERE campaign_id = $1 AND state = 'unjudged'`, [row.id]);
  return left?.n ?? 0;
}

/** Whether the lines stand already. */
export async function writtenDown(tx: Tx, row: CampaignRecord): Promise<boolean> {
  return (await tx.query('SELECT 1 FROM outreach_recipients WHERE campaign_id = $1 LIMIT 1', [row.id])).length > 0;
}

export type Settled = 'nobody' | 'awaiting' | 'running';

/** All were judged: it runs, waits for a second person, or nobody may get it. What follows of "nobody" is the caller's. */
export async function settleAudience(tx: Tx, row: CampaignRecord): Promise<Settled> {
  const [found] = await tx.query<{ waiting: number }>(`SELECT count(*)::int AS waiting FROM outreach_recipients WHERE campaign_id = $1 AND state = 'waiting'`, [row.id]);
  const waiting = found?.waiting ?? 0;
  if (waiting === 0) return 'nobody';
  const { approveAbove } = await outreachSettingsOf(tx, row.workspace_id);
  const state = approveAbove !== null && waiting > approveAbove ? 'awaiting' : 'running';
  await tx.execute('UPDATE outreach_campaigns SET state = $2, look_at = NULL, trouble = NULL, version = version + 1 WHERE id = $1', [row.id, state]);
  await record(tx, [{ type: 'outreach.prepared', subjectId: row.id, data: { waiting, awaiting: state === 'awaiting' } }, directoryChanged({ kind: 'system', workspaceId: row.workspace_id }, 'outreach', row.id)], row.workspace_id);
  return state;
}

/** A draft again, with the reason: its words or its segment have to change. */
export async function backToDraft(tx: Tx, row: CampaignRecord, trouble: string): Promise<true> {
  await tx.execute('DELETE FROM outreach_recipients WHERE campaign_id = $1', [row.id]);
  await tx.execute(`UPDATE outreach_campaigns SET state = 'draft', started_by = NULL, started_at = NULL, look_at = NULL, waits_until = NULL, trouble = $2, version = version + 1 WHERE id = $1`, [row.id, trouble]);
  await record(tx, [directoryChanged({ kind: 'system', workspaceId: row.workspace_id }, 'outreach', row.id)], row.workspace_id);
  return true;
}
