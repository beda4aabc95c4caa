import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { Client } from 'pg';
import { binariesFor, choosePostgresAccount, dataFolderArgument } from './postgres-binaries';
import { createCluster, ENVIRONMENT, OWNER, type Place, PostgresStartError, readPassword } from './postgres-cluster';
import { isPostgresOf, type Leftover, readLeftover } from './postgres-leftover';

const MAJOR = '18';
const DATABASE = 'kontuar';

/** Modest, for a machine that runs everything; what keeps data safe stays on. */
const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  // Loopback with a password only: a socket file's path may be too long below a deep data folder.
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '512MB',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  max_wal_size: '512MB',
  random_page_cost: '1.1',
  jit: 'off',
  // Parallel workers meet in /dev/shm, which has 64 MB in a container.
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  timezone: 'UTC',
  lc_messages: 'C',
  log_checkpoints: 'off',
  // A failed statement's values are customers' words and addresses.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_line_prefix: '%m [%p] ',
};

/**
 * A PostgreSQL that belongs to this process and keeps its data below the data folder. When it dies it is started again on the same port, and the
 * pools reconnect; `onGivenUp` is told when that no longer helps.
 */
export class EmbeddedPostgres {
  private server: ChildProcess | undefined;
  private stopping = false;
  private restarts: number[] = [];
  private port = 0;

  private constructor(private readonly place: Place, private readonly password: string, private readonly onGivenUp: (error: PostgresStartError) => void) {}

  /** Creates the cluster on first use, ends what a killed Kontuar left running, recovers, and waits until queries are answered. `meanwhile` has a second to itself. */
  static async start(folder: string, onGivenUp: (error: PostgresStartError) => void, meanwhile: () => void = () => undefined): Promise<EmbeddedPostgres> {
    const place = locate(folder);
    await endLeftover(place);
    if (!fs.existsSync(path.join(place.dataDir, 'PG_VERSION'))) await createCluster(place);
    checkVersion(place);
    const postgres = new EmbeddedPostgres(place, await readPassword(place), onGivenUp);
    trimLog(place.logFile);
    for (let attempt = 1; ; attempt += 1) {
      postgres.port = await freePort();
      try {
        await postgres.launch(meanwhile);
        break;
      } catch (error) {
        // Someone took the port between the probe and the start.
        if (attempt === 5 || !(error instanceof PostgresStartError) || !error.log.includes('could not bind')) throw error;
      }
    }
    await postgres.createDatabase();
    return postgres;
  }

  /** The owner's address: it may migrate. */
  get url(): string {
    return addressOf(this.port, this.password, DATABASE);
  }

  /** Ends the sessions and writes everything down; the next start needs no recovery. */
  async stop(): Promise<void> {
    this.stopping = true;
    const { server } = this;
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    // First it waits for the sessions that are just saying goodbye, then it ends them, then itself.
    server.kill('SIGTERM');
    const patience = [setTimeout(() => server.kill('SIGINT'), 1_500), setTimeout(() => server.kill('SIGQUIT'), 20_000)];
    await ended;
    patience.forEach(clearTimeout);
  }

  /** For a second Ctrl-C: nothing is lost, the next start recovers. */
  abandon(): void {
    this.stopping = true;
    this.server?.kill('SIGQUIT');
  }

  private async launch(meanwhile: () => void = () => undefined): Promise<void> {
    const { place } = this;
    const writtenBefore = sizeOf(place.logFile);
    const log = fs.openSync(place.logFile, 'a', 0o600);
    const settings = { ...SETTINGS, port: String(this.port) };
    let server: ChildProcess;
    try {
      server = spawn(place.binaries.postgres, ['-D', place.dataArgument, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])], {
        cwd: place.dataDir,
        ...place.account,
        env: ENVIRONMENT,
        // A file, not a pipe: it must be able to write when we have been killed.
        stdio: ['ignore', 'ignore', log],
        // Its own process group: Ctrl-C in the terminal must reach us alone, since it is needed while we drain.
        detached: true,
      });
    } finally {
      fs.closeSync(log);
    }
    this.server = server;
    const failure = new Promise<string>((resolve) => {
      server.once('error', (error) => resolve(error.message));
      server.once('exit', (code, signal) => resolve(`ended with ${signal ?? `code ${code}`}`));
    });
    meanwhile();
    const reason = await Promise.race([failure, untilReady(addressOf(this.port, this.password, 'postgres'), server, place.dataDir)]);
    if (reason !== undefined) throw new PostgresStartError(`PostgreSQL did not start (${reason}).`, place.dataDir, readFrom(place.logFile, writtenBefore));
    server.once('exit', () => void this.restart());
  }

  /** Out of memory, or an operator's kill: come back; five times within a minute means that coming back does not help. */
  private async restart(): Promise<void> {
    if (this.stopping) return;
    this.restarts = [...this.restarts.filter((at) => at > Date.now() - 60_000), Date.now()];
    try {
      if (this.restarts.length > 5) throw new PostgresStartError('PostgreSQL ends again and again.', this.place.dataDir, lastWords(this.place.logFile));
      await endLeftover(this.place);
      await this.launch();
    } catch (error) {
      // A server that could not start has no exit to react to, so the next attempt is ours to make.
      if (this.restarts.length <= 5) setTimeout(() => void this.restart(), 500).unref();
      else if (!this.stopping) this.onGivenUp(error instanceof PostgresStartError ? error : new PostgresStartError(String(error), this.place.dataDir, lastWords(this.place.logFile)));
    }
  }

  private async createDatabase(): Promise<void> {
    const client = new Client({ connectionString: addressOf(this.port, this.password, 'postgres') });
    await client.connect();
    try {
      const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
      if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
    } finally {
      await client.end();
    }
  }
}

/** The address of the database that a running Kontuar serves from this data folder, or undefined when none does. */
export function runningDatabaseUrl(folder: string): string | undefined {
  const dataDir = path.join(folder, 'postgres');
  const leftover = readLeftover(dataDir);
  if (leftover === undefined || !isPostgresOf(leftover.pid, dataDir)) return undefined;
  return addressOf(leftover.port, fs.readFileSync(passwordFileOf(folder), 'utf8').trim(), DATABASE);
}

function addressOf(port: number, password: string, database: string): string {
  return `postgresql://${OWNER}:${password}@127.0.0.1:${port}/${database}`;
}

const passwordFileOf = (folder: string) => path.join(folder, 'postgres-password');

function locate(folder: string): Place {
  const dataDir = path.join(folder, 'postgres');
  const account = choosePostgresAccount(dataDir);
  return {
    dataDir,
    passwordFile: passwordFileOf(folder),
    logFile: path.join(folder, 'postgres.log'),
    account,
    binaries: binariesFor(account),
    dataArgument: dataFolderArgument(dataDir, account),
  };
}

function checkVersion(place: Place): void {
  const found = fs.readFileSync(path.join(place.dataDir, 'PG_VERSION'), 'utf8').trim();
  if (found === MAJOR) return;
  throw new PostgresStartError(
    `${place.dataDir} was written by PostgreSQL ${found}, and this Kontuar brings PostgreSQL ${MAJOR}: dump it with the older version and load it here, or set DATABASE_URL.`,
    place.dataDir,
    '',
  );
}

/** A Kontuar that was killed leaves its PostgreSQL running, or a note with a number that now belongs to another process. */
async function endLeftover(place: Place): Promise<void> {
  const leftover = readLeftover(place.dataDir);
  if (leftover === undefined) return;
  for (const [signal, patienceMs] of [['SIGINT', 15_000], ['SIGQUIT', 5_000], ['SIGKILL', 2_000]] as const) {
    if (!isPostgresOf(leftover.pid, place.dataDir)) break;
    signalLeftover(leftover, signal);
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline && isPostgresOf(leftover.pid, place.dataDir); ) await pause(20);
  }
  disown(place, leftover);
}

function signalLeftover(leftover: Leftover, signal: NodeJS.Signals): void {
  try {
    process.kill(leftover.pid, signal);
  } catch (error) {
    // It ended by itself meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * PostgreSQL refuses to start while the number in postmaster.pid is alive, whoever has it now. Our own number in its place tells it "your parent
 * wrote this", and it still checks the rest of the file for sessions that outlived their server.
 */
function disown(place: Place, leftover: Leftover): void {
  const file = path.join(place.dataDir, 'postmaster.pid');
  if (readLeftover(place.dataDir)?.pid !== leftover.pid) return;
  const [, ...rest] = fs.readFileSync(file, 'utf8').split('\n');
  fs.writeFileSync(file, [process.pid, ...rest].join('\n'));
}

/** Recovery after a crash takes as long as it takes; the server's end is the only failure. */
async function untilReady(url: string, server: ChildProcess, dataDir: string): Promise<void> {
  while (server.exitCode === null && server.signalCode === null) {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      const isDenied = (error as { code?: string }).code?.startsWith('28') === true;
      await pause(isDenied ? 500 : 25);
      // A stranger on the same port would deny us too, but then our own server has ended by now.
      if (isDenied && server.exitCode === null) throw new PostgresStartError('PostgreSQL does not accept the password kept in the data folder.', dataDir, '');
    }
  }
}

async function freePort(): Promise<number> {
  for (;;) {
    // Below the range from which systems take ports for outgoing connections.
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const free = await new Promise<boolean>((resolve) => {
      const probe = net.createServer().once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
}

function trimLog(file: string): void {
  if (sizeOf(file) > 5 * 1024 * 1024) fs.truncateSync(file);
}

function sizeOf(file: string): number {
  return fs.existsSync(file) ? fs.statSync(file).size : 0;
}

function readFrom(file: string, offset: number): string {
  return fs.readFileSync(file).subarray(offset).toString('utf8').slice(-4_000);
}

function lastWords(file: string): string {
  return readFrom(file, Math.max(0, sizeOf(file) - 4_000));
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
