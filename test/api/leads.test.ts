import type { ChannelView, ConversationView, LeadChange, LeadHistory, LeadOf, LeadRow, LeadSums, LeadView, MovedMessages, NoticeView, Page } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { fakeNetwork } from '../support/fake-connector';

const chat = fakeNetwork('chatty', { startConversation: true });
let api: TestApi;
let owner: Person;
let agent: Person;
let other: Person;
let channel: ChannelView;

beforeAll(async () => {
  api = await startTestApi({ connectors: [chat.connector as never], worker: true });
  owner = await api.signUp();
  [agent, other] = [await api.invite(owner, 'agent'), await api.invite(owner, 'agent')];
  channel = await owner.client.post<ChannelView>('/channels', { connectorId: 'chatty', name: 'Chat', settings: { account: 'chatty', token: 'secret' } });
});
afterAll(() => api.stop());

let told = 0;
async function write(name: string, text: string): Promise<ConversationView> {
  const inbounds = [{ kind: 'message', externalId: `m${(told += 1)}`, at: new Date().toISOString(), from: { id: name.toLowerCase(), name }, thread: { key: `t ${name}` }, text }];
  await fetch(`${api.url}/hooks/chatty/${channel.id}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-token': 'secret' }, body: JSON.stringify([{ about: `d${told}`, inbounds }]) });
  let found: ConversationView | undefined;
  await eventually(async () => {
    found = (await owner.client.get<Page<ConversationView>>('/conversations?view=all&limit=100')).items.find((one) => one.contact.name === name && one.preview.text === text);
    expect(found).toBeDefined();
  });
  return found as ConversationView;
}
const take = (conversation: { id: string }, input: object = {}, by = agent) => by.client.post<LeadChange>(`/conversations/${conversation.id}/lead`, input);
const view = (id: string, by = owner) => by.client.get<LeadView>(`/leads/${id}`);
const change = (id: string, patch: object, by = agent) => by.client.patch<LeadChange>(`/leads/${id}`, patch);
const problem = async (act: Promise<unknown>) => act.then(() => 'done', (error: { answer: { status: number; body: { code: string } } }) => [error.answer.status, error.answer.body.code]);
const noticesOf = async (by: Person, id: string) => (await by.client.get<Page<NoticeView>>('/notices?limit=100')).items.filter((one) => one.conversationId === id).map((one) => one.what);
const soon = (ms: number) => new Date(Date.now() + ms).toISOString();

it('takes a conversation up in one act, says what it is about where nobody had, and takes both back', async () => {
  const conversation = await write('Anna', 'Ile kosztuje stół dębowy na wymiar?');
  const { lead, conversation: shown, undoToken } = await take(conversation);
  expect(lead).toMatchObject({ code: 'L-0001', wants: 'Ile kosztuje stół dębowy na wymiar?', stage: 'new', state: 'open', ownerId: agent.memberId, nextAt: null, contact: { name: 'Anna' }, conversations: [{ id: conversation.id }] });
  expect(shown).toMatchObject({ matter: 'lead', matterBy: 'member' });
  expect(await problem(take(conversation))).toEqual([409, 'lead-open']);
  expect(await agent.client.post('/undo/' + (undoToken ?? ''), {})).toMatchObject({ restored: 1 });
  expect((await agent.client.get<ConversationView>(`/conversations/${conversation.id}`)).matter).toBe(conversation.matter);
  expect(await problem(view(lead.id))).toEqual([404, 'not-found']);
  expect(await agent.client.get<LeadOf>(`/conversations/${conversation.id}/lead`)).toEqual({ lead: null });
  // Its number is given to no other.
  expect((await take(conversation)).lead.code).toBe('L-0002');
});

it('tells the owner of the next step at its moment, once, and never of what ended before', async () => {
  const [first, second] = [await write('Beata', 'Czy robią Państwo szafy?'), await write('Bogdan', 'Potrzebuję 40 krzeseł')];
  const due = Date.now() + 1500;
  const { lead } = await take(first, { nextStep: 'Zadzwonić z wyceną', nextAt: new Date(due).toISOString(), worth: { amount: '12500.50', currency: 'PLN' } });
  const gone = (await take(second, { nextStep: 'x', nextAt: new Date(due).toISOString() })).lead;
  await change(gone.id, { stage: 'lost', reason: 'Za drogo' });
  expect(await noticesOf(agent, first.id)).not.toContain('lead-due');
  await eventually(async () => expect(await noticesOf(agent, first.id)).toEqual(['lead-due']));
  const late = (await agent.client.get<Page<LeadRow>>('/leads?due=late')).items;
  expect(late.map(({ id }) => id)).toEqual([lead.id]);
  const [event] = (await agent.client.get<LeadHistory>(`/leads/${lead.id}/history`)).items.filter(({ type }) => type === 'lead.due');
  expect(Date.parse(event?.at ?? '') - due).toBeLessThan(10_000);
  expect(await noticesOf(agent, second.id)).not.toContain('lead-due');
  // Given a later moment it is told of again then; what goes on again waits for its own.
  await change(lead.id, { nextAt: soon(600) });
  await eventually(async () => expect((await agent.client.get<LeadHistory>(`/leads/${lead.id}/history`)).items.filter(({ type }) => type === 'lead.due')).toHaveLength(2));
});

it('is handed over with a notice, won and lost by the workspace’s own stages, and counted by what it is worth', async () => {
  const conversation = await write('Celina', 'Oferta na kuchnię');
  const { lead } = await take(conversation, { worth: { amount: '100.10', currency: 'EUR' } });
  await change(lead.id, { ownerId: other.memberId });
  await eventually(async () => expect(await noticesOf(other, conversation.id)).toEqual(['handed-over']));
  const stages = [{ key: 'new', name: { en: 'New', pl: 'Nowa' }, kind: 'open', archived: false }, { key: 'sample', name: { en: 'Sample sent', pl: 'Próbka' }, kind: 'open', archived: false }, { key: 'won', name: { en: 'Won', pl: 'Wygrana' }, kind: 'won', archived: false }, { key: 'lost', name: { en: 'Lost', pl: 'Przegrana' }, kind: 'lost', archived: false }];
  expect(await problem(owner.client.patch('/lead-settings', { stages: stages.slice(0, 3) }))).toEqual([400, 'invalid']);
  await owner.client.patch('/lead-settings', { stages });
  expect(await problem(change(lead.id, { stage: 'offer' }))).toEqual([400, 'unknown-stage']);
  expect((await change(lead.id, { stage: 'sample', version: (await view(lead.id)).version })).lead.stage).toBe('sample');
  expect(await problem(change(lead.id, { stage: 'won', version: 1 }))).toEqual([409, 'lead-moved']);
  const won = (await change(lead.id, { stage: 'won', reason: 'Cena' })).lead;
  expect([won.state, won.closedAt === null]).toEqual(['won', false]);
  expect(await problem(owner.client.patch('/lead-settings', { stages: stages.filter(({ key }) => key !== 'sample').map((stage) => (stage.key === 'won' ? { ...stage, key: 'sold' } : stage)) }))).toEqual([409, 'stage-in-use']);
  const sums = await owner.client.get<LeadSums>('/leads/sums');
  expect(sums.stages.find(({ key }) => key === 'won')).toMatchObject({ count: 1, worth: [{ amount: '100.10', currency: 'EUR' }] });
  await change(lead.id, { wants: '=HYPERLINK("x")' });
  const { body: csv } = await owner.client.send<string>('GET', '/leads/export?locale=pl&state=won');
  expect(csv.split('\r\n').slice(0, 2)).toEqual([expect.stringContaining('Numer;Klient;Czego chce'), expect.stringContaining(`${lead.code};Celina;"'=HYPERLINK(""x"")";"100,10";EUR;Wygrana;Cena`)]);
  expect((await change(lead.id, { stage: 'new' })).lead).toMatchObject({ state: 'open', closedAt: null });
});

it('goes along when conversations merge and part, when people merge, and is seen by nobody whom the channel is closed to', async () => {
  const [first, second] = [await write('Ewa', 'Oferta na biurko'), await write('Ewa Nowak', 'Jeszcze o biurku')];
  const { lead } = await take(first);
  await agent.client.post(`/leads/${lead.id}/conversations`, { conversationId: second.id });
  expect((await view(lead.id)).conversations.map(({ id }) => id)).toEqual([first.id, second.id]);
  await agent.client.post(`/leads/${lead.id}/conversations/remove`, { conversationId: second.id });
  expect(await problem(agent.client.post(`/leads/${lead.id}/conversations/remove`, { conversationId: first.id }))).toEqual([409, 'last-conversation']);
  const { undoToken } = await owner.client.post<MovedMessages>('/conversations/merge', { ids: [first.id], intoId: second.id });
  expect(await view(lead.id)).toMatchObject({ conversations: [{ id: second.id }], contact: { name: 'Ewa Nowak' } });
  await owner.client.post(`/undo/${undoToken ?? ''}`, {});
  expect(await view(lead.id)).toMatchObject({ conversations: [{ id: first.id }], contact: { name: 'Ewa' } });
  await owner.client.post(`/contacts/${second.contact.id}/merge`, { otherId: first.contact.id });
  expect((await view(lead.id)).contact?.id).toBe(second.contact.id);

  const team = await owner.client.post<{ id: string }>('/teams', { name: 'Sales' });
  await owner.client.patch(`/channels/${channel.id}`, { access: 'restricted', teamIds: [team.id] });
  // Whose it is sees it, and not what was said; nobody else does.
  expect(await view(lead.id, agent)).toMatchObject({ code: lead.code, conversations: [], hiddenConversations: 1 });
  expect([await problem(view(lead.id, other)), await problem(change(lead.id, { wants: 'x' }, other))]).toEqual([[404, 'not-found'], [404, 'not-found']]);
  expect((await other.client.get<Page<LeadRow>>('/leads?limit=100')).items.map(({ id }) => id)).not.toContain(lead.id);
  await owner.client.patch(`/channels/${channel.id}`, { access: 'everyone', teamIds: [] });
});

it('pages through every order without losing or doubling one', async () => {
  for (let n = 0; n < 5; n += 1) await take(await write(`Person ${n}`, `Wish ${n}`), { ...(n % 2 === 0 ? {} : { nextAt: soon(n * 3_600_000) }), worth: { amount: String(n % 3), currency: 'PLN' } });
  const all = (await owner.client.get<Page<LeadRow>>('/leads?limit=100')).items.map(({ id }) => id).sort();
  for (const sort of ['stage', 'next', 'newest', 'worth']) {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<LeadRow> = await owner.client.get<Page<LeadRow>>(`/leads?sort=${sort}&limit=2${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect([sort, [...seen].sort()]).toEqual([sort, all]);
  }
  expect(await problem(owner.client.get('/leads?sort=next&cursor=bm9wZQ'))).toEqual([400, 'bad-cursor']);
});
