import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ConnectorError, type Json } from '@kontuar/connectors';
import { CHANNEL_COLUMNS, ChannelContexts, clearAlarm, Connectors, Deliveries, findChannel, LOG, PULSE, raiseAlarm, type ChannelRow } from '@kontuar/core';
import { Database, errorFields, type Log, type Pulse } from '@kontuar/platform';
import { ChannelLocks } from './channel-locks';

interface Loop { stamp: string; abort: AbortController; done: Promise<void> }

const LOOK_EVERY_MS = 2000;
const MIN_PAUSE_MS = 250;
const MAX_PAUSE_MS = 60_000;
const POLL_EVERY_SECONDS = 60;
const MAX_POLL_SECONDS = 24 * 3600;
/** After so many failures in a row somebody should know. */
const ALARM_AFTER = 3;

/** Keeps a reader going for each channel that has to be asked: its stream, its poll, or both; one worker for each channel. */
@Injectable()
export class ChannelRunner {
  private readonly loops = new Map<string, Loop>();
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly connectors: Connectors,
    private readonly contexts: ChannelContexts,
    private readonly deliveries: Deliveries,
    private readonly locks: ChannelLocks,
    @Inject(PULSE) private readonly pulse: Pulse,
    @Inject(LOG) private readonly log: Log,
  ) {}

  start(): void {
    const look = () => {
      this.looking = this.look()
        .catch(async (error: unknown) => {
          this.log.warn(errorFields(error), 'channel readers lost their locks; starting over');
          await this.endAll();
          await this.locks.close();
        })
        .finally(() => { if (!this.stopped) this.timer = setTimeout(look, LOOK_EVERY_MS); });
    };
    look();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
    await this.endAll();
    await this.locks.close();
  }

  /** Starts readers for channels that have none, ends those of channels that changed, paused or went. */
  private async look(): Promise<void> {
    await this.locks.confirm();
    const asked = this.connectors.all.filter((connector) => connector.stream !== undefined || connector.poll !== undefined).map((connector) => connector.id);
    const rows = await this.database.asSystem((tx) => tx.query<ChannelRow>(`SELECT ${CHANNEL_COLUMNS} FROM channels c WHERE c.deleted_at IS NULL AND NOT c.paused AND c.connector_id = ANY($1)`, [asked]));
    const wanted = new Map(rows.map((row) => [row.id, { row, stamp: stampOf(row) }]));
    for (const [channelId, loop] of this.loops) {
      if (wanted.get(channelId)?.stamp !== loop.stamp) await this.end(channelId, loop);
    }
    for (const [channelId, { stamp }] of wanted) {
      if (this.stopped || this.loops.has(channelId) || !(await this.locks.take(channelId))) continue;
      const abort = new AbortController();
      this.loops.set(channelId, { stamp, abort, done: this.read(channelId, abort.signal) });
    }
  }

  private async endAll(): Promise<void> {
    await Promise.all([...this.loops].map(([channelId, loop]) => this.end(channelId, loop)));
  }

  private async end(channelId: string, loop: Loop): Promise<void> {
    loop.abort.abort();
    // A connector that does not listen must not hold up the rest.
    await Promise.race([loop.done, new Promise((late) => setTimeout(late, 10_000).unref())]);
    this.loops.delete(channelId);
    await this.locks.give(channelId);
  }

  private async read(channelId: string, signal: AbortSignal): Promise<void> {
    const connector = this.connectors.get((await this.row(channelId))?.connector_id ?? '');
    const ways: Promise<void>[] = [];
    if (connector.stream !== undefined) ways.push(this.keepGoing(channelId, signal, (row) => this.streamOnce(row, signal)));
    if (connector.poll !== undefined) ways.push(this.keepGoing(channelId, signal, (row) => this.pollOnce(row, signal)));
    await Promise.all(ways);
  }

  /** `once` answers how long to wait before it is done again. */
  private async keepGoing(channelId: string, signal: AbortSignal, once: (row: ChannelRow) => Promise<number>): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const startedAt = Date.now();
      try {
        const row = await this.row(channelId);
        if (row === undefined) return;
        const pauseMs = await once(row);
        failures = 0;
        await this.calm(channelId);
        await sleep(Math.max(pauseMs, MIN_PAUSE_MS), signal);
      } catch (error) {
        if (signal.aborted) return;
        // A stream that held for a while and broke is not failing again and again.
        failures = Date.now() - startedAt > MAX_PAUSE_MS ? 1 : failures + 1;
        await this.tell(channelId, error, failures);
        const wait = error instanceof ConnectorError && error.retryAfterMs !== undefined ? error.retryAfterMs : 0;
        await sleep(Math.max(wait, Math.min(500 * 2 ** failures, MAX_PAUSE_MS) * (0.75 + Math.random() * 0.5)), signal);
      }
    }
  }

  private async streamOnce(row: ChannelRow, signal: AbortSignal): Promise<number> {
    const { connector, ctx } = await this.contexts.open(row);
    const target = { channelId: row.id, workspaceId: row.workspace_id };
    await connector.stream?.(ctx, cursorOf(row), async ({ deliveries, cursor }) => {
      await this.deliveries.storePage(target, deliveries, cursor);
      await this.calm(row.id);
    }, signal);
    return MIN_PAUSE_MS;
  }

  private async pollOnce(row: ChannelRow, signal: AbortSignal): Promise<number> {
    const { connector, ctx } = await this.contexts.open(row);
    for await (const page of connector.poll?.(ctx, cursorOf(row)) ?? []) {
      await this.deliveries.storePage({ channelId: row.id, workspaceId: row.workspace_id }, page.deliveries, page.cursor);
      if (signal.aborted) break;
    }
    const seconds = connector.pollEverySecondsOf?.(ctx.settings) ?? connector.pollEverySeconds ?? POLL_EVERY_SECONDS;
    // A broken setting must not make it ask without a pause, nor never again.
    return Number.isFinite(seconds) ? Math.min(seconds, MAX_POLL_SECONDS) * 1000 : POLL_EVERY_SECONDS * 1000;
  }

  private async row(channelId: string): Promise<ChannelRow | undefined> {
    return this.database.asSystem((tx) => findChannel(tx, channelId));
  }

  private async calm(channelId: string): Promise<void> {
    await this.database.asSystem((tx) => clearAlarm(tx, channelId, ['failing', 'unauthorized']));
  }

  private async tell(channelId: string, error: unknown, failures: number): Promise<void> {
    this.log.warn({ channelId, failures, ...errorFields(error) }, 'channel could not be read');
    const code = error instanceof ConnectorError && error.kind === 'unauthorized' ? 'unauthorized' : failures >= ALARM_AFTER ? 'failing' : undefined;
    if (code === undefined) return;
    const news = await this.database.asSystem((tx) => raiseAlarm(tx, channelId, { code, detail: error instanceof Error ? error.message : String(error) })).catch(() => false);
    if (news) this.pulse.publish('relay');
  }
}

const cursorOf = (row: ChannelRow): Json | undefined => (row.cursor === null ? undefined : (row.cursor as Json));

/** Changes when the reader must start over: with every change by hand, of a secret too, but not when it refreshed one itself. */
function stampOf(row: ChannelRow): string {
  return createHash('sha256').update(JSON.stringify([row.connector_id, row.settings, row.watch_from])).digest('hex');
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return void resolve();
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done, { once: true });
  });
}
