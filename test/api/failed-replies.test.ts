import type { ChannelView, ConversationView, Page, Posted } from '@kontuar/contract';
import { ConnectorError } from '@kontuar/connectors/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { fakePlatform } from '../support/fake-connector';

let api: TestApi;
let owner: Person;
let channel: ChannelView;
/** By the text of the answer. */
const refusals = new Map<string, ConnectorError>();
const connector = { ...fakePlatform().connector, send: async (_: unknown, message: { text: string; messageId: string }) => {
  const refusal = refusals.get(message.text);
  if (refusal !== undefined) throw refusal;
  return { externalId: `their ${message.messageId}` };
} };

beforeAll(async () => {
  api = await startTestApi({ connectors: [connector as never], worker: true });
  owner = await api.signUp();
  channel = await owner.client.post<ChannelView>('/channels', { connectorId: 'fake', name: 'Fake', settings: { account: 'shop', token: 'secret' } });
});
afterAll(() => api.stop());

let posts = 0;
const view = (id: string) => owner.client.get<ConversationView>(`/conversations/${id}`);
const waiting = async () => (await owner.client.get<Page<ConversationView>>('/conversations?view=waiting&limit=100')).items.map((conversation) => conversation.id);
const write = async (name: string): Promise<void> => {
  posts += 1;
  await fetch(`${api.url}/hooks/fake/${channel.id}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-fake-token': 'secret' }, body: JSON.stringify({ id: `m${posts}`, from: name, text: 'Hello' }) });
};
const written = async (name: string): Promise<ConversationView> => {
  await write(name);
  let found: ConversationView | undefined;
  await eventually(async () => {
    found = (await owner.client.get<Page<ConversationView>>('/conversations?view=all&limit=100')).items.find((conversation) => conversation.contact.name === name);
    expect(found).toBeDefined();
  });
  return found as ConversationView;
};
const reply = async (conversation: ConversationView, text: string, more = {}) => (await owner.client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: text, text, sendNow: true, ...more })).message;
const statusOf = (id: string, status: string) => eventually(async () => { expect(await api.sql('SELECT status FROM messages WHERE id = $1', [id])).toEqual([{ status }]); });
const blocked = new ConnectorError('rejected', 'They blocked us', { reason: 'blocked-by-user' });

it('waits on us again, as long as it did before, when the reply failed', async () => {
  const conversation = await written('Anna');
  refusals.set('fails', blocked);
  const message = await reply(conversation, 'fails', { then: 'resolve' });
  await statusOf(message.id, 'failed');
  expect(await view(conversation.id)).toMatchObject({ state: 'open', waitingSince: conversation.waitingSince, preview: { failed: true } });
  expect(await waiting()).toContain(conversation.id);

  refusals.delete('fails');
  await owner.client.post<Posted>(`/messages/${message.id}/retry`, {});
  await statusOf(message.id, 'sent');
  expect(await view(conversation.id)).toMatchObject({ waitingSince: null, preview: { failed: false } });
  expect(await waiting()).not.toContain(conversation.id);
});

it('waits no longer for a reply that failed once a later one arrived', async () => {
  const conversation = await written('Bruno');
  refusals.set('first of two', blocked);
  await statusOf((await reply(conversation, 'first of two')).id, 'failed');
  expect(await waiting()).toContain(conversation.id);
  await statusOf((await reply(conversation, 'second of two')).id, 'sent');
  expect(await waiting()).not.toContain(conversation.id);
});

it('waits on us since the customer wrote, when all of several replies failed', async () => {
  const conversation = await written('Celina');
  refusals.set('one', blocked).set('two', blocked);
  const [one, two] = [await reply(conversation, 'one'), await reply(conversation, 'two')];
  await statusOf(one.id, 'failed');
  await statusOf(two.id, 'failed');
  expect((await view(conversation.id)).waitingSince).toBe(conversation.waitingSince);
});

it('keeps the time of a customer who wrote again meanwhile', async () => {
  const conversation = await written('Dorota');
  refusals.set('late', new ConnectorError('unavailable', 'busy', { retryAfterMs: 600_000 }));
  const message = await reply(conversation, 'late');
  // It was tried and waits; before its first try it is queued as well.
  await eventually(async () => { expect(await api.sql(`SELECT state FROM send_attempts WHERE message_id = $1`, [message.id])).toEqual([{ state: 'retry' }]); });
  await write('Dorota');
  await eventually(async () => { expect((await view(conversation.id)).waitingSince).not.toBeNull(); });
  const since = (await view(conversation.id)).waitingSince;
  refusals.set('late', blocked);
  await owner.client.post<Posted>(`/messages/${message.id}/send-now`, {});
  await statusOf(message.id, 'failed');
  expect((await view(conversation.id)).waitingSince).toBe(since);
});

it('waits on us while nobody knows whether the reply arrived', async () => {
  const conversation = await written('Edyta');
  refusals.set('perhaps', new ConnectorError('ambiguous', 'The line broke'));
  await statusOf((await reply(conversation, 'perhaps')).id, 'unknown');
  expect(await view(conversation.id)).toMatchObject({ waitingSince: conversation.waitingSince, preview: { failed: true } });
});

it('tries again when trouble of our own came before the reply could leave', async () => {
  const conversation = await written('Ola');
  // Any statement of the way out may find the database in trouble.
  await api.sql('ALTER TABLE identity_aliases RENAME TO aliases_away');
  const message = await reply(conversation, 'patient');
  await eventually(async () => { expect(await api.sql(`SELECT state FROM send_attempts WHERE message_id = $1`, [message.id])).toEqual([{ state: 'retry' }]); });
  await api.sql('ALTER TABLE aliases_away RENAME TO identity_aliases');
  await statusOf(message.id, 'sent');
});
