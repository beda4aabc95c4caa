import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { freePort, type GuardedProcess, startGuarded } from './guarded-process';

export interface TestRedis {
  url: string;
  port: number;
  /** As an operator's FLUSHALL, or a fail-over to an empty replica. */
  flush(): Promise<void>;
  kill9(): Promise<void>;
  /** After a kill9, on the same port with the data that it had on disk. */
  start(): Promise<void>;
  /** Ends it in order and starts it again. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A Redis of this suite alone with the settings of production: noeviction and an append-only file. */
export async function startRedis(): Promise<TestRedis> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kontuar-test-redis-'));
  const port = await freePort(26_000, 28_999);
  let server: GuardedProcess | undefined = await launch(port, folder);
  const end = async (): Promise<void> => {
    await server?.stop();
    server = undefined;
  };
  const start = async (): Promise<void> => {
    server ??= await launch(port, folder);
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    flush: () => withRedis(port, (redis) => redis.flushall()),
    kill9: async () => {
      if (server === undefined) return;
      process.kill(await server.pid, 'SIGKILL');
      await server.exited;
      server = undefined;
    },
    start,
    restart: async () => {
      await end();
      await start();
    },
    stop: async () => {
      await end();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function launch(port: number, folder: string): Promise<GuardedProcess> {
  const settings = { port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'yes', appendfsync: 'no', 'maxmemory-policy': 'noeviction', daemonize: 'no' };
  const server = startGuarded({
    command: 'redis-server',
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
  });
  let ended = false;
  void server.exited.then(() => (ended = true));
  for (const deadline = Date.now() + 10_000; Date.now() < deadline && !ended; ) {
    try {
      await withRedis(port, (redis) => redis.ping());
      return server;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }
  await server.stop();
  throw new Error(`redis-server did not start (is it installed?):\n${server.log()}`);
}

async function withRedis(port: number, work: (redis: Redis) => Promise<unknown>): Promise<void> {
  const redis = new Redis(port, '127.0.0.1', { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null, disconnectTimeout: 50 });
  // A refused connection is reported by connect() too; without a listener it would be printed as unhandled.
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    await work(redis);
  } finally {
    redis.disconnect();
  }
}
