import type { BulkResult, ConversationChange, ConversationView, MatterView, Page } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { factories, type Factories } from '../support/factories';
import { eventually } from '../support/eventually';
import { fakePlatform } from '../support/fake-connector';
import { NetworkStage } from '../support/network';

let api: TestApi;
let owner: Person;
let agent: Person;
let build: Factories;
let channelId: string;
beforeAll(async () => {
  api = await startTestApi({ worker: true, connectors: [fakePlatform().connector] });
  owner = await api.signUp();
  agent = await api.invite(owner, 'agent');
  build = factories(api.sql, owner.workspaceId);
  channelId = await build.buildChannel({ connectorId: 'fake' });
});
afterAll(() => api.stop());

const all = async (person = owner): Promise<MatterView[]> => (await person.client.get<{ items: MatterView[] }>('/matters')).items;
const keys = async (): Promise<string[]> => (await all()).map(({ key }) => key);

describe('matters of a workspace', () => {
  it('begin with those that are built in, of which some open a case', async () => {
    expect(await keys()).toEqual(['question', 'report', 'complaint', 'claim', 'warranty', 'lead', 'praise']);
    expect((await all(agent)).filter(({ opensCase }) => opensCase).map(({ key }) => key)).toEqual(['complaint', 'claim', 'warranty']);
  });

  it('are its own too: named in both languages, chosen, ordered, archived, and written down', async () => {
    const made = await owner.client.post<MatterView>('/matters', { key: 'returns', name: { en: 'Return', pl: 'Zwrot' }, opensCase: true, description: 'They changed their mind' });
    expect(made).toMatchObject({ key: 'returns', builtin: false, opensCase: true, archived: false, position: 8 });
    expect(await owner.client.refused('POST', '/matters', { key: 'returns', name: { en: 'x', pl: 'x' } })).toMatchObject({ status: 409, code: 'matter-exists' });
    for (const key of ['none', 'With Space', '', 'x'.repeat(41), '1st']) expect(await owner.client.refused('POST', '/matters', { key, name: { en: 'x', pl: 'x' } })).toMatchObject({ status: 400 });
    expect(await owner.client.put<{ items: MatterView[] }>('/matters/order', { keys: ['returns', 'claim'] })).toMatchObject({ items: [{ key: 'returns', position: 1 }, { key: 'claim', position: 2 }, { key: 'question' }, { key: 'report' }, { key: 'complaint' }, { key: 'warranty' }, { key: 'lead' }, { key: 'praise' }] });

    const { id } = await build.buildConversation({ channelId });
    const { conversation } = await agent.client.patch<ConversationChange>(`/conversations/${id}`, { matter: 'returns' });
    expect(conversation).toMatchObject({ matter: 'returns', matterBy: 'member', matterConfidence: 1 });
    await owner.client.patch('/matters/returns', { archived: true });
    expect(await agent.client.get(`/conversations/${id}`)).toMatchObject({ matter: 'returns' });
    expect(await agent.client.refused('PATCH', `/conversations/${id}`, { matter: 'returns' })).toMatchObject({ status: 400, code: 'unknown-matter' });
    const found = await agent.client.post<Page<ConversationView>>('/conversations/find', { filter: { by: 'matter', is: 'any', of: ['returns'] } });
    expect(found.items.map((each) => each.id)).toEqual([id]);
    await owner.client.patch('/matters/returns', { archived: false });
    const { items } = await owner.client.get<Page<{ action: string }>>('/audit?limit=20');
    expect(items.map(({ action }) => action)).toEqual(expect.arrayContaining(['matter.created', 'matter.ordered', 'matter.changed']));
  });

  it('that are built in are renamed and hidden, and go back to the product’s words', async () => {
    expect(await owner.client.patch('/matters/lead', { name: { en: 'Sales', pl: 'Sprzedaż' } })).toMatchObject({ key: 'lead', builtin: true, name: { pl: 'Sprzedaż' } });
    expect(await owner.client.patch('/matters/lead', { name: null, archived: true })).toMatchObject({ name: null, archived: true });
    const { id } = await build.buildConversation({ channelId });
    expect(await owner.client.refused('PATCH', `/conversations/${id}`, { matter: 'lead' })).toMatchObject({ status: 400 });
    expect(await owner.client.refused('PATCH', '/matters/returns', { name: null })).toMatchObject({ status: 400, code: 'name-missing' });
    expect(await owner.client.refused('PATCH', '/matters/no-such', { opensCase: true })).toMatchObject({ status: 404 });
    await owner.client.patch('/matters/lead', { archived: false });
  });

  it('always leave one to choose', async () => {
    const everything = (await all()).filter(({ archived }) => !archived).map(({ key }) => key);
    for (const key of everything.slice(1)) await owner.client.patch(`/matters/${key}`, { archived: true });
    expect(await owner.client.refused('PATCH', `/matters/${everything[0]}`, { archived: true })).toMatchObject({ status: 409, code: 'last-matter' });
    for (const key of everything.slice(1)) await owner.client.patch(`/matters/${key}`, { archived: false });
  });

  it('of one workspace are unknown to another', async () => {
    const stranger = await api.otherWorkspace();
    expect((await all(stranger)).map(({ key }) => key)).not.toContain('returns');
    expect(await stranger.client.refused('PATCH', '/matters/returns', { opensCase: false })).toMatchObject({ status: 404 });
  });
});

describe('the matter of a conversation', () => {
  let stage: NetworkStage;
  beforeAll(async () => { stage = await NetworkStage.open({ redis: false }); });
  afterAll(() => stage.close());
  const client = () => stage.owner.client;
  const tell = async (name: string, text: string, more: object = {}): Promise<ConversationView> => {
    await stage.tell({ ...stage.privately(name, text), ...more });
    return stage.conversation(name);
  };

  it('is guessed from the customer’s words with the first message, and says that it is a guess', async () => {
    const conversation = await tell('Adam', 'Składam reklamację: czajnik przestał działać po tygodniu, proszę o zwrot pieniędzy');
    expect(conversation).toMatchObject({ matter: 'claim', matterBy: 'guess' });
    expect(conversation.matterConfidence).toBeGreaterThan(0.7);
    expect(conversation.matterOdds[0]).toEqual({ matter: 'claim', probability: expect.closeTo(conversation.matterConfidence ?? 0, 2) as number });
    const found = await client().post<Page<ConversationView>>('/conversations/find', { filter: { by: 'all', of: [{ by: 'matterBy', is: 'any', of: ['guess'] }, { by: 'matter', is: 'any', of: ['claim'] }] } });
    expect(found.items.map(({ id }) => id)).toEqual([conversation.id]);
  });

  it('is not told where nobody could tell', async () => {
    expect(await tell('Beata', '48213')).toMatchObject({ matter: null });
    expect(await tell('Bert', 'Guten Tag, ich habe gestern bestellt und bin noch unterwegs mit dem Zug nach Hause')).toMatchObject({ matter: null, matterBy: null, matterOdds: [] });
  });

  it('changes with what is said later, and not by thanks', async () => {
    expect(await tell('Celina', 'Hej, o której dziś zamykacie?')).toMatchObject({ matter: 'question' });
    expect(await tell('Celina', 'ok, dziękuję!')).toMatchObject({ matter: 'question' });
    expect(await tell('Celina', 'Składam reklamację na buty, odkleiła się podeszwa, żądam zwrotu pieniędzy')).toMatchObject({ matter: 'claim', matterBy: 'guess' });
    expect(await tell('Celina', 'Super, dziękuję, jesteście wspaniali')).toMatchObject({ matter: 'claim' });
  });

  it('that somebody chose is never overridden, and agreeing with a guess makes it a fact, with a way back', async () => {
    const { id } = await tell('Darek', 'Lampa nie działa');
    await client().patch(`/conversations/${id}`, { matter: 'lead' });
    expect(await tell('Darek', 'Składam reklamację, żądam zwrotu pieniędzy za lampę')).toMatchObject({ matter: 'lead', matterBy: 'member', matterConfidence: 1 });
    expect((await stage.conversation('Darek')).matterOdds[0]).toMatchObject({ matter: 'claim' });

    const guessed = await tell('Ewa', 'Pralka na gwarancji, nie wiruje, proszę o serwisanta');
    const { conversation, undoToken } = await client().patch<ConversationChange>(`/conversations/${guessed.id}`, { matter: 'warranty' });
    expect(conversation).toMatchObject({ matter: 'warranty', matterBy: 'member' });
    expect((await stage.thread(guessed)).at(-1)?.event).toMatchObject({ type: 'matter', data: { to: 'warranty', confirmed: true } });
    await client().post(`/undo/${undoToken}`);
    expect(await stage.conversation('Ewa')).toMatchObject({ matter: 'warranty', matterBy: 'guess' });
  });

  it('that the customer chose before writing stays', async () => {
    expect(await tell('Filip', 'Składam reklamację, żądam zwrotu pieniędzy', { extra: { matter: 'praise' } })).toMatchObject({ matter: 'praise', matterBy: 'customer' });
    expect(await tell('Gosia', 'Kiedy otwieracie?', { extra: { matter: 'no-such' } })).toMatchObject({ matter: 'question', matterBy: 'guess' });
  });

  it('is read again when the customer changes the words', async () => {
    await tell('Hania', 'Kiedy otwieracie?');
    await stage.tell({ kind: 'edit', externalId: 'Hania: Kiedy otwieracie?', at: new Date().toISOString(), text: 'Uszkodzony blat, proszę o wymianę na nowy' });
    await eventually(async () => { expect(await stage.conversation('Hania')).toMatchObject({ matter: 'claim', matterBy: 'guess' }); });
  });

  it('is learnt from corrections, also one of the workspace’s own, and unlearnt when they are taken back', async () => {
    await client().post('/matters', { key: 'invoices', name: { en: 'Invoices', pl: 'Faktury' } });
    const before = await tell('Iwona', 'Poproszę duplikat faktury za marzec');
    expect(before.matter).not.toBe('invoices');
    const { undoToken } = await client().patch<ConversationChange>(`/conversations/${before.id}`, { matter: 'invoices' });
    expect(await tell('Jacek', 'Poproszę duplikat faktury za kwiecień')).toMatchObject({ matter: 'invoices', matterBy: 'guess' });
    expect(await tell('Kamil', 'Składam reklamację, żądam zwrotu pieniędzy za wadliwy stół')).toMatchObject({ matter: 'claim' });
    await client().post(`/undo/${undoToken}`);
    expect((await tell('Lena', 'Poproszę duplikat faktury za maj')).matter).not.toBe('invoices');
  });

  it('is changed on many at once, and back to the guess', async () => {
    const ids = [];
    for (const name of ['Maria', 'Norbert']) ids.push((await tell(name, 'Kiedy dojdzie paczka?')).id);
    expect(await client().refused('POST', '/conversations/bulk', { ids, action: { kind: 'matter', matter: 'no-such' } })).toMatchObject({ status: 400, code: 'unknown-matter' });
    const { changed, undoToken } = await client().post<BulkResult>('/conversations/bulk', { ids, action: { kind: 'matter', matter: 'lead' } });
    expect(changed).toBe(2);
    for (const id of ids) expect(await client().get(`/conversations/${id}`)).toMatchObject({ matter: 'lead', matterBy: 'member' });
    await client().post(`/undo/${undoToken}`);
    for (const id of ids) expect(await client().get(`/conversations/${id}`)).toMatchObject({ matter: 'question', matterBy: 'guess' });
  });
});
