import { Injectable } from '@nestjs/common';
import { CHANNEL_COLUMNS, ChannelContexts, type ChannelRow } from '@kontuar/core';
import { Database } from '@kontuar/platform';

type Settings = ReturnType<ChannelContexts['settingsOf']>;
export interface HookChannel { row: ChannelRow; settings: Settings }

interface Waiting { found: (channel: HookChannel | undefined) => void; failed: (error: unknown) => void }

/**
 * Channels as they stand, for webhooks that come in hundreds a second. What arrives while a look-up is under way shares the next one, so a
 * flood costs few statements, and still nobody is answered from before their request: a channel removed or given a new secret counts at once.
 */
@Injectable()
export class HookChannels {
  private waiting = new Map<string, Waiting[]>();
  private looking = false;
  /** Settings opened and parsed, as long as what is stored stays the same. */
  private readonly opened = new Map<string, { stored: string; settings: Settings }>();

  constructor(private readonly database: Database, private readonly contexts: ChannelContexts) {}

  /** Undefined when there is none, or it was deleted. */
  find(id: string): Promise<HookChannel | undefined> {
    return new Promise((found, failed) => {
      const others = this.waiting.get(id);
      if (others === undefined) this.waiting.set(id, [{ found, failed }]);
      else others.push({ found, failed });
      void this.look();
    });
  }

  private async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    while (this.waiting.size > 0) {
      const asked = this.waiting;
      this.waiting = new Map();
      try {
        const ids = [...asked.keys()];
        const rows = await this.database.asSystem((tx) => tx.query<ChannelRow>(`SELECT ${CHANNEL_COLUMNS} FROM channels c WHERE c.id = ANY($1::uuid[]) AND c.deleted_at IS NULL`, [ids]));
        const byId = new Map(rows.map((row) => [row.id, row]));
        for (const [id, all] of asked) this.answer(byId.get(id), all);
      } catch (error) {
        for (const { failed } of [...asked.values()].flat()) failed(error);
      }
    }
    this.looking = false;
  }

  private answer(row: ChannelRow | undefined, all: readonly Waiting[]): void {
    try {
      const channel = row === undefined ? undefined : { row, settings: this.settingsOf(row) };
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
