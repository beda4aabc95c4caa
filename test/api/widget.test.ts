import { createHmac } from 'node:crypto';
import type { AttachmentView, ChannelView, ConversationView, MessagePage, Page, Posted } from '@kontuar/contract';
import { chat } from '@kontuar/connectors';
import type { Outbound } from '@kontuar/connectors/contract';
import { EmailContinuation } from '@kontuar/core';
import { openAgentSocket, type AgentSocket } from '../support/agent-socket';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { backends } from '../support/backends';
import { eventually } from '../support/eventually';
import { fakePlatform } from '../support/fake-connector';
import { VisitorClient } from '../support/visitor';

const site = 'https://shop.example';
const identitySecret = 'an identity secret of the tests, long';

describe.each(backends)('the website chat, with the queue on $backend', ({ redis, anyQueue }) => {
  let api: TestApi;
  let owner: Person;
  let live: AgentSocket;
  let channel: ChannelView;

  beforeAll(async () => {
    api = await startTestApi({ redis, worker: true });
    owner = await api.signUp('Dom Lipowy');
    channel = await owner.client.post<ChannelView>('/channels', { connectorId: 'chat', name: 'Shop', settings: { allowedOrigins: [site], identitySecret, maxFileMb: 1 } });
    live = await openAgentSocket(api.url, owner.client.cookie);
  });
  afterAll(async () => {
    live.close();
    await api.stop();
  });

  const arrive = async (identity?: { id: string; name?: string; email?: string; hash?: string }) => {
    const visitor = new VisitorClient(api.url, channel.id);
    const session = await visitor.begin(identity);
    return Object.assign(visitor, session);
  };
  const received = async (text: string) => (await live.until('message.created', (event) => event.message.text === text)).conversation;
  const answer = (conversation: ConversationView, text: string, more: object = {}) =>
    owner.client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: `a-${text}`, text, ...more });
  const shown = (visitor: VisitorClient, text: string) => eventually(async () => {
    const thread = await visitor.thread();
    expect(thread.messages.map((message) => message.text)).toContain(text);
    return thread;
  });
  const count = async (table: string) => Number((await api.sql<{ n: string }>(`SELECT count(*) AS n FROM ${table}`))[0]?.n);

  anyQueue('keeps nothing of a visitor who looks around and says nothing', async () => {
    const before = await Promise.all(['contacts', 'identities', 'conversations', 'deliveries'].map(count));
    const visitor = await arrive({ id: 'customer-0', name: 'Looker', email: 'looker@example.test' });
    expect(await visitor.thread()).toEqual({ conversation: null, messages: [], unread: 0, lastSeq: 0, hasBefore: false });
    await visitor.send('POST', '/typing', {});
    await visitor.send('POST', '/read', { seq: 1 });
    expect(await Promise.all(['contacts', 'identities', 'conversations', 'deliveries'].map(count))).toEqual(before);
  });

  it('takes a message, shows it to agents at once, and brings the answer to the visitor over the stream', async () => {
    const visitor = await arrive();
    const stream = await visitor.watch();
    await eventually(() => expect(stream.heard).toEqual([{ type: 'hello' }]));
    const posted = await visitor.write('Do oak legs fit?', { matter: 'question', name: 'Marta', email: 'marta@example.test', page: `${site}/table` });
    expect(posted.status).toBe(202);
    const conversation = await received('Do oak legs fit?');
    expect(conversation).toMatchObject({ contact: { name: 'Marta' }, matter: 'question', state: 'open' });
    await eventually(() => expect(stream.heard).toContainEqual({ type: 'changed' }));
    expect((await visitor.thread()).conversation).toMatchObject({ state: 'open', place: 1 });

    stream.heard.length = 0;
    await answer(conversation, 'Yes, they fit.');
    await eventually(() => expect(stream.heard).toContainEqual({ type: 'changed' }));
    const thread = await shown(visitor, 'Yes, they fit.');
    expect(thread.messages).toMatchObject([{ from: 'visitor', clientId: 'c-Do oak legs fit?', status: 'read' }, { from: 'agent', author: { name: 'Olga Owner', initials: 'OO' } }]);
    expect(thread.conversation).toMatchObject({ agent: { name: 'Olga Owner' }, place: null });
    expect(thread.unread).toBe(1);
    stream.close();
  });

  it('says delivered when the panel fetched an answer and read when it was seen', async () => {
    const visitor = await arrive();
    await visitor.write('Are you there?');
    const conversation = await received('Are you there?');
    const { message } = await answer(conversation, 'I am here.');
    await live.until('message.updated', (event) => event.message.id === message.id && event.message.status === 'sent');
    const thread = await shown(visitor, 'I am here.');
    await live.until('message.updated', (event) => event.message.id === message.id && event.message.status === 'delivered');
    expect((await visitor.send('POST', '/read', { seq: thread.lastSeq })).status).toBe(204);
    await live.until('message.updated', (event) => event.message.id === message.id && event.message.status === 'read');
    expect((await visitor.thread()).unread).toBe(0);
  });

  it('makes one message of one that is sent again, also at the same moment', async () => {
    const visitor = await arrive();
    const all = await Promise.all(Array.from({ length: 5 }, () => visitor.write('Only once')));
    expect(all.map((one) => one.status)).toEqual([202, 202, 202, 202, 202]);
    const conversation = await received('Only once');
    await visitor.write('And this');
    await received('And this');
    const { items } = await owner.client.get<MessagePage>(`/conversations/${conversation.id}/messages`);
    expect(items.map((message) => message.text)).toEqual(['Only once', 'And this']);
  });

  anyQueue('never shows notes, house lines, waiting answers or other visitors', async () => {
    const visitor = await arrive();
    const stranger = await arrive();
    await visitor.write('My secret question');
    const conversation = await received('My secret question');
    await answer(conversation, 'A note about this customer', { private: true });
    await answer(conversation, 'Later, not now', { sendAt: new Date(Date.now() + 3_600_000).toISOString() });
    await owner.client.post(`/conversations/${conversation.id}/assign`, { assigneeId: owner.memberId, note: 'handed over' });
    await answer(conversation, 'For your eyes');
    await shown(visitor, 'For your eyes');
    const text = JSON.stringify(await visitor.thread());
    for (const hidden of ['A note about', 'Later, not now', 'handed over', 'assigned']) expect(text).not.toContain(hidden);
    expect((await stranger.thread()).messages).toEqual([]);
  });

  anyQueue('shows a deleted answer as deleted, without its words', async () => {
    const visitor = await arrive();
    await visitor.write('Price?');
    const conversation = await received('Price?');
    const { message } = await answer(conversation, 'Wrong price 1 zł');
    await shown(visitor, 'Wrong price 1 zł');
    await owner.client.delete(`/messages/${message.id}`);
    const thread = await visitor.thread();
    expect(thread.messages.at(-1)).toMatchObject({ deleted: true, text: '', attachments: [] });
  });

  it('tells the visitor that an agent writes, and agents that the visitor does', async () => {
    const visitor = await arrive();
    await visitor.write('Typing?', { name: 'Tadeusz' });
    const conversation = await received('Typing?');
    const stream = await visitor.watch();
    await eventually(() => expect(stream.heard.length).toBeGreaterThan(0));
    await live.socket.emitWithAck('typing', { conversationId: conversation.id, typing: true });
    await eventually(() => expect(stream.heard).toContainEqual({ type: 'typing', name: 'Olga Owner' }));
    await live.socket.emitWithAck('open', { conversationId: conversation.id });
    const typed = new Promise((resolve) => { live.socket.once('typing', resolve); });
    await visitor.send('POST', '/typing', {});
    expect(await typed).toMatchObject({ conversationId: conversation.id, name: 'Tadeusz' });
    stream.close();
  });

  anyQueue('carries files with a message, once, and only the uploader’s own', async () => {
    const visitor = await arrive();
    const upload = await visitor.upload('../../etc/leg‮gnp.txt', 'oak, 72 cm');
    expect(upload.status).toBe(201);
    expect(upload.body.name).toBe('leggnp.txt');
    const thief = await arrive();
    expect((await thief.write('stolen', { attachmentIds: [upload.body.id] })).status).toBe(404);
    await visitor.write('See the leg', { attachmentIds: [upload.body.id] });
    await visitor.write('See the leg', { attachmentIds: [upload.body.id] });
    const conversation = await received('See the leg');
    const file = await eventually(async () => {
      const { items } = await owner.client.get<MessagePage>(`/conversations/${conversation.id}/messages`);
      expect(items).toHaveLength(1);
      const [attachment] = items[0]?.attachments as AttachmentView[];
      expect(attachment).toMatchObject({ state: 'ready', name: 'leggnp.txt' });
      return attachment as AttachmentView;
    });
    expect(await (await fetch(`${api.url}${file.url}`)).text()).toBe('oak, 72 cm');
    expect((await visitor.thread()).messages[0]?.attachments).toMatchObject([{ name: 'leggnp.txt' }]);
  });

  it.each([['a program', 'setup.exe', 'MZ', 400], ['a page', 'x.html', '<script>', 400], ['nothing', 'empty.txt', '', 400], ['too much', 'big.bin', 'x'.repeat(1024 * 1024 + 1), 413]])('refuses %s as a file', async (_what, name, content, status) => {
    const visitor = await arrive();
    expect((await visitor.upload(name, content)).status).toBe(status);
  });

  anyQueue('knows a signed visitor on every device, and shows an unsigned one as unverified in a thread of their own', async () => {
    const hash = createHmac('sha256', identitySecret).update('customer-812').digest('hex');
    const phone = await arrive({ id: 'customer-812', name: 'James Parker', hash });
    expect(phone.verified).toBe(true);
    await phone.write('From my phone');
    const conversation = await received('From my phone');
    const laptop = await arrive({ id: 'customer-812', hash });
    expect(laptop.visitorId).toBe(phone.visitorId);
    expect((await laptop.thread()).messages.map((message) => message.text)).toEqual(['From my phone']);
    const contact = await owner.client.get<{ identities: { verified: boolean }[] }>(`/contacts/${conversation.contact.id}`).catch(() => undefined);
    if (contact !== undefined) expect(contact.identities).toMatchObject([{ verified: true }]);

    for (const wrong of [undefined, '', 'f'.repeat(64), hash.slice(1)]) {
      const liar = await arrive({ id: 'customer-812', name: 'James Parker', ...(wrong === undefined ? {} : { hash: wrong }) });
      expect(liar.verified).toBe(false);
      expect((await liar.thread()).messages).toEqual([]);
    }
    const liar = await arrive({ id: 'customer-812', name: 'James Parker' });
    await liar.write('I am James');
    await received('I am James');
    const [identity] = await api.sql<{ verified: boolean }>(`SELECT verified FROM identities WHERE external_id = $1`, [liar.visitorId]);
    expect(identity).toEqual({ verified: false });
  });

  anyQueue('asks for a rating once, keeps it once, and shows it to agents', async () => {
    const visitor = await arrive();
    await visitor.write('Rate me');
    const conversation = await received('Rate me');
    await answer(conversation, 'Done', { then: 'resolve' });
    const thread = await eventually(async () => {
      const now = await visitor.thread();
      expect(now.conversation).toMatchObject({ state: 'resolved', ratingAsked: true, rated: false });
      return now;
    });
    expect(thread.conversation?.closedAt).not.toBeNull();
    expect((await visitor.send('POST', '/rating', {})).status).toBe(400);
    expect((await visitor.send('POST', '/rating', { score: 6 })).status).toBe(400);
    await visitor.send('POST', '/rating', { score: 4, solved: 'partly', text: 'quick' });
    await visitor.send('POST', '/rating', { score: 1 });
    await eventually(async () => expect((await visitor.thread()).conversation).toMatchObject({ rated: true, ratingAsked: false, state: 'resolved' }));
    const { items } = await owner.client.get<MessagePage>(`/conversations/${conversation.id}/messages`);
    expect(items.filter((message) => message.event?.type === 'rated').map((message) => message.event?.data)).toEqual([{ score: 4, solved: 'partly', text: 'quick' }]);
  });

  anyQueue('opens only to the channel’s websites and its own pages', async () => {
    const from = (origin: string | undefined) => new VisitorClient(api.url, channel.id, origin).config();
    const good = await from(site);
    expect(good.status).toBe(200);
    expect(good.headers.get('access-control-allow-origin')).toBe(site);
    expect(good.body).toMatchObject({ channelId: channel.id, workspaceName: 'Dom Lipowy', open: true });
    expect(JSON.stringify(good.body)).not.toContain(identitySecret);
    expect((await from(api.url)).status).toBe(200);
    expect((await from(undefined)).status).toBe(200);
    for (const origin of ['https://evil.test', 'http://shop.example', 'null', 'https://shop.example.evil.test']) {
      const bad = await from(origin);
      expect(bad.status).toBe(403);
      expect(bad.body).toMatchObject({ code: 'origin-not-allowed' });
    }
    const visitor = await arrive();
    const evil = Object.assign(new VisitorClient(api.url, channel.id, 'https://evil.test'), { token: visitor.token });
    expect((await evil.send('GET', '/thread')).status).toBe(403);
    expect((await evil.write('from evil')).status).toBe(403);

    const panel = await fetch(`${api.url}/widget/panel?channel=${channel.id}`);
    if (panel.status === 200) {
      expect(panel.headers.get('content-security-policy')).toContain(`frame-ancestors 'self' ${site}`);
      expect(panel.headers.get('x-frame-options')).toBeNull();
    }
  });

  anyQueue('answers 404 for channels that are no chat, not there, or elsewhere', async () => {
    const counter = await owner.client.post<ChannelView>('/channels', { connectorId: 'counter', name: 'Counter' });
    for (const id of [counter.id, '0197a0de-0000-7000-8000-000000000001', 'x', "' OR 1=1"]) {
      expect((await new VisitorClient(api.url, encodeURIComponent(id)).config()).status).toBe(404);
      expect((await fetch(`${api.url}/widget/panel?channel=${encodeURIComponent(id)}`)).status).toBe(404);
    }
  });

  anyQueue('takes no token that it did not give', async () => {
    const visitor = await arrive();
    const [body = '', mac = ''] = (visitor.token ?? '').split('.');
    const forged = Buffer.from(JSON.stringify({ ...(JSON.parse(Buffer.from(body, 'base64url').toString()) as object), visitorId: 'u_somebody' })).toString('base64url');
    const before = await count('deliveries');
    for (const token of [undefined, 'x', `${forged}.${mac}`, `${body}.${mac.slice(1)}`, `${body}.`, `${visitor.token}.x`]) {
      const client = new VisitorClient(api.url, channel.id);
      client.token = token;
      expect((await client.send('GET', '/thread')).status).toBe(401);
      expect((await client.write('forged')).status).toBe(401);
      expect((await client.send('GET', '/stream')).status).toBe(401);
    }
    expect(await count('deliveries')).toBe(before);
  });

  it.each([
    ['broken JSON', '{"clientId":'], ['nothing said', { clientId: 'x', text: '  ' }], ['no client id', { text: 'hello' }], ['too long a text', { clientId: 'x', text: 'x'.repeat(10_001) }], ['an attachment that is no id', { clientId: 'x', text: 'x', attachmentIds: ['1'] }],
  ])('refuses %s with a problem document and keeps nothing', async (_what, body) => {
    const visitor = await arrive();
    const before = await count('deliveries');
    const refused = await visitor.send<{ code: string }>('POST', '/messages', body);
    expect(refused.status).toBe(400);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(await count('deliveries')).toBe(before);
  });

  it('slows down somebody who floods, and says for how long', async () => {
    const visitor = await arrive();
    const all = [];
    for (let index = 0; index < 40; index += 1) all.push(await visitor.write(`flood ${index}`));
    const refused = all.filter((one) => one.status === 429);
    expect(refused.length).toBe(10);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    const other = await arrive();
    expect((await other.write('not the flooder')).status).toBe(202);
  });

  anyQueue('gives a long thread by pages, and what came since', async () => {
    const visitor = await arrive();
    await visitor.write('Long thread');
    const conversation = await received('Long thread');
    for (let index = 1; index <= 55; index += 1) await answer(conversation, `part ${index}`);
    await shown(visitor, 'part 55');
    const newest = await visitor.thread();
    expect(newest).toMatchObject({ hasBefore: true });
    expect(newest.messages).toHaveLength(50);
    const older = await visitor.thread(`?before=${newest.messages[0]?.seq}`);
    expect(older.messages[0]?.text).toBe('Long thread');
    const since = await visitor.thread(`?after=${newest.messages.at(-3)?.seq}`);
    expect(since.messages.map((message) => message.text)).toEqual(['part 54', 'part 55']);
  });

  anyQueue('makes a new identity secret for those who manage channels, and for nobody else', async () => {
    const agent = await api.invite(owner, 'agent');
    expect((await agent.client.send('POST', `/channels/${channel.id}/identity-secret`)).status).toBe(403);
    const stranger = await api.otherWorkspace();
    expect((await stranger.client.send('POST', `/channels/${channel.id}/identity-secret`)).status).toBe(404);
    const own = await owner.client.post<ChannelView>('/channels', { connectorId: 'chat', name: 'Second', settings: {} });
    const { secret } = await owner.client.post<{ secret: string }>(`/channels/${own.id}/identity-secret`);
    const visitor = new VisitorClient(api.url, own.id);
    expect((await visitor.begin({ id: '7', hash: createHmac('sha256', secret).update('7').digest('hex') })).verified).toBe(true);
    const listed = await owner.client.get<Page<ChannelView>>('/channels');
    expect(JSON.stringify(listed)).not.toContain(secret);
  });
});

describe('a chat that goes on by email', () => {
  let api: TestApi;
  let owner: Person;
  const sent: Outbound[] = [];
  /** Stands for the email channel: what leaves through it is caught here. */
  const fake = fakePlatform('post').connector;
  const post: typeof fake = { ...fake, capabilities: { ...fake.capabilities, subject: true }, send: (_ctx, message) => { sent.push(message); return Promise.resolve({ externalId: `post-${message.messageId}` }); } };

  beforeAll(async () => {
    api = await startTestApi({ worker: true, connectors: [chat, post] });
    owner = await api.signUp('Dom Lipowy');
  });
  afterAll(async () => { await api.stop(); });

  it('mails what was not read, once, and only with consent', async () => {
    const mail = await owner.client.post<ChannelView>('/channels', { connectorId: 'post', name: 'Mail', settings: { account: 'shop', token: 'a-token' } });
    const channel = await owner.client.post<ChannelView>('/channels', { connectorId: 'chat', name: 'Shop', settings: { emailChannelId: mail.id } });
    const talk = async (text: string, consent: boolean) => {
      const visitor = new VisitorClient(api.url, channel.id);
      await visitor.begin();
      expect((await visitor.send('POST', '/email', { email: 'x@example.test', consent: true })).status).toBe(409);
      await visitor.write(text, { name: 'Marta' });
      const conversation = await eventually(async () => {
        const { items } = await owner.client.get<Page<ConversationView>>('/conversations?view=all');
        const found = items.find((one) => one.preview.text === text);
        if (found === undefined) throw new Error('not yet');
        return found;
      });
      expect((await visitor.send('POST', '/email', { email: 'not an address', consent: true })).status).toBe(400);
      expect((await visitor.send('POST', '/email', { email: 'marta@example.test', consent: false })).status).toBe(400);
      if (consent) {
        expect((await visitor.send('POST', '/email', { email: 'Marta@Example.test', consent: true })).status).toBe(204);
        await eventually(async () => expect((await visitor.thread()).conversation?.emailConsent).toBe(true));
      }
      await owner.client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: `a-${text}`, text: `Answer to ${text}` });
      await eventually(async () => expect((await owner.client.get<MessagePage>(`/conversations/${conversation.id}/messages`)).items.find((one) => one.direction === 'out')?.status).toBe('sent'));
      return { visitor, conversation };
    };
    const left = await talk('I must go', true);
    await talk('No address from me', false);
    const byEmail = api.app.get(EmailContinuation);
    await byEmail.sweep(3600);
    expect(sent).toEqual([]);
    await Promise.all([byEmail.sweep(0), byEmail.sweep(0)]);
    await byEmail.sweep(0);
    await eventually(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toMatchObject({ to: { id: 'marta@example.test' }, subject: 'Twoja rozmowa: Dom Lipowy' });
    expect(sent[0]?.text).toContain('Answer to I must go');
    const { items } = await owner.client.get<Page<ConversationView>>('/conversations?view=all');
    expect(items.find((one) => one.channelId === mail.id)).toMatchObject({ previousId: left.conversation.id, contact: { name: 'Marta' } });
    // Nothing of the house's bookkeeping reaches the visitor.
    expect((await left.visitor.thread()).messages.map((one) => one.text)).toEqual(['I must go', 'Answer to I must go']);
  });
});
