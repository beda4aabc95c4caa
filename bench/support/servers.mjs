// What an experiment stands on: the product's own PostgreSQL (flushing to the disk as it does for users), a Redis, processes. All on loopback,
// in a temporary folder, and ended with the run.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { pause, product, root } from './machine.mjs';

const ends = [];
export const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kontuar-bench-'));
// Another account may have to reach the database below it.
fs.chmodSync(folder, 0o755);
export const SECRET = 'measured by a bench that ends in a minute';

/** Something of an experiment's own that must not outlive the run. */
export const onClose = (end) => { ends.push(end); };

let ending;
/** Ends what was opened, last first. */
export function closeServers() {
  ending ??= (async () => {
    for (const end of ends.reverse()) await end().catch(() => undefined);
    fs.rmSync(folder, { recursive: true, force: true });
  })();
  return ending;
}
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void closeServers().finally(() => process.exit(130)));

let cluster;
/** A fresh database on the embedded server; `migrated` has the product's tables. */
export async function openDatabase(name, { migrated = true } = {}) {
  if (cluster === undefined) {
    const { EmbeddedPostgres } = product('apps/standalone/src/embedded-postgres');
    const data = path.join(folder, 'postgres-data');
    fs.mkdirSync(data, { mode: 0o755 });
    cluster = await EmbeddedPostgres.start(data, (error) => { throw error; });
    ends.push(() => cluster.stop());
  }
  const address = new URL(cluster.url);
  await withClient(cluster.url, (client) => client.query(`CREATE DATABASE ${name}`));
  address.pathname = `/${name}`;
  if (migrated) await product('libs/core/src/index').migrate(address.href);
  return address.href;
}

export async function dropDatabase(url) {
  await withClient(cluster.url, (client) => client.query(`DROP DATABASE IF EXISTS ${new URL(url).pathname.slice(1)} WITH (FORCE)`));
}

export async function withClient(url, work, options = {}) {
  const client = new pg.Client({ connectionString: url, ...options });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export async function openRedis() {
  const port = await freePort();
  const server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes', '--appendfsync', 'everysec', '--save', '', '--maxmemory-policy', 'noeviction'], { stdio: 'ignore' });
  const failed = new Promise((resolve) => { server.once('error', () => resolve(true)); });
  if (await Promise.race([failed, pause(300)])) return undefined;
  const stop = ended(server, 'SIGTERM');
  ends.push(stop);
  return { url: `redis://127.0.0.1:${port}`, stop };
}

/** A Node program that prints `ready` (a pattern) once it serves. */
export async function openProcess(program, { args = [], env = {}, ready }) {
  const port = env.PORT ?? String(await freePort());
  const startedAt = performance.now();
  const child = spawn(process.execPath, [path.join(root, program), ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TZ: 'UTC', NODE_ENV: 'production', HOST: '127.0.0.1', PORT: port, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = ended(child, 'SIGTERM');
  ends.push(stop);
  let output = '';
  await new Promise((resolve, reject) => {
    const read = (chunk) => {
      output = (output + chunk).slice(-20_000);
      if (ready.test(output)) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code}:\n${output}`)));
  });
  return { url: `http://127.0.0.1:${port}`, startedMs: performance.now() - startedAt, memory: () => memoryOf(child.pid), processor: () => processorOf(child.pid), output: () => output, stop, kill: ended(child, 'SIGKILL') };
}

/** One process of the product: `standalone`, `api` or `worker`. */
export function openNode(app, databaseUrl, { redisUrl, poolSize, port, dataDir } = {}) {
  const env = {
    PORT: port, DATABASE_URL: databaseUrl, KONTUAR_SECRET: SECRET, KONTUAR_DATA_DIR: path.join(folder, dataDir ?? `product-${port}`), KONTUAR_PUBLIC_URL: `http://127.0.0.1:${port}`, KONTUAR_ALLOW_PRIVATE_HOSTS: '1',
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }), ...(poolSize === undefined ? {} : { DATABASE_POOL: String(poolSize) }),
  };
  return openProcess(`dist/apps/${app}/src/main.js`, { env, ready: /Kontuar (is ready|api listens|worker)/ });
}

/**
 * The product on a database: `one` as `npm start` runs it, with the queue in PostgreSQL; `apart` as in production, api and worker with Redis
 * between them; `api` without a worker, as if that had a machine of its own.
 */
export async function openProduct(shape, databaseUrl, { redisUrl, poolSize } = {}) {
  const port = String(await freePort());
  const processes = [await openNode(shape === 'one' ? 'standalone' : 'api', databaseUrl, { redisUrl, poolSize, port })];
  if (shape === 'apart') processes.push(await openNode('worker', databaseUrl, { redisUrl, poolSize, port: String(await freePort()), dataDir: `product-${port}` }));
  return {
    url: processes[0].url,
    memory: () => processes.reduce((sum, one) => sum + one.memory(), 0),
    output: () => processes.map((one) => one.output()).join('\n'),
    stop: async () => { for (const one of [...processes].reverse()) await one.stop(); },
  };
}

/** Resident memory in MB. */
function memoryOf(pid) {
  const status = fs.existsSync(`/proc/${pid}/status`) ? fs.readFileSync(`/proc/${pid}/status`, 'utf8') : '';
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** Processor time in ms since its start, of all its threads: what it needs on a machine that others use, too. */
function processorOf(pid) {
  const status = fs.existsSync(`/proc/${pid}/stat`) ? fs.readFileSync(`/proc/${pid}/stat`, 'utf8') : '';
  // After its name, which may hold anything: the 12th and 13th field, in hundredths of a second.
  const [user, system] = status.slice(status.lastIndexOf(')') + 2).split(' ').slice(11, 13);
  return (Number(user) + Number(system)) * 10;
}

function ended(child, signal) {
  return async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = new Promise((resolve) => { child.once('exit', resolve); });
    child.kill(signal);
    const patience = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await exit;
    clearTimeout(patience);
  };
}

/** Below the range from which systems take ports for outgoing connections. */
let last = 0;
export async function freePort() {
  const [from, to] = (process.env.BENCH_PORTS ?? '16000-16999').split('-').map(Number);
  for (;;) {
    const port = from + (last++ % (to - from + 1));
    const free = await new Promise((resolve) => {
      const probe = net.createServer().once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
}
