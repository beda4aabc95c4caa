import type { AttributeDefinition, AuditEntry, Canned, ContactView, ConversationChange, ConversationView, Merged, MergeUndone, Page, PinView, SearchResult } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { factories, type Factories } from '../support/factories';
import { fakePlatform } from '../support/fake-connector';

let api: TestApi;
let channelId: string;
let owner: Person;
let agent: Person;
let build: Factories;

const name = (en: string) => ({ en, pl: `${en} po polsku` });
const define = (input: object) => owner.client.post<AttributeDefinition>('/attributes', { name: name('Field'), ...input });
const sizes = [{ value: 'small', name: name('Small') }, { value: 'large', name: name('Large') }];

beforeAll(async () => {
  api = await startTestApi({ worker: true, connectors: [fakePlatform().connector] });
  owner = await api.signUp();
  agent = await api.invite(owner, 'agent');
  build = factories(api.sql, owner.workspaceId);
  channelId = await build.buildChannel({ connectorId: 'fake' });
  await define({ subject: 'conversation', key: 'order', kind: 'text' });
  await define({ subject: 'conversation', key: 'total', kind: 'number' });
  await define({ subject: 'conversation', key: 'size', kind: 'one', options: sizes });
  await define({ subject: 'conversation', key: 'gifts', kind: 'many', options: sizes });
  await define({ subject: 'contact', key: 'tier', kind: 'one', options: [{ value: 'gold', name: name('Gold') }] });
  await define({ subject: 'contact', key: 'site', kind: 'link' });
});
afterAll(() => api.stop());

const change = (id: string, attributes: object, as = agent) => as.client.patch<ConversationChange>(`/conversations/${id}`, { attributes });
type Refused = { status: number; code?: string; errors?: { path: string }[]; missing?: { key: string }[] };
const refusal = async (method: 'POST' | 'PATCH', path: string, body: object, as = agent) => (await as.client.refused(method, path, body)) as Refused;

describe('fields of the workspace’s own', () => {
  it('are filled in, hold what their kind allows, and refuse everything else by name', async () => {
    const { id } = await build.buildConversation({ channelId });
    const { conversation } = await change(id, { order: ' A-17 ', total: 12.5, size: 'small', gifts: ['large', 'small'] });
    expect(conversation.attributes).toEqual({ order: 'A-17', total: 12.5, size: 'small', gifts: ['small', 'large'] });
    const wrong = await refusal('PATCH', `/conversations/${id}`, { attributes: { order: 'B', total: 'many', size: 'tiny', nothing: 1, tier: 'gold' } });
    expect([wrong.status, wrong.code, wrong.errors?.map(({ path }) => path).sort()]).toEqual([400, 'wrong-attributes', ['attributes.nothing', 'attributes.size', 'attributes.tier', 'attributes.total']]);
    expect((await agent.client.get<ConversationView>(`/conversations/${id}`)).attributes?.['order']).toBe('A-17');
    expect((await refusal('PATCH', `/conversations/${id}`, { attributes: { __proto__: null, constructor: 'x' } })).status).toBe(400);
  });

  it('go back one by one with undo, and what somebody filled in since stays', async () => {
    const { id } = await build.buildConversation({ channelId });
    await change(id, { order: 'first' });
    const { undoToken } = await change(id, { order: 'second', total: 3 });
    await change(id, { total: 4 });
    await agent.client.post(`/undo/${undoToken}`, {});
    expect((await agent.client.get<ConversationView>(`/conversations/${id}`)).attributes).toEqual({ order: 'first', total: 4 });
  });

  it('are set on many at once and by macros, and taken back as one', async () => {
    const [one, other] = [await build.buildConversation({ channelId }), await build.buildConversation({ channelId })];
    const { changed, undoToken } = await agent.client.post<{ changed: number; undoToken: string }>('/conversations/bulk', { ids: [one.id, other.id], action: { kind: 'attribute', key: 'size', value: 'large' } });
    expect([changed, (await agent.client.get<ConversationView>(`/conversations/${other.id}`)).attributes]).toEqual([2, { size: 'large' }]);
    await agent.client.post(`/undo/${undoToken}`, {});
    expect((await agent.client.get<ConversationView>(`/conversations/${other.id}`)).attributes).toEqual({});
    expect((await refusal('POST', '/conversations/bulk', { ids: [one.id], action: { kind: 'attribute', key: 'size', value: 'tiny' } })).code).toBe('wrong-attributes');
    const macro = await owner.client.post<Canned>('/canned', { shortcut: 'big', title: 'Big', actions: [{ kind: 'attribute', key: 'size', value: 'large' }, { kind: 'attribute', key: 'gone', value: 'x' }] });
    const result = await agent.client.post<ConversationChange & { skipped: object[] }>(`/conversations/${one.id}/macros`, { cannedId: macro.id });
    expect([result.conversation.attributes, result.skipped]).toEqual([{ size: 'large' }, [{ kind: 'attribute', reason: 'gone' }]]);
  });

  it('are found, filtered by and sorted by, and the audit names the fields without what stands in them', async () => {
    const { id } = await build.buildConversation({ channelId });
    await change(id, { order: 'Zażółć-9931', total: 77 });
    const found = await agent.client.get<SearchResult>(`/search?q=${encodeURIComponent('zazolc-99')}`);
    expect(found.hits.map((hit) => [hit.conversation.id, hit.excerpt[0]?.text])).toEqual([[id, 'Zażółć-9931']]);
    const listed = await agent.client.post<Page<ConversationView>>('/conversations/find', { filter: { by: 'attribute', is: 'atLeast', key: 'total', value: 70 }, sort: 'attribute:total:desc' });
    expect(listed.items.map((item) => item.id)).toEqual([id]);
    expect((await refusal('POST', '/conversations/find', { sort: `attribute:x' OR 1=1:asc` })).status).toBe(400);
    const audit = await eventually(async () => {
      const page = await owner.client.get<Page<AuditEntry>>(`/audit?conversationId=${id}`);
      expect(page.items.map((entry) => entry.data)).toContainEqual(expect.objectContaining({ attributes: ['order', 'total'] }));
      return page;
    });
    expect(JSON.stringify(audit)).not.toContain('9931');
  });

  it('keep an option that is taken out where it stands, and an archived field takes nothing new', async () => {
    const colour = await define({ subject: 'conversation', key: 'colour', kind: 'one', options: sizes });
    const { id } = await build.buildConversation({ channelId });
    await change(id, { colour: 'small' });
    const patched = await owner.client.patch<AttributeDefinition>(`/attributes/${colour.id}`, { options: [{ value: 'large', name: name('Large') }] });
    expect(patched.options.map(({ value, archived }) => [value, archived])).toEqual([['large', false], ['small', true]]);
    expect((await change(id, { colour: 'small' })).conversation.attributes).toEqual({ colour: 'small' });
    const other = await build.buildConversation({ channelId });
    expect((await refusal('PATCH', `/conversations/${other.id}`, { attributes: { colour: 'small' } })).code).toBe('wrong-attributes');
    await owner.client.patch(`/attributes/${colour.id}`, { archived: true });
    expect((await refusal('PATCH', `/conversations/${id}`, { attributes: { colour: 'large' } })).code).toBe('wrong-attributes');
    expect((await change(id, { colour: null })).conversation.attributes).toEqual({});
  });

  it('that are needed stop resolving by hand, by answer, by many and by macro, and nobody else', async () => {
    const needed = await define({ subject: 'conversation', key: 'outcome', kind: 'text', required: true });
    const of = await define({ subject: 'contact', key: 'customer_no', kind: 'text', required: true });
    const [one, other] = [await build.buildConversation({ channelId }), await build.buildConversation({ channelId })];
    const refused = await refusal('PATCH', `/conversations/${one.id}`, { state: 'resolved' });
    expect([refused.status, refused.code, refused.missing?.map(({ key }) => key)]).toEqual([409, 'fields-missing', ['outcome', 'customer_no']]);
    await agent.client.patch(`/contacts/${one.contactId}`, { attributes: { customer_no: 'K-1' } });
    // The field and the end in one act.
    expect((await agent.client.patch<ConversationChange>(`/conversations/${one.id}`, { state: 'resolved', attributes: { outcome: 'refunded' } })).conversation.state).toBe('resolved');
    expect(await agent.client.post<object>('/conversations/bulk', { ids: [one.id, other.id], action: { kind: 'state', state: 'resolved' } })).toMatchObject({ changed: 0, refused: [other.id] });
    const macro = await owner.client.post<Canned>('/canned', { shortcut: 'end', title: 'End', actions: [{ kind: 'priority', priority: 'high' }, { kind: 'state', state: 'resolved' }] });
    const result = await agent.client.post<ConversationChange & { skipped: object[] }>(`/conversations/${other.id}/macros`, { cannedId: macro.id });
    expect([result.conversation.state, result.conversation.priority, result.skipped]).toEqual(['open', 'high', [{ kind: 'state', reason: 'incomplete' }]]);
    expect((await refusal('POST', `/conversations/${other.id}/messages`, { clientId: 'x', text: 'Bye', then: 'resolve' })).code).toBe('fields-missing');
    expect(await api.sql('SELECT 1 FROM messages WHERE conversation_id = $1 AND direction = $2', [other.id, 'out'])).toEqual([]);
    for (const { id } of [needed, of]) await owner.client.patch(`/attributes/${id}`, { archived: true });
    expect((await agent.client.patch<ConversationChange>(`/conversations/${other.id}`, { state: 'resolved' })).conversation.state).toBe('resolved');
  });

  it('are bounded in number, and a key is taken once', async () => {
    expect((await refusal('POST', '/attributes', { subject: 'conversation', key: 'order', kind: 'text', name: name('Order') }, owner)).code).toBe('attribute-exists');
    expect((await refusal('POST', '/attributes', { subject: 'conversation', key: 'Order', kind: 'text', name: name('Order') }, owner)).status).toBe(400);
    expect((await refusal('POST', '/attributes', { subject: 'conversation', key: 'empty', kind: 'one', name: name('Order') }, owner)).code).toBe('wrong-options');
    const before = (await owner.client.get<{ items: AttributeDefinition[] }>('/attributes')).items.filter((field) => field.subject === 'contact' && !field.archived).length;
    for (let n = before; n < 50; n += 1) await define({ subject: 'contact', key: `many_${n}`, kind: 'text' });
    expect((await refusal('POST', '/attributes', { subject: 'contact', key: 'one_more', kind: 'text', name: name('More') }, owner)).code).toBe('too-many-attributes');
    const { contactId } = await build.buildConversation({ channelId });
    const long = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`many_${n + before}`, 'ż'.repeat(490)]));
    expect((await refusal('PATCH', `/contacts/${contactId}`, { attributes: long })).code).toBe('attributes-too-large');
  });
});

describe('two contacts that become one', () => {
  it('share what stood in their fields and what was to keep in mind, and part again right', async () => {
    const [stays, goes] = [await build.buildConversation({ channelId }), await build.buildConversation({ channelId })];
    await agent.client.patch(`/contacts/${stays.contactId}`, { attributes: { tier: 'gold' } });
    await agent.client.patch(`/contacts/${goes.contactId}`, { attributes: { site: 'https://example.com' } });
    const mine = await agent.client.post<PinView>(`/conversations/${stays.id}/pins`, { about: 'contact', text: 'Rings twice' });
    const theirs = await agent.client.post<PinView>(`/conversations/${goes.id}/pins`, { about: 'contact', text: 'Not before four' });
    const { mergeId, contact } = await agent.client.post<Merged>(`/contacts/${stays.contactId}/merge`, { otherId: goes.contactId });
    expect(contact.attributes).toEqual({ tier: 'gold', site: 'https://example.com/' });
    expect((await agent.client.get<{ items: PinView[] }>(`/conversations/${goes.id}/pins`)).items.map(({ id }) => id)).toEqual([mine.id, theirs.id]);
    const note = await agent.client.post<{ message: { id: string } }>(`/conversations/${goes.id}/messages`, { clientId: 'n', text: 'Third floor', private: true });
    const since = await agent.client.post<PinView>(`/conversations/${goes.id}/pins`, { about: 'contact', messageId: note.message.id });
    await agent.client.patch<ContactView>(`/contacts/${stays.contactId}`, { attributes: { site: 'https://example.org' } });
    const undone = await agent.client.post<MergeUndone>(`/merges/${mergeId}/undo`, {});
    expect([undone.contact.attributes, undone.other.attributes]).toEqual([{ tier: 'gold', site: 'https://example.org/' }, { site: 'https://example.com/' }]);
    expect((await agent.client.get<{ items: PinView[] }>(`/conversations/${stays.id}/pins`)).items.map(({ id }) => id)).toEqual([mine.id]);
    expect((await agent.client.get<{ items: PinView[] }>(`/conversations/${goes.id}/pins`)).items.map(({ id }) => id).sort()).toEqual([theirs.id, since.id].sort());
  });
});

describe('what to keep in mind', () => {
  it('stands in its order, expires, comes back after a removal and goes with its contact', async () => {
    const { id, contactId } = await build.buildConversation({ channelId });
    const add = (text: string, about = 'contact', more: object = {}) => agent.client.post<PinView>(`/conversations/${id}/pins`, { about, text, ...more });
    const [a, b, c] = [await add('A'), await add('B'), await add('C', 'conversation')];
    const listed = async () => (await agent.client.get<{ items: PinView[] }>(`/conversations/${id}/pins`)).items.map(({ text }) => text);
    expect(await listed()).toEqual(['A', 'B', 'C']);
    await agent.client.put('/pins/order', { ids: [b.id, a.id] });
    expect(await listed()).toEqual(['B', 'A', 'C']);
    await agent.client.delete(`/pins/${b.id}`);
    await agent.client.patch(`/pins/${a.id}`, { text: 'A again', expiresAt: new Date(Date.now() + 60_000).toISOString() });
    expect(await listed()).toEqual(['A again', 'C']);
    await agent.client.patch(`/pins/${b.id}`, { removed: false });
    await api.sql(`UPDATE pins SET expires_at = now() - interval '1 second' WHERE id = $1`, [a.id]);
    expect(await listed()).toEqual(['B', 'C']);
    expect((await refusal('PATCH', `/pins/${c.id}`, { expiresAt: new Date(Date.now() - 1000).toISOString() })).code).toBe('expires-in-the-past');
    expect((await refusal('POST', `/conversations/${id}/pins`, { about: 'contact' })).status).toBe(400);
    const audit = await eventually(async () => {
      const page = await owner.client.get<Page<AuditEntry>>('/audit?action=pin');
      expect(page.items.map(({ action }) => action)).toEqual(expect.arrayContaining(['pin.created', 'pin.ordered', 'pin.removed', 'pin.changed', 'pin.restored']));
      return page;
    });
    expect(JSON.stringify(audit)).not.toContain('A again');
    await api.sql('DELETE FROM conversations WHERE id = $1', [id]);
    await api.sql('UPDATE contacts SET merged_into = NULL WHERE id = $1', [contactId]);
    await api.sql('DELETE FROM identities WHERE contact_id = $1', [contactId]);
    await api.sql('DELETE FROM contacts WHERE id = $1', [contactId]);
    expect(await api.sql('SELECT 1 FROM pins WHERE id = ANY($1)', [[a.id, b.id, c.id]])).toEqual([]);
  });

  it('is bounded, and only a note of that conversation is pinned', async () => {
    const [one, other] = [await build.buildConversation({ channelId }), await build.buildConversation({ channelId })];
    const note = await agent.client.post<{ message: { id: string } }>(`/conversations/${other.id}/messages`, { clientId: 'n', text: 'Elsewhere', private: true });
    expect((await refusal('POST', `/conversations/${one.id}/pins`, { about: 'contact', messageId: note.message.id })).status).toBe(404);
    for (let n = 0; n < 30; n += 1) await agent.client.post(`/conversations/${one.id}/pins`, { about: 'contact', text: `${n}` });
    expect((await refusal('POST', `/conversations/${one.id}/pins`, { about: 'contact', text: 'x' })).code).toBe('too-many-pins');
  });
});
