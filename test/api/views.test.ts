import { v7 } from 'uuid';
import type { AuditEntry, BulkResult, ConversationCount, ConversationView, Filter, Label, NextTaken, Page, SavedView, Sweep, Team, ViewCounts } from '@kontuar/contract';
import { openAgentSocket, type AgentSocket } from '../support/agent-socket';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { factories, type Factories } from '../support/factories';

let api: TestApi;
let owner: Person;
let agent: Person;
let colleague: Person;
let analyst: Person;
let stranger: Person;
let team: Team;
let build: Factories;
const sockets: AgentSocket[] = [];

const unread: Filter = { by: 'unread', is: true };
const mine: Filter = { by: 'assignee', is: 'any', of: ['me'] };
const withLabel = (id: string): Filter => ({ by: 'labels', is: 'any', of: [id] });
const names = async (person: Person) => (await person.client.get<Page<SavedView>>('/views')).items.map((view) => view.name);
const save = (person: Person, more: Partial<SavedView> & { name: string }) => person.client.post<SavedView>('/views', { filter: unread, ...more });
const newLabel = async () => (await owner.client.post<Label>('/labels', { name: `Label ${v7()}` })).id;
const many = async (count: number, labelId: string, more: Parameters<Factories['buildConversation']>[0] = {}) => {
  const contact = await build.buildContact();
  const channelId = more.channelId ?? (await build.buildChannel());
  const first = await build.buildConversation({ ...more, channelId, contact, labelIds: [labelId] });
  await api.sql(
    `INSERT INTO conversations (id, workspace_id, number, channel_id, contact_id, identity_id, state, priority, label_ids, assignee_id)
     SELECT gen_random_uuid(), $1, (SELECT max(number) FROM conversations WHERE workspace_id = $1) + n, $2, $3, $4, 'open', n % 3, $5, $6 FROM generate_series(1, $7) n`,
    [owner.workspaceId, channelId, contact.id, contact.identityId, [labelId], more.assigneeId ?? null, count - 1]);
  await api.sql('UPDATE workspace_numbers SET last_number = last_number + $2 WHERE workspace_id = $1', [owner.workspaceId, count]);
  return first;
};
const ended = (person: Person, id: string, state: Sweep['state']) => eventually(async () => {
  const sweep = await person.client.get<Sweep>(`/sweeps/${id}`);
  expect(sweep.state).toBe(state);
  return sweep;
});

beforeAll(async () => {
  api = await startTestApi({ worker: true });
  owner = await api.signUp();
  agent = await api.invite(owner, 'agent', { name: 'Ala' });
  colleague = await api.invite(owner, 'agent', { name: 'Bartek' });
  analyst = await api.invite(owner, 'brand_analyst');
  stranger = await api.otherWorkspace();
  team = await owner.client.post<Team>('/teams', { name: 'Claims', memberIds: [agent.memberId, colleague.memberId] });
  build = factories(api.sql, owner.workspaceId);
});
afterAll(async () => {
  for (const socket of sockets) socket.close();
  await api.stop();
});

describe('a saved view', () => {
  it('is its maker’s own until it is shared, and then stands in the lists of those it is shared with', async () => {
    const view = await save(agent, { name: 'Unread', icon: '📬' });
    expect(view).toMatchObject({ sharing: 'private', teamId: null, ownerId: agent.memberId, editable: true, sort: 'waiting', filter: unread });
    expect(await names(colleague)).not.toContain('Unread');
    expect(await colleague.client.refused('GET', `/views/${view.id}`)).toMatchObject({ status: 404 });
    expect(await owner.client.refused('PATCH', `/views/${view.id}`, { name: 'Seen' })).toMatchObject({ status: 404 });
    await agent.client.patch(`/views/${view.id}`, { sharing: 'team', teamId: team.id });
    expect(await colleague.client.get<SavedView>(`/views/${view.id}`)).toMatchObject({ name: 'Unread', editable: false });
    expect(await names(analyst)).not.toContain('Unread');
    await agent.client.delete(`/views/${view.id}`);
    expect(await names(colleague)).not.toContain('Unread');
  });

  it('is changed by its owner, and a shared one by who leads; nobody takes somebody else’s away for themselves', async () => {
    const view = await owner.client.post<SavedView>('/views', { name: 'For all', filter: unread, sharing: 'workspace' });
    expect(await agent.client.refused('PATCH', `/views/${view.id}`, { name: 'Mine now' })).toMatchObject({ status: 403 });
    expect(await agent.client.refused('DELETE', `/views/${view.id}`)).toMatchObject({ status: 403 });
    const supervisor = await api.invite(owner, 'supervisor');
    expect(await supervisor.client.patch<SavedView>(`/views/${view.id}`, { name: 'For everybody', sort: 'priority' })).toMatchObject({ name: 'For everybody', sort: 'priority', version: 2 });
    expect(await supervisor.client.refused('PATCH', `/views/${view.id}`, { sharing: 'private' })).toMatchObject({ status: 403 });
    expect(await owner.client.patch<SavedView>(`/views/${view.id}`, { sharing: 'private' })).toMatchObject({ sharing: 'private' });
    expect(await names(supervisor)).not.toContain('For everybody');
  });

  it('is shared with everybody by who leads only, and with a team by its members', async () => {
    const elsewhere = await owner.client.post<Team>('/teams', { name: 'Elsewhere' });
    expect(await agent.client.refused('POST', '/views', { name: 'x', filter: unread, sharing: 'workspace' })).toMatchObject({ status: 403 });
    expect(await agent.client.refused('POST', '/views', { name: 'x', filter: unread, sharing: 'team', teamId: elsewhere.id })).toMatchObject({ status: 403 });
    expect(await agent.client.refused('POST', '/views', { name: 'x', filter: unread, sharing: 'team' })).toMatchObject({ status: 400 });
    const { teamId } = await owner.client.post<SavedView>('/views', { name: 'Their work', filter: unread, sharing: 'team', teamId: elsewhere.id });
    expect(teamId).toBe(elsewhere.id);
    const foreignTeam = await stranger.client.post<Team>('/teams', { name: 'Foreign' });
    expect(await owner.client.refused('POST', '/views', { name: 'x', filter: unread, sharing: 'team', teamId: foreignTeam.id })).toMatchObject({ status: 400, code: 'unknown-team' });
  });

  it('notices that somebody else saved it meanwhile', async () => {
    const view = await save(agent, { name: 'Raced' });
    await agent.client.patch(`/views/${view.id}`, { name: 'First', version: view.version });
    expect(await agent.client.refused('PATCH', `/views/${view.id}`, { name: 'Second', version: view.version })).toMatchObject({ status: 409, code: 'view-changed' });
  });

  it('comes back after it was removed, for a day, and is gone after that', async () => {
    const view = await save(agent, { name: 'Removed' });
    await agent.client.delete(`/views/${view.id}`);
    expect(await agent.client.refused('POST', '/conversations/find', { viewId: view.id })).toMatchObject({ status: 404 });
    expect(await colleague.client.refused('POST', `/views/${view.id}/restore`)).toMatchObject({ status: 404 });
    await agent.client.post(`/views/${view.id}/restore`);
    expect(await names(agent)).toContain('Removed');
    await agent.client.delete(`/views/${view.id}`);
    await api.sql(`UPDATE saved_views SET removed_at = now() - interval '25 hours' WHERE id = $1`, [view.id]);
    expect(await agent.client.refused('POST', `/views/${view.id}/restore`)).toMatchObject({ status: 404 });
  });

  it('stands where each member wants it', async () => {
    const [first, second] = [await save(analyst, { name: 'One' }), await save(analyst, { name: 'Two' })];
    await analyst.client.put('/views/order', { ids: [second.id, v7(), first.id, second.id] });
    expect((await names(analyst)).slice(0, 2)).toEqual(['Two', 'One']);
    await save(analyst, { name: 'Three' });
    expect((await names(analyst)).slice(0, 2)).toEqual(['Two', 'One']);
  });

  it('leaves its making, changes and end in the audit, without a word of what it filters', async () => {
    const view = await agent.client.post<SavedView>('/views', { name: 'Audited', filter: { by: 'text', has: 'Wiśniewska' } });
    await agent.client.patch(`/views/${view.id}`, { sharing: 'team', teamId: team.id });
    await agent.client.delete(`/views/${view.id}`);
    const entries = await eventually(async () => {
      const { items } = await owner.client.get<Page<AuditEntry>>('/audit?limit=50');
      const mineOnly = items.filter((entry) => entry.subjectId === view.id);
      expect(mineOnly.map((entry) => entry.action).sort()).toEqual(['view.changed', 'view.created', 'view.removed']);
      return mineOnly;
    });
    expect(JSON.stringify(entries)).not.toContain('Wi');
  });

  it('is not saved by a program that may only read', async () => {
    const { token } = await owner.client.post<{ token: string }>('/tokens', { name: 'Reader', scopes: ['read'] });
    const program = owner.client.withToken(token);
    expect((await program.send('GET', '/views')).status).toBe(200);
    expect((await program.send('POST', '/conversations/count', { filter: unread })).status).toBe(200);
    expect((await program.send('POST', '/views', { name: 'x', filter: unread })).status).toBe(403);
  });
});

describe('a filter', () => {
  it('says how many match before anybody saves it, and lists them', async () => {
    const labelId = await newLabel();
    await many(7, labelId);
    await build.buildConversation({ labelIds: [labelId], state: 'resolved' });
    const filter: Filter = { by: 'all', of: [withLabel(labelId), { by: 'not', of: { by: 'state', is: 'any', of: ['resolved'] } }] };
    expect(await agent.client.post<ConversationCount>('/conversations/count', { filter })).toEqual({ count: 7, more: false });
    const page = await agent.client.post<Page<ConversationView>>('/conversations/find', { filter, limit: 5, sort: 'priority' });
    const rest = await agent.client.post<Page<ConversationView>>('/conversations/find', { filter, limit: 5, sort: 'priority', cursor: page.nextCursor });
    expect(new Set([...page.items, ...rest.items].map(({ id }) => id)).size).toBe(7);
    const view = await save(agent, { name: 'Labelled', filter: withLabel(labelId) });
    expect(await agent.client.post<ConversationCount>('/conversations/count', { viewId: view.id, filter: { by: 'state', is: 'any', of: ['resolved'] } })).toEqual({ count: 1, more: false });
    expect((await agent.client.get<ViewCounts>('/views/counts')).counts[view.id]).toEqual({ count: 8, more: false });
  });

  it('means by "me" whoever looks', async () => {
    const labelId = await newLabel();
    await many(3, labelId, { assigneeId: agent.memberId });
    const filter: Filter = { by: 'all', of: [mine, withLabel(labelId)] };
    expect(await agent.client.post('/conversations/count', { filter })).toMatchObject({ count: 3 });
    expect(await colleague.client.post('/conversations/count', { filter })).toMatchObject({ count: 0 });
  });

  it('finds nothing of another workspace by its ids', async () => {
    const labelId = await newLabel();
    await many(2, labelId);
    expect(await stranger.client.post('/conversations/count', { filter: { by: 'any', of: [withLabel(labelId), { by: 'assignee', is: 'any', of: [agent.memberId] }] } })).toEqual({ count: 0, more: false });
    const view = await save(owner, { name: 'Ours', sharing: 'workspace' });
    expect(await stranger.client.refused('POST', '/conversations/find', { viewId: view.id })).toMatchObject({ status: 404 });
    expect(await stranger.client.refused('POST', '/sweeps', { viewId: view.id, action: { kind: 'priority', priority: 'low' } })).toMatchObject({ status: 404 });
  });

  it.each([
    ['a stranger’s question', { by: 'secrets', is: true }], ['SQL', { by: 'state', is: 'any', of: ["open' OR '1'='1"] }],
    ['a depth without end', Array.from({ length: 30 }).reduce<unknown>((of) => ({ by: 'not', of }), unread)], ['a depth that exhausts', Array.from({ length: 60 }).reduce<unknown>((of) => ({ by: 'not', of }), unread)],
  ])('answers 400 to %s', async (_, filter) => {
    expect(await agent.client.refused('POST', '/conversations/count', { filter })).toMatchObject({ status: 400 });
  });
});

describe('the next conversation', () => {
  const waitingSince = (id: string, minutes: number, priority = 1) => api.sql(`UPDATE conversations SET waiting_since = now() - make_interval(mins => $2), priority = $3 WHERE id = $1`, [id, minutes, priority]);
  const take = (person: Person, body: object) => person.client.post<NextTaken>('/conversations/next', body);

  it('is the right one of a view, says why, and can be given back', async () => {
    const labelId = await newLabel();
    const [old, urgent, fresh] = [await build.buildConversation({ labelIds: [labelId] }), await build.buildConversation({ labelIds: [labelId] }), await build.buildConversation({ labelIds: [labelId] })];
    await waitingSince(old.id, 90);
    await waitingSince(urgent.id, 5, 3);
    await waitingSince(fresh.id, 1);
    const filter = withLabel(labelId);
    const first = await take(agent, { filter });
    expect([first.conversation?.id, first.why]).toEqual([urgent.id, [{ kind: 'priority', value: 'urgent' }, { kind: 'waiting', value: 5 }]]);
    expect((await take(colleague, { filter })).conversation?.id).toBe(old.id);
    await agent.client.post(`/undo/${first.undoToken as string}`);
    expect((await take(colleague, { filter })).conversation?.id).toBe(urgent.id);
    expect((await take(agent, { filter })).conversation?.id).toBe(fresh.id);
    expect(await take(agent, { filter })).toEqual({ conversation: null, undoToken: null, why: [] });
  });

  it('is the one whose promise breaks next, before a letter that waits longer and has hours left', async () => {
    const labelId = await newLabel();
    const letters = await build.buildChannel({ connectorId: 'email' });
    const chat = await build.buildChannel({ connectorId: 'telegram' });
    // More letters than are looked at for their age alone.
    const ids: string[] = [];
    for (let n = 0; n < 110; n += 1) ids.push((await build.buildConversation({ labelIds: [labelId], channelId: letters })).id);
    await api.sql(`UPDATE conversations SET waiting_since = now() - interval '2 hours' WHERE id = ANY($1::uuid[])`, [ids]);
    const nearly = await build.buildConversation({ labelIds: [labelId], channelId: chat });
    await waitingSince(nearly.id, 25);
    const next = await take(agent, { filter: withLabel(labelId) });
    expect(next.conversation?.id).toBe(nearly.id);
    expect(next.why[0]).toEqual({ kind: 'due', value: 4 });
  });

  it('goes on with one’s own that wait, when asked to, but not with the one just left', async () => {
    const labelId = await newLabel();
    const [left, own] = [await build.buildConversation({ labelIds: [labelId], assigneeId: agent.memberId }), await build.buildConversation({ labelIds: [labelId], assigneeId: agent.memberId })];
    await waitingSince(left.id, 200);
    await waitingSince(own.id, 3);
    expect((await take(agent, { filter: withLabel(labelId) })).conversation).toBeNull();
    const next = await take(agent, { filter: withLabel(labelId), own: true, except: left.id });
    expect(next).toMatchObject({ conversation: { id: own.id }, undoToken: null });
    expect(next.why[0]).toEqual({ kind: 'own', value: 'mine' });
    expect((await take(colleague, { filter: withLabel(labelId), own: true })).conversation).toBeNull();
  });

  it('is never the same for two, however many ask at once', async () => {
    const labelId = await newLabel();
    await many(30, labelId);
    await api.sql(`UPDATE conversations SET waiting_since = now() - make_interval(mins => number % 50) WHERE label_ids @> ARRAY[$1::uuid]`, [labelId]);
    const people = [owner, agent, colleague];
    const taken = await Promise.all(Array.from({ length: 36 }, (_, n) => take(people[n % 3] as Person, { filter: withLabel(labelId) })));
    const ids = taken.flatMap(({ conversation }) => conversation?.id ?? []);
    expect(ids).toHaveLength(30);
    expect(new Set(ids).size).toBe(30);
    // Each got one of the best that were left: nobody was passed by for long.
    expect(taken.filter(({ conversation }) => conversation === null)).toHaveLength(6);
  });

  it('shows nothing of a closed channel', async () => {
    const labelId = await newLabel();
    const channelId = await build.buildChannel({ access: 'restricted' });
    const hidden = await build.buildConversation({ labelIds: [labelId], channelId });
    await waitingSince(hidden.id, 500);
    expect((await take(agent, { filter: withLabel(labelId) })).conversation).toBeNull();
    expect((await take(owner, { filter: withLabel(labelId) })).conversation?.id).toBe(hidden.id);
  });
});

describe('an act on many', () => {
  it('changes two hundred picked ones within a second, and undo gives each back what it had', async () => {
    const labelId = await newLabel();
    await many(200, labelId);
    const ids = (await api.sql<{ id: string }>('SELECT id FROM conversations WHERE label_ids @> ARRAY[$1::uuid]', [labelId])).map(({ id }) => id);
    const before = await api.sql('SELECT id, priority FROM conversations WHERE label_ids @> ARRAY[$1::uuid] ORDER BY id', [labelId]);
    const started = performance.now();
    const { changed, undoToken } = await agent.client.post<BulkResult>('/conversations/bulk', { ids, action: { kind: 'priority', priority: 'urgent' } });
    expect(changed).toBe(200);
    expect(performance.now() - started).toBeLessThan(10_000);
    await agent.client.post(`/undo/${undoToken}`);
    expect(await api.sql('SELECT id, priority FROM conversations WHERE label_ids @> ARRAY[$1::uuid] ORDER BY id', [labelId])).toEqual(before);
  });

  it('takes everything that matches in batches, tells how far it is, and comes back with one undo', async () => {
    const labelId = await newLabel();
    const first = await many(640, labelId);
    const standing = () => api.sql('SELECT id, priority, state, assignee_id FROM conversations WHERE label_ids @> ARRAY[$1::uuid] ORDER BY id', [labelId]);
    const before = await standing();
    const socket = await openAgentSocket(api.url, agent.client.cookie);
    sockets.push(socket);
    const told: Sweep[] = [];
    socket.socket.on('sweep.moved', (sweep: Sweep) => told.push(sweep));
    const started = await agent.client.post<Sweep>('/sweeps', { filter: withLabel(labelId), except: [first.id], action: { kind: 'assign', assigneeId: agent.memberId } });
    expect(started.total).toBe(639);
    expect(await ended(agent, started.id, 'done')).toMatchObject({ handled: 639, changed: 639, refused: 0 });
    expect((await api.sql<{ n: number }>('SELECT count(*)::int AS n FROM conversations WHERE assignee_id = $1 AND label_ids @> ARRAY[$2::uuid]', [agent.memberId, labelId]))[0]?.n).toBe(639);
    await eventually(() => { expect(told.at(-1)).toMatchObject({ id: started.id, state: 'done', handled: 639 }); });
    expect(told.map(({ handled }) => handled)).toEqual(told.map(({ handled }) => handled).toSorted((a, b) => a - b));
    // Somebody goes on with one of them: undo leaves that one alone.
    const other = (await api.sql<{ id: string }>('SELECT id FROM conversations WHERE assignee_id = $1 AND label_ids @> ARRAY[$2::uuid] LIMIT 1', [agent.memberId, labelId]))[0]?.id as string;
    await colleague.client.post(`/conversations/${other}/assign`, { assigneeId: colleague.memberId });
    await agent.client.post(`/undo/${started.id}`);
    expect(await ended(agent, started.id, 'undone')).toMatchObject({ restored: 638 });
    expect((await standing()).filter((row) => row['id'] !== other)).toEqual(before.filter((row) => row['id'] !== other));
    expect(await agent.client.refused('POST', `/undo/${started.id}`)).toMatchObject({ status: 404 });
  }, 90_000);

  it('is stopped half-way by undo, and leaves nothing changed', async () => {
    const labelId = await newLabel();
    await many(900, labelId);
    const starting = agent.client.post<Sweep>('/sweeps', { filter: withLabel(labelId), action: { kind: 'state', state: 'resolved' } });
    const running = await eventually(async () => {
      const [row] = await api.sql<{ id: string }>(`SELECT id FROM sweeps WHERE state = 'running' AND member_id = $1`, [agent.memberId]);
      if (row === undefined) throw new Error('not begun');
      return row.id;
    });
    await agent.client.post(`/undo/${running}`);
    await starting;
    await ended(agent, running, 'undone');
    expect(await api.sql(`SELECT 1 FROM conversations WHERE label_ids @> ARRAY[$1::uuid] AND state <> 'open'`, [labelId])).toEqual([]);
  }, 90_000);

  it('asks for rights row by row, as they are when the row’s turn comes', async () => {
    const labelId = await newLabel();
    const hidden = await build.buildChannel({ access: 'restricted' });
    await many(3, labelId);
    await many(2, labelId, { channelId: hidden });
    const asAgent = await agent.client.post<Sweep>('/sweeps', { filter: withLabel(labelId), action: { kind: 'priority', priority: 'urgent' } });
    expect(asAgent).toMatchObject({ total: 3, changed: 3, state: 'done' });
    expect(await analyst.client.refused('POST', '/sweeps', { filter: withLabel(labelId), action: { kind: 'priority', priority: 'urgent' } })).toMatchObject({ status: 403 });
    // Begun by somebody who may, carried on after they may not any more.
    const id = v7();
    const ids = (await api.sql<{ id: string }>('SELECT id FROM conversations WHERE label_ids @> ARRAY[$1::uuid]', [labelId])).map((row) => row.id);
    await api.sql(`INSERT INTO sweeps (id, workspace_id, member_id, action, ids, updated_at) VALUES ($1, $2, $3, '{"kind":"priority","priority":"low"}', $4, now() - interval '1 minute')`, [id, owner.workspaceId, agent.memberId, ids]);
    expect(await ended(agent, id, 'done')).toMatchObject({ changed: 3, refused: 2 });
    expect(await api.sql('SELECT 1 FROM conversations WHERE channel_id = $1 AND priority = 0', [hidden])).toEqual([]);
  });

  it('two at once over the same rows both end, and each row is as one of them left it', async () => {
    const labelId = await newLabel();
    await many(300, labelId);
    const begin = (person: Person, priority: string) => person.client.post<Sweep>('/sweeps', { filter: withLabel(labelId), action: { kind: 'priority', priority } });
    const [one, two] = await Promise.all([begin(agent, 'urgent'), begin(colleague, 'low')]);
    await ended(agent, one.id, 'done');
    await ended(colleague, two.id, 'done');
    expect(await api.sql('SELECT 1 FROM conversations WHERE label_ids @> ARRAY[$1::uuid] AND priority NOT IN (0, 3)', [labelId])).toEqual([]);
    expect(await colleague.client.refused('GET', `/sweeps/${one.id}`)).toMatchObject({ status: 404 });
    expect(await colleague.client.refused('POST', `/undo/${one.id}`)).toMatchObject({ status: 404 });
  }, 90_000);

  it('names nobody who does not exist', async () => {
    expect(await agent.client.refused('POST', '/sweeps', { filter: unread, action: { kind: 'assign', assigneeId: stranger.memberId } })).toMatchObject({ status: 404 });
    expect(await agent.client.refused('POST', '/sweeps', { filter: unread, action: { kind: 'state', state: 'snoozed' } })).toMatchObject({ status: 400, code: 'snooze-needs-a-time' });
  });
});

describe('live counts', () => {
  it('reach the screen as conversations come, change and go, without being asked for', async () => {
    const labelId = await newLabel();
    const channelId = await build.buildChannel();
    const view = await save(agent, { name: 'Live', filter: { by: 'all', of: [withLabel(labelId), { by: 'state', is: 'any', of: ['open'] }] } });
    const byText = await save(agent, { name: 'By text', filter: { by: 'all', of: [withLabel(labelId), { by: 'text', has: 'szafa' }] } });
    const socket = await openAgentSocket(api.url, agent.client.cookie);
    sockets.push(socket);
    const shown: Record<string, ConversationCount> = {};
    socket.socket.on('views.counted', ({ counts }: ViewCounts) => Object.assign(shown, counts));
    const first = await many(1, labelId, { channelId });
    const second = await many(1, labelId, { channelId });
    await owner.client.patch(`/conversations/${second.id}`, { priority: 'high' });
    await build.buildMessage({ conversation: first, text: 'Gdzie jest moja szafa?' });
    await owner.client.patch(`/conversations/${first.id}`, { priority: 'high' });
    await eventually(() => { expect([shown[view.id], shown[byText.id]]).toEqual([{ count: 2, more: false }, { count: 1, more: false }]); });
    await owner.client.patch(`/conversations/${first.id}`, { state: 'resolved' });
    await eventually(() => { expect(shown[view.id]).toEqual({ count: 1, more: false }); });
    await owner.client.patch(`/conversations/${first.id}`, { state: 'open', labelIds: [] });
    await eventually(() => { expect(shown[byText.id]).toEqual({ count: 0, more: false }); });
    // A new view of a colleague, shared: counted for everybody in the team at once.
    const shared = await colleague.client.post<SavedView>('/views', { name: 'Shared', filter: withLabel(labelId), sharing: 'team', teamId: team.id });
    await eventually(() => { expect(shown[shared.id]).toEqual({ count: 1, more: false }); });
  }, 60_000);

  it('are told again after a change and its opposite: whoever asked in between shows the count of that moment', async () => {
    const labelId = await newLabel();
    const channelId = await build.buildChannel();
    const view = await save(agent, { name: 'There and back', filter: withLabel(labelId) });
    const socket = await openAgentSocket(api.url, agent.client.cookie);
    sockets.push(socket);
    const heard: (number | null)[] = [];
    socket.socket.on('views.counted', ({ counts }: ViewCounts) => { if (counts[view.id] !== undefined) heard.push(counts[view.id]?.count ?? null); });
    const { id } = await many(1, labelId, { channelId });
    await owner.client.patch(`/conversations/${id}`, { priority: 'high' });
    await eventually(() => { expect(heard.at(-1)).toBe(1); });
    heard.length = 0;
    // Faster than counts are told.
    await owner.client.patch(`/conversations/${id}`, { labelIds: [] });
    const between = await agent.client.get<ViewCounts>('/views/counts');
    await owner.client.patch(`/conversations/${id}`, { labelIds: [labelId] });
    expect(between.counts[view.id]?.count).toBe(0);
    await eventually(() => { expect(heard.at(-1)).toBe(1); });
  }, 30_000);

  it('tell nobody of a private view but its owner', async () => {
    const socket = await openAgentSocket(api.url, colleague.client.cookie);
    sockets.push(socket);
    const heard: string[] = [];
    socket.socket.onAny((type: string, event: { what?: string }) => { if (type === 'directory.changed' && event.what === 'views') heard.push(type); });
    await save(agent, { name: 'Secret' });
    const shared = await colleague.client.post<SavedView>('/views', { name: 'Told', filter: unread, sharing: 'team', teamId: team.id });
    await eventually(() => { expect(heard).toHaveLength(1); });
    await colleague.client.delete(`/views/${shared.id}`);
  });
});
