import type { BusinessCalendar, ChannelView, ConversationView, GivenPromise, Member, MessagePage, Page, PlannedList, RoutingLoads, RoutingMember, RoutingPolicy, RoutingSettings, RoutingTrial, SickDone, SickPreview, Team } from '@kontuar/contract';
import { allConnectors } from '@kontuar/connectors';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { fakeNetwork } from '../support/fake-connector';
import { factories, type BuiltConversation, type Factories } from '../support/factories';

const talk = fakeNetwork('talk', { startConversation: true });

let api: TestApi;
let owner: Person;
let lead: Person;
let zofia: Person;
let iga: Person;
let olek: Person;
let build: Factories;
let channelId: string;
let team: Team;

const weights = { matters: { claim: 3 }, priorities: { urgent: 2 }, pending: 0.5 };
const off: Partial<RoutingPolicy> & { mode: RoutingPolicy['mode'] } = { mode: 'manual' };
const save = (policy: Partial<RoutingPolicy> & { mode: RoutingPolicy['mode'] }, needs: RoutingSettings['needs'] = []) => lead.client.put<RoutingSettings>('/routing', { weights, needs, policy });
const member = (who: Person, patch: object) => lead.client.patch<RoutingMember>(`/routing/members/${who.memberId}`, patch);
const presence = (who: Person, state: 'on' | 'away' | 'off') => who.client.put('/me/presence', { presence: state });
const row = (id: string) => owner.client.get<ConversationView>(`/conversations/${id}`);
const lines = async (id: string) => (await owner.client.get<MessagePage>(`/conversations/${id}/messages?limit=50`)).items.flatMap(({ event }) => (event === null || event === undefined ? [] : [event]));

/** Comes in as from a connector, as far as the history knows. */
async function arrive(change: Record<string, unknown> = {}, contact?: Awaited<ReturnType<Factories['buildContact']>>): Promise<BuiltConversation> {
  const conversation = await build.buildConversation({ channelId, state: 'resolved', ...(contact === undefined ? {} : { contact }) });
  const sets = Object.keys(change).map((key, at) => `, ${key} = $${at + 2}`).join('');
  await api.sql(`UPDATE conversations SET state = 'open', resolved_at = NULL, waiting_since = now()${sets} WHERE id = $1`, [conversation.id, ...Object.values(change)]);
  await api.sql(`INSERT INTO events (id, workspace_id, type, actor_kind, conversation_id, data) VALUES (gen_random_uuid(), $1, 'conversation.created', 'contact', $2, '{}')`, [owner.workspaceId, conversation.id]);
  return conversation;
}
/** Everything that happened was looked at: only the clock goes on. */
const quiet = () => eventually(async () => {
  const [behind] = await api.sql<{ behind: boolean; due: boolean }>(
    `SELECT s.seq < f.last_seq OR EXISTS (SELECT 1 FROM events e WHERE e.workspace_id = s.workspace_id AND e.seq IS NULL) AS behind, coalesce(s.look_at <= now(), false) AS due FROM routing_settings s JOIN feeds f USING (workspace_id) WHERE s.workspace_id = $1`, [owner.workspaceId]);
  expect(behind).toEqual({ behind: false, due: false });
});
const goesTo = (conversation: { id: string }, who: Person) => eventually(async () => { expect((await row(conversation.id)).assigneeId).toBe(who.memberId); });
const waitsFor = (conversation: { id: string }, waits: string) => eventually(async () => {
  const { routing } = await row(conversation.id);
  expect(routing?.waits).toBe(waits);
  return routing;
});

beforeAll(async () => {
  api = await startTestApi({ connectors: [talk.connector as never, ...allConnectors.filter(({ id }) => id === 'counter')], worker: true });
  owner = await api.signUp();
  lead = await api.invite(owner, 'supervisor');
  zofia = await api.invite(owner, 'agent', { name: 'Zofia Mazur' });
  iga = await api.invite(owner, 'agent', { name: 'Iga Szulc' });
  olek = await api.invite(owner, 'agent', { name: 'Olek Wit' });
  team = await owner.client.post<Team>('/teams', { name: 'Claims', memberIds: [iga.memberId] });
  build = factories(api.sql, owner.workspaceId);
  channelId = await build.buildChannel();
});
afterAll(() => api.stop());
beforeEach(async () => {
  for (const who of [zofia, iga, olek]) await api.sql(`UPDATE memberships SET here = true, duty = 'on', presence = 'on', substitute_id = NULL, absence = NULL WHERE id = $1`, [who.memberId]);
});
afterEach(async () => {
  await save(off);
  await lead.client.put(`/routing/teams/${team.id}`, { policy: null });
  await lead.client.put(`/routing/channels/${channelId}`, { policy: null });
  for (const who of [zofia, iga, olek]) await member(who, { capacity: null, skills: {} });
  await api.sql(`UPDATE conversations SET state = 'resolved', assignee_id = NULL, waiting_since = NULL WHERE workspace_id = $1`, [owner.workspaceId]);
});

describe('routing', () => {
  it('gives nothing to anybody until somebody chooses a policy, and nothing any more once it is manual again', async () => {
    expect((await lead.client.get<RoutingSettings>('/routing')).policy.mode).toBe('manual');
    const before = await arrive();
    await save({ mode: 'least-loaded' });
    await eventually(async () => { expect((await row(before.id)).assigneeId).not.toBeNull(); });
    await save(off);
    const after = await arrive();
    await new Promise((done) => { setTimeout(done, 600); });
    expect(await row(after.id)).toMatchObject({ assigneeId: null, routing: null });
  });

  it('says in the thread and in the history why it went to whom', async () => {
    await save({ mode: 'least-loaded' });
    await build.buildConversation({ channelId, assigneeId: iga.memberId });
    await member(olek, { capacity: 0 });
    const conversation = await arrive({ matter: 'claim' });
    await goesTo(conversation, zofia);
    const [line] = (await lines(conversation.id)).filter(({ type }) => type === 'assigned');
    expect(line?.data).toMatchObject({ reason: 'routing', to: { assigneeId: zofia.memberId }, why: { policy: 'least-loaded', before: 0, after: 3, capacity: null } });
    const loads = await lead.client.get<RoutingLoads>('/routing/loads');
    expect(loads.items.find(({ memberId }) => memberId === zofia.memberId)).toMatchObject({ load: 3, here: true, takesPart: true });
  });

  it('asks for skills by filters, shows when it asks for less, and then does', async () => {
    await member(zofia, { skills: { French: 1 } });
    await save({ mode: 'round-robin', stepDownAfterMinutes: 30 }, [{ filter: { by: 'language', is: 'any', of: ['fr'] }, skill: 'French', level: 2 }]);
    const conversation = await arrive({ language: 'fr' });
    expect(await waitsFor(conversation, 'skill')).toMatchObject({ skill: 'French', level: 2, then: 1 });
    const before = Date.now();
    const { until } = (await row(conversation.id)).routing ?? {};
    expect(Date.parse(until ?? '') - before).toBeGreaterThan(29 * 60_000);
    await quiet();
    // As if it had waited: a second and a half before the moment. It goes on at that moment, by the clock alone. Held as whoever gives work holds it.
    const [turn] = await api.sql<{ look_at: Date }>(
      `WITH held AS MATERIALIZED (SELECT pg_advisory_xact_lock(hashtextextended('routing:' || $2, 0))),
       turn AS (UPDATE routing_turns t SET since = since - interval '30 minutes' + interval '1500 milliseconds', look_at = look_at - interval '30 minutes' + interval '1500 milliseconds' FROM held WHERE conversation_id = $1 RETURNING t.look_at)
       UPDATE routing_settings s SET look_at = turn.look_at FROM turn WHERE workspace_id = $2::uuid RETURNING s.look_at`, [conversation.id, owner.workspaceId]);
    await goesTo(conversation, zofia);
    const [given] = await api.sql<{ given_at: Date }>('SELECT given_at FROM routing_turns WHERE conversation_id = $1', [conversation.id]);
    const late = (given?.given_at.getTime() ?? 0) - (turn?.look_at.getTime() ?? 0);
    expect(late).toBeGreaterThanOrEqual(0);
    // By its clock, not by the sweep of every minute.
    expect(late).toBeLessThan(10_000);
    expect((await lines(conversation.id)).find(({ type }) => type === 'assigned')?.data['why']).toMatchObject({ skills: { French: 1 }, asked: { French: 2 } });
  });

  it('takes back what nobody touched, exactly once and not to the same person at once, and leaves what was read', async () => {
    for (const who of [iga, olek]) await member(who, { capacity: 0 });
    await save({ mode: 'least-loaded', returnAfterMinutes: 10 });
    const [lying, read] = [await arrive(), await arrive()];
    await build.buildMessage({ conversation: read });
    await goesTo(lying, zofia);
    await goesTo(read, zofia);
    await zofia.client.put(`/conversations/${read.id}/read`, { seq: (await row(read.id)).lastSeq });
    await quiet();
    await api.sql(
      `WITH held AS MATERIALIZED (SELECT pg_advisory_xact_lock(hashtextextended('routing:' || $2, 0))), turns AS (UPDATE routing_turns t SET look_at = now() + interval '700 milliseconds' FROM held WHERE given_to = $1 RETURNING t.look_at)
       UPDATE routing_settings SET look_at = (SELECT min(look_at) FROM turns) WHERE workspace_id = $2::uuid`, [zofia.memberId, owner.workspaceId]);
    expect(await waitsFor(lying, 'nobody')).toMatchObject({ until: expect.any(String) as unknown });
    expect((await lines(lying.id)).filter(({ data }) => data['reason'] === 'untouched')).toHaveLength(1);
    expect((await row(read.id)).assigneeId).toBe(zofia.memberId);
    await member(iga, { capacity: null });
    await goesTo(lying, iga);
  });

  it('goes to who answered the customer last, and while they are away to who stands in for them', async () => {
    await save({ mode: 'least-loaded' });
    const contact = await build.buildContact();
    const before = await build.buildConversation({ channelId, contact, assigneeId: olek.memberId, state: 'resolved' });
    await api.sql('UPDATE conversations SET first_reply_at = now() WHERE id = $1', [before.id]);
    for (let n = 0; n < 3; n += 1) await build.buildConversation({ channelId, assigneeId: olek.memberId });
    await goesTo(await arrive({}, contact), olek);
    await olek.client.patch('/me/shift', { substituteId: iga.memberId, absence: { state: 'off' } });
    for (let n = 0; n < 3; n += 1) await build.buildConversation({ channelId, assigneeId: iga.memberId });
    const conversation = await arrive({}, contact);
    await goesTo(conversation, iga);
    expect((await lines(conversation.id)).find(({ type }) => type === 'assigned')?.data['why']).toMatchObject({ knew: 'stands-in' });
    await olek.client.patch('/me/shift', { substituteId: null, absence: null });
  });

  it('waits while nobody is at work, and goes to who comes first', async () => {
    await api.sql(`UPDATE memberships SET here = false, presence = 'off' WHERE id = ANY($1::uuid[])`, [[zofia, iga, olek].map(({ memberId }) => memberId)]);
    await save({ mode: 'capacity' });
    const conversation = await arrive();
    await waitsFor(conversation, 'nobody');
    await presence(iga, 'on');
    await goesTo(conversation, iga);
  });

  it('goes by the channel before the team before the workspace; a team’s work goes to its members alone', async () => {
    await save(off);
    await lead.client.put(`/routing/teams/${team.id}`, { policy: { mode: 'least-loaded' } });
    const [ofTeam, ofNobody] = [await arrive({ team_id: team.id }), await arrive()];
    await goesTo(ofTeam, iga);
    expect((await row(ofNobody.id)).assigneeId).toBeNull();
    await lead.client.put(`/routing/channels/${channelId}`, { policy: { mode: 'manual' } });
    const again = await arrive({ team_id: team.id });
    await new Promise((done) => { setTimeout(done, 600); });
    expect((await row(again.id)).assigneeId).toBeNull();
  });

  it('keeps work outside the hours in the queue and says when they begin; a calendar in use is not removed', async () => {
    const tomorrow = (new Date().getUTCDay() + 2) % 7;
    const calendar = await owner.client.post<BusinessCalendar>('/sla/calendars', { name: 'Branch', timeZone: 'UTC', week: [{ day: tomorrow, from: '08:00', to: '09:00' }] });
    await save({ mode: 'least-loaded', calendarId: calendar.id });
    const conversation = await arrive();
    expect((await waitsFor(conversation, 'closed'))?.until).toMatch(/T08:00:00\.000Z$/);
    expect(await owner.client.refused('DELETE', `/sla/calendars/${calendar.id}`)).toMatchObject({ code: 'calendar-in-use' });
    await save({ mode: 'least-loaded' });
    await eventually(async () => { expect((await row(conversation.id)).assigneeId).not.toBeNull(); });
    await owner.client.delete(`/sla/calendars/${calendar.id}`);
  });

  it('tries a draft on a day that is over, and writes nothing', async () => {
    await member(iga, { capacity: 1 });
    await member(olek, { capacity: 0 });
    const before = await lead.client.get<RoutingSettings>('/routing');
    const arrived: string[] = [];
    for (let n = 0; n < 6; n += 1) {
      const conversation = await build.buildConversation({ channelId, state: 'resolved', assigneeId: olek.memberId });
      await build.buildMessage({ conversation });
      arrived.push(conversation.id);
    }
    await api.sql(`UPDATE conversations SET created_at = (date_trunc('day', now() AT TIME ZONE w.time_zone) - interval '12 hours') AT TIME ZONE w.time_zone, last_inbound_seq = 1 FROM workspaces w WHERE w.id = workspace_id AND conversations.id = ANY($1::uuid[])`, [arrived]);
    for (const who of [zofia, iga]) await api.sql(`UPDATE memberships SET hours = $2 WHERE id = $1`, [who.memberId, JSON.stringify({ timeZone: 'UTC', week: [0, 1, 2, 3, 4, 5, 6].map((day) => ({ day, from: '00:00', to: '23:59' })) })]);
    // Older ones that came back on that day: given back, opened again with nobody, and one whose owner still has it.
    const happened = async (events: [type: string, data: object, daysAgo: number][]) => {
      const conversation = await build.buildConversation({ channelId, state: 'resolved' });
      await api.sql(`UPDATE conversations SET created_at = now() - interval '9 days', last_inbound_seq = 1 WHERE id = $1`, [conversation.id]);
      for (const [at, [type, data, daysAgo]] of events.entries()) {
        await api.sql(`INSERT INTO messages (workspace_id, id, conversation_id, channel_id, seq, kind, direction, status, author_kind, event_type, event_data, at, created_at) SELECT w.id, gen_random_uuid(), $2, $3, $4, 'event', 'none', 'logged', 'system', $5, $6, t.at, t.at FROM workspaces w, LATERAL (SELECT (date_trunc('day', now() AT TIME ZONE w.time_zone) + interval '14 hours' - $7 * interval '1 day') AT TIME ZONE w.time_zone AS at) t WHERE w.id = $1`,
          [owner.workspaceId, conversation.id, channelId, at + 10, type, JSON.stringify(data), daysAgo]);
      }
    };
    const [toOlek, back] = [{ from: { assigneeId: null }, to: { assigneeId: olek.memberId } }, { from: { assigneeId: olek.memberId }, to: { assigneeId: null } }];
    await happened([['assigned', toOlek, 3], ['assigned', { ...back, reason: 'untouched' }, 1]]);
    await happened([['assigned', toOlek, 4], ['assigned', back, 3], ['resolved', {}, 2], ['reopened', { by: 'contact' }, 1]]);
    await happened([['assigned', toOlek, 3], ['resolved', {}, 2], ['reopened', { by: 'contact' }, 1]]);
    const trial = await lead.client.post<RoutingTrial>('/routing/simulate', { weights, needs: [], policy: { mode: 'least-loaded' } });
    expect(trial).toMatchObject({ arrivals: 8, counted: 8, would: { given: 8, longestWaitMs: 0 } });
    const of = (who: Person) => trial.members.find(({ memberId }) => memberId === who.memberId);
    expect([of(zofia)?.would, of(iga)?.would, of(olek)]).toEqual([7, 1, undefined]);
    // The draft may also be about people.
    const wider = await lead.client.post<RoutingTrial>('/routing/simulate', { weights, needs: [], policy: { mode: 'least-loaded' }, members: { [iga.memberId]: { capacity: null } } });
    expect(wider.members.find(({ memberId }) => memberId === iga.memberId)?.would).toBe(4);
    expect(await lead.client.get<RoutingSettings>('/routing')).toEqual(before);
    expect(await lead.client.refused('POST', '/routing/simulate', { weights, needs: [], policy: { mode: 'manual' }, day: '2999-01-01' })).toMatchObject({ code: 'day-not-over' });
    await api.sql('UPDATE memberships SET hours = NULL WHERE workspace_id = $1', [owner.workspaceId]);
  });

  it('refuses members, teams and channels of others, and settings that make no sense', async () => {
    const nobody = '0198a000-0000-7000-8000-000000000000';
    expect(await lead.client.refused('PATCH', `/routing/members/${nobody}`, { capacity: 3 })).toMatchObject({ code: 'not-found' });
    expect(await lead.client.refused('PUT', `/routing/teams/${nobody}`, { policy: { mode: 'manual' } })).toMatchObject({ code: 'not-found' });
    expect(await lead.client.refused('PUT', `/routing/channels/${nobody}`, { policy: { mode: 'manual' } })).toMatchObject({ code: 'not-found' });
    expect(await lead.client.refused('PUT', '/routing', { weights, needs: [], policy: { mode: 'least-loaded', calendarId: nobody } })).toMatchObject({ code: 'not-found' });
    expect(await lead.client.refused('PUT', '/routing', { weights: { matters: { claim: -1 }, priorities: {}, pending: 0.5 }, needs: [], policy: { mode: 'manual' } })).toMatchObject({ status: 400 });
    expect(await lead.client.refused('PATCH', `/routing/members/${zofia.memberId}`, { skills: { Polish: 7 } })).toMatchObject({ status: 400 });
  });
});

describe('somebody who falls sick', () => {
  const promise = (conversation: { id: string }, ownerId: string, text: string) => owner.client.post<GivenPromise>(`/conversations/${conversation.id}/promises`, { text, dueAt: new Date(Date.now() + 86_400_000).toISOString(), ownerId });
  const promisesOf = async (conversation: { id: string }) => (await owner.client.get<{ items: GivenPromise[] }>(`/conversations/${conversation.id}/promises`)).items;
  const planned = async (conversation: { id: string }) => (await owner.client.get<PlannedList>(`/conversations/${conversation.id}/planned`)).items;
  const said = { en: 'Dear {name}, a colleague has taken over. You will hear from us by {date}.', pl: 'Dzień dobry, sprawę przejmuje ktoś z zespołu: {date}.' };

  it('hands all their work on with what they promised, tells who has a date in their language, and gives all of it back by one undo', async () => {
    const account = await owner.client.post<ChannelView>('/channels', { connectorId: 'talk', name: 'talk', settings: { account: 'talk', token: 'secret' } });
    const write = async (name: string) => {
      const answer = await fetch(`${api.url}/hooks/talk/${account.id}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-token': 'secret' }, body: JSON.stringify([{ about: `d ${name}`, inbounds: [{ kind: 'message', externalId: `m ${name}`, at: new Date().toISOString(), from: { id: `${name}@example.com`, name }, thread: { key: name }, text: 'Where is my parcel?' }] }]) });
      expect(answer.status).toBe(200);
      const id = await eventually(async () => {
        const [found] = await api.sql<{ id: string }>('SELECT conversation_id AS id FROM messages WHERE external_id = $1', [`m ${name}`]);
        expect(found).toBeDefined();
        return found?.id ?? '';
      });
      await owner.client.post(`/conversations/${id}/assign`, { assigneeId: zofia.memberId });
      return { id };
    };
    const [adam, kasia, plain] = [await write('Adam'), await write('Kasia'), await write('Nobody')];
    await api.sql(`UPDATE conversations SET language = 'pl' WHERE id = $1`, [kasia.id]);
    const elsewhere = await build.buildConversation({ channelId, assigneeId: olek.memberId });
    await promise(adam, zofia.memberId, 'call back');
    await promise(kasia, zofia.memberId, 'send the form');
    await promise(elsewhere, zofia.memberId, 'ask the warehouse');

    const to = { kind: 'member', memberId: iga.memberId } as const;
    const preview = await lead.client.post<SickPreview>('/routing/sick/preview', { memberId: zofia.memberId, to });
    expect(preview).toMatchObject({ count: 3, refused: [] });
    expect(preview.promises.map(({ text, language }) => [text, language])).toEqual([['call back', 'en'], ['send the form', 'pl'], ['ask the warehouse', 'en']]);
    expect((await row(adam.id)).assigneeId).toBe(zofia.memberId);

    const done = await lead.client.post<SickDone>('/routing/sick', { memberId: zofia.memberId, to, tell: said });
    expect(done).toMatchObject({ moved: 3, promises: 3, told: 2, refused: [] });
    // The counter is nothing over which a word can be sent.
    expect(done.notTold.map(({ conversationId }) => conversationId)).toEqual([elsewhere.id]);
    for (const { id } of [adam, kasia, plain]) expect((await row(id)).assigneeId).toBe(iga.memberId);
    expect([...await promisesOf(adam), ...await promisesOf(elsewhere)].map(({ ownerId }) => ownerId)).toEqual([iga.memberId, olek.memberId]);
    const [word, polish] = [(await planned(adam))[0]?.text, (await planned(kasia))[0]?.text];
    expect(word).toMatch(/^Dear Adam, a colleague has taken over\. You will hear from us by .*\d{4}.*\.$/);
    expect(polish).toMatch(/^Dzień dobry, sprawę przejmuje/);
    expect(await planned(plain)).toEqual([]);
    expect((await owner.client.get<Page<Member>>('/members')).items.find(({ id }) => id === zofia.memberId)?.duty.state).toBe('sick');

    await lead.client.post(`/undo/${done.undoToken}`, {});
    for (const { id } of [adam, kasia, plain]) expect((await row(id)).assigneeId).toBe(zofia.memberId);
    expect([...await promisesOf(adam), ...await promisesOf(elsewhere)].map(({ ownerId }) => ownerId)).toEqual([zofia.memberId, zofia.memberId]);
    expect((await planned(adam)).filter(({ state }) => state === 'scheduled')).toEqual([]);
    await eventually(async () => { expect((await owner.client.get<Page<Member>>('/members')).items.find(({ id }) => id === zofia.memberId)?.duty.state).toBe('on'); });
  });

  it('spreads their work over those who are there, never back to them, and gives nothing to nobody', async () => {
    for (let n = 0; n < 6; n += 1) await build.buildConversation({ channelId, assigneeId: zofia.memberId });
    const done = await lead.client.post<SickDone>('/routing/sick', { memberId: zofia.memberId, to: { kind: 'spread' } });
    expect(done).toMatchObject({ moved: 6, told: 0 });
    expect(done.loads.filter(({ after, before }) => after > before).map(({ after, before }) => after - before).reduce((sum, n) => sum + n, 0)).toBe(3);
    expect(await api.sql('SELECT 1 FROM conversations WHERE assignee_id = $1 AND state = $2', [zofia.memberId, 'open'])).toEqual([]);
    await lead.client.post(`/undo/${done.undoToken}`, {});
    expect(await lead.client.refused('POST', '/routing/sick', { memberId: zofia.memberId, to: { kind: 'member', memberId: zofia.memberId } })).toMatchObject({ code: 'own-substitute' });
    expect(await zofia.client.refused('POST', '/routing/sick', { memberId: iga.memberId, to: { kind: 'queue' } })).toMatchObject({ status: 403 });
  });
});
