import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ConsentCallback, ConsentInput, ConsentStarted, ConsentView } from '@kontuar/contract';
import { ConnectorError } from '@kontuar/connectors/contract';
import { Database, errorFields, newId, Secrets, type Log, type ReadyConfig, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { conflict, invalid, notFound } from '../errors';
import { actorOf, record } from '../history/history';
import { CONFIG, Connectors, LOG } from '../tokens';
import { ChannelContexts, type Settings } from './channel-contexts';
import { mergeSettings } from './channel-settings';

interface Row { id: string; member_id: string; connector_id: string; sealed: string; state: 'waiting' | 'exchanging' | 'ready' | 'failed' | 'used'; labels: string[]; error: string | null; expires_at: Date }
interface Kept { settings: Settings; codeVerifier: string; redirectUrl: string; choices?: Settings[] }

const MINUTES = 10;
const hashOf = (state: string): string => createHash('sha256').update(state).digest('base64url');
const sealedFor = (consentId: string): string => `consent:${consentId}`;

/** Access by a platform's consent screen: away with a question that only we can answer, back with a code, and the code for what a channel needs. */
@Injectable()
export class Consents {
  constructor(
    private readonly database: Database,
    private readonly connectors: Connectors,
    private readonly contexts: ChannelContexts,
    private readonly secrets: Secrets,
    @Inject(CONFIG) private readonly config: ReadyConfig,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** `origin`: of the member's own browser, for installations without a public address; a platform refuses an address that it does not know anyway. */
  async start(actor: MemberActor, input: ConsentInput, origin: string): Promise<ConsentStarted> {
    const connector = this.connectors.get(input.connectorId);
    if (connector.consent === undefined) throw conflict('no-consent', 'This platform has no consent screen; its access is entered by hand.');
    const missing = connector.consent.needs.filter((name) => input.settings[name] === undefined || input.settings[name] === '');
    if (missing.length > 0) throw invalid('consent-settings', 'Fill in what the platform needs first.', { errors: missing.map((name) => ({ path: `settings.${name}`, message: 'Fill this in' })) });
    const [id, state, codeVerifier] = [newId(), randomBytes(32).toString('base64url'), randomBytes(48).toString('base64url')];
    const redirectUrl = `${this.config.http.publicUrl ?? origin}/api/v1/channel-consents/callback`;
    const expiresAt = new Date(Date.now() + MINUTES * 60_000);
    const url = consentUrl(() => connector.consent?.url(input.settings, { redirectUrl, state, codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url') }) ?? '');
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await tx.execute(`DELETE FROM channel_consents WHERE expires_at < now() - interval '1 day'`);
      await tx.execute(`INSERT INTO channel_consents (id, workspace_id, member_id, connector_id, state_hash, sealed, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [id, actor.workspaceId, actor.memberId, connector.id, hashOf(state), this.seal(id, { settings: input.settings, codeVerifier, redirectUrl }), expiresAt]);
      await record(tx, [{ type: 'channel.consent-asked', actor: actorOf(actor), subjectId: id, data: { connectorId: connector.id } }]);
    });
    return { id, url, expiresAt: expiresAt.toISOString() };
  }

  /** Back from the platform. The state counts once, for the member who was sent away, for ten minutes. Answers whether it went well. */
  async comeBack(actor: MemberActor, query: ConsentCallback): Promise<{ ok: boolean; error: string | null }> {
    const row = await this.database.inWorkspace(actor.workspaceId, async (tx) => (await tx.query<Row>(
      `UPDATE channel_consents SET state = 'exchanging' WHERE state_hash = $1 AND member_id = $2 AND state = 'waiting' AND expires_at > now() RETURNING *`, [hashOf(query.state ?? ''), actor.memberId]))[0]);
    if (row === undefined) return { ok: false, error: 'This consent was not asked for here, was used already, or took longer than ten minutes. Begin once more.' };
    if (query.code === undefined || query.code === '') return this.failed(actor, row.id, query.error === 'access_denied' ? 'The consent was refused on the platform.' : 'The platform gave no access.');
    const kept = JSON.parse(this.secrets.open(row.sealed, sealedFor(row.id))) as Kept;
    const connector = this.connectors.get(row.connector_id);
    try {
      const choices = (await connector.consent?.exchange(this.contexts.trialContext(connector, kept.settings), { code: query.code, redirectUrl: kept.redirectUrl, codeVerifier: kept.codeVerifier })) ?? [];
      if (choices.length === 0) return await this.failed(actor, row.id, 'The consent opened no account that a channel could use.');
      await this.database.inWorkspace(actor.workspaceId, (tx) => tx.execute(`UPDATE channel_consents SET state = 'ready', labels = $2, sealed = $3, expires_at = now() + interval '${MINUTES} minutes' WHERE id = $1`,
        [row.id, choices.map((choice) => choice.label.slice(0, 200)), this.seal(row.id, { ...kept, choices: choices.map((choice) => choice.settings as Settings) })]));
      return { ok: true, error: null };
    } catch (error) {
      this.log.warn({ consentId: row.id, connectorId: row.connector_id, ...(error instanceof ConnectorError ? { reason: error.reason } : errorFields(error)) }, 'a consent could not be exchanged');
      return this.failed(actor, row.id, error instanceof ConnectorError ? error.message : 'The platform did not answer as it should.');
    }
  }

  async get(actor: MemberActor, id: string): Promise<ConsentView> {
    const row = await this.database.inWorkspace(actor.workspaceId, (tx) => find(tx, actor, id));
    const over = row.expires_at.getTime() < Date.now() && (row.state === 'waiting' || row.state === 'ready');
    return {
      id: row.id, connectorId: row.connector_id, state: over ? 'expired' : row.state === 'exchanging' ? 'waiting' : row.state,
      choices: row.labels.map((label) => ({ label })), error: row.error, expiresAt: row.expires_at.toISOString(),
    };
  }

  /** What the consent filled in, laid over what was typed; it counts once. Inside the transaction that makes the channel. */
  async use(tx: Tx, actor: MemberActor, id: string, use: { connectorId: string; choice: number; settings: Settings }): Promise<Settings> {
    const row = await find(tx, actor, id, 'FOR UPDATE');
    if (row.connector_id !== use.connectorId) throw invalid('consent-elsewhere', 'This consent is for another platform.');
    if (row.state !== 'ready' || row.expires_at.getTime() < Date.now()) throw conflict('consent-over', 'This consent was used already or is too old. Begin once more.');
    const kept = JSON.parse(this.secrets.open(row.sealed, sealedFor(row.id))) as Kept;
    const chosen = kept.choices?.[use.choice];
    if (chosen === undefined) throw invalid('consent-choice', 'Choose one of the accounts that the consent opened.');
    // Used up, and what it opened is kept with the channel alone.
    await tx.execute(`UPDATE channel_consents SET state = 'used', sealed = $2 WHERE id = $1`, [id, this.seal(id, { settings: {}, codeVerifier: '', redirectUrl: '' })]);
    return mergeSettings(mergeSettings(kept.settings, use.settings), chosen);
  }

  private async failed(actor: MemberActor, id: string, error: string): Promise<{ ok: false; error: string }> {
    await this.database.inWorkspace(actor.workspaceId, (tx) => tx.execute(`UPDATE channel_consents SET state = 'failed', error = $2 WHERE id = $1`, [id, error.slice(0, 500)]));
    return { ok: false, error };
  }

  private seal(id: string, kept: Kept): string {
    return this.secrets.seal(JSON.stringify(kept), sealedFor(id));
  }
}

/** Only the one who began it may see or use it. */
async function find(tx: Tx, actor: MemberActor, id: string, lock: 'FOR UPDATE' | '' = ''): Promise<Row> {
  const [row] = await tx.query<Row>(`SELECT * FROM channel_consents WHERE id = $1 AND member_id = $2 ${lock}`, [id, actor.memberId]);
  if (row === undefined) throw notFound('consent');
  return row;
}

function consentUrl(make: () => string): string {
  try {
    const url = new URL(make());
    if (url.protocol === 'https:' || url.protocol === 'http:') return url.toString();
  } catch (error) {
    if (error instanceof ConnectorError) throw invalid('consent-settings', error.message);
  }
  throw invalid('consent-settings', 'With these settings there is no address to ask for consent.');
}
