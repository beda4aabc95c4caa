import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ConsentCallback, ConsentInput, ConsentStarted, ConsentView } from '@kontuar/contract';
import { ConnectorError } from '@kontuar/connectors/contract';
import { Database, errorFields, newId, Secrets, type Log, type ReadyConfig, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { conflict, invalid, notFound } from '../errors';
import { actorOf, record } from '../history/history';
import { CONFIG, Connectors, LOG, type AnyConnector } from '../tokens';
import { ChannelContexts, type Settings } from './channel-contexts';
import { mergeSettings } from './channel-settings';
import { findChannel, type ChannelRow } from './channel.row';
import { redirectUrlFor } from './redirect-rules';

interface Row { id: string; member_id: string; connector_id: string; sealed: string; state: 'waiting' | 'exchanging' | 'ready' | 'failed' | 'used'; labels: string[]; error: string | null; expires_at: Date }
/** `channelId`: of a renewal, which works with that channel's own settings and keeps none of them here. */
interface Kept { settings: Settings; codeVerifier: string; redirectUrl: string; channelId?: string; choices?: Settings[] }
interface Choice { label: string; settings: Settings }
/** How it went; the reason as the stored words, and by name where the page of the platform's window can say it in the reader's language. */
export interface CameBack { ok: boolean; error: string | null; reason?: 'over' | 'refused' | 'other-account' }

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
    const { channelId } = input;
    const settings = channelId === undefined ? input.settings : await this.ownSettings(actor, connector, channelId);
    const missing = connector.consent.needs.filter((name) => settings[name] === undefined || settings[name] === '');
    if (missing.length > 0) throw invalid('consent-settings', 'Fill in what the platform needs first.', { errors: missing.map((name) => ({ path: `settings.${name}`, message: 'Fill this in' })) });
    const [id, state, codeVerifier] = [newId(), randomBytes(32).toString('base64url'), randomBytes(48).toString('base64url')];
    const redirectUrl = redirectUrlFor(this.config.http.publicUrl ?? origin, connector.consent.redirect ?? []);
    const expiresAt = new Date(Date.now() + MINUTES * 60_000);
    const url = consentUrl(() => connector.consent?.url(settings, { redirectUrl, state, codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url') }) ?? '');
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await tx.execute(`DELETE FROM channel_consents WHERE expires_at < now() - interval '1 day'`);
      await tx.execute(`INSERT INTO channel_consents (id, workspace_id, member_id, connector_id, state_hash, sealed, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [id, actor.workspaceId, actor.memberId, connector.id, hashOf(state), this.seal(id, { codeVerifier, redirectUrl, ...(channelId === undefined ? { settings } : { settings: {}, channelId }) }), expiresAt]);
      await record(tx, [{ type: 'channel.consent-asked', actor: actorOf(actor), subjectId: id, data: { connectorId: connector.id, ...(channelId === undefined ? {} : { channelId }) } }]);
    });
    return { id, url, expiresAt: expiresAt.toISOString() };
  }

  /** Back from the platform. The state counts once, for the member who was sent away, for ten minutes. Answers whether it went well. */
  async comeBack(actor: MemberActor, query: ConsentCallback): Promise<CameBack> {
    const row = await this.database.inWorkspace(actor.workspaceId, async (tx) => (await tx.query<Row>(
      `UPDATE channel_consents SET state = 'exchanging' WHERE state_hash = $1 AND member_id = $2 AND state = 'waiting' AND expires_at > now() RETURNING *`, [hashOf(query.state ?? ''), actor.memberId]))[0]);
    if (row === undefined) return { ok: false, reason: 'over', error: 'This consent was not asked for here, was used already, or took longer than ten minutes. Begin once more.' };
    if (query.code === undefined || query.code === '') {
      const refused = refusals.has(query.error ?? '');
      return this.failed(actor, row.id, refused ? 'The consent was refused on the platform.' : 'The platform gave no access.', refused ? 'refused' : undefined);
    }
    const kept = this.kept(row);
    const connector = this.connectors.get(row.connector_id);
    try {
      const own = kept.channelId === undefined ? undefined : await this.ownSettings(actor, connector, kept.channelId);
      const opened = (await connector.consent?.exchange(this.contexts.trialContext(connector, own ?? kept.settings), { code: query.code, redirectUrl: kept.redirectUrl, codeVerifier: kept.codeVerifier })) ?? [];
      const choices = own === undefined ? opened : opened.filter((choice) => isOfSame(connector, own, choice.settings as Settings));
      if (choices.length === 0 && opened.length > 0) return await this.failed(actor, row.id, otherAccount(opened as Choice[]), 'other-account');
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
      choices: row.labels.map((label) => ({ label })), error: row.error, expiresAt: row.expires_at.toISOString(), channelId: this.kept(row).channelId ?? null,
    };
  }

  /** What the consent filled in, laid over what was typed; it counts once. Inside the transaction that makes the channel. */
  async use(tx: Tx, actor: MemberActor, id: string, use: { connectorId: string; choice: number; settings: Settings }): Promise<Settings> {
    const { settings, chosen } = await this.open(tx, actor, id, use);
    await this.spend(tx, id);
    return mergeSettings(mergeSettings(settings, use.settings), chosen);
  }

  /**
   * The channel's settings with the access that a consent opened for it, and nothing left of the one before. It counts once, unless it is
   * only looked at. @throws DomainError 'consent-other-account'
   */
  async renewed(tx: Tx, actor: MemberActor, id: string, renewal: { channel: ChannelRow; choice: number; only?: 'look' }): Promise<Settings> {
    const { channel } = renewal;
    const connector = this.connectors.get(channel.connector_id);
    const { chosen } = await this.open(tx, actor, id, { connectorId: connector.id, choice: renewal.choice, channelId: channel.id });
    const own = this.storedOf(channel);
    // Its settings may have become another account's since the consent came back.
    if (!isOfSame(connector, own, chosen)) throw conflict('consent-other-account', otherAccount([]));
    if (renewal.only !== 'look') await this.spend(tx, id);
    const left = Object.fromEntries(Object.entries(own).filter(([name]) => connector.consent?.fills.includes(name) !== true));
    return mergeSettings(left, chosen);
  }

  private async open(tx: Tx, actor: MemberActor, id: string, wanted: { connectorId: string; choice: number; channelId?: string }): Promise<{ settings: Settings; chosen: Settings }> {
    const row = await find(tx, actor, id, 'FOR UPDATE');
    if (row.connector_id !== wanted.connectorId) throw invalid('consent-elsewhere', 'This consent is for another platform.');
    if (row.state !== 'ready' || row.expires_at.getTime() < Date.now()) throw conflict('consent-over', 'This consent was used already or is too old. Begin once more.');
    const kept = this.kept(row);
    if (kept.channelId !== wanted.channelId) throw invalid('consent-elsewhere', 'This consent was begun for something else: for another channel, or for a new one.');
    const chosen = kept.choices?.[wanted.choice];
    if (chosen === undefined) throw invalid('consent-choice', 'Choose one of the accounts that the consent opened.');
    return { settings: kept.settings, chosen };
  }

  /** Used up: what it opened is kept with the channel alone. */
  private async spend(tx: Tx, id: string): Promise<void> {
    await tx.execute(`UPDATE channel_consents SET state = 'used', sealed = $2 WHERE id = $1`, [id, this.seal(id, { settings: {}, codeVerifier: '', redirectUrl: '' })]);
  }

  private async ownSettings(actor: MemberActor, connector: AnyConnector, channelId: string): Promise<Settings> {
    const channel = await this.database.inWorkspace(actor.workspaceId, (tx) => findChannel(tx, channelId));
    if (channel === undefined) throw notFound('channel');
    if (channel.connector_id !== connector.id) throw invalid('consent-elsewhere', 'This channel is of another platform.');
    return this.storedOf(channel);
  }

  /** Not parsed: a renewal may be what mends them. */
  private storedOf(channel: ChannelRow): Settings {
    return mergeSettings(channel.settings, this.contexts.secretsOf(channel));
  }

  private async failed(actor: MemberActor, id: string, error: string, reason?: CameBack['reason']): Promise<CameBack> {
    await this.database.inWorkspace(actor.workspaceId, (tx) => tx.execute(`UPDATE channel_consents SET state = 'failed', error = $2 WHERE id = $1`, [id, error.slice(0, 500)]));
    return { ok: false, error, ...(reason === undefined ? {} : { reason }) };
  }

  private kept(row: Row): Kept {
    return JSON.parse(this.secrets.open(row.sealed, sealedFor(row.id))) as Kept;
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

/** The channel's own account, as far as both sides say whose they are. */
function isOfSame({ consent }: AnyConnector, own: Settings, opened: Settings): boolean {
  const [was, is] = [consent?.whose?.(own), consent?.whose?.(opened)];
  return !known(was) || !known(is) || was === is;
}

/** Whether what a consent fills in says whose account it is. */
export const tellsWhose = ({ consent }: AnyConnector, settings: Settings): boolean => known(consent?.whose?.(settings));
const known = (account: string | undefined): boolean => account !== undefined && account !== '';

/** As platforms say that a person said no. */
const refusals = new Set(['access_denied', 'user_cancelled_login', 'user_cancelled_authorize']);
const mostNamed = 3;

function otherAccount(opened: readonly Choice[]): string {
  const names = opened.slice(0, mostNamed).map(({ label }) => label).join(', ');
  const whose = names === '' ? 'The access is for another account than this channel’s.' : `The access is for ${names}${opened.length > mostNamed ? ' …' : ''}, and this channel is another account’s.`;
  return `${whose} Sign in on the platform with the account of the channel, and allow it there.`;
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
