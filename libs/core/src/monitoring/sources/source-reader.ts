import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { PostSaid } from '@kontuar/contract';
import type { AxiosInstance } from 'axios';
import { Database, errorFields, newId, outboundHttp, Secrets, type Log, type Pulse, type ReadyConfig, type Tx } from '@kontuar/platform';
import { CONFIG, LOG, PULSE } from '../../tokens';
import { LISTENING_DUE } from '../listening';
import { askedSources } from './all-sources';
import { Site } from './site';
import { sealedFor } from './listening-sources.service';
import { SourcePurse } from './source-purse';
import { noPurse, SourceTrouble, type SourceMemory, type SourceSettings } from './source';

interface Due { id: string; workspace_id: string; kind: string; settings: SourceSettings; secret: string | null; memory: SourceMemory & { seen?: unknown }; allowance: number | null }
interface Looked { memory: SourceMemory; posts: PostSaid[]; trouble: string | null; againSeconds: number; calls: number }

/** While it fails, less and less often is not worth a state of its own: an hour is soon enough, unless it says itself when. */
const FAILED_SECONDS = 3_600;
const LONGEST_SECONDS = 24 * 3_600;
const AT_ONCE = 20;
const LOOK_MS = 240_000;
/** The door takes a thousand posts in one piece. */
const IN_A_PIECE = 500;

/** Asks sources for what is new: politely, within what the place allows, and never inside our own network. */
@Injectable()
export class SourceReader {
  private readonly http: AxiosInstance;

  constructor(private readonly database: Database, private readonly secrets: Secrets, @Inject(CONFIG) config: ReadyConfig, @Inject(PULSE) private readonly pulse: Pulse, @Inject(LOG) private readonly log: Log) {
    this.http = outboundHttp({ allowPrivateHosts: config.allowPrivateHosts, timeoutMs: 15_000, maxBytes: 5 * 1024 * 1024 });
  }

  /** Taken for a while by whoever asks, so that two workers do not ask the same site. */
  due(): Promise<Due[]> {
    return this.database.asSystem((tx) => tx.query<Due>(
      `UPDATE listening_sources SET look_at = now() + interval '5 minutes' WHERE id IN (SELECT id FROM listening_sources WHERE kind = ANY($1::text[]) AND active AND look_at <= now() ORDER BY look_at LIMIT ${AT_ONCE} FOR NO KEY UPDATE SKIP LOCKED) RETURNING id, workspace_id, kind, settings, secret, memory, allowance`, [[...askedSources.keys()]]));
  }

  /** What was found is kept with what is remembered of the look: a kill in between asks again, and the same again changes nothing. */
  async run(source: Due): Promise<void> {
    const looked = await this.look(source);
    const seen = looked.posts.length === 0 ? source.memory.seen : createHash('sha256').update(JSON.stringify(looked.posts)).digest('hex');
    await this.database.inWorkspace(source.workspace_id, async (tx) => {
      const kept = await tx.execute(
        `UPDATE listening_sources SET memory = $2, last_look_at = now(), look_at = now() + make_interval(secs => $3), trouble = $4, failing_since = CASE WHEN $4::text IS NULL THEN NULL ELSE coalesce(failing_since, now()) END, ${spends(5)} WHERE id = $1`,
        [source.id, JSON.stringify({ ...looked.memory, ...(seen === undefined ? {} : { seen }) }), looked.againSeconds, looked.trouble, looked.calls]);
      // A place that says the same again and again costs no work.
      if (kept === 0 || looked.posts.length === 0 || seen === source.memory.seen) return;
      await keepForReading(tx, source, looked.posts);
      tx.afterCommit(() => { this.pulse.publish(LISTENING_DUE); });
    });
  }

  private async look({ id, workspace_id: workspaceId, kind, settings, secret, memory, allowance }: Due): Promise<Looked> {
    const source = askedSources.get(kind);
    // Before somebody else takes it for one that was forgotten.
    const site = new Site(this.http, Date.now() + LOOK_MS);
    try {
      if (source === undefined) throw new SourceTrouble('This version does not know this kind of source.');
      const purse = source.metered === undefined ? noPurse : new SourcePurse(this.database, { id, workspaceId, metered: source.metered, most: allowance ?? source.metered.usual });
      const { posts, memory: next, againSeconds = source.everySeconds, trouble = null } = await source.ask({ site, settings, token: secret === null ? undefined : this.secrets.open(secret, sealedFor(id)), memory, now: new Date(), patience: (ms) => setTimeout(ms), purse });
      return { posts, memory: next, trouble, againSeconds, calls: site.calls };
    } catch (error) {
      // What nobody foresaw shows on the source as well, instead of looking as if all were quiet there.
      if (!(error instanceof SourceTrouble)) this.log.error({ sourceId: id, kind, ...errorFields(error) }, 'a source could not be read');
      const { message, retryAfterSeconds } = error instanceof SourceTrouble ? error : new SourceTrouble('What answered could not be read. It is asked again in an hour.');
      return { posts: [], memory, trouble: message, againSeconds: Math.min(Math.max(retryAfterSeconds ?? FAILED_SECONDS, 60), LONGEST_SECONDS), calls: site.calls };
    }
  }
}

/** SQL: this month's calls and these. */
export const spends = (parameter: number): string => `calls = CASE WHEN spent_month = date_trunc('month', now())::date THEN calls ELSE 0 END + $${parameter}::int, spent_month = date_trunc('month', now())::date`;

/** As if it had been pushed: read by the worker, each post once. In pieces, for the door takes no more at once. */
export async function keepForReading(tx: Tx, source: { id: string; workspace_id: string }, posts: readonly PostSaid[]): Promise<void> {
  for (let at = 0; at < posts.length; at += IN_A_PIECE) await keepPiece(tx, source, Buffer.from(JSON.stringify({ posts: posts.slice(at, at + IN_A_PIECE) })));
}

async function keepPiece(tx: Tx, source: { id: string; workspace_id: string }, body: Buffer): Promise<void> {
  const id = newId();
  // What comes back to an earlier wording is news: the key is of this look, and what a killed look said is asked for again.
  await tx.execute('INSERT INTO source_deliveries (id, workspace_id, source_id, dedupe_key, body) VALUES ($1, $2, $3, $4, $5)', [id, source.workspace_id, source.id, `look:${id}`, body]);
}
