import { createHash } from 'node:crypto';
import type { AuditEntry, ChannelView, ConsentStarted, ConsentView, ContactView, ConversationView, Page, Posted, SuggestionList, TemplateList } from '@kontuar/contract';
import { ConnectorError, type Delivery, type Inbound, type Template } from '@kontuar/connectors/contract';
import { ChannelContexts, Channels, Connectors, Deliveries, LOG, parseHere, PULSE, Reconciliation } from '@kontuar/core';
import { openAgentSocket } from '../support/agent-socket';
import { backends } from '../support/backends';
import { eventually } from '../support/eventually';
import { fakeNetwork, networkDelivery } from '../support/fake-connector';
import { NetworkStage } from '../support/network';

describe.each(backends)('what a network offers beside messages, with the queue on $backend', ({ redis, anyQueue }) => {
  let stage: NetworkStage;
  beforeAll(async () => { stage = await NetworkStage.open({ redis }); });
  afterAll(() => stage.close());

  const client = () => stage.owner.client;
  const answer = (conversation: { id: string }, body: object) => client().post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: Math.random().toString(36), sendNow: true, ...body });
  const channelNow = () => client().get<ChannelView>(`/channels/${stage.channel.id}`);

  describe('acts', () => {
    it('hides a comment once the platform says so, with a copy in the log, and shows it again', async () => {
      let confirm: () => void = () => undefined;
      stage.network.answers.act = () => new Promise((resolve) => { confirm = resolve; });
      await stage.tell(stage.comment('Anna', 'Rude words'));
      const conversation = await stage.conversation('Anna');
      const [comment] = await stage.thread(conversation);
      const asked = await client().post<Posted>(`/messages/${comment?.id}/acts`, { kind: 'hide' });
      expect(asked.message.moderation).toEqual({ hidden: false, liked: false, pending: 'hide', failure: null });
      expect(await client().refused('POST', `/messages/${comment?.id}/acts`, { kind: 'like' })).toMatchObject({ status: 409, code: 'act-under-way' });
      await eventually(() => { expect(stage.network.acts).toContainEqual({ kind: 'hide', threadKey: 'post-1:Anna', externalId: 'Anna: Rude words' }); });
      confirm();
      await stage.message(conversation, (message) => message.id === comment?.id, { text: 'Rude words', moderation: { hidden: true, pending: null, failure: null } });
      await stage.message(conversation, (message) => message.event?.type === 'acted', { author: { id: stage.owner.memberId }, event: { data: { kind: 'hide', messageId: comment?.id } } });
      // The platform tells what we did ourselves: nothing new.
      await stage.tell({ kind: 'moderation', externalId: 'Anna: Rude words', at: new Date().toISOString(), hidden: true });
      expect((await stage.thread(conversation)).filter((message) => message.event?.type === 'acted')).toHaveLength(1);
      // A colleague shows it again in the platform's own app.
      await stage.tell({ kind: 'moderation', externalId: 'Anna: Rude words', at: new Date().toISOString(), hidden: false });
      await stage.message(conversation, (message) => message.id === comment?.id, { moderation: { hidden: false } });
      await eventually(async () => {
        const { items } = await client().get<Page<AuditEntry>>('/audit?action=message-act');
        expect(items[0]).toMatchObject({ action: 'message-act.hide', actorId: stage.owner.memberId, messageId: comment?.id, copy: 'Rude words', data: { sha256: createHash('sha256').update('Rude words').digest('hex') } });
        expect(await client().get('/audit/verify')).toMatchObject({ ok: true });
      });
    });

    it('says in plain words why the platform did not do it, and does it after a bad moment', async () => {
      stage.network.answers.act = () => Promise.reject(new ConnectorError('rejected', 'You may not hide comments of this post.', { reason: 'not-allowed' }));
      await stage.tell(stage.comment('Bruno', 'Hm'));
      const conversation = await stage.conversation('Bruno');
      const [comment] = await stage.thread(conversation);
      await client().post(`/messages/${comment?.id}/acts`, { kind: 'delete' });
      await stage.message(conversation, (message) => message.id === comment?.id, { text: 'Hm', deletedAt: null, moderation: { pending: null, failure: { kind: 'delete', code: 'not-allowed', detail: 'You may not hide comments of this post.' } } });
      let tries = 0;
      stage.network.answers.act = () => {
        tries += 1;
        return tries === 1 ? Promise.reject(new ConnectorError('unavailable', 'Busy')) : Promise.resolve();
      };
      await client().post(`/messages/${comment?.id}/acts`, { kind: 'delete' });
      await eventually(async () => { await stage.message(conversation, (message) => message.id === comment?.id, { text: '', deletedAt: expect.any(String) as string, moderation: { failure: null } }); }, 20_000);
      expect(await client().refused('POST', `/messages/${comment?.id}/acts`, { kind: 'like' })).toMatchObject({ code: 'already-deleted' });
    });

    anyQueue('edits and deletes what we said, where the platform can', async () => {
      stage.network.answers.act = () => Promise.resolve();
      await stage.tell(stage.privately('Celina', 'Hello'));
      const conversation = await stage.conversation('Celina');
      const { message } = await answer(conversation, { text: 'With a tpyo' });
      await stage.message(conversation, (one) => one.id === message.id, { status: 'sent' });
      expect(await client().refused('POST', `/messages/${message.id}/acts`, { kind: 'hide' })).toMatchObject({ code: 'act-not-offered' });
      await client().patch(`/messages/${message.id}`, { text: 'Without a typo' });
      await stage.message(conversation, (one) => one.id === message.id, { text: 'Without a typo', editedAt: expect.any(String) as string });
      expect(await client().get<ConversationView>(`/conversations/${conversation.id}`)).toMatchObject({ preview: { text: 'Without a typo' } });
      await client().delete(`/messages/${message.id}`);
      await eventually(() => { expect(stage.network.acts).toContainEqual({ kind: 'delete', threadKey: 'dm:Celina', externalId: `sent-${message.id}` }); });
      stage.network.answers.act = () => Promise.reject(new ConnectorError('rejected', 'Too old to delete', { reason: 'too-old' }));
      const { message: kept } = await answer(conversation, { text: 'Stays' });
      await stage.message(conversation, (one) => one.id === kept.id, { status: 'sent' });
      await client().delete(`/messages/${kept.id}`);
      await stage.message(conversation, (one) => one.id === kept.id, { text: 'Stays', deletedAt: null, moderation: { failure: { code: 'too-old' } } });
    });

    it('tells the platform that somebody writes and has read, now or not at all', async () => {
      stage.network.answers.act = () => Promise.reject(new ConnectorError('unavailable', 'Busy'));
      await stage.tell(stage.privately('Dorota', 'Anybody?'));
      const conversation = await stage.conversation('Dorota');
      const live = await openAgentSocket(stage.api.url, client().cookie);
      for (let i = 0; i < 5; i += 1) await live.socket.emitWithAck('typing', { conversationId: conversation.id, typing: true });
      await client().put(`/conversations/${conversation.id}/read`, { seq: conversation.lastSeq });
      await eventually(() => { expect(stage.network.acts.filter((act) => act.threadKey === 'dm:Dorota').map((act) => act.kind).sort()).toEqual(['read', 'typing']); });
      live.close();
    });
  });

  describe('templates', () => {
    const template = (id: string, more: Partial<Template> = {}): Template => ({ id, name: id, language: 'pl', state: 'approved', body: 'Hello {{name}}, your parcel {{number}} is on its way.', footer: 'The shop', variables: [{ key: 'name', where: 'body' }, { key: 'number', where: 'body' }], ...more });

    anyQueue('go through a closed window, filled in, and only when the platform approved them', async () => {
      stage.network.answers.templates = () => Promise.resolve([template('parcel'), template('new', { state: 'pending' })]);
      await stage.tell(stage.privately('Edyta', 'Where is it?'));
      const conversation = await stage.conversation('Edyta');
      await stage.api.sql(`UPDATE conversations SET last_inbound_at = now() - interval '30 days' WHERE id = $1`, [conversation.id]);
      expect((await client().get<TemplateList>(`/channels/${stage.channel.id}/templates`)).items.map((one) => [one.id, one.state])).toEqual([['parcel', 'approved'], ['new', 'pending']]);
      await client().get(`/channels/${stage.channel.id}/templates`);
      expect(stage.network.asked.filter((one) => one === 'templates')).toHaveLength(1);
      const refused = (body: object) => client().refused('POST', `/conversations/${conversation.id}/messages`, { clientId: 'refused', ...body });
      expect(await refused({ text: 'Plain words' })).toMatchObject({ status: 409, code: 'window-closed' });
      expect(await refused({ template: { id: 'parcel', values: { name: 'Edyta' } } })).toMatchObject({ status: 400, code: 'template-values', errors: [{ path: 'template.values.number' }] });
      expect(await refused({ template: { id: 'new', values: { name: 'E', number: '1' } } })).toMatchObject({ status: 409, code: 'template-not-approved' });
      expect(await refused({ template: { id: 'unknown', values: {} } })).toMatchObject({ status: 404 });
      const { message } = await answer(conversation, { template: { id: 'parcel', values: { name: 'Edyta', number: '77' } } });
      expect(message).toMatchObject({ text: 'Hello Edyta, your parcel 77 is on its way.\n\nThe shop', template: { id: 'parcel', language: 'pl' } });
      await stage.message(conversation, (one) => one.id === message.id, { status: 'sent' });
      expect(stage.network.sent.at(-1)).toMatchObject({ template: { id: 'parcel', name: 'parcel', language: 'pl', values: { name: 'Edyta', number: '77' } }, lastInboundAt: expect.any(String) as string });
    });
  });

  anyQueue('writes first with an approved template alone, where the platform wants it so', async () => {
    const outgoing = fakeNetwork('outgoing', { startConversation: true });
    outgoing.answers.templates = () => Promise.resolve([{ id: 'hello', name: 'hello', language: 'en', state: 'approved', body: 'Hello {{name}}', variables: [{ key: 'name', where: 'body' }] }]);
    outgoing.answers.send = (message) => Promise.resolve({ externalId: `sent-${message.messageId}`, threadKey: 'dm:+48222' });
    const other = await NetworkStage.open({ redis }, outgoing);
    try {
      const start = (more: object) => ({ channelId: other.channel.id, to: '+48 222', contactName: 'Marek', clientId: 'first', ...more });
      expect(await other.owner.client.refused('POST', '/conversations', start({ text: 'Hi' }))).toMatchObject({ status: 409, code: 'window-closed' });
      const { conversation } = await other.owner.client.post<{ conversation: ConversationView }>('/conversations', start({ template: { id: 'hello', values: { name: 'Marek' } } }));
      await other.message(conversation, (message) => message.text === 'Hello Marek', { status: 'sent', template: { id: 'hello' } });
      expect(outgoing.sent).toMatchObject([{ to: { id: '+48222' }, template: { values: { name: 'Marek' } } }]);
      // What comes back on the thread that it opened goes on here.
      await other.tell(other.privately('+48222', 'Hello shop'));
      await other.message(conversation, (message) => message.text === 'Hello shop', { direction: 'in' });
    } finally {
      await other.close();
    }
  });

  describe('comparison with what the platform holds', () => {
    const reconcile = async () => {
      await stage.api.sql('UPDATE channels SET reconcile_at = NULL WHERE id = $1', [stage.channel.id]);
      const get = stage.api.app.get.bind(stage.api.app);
      await new Reconciliation(stage.api.database, get(Connectors), get(ChannelContexts), get(Deliveries), parseHere, get(PULSE), get(LOG)).run(stage.channel.id);
      // The worker's own sweeper may have been at it.
      await eventually(async () => { expect((await stage.api.sql<{ due: boolean }>('SELECT reconcile_at IS NULL AS due FROM channels WHERE id = $1', [stage.channel.id]))[0]?.due).toBe(false); });
    };
    const pages = (...list: Inbound[][]): (() => AsyncIterable<Delivery[]>) => async function* () {
      await Promise.resolve();
      yield list.map((inbounds, index) => networkDelivery({ about: `history-${JSON.stringify(inbounds).length}-${index}`, inbounds }));
    };

    anyQueue('fetches what is missing and only that, and says what it found', async () => {
      const known = stage.privately('Feliks', 'Known');
      await stage.tell(known);
      stage.network.answers.history = pages([known], [stage.privately('Feliks', 'Missed')], [{ kind: 'edit', externalId: 'Feliks: Known', at: new Date().toISOString(), text: 'Known, edited' }]);
      await reconcile();
      const conversation = await stage.conversation('Feliks');
      await stage.message(conversation, (message) => message.text === 'Missed', { direction: 'in' });
      await stage.message(conversation, (message) => message.text === 'Known, edited', { editedAt: expect.any(String) as string });
      expect((await channelNow()).reconciliation).toMatchObject({ seen: 2, missing: 1, fetched: 2, error: null });
      await reconcile();
      expect((await channelNow()).reconciliation).toMatchObject({ seen: 2, missing: 0, fetched: 0 });
    });

    anyQueue('never fails in silence, and asks again from the same moment', async () => {
      const before = (await channelNow()).reconciliation;
      stage.network.answers.history = () => { throw new ConnectorError('unavailable', 'The network is closed for repairs.'); };
      await reconcile();
      expect((await channelNow()).reconciliation).toMatchObject({ error: 'The network is closed for repairs.' });
      await reconcile();
      const view = await channelNow();
      expect(view).toMatchObject({ state: 'warning', alarm: { code: 'history' } });
      stage.network.answers.history = pages();
      await reconcile();
      const after = await channelNow();
      expect(after).toMatchObject({ alarm: null, reconciliation: { error: null } });
      expect(Date.parse(after.reconciliation?.since ?? '')).toBeLessThanOrEqual(Date.parse(before?.lastAt ?? ''));
    });

    anyQueue('hands each comparison what the one before noted, shows it to nobody, and forgets it when the account changes', async () => {
      const noted: unknown[] = [];
      stage.network.answers.history = async function* (_, memory) {
        await Promise.resolve();
        noted.push(memory?.noted);
        yield [];
        memory?.note({ read: noted.length });
      };
      await reconcile();
      await reconcile();
      // The worker's own comparison may come in between.
      expect(noted.slice(0, 2)).toEqual([undefined, { read: 1 }]);
      expect((await channelNow()).reconciliation).not.toHaveProperty('memory');
      const { settings } = await channelNow();
      const before = noted.length;
      await client().patch(`/channels/${stage.channel.id}`, { settings: { ...settings, account: 'moved' } });
      await reconcile();
      expect(noted.slice(before)).toContain(undefined);
      await client().patch(`/channels/${stage.channel.id}`, { settings });
    });

    anyQueue('looks at what came in while the channel was paused', async () => {
      await client().patch(`/channels/${stage.channel.id}`, { paused: true });
      const [{ gap_from: from } = { gap_from: null }] = await stage.api.sql<{ gap_from: Date | null }>('SELECT gap_from FROM channels WHERE id = $1', [stage.channel.id]);
      expect(from).not.toBeNull();
      stage.network.answers.history = pages([stage.privately('Grażyna', 'While you slept')]);
      await client().patch(`/channels/${stage.channel.id}`, { paused: false });
      await eventually(async () => { expect(await stage.conversations('Grażyna')).toHaveLength(1); }, 40_000);
      await eventually(async () => { expect(await stage.api.sql('SELECT gap_from FROM channels WHERE id = $1', [stage.channel.id])).toEqual([{ gap_from: null }]); });
    }, 120_000);
  });

  describe('one address for many accounts', () => {
    anyQueue('gives each delivery to the channels of its account that the request is proved to, and to no other', async () => {
      const second = await client().post<ChannelView>('/channels', { connectorId: 'network', name: 'Second', settings: { account: 'second', token: 'secret' } });
      const stranger = await stage.api.otherWorkspace();
      const theirs = await stranger.client.post<ChannelView>('/channels', { connectorId: 'network', name: 'Theirs', settings: { account: 'second', token: 'another secret' } });
      await stage.post([
        { account: 'second', inbounds: [stage.privately('Halina', 'For the second')] },
        { account: 'nobody', inbounds: [stage.privately('Irena', 'For nobody')] },
        { inbounds: [stage.privately('Jan', 'For the called one')] },
      ]);
      await eventually(async () => {
        expect(await stage.conversation('Halina')).toMatchObject({ channelId: second.id });
        expect(await stage.conversation('Jan')).toMatchObject({ channelId: stage.channel.id });
      });
      expect(await stage.conversations('Irena')).toEqual([]);
      expect(await stage.api.sql('SELECT count(*)::int AS n FROM deliveries WHERE channel_id = $1', [theirs.id])).toEqual([{ n: 0 }]);
      // A channel from before accounts were kept beside the settings.
      await stage.api.sql('UPDATE channels SET account = NULL WHERE id = $1', [stage.channel.id]);
      await stage.post([{ account: 'shop', inbounds: [stage.privately('Julia', 'By its own name')] }]);
      await eventually(async () => { expect(await stage.conversation('Julia')).toMatchObject({ channelId: stage.channel.id }); });
    });
  });

  describe('people on several networks', () => {
    anyQueue('are suggested with the evidence, dismissed for good, and joined by a member alone', async () => {
      const mail = (await client().post<ContactView>('/contacts', { name: 'Kasia Mail', email: 'kasia@example.com' })).id;
      await stage.tell(stage.privately('Kasia', 'Hi', { from: { id: 'kasia', name: 'Kasia', email: 'Kasia@Example.com', handle: '@kasia', verified: true } }));
      const { contact } = await stage.conversation('Kasia');
      await eventually(async () => {
        const { items } = await client().get<SuggestionList>(`/contacts/${contact.id}/suggestions`);
        expect(items).toMatchObject([{ contact: { id: mail }, evidence: [{ kind: 'email', value: 'kasia@example.com', own: { scope: 'network' }, other: { scope: 'email' } }] }]);
      });
      expect((await client().get<SuggestionList>(`/contacts/${mail}/suggestions`)).items).toHaveLength(1);
      await client().post(`/contacts/${mail}/suggestions/dismiss`, { otherId: contact.id });
      expect((await client().get<SuggestionList>(`/contacts/${contact.id}/suggestions`)).items).toEqual([]);
    });
  });

  describe('access by consent', () => {
    const start = () => client().post<ConsentStarted>('/channel-consents', { connectorId: 'network', settings: { clientId: 'app-1' } });
    const back = (query: Record<string, string>, who = client()) => who.send<string>('GET', `//api/v1/channel-consents/callback?${new URLSearchParams(query).toString()}`);

    anyQueue('comes back once, to the member who asked, and fills in the settings of the chosen account', async () => {
      stage.network.answers.exchange = () => Promise.resolve([{ label: 'Shop one', settings: { account: 'one', accessToken: 'access one' } }, { label: 'Shop two', settings: { account: 'two', accessToken: 'access two' } }]);
      expect(await client().refused('POST', '/channel-consents', { connectorId: 'network', settings: {} })).toMatchObject({ code: 'consent-settings', errors: [{ path: 'settings.clientId' }] });
      const { id, url } = await start();
      const sent = new URL(url).searchParams;
      expect(sent.get('redirect')).toBe(`${stage.api.url}/api/v1/channel-consents/callback`);
      const state = sent.get('state') ?? '';
      const admin = await stage.api.invite(stage.owner, 'admin');
      expect((await back({ code: 'code-1', state }, admin.client)).status).toBe(400);
      expect((await back({ code: 'code-1', state: `${state}x` })).status).toBe(400);
      expect(await client().get<ConsentView>(`/channel-consents/${id}`)).toMatchObject({ state: 'waiting', choices: [] });
      const page = await back({ code: 'code-1', state });
      expect([page.status, page.body]).toEqual([200, expect.stringContaining('window.close()')]);
      expect((await back({ code: 'code-1', state })).status).toBe(400);
      const [exchange] = stage.network.asked.filter((one) => one.startsWith('exchange '));
      const verifier = exchange?.split(' ')[2] ?? '';
      expect(sent.get('challenge')).toBe(createHash('sha256').update(verifier).digest('base64url'));
      expect(await client().get<ConsentView>(`/channel-consents/${id}`)).toMatchObject({ state: 'ready', choices: [{ label: 'Shop one' }, { label: 'Shop two' }] });
      expect(await admin.client.refused('GET', `/channel-consents/${id}`)).toMatchObject({ status: 404 });
      const made = await client().post<ChannelView>('/channels', { connectorId: 'network', name: 'By consent', settings: { token: 'a token' }, consentId: id, choice: 1 });
      expect(made.settings).toMatchObject({ account: 'two', clientId: 'app-1', accessToken: true, token: true });
      expect(JSON.stringify(await stage.api.sql('SELECT settings FROM channels WHERE id = $1', [made.id]))).not.toContain('access two');
      expect(await client().refused('POST', '/channels', { connectorId: 'network', name: 'Again', settings: {}, consentId: id })).toMatchObject({ code: 'consent-over' });
    });

    anyQueue('says what went wrong', async () => {
      stage.network.answers.exchange = () => Promise.reject(new ConnectorError('rejected', 'The code is too old.'));
      const failed = await start();
      const page = await back({ code: 'code-2', state: new URL(failed.url).searchParams.get('state') ?? '' });
      expect([page.status, page.body]).toEqual([400, expect.stringContaining('The code is too old.')]);
      expect(await client().get<ConsentView>(`/channel-consents/${failed.id}`)).toMatchObject({ state: 'failed', error: 'The code is too old.' });
      const late = await start();
      await stage.api.sql(`UPDATE channel_consents SET expires_at = now() - interval '1 second' WHERE id = $1`, [late.id]);
      expect((await back({ code: 'code-3', state: new URL(late.url).searchParams.get('state') ?? '' })).status).toBe(400);
      expect(await client().get<ConsentView>(`/channel-consents/${late.id}`)).toMatchObject({ state: 'expired' });
    });
  });

  describe('what its settings and its health say', () => {
    anyQueue('can do more with another plan', async () => {
      expect((await channelNow()).capabilities).toMatchObject({ maxTextLength: 1000 });
      await client().patch(`/channels/${stage.channel.id}`, { settings: { account: 'shop', token: true, plan: 'large' } });
      expect((await channelNow()).capabilities).toMatchObject({ maxTextLength: 5000 });
      await stage.tell(stage.privately('Lena', 'Long?'));
      await answer(await stage.conversation('Lena'), { text: 'x'.repeat(2000) });
    });

    anyQueue('warns of an allowance that is nearly used up, of a missing permission and of the end of access, found by the hourly check', async () => {
      const checked = async (health: Awaited<ReturnType<typeof stage.network.answers.health>>) => {
        stage.network.answers.health = () => Promise.resolve(health);
        await stage.api.app.get(Channels).checkAgain(stage.channel.id, 1);
        return channelNow();
      };
      expect(await checked({ state: 'ok', steps: [], quotas: [{ label: 'Posts per day', used: 95, limit: 100, resetsAt: '2030-01-01T00:00:00.000Z' }] })).toMatchObject({ state: 'warning', alarm: { code: 'quota', detail: 'Posts per day: 95 of 100 are used up. It is renewed on 2030-01-01 00:00 UTC.' }, health: { quotas: [{ used: 95 }] } });
      expect(await checked({ state: 'warning', steps: [{ id: 'scopes', label: 'Permissions', state: 'warning', detail: 'pages_messaging is missing; connect again and allow it.' }] })).toMatchObject({ state: 'warning', alarm: { code: 'permissions', detail: 'Permissions: pages_messaging is missing; connect again and allow it.' } });
      expect(await checked({ state: 'ok', steps: [], expiresAt: new Date(Date.now() + 3 * 86_400_000).toISOString() })).toMatchObject({ alarm: { code: 'expiring' } });
      expect(await checked({ state: 'ok', steps: [] })).toMatchObject({ state: 'ok', alarm: null });
      await stage.api.sql('UPDATE channels SET check_at = now() WHERE id = $1', [stage.channel.id]);
      // By us, or by the worker's own look of every minute: whoever comes second finds it done.
      await stage.api.app.get(Channels).checksDue();
      expect(await stage.api.sql(`SELECT check_at > now() + interval '50 minutes' AS later FROM channels WHERE id = $1`, [stage.channel.id])).toEqual([{ later: true }]);
      expect(await stage.api.app.get(Channels).checksDue()).not.toContain(stage.channel.id);
    });
  });
});
