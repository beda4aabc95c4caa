import axios from 'axios';
import { buffer } from 'node:stream/consumers';
import { startPlatform, type Platform } from '../../../../test/platforms/kit';
import { startReceiver, type Receiver } from '../../../../test/platforms/receiver';
import { slackPlatform, type SlackSimulation } from '../../../../test/platforms/slack/slack.platform';
import { buildAttachment, buildContext, buildOutbound, type TestContext } from '../conformance/builders';
import { ConnectorError, type Delivery, type Inbound, type InboundMessage, type Outbound } from '../contract';
import { slack } from './slack.connector';
import type { SlackSettings } from './slack.settings';

let platform: Platform<SlackSimulation>;
let sim: SlackSimulation;
let ctx: TestContext<SlackSettings>;
let receiver: Receiver;

beforeEach(async () => {
  platform = await startPlatform(slackPlatform);
  sim = platform.sim;
  ctx = contextFor({});
  receiver = await startReceiver(slack, () => ctx.settings);
  platform.useWebhook(receiver.url);
});
afterEach(async () => {
  expect(platform.violations).toEqual([]);
  await platform.close();
  await receiver.close();
});

function contextFor(given: Partial<SlackSettings>): TestContext<SlackSettings> {
  return buildContext(slack.settings.parse({ ...sim.settings(), ...given }), { http: axios.create({ timeout: 5_000, maxRedirects: 0 }), now: () => new Date(), webhookUrl: 'https://inbox.example/hooks/slack/1' });
}

const answer = (message: InboundMessage, given: Partial<Outbound> = {}) =>
  slack.send(ctx, buildOutbound({ to: message.from, threadKey: message.thread.key!, ...(message.threadState === undefined ? {} : { threadState: message.threadState }), ...given }));
const failure = async (run: Promise<unknown>): Promise<ConnectorError> => {
  const error = await run.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof ConnectorError)) throw new Error(`expected a ConnectorError, got ${String(error)}`);
  return error;
};
const readAll = async (deliveries: Delivery[]): Promise<Inbound[]> => (await Promise.all(deliveries.map(async (one) => slack.parse(one, ctx.settings)))).flat();
async function since(ms: number): Promise<Inbound[]> {
  const found: Inbound[] = [];
  for await (const page of slack.history?.(ctx, new Date(Date.now() - ms)) ?? []) found.push(...(await readAll(page)));
  return found;
}

describe('connecting', () => {
  it('passes the challenge, and says what is ready', async () => {
    expect(await platform.handshake()).toBe(true);
    expect((await slack.check(ctx)).steps.map(({ id, state }) => `${id} ${state}`)).toEqual(['token ok', 'scopes ok', 'receive ok']);
  });

  it('names what is missing: the permission, the right workspace', async () => {
    sim.api.granted = 'chat:write,users:read';
    expect((await slack.check(ctx)).steps[1]).toMatchObject({ state: 'warning', detail: expect.stringContaining('files:read') });
    expect((await slack.check(contextFor({ teamId: 'T0WRONG000' }))).steps[0]).toMatchObject({ state: 'failed', detail: expect.stringContaining('Played') });
    expect((await slack.check(contextFor({ botToken: 'xoxb-mistyped' }))).state).toBe('failed');
  });

  it('comes by consent, with tokens that are renewed', async () => {
    const { botToken: _none, refreshToken: _nor, teamId: _neither, ...typed } = ctx.settings;
    const trial = buildContext<Partial<SlackSettings>>(typed, { http: ctx.http });
    const [choice] = await slack.consent!.exchange(trial, { code: 'code-of-the-consent', redirectUrl: 'https://inbox.example/back', codeVerifier: 'v' });
    expect(choice).toMatchObject({ label: 'Played', settings: { teamId: 'T0KONTUAR1', botToken: sim.api.token } });
    expect((await slack.check(contextFor(choice!.settings))).state).toBe('ok');
    expect(await failure(slack.consent!.exchange(trial, { code: 'another', redirectUrl: 'https://inbox.example/back', codeVerifier: 'v' }))).toMatchObject({ kind: 'rejected', reason: 'consent-refused' });
  });

  it('renews the token before it ends, and when Slack says that it has ended, once for all who ask', async () => {
    const sam = sim.customer();
    ctx.settings = { ...ctx.settings, tokenExpiresAt: new Date(Date.now() + 60_000).toISOString() };
    await slack.send(ctx, buildOutbound({ to: { id: sam.id } }));
    expect(ctx.settings.botToken).toBe('xoxe.xoxb-1-played-1');
    platform.failNext({ failure: 'token-expired' });
    await slack.send(ctx, buildOutbound({ to: { id: sam.id }, messageId: '0197a0de-0000-7000-8000-0000000000ab' }));
    expect(sim.accepted).toHaveLength(2);
    expect(platform.requests.filter(({ path }) => path.endsWith('oauth.v2.access'))).toHaveLength(2);
    expect(Date.parse(ctx.settings.tokenExpiresAt)).toBeGreaterThan(Date.now() + 11 * 3_600_000);
  });

  it('learns that the app was removed', async () => {
    await platform.happen({ events: [sim.uninstalled()] });
    const [pointer] = await receiver.inbound();
    expect(pointer).toEqual({ kind: 'pointer', ref: 'access' });
    expect(await failure(slack.lookup!(ctx, 'access'))).toMatchObject({ kind: 'unauthorized', reason: 'token-refused' });
  });
});

describe('talking', () => {
  it('answers somebody, who then is a name and a face, and knows its own answer again', async () => {
    const sam = sim.customer('Sam Smith');
    const happened = sim.say({ from: sam, text: 'Tom & <Jerry>?' });
    await platform.happen(happened, { copies: 2 });
    const [message, again] = await receiver.inbound();
    expect([message, again]).toMatchObject([{ kind: 'message', externalId: happened.externalId, text: 'Tom & <Jerry>?' }, { externalId: happened.externalId }]);
    const known = await slack.profile?.(ctx, (message as InboundMessage).from);
    expect(known).toMatchObject({ name: 'Sam Smith', handle: '@sam.smith', email: 'sam.smith@customer.example' });
    expect((await buffer(await slack.download!(ctx, known!.avatarRef!))).toString()).toBe('a picture');
    const sent = await answer(message as InboundMessage, { text: 'yes & <no>' });
    await platform.settled();
    expect(await receiver.inbound()).toMatchObject([{ kind: 'message', echo: true, externalId: sent.externalId, messageId: buildOutbound().messageId, text: 'yes & <no>' }]);
    expect(sim.accepted).toMatchObject([{ text: 'yes & <no>', externalId: sent.externalId }]);
    await platform.happen(sim.answeredElsewhere(sam, 'from a script'));
    expect(await receiver.inbound()).toMatchObject([{ kind: 'message', echo: true, text: 'from a script', thread: (message as InboundMessage).thread }]);
  });

  it('writes first, and finds the chat that this opens', async () => {
    const sam = sim.customer();
    const sent = await slack.send(ctx, buildOutbound({ to: { id: sam.id } }));
    await platform.happen(sim.say({ from: sam, text: 'oh, hello' }));
    await platform.settled();
    expect((await receiver.inbound()).find((one) => one.kind === 'message' && one.echo !== true)).toMatchObject({ thread: { key: sent.threadKey } });
    expect(await failure(slack.send(ctx, buildOutbound({ to: { id: 'U0NOBODY00' } })))).toMatchObject({ kind: 'rejected', reason: 'unknown-recipient' });
  });

  it('keeps threads of a shared channel apart, whose colleagues are us', async () => {
    const [bo, ola, channel] = [sim.partner('Bo'), sim.customer('Ola'), sim.channel('shop-and-partner', { shared: true })];
    const [first, second] = [sim.sayIn(channel, { from: bo, text: 'one' }), sim.sayIn(channel, { from: bo, text: 'two' })];
    await platform.happen(first);
    await platform.happen(second);
    await platform.happen(sim.sayIn(channel, { from: ola, text: 'answer to one', replyTo: first.externalId }));
    await platform.happen(sim.mention(channel, { from: bo, text: 'hello?', replyTo: second.externalId }));
    const inbound = (await receiver.inbound()) as InboundMessage[];
    const [one, two, colleague, ...mentioned] = inbound;
    expect(new Set([one?.thread.key, two?.thread.key]).size).toBe(2);
    expect(colleague).toMatchObject({ echo: true, thread: one!.thread, replyToExternalId: first.externalId });
    expect(new Set(mentioned.map(({ externalId, thread }) => `${externalId} ${thread.key}`))).toEqual(new Set([`${mentioned[0]!.externalId} ${two!.thread.key}`]));
    await answer(two!, { text: 'here we are' });
    const { message } = sim.place.find(...(sim.accepted[0]!.externalId.split(':') as [string, string]))!;
    expect(message.thread_ts).toBe(second.externalId.split(':')[1]);
  });

  it('fetches files with the token, also those of which only the id is told', async () => {
    const sam = sim.customer();
    const media = { name: 'mug.png', contentType: 'image/png', bytes: Buffer.from('a mug') };
    await platform.happen(sim.say({ from: sam, text: 'see', media: [media] }));
    const { attachments } = await receiver.message();
    expect((await buffer(await slack.download!(ctx, attachments![0]!.ref!))).toString()).toBe('a mug');
    const [id] = attachments![0]!.ref!.slice('file:'.length).split('|');
    expect((await buffer(await slack.download!(ctx, `file:${id!}|`))).toString()).toBe('a mug');
  });

  it('sends text and files as one message, which can be deleted', async () => {
    const sam = sim.customer();
    sim.api.sharesAfter = 2;
    await platform.happen(sim.say({ from: sam, text: 'the invoice?' }));
    const sent = await answer(await receiver.message(), { text: 'Here', attachments: [buildAttachment({ name: 'a "b".pdf' }), buildAttachment({ name: 'c.png', contentType: 'image/png' })] });
    expect(sim.accepted).toMatchObject([{ text: 'Here', mediaCount: 2, externalId: sent.externalId }]);
    expect(sent.otherExternalIds).toHaveLength(1);
    await platform.settled();
    expect(await receiver.inbound()).toMatchObject([{ echo: true, externalId: sent.externalId }]);
    await slack.act?.(ctx, { kind: 'delete', threadKey: 'D1', externalId: sent.externalId });
    await slack.act?.(ctx, { kind: 'delete', threadKey: 'D1', externalId: sent.otherExternalIds![0]! });
    expect([...sim.place.channels.values()].flatMap(({ messages }) => messages).filter(({ files }) => files !== undefined)).toEqual([]);
  });

  it('changes what it said, and not what others said', async () => {
    const sam = sim.customer();
    const { externalId } = sim.say({ from: sam, text: 'hi' });
    const sent = await slack.send(ctx, buildOutbound({ to: { id: sam.id } }));
    await slack.act?.(ctx, { kind: 'edit', threadKey: sent.threadKey!, externalId: sent.externalId, text: 'a < b' });
    expect(sim.place.find(...(sent.externalId.split(':') as [string, string]))?.message.text).toBe('a &lt; b');
    expect(await failure(slack.act!(ctx, { kind: 'edit', threadKey: sent.threadKey!, externalId, text: 'x' }))).toMatchObject({ reason: 'not-ours' });
  });

  it('sees edits, deletions, and all reactions that somebody has now', async () => {
    const sam = sim.customer();
    const said = sim.say({ from: sam, text: 'teh' });
    await platform.happen(sim.edit(said.externalId, 'the'));
    for (const emoji of ['👍', '🎉']) await platform.happen(sim.react(said.externalId, sam, emoji));
    const [edit, ...pointers] = await receiver.inbound();
    expect(edit).toMatchObject({ kind: 'edit', externalId: said.externalId, text: 'the' });
    const now = async () => readAll(await slack.lookup!(ctx, (pointers[0] as { ref: string }).ref));
    expect(await now()).toMatchObject([{ kind: 'reaction', externalId: said.externalId, from: { id: sam.id }, emojis: ['👍', '🎉'] }]);
    await platform.happen(sim.react(said.externalId, sam, null));
    expect(await now()).toMatchObject([{ kind: 'reaction', emojis: [] }]);
    await platform.happen(sim.remove(said.externalId));
    expect((await receiver.inbound()).at(-1)).toMatchObject({ kind: 'deletion', externalId: said.externalId });
    expect(await now()).toEqual([]);
  });

  it('keeps what it does not know', async () => {
    const unknown = sim.unknownMessage(sim.customer());
    await platform.happen({ events: [...sim.unknownEvent().events, ...unknown.events] });
    expect(await receiver.inbound()).toMatchObject([{ kind: 'ignored' }, { kind: 'message', externalId: unknown.externalId, unsupported: 'hologram' }]);
  });
});

describe('what was missed', () => {
  it('is found later, in direct chats, channels and older threads, under the same ids and with our own marked', async () => {
    const [sam, bo, channel] = [sim.customer('Sam'), sim.partner('Bo'), sim.channel('help', { shared: true })];
    const direct = sim.say({ from: sam, text: 'hello' });
    const edited = sim.sayIn(channel, { from: bo, text: 'teh' });
    sim.edit(edited.externalId, 'the');
    const reply = sim.sayIn(channel, { from: bo, text: 'more', replyTo: edited.externalId });
    const sent = await slack.send(ctx, buildOutbound({ to: { id: sam.id } }));
    platform.failNext({ failure: 'rate-limited', fits: ({ path }) => path.endsWith('conversations.history') });
    const found = await since(60_000);
    expect(found.filter(({ kind }) => kind === 'message').map((one) => (one as InboundMessage).externalId).sort()).toEqual([direct.externalId, edited.externalId, reply.externalId, sent.externalId].sort());
    expect(found).toContainEqual(expect.objectContaining({ kind: 'edit', externalId: edited.externalId, text: 'the' }));
    expect(found).toContainEqual(expect.objectContaining({ kind: 'message', externalId: sent.externalId, echo: true, messageId: buildOutbound().messageId }));
    expect(found).toContainEqual(expect.objectContaining({ externalId: reply.externalId, thread: { key: edited.externalId } }));
    await platform.settled();
    receiver.deliveries.length = 0;
    await platform.happen({ events: [sim.heldBack()] });
    const [gap] = (await receiver.inbound()) as { ref: string }[];
    expect((await readAll(await slack.lookup!(ctx, gap!.ref))).length).toBeGreaterThanOrEqual(4);
  });
});

describe('refusals', () => {
  it.each([['rate-limited', 'unavailable'], ['forbidden', 'rejected'], ['server-error', 'ambiguous'], ['too-long', 'rejected']] as const)('reads %s as %s', async (name, kind) => {
    platform.failNext({ failure: name });
    expect((await failure(slack.send(ctx, buildOutbound({ to: { id: sim.customer().id } })))).kind).toBe(kind);
    expect(sim.accepted).toEqual([]);
  });

  it('turns away what somebody else signed, and what is ten minutes old', async () => {
    const said = sim.say({ from: sim.customer(), text: 'x' });
    const delivered = [...(await platform.happen(said, { forged: true })), ...(await platform.happen(said, { unsigned: true })), ...(await platform.happen(said, { signedAt: new Date(Date.now() - 600_000) }))];
    expect(delivered.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(receiver.deliveries).toEqual([]);
  });
});
