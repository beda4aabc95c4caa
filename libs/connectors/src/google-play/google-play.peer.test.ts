import { googlePlayPlatform } from '../../../../test/platforms/google-play/google-play.platform';
import { failure, messages, playsConnector } from '../../../../test/platforms/played-connector';
import { buildOutbound } from '../conformance/builders';
import { googlePlay } from './google-play.connector';

const played = playsConnector(googlePlay, googlePlayPlatform);
const answer = (reviewId: string, text: string) => googlePlay.send(played.ctx, buildOutbound({ to: { id: reviewId }, replyToExternalId: reviewId, visibility: 'public', text }));

it('checks access and app, and says what is wrong', async () => {
  expect(await googlePlay.check(played.ctx)).toMatchObject({ state: 'ok' });
  played.ctx = played.contextFor({ packageName: 'com.other.app' });
  expect((await googlePlay.check(played.ctx)).steps).toMatchObject([{ state: 'ok' }, { state: 'failed', detail: expect.stringContaining('no such app') as string }]);
  played.sim.signIn.refuses = true;
  played.ctx = played.contextFor({ impersonate: 'somebody@example.com' });
  expect((await googlePlay.check(played.ctx)).steps[0]).toMatchObject({ state: 'failed' });
});

it('finds what is new, what changed and what was answered elsewhere, each once, however many like it', async () => {
  const anna = played.sim.customer('Anna');
  const { externalId } = played.sim.say({ from: anna, text: 'Good app', public: { stars: 4 } });
  expect(await played.polled()).toMatchObject([{ kind: 'message', externalId, text: 'Good app', from: { name: 'Anna', language: 'pl' }, rating: { stars: 4 } }, { kind: 'edit' }]);
  expect(await played.polled()).toEqual([]);
  played.sim.change(externalId, { text: 'It crashes', stars: 1 });
  expect((await played.polled())[1]).toMatchObject({ kind: 'edit', text: 'It crashes', rating: { stars: 1 }, reopens: true });
  const elsewhere = played.sim.answeredElsewhere(anna, 'Sorry!');
  const answered = await played.polled();
  expect(messages(answered)[1]).toMatchObject({ echo: true, externalId: elsewhere.externalId });
  expect(answered.find(({ kind }) => kind === 'edit')).not.toHaveProperty('reopens');
  expect(await played.polled()).toEqual([]);
});

it('reads page after page, and what Google keeps of a week in history', async () => {
  for (let count = 0; count < 130; count += 1) played.sim.say({ from: played.sim.customer(), text: `Review ${count}` });
  expect(new Set(messages(await played.polled()).map(({ externalId }) => externalId)).size).toBe(130);
  Object.assign(played.sim.reviews.all[0] ?? {}, { updatedAt: new Date(Date.now() - 8 * 86_400_000) });
  let held = 0;
  for await (const page of googlePlay.history?.(played.ctx, new Date(Date.now() - 30 * 86_400_000)) ?? []) held += page.length;
  expect(held).toBe(129);
});

it('puts one answer and replaces it, once whatever breaks', async () => {
  const { externalId } = played.sim.say({ from: played.sim.customer(), text: 'Good' });
  const first = await answer(externalId, 'Thank you');
  played.platform.failNext({ afterAccepting: true, breaks: 'after-reading' });
  expect(await failure(answer(externalId, 'Thank you very much'))).toMatchObject({ kind: 'unavailable' });
  const second = await answer(externalId, 'Thank you very much');
  expect(played.sim.accepted.map((one) => one.externalId)).toEqual([first.externalId, second.externalId]);
  expect(await failure(answer('gone', 'Hello'))).toMatchObject({ kind: 'rejected', reason: 'message-gone' });
  played.sim.signIn.tokens.clear();
  await answer(externalId, 'With a new token');
  expect(played.sim.accepted).toHaveLength(3);
});
