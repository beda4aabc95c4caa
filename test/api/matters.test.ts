import type { BulkResult, ConversationChange, ConversationView, MatterView, Page } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { factories, type Factories } from '../support/factories';
import { fakePlatform } from '../support/fake-connector';

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
  it('is changed on many at once, and back', async () => {
    const made = await Promise.all([1, 2, 3].map(() => build.buildConversation({ channelId })));
    const ids = made.map(({ id }) => id);
    expect(await agent.client.refused('POST', '/conversations/bulk', { ids, action: { kind: 'matter', matter: 'no-such' } })).toMatchObject({ status: 400, code: 'unknown-matter' });
    const { changed, undoToken } = await agent.client.post<BulkResult>('/conversations/bulk', { ids, action: { kind: 'matter', matter: 'claim' } });
    expect(changed).toBe(3);
    for (const id of ids) expect(await agent.client.get(`/conversations/${id}`)).toMatchObject({ matter: 'claim', matterBy: 'member' });
    await agent.client.post(`/undo/${undoToken}`);
    for (const id of ids) expect(await agent.client.get(`/conversations/${id}`)).toMatchObject({ matter: null, matterBy: null, matterConfidence: null });
  });
});
