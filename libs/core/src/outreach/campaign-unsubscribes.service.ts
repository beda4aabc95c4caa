import { Inject, Injectable } from '@nestjs/common';
import { builtinPurposes, type Locale } from '@kontuar/contract';
import { Database, Secrets, type Pulse } from '@kontuar/platform';
import { rootOf } from '../contacts/homes';
import { DomainError } from '../errors';
import { directoryChanged } from '../history/directory';
import { record } from '../history/history';
import { consentStanding, recordConsents } from '../privacy/consents';
import { PULSE } from '../tokens';
import { readCampaignToken } from './unsubscribe-token';

export interface UnsubscribeFacts { locale: Locale; house: string; purpose: { en: string; pl: string }; already: boolean }
interface Line { id: string; workspace_id: string; campaign_id: string; contact_id: string; locale: Locale; purpose: string; campaign: string; house: string; own_name: { en: string; pl: string } | null }

/** "No more of these" from a mail of a campaign: by the link, or by one click of the mail program. It can do nothing else. */
@Injectable()
export class CampaignUnsubscribes {
  constructor(private readonly database: Database, private readonly secrets: Secrets, @Inject(PULSE) private readonly pulse: Pulse) {}

  /** @throws not-found */
  async ask(token: string): Promise<UnsubscribeFacts> {
    const line = await this.line(token);
    const already = await this.database.lookInWorkspace(line.workspace_id, async (tx) => {
      const root = await rootOf(tx, line.contact_id);
      return root === undefined || (await consentStanding(tx, [root], line.purpose)).get(root)?.state === 'withdrawn';
    });
    return { ...factsOf(line), already };
  }

  /** Said again it changes nothing: programs press such buttons twice. */
  async end(token: string, how: 'page' | 'one-click'): Promise<UnsubscribeFacts> {
    const line = await this.line(token);
    await this.database.inWorkspace(line.workspace_id, async (tx) => {
      const root = await rootOf(tx, line.contact_id);
      if (root === undefined) return;
      await tx.query('SELECT 1 FROM contacts WHERE id = $1 FOR NO KEY UPDATE', [root]);
      if ((await consentStanding(tx, [root], line.purpose)).get(root)?.state !== 'withdrawn') {
        await recordConsents(tx, { kind: 'system', workspaceId: line.workspace_id }, [{ contactId: root, purpose: line.purpose, given: false, source: 'unsubscribe', proof: { locale: line.locale, where: how === 'page' ? 'unsubscribe page' : 'one click in the mail program', note: line.campaign } }]);
      }
      await tx.execute('UPDATE outreach_recipients SET unsubscribed_at = coalesce(unsubscribed_at, now()) WHERE id = $1', [line.id]);
      await record(tx, [{ type: 'outreach.unsubscribed', subjectId: line.campaign_id, data: { how } }, directoryChanged({ kind: 'system', workspaceId: line.workspace_id }, 'outreach', line.campaign_id)], line.workspace_id);
      tx.afterCommit(() => { this.pulse.publish('relay'); });
    });
    return { ...factsOf(line), already: true };
  }

  private async line(token: string): Promise<Line> {
    const id = readCampaignToken(this.secrets, token);
    const [line] = id === undefined ? [] : await this.database.asSystem((tx) => tx.query<Line>(
      `SELECT r.id, r.workspace_id, r.campaign_id, r.contact_id, r.locale, g.purpose, g.name AS campaign, w.name AS house, p.name AS own_name FROM outreach_recipients r JOIN outreach_campaigns g ON g.id = r.campaign_id JOIN workspaces w ON w.id = r.workspace_id
       LEFT JOIN consent_purposes p ON p.workspace_id = r.workspace_id AND p.key = g.purpose WHERE r.id = $1`, [id]));
    if (line === undefined) throw new DomainError('not-found', 'not-found', 'This link is wrong or too old.');
    return line;
  }
}

const factsOf = (line: Line): Omit<UnsubscribeFacts, 'already'> => ({ locale: line.locale, house: line.house, purpose: line.own_name ?? builtinPurposes.find(({ key }) => key === line.purpose)?.name ?? { en: line.purpose, pl: line.purpose } });
