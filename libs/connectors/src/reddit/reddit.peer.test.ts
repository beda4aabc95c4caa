import axios from 'axios';
import { startPlatform, type Platform } from '../../../../test/platforms/kit';
import { redditPlatform, type RedditSimulation } from '../../../../test/platforms/reddit/reddit.platform';
import { buildContext, buildOutbound, type TestContext } from '../conformance/builders';
import { ConnectorError, type Inbound, type InboundMessage, type Json, type Outbound } from '../contract';
import { reddit } from './reddit.connector';
import type { RedditSettings } from './reddit.settings';

let platform: Platform<RedditSimulation>;
let sim: RedditSimulation;
let ctx: TestContext<RedditSettings>;
let cursor: Json | undefined;
/** Moved to let time pass. */
let laterMs: number;

beforeEach(async () => {
  cursor = undefined;
  laterMs = 0;
  platform = await startPlatform(redditPlatform);
  sim = platform.sim;
  ctx = contextFor({});
});
afterEach(async () => {
  expect(platform.violations).toEqual([]);
  await platform.close();
});

function contextFor(given: Partial<RedditSettings>): TestContext<RedditSettings> {
  return buildContext(reddit.settings.parse({ ...sim.settings(), ...given }), { http: axios.create({ timeout: 5_000, maxRedirects: 0 }), now: () => new Date(Date.now() + laterMs), addedAt: new Date() });
}

async function polled(): Promise<Inbound[]> {
  const inbound: Inbound[] = [];
  for await (const page of reddit.poll?.(ctx, cursor) ?? []) {
    for (const delivery of page.deliveries) inbound.push(...(await reddit.parse(delivery, ctx.settings)));
    cursor = JSON.parse(JSON.stringify(page.cursor)) as Json;
  }
  return inbound;
}
const messages = (inbound: Inbound[]) => inbound.filter((one): one is InboundMessage => one.kind === 'message');
const failure = async (run: Promise<unknown> | undefined): Promise<ConnectorError> => {
  const error = await Promise.resolve(run).then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof ConnectorError)) throw new Error(`expected a ConnectorError, got ${String(error)}`);
  return error;
};
const answer = (given: Partial<Outbound>) => reddit.send(ctx, buildOutbound({ to: { id: 'x' }, ...given }));
const publicly = (replyToExternalId: string, text: string, more: Partial<Outbound> = {}) => answer({ visibility: 'public', replyToExternalId, threadKey: 'x', text, ...more });

describe('connecting', () => {
  it('says whose access it is, and what is left of the allowance', async () => {
    const health = await reddit.check(ctx);
    expect(health.steps.map(({ id, state }) => `${id} ${state}`)).toEqual(['access ok', 'inbox ok', 'subreddits ok']);
    expect(health.quotas).toMatchObject([{ limit: 1000 }]);
    ctx = contextFor({ username: 'somebody' });
    expect((await reddit.check(ctx)).steps[0]).toMatchObject({ state: 'failed', detail: expect.stringContaining('another account') as string });
    ctx = contextFor({ subreddits: ['nowhere'] });
    expect((await reddit.check(ctx)).steps[2]).toMatchObject({ state: 'failed', detail: expect.stringContaining('r/nowhere') as string });
    ctx = contextFor({ clientSecret: 'wrong' });
    expect((await reddit.check(ctx)).steps).toMatchObject([{ state: 'failed', detail: 'The client ID or the client secret is wrong.' }, { state: 'skipped' }, { state: 'skipped' }]);
  });

  it('fills in the account by consent, and works with what it gave', async () => {
    sim.codes.add('code-1');
    const { clientId, clientSecret, apiUrl, siteUrl } = ctx.settings;
    const asking = { ...ctx, settings: { clientId, clientSecret, apiUrl, siteUrl } };
    const choices = await reddit.consent?.exchange(asking, { code: 'code-1', redirectUrl: 'https://inbox.test/back', codeVerifier: 'v' });
    expect(choices).toMatchObject([{ label: 'u/Dom_Lipowy', settings: { username: 'Dom_Lipowy', refreshToken: sim.client.refreshToken } }]);
    ctx = contextFor({ refreshToken: '', ...choices?.[0]?.settings });
    expect((await reddit.check(ctx)).state).toBe('ok');
    expect(await failure(reddit.consent?.exchange(asking, { code: 'code-1', redirectUrl: 'https://inbox.test/back', codeVerifier: 'v' }))).toMatchObject({ kind: 'unauthorized', reason: 'invalid-grant' });
  });
});

describe('reading', () => {
  it('brings private messages, mentions, replies and comments, each once', async () => {
    await polled();
    const [anna, jan] = [sim.customer('Anna'), sim.customer('Jan')];
    const letter = sim.say({ from: anna, text: 'Where is it?' });
    const mention = sim.say({ from: jan, text: 'Ask them', public: { mention: true } });
    const post = sim.post('Our new mugs');
    const comment = sim.say({ from: anna, text: 'Blue, please', public: { postId: post } });
    const read = messages(await polled());
    expect(read.map(({ externalId }) => externalId).sort()).toEqual([letter, mention, comment].map(({ externalId }) => externalId).sort());
    expect(read.find((one) => one.externalId === comment.externalId)).toMatchObject({ visibility: 'public', thread: { key: `${post}:${anna.id}` }, post: { externalId: post, title: 'Our new mugs', author: { id: 'dom_lipowy' } } });
    expect(read.find((one) => one.externalId === mention.externalId)).toMatchObject({ visibility: 'public', post: { title: 'Which mugs last?' }, from: { id: jan.id, handle: jan.handle } });
    expect(read.find((one) => one.externalId === letter.externalId)).toMatchObject({ visibility: 'private', thread: { key: anna.id } });
    expect(await polled()).toEqual([]);
  });

  it('starts when the channel was added, and reads whatever came meanwhile, however much', async () => {
    sim.site.add('t4', { author: 'Old', dest: 'Dom_Lipowy', text: 'Long ago' }).at = new Date(Date.now() - 86_400_000);
    expect(await polled()).toEqual([]);
    const from = sim.customer();
    const said = Array.from({ length: 250 }, (_, count) => sim.say({ from, text: `Message ${count}` }).externalId);
    const read = messages(await polled()).map(({ externalId }) => externalId);
    expect(read).toEqual(said);
    expect(platform.requests.filter(({ path, query }) => path === '/message/inbox' && query['before'] !== undefined)).toHaveLength(3);
  });

  it('goes on when the newest that it knew was deleted', async () => {
    await polled();
    const from = sim.customer();
    const gone = sim.say({ from, text: 'Oops', public: { postId: sim.post('A post') } });
    expect(messages(await polled())).toHaveLength(1);
    sim.remove(gone.externalId);
    const next = sim.say({ from, text: 'As I said', public: { postId: sim.post('Another') } });
    laterMs = 130_000;
    const read = await polled();
    expect(messages(read).map(({ externalId }) => externalId)).toEqual([next.externalId]);
    expect(read).toContainEqual(expect.objectContaining({ kind: 'deletion', externalId: gone.externalId }));
  });

  it('misses nothing at the next look once it learned that the newest was deleted', async () => {
    await polled();
    const from = sim.customer();
    const gone = sim.say({ from, text: 'Oops', public: { mention: true } });
    await polled();
    sim.remove(gone.externalId);
    expect(await polled()).toContainEqual(expect.objectContaining({ kind: 'deletion', externalId: gone.externalId }));
    const next = sim.say({ from, text: 'As I said', public: { mention: true } });
    expect(messages(await polled()).map(({ externalId }) => externalId)).toEqual([next.externalId]);
  });

  it('finds edits, removals and what came back, each once', async () => {
    await polled();
    const said = sim.say({ from: sim.customer(), text: 'Teh typo', public: { postId: sim.post('A post') } });
    await polled();
    sim.edit(said.externalId, 'The typo');
    expect(await polled()).toMatchObject([{ kind: 'message' }, { kind: 'edit', externalId: said.externalId, text: 'The typo' }]);
    expect(await polled()).toEqual([]);
    await reddit.act?.(ctx, { kind: 'hide', threadKey: 'x', externalId: said.externalId });
    expect((await polled()).at(-1)).toMatchObject({ kind: 'moderation', hidden: true });
    await reddit.act?.(ctx, { kind: 'unhide', threadKey: 'x', externalId: said.externalId });
    expect((await polled()).at(-1)).toMatchObject({ kind: 'moderation', hidden: false });
    sim.remove(said.externalId);
    expect(await polled()).toMatchObject([{ kind: 'deletion', externalId: said.externalId }]);
    expect(await polled()).toEqual([]);
  });

  it('shows what was answered on Reddit itself, and the same ids in history', async () => {
    await polled();
    const [anna, jan] = [sim.customer('Anna'), sim.customer('Jan')];
    const began = new Date(Date.now() - 5_000);
    const ids = [sim.say({ from: anna, text: 'Private' }), sim.say({ from: jan, text: 'Public', public: { postId: sim.post('A post') } }), sim.answeredElsewhere(anna, 'By hand'), sim.answeredElsewhere(jan, 'By hand too')].map(({ externalId }) => externalId);
    const read = messages(await polled());
    expect(read.filter(({ echo }) => echo === true).map(({ text, thread }) => [text, thread])).toEqual([['By hand', { key: anna.id }], ['By hand too', { references: [ids[1]] }]]);
    const held: string[] = [];
    for await (const page of reddit.history?.(ctx, began) ?? []) for (const delivery of page) held.push(...messages(await reddit.parse(delivery, ctx.settings)).map(({ externalId }) => externalId));
    expect([...new Set(held)].sort()).toEqual(ids.sort());
  });

  it('reads the other lists when one is closed to the account, and stops for a broken one', async () => {
    await polled();
    sim.say({ from: sim.customer(), text: 'Still here' });
    platform.failNext({ failure: 'forbidden', fits: ({ path }) => path.endsWith('/comments') && path.startsWith('/r/') });
    expect(messages(await polled())).toHaveLength(1);
    expect(ctx.lines).toContainEqual(expect.objectContaining({ level: 'warn' }));
    platform.failNext({ failure: 'server-error', fits: ({ path }) => path === '/message/inbox' });
    expect((await failure(polled())).kind).toBe('unavailable');
  });

  it('leaves the last requests of the allowance to answers', async () => {
    ctx = contextFor({ username: 'Dom_Lipowy', clientId: sim.client.id });
    const said = sim.say({ from: sim.customer(), text: 'Hello', public: { postId: sim.post('A post') } });
    sim.remaining = 9;
    expect(await failure(polled())).toMatchObject({ kind: 'unavailable', reason: 'rate-limited' });
    await publicly(said.externalId, 'Still answered');
    expect(sim.accepted).toHaveLength(1);
  });
});

describe('answering', () => {
  it('answers in public and in private, and in private to a comment', async () => {
    const anna = sim.customer('Anna');
    const comment = sim.say({ from: anna, text: 'Nice', public: { postId: sim.post('A post') } });
    const letter = sim.say({ from: anna, text: 'Hello' });
    const first = await publicly(comment.externalId, 'Thank *you*');
    const second = await answer({ to: { id: anna.id }, threadKey: anna.id, threadState: { last: letter.externalId }, text: 'Hello, Anna' });
    const third = await answer({ to: { id: anna.id, ...(anna.handle === undefined ? {} : { handle: anna.handle }) }, replyToExternalId: comment.externalId, text: 'Your number?' });
    expect(sim.accepted).toMatchObject([
      { externalId: first.externalId, text: 'Thank *you*', visibility: 'public', to: comment.externalId }, { externalId: second.externalId, visibility: 'private', to: letter.externalId },
      { externalId: third.externalId, text: 'Your number?', visibility: 'private', to: anna.id },
    ]);
    expect(third.threadKey).toBe(anna.id);
  });

  it('looks whether it arrived when the connection broke, and never posts twice', async () => {
    const said = sim.say({ from: sim.customer(), text: 'Nice', public: { postId: sim.post('A post') } });
    platform.failNext({ afterAccepting: true, breaks: 'after-reading' });
    const sent = await publicly(said.externalId, 'Thank you\nvery much');
    expect(sim.accepted.map(({ externalId }) => externalId)).toEqual([sent.externalId]);
    platform.failNext({ failure: 'server-error' });
    expect(await failure(publicly(said.externalId, 'Lost'))).toMatchObject({ kind: 'ambiguous' });
    // Somebody tries both once more.
    expect((await publicly(said.externalId, 'Thank you\nvery much', { attempt: 2 })).externalId).toBe(sent.externalId);
    await publicly(said.externalId, 'Lost', { attempt: 2 });
    expect(sim.accepted).toHaveLength(2);
  });

  it('takes no earlier message with the same words for the one that was lost, nor one to somebody else', async () => {
    const [anna, jan] = [sim.customer('Anna'), sim.customer('Jan')];
    const [hers, his] = [sim.say({ from: anna, text: 'Hello' }), sim.say({ from: jan, text: 'Hello' })];
    const toAnna = { to: { id: anna.id }, threadKey: anna.id, replyToExternalId: hers.externalId, text: 'Thank you' };
    const first = await answer(toAnna);
    await answer({ to: { id: jan.id }, threadKey: jan.id, replyToExternalId: his.externalId, text: 'Thank you' });
    platform.failNext({ failure: 'server-error' });
    const again = { ...toAnna, references: [hers.externalId, first.externalId] };
    expect((await failure(answer(again))).kind).toBe('ambiguous');
    platform.failNext({ afterAccepting: true, breaks: 'after-reading' });
    const second = await answer({ ...again, attempt: 2 });
    expect(sim.accepted.map(({ externalId }) => externalId)).toEqual([first.externalId, expect.any(String), second.externalId]);
  });

  it('finds a first private message whose answer was lost', async () => {
    const anna = sim.customer('Anna');
    platform.failNext({ afterAccepting: true, breaks: 'after-reading' });
    const sent = await answer({ to: { id: anna.id }, replyToExternalId: 't1_a', text: 'Your number?' });
    expect(sim.accepted).toMatchObject([{ externalId: sent.externalId }]);
  });

  it('renews a token that ended in the middle, and says when the access is gone', async () => {
    const said = sim.say({ from: sim.customer(), text: 'Nice', public: { postId: sim.post('A post') } });
    await publicly(said.externalId, 'One');
    sim.tokens.clear();
    await publicly(said.externalId, 'Two');
    expect(sim.accepted).toHaveLength(2);
    sim.tokens.clear();
    sim.refuses = true;
    expect(await failure(publicly(said.externalId, 'Three'))).toMatchObject({ kind: 'unauthorized', reason: 'invalid-grant' });
  });

  it('waits as long as Reddit puts into words', async () => {
    const said = sim.say({ from: sim.customer(), text: 'Nice', public: { postId: sim.post('A post') } });
    platform.failNext({ failure: 'rate-limited' });
    expect(await failure(publicly(said.externalId, 'One'))).toMatchObject({ kind: 'unavailable', retryAfterMs: 2_000 });
  });

  it('edits and deletes what is ours, marks as read, and says what is gone', async () => {
    const said = sim.say({ from: sim.customer(), text: 'Nice', public: { postId: sim.post('A post') } });
    const { externalId } = await publicly(said.externalId, 'Thank yuo');
    await reddit.act?.(ctx, { kind: 'edit', threadKey: 'x', externalId, text: 'Thank *you*' });
    expect(sim.site.told.get(externalId)?.text).toBe('Thank \\*you\\*');
    await reddit.act?.(ctx, { kind: 'read', threadKey: 'x', externalId: said.externalId });
    expect(sim.readMarks).toEqual([said.externalId]);
    await reddit.act?.(ctx, { kind: 'delete', threadKey: 'x', externalId });
    expect(sim.site.told.get(externalId)?.deleted).toBe(true);
    sim.remove(said.externalId);
    expect(await failure(publicly(said.externalId, 'Too late'))).toMatchObject({ kind: 'rejected', reason: 'message-gone' });
  });
});
