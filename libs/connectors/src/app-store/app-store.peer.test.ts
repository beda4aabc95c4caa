import { appStorePlatform } from '../../../../test/platforms/app-store/app-store.platform';
import { failure, messages, playsConnector } from '../../../../test/platforms/played-connector';
import { buildOutbound } from '../conformance/builders';
import { appStore } from './app-store.connector';

const played = playsConnector(appStore, appStorePlatform);
const answer = (reviewId: string, text: string) => appStore.send(played.ctx, buildOutbound({ to: { id: reviewId }, replyToExternalId: reviewId, visibility: 'public', text }));

it('learns the name of the app, and says how much of the hour is used', async () => {
  await appStore.connect?.(played.ctx);
  expect(played.ctx.settings.appName).toBe('The simulated app');
  expect(await appStore.check(played.ctx)).toMatchObject({ state: 'ok', steps: [{ state: 'ok' }, { detail: 'The key opens The simulated app.' }, { state: 'ok' }], quotas: [{ limit: 3500, used: expect.any(Number) as number }] });
  played.sim.revoked = true;
  expect((await appStore.check(played.ctx)).steps).toMatchObject([{ state: 'ok' }, { state: 'failed', detail: expect.stringContaining('refused the key') as string }, { state: 'skipped' }]);
  played.sim.revoked = false;
  played.ctx = played.contextFor({ appId: '99' });
  expect((await appStore.check(played.ctx)).steps[1]).toMatchObject({ state: 'failed', detail: expect.stringContaining('no such app') as string });
});

it('finds what is new, what changed without a time, and what was answered elsewhere, each once', async () => {
  const anna = played.sim.customer('Anna');
  const { externalId } = played.sim.say({ from: anna, text: 'Good app', public: { stars: 4 } });
  expect(await played.polled()).toMatchObject([{ kind: 'message', externalId, text: 'Good app', rating: { stars: 4 } }, { kind: 'edit' }]);
  expect(await played.polled()).toEqual([]);
  played.sim.change(externalId, { text: 'It crashes', stars: 1 });
  expect((await played.polled())[1]).toMatchObject({ kind: 'edit', text: 'It crashes', rating: { stars: 1 }, reopens: true });
  const elsewhere = played.sim.answeredElsewhere(anna, 'Sorry!');
  const [, echo] = messages(await played.polled());
  expect(echo).toMatchObject({ echo: true, externalId: elsewhere.externalId });
  played.sim.delivered(elsewhere.externalId);
  const published = await played.polled();
  expect(published).toContainEqual(expect.objectContaining({ kind: 'receipt', externalId: elsewhere.externalId, status: 'delivered' }));
  // Our answer is no change of the review.
  expect(published.find(({ kind }) => kind === 'edit')).not.toHaveProperty('reopens');
  // And back to what it was at first: still a change.
  played.sim.change(externalId, { text: 'Good app', stars: 4 });
  expect((await played.polled())[1]).toMatchObject({ kind: 'edit', text: 'Good app', reopens: true });
});

it('reads page after page, and the same in history', async () => {
  for (let count = 0; count < 250; count += 1) played.sim.say({ from: played.sim.customer(), text: `Review ${count}` });
  expect(new Set(messages(await played.polled()).map(({ externalId }) => externalId)).size).toBe(250);
  let held = 0;
  for await (const page of appStore.history?.(played.ctx, new Date(Date.now() - 3_600_000)) ?? []) held += page.length;
  expect(held).toBe(250);
});

it('puts one answer, replaces it, takes it back, and puts it once whatever breaks', async () => {
  const { externalId } = played.sim.say({ from: played.sim.customer(), text: 'Good' });
  const first = await answer(externalId, 'Thank you');
  played.platform.failNext({ afterAccepting: true, breaks: 'after-reading' });
  expect(await failure(answer(externalId, 'Thank you very much'))).toMatchObject({ kind: 'unavailable' });
  const second = await answer(externalId, 'Thank you very much');
  expect(played.sim.accepted.map((one) => one.externalId)).toEqual([first.externalId, second.externalId]);
  await appStore.act?.(played.ctx, { kind: 'delete', threadKey: '', externalId: first.externalId });
  expect(played.sim.reviews.find(externalId)?.reply?.text).toBe('Thank you very much');
  await appStore.act?.(played.ctx, { kind: 'delete', threadKey: '', externalId: second.externalId });
  expect(played.sim.reviews.find(externalId)?.reply).toBeUndefined();
  expect(await failure(appStore.act?.(played.ctx, { kind: 'hide', threadKey: '', externalId }))).toMatchObject({ reason: 'act-not-offered' });
  expect(await failure(answer('gone', 'Hello'))).toMatchObject({ kind: 'rejected', reason: 'message-gone' });
});
