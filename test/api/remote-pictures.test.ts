import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChannelView, ConversationView, MessagePage, Page } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { fakePlatform } from '../support/fake-connector';

/** The smallest GIF. */
const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

/** Somebody else's server: what it keeps under which path, and what it was asked for. */
async function startElsewhere(): Promise<{ url: string; port: number; asked: { path: string; headers: http.IncomingHttpHeaders }[]; close(): Promise<void> }> {
  const asked: { path: string; headers: http.IncomingHttpHeaders }[] = [];
  const server = http.createServer((request, response) => {
    asked.push({ path: request.url ?? '', headers: request.headers });
    const answer = (type: string, body: Buffer | string, status = 200, headers = {}) => response.writeHead(status, { 'content-type': type, ...headers }).end(body);
    switch (request.url) {
      case '/picture.gif': return answer('image/gif', gif);
      case '/page': return answer('text/html', '<script>alert(1)</script>');
      case '/drawing.svg': return answer('image/svg+xml', svg);
      case '/big': return answer('image/png', Buffer.alloc(11 * 1024 * 1024));
      case '/big-unannounced': {
        response.writeHead(200, { 'content-type': 'image/png' });
        for (let n = 0; n < 11; n += 1) response.write(Buffer.alloc(1024 * 1024));
        return response.end();
      }
      case '/elsewhere': return answer('text/plain', '', 302, { location: '/picture.gif' });
      default: return answer('text/plain', 'not here', 404);
    }
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, asked, close: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }) };
}

const connector = { ...fakePlatform().connector, parse: (delivery: { body: Buffer }) => {
  const { id, html } = JSON.parse(delivery.body.toString()) as { id: string; html: string };
  return [{ kind: 'message', externalId: id, at: '2026-11-01T10:00:00.000Z', from: { id: 'Anna', name: 'Anna' }, thread: { key: 'Anna' }, text: id, html }];
} };

let elsewhere: Awaited<ReturnType<typeof startElsewhere>>;
beforeAll(async () => { elsewhere = await startElsewhere(); });
afterAll(() => elsewhere.close());
beforeEach(() => { elsewhere.asked.length = 0; });

describe.each([{ hosts: 'private hosts allowed', env: {} as Record<string, string> }, { hosts: 'private hosts forbidden', env: { KONTUAR_ALLOW_PRIVATE_HOSTS: '' } }])('pictures of a letter that are kept elsewhere, $hosts', ({ env }) => {
  const allowed = env['KONTUAR_ALLOW_PRIVATE_HOSTS'] === undefined;
  let api: TestApi;
  let owner: Person;
  let channel: ChannelView;
  beforeAll(async () => {
    api = await startTestApi({ connectors: [connector as never], worker: true, env });
    owner = await api.signUp();
    channel = await owner.client.post<ChannelView>('/channels', { connectorId: 'fake', name: 'Fake', settings: { account: 'shop', token: 'secret' } });
  });
  afterAll(() => api.stop());

  /** A letter with these pictures; answers its id. */
  const letter = async (name: string, addresses: string[]): Promise<string> => {
    const html = `<p>Look:</p>${addresses.map((address) => `<img src="${address}">`).join('')}`;
    const answer = await fetch(`${api.url}/hooks/fake/${channel.id}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-fake-token': 'secret' }, body: JSON.stringify({ id: name, html }) });
    expect(answer.status).toBe(200);
    let id: string | undefined;
    await eventually(async () => {
      const [conversation] = (await owner.client.get<Page<ConversationView>>('/conversations?view=all')).items;
      const { items } = await owner.client.get<MessagePage>(`/conversations/${conversation?.id}/messages`);
      id = items.find((message) => message.text === name)?.id;
      expect(id).toBeDefined();
    });
    return id as string;
  };
  const picture = (id: string, index: number | string, person = owner) => fetch(`${api.url}/api/v1/messages/${id}/picture?index=${index}`, { headers: { cookie: person.client.cookie ?? '' } });
  const codeOf = async (response: Response) => ({ status: response.status, code: (await response.json() as { code: string }).code });

  if (allowed) {
    it('are fetched for the reader: the bytes, as a picture and nothing else, and nothing about who reads', async () => {
      const id = await letter('with a picture', [`${elsewhere.url}/picture.gif`]);
      expect(elsewhere.asked).toEqual([]);
      const response = await picture(id, 0);
      expect(response.status).toBe(200);
      expect(Buffer.from(await response.arrayBuffer())).toEqual(gif);
      expect(Object.fromEntries(['content-type', 'x-content-type-options', 'content-security-policy', 'cache-control'].map((name) => [name, response.headers.get(name)]))).toEqual({
        'content-type': 'image/gif', 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox", 'cache-control': 'private, max-age=3600',
      });
      expect(elsewhere.asked).toHaveLength(1);
      const [{ headers } = { headers: {} }] = elsewhere.asked;
      for (const name of ['cookie', 'referer', 'authorization', 'x-forwarded-for']) expect(headers).not.toHaveProperty(name);
    });

    it('are refused when they are a page, a drawing that can hold a script, too large, moved or missing', async () => {
      const paths = ['/page', '/drawing.svg', '/big', '/big-unannounced', '/elsewhere', '/missing'];
      const id = await letter('with what is none', paths.map((path) => `${elsewhere.url}${path}`));
      const answers = await Promise.all(paths.map(async (path, index) => {
        const response = await picture(id, index);
        const text = await response.text();
        return { path, status: response.status, type: response.headers.get('content-type')?.split(';')[0], active: /script|alert/.test(text) };
      }));
      expect(answers).toEqual(paths.map((path) => ({ path, status: 404, type: 'application/problem+json', active: false })));
      // A move is not followed: it could lead inside.
      expect(elsewhere.asked.map(({ path }) => path)).not.toContain('/picture.gif');
    });

    it('are only those of the letter, by their place', async () => {
      const id = await letter('with one', [`${elsewhere.url}/picture.gif`]);
      expect(await codeOf(await picture(id, 1))).toEqual({ status: 404, code: 'not-found' });
      for (const index of ['-1', '0.5', 'x', encodeURIComponent(`${elsewhere.url}/picture.gif`)]) expect((await picture(id, index)).status).toBe(400);
      expect(elsewhere.asked).toEqual([]);
    });

    it('are not there for another workspace, for a guest, or once the letter is deleted', async () => {
      const id = await letter('private', [`${elsewhere.url}/picture.gif`]);
      expect(await codeOf(await picture(id, 0, await api.otherWorkspace()))).toEqual({ status: 404, code: 'not-found' });
      expect((await fetch(`${api.url}/api/v1/messages/${id}/picture?index=0`)).status).toBe(401);
      await api.sql('UPDATE messages SET deleted_at = now() WHERE id = $1', [id]);
      expect((await picture(id, 0)).status).toBe(404);
      expect(elsewhere.asked).toEqual([]);
    });
  } else {
    it('are never fetched from inside, however the address is written', async () => {
      const { port } = elsewhere;
      const hosts = ['127.0.0.1', 'localhost', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0', 'localhost.'];
      const id = await letter('from inside', [...hosts.map((host) => `http://${host}:${port}/picture.gif`), 'http://169.254.169.254/latest/meta-data', 'http://10.0.0.1/picture.gif']);
      for (let index = 0; index < hosts.length + 2; index += 1) expect({ index, ...(await codeOf(await picture(id, index))) }).toEqual({ index, status: 404, code: 'picture-unreachable' });
      expect(elsewhere.asked).toEqual([]);
    });
  }
});
