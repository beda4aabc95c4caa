/** The real connector against the played platform, over real sockets. */
import axios from 'axios';
import { buffer } from 'node:stream/consumers';
import { startPlatform, type Platform } from '../../../../test/platforms/kit';
import { startReceiver, type Receiver } from '../../../../test/platforms/receiver';
import { tiktokPlatform, type TiktokSimulation } from '../../../../test/platforms/tiktok/tiktok.platform';
import { buildAttachment, buildContext, buildOutbound, type TestContext } from '../conformance/builders';
import { ConnectorError, type Delivery, type Inbound, type Json } from '../contract';
import { tiktok } from './tiktok.connector';
import type { TiktokSettings } from './tiktok.settings';

let platform: Platform<TiktokSimulation>;
let sim: TiktokSimulation;
let ctx: TestContext<TiktokSettings>;
let receiver: Receiver;

beforeEach(async () => {
  platform = await startPlatform(tiktokPlatform);
  sim = platform.sim;
  receiver = await startReceiver(tiktok, () => ctx.settings);
  ctx = contextFor({});
  platform.useWebhook(receiver.url);
});
afterEach(async () => {
  expect(platform.violations).toEqual([]);
  await receiver.close();
  await platform.close();
});

const contextFor = (given: Partial<TiktokSettings>): TestContext<TiktokSettings> =>
  buildContext(tiktok.settings.parse({ ...sim.settings(), ...given }), { http: axios.create({ timeout: 5_000, maxRedirects: 0 }), now: () => new Date(), webhookUrl: receiver.url });
const parsed = async (deliveries: Delivery[]): Promise<Inbound[]> => (await Promise.all(deliveries.map(async (delivery) => tiktok.parse(delivery, ctx.settings)))).flat();
const followed = async (inbound: Inbound[]): Promise<Inbound[]> =>
  (await Promise.all(inbound.map(async (one) => (one.kind === 'pointer' ? parsed(await tiktok.lookup!(ctx, one.ref)) : [one])))).flat();
const happened = async (what: { events: { payload: unknown }[] }): Promise<Inbound[]> => {
  await platform.settled();
  receiver.deliveries.splice(0);
  await platform.happen(what);
  return followed(await receiver.inbound());
};
const failure = async (run: Promise<unknown>): Promise<string> => run.then(() => 'none', (error: unknown) => (error instanceof ConnectorError ? `${error.kind} ${error.reason ?? ''}` : String(error)));
const png = (text: string) => buildAttachment({ name: 'a.png', contentType: 'image/png', content: Buffer.from(text) });

describe('connecting', () => {
  it('asks to be told, and finds everything in order', async () => {
    expect((await tiktok.check(ctx)).steps.map(({ id, state }) => `${id} ${state}`)).toEqual(['account ok', 'token ok', 'receive warning']);
    await tiktok.connect?.(ctx);
    expect(sim.webhooks).toEqual({ DIRECT_MESSAGE: receiver.url, COMMENT: receiver.url });
    expect((await tiktok.check(ctx)).state).toBe('ok');
    sim.scope = 'user.info.basic,message.list.read,message.list.send,message.list.manage';
    expect((await tiktok.check(ctx)).steps[1]).toMatchObject({ state: 'warning', detail: expect.stringContaining('comment.list') as string });
    ctx.settings = { ...ctx.settings, comments: false, refreshExpiresAt: new Date(Date.now() + 4.5 * 24 * 3600_000).toISOString() };
    expect(await tiktok.check(ctx)).toMatchObject({ expiresAt: ctx.settings.refreshExpiresAt, steps: [{ state: 'ok' }, { state: 'warning', detail: 'The access ends in 4 days. Connect the channel again before that.' }, { state: 'ok' }] });
  });

  it('opens the account by consent', async () => {
    sim.codes.add('code-1');
    const { appId, appSecret, apiUrl, consentUrl } = ctx.settings;
    const form = { appId, appSecret, apiUrl, consentUrl, businessId: '', accessToken: '' };
    const url = new URL(tiktok.consent?.url(form, { redirectUrl: 'https://inbox.test/back/', state: 'st', codeChallenge: 'c' }) ?? '');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ client_key: appId, response_type: 'code', state: 'st', disable_auto_auth: '1', scope: expect.stringContaining('comment.list.manage') as string });
    const half = { ...contextFor({}), settings: form, secrets: { update: () => Promise.reject(new Error('nothing is kept yet')) } };
    const answer = { code: 'code-1', redirectUrl: 'https://inbox.test/back/', codeVerifier: 'v' };
    expect(await tiktok.consent?.exchange(half, answer)).toMatchObject([{ label: '@simulated.shop', settings: { businessId: ctx.settings.businessId, accessToken: sim.token, refreshToken: sim.refreshToken } }]);
    expect(await failure(tiktok.consent?.exchange(half, answer) ?? Promise.resolve())).toBe('rejected consent-refused');
  });

  it('renews the access of a day, and keeps the new refresh token', async () => {
    const anna = sim.customer();
    const [said] = await happened(sim.say({ from: anna, text: 'hej' }));
    const threadKey = said?.kind === 'message' ? (said.thread.key ?? '') : '';
    sim.token = 'act.another';
    await tiktok.send(ctx, buildOutbound({ threadKey, text: 'one' }));
    expect(ctx.settings).toMatchObject({ accessToken: sim.token, refreshToken: 'rft.simulated1' });
    ctx.settings = { ...ctx.settings, tokenExpiresAt: new Date(Date.now() + 600_000).toISOString() };
    await tiktok.send(ctx, buildOutbound({ threadKey, text: 'two' }));
    expect(ctx.settings.refreshToken).toBe('rft.simulated2');
    expect(sim.accepted.map(({ text }) => text)).toEqual(['one', 'two']);
    sim.token = 'gone';
    sim.refreshToken = 'gone too';
    expect(await failure(tiktok.send(ctx, buildOutbound({ threadKey, text: 'three' })))).toBe('unauthorized invalid-grant');
  });
});

describe('messages', () => {
  it('come in, are answered with words and pictures, and are read', async () => {
    const anna = sim.customer('Anna');
    const said = sim.say({ from: anna, text: 'Torn box', media: [{ name: 'box.png', contentType: 'image/png', bytes: Buffer.from('torn box') }] });
    const [text, picture] = await happened(said);
    expect(text).toMatchObject({ kind: 'message', text: 'Torn box', from: { id: anna.id } });
    const ref = picture?.kind === 'message' ? (picture.attachments?.[0]?.ref ?? '') : '';
    expect((await buffer(await tiktok.download!(ctx, ref))).toString()).toBe('torn box');
    const threadKey = text?.kind === 'message' ? (text.thread.key ?? '') : '';
    for (const kind of ['typing', 'read'] as const) await tiktok.act?.(ctx, { kind, threadKey, externalId: said.externalId });
    const sent = await tiktok.send(ctx, buildOutbound({ threadKey, text: 'Sorry!', replyToExternalId: said.externalId, attachments: [png('a'), png('b')] }));
    expect(sim.accepted.map(({ text: words, mediaCount }) => `${words}${mediaCount}`)).toEqual(['Sorry!0', '1', '1']);
    await platform.settled();
    expect((await receiver.inbound()).map((one) => (one.kind === 'message' && one.echo === true ? one.externalId : one.kind))).toEqual([sent.externalId, ...(sent.otherExternalIds ?? [])]);
    expect(await happened(sim.read(sent.externalId))).toMatchObject([{ kind: 'receipt', status: 'read', threadKey }]);
    expect(await happened(sim.answeredElsewhere(anna, 'from the app'))).toMatchObject([{ kind: 'message', echo: true, text: 'from the app', thread: { key: threadKey } }]);
  });

  it('are looked for when the answer was lost, and a part that failed is said', async () => {
    const [said] = await happened(sim.say({ from: sim.customer(), text: 'hej' }));
    const threadKey = said?.kind === 'message' ? (said.thread.key ?? '') : '';
    platform.failNext({ afterAccepting: true, breaks: 'after-reading' });
    const sent = await tiktok.send(ctx, buildOutbound({ threadKey, text: 'Once' }));
    expect(sim.accepted).toMatchObject([{ externalId: sent.externalId, text: 'Once' }]);
    platform.failNext({ failure: 'server-error' });
    expect(await failure(tiktok.send(ctx, buildOutbound({ threadKey, text: 'Never' })))).toBe('ambiguous no-answer');
    platform.failNext({ failure: 'blocked', fits: ({ body }) => body.includes('"IMAGE"') && body.includes('recipient_type') });
    expect((await tiktok.send(ctx, buildOutbound({ threadKey, text: 'With a picture', attachments: [png('a')] }))).warning).toContain('Only a part was sent');
  });
});

describe('comments', () => {
  it('are looked up, answered, liked, hidden, and our own deleted', async () => {
    const anna = sim.customer('Anna Żak');
    const postId = sim.post('New mugs');
    const said = sim.say({ from: anna, text: 'Nice', public: { postId } });
    expect(await happened(said)).toMatchObject([{ kind: 'message', externalId: said.externalId, text: 'Nice', from: { name: 'Anna Żak' }, post: { externalId: postId, text: 'New mugs' } }]);
    const threadKey = `${postId}:x`;
    const own = await tiktok.send(ctx, buildOutbound({ visibility: 'public', threadKey, replyToExternalId: said.externalId, postExternalId: postId, text: 'Thank you' }));
    await platform.settled();
    expect(await followed(await receiver.inbound())).toMatchObject([{ kind: 'message', externalId: own.externalId, echo: true, thread: { references: [said.externalId] } }]);
    platform.failNext({ afterAccepting: true, breaks: 'after-reading' });
    const again = await tiktok.send(ctx, buildOutbound({ visibility: 'public', threadKey, replyToExternalId: said.externalId, postExternalId: postId, text: 'Thank you', references: [own.externalId] }));
    expect(again.externalId).not.toBe(own.externalId);
    for (const kind of ['like', 'unlike', 'hide', 'unhide'] as const) await tiktok.act?.(ctx, { kind, threadKey, externalId: said.externalId });
    for (const kind of ['delete', 'delete'] as const) await tiktok.act?.(ctx, { kind, threadKey, externalId: own.externalId });
    expect(sim.accepted.slice(2).map(({ kind }) => kind)).toEqual(['like', 'unlike', 'hide', 'unhide', 'delete']);
    expect(await happened(sim.removeComment(said.externalId))).toMatchObject([{ kind: 'deletion', externalId: said.externalId }]);
    const lost = sim.say({ from: anna, text: 'gone at once', public: { postId } });
    sim.account.comments.delete(lost.externalId);
    expect(await happened(lost)).toMatchObject([{ kind: 'message', externalId: lost.externalId, text: 'gone at once' }]);
  });

  it('that nobody told of are found by looking, each once a look, and by asking for all', async () => {
    const since = new Date(Date.now() - 5_000);
    ctx.addedAt = since;
    const postId = sim.post('New mugs');
    const anna = sim.customer();
    const first = sim.say({ from: anna, text: 'first', public: { postId } });
    const answer = sim.say({ from: sim.customer(), text: 'second', public: { postId }, replyTo: first.externalId });
    for (let more = 0; more < 40; more += 1) sim.say({ from: anna, text: `more ${more}`, public: { postId } });
    const look = async (cursor?: Json) => {
      const deliveries: Delivery[] = [];
      let last = cursor;
      for await (const page of tiktok.poll!(ctx, cursor)) { deliveries.push(...page.deliveries); last = page.cursor; }
      return { ids: (await parsed(deliveries)).map((one) => (one.kind === 'message' ? one.externalId : one.kind)), last };
    };
    const { ids, last } = await look();
    expect(ids).toHaveLength(42);
    expect(ids).toEqual(expect.arrayContaining([first.externalId, answer.externalId]));
    expect(last).toMatchObject({ since: expect.any(String) as string });
    const private_ = sim.say({ from: anna, text: 'in private' });
    const all: Inbound[] = [];
    for await (const page of tiktok.history!(ctx, since)) all.push(...(await parsed(page)));
    expect(all.map((one) => (one.kind === 'message' ? one.externalId : one.kind))).toEqual(expect.arrayContaining([private_.externalId, first.externalId, answer.externalId]));
    expect(all.find((one) => one.kind === 'message' && one.externalId === private_.externalId)).toMatchObject({ from: { name: anna.name } });
  });
});
