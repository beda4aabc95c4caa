import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '@kontuar/platform';
import { clearAlarm, raiseAlarm } from './channel-alarms';
import { watchExpiry } from './channel-checks';
import { isUnusuallySilent } from './silence';

const WEEKS_KEPT = 5;

interface Watched { id: string; last_inbound_at: Date | null; watch_from: Date; expires_at: Date | null; alarm: string | null; time_zone: string; heard: Date[] }

/** Notices channels that went silent and access that is about to end. Any number of workers may sweep at once. */
@Injectable()
export class ChannelWatch {
  constructor(private readonly database: Database) {}

  /** Call it every minute or so. */
  async sweep(now = new Date()): Promise<void> {
    await this.database.asSystem((tx) => learn(tx, now));
    const channels = await this.database.asSystem((tx) => tx.query<Watched>(
      `SELECT c.id, c.last_inbound_at, c.watch_from, c.expires_at, c.alarm ->> 'code' AS alarm, w.time_zone,
         ARRAY(SELECT hour FROM channel_hours h WHERE h.channel_id = c.id ORDER BY hour) AS heard
       FROM channels c JOIN workspaces w ON w.id = c.workspace_id WHERE c.deleted_at IS NULL AND NOT c.paused`,
    ));
    for (const channel of channels) await this.look(channel, now);
  }

  private async look(channel: Watched, now: Date): Promise<void> {
    const since = new Date(Math.max(channel.last_inbound_at?.getTime() ?? 0, channel.watch_from.getTime()));
    const silent = isUnusuallySilent({ heard: channel.heard.map((hour) => hour.getTime()), since, now, timeZone: channel.time_zone });
    const expiring = channel.expires_at !== null && channel.expires_at.getTime() - now.getTime() < 8 * 86_400_000;
    if (!silent && !expiring && channel.alarm !== 'silent' && channel.alarm !== 'expiring') return;
    await this.database.asSystem(async (tx) => {
      if (silent) await raiseAlarm(tx, channel.id, { code: 'silent', detail: `Nothing came in since ${since.toISOString().slice(0, 16).replace('T', ' ')} UTC, which is unusual for this channel at these hours.` }, now);
      else await clearAlarm(tx, channel.id, ['silent']);
      await watchExpiry(tx, channel.id, channel.expires_at, now);
    });
  }
}

/** Remembers the hour in which each channel was heard last; with a sweep each minute that is every hour that had anything. */
async function learn(tx: Tx, now: Date): Promise<void> {
  await tx.execute(
    `INSERT INTO channel_hours (workspace_id, channel_id, hour)
     SELECT workspace_id, id, date_trunc('hour', last_inbound_at) FROM channels WHERE deleted_at IS NULL AND last_inbound_at > $1::timestamptz - interval '2 hours' ON CONFLICT DO NOTHING`,
    [now],
  );
  await tx.execute(`DELETE FROM channel_hours WHERE hour < $1::timestamptz - make_interval(weeks => $2)`, [now, WEEKS_KEPT]);
}
