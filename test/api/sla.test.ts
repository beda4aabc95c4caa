import type { BusinessCalendar, ChannelView, ConversationChange, ConversationView, MessagePage, NoticeView, Page, Posted, SlaPolicy, SlaPromises, SlaSettings, SlaTrial, StuckList } from '@kontuar/contract';
import type { Inbound } from '@kontuar/connectors/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { factories } from '../support/factories';
import { fakeNetwork } from '../support/fake-connector';
import { openCases } from '../support/open-cases';

const talk = fakeNetwork('talk', { startConversation: true });

let api: TestApi;
let owner: Person;
let agent: Person;
let channel: ChannelView;

beforeAll(async () => {
  api = await startTestApi({ connectors: [talk.connector as never], worker: true });
  owner = await api.signUp('Dom Lipowy');
  agent = await api.invite(owner, 'agent');
  channel = await owner.client.post<ChannelView>('/channels', { connectorId: 'talk', name: 'talk', settings: { account: 'talk', token: 'secret' } });
});
afterAll(() => api.stop());

let told = 0;
/** The platform took it so many seconds ago. */
async function write(name: string, text: string, secondsAgo = 0): Promise<ConversationView> {
  const number = (told += 1);
  const inbounds: Inbound[] = [{ kind: 'message', externalId: `m${number}`, at: new Date(Date.now() - secondsAgo * 1000).toISOString(), from: { id: `${name.toLowerCase()}@example.com`, name }, thread: { key: `talk ${name}` }, text }];
  const answer = await fetch(`${api.url}/hooks/talk/${channel.id}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-token': 'secret' }, body: JSON.stringify([{ about: `d${number}`, inbounds }]) });
  expect(answer.status).toBe(200);
  const id = await eventually(async () => {
    const [found] = await api.sql<{ id: string }>('SELECT conversation_id AS id FROM messages WHERE external_id = $1', [`m${number}`]);
    expect(found).toBeDefined();
    return found?.id ?? '';
  });
  return row(id);
}
const row = (id: string) => owner.client.get<ConversationView>(`/conversations/${id}`);
const answer = (conversation: { id: string }, text = 'Here you are') => agent.client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: `c-${(told += 1)}`, text, sendNow: true });
const patch = (conversation: { id: string }, change: object) => agent.client.patch<ConversationChange>(`/conversations/${conversation.id}`, change);
const promises = async ({ id }: { id: string }) => (await agent.client.get<SlaPromises>(`/conversations/${id}/sla`)).items;
const due = ({ id }: { id: string }, kind: string | null) => eventually(async () => {
  const { due: shown } = await row(id);
  expect(shown?.kind ?? null).toBe(kind);
  return shown;
});
const policy = (input: object) => owner.client.post<SlaPolicy>('/sla/policies', { filter: { by: 'all', of: [] }, pauses: ['customer', 'snoozed', 'pending'], ...input });
const events = async ({ id }: { id: string }) => (await owner.client.get<MessagePage>(`/conversations/${id}/messages?limit=100`)).items.flatMap((message) => message.event?.type ?? []);
const notices = async (by: Person, { id }: { id: string }) => (await by.client.get<Page<NoticeView>>('/notices?limit=100')).items.filter((one) => one.conversationId === id).map((one) => one.what);
const minutesBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 60_000);
const clean = async () => { for (const { id } of (await owner.client.get<SlaSettings>('/sla')).items) await owner.client.delete(`/sla/policies/${id}`); };

afterEach(clean);

describe('promised times', () => {
  it('are none of the business of a workspace that promises nothing', async () => {
    const conversation = await write('Adam', 'Hello');
    expect(conversation.due).toBeNull();
    expect(await promises(conversation)).toEqual([]);
  });

  it('begin with the words of the customer, are met by a person’s answer that the platform took, and are kept in the history', async () => {
    const before = await write('Ewa', 'Is it open today?', 60);
    const made = await policy({ name: 'All', firstReply: 30, nextReply: 20, resolution: 600 });
    // What was open already is promised, too, counted from its own beginning.
    const shown = await due(before, 'first_reply');
    expect(minutesBetween(new Date().toISOString(), shown?.at ?? '')).toBe(29);
    const conversation = await write('Jan', 'How much is the oak table?', 90);
    expect(Date.parse((await due(conversation, 'first_reply'))?.at ?? '') - Date.now()).toBeLessThan(28.6 * 60_000);
    // A note answers nobody, and no more does the house by itself.
    await agent.client.post(`/conversations/${conversation.id}/messages`, { clientId: 'note', text: 'Ask the warehouse', private: true });
    await write('Jan', 'Hello?');
    expect((await promises(conversation)).filter(({ endedAt }) => endedAt === null).map(({ kind }) => kind).sort()).toEqual(['first_reply', 'resolution']);
    await answer(conversation);
    await eventually(async () => {
      const all = await promises(conversation);
      expect(all.map(({ kind, outcome, paused }) => [kind, outcome, paused]).sort()).toEqual([['first_reply', 'kept', null], ['resolution', null, 'customer']]);
      expect(all[0]).toMatchObject({ policyId: made.id, policyName: 'All', calendar: null });
    });
    // It is their turn: no clock runs.
    expect((await row(conversation.id)).due).toBeNull();
    await write('Jan', 'And the chairs?');
    await due(conversation, 'next_reply');
    await patch(conversation, { state: 'snoozed', snoozedUntil: new Date(Date.now() + 3_600_000).toISOString() });
    await due(conversation, null);
    expect((await promises(conversation)).find(({ kind }) => kind === 'next_reply')).toMatchObject({ paused: 'snoozed', leftMinutes: 20, dueAt: null });
    await patch(conversation, { state: 'open' });
    await due(conversation, 'next_reply');
    const { undoToken } = await patch(conversation, { state: 'resolved' });
    await eventually(async () => expect((await promises(conversation)).map(({ kind, outcome }) => `${kind} ${outcome}`).sort()).toEqual(['first_reply kept', 'next_reply dropped', 'resolution kept']));
    // Taken back, everything goes on where it stood.
    await agent.client.post(`/undo/${undoToken}`);
    await due(conversation, 'next_reply');
    expect((await promises(conversation)).map(({ kind, outcome }) => `${kind} ${outcome}`).sort()).toEqual(['first_reply kept', 'next_reply null', 'resolution null']);
    await clean();
    await due(conversation, null);
  });

  it('warn, break and escalate to the second, once, and are told to who has it and who leads', async () => {
    const supervisor = await api.invite(owner, 'supervisor');
    await policy({ name: 'Quick', firstReply: 2, warnings: [{ before: 1, to: 'owner' }], escalations: [{ after: 0, act: 'priority', priority: 'urgent' }, { after: 0, act: 'notify', to: 'supervisors' }] });
    const soon = await write('Marta', 'Quick, please', 58);
    await owner.client.post(`/conversations/${soon.id}/assign`, { assigneeId: agent.memberId });
    const late = await write('Piotr', 'Anybody?', 118);
    const shown = await due(late, 'first_reply');
    await eventually(async () => expect(await events(late)).toContain('sla-broken'));
    const [broken] = await api.sql<{ at: Date }>(`SELECT at FROM events WHERE type = 'sla.broken' AND conversation_id = $1`, [late.id]);
    expect((broken?.at.getTime() ?? 0) - Date.parse(shown?.at ?? '')).toBeLessThan(10_000);
    expect(broken?.at.getTime()).toBeGreaterThanOrEqual(Date.parse(shown?.at ?? ''));
    expect(await row(late.id)).toMatchObject({ priority: 'urgent', due: { kind: 'first_reply' } });
    // Nobody has it: who leads hears of it.
    await eventually(async () => expect(await notices(supervisor, late)).toContain('sla-broken'));
    await eventually(async () => expect(await notices(agent, soon)).toContain('sla-soon'));
    expect(await notices(supervisor, soon)).toEqual([]);
    expect(await api.sql(`SELECT type, count(*)::int AS n FROM events WHERE type LIKE 'sla.%' AND conversation_id = ANY($1::uuid[]) GROUP BY 1 ORDER BY 1`, [[soon.id, late.id]])).toEqual([{ type: 'sla.broken', n: 1 }, { type: 'sla.escalated', n: 2 }, { type: 'sla.warned', n: 2 }]);
    await answer(late);
    await eventually(async () => expect((await promises(late)).map(({ outcome }) => outcome)).toEqual(['late']));
    expect((await row(late.id)).due).toBeNull();
  });

  it('are chosen by the first policy that fits, and another one when the conversation becomes another: the thread says so', async () => {
    await policy({ name: 'Urgent', filter: { by: 'priority', is: 'any', of: ['urgent'] }, firstReply: 5 });
    const all = await policy({ name: 'Everybody', firstReply: 60 });
    const conversation = await write('Olga', 'My order?');
    const before = await due(conversation, 'first_reply');
    await patch(conversation, { priority: 'urgent' });
    await eventually(async () => expect(minutesBetween((await row(conversation.id)).due?.at ?? '', before?.at ?? '')).toBe(55));
    expect(await events(conversation)).toEqual(['priority', 'sla-changed']);
    await owner.client.put('/sla/policies/order', { ids: [all.id] });
    await eventually(async () => expect((await row(conversation.id)).due?.at).toBe(before?.at));
    // Somebody changed the rules for everybody: no thread is told.
    expect(await events(conversation)).toEqual(['priority', 'sla-changed']);
  });

  it('that came to their time while no worker was there are told at once by the next, with what was promised by hand and the clocks of claims, each once', async () => {
    await policy({ name: 'All', firstReply: 1, escalations: [{ after: 0, act: 'notify', to: 'owner' }] });
    const sql = <T = Record<string, unknown>>(text: string, values?: unknown[]) => api.sql<T>(text, values);
    const [waiting, called] = [await write('Dead', 'Anybody there?', 58), await write('Called', 'Will you call me?')];
    const { at } = (await due(waiting, 'first_reply')) as { at: string };
    await openCases(sql, factories(sql, owner.workspaceId), { workspaceId: owner.workspaceId, channelId: channel.id, count: 3, warnAt: new Date(at) });
    const told = async () => (await sql<{ type: string; n: number }>(
      `SELECT type, count(*)::int AS n FROM events WHERE type IN ('case.warned', 'promise.broken') OR (type = 'sla.broken' AND conversation_id = $1) GROUP BY 1 ORDER BY 1`, [waiting.id]));
    await api.withoutWorker(async () => {
      await sql(`INSERT INTO given_promises (id, workspace_id, conversation_id, text, due_at, look_at, owner_id, since_seq) VALUES (gen_random_uuid(), $1, $2, 'Call', $3, $3, $4, 1)`, [owner.workspaceId, called.id, at, agent.memberId]);
      await eventually(async () => { expect((await sql<{ over: boolean }>('SELECT now() > $1::timestamptz AS over', [at]))[0]?.over).toBe(true); });
      expect(await told()).toEqual([]);
    });
    const all = [{ type: 'case.warned', n: 3 }, { type: 'promise.broken', n: 1 }, { type: 'sla.broken', n: 1 }];
    await eventually(async () => { expect(await told()).toEqual(all); });
    // The one after it finds nothing to tell.
    await api.withoutWorker(() => Promise.resolve());
    const probe = await write('Probe', 'Are clocks looked at?', 61);
    await eventually(async () => { expect(await sql(`SELECT 1 FROM events WHERE type = 'sla.broken' AND conversation_id = $1`, [probe.id])).toHaveLength(1); });
    expect(await told()).toEqual(all);
  });

  it('go where the words go, through a merge and back', async () => {
    await policy({ name: 'All', firstReply: 30 });
    const [one, other] = [await write('Anna', 'First', 120), await write('Hanna', 'Second')];
    const [first] = [await due(one, 'first_reply'), await due(other, 'first_reply')];
    const { undoToken } = await owner.client.post<{ undoToken: string }>('/conversations/merge', { ids: [one.id], intoId: other.id });
    await eventually(async () => expect((await row(other.id)).due?.at).toBe(first?.at));
    expect((await promises(other)).filter(({ endedAt }) => endedAt === null)).toHaveLength(1);
    await owner.client.post(`/undo/${undoToken}`);
    await eventually(async () => {
      expect((await row(one.id)).due?.at).toBe(first?.at);
      expect((await row(other.id)).due?.at).not.toBe(first?.at);
      expect((await row(other.id)).due).not.toBeNull();
    });
  });

  it('count by the hours of a calendar, which is changed, tried out, and kept while it is used', async () => {
    const calendar = await owner.client.post<BusinessCalendar>('/sla/calendars', { name: 'Office', timeZone: 'Europe/Warsaw', country: 'PL', week: [1, 2, 3, 4, 5, 6, 0].map((day) => ({ day, from: '00:00', to: '00:00' })), daysOff: [] });
    expect(calendar).toMatchObject({ usedBy: 0 });
    expect(calendar.holidays).toContain(`${new Date().getUTCFullYear()}-11-11`);
    expect(await owner.client.refused('POST', '/sla/calendars', { name: 'Office', timeZone: 'UTC', week: [{ day: 1, from: '08:00', to: '16:00' }] })).toMatchObject({ code: 'calendar-exists' });
    expect(await owner.client.refused('POST', '/sla/calendars', { name: 'Moon', timeZone: 'Moon/Base', week: [{ day: 1, from: '08:00', to: '16:00' }] })).toMatchObject({ code: 'unknown-time-zone' });
    await policy({ name: 'Office hours', firstReply: 30, calendarId: calendar.id });
    const conversation = await write('Zofia', 'Hours?');
    await due(conversation, 'first_reply');
    expect((await promises(conversation))[0]).toMatchObject({ calendar: 'Office' });
    expect(await owner.client.refused('DELETE', `/sla/calendars/${calendar.id}`)).toMatchObject({ code: 'calendar-in-use' });
    expect(await agent.client.refused('POST', '/sla/calendars', { name: 'Mine', timeZone: 'UTC', week: [{ day: 1, from: '08:00', to: '16:00' }] })).toMatchObject({ status: 403 });
    // Everybody goes home for a day: due when they are back.
    const today = new Date().toLocaleDateString('en-CA', { timeZone: 'Europe/Warsaw' });
    await owner.client.patch(`/sla/calendars/${calendar.id}`, { country: null, daysOff: [{ on: today, name: 'Inventory' }] });
    await eventually(async () => expect(new Date((await row(conversation.id)).due?.at ?? '').toLocaleDateString('en-CA', { timeZone: 'Europe/Warsaw' })).not.toBe(today));
    const trial = await owner.client.post<SlaTrial>('/sla/policies/trial', { filter: { by: 'channel', is: 'any', of: [channel.id] }, firstReply: 2, nextReply: null, resolution: null, calendarId: null, pauses: [] });
    expect(trial).toMatchObject({ days: 30, nextReply: null, resolution: null });
    expect(trial.counted).toBeGreaterThan(5);
    expect(trial.firstReply?.late).toBeGreaterThanOrEqual(1);
    expect(trial.firstReply?.kept).toBeGreaterThanOrEqual(1);
    expect(await owner.client.refused('POST', '/sla/policies', { name: 'Mine', filter: { by: 'assignee', is: 'any', of: ['me'] }, firstReply: 5 })).toMatchObject({ status: 400 });
    expect(await owner.client.refused('POST', '/sla/policies', { name: 'Nothing', filter: { by: 'all', of: [] } })).toMatchObject({ status: 400 });
    const [row1] = (await owner.client.post<Page<ConversationView>>('/conversations/find', { filter: { by: 'due', is: 'before', at: { ahead: 3, unit: 'days' } }, sort: 'due' })).items;
    expect(row1?.due).not.toBeNull();
    await clean();
    await owner.client.delete(`/sla/calendars/${calendar.id}`);
  });
});

describe('stuck work', () => {
  const reasons = async () => Object.fromEntries((await owner.client.get<StuckList>('/stuck')).items.map(({ conversation, reasons: why }) => [conversation.id, why.map(({ kind }) => kind)]));

  it('is found with the reason, for each reason, and for those who lead alone', async () => {
    const build = factories(api.sql, owner.workspaceId);
    const channelId = channel.id;
    const gone = await api.invite(owner, 'agent');
    const make = async (state: 'open' | 'pending' | 'snoozed', set = '', values: unknown[] = []) => {
      const { id } = await build.buildConversation({ channelId, state });
      if (set !== '') await api.sql(`UPDATE conversations SET ${set} WHERE id = $1`, [id, ...values]);
      return id;
    };
    const old = `last_message_at = now() - interval '20 days'`;
    const [ageing, fresh] = [await make('pending', old), await make('open', `waiting_since = now()`)];
    const thrown = await make('open', `waiting_since = now() - interval '1 hour'`);
    const handed = await make('open', `waiting_since = now() - interval '1 hour'`);
    const handOver = (id: string, seq: number, from: string | null, to: string | null, minutes: number) => api.sql(
      `INSERT INTO messages (workspace_id, id, conversation_id, channel_id, seq, kind, direction, status, author_kind, event_type, event_data, at) VALUES ($1, gen_random_uuid(), $2, $3, $4, 'event', 'none', 'logged', 'system', 'assigned', $5, now() - make_interval(mins => $6))`,
      [owner.workspaceId, id, channelId, seq, JSON.stringify({ from: { assigneeId: from, teamId: null }, to: { assigneeId: to, teamId: null } }), minutes]);
    // Three times from somebody to somebody, and one that began it; the other was given away before the customer wrote.
    for (const [seq, from, to, minutes] of [[1, null, agent.memberId, 50], [2, agent.memberId, gone.memberId, 40], [3, gone.memberId, agent.memberId, 30], [4, agent.memberId, null, 20]] as const) await handOver(thrown, seq, from, to, minutes);
    for (const [seq, minutes] of [[1, 90], [2, 80], [3, 70], [4, 10]] as const) await handOver(handed, seq, agent.memberId, gone.memberId, minutes);
    await api.sql(`UPDATE memberships SET duty = 'sick', duty_until = NULL WHERE id = $1`, [gone.memberId]);
    const absent = await make('open', `waiting_since = now() - interval '1 hour', assignee_id = $2`, [gone.memberId]);
    const asleep = await make('snoozed', 'snoozed_until = NULL');
    const sleeping = await make('snoozed', `snoozed_until = now() + interval '1 day', ${old}`);
    const beside = await make('open', `waiting_since = now()`);
    await api.sql(`INSERT INTO asides (id, workspace_id, conversation_id, channel_id, subject, opened_by, opened_by_name, client_id, last_at) VALUES (gen_random_uuid(), $1, $2, $3, 'Warehouse', $4, 'A', 'x', now() - interval '4 days')`, [owner.workspaceId, beside, channelId, agent.memberId]);
    const promised = await make('open');
    await api.sql(`INSERT INTO given_promises (id, workspace_id, conversation_id, text, due_at, owner_id, since_seq, state, ended_at) VALUES (gen_random_uuid(), $1, $2, 'Call', now() - interval '2 hours', $3, 0, 'broken', now())`, [owner.workspaceId, promised, agent.memberId]);
    // Ours was the last word: said what we will do, said something else, said and written down, said a moment ago.
    const said = async (text: string, ago: string) => {
      const id = await make('pending', `last_said_seq = 7, last_seq = 7, last_message_at = now() - interval '${ago}'`);
      await api.sql(`INSERT INTO messages (workspace_id, id, conversation_id, channel_id, seq, kind, direction, status, author_kind, author_id, text, at) VALUES ($1, gen_random_uuid(), $2, $3, 7, 'message', 'out', 'sent', 'member', $4, $5, now() - interval '${ago}')`, [owner.workspaceId, id, channelId, agent.memberId, text]);
      return id;
    };
    const silent = await said('Dziękuję. Sprawdzę w magazynie i dam znać.', '5 days');
    const others = [await said('It was sent on Monday.', '5 days'), await said('We will call you.', '5 days'), await said('We will call you.', '1 hour')];
    await api.sql(`INSERT INTO given_promises (id, workspace_id, conversation_id, text, due_at, owner_id, since_seq) VALUES (gen_random_uuid(), $1, $2, 'Call', now() + interval '2 days', $3, 7)`, [owner.workspaceId, others[1], agent.memberId]);
    await api.sql(`UPDATE conversations SET last_message_at = now() WHERE id = ANY($1::uuid[])`, [[silent, ...others]]);
    expect((await owner.client.get<StuckList>('/stuck')).items.find(({ conversation }) => conversation.id === silent)?.reasons).toEqual([expect.objectContaining({ kind: 'silent', words: 'Sprawdzę w magazynie i dam znać.' })]);
    const found = await reasons();
    expect(others.map((id) => found[id])).toEqual([undefined, undefined, undefined]);
    expect([ageing, thrown, absent, asleep, beside, promised].map((id) => found[id])).toEqual([['ageing'], ['ping-pong'], ['absent'], ['asleep'], ['aside'], ['promise']]);
    expect([fresh, handed, sleeping].map((id) => found[id])).toEqual([undefined, undefined, undefined]);
    expect((await owner.client.get<StuckList>('/stuck')).counts).toMatchObject({ 'ageing': { count: 1, more: false }, 'ping-pong': { count: 1 } });
    // Whoever stands in is there.
    await api.sql(`UPDATE memberships SET substitute_id = $2 WHERE id = $1`, [gone.memberId, agent.memberId]);
    await api.sql(`UPDATE memberships SET duty = 'on' WHERE id = $1`, [agent.memberId]);
    expect((await reasons())[absent]).toBeUndefined();
    expect(await owner.client.patch('/stuck/settings', { ageingDays: 30, handovers: 4 })).toMatchObject({ ageingDays: 30, handovers: 4, asideDays: 2 });
    expect(await reasons()).not.toHaveProperty(ageing);
    expect(await reasons()).not.toHaveProperty(thrown);
    expect(await agent.client.refused('GET', '/stuck')).toMatchObject({ status: 403 });
    expect(await owner.client.refused('PATCH', '/stuck/settings', { ageingDays: 0 })).toMatchObject({ status: 400 });
  });
});
