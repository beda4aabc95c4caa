/** The real connector against the played platform, over real sockets. */
import { text as readText } from 'node:stream/consumers';
import { facebookPlatform } from '../../../../test/platforms/facebook/facebook.platform';
import { Harness, reasonOf } from '../../../../test/platforms/meta/meta.harness';
import { buildAttachment, buildOutbound } from '../conformance/builders';
import type { Inbound } from '../contract';
import { facebook } from './facebook.connector';

const peer = new Harness(facebook, facebookPlatform);
beforeAll(() => peer.open());
afterAll(() => peer.close());
beforeEach(() => peer.begin());
afterEach(async () => expect(await peer.end()).toEqual([]));
const happen: typeof peer.happen = (happened) => peer.happen(happened);
const read = () => peer.read();
const { parse } = peer;
const reply = (given: Parameters<typeof buildOutbound>[0] = {}) => buildOutbound({ lastInboundAt: peer.clock.toISOString(), ...given });

describe('connecting', () => {
  it('tells Meta the address, passes its question, and finds everything in order', async () => {
    expect((await facebook.check(peer.ctx)).state).toBe('warning');
    await facebook.connect?.(peer.ctx);
    expect(peer.platform.sim.subscribed?.()).toBe(peer.url);
    expect(peer.platform.sim.desk.accountFields).toEqual(expect.arrayContaining(['messages', 'feed', 'mention', 'standby']));
    expect(await peer.platform.handshake()).toBe(true);
    const health = await facebook.check(peer.ctx);
    expect(health.steps.map(({ id, state }) => `${id} ${state}`)).toEqual(['token ok', 'app ok', 'page ok', 'receive ok']);
    expect(health.quotas).toEqual([{ label: 'Calls of the app', used: 3, limit: 100 }]);
    await facebook.disconnect?.(peer.ctx);
    expect(peer.platform.sim.desk.accountFields).toBeUndefined();
  });

  it('says which permission is missing and when the access ends', async () => {
    await facebook.connect?.(peer.ctx);
    peer.platform.sim.desk.scopes = peer.platform.sim.desk.scopes.filter((scope) => scope !== 'pages_manage_engagement');
    peer.platform.sim.desk.expiresAt = Date.parse('2026-11-25T12:00:00Z') / 1000;
    const health = await facebook.check(peer.ctx);
    expect(health.expiresAt).toBe('2026-11-25T12:00:00.000Z');
    expect(health.steps[1]).toMatchObject({ state: 'warning', detail: expect.stringContaining('pages_manage_engagement') });
    peer.platform.sim.desk.scopes.push('pages_manage_engagement');
    expect((await facebook.check(peer.ctx)).steps[1]).toMatchObject({ state: 'warning', detail: 'The access ends in 4 days. Connect the channel again before that.' });
  });

  it('finds a secret of another app, which would make every webhook unreadable', async () => {
    peer.ctx.settings = { ...peer.ctx.settings, appSecret: 'anothersecret000000' };
    expect((await facebook.check(peer.ctx)).steps[0]).toMatchObject({ state: 'failed', detail: expect.stringContaining('app secret') });
  });

  it('finds a token of another page', async () => {
    peer.ctx.settings = { ...peer.ctx.settings, pageId: '5550001' };
    expect((await facebook.check(peer.ctx)).steps[0]).toMatchObject({ id: 'token', state: 'failed' });
  });
});

describe('Messenger', () => {
  beforeEach(() => facebook.connect?.(peer.ctx));

  it('reads what people do under the ids that the platform gave', async () => {
    const anna = peer.platform.sim.customer('Anna Żak');
    const said = peer.platform.sim.say({ from: anna, text: 'Dzień dobry', media: [{ name: 'box.png', contentType: 'image/png', bytes: Buffer.from('torn box') }] });
    const [message] = await happen(said);
    expect(message).toMatchObject({ kind: 'message', externalId: said.externalId, text: 'Dzień dobry', thread: { key: anna.id }, attachments: [{ name: 'image-1.png' }] });
    const ref = message?.kind === 'message' ? (message.attachments?.[0]?.ref ?? '') : '';
    expect(await readText(await facebook.download!(peer.ctx, ref))).toBe('torn box');
    peer.platform.sim.inbox.cache.expire();
    expect(await readText(await facebook.download!(peer.ctx, ref))).toBe('torn box');
    expect(await happen(peer.platform.sim.edit!(said.externalId, 'Dobry wieczór'))).toMatchObject([{ kind: 'edit', externalId: said.externalId, text: 'Dobry wieczór' }]);
    expect(await happen(peer.platform.sim.react!(said.externalId, anna, '🔥'))).toMatchObject([{ kind: 'reaction', emojis: ['🔥'] }]);
    expect(await happen(peer.platform.sim.react!(said.externalId, anna, null))).toMatchObject([{ kind: 'reaction', emojis: [] }]);
    expect(await happen(peer.platform.sim.remove(said.externalId))).toMatchObject([{ kind: 'deletion', externalId: said.externalId }]);
    expect(await reasonOf(facebook.download!(peer.ctx, ref))).toBe('rejected file-gone');
  });

  it('learns names and faces of those whom Meta shows', async () => {
    const [anna, ghost] = [peer.platform.sim.customer('Anna Żak'), peer.platform.sim.customer('Nobody')];
    await happen(peer.platform.sim.say({ from: ghost, text: 'x', nameless: true }));
    const known = await facebook.profile!(peer.ctx, { id: anna.id });
    expect(known).toMatchObject({ id: anna.id, name: 'Anna Żak' });
    expect(await readText(await facebook.download!(peer.ctx, known?.avatarRef ?? ''))).toBe('face');
    expect(await facebook.profile!(peer.ctx, { id: ghost.id })).toBeUndefined();
  });

  it('answers, and knows its own echo by the id that it sent along', async () => {
    const anna = peer.platform.sim.customer();
    const said = peer.platform.sim.say({ from: anna, text: 'hej' });
    await happen(said);
    const message = reply({ to: { id: anna.id }, threadKey: anna.id, replyToExternalId: said.externalId, text: 'Wysłane 📦', attachments: [buildAttachment(), buildAttachment({ name: 'b.jpg', contentType: 'image/jpeg' })] });
    const sent = await facebook.send(peer.ctx, message);
    expect(peer.platform.sim.accepted).toMatchObject([{ externalId: sent.externalId, text: 'Wysłane 📦', mediaCount: 0 }, { mediaCount: 1 }, { mediaCount: 1 }]);
    expect(sent.otherExternalIds).toHaveLength(2);
    const echoes = await read();
    expect(echoes).toHaveLength(3);
    for (const echo of echoes) expect(echo).toMatchObject({ kind: 'message', echo: true, messageId: message.messageId, to: [{ id: anna.id }] });
    expect(await happen(peer.platform.sim.delivered!(sent.externalId))).toMatchObject([{ kind: 'receipt', status: 'delivered', externalId: sent.externalId }]);
    expect(await happen(peer.platform.sim.read!(sent.externalId))).toMatchObject([{ kind: 'receipt', status: 'read', threadKey: anna.id }]);
    expect(await happen(peer.platform.sim.answeredElsewhere!(anna, 'z telefonu'))).toMatchObject([{ echo: true, text: 'z telefonu', thread: { key: anna.id } }]);
    for (const kind of ['typing', 'read', 'like', 'unlike'] as const) await facebook.act?.(peer.ctx, { kind, threadKey: anna.id, externalId: said.externalId });
  });

  it('sends even when the message that it points at is gone', async () => {
    const anna = peer.platform.sim.customer();
    await happen(peer.platform.sim.say({ from: anna, text: 'hej' }));
    await facebook.send(peer.ctx, reply({ to: { id: anna.id }, threadKey: anna.id, replyToExternalId: 'm_gone' }));
    expect(peer.platform.sim.accepted).toHaveLength(1);
  });

  it('takes a conversation over for an agent, never for a rule, and only if that is wished', async () => {
    const anna = peer.platform.sim.customer();
    peer.platform.sim.inbox.heldByOthers.add(anna.id);
    expect(await happen(peer.platform.sim.say({ from: anna, text: 'do bota' }))).toMatchObject([{ extra: { standby: true } }]);
    const to = { to: { id: anna.id }, threadKey: anna.id };
    expect(await reasonOf(facebook.send(peer.ctx, reply({ ...to, automatic: true })))).toBe('rejected other-app-holds');
    expect(await reasonOf(facebook.send({ ...peer.ctx, settings: { ...peer.ctx.settings, takeOver: false } }, reply(to)))).toBe('rejected other-app-holds');
    await facebook.send(peer.ctx, reply(to));
    expect(peer.platform.sim.accepted).toHaveLength(1);
  });

  it('tells a partly sent answer from one that never left', async () => {
    const anna = peer.platform.sim.customer();
    await happen(peer.platform.sim.say({ from: anna, text: 'hej' }));
    const both = reply({ to: { id: anna.id }, threadKey: anna.id, attachments: [buildAttachment()] });
    peer.platform.failNext({ failure: 'rate-limited', fits: ({ path }) => path.endsWith('/message_attachments') });
    expect(await reasonOf(facebook.send(peer.ctx, both))).toBe('unavailable rate-limited');
    expect(peer.platform.sim.accepted).toEqual([]);
    peer.platform.failNext({ failure: 'server-error', fits: ({ body }) => body.includes('attachment_id') });
    expect(await reasonOf(facebook.send(peer.ctx, both))).toBe('ambiguous partly-sent');
    peer.platform.failNext({ breaks: 'after-reading', afterAccepting: true });
    expect(await reasonOf(facebook.send(peer.ctx, reply({ to: { id: anna.id }, threadKey: anna.id })))).toBe('ambiguous no-answer');
  });

  it.each([['rate-limited', 'unavailable rate-limited'], ['server-error', 'unavailable platform-busy'], ['token-expired', 'unauthorized token-refused'], ['forbidden', 'unauthorized permission-missing'], ['window-closed', 'rejected window-closed'], ['blocked', 'rejected blocked-by-user'], ['too-long', 'rejected text-too-long']] as const)('says what %s means', async (failure, expected) => {
    const anna = peer.platform.sim.customer();
    await happen(peer.platform.sim.say({ from: anna, text: 'hej' }));
    peer.platform.failNext({ failure });
    expect(await reasonOf(facebook.send(peer.ctx, reply({ to: { id: anna.id } })))).toBe(expected);
  });
});

describe('comments', () => {
  beforeEach(() => facebook.connect?.(peer.ctx));

  it('reads a comment, and looks up the post above it under the same id', async () => {
    const anna = peer.platform.sim.customer('Anna Żak');
    const postId = peer.platform.sim.post!('Nowa kolekcja już jest');
    const said = peer.platform.sim.say({ from: anna, text: 'Ile kosztuje?', public: { postId } });
    const [message, pointer] = await happen(said);
    expect(message).toMatchObject({ kind: 'message', externalId: said.externalId, visibility: 'public', thread: { key: `${postId}:${anna.id}` }, post: { externalId: postId } });
    const [found] = await facebook.lookup!(peer.ctx, pointer?.kind === 'pointer' ? pointer.ref : '');
    expect(await parse(found!)).toMatchObject([{ externalId: said.externalId, text: 'Ile kosztuje?', thread: { key: `${postId}:${anna.id}` }, post: { text: 'Nowa kolekcja już jest', author: { id: peer.ctx.settings.pageId } } }]);
  });

  it('asks for the post above once, however many comments there are below it, and anew when it is the post that is news', async () => {
    const postId = peer.platform.sim.post!('Nowa kolekcja');
    const refs: string[] = [];
    for (const name of ['Anna', 'Beata', 'Celina', 'Dorota']) {
      const inbounds = await happen(peer.platform.sim.say({ from: peer.platform.sim.customer(name), text: `Ile? ${name}`, public: { postId } }));
      refs.push(...inbounds.flatMap((inbound) => (inbound.kind === 'pointer' ? [inbound.ref] : [])));
    }
    expect(refs).toHaveLength(4);
    const asked = () => peer.platform.requests.filter(({ method, path }) => method === 'GET' && path.endsWith(`/${postId}`)).length;
    const begun = peer.platform.requests.length;
    const found = await Promise.all(refs.map(async (ref) => parse((await facebook.lookup!(peer.ctx, ref))[0]!)));
    expect(asked()).toBe(1);
    // Four comments and one post: five calls rather than eight.
    expect(peer.platform.requests.length - begun).toBe(5);
    for (const [inbound] of found) expect(inbound).toMatchObject({ kind: 'message', post: { text: 'Nowa kolekcja' } });
    peer.clock = new Date(peer.clock.getTime() + 61_000);
    await facebook.lookup!(peer.ctx, refs[0] ?? '');
    expect(asked()).toBe(2);
    await facebook.lookup!(peer.ctx, JSON.stringify({ post: postId }));
    expect(asked()).toBe(3);
    peer.platform.failNext({ failure: 'server-error', fits: ({ path }) => path.endsWith(`/${postId}`) });
    peer.clock = new Date(peer.clock.getTime() + 61_000);
    expect(await reasonOf(facebook.lookup!(peer.ctx, refs[1] ?? ''))).toBe('unavailable platform-busy');
    expect(await parse((await facebook.lookup!(peer.ctx, refs[1] ?? ''))[0]!)).toMatchObject([{ post: { text: 'Nowa kolekcja' } }]);
  });

  it('looks up what the webhook left out', async () => {
    const anna = peer.platform.sim.customer('Anna Żak');
    const said = peer.platform.sim.say({ from: anna, text: 'cicho', public: { postId: peer.platform.sim.post!('x') }, nameless: true });
    const [pointer] = await happen(said);
    const ref = pointer?.kind === 'pointer' ? pointer.ref : '';
    expect(await parse((await facebook.lookup!(peer.ctx, ref))[0]!)).toMatchObject([{ externalId: said.externalId, text: 'cicho', from: { id: anna.id } }]);
    peer.platform.sim.comments.comments.clear();
    const [unseen] = await parse((await facebook.lookup!(peer.ctx, ref))[0]!);
    expect(unseen).toMatchObject({ kind: 'message', externalId: said.externalId, unsupported: 'comment', from: { id: `unknown-${said.externalId}` } });
  });

  it('answers in public, knows its echo, and edits, likes, hides and deletes', async () => {
    const anna = peer.platform.sim.customer();
    const postId = peer.platform.sim.post!('x');
    const said = peer.platform.sim.say({ from: anna, text: 'Ile?', public: { postId } });
    await happen(said);
    const threadKey = `${postId}:${anna.id}`;
    const sent = await facebook.send(peer.ctx, buildOutbound({ visibility: 'public', threadKey, replyToExternalId: said.externalId, postExternalId: postId, text: '99 zł' }));
    const withPicture = await facebook.send(peer.ctx, buildOutbound({ visibility: 'public', threadKey, replyToExternalId: said.externalId, text: 'tak', attachments: [buildAttachment({ name: 'p.png', contentType: 'image/png' })] }));
    expect(peer.platform.sim.accepted).toMatchObject([{ externalId: sent.externalId, to: said.externalId, visibility: 'public', text: '99 zł' }, { externalId: withPicture.externalId, mediaCount: 1 }]);
    const [echo] = (await read()).filter((inbound) => inbound.kind === 'message');
    expect(echo).toMatchObject({ externalId: sent.externalId, echo: true, thread: { references: [said.externalId] } });
    await facebook.act?.(peer.ctx, { kind: 'edit', threadKey, externalId: sent.externalId, text: '89 zł' });
    for (const kind of ['like', 'unlike', 'hide', 'unhide', 'delete'] as const) await facebook.act?.(peer.ctx, { kind, threadKey, externalId: said.externalId });
    expect(peer.platform.sim.accepted.slice(2).map(({ kind }) => kind)).toEqual(['edit', 'like', 'unlike', 'hide', 'unhide', 'delete']);
    await facebook.act?.(peer.ctx, { kind: 'delete', threadKey, externalId: said.externalId });
    expect(await reasonOf(facebook.act!(peer.ctx, { kind: 'hide', threadKey, externalId: said.externalId }))).toBe('rejected gone');
  });

  it('answers a comment in private once, and says in which thread it goes on', async () => {
    const anna = peer.platform.sim.customer();
    const postId = peer.platform.sim.post!('x');
    const said = peer.platform.sim.say({ from: anna, text: 'Gdzie paczka?', public: { postId } });
    const message = buildOutbound({ visibility: 'private', to: { id: anna.id }, postExternalId: postId, replyToExternalId: said.externalId });
    const sent = await facebook.send(peer.ctx, message);
    expect(sent.threadKey).toBe(anna.id);
    expect(peer.platform.sim.accepted).toMatchObject([{ kind: 'private-reply', to: said.externalId }]);
    expect((await read())[0]).toMatchObject({ echo: true, messageId: message.messageId, thread: { key: anna.id } });
    expect(await reasonOf(facebook.send(peer.ctx, message))).toBe('rejected already-replied');
    const [theirs] = await peer.happen(peer.platform.sim.say({ from: anna, text: 'tu' }));
    await facebook.send(peer.ctx, reply({ to: { id: anna.id }, threadKey: `${postId}:${anna.id}`, replyToExternalId: theirs?.kind === 'message' ? theirs.externalId : '' }));
    expect(peer.platform.sim.accepted.at(-1)).toMatchObject({ to: anna.id, visibility: 'private' });
  });

  it('reads mentions, and answers them below', async () => {
    const jan = peer.platform.sim.customer('Jan Kos');
    const mention = peer.platform.sim.say({ from: jan, text: '@Sklep super', public: { mention: true } });
    expect(await happen(mention)).toMatchObject([{ kind: 'message', externalId: mention.externalId, extra: { mention: true }, from: { name: 'Jan Kos' } }]);
    await facebook.send(peer.ctx, buildOutbound({ visibility: 'public', threadKey: `${mention.externalId}:${jan.id}`, replyToExternalId: mention.externalId, text: 'Dziękujemy' }));
    expect(peer.platform.sim.accepted).toMatchObject([{ to: mention.externalId, text: 'Dziękujemy' }]);
  });
});

it('catches up: what it fetches reads as what was told live', async () => {
  await facebook.connect?.(peer.ctx);
  const anna = peer.platform.sim.customer('Anna Żak');
  await happen(peer.platform.sim.say({ from: anna, text: 'dawno' }));
  peer.clock = new Date('2026-11-21T13:00:00Z');
  const postId = peer.platform.sim.post!('Post');
  const live = [
    ...(await happen(peer.platform.sim.say({ from: anna, text: 'z plikiem', media: [{ name: 'a.pdf', contentType: 'application/pdf', bytes: Buffer.from('pdf') }] }))),
    ...(await happen(peer.platform.sim.answeredElsewhere!(anna, 'gdzie indziej'))),
    ...(await happen(peer.platform.sim.say({ from: anna, text: 'komentarz', public: { postId } }))),
  ].filter((inbound) => inbound.kind === 'message');
  const fetched: Inbound[] = [];
  for await (const deliveries of facebook.history!(peer.ctx, new Date('2026-11-21T12:30:00Z'))) for (const one of deliveries) fetched.push(...(await parse(one)));
  const name = (inbound: Inbound) => (inbound.kind === 'message' ? { id: inbound.externalId, text: inbound.text, key: inbound.thread.key, echo: inbound.echo, files: inbound.attachments?.length } : inbound.kind);
  expect(fetched.map(name).sort(byId)).toEqual(live.map(name).sort(byId));
});

function byId(a: unknown, b: unknown): number {
  return JSON.stringify(a).localeCompare(JSON.stringify(b));
}
