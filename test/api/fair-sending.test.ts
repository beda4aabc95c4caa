import type { ChannelView, ConversationView, Page, Posted } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { fakePlatform } from '../support/fake-connector';

/** More than leave at once. */
const MANY = 30;

let api: TestApi;
let owner: Person;
let answer: () => void;
/** A platform that takes what we say and does not answer, until it does. */
const answered = new Promise<void>((resolve) => { answer = resolve; });
const connector = { ...fakePlatform().connector, send: async ({ settings }: { settings: { account: string } }, message: { messageId: string }) => {
  if (settings.account === 'silent') await answered;
  return { externalId: `their ${message.messageId}` };
} };
beforeAll(async () => {
  api = await startTestApi({ connectors: [connector as never], worker: true });
  owner = await api.signUp();
});
afterAll(() => api.stop());

const open = (account: string) => owner.client.post<ChannelView>('/channels', { connectorId: 'fake', name: account, settings: { account, token: 'secret' } });
const write = (channel: ChannelView, from: string) => fetch(`${api.url}/hooks/fake/${channel.id}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-fake-token': 'secret' }, body: JSON.stringify({ id: `${channel.id} ${from}`, from, text: 'Hello' }) });
const conversationsOf = (channel: ChannelView) => owner.client.get<Page<ConversationView>>(`/conversations?view=all&limit=100&channelId=${channel.id}`).then(({ items }) => items);
const reply = async (conversation: ConversationView) => (await owner.client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: conversation.id, text: 'Hello', sendNow: true })).message.id;
const sent = (ids: string[]) => eventually(async () => { expect(await api.sql(`SELECT count(*)::int AS sent FROM messages WHERE id = ANY($1) AND status = 'sent'`, [ids])).toEqual([{ sent: ids.length }]); }, 20_000);

it('sends on one channel while another keeps all that it was given, and loses none of that', async () => {
  const [silent, quick] = [await open('silent'), await open('quick')];
  await Promise.all([...Array.from({ length: MANY }, (_, at) => write(silent, `person-${at}`)), write(quick, 'somebody')]);
  await eventually(async () => { expect(await conversationsOf(silent)).toHaveLength(MANY); }, 20_000);
  const kept: string[] = [];
  for (const conversation of await conversationsOf(silent)) kept.push(await reply(conversation));
  await eventually(async () => { expect((await api.sql(`SELECT 1 FROM messages WHERE id = ANY($1) AND status = 'sending'`, [kept])).length).toBeGreaterThanOrEqual(8); });
  await sent(await Promise.all((await conversationsOf(quick)).map(reply)));
  expect(await api.sql(`SELECT 1 FROM messages WHERE id = ANY($1) AND status = 'sent'`, [kept])).toEqual([]);
  answer();
  await sent(kept);
});
