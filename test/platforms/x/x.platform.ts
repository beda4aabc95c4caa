/** X: one account, its app, and the people who turn to it. */
import { type ApiAnswer, type ApiCall, type Customer, type Happened, type PlatformEvent, type PlatformModule, type Simulated } from '../platform';
import { notShown, problem, sha, unprivileged, type Route } from './x.answers';
import { App } from './x.app';
import { Files } from './x.files';
import { Messages } from './x.messages';
import { Posts, userOf, type Person, type World } from './x.posts';

export interface XSimulated extends Simulated {
  app: App;
  posts: Posts;
  messages: Messages;
  files: Files;
  us: Person;
  quote(from: Customer, postId: string, text: string): Happened;
  /** Encrypted from end to end. */
  sayEncrypted(from: Customer): Happened;
}

export const xPlatform: PlatformModule<XSimulated> = {
  id: 'x',
  label: 'X',
  create({ root, now, emit }) {
    const us: Person = { id: '1111111111111111111', name: 'The simulated shop', handle: 'simulated_shop', nameless: false };
    const app = new App(now);
    const files = new Files(root);
    const people = new Map<string, Person>([[us.id, us]]);
    let count = 0;
    const world: World = {
      us, people, files, accepted: [], now, emit,
      // In front of each id stand the milliseconds since X's own beginning.
      nextId: () => String((BigInt(now().getTime()) - 1_288_834_974_657n << 22n) + BigInt(++count)),
      event: (type, payload, includes) => ({ payload: { data: { event_uuid: `-${++count}`, filter: { user_id: us.id }, event_type: type, tag: 'kontuar', payload, ...(includes === undefined ? {} : { includes }) } } }),
    };
    const posts = new Posts(world);
    const messages = new Messages(world);
    const routes: Route[] = [
      ...app.routes(), ...posts.routes(), ...messages.routes(), ...files.routes(),
      { method: 'GET', path: /^\/2\/users\/me$/, run: () => ({ status: 200, body: { data: userOf(us) } }) },
      { method: 'GET', path: /^\/2\/users\/(\d+)$/, run: (_call, id = '') => {
        const person = people.get(id);
        return person === undefined || person.nameless ? notShown('user', id) : { status: 200, body: { data: userOf(person) } };
      } },
    ];
    const limits = (): Record<string, string> => ({ 'x-rate-limit-limit': '300', 'x-rate-limit-remaining': '288', 'x-rate-limit-reset': String(Math.ceil(now().getTime() / 1000) + 900) });
    const handle = async (call: ApiCall): Promise<ApiAnswer> => {
      if (call.path === '/2/oauth2/token') return app.token(call);
      const file = files.all.get(/^\/media\/([\w]+)\.\w+$/.exec(call.path)?.[1] ?? '');
      if (file !== undefined) return call.headers['authorization'] === `Bearer ${app.access}` ? { status: 200, headers: { 'content-type': file.contentType }, body: file.bytes } : { status: 401, body: '' };
      for (const route of routes) {
        const parts = call.method === route.method ? route.path.exec(call.path) : null;
        if (parts === null) continue;
        const refused = app.authorise(call, route.as ?? 'account');
        const answer = refused ?? (await route.run(call, ...parts.slice(1)));
        return { ...answer, headers: { ...limits(), ...answer.headers } };
      }
      return problem(404, 'Not Found Error', `${call.method} ${call.path}`);
    };
    return {
      app, posts, messages, files, us, handle, accepted: world.accepted,
      settings: () => ({
        clientId: app.client.id, clientSecret: app.client.secret, bearerToken: app.client.bearer, userId: us.id, username: us.handle, accessToken: app.access, refreshToken: app.refresh,
        accessExpiresAt: new Date(now().getTime() + 7_200_000).toISOString(), apiUrl: root, consentUrl: `${root}/i/oauth2/authorize`,
      }),
      customer(name = `Customer ${people.size}`) {
        const person: Person = { id: String(2_222_222_222_222_222_000n + BigInt(people.size)), name, handle: `customer_${people.size}`, nameless: false };
        people.set(person.id, person);
        return { id: person.id, name, handle: `@${person.handle}` };
      },
      failures: {
        get 'rate-limited'() { return problem(429, 'Too Many Requests', 'Too Many Requests', { headers: { ...limits(), 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(Math.ceil(now().getTime() / 1000) + 1) } }); },
        'server-error': problem(500, 'Internal Server Error', 'Something is broken.'),
        'token-expired': problem(401, 'Unauthorized', 'Unauthorized'),
        forbidden: unprivileged,
        blocked: problem(403, 'Forbidden', 'You cannot send messages to this user.'),
        'too-long': problem(400, 'Invalid Request', 'Your text is too long.'),
      },
      isSend: ({ method, path }) => method === 'POST' && /^\/2\/(tweets|dm_conversations\/.+\/messages)$/.test(path),
      webhook: {
        proof: 'signature',
        // One call is one event.
        wrap: ([event]: PlatformEvent[], url: string) => ({ method: 'POST', url, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(event?.payload)) }),
        sign: (request) => ({ ...request, headers: { ...request.headers, 'x-twitter-webhooks-signature-oauth2': sha(app.client.secret, request.body) } }),
        handshake: (url) => ({
          request: { method: 'GET', url: `${url}?crc_token=challenge-1&nonce=n`, headers: {}, body: Buffer.alloc(0) },
          passed: ({ status, body }) => status === 200 && body === JSON.stringify({ response_token: sha(app.client.secret, 'challenge-1') }),
        }),
      },
      subscribed: () => app.webhooks[0]?.url,
      say: (saying) => (saying.public === undefined ? messages.say(saying) : posts.say(saying)),
      quote: (from, postId, text) => posts.quote(people.get(from.id) ?? us, postId, text),
      read: (id) => messages.read(id),
      typing: (from) => messages.typing(from),
      answeredElsewhere: (to, text) => messages.answeredElsewhere(to, text),
      post: (text) => posts.make(us, text).id,
      unknownEvent: () => ({ externalId: '', events: [world.event('thought.create', { id: '1' })] }),
      unknownMessage: (from) => messages.sayRaw(from, { attachment: { type: 'hologram', volume: 3 } }),
      sayEncrypted: (from) => {
        const id = `e4f4d3fc-${++count}`;
        return { externalId: `chat:${id}`, events: [world.event('chat.received', { id, created_at_msec: String(now().getTime()), sender_id: from.id, conversation_id: `${from.id}:${us.id}`, encoded_event: 'CwABAAAAEzIw' })] };
      },
    };
  },
};
