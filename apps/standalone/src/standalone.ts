import fs from 'node:fs';
import net from 'node:net';
import { type Config, localPulse, resolveSecret } from '@kontuar/platform';
import { lockDataFolder } from './data-lock';
import { EmbeddedPostgres } from './embedded-postgres';
import type { PostgresStartError } from './postgres-cluster';

export interface Standalone {
  address: string;
  /** Lets requests, jobs and sends under way end, then the database. */
  stop(): Promise<void>;
  /** For someone who can't wait: nothing stored is lost. */
  abandon(): void;
}

/** Everything in one process: database, api, worker. What was opened is closed again when a later part fails. */
export async function startStandalone(config: Config, say: (line: string) => void, onDatabaseLost: (error: PostgresStartError) => void): Promise<Standalone> {
  const opened: (() => unknown)[] = [];
  const closeAll = async () => {
    for (const close of opened.splice(0).reverse()) await close();
  };
  try {
    // Before the slow steps: a busy port should be told at once.
    await checkPortIsFree(config.http.port, config.http.host);
    fs.mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
    opened.push(await lockDataFolder(config.dataDir));

    let postgres: EmbeddedPostgres | undefined;
    let url = config.database.url;
    // Packages are read for more than a second: while the database starts in a process of its own, and after everything that may keep us from starting.
    const product = () => import('./product.js');
    if (url === undefined) {
      say('Starting the database');
      postgres = await EmbeddedPostgres.start(config.dataDir, onDatabaseLost, () => void product().catch(() => undefined));
      const started = postgres;
      opened.push(() => started.stop());
      url = postgres.url;
    }
    const { migrate, startApi, startWorker } = await product();
    say('Bringing the database up to date');
    await migrate(url);

    say('Starting the inbox');
    const ready = { ...config, secret: await resolveSecret(config.secret, config.dataDir), database: { ...config.database, url } };
    // With Redis other processes may serve too, and pulses must reach them.
    const shared = config.redisUrl === undefined ? { pulse: localPulse() } : {};
    // One process, one set of metrics: the api serves them.
    const worker = await startWorker({ ...ready, http: { ...ready.http, metricsPort: undefined } }, shared);
    opened.push(() => worker.close());
    const api = await startApi(ready, shared);
    // Closed first: new work is refused while the worker still finishes what it has.
    opened.push(() => api.close());
    return { address: addressOf(config, api.port), stop: closeAll, abandon: () => postgres?.abandon() };
  } catch (error) {
    await closeAll().catch(() => undefined);
    throw error;
  }
}

function addressOf({ http }: Config, port: number): string {
  const everywhere = http.host === '0.0.0.0' || http.host === '::';
  return http.publicUrl ?? `http://${everywhere ? 'localhost' : net.isIPv6(http.host) ? `[${http.host}]` : http.host}:${port}`;
}

function checkPortIsFree(port: number, host: string): Promise<void> {
  if (port === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject);
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve()));
  });
}
