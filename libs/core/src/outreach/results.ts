import type { CampaignRow, CampaignView, Locale, OutreachFigure, OutreachFigures, OutreachPerson, OutreachReason } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { campaignColumns, type CampaignRecord } from './campaign.row';

/** Where each person's message stands, from the messages themselves: a bounce or a late receipt needs no second truth here. */
const standing = `CASE WHEN r.state <> 'queued' THEN r.state WHEN m.id IS NULL THEN 'unknown' WHEN m.status IN ('queued', 'sending') THEN 'queued' WHEN m.status IN ('delivered', 'read') THEN 'delivered'
  WHEN m.status = 'failed' AND m.failure_code IN ('no-consent', 'outreach-stopped') THEN 'withheld' WHEN m.status = 'failed' THEN 'bounced' WHEN m.status = 'unknown' THEN 'unknown' ELSE 'sent' END`;
const from = 'outreach_recipients r LEFT JOIN messages m ON m.id = r.message_id';
const lead = (more = ''): string => `EXISTS (SELECT 1 FROM leads l WHERE l.campaign_id = r.campaign_id AND l.withdrawn_at IS NULL${more} AND EXISTS (SELECT 1 FROM lead_conversations lc WHERE lc.lead_id = l.id AND lc.conversation_id = r.conversation_id))`;

/** Which lines a figure counts: the same words for the number and for its people. */
const counted: Record<OutreachFigure, string> = {
  audience: 'true', unjudged: `r.state = 'unjudged'`, skipped: `r.state = 'skipped'`, waiting: `r.state = 'waiting'`, queued: `${standing} = 'queued'`, sent: `${standing} IN ('sent', 'delivered')`, delivered: `${standing} = 'delivered'`, bounced: `${standing} = 'bounced'`,
  unknown: `${standing} = 'unknown'`, withheld: `${standing} = 'withheld'`, answered: 'r.answered_at IS NOT NULL', unsubscribed: 'r.unsubscribed_at IS NOT NULL', complaints: 'r.complained_at IS NOT NULL', leads: lead(), won: lead(` AND l.state = 'won'`),
};

const nothing = (): OutreachFigures => ({ audience: 0, unjudged: 0, skipped: 0, waiting: 0, queued: 0, sent: 0, delivered: 0, bounced: 0, unknown: 0, withheld: 0, answered: 0, unsubscribed: 0, complaints: 0, leads: 0, won: 0, worth: [] });

export async function figuresOf(tx: Tx, ids: readonly string[]): Promise<Map<string, { all: OutreachFigures; by: Record<Locale, OutreachFigures> }>> {
  const found = new Map(ids.map((id) => [id, { all: nothing(), by: { en: nothing(), pl: nothing() } }]));
  if (ids.length === 0) return found;
  const names = Object.keys(counted) as OutreachFigure[];
  const rows = await tx.query<{ campaign_id: string; locale: Locale } & Record<OutreachFigure, number>>(
    `SELECT r.campaign_id, r.locale, ${names.map((name) => `count(*) FILTER (WHERE ${counted[name]})::int AS ${name}`).join(', ')} FROM ${from} WHERE r.campaign_id = ANY($1::uuid[]) GROUP BY 1, 2`, [ids]);
  for (const row of rows) {
    const of = found.get(row.campaign_id);
    if (of === undefined) continue;
    for (const name of names) {
      of.all[name] += row[name];
      of.by[row.locale][name] += row[name];
    }
  }
  const worth = await tx.query<{ campaign_id: string; currency: string; amount: string }>(`SELECT campaign_id, worth_currency AS currency, sum(worth_amount)::text AS amount FROM leads WHERE campaign_id = ANY($1::uuid[]) AND state = 'won' AND withdrawn_at IS NULL AND worth_amount IS NOT NULL GROUP BY 1, 2 ORDER BY 2`, [ids]);
  for (const { campaign_id: id, ...sum } of worth) found.get(id)?.all.worth.push(sum);
  return found;
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export function toRow(row: CampaignRecord, figures: OutreachFigures): CampaignRow {
  return { id: row.id, name: row.name, state: row.state, channelId: row.channel_id, purpose: row.purpose, startAt: iso(row.start_at), startedAt: iso(row.started_at), endedAt: iso(row.ended_at), createdAt: row.created_at.toISOString(), held: row.held, figures };
}

export async function findCampaignView(tx: Tx, id: string): Promise<CampaignView | undefined> {
  const [row] = await tx.query<CampaignRecord>(`SELECT ${campaignColumns} FROM outreach_campaigns g WHERE g.id = $1`, [id]);
  if (row === undefined) return undefined;
  const figures = (await figuresOf(tx, [id])).get(id);
  const reasons = await tx.query<{ reason: OutreachReason; count: number }>(`SELECT reason, count(*)::int AS count FROM outreach_recipients WHERE campaign_id = $1 AND state = 'skipped' AND reason IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1`, [id]);
  return {
    ...toRow(row, figures?.all ?? nothing()), segmentId: row.segment_id, words: row.words, defaultLocale: row.default_locale, perMinute: row.per_minute, perHour: row.per_hour, quiet: row.quiet, createdById: row.created_by, startedById: row.started_by,
    approvedById: row.approved_by, version: row.version, waitsUntil: iso(row.waits_until), trouble: row.trouble, byLocale: figures?.by ?? { en: nothing(), pl: nothing() }, reasons,
  };
}

/** The people behind a figure, in a fixed order: pages go on behind the last id. */
export async function peopleOf(tx: Tx, campaignId: string, of: OutreachFigure, afterId: string | null, limit: number): Promise<OutreachPerson[]> {
  const rows = await tx.query<{ id: string; contact_id: string; name: string; address: string | null; locale: Locale; standing: OutreachPerson['state']; reason: OutreachReason | null; failure: string | null; at: Date | null; conversation_id: string | null; answered: boolean; unsubscribed: boolean; complained: boolean }>(
    `SELECT r.id, r.contact_id, p.name, coalesce(i.handle, i.external_id) AS address, r.locale, ${standing} AS standing, r.reason, CASE WHEN m.status IN ('failed', 'unknown') THEN m.failure_detail END AS failure, coalesce(m.at, r.queued_at) AS at, r.conversation_id,
       r.answered_at IS NOT NULL AS answered, r.unsubscribed_at IS NOT NULL AS unsubscribed, r.complained_at IS NOT NULL AS complained
     FROM ${from} JOIN contacts p ON p.id = r.contact_id LEFT JOIN identities i ON i.id = r.identity_id WHERE r.campaign_id = $1 AND ($2::uuid IS NULL OR r.id > $2) AND ${counted[of]} ORDER BY r.id LIMIT $3`, [campaignId, afterId, limit]);
  return rows.map((row) => ({
    id: row.id, contactId: row.contact_id, name: row.name, address: row.address ?? '', locale: row.locale, state: row.standing, reason: row.reason, failure: row.failure, at: iso(row.at), conversationId: row.conversation_id,
    answered: row.answered, unsubscribed: row.unsubscribed, complained: row.complained,
  }));
}
