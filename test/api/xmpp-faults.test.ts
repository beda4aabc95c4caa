/** The rows of the table of faults that an XMPP server can show, on a real one: what a simulation asked over HTTP could not prove. */
import { randomUUID } from 'node:crypto';
import type { ChannelView, ConversationView } from '@kontuar/contract';
import { messageKey } from '../../libs/connectors/src/xmpp/xmpp.ids';
import { openAgentSocket } from '../support/agent-socket';
import { startTestApi } from '../support/app';
import { ChannelAtWork, patiently, unique, type Product } from '../support/channel-at-work';
import { startTcpProxy, type TcpProxy } from '../support/mail/tcp-proxy';
import { startProsody, type Account, type Prosody } from '../support/xmpp/prosody';
import { xml, type XmppPerson } from '../support/xmpp/xmpp-person';

let product: Product;
let prosody: Prosody;
let proxy: TcpProxy;
let shop: Account;
let settings: Record<string, unknown>;
let work: ChannelAtWork;

beforeAll(async () => {
  prosody = await startProsody();
  proxy = await startTcpProxy({ port: prosody.clientPort });
  const api = await startTestApi({ worker: true });
  const owner = await api.signUp();
  product = { api, owner, live: await openAgentSocket(api.url, owner.client.cookie) };
  shop = prosody.addUser('shop@acme.test');
  // Unencrypted, so that the line can be broken at a chosen word.
  settings = prosody.channelSettings(shop, { encryption: 'none', port: proxy.port });
  work = new ChannelAtWork(await owner.client.post<ChannelView>('/channels', { connectorId: 'xmpp', name: 'XMPP', settings }), product);
});
afterAll(async () => {
  product.live.close();
  await product.api.stop();
  await proxy.stop();
  await prosody.stop();
});
afterEach(async () => {
  proxy.cutWhenClientSends(undefined);
  proxy.silence(false);
  proxy.refuse(false);
  proxy.delay(0);
  expect(await work.deliveries('dead')).toEqual([]);
});

const somebody = (): Promise<XmppPerson> => prosody.person(`customer-${randomUUID().slice(0, 8)}`);
const replaces = (id: string) => xml('replace', { xmlns: 'urn:xmpp:message-correct:0', id });
const heardBy = (person: XmppPerson, text: string): number => person.inbox.filter((message) => message.getChildText('body') === text).length;

async function asked(words: string): Promise<{ anna: XmppPerson; conversation: ConversationView }> {
  const anna = await somebody();
  const text = unique(words);
  await anna.say(shop.address, text);
  return { anna, conversation: (await work.seen(text)).conversation };
}

it('keeps one message of what an app sends three times and then five times at once', async () => {
  const anna = await somebody();
  const text = unique('Again and again');
  const send = () => anna.send({ to: shop.address, id: 'same' }, xml('body', {}, text));
  for (const time of [1, 2, 3]) await send().then(() => time);
  await Promise.all([1, 2, 3, 4, 5].map(send));
  await work.seen(text);
  const last = unique('After them');
  await anna.say(shop.address, last);
  await work.seen(last);
  await work.read();
  expect(await work.stored(text)).toHaveLength(1);
});

it('shows the correction of a message that came before the message, and not the message that was taken back before it', async () => {
  const anna = await somebody();
  const [wrong, right, regretted, last] = [unique('Teh typo'), unique('The typo'), unique('Never mind'), unique('After these')];
  await anna.send({ to: shop.address, id: 'edit-1' }, xml('body', {}, right), replaces('typo-1'));
  await anna.send({ to: shop.address, id: 'typo-1' }, xml('body', {}, wrong));
  await anna.send({ to: shop.address, id: 'retract-1' }, xml('retract', { xmlns: 'urn:xmpp:message-retract:1', id: 'regretted-1' }), xml('body', {}, 'taken back'));
  await anna.send({ to: shop.address, id: 'regretted-1' }, xml('body', {}, regretted));
  await anna.say(shop.address, last);
  await work.seen(last);
  await work.read();
  await patiently(async () => { expect(await work.message(messageKey(anna.address, 'in', 'typo-1'))).toMatchObject([{ text: right }]); });
  expect((await work.message<{ deleted_at: Date | null }>(messageKey(anna.address, 'in', 'regretted-1'))).filter((one) => one.deleted_at === null)).toEqual([]);
});

it('takes a receipt that comes in one breath with the answer to the send', async () => {
  const { anna, conversation } = await asked('Receipt');
  const reply = unique('Fast receipt');
  proxy.delay(800);
  const { message } = await work.answer(conversation.id, reply);
  const heard = await anna.gotText(reply);
  await anna.received(shop.address, heard.attrs['id'] ?? '');
  await work.ended(message.id, 'delivered');
  await anna.displayed(shop.address, heard.attrs['id'] ?? '');
  await work.ended(message.id, 'read');
  expect(await work.stored(reply)).toHaveLength(1);
});

it('does not send again what the server took before the line broke, and knows it again by the archive', async () => {
  const { anna, conversation } = await asked('Cut');
  const reply = unique('Accepted and cut');
  proxy.cutWhenClientSends(new RegExp(reply), { pass: true });
  proxy.silence(true);
  const { message } = await work.answer(conversation.id, reply);
  await anna.gotText(reply);
  await work.ended(message.id, 'sent', 'unknown');
  proxy.cutWhenClientSends(undefined);
  proxy.silence(false);
  await work.ended(message.id, 'sent');
  await work.read();
  expect({ heard: heardBy(anna, reply), stored: (await work.stored(reply)).length }).toEqual({ heard: 1, stored: 1 });
});

it('sends later, once, what found no server', async () => {
  const { anna, conversation } = await asked('Nobody there');
  const reply = unique('When it is back');
  proxy.refuse(true);
  proxy.cut();
  const { message } = await work.answer(conversation.id, reply);
  await new Promise((wait) => setTimeout(wait, 500));
  expect(heardBy(anna, reply)).toBe(0);
  proxy.refuse(false);
  await work.ended(message.id, 'sent');
  await anna.gotText(reply);
  expect(heardBy(anna, reply)).toBe(1);
});

it('asks for somebody when the password ends in the middle, and misses nothing until there is a new one', async () => {
  const { anna } = await asked('Before the change');
  prosody.setPassword(shop.address, 'a new one');
  await prosody.restart();
  await patiently(async () => {
    const [row] = await product.api.sql<{ alarm: { code: string } | null }>('SELECT alarm FROM channels WHERE id = $1', [work.channel.id]);
    expect(row?.alarm?.code).toBe('unauthorized');
  });
  const again = await prosody.person(anna.address.split('@')[0] ?? '');
  const meanwhile = unique('Said meanwhile');
  await again.say(shop.address, meanwhile);
  await product.owner.client.patch(`/channels/${work.channel.id}`, { settings: { ...settings, password: 'a new one' } });
  await work.seen(meanwhile);
  await work.read();
  expect(await work.stored(meanwhile)).toHaveLength(1);
});

it('loses and doubles nothing when the server is killed and started again', async () => {
  const { anna } = await asked('Before the restart');
  const [first, second] = [unique('Just before'), unique('Just after')];
  proxy.refuse(true);
  proxy.cut();
  await anna.say(shop.address, first);
  // The server has kept it once it answers what came after it.
  await anna.ask(xml('iq', { type: 'get', to: 'customer.test' }, xml('ping', { xmlns: 'urn:xmpp:ping' })));
  await prosody.restart();
  proxy.refuse(false);
  const again = await prosody.person(anna.address.split('@')[0] ?? '');
  await again.say(shop.address, second);
  await Promise.all([work.seen(first), work.seen(second)]);
  await work.read();
  expect([...(await work.stored(first)), ...(await work.stored(second))]).toHaveLength(2);
});

it('shows people without a card by their address', async () => {
  const anna = await somebody();
  const text = unique('Nameless');
  await anna.say(shop.address, text);
  expect((await work.seen(text)).message.author.name).toContain(anna.address.split('@')[0]);
});

it('goes on after what nobody knows, and says so where somebody said something', async () => {
  const anna = await somebody();
  const last = unique('After the unknown');
  await anna.send({ to: shop.address, id: 'unknown-1' }, xml('telepathy', { xmlns: 'urn:example:telepathy:0' }, 'hm'));
  await anna.send({ to: shop.address, id: 'unknown-2', type: 'hologram' });
  await anna.send({ to: shop.address, id: 'sealed-1' }, xml('encrypted', { xmlns: 'eu.siacs.conversations.axolotl' }), xml('body', {}, 'You received a message encrypted with OMEMO but your client does not support it.'));
  await anna.say(shop.address, last);
  await work.seen(last);
  await work.read();
  await patiently(async () => { expect((await work.message<{ unsupported: string | null }>(messageKey(anna.address, 'in', 'sealed-1')))[0]?.unsupported ?? '').not.toBe(''); });
});

it('takes the longest that a server lets through, and is not hurt by more', async () => {
  const anna = await somebody();
  const long = `${unique('Long')} ${'żółć '.repeat(20_000)}end`;
  await anna.say(shop.address, long);
  await patiently(async () => {
    const kept = await product.api.sql<{ length: number }>(`SELECT length(text) AS length FROM messages WHERE channel_id = $1 AND starts_with(text, $2)`, [work.channel.id, long.slice(0, 20)]);
    expect(kept).toEqual([{ length: long.length }]);
  });
  const flood = await somebody();
  await flood.say(shop.address, 'x'.repeat(5_000_000)).catch(() => undefined);
  const last = unique('After the flood');
  await anna.say(shop.address, last);
  await work.seen(last);
});
