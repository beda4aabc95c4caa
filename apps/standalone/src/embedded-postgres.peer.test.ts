import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { EmbeddedPostgres, runningDatabaseUrl } from './embedded-postgres';
import { readLeftover } from './postgres-leftover';

const refuse = (error: Error): never => { throw error; };

let folder: string;
const started: EmbeddedPostgres[] = [];

beforeEach(() => {
  // Closed to everyone else, as a folder below /root or from mktemp is.
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kontuar-test-data-'));
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((postgres) => postgres.stop()));
  fs.rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const postgres = await EmbeddedPostgres.start(folder, refuse);
  started.push(postgres);
  return postgres;
}

async function ask<T extends object>(url: string, sql: string): Promise<T[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

const serverPid = () => readLeftover(path.join(folder, 'postgres'))?.pid as number;

it('keeps what was written when it stops and starts again', async () => {
  const first = await start();
  await ask(first.url, 'CREATE TABLE t AS SELECT 7 AS n');
  await first.stop();
  const second = await start();
  expect(await ask(second.url, 'SELECT n FROM t')).toEqual([{ n: 7 }]);
});

it('flushes to the disk, listens on loopback only, and keeps its password from other accounts', async () => {
  const { url } = await start();
  expect(await ask(url, `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'listen_addresses', 'synchronous_commit') ORDER BY name`)).toEqual([
    { name: 'fsync', setting: 'on' },
    { name: 'listen_addresses', setting: '127.0.0.1' },
    { name: 'synchronous_commit', setting: 'on' },
  ]);
  expect(fs.statSync(path.join(folder, 'postgres-password')).mode & 0o777).toBe(0o600);
  await expect(ask(url.replace(/:[0-9a-f]{48}@/, ':guess@'), 'SELECT 1')).rejects.toThrow('password');
});

it('knows Polish letters when it searches by trigrams', async () => {
  const { url } = await start();
  await ask(url, 'CREATE EXTENSION pg_trgm');
  expect(await ask(url, `SELECT array_length(show_trgm('żółw'), 1) AS trigrams`)).toEqual([{ trigrams: 5 }]);
});

it('ends the server that a killed Kontuar left running, and serves its data', async () => {
  const killed = await start();
  await ask(killed.url, 'CREATE TABLE t AS SELECT 7 AS n');
  const orphan = serverPid();
  // A new object knows nothing of the running server, just as a process after a kill -9.
  killed['stopping'] = true;
  const next = await start();
  expect(serverPid()).not.toBe(orphan);
  expect(() => process.kill(orphan, 0)).toThrow();
  expect(await ask(next.url, 'SELECT n FROM t')).toEqual([{ n: 7 }]);
});

it('starts although the number in the old note now belongs to another program', async () => {
  const first = await start();
  await ask(first.url, 'CREATE TABLE t AS SELECT 7 AS n');
  const note = fs.readFileSync(path.join(folder, 'postgres/postmaster.pid'), 'utf8');
  await first.stop();
  const owner = fs.statSync(path.join(folder, 'postgres'));
  const stranger = spawn('sleep', ['60'], { uid: owner.uid });
  try {
    const file = path.join(folder, 'postgres/postmaster.pid');
    fs.writeFileSync(file, note.replace(/^\d+/, String(stranger.pid)), { mode: 0o600 });
    fs.chownSync(file, owner.uid, owner.gid);
    const second = await start();
    expect(await ask(second.url, 'SELECT n FROM t')).toEqual([{ n: 7 }]);
    expect(stranger.exitCode).toBeNull();
  } finally {
    stranger.kill();
  }
});

it('comes back on the same address when its server is killed', async () => {
  const { url } = await start();
  await ask(url, 'CREATE TABLE t AS SELECT 7 AS n');
  const before = serverPid();
  process.kill(before, 'SIGKILL');
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; ) {
    const back = await ask<{ n: number }>(url, 'SELECT n FROM t').catch(() => []);
    if (back.length === 1) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(await ask(url, 'SELECT n FROM t')).toEqual([{ n: 7 }]);
  expect(serverPid()).not.toBe(before);
});

it('begins anew when its creation was cut short, and sets a new password when the file with it was lost', async () => {
  fs.mkdirSync(path.join(folder, 'postgres-creating/data'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'postgres-creating/data/PG_VERSION'), '18\n');
  const first = await start();
  await first.stop();
  fs.rmSync(path.join(folder, 'postgres-password'));
  const second = await start();
  expect(await ask(second.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
});

it('tells a second program where the running database is', async () => {
  expect(runningDatabaseUrl(folder)).toBeUndefined();
  const running = await start();
  expect(runningDatabaseUrl(folder)).toBe(running.url);
  await running.stop();
  expect(runningDatabaseUrl(folder)).toBeUndefined();
});

it('does not run as root', async () => {
  await start();
  expect(execFileSync('ps', ['-o', 'user=', '-p', String(serverPid())], { encoding: 'utf8' }).trim()).not.toBe('root');
});
