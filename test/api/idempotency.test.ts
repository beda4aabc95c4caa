import type { ApiToken, Page, Team } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';

let api: TestApi;
let owner: Person;
beforeAll(async () => {
  api = await startTestApi();
  owner = await api.signUp();
});
afterAll(() => api.stop());

const create = (name: string, key: string, person = owner) => person.client.send<Team>('POST', '/teams', { name }, { 'idempotency-key': key });
const count = async (name: string) => (await owner.client.get<Page<Team>>('/teams')).items.filter((team) => team.name === name).length;

it('answers the same request with the same key as it did the first time', async () => {
  const [first, again] = [await create('Once', 'key-1'), await create('Once', 'key-1')];
  expect(first.headers.get('idempotent-replayed')).toBeNull();
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect([again.status, again.body]).toEqual([first.status, first.body]);
  expect(again.status).toBe(201);
});

it('does the work once when many come at once', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => create('At once', 'key-2')));
  const statuses = new Set(answers.map((answer) => answer.status));
  expect([...statuses].every((status) => status === 201 || status === 409)).toBe(true);
  // The client types answers as what succeeds; these did not.
  expect(answers.filter((answer) => answer.status === 409).every((answer) => (answer.body as unknown as { code: string }).code === 'idempotency-in-flight')).toBe(true);
  expect(await count('At once')).toBe(1);
  expect((await create('At once', 'key-2')).status).toBe(201);
});

it('refuses the key for another body or another path', async () => {
  await create('This', 'key-3');
  expect(await create('That', 'key-3')).toMatchObject({ status: 422, body: { code: 'idempotency-mismatch' } });
  expect((await owner.client.send('POST', '/labels', { name: 'This' }, { 'idempotency-key': 'key-3' })).status).toBe(422);
});

it('lets a refused request try again with its key', async () => {
  await create('Taken', 'key-4');
  expect((await create('Taken', 'key-5')).status).toBe(409);
  const team = (await owner.client.get<Page<Team>>('/teams')).items.find((item) => item.name === 'Taken');
  await owner.client.delete(`/teams/${team?.id}`);
  expect((await create('Taken', 'key-5')).status).toBe(201);
  expect((await create('', 'key-6')).status).toBe(400);
  expect((await create('Valid now', 'key-6')).status).toBe(201);
});

it('keeps the keys of members apart', async () => {
  const admin = await api.invite(owner, 'admin');
  await create('Of the owner', 'key-7');
  expect((await create('Of the admin', 'key-7', admin)).status).toBe(201);
});

it('forgets a key after a day, and one whose work was never finished after minutes', async () => {
  await create('Yesterday', 'key-8');
  await api.sql(`UPDATE idempotency_keys SET created_at = now() - interval '25 hours' WHERE key = 'key-8'`);
  expect((await create('Today', 'key-8')).status).toBe(201);
  await api.sql(`INSERT INTO idempotency_keys (workspace_id, member_id, key, fingerprint, created_at) VALUES ($1, $2, 'key-9', 'of a process that died', now() - interval '10 minutes')`, [owner.workspaceId, owner.memberId]);
  expect((await create('After a crash', 'key-9')).status).toBe(201);
});

it('does the work and marks its key in one transaction, so that a crash leaves both or neither', async () => {
  await api.sql(`CREATE FUNCTION refuse_mark() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'power is gone'; END $$`);
  await api.sql(`CREATE TRIGGER refuse_mark BEFORE UPDATE ON idempotency_keys FOR EACH ROW WHEN (NEW.key = 'key-11' AND OLD.status IS NULL) EXECUTE FUNCTION refuse_mark()`);
  expect((await create('Half done', 'key-11')).status).toBe(500);
  expect(await count('Half done')).toBe(0);
  await api.sql('DROP TRIGGER refuse_mark ON idempotency_keys');
  expect((await create('Half done', 'key-11')).status).toBe(201);
  expect(await api.sql(`SELECT status FROM idempotency_keys WHERE key = 'key-11'`)).toEqual([{ status: 200 }]);
});

it('does nothing a second time when a crash took the answer along, and says so', async () => {
  // The state in which a server that died between the two leaves it.
  await create('Answer lost', 'key-12');
  await api.sql(`UPDATE idempotency_keys SET status = 102, body = NULL WHERE key = 'key-12'`);
  expect(await create('Answer lost', 'key-12')).toMatchObject({ status: 409, body: { code: 'idempotency-in-flight' } });
  await api.sql(`UPDATE idempotency_keys SET created_at = now() - interval '10 minutes' WHERE key = 'key-12'`);
  expect(await create('Answer lost', 'key-12')).toMatchObject({ status: 409, body: { code: 'idempotency-answer-lost' } });
  expect(await count('Answer lost')).toBe(1);
});

it('leaves no mark when the work only read', async () => {
  expect((await create('Only once', 'key-13')).status).toBe(201);
  expect((await create('Only once', 'key-14')).status).toBe(409);
  expect(await api.sql(`SELECT status FROM idempotency_keys WHERE key = 'key-14'`)).toEqual([]);
});

it('keeps what is shown once only sealed', async () => {
  const send = () => owner.client.send<ApiToken>('POST', '/tokens', { name: 'Secret', scopes: ['read'] }, { 'idempotency-key': 'key-10' });
  const [first, again] = [await send(), await send()];
  expect(again.body.token).toBe(first.body.token);
  expect(JSON.stringify(await api.sql('SELECT * FROM idempotency_keys'))).not.toContain(first.body.token);
});

it('refuses a key that is none', async () => {
  expect(await create('Bad key', 'x'.repeat(256))).toMatchObject({ status: 400, body: { code: 'invalid-idempotency-key' } });
});
