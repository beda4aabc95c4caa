import type { ChannelView, ConsentsOfContact, ConversationChange, ConversationView, GivenPromise, MessagePage, NoticeView, Page, Posted, PromisesOfPerson, SurveyFigures, SurveyView } from '@kontuar/contract';
import { chat } from '@kontuar/connectors';
import type { Inbound } from '@kontuar/connectors/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { fakeNetwork } from '../support/fake-connector';
import { VisitorClient } from '../support/visitor';

/** A messenger, and a box for letters in which links can be clicked. */
const talk = fakeNetwork('talk', { startConversation: true });
const box = fakeNetwork('box');
const { capabilitiesOf: _rules, ...letters } = box.connector;
const mail = { ...letters, capabilities: { text: 'html', subject: true, cc: false, attachments: { maxCount: 10, maxBytes: 10_000_000 }, typing: false, reactions: false, edit: false, delete: false, readReceipts: false, deliveryReceipts: true, startConversation: true, undoSendSeconds: 0, public: false } as const };

let api: TestApi;
let owner: Person;
let agent: Person;
let channels: Record<'talk' | 'box' | 'chat', ChannelView>;
const words = { en: { question: '', more: '' }, pl: { question: '', more: '' } };

beforeAll(async () => {
  api = await startTestApi({ connectors: [talk.connector as never, mail as never, chat as never], worker: true, env: { KONTUAR_PUBLIC_URL: 'https://inbox.example' } });
  owner = await api.signUp('Dom Lipowy');
  agent = await api.invite(owner, 'agent');
  const channel = (connectorId: string, settings: object) => owner.client.post<ChannelView>('/channels', { connectorId, name: connectorId, settings });
  channels = { talk: await channel('talk', { account: 'talk', token: 'secret' }), box: await channel('box', { account: 'box', token: 'secret' }), chat: await channel('chat', {}) };
  await owner.client.patch('/survey-settings', { hours: null, restDays: 30 });
  for (const id of [channels.talk.id, channels.box.id]) await owner.client.put(`/channels/${id}/survey`, { on: true, delayMinutes: 0, scale: 'faces', words });
});
afterAll(() => api.stop());

let told = 0;
async function write(where: 'talk' | 'box', name: string, text: string): Promise<ConversationView> {
  const inbounds: Inbound[] = [{ kind: 'message', externalId: `m${(told += 1)}`, at: new Date().toISOString(), from: { id: `${name.toLowerCase()}@example.com`, name }, thread: { key: `${where} ${name}` }, text }];
  const answer = await fetch(`${api.url}/hooks/${where}/${channels[where].id}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-token': 'secret' }, body: JSON.stringify([{ about: `d${told}`, inbounds }]) });
  expect(answer.status).toBe(200);
  let found: ConversationView | undefined;
  await eventually(async () => {
    found = (await api.sql<{ id: string }>(`SELECT c.id FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE m.external_id = $1`, [`m${told}`]))[0] as ConversationView | undefined;
    expect(found).toBeDefined();
  });
  return row(found?.id ?? '');
}
const row = (id: string) => owner.client.get<ConversationView>(`/conversations/${id}`);
const answer = (conversation: { id: string }, text = 'Here you are', by = agent) => by.client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: `c-${(told += 1)}`, text, sendNow: true });
const patch = (conversation: { id: string }, change: object, by = agent) => by.client.patch<ConversationChange>(`/conversations/${conversation.id}`, change);
const thread = async ({ id }: { id: string }) => (await owner.client.get<MessagePage>(`/conversations/${id}/messages?limit=100`)).items;
const surveys = async (query: string) => (await owner.client.get<Page<SurveyView>>(`/surveys?${query}`)).items;
const asked = ({ id }: { id: string }, kind = 'rating') => eventually(async () => {
  const [survey] = await surveys(`conversationId=${id}&kind=${kind}`);
  expect(survey?.state).toBe('asked');
  return survey as SurveyView;
});
const question = (conversation: { id: string }) => eventually(async () => {
  const found = (await thread(conversation)).filter((message) => message.automatic === 'survey').at(-1);
  expect(found?.status).toMatch(/sent|delivered/);
  return found?.text ?? '';
});
const finish = async (where: 'talk' | 'box', name: string) => {
  const conversation = await write(where, name, 'Is the oak table in stock?');
  await answer(conversation);
  await patch(conversation, { state: 'resolved' });
  return conversation;
};
const refusal = async (contactId: string) => (await owner.client.get<ConsentsOfContact>(`/contacts/${contactId}/consents`)).standing.find(({ purpose }) => purpose === 'surveys')?.state;
const notices = async (by: Person, { id }: { id: string }) => (await by.client.get<Page<NoticeView>>('/notices?limit=100')).items.filter((one) => one.conversationId === id).map((one) => one.what);

describe('a question after the conversation', () => {
  it('is asked in the channel and answered there by a number, which opens nothing again and may be changed', async () => {
    const conversation = await finish('talk', 'Anna');
    const survey = await asked(conversation);
    expect(survey).toMatchObject({ kind: 'rating', scale: 'faces', agentId: agent.memberId, score: null });
    expect(await question(conversation)).toContain('from 1 (poor) to 5 (great)');
    expect(await row(conversation.id)).toMatchObject({ state: 'resolved', waitingSince: null, assigneeId: agent.memberId });
    await write('talk', 'Anna', '4, quick but cold');
    await eventually(async () => expect((await surveys(`conversationId=${conversation.id}`))[0]).toMatchObject({ state: 'answered', score: 4, good: true, text: 'quick but cold', via: 'reply' }));
    expect(await row(conversation.id)).toMatchObject({ state: 'resolved', waitingSince: null });
    await write('talk', 'Anna', '5');
    await eventually(async () => expect((await surveys(`conversationId=${conversation.id}`))[0]).toMatchObject({ score: 5, text: 'quick but cold', earlier: [{ score: 4, text: 'quick but cold' }] }));
    expect((await thread(conversation)).flatMap((message) => (message.event?.type === 'rated' ? [message.event.data['score']] : []))).toEqual([4, 5]);
    expect((await row((await write('talk', 'Anna', '5 zł?')).id)).state).toBe('open');
  });

  it('is answered by a link of a mail: looking at it changes nothing, the button does', async () => {
    const conversation = await finish('box', 'Piotr');
    await asked(conversation);
    const text = await question(conversation);
    const path = /https:\/\/inbox\.example(\/rate\/\S+)\?score=2/.exec(text)?.[1] ?? '';
    const page = await fetch(`${api.url}${path}?score=2`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    const html = await page.text();
    expect(html).toContain('value="2" aria-label="2" checked');
    expect(html).not.toMatch(/<script/i);
    expect((await surveys(`conversationId=${conversation.id}`))[0]).toMatchObject({ state: 'asked', score: null });
    const send = (body: string, to = path) => fetch(`${api.url}${to}`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });
    expect(await (await send('score=2&text=Nobody+called+%3Cb%3Eback%3C%2Fb%3E')).text()).toContain('Thank you for your answer');
    expect((await surveys(`conversationId=${conversation.id}`))[0]).toMatchObject({ state: 'answered', score: 2, good: false, text: 'Nobody called <b>back</b>', via: 'link' });
    // Bad, with words: open again, with who led it.
    expect(await row(conversation.id)).toMatchObject({ state: 'open', assigneeId: agent.memberId });
    await eventually(async () => expect(await notices(agent, conversation)).toContain('rated-badly'));
    expect(await (await fetch(`${api.url}${path}`)).text()).toContain('Nobody called &lt;b&gt;back&lt;/b&gt;');
    expect((await send('score=5', `${path}x`)).status).toBe(404);
    expect((await send('score=9')).status).toBe(400);
    await api.sql(`UPDATE surveys SET answer_until = now() - interval '1 minute' WHERE conversation_id = $1`, [conversation.id]);
    expect(await (await send('score=5')).text()).toContain('The time for an answer is over');
    expect((await surveys(`conversationId=${conversation.id}`))[0]).toMatchObject({ score: 2 });
    expect(await (await send('stop=1')).text()).toContain('We will not ask you again');
    expect(await refusal(conversation.contact.id)).toBe('withdrawn');
  });

  it('shows as a card in our own chat, at once and live, and is answered there', async () => {
    const visitor = new VisitorClient(api.url, channels.chat.id);
    await visitor.begin();
    await visitor.write('Do oak legs fit?');
    const conversation = await eventually(async () => {
      const [found] = await api.sql<{ conversation_id: string }>(`SELECT conversation_id FROM messages WHERE text = 'Do oak legs fit?'`);
      expect(found).toBeDefined();
      return { id: found?.conversation_id ?? '' };
    });
    await answer(conversation);
    await eventually(async () => expect((await visitor.thread()).messages).toHaveLength(2));
    await patch(conversation, { state: 'resolved' });
    expect((await visitor.thread()).conversation).toMatchObject({ ratingAsked: true, rated: false });
    expect((await thread(conversation)).filter((message) => message.automatic === 'survey')).toEqual([]);
    await visitor.send('POST', '/rating', { score: 4, text: 'kind' });
    await eventually(async () => expect((await surveys(`conversationId=${conversation.id}`))[0]).toMatchObject({ state: 'answered', score: 4, text: 'kind', via: 'widget' }));
    expect((await visitor.thread()).conversation).toMatchObject({ ratingAsked: false, rated: true });
    await visitor.send('POST', '/rating', { score: 3, changeId: 'again' });
    await eventually(async () => expect((await surveys(`conversationId=${conversation.id}`))[0]).toMatchObject({ score: 3, earlier: [{ score: 4, text: 'kind' }] }));
    expect(await row(conversation.id)).toMatchObject({ state: 'resolved' });
  });

  it('is not asked twice in a while, of spam, of nobody who was answered, beside an open complaint, nor where it was refused', async () => {
    const first = await finish('talk', 'Ewa');
    await asked(first);
    await write('talk', 'Ewa', 'And the chair, is it there as well?');
    await answer(first);
    await patch(first, { state: 'resolved' });
    const unanswered = await write('talk', 'Silent', 'Buy followers');
    await patch(unanswered, { state: 'resolved' });
    const complaint = await write('talk', 'Karol', 'The table is scratched');
    await owner.client.post(`/conversations/${complaint.id}/case`, { matter: 'claim' });
    await answer(complaint);
    await patch(complaint, { state: 'resolved' });
    const stop = await finish('talk', 'Stopper');
    await question(stop);
    await write('talk', 'Stopper', 'STOP');
    await eventually(async () => expect(await refusal(stop.contact.id)).toBe('withdrawn'));
    expect(await row(stop.id)).toMatchObject({ state: 'resolved' });
    expect((await surveys(`conversationId=${first.id}`)).filter(({ state }) => state !== 'dropped')).toHaveLength(1);
    for (const { id } of [unanswered, complaint]) expect(await surveys(`conversationId=${id}`)).toEqual([]);
  });

  it('waits for its hours, and is dropped when the conversation goes on before', async () => {
    await owner.client.put(`/channels/${channels.talk.id}/survey`, { on: true, delayMinutes: 30, scale: 'yes-no', words: { en: { question: 'Did we help?', more: '' }, pl: { question: 'Udało się pomóc?', more: '' } } });
    const conversation = await finish('talk', 'Later');
    expect((await surveys(`conversationId=${conversation.id}`))[0]).toMatchObject({ state: 'waiting', scale: 'yes-no' });
    await patch(conversation, { state: 'open' });
    expect((await surveys(`conversationId=${conversation.id}`))[0]).toMatchObject({ state: 'dropped', reason: 'reopened' });
    await patch(conversation, { state: 'resolved' });
    const hour = new Date().getUTCHours();
    // A window that is not now, whatever the clock says.
    const closed = hour < 12 ? { from: '22:00', to: '23:00' } : { from: '01:00', to: '02:00' };
    await owner.client.patch('/survey-settings', { hours: { ...closed, days: [0, 1, 2, 3, 4, 5, 6] } });
    await api.sql(`UPDATE surveys SET due_at = now() WHERE conversation_id = $1 AND state = 'waiting'`, [conversation.id]);
    await eventually(async () => expect(Date.parse((await surveys(`conversationId=${conversation.id}`)).find(({ state }) => state === 'waiting')?.dueAt ?? '')).toBeGreaterThan(Date.now() + 60_000));
    await owner.client.patch('/survey-settings', { hours: null });
    await api.sql(`UPDATE surveys SET due_at = now() WHERE conversation_id = $1 AND state = 'waiting'`, [conversation.id]);
    expect(await question(conversation)).toMatch(/^Did we help\?\nReply with yes or no/);
    await write('talk', 'Later', 'Tak, dziękuję');
    await eventually(async () => expect((await surveys(`conversationId=${conversation.id}&answer=good`))[0]).toMatchObject({ score: 5, good: true }));
  });

  it('comes to figures by whatever they are looked at, with the conversations behind them', async () => {
    const all = await owner.client.get<SurveyFigures>('/surveys/figures');
    expect(all.total).toMatchObject({ asked: 6, answered: 4, good: 2, bad: 2, withWords: 3, mean: 3.33 });
    const byChannel = await owner.client.get<SurveyFigures>('/surveys/figures?by=channel');
    expect(byChannel.rows.find(({ key }) => key === channels.box.id)).toMatchObject({ asked: 1, answered: 1, good: 0, mean: 2 });
    for (const by of ['team', 'agent', 'day', 'week', 'month']) expect((await owner.client.get<SurveyFigures>(`/surveys/figures?by=${by}`)).rows.length).toBeGreaterThan(0);
    expect((await surveys(`answer=bad&channelId=${channels.box.id}`)).map(({ contactName }) => contactName)).toEqual(['Piotr']);
    expect((await owner.client.get<SurveyFigures>(`/surveys/figures?from=${encodeURIComponent(new Date(Date.now() + 1000).toISOString())}`)).total).toMatchObject({ asked: 0, mean: null });
  });
});

it('asks somebody once who became one of several, though all of their questions are due in the same moment', async () => {
  await owner.client.put(`/channels/${channels.talk.id}/survey`, { on: true, delayMinutes: 30, scale: 'faces', words });
  const several: ConversationView[] = [];
  for (const name of ['Tola', 'Tosia', 'Tekla', 'Teresa', 'Tamara']) several.push(await finish('talk', name));
  const [into, ...others] = several.map(({ contact }) => contact.id);
  for (const contactId of others) await owner.client.post(`/contacts/${into ?? ''}/merge`, { otherId: contactId });
  await api.sql(`UPDATE surveys SET due_at = now() WHERE conversation_id = ANY($1) AND state = 'waiting'`, [several.map(({ id }) => id)]);
  const states = () => api.sql<{ state: string; reason: string | null }>(`SELECT state, reason FROM surveys WHERE conversation_id = ANY($1) AND kind = 'rating' ORDER BY state`, [several.map(({ id }) => id)]);
  await eventually(async () => expect((await states()).filter(({ state }) => state === 'waiting')).toEqual([]));
  expect((await states()).map(({ state, reason }) => reason ?? state)).toEqual(['asked', ...others.map(() => 'asked-lately')]);
});

describe('"still fine?" after a solved complaint', () => {
  const solve = async (name: string) => {
    const conversation = await write('talk', name, 'The tap drips, please repair it');
    await patch(conversation, { matter: 'warranty' });
    await answer(conversation, 'Repaired');
    await patch(conversation, { state: 'resolved' });
    return conversation;
  };
  const due = ({ id }: { id: string }) => api.sql(`UPDATE surveys SET due_at = now() WHERE conversation_id = $1 AND kind = 'fine' AND state = 'waiting'`, [id]);

  it('opens the conversation again with its old owner when it is not, and gives way to whoever writes first', async () => {
    expect(await surveys(`conversationId=${(await solve('Off')).id}&kind=fine`)).toEqual([]);
    await owner.client.patch('/survey-settings', { stillFine: { on: true, afterDays: 7, matters: ['warranty'], words } });
    await owner.client.put(`/channels/${channels.talk.id}/survey`, { on: false, delayMinutes: 30, scale: 'faces', words });
    const [bad, good, wrote] = [await solve('Bad'), await solve('Good'), await solve('Wrote')];
    const [waiting] = await surveys(`conversationId=${bad.id}&kind=fine`);
    expect(waiting).toMatchObject({ state: 'waiting', scale: 'yes-no' });
    expect(Math.round((Date.parse(waiting?.dueAt ?? '') - Date.now()) / 86_400_000)).toBe(7);
    await write('talk', 'Wrote', 'One more thing about the tap');
    for (const one of [bad, good, wrote]) await due(one);
    await asked(bad, 'fine');
    await asked(good, 'fine');
    expect(await question(bad)).toMatch(/^Is everything still fine/);
    await write('talk', 'Good', 'all good');
    await write('talk', 'Bad', 'No, it drips again');
    await eventually(async () => expect(await row(bad.id)).toMatchObject({ state: 'open', assigneeId: agent.memberId }));
    await eventually(async () => expect(await notices(agent, bad)).toContain('not-fine'));
    expect(await row(good.id)).toMatchObject({ state: 'resolved' });
    await eventually(async () => expect((await surveys(`conversationId=${wrote.id}&kind=fine`))[0]).toMatchObject({ state: 'dropped', reason: 'reopened' }));
    expect((await owner.client.get<SurveyFigures>('/surveys/figures?kind=fine')).total).toMatchObject({ asked: 2, answered: 2, good: 1, bad: 1 });
  });
});

describe('what we promise', () => {
  const soon = (ms: number) => new Date(Date.now() + ms).toISOString();
  const give = (conversation: { id: string }, input: object, by = agent) => by.client.post<GivenPromise>(`/conversations/${conversation.id}/promises`, { text: 'Call with the price', ...input });
  const one = async ({ id }: { id: string }, conversation: { id: string }) => (await owner.client.get<{ items: GivenPromise[] }>(`/conversations/${conversation.id}/promises`)).items.find((each) => each.id === id);

  it('is reminded of, and broken within a second of its time when nobody kept it, also while the conversation sleeps', async () => {
    const conversation = await write('talk', 'Marta', 'When will you call?');
    const promise = await give(conversation, { dueAt: soon(2500), remindMinutesBefore: null });
    expect(promise).toMatchObject({ state: 'open', ownerId: agent.memberId, answeredSince: false, contactName: 'Marta' });
    expect((await row(conversation.id)).plan?.promise).toMatchObject({ dueAt: promise.dueAt, open: 1, broken: 0 });
    await patch(conversation, { state: 'snoozed', snoozedUntil: soon(86_400_000) });
    const broken = await eventually(async () => {
      const now = await one(promise, conversation);
      expect(now?.state).toBe('broken');
      return now;
    });
    expect(Date.parse(broken?.endedAt ?? '') - Date.parse(promise.dueAt)).toBeLessThan(10_000);
    expect(await row(conversation.id)).toMatchObject({ state: 'open', plan: { promise: { open: 0, broken: 1 } } });
    await eventually(async () => expect(await notices(agent, conversation)).toContain('promise-broken'));
    const late = await agent.client.patch<GivenPromise>(`/promises/${promise.id}`, { state: 'kept' });
    expect(late).toMatchObject({ state: 'kept', late: true });
    expect(await owner.client.get<PromisesOfPerson>(`/contacts/${conversation.contact.id}/promises`)).toMatchObject({ open: 0, kept: 0, late: 1, broken: 0 });
    expect((await thread(conversation)).flatMap((message) => message.event?.type ?? []).filter((type) => type.startsWith('promise'))).toEqual(['promise-given', 'promise-broken', 'promise-kept']);
  });

  it('is kept by hand once we answered, taken back, moved, and goes where its conversation goes', async () => {
    const conversation = await write('talk', 'Jan', 'How much is it?');
    const promise = await give(conversation, { dueAt: soon(7_200_000) });
    expect(promise.remindAt).toBe(new Date(Date.parse(promise.dueAt) - 3_600_000).toISOString());
    await answer(conversation, 'It is 400');
    await eventually(async () => expect((await one(promise, conversation))?.answeredSince).toBe(true));
    expect(await agent.client.patch<GivenPromise>(`/promises/${promise.id}`, { state: 'kept' })).toMatchObject({ state: 'kept', late: false });
    expect(await agent.client.patch<GivenPromise>(`/promises/${promise.id}`, { state: 'open' })).toMatchObject({ state: 'open', endedAt: null });
    const moved = await agent.client.patch<GivenPromise>(`/promises/${promise.id}`, { dueAt: soon(10_800_000) });
    expect(Date.parse(moved.dueAt) - Date.parse(moved.remindAt ?? '')).toBe(3_600_000);
    // Whoever takes over keeps it.
    await owner.client.post(`/conversations/${conversation.id}/assign`, { assigneeId: owner.memberId });
    expect(await one(promise, conversation)).toMatchObject({ ownerId: owner.memberId });
    expect((await owner.client.get<Page<GivenPromise>>('/promises')).items.map(({ id }) => id)).toContain(promise.id);
    const other = await write('box', 'Jan', 'By mail as well');
    const { undoToken } = await owner.client.post<{ undoToken: string }>('/conversations/merge', { ids: [conversation.id], intoId: other.id });
    expect(await one(promise, other)).toMatchObject({ state: 'open', conversationId: other.id });
    await owner.client.post(`/undo/${undoToken}`, {});
    expect(await one(promise, conversation)).toMatchObject({ state: 'open', conversationId: conversation.id });
  });

  it('refuses what nobody could keep', async () => {
    const conversation = await write('talk', 'Ola', 'Hello');
    const refused = (act: Promise<unknown>) => act.then(() => 'done', (error: { answer: { status: number; body: { code: string } } }) => [error.answer.status, error.answer.body.code]);
    expect(await refused(give(conversation, { dueAt: soon(-1000) }))).toEqual([400, 'promise-time']);
    expect(await refused(give(conversation, { dueAt: soon(400 * 86_400_000) }))).toEqual([400, 'promise-time']);
    expect(await refused(give(conversation, { dueAt: soon(3_600_000), ownerId: '0198a000-0000-7000-8000-000000000000' }))).toEqual([400, 'unknown-owner']);
    const promise = await give(conversation, { dueAt: soon(3_600_000) });
    expect(await refused(agent.client.patch(`/promises/${promise.id}`, { text: 'x', version: 99 }))).toEqual([409, 'promise-moved']);
    await agent.client.patch(`/promises/${promise.id}`, { state: 'withdrawn' });
    expect(await refused(agent.client.patch(`/promises/${promise.id}`, { dueAt: soon(7_200_000) }))).toEqual([409, 'promise-over']);
  });
});
