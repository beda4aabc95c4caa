import { Inject, Injectable } from '@nestjs/common';
import { detectLanguage } from '@kontuar/language';
import type { PostSaid } from '@kontuar/contract';
import type { AxiosInstance } from 'axios';
import { BUSY, Database, errorFields, outboundHttp, type Log, type Pulse, type ReadyConfig, type Tx } from '@kontuar/platform';
import { CONFIG, LOG, PULSE } from '../../tokens';
import { ListenerCache, LISTENING_DUE } from '../listening';
import { readPost, saidIn } from '../posts/incoming';
import { streamedSources } from './all-sources';
import { pause } from './pause';
import { Site } from './site';
import { SocketLine } from './socket-line';
import { SourceTrouble, type SourceSettings, type StreamedSource, type Told } from './source';
import { keepForReading, spends } from './source-reader';

interface Member { id: string; workspace_id: string; kind: string; settings: SourceSettings; memory: { cursor?: string } }
interface Line { abort: AbortController; done: Promise<void>; members: Member[] }

const GATHER_MS = 1_000;
/** How far it was heard is kept with what was found, and else so often: a kill hears so much again. */
const KEEP_CURSOR_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;
/** A line that breaks once is opened again before anybody has to know. */
const TELL_AFTER = 2;
/** Another worker has the line. */
const BUSY_MS = 5_000;

/** Keeps a line open to each network that tells of everything, one for all workspaces, and lets in what a monitor wants. */
@Injectable()
export class StreamKeeper {
  private readonly http: AxiosInstance;
  private readonly lines = new Map<string, Line>();
  private readonly listeners = new ListenerCache();

  constructor(private readonly database: Database, @Inject(CONFIG) private readonly config: ReadyConfig, @Inject(PULSE) private readonly pulse: Pulse, @Inject(LOG) private readonly log: Log) {
    this.http = outboundHttp({ allowPrivateHosts: config.allowPrivateHosts, timeoutMs: 15_000, maxBytes: 1024 * 1024 });
  }

  /** Opens what is wanted, closes what nobody wants any more. */
  async look(): Promise<void> {
    const rows = await this.database.lookAsSystem((tx) => tx.query<Member>('SELECT id, workspace_id, kind, settings, memory FROM listening_sources WHERE kind = ANY($1::text[]) AND active ORDER BY id', [[...streamedSources.keys()]]));
    const wanted = new Map<string, Member[]>();
    for (const row of rows) {
      const key = `${row.kind} ${row.settings.url ?? ''} ${row.settings.apiUrl ?? ''}`;
      wanted.set(key, [...wanted.get(key) ?? [], row]);
    }
    for (const [key, line] of this.lines) {
      line.members = wanted.get(key) ?? [];
      if (line.members.length === 0) await this.end(key, line);
    }
    for (const [key, members] of wanted) {
      const source = streamedSources.get(members[0]?.kind ?? '');
      if (source === undefined || this.lines.has(key)) continue;
      const line: Line = { abort: new AbortController(), done: Promise.resolve(), members };
      this.lines.set(key, line);
      line.done = this.keepOpen(key, source, line);
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.lines].map(([key, line]) => this.end(key, line)));
  }

  private async end(key: string, line: Line): Promise<void> {
    line.abort.abort();
    await line.done;
    this.lines.delete(key);
  }

  /** One worker for each line; the others wait for its place. */
  private async keepOpen(key: string, source: StreamedSource, line: Line): Promise<void> {
    const { signal } = line.abort;
    for (let failures = 0; !signal.aborted;) {
      const startedAt = Date.now();
      try {
        const heard = await this.database.holding(`listening-stream:${key}`, () => this.listen(source, line));
        failures = 0;
        if (heard === BUSY) await pause(BUSY_MS, signal);
      } catch (error) {
        // A line that held for a while and broke is not failing again and again.
        failures = Date.now() - startedAt > LONGEST_PAUSE_MS ? 1 : failures + 1;
        if (!(error instanceof SourceTrouble)) this.log.warn({ failures, ...errorFields(error) }, 'a stream could not be heard; trying again');
        if (failures >= TELL_AFTER) await this.tell(line.members, error instanceof SourceTrouble ? error.message : 'What was heard could not be kept. Trying again.').catch(() => undefined);
      }
      await pause(Math.min(500 * 2 ** failures, LONGEST_PAUSE_MS) * (0.75 + Math.random() * 0.5), signal);
    }
  }

  private async listen(source: StreamedSource, line: Line): Promise<void> {
    const { signal } = line.abort;
    const [first] = line.members;
    if (first === undefined) return;
    const kept = await this.database.lookAsSystem((tx) => tx.query<{ cursor: string | null }>(`SELECT memory->>'cursor' AS cursor FROM listening_sources WHERE id = ANY($1::uuid[])`, [line.members.map(({ id }) => id)]));
    const cursor = kept.flatMap((one) => one.cursor ?? []).sort((a, b) => Number(a) - Number(b))[0];
    const socket = await SocketLine.open(source.address(first.settings, cursor, new Date()), { http: this.http, allowPrivateHosts: this.config.allowPrivateHosts });
    try {
      await this.opened(line.members);
      let keptAt = Date.now();
      let last: string | undefined;
      while (!signal.aborted && !socket.broken) {
        const told = (await socket.next(GATHER_MS, signal)).flatMap((frame) => source.read(frame) ?? []);
        last = told.at(-1)?.cursor ?? last;
        const isTime = last !== undefined && Date.now() - keptAt > KEEP_CURSOR_MS;
        for (const member of line.members) await this.take(source, member, told, isTime ? last : undefined);
        if (isTime) keptAt = Date.now();
      }
    } finally {
      socket.close();
    }
    if (!signal.aborted) throw new SourceTrouble('The line broke off; it is being opened again.');
  }

  /** What of this is wanted here, in one transaction with how far it was heard. */
  private async take(source: StreamedSource, member: Member, told: readonly Told[], keepCursor: string | undefined): Promise<void> {
    const posts = told.flatMap((one) => one.what === 'post' ? [one] : []);
    const wanted = posts.length === 0 ? new Set<Told>() : await this.wanted(member.workspace_id, posts);
    const edited = posts.filter((one) => one.edited && !wanted.has(one));
    const gone = told.flatMap((one) => one.what === 'gone' ? [one.id] : []);
    const left = told.flatMap((one) => one.what === 'author-gone' ? [one.repository] : []);
    const cursor = told.at(-1)?.cursor ?? keepCursor;
    if (cursor === undefined || (wanted.size === 0 && edited.length === 0 && gone.length === 0 && left.length === 0 && keepCursor === undefined)) return;
    const site = new Site(this.http);
    const named = await this.named(source, member, site, posts.filter((one) => wanted.has(one)).map(({ post }) => post));
    await this.database.inWorkspace(member.workspace_id, async (tx) => {
      const known = await whatIsKnown(tx, member, source.platform, { gone, edited: edited.map(({ post }) => post.id), left });
      const news: PostSaid[] = [...named, ...edited.flatMap(({ post }) => known.edited.has(post.id) ? [post] : [])];
      const here = new Set(news.map(({ id }) => id));
      const taken = [...gone.filter((id) => here.has(id) || known.gone(id)), ...known.ofAuthors].map((id): PostSaid => ({ id, platform: source.platform, deleted: true }));
      if (news.length === 0 && taken.length === 0 && keepCursor === undefined) return;
      const listens = await tx.execute(`UPDATE listening_sources SET memory = memory || jsonb_build_object('cursor', $2::text), last_look_at = now(), ${spends(3)} WHERE id = $1 AND active`, [member.id, cursor, site.calls]);
      if (listens === 0 || (news.length === 0 && taken.length === 0)) return;
      // In the order in which it happened: who deletes what they just wrote is heard in this order, too.
      await keepForReading(tx, member, [...news, ...taken]);
      tx.afterCommit(() => { this.pulse.publish(LISTENING_DUE); });
    });
  }

  /** What at least one monitor wants. How many people its author reaches is not known yet, so nothing fails for want of it. */
  private wanted(workspaceId: string, posts: readonly Extract<Told, { what: 'post' }>[]): Promise<ReadonlySet<Told>> {
    return this.database.lookInWorkspace(workspaceId, async (tx) => {
      const { index } = await this.listeners.of(tx, workspaceId);
      if (index.size === 0) return new Set<Told>();
      return new Set<Told>(posts.filter(({ post }) => index.match(readPost({
        platform: post.platform ?? '', author: post.author?.handle ?? '', author_name: post.author?.name ?? '', url: post.url ?? null, title: post.title ?? '', text: post.text ?? '',
        language: post.language ?? detectLanguage(saidIn({ title: post.title ?? '', text: post.text ?? '' })).language, country: post.country ?? null, reach: post.reach ?? Number.MAX_SAFE_INTEGER,
      })).length > 0));
    });
  }

  private async named(source: StreamedSource, { settings }: Member, site: Site, posts: PostSaid[]): Promise<PostSaid[]> {
    if (posts.length === 0 || source.complete === undefined) return posts;
    return source.complete(site, settings, posts).catch((error: unknown) => {
      this.log.warn(errorFields(error), 'a network did not say who wrote this; kept without names');
      return posts;
    });
  }

  private async opened(members: readonly Member[]): Promise<void> {
    await this.database.asSystem((tx) => tx.execute('UPDATE listening_sources SET trouble = NULL, failing_since = NULL, last_look_at = now() WHERE id = ANY($1::uuid[])', [members.map(({ id }) => id)]));
  }

  private async tell(members: readonly Member[], trouble: string): Promise<void> {
    await this.database.asSystem((tx) => tx.execute('UPDATE listening_sources SET trouble = $2, failing_since = coalesce(failing_since, now()) WHERE id = ANY($1::uuid[])', [members.map(({ id }) => id), trouble]));
  }
}

interface Known { gone(id: string): boolean; edited: ReadonlySet<string>; ofAuthors: string[] }

/** Of these, what is kept here. What waits to be read is not among the posts yet: while anything waits, everything that was deleted counts as known, and is left alone when it is read if it is not. */
async function whatIsKnown(tx: Tx, { id, workspace_id: workspaceId }: Member, platform: string, { gone, edited, left }: { gone: readonly string[]; edited: readonly string[]; left: readonly string[] }): Promise<Known> {
  const waits = gone.length > 0 && (await tx.query(`SELECT 1 FROM source_deliveries WHERE workspace_id = $1 AND source_id = $2 AND state = 'waiting' LIMIT 1`, [workspaceId, id])).length > 0;
  const waiting = edited.length === 0 ? [] : await tx.query<{ id: string }>(`SELECT e.id FROM unnest($3::text[]) AS e (id) WHERE EXISTS (SELECT 1 FROM source_deliveries d WHERE d.workspace_id = $1 AND d.source_id = $2 AND d.state = 'waiting' AND position(convert_to(e.id, 'UTF8') IN d.body) > 0)`, [workspaceId, id, edited]);
  const asked = [...gone, ...edited];
  const known = new Set(asked.length === 0 ? [] : (await tx.query<{ external_id: string }>('SELECT external_id FROM posts WHERE workspace_id = $1 AND platform = $2 AND external_id = ANY($3::text[])', [workspaceId, platform, asked])).map((one) => one.external_id));
  const ofAuthors = left.length === 0 ? [] : (await tx.query<{ external_id: string }>(`SELECT external_id FROM posts WHERE workspace_id = $1 AND external_id LIKE 'at://%' AND split_part(external_id, '/', 3) = ANY($2::text[]) AND deleted_at IS NULL`, [workspaceId, left])).map((one) => one.external_id);
  return { gone: (one) => waits || known.has(one), edited: new Set([...waiting.map((one) => one.id), ...edited.filter((one) => known.has(one))]), ofAuthors };
}
