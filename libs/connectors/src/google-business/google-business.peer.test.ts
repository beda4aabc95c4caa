import { googleBusinessPlatform } from '../../../../test/platforms/google-business/google-business.platform';
import { failure, messages, playsConnector } from '../../../../test/platforms/played-connector';
import { buildOutbound } from '../conformance/builders';
import { googleBusiness } from './google-business.connector';

const played = playsConnector(googleBusiness, googleBusinessPlatform);
const answer = (reviewId: string, text: string) => googleBusiness.send(played.ctx, buildOutbound({ to: { id: reviewId }, replyToExternalId: reviewId, threadKey: `locations/202:${reviewId}`, visibility: 'public', text }));
const withdraw = (externalId: string) => googleBusiness.act?.(played.ctx, { kind: 'delete', threadKey: '', externalId });

describe('connecting', () => {
  it('tells Google the topic, keeps what is announced there for others, and says so', async () => {
    played.sim.setting = { pubsubTopic: 'projects/simulated-project/topics/reviews', notificationTypes: ['NEW_QUESTION'] };
    expect((await googleBusiness.check(played.ctx)).steps.map(({ id, state }) => `${id} ${state}`)).toEqual(['access ok', 'reviews ok', 'push warning']);
    await googleBusiness.connect?.(played.ctx);
    expect(played.sim.setting).toMatchObject({ notificationTypes: ['NEW_QUESTION', 'NEW_REVIEW', 'UPDATED_REVIEW'] });
    expect(await googleBusiness.check(played.ctx)).toMatchObject({ state: 'ok' });
  });

  it('says in words what is wrong with the access', async () => {
    played.ctx = played.contextFor({ serviceAccount: '{"type":"service_account"}' });
    expect((await googleBusiness.check(played.ctx)).steps).toMatchObject([{ state: 'failed', detail: expect.stringContaining('whole JSON file') as string }, { state: 'skipped' }, { state: 'skipped' }]);
    played.ctx = played.contextFor({ serviceAccount: '' });
    expect((await googleBusiness.check(played.ctx)).steps[0]).toMatchObject({ state: 'failed', detail: expect.stringContaining('no access yet') as string });
    played.ctx = played.contextFor({ locationId: '404' });
    expect((await googleBusiness.check(played.ctx)).steps).toMatchObject([{ state: 'ok' }, { state: 'failed', detail: expect.stringContaining('does not know this place') as string }, { state: 'skipped' }]);
  });

  it('opens every place of the account by consent, and works with the refresh token', async () => {
    played.sim.signIn.codes.add('code-1');
    const { client } = played.sim.signIn;
    const consentCtx = { ...played.contextFor({ serviceAccount: '', clientId: client.id, clientSecret: client.secret }), secrets: { update: () => Promise.reject(new Error('nothing is kept yet')) } };
    const choices = await googleBusiness.consent?.exchange(consentCtx, { code: 'code-1', redirectUrl: 'https://inbox.test/back', codeVerifier: 'v'.repeat(43) });
    expect(choices).toMatchObject([{ label: 'The simulated shop (Długa 5, Kraków)', settings: { accountId: '101', locationId: '202', placeUrl: 'https://maps.example/shop', refreshToken: client.refreshToken } }, { label: 'locations/303' }]);
    played.ctx = played.contextFor({ serviceAccount: '', clientId: client.id, clientSecret: client.secret, ...choices?.[0]?.settings });
    expect((await googleBusiness.check(played.ctx)).state).not.toBe('failed');
    expect((await failure(googleBusiness.consent?.exchange(consentCtx, { code: 'code-1', redirectUrl: 'https://inbox.test/back', codeVerifier: 'v'.repeat(43) }) ?? Promise.resolve())).kind).toBe('unauthorized');
  });
});

describe('reading', () => {
  it('finds what is new, what changed and what was answered elsewhere, each once', async () => {
    const anna = played.sim.customer('Anna');
    const { externalId } = played.sim.say({ from: anna, text: 'Good mugs', public: { stars: 4 } });
    expect(await played.polled()).toMatchObject([{ kind: 'message', externalId, text: 'Good mugs', rating: { stars: 4 }, from: { name: 'Anna' } }, { kind: 'edit' }]);
    expect(await played.polled()).toEqual([]);
    played.sim.change(externalId, { text: 'It broke', stars: 1 });
    expect((await played.polled())[1]).toMatchObject({ kind: 'edit', externalId, text: 'It broke', rating: { stars: 1 }, reopens: true });
    const answered = played.sim.answeredElsewhere(anna, 'Sorry!');
    expect(messages(await played.polled())[1]).toMatchObject({ echo: true, externalId: answered.externalId, text: 'Sorry!' });
    played.sim.failed(answered.externalId, '');
    expect(await played.polled()).toContainEqual(expect.objectContaining({ kind: 'receipt', externalId: answered.externalId, status: 'failed', reason: expect.stringContaining('off topic') as string }));
    expect(await played.polled()).toEqual([]);
  });

  it('does not take a translation that came later for a change of the review', async () => {
    const { externalId } = played.sim.say({ from: played.sim.customer(), text: 'Bardzo smaczne' });
    await played.polled();
    Object.assign(played.sim.reviews.find(externalId) ?? {}, { text: 'Bardzo smaczne\n\n(Translated by Google)\nVery tasty' });
    const edit = (await played.polled()).find(({ kind }) => kind === 'edit');
    expect(edit).toMatchObject({ text: 'Bardzo smaczne' });
    expect(edit).not.toHaveProperty('reopens');
  });

  it('reads page after page, and goes on where it broke off', async () => {
    for (let count = 0; count < 120; count += 1) played.sim.say({ from: played.sim.customer(), text: `Review ${count}` });
    played.platform.failNext({ failure: 'server-error', fits: ({ query }) => query['pageToken'] === '50' });
    const first: string[] = [];
    const broken = async () => {
      for await (const page of googleBusiness.poll?.(played.ctx, played.cursor) ?? []) {
        for (const delivery of page.deliveries) first.push(...messages([...(await googleBusiness.parse(delivery, played.ctx.settings))]).map((one) => one.externalId));
        played.cursor = page.cursor;
      }
    };
    expect((await failure(broken())).kind).toBe('unavailable');
    expect(first).toHaveLength(50);
    const rest = messages(await played.polled()).map((one) => one.externalId);
    expect(rest).toHaveLength(70);
    expect(new Set([...first, ...rest]).size).toBe(120);
  });

  it('starts with the last days only, and shows the same ids in history', async () => {
    const { externalId } = played.sim.say({ from: played.sim.customer(), text: 'New' });
    const old = played.sim.reviews.say({ from: played.sim.customer(), text: 'Old' });
    Object.assign(old, { createdAt: new Date(Date.now() - 40 * 86_400_000), updatedAt: new Date(Date.now() - 40 * 86_400_000) });
    expect(messages(await played.polled()).map((one) => one.text)).toEqual(['New']);
    const held: string[] = [];
    for await (const page of googleBusiness.history?.(played.ctx, new Date(Date.now() - 86_400_000)) ?? []) for (const delivery of page) held.push(...messages(await googleBusiness.parse(delivery, played.ctx.settings)).map((one) => one.externalId));
    expect(held).toEqual([externalId]);
  });

  it('fetches what a push points at, and nothing of what is gone', async () => {
    await googleBusiness.connect?.(played.ctx);
    const said = played.sim.say({ from: played.sim.customer('Anna'), text: '', public: { stars: 5 } });
    expect(await played.platform.happen(said)).toMatchObject([{ status: 200 }]);
    const [pointer] = await played.receiver.inbound();
    expect(pointer).toEqual({ kind: 'pointer', ref: said.externalId });
    const [delivery] = (await googleBusiness.lookup?.(played.ctx, said.externalId)) ?? [];
    expect(delivery === undefined ? [] : await googleBusiness.parse(delivery, played.ctx.settings)).toMatchObject([{ kind: 'message', text: '★★★★★', rating: { stars: 5, of: 5 } }, { kind: 'edit' }]);
    expect(await googleBusiness.lookup?.(played.ctx, 'gone')).toEqual([]);
    expect(await played.platform.happen(said, { unsigned: true })).toMatchObject([{ status: 401 }]);
  });
});

describe('answering', () => {
  it('puts one answer, replaces it, and takes it back', async () => {
    const { externalId } = played.sim.say({ from: played.sim.customer(), text: 'Good' });
    const first = await answer(externalId, 'Thank you');
    const second = await answer(externalId, 'Thank you very much');
    expect(second.externalId).not.toBe(first.externalId);
    expect(played.sim.accepted.map(({ text, externalId: id }) => [text, id])).toEqual([['Thank you', first.externalId], ['Thank you very much', second.externalId]]);
    expect(messages(await played.polled())[1]).toMatchObject({ echo: true, externalId: second.externalId });
    // The first one stands there no more, and the second stays.
    await withdraw(first.externalId);
    expect(played.sim.reviews.find(externalId)?.reply?.text).toBe('Thank you very much');
    await withdraw(second.externalId);
    expect(played.sim.reviews.find(externalId)?.reply).toBeUndefined();
    await withdraw(second.externalId);
    expect((await failure(withdraw(externalId) ?? Promise.resolve())).reason).toBe('act-not-offered');
  });

  it('puts it once, whatever happens to the connection', async () => {
    const { externalId } = played.sim.say({ from: played.sim.customer(), text: 'Good' });
    played.platform.failNext({ afterAccepting: true, breaks: 'after-reading' });
    expect(await failure(answer(externalId, 'Thank you'))).toMatchObject({ kind: 'unavailable' });
    await answer(externalId, 'Thank you');
    expect(played.sim.accepted).toHaveLength(1);
  });

  it('renews a token that ended in the middle, and says when the access is gone', async () => {
    const { externalId } = played.sim.say({ from: played.sim.customer(), text: 'Good' });
    await answer(externalId, 'One');
    played.sim.signIn.tokens.clear();
    await answer(externalId, 'Two');
    expect(played.sim.accepted).toHaveLength(2);
    played.sim.signIn.tokens.clear();
    played.sim.signIn.refuses = true;
    expect(await failure(answer(externalId, 'Three'))).toMatchObject({ kind: 'unauthorized', reason: 'invalid-grant' });
  });

  it('says in plain words what Google refuses', async () => {
    const { externalId } = played.sim.say({ from: played.sim.customer(), text: 'Good' });
    played.platform.failNext({ failure: 'too-long' });
    const error = await failure(answer(externalId, 'Thank you'));
    expect(error).toMatchObject({ kind: 'rejected', reason: 'refused' });
    expect(error.message).not.toMatch(/[{}]|http/);
    expect(await failure(answer('gone', 'Thank you'))).toMatchObject({ kind: 'rejected', reason: 'message-gone' });
    expect(await failure(answer(externalId, '   '))).toMatchObject({ kind: 'rejected', reason: 'empty' });
  });
});
