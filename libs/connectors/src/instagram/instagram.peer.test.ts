/** The real connector against the played platform, over real sockets, by both of Meta's products. */
import { text as readText } from 'node:stream/consumers';
import { instagramBy } from '../../../../test/platforms/instagram/instagram.platform';
import { Harness, reasonOf } from '../../../../test/platforms/meta/meta.harness';
import { buildAttachment, buildOutbound } from '../conformance/builders';
import type { Inbound } from '../contract';
import { instagram } from './instagram.connector';

describe.each(['instagram', 'facebook'] as const)('by %s login', (product) => {
  const peer = new Harness(instagram, instagramBy(product));
  beforeAll(() => peer.open());
  afterAll(() => peer.close());
  beforeEach(async () => {
    await peer.begin();
    await instagram.connect?.(peer.ctx);
  });
  afterEach(async () => expect(await peer.end()).toEqual([]));
  const reply = (given: Parameters<typeof buildOutbound>[0] = {}) => buildOutbound({ lastInboundAt: peer.clock.toISOString(), ...given });
  const files = () => [buildAttachment({ name: 'b.jpg', contentType: 'image/jpeg', url: 'https://inbox.test/b.jpg' })];

  it('connects, passes the question, and finds everything in order', async () => {
    expect(peer.platform.sim.subscribed?.()).toBe(peer.url);
    expect(await peer.platform.handshake()).toBe(true);
    const health = await instagram.check(peer.ctx);
    expect(health.steps.map(({ id, state }) => `${id} ${state}`)).toEqual(['token ok', 'app ok', 'account ok', 'receive ok']);
    expect(health.expiresAt).toBe(product === 'instagram' ? '2027-01-20T12:00:00.000Z' : undefined);
    expect(peer.ctx.settings.accessToken).toBe(peer.platform.sim.token);
    peer.ctx.settings = { ...peer.ctx.settings, accountId: '17841400000000001' };
    expect((await instagram.check(peer.ctx)).steps[0]).toMatchObject({ id: 'token', state: 'failed' });
  });

  it('reads messages, answers, and knows its own echo', async () => {
    const { sim } = peer.platform;
    const lena = sim.customer('Lena Wójcik');
    const asked = sim.say({ from: lena, text: 'Macie 42?', media: [{ name: 'a.jpg', contentType: 'image/jpeg', bytes: Buffer.from('shoe') }] });
    const [message] = await peer.happen(asked);
    expect(message).toMatchObject({ kind: 'message', externalId: asked.externalId, thread: { key: lena.id }, text: 'Macie 42?' });
    const ref = message?.kind === 'message' ? (message.attachments?.[0]?.ref ?? '') : '';
    expect(await readText(await instagram.download!(peer.ctx, ref))).toBe('shoe');
    peer.platform.sim.inbox.cache.expire();
    expect(await readText(await instagram.download!(peer.ctx, ref))).toBe('shoe');
    expect(await instagram.profile!(peer.ctx, { id: lena.id })).toMatchObject({ name: 'Lena Wójcik', handle: '@lena.wo.jcik', avatarRef: `avatar:${lena.id}` });
    expect(await instagram.profile!(peer.ctx, { id: '1700000000000999' })).toBeUndefined();
    const answer = reply({ to: { id: lena.id }, threadKey: lena.id, replyToExternalId: asked.externalId, text: 'Mamy!', attachments: files() });
    const sent = await instagram.send(peer.ctx, answer);
    expect(sim.accepted).toMatchObject([{ externalId: sent.externalId, text: 'Mamy!' }, { mediaCount: 1 }]);
    for (const echo of await peer.read()) expect(echo).toMatchObject({ echo: true, messageId: answer.messageId, to: [{ id: lena.id }] });
    expect(await peer.happen(sim.read!(sent.externalId))).toMatchObject([{ kind: 'receipt', status: 'read', externalId: sent.externalId }]);
    expect(await peer.happen(sim.react!(asked.externalId, lena, '❤️'))).toMatchObject([{ kind: 'reaction', emojis: ['❤️'] }]);
    expect(await peer.happen(sim.edit!(asked.externalId, 'Macie 43?'))).toMatchObject([{ kind: 'edit' }]);
    expect(await peer.happen(sim.remove(asked.externalId))).toMatchObject([{ kind: 'deletion' }]);
    expect(await peer.happen(sim.answeredElsewhere!(lena, 'z telefonu'))).toMatchObject([{ echo: true, text: 'z telefonu' }]);
    for (const kind of ['typing', 'read'] as const) await instagram.act?.(peer.ctx, { kind, threadKey: lena.id, externalId: asked.externalId });
  });

  it('reads comments, looks up the post, answers, hides and deletes', async () => {
    const { sim } = peer.platform;
    const lena = sim.customer('Lena');
    const postId = sim.post!('Nowe buty');
    const said = sim.say({ from: lena, text: 'Piękne!', public: { postId } });
    const [message, pointer] = await peer.happen(said);
    const threadKey = `${postId}:${lena.id}`;
    expect(message).toMatchObject({ externalId: said.externalId, visibility: 'public', thread: { key: threadKey }, from: { handle: '@lena' }, at: '2026-11-21T12:00:00.000Z' });
    const [found] = await instagram.lookup!(peer.ctx, pointer?.kind === 'pointer' ? pointer.ref : '');
    expect(await peer.parse(found!)).toMatchObject([{ externalId: said.externalId, thread: { key: threadKey }, post: { text: 'Nowe buty', url: `https://www.instagram.com/p/${postId}/` } }]);
    const sent = await instagram.send(peer.ctx, buildOutbound({ visibility: 'public', threadKey, replyToExternalId: said.externalId, postExternalId: postId, text: 'Dziękujemy' }));
    expect(sim.accepted).toMatchObject([{ externalId: sent.externalId, to: said.externalId, visibility: 'public' }]);
    expect(await peer.read()).toMatchObject([{ externalId: sent.externalId, echo: true, thread: { references: [said.externalId] } }]);
    for (const kind of ['hide', 'unhide', 'delete', 'delete'] as const) await instagram.act?.(peer.ctx, { kind, threadKey, externalId: said.externalId });
    expect(sim.accepted.slice(1).map(({ kind }) => kind)).toEqual(['hide', 'unhide', 'delete']);
    expect(await reasonOf(instagram.act!(peer.ctx, { kind: 'hide', threadKey, externalId: said.externalId }))).toBe('rejected gone');
  });

  it('answers a comment in private once, and says in which thread it goes on', async () => {
    const { sim } = peer.platform;
    const lena = sim.customer();
    const said = sim.say({ from: lena, text: 'ile?', public: { postId: sim.post!('x') } });
    const message = buildOutbound({ to: { id: lena.id }, postExternalId: '1', replyToExternalId: said.externalId });
    expect((await instagram.send(peer.ctx, message)).threadKey).toBe(lena.id);
    expect(await reasonOf(instagram.send(peer.ctx, message))).toBe('rejected already-replied');
  });

  it('finds who wrote when the webhook does not tell, and shows a live comment', async () => {
    const { sim } = peer.platform;
    const lena = sim.customer('Lena');
    const said = sim.say({ from: lena, text: 'cicho', public: { postId: sim.post!('x') }, nameless: true });
    const [pointer] = await peer.happen(said);
    const [found] = await instagram.lookup!(peer.ctx, pointer?.kind === 'pointer' ? pointer.ref : '');
    expect(await peer.parse(found!)).toMatchObject([{ externalId: said.externalId, from: { id: lena.id }, text: 'cicho' }]);
    expect((await peer.happen(sim.comments.live(lena, 'na żywo')))[0]).toMatchObject({ extra: { live: true } });
  });

  it('looks mentions up and answers them where mentions are answered', async () => {
    const { sim } = peer.platform;
    const lena = sim.customer('Lena');
    for (const mention of [sim.say({ from: lena, text: '@sklep.zimorodek super', public: { mention: true } }), sim.comments.mentionInCaption(lena, 'Buty od @sklep.zimorodek')]) {
      const [pointer] = await peer.happen(mention);
      const [found] = await instagram.lookup!(peer.ctx, pointer?.kind === 'pointer' ? pointer.ref : '');
      const [message] = await peer.parse(found!);
      expect(message).toMatchObject({ kind: 'message', externalId: mention.externalId, from: { id: lena.id }, extra: { mention: true }, text: expect.stringContaining('@sklep.zimorodek') });
      const { threadState, thread } = message as Extract<Inbound, { kind: 'message' }>;
      await instagram.send(peer.ctx, buildOutbound({ visibility: 'public', threadKey: thread.key ?? '', replyToExternalId: mention.externalId, threadState: threadState ?? null, text: 'Dziękujemy!' }));
      expect(sim.accepted.at(-1)).toMatchObject({ to: mention.externalId, text: 'Dziękujemy!' });
    }
    sim.comments.media.clear();
    const gone = await instagram.lookup!(peer.ctx, JSON.stringify({ media: '17900000000000999', comment: '17800000000000999', mention: true, at: '2026-11-21T12:00:00.000Z' }));
    expect(await peer.parse(gone[0]!)).toMatchObject([{ kind: 'message', externalId: '17800000000000999', unsupported: 'comment' }]);
  });

  it('catches up: what it fetches reads as what was told live', async () => {
    const { sim } = peer.platform;
    const lena = sim.customer('Lena');
    await peer.happen(sim.say({ from: lena, text: 'dawno' }));
    peer.clock = new Date('2026-11-21T13:00:00Z');
    const comment = sim.say({ from: lena, text: 'komentarz', public: { postId: sim.post!('Post') } });
    const live = [...(await peer.happen(sim.say({ from: lena, text: 'teraz' }))), ...(await peer.happen(sim.answeredElsewhere!(lena, 'gdzie indziej'))), ...(await peer.happen(comment)), ...(await peer.happen(sim.answeredBelow(comment.externalId, 'dzięki')))].filter((one) => one.kind === 'message');
    const fetched: Inbound[] = [];
    for await (const deliveries of instagram.history!(peer.ctx, new Date('2026-11-21T12:30:00Z'))) for (const one of deliveries) fetched.push(...(await peer.parse(one)));
    const name = (one: Inbound) => JSON.stringify(one.kind === 'message' ? { id: one.externalId, text: one.text, thread: one.thread, echo: one.echo } : one.kind);
    expect(fetched.map(name).sort()).toEqual(live.map(name).sort());
  });

  it.each([['rate-limited', 'unavailable rate-limited'], ['server-error', 'unavailable platform-busy'], ['token-expired', 'unauthorized token-refused'], ['window-closed', 'rejected window-closed'], ['blocked', 'rejected blocked-by-user'], ['too-long', 'rejected text-too-long']] as const)('says what %s means', async (failure, expected) => {
    const lena = peer.platform.sim.customer();
    await peer.happen(peer.platform.sim.say({ from: lena, text: 'hej' }));
    peer.platform.failNext({ failure });
    expect(await reasonOf(instagram.send(peer.ctx, reply({ to: { id: lena.id } })))).toBe(expected);
  });
});
