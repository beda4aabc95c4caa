import { createHmac } from 'node:crypto';
import type { AuditEntry, ChannelView, ContactView, ConversationView, Page } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { VisitorClient } from '../support/visitor';

const secret = 'a shared secret of the tests, long';
const identitySecret = 'an identity secret of the tests, long';
let api: TestApi;
let owner: Person;
let ours: ChannelView;
let chat: ChannelView;

beforeAll(async () => {
  api = await startTestApi({ worker: true });
  owner = await api.signUp();
  const name = { en: 'Field', pl: 'Pole' };
  const tiers = [{ value: 'gold', name }, { value: 'silver', name }];
  for (const field of [
    { subject: 'contact', key: 'tier', kind: 'one', options: tiers, fromOutside: true }, { subject: 'contact', key: 'since', kind: 'date', fromOutside: true }, { subject: 'contact', key: 'debts', kind: 'number' },
    { subject: 'conversation', key: 'order_no', kind: 'text', fromOutside: true }, { subject: 'conversation', key: 'total', kind: 'number', fromOutside: true },
  ]) await owner.client.post('/attributes', { name, ...field });
  ours = await owner.client.post<ChannelView>('/channels', { connectorId: 'api', name: 'Our shop', settings: { endpoint: 'https://shop.example/kontuar', secret } });
  chat = await owner.client.post<ChannelView>('/channels', { connectorId: 'chat', name: 'Chat', settings: { identitySecret } });
});
afterAll(() => api.stop());

const tell = async (event: object): Promise<void> => {
  const answer = await fetch(`${api.url}/hooks/api/${ours.id}`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` }, body: JSON.stringify(event) });
  expect(answer.status).toBe(200);
};
const found = (text: string) => eventually(async () => {
  const { items } = await owner.client.get<Page<ConversationView>>('/conversations?view=all&limit=50');
  const conversation = items.find(({ preview }) => preview.text === text);
  expect(conversation).toBeDefined();
  return conversation as ConversationView;
});
const person = (conversation: ConversationView) => owner.client.get<ContactView>(`/contacts/${conversation.contact.id}`);
const saidOf = (conversation: ConversationView) => api.sql<{ state: string; error: string | null }>('SELECT state, error FROM deliveries WHERE conversation_id = $1 ORDER BY received_at DESC LIMIT 1', [conversation.id]);
const signed = (id: string, fields: string, key = `${identitySecret}:fields`) => ({ id, hash: createHmac('sha256', identitySecret).update(id).digest('hex'), fields, fieldsHash: createHmac('sha256', key).update(`${id}\n${fields}`).digest('hex') });

it('takes fields of the conversation and of the person beside a message of an API channel, and empties them again', async () => {
  await tell({ kind: 'message', id: 'm-1', from: { id: 'u-1', name: 'Anna', fields: { tier: 'gold', since: '2024-05-01' } }, text: 'Where is it?', fields: { order_no: ' A-17 ', total: 12.5 } });
  const conversation = await found('Where is it?');
  expect([conversation.attributes, (await person(conversation)).attributes]).toEqual([{ order_no: 'A-17', total: 12.5 }, { tier: 'gold', since: '2024-05-01' }]);
  expect(await saidOf(conversation)).toEqual([{ state: 'done', error: null }]);
  await tell({ kind: 'message', id: 'm-2', from: { id: 'u-1', fields: { tier: null } }, text: 'Thanks for asking', fields: { total: null } });
  const later = await found('Thanks for asking');
  expect([later.id, later.attributes, (await person(later)).attributes]).toEqual([conversation.id, { order_no: 'A-17' }, { since: '2024-05-01' }]);
  const log = await eventually(async () => {
    const page = await owner.client.get<Page<AuditEntry>>('/audit?limit=100');
    expect(page.items.filter(({ data }) => (data as { outside?: boolean }).outside === true)).toHaveLength(4);
    return page;
  });
  expect(JSON.stringify(log)).not.toContain('A-17');
});

it('refuses field by field what is not open or not right, says so at the delivery, and keeps the message and the rest', async () => {
  await tell({ kind: 'message', id: 'm-3', from: { id: 'u-2', fields: { tier: 'diamond', debts: 5, since: '2024-05-01' } }, text: 'Half of it is wrong', fields: { total: 'many', nowhere: 1, order_no: 'A-18' } });
  const conversation = await found('Half of it is wrong');
  expect([conversation.attributes, (await person(conversation)).attributes]).toEqual([{ order_no: 'A-18' }, { since: '2024-05-01' }]);
  const [said] = await saidOf(conversation);
  expect(said?.state).toBe('done');
  for (const words of ['Not taken: tier. Choose one of the options.', 'Not taken: debts. No field with this key is open', 'Not taken: total. Write a number.', 'Not taken: nowhere. No field']) expect(said?.error).toContain(words);
});

it('says the same of a message that comes twice once, and of nothing that an agent changed since', async () => {
  const event = { kind: 'message', id: 'm-4', from: { id: 'u-3', name: 'Cela' }, text: 'Twice', fields: { order_no: 'B-1' } };
  await tell(event);
  const conversation = await found('Twice');
  await owner.client.patch(`/conversations/${conversation.id}`, { attributes: { order_no: 'B-2' } });
  await tell({ ...event, at: '2026-01-01T00:00:00Z' });
  await eventually(async () => { expect(await api.sql(`SELECT 1 FROM deliveries WHERE channel_id = $1 AND state = 'received'`, [ours.id])).toEqual([]); });
  expect((await found('Twice')).attributes).toEqual({ order_no: 'B-2' });
});

it('takes fields of a visitor whom the site’s server vouches for, and tells the page which it did not', async () => {
  const visitor = new VisitorClient(api.url, chat.id);
  const session = await visitor.begin(signed('customer-812', '{"tier":"gold","debts":0,"since":"yesterday"}'));
  expect([session.verified, session.refusedFields.map(({ key }) => key)]).toEqual([true, ['debts', 'since']]);
  await visitor.write('I am gold');
  expect((await person(await found('I am gold'))).attributes).toEqual({ tier: 'gold' });
});

it.each([
  ['unsigned', { ...signed('v-1', '{"tier":"gold"}'), fieldsHash: undefined }], ['of somebody else', { ...signed('v-2', '{"tier":"gold"}'), id: 'v-3' }], ['signed as an id is', signed('v-4', '{"tier":"gold"}', identitySecret)],
  ['changed since', { ...signed('v-5', '{"tier":"silver"}'), fields: '{"tier":"gold"}' }], ['no object', signed('v-6', '["gold"]')], ['of an id in two lines', signed('v-7\n{"tier":"gold"}', '{}')],
] as const)('takes no fields that are %s', async (what, { fieldsHash, ...identity }) => {
  const visitor = new VisitorClient(api.url, chat.id);
  const session = await visitor.begin({ ...identity, ...(fieldsHash === undefined ? {} : { fieldsHash }) });
  expect(session.refusedFields).toEqual([{ key: '', message: 'These fields are not signed as they should be.' }]);
  await visitor.write(`With fields ${what}`);
  expect((await person(await found(`With fields ${what}`))).attributes).toEqual({});
});
