/** The real connector against the played platform, over real sockets. */
import { buffer } from 'node:stream/consumers';
import { linkedinPlatform } from '../../../../test/platforms/linkedin/linkedin.platform';
import { playsConnector } from '../../../../test/platforms/played-connector';
import { buildOutbound } from '../conformance/builders';
import { ConnectorError, type Inbound } from '../contract';
import { linkedin } from './linkedin.connector';

const played = playsConnector(linkedin, linkedinPlatform);
/** What the core does with pointers. */
async function followed(inbound: Inbound[]): Promise<Inbound[]> {
  const found: Inbound[] = [];
  for (const one of inbound) {
    if (one.kind !== 'pointer') found.push(one);
    else for (const delivery of await linkedin.lookup!(played.ctx, one.ref)) found.push(...(await linkedin.parse(delivery, played.ctx.settings)));
  }
  return found;
}
const happened = async (what: { events: { payload: unknown }[] }): Promise<Inbound[]> => {
  await played.platform.happen(what);
  await played.platform.settled();
  return followed(await played.receiver.inbound());
};
const failure = async (run: Promise<unknown>): Promise<string> => run.then(() => 'none', (error: unknown) => (error instanceof ConnectorError ? `${error.kind} ${error.reason ?? ''}` : String(error)));
const reply = (externalId: string, text: string, more = {}) => linkedin.send(played.ctx, buildOutbound({ visibility: 'public', replyToExternalId: externalId, text, ...more }));

describe('connecting', () => {
  it('passes the question, asks to be told, and finds everything in order', async () => {
    expect(await played.platform.handshake()).toBe(true);
    expect((await linkedin.check(played.ctx)).steps.map(({ id, state }) => `${id} ${state}`)).toEqual(['page ok', 'token ok', 'receive warning']);
    await linkedin.connect?.(played.ctx);
    expect(played.sim.subscribed()).toBe(played.receiver.url);
    const health = await linkedin.check(played.ctx);
    expect(health).toMatchObject({ state: 'ok', expiresAt: new Date(played.sim.shared.subscription.expiresAt ?? 0).toISOString() });
    await linkedin.disconnect?.(played.ctx);
    expect(played.sim.subscribed()).toBeUndefined();
  });

  it('warns of what is missing and of what ends', async () => {
    await linkedin.connect?.(played.ctx);
    played.sim.scope = 'rw_organization_admin,r_organization_social';
    expect((await linkedin.check(played.ctx)).steps[1]).toMatchObject({ state: 'warning', detail: expect.stringContaining('w_organization_social_feed') as string });
    played.sim.scope += ',w_organization_social';
    played.ctx.settings = { ...played.ctx.settings, refreshExpiresAt: new Date(Date.now() + 4.5 * 24 * 3600_000).toISOString() };
    expect((await linkedin.check(played.ctx)).steps[1]).toMatchObject({ state: 'warning', detail: 'The access ends in 4 days. Connect the channel again before that.' });
    played.sim.shared.subscription.webhook = 'https://other.test/hook';
    expect((await linkedin.check(played.ctx)).steps[2]).toMatchObject({ state: 'warning', detail: expect.stringContaining('other.test') as string });
    await linkedin.disconnect?.(played.ctx);
    expect(played.sim.subscribed()).toBe('https://other.test/hook');
    played.ctx = played.contextFor({ applicationId: '' });
    expect((await linkedin.check(played.ctx)).steps[2]).toMatchObject({ state: 'warning', detail: expect.stringContaining('Application ID') as string });
    played.ctx = played.contextFor({ organizationId: '5' });
    played.platform.failNext({ answer: { status: 403, body: { message: 'Not enough permissions' } }, fits: () => true });
    expect((await linkedin.check(played.ctx)).steps.map(({ state }) => state)).toEqual(['failed', 'skipped', 'skipped']);
  });

  it('opens the pages of an administrator by consent', async () => {
    played.sim.codes.add('code-1');
    const { clientId, clientSecret, apiUrl, oauthUrl } = played.ctx.settings;
    const form = { clientId, clientSecret, apiUrl, oauthUrl, organizationId: '', accessToken: '' };
    const url = new URL(linkedin.consent?.url(form, { redirectUrl: 'https://inbox.test/back', state: 'st', codeChallenge: 'c' }) ?? '');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ response_type: 'code', client_id: clientId, redirect_uri: 'https://inbox.test/back', state: 'st', scope: 'rw_organization_admin r_organization_social_feed w_organization_social_feed' });
    const half = { ...played.contextFor({}), settings: form, secrets: { update: () => Promise.reject(new Error('nothing is kept yet')) } };
    const answer = { code: 'code-1', redirectUrl: 'https://inbox.test/back', codeVerifier: 'v' };
    const choices = await linkedin.consent?.exchange(half, answer);
    expect(choices).toMatchObject([{ label: 'The simulated company', settings: { organizationId: '2414183', memberId: 'simadmin01', accessToken: played.sim.token, refreshToken: played.sim.refreshToken } }]);
    played.ctx = played.contextFor({ ...choices?.[0]?.settings });
    expect((await linkedin.check(played.ctx)).state).not.toBe('failed');
    expect(await failure(linkedin.consent?.exchange(half, answer) ?? Promise.resolve())).toBe('rejected consent-refused');
  });

  it('renews an access that has ended, or will soon', async () => {
    const anna = played.sim.customer();
    const said = played.sim.say({ from: anna, text: 'hej' });
    played.sim.token = 'another-one-by-now';
    await reply(said.externalId, 'one');
    await reply(said.externalId, 'two');
    expect(played.sim.accepted.map(({ text }) => text)).toEqual(['one', 'two']);
    expect(played.platform.requests.filter(({ path }) => path === '/oauth/accessToken')).toHaveLength(1);
    expect(played.ctx.settings).toMatchObject({ accessToken: played.sim.token, refreshToken: played.sim.refreshToken });
    played.ctx.settings = { ...played.ctx.settings, tokenExpiresAt: new Date(Date.now() + 3600_000).toISOString() };
    await reply(said.externalId, 'three');
    expect(played.platform.requests.at(-2)?.path).toBe('/oauth/accessToken');
    played.sim.token = 'gone';
    played.sim.refreshToken = 'gone too';
    expect(await failure(reply(said.externalId, 'four'))).toBe('unauthorized invalid-grant');
  });
});

describe('what people say', () => {
  it('is read under the names that LinkedIn gave, told or looked up', async () => {
    const anna = played.sim.customer('Anna Żak');
    const postId = played.sim.post('Our mugs (new)');
    const said = played.sim.say({ from: anna, text: 'How much?', public: { postId } });
    expect(await happened(said)).toMatchObject([{ kind: 'message', externalId: said.externalId, text: 'How much?', post: { externalId: postId, text: 'Our mugs (new)' }, thread: { key: `${postId}:${anna.id}` } }]);
    expect(await linkedin.profile?.(played.ctx, { id: anna.id })).toMatchObject({ id: anna.id, name: 'Anna Żak' });
    const quiet = played.sim.say({ from: anna, text: 'Hello?', public: { postId }, nameless: true });
    expect(await happened(quiet)).toMatchObject([{ kind: 'message', externalId: quiet.externalId, text: 'Hello?', from: { id: anna.id } }]);
    expect(await linkedin.profile?.(played.ctx, { id: anna.id })).toBeUndefined();
    expect(await happened(played.sim.edit(said.externalId, 'How much is it?'))).toMatchObject([{ kind: 'edit', externalId: said.externalId, text: 'How much is it?' }]);
    expect(await happened(played.sim.remove(said.externalId))).toMatchObject([{ kind: 'deletion', externalId: said.externalId }]);
  });

  it('may be a picture alone, which is fetched', async () => {
    const said = played.sim.say({ from: played.sim.customer(), media: [{ name: 'mug.png', contentType: 'image/png', bytes: Buffer.from('torn box') }] });
    const [message] = await happened(said);
    expect(message).toMatchObject({ kind: 'message', externalId: said.externalId, attachments: [{ key: '0' }] });
    const ref = message?.kind === 'message' ? (message.attachments?.[0]?.ref ?? '') : '';
    expect((await buffer(await linkedin.download!(played.ctx, ref))).toString()).toBe('torn box');
  });

  it('may be a post that names the page, below which it is answered', async () => {
    const said = played.sim.say({ from: played.sim.customer(), text: 'I like this company', public: { mention: true } });
    expect(await happened(said)).toMatchObject([{ kind: 'message', externalId: said.externalId, extra: { mention: true } }]);
    await reply(said.externalId, 'Thank you');
    expect(played.sim.accepted).toMatchObject([{ to: said.externalId, text: 'Thank you' }]);
  });

  it('is shown as something when LinkedIn does not show it', async () => {
    const said = played.sim.say({ from: played.sim.customer(), text: 'gone at once', nameless: true });
    played.sim.page.comments.delete(said.externalId);
    expect(await happened(said)).toMatchObject([{ kind: 'message', externalId: said.externalId, unsupported: 'comment' }]);
  });

  it('is found again by asking for all since then, with the same names', async () => {
    const since = new Date(Date.now() - 1000);
    const anna = played.sim.customer();
    const said = played.sim.say({ from: anna, text: 'first' });
    const quiet = played.sim.say({ from: anna, text: 'second', nameless: true });
    for (let more = 0; more < 60; more += 1) played.sim.say({ from: anna, text: `more ${more}` });
    const found: Inbound[] = [];
    for await (const page of linkedin.history!(played.ctx, since)) for (const delivery of page) found.push(...(await linkedin.parse(delivery, played.ctx.settings)));
    const ids = found.map((one) => (one.kind === 'message' ? one.externalId : one.kind));
    expect(ids).toHaveLength(62);
    expect(ids).toEqual(expect.arrayContaining([said.externalId, quiet.externalId]));
  });
});

describe('what we say', () => {
  it('hangs below the comment at the top, and its echo is known', async () => {
    const anna = played.sim.customer();
    const said = played.sim.say({ from: anna, text: 'hej' });
    const sent = await reply(said.externalId, 'Dzień dobry');
    await played.platform.settled();
    expect(await followed(await played.receiver.inbound())).toMatchObject([{ kind: 'message', externalId: sent.externalId, echo: true, thread: { references: [said.externalId] } }]);
    const again = played.sim.say({ from: anna, text: 'a kiedy?', replyTo: sent.externalId });
    await reply(again.externalId, 'jutro', { replyToExtra: { parent: said.externalId } });
    expect(played.sim.accepted.map(({ to }) => to)).toEqual([said.externalId, said.externalId]);
    const elsewhere = played.sim.answeredElsewhere(anna, 'z telefonu');
    await played.platform.settled();
    played.receiver.deliveries.splice(0);
    expect(await happened(elsewhere)).toMatchObject([{ kind: 'message', externalId: elsewhere.externalId, echo: true, text: 'z telefonu' }]);
  });

  it('is looked for when the answer to it was lost, and stays uncertain when it is not there', async () => {
    const said = played.sim.say({ from: played.sim.customer(), text: 'hej' });
    const first = await reply(said.externalId, 'Dzień dobry');
    played.platform.failNext({ afterAccepting: true, breaks: 'after-reading' });
    const second = await reply(said.externalId, 'Dzień dobry', { references: [said.externalId, first.externalId] });
    expect(played.sim.accepted.map(({ externalId }) => externalId)).toEqual([first.externalId, second.externalId]);
    played.platform.failNext({ failure: 'server-error' });
    expect(await failure(reply(said.externalId, 'Nigdy'))).toBe('ambiguous no-answer');
  });

  it('is edited and deleted, and others are liked, each as often as one likes', async () => {
    const said = played.sim.say({ from: played.sim.customer(), text: 'hej' });
    const { externalId } = await reply(said.externalId, 'Dzien dobry');
    const threadKey = 'x';
    await linkedin.act?.(played.ctx, { kind: 'edit', threadKey, externalId, text: 'Dzień dobry' });
    for (const kind of ['like', 'like', 'unlike', 'unlike'] as const) await linkedin.act?.(played.ctx, { kind, threadKey, externalId: said.externalId });
    for (const kind of ['delete', 'delete'] as const) await linkedin.act?.(played.ctx, { kind, threadKey, externalId });
    expect(played.sim.accepted.slice(1).map(({ kind }) => kind)).toEqual(['edit', 'like', 'unlike', 'delete']);
    expect(await failure(reply('urn:li:comment:(urn:li:activity:1,2)', 'nobody'))).toBe('rejected gone');
  });
});
