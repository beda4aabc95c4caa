import { v7 } from 'uuid';
import { chat } from '@kontuar/connectors';
import type { ApiToken, Canned, Invitation, Label, Merged, Posted, Role, SavedView, Sweep, Team } from '@kontuar/contract';
import { routesOf, type Route } from '../../apps/api/src/openapi/routes';
import { openAgentSocket } from '../support/agent-socket';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { factories, type Factories } from '../support/factories';
import { buildBrandMention, buildMutedAuthor } from '../support/heard';
import { fakePlatform } from '../support/fake-connector';
import { rights, roles, socketRights, type Fixture, type Kind, type Rule } from '../support/rights-table';

let api: TestApi;
let routes: Route[];
let people: Record<Role, Person>;
let stranger: Person;
let build: Factories;
beforeAll(async () => {
  api = await startTestApi({ connectors: [fakePlatform().connector, chat] });
  routes = routesOf(api.app);
  const owner = await api.signUp();
  build = factories(api.sql, owner.workspaceId);
  people = { owner } as Record<Role, Person>;
  for (const role of roles.slice(1)) people[role] = await api.invite(owner, role);
  stranger = await api.otherWorkspace();
});
afterAll(() => api.stop());

const nameOf = (route: Route) => `${route.method} ${route.path}`;
const ruleOf = (route: Route): Rule => rights[nameOf(route)] ?? { who: [] };
const members = () => routes.filter((route) => ruleOf(route).who !== 'public');
const withId = () => members().filter((route) => ruleOf(route).of !== undefined);

let made = 0;
let cannedId: string | undefined;
/** Something of the first workspace that a route may name; `channelId` says on which channel. */
async function make(kind: Kind, channelId?: string): Promise<Fixture> {
  made += 1;
  const { client } = people.owner;
  const conversation = await build.buildConversation({ channelId: channelId ?? (await build.buildChannel({ connectorId: 'fake' })) });
  const other = await build.buildConversation({ channelId: conversation.channelId });
  const id = async (): Promise<string> => {
    switch (kind) {
      case 'member': return (await api.invite(people.owner, 'brand_analyst')).memberId;
      case 'team': return (await client.post<Team>('/teams', { name: `Team ${made}` })).id;
      case 'invitation': return (await client.post<Invitation>('/invitations', { email: `guest-${made}@example.com`, role: 'agent' })).id;
      case 'channel': return channelId ?? (await client.post<{ id: string }>('/channels', { connectorId: 'fake', name: `Channel ${made}`, settings: { account: `a-${made}`, token: 'sesame' } })).id;
      case 'chat': return (await client.post<{ id: string }>('/channels', { connectorId: chat.id, name: `Chat ${made}` })).id;
      case 'delivery': return build.buildDelivery(conversation.channelId);
      case 'label': return (await client.post<Label>('/labels', { name: `Label ${made}` })).id;
      case 'field': return (await client.post<{ id: string }>('/attributes', { subject: 'conversation', key: `field_${made}`, kind: 'text', name: { en: 'Field', pl: 'Pole' }, required: false })).id;
      case 'pin': return (await client.post<{ id: string }>(`/conversations/${conversation.id}/pins`, { about: 'contact', text: 'Rings twice' })).id;
      case 'campaign': return (await client.post<{ id: string }>('/campaigns', { name: 'Autumn' })).id;
      case 'lead': return (await client.post<{ lead: { id: string } }>(`/conversations/${conversation.id}/lead`, {})).lead.id;
      case 'promise': return (await client.post<{ id: string }>(`/conversations/${conversation.id}/promises`, { text: 'Call with the price', dueAt: new Date(Date.now() + 86_400_000).toISOString() })).id;
      case 'case-opened': return (await client.post<{ case: { id: string } }>(`/conversations/${conversation.id}/case`, { matter: 'claim' })).case.id;
      case 'monitor': return (await client.post<{ id: string }>('/listening/monitors', { name: `Monitor ${made}`, query: 'lipowy' })).id;
      case 'listening-source': return (await client.post<{ source: { id: string } }>('/listening/sources', { kind: 'push', name: `Source ${made}` })).source.id;
      case 'brand-mention': return buildBrandMention(api.sql, people.owner.workspaceId);
      case 'muted-author': return buildMutedAuthor(api.sql, people.owner.workspaceId);
      case 'sla-policy': return (await client.post<{ id: string }>('/sla/policies', { name: `Policy ${made}`, filter: { by: 'all', of: [] }, nextReply: 600 })).id;
      case 'spike': {
        const [alert] = await api.sql<{ id: string }>(`INSERT INTO spike_alerts (id, workspace_id, channel_id, severity, window_minutes, count, usual, times, peak, cause) SELECT gen_random_uuid(), workspace_id, id, 'high', 5, 20, 2, 10, 20, '{"postId": null, "postShare": 0, "postUsual": 0, "words": [], "negative": 0, "negativeUsual": 0, "authors": 3, "sampleIds": []}' FROM channels WHERE id = $1 RETURNING id`, [conversation.channelId]);
        return alert?.id ?? '';
      }
      // One at a time: the one that is on, or a new one.
      case 'crisis': return (await client.post<{ id: string }>('/crises', { reason: 'Parcels are lost' })).id;
      case 'comment-rule': return (await client.post<{ id: string }>('/moderation/rules', { name: `Rule ${made}`, conditions: [{ by: 'phoneNumber' }], actions: [{ do: 'hide' }] })).id;
      case 'automation': return (await client.post<{ id: string }>('/rules', { name: `Rule ${made}`, when: [{ on: 'message-in' }], if: { by: 'all', of: [] }, then: [{ do: 'priority', priority: 'high' }] })).id;
      case 'calendar': return (await client.post<{ id: string }>('/sla/calendars', { name: `Hours ${made}`, timeZone: 'Europe/Warsaw', week: [{ day: 2, from: '09:00', to: '17:00' }] })).id;
      case 'case-policy': return (await client.post<{ id: string }>('/case-policies', { name: `Policy ${made}`, matter: 'warranty', country: null, customerKind: null, days: 30, unit: 'calendar', dayOff: 'stays', silence: 'nothing', warnOnDays: [], warnHoursBefore: [] })).id;
      case 'lesson': return (await client.post<{ id: string }>('/lessons', { conversationId: conversation.id, title: `Lesson ${made}` })).id;
      case 'review': return (await client.post<{ id: string }>('/quality/reviews', { conversationId: (await answered()).id })).id;
      case 'calibration': return (await client.post<{ id: string }>('/quality/calibrations', { conversationId: (await answered()).id, memberIds: [people.owner.memberId, people.supervisor.memberId] })).id;
      case 'scorecard': return (await client.post<{ id: string }>('/quality/scorecards', { name: `Card ${made}`, teamId: (await client.post<Team>('/teams', { name: `Measured ${made}` })).id, qualities: [{ key: 'fast', name: { en: 'Fast', pl: '' }, weight: 1, anchors: { low: { en: '', pl: '' }, middle: { en: '', pl: '' }, high: { en: '', pl: '' } } }] })).id;
      case 'term': return (await client.post<{ id: string }>('/glossary', { term: `t${made}`, plain: 'x', language: 'en' })).id;
      case 'category': return (await client.post<{ id: string }>('/article-categories', { name: { en: `Category ${made}`, pl: '' } })).id;
      case 'article': {
        const { id: articleId } = await client.post<{ id: string }>('/articles', { audience: 'public' });
        await client.put(`/articles/${articleId}/texts/en`, { version: 0, title: `Article ${made}`, html: '<p>Send it back.</p>' });
        return articleId;
      }
      case 'canned': return (await client.post<Canned>('/canned', { shortcut: `c${made}`, title: 'x', text: 'x' })).id;
      case 'token': return (await client.post<ApiToken>('/tokens', { name: 'x', scopes: ['read'] })).id;
      case 'contact': return conversation.contactId;
      case 'merge': return (await client.post<Merged>(`/contacts/${conversation.contactId}/merge`, { otherId: other.contactId })).mergeId;
      case 'split': return splitOf(conversation);
      case 'segment': return (await client.post<{ id: string }>('/segments', { name: `Segment ${made}`, filter: { by: 'all', of: [] }, sharing: 'workspace' })).id;
      case 'import': return importOf();
      case 'export': return exportOf();
      case 'report-schedule': return (await client.post<{ id: string }>('/report-schedules', { name: `Report ${made}`, every: 'week', at: '08:00', timeZone: 'UTC', receiverIds: [people.owner.memberId] })).id;
      case 'company': return (await client.post<{ id: string }>('/companies', { name: `Company ${made}` })).id;
      case 'company-merge': {
        const [stays, goes] = [await client.post<{ id: string }>('/companies', { name: `Stays ${made}` }), await client.post<{ id: string }>('/companies', { name: `Goes ${made}` })];
        return (await client.post<{ mergeId: string }>(`/companies/${stays.id}/merge`, { otherId: goes.id })).mergeId;
      }
      case 'context-source': return (await client.post<{ source: { id: string } }>('/context-sources', { kind: 'card', name: `Shop ${made}`, url: 'https://shop.example/card?email={email}' })).source.id;
      case 'kind': return (await client.post<{ id: string }>('/kinds', { key: `kind-${made}`, name: { en: `Kind ${made}`, pl: `Rodzaj ${made}` } })).id;
      case 'conversation': return conversation.id;
      case 'message': return failedMessage(conversation);
      case 'view': return (await client.post<SavedView>('/views', { name: `View ${made}`, filter: { by: 'unread', is: true } })).id;
      case 'sweep': return (await client.post<Sweep>('/sweeps', { filter: { by: 'contact', is: 'any', of: [conversation.contactId] }, action: { kind: 'priority', priority: 'high' } })).id;
      case 'shared-draft': return (await client.post<{ id: string }>(`/conversations/${conversation.id}/shared-draft`, { text: 'x', attachmentIds: [], sinceSeq: 0 })).id;
      case 'planned': return plannedAnswer(conversation);
      case 'aside': return (await failedAside(conversation)).asideId;
      case 'aside-message': return (await failedAside(conversation)).messageId;
      case 'rule': return (await client.post<{ id: string }>('/approval-rules', { name: `Rule ${made}`, active: false })).id;
      case 'preset': return (await client.post<{ id: string }>('/follow-up-presets', { name: `Preset ${made}`, steps: [{ after: { amount: 1, unit: 'days' }, act: 'close' }] })).id;
      case 'undo': return (await client.patch<{ undoToken: string }>(`/conversations/${conversation.id}`, { priority: 'urgent' })).undoToken;
      case 'device': return (await client.put<{ id: string }[]>('/me/devices', { endpoint: `https://push.example.com/${made}`, keys: { p256dh: 'B'.repeat(87), auth: 'a'.repeat(22) } }))[0]?.id ?? '';
      case 'mention': return (await client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: `m-${made}`, text: '@Me', private: true, mentions: [people.owner.memberId] })).message.id;
      default: throw new Error(`nobody makes a ${kind satisfies never}`);
    }
  };
  cannedId ??= (await client.post<Canned>('/canned', { shortcut: 'anything', title: 'x', text: 'x' })).id;
  return { id: await id(), conversationId: conversation.id, otherContactId: other.contactId, cannedId, channelId: conversation.channelId };
}

/** With something in it to review. */
async function answered(): Promise<{ id: string }> {
  const conversation = await build.buildConversation();
  const { id } = await build.buildMessage({ conversation, direction: 'out' });
  await api.sql(`UPDATE messages SET author_kind = 'member', author_id = $2 WHERE id = $1`, [id, people.agent.memberId]);
  return conversation;
}

async function importOf(): Promise<string> {
  const id = v7();
  await api.sql(`INSERT INTO imports (id, workspace_id, name, file_key, encoding, delimiter, headers, sample, mapping, total) VALUES ($1, $2, 'x.csv', $3, 'utf-8', ',', '["name"]', '[]', '{}', 1)`, [id, people.owner.workspaceId, id]);
  return id;
}

async function exportOf(): Promise<string> {
  const id = v7();
  await api.sql(`INSERT INTO exports (id, workspace_id, created_by, format, asked, state) VALUES ($1, $2, $3, 'csv', '{"narrowed": false}', 'failed')`, [id, people.owner.workspaceId, people.owner.memberId]);
  return id;
}

async function splitOf(conversation: { contactId: string }): Promise<string> {
  const identityId = v7();
  await api.sql(`INSERT INTO identities (id, workspace_id, contact_id, scope, external_id) VALUES ($1, $2, $3, 'phone', $4)`, [identityId, people.owner.workspaceId, conversation.contactId, `+4860${made}`]);
  return (await people.owner.client.post<{ splitId: string }>(`/contacts/${conversation.contactId}/split`, { identityIds: [identityId] })).splitId;
}

async function plannedAnswer(conversation: { id: string; channelId: string }): Promise<string> {
  const id = v7();
  await api.sql(`INSERT INTO planned_answers (id, workspace_id, conversation_id, channel_id, author_id, author_name, state, text, visibility, send_at, since_seq, due_at) VALUES ($1, $2, $3, $4, $5, 'Owner', 'scheduled', 'x', 'private', now() + interval '1 day', 0, now() + interval '1 day')`,
    [id, people.owner.workspaceId, conversation.id, conversation.channelId, people.owner.memberId]);
  return id;
}

async function failedAside(conversation: { id: string; channelId: string }): Promise<{ asideId: string; messageId: string }> {
  const [asideId, messageId] = [v7(), v7()];
  const { workspaceId, memberId } = people.owner;
  await api.sql(`INSERT INTO asides (id, workspace_id, conversation_id, channel_id, subject, opened_by, opened_by_name, client_id, last_seq) VALUES ($1, $2, $3, $4, 'When?', $5, 'Owner', 'x', 1)`, [asideId, workspaceId, conversation.id, conversation.channelId, memberId]);
  await api.sql(`INSERT INTO aside_messages (workspace_id, aside_id, seq, id, direction, author_id, author_name, sender, text) VALUES ($1, $2, 1, $3, 'out', $4, 'Owner', 'ours', 'When does it come?')`, [workspaceId, asideId, messageId, memberId]);
  await api.sql(`INSERT INTO house_mails (id, workspace_id, channel_id, purpose, subject_id, status) VALUES ($1, $2, $3, 'aside', $4, 'failed')`, [messageId, workspaceId, conversation.channelId, asideId]);
  return { asideId, messageId };
}

async function failedMessage(conversation: { id: string; channelId: string; contactId: string; identityId: string; number: number }): Promise<string> {
  const { id } = await build.buildMessage({ conversation, direction: 'out' });
  await api.sql(`UPDATE messages SET status = 'failed', failure_code = 'x', author_kind = 'member', author_id = $2 WHERE id = $1`, [id, people.owner.memberId]);
  return id;
}

async function call(person: Person, route: Route, fixture?: Fixture): Promise<number> {
  const { body, query = '' } = ruleOf(route);
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => ({ locale: 'en', number: '1', measure: route.path.includes('/insight/') ? 'mentions' : 'conversations' })[name] ?? fixture?.id ?? v7()).replace('/api/v1', '');
  const given = typeof body === 'function' ? body(fixture ?? { id: v7(), conversationId: v7(), otherContactId: v7(), cannedId: v7(), channelId: v7() }) : body;
  // Without a fixture nothing must happen: the body of a create is one that is refused as wrong.
  return (await person.client.send(route.method, `${path}${typeof query === 'string' ? query : fixture === undefined ? '' : query(fixture)}`, given ?? (route.method === 'GET' || route.method === 'DELETE' ? undefined : {}))).status;
}

it('has a rule for every route, and none for a route that is gone', () => {
  expect(routes.map(nameOf).filter((name) => rights[name] === undefined)).toEqual([]);
  expect(Object.keys(rights).filter((name) => !routes.some((route) => nameOf(route) === name))).toEqual([]);
});

it('lets nobody in who is not signed in, and says nothing else', async () => {
  const guest = { client: api.guest() } as Person;
  for (const route of members()) expect([nameOf(route), await call(guest, route)]).toEqual([nameOf(route), 401]);
  guest.client.cookie = 'kontuar=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
  for (const route of members()) expect([nameOf(route), await call(guest, route)]).toEqual([nameOf(route), 401]);
  const program = { client: api.guest().withToken('ktr_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA') } as Person;
  for (const route of members()) expect([nameOf(route), await call(program, route)]).toEqual([nameOf(route), 401]);
});

it.each(roles)('lets the role %s do what the table says, and nothing else', async (role) => {
  for (const route of members()) {
    const allowed = (ruleOf(route).who as readonly Role[]).includes(role);
    const status = await call(people[role], route);
    expect([nameOf(route), allowed ? status !== 403 && status !== 401 && status < 500 : status === 403]).toEqual([nameOf(route), true]);
  }
});

it('answers 404 to the owner of another workspace for everything that has an id, and does it for its own', async () => {
  for (const route of withId()) {
    const { of, ok = 200 } = ruleOf(route);
    const fixture = await make(of as Kind);
    expect([nameOf(route), await call(stranger, route, fixture)]).toEqual([nameOf(route), 404]);
    expect([nameOf(route), await call(people.owner, route, fixture)]).toEqual([nameOf(route), ok]);
  }
}, 120_000);

it('answers 404 to members for everything on a channel that is closed to them, whatever the role allows elsewhere', async () => {
  for (const route of withId().filter((each) => ruleOf(each).hidable)) {
    const channelId = await build.buildChannel({ connectorId: 'fake', access: 'restricted' });
    const fixture = await make(ruleOf(route).of as Kind, channelId);
    for (const role of ['agent', 'brand_analyst'] as const) {
      const expected = (ruleOf(route).who as readonly Role[]).includes(role) ? 404 : 403;
      expect([nameOf(route), role, await call(people[role], route, fixture)]).toEqual([nameOf(route), role, expected]);
    }
    expect([nameOf(route), await call(people.supervisor, route, fixture)]).not.toEqual([nameOf(route), 403]);
  }
}, 120_000);

it('lists nothing of another workspace and nothing of a closed channel', async () => {
  const channelId = await build.buildChannel({ connectorId: 'fake', access: 'restricted', name: 'Xylophone' });
  await build.buildMessage({ conversation: await build.buildConversation({ channelId, subject: 'Xylophone', contact: await build.buildContact({ name: 'Xylophone' }) }), text: 'Xylophone' });
  const told = async (person: Person) => JSON.stringify(await Promise.all(
    ['/channels', '/conversations', '/conversations?view=unassigned', '/contacts?q=xylophone', '/search?q=xylophone', '/events?after=0&limit=500', '/conversations/counts'].map(async (path) => (await person.client.send('GET', path)).body)));
  expect(await told(people.owner)).toMatch(/Xylophone/);
  for (const person of [people.agent, people.brand_analyst, stranger]) {
    const text = await told(person);
    expect(text).not.toMatch(/Xylophone/);
    expect(text).not.toContain(channelId);
  }
});

it('opens what is closed by channel to whom the work was handed', async () => {
  const channelId = await build.buildChannel({ connectorId: 'fake', access: 'restricted' });
  const conversation = await build.buildConversation({ channelId, assigneeId: people.agent.memberId });
  expect((await people.agent.client.send('GET', `/conversations/${conversation.id}`)).status).toBe(200);
  await people.owner.client.post(`/conversations/${conversation.id}/assign`, { assigneeId: null });
  expect((await people.agent.client.send('GET', `/conversations/${conversation.id}`)).status).toBe(404);
});

it('lets a brand analyst note and not answer', async () => {
  const { id } = await make('conversation');
  const say = (given: object) => people.brand_analyst.client.send('POST', `/conversations/${id}/messages`, { text: 'Hello', ...given });
  expect((await say({ clientId: 'a', private: true })).status).toBe(201);
  expect((await say({ clientId: 'b', private: false })).status).toBe(403);
});

it('lets a token that reads change nothing, whoever made it', async () => {
  const token = (await people.owner.client.post<ApiToken>('/tokens', { name: 'Reader', scopes: ['read'] })).token as string;
  const reader = { ...people.owner, client: people.owner.client.withToken(token) };
  for (const route of members().filter((each) => each.method !== 'GET')) {
    expect([nameOf(route), await call(reader, route)]).toEqual([nameOf(route), ruleOf(route).reads === true ? 200 : 403]);
  }
});

describe('the socket', () => {
  it('is closed to who is not signed in', async () => {
    await expect(openAgentSocket(api.url, undefined)).rejects.toThrow('not-signed-in');
    await expect(openAgentSocket(api.url, 'kontuar=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')).rejects.toThrow('not-signed-in');
  });

  it.each(roles)('lets the role %s send what the table says', async (role) => {
    const [open, closed] = [await make('conversation'), await make('conversation', await build.buildChannel({ connectorId: 'fake', access: 'restricted' }))];
    const foreign = await factories(api.sql, stranger.workspaceId).buildConversation();
    const share = async (person: Person, conversation: { id: string }) => (await person.client.post<{ id: string }>(`/conversations/${conversation.id}/shared-draft`, { text: 'x', attachmentIds: [], sinceSeq: 0 })).id;
    const [openDraft, closedDraft, foreignDraft] = [await share(people.owner, open), await share(people.owner, closed), await share(stranger, foreign)];
    const { socket, close } = await openAgentSocket(api.url, people[role].client.cookie);
    // The events of the table are asked for by name, which the socket's own types don't take.
    const emit = (event: string, input: object) => (socket as unknown as { emitWithAck(name: string, body: object): Promise<{ ok: boolean; code?: string }> }).emitWithAck(event, input);
    for (const [event, { who, input, hidable }] of Object.entries(socketRights)) {
      expect([event, await emit(event, input(open.id, openDraft))]).toMatchObject([event, who.includes(role) ? { ok: true } : { ok: false, code: 'forbidden' }]);
      if (hidable !== true || !who.includes(role)) continue;
      expect([event, await emit(event, input(foreign.id, foreignDraft))]).toEqual([event, { ok: false, code: 'not-found' }]);
      const seesAll = role === 'owner' || role === 'admin' || role === 'supervisor';
      expect([event, await emit(event, input(closed.id, closedDraft))]).toMatchObject([event, seesAll ? { ok: true } : { ok: false, code: 'not-found' }]);
    }
    close();
  });

  it('has a rule for every event that the gateway hears', () => {
    // The gateway's own table is typed by the contract's events; this one is, too, so a new event fails to compile in both.
    expect(Object.keys(socketRights).sort()).toEqual(['board.join', 'board.leave', 'close', 'draft.cursor', 'draft.join', 'draft.leave', 'draft.update', 'open', 'presence', 'resume', 'typing']);
  });

  it('ends with the session', async () => {
    const person = await api.invite(people.owner, 'agent');
    const { socket, close } = await openAgentSocket(api.url, person.client.cookie);
    const told = new Promise<string>((resolve) => { socket.on('signed-out', ({ reason }) => { resolve(reason); }); });
    const ended = new Promise<void>((resolve) => { socket.on('disconnect', () => { resolve(); }); });
    await people.owner.client.patch(`/members/${person.memberId}`, { active: false });
    expect(await told).toBe('session-ended');
    await ended;
    close();
  });
});
