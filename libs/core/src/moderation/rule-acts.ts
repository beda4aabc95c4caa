import { Injectable } from '@nestjs/common';
import { BUSY, Database, Queues } from '@kontuar/platform';
import { Actions } from '../sending/actions.service';

/** So many of one channel are asked of its platform at once; more makes platforms angry. */
const WIDTH = 4;
const TAKEN = 40;
const TURN_MS = 1500;

/** What rules ask of platforms: a lane for each channel and a turn for each lane, so that nobody's own act waits behind a flood. */
@Injectable()
export class RuleActs {
  constructor(private readonly database: Database, private readonly actions: Actions, private readonly queues: Queues) {}

  async run(channelId: string): Promise<void> {
    const until = Date.now() + TURN_MS;
    const left = await this.database.holding(`act-by-rule:${channelId}`, async () => {
      for (let ids = await this.due(channelId); ids.length > 0; ids = await this.due(channelId)) {
        await inTurns(ids, (id) => this.actions.run(id));
        if (Date.now() > until) return true;
      }
      return false;
    });
    if (left === BUSY) this.queues.poke('act-by-rule', { channelId }, 200);
    else if (left) this.queues.poke('act-by-rule', { channelId });
  }

  async sweep(): Promise<string[]> {
    const rows = await this.database.asSystem((tx) => tx.query<{ channel_id: string }>(
      `SELECT DISTINCT lane_id AS channel_id FROM message_acts WHERE state = 'pending' AND lane_id IS NOT NULL AND next_attempt_at <= now()`));
    return rows.map((row) => row.channel_id);
  }

  private async due(channelId: string): Promise<string[]> {
    const rows = await this.database.asSystem((tx) => tx.query<{ id: string }>(
      `SELECT id FROM message_acts WHERE state = 'pending' AND lane_id = $1 AND next_attempt_at <= now() ORDER BY next_attempt_at LIMIT ${TAKEN}`, [channelId]));
    return rows.map((row) => row.id);
  }
}

async function inTurns(items: readonly string[], work: (item: string) => Promise<void>): Promise<void> {
  const queue = [...items];
  await Promise.all(Array.from({ length: WIDTH }, async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  }));
}
