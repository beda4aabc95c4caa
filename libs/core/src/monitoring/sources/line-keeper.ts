import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { PostSaid } from '@kontuar/contract';
import type { AxiosInstance } from 'axios';
import { BUSY, Database, errorFields, outboundHttp, Secrets, type Log, type Pulse, type ReadyConfig } from '@kontuar/platform';
import { CONFIG, LOG, PULSE } from '../../tokens';
import { LISTENING_DUE } from '../listening';
import { askedSources } from './all-sources';
import { sealedFor } from './listening-sources.service';
import { pause } from './pause';
import { Site } from './site';
import { SocketLine } from './socket-line';
import { SourceTrouble, type SourceMemory, type SourceSettings, type Tells } from './source';
import { keepForReading } from './source-reader';

interface Member { id: string; workspace_id: string; kind: string; settings: SourceSettings; secret: string }
interface Open { abort: AbortController; done: Promise<void> }

const GATHER_MS = 1_000;
const LONGEST_PAUSE_MS = 300_000;
const MOST_NAMES = 2_000;
/** Another worker has the line. */
const BUSY_MS = 5_000;

/**
 * Places that are asked again and again, and tell as well to who shows a token: a line of its own for each source. What it tells is kept at once; asking goes on all the same, so
 * that nothing is lost while a line is broken, or where there is none.
 */
@Injectable()
export class LineKeeper {
  private readonly http: AxiosInstance;
  private readonly lines = new Map<string, Open>();

  constructor(private readonly database: Database, private readonly secrets: Secrets, @Inject(CONFIG) private readonly config: ReadyConfig, @Inject(PULSE) private readonly pulse: Pulse, @Inject(LOG) private readonly log: Log) {
    this.http = outboundHttp({ allowPrivateHosts: config.allowPrivateHosts, timeoutMs: 15_000, maxBytes: 1024 * 1024 });
  }

  /** Opens what is wanted, closes what nobody wants any more or wants otherwise. */
  async look(): Promise<void> {
    const kinds = [...askedSources.values()].filter(({ tells }) => tells !== undefined).map(({ kind }) => kind);
    const rows = await this.database.lookAsSystem((tx) => tx.query<Member>('SELECT id, workspace_id, kind, settings, secret FROM listening_sources WHERE kind = ANY($1::text[]) AND active AND secret IS NOT NULL ORDER BY id', [kinds]));
    const wanted = new Map(rows.map((row) => [createHash('sha256').update(JSON.stringify([row.id, row.settings, row.secret])).digest('hex'), row]));
    for (const [key, { abort, done }] of this.lines) {
      if (wanted.has(key)) continue;
      abort.abort();
      await done;
      this.lines.delete(key);
    }
    for (const [key, member] of wanted) {
      const tells = askedSources.get(member.kind)?.tells;
      if (tells === undefined || this.lines.has(key)) continue;
      const abort = new AbortController();
      this.lines.set(key, { abort, done: this.keepOpen(tells, member, abort.signal) });
    }
  }

  async stop(): Promise<void> {
    for (const { abort } of this.lines.values()) abort.abort();
    await Promise.all([...this.lines.values()].map(({ done }) => done));
    this.lines.clear();
  }

  private async keepOpen(tells: Tells, member: Member, signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted;) {
      const startedAt = Date.now();
      try {
        const heard = await this.database.holding(`listening-line:${member.id}`, () => this.listen(tells, member, signal));
        failures = 0;
        if (heard === BUSY) await pause(BUSY_MS, signal);
      } catch (error) {
        failures = Date.now() - startedAt > LONGEST_PAUSE_MS ? 1 : failures + 1;
        // Nobody has to know of a place that only lets itself be asked: it is asked.
        if (!(error instanceof SourceTrouble)) this.log.warn({ sourceId: member.id, failures, ...errorFields(error) }, 'a line could not be heard; trying again');
      }
      await pause(Math.min(1_000 * 2 ** failures, LONGEST_PAUSE_MS) * (0.75 + Math.random() * 0.5), signal);
    }
  }

  private async listen(tells: Tells, member: Member, signal: AbortSignal): Promise<void> {
    const names = new Map<string, string>();
    const line = await tells.line(new Site(this.http, Date.now() + 30_000), member.settings, this.secrets.open(member.secret, sealedFor(member.id)));
    const socket = await SocketLine.open(line.url, { http: this.http, allowPrivateHosts: this.config.allowPrivateHosts, headers: line.headers });
    try {
      for (const greeting of line.greetings) socket.say(greeting);
      // What was said before the line was open, or while it was broken, is asked for now.
      await this.database.inWorkspace(member.workspace_id, (tx) => tx.execute('UPDATE listening_sources SET look_at = now() WHERE id = $1 AND active AND look_at > now() AND trouble IS NULL', [member.id]));
      while (!signal.aborted && !socket.broken) {
        const frames = await socket.next(GATHER_MS, signal);
        if (frames.length > 0) await this.take(tells, member, { frames, names });
        for (const old of [...names.keys()].slice(0, -MOST_NAMES)) names.delete(old);
      }
    } finally {
      socket.close();
    }
    if (!signal.aborted) throw new SourceTrouble('The line broke off; it is being opened again.');
  }

  private async take(tells: Tells, member: Member, { frames, names }: { frames: readonly string[]; names: Map<string, string> }): Promise<void> {
    await this.database.inWorkspace(member.workspace_id, async (tx) => {
      const [row] = await tx.query<{ memory: SourceMemory }>('SELECT memory FROM listening_sources WHERE id = $1 AND active', [member.id]);
      if (row === undefined) return;
      const posts: PostSaid[] = frames.flatMap((frame) => tells.read(frame, { settings: member.settings, memory: row.memory, names }));
      if (posts.length === 0) return;
      await tx.execute('UPDATE listening_sources SET last_look_at = now() WHERE id = $1', [member.id]);
      await keepForReading(tx, member, posts);
      tx.afterCommit(() => { this.pulse.publish(LISTENING_DUE); });
    });
  }
}
