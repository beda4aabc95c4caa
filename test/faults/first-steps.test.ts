import { execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../support/guarded-process';
import { createTestDatabase } from '../support/postgres';
import { startStandalone, type Standalone } from '../support/processes';

const main = path.resolve(__dirname, '../../dist/apps/standalone/src/main.js');

interface Ended {
  code: number;
  complaint: string;
}

/** Starts the product where it must refuse, and reads what it says. */
function refusal(env: Record<string, string>, run: { uid?: number; gid?: number } = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [main],
      { env: { PATH: process.env['PATH'], HOST: '127.0.0.1', ...env }, timeout: 30_000, ...run },
      (_error, _stdout, stderr) => resolve({ code: child.exitCode ?? -1, complaint: stderr.trim() }),
    );
  });
}

let dataDir: string;
beforeEach(() => { dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'kontuar-test-first-')); });
afterEach(() => fs.rmSync(dataDir, { recursive: true, force: true }));

it('says in one sentence that the port is taken', async () => {
  const port = await freePort();
  const other = net.createServer().listen(port, '127.0.0.1');
  try {
    expect(await refusal({ PORT: String(port), KONTUAR_DATA_DIR: dataDir })).toEqual({
      code: 1,
      complaint: `Port ${port} is in use by another program: stop that one, or choose another with PORT.`,
    });
  } finally {
    other.close();
  }
});

it('names every wrong variable at once, and none of their values', async () => {
  const { code, complaint } = await refusal({ PORT: 'eighty', DATABASE_URL: 'mysql://root:hunter2@db', KONTUAR_SECRET: 'short-and-private', KONTUAR_DATA_DIR: dataDir });
  expect(code).toBe(1);
  for (const name of ['PORT', 'DATABASE_URL', 'KONTUAR_SECRET']) expect(complaint).toContain(name);
  expect(complaint).not.toMatch(/hunter2|short-and-private|eighty/);
  expect(complaint.split('\n')).toHaveLength(1);
});

it('says which folder it may not write to', async () => {
  // As root nothing is forbidden, so the product runs as someone else there.
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  fs.chmodSync(dataDir, 0o555);
  const { code, complaint } = await refusal({ PORT: String(await freePort()), KONTUAR_DATA_DIR: path.join(dataDir, 'inner') }, nobody);
  expect({ code, complaint }).toEqual({ code: 1, complaint: expect.stringMatching(/^Kontuar may not write to .*inner: .*KONTUAR_DATA_DIR\.$/) as string });
});

it('says that the data folder is a file', async () => {
  fs.writeFileSync(path.join(dataDir, 'file'), '');
  const { complaint } = await refusal({ PORT: String(await freePort()), KONTUAR_DATA_DIR: path.join(dataDir, 'file') });
  expect(complaint).toMatch(/^.*file is not a folder: choose one with KONTUAR_DATA_DIR\.$/);
});

it('says that the database server can not be reached', async () => {
  const { code, complaint } = await refusal({ PORT: String(await freePort()), KONTUAR_DATA_DIR: dataDir, DATABASE_URL: `postgresql://a:secret@127.0.0.1:${await freePort()}/b` });
  expect({ code, complaint }).toEqual({ code: 1, complaint: "The PostgreSQL of DATABASE_URL can't be reached (ECONNREFUSED): check the address and that it runs." });
});

it('says that the Redis server can not be reached', async () => {
  const database = await createTestDatabase();
  try {
    const { code, complaint } = await refusal({ PORT: String(await freePort()), KONTUAR_DATA_DIR: dataDir, DATABASE_URL: database.url, REDIS_URL: `redis://:secret@127.0.0.1:${await freePort()}` });
    expect({ code, complaint }).toEqual({ code: 1, complaint: "The Redis of REDIS_URL can't be reached (ECONNREFUSED): check the address and that it runs." });
  } finally {
    await database.drop();
  }
});

describe('with its own PostgreSQL', () => {
  let product: Standalone;
  beforeAll(async () => { product = await startStandalone({ database: 'embedded' }); });
  afterAll(() => product.stop());

  it('refuses a data folder that another Kontuar uses, and leaves that one alone', async () => {
    const { code, complaint } = await refusal({ PORT: String(await freePort()), KONTUAR_DATA_DIR: product.dataDir });
    expect({ code, complaint }).toEqual({ code: 1, complaint: expect.stringMatching(/^Another Kontuar \(process \d+\) uses .* already: /) as string });
    expect((await fetch(`${product.url}/health/ready`)).status).toBe(200);
  });

  it('starts again after a kill -9 and ends cleanly on SIGTERM', async () => {
    await product.kill9();
    await product.start();
    expect(await product.terminate()).toBe(0);
    // Nothing of it is left: the next start has the folder to itself and no recovery to do.
    expect(fs.existsSync(path.join(product.dataDir, 'postgres/postmaster.pid'))).toBe(false);
    expect(fs.existsSync(path.join(product.dataDir, 'in-use.json'))).toBe(false);
  });

  // Where it has run before: it ends no other way where it began anew, and need not make one more database for that.
  it('takes one press of Ctrl-C for one wish, though npm and the terminal both deliver it', async () => {
    const child = spawn(process.execPath, [main], { env: { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: String(await freePort()), KONTUAR_DATA_DIR: product.dataDir } });
    let said = '';
    await new Promise<void>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk: Buffer) => {
          said += chunk.toString();
          if (said.includes('Kontuar is ready')) resolve();
        });
      }
      child.once('exit', () => { reject(new Error(`it ended by itself:\n${said}`)); });
    });
    child.kill('SIGINT');
    child.kill('SIGINT');
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0);
    expect(said).not.toContain('Stopping at once');
  });
});
