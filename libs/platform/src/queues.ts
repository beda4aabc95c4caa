import { Queue, Worker, type Job } from 'bullmq';
import { errorFields, type Log } from './log';
import { LocalQueue } from './local-queue';
import { QueueConnection } from './queue-connection';
import { openRedisFamily } from './redis';
import './steady-connections';

/** Ids only. A job may run twice, or never: the database knows what is due. */
export type Poke = Record<string, string>;
export type PokeHandler = (poke: Poke) => Promise<void>;

export interface QueueSource {
  /** With Redis the queue lives there, otherwise in PostgreSQL; nothing else changes. */
  redisUrl?: string;
  databaseUrl: string;
  log: Log;
}

/** The handlers of this process whose queue is in PostgreSQL: api and worker in one process need no database to wake each other. */
const here = new Map<string, LocalQueue>();

interface Open { queue: Pick<Queue, 'add' | 'close'>; busy: Map<string, { again: boolean }> }

export class Queues {
  private readonly queues = new Map<string, Open>();
  private readonly workers: { close(force?: boolean): Promise<void> }[] = [];
  private readonly handled = new Set<string>();
  private readonly running = new Set<Promise<void>>();

  private readonly redis: ReturnType<typeof openRedisFamily> | undefined;
  /** Opened by the first queue that needs it. */
  private postgres: QueueConnection | undefined;

  constructor(private readonly source: QueueSource) {
    const trouble = (error: Error) => { source.log.warn(errorFields(error), 'queue connection trouble'); };
    // One connection for all queues; BullMQ copies it where it has to wait on it.
    this.redis = source.redisUrl === undefined ? undefined : openRedisFamily(source.redisUrl, trouble);
  }

  /**
   * Wakes a worker soon, or after `delayMs`. Never throws and never waits: what is lost with the queue is found by a sweeper.
   * Pokes with the same content that come while one is being handed over become one.
   */
  poke(name: string, poke: Poke, delayMs = 0): void {
    const local = delayMs === 0 && this.redis === undefined ? here.get(this.placeOf(name)) : undefined;
    if (local !== undefined) {
      local.add(poke);
      return;
    }
    const open = this.open(name);
    const key = JSON.stringify([poke, delayMs]);
    const inFlight = open.busy.get(key);
    if (inFlight !== undefined) {
      inFlight.again = true;
      return;
    }
    const state = { again: false };
    open.busy.set(key, state);
    open.queue
      .add(name, poke, { removeOnComplete: true, removeOnFail: 100, attempts: 1, ...(delayMs > 0 ? { delay: delayMs } : {}) })
      .catch((error: unknown) => { this.source.log.warn({ queue: name, ...errorFields(error) }, 'could not poke; the sweeper will find it'); })
      .finally(() => {
        open.busy.delete(key);
        if (state.again) this.poke(name, poke, delayMs);
      });
  }

  /** @throws when a queue would get two handlers. */
  handle(name: string, concurrency: number, handler: PokeHandler): void {
    if (this.handled.has(name)) throw new Error(`queue ${name} has two handlers`);
    this.handled.add(name);
    const run = (job: Job) => this.track(handler(job.data as Poke));
    if (this.redis === undefined) {
      here.set(this.placeOf(name), new LocalQueue(concurrency, (poke) => this.track(handler(poke)), (error) => { this.failed(name, error); }));
    }
    const options = { concurrency, lockDuration: 60_000, removeOnComplete: { count: 0 }, removeOnFail: { count: 100 } };
    const worker = this.redis === undefined
      // A new job wakes it, early or late: it need not look by itself every few seconds.
      ? new (this.onPostgres().Worker)(name, run as never, { ...options, drainDelay: 60, connection: {} as never })
      : new Worker(name, run, { ...options, connection: this.redis.redis as never });
    worker.on('error', (error: Error) => { this.source.log.warn({ queue: name, ...errorFields(error) }, 'queue connection trouble'); });
    worker.on('failed', (_job: unknown, error: Error) => { this.failed(name, error); });
    this.workers.push(worker as never);
  }

  /** Lets running jobs end. */
  async close(): Promise<void> {
    if (this.redis === undefined) for (const name of this.handled) here.delete(this.placeOf(name));
    const workers = Promise.all(this.workers.map((worker) => worker.close().catch(() => undefined)));
    await Promise.race([workers, this.idle().then(farewell)]);
    await Promise.race([Promise.all([...this.queues.values()].map(({ queue }) => queue.close().catch(() => undefined))), farewell()]);
    // BullMQ leaves alone a connection that it was lent: it would look for its Redis for ever, and keep the process up.
    this.redis?.close();
    await Promise.race([this.postgres?.end().catch(() => undefined), farewell()]);
  }

  private track(job: Promise<void>): Promise<void> {
    this.running.add(job);
    return job.finally(() => this.running.delete(job));
  }

  private failed(name: string, error: unknown): void {
    this.source.log.error({ queue: name, ...errorFields(error) }, 'job failed; the sweeper will find its work');
  }

  private placeOf(name: string): string {
    return `${name} ${this.source.databaseUrl}`;
  }

  private async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running);
  }

  private open(name: string): Open {
    let open = this.queues.get(name);
    if (open !== undefined) return open;
    const queue = this.redis === undefined
      ? new (this.onPostgres().Queue)(name, { connection: {} as never, skipMetasUpdate: true })
      : new Queue(name, { connection: this.redis.redis as never, skipMetasUpdate: true });
    queue.on('error', (error: Error) => { this.source.log.warn({ queue: name, ...errorFields(error) }, 'queue connection trouble'); });
    open = { queue: queue as never, busy: new Map() };
    this.queues.set(name, open);
    return open;
  }

  private onPostgres(): QueueConnection['classes'] {
    this.postgres ??= new QueueConnection(this.source.databaseUrl);
    return this.postgres.classes;
  }
}

/** BullMQ waits without end for a Redis that is away. Once no job runs there is nothing to wait for: what it forgot, a sweeper finds. */
const farewell = () => new Promise<void>((resolve) => { setTimeout(resolve, 3_000).unref(); });
