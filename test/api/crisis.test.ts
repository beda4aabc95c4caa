import type { CampaignView, ChannelView, ConversationView, CrisisNow, CrisisRoom, CrisisView, FollowUpChange, Held, HeldDecided, HeldList, NoticeView, Page, PlannedList } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { fakeNetwork } from '../support/fake-connector';

const box = fakeNetwork('box');
const { capabilitiesOf: _rules, ...letters } = box.connector;
const mail = { ...letters, capabilities: { text: 'plain', subject: true, cc: false, attachments: { maxCount: 10, maxBytes: 10_000_000 }, typing: false, reactions: false, edit: false, delete: false, readReceipts: false, deliveryReceipts: true, startConversation: true, undoSendSeconds: 0, public: false } as const };

let api: TestApi;
let owner: Person;
let supervisor: Person;
let agent: Person;
let channel: ChannelView;
let other: ChannelView;
beforeAll(async () => {
  api = await startTestApi({ connectors: [mail as never], worker: true, env: { KONTUAR_PUBLIC_URL: 'https://inbox.acme.test' } });
  owner = await api.signUp();
  [supervisor, agent] = [await api.invite(owner, 'supervisor'), await api.invite(owner, 'agent')];
  channel = await owner.client.post<ChannelView>('/channels', { connectorId: 'box', name: 'Box', settings: { account: 'box', token: 'secret' } });
  other = await owner.client.post<ChannelView>('/channels', { connectorId: 'box', name: 'Other', settings: { account: 'other', token: 'secret' } });
});
afterAll(() => api.stop());

let told = 0;
async function write(name: string, channelId = channel.id): Promise<ConversationView> {
  await fetch(`${api.url}/hooks/box/${channelId}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-token': 'secret' }, body: JSON.stringify([{ about: `d${(told += 1)}`, inbounds: [{ kind: 'message', externalId: `m${told}`, at: new Date().toISOString(), from: { id: `${name}@example.com`, name }, thread: { key: name }, text: 'Where is my parcel?' }] }]) });
  return eventually(async () => {
    const found = (await owner.client.get<Page<ConversationView>>('/conversations?view=all&limit=100')).items.find((one) => one.contact.name === name);
    expect(found).toBeDefined();
    return found as ConversationView;
  });
}
const schedule = async ({ id }: ConversationView, text: string, inMs = 3_600_000) => (await owner.client.post<Held>(`/conversations/${id}/messages`, { clientId: text, text, sendAt: new Date(Date.now() + inMs).toISOString() })).planned;
const planned = async ({ id }: ConversationView) => (await owner.client.get<PlannedList>(`/conversations/${id}/planned`)).items;
const due = (table: string, id: string, ago: number) => api.sql(`UPDATE ${table} SET due_at = now() - $2::int * interval '1 millisecond' ${table === 'planned_answers' ? `, send_at = now() - $2::int * interval '1 millisecond'` : ''} WHERE id = $1`, [id, ago]);
const now = (who = agent) => who.client.get<CrisisNow>('/crises/now');
const room = (id: string) => agent.client.get<CrisisRoom>(`/crises/${id}`);
const held = (id: string) => supervisor.client.get<HeldList>(`/crises/${id}/held`);
const decide = (id: string, body: object) => supervisor.client.post<HeldDecided>(`/crises/${id}/held`, body);
const sent = () => box.sent.map(({ text }) => text);
const refused = async (work: Promise<unknown>) => work.then(() => 'done', (error: { answer: { status: number; body: { code: string } } }) => [error.answer.status, error.answer.body.code]);

describe('crisis mode', () => {
  let crisis: CrisisView;
  let people: Record<'anna' | 'beata' | 'celina' | 'daria' | 'outside', ConversationView>;
  let answers: Record<'anna' | 'beata' | 'celina' | 'outside' | 'more' | 'later', { id: string }>;
  let campaign: CampaignView;

  it('is one crisis, however many switch it on at once, and everybody knows', async () => {
    people = { anna: await write('Anna'), beata: await write('Beata'), celina: await write('Celina'), daria: await write('Daria'), outside: await write('Ola', other.id) };
    expect(await refused(agent.client.post('/crises', { reason: 'Fire' }))).toEqual([403, 'forbidden']);
    const both = await Promise.all([owner, supervisor].map((who) => who.client.post<CrisisView>('/crises', { reason: `Parcels are lost, says ${who.memberId}`, channelIds: [channel.id], statement: { en: 'We look into it.', pl: 'Sprawdzamy to.' } })));
    expect(both[0]?.id).toBe(both[1]?.id);
    crisis = both[0] as CrisisView;
    expect((await now()).current).toMatchObject({ id: crisis.id, channelIds: [channel.id], statement: { en: 'We look into it.', pl: 'Sprawdzamy to.' } });
    expect((await room(crisis.id)).entries.map(({ kind }) => kind).sort()).toEqual(['began', 'joined', 'statement']);
  });

  it('holds what would leave by itself, says so where it is listed, and holds nothing outside of what it concerns', async () => {
    answers = { anna: await schedule(people.anna, 'First'), beata: await schedule(people.beata, 'Second'), celina: await schedule(people.celina, 'Third'), outside: await schedule(people.outside, 'Elsewhere'), more: await schedule(people.anna, 'First, and more'), later: await schedule(people.anna, 'Tomorrow', 86_400_000) };
    const { followUp } = await owner.client.post<FollowUpChange>(`/conversations/${people.daria.id}/follow-up`, { name: 'Ask', steps: [{ after: { amount: 1, unit: 'days' }, act: 'send', text: 'Did it arrive?' }] });
    await owner.client.post(`/contacts/${people.anna.contact.id}/consents`, { purpose: 'email_marketing', given: true, source: 'form', proof: { text: 'News by email' } });
    const { id: segmentId } = await owner.client.post<{ id: string }>('/segments', { name: 'All', filter: { by: 'all', of: [] }, sharing: 'workspace' });
    campaign = await owner.client.post<CampaignView>('/campaigns', { name: 'Autumn', segmentId, channelId: channel.id, words: { pl: { subject: 'News', text: 'New tables.', template: null }, en: null }, perMinute: 600, perHour: 20_000, quiet: { from: null, until: null, days: [], holidays: false, zone: 'house' } });
    await owner.client.post(`/campaigns/${campaign.id}/start`, {});
    await due('planned_answers', answers.celina.id, 100);
    await due('planned_answers', answers.beata.id, 200);
    await due('planned_answers', answers.more.id, 30_000);
    await due('planned_answers', answers.anna.id, 60_000);
    await due('planned_answers', answers.outside.id, 300);
    await due('follow_ups', followUp?.id ?? '', 50);
    await eventually(async () => { expect(sent()).toEqual(['Elsewhere']); }, 15_000);
    await eventually(async () => { expect((await room(crisis.id)).held).toEqual({ due: 6, coming: 1 }); }, 15_000);
    expect(sent()).toEqual(['Elsewhere']);
    expect((await planned(people.anna)).map(({ text, held: why }) => [text, why?.reason === crisis.reason, why?.isOn])).toEqual([['First', true, true], ['First, and more', true, true], ['Tomorrow', true, true]]);
    expect(await Promise.all([people.anna, people.daria, people.outside].map(async ({ id }) => (await owner.client.get<ConversationView>(`/conversations/${id}`)).plan?.held))).toEqual([2, 1, undefined]);
    expect((await owner.client.post<Page<ConversationView>>('/conversations/find', { filter: { by: 'crisis', is: true } })).items.map(({ contact }) => contact.name).sort()).toEqual(['Anna', 'Beata', 'Celina', 'Daria']);
    expect((await owner.client.get<PlannedList>(`/conversations/${people.daria.id}/planned`)).followUp).toMatchObject({ state: 'active', held: { crisisId: crisis.id } });
    expect((await owner.client.get<Page<CampaignView>>('/campaigns')).items[0]).toMatchObject({ state: 'running', held: { crisisId: crisis.id } });
    expect((await held(crisis.id)).items.filter(({ kind }) => kind === 'planned').map(({ text, isDue }) => [text, isDue])).toEqual([['First', true], ['First, and more', true], ['Second', true], ['Third', true], ['Tomorrow', false]]);
    expect((await room(crisis.id)).counts).toMatchObject({ conversations: 0, waiting: 4 });
  });

  it('lets a single one go, and has a room in which everybody says what they do', async () => {
    expect(await refused(agent.client.post(`/crises/${crisis.id}/held`, { act: 'send' }))).toEqual([403, 'forbidden']);
    expect(await refused(decide(crisis.id, { act: 'shift' }))).toEqual([409, 'crisis-on']);
    expect(await decide(crisis.id, { act: 'send', items: [{ kind: 'planned', id: answers.celina.id }] })).toEqual({ done: 1, left: 5 });
    await eventually(async () => { expect(sent()).toEqual(['Elsewhere', 'Third']); });
    await agent.client.post(`/crises/${crisis.id}/entries`, { kind: 'note', text: 'The carrier calls back at two', mentionIds: [supervisor.memberId] });
    const { entries } = await supervisor.client.post<CrisisRoom>(`/crises/${crisis.id}/entries`, { kind: 'task', text: 'Call the carrier', assigneeId: agent.memberId });
    await eventually(async () => { expect((await agent.client.get<Page<NoticeView>>('/notices')).items[0]).toMatchObject({ what: 'crisis-task', subjectId: crisis.id, aboutName: crisis.reason, conversationId: null }); });
    const task = entries.find(({ kind }) => kind === 'task');
    expect(task).toMatchObject({ by: { id: supervisor.memberId }, task: { assigneeId: agent.memberId, doneAt: null } });
    await agent.client.patch(`/crises/${crisis.id}/entries/${task?.id}`, { done: true });
    await agent.client.patch(`/crises/${crisis.id}/entries/${task?.id}`, { done: true });
    await supervisor.client.patch(`/crises/${crisis.id}`, { statement: { en: 'All parcels are found.', pl: '' }, version: crisis.version });
    expect(await refused(supervisor.client.patch(`/crises/${crisis.id}`, { reason: 'Other', version: crisis.version }))).toEqual([409, 'crisis-moved']);
    expect((await room(crisis.id)).entries.slice(3).map(({ kind, text }) => [kind, text])).toEqual([['released', ''], ['note', 'The carrier calls back at two'], ['task', 'Call the carrier'], ['done', 'Call the carrier'], ['statement', 'All parcels are found.']]);
  });

  it('gives everything back in the order of each conversation when it is over, asks about what came to its time, and loses nothing', async () => {
    await supervisor.client.post(`/crises/${crisis.id}/end`, { note: 'Found in the depot' });
    await supervisor.client.post(`/crises/${crisis.id}/end`, {});
    expect(await now()).toEqual({ current: null, undecided: [{ crisisId: crisis.id, count: 5 }] });
    expect((await room(crisis.id)).entries.filter(({ kind }) => kind === 'ended')).toHaveLength(1);
    expect((await planned(people.anna)).map(({ text, held: why }) => [text, why?.isOn])).toEqual([['First', false], ['First, and more', false], ['Tomorrow', undefined]]);
    // Nobody decided, and nobody's mistake sends it: other words wait as the ones before did.
    await owner.client.patch(`/planned/${answers.beata.id}`, { text: 'Second, better' });
    await eventually(async () => { expect(await api.sql('SELECT 1 FROM planned_answers WHERE id = $1 AND due_at IS NULL', [answers.beata.id])).toHaveLength(1); });
    const [one, two] = await Promise.all([decide(crisis.id, { act: 'send' }), decide(crisis.id, { act: 'send' })]);
    expect(one.done + two.done).toBe(5);
    await eventually(async () => { expect(sent()).toHaveLength(7); }, 15_000);
    // One customer reads them in the order in which they were to come; between customers there is none.
    expect(sent().filter((text) => text.startsWith('First'))).toEqual(['First', 'First, and more']);
    expect(sent()).toEqual(expect.arrayContaining(['Second, better', 'Did it arrive?', expect.stringContaining('New tables.')]));
    expect(await now()).toEqual({ current: null, undecided: [] });
    await eventually(async () => { expect((await owner.client.get<CampaignView>(`/campaigns/${campaign.id}`)).state).toBe('done'); });
  });

  it('drops what nobody wants said any more and keeps its words, and shifts the rest by as long as it lasted', async () => {
    const { id } = await supervisor.client.post<CrisisView>('/crises', { reason: 'Again', alertId: null });
    await api.sql(`UPDATE crises SET began_at = now() - interval '2 hours' WHERE id = $1`, [id]);
    const [gone, later] = [await schedule(people.beata, 'Come to our party'), await schedule(people.celina, 'See you')];
    await due('planned_answers', gone.id, 10);
    await due('planned_answers', later.id, 3_600_000);
    await eventually(async () => { expect((await room(id)).held.due).toBe(2); });
    // Nobody is asked how it was meanwhile, and whoever is still content afterwards is.
    await owner.client.patch('/survey-settings', { hours: null, restDays: 30 });
    await owner.client.put(`/channels/${other.id}/survey`, { on: true, delayMinutes: 0, scale: 'faces', words: { en: { question: '', more: '' }, pl: { question: '', more: '' } } });
    await owner.client.post(`/conversations/${people.outside.id}/messages`, { clientId: 'ours', text: 'Found it', sendNow: true });
    await owner.client.patch(`/conversations/${people.outside.id}`, { state: 'resolved' });
    await eventually(async () => { expect(await api.sql('SELECT state, due_at FROM surveys WHERE conversation_id = $1', [people.outside.id])).toEqual([{ state: 'waiting', due_at: null }]); });
    expect(await decide(id, { act: 'drop', items: [{ kind: 'planned', id: gone.id }] })).toEqual({ done: 1, left: 1 });
    expect(await planned(people.beata)).toMatchObject([{ state: 'cancelled', reason: 'crisis', text: 'Come to our party' }]);
    await supervisor.client.post(`/crises/${id}/end`, {});
    await eventually(async () => { expect(await api.sql('SELECT state FROM surveys WHERE conversation_id = $1', [people.outside.id])).toEqual([{ state: 'asked' }]); }, 15_000);
    await decide(id, { act: 'shift' });
    const [shifted] = await planned(people.celina);
    expect(shifted?.held).toBeNull();
    expect(Math.abs(Date.parse(shifted?.sendAt ?? '') - (Date.now() + 3_600_000)) / 60_000).toBeLessThan(1);
  });
});
