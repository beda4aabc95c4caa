import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
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

/** A few minutes, once; CI and `npm test` begin with it before the tests do. */
async function installed(): Promise<void> {
  const installer = spawn(process.execPath, [path.resolve(home, '../../scripts/install-peers.mjs')], { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, NODE_OPTIONS: '' } });
  let problem = '';
  installer.stderr.on('data', (chunk: Buffer) => (problem += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    installer.once('error', reject);
    installer.once('close', resolve);
  });
  if (code !== 0) throw new Error(problem);
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
