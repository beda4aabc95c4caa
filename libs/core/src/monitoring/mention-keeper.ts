import { Inject, Injectable } from '@nestjs/common';
import { pushedPost, pushedPosts } from '@kontuar/contract';
import { Database, type Log, type Pulse, type Tx, type Units } from '@kontuar/platform';
import { Follower } from '../history/follower';
import { directoryChanged } from '../history/directory';
import { record } from '../history/history';
import { LOG, PULSE } from '../tokens';
import { ListenerCache, LISTENING_DUE } from './listening';
import { incomingOf, type IncomingPost } from './posts/incoming';
import { keepPosts } from './posts/keep-posts';
import { lookBack } from './posts/look-back';
import { queryOrNothing } from './posts/marks';
import { publicMessages } from './posts/public-messages';

const DELIVERIES = 20;
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

  constructor(database: Database, @Inject(PULSE) private readonly pulse: Pulse, @Inject(LOG) log: Log) {
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
    const pushed = await this.pushed(tx, workspaceId);
    await tx.execute('INSERT INTO listening_positions (workspace_id, seq) VALUES ($1, 0) ON CONFLICT DO NOTHING', [workspaceId]);
    const [position] = await tx.query<{ seq: string }>('SELECT seq FROM listening_positions WHERE workspace_id = $1 FOR UPDATE', [workspaceId]);
    const written = await publicMessages(tx, workspaceId, { after: position?.seq ?? '0', most: EVENTS });
    const found = await keepPosts(tx, workspaceId, [...pushed.posts, ...written.posts], listeners);
    await tx.execute('UPDATE listening_positions SET seq = $2 WHERE workspace_id = $1', [workspaceId, written.seq]);
    if (found + again > 0) {
      await record(tx, [directoryChanged({ kind: 'system', workspaceId }, 'listening')]);
      tx.afterCommit(() => { this.pulse.publish('relay'); });
    }
    return pushed.read > 0 || again > 0 || written.seq !== position?.seq;
  }

  private async pushed(tx: Tx, workspaceId: string): Promise<{ read: number; posts: IncomingPost[] }> {
    const rows = await tx.query<{ id: string; source_id: string; body: Buffer; received_at: Date }>(`SELECT id, source_id, body, received_at FROM source_deliveries WHERE workspace_id = $1 AND state = 'waiting' ORDER BY id LIMIT ${DELIVERIES}`, [workspaceId]);
    const posts: IncomingPost[] = [];
    for (const row of rows) {
      const { read, faults } = readPushed(row.body);
      posts.push(...read.map((post) => incomingOf(post, row.source_id, row.received_at)));
      // What could not be read stays to be looked at; the rest of it is not needed any more.
      const failed = faults.length > 0;
      await tx.execute(`UPDATE source_deliveries SET state = $2, error = $3, body = CASE WHEN $2 = 'read' THEN ''::bytea ELSE body END WHERE id = $1`, [row.id, failed ? 'unreadable' : 'read', failed ? faults.slice(0, 5).join('; ').slice(0, 1_000) : null]);
      if (failed) await tx.execute(`UPDATE listening_sources SET trouble = $2, failing_since = coalesce(failing_since, now()) WHERE id = $1`, [row.source_id, `${faults.length} could not be read: ${faults[0] ?? ''}`.slice(0, 300)]);
      else await tx.execute(`UPDATE listening_sources SET trouble = NULL, failing_since = NULL WHERE id = $1 AND kind = 'push' AND trouble IS NOT NULL`, [row.source_id]);
      if (read.length > 0) await tx.execute('UPDATE listening_sources SET last_post_at = greatest(last_post_at, $2) WHERE id = $1', [row.source_id, row.received_at]);
    }
    return { read: rows.length, posts };
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

/** One bad post does not take its neighbours along. */
function readPushed(body: Buffer): { read: ReturnType<typeof pushedPost.parse>[]; faults: string[] } {
  let whole: unknown;
  try {
    whole = JSON.parse(body.toString('utf8'));
  } catch {
    return { read: [], faults: ['no JSON'] };
  }
  const list = pushedPosts.safeParse(whole);
  if (!list.success) return { read: [], faults: ['there is no list "posts" of at most 1000'] };
  const read: ReturnType<typeof pushedPost.parse>[] = [];
  const faults: string[] = [];
  list.data.posts.forEach((one, at) => {
    const parsed = pushedPost.safeParse(one);
    if (parsed.success) read.push(parsed.data);
    else faults.push(`posts[${at}].${parsed.error.issues[0]?.path.join('.') ?? ''}: ${parsed.error.issues[0]?.message ?? ''}`);
  });
  return { read, faults };
}

async function workspacesDue(units: Units, stuck: ReadonlySet<string>): Promise<string[]> {
  const rows = await units.lookAsSystem((tx) => tx.query<{ id: string }>(
    `SELECT w.id FROM (SELECT workspace_id AS id FROM source_deliveries WHERE state = 'waiting' UNION SELECT workspace_id FROM monitors WHERE look_again AND active UNION
       SELECT f.workspace_id FROM feeds f LEFT JOIN listening_positions p ON p.workspace_id = f.workspace_id WHERE f.last_seq > coalesce(p.seq, 0) AND EXISTS (SELECT 1 FROM monitors m WHERE m.workspace_id = f.workspace_id)) w
     WHERE NOT w.id = ANY($1::uuid[]) LIMIT 200`, [[...stuck]]));
  return rows.map(({ id }) => id);
}
