import type { Tx } from '@kontuar/platform';
import { Lessons } from '../moods/lessons';
import { QueryIndex } from './percolate/query-index';
import { mutedKey, type Listeners } from './posts/keep-posts';
import type { JudgedWords } from './posts/relevance';
import { parseQuery } from './query/parse';
import { QueryError } from './query/query';

/** Pulse topic: there may be something to listen to. */
export const LISTENING_DUE = 'listening-due';

interface MonitorRow { id: string; query: string; learnt: JudgedWords | null; changed_at: Date }
const MOST_WORKSPACES = 200;

/** The monitors of each workspace in this process, kept until one of them changes: the stamp is read with every piece, the rest seldom. */
export class ListenerCache {
  private readonly kept = new Map<string, { stamp: string; listeners: Listeners; queries: Map<string, string> }>();
  private readonly lessons = new Lessons('mood_lessons');

  /** The stamp is a sum: of two that are changed at once, the one that was changed first may be the last to be seen. */
  async of(tx: Tx, workspaceId: string): Promise<Listeners> {
    const [now] = await tx.query<{ stamp: string; moods: number | null }>(
      `SELECT (SELECT count(*) || ' ' || coalesce(sum(extract(epoch FROM changed_at)), 0) FROM monitors WHERE workspace_id = $1 AND active) || ' ' || (SELECT count(*) || ' ' || coalesce(max(muted_at)::text, '') FROM muted_authors WHERE workspace_id = $1) AS stamp,
         (SELECT version FROM mood_lessons WHERE workspace_id = $1) AS moods`, [workspaceId]);
    const moods = await this.lessons.of(tx, workspaceId, now?.moods ?? null);
    const known = this.kept.get(workspaceId);
    if (known !== undefined && known.stamp === now?.stamp) return { ...known.listeners, moods };
    const index = known?.listeners.index ?? new QueryIndex<string>();
    const queries = known?.queries ?? new Map<string, string>();
    const monitors = await tx.query<MonitorRow>('SELECT id, query, learnt, changed_at FROM monitors WHERE workspace_id = $1 AND active', [workspaceId]);
    const there = new Set(monitors.map(({ id }) => id));
    for (const id of queries.keys()) if (!there.has(id)) { index.remove(id); queries.delete(id); }
    for (const { id, query } of monitors) if (queries.get(id) !== query) { put(index, id, query); queries.set(id, query); }
    const muted = await tx.query<{ platform: string; author_key: string }>('SELECT platform, author_key FROM muted_authors WHERE workspace_id = $1', [workspaceId]);
    const listeners = { index, learnt: new Map(monitors.map(({ id, learnt }) => [id, learnt])), muted: new Set(muted.map((one) => mutedKey(one.platform, one.author_key))), moods };
    this.kept.delete(workspaceId);
    this.kept.set(workspaceId, { stamp: now?.stamp ?? '', listeners, queries });
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_WORKSPACES && oldest !== undefined) this.kept.delete(oldest);
    return listeners;
  }
}

/** A query that an older version took and this one does not finds nothing; the screen shows why. */
function put(index: QueryIndex<string>, id: string, query: string): void {
  try {
    index.put(id, parseQuery(query));
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    index.remove(id);
  }
}
