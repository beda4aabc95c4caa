import type { Me } from '@kontuar/contract';
import { startTestApi, type TestApi } from '../support/app';

const owner = { workspaceName: 'Ceramika Nadolna', name: 'Olga', email: 'Olga@Example.com ', password: 'correct horse battery', locale: 'pl' };

describe('the first run', () => {
  let api: TestApi;
  beforeEach(async () => { api = await startTestApi(); });
  afterEach(() => api.stop());

  it('makes the workspace and its owner, signs in, and is closed for ever after', async () => {
    const client = api.guest();
    expect(await client.get('/setup')).toEqual({ needed: true });
    const me = await client.post<Me>('/setup', owner);
    expect(me).toMatchObject({ user: { name: 'Olga', email: 'olga@example.com', locale: 'pl' }, member: { role: 'owner' }, workspace: { name: 'Ceramika Nadolna' } });
    expect(me.can).toContain('workspace.manage');
    expect(await client.get('/auth/me')).toEqual(me);
    expect(await client.get('/setup')).toEqual({ needed: false });
    expect(await api.guest().refused('POST', '/setup', { ...owner, email: 'second@example.com' })).toMatchObject({ status: 409, code: 'already-set-up' });
  });

  it('lets one of two win that come at once', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map((n) => api.guest().send('POST', '/setup', { ...owner, email: `owner-${n}@example.com` })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409]);
    expect(await api.sql('SELECT count(*)::int AS n FROM workspaces')).toEqual([{ n: 1 }]);
    expect(await api.sql('SELECT count(*)::int AS n FROM users')).toEqual([{ n: 1 }]);
  });

  it('names the fields that are wrong and makes nothing', async () => {
    const refusal = await api.guest().refused('POST', '/setup', { ...owner, email: 'nobody', password: 'short' });
    expect(refusal.status).toBe(400);
    expect(refusal.errors?.map((error) => error.path).sort()).toEqual(['email', 'password']);
    expect(await api.guest().get('/setup')).toEqual({ needed: true });
  });

  it('stops somebody who tries again and again', async () => {
    await api.sql(`INSERT INTO throttle (key, points, expire) VALUES ('setup:127.0.0.1', 100, $1)`, [Date.now() + 60_000]);
    const answer = await api.guest().send('POST', '/setup', owner);
    expect(answer).toMatchObject({ status: 429, body: { code: 'too-many-attempts' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

it('does the first run from the environment, once, and its owner signs in', async () => {
  const api = await startTestApi({ env: { KONTUAR_OWNER_EMAIL: 'Env@Example.com', KONTUAR_OWNER_PASSWORD: 'from the environment', KONTUAR_WORKSPACE: 'Env brand' } });
  const client = api.guest();
  expect(await client.get('/setup')).toEqual({ needed: false });
  expect(await client.post<Me>('/auth/login', { email: 'env@example.com', password: 'from the environment' })).toMatchObject({ workspace: { name: 'Env brand' }, member: { role: 'owner' } });
  await api.stop();
});

describe('a session', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
    await api.signUp();
  });
  beforeEach(() => api.sql('DELETE FROM throttle'));
  afterAll(() => api.stop());
  const credentials = { email: 'owner@example.com', password: 'correct horse battery' };

  it('is a cookie that scripts and other sites do not get, and only its hash is stored', async () => {
    const answer = await api.guest().send('POST', '/auth/login', credentials);
    expect(answer.status).toBe(200);
    const [cookie] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^kontuar=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
    const token = /=([^;]+)/.exec(cookie as string)?.[1];
    expect(await api.sql('SELECT 1 FROM sessions WHERE token_hash = $1', [token])).toEqual([]);
    expect(JSON.stringify(answer.body)).not.toContain(token);
  });

  it('ends with signing out, and the cookie is worth nothing after it', async () => {
    const client = api.guest();
    await client.post('/auth/login', credentials);
    const { cookie } = client;
    expect((await client.send('POST', '/auth/logout', {})).status).toBe(204);
    client.cookie = cookie;
    expect(await client.refused('GET', '/auth/me')).toMatchObject({ status: 401, code: 'not-signed-in' });
    expect((await client.send('POST', '/auth/logout', {})).status).toBe(204);
  });

  it('lasts thirty days from its last use', async () => {
    const client = api.guest();
    await client.post('/auth/login', credentials);
    await api.sql(`UPDATE sessions SET last_seen_at = now() - interval '1 day', expires_at = now() + interval '2 days'`);
    const answer = await client.send('GET', '/auth/me');
    expect(answer.headers.getSetCookie()[0]).toContain('Max-Age=2592000');
    const [session] = await api.sql<{ days: number }>(`SELECT extract(day FROM expires_at - now())::int AS days FROM sessions ORDER BY created_at DESC LIMIT 1`);
    expect(session?.days).toBeGreaterThanOrEqual(29);
    await api.sql(`UPDATE sessions SET expires_at = now() - interval '1 second'`);
    expect(await client.refused('GET', '/auth/me')).toMatchObject({ status: 401 });
  });

  it('is refused to a wrong password and to an unknown address in the same words', async () => {
    const wrong = await api.guest().refused('POST', '/auth/login', { ...credentials, password: 'not this one' });
    const unknown = await api.guest().refused('POST', '/auth/login', { email: 'nobody@example.com', password: 'not this one' });
    expect(wrong).toMatchObject({ status: 401, code: 'wrong-credentials' });
    expect(unknown).toEqual(wrong);
  });

  it('is refused for a while after many wrong passwords, even with the right one, and others are not', async () => {
    const tries = await Promise.all(Array.from({ length: 12 }, () => api.guest().send('POST', '/auth/login', { ...credentials, password: 'a guess' })));
    const statuses = tries.map((answer) => answer.status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(8);
    expect(statuses.filter((status) => status === 429)).toHaveLength(4);
    const answer = await api.guest().send('POST', '/auth/login', credentials);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(60);
    expect((await api.guest().send('POST', '/auth/login', { email: 'another@example.com', password: 'a guess' })).status).toBe(401);
  });

  it('does not count what was right', async () => {
    for (let i = 0; i < 10; i++) expect((await api.guest().send('POST', '/auth/login', credentials)).status).toBe(200);
  });

  it('is not taken from another site', async () => {
    const client = api.guest();
    await client.post('/auth/login', credentials);
    expect(await client.send('PATCH', '/me', { name: 'Mallory' }, { origin: 'https://evil.example' })).toMatchObject({ status: 403, body: { code: 'cross-origin' } });
    expect(await client.send('POST', '/auth/login', credentials, { 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 403 });
  });
});

describe('several reads in one request', () => {
  let api: TestApi;
  let client: ReturnType<TestApi['guest']>;
  beforeAll(async () => {
    api = await startTestApi();
    ({ client } = await api.signUp());
  });
  afterAll(() => api.stop());

  interface Line { at: number; status: number; body: unknown }
  const together = async (who: typeof client, paths: unknown, headers: Record<string, string> = {}): Promise<{ status: number; lines: Line[] }> => {
    const response = await fetch(`${who.url}/api/v1/together`, { method: 'POST', headers: { 'content-type': 'application/json', ...(who.cookie === undefined ? {} : { cookie: who.cookie }), ...headers }, body: JSON.stringify(paths) });
    const text = await response.text();
    const lines = response.ok ? text.slice(0, -1).split('\n') : [];
    const pairs = lines.flatMap((line, index) => (index % 2 === 0 ? [{ ...(JSON.parse(line) as { at: number; status: number }), body: lines[index + 1] === '' ? undefined : (JSON.parse(lines[index + 1] ?? 'null') as unknown) }] : []));
    return { status: response.status, lines: pairs.sort((one, other) => one.at - other.at) };
  };

  it('are answered as each alone, with the rights of whoever asks', async () => {
    const paths = ['/auth/me', '/conversations?view=all&limit=5', '/conversations/01a20934-0000-7000-8000-000000000000', '/labels', '/conversations?view=nonsense'];
    const { lines } = await together(client, paths);
    const alone = await Promise.all(paths.map((path) => client.send('GET', path)));
    expect(lines.map(({ status, body }) => ({ status, body }))).toEqual(alone.map(({ status, body }) => ({ status, body })));
    expect(lines.map(({ status }) => status)).toEqual([200, 200, 404, 200, 400]);
    expect((await together(api.guest(), paths)).lines.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
  });

  it('reach nothing but the API, no file, and no change', async () => {
    for (const paths of [[], ['//example.com/'], ['/../../health/live'], ['/labels/../../../health'], ['/labels/%2e%2e/%2E./../health/live'], ['/labels #'], 'labels', { path: '/labels' }, Array.from({ length: 41 }, () => '/labels'), [7]]) {
      expect({ paths, status: (await together(client, paths)).status }).toEqual({ paths, status: 400 });
    }
    expect((await together(client, ['/connectors/email/icon', '/auth/me', '/together'])).lines.map(({ status }) => status)).toEqual([406, 200, 404]);
    const refused = await fetch(`${client.url}/api/v1/together`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '[]' });
    expect([refused.headers.get('content-type'), await refused.json()]).toEqual([expect.stringContaining('application/problem+json'), expect.objectContaining({ status: 400, code: 'not-together' })]);
    expect((await together(client, ['/labels'], { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });
});

describe('the profile', () => {
  let api: TestApi;
  beforeAll(async () => { api = await startTestApi(); });
  afterAll(() => api.stop());

  it('changes the name, language, signature and undo window, and leaves the rest', async () => {
    const { client } = await api.signUp();
    const me = await client.patch<Me>('/me', { name: 'Ola', locale: 'pl', signature: 'Pozdrawiam, Ola', undoSendSeconds: 5 });
    expect(me).toMatchObject({ user: { name: 'Ola', locale: 'pl' }, member: { signature: 'Pozdrawiam, Ola', undoSendSeconds: 5 } });
    expect(await client.patch<Me>('/me', { undoSendSeconds: null })).toMatchObject({ user: { name: 'Ola' }, member: { signature: 'Pozdrawiam, Ola', undoSendSeconds: null } });
  });

  it('takes a new password from who knows the old one, and ends every other session', async () => {
    const credentials = { email: 'owner@example.com', password: 'correct horse battery' };
    const [here, elsewhere] = [api.guest(), api.guest()];
    await here.post('/auth/login', credentials);
    await elsewhere.post('/auth/login', credentials);
    expect(await here.refused('PATCH', '/me', { newPassword: 'a new password', currentPassword: 'wrong' })).toMatchObject({ status: 400, code: 'wrong-password' });
    expect((await elsewhere.send('GET', '/auth/me')).status).toBe(200);
    await here.patch('/me', { newPassword: 'a new password', currentPassword: credentials.password });
    expect((await here.send('GET', '/auth/me')).status).toBe(200);
    expect((await elsewhere.send('GET', '/auth/me')).status).toBe(401);
    expect((await api.guest().send('POST', '/auth/login', credentials)).status).toBe(401);
    expect((await api.guest().send('POST', '/auth/login', { ...credentials, password: 'a new password' })).status).toBe(200);
  });
});

describe('who tries passwords behind a proxy', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ env: { KONTUAR_TRUST_PROXY: '1' } });
    await api.signUp();
  });
  beforeEach(() => api.sql('DELETE FROM throttle'));
  afterAll(() => api.stop());
  const tries = async (from: (at: number) => string): Promise<number[]> => {
    const statuses: number[] = [];
    for (let at = 1; at <= 10; at += 1) statuses.push((await fetch(`${api.url}/api/v1/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-forwarded-for': from(at) }, body: JSON.stringify({ email: 'owner@example.com', password: 'wrong password' }) })).status);
    return statuses;
  };

  it('is known by the address that the proxy heard, whatever stands before it', async () => {
    expect(await tries((at) => `198.51.100.${at}, 203.0.113.7`)).toEqual([...Array<number>(8).fill(401), 429, 429]);
  });

  it('has one network of IPv6, not as many addresses as there are in it', async () => {
    expect(await tries((at) => `2001:db8:1:2::${at}`)).toEqual([...Array<number>(8).fill(401), 429, 429]);
  });

  it('does not lock out somebody elsewhere', async () => {
    await tries(() => '203.0.113.7');
    expect((await tries(() => '203.0.113.8'))[0]).toBe(401);
  });
});
