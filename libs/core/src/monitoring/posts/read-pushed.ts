import { pushedPost, pushedPosts, type PushedPost } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { incomingOf, type IncomingPost } from './incoming';

const DELIVERIES = 20;
/** A turn is one transaction: others wait for what it holds. */
const ENOUGH_POSTS = 1_000;

/** Where a post came from, to be looked at if it turns out that it cannot be kept. */
export interface Pushed { deliveryId: string; said: PushedPost }

/** What waits to be read, oldest first. What could not be read stays to be looked at; the rest of it is not needed any more. */
export async function readWaiting(tx: Tx, workspaceId: string): Promise<{ read: number; posts: Map<IncomingPost, Pushed> }> {
  const rows = await tx.query<{ id: string; source_id: string; body: Buffer; received_at: Date }>(`SELECT id, source_id, body, received_at FROM source_deliveries WHERE workspace_id = $1 AND state = 'waiting' ORDER BY id LIMIT ${DELIVERIES}`, [workspaceId]);
  const posts = new Map<IncomingPost, Pushed>();
  let handled = 0;
  for (const row of rows) {
    if (posts.size >= ENOUGH_POSTS) break;
    handled += 1;
    const { read, faults } = readPosts(row.body);
    for (const said of read) posts.set(incomingOf(said, row.source_id, row.received_at), { deliveryId: row.id, said });
    if (faults.length > 0) await markUnreadable(tx, { id: row.id, faults });
    else {
      await tx.execute(`UPDATE source_deliveries SET state = 'read', error = NULL, body = ''::bytea WHERE id = $1`, [row.id]);
      await tx.execute(`UPDATE listening_sources SET trouble = NULL, failing_since = NULL WHERE id = $1 AND kind = 'push' AND trouble IS NOT NULL`, [row.source_id]);
    }
    if (read.length > 0) await tx.execute('UPDATE listening_sources SET last_post_at = greatest(last_post_at, $2) WHERE id = $1', [row.source_id, row.received_at]);
  }
  return { read: handled, posts };
}

/** `body`: what of it could not be read, where the rest was. */
export async function markUnreadable(tx: Tx, { id, faults, body }: { id: string; faults: readonly string[]; body?: Buffer }): Promise<void> {
  const [row] = await tx.query<{ source_id: string }>(`UPDATE source_deliveries SET state = 'unreadable', error = $2, body = coalesce($3, body) WHERE id = $1 RETURNING source_id`, [id, faults.slice(0, 5).join('; ').slice(0, 1_000), body ?? null]);
  await tx.execute('UPDATE listening_sources SET trouble = $2, failing_since = coalesce(failing_since, now()) WHERE id = $1', [row?.source_id, unreadable(faults)]);
}

/** As a source says it of itself. */
export const unreadable = (faults: readonly string[]): string => `${faults.length} could not be read: ${faults[0] ?? ''}`.slice(0, 300);

/** One bad post does not take its neighbours along. */
export function readPosts(body: Buffer): { read: PushedPost[]; faults: string[] } {
  let whole: unknown;
  try {
    whole = JSON.parse(body.toString('utf8'));
  } catch {
    return { read: [], faults: ['no JSON'] };
  }
  const list = pushedPosts.safeParse(whole);
  if (!list.success) return { read: [], faults: ['there is no list "posts" of at most 1000'] };
  const read: PushedPost[] = [];
  const faults: string[] = [];
  list.data.posts.forEach((one, at) => {
    const parsed = pushedPost.safeParse(one);
    if (parsed.success) read.push(parsed.data);
    else faults.push(`posts[${at}].${parsed.error.issues[0]?.path.join('.') ?? ''}: ${parsed.error.issues[0]?.message ?? ''}`);
  });
  return { read, faults };
}
