import { v7 } from 'uuid';
import type { Problem } from '@kontuar/contract';
import { routesOf, type Route } from '../../apps/api/src/openapi/routes';
import { startTestApi, type Person, type TestApi } from '../support/app';

let api: TestApi;
let owner: Person;
let routes: Route[];
beforeAll(async () => {
  api = await startTestApi();
  owner = await api.signUp();
  routes = routesOf(api.app).filter((route) => route.path.startsWith('/api/v1/') && route.path !== '/api/v1/auth/logout');
});
afterAll(() => api.stop());

const pathOf = (route: Route) => route.path.replace(/:\w+/g, v7()).replace('/api/v1', '');
const nameOf = (route: Route) => `${route.method} ${route.path}`;
const cursor = (values: unknown) => Buffer.from(JSON.stringify(values)).toString('base64url');

/** Every so many-th, beginning with another one for each kind: together they go round all routes. */
const some = <T>(all: readonly T[], every: number, from: number): T[] => all.filter((_, index) => index % every === from % every);

async function refuses(route: Route, body: string): Promise<void> {
  const answer = await owner.client.send<Problem>(route.method, pathOf(route), body);
  expect([nameOf(route), answer.status < 500]).toEqual([nameOf(route), true]);
  if (answer.status >= 400) expect([nameOf(route), typeof answer.body.code, answer.headers.get('content-type')?.split(';')[0]]).toEqual([nameOf(route), 'string', 'application/problem+json']);
}

it.each([['text', '"just text"'], ['a list', '[]'], ['null', 'null'], ['a deep nest', `{"settings":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`]])('refuses %s as a body with a problem on every route, never with a fault of ours', async (_, body) => {
  for (const route of routes.filter((each) => each.inputs.body !== undefined)) await refuses(route, body);
});

// Refused by the reader that all routes share, before any of them is asked; a number as text is, by the schema of each.
it.each([['a number', '1e999', 0], ['broken JSON', '{"name": ', 1], ['nothing at all', '', 2], ['another prototype', '{"__proto__":{"role":"owner"},"constructor":{"prototype":{"x":1}}}', 3]])('refuses %s as a body with a problem, never with a fault of ours', async (_, body, from) => {
  for (const route of some(routes.filter((each) => each.inputs.body !== undefined), 4, from)) await refuses(route, body);
});

it('refuses a cursor that was made up, on every list', async () => {
  // Every query is an object's schema, which zod's common type does not tell.
  const lists = routes.filter((route) => route.inputs.query !== undefined && 'cursor' in ((route.inputs.query as unknown as { shape?: object }).shape ?? {}));
  expect(lists.length).toBeGreaterThan(10);
  for (const route of lists) {
    const q = route.path.endsWith('/search') ? 'q=word&' : '';
    for (const made of ['nonsense', cursor([]), cursor(['x', 'y']), cursor([{ a: 1 }]), cursor(['2026-01-01', v7()]), cursor(['2026-99-99T99:99:99Z', v7()]), cursor([7, v7()]), cursor(['9'.repeat(40)]), cursor(["'; DROP TABLE users; --", v7()])]) {
      const answer = await owner.client.send('GET', `${pathOf(route)}?${q}cursor=${encodeURIComponent(made)}`);
      expect([nameOf(route), made, answer.status === 400 || answer.status === 404]).toEqual([nameOf(route), made, true]);
    }
  }
});

it('refuses what is no id like an id of nobody', async () => {
  const noIds = ['1', 'undefined', '%00', '..%2f..%2fetc', `${v7()}'--`, 'x'.repeat(290)];
  const withIds = routes.filter((each) => each.inputs.ids !== undefined);
  // One judge looks at all ids: of each route it has to be shown that it is asked, of each kind that it knows it.
  for (const [kind, id] of noIds.entries()) {
    for (const route of some(withIds, noIds.length / 2, kind)) {
      const answer = await owner.client.send(route.method, route.path.replace(/:\w+/g, id).replace('/api/v1', ''), route.inputs.body === undefined ? undefined : {});
      // A body or a query that is missing may be told first.
      expect([nameOf(route), id, answer.status === 404 || ((route.inputs.body ?? route.inputs.query) !== undefined && answer.status === 400)]).toEqual([nameOf(route), id, true]);
    }
  }
});

it('refuses a body beyond every limit before it is read', async () => {
  expect(await owner.client.send('POST', '/labels', `{"name":"${'x'.repeat(31 * 1024 * 1024)}"}`)).toMatchObject({ status: 413 });
});

it('takes a file that is longer than any other body may be', async () => {
  const form = new FormData();
  form.append('file', new Blob([Buffer.alloc(5 * 1024 * 1024, 'x')], { type: 'text/plain' }), 'long.txt');
  expect(await owner.client.post('/uploads', form)).toMatchObject({ name: 'long.txt', sizeBytes: 5 * 1024 * 1024 });
});

it.each([
  ['application/json', `{"email":[${'{},'.repeat(9_000_000)}{}]}`],
  ['application/json', `{${Array.from({ length: 2_000_000 }, (_, at) => `"k${at}":1`).join(',')}}`],
  ['application/x-www-form-urlencoded', Array.from({ length: 2_000_000 }, (_, at) => `k${at}=1`).join('&')],
])('holds nobody up for millions of values that a stranger sends as %s', async (type, body) => {
  const began = performance.now();
  const answer = await fetch(`${api.url}/api/v1/auth/login`, { method: 'POST', headers: { 'content-type': type }, body });
  expect([answer.status, ((await answer.json()) as Problem).code]).toEqual([413, 'too-large']);
  expect(performance.now() - began).toBeLessThan(3_000);
});

it('waits for no body without an end', () => {
  expect((api.app.getHttpServer() as { requestTimeout: number }).requestTimeout).toBeGreaterThan(0);
});

it('answers unknown paths and methods with a problem', async () => {
  for (const [method, path] of [['GET', '/nothing'], ['POST', '/nothing'], ['PUT', '/members'], ['GET', '/auth/login']] as const) {
    expect(await owner.client.send(method, path, method === 'GET' ? undefined : {})).toMatchObject({ status: 404, body: { code: 'not-found' } });
  }
});
