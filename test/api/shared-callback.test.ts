import type { ChannelView } from '@kontuar/contract';
import { facebook } from '../../libs/connectors/src/facebook/facebook.connector';
import { facebookPlatform, type FacebookSimulated } from '../platforms/facebook/facebook.platform';
import { startPlatform, type Platform } from '../platforms/kit';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';

let api: TestApi;
let owner: Person;
let platform: Platform<FacebookSimulated>;
let shop: ChannelView;
let cafe: ChannelView;

const add = (name: string, settings: object) => owner.client.post<ChannelView>('/channels', { connectorId: 'facebook', name, settings });
const callback = () => platform.sim.desk.subscriptions.get('page')?.callback;
const pathOf = (channel: ChannelView) => new URL(channel.webhookUrl ?? '').pathname;
/** Meta calls whatever address it was told; what stands for the public name in it is not to be found here. */
const tell = async (text: string, from = platform.sim.customer('Anna')) => {
  const address = new URL(callback() ?? '').pathname;
  const { webhook } = platform.sim;
  const said = platform.sim.sister.say(from, text);
  const request = webhook?.sign(webhook.wrap(said.events, `${api.url}${address}`));
  const answer = await fetch(request?.url ?? '', { method: 'POST', headers: request?.headers ?? {}, body: request?.body.toString('utf8') ?? '' });
  return answer.status;
};
const arrived = (text: string) => eventually(async () => { expect(await api.sql('SELECT channel_id FROM messages WHERE text = $1', [text])).toEqual([{ channel_id: cafe.id }]); });

beforeEach(async () => {
  platform = await startPlatform(facebookPlatform);
  api = await startTestApi({ worker: true, connectors: [facebook as never], env: { KONTUAR_PUBLIC_URL: 'https://inbox.example.com' } });
  owner = await api.signUp();
  cafe = await add('The café', platform.sim.sister.settings());
  shop = await add('The shop', platform.sim.settings());
  expect(callback()).toBe(shop.webhookUrl);
});
afterEach(async () => {
  await Promise.all([platform.close(), api.stop()]);
  expect(platform.violations).toEqual([]);
});

it('hands what is for another account of the app to its channel, by way of whichever connected last', async () => {
  expect(await tell('Do you bake on Sunday?')).toBe(200);
  await arrived('Do you bake on Sunday?');
});

it('tells Meta another channel’s address when the one goes that had it, so that nobody else falls silent', async () => {
  await owner.client.delete(`/channels/${shop.id}`);
  expect(callback()).toBe(cafe.webhookUrl);
  expect(platform.sim.desk.told.has(platform.sim.sister.id)).toBe(true);
  expect(await tell('Still there?')).toBe(200);
  await arrived('Still there?');
});

it('goes on answering at the old address where Meta could not be told', async () => {
  const { handle } = platform.sim;
  platform.sim.handle = (call) => (call.method === 'POST' && call.path.endsWith('/subscriptions') ? { status: 500, body: 'no' } : handle.call(platform.sim, call));
  await owner.client.delete(`/channels/${shop.id}`);
  platform.sim.handle = handle;
  expect(callback()).toBe(shop.webhookUrl);
  expect(await tell('At the old address')).toBe(200);
  await arrived('At the old address');
  // Meta asks again from time to time whether the address is ours.
  const request = platform.sim.webhook?.handshake?.(`${api.url}${pathOf(shop)}`);
  const answer = await fetch(request?.request.url ?? '');
  expect(request?.passed({ status: answer.status, body: await answer.text() })).toBe(true);
});

it('answers there for nobody whose signature it is not, and for no address that never was', async () => {
  await owner.client.delete(`/channels/${shop.id}`);
  const post = (path: string, signature: string) => fetch(`${api.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-hub-signature-256': signature }, body: '{"object":"page","entry":[]}' }).then(({ status }) => status);
  expect(await post(pathOf(shop), `sha256=${'0'.repeat(64)}`)).toBe(404);
  expect(await post('/hooks/facebook/0198c000-0000-7000-8000-000000000000', `sha256=${'0'.repeat(64)}`)).toBe(404);
  await owner.client.delete(`/channels/${cafe.id}`);
  // The last one of the app is gone, and with it the secret.
  expect(await tell('Anybody?')).toBe(404);
});

it('keeps a paused channel’s address for the others', async () => {
  await owner.client.patch(`/channels/${shop.id}`, { paused: true });
  expect(await tell('While the shop sleeps')).toBe(200);
  await arrived('While the shop sleeps');
});

it('lets another channel of the same page be told again when one of the two goes', async () => {
  const twin = await add('The café once more', platform.sim.sister.settings());
  await owner.client.delete(`/channels/${twin.id}`);
  expect(platform.sim.desk.told.has(platform.sim.sister.id)).toBe(true);
});

it('hands the address over too when its channel moves to another app', async () => {
  await owner.client.patch(`/channels/${shop.id}`, { settings: { ...platform.sim.settings(), appId: '700000000000999', appSecret: '0a0b0c0d0e0f00112233445566778899' } });
  expect(callback()).toBe(cafe.webhookUrl);
  // The Meta of this test knows one app, and takes words of another for a mistake.
  expect(platform.violations.splice(0).every((one) => one.startsWith('POST /v25.0/700000000000999/'))).toBe(true);
});
