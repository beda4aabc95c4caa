import { trustpilotPlatform } from '../../../../test/platforms/trustpilot/trustpilot.platform';
import { failure, messages, playsConnector } from '../../../../test/platforms/played-connector';
import { buildOutbound } from '../conformance/builders';
import { trustpilot } from './trustpilot.connector';

const played = playsConnector(trustpilot, trustpilotPlatform);
const answer = (reviewId: string, text: string, attempt = 1) => trustpilot.send(played.ctx, buildOutbound({ to: { id: 'c' }, replyToExternalId: reviewId, visibility: 'public', text, attempt }));

it('learns the name of the company, and says what is wrong with the access', async () => {
  await trustpilot.connect?.(played.ctx);
  expect(played.ctx.settings.companyName).toBe('The simulated company');
  expect(await trustpilot.check(played.ctx)).toMatchObject({ state: 'ok', steps: [{ state: 'ok' }, { detail: 'The API key opens The simulated company.' }, { state: 'ok' }, { state: 'ok' }] });
  played.ctx = played.contextFor({ apiSecret: 'another' });
  expect((await trustpilot.check(played.ctx)).steps[0]).toMatchObject({ state: 'failed', detail: expect.stringContaining('API key or its secret') as string });
  played.ctx = played.contextFor({ businessUnitId: 'f'.repeat(24) });
  expect((await trustpilot.check(played.ctx)).steps[1]).toMatchObject({ state: 'failed', detail: expect.stringContaining('business unit') as string });
});

it('finds what is new, what changed and what was answered elsewhere, each once, however many like it', async () => {
  const anna = played.sim.customer('Anna');
  const { externalId } = played.sim.say({ from: anna, text: 'Good shop', public: { stars: 4 } });
  expect(await played.polled()).toMatchObject([{ kind: 'message', externalId, text: 'Good shop', from: { id: anna.id, name: 'Anna' }, rating: { stars: 4 } }, { kind: 'edit' }]);
  expect(await played.polled()).toEqual([]);
  played.sim.change(externalId, { text: 'It broke', stars: 1 });
  expect((await played.polled())[1]).toMatchObject({ kind: 'edit', text: 'It broke', rating: { stars: 1 }, reopens: true });
  const elsewhere = played.sim.answeredElsewhere(anna, 'Sorry!');
  expect(messages(await played.polled())[1]).toMatchObject({ echo: true, externalId: elsewhere.externalId });
  expect(await played.polled()).toEqual([]);
});

it('reads page after page, and the same in history', async () => {
  for (let count = 0; count < 130; count += 1) played.sim.say({ from: played.sim.customer(), text: `Review ${count}` });
  expect(new Set(messages(await played.polled()).map(({ externalId }) => externalId)).size).toBe(130);
  let held = 0;
  for await (const page of trustpilot.history?.(played.ctx, new Date(Date.now() - 3_600_000)) ?? []) held += page.length;
  expect(held).toBe(130);
});

it.each(['key', 'basic', 'signature'] as const)('fetches what a webhook points at, proved by %s', async (webhookProof) => {
  played.sim.webhookProof = webhookProof;
  played.ctx = played.contextFor({});
  const said = played.sim.say({ from: played.sim.customer('Anna'), text: 'Good shop' });
  expect(await played.platform.happen(said)).toMatchObject([{ status: 200 }]);
  expect(await played.receiver.inbound()).toEqual([{ kind: 'pointer', ref: said.externalId }]);
  const [delivery] = (await trustpilot.lookup?.(played.ctx, said.externalId)) ?? [];
  expect(delivery === undefined ? [] : await trustpilot.parse(delivery, played.ctx.settings)).toMatchObject([{ kind: 'message', text: 'Good shop' }, { kind: 'edit' }]);
  await played.platform.happen(played.sim.remove(said.externalId));
  expect(await played.receiver.inbound()).toMatchObject([{ kind: 'deletion', externalId: said.externalId }]);
  expect(await trustpilot.lookup?.(played.ctx, said.externalId)).toEqual([]);
  expect(await played.platform.happen(said, { unsigned: true })).toMatchObject([{ status: 401 }]);
});

it('posts one answer, replaces it, takes it back, and posts it once whatever breaks', async () => {
  const { externalId } = played.sim.say({ from: played.sim.customer(), text: 'Good' });
  const first = await answer(externalId, 'Thank you');
  played.platform.failNext({ afterAccepting: true, breaks: 'after-reading' });
  expect(await failure(answer(externalId, 'Thank you very much'))).toMatchObject({ kind: 'unavailable' });
  const before = played.platform.requests.length;
  const second = await answer(externalId, 'Thank you very much', 2);
  expect(played.platform.requests.slice(before).map(({ method }) => method)).toEqual(['GET']);
  expect(played.sim.accepted.map((one) => one.externalId)).toEqual([first.externalId, second.externalId]);
  await trustpilot.act?.(played.ctx, { kind: 'delete', threadKey: '', externalId: first.externalId });
  expect(played.sim.reviews.find(externalId)?.reply?.text).toBe('Thank you very much');
  await trustpilot.act?.(played.ctx, { kind: 'delete', threadKey: '', externalId: second.externalId });
  expect(played.sim.reviews.find(externalId)?.reply).toBeUndefined();
});

it('says when the first answer stays, or deletes it first where that is chosen', async () => {
  played.sim.keepsFirstAnswer = true;
  const { externalId } = played.sim.say({ from: played.sim.customer(), text: 'Good' });
  await answer(externalId, 'Thank you');
  expect(await failure(answer(externalId, 'Better words'))).toMatchObject({ kind: 'rejected', reason: 'already-answered' });
  played.ctx = played.contextFor({ replacing: 'delete-first' });
  await answer(externalId, 'Better words');
  expect(played.sim.reviews.find(externalId)?.reply?.text).toBe('Better words');
  played.sim.tokens.clear();
  await answer(externalId, 'With a new token');
  expect(played.sim.accepted).toHaveLength(3);
});
