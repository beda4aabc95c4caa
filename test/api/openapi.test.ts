import { openApiDocument } from '../../apps/api/src/openapi';
import { startTestApi, type TestApi } from '../support/app';

interface Document { openapi: string; paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>; components: { schemas: Record<string, unknown> } }

let api: TestApi;
beforeAll(async () => { api = await startTestApi(); });
afterAll(() => api.stop());

it('describes every route with a name of its own, and refers to nothing that is not there', async () => {
  const document = await api.guest().get<Document>('/openapi.json');
  expect(document.openapi).toBe('3.1.0');
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  expect(operations.length).toBeGreaterThan(50);
  const names = operations.map((operation) => operation.operationId);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  const referred = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name as string);
  expect(referred.filter((name) => !(name in document.components.schemas))).toEqual([]);
  expect(JSON.stringify(document)).not.toContain('$defs');
});

it('says what goes in, with defaults left optional, and what comes out', async () => {
  const { components } = await api.guest().get<Document>('/openapi.json');
  expect(components.schemas['ChannelInput']).toMatchObject({ required: ['connectorId', 'name'] });
  expect(components.schemas['ConversationView']).toMatchObject({ properties: { contact: { $ref: '#/components/schemas/ContactSummary' } } });
});

it('is read by people under a policy that runs nothing from elsewhere', async () => {
  const page = await api.guest().send<string>('GET', '//api/docs');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain(`script-src 'self';`);
  const parts = [...page.body.matchAll(/(?:src|href)="(\/api\/docs\/[^"]+)"/g)].map(([, path]) => path as string);
  expect(parts).toHaveLength(3);
  for (const part of parts) expect((await api.guest().send('GET', `/${part}`)).status).toBe(200);
  expect((await api.guest().send('GET', '//api/docs/package.json')).status).toBe(404);
});

it('is the same without a running server, so that the committed file can be made from it', async () => {
  expect(JSON.parse(JSON.stringify(openApiDocument()))).toEqual(await api.guest().get('/openapi.json'));
});
