import type { ChannelView } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { fakePlatform } from '../support/fake-connector';

let api: TestApi;
let owner: Person;
let channel: ChannelView;
beforeAll(async () => {
  api = await startTestApi({ connectors: [fakePlatform().connector] });
  owner = await api.signUp();
  channel = await owner.client.post<ChannelView>('/channels', { connectorId: 'fake', name: 'Fake', settings: { account: 'shop', token: 'sesame' } });
});
afterAll(() => api.stop());

interface Call { token?: string | undefined; body?: string | Buffer; type?: string; id?: string; connector?: string; headers?: Record<string, string> }
const call = ({ token = 'sesame', body = '{"id":1}', type = 'application/json', id = channel.id, connector = 'fake', headers = {} }: Call = {}) =>
  fetch(`${api.url}/hooks/${connector}/${id}`, { method: 'POST', body: body as NonNullable<RequestInit['body']>, headers: { 'content-type': type, ...(token === '' ? {} : { 'x-fake-token': token }), ...headers } });
const kept = async () => (await api.sql<{ external_id: string; body: Buffer }>('SELECT external_id, body FROM deliveries ORDER BY position')).map((row) => [row.external_id, row.body.toString()]);
const kindOf = (answer: Response) => answer.headers.get('content-type')?.split(';')[0];
beforeEach(() => api.sql('DELETE FROM deliveries'));

it('thanks for what it has kept, byte for byte', async () => {
  const body = '{ "id": 7,\n  "text": "Łódź \\u00e9 🦊", "__proto__": { "role": "owner" } }';
  const answer = await call({ body, type: 'application/json; charset=utf-8' });
  expect([answer.status, await answer.text()]).toEqual([200, 'ok']);
  expect(await kept()).toEqual([['7', body]]);
});

it('keeps one of the same that come together, and thanks for each', async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, (_, at) => call({ body: `{"id":${at % 4}}` })));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 40 }, () => 200));
  expect((await kept()).map(([id]) => id).sort()).toEqual(['0', '1', '2', '3']);
});

it.each([['without a signature', ''], ['with a wrong one', 'guess!']])('answers 401 %s and keeps nothing, whatever the body is', async (_, token) => {
  for (const body of ['{"id":1}', '{"id":', '', 'null', `{"a":${'['.repeat(50_000)}`]) {
    const answer = await call({ token, body });
    expect([body.slice(0, 10), answer.status, kindOf(answer)]).toEqual([body.slice(0, 10), 401, 'application/problem+json']);
    expect(await answer.json()).toMatchObject({ code: 'wrong-signature', status: 401 });
  }
  expect(await kept()).toEqual([]);
});

it.each(['{"id":', '', 'null', '\u0000'])('answers 400 with a problem to a signed body that is nothing (%j), and keeps nothing', async (body) => {
  const answer = await call({ body });
  expect([answer.status, kindOf(answer)]).toEqual([400, 'application/problem+json']);
  expect(await answer.json()).toMatchObject({ code: 'malformed-delivery' });
  expect(await kept()).toEqual([]);
});

it('answers 413 to what is larger than anything, and keeps nothing', async () => {
  const answer = await call({ body: Buffer.alloc(31 * 1024 * 1024, 'x') });
  expect([answer.status, kindOf(answer)]).toEqual([413, 'application/problem+json']);
  expect(await kept()).toEqual([]);
});

it.each([
  ['an id that is none', { id: 'nobody' }], ['an id of nobody', { id: '0198c000-0000-7000-8000-000000000000' }], ['another connector', { connector: 'pigeon' }],
])('answers 404 for %s', async (_, where) => {
  const answer = await call(where);
  expect([answer.status, kindOf(answer), ((await answer.json()) as { code: string }).code]).toEqual([404, 'application/problem+json', 'not-found']);
});

it('takes a body of another kind as the bytes that it is', async () => {
  for (const type of ['text/plain', 'application/octet-stream', 'application/x-www-form-urlencoded']) expect([type, (await call({ type, body: '{"id":1}' })).status]).toEqual([type, 200]);
});

it('answers with the headers of every answer, also when it refuses, and sets no cookie', async () => {
  for (const answer of [await call(), await call({ token: 'guess!' }), await call({ id: 'nobody' }), await fetch(`${api.url}/api/v1/auth/me`), await fetch(`${api.url}/nothing-here.js`)]) {
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(answer.headers.get('referrer-policy')).toBe('same-origin');
    expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(answer.headers.get('x-powered-by')).toBeNull();
    expect(answer.headers.get('set-cookie')).toBeNull();
  }
});

it('goes by the signature alone: a session opens no webhook, and the origin of the call does not matter', async () => {
  const answer = await call({ token: '', headers: { cookie: owner.client.cookie ?? '', origin: 'https://elsewhere.example' } });
  expect(answer.status).toBe(401);
  expect((await call({ headers: { origin: 'https://elsewhere.example' } })).status).toBe(200);
});

it('goes by the new secret as soon as it has changed, and by the old one no more', async () => {
  await owner.client.patch(`/channels/${channel.id}`, { settings: { account: 'shop', token: 'poppy seed' } });
  expect((await call({ token: 'poppy seed' })).status).toBe(200);
  expect((await call({ token: 'sesame' })).status).toBe(401);
  await owner.client.patch(`/channels/${channel.id}`, { settings: { account: 'shop', token: 'sesame' } });
});
