import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { binariesFor, choosePostgresAccount, dataFolderArgument } from '../../apps/standalone/src/postgres-binaries';
import { migrate } from '../../libs/core/src/migrate';
import { freePort, type GuardedProcess, startGuarded } from './guarded-process';

const TEMPLATE = 'kontuar_template';

export interface TestCluster {
  /** Superuser's address of the database `postgres`. */
  url: string;
  /** As an administrator restarts it (`fast`), or as it dies (`immediate`): on the same port with the same data. */
  restart(how: 'fast' | 'immediate'): Promise<void>;
  stop(): Promise<void>;
}

/** A PostgreSQL of our own in a temporary folder, without fsync: fast, and gone with the process that started it. */
export async function startTestCluster(settings: Record<string, string> = {}): Promise<TestCluster> {
  const folder = fs.mkdtempSync(path.join(settings['fsync'] === 'on' ? os.tmpdir() : quickestFolder(), 'kontuar-test-postgres-'));
  const data = path.join(folder, 'data');
  fs.mkdirSync(data, { mode: 0o700 });
  const account = choosePostgresAccount(data);
  if (account !== undefined) fs.chownSync(data, account.uid, account.gid);
  const binaries = binariesFor(account);
  const dataArgument = dataFolderArgument(data, account);
  const password = randomBytes(12).toString('hex');
  await initialise(binaries.initdb, dataArgument, { cwd: data, ...account }, password);

  const port = await freePort(21_000, 25_999);
  const options: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '300',
    shared_buffers: '128MB',
    max_wal_size: '256MB',
    log_min_messages: 'warning',
    ...settings,
  };
  const janitor = startGuarded({ remove: folder });
  const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
  const launch = async (): Promise<GuardedProcess> => {
    const server = startGuarded({
      command: binaries.postgres,
      args: ['-D', dataArgument, ...Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      cwd: data,
      ...account,
      stopSignal: 'SIGINT',
    });
    if (await becomesReady(url, server)) return server;
    await janitor.stop();
    throw new Error(`The test PostgreSQL did not start:\n${server.log()}`);
  };
  let server = await launch();
  return {
    url,
    restart: async (how) => {
      process.kill(await server.pid, how === 'fast' ? 'SIGINT' : 'SIGQUIT');
      await server.exited;
      server = await launch();
    },
    stop: async () => {
      await server.stop();
      await janitor.stop();
    },
  };
}

/**
 * Memory, where the system offers enough of it as a folder: a test database is a copy of more than a thousand small files, which takes a disk twenty times
 * as long, and each suite makes one.
 */
function quickestFolder(): string {
  const inMemory = '/dev/shm';
  const needed = 2 * 1024 ** 3;
  try {
    const { bavail, bsize } = fs.statfsSync(inMemory);
    fs.accessSync(inMemory, fs.constants.W_OK);
    return bavail * bsize > needed && os.freemem() > 2 * needed ? inMemory : os.tmpdir();
  } catch {
    return os.tmpdir();
  }
}

/** Thousands of connections prove that they know a password which ends with the run: what makes passwords costly to guess would take a processor ten seconds. */
async function initialise(initdb: string, dataArgument: string, run: { cwd: string; uid?: number; gid?: number }, password: string): Promise<void> {
  const passwordFile = path.join(run.cwd, '..', `password-${password}`);
  fs.writeFileSync(passwordFile, password, { mode: 0o644 });
  fs.chmodSync(path.dirname(passwordFile), 0o755);
  try {
    await promisify(execFile)(
      initdb,
      ['-D', dataArgument, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--no-sync', '-c', 'scram_iterations=1', '--encoding=UTF8', '--locale=C.UTF-8', '--no-instructions'],
      run,
    );
  } finally {
    fs.rmSync(passwordFile);
  }
}

async function becomesReady(url: string, server: GuardedProcess): Promise<boolean> {
  let ended = false;
  void server.exited.then(() => (ended = true));
  for (const deadline = Date.now() + 30_000; Date.now() < deadline && !ended; ) {
    try {
      await withClient(url, async () => undefined);
      return true;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  await server.stop();
  return false;
}

/** Migrates a database once, so that a test database is a copy of files instead of a run of every migration. */
export async function createTemplate(clusterUrl: string): Promise<void> {
  await withClient(clusterUrl, (client) => client.query(`CREATE DATABASE ${TEMPLATE}`));
  await migrate(databaseUrl(clusterUrl, TEMPLATE));
  // A template with an open connection cannot be copied.
  await withClient(clusterUrl, (client) => client.query(`ALTER DATABASE ${TEMPLATE} IS_TEMPLATE true ALLOW_CONNECTIONS false`));
}

export async function copyTemplate(clusterUrl: string, name: string): Promise<string> {
  await withClient(clusterUrl, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY FILE_COPY`));
  return databaseUrl(clusterUrl, name);
}

export async function dropDatabase(clusterUrl: string, name: string): Promise<void> {
  await withClient(clusterUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
}

function databaseUrl(clusterUrl: string, name: string): string {
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
