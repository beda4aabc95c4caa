/** The connector over real sockets to a played homeserver. */
import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import axios from 'axios';
import { startPlatform, type Platform } from '../../../../test/platforms/kit';
import { matrixPlatform, type PlayedHomeserver } from '../../../../test/platforms/matrix/matrix.platform';
import type { Customer, Happened } from '../../../../test/platforms/platform';
import { eventually } from '../../../../test/support/eventually';
import { buildAttachment, buildContext, buildOutbound, type TestContext } from '../conformance/builders';
import { ConnectorError, type Inbound, type Json, type Outbound, type Page } from '../contract';
import { matrix } from './matrix.connector';
import type { MatrixSettings } from './matrix.settings';

let platform: Platform<PlayedHomeserver>;
let anna: Customer;
let stops: (() => Promise<void>)[] = [];

beforeEach(async () => {
  platform = await startPlatform(matrixPlatform);
  anna = platform.sim.customer('Anna Zielińska');
});
afterEach(async () => {
  for (const stop of stops) await stop();
  stops = [];
  await platform.close();
  expect(platform.violations).toEqual([]);
});

function context(more: Partial<MatrixSettings> = {}): TestContext<MatrixSettings> {
  const settings = matrix.settings.parse({ ...platform.sim.settings(), ...more });
  return buildContext(settings, { channelId: randomUUID(), http: axios.create({ timeout: 60_000 }), now: () => new Date(), addedAt: new Date(Date.now() - 60_000) });
}

function receive(ctx: TestContext<MatrixSettings>, cursor?: Json) {
  const pages: Page[] = [];
  const abort = new AbortController();
  const ended = matrix.stream?.(ctx, cursor, (page) => { pages.push(page); return Promise.resolve(); }, abort.signal).then(() => undefined, (error: unknown) => error) ?? Promise.resolve();
  const stop = async (): Promise<void> => { abort.abort(); await ended; };
  stops.push(stop);
  const read = async (): Promise<Inbound[]> => {
    const all: Inbound[] = [];
    for (const { deliveries } of pages) for (const delivery of deliveries) all.push(...(await matrix.parse(delivery, ctx.settings)));
    return all;
  };
  const got = <K extends Inbound['kind']>(kind: K, fits: (inbound: Extract<Inbound, { kind: K }>) => boolean = () => true) => eventually(async () => {
    const found = (await read()).find((one): one is Extract<Inbound, { kind: K }> => one.kind === kind && fits(one as Extract<Inbound, { kind: K }>)); // the kind was compared just before
    if (found === undefined) throw new Error(`no such ${kind}: ${JSON.stringify(await read()).slice(0, 1500)}`);
    return found;
  });
  return { pages, read, got, stop, cursor: () => pages.at(-1)?.cursor };
}

const happen = (happened: Happened | undefined) => platform.happen(happened ?? { events: [] });
const say = async (text: string, more: object = {}): Promise<string> => {
  const said = platform.sim.say({ from: anna, text, ...more });
  await happen(said);
  return said.externalId;
};
const roomId = () => platform.sim.roomOf(anna).id;
const outbound = (given: Partial<Outbound> = {}) => buildOutbound({ messageId: randomUUID(), to: { id: anna.id }, threadKey: roomId(), ...given });

async function failure(run: Promise<unknown>): Promise<ConnectorError> {
  const error = await run.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof ConnectorError)) throw new Error(`expected a ConnectorError, got ${String(error)}`);
  return error;
}

it('signs in, says what is there, and what is wrong with a password', async () => {
  const ctx = context();
  expect(await matrix.check(ctx)).toMatchObject({ state: 'ok', steps: [{ id: 'account', state: 'ok' }, { id: 'rooms', state: 'ok' }, { id: 'files', state: 'ok', detail: 'Up to 4 MB each.' }] });
  expect(ctx.settings.accessToken).not.toBe('');
  expect(await matrix.check(context({ password: 'not the password' }))).toMatchObject({ state: 'failed', steps: [{ id: 'account', state: 'failed', detail: expect.stringContaining('password') }, {}, {}] });
  expect(await matrix.check(context({ userId: '@other:sim.test', accessToken: ctx.settings.accessToken }))).toMatchObject({ state: 'failed', steps: [{ detail: expect.stringContaining('belongs to') }, {}, {}] });
});

it('comes when it is invited, and reads what was said before it came', async () => {
  const receiver = receive(context());
  const id = await say('Where is my parcel?');
  expect(await receiver.got('message')).toMatchObject({ externalId: id, text: 'Where is my parcel?', from: { id: anna.id, name: 'Anna Zielińska' }, thread: { key: roomId() } });
  await receiver.stop();
  const left = receive(context({ joinInvites: false }));
  const other = platform.sim.customer('Ben');
  await platform.happen(platform.sim.say({ from: other, text: 'May I?' }));
  await left.got('ignored', ({ reason }) => reason.includes('invitation'));
  expect(await left.read()).not.toContainEqual(expect.objectContaining({ text: 'May I?' }));
});

it('hears edits, reactions and deletions, from those who may', async () => {
  const receiver = receive(context());
  const id = await say('Teh typo');
  await receiver.got('message');
  await happen(platform.sim.edit(id, 'The typo'));
  expect(await receiver.got('edit')).toMatchObject({ externalId: id, text: 'The typo' });
  await happen(platform.sim.react(id, anna, '👍'));
  expect(await receiver.got('reaction')).toMatchObject({ externalId: id, emojis: ['👍'], from: { id: anna.id } });
  await happen(platform.sim.react(id, anna, null));
  expect(await receiver.got('reaction', ({ emojis }) => emojis.length === 0)).toMatchObject({ externalId: id });
  await happen(platform.sim.typing(anna));
  expect(await receiver.got('typing')).toMatchObject({ threadKey: roomId() });
  await happen(platform.sim.remove(id));
  expect(await receiver.got('deletion')).toMatchObject({ externalId: id });
  await happen(platform.sim.encrypt(anna));
  expect(await receiver.got('message', ({ unsupported }) => unsupported !== undefined)).toMatchObject({ text: '' });
  expect(await failure(matrix.send(context(), outbound()))).toMatchObject({ kind: 'rejected', reason: 'unsupported' });
});

it('answers once, however often it is asked, and knows its own message when it comes back', async () => {
  const ctx = context();
  const receiver = receive(ctx);
  const asked = await say('Open on Sunday?');
  await receiver.got('message');
  const message = outbound({ text: 'No.', replyToExternalId: asked });
  platform.failNext({ afterAccepting: true, breaks: 'after-reading' });
  expect(await failure(matrix.send(ctx, message))).toMatchObject({ kind: 'unavailable' });
  const sent = await matrix.send(ctx, { ...message, attempt: 2 });
  expect(platform.sim.accepted).toMatchObject([{ externalId: sent.externalId, text: 'No.' }]);
  expect(await receiver.got('message', ({ echo }) => echo === true)).toMatchObject({ externalId: sent.externalId, messageId: message.messageId, replyToExternalId: asked });
  await happen(platform.sim.read(sent.externalId));
  expect(await receiver.got('receipt')).toMatchObject({ externalId: sent.externalId, status: 'read' });
  await matrix.act?.(ctx, { kind: 'edit', threadKey: roomId(), externalId: sent.externalId, text: 'Yes.' });
  expect(await receiver.got('edit')).toMatchObject({ externalId: sent.externalId, text: 'Yes.' });
  await matrix.act?.(ctx, { kind: 'typing', threadKey: roomId() });
  await matrix.act?.(ctx, { kind: 'read', threadKey: roomId(), externalId: asked });
  await matrix.act?.(ctx, { kind: 'delete', threadKey: roomId(), externalId: sent.externalId });
  expect(await receiver.got('deletion')).toMatchObject({ externalId: sent.externalId });
});

it('sends files and fetches those of customers', async () => {
  const ctx = context();
  const receiver = receive(ctx);
  const picture = Buffer.from('a picture, as far as Matrix cares');
  await say('Look', { media: [{ name: 'mug.png', contentType: 'image/png', bytes: picture }] });
  const message = await receiver.got('message');
  expect(message).toMatchObject({ text: 'Look', attachments: [{ name: 'mug.png', contentType: 'image/png', sizeBytes: picture.length }] });
  expect(await buffer((await matrix.download?.(ctx, message.attachments?.[0]?.ref ?? '')) as NodeJS.ReadableStream)).toEqual(picture);
  const sent = await matrix.send(ctx, outbound({ text: 'Your invoice', attachments: [buildAttachment(), buildAttachment({ name: 'żółw.png', contentType: 'image/png' })] }));
  expect(sent.otherExternalIds).toHaveLength(2);
  expect(platform.sim.accepted.map(({ text, mediaCount }) => [text, mediaCount])).toEqual([['Your invoice', 0], ['', 1], ['', 1]]);
  expect(await failure(matrix.send(ctx, outbound({ attachments: [buildAttachment({ content: Buffer.alloc(5_000_001) })] })))).toMatchObject({ kind: 'rejected', reason: 'attachment-too-big' });
});

it('fills a timeline that was cut short, and catches up from where it was', async () => {
  const ctx = context();
  const first = receive(ctx);
  await say('one');
  await first.got('message');
  await first.stop();
  for (let at = 1; at <= 230; at += 1) await say(`missed ${at}`);
  const second = receive(ctx, first.cursor());
  await second.got('message', ({ text }) => text === 'missed 230');
  const texts = (await second.read()).flatMap((one) => (one.kind === 'message' ? [one.text] : []));
  expect(texts).toEqual(Array.from({ length: 230 }, (_, at) => `missed ${at + 1}`));
  const held: string[] = [];
  for await (const deliveries of matrix.history?.(ctx, new Date(Date.now() - 60_000)) ?? []) for (const delivery of deliveries) held.push(delivery.externalId ?? '');
  expect(new Set(held)).toEqual(new Set([...first.pages, ...second.pages].flatMap(({ deliveries }) => deliveries.map(({ externalId }) => externalId ?? ''))));
});

it('renews its access when the session ends, also in the middle of a long poll, and asks for somebody when it can not', async () => {
  const ctx = context();
  const receiver = receive(ctx);
  await say('before');
  await receiver.got('message');
  platform.sim.endSessions();
  await matrix.send(ctx, outbound({ text: 'renewed' }));
  await say('after');
  await receiver.got('message', ({ text }) => text === 'after');
  platform.sim.endSessions({ refreshable: false });
  await matrix.send(ctx, outbound({ text: 'signed in anew' }));
  expect(platform.requests.filter(({ path }) => path.endsWith('/refresh')).length).toBeGreaterThan(0);
  const token = { ...ctx.settings, password: '', refreshToken: '' };
  platform.sim.endSessions({ refreshable: false });
  expect(await failure(matrix.send(context(token), outbound()))).toMatchObject({ kind: 'unauthorized', reason: 'token-refused' });
});

it('writes first, in the room that there is or in a new one', async () => {
  const ctx = context();
  const sent = await matrix.send(ctx, buildOutbound({ messageId: randomUUID(), to: { id: '@new:elsewhere.test' }, text: 'Good news' }));
  expect(sent.threadKey).toMatch(/^!/);
  expect((await matrix.send(ctx, buildOutbound({ messageId: randomUUID(), to: { id: '@new:elsewhere.test' }, text: 'More of it' }))).threadKey).toBe(sent.threadKey);
});

it('asks for the name of who has none in the room', async () => {
  expect(await matrix.profile?.(context(), { id: anna.id })).toMatchObject({ id: anna.id, name: 'Anna Zielińska' });
  expect(await matrix.profile?.(context(), { id: '@nobody:elsewhere.test' })).toBeUndefined();
});

it.each([['rate-limited', 'unavailable'], ['server-error', 'unavailable'], ['forbidden', 'rejected'], ['too-long', 'rejected']] as const)('says what %s means', async (named, kind) => {
  const ctx = context();
  const receiver = receive(ctx);
  await say('hi');
  await receiver.got('message');
  platform.failNext({ failure: named });
  expect(await failure(matrix.send(ctx, outbound()))).toMatchObject({ kind });
});
