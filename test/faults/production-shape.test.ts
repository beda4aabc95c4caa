import { execFile } from 'node:child_process';
import path from 'node:path';
import { createTestDatabase } from '../support/postgres';
import { type Split, startSplit } from '../support/processes';

const root = path.resolve(__dirname, '../..');
const owner = { workspaceName: 'Sklep', name: 'Ola', email: 'ola@example.com', password: 'a long enough password', locale: 'pl' };

let split: Split;
beforeAll(async () => { split = await startSplit({ apis: 2, workers: 2 }); });
afterAll(() => split.stop());

function post(api: number, route: string, body: unknown, cookie = ''): Promise<Response> {
  const url = split.apis[api]?.url ?? '';
  return fetch(`${url}/api/v1${route}`, { method: 'POST', headers: { 'Content-Type': 'application/json', Origin: url, cookie }, body: JSON.stringify(body) });
}

it('is one installation on every api: who signs in at one is known at the other', async () => {
  expect((await post(0, '/setup', owner)).status).toBeLessThan(300);
  const signedIn = await post(1, '/auth/login', { email: owner.email, password: owner.password });
  expect(signedIn.status).toBeLessThan(300);
  const cookie = signedIn.headers.getSetCookie().map((each) => each.split(';')[0]).join('; ');
  const me = await fetch(`${split.apis[0]?.url}/api/v1/auth/me`, { headers: { cookie } });
  expect(await me.json()).toMatchObject({ user: { email: owner.email } });
});

it('goes on serving when one api is killed, and takes it back when it returns', async () => {
  await split.apis[0]?.kill9();
  expect((await fetch(`${split.apis[1]?.url}/health/ready`)).status).toBe(200);
  await split.apis[0]?.start();
  expect((await fetch(`${split.apis[0]?.url}/health/ready`)).status).toBe(200);
});

it('answers while Redis is gone, and when it is back', async () => {
  await split.redis.kill9();
  expect((await fetch(`${split.apis[0]?.url}/api/v1/setup`)).status).toBe(200);
  await split.redis.restart();
  expect((await fetch(`${split.apis[0]?.url}/health/ready`)).status).toBe(200);
});

it('ends every process in order on SIGTERM', async () => {
  expect(await Promise.all([...split.apis, ...split.workers].map((process) => process.terminate()))).toEqual([0, 0, 0, 0]);
});

it.each([
  ['start:api', {}, 'DATABASE_URL and REDIS_URL must be set'],
  ['start:worker', { DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/c' }, 'REDIS_URL must be set'],
  ['migrate', {}, 'DATABASE_URL must be set'],
  ['migrate', { DATABASE_URL: 'postgresql://a:secret@127.0.0.1:1/c' }, "The PostgreSQL of DATABASE_URL can't be reached (ECONNREFUSED)"],
])('npm run %s with %j says in one sentence what it needs', async (script, env, sentence) => {
  const said = await npmRun(script, env);
  expect(said.code).toBe(1);
  expect(said.stderr.trim().split('\n')).toHaveLength(1);
  expect(said.stderr).toContain(sentence);
});

it('migrates a database once, by npm run migrate', async () => {
  const database = await createTestDatabase();
  try {
    expect(await npmRun('migrate', { DATABASE_URL: database.url })).toMatchObject({ code: 0, stdout: expect.stringContaining('The database is up to date.') as string });
  } finally {
    await database.drop();
  }
});

function npmRun(script: string, env: Record<string, string>): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile('npm', ['run', '--silent', script], { cwd: root, env: { PATH: process.env['PATH'], HOME: process.env['HOME'], npm_config_loglevel: 'silent', ...env } }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
  });
}
