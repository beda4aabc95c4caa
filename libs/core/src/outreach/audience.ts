import type { Locale, OutreachReason } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { hasAddress } from '../imports/person-scopes';
import { consentStanding } from '../privacy/consents';
import type { CampaignRecord } from './campaign.row';
import { localeFor } from './words';

/** After such an answer the address is not written to again, until the person writes from it. */
const HARD_BOUNCES = ['unknown-recipient', 'mailbox-disabled', 'domain-not-found'];
const CHUNK = 10_000;

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
    // Each table is read once for all of them: thousands of small questions cost more than the answers.
    const rows = await tx.query<FactsRow>(
      `WITH RECURSIVE wanted AS MATERIALIZED (SELECT w.id, w.place FROM unnest($1::uuid[]) WITH ORDINALITY AS w (id, place)),
         tree AS (SELECT id AS person, id FROM wanted UNION ALL SELECT t.person, c.id FROM tree t JOIN contacts c ON c.merged_into = t.id),
         recent AS (SELECT t.person, count(*)::int AS n FROM outreach_recipients r JOIN tree t ON t.id = r.contact_id WHERE r.queued_at > now() - $4 * interval '1 day' AND r.campaign_id <> $3 GROUP BY 1),
         homes AS MATERIALIZED (SELECT i.id, i.contact_id, coalesce(i.handle, i.external_id) AS address, i.blocked, i.last_seen_at FROM wanted w JOIN identities i ON i.contact_id = w.id WHERE i.scope = $2 AND ${hasAddress('i')}),
         dead AS (
           SELECT h.id FROM homes h JOIN conversations c ON c.identity_id = h.id AND c.preview_failed WHERE EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = c.id AND m.direction = 'out' AND m.status = 'failed' AND m.failure_code = ANY($5))
           UNION SELECT o.identity_id FROM homes h JOIN outreach_recipients o ON o.identity_id = h.id AND o.complained_at IS NOT NULL),
         all_of AS (SELECT contact_id, count(*)::int AS addresses, count(*) FILTER (WHERE NOT blocked)::int AS open FROM homes GROUP BY 1),
         best AS (SELECT DISTINCT ON (contact_id) contact_id, id, address FROM homes WHERE NOT blocked AND id NOT IN (SELECT id FROM dead) ORDER BY contact_id, last_seen_at DESC NULLS LAST, id)
       SELECT p.id, p.name, p.language, p.time_zone, best.id AS identity_id, best.address, coalesce(all_of.addresses, 0) AS addresses, coalesce(all_of.open, 0) AS open, coalesce(recent.n, 0) AS recent
       FROM wanted w JOIN contacts p ON p.id = w.id LEFT JOIN all_of ON all_of.contact_id = w.id LEFT JOIN best ON best.contact_id = w.id LEFT JOIN recent ON recent.person = w.id
       ORDER BY w.place`,
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
