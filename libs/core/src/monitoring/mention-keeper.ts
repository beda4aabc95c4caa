import { Inject, Injectable } from '@nestjs/common';
import type { PushedPost } from '@kontuar/contract';
import { Database, Secrets, type Log, type Pulse, type Tx, type Units } from '@kontuar/platform';
import { Follower } from '../history/follower';
import { directoryChanged } from '../history/directory';
import { record } from '../history/history';
import { goneKey } from '../privacy/erase/gone-hash';
import { withoutErased } from '../privacy/erase/posts';
import { LOG, PULSE } from '../tokens';
import { ListenerCache, LISTENING_DUE } from './listening';
import type { IncomingPost } from './posts/incoming';
import { keepPosts } from './posts/keep-posts';
import { lookBack } from './posts/look-back';
import { queryOrNothing } from './posts/marks';
import { publicMessages } from './posts/public-messages';
import { markUnreadable, readWaiting, type Pushed } from './posts/read-pushed';

const EVENTS = 500;
const LOOKED_AGAIN = 20;

/**
 * Reads what sources kept and what customers write in public, and finds who listens for it. What was read and how far it came is kept in the same transaction, so a
 * kill loses and doubles nothing.
 */
@Injectable()
export class MentionKeeper {
  private readonly follower: Follower;
  private readonly cache = new ListenerCache();
  private readonly erasedKey: Buffer;

  constructor(database: Database, secrets: Secrets, @Inject(PULSE) private readonly pulse: Pulse, @Inject(LOG) private readonly log: Log) {
    this.erasedKey = goneKey(secrets);
    this.follower = new Follower(database, pulse, log, {
      topic: LISTENING_DUE, lock: 'listening', patient: true, trouble: 'what was heard could not be kept; trying again', behind: workspacesDue, turn: (units, workspaceId) => units.inWorkspaceAgain(workspaceId, (tx) => this.turn(tx, workspaceId)),
    });
  }

  /** Returns the way to stop listening. */
  start(): () => void {
    return this.follower.start();
  }

  run(): Promise<void> {
    return this.follower.run();
  }

  private async turn(tx: Tx, workspaceId: string): Promise<boolean> {
    const again = await lookAgain(tx, workspaceId);
    const listeners = await this.cache.of(tx, workspaceId);
    const pushed = await readWaiting(tx, workspaceId);
    await tx.execute('INSERT INTO listening_positions (workspace_id, seq) VALUES ($1, 0) ON CONFLICT DO NOTHING', [workspaceId]);
    const [position] = await tx.query<{ seq: string }>('SELECT seq FROM listening_positions WHERE workspace_id = $1 FOR UPDATE', [workspaceId]);
    const written = await publicMessages(tx, workspaceId, { after: position?.seq ?? '0', most: EVENTS });
    const heard = await withoutErased(tx, this.erasedKey, workspaceId, [...pushed.posts.keys()]);
    const { found, broken } = await keepPosts(tx, workspaceId, [...heard, ...written.posts], listeners);
    await this.putAside(tx, broken, pushed.posts);
    await tx.execute('UPDATE listening_positions SET seq = $2 WHERE workspace_id = $1', [workspaceId, written.seq]);
    if (found + again > 0) {
      await record(tx, [directoryChanged({ kind: 'system', workspaceId }, 'listening')]);
      tx.afterCommit(() => { this.pulse.publish('relay'); });
    }
    return pushed.read > 0 || again > 0 || written.seq !== position?.seq;
  }

  /** What nobody foresaw is kept for a look, and said on its source: it is not lost, and stops nothing. */
  private async putAside(tx: Tx, broken: readonly IncomingPost[], pushed: ReadonlyMap<IncomingPost, Pushed>): Promise<void> {
    const said = new Map<string, PushedPost[]>();
    for (const post of broken) {
      const from = pushed.get(post);
      this.log.error({ sourceId: post.sourceId, messageId: post.messageId }, 'a post could not be kept; it was put aside');
      if (from !== undefined) said.set(from.deliveryId, [...said.get(from.deliveryId) ?? [], from.said]);
    }
    for (const [id, posts] of said) await markUnreadable(tx, { id, faults: posts.map((post) => post.id.slice(0, 60)), body: Buffer.from(JSON.stringify({ posts })) });
  }
}

/**
 * Who made or changed a monitor looked back at what was kept then. What a turn was just keeping stood nowhere yet, and that turn did not know of the monitor: the next one finds it.
 * Answers how many monitors were looked after.
 */
async function lookAgain(tx: Tx, workspaceId: string): Promise<number> {
  const rows = await tx.query<{ id: string; query: string }>(`SELECT id, query FROM monitors WHERE workspace_id = $1 AND look_again AND active ORDER BY changed_at LIMIT ${LOOKED_AGAIN} FOR UPDATE SKIP LOCKED`, [workspaceId]);
  for (const { id, query } of rows) {
    if (queryOrNothing(query) !== undefined) await lookBack(tx, workspaceId, id, query, { keeps: true });
    await tx.execute('UPDATE monitors SET look_again = false WHERE id = $1', [id]);
  }
  return rows.length;
}

async function workspacesDue(units: Units, stuck: ReadonlySet<string>): Promise<string[]> {
  const rows = await units.lookAsSystem((tx) => tx.query<{ id: string }>(
    `SELECT w.id FROM (SELECT workspace_id AS id FROM source_deliveries WHERE state = 'waiting' UNION SELECT workspace_id FROM monitors WHERE look_again AND active UNION
       SELECT f.workspace_id FROM feeds f LEFT JOIN listening_positions p ON p.workspace_id = f.workspace_id WHERE f.last_seq > coalesce(p.seq, 0) AND EXISTS (SELECT 1 FROM monitors m WHERE m.workspace_id = f.workspace_id)) w
     WHERE NOT w.id = ANY($1::uuid[]) LIMIT 200`, [[...stuck]]));
  return rows.map(({ id }) => id);
}
