import type { Identity } from '../wire';
import { Chat } from './chat';

interface Asked { path: string; token: string | null; body: { identity?: Identity } }
type Answer = (asked: Asked) => Promise<{ status: number; json: unknown }>;

/** The server as this panel sees it, and a page that it may listen to. */
function staged(): { chat: Chat; asked: Asked[]; answer: (next: Answer) => void; visitors: () => Asked[] } {
  const asked: Asked[] = [];
  let tags = 0;
  let reply: Answer = ({ path }) => Promise.resolve({
    status: 200,
    json: path === '/visitors' ? { token: `tag ${(tags += 1)}`, verified: true, refusedFields: [] } : { conversation: { id: 'c', state: 'open' }, messages: [], unread: 0, hasBefore: false },
  });
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (url, options) => {
    const one: Asked = { path: String(url).replace('/widget/v1', ''), token: new Headers(options?.headers).get('authorization'), body: JSON.parse(String(options?.body ?? '{}')) as Asked['body'] };
    asked.push(one);
    const { status, json } = await reply(one);
    return new Response(JSON.stringify(json), { status });
  });
  Object.assign(globalThis, { addEventListener: () => undefined, document: { hidden: false, hasFocus: () => true, addEventListener: () => undefined } });
  const chat = new Chat('channel', () => undefined, () => undefined);
  return { chat, asked, answer: (next) => { reply = next; }, visitors: () => asked.filter(({ path }) => path === '/visitors') };
}
const soon = () => new Promise((over) => { setTimeout(over, 20); });
const anna = (fieldsHash: string): Identity => ({ id: 'anna', hash: 'proof', fields: '{"plan":"gold"}', fieldsHash });

describe('a name tag that is written anew', () => {
  let waits: jest.SpyInstance<NodeJS.Timeout>;
  beforeEach(() => { waits = jest.spyOn(globalThis, 'setTimeout'); });
  // A panel tries again and again for as long as its page is open.
  afterEach(() => {
    for (const { value } of waits.mock.results) clearTimeout(value as NodeJS.Timeout);
    jest.restoreAllMocks();
  });

  it('is asked for when the site says something new of the same person, and all that is open stays open', async () => {
    const { chat, asked, visitors } = staged();
    chat.receive({ k: 'identify', identity: anna('one') });
    await soon();
    expect(chat.state).toMatchObject({ verifiedAs: 'anna', conversation: { id: 'c' } });
    chat.setDraft('I was about to say');
    chat.receive({ k: 'identify', identity: anna('two') });
    expect(chat.state).toMatchObject({ verifiedAs: 'anna', conversation: { id: 'c' }, draft: 'I was about to say' });
    await soon();
    expect(visitors().map(({ body }) => body.identity?.fieldsHash)).toEqual(['one', 'two']);
    // Said again, it is nothing new.
    chat.receive({ k: 'identify', identity: anna('two') });
    await soon();
    expect(visitors()).toHaveLength(2);
    chat.send('Hello');
    await soon();
    expect(asked.filter(({ path }) => path === '/messages').at(-1)?.token).toBe('Bearer tag 2');
  });

  it('is asked for once more after it failed, and the old one serves until then', async () => {
    const { chat, asked, answer, visitors } = staged();
    chat.receive({ k: 'identify', identity: anna('one') });
    await soon();
    answer(({ path }) => Promise.resolve(path === '/visitors' ? { status: 503, json: {} } : { status: 200, json: {} }));
    chat.receive({ k: 'identify', identity: anna('two') });
    await soon();
    chat.send('Hello');
    await soon();
    expect(asked.filter(({ path }) => path === '/messages').at(-1)?.token).toBe('Bearer tag 1');
    chat.receive({ k: 'identify', identity: anna('two') });
    await soon();
    expect(visitors().map(({ body }) => body.identity?.fieldsHash)).toEqual(['one', 'two', 'two']);
  });

  it('of one person is never worn by the next', async () => {
    const { chat, asked, answer } = staged();
    chat.receive({ k: 'identify', identity: anna('one') });
    await soon();
    let late: () => void = () => undefined;
    answer(({ path, body }) => {
      const json = path === '/visitors' ? { token: `tag of ${body.identity?.id ?? 'nobody'}`, verified: true, refusedFields: [] } : { conversation: null, messages: [], unread: 0, hasBefore: false };
      return new Promise((done) => { if (body.identity?.id === 'anna') late = () => done({ status: 200, json }); else done({ status: 200, json }); });
    });
    chat.receive({ k: 'identify', identity: anna('two') });
    await soon();
    chat.receive({ k: 'identify', identity: { id: 'bruno', hash: 'proof' } });
    await soon();
    late();
    await soon();
    expect(chat.state).toMatchObject({ verifiedAs: 'bruno', conversation: null });
    chat.send('Hello');
    await soon();
    expect(asked.filter(({ path }) => path === '/messages').at(-1)?.token).toBe('Bearer tag of bruno');
  });
});
