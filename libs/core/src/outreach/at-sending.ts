import type { Secrets, Tx } from '@kontuar/platform';
import { rootOf } from '../contacts/homes';
import { consentStanding } from '../privacy/consents';
import type { Refused } from '../sending/answer-rules';
import { unsubscribeUrl } from './unsubscribe-token';

export interface Leaving { refused?: Refused; unsubscribeUrl?: string }

/** The last question before a message of a campaign leaves: it may have waited for a server that was away, and they may have said no since. */
export async function outreachNow(tx: Tx, { secrets, publicUrl }: { secrets: Secrets; publicUrl: string | undefined }, message: { id: string; template: unknown }): Promise<Leaving> {
  const [row] = await tx.query<{ id: string; contact_id: string; purpose: string; state: string }>(
    'SELECT r.id, r.contact_id, g.purpose, g.state FROM outreach_recipients r JOIN outreach_campaigns g ON g.id = r.campaign_id WHERE r.message_id = $1', [message.id]);
  const root = row === undefined ? undefined : await rootOf(tx, row.contact_id);
  if (row === undefined || root === undefined || (await consentStanding(tx, [root], row.purpose)).get(root)?.state !== 'given') return { refused: { code: 'no-consent', detail: 'They agreed to no such messages, or no longer do.' } };
  if (row.state === 'stopped') return { refused: { code: 'outreach-stopped', detail: 'The campaign was stopped before this left.' } };
  return publicUrl === undefined ? {} : { unsubscribeUrl: unsubscribeUrl(secrets, publicUrl, row.id) };
}
