import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CaseChange, ChannelView, ConversationView, Label, MessagePage, NoticeView, Page, Rule, RuleCall, RuleList, RuleRuns, RuleSecret, RuleTrial, RuleVersions, Team } from '@kontuar/contract';
import type { Inbound } from '@kontuar/connectors/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { fakeNetwork } from '../support/fake-connector';

const talk = fakeNetwork('talk', { startConversation: true });

let api: TestApi;
let owner: Person;
let agent: Person;
let channel: ChannelView;
let other: Server;
let url = '';
const heard: { headers: IncomingMessage['headers']; body: string }[] = [];
let answers = 204;

beforeAll(async () => {
  api = await startTestApi({ connectors: [talk.connector as never], worker: true });
  owner = await api.signUp('Dom Lipowy');
  agent = await api.invite(owner, 'agent');
  channel = await owner.client.post<ChannelView>('/channels', { connectorId: 'talk', name: 'talk', settings: { account: 'talk', token: 'secret' } });
  other = createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => { body += piece.toString(); });
    request.on('end', () => {
      heard.push({ headers: request.headers, body });
      response.writeHead(answers).end();
    });
  });
  await new Promise<void>((resolve) => { other.listen(0, '127.0.0.1', resolve); });
  url = `http://127.0.0.1:${(other.address() as AddressInfo).port}/hook`;
});
afterAll(async () => {
  await new Promise((resolve) => { other.close(resolve); });
  await api.stop();
});

let told = 0;
async function write(name: string, text: string, more: Partial<Extract<Inbound, { kind: 'message' }>> = {}): Promise<ConversationView> {
  const number = (told += 1);
  const inbounds: Inbound[] = [{ kind: 'message', externalId: `m${number}`, at: new Date().toISOString(), from: { id: `${name.toLowerCase()}@example.com`, name }, thread: { key: `talk ${name}` }, text, ...more }];
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
const anything = { by: 'all', of: [] };
const make = (input: object) => owner.client.post<Rule>('/rules', { name: 'Rule', active: true, if: anything, ...input });
const runs = async ({ id }: { id: string }) => (await agent.client.get<RuleRuns>(`/conversations/${id}/rule-runs`)).items;
const ran = (conversation: { id: string }, count: number) => eventually(async () => {
  const items = await runs(conversation);
  expect(items).toHaveLength(count);
  return items;
});
/** Everything that happened so far was followed. */
const followed = () => eventually(async () => {
  const [position] = await api.sql<{ behind: boolean }>('SELECT f.last_seq > p.seq OR EXISTS (SELECT 1 FROM events e WHERE e.seq IS NULL) AS behind FROM rule_positions p JOIN feeds f ON f.workspace_id = p.workspace_id WHERE p.workspace_id = (SELECT workspace_id FROM memberships WHERE id = $1)', [owner.memberId]);
  expect(position?.behind).toBe(false);
});
const messages = async ({ id }: { id: string }) => (await owner.client.get<MessagePage>(`/conversations/${id}/messages?limit=100`)).items;

afterEach(async () => {
  for (const { id } of (await owner.client.get<RuleList>('/rules')).items) await owner.client.delete(`/rules/${id}`);
  heard.length = 0;
  answers = 204;
});

describe('rules', () => {
  it('work in their order, each on what the one before left, and say which did what and why', async () => {
    const label = await owner.client.post<Label>('/labels', { name: 'Urgent' });
    await make({ name: 'Furniture is high', when: [{ on: 'message-in', words: ['stół'] }], then: [{ do: 'priority', priority: 'high' }] });
    await make({ name: 'What is high is labelled', when: [{ on: 'message-in' }], if: { by: 'any', of: [{ by: 'priority', is: 'any', of: ['high'] }, { by: 'rating', is: 'atLeast', value: 3 }] }, then: [{ do: 'label', add: [label.id] }, { do: 'note', text: 'Look at it soon' }] });
    const plain = await write('Adam', 'Hello');
    const conversation = await write('Ewa', 'Gdzie jest moj STOL?');
    const items = await ran(conversation, 2);
    expect(items.map(({ ruleName, state }) => [ruleName, state])).toEqual([['What is high is labelled', 'done'], ['Furniture is high', 'done']]);
    expect(items[0]?.why).toMatchObject({ by: 'any', is: true, of: [{ by: 'condition', is: true, condition: { by: 'priority' } }, { by: 'condition', is: false }] });
    expect(items[0]?.acts.map(({ do: what, did }) => `${what} ${did}`)).toEqual(['label done', 'note done']);
    expect(await row(conversation.id)).toMatchObject({ priority: 'high', labelIds: [label.id] });
    const thread = await messages(conversation);
    expect(thread.filter(({ event }) => event?.type === 'rule').map(({ event }) => event?.data['name'])).toEqual(['Furniture is high', 'What is high is labelled']);
    expect(thread.find(({ event }) => event?.type === 'priority')?.event?.data).toMatchObject({ ruleName: 'Furniture is high' });
    expect(thread.find(({ kind }) => kind === 'note')?.text).toBe('Look at it soon');
    await followed();
    expect(await runs(plain)).toEqual([]);
  });

  it('that call each other end, and who keeps the house is told', async () => {
    await make({ name: 'To high', when: [{ on: 'message-in' }, { on: 'priority', to: ['urgent'] }], then: [{ do: 'priority', priority: 'high' }] });
    await make({ name: 'To urgent', when: [{ on: 'priority', to: ['high'] }], then: [{ do: 'priority', priority: 'urgent' }] });
    const conversation = await write('Ola', 'Round and round');
    const items = await ran(conversation, 3);
    expect(items.map(({ ruleName, state, reason, depth }) => [ruleName, state, reason, depth])).toEqual([['To high', 'stopped', 'loop', 2], ['To urgent', 'done', null, 2], ['To high', 'done', null, 1]]);
    expect((await row(conversation.id)).priority).toBe('urgent');
    await eventually(async () => expect((await owner.client.get<Page<NoticeView>>('/notices?limit=100')).items.filter((one) => one.conversationId === conversation.id).map(({ what }) => what)).toEqual(['rule-stopped']));
    await followed();
    expect(await runs(conversation)).toHaveLength(3);
  });

  it('rest in a conversation in which they work too often, and go on in all others', async () => {
    await make({ name: 'Note each', when: [{ on: 'message-in' }], then: [{ do: 'note', text: 'Again' }] });
    let conversation: ConversationView | undefined;
    for (let count = 0; count < 13; count += 1) conversation = await write('Flood', `Hello ${count}`);
    await followed();
    const items = await runs(conversation as ConversationView);
    expect(items.filter(({ state }) => state === 'done')).toHaveLength(10);
    expect(items.filter(({ reason }) => reason === 'too-often')).toHaveLength(1);
    await ran(await write('Calm', 'Hello'), 1);
  });

  it('answer in the name of the house, once in so many hours, never a machine, and that stops no clock', async () => {
    const rule = await make({ name: 'Thanks', when: [{ on: 'message-in' }], then: [{ do: 'answer', text: 'Thank you, {{contact.first}}. We answer tomorrow.', everyHours: 4 }] });
    const conversation = await write('Marta Lis', 'Are you there?');
    await eventually(async () => {
      const sent = (await messages(conversation)).find(({ direction }) => direction === 'out');
      expect(sent).toMatchObject({ automatic: 'rule', text: 'Thank you, Marta. We answer tomorrow.', status: 'sent', author: { kind: 'system' } });
    });
    expect((await row(conversation.id)).waitingSince).not.toBeNull();
    await write('Marta Lis', 'Hello?');
    const items = await ran(conversation, 2);
    expect(items[0]?.acts).toMatchObject([{ did: 'nothing', code: 'answered-lately' }]);
    const machine = await write('Robot', 'I am away', { automatic: 'auto-reply' });
    await followed();
    expect(await runs(machine)).toEqual([]);
    expect((await messages(conversation)).filter(({ direction }) => direction === 'out')).toHaveLength(1);
    expect((await owner.client.get<Rule>(`/rules/${rule.id}`)).fired).toBe(2);
  });

  it('come by the clock: who waits for so long is given away once, and what ran out before the rule was there is left alone', async () => {
    const before = await write('Early', 'I wait');
    await api.sql(`UPDATE conversations SET waiting_since = now() - interval '5 hours' WHERE id = $1`, [before.id]);
    const team = await owner.client.post<Team>('/teams', { name: 'Second line' });
    await make({ name: 'Two hours', when: [{ on: 'waiting', minutes: 120 }], then: [{ do: 'assign', teamId: team.id }, { do: 'notify', to: { memberIds: [agent.memberId] } }] });
    const conversation = await write('Late', 'I wait, too');
    await followed();
    const [clock] = await api.sql<{ minutes: number }>('SELECT extract(epoch FROM look_at - since) / 60 AS minutes FROM rule_clocks WHERE conversation_id = $1', [conversation.id]);
    expect(Number(clock?.minutes)).toBe(120);
    expect(await runs(conversation)).toEqual([]);
    // Two hours later.
    await api.sql(`UPDATE rules SET clocks_since = clocks_since - interval '3 hours'`);
    await api.sql(`UPDATE conversations SET waiting_since = waiting_since - interval '2 hours' WHERE id = $1`, [conversation.id]);
    await api.sql(`UPDATE rule_clocks SET look_at = now() WHERE conversation_id = $1`, [conversation.id]);
    const [run] = await ran(conversation, 1);
    expect(run).toMatchObject({ occasion: { on: 'waiting' }, state: 'done' });
    expect((await row(conversation.id)).teamId).toBe(team.id);
    await eventually(async () => expect((await agent.client.get<Page<NoticeView>>('/notices?limit=100')).items.filter((one) => one.conversationId === conversation.id).map(({ what }) => what)).toEqual(['rule-told']));
    await agent.client.post(`/conversations/${conversation.id}/messages`, { clientId: 'note-1', text: 'Looking', private: true });
    await followed();
    expect(await runs(conversation)).toHaveLength(1);
    expect(await runs(before)).toEqual([]);
  });

  it('keep each version, go back to an earlier one by a new one, and refuse to overwrite what somebody else saved', async () => {
    const rule = await make({ name: 'High', when: [{ on: 'message-in' }], then: [{ do: 'priority', priority: 'high' }] });
    const { if: asks, when } = rule.definition;
    const changed = await owner.client.patch<Rule>(`/rules/${rule.id}`, { version: 1, definition: { when, if: asks, then: [{ do: 'priority', priority: 'low' }] } });
    expect(changed.version).toBe(2);
    expect(await owner.client.refused('PATCH', `/rules/${rule.id}`, { version: 1, definition: { when, if: asks, then: [{ do: 'priority', priority: 'urgent' }] } })).toMatchObject({ status: 409, code: 'rule-moved' });
    const one = await write('V2', 'Hello');
    expect((await ran(one, 1))[0]?.version).toBe(2);
    const back = await owner.client.post<Rule>(`/rules/${rule.id}/back`, { to: 1 });
    expect(back).toMatchObject({ version: 3, definition: { then: [{ do: 'priority', priority: 'high' }] } });
    const two = await write('V3', 'Hello');
    expect((await ran(two, 1))[0]?.version).toBe(3);
    expect((await row(two.id)).priority).toBe('high');
    expect((await owner.client.get<RuleVersions>(`/rules/${rule.id}/versions`)).items.map(({ version, from }) => [version, from])).toEqual([[3, 1], [2, null], [1, null]]);
    await owner.client.patch(`/rules/${rule.id}`, { active: false });
    const three = await write('Off', 'Hello');
    await followed();
    expect(await runs(three)).toEqual([]);
  });

  it('call other systems with a signature, and try again what failed', async () => {
    const rule = await make({ name: 'Call', when: [{ on: 'conversation-created' }], then: [{ do: 'webhook', url }] });
    const { secret } = await owner.client.post<RuleSecret>(`/rules/${rule.id}/secret`, {});
    answers = 503;
    const conversation = await write('Caller', 'Hello');
    const call = () => owner.client.get<Page<RuleCall>>(`/rules/${rule.id}/calls`).then(({ items }) => items[0]);
    await eventually(async () => expect(await call()).toMatchObject({ state: 'waiting', attempts: 1, status: 503 }));
    answers = 200;
    await api.sql('UPDATE rule_calls SET look_at = now()');
    await eventually(async () => expect(await call()).toMatchObject({ state: 'done', attempts: 2, status: 200, conversationId: conversation.id }));
    const [first, second] = heard;
    expect(first?.headers['x-kontuar-call']).toBe(second?.headers['x-kontuar-call']);
    const [, seconds, given] = /^t=(\d+),v1=([0-9a-f]+)$/.exec(String(second?.headers['x-kontuar-signature'])) ?? [];
    expect(given).toBe(createHmac('sha256', secret).update(`${seconds}.${second?.body}`).digest('hex'));
    expect(JSON.parse(second?.body ?? '{}')).toMatchObject({ type: 'rule', rule: { name: 'Call', version: 1 }, conversation: { id: conversation.id, state: 'open' } });
    expect(second?.body).not.toContain('Caller');
  });

  it('one that is removed works no more, and what it did stays known', async () => {
    const rule = await make({ name: 'Gone soon', when: [{ on: 'message-in' }], then: [{ do: 'priority', priority: 'low' }] });
    const conversation = await write('Remains', 'Hello');
    await ran(conversation, 1);
    await owner.client.delete(`/rules/${rule.id}`);
    expect((await runs(conversation))[0]?.ruleName).toBe('Gone soon');
    expect(await owner.client.refused('GET', `/rules/${rule.id}`)).toMatchObject({ status: 404 });
  });

  it('an action that cannot be done says why, and the others go on', async () => {
    const gone = await owner.client.post<Label>('/labels', { name: 'Soon gone' });
    await make({ name: 'Half', when: [{ on: 'message-in' }], then: [{ do: 'label', add: [gone.id] }, { do: 'priority', priority: 'urgent' }] });
    await owner.client.delete(`/labels/${gone.id}`);
    const conversation = await write('Half', 'Hello');
    const [run] = await ran(conversation, 1);
    expect(run).toMatchObject({ state: 'done', acts: [{ do: 'label', did: 'failed', code: 'label-gone' }, { do: 'priority', did: 'done' }] });
  });

  it('give work to who stands in for whoever is away, and none to who is sick', async () => {
    const [iga, jan] = [await api.invite(owner, 'agent'), await api.invite(owner, 'agent')];
    await make({ name: 'To Iga', when: [{ on: 'message-in' }], then: [{ do: 'assign', assigneeId: iga.memberId }] });
    const given = async (name: string) => {
      const conversation = await write(name, 'Hello');
      const [run] = await ran(conversation, 1);
      return { to: (await row(conversation.id)).assigneeId, ...run?.acts[0] };
    };
    await owner.client.patch(`/members/${iga.memberId}/shift`, { absence: { state: 'sick' } });
    expect(await given('First')).toMatchObject({ to: null, did: 'nothing', code: 'not-at-work' });
    await owner.client.patch(`/members/${iga.memberId}/shift`, { substituteId: jan.memberId });
    expect(await given('Second')).toMatchObject({ to: jan.memberId, did: 'done', code: 'stands-in', facts: { insteadOf: iga.memberId } });
    // Off until the morning: it waits for them.
    await owner.client.patch(`/members/${iga.memberId}/shift`, { substituteId: null, absence: { state: 'off' } });
    expect(await given('Third')).toMatchObject({ to: iga.memberId, did: 'done', code: null });
  });

  it('work in a crowd whose clocks run out together as in each alone: in their order, once, with the reason', async () => {
    const label = await owner.client.post<Label>('/labels', { name: 'Long' });
    const when = [{ on: 'waiting', minutes: 60 }];
    await make({ name: 'Label', when, then: [{ do: 'label', add: [label.id] }, { do: 'assign', assigneeId: agent.memberId }] });
    await make({ name: 'Note', when, if: { by: 'labels', is: 'any', of: [label.id] }, then: [{ do: 'note', text: 'An hour' }, { do: 'notify', to: { memberIds: [agent.memberId] } }] });
    const crowd = await Promise.all(Array.from({ length: 9 }, (_, at) => write(`Crowd ${at}`, 'I wait')));
    await followed();
    const ids = crowd.map(({ id }) => id);
    await api.sql(`UPDATE rules SET clocks_since = clocks_since - interval '3 hours'`);
    await api.sql(`UPDATE conversations SET waiting_since = waiting_since - interval '1 hour' WHERE id = ANY($1::uuid[])`, [ids]);
    await api.sql('UPDATE rule_clocks SET look_at = now() WHERE conversation_id = ANY($1::uuid[])', [ids]);
    for (const conversation of crowd) {
      const [second, first] = await ran(conversation, 2);
      expect([first, second]).toMatchObject([{ ruleName: 'Label', state: 'done', acts: [{ did: 'done' }, { did: 'done' }] }, { ruleName: 'Note', state: 'done', why: { is: true }, acts: [{ did: 'done' }, { did: 'done' }] }]);
      expect(await row(conversation.id)).toMatchObject({ assigneeId: agent.memberId, labelIds: [label.id] });
    }
    const told = await api.sql<{ runs: number; notes: number; lines: number; causes: number }>(
      `SELECT (SELECT count(*)::int FROM rule_runs r WHERE r.conversation_id = c.id) AS runs, count(*) FILTER (WHERE m.kind = 'note')::int AS notes, count(*) FILTER (WHERE m.event_type = 'rule')::int AS lines,
         (SELECT count(DISTINCT e.data->'cause'->>'runId')::int FROM events e WHERE e.conversation_id = c.id) AS causes FROM conversations c JOIN messages m ON m.conversation_id = c.id WHERE c.id = ANY($1::uuid[]) GROUP BY c.id`, [ids]);
    expect(told).toEqual(crowd.map(() => ({ runs: 2, notes: 1, lines: 2, causes: 2 })));
  });

  it('follow up by themselves when a claim is decided, and hear when it is closed', async () => {
    await make({ name: 'Accepted', when: [{ on: 'case-decided', to: ['accepted'] }], then: [{ do: 'follow-up', presetId: 'close-week' }] });
    await make({ name: 'Closed', when: [{ on: 'case-closed' }], then: [{ do: 'note', text: 'Ask how it went' }] });
    expect((await owner.client.send('POST', '/rules', { name: 'Nobody knows it', active: false, when: [{ on: 'case-closed' }], if: anything, then: [{ do: 'follow-up', presetId: 'a-chain-of-nobody' }] })).status).toBe(404);
    const conversation = await write('Klara', 'The leg is broken');
    const { case: opened } = await owner.client.post<CaseChange>(`/conversations/${conversation.id}/case`, { matter: 'claim' });
    const decide = async (decision: string) => owner.client.patch(`/cases/${opened.id}`, { version: (await owner.client.get<{ version: number }>(`/cases/${opened.id}`)).version, decision });
    await decide('refused');
    await followed();
    expect(await runs(conversation)).toEqual([]);
    await decide('accepted');
    const [first] = await ran(conversation, 1);
    expect(first).toMatchObject({ ruleName: 'Accepted', state: 'done', occasion: { on: 'case-decided', facts: { to: 'accepted' } }, acts: [{ do: 'follow-up', did: 'done' }] });
    expect((await row(conversation.id)).plan?.followUp).toMatchObject({ name: 'Close in 7 days' });
    expect((await messages(conversation)).find(({ event }) => event?.type === 'follow-up-began')?.event?.data).toMatchObject({ byName: 'Accepted' });
    await decide('partly');
    await decide('accepted');
    expect((await ran(conversation, 2))[0]?.acts).toEqual([expect.objectContaining({ do: 'follow-up', did: 'nothing', code: 'follow-up-running' })]);
    await owner.client.post(`/cases/${opened.id}/close`, { customerWithdrew: true });
    expect((await ran(conversation, 3))[0]).toMatchObject({ ruleName: 'Closed', state: 'done' });
  });

  it('are tried on the past: how often, where, why, and what nobody can know', async () => {
    const conversation = await write('Past', 'Where is my wardrobe?');
    await write('Past', 'And the wardrobe door?');
    await write('Else', 'Just a chair');
    const trial = await owner.client.post<RuleTrial>('/rules/trial', { when: [{ on: 'message-in', words: ['wardrobe'] }], if: { by: 'state', is: 'any', of: ['open'] } });
    expect(trial).toMatchObject({ days: 30, total: 2, conversations: 1, unknown: ['now', 'chains'] });
    expect(trial.perDay).toHaveLength(30);
    expect(trial.perDay.at(-1)?.count).toBe(2);
    expect(trial.samples.map(({ conversationId, name }) => [conversationId, name])).toEqual([[conversation.id, 'Past'], [conversation.id, 'Past']]);
    expect(trial.samples[0]?.why).toMatchObject({ by: 'condition', is: true });
    expect(await runs(conversation)).toEqual([]);
    const timed = await owner.client.post<RuleTrial>('/rules/trial', { when: [{ on: 'waiting', minutes: 60 }], if: anything });
    expect(timed.unknown).toContain('states');
  });

  it('name only what is of the house, and nobody who looks', async () => {
    const stranger = await api.otherWorkspace();
    const foreign = await stranger.client.post<Label>('/labels', { name: 'Foreign' });
    const when = [{ on: 'message-in' }];
    const refused = async (input: object) => (await owner.client.refused('POST', '/rules', { name: 'Rule', if: anything, when, ...input })).status;
    expect(await refused({ then: [{ do: 'label', add: [foreign.id] }] })).toBe(404);
    expect(await refused({ then: [{ do: 'assign', assigneeId: stranger.memberId }] })).toBe(404);
    expect(await refused({ if: { by: 'assignee', is: 'any', of: ['me'] }, then: [{ do: 'priority', priority: 'low' }] })).toBe(400);
    expect(await refused({ then: [{ do: 'webhook', url: 'ftp://example.com' }] })).toBe(400);
    expect(await refused({ then: [{ do: 'answer', text: 'Hello {{nobody.knows}}' }] })).toBe(400);
    const rule = await make({ when, then: [{ do: 'priority', priority: 'low' }] });
    expect(await stranger.client.refused('GET', `/rules/${rule.id}`)).toMatchObject({ status: 404 });
    expect(await agent.client.refused('GET', '/rules')).toMatchObject({ status: 403 });
  });
});
