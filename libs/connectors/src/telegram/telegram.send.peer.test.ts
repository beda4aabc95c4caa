import { createServer } from 'node:http';
import { connect as connectSocket } from 'node:net';
import { Readable } from 'node:stream';
import { contextFor, failure, png, type TelegramContext } from '../../../../test/platforms/telegram/connected';
import { startTelegram, type TelegramSimulator } from '../../../../test/platforms/telegram/simulator';
import { buildAttachment, buildOutbound } from '../conformance/builders';
import type { Outbound } from '../contract';
import { telegram } from './telegram.connector';

let sim: TelegramSimulator;
let ctx: TelegramContext;
beforeEach(async () => {
  sim = await startTelegram();
  ctx = contextFor(sim);
});
afterEach(async () => {
  await sim.close();
});

const send = (chatId: number, given: Partial<Outbound> = {}) => telegram.send(ctx, buildOutbound({ to: { id: String(chatId) }, threadKey: String(chatId), ...given }));

describe('answering', () => {
  it('writes into the chat, pointing at the message that it answers', async () => {
    const anna = sim.person();
    const { message } = sim.userWrites(anna.id, 'Where is my parcel?');
    const sent = await send(anna.id, { text: 'On its way <b>& soon</b> 📦', replyToExternalId: `${anna.id}:${message.message_id}` });
    expect(sent).toEqual({ externalId: `${anna.id}:2`, status: 'sent' });
    expect(sim.sent(anna.id)).toMatchObject([{ messageId: 2, text: 'On its way <b>& soon</b> 📦', replyTo: message.message_id }]);
    expect(sim.violations).toEqual([]);
  });

  it('answers although the message that it answers is gone', async () => {
    const anna = sim.person();
    await send(anna.id, { text: 'still here', replyToExternalId: `${anna.id}:99` });
    expect(sim.sent(anna.id)).toMatchObject([{ text: 'still here' }]);
  });

  it('stays in the topic of a group', async () => {
    const group = sim.group({ forum: true });
    sim.userWrites(group.id, 'Do you ship?', { topicId: 77 });
    await send(group.id, { threadKey: `${group.id}:77`, text: 'Yes' });
    await telegram.act?.(ctx, { kind: 'typing', threadKey: `${group.id}:77` });
    expect(sim.sent(group.id)).toMatchObject([{ text: 'Yes', topicId: 77 }]);
    expect(sim.chatActions).toEqual([{ chatId: group.id, action: 'typing', topicId: 77 }]);
  });

  it('splits a long text at paragraphs and names every part', async () => {
    const anna = sim.person();
    const paragraph = `${'All about your order. '.repeat(120).trim()}`;
    const text = [paragraph, paragraph, paragraph].join('\n\n');
    const sent = await send(anna.id, { text });
    const shown = sim.sent(anna.id);
    expect(shown.map((one) => one.text)).toEqual([paragraph, paragraph, paragraph]);
    expect([sent.externalId, ...(sent.otherExternalIds ?? [])]).toEqual(shown.map(({ messageId }) => `${anna.id}:${messageId}`));
  });

  it.each(['a', 'ż', '🧾'])('sends texts at and past the length of one message, in "%s"', async (sample) => {
    const anna = sim.person();
    for (const units of [4_096, 4_098, 16_384]) {
      const text = sample.repeat(units / sample.length);
      const before = sim.sent(anna.id).length;
      await send(anna.id, { text });
      expect(sim.sent(anna.id).slice(before).map((one) => one.text).join('')).toBe(text);
    }
    expect(sim.sent(anna.id)).toHaveLength(1 + 2 + 4);
  });

  it('sends a picture with its caption as one message, byte for byte, under its own name', async () => {
    const anna = sim.person();
    await send(anna.id, { text: 'As promised', attachments: [buildAttachment({ name: 'żółw "1".png', contentType: 'image/png', content: png })] });
    expect(sim.sent(anna.id)).toMatchObject([{ text: 'As promised', files: [{ kind: 'photo', name: 'żółw "1".png', contentType: 'image/png', bytes: png }] }]);
    expect(sim.violations).toEqual([]);
  });

  it('sends each kind of file by the method that shows it best', async () => {
    const anna = sim.person();
    const file = (name: string, contentType: string) => buildAttachment({ name, contentType, content: Buffer.from('x'.repeat(2000)) });
    await send(anna.id, { text: '', attachments: [file('a.mp4', 'video/mp4'), file('b.ogg', 'audio/ogg'), file('c.mp3', 'audio/mpeg'), file('d.gif', 'image/gif'), file('e.svg', 'image/svg+xml'), file('f.pdf', 'application/pdf')] });
    expect(sim.sent(anna.id).map(({ files }) => files.map(({ kind }) => kind).join())).toEqual(['video', 'voice', 'audio', 'animation', 'document', 'document']);
    expect(sim.requests.map(({ method }) => method)).toEqual(['sendVideo', 'sendVoice', 'sendAudio', 'sendAnimation', 'sendMediaGroup']);
    expect(sim.violations).toEqual([]);
  });

  it('sends several pictures as one album, with the caption on the first', async () => {
    const anna = sim.person();
    const attachments = ['1.png', '2.png', '3.png'].map((name) => buildAttachment({ name, contentType: 'image/png', content: png }));
    const sent = await send(anna.id, { text: 'All sides', attachments });
    expect(sent.otherExternalIds).toHaveLength(2);
    expect(sim.sent(anna.id).map(({ text, album }) => ({ text, inAlbum: album !== undefined }))).toEqual([{ text: 'All sides', inAlbum: true }, { text: '', inAlbum: true }, { text: '', inAlbum: true }]);
    expect(sim.violations).toEqual([]);
  });

  it('puts a text that is too long for a caption before the file', async () => {
    const anna = sim.person();
    await send(anna.id, { text: 'a'.repeat(1025), attachments: [buildAttachment()] });
    expect(sim.sent(anna.id).map(({ text, files }) => [text.length, files.length])).toEqual([[1025, 0], [0, 1]]);
  });

  it('sends as a file what Telegram cannot read as a picture', async () => {
    const anna = sim.person();
    const broken = buildAttachment({ name: 'scan.jpg', contentType: 'image/jpeg', content: Buffer.from('no picture at all') });
    await send(anna.id, { text: 'The scan', attachments: [broken] });
    expect(sim.sent(anna.id)).toMatchObject([{ text: 'The scan', files: [{ kind: 'document', name: 'scan.jpg' }] }]);
  });

  it('streams a big file without holding it in memory', async () => {
    const anna = sim.person();
    const sizeBytes = 30 * 1024 * 1024;
    const chunk = Buffer.alloc(64 * 1024, 7);
    let made = 0;
    const open = () => Promise.resolve(Readable.from((function* () { for (; made < sizeBytes; made += chunk.length) yield chunk; })(), { objectMode: false }));
    await send(anna.id, { text: '', attachments: [{ name: 'big.zip', contentType: 'application/zip', sizeBytes, open }] });
    expect(sim.sent(anna.id)[0]?.files[0]?.bytes.length).toBe(sizeBytes);
  });

  it('follows a group to its new id and remembers it', async () => {
    const group = sim.group();
    sim.userWrites(group.id, 'hi');
    const moved = sim.groupMigrates(group.id);
    const first = await send(group.id, { text: 'one' });
    expect(first).toMatchObject({ externalId: `${moved.id}:1`, threadState: { chatId: String(moved.id) } });
    await send(group.id, { text: 'two', threadState: first.threadState ?? null });
    expect(sim.sent(moved.id).map(({ text }) => text)).toEqual(['one', 'two']);
    expect(sim.requests.filter(({ status }) => status === 400)).toHaveLength(1);
  });

  it('edits, likes and deletes; doing it twice is no failure', async () => {
    const anna = sim.person();
    const { message } = sim.userWrites(anna.id, 'Thank you');
    const plain = await send(anna.id, { text: 'You are wellcome' });
    const captioned = await send(anna.id, { text: 'Invoise', attachments: [buildAttachment()] });
    const threadKey = String(anna.id);
    for (let time = 0; time < 2; time += 1) {
      await telegram.act?.(ctx, { kind: 'edit', threadKey, externalId: plain.externalId, text: 'You are welcome' });
      await telegram.act?.(ctx, { kind: 'edit', threadKey, externalId: captioned.externalId, text: 'Invoice' });
      await telegram.act?.(ctx, { kind: 'like', threadKey, externalId: `${anna.id}:${message.message_id}` });
    }
    expect(sim.sent(anna.id).map(({ text }) => text)).toEqual(['You are welcome', 'Invoice']);
    expect(sim.thread(anna.id)[0]?.reactions).toEqual(['👍']);
    await telegram.act?.(ctx, { kind: 'unlike', threadKey, externalId: `${anna.id}:${message.message_id}` });
    expect(sim.thread(anna.id)[0]?.reactions).toEqual([]);
    for (let time = 0; time < 2; time += 1) await telegram.act?.(ctx, { kind: 'delete', threadKey, externalId: plain.externalId });
    expect(sim.sent(anna.id).map(({ text }) => text)).toEqual(['Invoice']);
    expect(sim.violations).toEqual([]);
  });
});

describe('trouble while answering', () => {
  it('tells apart a person who blocked, one who never wrote, a deleted account and a chat that never was', async () => {
    const [blocked, silent, gone] = [sim.person(), sim.person({ wrote: false }), sim.person()];
    sim.userBlocks(blocked.id);
    sim.userDeletesAccount(gone.id);
    expect(await failure(send(blocked.id))).toMatchObject({ kind: 'rejected', reason: 'blocked-by-user' });
    expect(await failure(send(silent.id))).toMatchObject({ kind: 'rejected', reason: 'cannot-write-first' });
    expect(await failure(send(gone.id))).toMatchObject({ kind: 'rejected', reason: 'user-deactivated' });
    expect(await failure(send(4_711))).toMatchObject({ kind: 'rejected', reason: 'chat-not-found' });
  });

  it('calls a 5xx or a cut connection after acceptance ambiguous, for the customer may have read it', async () => {
    const anna = sim.person();
    sim.failNext({ method: 'sendMessage', status: 502, body: '<html>', afterAccepting: true });
    expect(await failure(send(anna.id, { text: 'once' }))).toMatchObject({ kind: 'ambiguous' });
    sim.failNext({ method: 'sendMessage', breaks: 'after-reading', afterAccepting: true });
    expect(await failure(send(anna.id, { text: 'twice' }))).toMatchObject({ kind: 'ambiguous' });
    ctx.http.interceptors.request.use((config) => ({ ...config, timeout: 200 }));
    sim.failNext({ method: 'sendMessage', delayMs: 1_000, afterAccepting: true });
    expect(await failure(send(anna.id, { text: 'thrice' }))).toMatchObject({ kind: 'ambiguous' });
    expect(sim.sent(anna.id).map(({ text }) => text)).toEqual(['once', 'twice', 'thrice']);
  });

  it('calls it unavailable when nobody listens', async () => {
    const anna = sim.person();
    await sim.close();
    expect(await failure(send(anna.id))).toMatchObject({ kind: 'unavailable', reason: 'unreachable' });
    sim = await startTelegram();
  });

  it('calls it unavailable when the connection is cut in the middle of an upload', async () => {
    const anna = sim.person();
    sim.failNext({ method: 'sendDocument', breaks: 'before-reading' });
    const sizeBytes = 40 * 1024 * 1024;
    const open = () => Promise.resolve(Readable.from((function* () { for (let made = 0; made < sizeBytes; made += 65_536) yield Buffer.alloc(65_536); })(), { objectMode: false }));
    expect(await failure(send(anna.id, { text: '', attachments: [{ name: 'big.zip', contentType: 'application/zip', sizeBytes, open }] }))).toMatchObject({ kind: 'unavailable' });
    expect(sim.sent(anna.id)).toEqual([]);
  });

  it('calls a 5xx to half an upload unavailable, for what was not read was not accepted', async () => {
    const hasty = createServer((_request, response) => response.writeHead(503).end('busy')).listen(0, '127.0.0.1');
    await new Promise((resolve) => hasty.once('listening', resolve));
    const address = hasty.address();
    const elsewhere = { ...ctx, settings: { ...ctx.settings, apiRoot: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` } };
    // A slow disk: the answer is there before the file is read to its end.
    const open = () => Promise.resolve(Readable.from((async function* () { for (let part = 0; part < 100; part += 1) { yield Buffer.alloc(1_000); await new Promise((resolve) => setTimeout(resolve, 20)); } })(), { objectMode: false }));
    const slow = { name: 'slow.zip', contentType: 'application/zip', sizeBytes: 100_000, open };
    expect(await failure(telegram.send(elsewhere, buildOutbound({ to: { id: '1' }, text: '', attachments: [slow] })))).toMatchObject({ kind: 'unavailable' });
    hasty.closeAllConnections();
    await new Promise((resolve) => hasty.close(resolve));
  });

  it('sends nothing when a file can\'t be read or has changed its length', async () => {
    const anna = sim.person();
    const unreadable = buildAttachment({ open: () => Promise.reject(new Error('disk')) });
    expect(await failure(send(anna.id, { attachments: [unreadable] }))).toMatchObject({ kind: 'unavailable', reason: 'file-unreadable' });
    for (const difference of [-1, 1]) {
      const changed = buildAttachment({ content: Buffer.alloc(5_000), sizeBytes: 5_000 + difference });
      expect(await failure(send(anna.id, { attachments: [changed] }))).toMatchObject({ kind: 'rejected', reason: 'file-changed' });
    }
    expect(sim.sent(anna.id)).toEqual([]);
  });

  it('waits out a limit between two parts itself, so that nothing is doubled', async () => {
    const anna = sim.person();
    sim.failNext({ method: 'sendDocument', status: 429, retryAfter: 1 });
    await send(anna.id, { text: 'b'.repeat(2_000), attachments: [buildAttachment()] });
    expect(sim.sent(anna.id)).toHaveLength(2);
    expect(sim.requests.map(({ status }) => status)).toEqual([200, 429, 200]);
  });

  it('never asks for a retry of a reply whose beginning arrived', async () => {
    const anna = sim.person();
    sim.failNext({ method: 'sendDocument', status: 429, retryAfter: 600 });
    const error = await failure(send(anna.id, { text: 'b'.repeat(2_000), attachments: [buildAttachment()] }));
    expect(error).toMatchObject({ kind: 'ambiguous', reason: 'partly-sent', message: expect.stringContaining('1 of 2 parts') as string });
    expect(sim.sent(anna.id)).toHaveLength(1);
  });

  it('leaves a limit before the first part to the core', async () => {
    const anna = sim.person();
    sim.failNext({ status: 429, retryAfter: 17 });
    expect(await failure(send(anna.id))).toMatchObject({ kind: 'unavailable', retryAfterMs: 17_000 });
  });

  it('asks for a new token when it was revoked', async () => {
    const revoked = { ...ctx, settings: { ...ctx.settings, token: '700000001:AAF-another_token_that_is_not_ours' } };
    expect(await failure(telegram.send(revoked, buildOutbound({ to: { id: '1' } })))).toMatchObject({ kind: 'unauthorized' });
    expect(await telegram.check(revoked)).toMatchObject({ state: 'failed', steps: [{ id: 'token', state: 'failed' }, { id: 'receive', state: 'skipped' }] });
    await expect(telegram.disconnect?.(revoked)).resolves.toBeUndefined();
  });

  it('is told apart from a server that is no Bot API', async () => {
    const plain = createServer((_request, response) => response.writeHead(404).end('<html>')).listen(0, '127.0.0.1');
    await new Promise((resolve) => plain.once('listening', resolve));
    const address = plain.address();
    const elsewhere = { ...ctx, settings: { ...ctx.settings, apiRoot: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` } };
    expect((await telegram.check(elsewhere)).steps[0]).toMatchObject({ state: 'failed', detail: expect.stringContaining('address') as string });
    plain.closeAllConnections();
    await new Promise((resolve) => plain.close(resolve));
  });
});

it('a server that does not speak TLS never accepted anything', async () => {
  const elsewhere = { ...ctx, settings: { ...ctx.settings, apiRoot: sim.apiRoot.replace('http:', 'https:') } };
  expect(await failure(telegram.send(elsewhere, buildOutbound({ to: { id: '1' } })))).toMatchObject({ kind: 'unavailable', reason: 'unreachable' });
});

it('a server that hangs up on every connection is unavailable or ambiguous, never a crash', async () => {
  const rude = createServer().on('connection', (socket) => socket.destroy()).listen(0, '127.0.0.1');
  await new Promise((resolve) => rude.once('listening', resolve));
  const address = rude.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await new Promise<void>((resolve) => { const socket = connectSocket(port, '127.0.0.1'); socket.on('error', () => undefined).on('close', () => resolve()); });
  const error = await failure(telegram.send({ ...ctx, settings: { ...ctx.settings, apiRoot: `http://127.0.0.1:${port}` } }, buildOutbound({ to: { id: '1' } })));
  expect(['unavailable', 'ambiguous']).toContain(error.kind);
  await new Promise((resolve) => rude.close(resolve));
});
