import { execFile } from 'node:child_process';
import path from 'node:path';
import { createTestDatabase } from '../support/postgres';

const root = path.resolve(__dirname, '../..');

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
