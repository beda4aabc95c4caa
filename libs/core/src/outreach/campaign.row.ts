import type { CrisisHeld, CampaignState, CampaignWords, Locale, OutreachSettings, OutreachQuiet } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { heldNow } from '../crisis/in-force';
import { notFound } from '../errors';

export interface CampaignRecord {
  id: string; workspace_id: string; name: string; purpose: string; segment_id: string | null; channel_id: string | null; words: Record<Locale, CampaignWords | null>; default_locale: Locale; per_minute: number; per_hour: number; quiet: OutreachQuiet;
  start_at: Date | null; state: CampaignState; look_at: Date | null; waits_until: Date | null; trouble: string | null; created_by: string | null; started_by: string | null; started_at: Date | null; approved_by: string | null; ended_at: Date | null; version: number; created_at: Date; held: CrisisHeld | null;
}
export const campaignColumns = `g.id, g.workspace_id, g.name, g.purpose, g.segment_id, g.channel_id, g.words, g.default_locale, g.per_minute, g.per_hour, g.quiet, g.start_at, g.state, g.look_at, g.waits_until, g.trouble, g.created_by, g.started_by, g.started_at, g.approved_by, g.ended_at, g.version, g.created_at,
  CASE WHEN g.state = 'running' THEN ${heldNow({ workspace: 'g.workspace_id', kind: 'campaign', item: 'g.id', channel: 'g.channel_id', team: 'NULL::uuid', at: `coalesce(g.look_at, '-infinity')` })} END AS held`;

export async function holdCampaign(tx: Tx, id: string): Promise<CampaignRecord> {
  const [row] = await tx.query<CampaignRecord>(`SELECT ${campaignColumns} FROM outreach_campaigns g WHERE g.id = $1 FOR UPDATE`, [id]);
  if (row === undefined) throw notFound('campaign');
  return row;
}

export async function outreachSettingsOf(tx: Tx, workspaceId: string): Promise<OutreachSettings> {
  const [row] = await tx.query<{ approve_above: number | null; cap_count: number; cap_days: number }>('SELECT approve_above, cap_count, cap_days FROM outreach_settings WHERE workspace_id = $1', [workspaceId]);
  return row === undefined ? { approveAbove: 200, capCount: 2, capDays: 7 } : { approveAbove: row.approve_above, capCount: row.cap_count, capDays: row.cap_days };
}
