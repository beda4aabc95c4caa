import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { AxiosInstance, AxiosResponse } from 'axios';
import { Database, newId, outboundHttp, type Pulse, type ReadyConfig } from '@kontuar/platform';
import { CONFIG, PULSE } from '../../tokens';
import { LISTENING_DUE } from '../listening';
import { readFeed, robotsAllow } from './feed';

interface Due { id: string; workspace_id: string; settings: { url: string }; memory: { etag?: string; modified?: string; seen?: string } }
interface Looked { memory: Due['memory']; body: Buffer | undefined; trouble: string | null; againSeconds: number }

const LOOK_SECONDS = 600;
/** While it fails, less and less often is not worth a state of its own: an hour is soon enough. */
const FAILED_SECONDS = 3_600;
const AT_ONCE = 20;
const MOST_REDIRECTS = 3;

/** Asks feeds for what is new: politely, within what the site allows, and never inside our own network. */
@Injectable()
export class FeedReader {
  private readonly http: AxiosInstance;

  constructor(private readonly database: Database, @Inject(CONFIG) config: ReadyConfig, @Inject(PULSE) private readonly pulse: Pulse) {
    this.http = outboundHttp({ allowPrivateHosts: config.allowPrivateHosts, timeoutMs: 15_000, maxBytes: 5 * 1024 * 1024 });
  }

  /** Taken for a while by whoever asks, so that two workers do not ask the same site. */
  due(): Promise<Due[]> {
    return this.database.asSystem((tx) => tx.query<Due>(
      `UPDATE listening_sources SET look_at = now() + interval '5 minutes' WHERE id IN (SELECT id FROM listening_sources WHERE kind = 'feed' AND active AND look_at <= now() ORDER BY look_at LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED) RETURNING id, workspace_id, settings, memory`));
  }

  /** What was found is kept with what is remembered of the look: a kill in between asks again, and the same again changes nothing. */
  async run(source: Due): Promise<void> {
    const looked = await this.look(source).catch((error: unknown): Looked => ({ memory: source.memory, body: undefined, trouble: `The feed could not be read: ${error instanceof Error ? error.message : 'unknown'}`.slice(0, 300), againSeconds: FAILED_SECONDS }));
    await this.database.inWorkspace(source.workspace_id, async (tx) => {
      const kept = await tx.execute(
        `UPDATE listening_sources SET memory = $2, last_look_at = now(), look_at = now() + make_interval(secs => $3), trouble = $4, failing_since = CASE WHEN $4::text IS NULL THEN NULL ELSE coalesce(failing_since, now()) END WHERE id = $1`, [source.id, JSON.stringify(looked.memory), looked.againSeconds, looked.trouble]);
      if (kept === 0 || looked.body === undefined) return;
      await tx.execute('INSERT INTO source_deliveries (id, workspace_id, source_id, dedupe_key, body) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (source_id, dedupe_key) DO NOTHING', [newId(), source.workspace_id, source.id, createHash('sha256').update(looked.body).digest('hex'), looked.body]);
      tx.afterCommit(() => { this.pulse.publish(LISTENING_DUE); });
    });
  }

  private async look({ settings: { url }, memory }: Due): Promise<Looked> {
    const { origin, pathname, search } = new URL(url);
    const robots = await this.get(`${origin}/robots.txt`, {});
    if (robots.status >= 500) return { memory, body: undefined, trouble: 'The site cannot say at this moment what may be read.', againSeconds: FAILED_SECONDS };
    if (robots.status === 200 && !robotsAllow(Buffer.from(robots.data).toString('utf8'), `${pathname}${search}`)) return { memory, body: undefined, trouble: 'The site does not allow this to be read by programs (robots.txt).', againSeconds: FAILED_SECONDS };
    const answer = await this.get(url, { ...(memory.etag === undefined ? {} : { 'If-None-Match': memory.etag }), ...(memory.modified === undefined ? {} : { 'If-Modified-Since': memory.modified }) });
    if (answer.status === 304) return { memory, body: undefined, trouble: null, againSeconds: LOOK_SECONDS };
    if (answer.status !== 200) return { memory, body: undefined, trouble: `The site answered ${answer.status}.`, againSeconds: FAILED_SECONDS };
    const bytes = Buffer.from(answer.data);
    const posts = readFeed(decoded(bytes, String(answer.headers['content-type'] ?? '')), url);
    const [etag, modified] = [answer.headers['etag'], answer.headers['last-modified']].map((value: unknown) => typeof value === 'string' ? value.slice(0, 500) : undefined);
    const next = { ...(etag === undefined ? {} : { etag }), ...(modified === undefined ? {} : { modified }) };
    if (posts.length === 0) return { memory: next, body: undefined, trouble: 'There is no RSS or Atom feed with entries at this address.', againSeconds: FAILED_SECONDS };
    return { memory: next, body: Buffer.from(JSON.stringify({ posts })), trouble: null, againSeconds: LOOK_SECONDS };
  }

  /** Redirects are followed by hand, so that each address is checked as the first was. */
  private async get(url: string, headers: Record<string, string>, left = MOST_REDIRECTS): Promise<AxiosResponse<ArrayBuffer>> {
    const answer = await this.http.get<ArrayBuffer>(url, { headers, responseType: 'arraybuffer', validateStatus: () => true });
    const location: unknown = answer.headers['location'];
    if (answer.status < 301 || answer.status > 308 || answer.status === 304 || typeof location !== 'string' || left === 0) return answer;
    const next = new URL(location, url);
    return next.protocol === 'http:' || next.protocol === 'https:' ? this.get(next.href, headers, left - 1) : answer;
  }
}

/** By what the server says, else what the file says of itself, else UTF-8. */
function decoded(bytes: Buffer, contentType: string): string {
  const label = /charset=["']?([\w-]+)/i.exec(contentType)?.[1] ?? /^[^>]{0,200}encoding=["']([\w-]+)["']/.exec(bytes.subarray(0, 300).toString('latin1'))?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}
