import axios from 'axios';
import { buffer } from 'node:stream/consumers';
import { startPlatform, type Platform } from '../../../../test/platforms/kit';
import { linePlatform, type LineSimulation } from '../../../../test/platforms/line/line.platform';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildAttachment, buildContext, buildOutbound, buildRequest, type TestContext } from '../conformance/builders';
import { ConnectorError, type Delivery, type Inbound, type InboundMessage, type Outbound } from '../contract';
import { line } from './line.connector';
import type { LineSettings } from './line.settings';

let platform: Platform<LineSimulation>;
let sim: LineSimulation;
let ctx: TestContext<LineSettings>;
let hook: Server;
let hookUrl: string;
const received: Delivery[] = [];

/** A receiver that does what the product's does: verify, split, keep. */
beforeAll(async () => {
  hook = createServer((request, response) => {
    void buffer(request).then((body) => {
      const raw = buildRequest({ headers: request.headers as Record<string, string>, body });
      if (!line.webhook?.verify(raw, ctx.settings)) return void response.writeHead(401).end();
      received.push(...(line.webhook?.split(raw) ?? []));
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  hookUrl = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hooks/line/1`;
});
afterAll(() => new Promise((resolve) => hook.close(resolve)));

beforeEach(async () => {
  received.length = 0;
  platform = await startPlatform(linePlatform);
  sim = platform.sim;
  ctx = contextFor({});
});
afterEach(async () => {
  expect(platform.violations).toEqual([]);
  await platform.close();
});

function contextFor(given: Partial<LineSettings>): TestContext<LineSettings> {
  return buildContext(line.settings.parse({ ...sim.settings(), ...given }), { http: axios.create({ timeout: 5_000, maxRedirects: 0 }), now: () => new Date(), webhookUrl: hookUrl });
}

async function parsed(): Promise<Inbound[]> {
  const inbound: Inbound[] = [];
  for (const delivery of received.splice(0)) inbound.push(...(await line.parse(delivery, ctx.settings)));
  return inbound;
}

async function said(): Promise<InboundMessage> {
  const [message] = await parsed();
  if (message?.kind !== 'message') throw new Error('no message came');
  return message;
}

const answer = (message: InboundMessage, given: Partial<Outbound> = {}) => {
  const { threadState } = message;
  return line.send(ctx, buildOutbound({ to: message.from, threadKey: message.thread.key!, ...(threadState === undefined ? {} : { threadState }), ...given }));
};
const failure = async (run: Promise<unknown>): Promise<ConnectorError> => {
  const error = await run.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof ConnectorError)) throw new Error(`expected a ConnectorError, got ${String(error)}`);
  return error;
};

describe('connecting', () => {
  it('tells LINE our address, and finds that LINE can reach it', async () => {
    expect((await line.check(ctx)).steps.map(({ id, state }) => `${id} ${state}`)).toEqual(['token ok', 'receive warning', 'quota ok']);
    await line.connect?.(ctx);
    expect(sim.subscribed()).toBe(hookUrl);
    expect(await platform.handshake()).toBe(true);
    const health = await line.check(ctx);
    expect(health).toMatchObject({ state: 'ok', quotas: [{ used: 0, limit: 200 }] });
    expect(Date.parse(health.expiresAt!)).toBeGreaterThan(Date.now() + 29 * 24 * 3_600_000);
  });

  it('says that the secret is wrong when LINE is refused by us, and that the webhook is off when it is', async () => {
    await line.connect?.(ctx);
    const wrong = contextFor({ channelSecret: 'another-secret-altogether' });
    const right = ctx;
    ctx = wrong;
    expect((await line.check(wrong)).steps[1]).toMatchObject({ state: 'failed', detail: expect.stringContaining('channel secret') });
    ctx = right;
    sim.webhookActive = false;
    expect((await line.check(right)).steps[1]).toMatchObject({ state: 'failed', detail: expect.stringContaining('Use webhook') });
  });

  it('asks for tokens itself, and for a new one when they end', async () => {
    ctx = contextFor({ accessToken: '' });
    const hana = sim.customer();
    await line.send(ctx, buildOutbound({ to: { id: hana.id }, threadKey: hana.id }));
    sim.endTokens();
    await line.send(ctx, buildOutbound({ to: { id: hana.id }, threadKey: hana.id, messageId: '0197a0de-0000-7000-8000-0000000000ab' }));
    expect(sim.accepted).toHaveLength(2);
    expect(platform.requests.filter(({ path }) => path === '/oauth2/v3/token')).toHaveLength(2);
    expect(platform.requests.filter(({ status }) => status === 401)).toHaveLength(1);
  });

  it('says plainly that ID or secret are wrong', async () => {
    const error = await failure(line.send(contextFor({ accessToken: '', channelSecret: 'mistyped-mistyped-mistyped' }), buildOutbound({ to: { id: sim.customer().id } })));
    expect(error).toMatchObject({ kind: 'unauthorized', reason: 'token-refused' });
  });
});

describe('talking', () => {
  beforeEach(() => line.connect?.(ctx));

  it('takes a message, names the person, and answers free of charge while the token is fresh', async () => {
    const hana = sim.customer('Hana');
    const { externalId, events } = sim.say({ from: hana, text: 'Is it open? 🍎' });
    await platform.happen({ events });
    const message = await said();
    expect(message).toMatchObject({ externalId, text: 'Is it open? 🍎' });
    expect(await line.profile?.(ctx, message.from)).toMatchObject({ id: hana.id, name: 'Hana', language: 'ja' });
    expect((await buffer(await line.download!(ctx, message.from.avatarRef!))).toString()).toBe('a picture');
    await answer(message, { text: 'Until six', replyToExternalId: externalId, replyToExtra: message.extra! });
    await answer(message, { text: 'and on Sunday', messageId: '0197a0de-0000-7000-8000-0000000000ab' });
    expect(sim.accepted).toMatchObject([{ text: 'Until six', to: hana.id, kind: 'reply quoting' }, { text: 'and on Sunday', kind: 'push' }]);
    expect(sim.pushesLeft).toBe(199);
  });

  it('shows one message although the first answer to a push was lost', async () => {
    const hana = sim.customer();
    const outbound = buildOutbound({ to: { id: hana.id }, threadKey: hana.id });
    for (const order of [{ failure: 'server-error' as const }, { breaks: 'after-reading' as const }]) {
      platform.failNext({ ...order, afterAccepting: true });
      expect(await failure(line.send(ctx, outbound))).toMatchObject({ kind: 'unavailable' });
    }
    expect((await line.send(ctx, { ...outbound, attempt: 3 })).externalId).toBe(sim.accepted[0]?.externalId);
    expect(sim.accepted).toHaveLength(1);
  });

  it('does not know after a lost answer to a reply, and so sends nothing twice', async () => {
    await platform.happen(sim.say({ from: sim.customer(), text: 'hello' }));
    const message = await said();
    platform.failNext({ breaks: 'after-reading', afterAccepting: true });
    expect(await failure(answer(message))).toMatchObject({ kind: 'ambiguous' });
    expect(sim.accepted).toHaveLength(1);
  });

  it('fetches pictures and files at once, and recordings when LINE has prepared them', async () => {
    const bytes = Buffer.from('bytes of a file');
    const media = ['image/jpeg', 'application/pdf', 'audio/mp4'].map((contentType) => ({ name: 'a thing', contentType, bytes }));
    await platform.happen(sim.say({ from: sim.customer(), media }));
    const refs = (await parsed()).flatMap((one) => (one.kind === 'message' ? (one.attachments ?? []) : [])).map(({ ref }) => ref!);
    expect(refs).toHaveLength(3);
    for (const ref of refs.slice(0, 2)) expect(await buffer(await line.download!(ctx, ref))).toEqual(bytes);
    expect(await failure(line.download!(ctx, refs[2]!))).toMatchObject({ kind: 'unavailable', reason: 'still-preparing' });
    expect(await buffer(await line.download!(ctx, refs[2]!))).toEqual(bytes);
  });

  it('takes stickers, buttons and what was taken back', async () => {
    const hana = sim.customer();
    const sticker = sim.say({ from: hana });
    await platform.happen(sticker);
    const message = await said();
    expect((await buffer(await line.download!(ctx, message.attachments![0]!.ref!))).toString()).toBe('a picture');
    const pressed = sim.press(hana, 'action=status');
    await platform.happen({ events: [...pressed.events, ...sim.remove(sticker.externalId).events, ...sim.block(hana).events, ...sim.follow(hana, true).events] }, { batch: true });
    expect(await parsed()).toMatchObject([
      { kind: 'message', externalId: pressed.externalId, text: '▶ action=status' }, { kind: 'deletion', externalId: sticker.externalId },
      { kind: 'notice', notice: 'blocked' }, { kind: 'notice', notice: 'unblocked' },
    ]);
  });

  it('talks in a group with the names that people have there', async () => {
    const [hana, groupId] = [sim.customer('Hana'), sim.group('Fans of the shop')];
    await platform.happen(sim.sayIn({ type: 'group', groupId, userId: hana.id }, { from: hana, text: 'do you ship?' }));
    const message = await said();
    expect(message).toMatchObject({ thread: { key: groupId }, from: { id: hana.id } });
    expect(await line.profile?.(ctx, message.from)).toMatchObject({ name: 'Hana' });
    await line.act?.(ctx, { kind: 'typing', threadKey: groupId });
    await answer({ ...message, threadState: {} }, { text: 'we do' });
    expect(sim.accepted).toMatchObject([{ text: 'we do', to: groupId, kind: 'push' }]);
    expect(sim.gestures).toEqual([]);
  });

  it('shows dots to one person, and what was read', async () => {
    const hana = sim.customer();
    const { externalId, events } = sim.say({ from: hana, text: 'hm' });
    await platform.happen({ events });
    const { threadState } = await said();
    await line.act?.(ctx, { kind: 'typing', threadKey: hana.id });
    await line.act?.(ctx, { kind: 'read', threadKey: hana.id, externalId, threadState: threadState! });
    expect(sim.gestures).toEqual([{ kind: 'loading', of: hana.id }, { kind: 'read', of: externalId }]);
  });

  it('sends pictures as such, and files as links, and says so', async () => {
    const hana = sim.customer();
    const url = 'https://shop.example/files/1?signed';
    const sent = await line.send(ctx, buildOutbound({
      to: { id: hana.id }, threadKey: hana.id, text: 'Here',
      attachments: [buildAttachment({ name: 'a.png', contentType: 'image/png', url }), buildAttachment({ url })],
    }));
    expect(sim.accepted.map(({ text, mediaCount }) => [text, mediaCount])).toEqual([['Here', 0], ['', 1], [`📎 invoice.pdf\n${url}`, 0]]);
    expect(sent.warning).toContain('link');
    expect(sent.otherExternalIds).toHaveLength(2);
  });

  it('says that the messages of the month are used up', async () => {
    sim.pushesLeft = 0;
    expect(await failure(line.send(ctx, buildOutbound({ to: { id: sim.customer().id } })))).toMatchObject({ kind: 'rejected', reason: 'quota-used' });
    expect((await line.check(ctx)).state).toBe('warning');
  });

  it.each([['rate-limited', 'unavailable'], ['forbidden', 'rejected'], ['token-expired', 'unauthorized'], ['too-long', 'rejected']] as const)('reads %s as %s', async (name, kind) => {
    platform.failNext({ failure: name });
    expect((await failure(line.send(ctx, buildOutbound({ to: { id: sim.customer().id } })))).kind).toBe(kind);
    expect(sim.accepted).toEqual([]);
  });

  it('keeps what it does not know', async () => {
    const unknown = sim.unknownMessage(sim.customer());
    await platform.happen({ events: [...sim.unknownEvent().events, ...unknown.events] });
    expect(await parsed()).toMatchObject([{ kind: 'ignored' }, { kind: 'message', externalId: unknown.externalId, unsupported: 'hologram' }]);
  });

  it('refuses what somebody else signed', async () => {
    const [delivered] = await platform.happen(sim.say({ from: sim.customer(), text: 'x' }), { forged: true });
    expect(delivered?.status).toBe(401);
    expect(received).toEqual([]);
  });
});
