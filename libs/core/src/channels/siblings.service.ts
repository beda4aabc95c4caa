import { Inject, Injectable } from '@nestjs/common';
import { Database, errorFields, type Log } from '@kontuar/platform';
import { Connectors, LOG } from '../tokens';
import { runConnect } from './channel-checks';
import { ChannelContexts } from './channel-contexts';
import { CHANNEL_COLUMNS, type ChannelRow } from './channel.row';

const MOST = 500;

/** Channels of one app at a platform, which calls all of them at the address of whichever connected last. */
@Injectable()
export class Siblings {
  constructor(private readonly database: Database, private readonly connectors: Connectors, private readonly contexts: ChannelContexts, @Inject(LOG) private readonly log: Log) {}

  /** Those that are there besides this one, in whatever workspace; of the same account first, paused ones last. */
  async of(channel: Pick<ChannelRow, 'id' | 'connector_id' | 'settings' | 'account'>): Promise<ChannelRow[]> {
    const sharedBy = this.connectors.find(channel.connector_id)?.webhook?.sharedBy;
    const app = sharedBy?.(channel.settings);
    if (sharedBy === undefined || app === undefined || app === '') return [];
    const rows = await this.database.asSystem((tx) => tx.query<ChannelRow>(
      `SELECT ${CHANNEL_COLUMNS} FROM channels c WHERE c.connector_id = $1 AND c.id <> $2 AND c.deleted_at IS NULL ORDER BY c.account IS DISTINCT FROM $3, c.paused, c.id LIMIT ${MOST}`,
      [channel.connector_id, channel.id, channel.account],
    ));
    return rows.filter((row) => sharedBy(row.settings) === app);
  }

  /** Those whose address answered there until now: live ones take it as their own. */
  async ofFormer(connectorId: string, channelId: string): Promise<ChannelRow[]> {
    const [former] = await this.database.asSystem((tx) => tx.query<ChannelRow>(`SELECT ${CHANNEL_COLUMNS} FROM channels c WHERE c.id = $1 AND c.connector_id = $2 AND c.deleted_at IS NOT NULL`, [channelId, connectorId]));
    return former === undefined ? [] : this.of(former);
  }

  /**
   * A channel left its app. Its address may be the one that the platform calls for all others, and with it the account may have been told
   * to stay silent: whoever has the same account connects anew, and one of the others if there is none.
   */
  async takeOver(left: ChannelRow): Promise<void> {
    const siblings = await this.of(left);
    let done = false;
    for (const sibling of siblings) {
      if (done && sibling.account !== left.account) return;
      done = (await this.connect(sibling)) || done;
    }
    if (siblings.length > 0 && !done) this.log.warn({ channelId: left.id, connectorId: left.connector_id, count: siblings.length }, 'no other channel of this app could tell the platform its address; the old one goes on answering');
  }

  private async connect(row: ChannelRow): Promise<boolean> {
    try {
      const { connector, ctx } = await this.contexts.open(row);
      const failed = await runConnect(connector, ctx);
      if (failed !== undefined) this.log.warn({ channelId: row.id, detail: failed.steps[0]?.detail }, 'a channel could not take over the address of its app');
      return failed === undefined;
    } catch (error) {
      this.log.warn({ channelId: row.id, ...errorFields(error) }, 'a channel could not take over the address of its app');
      return false;
    }
  }
}
