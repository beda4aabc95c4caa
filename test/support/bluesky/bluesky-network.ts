import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { type GuardedProcess, startGuarded } from '../guarded-process';
import { startRedis, type TestRedis } from '../redis';

const home = path.resolve(__dirname, '../../../peers/bluesky');

export interface Addresses { plc: string; pds: string; appView: string; chat: { url: string; service: string } }

export interface BlueskyNetwork extends Addresses {
  stop(): Promise<void>;
}

/** PDS, AppView and directory as the network runs them, and a chat service that we play; `peers/bluesky` tells more. */
export async function startBlueskyNetwork(): Promise<BlueskyNetwork> {
  await installed();
  const cluster = process.env['KONTUAR_TEST_POSTGRES'];
  if (cluster === undefined) throw new Error('No test PostgreSQL: this test must live in a project with the database set-up (see jest.config.js).');
  const name = `bsky_${randomBytes(5).toString('hex')}`;
  await ask(cluster, `CREATE DATABASE ${name}`);
  const database = new URL(cluster);
  database.pathname = `/${name}`;
  let redis: TestRedis | undefined;
  let network: GuardedProcess | undefined;
  const stop = async (): Promise<void> => {
    await network?.stop();
    await redis?.stop();
    await ask(cluster, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  };
  try {
    redis = await startRedis();
    network = startGuarded({ command: process.execPath, args: ['network.mjs', database.href, `127.0.0.1:${redis.port}`, 'kontuar'], cwd: home, env: { ...process.env, NODE_ENV: 'test', NODE_OPTIONS: '' }, patienceMs: 10_000 });
    return { ...(await addresses(network)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function addresses(network: GuardedProcess): Promise<Addresses> {
  let ended = false;
  void network.exited.then(() => (ended = true));
  for (const deadline = Date.now() + 120_000; Date.now() < deadline && !ended; await new Promise((wait) => setTimeout(wait, 50))) {
    const line = network.log().split('\n').find((one) => one.startsWith('{"plc"'));
    if (line !== undefined) return JSON.parse(line) as Addresses; // what network.mjs prints
  }
  throw new Error(`The Bluesky network did not start:\n${network.log().slice(-5_000)}`);
}

/** The network is a package of its own, 360 MB with its dependencies: fetched by the first test that needs it, and not by who only runs Kontuar. */
async function installed(): Promise<void> {
  const modules = path.join(home, 'node_modules');
  const note = path.join(modules, '.kontuar-installed');
  const wanted = createHash('sha256').update(fs.readFileSync(path.join(home, 'package-lock.json'))).digest('hex');
  const isThere = () => fs.existsSync(note) && fs.readFileSync(note, 'utf8') === wanted;
  const lock = path.join(home, '.installing');
  for (const deadline = Date.now() + 900_000; !isThere();) {
    if (Date.now() > deadline) throw new Error('The Bluesky network was not installed in a quarter of an hour');
    if (!take(lock)) {
      await new Promise((wait) => setTimeout(wait, 500));
      continue;
    }
    try {
      if (!isThere()) {
        await npmInstall();
        fs.writeFileSync(note, wanted);
      }
    } finally {
      fs.rmSync(lock, { force: true });
    }
  }
}

/** One process installs, the others wait; what a killed one left behind counts for nothing. */
function take(lock: string): boolean {
  try {
    fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    try {
      process.kill(Number(fs.readFileSync(lock, 'utf8')), 0);
    } catch {
      fs.rmSync(lock, { force: true });
    }
    return false;
  }
}

async function npmInstall(): Promise<void> {
  console.warn('Installing the Bluesky network for the tests (a few minutes, once)');
  const npm = spawn('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: home, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
  let output = '';
  for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-10_000)));
  const code = await new Promise<number | null>((resolve, reject) => {
    npm.once('error', reject);
    npm.once('close', resolve);
  });
  if (code !== 0) throw new Error(`npm ci of ${path.basename(home)} ended with ${code}:\n${output}`);
}

async function ask(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
