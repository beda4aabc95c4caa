import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort, type GuardedProcess, startGuarded } from './guarded-process';
import { createTestDatabase, type TestDatabase } from './postgres';
import { startRedis, type TestRedis } from './redis';

const root = path.resolve(__dirname, '../..');

/** One process of the built product, as a person would run it. */
export interface ProductProcess {
  url: string;
  port: number;
  /** Of the product itself, for signals of your own. */
  pid(): Promise<number>;
  /** Everything that it has written since it was first started. */
  logs(): string;
  /** As the kernel's out-of-memory killer or a power cut does it. */
  kill9(): Promise<void>;
  /** SIGTERM, as a deployment does it; resolves with the exit code. */
  terminate(): Promise<number>;
  /** Again on the same port and data, after kill9 or terminate; resolves when it is ready. */
  start(): Promise<void>;
}

export interface Standalone extends ProductProcess {
  dataDir: string;
  /** The database's owner address, for a checker that looks behind the screens; undefined with the embedded one. */
  databaseUrl: string | undefined;
  redis: TestRedis | undefined;
  /** Ends it and removes everything that was made for it. */
  stop(): Promise<void>;
}

export interface StandaloneOptions {
  /** Where the queues live. */
  backend?: 'postgres' | 'redis';
  /** A migrated database of the test cluster (the default), one of your own, or the product's embedded server. */
  database?: 'test' | 'embedded' | { url: string };
  /** It knows its own address, and so tells platforms where to call. */
  publicly?: true;
  env?: Record<string, string>;
}

export async function startStandalone({ backend = 'postgres', database = 'test', publicly, env = {} }: StandaloneOptions = {}): Promise<Standalone> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'kontuar-test-product-'));
  const janitor = startGuarded({ remove: dataDir, endPostgresIn: path.join(dataDir, 'postgres') });
  const made: TestDatabase | undefined = database === 'test' ? await createTestDatabase() : undefined;
  const redis = backend === 'redis' ? await startRedis() : undefined;
  const databaseUrl = made?.url ?? (typeof database === 'object' ? database.url : undefined);
  const port = await freePort(29_000, 31_999);
  const product = productProcess('dist/apps/standalone/src/main.js', port, {
    KONTUAR_DATA_DIR: dataDir,
    ...(publicly === undefined ? {} : { KONTUAR_PUBLIC_URL: `http://127.0.0.1:${port}` }),
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    ...(redis === undefined ? {} : { REDIS_URL: redis.url }),
    ...env,
  });
  const stop = async (): Promise<void> => {
    await product.end();
    await janitor.stop();
    await redis?.stop();
    await made?.drop();
  };
  try {
    await product.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...product, dataDir, databaseUrl, redis, stop };
}

export interface Split {
  apis: ProductProcess[];
  workers: ProductProcess[];
  database: { url: string };
  redis: TestRedis;
  stop(): Promise<void>;
}

export interface SplitOptions {
  apis?: number;
  workers?: number;
  database?: { url: string };
  env?: Record<string, string>;
}

/** Production's shape: api and worker apart, any number of each, meeting in PostgreSQL and Redis. */
export async function startSplit({ apis = 1, workers = 1, database, env = {} }: SplitOptions = {}): Promise<Split> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'kontuar-test-split-'));
  const janitor = startGuarded({ remove: dataDir });
  const made = database === undefined ? await createTestDatabase() : undefined;
  const databaseUrl = (database ?? made)?.url as string;
  const redis = await startRedis();
  const shared = { KONTUAR_DATA_DIR: dataDir, DATABASE_URL: databaseUrl, REDIS_URL: redis.url, KONTUAR_SECRET: 'a secret for a test that ends in a minute', ...env };
  const make = (count: number, program: string) => Promise.all(Array.from({ length: count }, async () => productProcess(program, await freePort(29_000, 31_999), shared)));
  const split = { apis: await make(apis, 'dist/apps/api/src/main.js'), workers: await make(workers, 'dist/apps/worker/src/main.js') };
  const all = [...split.apis, ...split.workers];
  const stop = async (): Promise<void> => {
    await Promise.all(all.map((process) => process.end()));
    await redis.stop();
    await janitor.stop();
    await made?.drop();
  };
  try {
    await Promise.all(all.map((process) => process.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...split, database: { url: databaseUrl }, redis, stop };
}

interface EndableProcess extends ProductProcess {
  end(): Promise<void>;
}

function productProcess(program: string, port: number, env: Record<string, string>): EndableProcess {
  let current: GuardedProcess | undefined;
  /** The one that we told to end. */
  let asked: GuardedProcess | undefined;
  let earlier = '';
  const logs = (): string => earlier + (current?.log() ?? '');
  const forget = (): void => {
    earlier = logs();
    current = undefined;
  };
  const signal = async (name: NodeJS.Signals): Promise<number> => {
    if (current === undefined) return 0;
    asked = current;
    process.kill(await current.pid, name);
    const code = await current.exited;
    forget();
    return code;
  };
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    logs,
    pid: async () => {
      if (current === undefined) throw new Error(`${program} does not run`);
      return current.pid;
    },
    kill9: async () => void (await signal('SIGKILL')),
    terminate: () => signal('SIGTERM'),
    end: async () => {
      asked = current;
      await current?.stop();
      forget();
    },
    start: async () => {
      if (current !== undefined) throw new Error(`${program} runs already`);
      current = startGuarded({
        command: process.execPath,
        args: [path.join(root, program)],
        cwd: root,
        env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TZ: 'UTC', HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'info', KONTUAR_ALLOW_PRIVATE_HOSTS: '1', NODE_ENV: 'production', ...env },
        patienceMs: 40_000,
      });
      const own = current;
      // Nobody asked it to: whoever reads the report of a test that fails for it must see why.
      void own.exited.then((code) => { if (asked !== own) process.stderr.write(`${program} ended by itself (${code}):\n${own.log().slice(-5_000)}\n`); });
      await becomesReady(current, program.includes('/worker/') ? undefined : url, program);
    },
  };
}

/** The line that each program prints when it has opened everything. */
const READY = /Kontuar (is ready|api listens|worker)/;

async function becomesReady(product: GuardedProcess, url: string | undefined, program: string): Promise<void> {
  let ended = false;
  void product.exited.then(() => (ended = true));
  for (const deadline = Date.now() + 60_000; Date.now() < deadline && !ended; await new Promise((resolve) => setTimeout(resolve, 25))) {
    if (!READY.test(product.log())) continue;
    if (url === undefined) return;
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.ok === true) return;
  }
  await product.stop();
  throw new Error(`${program} did not become ready:\n${product.log().slice(-5_000)}`);
}
