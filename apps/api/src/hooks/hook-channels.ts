import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CHANNEL_COLUMNS, ChannelContexts, CHANNELS_CHANGED, PULSE, Siblings, type ChannelRow } from '@kontuar/core';
import { Database, type Pulse } from '@kontuar/platform';

type Settings = ReturnType<ChannelContexts['settingsOf']>;
export interface HookChannel { row: ChannelRow; settings: Settings }

interface Waiting { found: (channel: HookChannel | undefined) => void; failed: (error: unknown) => void }

/** A pulse may get lost between processes: nothing outlives a change for longer. */
const KEPT_MS = 2_000;
/** Accounts are named by whoever calls, so what is kept of them is bounded. */
const KEPT_ACCOUNTS = 1_000;
const MAX_OF_ACCOUNT = 50;

/**
 * Channels for webhooks that come in hundreds a second. What was looked up is kept until its channel changes, and never long; what arrives while
 * a look-up is under way shares the next one, so a flood costs few statements.
 */
@Injectable()
export class HookChannels implements OnApplicationShutdown {
  private waiting = new Map<string, Waiting[]>();
  private looking = false;
  private readonly kept = new Map<string, { channel: HookChannel; at: number }>();
  private readonly accounts = new Map<string, { channels: HookChannel[]; at: number }>();
  private readonly heirs = new Map<string, { channels: HookChannel[]; at: number }>();
  /** Raised by every change: a look-up that began before it is not kept. */
  private changes = 0;
  private readonly unsubscribe: () => void;
  /** Settings opened and parsed, as long as what is stored stays the same. */
  private readonly opened = new Map<string, { stored: string; settings: Settings }>();

  constructor(private readonly database: Database, private readonly contexts: ChannelContexts, private readonly siblings: Siblings, @Inject(PULSE) pulse: Pulse) {
    this.unsubscribe = pulse.subscribe(CHANNELS_CHANGED, (id) => {
      this.changes += 1;
      this.kept.delete(id);
      this.accounts.clear();
      this.heirs.clear();
    });
  }

  onApplicationShutdown(): void {
    this.unsubscribe();
  }

  /** Undefined when there is none, or it was deleted. */
  find(id: string): Promise<HookChannel | undefined> {
    const kept = this.kept.get(id);
    return kept !== undefined && kept.at > Date.now() - KEPT_MS ? Promise.resolve(kept.channel) : this.findNow(id);
  }

  /** As it stands in the database at this moment. */
  findNow(id: string): Promise<HookChannel | undefined> {
    return new Promise((found, failed) => {
      const others = this.waiting.get(id);
      if (others === undefined) this.waiting.set(id, [{ found, failed }]);
      else others.push({ found, failed });
      void this.look();
    });
  }

  /** Those of an account, in whatever workspace: each is asked whether the request is for it. */
  async ofAccount(connectorId: string, account: string): Promise<HookChannel[]> {
    const key = `${connectorId} ${account}`;
    const kept = this.accounts.get(key);
    if (kept !== undefined && kept.at > Date.now() - KEPT_MS) return kept.channels;
    const { changes } = this;
    const rows = await this.database.asSystem((tx) => tx.query<ChannelRow>(`SELECT ${CHANNEL_COLUMNS} FROM channels c WHERE c.connector_id = $1 AND c.account = $2 AND c.deleted_at IS NULL LIMIT ${MAX_OF_ACCOUNT}`, [connectorId, account]));
    const channels = this.readable(rows);
    if (this.accounts.size > KEPT_ACCOUNTS) this.accounts.clear();
    if (changes === this.changes) this.accounts.set(key, { channels, at: Date.now() });
    return channels;
  }

  /** Of an address whose channel is gone: the others of its app. */
  async heirsOf(connectorId: string, id: string): Promise<HookChannel[]> {
    const key = `${connectorId} ${id}`;
    const kept = this.heirs.get(key);
    if (kept !== undefined && kept.at > Date.now() - KEPT_MS) return kept.channels;
    const { changes } = this;
    const channels = this.readable(await this.siblings.ofFormer(connectorId, id));
    if (this.heirs.size > KEPT_ACCOUNTS) this.heirs.clear();
    if (changes === this.changes) this.heirs.set(key, { channels, at: Date.now() });
    return channels;
  }

  /** Settings that fit no longer verify nothing. */
  private readable(rows: readonly ChannelRow[]): HookChannel[] {
    return rows.flatMap((row) => {
      try {
        return [{ row, settings: this.settingsOf(row) }];
      } catch {
        return [];
      }
    });
  }

  private async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    while (this.waiting.size > 0) {
      const asked = this.waiting;
      this.waiting = new Map();
      const { changes } = this;
      try {
        const ids = [...asked.keys()];
        const rows = await this.database.asSystem((tx) => tx.query<ChannelRow>(`SELECT ${CHANNEL_COLUMNS} FROM channels c WHERE c.id = ANY($1::uuid[]) AND c.deleted_at IS NULL`, [ids]));
        const byId = new Map(rows.map((row) => [row.id, row]));
        for (const [id, all] of asked) this.answer(id, byId.get(id), { all, keep: changes === this.changes });
      } catch (error) {
        for (const { failed } of [...asked.values()].flat()) failed(error);
      }
    }
    this.looking = false;
  }

  private answer(id: string, row: ChannelRow | undefined, { all, keep }: { all: readonly Waiting[]; keep: boolean }): void {
    this.kept.delete(id);
    try {
      const channel = row === undefined ? undefined : { row, settings: this.settingsOf(row) };
      if (channel !== undefined && keep) this.kept.set(id, { channel, at: Date.now() });
      for (const { found } of all) found(channel);
    } catch (error) {
      // Settings that fit no longer are this channel's trouble alone.
      for (const { failed } of all) failed(error);
    }
  }

  private settingsOf(row: ChannelRow): Settings {
    const stored = `${row.connector_id} ${row.secrets ?? ''} ${JSON.stringify(row.settings)}`;
    const known = this.opened.get(row.id);
    if (known?.stored === stored) return known.settings;
    const settings = this.contexts.settingsOf(row);
    this.opened.set(row.id, { stored, settings });
    return settings;
  }
}
