import { Inject, Injectable } from '@nestjs/common';
import type { AxiosInstance } from 'axios';
import type { Context } from '@kontuar/connectors/contract';
import { Database, outboundHttp, Secrets, type Log, type ReadyConfig, type Tx } from '@kontuar/platform';
import { DomainError, notFound } from '../errors';
import { CONFIG, Connectors, LOG, type AnyConnector } from '../tokens';
import { findChannel, type ChannelRow } from './channel.row';
import { mergeSettings, splitSettings } from './channel-settings';

export type Settings = Record<string, unknown>;

export interface OpenChannel {
  channel: ChannelRow;
  connector: AnyConnector;
  ctx: Context<Settings>;
}

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
      settings: this.settingsOf(row),
      secrets: {
        update: async (change) => {
          context.settings = await this.alone(row.id, () => this.change(row.id, change));
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

  /** Alone for this channel over all processes, without a transaction: the work may wait for a platform. */
  async alone<T>(channelId: string, work: () => Promise<T>): Promise<T> {
    const before = this.changing.get(channelId) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(() => this.locked(channelId, work));
    this.changing.set(channelId, mine);
    try {
      return await mine;
    } finally {
      if (this.changing.get(channelId) === mine) this.changing.delete(channelId);
    }
  }

  private async locked<T>(channelId: string, work: () => Promise<T>): Promise<T> {
    // A lock of the session, not of a transaction: it ends with the connection when this process dies.
    const runner = this.database.source.createQueryRunner();
    try {
      await runner.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [sealedFor(channelId)]);
      try {
        return await work();
      } finally {
        await runner.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [sealedFor(channelId)]).catch(() => undefined);
      }
    } finally {
      await runner.release();
    }
  }

  private async change(channelId: string, change: (current: Settings) => Promise<Partial<Settings>>): Promise<Settings> {
    // Read anew: whoever held the lock before may have refreshed what we came for.
    const patch = await change(this.settingsOf(await this.load(channelId)));
    return this.database.asSystem(async (tx) => {
      const row = await findChannel(tx, channelId, 'FOR UPDATE');
      if (row === undefined) throw notFound('channel');
      const stored = this.sealed(this.connectors.get(row.connector_id), row.id, mergeSettings(mergeSettings(row.settings, this.secretsOf(row)), patch));
      await writeSettings(tx, row.id, stored);
      return this.settingsOf({ ...row, ...stored });
    });
  }

  private async load(channelId: string): Promise<ChannelRow> {
    const row = await this.database.asSystem((tx) => findChannel(tx, channelId));
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
