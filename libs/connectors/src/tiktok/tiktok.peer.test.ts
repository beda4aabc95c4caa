/** The real connector against the played platform, over real sockets. */
import { buffer } from 'node:stream/consumers';
import { tiktokPlatform } from '../../../../test/platforms/tiktok/tiktok.platform';
import { playsConnector } from '../../../../test/platforms/played-connector';
import { buildAttachment, buildOutbound } from '../conformance/builders';
import { ConnectorError, type Delivery, type Inbound, type Json } from '../contract';
import { tiktok } from './tiktok.connector';

const played = playsConnector(tiktok, tiktokPlatform);
const parsed = async (deliveries: Delivery[]): Promise<Inbound[]> => (await Promise.all(deliveries.map(async (delivery) => tiktok.parse(delivery, played.ctx.settings)))).flat();
const followed = async (inbound: Inbound[]): Promise<Inbound[]> =>
  (await Promise.all(inbound.map(async (one) => (one.kind === 'pointer' ? parsed(await tiktok.lookup!(played.ctx, one.ref)) : [one])))).flat();
const happened = async (what: { events: { payload: unknown }[] }): Promise<Inbound[]> => {
  await played.platform.settled();
  played.receiver.deliveries.splice(0);
  await played.platform.happen(what);
  return followed(await played.receiver.inbound());
};
const failure = async (run: Promise<unknown>): Promise<string> => run.then(() => 'none', (error: unknown) => (error instanceof ConnectorError ? `${error.kind} ${error.reason ?? ''}` : String(error)));
const png = (text: string) => buildAttachment({ name: 'a.png', contentType: 'image/png', content: Buffer.from(text) });

describe('connecting', () => {
  it('asks to be told, and finds everything in order', async () => {
    expect((await tiktok.check(played.ctx)).steps.map(({ id, state }) => `${id} ${state}`)).toEqual(['account ok', 'token ok', 'receive warning']);
    await tiktok.connect?.(played.ctx);
    expect(played.sim.webhooks).toEqual({ DIRECT_MESSAGE: played.receiver.url, COMMENT: played.receiver.url });
    expect((await tiktok.check(played.ctx)).state).toBe('ok');
    played.sim.scope = 'user.info.basic,message.list.read,message.list.send,message.list.manage';
    expect((await tiktok.check(played.ctx)).steps[1]).toMatchObject({ state: 'warning', detail: expect.stringContaining('comment.list') as string });
    played.ctx.settings = { ...played.ctx.settings, comments: false, refreshExpiresAt: new Date(Date.now() + 4.5 * 24 * 3600_000).toISOString() };
    expect(await tiktok.check(played.ctx)).toMatchObject({ expiresAt: played.ctx.settings.refreshExpiresAt, steps: [{ state: 'ok' }, { state: 'warning', detail: 'The access ends in 4 days. Connect the channel again before that.' }, { state: 'ok' }] });
  });

  it('opens the account by consent', async () => {
    played.sim.codes.add('code-1');
    const { appId, appSecret, apiUrl, consentUrl } = played.ctx.settings;
    const form = { appId, appSecret, apiUrl, consentUrl, businessId: '', accessToken: '' };
    const url = new URL(tiktok.consent?.url(form, { redirectUrl: 'https://inbox.test/back/', state: 'st', codeChallenge: 'c' }) ?? '');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ client_key: appId, response_type: 'code', state: 'st', disable_auto_auth: '1', scope: expect.stringContaining('comment.list.manage') as string });
    const half = { ...played.contextFor({}), settings: form, secrets: { update: () => Promise.reject(new Error('nothing is kept yet')) } };
    const answer = { code: 'code-1', redirectUrl: 'https://inbox.test/back/', codeVerifier: 'v' };
    expect(await tiktok.consent?.exchange(half, answer)).toMatchObject([{ label: '@simulated.shop', settings: { businessId: played.ctx.settings.businessId, accessToken: played.sim.token, refreshToken: played.sim.refreshToken } }]);
    expect(await failure(tiktok.consent?.exchange(half, answer) ?? Promise.resolve())).toBe('rejected consent-refused');
  });

  it('renews the access of a day, and keeps the new refresh token', async () => {
    const anna = played.sim.customer();
    const [said] = await happened(played.sim.say({ from: anna, text: 'hej' }));
    const threadKey = said?.kind === 'message' ? (said.thread.key ?? '') : '';
    played.sim.token = 'act.another';
    await tiktok.send(played.ctx, buildOutbound({ threadKey, text: 'one' }));
    expect(played.ctx.settings).toMatchObject({ accessToken: played.sim.token, refreshToken: 'rft.simulated1' });
    played.ctx.settings = { ...played.ctx.settings, tokenExpiresAt: new Date(Date.now() + 600_000).toISOString() };
    await tiktok.send(played.ctx, buildOutbound({ threadKey, text: 'two' }));
    expect(played.ctx.settings.refreshToken).toBe('rft.simulated2');
    expect(played.sim.accepted.map(({ text }) => text)).toEqual(['one', 'two']);
    played.sim.token = 'gone';
    played.sim.refreshToken = 'gone too';
    expect(await failure(tiktok.send(played.ctx, buildOutbound({ threadKey, text: 'three' })))).toBe('unauthorized invalid-grant');
  });
});

describe('messages', () => {
  it('come in, are answered with words and pictures, and are read', async () => {
    const anna = played.sim.customer('Anna');
    const said = played.sim.say({ from: anna, text: 'Torn box', media: [{ name: 'box.png', contentType: 'image/png', bytes: Buffer.from('torn box') }] });
    const [text, picture] = await happened(said);
    expect(text).toMatchObject({ kind: 'message', text: 'Torn box', from: { id: anna.id } });
    const ref = picture?.kind === 'message' ? (picture.attachments?.[0]?.ref ?? '') : '';
    expect((await buffer(await tiktok.download!(played.ctx, ref))).toString()).toBe('torn box');
    const threadKey = text?.kind === 'message' ? (text.thread.key ?? '') : '';
    for (const kind of ['typing', 'read'] as const) await tiktok.act?.(played.ctx, { kind, threadKey, externalId: said.externalId });
    const sent = await tiktok.send(played.ctx, buildOutbound({ threadKey, text: 'Sorry!', replyToExternalId: said.externalId, attachments: [png('a'), png('b')] }));
    expect(played.sim.accepted.map(({ text: words, mediaCount }) => `${words}${mediaCount}`)).toEqual(['Sorry!0', '1', '1']);
    await played.platform.settled();
    expect((await played.receiver.inbound()).map((one) => (one.kind === 'message' && one.echo === true ? one.externalId : one.kind))).toEqual([sent.externalId, ...(sent.otherExternalIds ?? [])]);
    expect(await happened(played.sim.read(sent.externalId))).toMatchObject([{ kind: 'receipt', status: 'read', threadKey }]);
    expect(await happened(played.sim.answeredElsewhere(anna, 'from the app'))).toMatchObject([{ kind: 'message', echo: true, text: 'from the app', thread: { key: threadKey } }]);
  });

  it('are looked for when the answer was lost, and a part that failed is said', async () => {
    const [said] = await happened(played.sim.say({ from: played.sim.customer(), text: 'hej' }));
    const threadKey = said?.kind === 'message' ? (said.thread.key ?? '') : '';
    played.platform.failNext({ afterAccepting: true, breaks: 'after-reading' });
    const sent = await tiktok.send(played.ctx, buildOutbound({ threadKey, text: 'Once' }));
    expect(played.sim.accepted).toMatchObject([{ externalId: sent.externalId, text: 'Once' }]);
    played.platform.failNext({ failure: 'server-error' });
    expect(await failure(tiktok.send(played.ctx, buildOutbound({ threadKey, text: 'Never' })))).toBe('ambiguous no-answer');
    played.platform.failNext({ failure: 'blocked', fits: ({ body }) => body.includes('"IMAGE"') && body.includes('recipient_type') });
    expect((await tiktok.send(played.ctx, buildOutbound({ threadKey, text: 'With a picture', attachments: [png('a')] }))).warning).toContain('Only a part was sent');
  });
});

describe('comments', () => {
  it('are looked up, answered, liked, hidden, and our own deleted', async () => {
    const anna = played.sim.customer('Anna Żak');
    const postId = played.sim.post('New mugs');
    const said = played.sim.say({ from: anna, text: 'Nice', public: { postId } });
    expect(await happened(said)).toMatchObject([{ kind: 'message', externalId: said.externalId, text: 'Nice', from: { name: 'Anna Żak' }, post: { externalId: postId, text: 'New mugs' } }]);
    const threadKey = `${postId}:x`;
    const own = await tiktok.send(played.ctx, buildOutbound({ visibility: 'public', threadKey, replyToExternalId: said.externalId, postExternalId: postId, text: 'Thank you' }));
    await played.platform.settled();
    expect(await followed(await played.receiver.inbound())).toMatchObject([{ kind: 'message', externalId: own.externalId, echo: true, thread: { references: [said.externalId] } }]);
    played.platform.failNext({ afterAccepting: true, breaks: 'after-reading' });
    const again = await tiktok.send(played.ctx, buildOutbound({ visibility: 'public', threadKey, replyToExternalId: said.externalId, postExternalId: postId, text: 'Thank you', references: [own.externalId] }));
    expect(again.externalId).not.toBe(own.externalId);
    for (const kind of ['like', 'unlike', 'hide', 'unhide'] as const) await tiktok.act?.(played.ctx, { kind, threadKey, externalId: said.externalId });
    for (const kind of ['delete', 'delete'] as const) await tiktok.act?.(played.ctx, { kind, threadKey, externalId: own.externalId });
    expect(played.sim.accepted.slice(2).map(({ kind }) => kind)).toEqual(['like', 'unlike', 'hide', 'unhide', 'delete']);
    expect(await happened(played.sim.removeComment(said.externalId))).toMatchObject([{ kind: 'deletion', externalId: said.externalId }]);
    const lost = played.sim.say({ from: anna, text: 'gone at once', public: { postId } });
    played.sim.account.comments.delete(lost.externalId);
    expect(await happened(lost)).toMatchObject([{ kind: 'message', externalId: lost.externalId, text: 'gone at once' }]);
  });

  it('that nobody told of are found by looking, each once a look, and by asking for all', async () => {
    const since = new Date(Date.now() - 5_000);
    played.ctx.addedAt = since;
    const postId = played.sim.post('New mugs');
    const anna = played.sim.customer();
    const first = played.sim.say({ from: anna, text: 'first', public: { postId } });
    const answer = played.sim.say({ from: played.sim.customer(), text: 'second', public: { postId }, replyTo: first.externalId });
    for (let more = 0; more < 40; more += 1) played.sim.say({ from: anna, text: `more ${more}`, public: { postId } });
    const look = async (cursor?: Json) => {
      const deliveries: Delivery[] = [];
      let last = cursor;
      for await (const page of tiktok.poll!(played.ctx, cursor)) { deliveries.push(...page.deliveries); last = page.cursor; }
      return { ids: (await parsed(deliveries)).map((one) => (one.kind === 'message' ? one.externalId : one.kind)), last };
    };
    const { ids, last } = await look();
    expect(ids).toHaveLength(42);
    expect(ids).toEqual(expect.arrayContaining([first.externalId, answer.externalId]));
    expect(last).toMatchObject({ since: expect.any(String) as string });
    const private_ = played.sim.say({ from: anna, text: 'in private' });
    const all: Inbound[] = [];
    for await (const page of tiktok.history!(played.ctx, since)) all.push(...(await parsed(page)));
    expect(all.map((one) => (one.kind === 'message' ? one.externalId : one.kind))).toEqual(expect.arrayContaining([private_.externalId, first.externalId, answer.externalId]));
    expect(all.find((one) => one.kind === 'message' && one.externalId === private_.externalId)).toMatchObject({ from: { name: anna.name } });
  });
});
