import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { AxiosInstance } from 'axios';
import type { Capabilities, Context } from '@kontuar/connectors/contract';
import { BUSY, Database, outboundHttp, Secrets, type Log, type ReadyConfig, type Tx, type Units } from '@kontuar/platform';
import { DomainError, notFound } from '../errors';
import { CONFIG, Connectors, LOG, type AnyConnector } from '../tokens';
import { findChannel, type ChannelRow } from './channel.row';
import { capabilitiesOf } from './channel-rules';
import { mergeSettings, splitSettings } from './channel-settings';

export type Settings = Record<string, unknown>;

export interface OpenChannel {
  channel: ChannelRow;
  connector: AnyConnector;
  ctx: Context<Settings>;
}

/** Longer than any platform takes to refresh a token. */
const LOCK_WAIT_MS = 90_000;

const sealedFor = (channelId: string): string => `channel:${channelId}`;

/** From a stored channel to what its connector needs to work: opened settings, HTTP, and a way to keep new secrets. */
@Injectable()
export class ChannelContexts {
  private readonly http: AxiosInstance;
  /** One change at a time for each channel within this process, so that waiting takes no connection from the pool. */
  private readonly changing = new Map<string, Promise<unknown>>();

  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly connectors: Connectors,
    @Inject(CONFIG) private readonly config: ReadyConfig,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.http = outboundHttp({ allowPrivateHosts: config.allowPrivateHosts });
  }

  /** @throws DomainError not-found when the channel does not exist or was deleted. */
  async open(channel: string | ChannelRow): Promise<OpenChannel> {
    const row = typeof channel === 'string' ? await this.load(channel) : channel;
    return { channel: row, connector: this.connectors.get(row.connector_id), ctx: this.contextOf(row) };
  }

  contextOf(row: ChannelRow): Context<Settings> {
    const context: Context<Settings> = {
      ...this.surroundings(row.id, row.connector_id),
      addedAt: row.created_at,
      settings: this.settingsOf(row),
      secrets: {
        update: async (change) => {
          context.settings = await this.alone(row.id, (units) => this.change(units, row.id, change));
          return context.settings;
        },
      },
    };
    return context;
  }

  /** For settings that no channel has yet: nothing that the connector changes is kept. */
  trialContext(connector: AnyConnector, settings: Settings): Context<Settings> {
    const context: Context<Settings> = {
      ...this.surroundings('00000000-0000-0000-0000-000000000000', connector.id),
      settings,
      secrets: {
        update: async (change) => (context.settings = mergeSettings(context.settings, await change(context.settings))),
      },
    };
    delete context.webhookUrl;
    return context;
  }

  /** Open and secret settings together, as the connector's schema parses them. @throws DomainError 'channel-settings' */
  settingsOf(row: Pick<ChannelRow, 'id' | 'connector_id' | 'settings' | 'secrets'>): Settings {
    const parsed = this.connectors.get(row.connector_id).settings.safeParse(mergeSettings(row.settings, this.secretsOf(row)));
    if (parsed.success) return parsed.data as Settings;
    const fields = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new DomainError('unavailable', 'channel-settings', `The settings of this channel do not fit its connector any more: ${fields}.`);
  }

  /** Whether words keep their look on it; a channel whose connector is not installed any more keeps nothing. */
  takesLook(row: ChannelRow): boolean {
    if (this.connectors.find(row.connector_id) === undefined) return false;
    const { text, publicly } = this.capabilitiesOf(row);
    return text === 'html' || publicly?.text === 'html';
  }

  /** What this channel can do, with what its settings change about its connector's abilities. */
  capabilitiesOf(row: Pick<ChannelRow, 'id' | 'connector_id' | 'settings' | 'secrets'>): Capabilities {
    const connector = this.connectors.get(row.connector_id);
    try {
      return capabilitiesOf(connector, () => this.settingsOf(row));
    } catch {
      // Settings that fit no longer: the channel says so elsewhere, and its threads stay readable.
      return connector.capabilities;
    }
  }

  /** The secret settings alone; {} when there are none. */
  secretsOf(row: Pick<ChannelRow, 'id' | 'secrets'>): Settings {
    return row.secrets === null ? {} : (JSON.parse(this.secrets.open(row.secrets, sealedFor(row.id))) as Settings);
  }

  /** How settings are stored: what is secret sealed for this very channel, the rest in clear. */
  sealed(connector: AnyConnector, channelId: string, settings: Settings): { settings: Settings; secrets: string | null } {
    const { open, secret } = splitSettings(connector.settings, settings);
    return { settings: open, secrets: Object.keys(secret).length === 0 ? null : this.secrets.seal(JSON.stringify(secret), sealedFor(channelId)) };
  }

  /** Where the platform reaches a channel; undefined without a public address. */
  webhookUrl(connectorId: string, channelId: string): string | undefined {
    const { publicUrl } = this.config.http;
    return publicUrl === undefined || this.connectors.find(connectorId)?.webhook === undefined ? undefined : `${publicUrl}/hooks/${connectorId}/${channelId}`;
  }

  /**
   * Alone for this channel over all processes, outside of a transaction: the work may wait for a platform. Its units run on the
   * connection that holds the lock, so that many channels at once never wait for one another's connections.
   */
  async alone<T>(channelId: string, work: (units: Units) => Promise<T>): Promise<T> {
    const before = this.changing.get(channelId) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(() => this.locked(channelId, work));
    this.changing.set(channelId, mine);
    try {
      return await mine;
    } finally {
      if (this.changing.get(channelId) === mine) this.changing.delete(channelId);
    }
  }

  private async locked<T>(channelId: string, work: (units: Units) => Promise<T>): Promise<T> {
    for (const deadline = Date.now() + LOCK_WAIT_MS; ; await setTimeout(50 + Math.random() * 100)) {
      const result = await this.database.holding(sealedFor(channelId), work);
      if (result !== BUSY) return result;
      if (Date.now() > deadline) throw new DomainError('unavailable', 'channel-busy', 'Another process is changing this channel. Try again in a minute.');
    }
  }

  private async change(units: Units, channelId: string, change: (current: Settings) => Promise<Partial<Settings>>): Promise<Settings> {
    // Read anew: whoever held the lock before may have refreshed what we came for.
    const patch = await change(this.settingsOf(await this.load(channelId, units)));
    return units.asSystem(async (tx) => {
      const row = await findChannel(tx, channelId, 'FOR UPDATE');
      if (row === undefined) throw notFound('channel');
      const stored = this.sealed(this.connectors.get(row.connector_id), row.id, mergeSettings(mergeSettings(row.settings, this.secretsOf(row)), patch));
      await writeSettings(tx, row.id, stored);
      return this.settingsOf({ ...row, ...stored });
    });
  }

  private async load(channelId: string, units: Units = this.database): Promise<ChannelRow> {
    const row = await units.asSystem((tx) => findChannel(tx, channelId));
    if (row === undefined) throw notFound('channel');
    return row;
  }

  private surroundings(channelId: string, connectorId: string): Omit<Context<Settings>, 'settings' | 'secrets'> {
    const log = this.log.child({ channelId, connectorId });
    const webhookUrl = this.webhookUrl(connectorId, channelId);
    return {
      channelId,
      http: this.http,
      log: { info: (fields, text) => { log.info(fields, text); }, warn: (fields, text) => { log.warn(fields, text); } },
      now: () => new Date(),
      allowPrivateHosts: this.config.allowPrivateHosts,
      ...(webhookUrl === undefined ? {} : { webhookUrl }),
    };
  }
}

export async function writeSettings(tx: Tx, channelId: string, stored: { settings: Settings; secrets: string | null }): Promise<void> {
  await tx.execute('UPDATE channels SET settings = $2, secrets = $3 WHERE id = $1', [channelId, JSON.stringify(stored.settings), stored.secrets]);
}
