import type { ChannelView, ConversationView, MessagePage, MessageView, Page, Posted } from '@kontuar/contract';
import { ConnectorError, type Inbound, type InboundMessage, type Sent } from '@kontuar/connectors/contract';
import { Housekeeping, PULSE } from '@kontuar/core';
import type { Pulse } from '@kontuar/platform';
import { Client } from 'pg';
import { startWorker } from '../../apps/worker/src/app';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { backends } from '../support/backends';
import { eventually } from '../support/eventually';
import { fakePlatform } from '../support/fake-connector';

describe.each(backends)('what a platform tells of an answer before it answers us, with the queue on $backend', ({ redis, anyQueue }) => {
  const platform = fakePlatform();
  let api: TestApi;
  let worker: { close(): Promise<void> };
  let owner: Person;
  let channel: ChannelView;
  let posts = 0;
  /** What the platform does while it takes a message of ours. */
  let taking: (text: string) => Promise<Sent> = async (text) => ({ externalId: `their ${text}` });

  beforeAll(async () => {
    const connector = {
      ...platform.connector,
      parse: (delivery: { body: Buffer }) => (JSON.parse(delivery.body.toString()) as { inbounds: Inbound[] }).inbounds,
      send: (_: unknown, message: { text: string }) => taking(message.text),
    };
    api = await startTestApi({ redis, connectors: [connector as never] });
    worker = await startWorker(api.config, { connectors: [connector as never], ...(redis ? {} : { pulse: api.app.get<Pulse>(PULSE) }) });
    owner = await api.signUp();
    channel = await owner.client.post<ChannelView>('/channels', { connectorId: 'fake', name: 'Fake', settings: { account: 'shop', token: 'secret' } });
  });
  afterAll(async () => {
    await worker.close();
    await api.stop();
  });

  const deliver = async (...inbounds: Inbound[]): Promise<string> => {
    posts += 1;
    const id = `delivery ${posts}`;
    const answer = await fetch(`${api.url}/hooks/fake/${channel.id}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-fake-token': 'secret' }, body: JSON.stringify({ id, inbounds }) });
    expect(answer.status).toBe(200);
    return id;
  };
  const at = () => new Date().toISOString();
  const message = (from: string, text: string, more: Partial<InboundMessage> = {}): InboundMessage => ({ kind: 'message', externalId: `${from}: ${text}`, at: at(), from: { id: from, name: from }, thread: { key: from }, text, ...more });
  const receipt = (externalId: string, status: 'delivered' | 'read' | 'failed'): Inbound => ({ kind: 'receipt', externalId, at: at(), status });
  const kept = (delivery: string) => eventually(async () => { expect(await api.sql(`SELECT 1 FROM deliveries WHERE external_id = $1 AND state IN ('done', 'ignored')`, [delivery])).toHaveLength(1); });
  const written = async (name: string): Promise<ConversationView> => {
    await kept(await deliver(message(name, 'Hello')));
    const { items } = await owner.client.get<Page<ConversationView>>('/conversations?view=all&limit=100');
    return items.find((conversation) => conversation.contact.name === name) as ConversationView;
  };
  const reply = async (conversation: ConversationView, text: string): Promise<MessageView> => (await owner.client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: text, text, sendNow: true })).message;
  const thread = async (conversation: ConversationView) => (await owner.client.get<MessagePage>(`/conversations/${conversation.id}/messages?limit=100`)).items;
  const becomes = (sent: MessageView, conversation: ConversationView, expected: Partial<MessageView>) => eventually(async () => {
    expect((await thread(conversation)).find((one) => one.id === sent.id)).toMatchObject(expected);
    expect(await api.sql('SELECT external_id FROM early_updates')).toEqual([]);
  });
  /** A session of the test's own that holds a row while `meanwhile` goes on. */
  const holding = async (statement: string, values: unknown[], meanwhile: () => Promise<void>) => {
    const session = new Client({ connectionString: api.config.database.url });
    await session.connect();
    try {
      await session.query('BEGIN');
      expect((await session.query(statement, values)).rowCount).toBe(1);
      await meanwhile();
      await session.query('COMMIT');
    } finally {
      await session.end();
    }
  };
  const waitsForLock = (query: string) => eventually(async () => {
    expect(await api.sql(`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE $1`, [query])).not.toHaveLength(0);
  });

  it('counts a receipt that overtook the answer, also one for a part of the message', async () => {
    const conversation = await written('Anna');
    taking = async (text) => {
      await kept(await deliver(receipt(`their ${text}`, 'delivered')));
      await kept(await deliver(receipt(`second part of ${text}`, 'read')));
      return { externalId: `their ${text}`, otherExternalIds: [`second part of ${text}`] };
    };
    await becomes(await reply(conversation, 'In two parts'), conversation, { status: 'read' });
  });

  anyQueue('shows the reaction, the edit and the deletion that overtook it', async () => {
    const conversation = await written('Bruno');
    taking = async (text) => {
      const externalId = `their ${text}`;
      const updates: Inbound[] = text === 'Gone' ? [{ kind: 'deletion', externalId, at: at() }] : [
        { kind: 'reaction', externalId, at: at(), from: { id: 'Bruno', name: 'Bruno' }, emojis: ['👍'] },
        { kind: 'edit', externalId, at: at(), text: 'As it was edited' },
      ];
      for (const update of updates) await kept(await deliver(update));
      return { externalId };
    };
    await becomes(await reply(conversation, 'As it was'), conversation, { text: 'As it was edited', reactions: [expect.objectContaining({ emoji: '👍' }) as never], status: 'sent' });
    const gone = await reply(conversation, 'Gone');
    await becomes(gone, conversation, { text: '', status: 'sent' });
    expect((await thread(conversation)).find((one) => one.id === gone.id)?.deletedAt).not.toBeNull();
  });

  anyQueue('fails with the reason that overtook it, and comes back into the list of those who wait', async () => {
    const conversation = await written('Celina');
    taking = async (text) => {
      await kept(await deliver({ kind: 'receipt', externalId: `their ${text}`, at: at(), status: 'failed', code: 'mailbox-full', reason: 'The mailbox is full.' }));
      return { externalId: `their ${text}` };
    };
    await becomes(await reply(conversation, 'No room'), conversation, { status: 'failed', failure: { code: 'mailbox-full', detail: 'The mailbox is full.' } });
    expect(await owner.client.get<ConversationView>(`/conversations/${conversation.id}`)).toMatchObject({ state: 'open', waitingSince: conversation.waitingSince, preview: { failed: true } });
  });

  it('shows one message when the echo was faster, with what came of the echo', async () => {
    const conversation = await written('Dorota');
    taking = async (text) => {
      const echo = message('shop', text, { externalId: `their ${text}`, to: [{ id: 'Dorota', name: 'Dorota' }], thread: { key: 'Dorota' }, echo: true });
      const second = { ...echo, externalId: `second part of ${text}` };
      await kept(await deliver(echo, second));
      await kept(await deliver(receipt(`their ${text}`, 'delivered'), { kind: 'reaction', externalId: `their ${text}`, at: at(), from: { id: 'Dorota', name: 'Dorota' }, emojis: ['❤'] }));
      return { externalId: `their ${text}`, otherExternalIds: [`second part of ${text}`] };
    };
    const sent = await reply(conversation, 'Only once');
    await becomes(sent, conversation, { status: 'delivered', reactions: [expect.objectContaining({ emoji: '❤' }) as never] });
    const shown = (await thread(conversation)).filter((one) => one.kind === 'message');
    expect(shown.map((one) => one.text)).toEqual(['Hello', 'Only once']);
    expect((await owner.client.get<ConversationView>(`/conversations/${conversation.id}`)).preview).toMatchObject({ text: 'Only once', authorName: owner.me.user.name });
    // What comes later reaches ours, by either id.
    await kept(await deliver(receipt(`second part of ${sent.text}`, 'read')));
    await becomes(sent, conversation, { status: 'read' });
  });

  describe('of an answer that may have been lost on its way', () => {
    const lost = () => new ConnectorError('ambiguous', 'The connection broke after the message was written.', { reason: 'no-answer' });
    const echo = (to: string, text: string, more: Partial<InboundMessage> = {}) => message('shop', text, { externalId: `their ${text} ${Math.random()}`, to: [{ id: to, name: to }], thread: { key: to }, echo: true, ...more });
    const said = async (conversation: ConversationView) => (await thread(conversation)).filter((one) => one.kind === 'message').map(({ text, status }) => [text, status]);

    it('takes the same words for it, when they are told afterwards', async () => {
      const conversation = await written('Halina');
      taking = () => Promise.reject(lost());
      const sent = await reply(conversation, 'It leaves\ntoday.');
      await becomes(sent, conversation, { status: 'unknown' });
      const proof = echo('Halina', ' It leaves  today.');
      await kept(await deliver(proof));
      await becomes(sent, conversation, { status: 'sent', failure: null });
      expect(await said(conversation)).toEqual([['Hello', 'received'], ['It leaves\ntoday.', 'sent']]);
      // By its id it is known from now on, and whoever says the same again says it a second time.
      await kept(await deliver(receipt(proof.externalId, 'read')));
      await becomes(sent, conversation, { status: 'read' });
      await kept(await deliver(proof));
      await kept(await deliver(echo('Halina', 'It leaves today.')));
      expect(await said(conversation)).toEqual([['Hello', 'received'], ['It leaves\ntoday.', 'read'], ['It leaves today.', 'sent']]);
      expect((await owner.client.get<ConversationView>(`/conversations/${conversation.id}`)).preview.failed).toBe(false);
    });

    it('takes the same words for it, when they were told before the connection broke', async () => {
      const conversation = await written('Irena');
      taking = async (text) => {
        await kept(await deliver(echo('Irena', text)));
        throw lost();
      };
      const sent = await reply(conversation, 'Told too early');
      await becomes(sent, conversation, { status: 'sent', failure: null });
      expect(await said(conversation)).toEqual([['Hello', 'received'], ['Told too early', 'sent']]);
    });

    it('leaves it in doubt when other words are told, the same ones to somebody else, or from long before', async () => {
      const conversation = await written('Janina');
      const other = await written('Karol');
      taking = () => Promise.reject(lost());
      const sent = await reply(conversation, 'Are you there?');
      await becomes(sent, conversation, { status: 'unknown' });
      await kept(await deliver(echo('Janina', 'Somebody else here'), echo('Karol', 'Are you there?'), echo('Janina', 'Are you there?', { at: new Date(Date.now() - 3_600_000).toISOString() })));
      expect(await said(conversation)).toEqual([['Hello', 'received'], ['Are you there?', 'unknown'], ['Somebody else here', 'sent'], ['Are you there?', 'sent']]);
      expect(await said(other)).toEqual([['Hello', 'received'], ['Are you there?', 'sent']]);
    });
  });

  anyQueue('lets the customer wait on when the account answered by itself, and no longer when a person did elsewhere', async () => {
    const { id, waitingSince } = await written('Gustaw');
    expect(waitingSince).not.toBeNull();
    const echo = (text: string, more: Partial<InboundMessage> = {}) => message('shop', text, { to: [{ id: 'Gustaw', name: 'Gustaw' }], thread: { key: 'Gustaw' }, echo: true, ...more });
    await kept(await deliver(echo('We are away until Monday', { automatic: 'auto-reply' })));
    expect(await owner.client.get<ConversationView>(`/conversations/${id}`)).toMatchObject({ waitingSince });
    await kept(await deliver(echo('Here I am')));
    expect(await owner.client.get<ConversationView>(`/conversations/${id}`)).toMatchObject({ waitingSince: null });
  });

  anyQueue('counts a receipt that was found to be early just before the message got its id', async () => {
    const conversation = await written('Edyta');
    const other = await written('Feliks');
    let accepted: (sent: Sent) => void = () => undefined;
    taking = () => new Promise((resolve) => { accepted = resolve; });
    const sent = await reply(conversation, 'Between two looks');
    await becomes(sent, conversation, { status: 'sending' });
    let delivery = '';
    // The batch has looked for the message, then waits for the other conversation; meanwhile the message is kept.
    await holding('SELECT 1 FROM conversations WHERE id = $1 FOR UPDATE', [other.id], async () => {
      delivery = await deliver(receipt('id between two looks', 'read'), message('Feliks', 'Hello again'));
      await waitsForLock('WITH RECURSIVE wanted%');
      accepted({ externalId: 'id between two looks' });
      await becomes(sent, conversation, { status: 'sent' });
    });
    await kept(delivery);
    await becomes(sent, conversation, { status: 'read' });
    expect((await thread(other)).map((one) => one.text)).toEqual(['Hello', 'Hello again']);
  });

  anyQueue('counts a receipt that comes while the message is being given its id', async () => {
    const conversation = await written('Gustaw');
    taking = async () => ({ externalId: 'id while keeping' });
    let sent: MessageView | undefined;
    // What is being kept waits for the channel's row, the ids written and not yet committed.
    await holding('SELECT 1 FROM channels WHERE id = $1 FOR NO KEY UPDATE', [channel.id], async () => {
      sent = await reply(conversation, 'While keeping');
      await waitsForLock('UPDATE channels%');
      const delivery = await deliver(receipt('id while keeping', 'read'));
      await Promise.race([waitsForLock('%pg_advisory_xact_lock%'), kept(delivery)]);
    });
    await becomes(sent as MessageView, conversation, { status: 'read' });
  });

  anyQueue('finds what an older version left lying beside its message', async () => {
    const conversation = await written('Irena');
    taking = async (text) => ({ externalId: `their ${text}` });
    const sent = await reply(conversation, 'Left lying');
    await becomes(sent, conversation, { status: 'sent' });
    await api.sql(`INSERT INTO early_updates (id, workspace_id, channel_id, external_id, inbound, created_at) VALUES (gen_random_uuid(), $1, $2, 'their Left lying', $3, now() - interval '5 minutes')`, [owner.workspaceId, channel.id, JSON.stringify(receipt('their Left lying', 'read'))]);
    await api.app.get(Housekeeping).run();
    await becomes(sent, conversation, { status: 'read' });
  });

  anyQueue('keeps what was read while it was still leaving', async () => {
    const conversation = await written('Halina');
    taking = async (text) => {
      await kept(await deliver({ kind: 'receipt', threadKey: 'Halina', at: new Date(Date.now() + 1000).toISOString(), status: 'read' }));
      return { externalId: `their ${text}` };
    };
    await becomes(await reply(conversation, 'Read at once'), conversation, { status: 'read' });
  });
});
