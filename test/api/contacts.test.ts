import type { ContactView, ConversationView, Joinings, Merged, MergeUndone, Page } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { factories, type Factories } from '../support/factories';

let api: TestApi;
let owner: Person;
let agent: Person;
let build: Factories;
beforeAll(async () => {
  api = await startTestApi();
  owner = await api.signUp();
  agent = await api.invite(owner, 'agent');
  build = factories(api.sql, owner.workspaceId);
});
afterAll(() => api.stop());

const list = async (person: Person, q: string) => (await person.client.get<Page<ContactView>>(`/contacts?q=${encodeURIComponent(q)}`)).items;

describe('contacts', () => {
  it('are made with an address, changed field by field, and an address belongs to one', async () => {
    const contact = await agent.client.post<ContactView>('/contacts', { name: 'Anna Nowak', email: 'Anna@Example.com', phone: '+48 600 100 200', kinds: ['loyal'], company: 'Nowak i córki' });
    expect(contact.identities).toMatchObject([{ scope: 'email', externalId: 'anna@example.com', verified: false }, { scope: 'phone', externalId: '+48600100200', handle: '+48 600 100 200' }]);
    expect(await agent.client.patch<ContactView>(`/contacts/${contact.id}`, { note: 'Prefers email' })).toEqual({ ...contact, note: 'Prefers email' });
    expect(await agent.client.refused('POST', '/contacts', { name: 'Twin', email: 'anna@example.com' })).toMatchObject({ status: 409, code: 'identity-taken' });
    expect(await list(agent, 'Twin')).toEqual([]);
  });

  it('are found by a part of name or address, with or without accents, and % is a letter', async () => {
    const [lodz] = [await build.buildContact({ name: 'Łucja Żółć', address: 'lucja.zolc@example.com' }), await build.buildContact({ name: '100% Wool', address: 'wool@example.com' })];
    expect((await list(agent, 'lucja zolc')).map((contact) => contact.id)).toEqual([lodz.id]);
    expect((await list(agent, 'ŻÓŁĆ')).map((contact) => contact.id)).toEqual([lodz.id]);
    expect((await list(agent, 'lucja.zolc@')).map((contact) => contact.id)).toEqual([lodz.id]);
    expect((await list(agent, '100%')).map((contact) => contact.name)).toEqual(['100% Wool']);
    expect(await list(agent, '%_%_%')).toEqual([]);
  });

  it('page by key when many were stored in one instant', async () => {
    await api.sql(`INSERT INTO contacts (id, workspace_id, name) SELECT gen_random_uuid(), $1, 'Imported ' || n FROM generate_series(1, 30) n`, [owner.workspaceId]);
    const names: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Page<ContactView> = await agent.client.get(`/contacts?limit=7&q=Imported${cursor === '' ? '' : `&cursor=${cursor}`}`);
      names.push(...page.items.map((contact) => contact.name));
      cursor = page.nextCursor;
    }
    expect(names).toHaveLength(30);
    expect(new Set(names).size).toBe(30);
  });

  it('of a channel that is closed to a member are unknown to that member', async () => {
    const channelId = await build.buildChannel({ access: 'restricted' });
    const contact = await build.buildContact({ name: 'Whistle Blower' });
    await build.buildConversation({ channelId, contact });
    expect(await list(agent, 'Whistle')).toEqual([]);
    for (const [method, path, body] of [['GET', '', undefined], ['GET', '/timeline', undefined], ['GET', '/avatar', undefined], ['PATCH', '', { note: 'x' }], ['POST', '/merge', { otherId: contact.id }]] as const) {
      expect(await agent.client.refused(method, `/contacts/${contact.id}${path}`, body)).toMatchObject({ status: 404 });
    }
    expect((await list(owner, 'Whistle')).map((found) => found.id)).toEqual([contact.id]);
  });
});

it('shows every conversation of a contact that the member reads, newest first', async () => {
  const contact = await build.buildContact();
  const closed = await build.buildChannel({ access: 'restricted' });
  const [old, hidden, recent] = [
    await build.buildConversation({ contact, state: 'resolved', lastMessageAt: new Date('2026-01-01') }),
    await build.buildConversation({ contact, channelId: closed, lastMessageAt: new Date('2026-02-01') }),
    await build.buildConversation({ contact, lastMessageAt: new Date('2026-03-01') }),
  ];
  const timeline = async (person: Person) => (await person.client.get<Page<ConversationView>>(`/contacts/${contact.id}/timeline`)).items.map((conversation) => conversation.id);
  expect(await timeline(agent)).toEqual([recent.id, old.id]);
  expect(await timeline(owner)).toEqual([recent.id, hidden.id, old.id]);
});

describe('a merge', () => {
  const two = async () => {
    const stays = await build.buildContact({ name: 'Jan Kowalski', note: 'Calls often' });
    const goes = await build.buildContact({ name: 'J. Kowalski', note: 'Writes often' });
    const conversations = [await build.buildConversation({ contact: stays }), await build.buildConversation({ contact: goes }), await build.buildConversation({ contact: goes, state: 'resolved' })];
    return { stays, goes, conversations };
  };
  const owners = async (ids: string[]) => (await api.sql<{ id: string; contact_id: string }>('SELECT id, contact_id FROM conversations WHERE id = ANY($1::uuid[])', [ids])).reduce<Record<string, string>>((all, row) => ({ ...all, [row.id]: row.contact_id }), {});

  it('moves identities and conversations, and goes back exactly', async () => {
    const { stays, goes, conversations } = await two();
    const ids = conversations.map((conversation) => conversation.id);
    const before = await owners(ids);
    const [plain, other] = [await agent.client.get<ContactView>(`/contacts/${stays.id}`), await agent.client.get<ContactView>(`/contacts/${goes.id}`)];

    const { mergeId, contact } = await agent.client.post<Merged>(`/contacts/${stays.id}/merge`, { otherId: goes.id });
    expect(contact).toMatchObject({ id: stays.id, name: 'Jan Kowalski', note: 'Calls often\n\nWrites often' });
    expect(contact.identities.map((identity) => identity.id).sort()).toEqual([stays.identityId, goes.identityId].sort());
    expect(new Set(Object.values(await owners(ids)))).toEqual(new Set([stays.id]));
    expect(await agent.client.get<ContactView>(`/contacts/${goes.id}`)).toEqual(contact);
    expect((await list(agent, 'J. Kowalski')).map((found) => found.id)).toEqual([]);

    const undone = await agent.client.post<MergeUndone>(`/merges/${mergeId}/undo`);
    expect(undone).toEqual({ contact: plain, other });
    expect(await owners(ids)).toEqual(before);
    expect(await agent.client.refused('POST', `/merges/${mergeId}/undo`)).toMatchObject({ status: 409, code: 'already-undone' });
  });

  it('gives back what came in since from an identity that goes back, and keeps what was changed since', async () => {
    const { stays, goes } = await two();
    const { mergeId } = await agent.client.post<Merged>(`/contacts/${stays.id}/merge`, { otherId: goes.id });
    const since = await build.buildConversation({ contact: { ...goes, id: stays.id } });
    await agent.client.patch(`/contacts/${stays.id}`, { note: 'A new note', name: 'Jan M. Kowalski' });
    const { contact, other } = await agent.client.post<MergeUndone>(`/merges/${mergeId}/undo`);
    expect(contact).toMatchObject({ name: 'Jan M. Kowalski', note: 'A new note' });
    expect(other).toMatchObject({ name: 'J. Kowalski', note: 'Writes often' });
    expect(await owners([since.id])).toEqual({ [since.id]: goes.id });
  });

  it('is taken back at any time, also when the person went up in another since', async () => {
    const [first, second] = [await two(), await two()];
    const inner = await agent.client.post<Merged>(`/contacts/${first.stays.id}/merge`, { otherId: first.goes.id });
    const outer = await agent.client.post<Merged>(`/contacts/${second.stays.id}/merge`, { otherId: first.stays.id });
    expect(await agent.client.refused('POST', `/contacts/${first.goes.id}/merge`, { otherId: second.stays.id })).toMatchObject({ status: 400, code: 'same-contact' });
    expect((await agent.client.get<Joinings>(`/contacts/${second.stays.id}/merges`)).items).toMatchObject([{ id: outer.mergeId, kind: 'merge', undoneAt: null, byId: agent.memberId }, { id: inner.mergeId, otherName: 'J. Kowalski', identities: 1 }]);
    expect(await agent.client.post<MergeUndone>(`/merges/${inner.mergeId}/undo`)).toMatchObject({ contact: { id: second.stays.id }, other: { id: first.goes.id } });
    await agent.client.post(`/merges/${outer.mergeId}/undo`);
    for (const contact of [first.stays, first.goes, second.stays]) expect((await agent.client.get<ContactView>(`/contacts/${contact.id}`)).identities.map((identity) => identity.id)).toEqual([contact.identityId]);
  });

  it('happens once when two merge the same pair, also crosswise', async () => {
    const { stays, goes } = await two();
    const answers = await Promise.all([agent.client.send('POST', `/contacts/${stays.id}/merge`, { otherId: goes.id }), owner.client.send('POST', `/contacts/${goes.id}/merge`, { otherId: stays.id })]);
    expect(answers.map((answer) => answer.status).filter((status) => status === 200)).toHaveLength(1);
    expect(answers.map((answer) => answer.status).filter((status) => status >= 500)).toEqual([]);
  });
});
