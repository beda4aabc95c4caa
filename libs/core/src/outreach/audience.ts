import type { Locale, OutreachReason } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { hasAddress } from '../imports/person-scopes';
import { consentStanding } from '../privacy/consents';
import type { CampaignRecord } from './campaign.row';
import { localeFor } from './words';

/** After such an answer the address is not written to again, until the person writes from it. */
const HARD_BOUNCES = ['unknown-recipient', 'mailbox-disabled', 'domain-not-found'];
const CHUNK = 2000;

export interface Judged { contactId: string; name: string; timeZone: string | null; identityId: string | null; address: string; locale: Locale; reason: OutreachReason | null }
export interface Judging { campaign: Pick<CampaignRecord, 'id' | 'purpose' | 'words' | 'default_locale'>; scope: string; capCount: number; capDays: number }

interface FactsRow { id: string; name: string; language: string | null; time_zone: string | null; identity_id: string | null; address: string | null; addresses: number; open: number; recent: number }

/**
 * Who of these people may get it now, and why not: asked in the same way for the trial, when the audience is made, and once more in the transaction that
 * queues each message. `contactIds` stand for themselves: nobody among them was merged into another.
 */
export async function judge(tx: Tx, contactIds: readonly string[], { campaign, scope, capCount, capDays }: Judging): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (let from = 0; from < contactIds.length; from += CHUNK) {
    const ids = contactIds.slice(from, from + CHUNK);
    const standing = await consentStanding(tx, ids, campaign.purpose);
    const rows = await tx.query<FactsRow>(
      `SELECT p.id, p.name, p.language, p.time_zone, best.id AS identity_id, best.address, all_of.addresses, all_of.open,
         (SELECT count(*)::int FROM outreach_recipients r WHERE r.queued_at > now() - $4 * interval '1 day' AND r.campaign_id <> $3 AND r.contact_id IN (
            WITH RECURSIVE tree AS (SELECT p.id UNION SELECT c.id FROM contacts c JOIN tree ON c.merged_into = tree.id) SELECT id FROM tree)) AS recent
       FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (id, place) JOIN contacts p ON p.id = wanted.id
       LEFT JOIN LATERAL (SELECT count(*)::int AS addresses, count(*) FILTER (WHERE NOT i.blocked)::int AS open FROM identities i WHERE i.contact_id = p.id AND i.scope = $2 AND ${hasAddress('i')}) all_of ON true
       LEFT JOIN LATERAL (SELECT i.id, coalesce(i.handle, i.external_id) AS address FROM identities i WHERE i.contact_id = p.id AND i.scope = $2 AND NOT i.blocked AND ${hasAddress('i')}
         AND NOT EXISTS (SELECT 1 FROM conversations c JOIN messages m ON m.conversation_id = c.id WHERE c.identity_id = i.id AND c.preview_failed AND m.direction = 'out' AND m.status = 'failed' AND m.failure_code = ANY($5))
         AND NOT EXISTS (SELECT 1 FROM outreach_recipients o WHERE o.identity_id = i.id AND o.complained_at IS NOT NULL)
         ORDER BY i.last_seen_at DESC NULLS LAST, i.id LIMIT 1) best ON true
       ORDER BY wanted.place`,
      [ids, scope, campaign.id, capDays, HARD_BOUNCES]);
    for (const row of rows) {
      const locale = localeFor(campaign.words, row.language, campaign.default_locale);
      const state = standing.get(row.id)?.state ?? 'none';
      const reason: OutreachReason | null = state === 'withdrawn' ? 'withdrawn' : state === 'none' ? 'no-consent' : row.addresses === 0 ? 'no-address' : row.open === 0 ? 'blocked' : row.identity_id === null ? 'bounced' : row.recent >= capCount ? 'cap' : locale === undefined ? 'no-words' : null;
      judged.push({ contactId: row.id, name: row.name, timeZone: row.time_zone, identityId: row.identity_id, address: row.address ?? '', locale: locale ?? campaign.default_locale, reason });
    }
  }
  return judged;
}

export function countReasons(judged: readonly { reason: OutreachReason | null }[]): { reason: OutreachReason; count: number }[] {
  const counts = new Map<OutreachReason, number>();
  for (const { reason } of judged) if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}
