/**
 * Every played platform through the real product, and everything that platforms do wrong. A row that a platform can't show (it has no
 * edits, it signs no time) is not made for it; `can` below says why in code, from what the module offers.
 */
import { createServer } from 'node:net';
import { capabilitiesFor, type ConversationView } from '@kontuar/contract';
import type { PlatformModule } from '../platforms/platform';
import { openAgentSocket, type AgentSocket } from './agent-socket';
import { startTestApi, type TestApi } from './app';
import { eventually } from './eventually';
import { Played, unique } from './played';

/** What a module offers, asked of a simulation that nobody is connected to. */
function offers(module: PlatformModule) {
  const sim = module.create({ root: 'http://127.0.0.1:1', now: () => new Date(), emit: () => undefined });
  void sim.close?.();
  return sim;
}

/** Makes the rows for these platforms, on a product of their own. */
export function describeFaults(modules: readonly PlatformModule[]): void {
  let api: TestApi;
  let live: AgentSocket;
  let product: Parameters<typeof Played.connect>[1];

  beforeAll(async () => {
    const port = await freePort();
    api = await startTestApi({ worker: true, env: { PORT: String(port), KONTUAR_PUBLIC_URL: `http://127.0.0.1:${port}` } });
    const owner = await api.signUp();
    live = await openAgentSocket(api.url, owner.client.cookie);
    product = { api, owner, live };
  });
  afterAll(async () => {
    live.close();
    await api.stop();
  });

  describe.each(modules.map((module) => ({ name: module.id, module })))('$name', ({ module }) => {
    const can = offers(module);
    const tells = can.webhook !== undefined || can.push !== undefined;
    const row = (possible: boolean, name: string, test: () => Promise<void>) => { if (possible) it(name, test); };
    let played: Played;

    beforeAll(async () => { played = await Played.connect(module, product); });
    afterAll(async () => { await played.close(); });
    afterEach(() => {
      expect(played.platform.violations).toEqual([]);
      played.platform.clearOrders();
    });

    row(can.webhook?.handshake !== undefined, 'passes the proof that the platform asks for', async () => {
      expect(await played.platform.handshake()).toBe(true);
    });

    row(true, 'shows what a customer wrote, and takes the answer to them', async () => {
      const { conversation, message, externalId, from } = await played.conversation();
      expect(message).toMatchObject({ direction: 'in', status: 'received', author: { kind: 'contact' } });
      // Some platforms name nobody in what they deliver: then the name is asked for, and comes a moment later. On the phone a number is all there is.
      await eventually(async () => {
        const { contact } = await product.owner.client.get<ConversationView>(`/conversations/${conversation.id}`);
        expect([from.name.split(' ')[0] ?? '', from.handle ?? from.id].filter((known) => contact.name.includes(known))).not.toEqual([]);
      });
      expect(await played.message(externalId)).toHaveLength(1);
      const reply = unique('Good morning');
      const { message: ours } = await played.answer(conversation.id, reply);
      await played.ended(ours.id, 'sent', 'delivered', 'read');
      expect(played.arrived(reply)).toBe(1);
      await played.read();
      expect(await played.stored(reply)).toHaveLength(1);
    });

    row(tells, 'keeps one message of a delivery that comes three times', async () => {
      const text = unique('Three times');
      await played.tell(played.say({ ...played.usual(), from: played.sim.customer(), text }), { copies: 3 });
      await played.seen(text);
      await played.read();
      expect(await played.stored(text)).toHaveLength(1);
    });

    row(can.webhook !== undefined, 'keeps one message of a delivery that comes five times at once', async () => {
      const text = unique('At once');
      await played.tell(played.say({ ...played.usual(), from: played.sim.customer(), text }), { copies: 5, parallel: true });
      await played.seen(text);
      await played.read();
      expect(await played.stored(text)).toHaveLength(1);
    });

    row(tells, 'keeps both of two that come in the wrong order, in one conversation', async () => {
      const { from, conversation } = await played.conversation('Opening');
      const saying = { ...(conversation.visibility === 'public' ? played.usual() : {}), from };
      const [first, second] = [unique('First'), unique('Second')];
      const events = [played.say({ ...saying, text: first }), played.say({ ...saying, text: second })].flatMap((one) => one.events);
      await played.tell({ events }, { reversed: true });
      await Promise.all([played.seen(first), played.seen(second)]);
      await played.read();
      expect([...(await played.stored(first)), ...(await played.stored(second))]).toHaveLength(2);
    });

    row(tells && can.edit !== undefined, 'shows the edit of a message that came before the message', async () => {
      const text = unique('Teh typo');
      const said = played.say({ ...played.usual(), from: played.sim.customer(), text });
      const edited = unique('The typo');
      const edit = played.sim.edit?.(said.externalId, edited);
      await played.tell({ events: [...said.events, ...(edit?.events ?? [])] }, { reversed: true });
      await eventually(async () => { expect(await played.message(said.externalId)).toMatchObject([{ text: edited }]); });
      await played.read();
      expect(await played.message(said.externalId)).toMatchObject([{ text: edited }]);
    });

    row(tells && can.remove !== undefined, 'does not show a message whose deletion came first', async () => {
      const said = played.say({ ...played.usual(), from: played.sim.customer(), text: unique('Never mind') });
      const removed = played.sim.remove?.(said.externalId);
      await played.tell({ events: [...said.events, ...(removed?.events ?? [])] }, { reversed: true });
      await played.read();
      await eventually(async () => {
        const rows = await played.message<{ deleted_at: Date | null; text: string }>(said.externalId);
        expect(rows.filter((one) => one.deleted_at === null)).toEqual([]);
      });
    });

    row(tells && can.edit !== undefined, 'repeats an edit and a reaction without an effect', async () => {
      const { externalId, from } = await played.conversation('Edit me');
      const edited = unique('Edited');
      await played.tell(played.sim.edit?.(externalId, edited) ?? { events: [] }, { copies: 3 });
      if (can.react !== undefined) await played.tell(played.sim.react?.(externalId, from, '👍') ?? { events: [] }, { copies: 2 });
      await eventually(async () => { expect(await played.message(externalId)).toMatchObject([{ text: edited }]); });
      await played.read();
      const [stored] = await played.message<{ id: string; reactions: unknown[] }>(externalId);
      expect(await api.sql('SELECT 1 FROM message_revisions WHERE message_id = $1', [stored?.id])).toHaveLength(1);
      if (can.react !== undefined) await eventually(async () => { expect((await played.message<{ reactions: unknown[] }>(externalId))[0]?.reactions).toHaveLength(1); });
    });

    row(tells && can.delivered !== undefined, 'takes a receipt that is faster than the answer to the send', async () => {
      const { conversation } = await played.conversation('Receipt');
      const reply = unique('Fast receipt');
      played.platform.failNext({ delayMs: 800 });
      const { message } = await played.answer(conversation.id, reply);
      const sent = await eventually(() => {
        const found = played.sim.accepted.find((one) => one.text.includes(reply));
        if (found === undefined) throw new Error('not sent yet');
        return found;
      });
      await played.tell(played.sim.delivered?.(sent.externalId) ?? { events: [] });
      await played.ended(message.id, 'delivered', 'read');
      expect(await played.stored(reply)).toHaveLength(1);
    });

    row(tells && can.read !== undefined, 'shows that the customer read the answer, and never goes back', async () => {
      const { conversation } = await played.conversation('Read it');
      const reply = unique('To be read');
      const { message } = await played.answer(conversation.id, reply);
      await played.ended(message.id, 'sent', 'delivered');
      const sent = played.sim.accepted.find((one) => one.text.includes(reply));
      await played.tell(played.sim.read?.(sent?.externalId ?? '') ?? { events: [] });
      await played.ended(message.id, 'read');
      if (can.delivered !== undefined) await played.tell(played.sim.delivered?.(sent?.externalId ?? '') ?? { events: [] });
      await played.read();
      expect((await played.messages(conversation.id)).find((one) => one.id === message.id)?.status).toBe('read');
    });

    row(can.webhook !== undefined, 'keeps the good ones of a batch with a bad one', async () => {
      const [first, last] = [unique('Good one'), unique('Another good one')];
      const [one, other] = [played.sim.customer(), played.sim.customer()];
      const usual = played.usual();
      const events = [played.say({ ...usual, from: one, text: first }), played.sim.unknownEvent(), played.say({ ...usual, from: other, text: last })].flatMap((happened) => happened.events);
      // Where the platform sends one a request, the bad one comes between them.
      const batches = (can.webhook?.wrap(events, 'http://127.0.0.1:1/').body.toString('utf8') ?? '').includes(last);
      const answers = await played.tell({ events }, { batch: batches });
      expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
      await Promise.all([played.seen(first), played.seen(last)]);
    });

    row(true, 'shows a message of somebody whom the platform does not name', async () => {
      const text = unique('Nameless');
      await played.tell(played.say({ ...played.usual(), from: played.sim.customer(), text, nameless: true }));
      const { message } = await played.seen(text);
      expect(message.author.name).not.toBe('');
    });

    row(tells, 'keeps what it does not know as an ignored delivery', async () => {
      const before = (await played.deliveries('ignored')).length;
      await played.tell(played.sim.unknownEvent());
      await eventually(async () => { expect((await played.deliveries('ignored')).length).toBeGreaterThan(before); });
      expect(await played.deliveries('dead')).toEqual([]);
    });

    row(can.unknownMessage !== undefined, 'shows a message of an unknown kind as unsupported, ready to be read again', async () => {
      const happened = played.sim.unknownMessage?.(played.sim.customer()) ?? { externalId: '', events: [] };
      await played.tell(happened);
      await eventually(async () => {
        const [stored] = await played.message<{ unsupported: string | null }>(happened.externalId);
        expect(stored?.unsupported ?? '').not.toBe('');
      });
      const [found] = await api.sql<{ id: string; state: string }>(`SELECT d.id, d.state FROM deliveries d JOIN messages m ON m.conversation_id = d.conversation_id WHERE d.channel_id = $1 AND m.external_id = $2 ORDER BY d.position DESC LIMIT 1`, [played.channel.id, happened.externalId]);
      expect(found?.state).toBe('done');
      await product.owner.client.post(`/deliveries/${found?.id}/replay`);
      await played.read();
      expect(await played.message(happened.externalId)).toHaveLength(1);
    });

    row(can.webhook !== undefined, 'takes a body of 5 MB, or refuses it in time', async () => {
      const text = unique('Five megabytes');
      const [answer] = await played.tell(played.say({ ...played.usual(), from: played.sim.customer(), text }), { bytes: 5_000_000, tries: 1 });
      expect([200, 202, 204, 413]).toContain(answer?.status);
      if (answer !== undefined && answer.status < 300) await played.seen(text);
      await played.conversation('Still here');
    });

    row(can.webhook?.timed === true, 'refuses a signature that is ten minutes old', async () => {
      const text = unique('Old');
      const [answer] = await played.tell(played.say({ ...played.usual(), from: played.sim.customer(), text }), { signedAt: new Date(Date.now() - 600_000), tries: 1 });
      expect(answer?.status).toBe(401);
      await played.read();
      expect(await played.stored(text)).toEqual([]);
    });

    row(can.webhook !== undefined, 'stores nothing that is not signed', async () => {
      const text = unique('Unsigned');
      const said = played.say({ ...played.usual(), from: played.sim.customer(), text });
      const kept = async () => (await api.sql<{ count: string }>('SELECT count(*) FROM deliveries WHERE channel_id = $1', [played.channel.id]))[0]?.count;
      const before = await kept();
      expect((await played.tell(said, { unsigned: true, tries: 1 })).map(({ status }) => status)).toEqual(said.events.map(() => 401));
      if (can.webhook?.proof === 'signature') expect((await played.tell(said, { forged: true, tries: 1 })).map(({ status }) => status)).toEqual(said.events.map(() => 401));
      expect(await kept()).toBe(before);
      // The same thing, signed, is welcome.
      await played.tell(said);
      await played.seen(text);
    });

    row(can.failures['rate-limited'] !== undefined, 'waits when the platform asks for it, then sends once', async () => {
      const { conversation } = await played.conversation('Slow down');
      const reply = unique('After the limit');
      played.platform.failNext({ failure: 'rate-limited' });
      const { message } = await played.answer(conversation.id, reply);
      await played.ended(message.id, 'sent', 'delivered', 'read');
      expect(played.arrived(reply)).toBe(1);
    });

    row(true, 'never sends twice after a server error, and never loses it unseen', async () => {
      const { conversation } = await played.conversation('Broken');
      const reply = unique('Through a server error');
      played.platform.failNext({ ...(can.failures['server-error'] === undefined ? { answer: { status: 500, body: '' } } : { failure: 'server-error' }) });
      const { message } = await played.answer(conversation.id, reply);
      const ended = await played.ended(message.id, 'sent', 'delivered', 'read', 'unknown', 'failed');
      expect({ status: ended.status, arrived: played.arrived(reply) }).toEqual({ status: ended.status, arrived: ['unknown', 'failed'].includes(ended.status) ? 0 : 1 });
      expect(ended.status).not.toBe('failed');
    });

    row(true, 'does not send again what was accepted before the connection broke', async () => {
      const { conversation } = await played.conversation('Cut');
      const reply = unique('Accepted and cut');
      played.platform.failNext({ afterAccepting: true, breaks: 'after-reading' });
      const { message } = await played.answer(conversation.id, reply);
      await played.ended(message.id, 'sent', 'delivered', 'read', 'unknown');
      await played.read();
      expect(played.arrived(reply)).toBe(1);
      expect(await played.stored(reply)).toHaveLength(1);
    });

    row(can.failures['token-expired'] !== undefined, 'renews an access that ended in the middle, or asks for somebody', async () => {
      const { conversation } = await played.conversation('Expired');
      const reply = unique('With a new token');
      played.platform.failNext({ failure: 'token-expired' });
      const { message } = await played.answer(conversation.id, reply);
      const ended = await played.ended(message.id, 'sent', 'delivered', 'read', 'failed');
      if (ended.status === 'failed') {
        expect(ended.failure?.code).toBe('unauthorized');
        await eventually(async () => {
          const [row] = await api.sql<{ alarm: { code: string } | null }>('SELECT alarm FROM channels WHERE id = $1', [played.channel.id]);
          expect(row?.alarm?.code).toBe('unauthorized');
        });
        await product.owner.client.post(`/messages/${message.id}/retry`);
        await played.ended(message.id, 'sent', 'delivered', 'read');
      }
      expect(played.arrived(reply)).toBe(1);
    });

    for (const failure of ['forbidden', 'blocked', 'too-long', 'window-closed'] as const) {
      row(can.failures[failure] !== undefined, `tells the agent why, when the platform says ${failure}`, async () => {
        const { conversation } = await played.conversation(failure);
        const reply = unique(`Refused as ${failure}`);
        played.platform.failNext({ failure });
        const { message } = await played.answer(conversation.id, reply);
        const { failure: told } = await played.ended(message.id, 'failed');
        expect(told?.code).toMatch(/^[a-z][a-z-]+$/);
        expect(['internal', 'rejected', 'bounced']).not.toContain(told?.code);
        expect(told?.detail.length).toBeGreaterThan(10);
        expect(told?.detail).not.toMatch(/https?:\/\/|[{}]|undefined|\[object/);
        expect(played.arrived(reply)).toBe(0);
      });
    }

    row(tells && can.answeredElsewhere !== undefined, "shows an answer that was given in the platform's own app, once", async () => {
      const { from, conversation } = await played.conversation('Answered elsewhere');
      const text = unique('From the phone');
      await played.tell(played.sim.answeredElsewhere?.(from, text) ?? { events: [] }, { copies: 2 });
      const { message, conversation: where } = await played.seen(text);
      expect(message).toMatchObject({ direction: 'out', author: { kind: 'elsewhere' } });
      expect(where.id).toBe(conversation.id);
      await played.read();
      expect(await played.stored(text)).toHaveLength(1);
    });

    row(can.post !== undefined, 'makes a conversation of a comment, with the post above, and answers in public', async () => {
      const postId = played.sim.post?.(unique('Our new mugs are here')) ?? '';
      const { conversation, message, from } = await played.conversation('Nice mug', { public: { postId } });
      expect(message.visibility).toBe('public');
      expect(conversation.post).not.toBeNull();
      const reply = unique('Thank you');
      const { message: ours } = await played.answer(conversation.id, reply);
      await played.ended(ours.id, 'sent', 'delivered', 'read');
      expect(played.sim.accepted.find((one) => one.text.includes(reply))).toMatchObject({ visibility: 'public' });
      if (played.channel.capabilities.privateReply === undefined) return;
      const secret = unique('Your order number, please');
      const { message: quiet } = await played.answer(conversation.id, secret, { visibility: 'private' });
      await played.ended(quiet.id, 'sent', 'delivered', 'read');
      expect(played.sim.accepted.find((one) => one.text.includes(secret))).toMatchObject({ visibility: 'private' });
      // What they write back in private goes on in the same conversation, with the same agent.
      const back = unique('It is 4711');
      await played.tell(played.say({ from, text: back }));
      expect((await played.seen(back)).conversation.id).toBe(conversation.id);
    });

    for (const kind of ['hide', 'like'] as const) {
      row(can.post !== undefined, `lets an agent ${kind} a comment and take it back, once the platform confirmed it, where it knows that`, async () => {
        if (capabilitiesFor(played.channel.capabilities, 'public')[kind] !== true) return;
        const { message } = await played.conversation(`To ${kind}`, { public: { postId: played.sim.post?.(unique('A post')) ?? '' } });
        const state = kind === 'hide' ? 'hidden' : 'liked';
        const done = (held: boolean) => product.live.until('message.updated', (one) => one.message.id === message.id && one.message.moderation?.[state] === held && one.message.moderation.pending === null, 20_000);
        await product.owner.client.post(`/messages/${message.id}/acts`, { kind });
        await done(true);
        await product.owner.client.post(`/messages/${message.id}/acts`, { kind: `un${kind}` });
        await eventually(async () => {
          expect((await played.messages(message.conversationId)).find((one) => one.id === message.id)?.moderation).toMatchObject({ [state]: false, pending: null });
        });
      });
    }

    row(true, 'fetches a picture that came along, even if the first try fails', async () => {
      if (played.channel.capabilities.attachments === false) return;
      const text = unique('With a picture');
      const picture = { name: 'mug.png', contentType: 'image/png', bytes: onePixel };
      played.platform.failNext({ answer: { status: 503, body: '' }, fits: (call) => call.method === 'GET' && !call.path.includes('getUpdates') && call.headers['accept']?.includes('json') !== true && call.path.match(/file|media|content|cdn|blob|upload/i) !== null });
      const said = played.say({ ...played.usual(), from: played.sim.customer(), text, media: [picture] });
      await played.tell(said);
      await played.seen(text);
      await eventually(async () => {
        const [stored] = await played.message<{ id: string }>(said.externalId);
        expect(await api.sql('SELECT state FROM attachments WHERE message_id = $1', [stored?.id])).toMatchObject([{ state: 'ready' }]);
      }, 30_000);
    });
  });
}

const onePixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => { resolve(typeof address === 'object' && address !== null ? address.port : 0); });
    });
  });
}
