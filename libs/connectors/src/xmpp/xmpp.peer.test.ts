/** The connector against a real Prosody, with customers who use another client. */
import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import axios from 'axios';
import { eventually } from '../../../../test/support/eventually';
import { startTcpProxy, type TcpProxy } from '../../../../test/support/mail/tcp-proxy';
import { startProsody, type Account, type Prosody } from '../../../../test/support/xmpp/prosody';
import { xml, type XmppPerson } from '../../../../test/support/xmpp/xmpp-person';
import { buildAttachment, buildContext, buildOutbound } from '../conformance/builders';
import { ConnectorError, type Inbound, type Json, type Outbound, type Page } from '../contract';
import { xmpp } from './xmpp.connector';
import { messageKey, wireId } from './xmpp.ids';
import type { XmppContext } from './xmpp.sessions';

let prosody: Prosody;
let proxy: TcpProxy;
let shop: Account;
let anna: XmppPerson;
const running: Receiver[] = [];

beforeAll(async () => {
  prosody = await startProsody();
  proxy = await startTcpProxy({ port: prosody.clientPort });
  anna = await prosody.person('anna');
});
afterAll(async () => {
  await prosody.stop();
  await proxy.stop();
});
beforeEach(() => {
  shop = prosody.addUser(`shop-${randomUUID().slice(0, 8)}@acme.test`);
  anna.inbox.length = 0;
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((receiver) => receiver.stop()));
  proxy.cutWhenClientSends(undefined);
  proxy.silence(false);
  proxy.refuse(false);
});

function context(more: Record<string, unknown> = {}, given: Partial<XmppContext> = {}): XmppContext {
  const settings = xmpp.settings.parse(prosody.channelSettings(shop, more));
  return buildContext(settings, { channelId: randomUUID(), http: axios.create({ timeout: 5_000 }), now: () => new Date(), ...given });
}

const asComponent = (more: Record<string, unknown> = {}) => context({ connection: 'component', address: `help@${prosody.component.domain}`, password: prosody.component.secret, port: prosody.componentPort, ...more });
const throughProxy = () => context({ encryption: 'none', port: proxy.port });

/** What the worker does: keeps what is emitted, and the cursor. */
class Receiver {
  readonly pages: Page[] = [];
  cursor: Json | undefined;
  ended: Promise<unknown>;
  private readonly abort = new AbortController();
  ready: Promise<void>;

  constructor(readonly ctx: XmppContext, cursor?: Json, fail?: () => boolean) {
    running.push(this);
    let began: () => void;
    this.ready = new Promise((resolve) => { began = resolve; });
    this.cursor = cursor;
    this.ended = (xmpp.stream?.(ctx, cursor, (page) => {
      if (fail?.() === true) return Promise.reject(new Error('the database is away'));
      this.pages.push(page);
      this.cursor = page.cursor;
      if (page.deliveries.length === 0) began();
      return Promise.resolve();
    }, this.abort.signal) ?? Promise.resolve()).then(() => undefined, (error: unknown) => error);
  }

  async read(): Promise<Inbound[]> {
    const all: Inbound[] = [];
    for (const { deliveries } of this.pages) for (const delivery of deliveries) all.push(...(await xmpp.parse(delivery, this.ctx.settings)));
    return all;
  }

  got<K extends Inbound['kind']>(kind: K, fits: (inbound: Extract<Inbound, { kind: K }>) => boolean = () => true): Promise<Extract<Inbound, { kind: K }>> {
    return eventually(async () => {
      const found = (await this.read()).find((one): one is Extract<Inbound, { kind: K }> => one.kind === kind && fits(one as Extract<Inbound, { kind: K }>)); // the kind was compared just before
      if (found === undefined) throw new Error(`no such ${kind}: ${JSON.stringify(await this.read()).slice(0, 1500)}\n${prosody.logs()}`);
      return found;
    });
  }

  stop(): Promise<unknown> {
    this.abort.abort();
    return this.ended;
  }
}

async function receive(ctx = context(), cursor?: Json): Promise<Receiver> {
  const receiver = new Receiver(ctx, cursor);
  await Promise.race([receiver.ready, receiver.ended.then((error) => { throw error; })]);
  return receiver;
}

const outbound = (given: Partial<Outbound> = {}) => buildOutbound({ messageId: randomUUID(), to: { id: anna.address }, threadKey: anna.address, ...given });

async function failure(run: Promise<unknown>): Promise<ConnectorError> {
  const error = await run.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof ConnectorError)) throw new Error(`expected a ConnectorError, got ${String(error)}`);
  return error;
}

describe('an account', () => {
  it('signs in over TLS either way, and says in steps what is there', async () => {
    for (const settings of [{}, { encryption: 'tls', port: prosody.clientTlsPort }, { encryption: 'none' }]) {
      const health = await xmpp.check(context(settings));
      expect(health).toMatchObject({ state: 'ok', steps: [{ id: 'server', state: 'ok' }, { id: 'sign-in', state: 'ok' }, { id: 'archive', state: 'ok' }, { id: 'files', state: 'ok' }] });
    }
  });

  it('says what is wrong: a password, a certificate, a port, a private address', async () => {
    expect(await xmpp.check(context({ password: 'not the password' }))).toMatchObject({ state: 'failed', steps: [{ id: 'server', state: 'ok' }, { id: 'sign-in', state: 'failed', detail: expect.stringContaining('password') }] });
    expect(await xmpp.check(context({ verifyCertificates: true }))).toMatchObject({ state: 'failed', steps: [{ id: 'server', state: 'failed', detail: expect.stringContaining('certificate') }, { state: 'skipped' }] });
    expect(await xmpp.check(context({ port: 1 }))).toMatchObject({ state: 'failed', steps: [{ id: 'server', state: 'failed', detail: expect.stringContaining('port') }, {}] });
    expect(await failure(xmpp.send({ ...context(), allowPrivateHosts: false }, outbound()))).toMatchObject({ kind: 'rejected', reason: 'blocked-address' });
    expect(await failure(xmpp.send(context({ password: 'not the password' }), outbound()))).toMatchObject({ kind: 'unauthorized', reason: 'password-refused' });
    expect(await new Receiver(context({ password: 'not the password' })).ended).toMatchObject({ kind: 'unauthorized' });
  });

  it('hears what a customer writes, corrects, reacts to and takes back, and tells their app that it arrived', async () => {
    const receiver = await receive();
    await anna.send({ to: shop.address, id: 'typing-1' }, xml('composing', { xmlns: 'http://jabber.org/protocol/chatstates' }));
    expect(await receiver.got('typing')).toMatchObject({ threadKey: anna.address, from: { id: anna.address } });
    const id = await anna.say(shop.address, 'Where is my parcle? <&> "żółć" 🧾', xml('request', { xmlns: 'urn:xmpp:receipts' }));
    const message = await receiver.got('message');
    expect(message).toMatchObject({ externalId: messageKey(anna.address, 'in', id), text: 'Where is my parcle? <&> "żółć" 🧾', from: { id: anna.address, handle: anna.address }, thread: { key: anna.address } });
    await anna.got((one) => one.getChild('received', 'urn:xmpp:receipts')?.attrs['id'] === id);
    await anna.correct(shop.address, id, 'Where is my parcel?');
    expect(await receiver.got('edit')).toMatchObject({ externalId: message.externalId, text: 'Where is my parcel?' });
    await anna.send({ to: shop.address }, xml('reactions', { xmlns: 'urn:xmpp:reactions:0', id }, xml('reaction', {}, '👍')));
    expect(await receiver.got('reaction')).toMatchObject({ externalId: message.externalId, emojis: ['👍'] });
    await anna.send({ to: shop.address, id: 'r1' }, xml('retract', { xmlns: 'urn:xmpp:message-retract:1', id }), xml('body', {}, 'taken back'));
    expect(await receiver.got('deletion')).toMatchObject({ externalId: message.externalId });
  });

  it('answers, with reply and receipts, and corrects and takes back what it wrote', async () => {
    const receiver = await receive();
    const asked = await anna.say(shop.address, 'Open on Sunday?');
    const question = await receiver.got('message');
    const message = outbound({ text: 'No, & <never>.', replyToExternalId: question.externalId, quote: { text: 'Open on Sunday?', author: 'Anna', at: question.at } });
    const sent = await xmpp.send(receiver.ctx, message);
    expect(sent).toMatchObject({ externalId: messageKey(anna.address, 'out', wireId(message.messageId)), status: 'sent', threadKey: anna.address });
    const arrived = await anna.got((one) => one.attrs['id'] === wireId(message.messageId));
    expect(arrived.getChildText('body')).toBe('> Open on Sunday?\nNo, & <never>.');
    expect(arrived.getChild('reply', 'urn:xmpp:reply:0')?.attrs).toMatchObject({ id: asked, to: anna.address });
    expect(arrived.getChild('fallback')?.getChild('body')?.attrs).toMatchObject({ start: '0', end: '18' });
    expect(arrived.getChild('origin-id')?.attrs['id']).toBe(wireId(message.messageId));
    await anna.received(arrived.attrs['from'] ?? '', wireId(message.messageId));
    expect(await receiver.got('receipt')).toMatchObject({ externalId: sent.externalId, status: 'delivered', messageId: message.messageId });
    await anna.displayed(shop.address, wireId(message.messageId));
    expect(await receiver.got('receipt', ({ status }) => status === 'read')).toMatchObject({ externalId: sent.externalId });
    await xmpp.act?.(receiver.ctx, { kind: 'edit', threadKey: anna.address, externalId: sent.externalId, text: 'Yes.' });
    expect((await anna.gotText('Yes.')).getChild('replace')?.attrs['id']).toBe(wireId(message.messageId));
    await xmpp.act?.(receiver.ctx, { kind: 'delete', threadKey: anna.address, externalId: sent.externalId });
    await anna.got((one) => one.getChild('retract')?.attrs['id'] === wireId(message.messageId));
    await xmpp.act?.(receiver.ctx, { kind: 'typing', threadKey: anna.address });
    await anna.got((one) => one.getChild('composing') !== undefined);
    await xmpp.act?.(receiver.ctx, { kind: 'read', threadKey: anna.address, externalId: question.externalId });
    await anna.got((one) => one.getChild('displayed')?.attrs['id'] === asked);
    expect(await failure(Promise.resolve(xmpp.act?.(receiver.ctx, { kind: 'delete', threadKey: anna.address, externalId: question.externalId })))).toMatchObject({ kind: 'rejected', reason: 'unsupported' });
  });

  it('shows what the business wrote in another app, live and from the archive, under one id', async () => {
    const receiver = await receive();
    await anna.say(shop.address, 'Hello?');
    await receiver.got('message');
    // Another process of ours sends over a connection of its own.
    const ctx = { ...receiver.ctx, channelId: randomUUID() };
    const message = outbound({ text: 'From another process' });
    const sent = await xmpp.send(ctx, message);
    const echo = await receiver.got('message', (one) => one.echo === true);
    expect(echo).toMatchObject({ externalId: sent.externalId, messageId: message.messageId, to: [{ id: anna.address }], thread: { key: anna.address }, text: 'From another process' });
    const archived: Inbound[] = [];
    for await (const deliveries of xmpp.history?.(receiver.ctx, new Date(Date.now() - 60_000)) ?? []) for (const delivery of deliveries) archived.push(...(await xmpp.parse(delivery, receiver.ctx.settings)));
    expect(archived.filter((one) => one.kind === 'message').map((one) => one.externalId)).toEqual((await receiver.read()).filter((one) => one.kind === 'message').map((one) => one.externalId));
  });

  it('catches up by the archive what came while it was away, once, also when the last place is forgotten', async () => {
    const first = await receive();
    await anna.say(shop.address, 'one');
    await first.got('message');
    await first.stop();
    await anna.say(shop.address, 'two');
    await anna.say(shop.address, 'three');
    const second = await receive(context({}, { addedAt: new Date(Date.now() - 60_000) }), first.cursor);
    const texts = async (receiver: Receiver) => [...new Map((await receiver.read()).filter((one) => one.kind === 'message').map((one) => [one.externalId, one.text])).values()];
    await second.got('message', ({ text }) => text === 'three');
    expect(await texts(second)).toEqual(['two', 'three']);
    await second.stop();
    await anna.say(shop.address, 'four');
    const forgotten = { ...(second.cursor as { at: string }), after: 'an-entry-that-was-deleted' }; // what the receiver stored
    const third = await receive(context(), forgotten);
    await third.got('message', ({ text }) => text === 'four');
  });

  it('does not confirm what could not be stored, and reads it again', async () => {
    let away = false;
    const ctx = context();
    const receiver = new Receiver(ctx, undefined, () => away);
    await receiver.ready;
    away = true;
    const id = await anna.say(shop.address, 'Keep me', xml('request', { xmlns: 'urn:xmpp:receipts' }));
    expect(await receiver.ended).toMatchObject({ message: 'the database is away' });
    expect(anna.inbox.find((one) => one.getChild('received')?.attrs['id'] === id)).toBeUndefined();
    const again = await receive(ctx, receiver.cursor);
    expect(await again.got('message')).toMatchObject({ text: 'Keep me' });
    await anna.got((one) => one.getChild('received')?.attrs['id'] === id);
  });

  it('accepts contact requests', async () => {
    await receive();
    // Apps that never read their contacts are not told how they change.
    await anna.ask(xml('iq', { type: 'get' }, xml('query', { xmlns: 'jabber:iq:roster' })));
    const heard = new Promise<void>((resolve) => { anna.onPresence((presence) => { if (presence.attrs['type'] === 'subscribed' && presence.attrs['from'] === shop.address) resolve(); }); });
    await anna.presence({ to: shop.address, type: 'subscribe' });
    await heard;
  });

  it('sends files by way of the server, and fetches those of customers', async () => {
    const receiver = await receive();
    const content = Buffer.from('%PDF-1.7 żółta faktura');
    const sent = await xmpp.send(receiver.ctx, outbound({ text: 'Your invoice', attachments: [buildAttachment({ name: 'faktura żółta.pdf', content })] }));
    expect(sent.otherExternalIds).toHaveLength(1);
    const linked = await anna.got((one) => one.getChild('x', 'jabber:x:oob') !== undefined);
    const url = linked.getChild('x', 'jabber:x:oob')?.getChildText('url') ?? '';
    expect(linked.getChildText('body')).toBe(url);
    expect((await axios.get<ArrayBuffer>(url, { responseType: 'arraybuffer' })).data).toEqual(content);
    await anna.send({ to: shop.address, id: 'file-1' }, xml('body', {}, url), xml('x', { xmlns: 'jabber:x:oob' }, xml('url', {}, url)));
    const message = await receiver.got('message');
    expect(message).toMatchObject({ text: '', attachments: [{ name: 'faktura żółta.pdf', contentType: 'application/pdf' }] });
    expect(await buffer((await xmpp.download?.(receiver.ctx, message.attachments?.[0]?.ref ?? '')) as NodeJS.ReadableStream)).toEqual(content);
    const big = buildAttachment({ name: 'film.mp4', sizeBytes: 2 * 1024 * 1024 });
    expect(await failure(xmpp.send(receiver.ctx, outbound({ attachments: [big] })))).toMatchObject({ kind: 'rejected', reason: 'attachment-too-big' });
    expect(await failure(Promise.resolve(xmpp.download?.(receiver.ctx, url.replace('/file_share/', '/file_share/x'))))).toMatchObject({ kind: 'rejected', reason: 'file-gone' });
  });

  it('reads names and pictures from the cards of people', async () => {
    const picture = Buffer.from('a picture, as far as a card cares');
    await anna.ask(xml('iq', { type: 'set' }, xml('vCard', { xmlns: 'vcard-temp' }, xml('FN', {}, 'Anna Zielińska'), xml('EMAIL', {}, xml('USERID', {}, 'Anna@Example.com')), xml('TEL', {}, xml('NUMBER', {}, '+48 600 100 200')), xml('PHOTO', {}, xml('TYPE', {}, 'image/png'), xml('BINVAL', {}, picture.toString('base64'))))));
    const ctx = context();
    const party = await xmpp.profile?.(ctx, { id: anna.address });
    expect(party).toMatchObject({ id: anna.address, name: 'Anna Zielińska', email: 'anna@example.com', phone: '+48600100200', avatarRef: `card:${anna.address}` });
    expect(await buffer((await xmpp.download?.(ctx, party?.avatarRef ?? '')) as NodeJS.ReadableStream)).toEqual(picture);
    expect(await xmpp.profile?.(ctx, { id: 'nobody@customer.test' })).toBeUndefined();
  });

  it('learns that an address does not exist, before or after the send ends', async () => {
    const receiver = await receive();
    const message = outbound({ to: { id: 'nobody@customer.test' }, threadKey: 'nobody@customer.test' });
    const ended = await xmpp.send(receiver.ctx, message).then(() => undefined, (error: unknown) => error);
    const receipt = await receiver.got('receipt');
    expect(receipt).toMatchObject({ status: 'failed', code: 'unknown-recipient', externalId: messageKey('nobody@customer.test', 'out', wireId(message.messageId)) });
    if (ended !== undefined) expect(ended).toMatchObject({ kind: 'rejected', reason: 'unknown-recipient' });
    expect(await failure(xmpp.send(receiver.ctx, outbound({ to: { id: 'no address' }, threadKey: 'no address' })))).toMatchObject({ kind: 'rejected', reason: 'bad-address' });
    expect(await failure(xmpp.send(receiver.ctx, outbound({ to: { id: 'a@nowhere.invalid' }, threadKey: 'a@nowhere.invalid' })).then(async (sent) => {
      const late = await receiver.got('receipt', ({ externalId }) => externalId === sent.externalId);
      throw new ConnectorError('rejected', late.reason ?? '', { reason: late.code ?? '' });
    }))).toMatchObject({ kind: 'rejected' });
  });

  it('ignores copies and archives that somebody else makes up', async () => {
    const receiver = await receive();
    const forged = xml('message', { xmlns: 'jabber:client', from: 'boss@acme.test', to: anna.address, type: 'chat', id: 'forged' }, xml('body', {}, 'Pay this'));
    await anna.send({ to: shop.address }, xml('sent', { xmlns: 'urn:xmpp:carbons:2' }, xml('forwarded', { xmlns: 'urn:xmpp:forward:0' }, forged)));
    await anna.send({ to: shop.address }, xml('result', { xmlns: 'urn:xmpp:mam:2', queryid: 'x', id: '1' }, xml('forwarded', { xmlns: 'urn:xmpp:forward:0' }, forged)));
    await anna.say(shop.address, 'after');
    await receiver.got('message', ({ text }) => text === 'after');
    expect((await receiver.read()).filter((one) => one.kind === 'message').map(({ text }) => text)).toEqual(['after']);
  });
});

describe('a line that breaks', () => {
  it('in the middle of a send leaves it unknown, and the archive proves afterwards that it arrived', async () => {
    const receiver = await receive(throughProxy());
    proxy.cutWhenClientSends(/Half sent/, { pass: true });
    proxy.silence(true);
    const message = outbound({ text: 'Half sent' });
    expect(await failure(xmpp.send(receiver.ctx, message))).toMatchObject({ kind: 'ambiguous', reason: 'no-answer' });
    expect(await receiver.ended).toMatchObject({ kind: 'unavailable' });
    await anna.gotText('Half sent');
    proxy.cutWhenClientSends(undefined);
    proxy.silence(false);
    const again = await receive(receiver.ctx, receiver.cursor);
    expect(await again.got('message', ({ echo }) => echo === true)).toMatchObject({ messageId: message.messageId, externalId: messageKey(anna.address, 'out', wireId(message.messageId)) });
    expect(anna.inbox.filter((one) => one.getChildText('body') === 'Half sent')).toHaveLength(1);
  });

  it('before a send is a reason to try again', async () => {
    const ctx = throughProxy();
    proxy.refuse(true);
    expect(await failure(xmpp.send(ctx, outbound()))).toMatchObject({ kind: 'unavailable' });
    proxy.refuse(false);
    await xmpp.send(ctx, outbound({ text: 'Now' }));
    await anna.gotText('Now');
  });

  it('ends the stream, so that it is begun anew', async () => {
    const receiver = await receive(throughProxy());
    await anna.say(shop.address, 'before');
    await receiver.got('message');
    proxy.cut();
    expect(await receiver.ended).toMatchObject({ kind: 'unavailable', reason: 'connection-lost' });
    await anna.say(shop.address, 'between');
    const again = await receive(receiver.ctx, receiver.cursor);
    await again.got('message', ({ text }) => text === 'between');
  });
});

describe('a component', () => {
  it('takes what is written to any of its addresses, and answers from it', async () => {
    const receiver = await receive(asComponent());
    const { domain } = prosody.component;
    await anna.say(`sales@${domain}`, 'How much?', xml('request', { xmlns: 'urn:xmpp:receipts' }));
    const message = await receiver.got('message');
    expect(message).toMatchObject({ text: 'How much?', from: { id: anna.address }, thread: { key: `sales@${domain} ${anna.address}` } });
    await anna.got((one) => one.getChild('received') !== undefined);
    const sent = await xmpp.send(receiver.ctx, outbound({ text: 'Ten', threadKey: message.thread.key ?? '' }));
    const arrived = await anna.gotText('Ten');
    expect(arrived.attrs['from']).toBe(`sales@${domain}`);
    await anna.displayed(`sales@${domain}`, arrived.attrs['id'] ?? '');
    expect(await receiver.got('receipt')).toMatchObject({ externalId: sent.externalId, status: 'read' });
    const first = await xmpp.send(receiver.ctx, buildOutbound({ messageId: randomUUID(), to: { id: anna.address }, text: 'News' }));
    expect(first.threadKey).toBe(`help@${domain} ${anna.address}`);
    expect((await anna.gotText('News')).attrs['from']).toBe(`help@${domain}`);
  });

  it('knows a wrong secret, and that another program holds the connection', async () => {
    expect(await xmpp.check(asComponent({ password: 'not the secret' }))).toMatchObject({ state: 'failed', steps: [{ state: 'ok' }, { id: 'sign-in', state: 'failed' }] });
    const receiver = await receive(asComponent());
    expect(await xmpp.check(receiver.ctx)).toMatchObject({ state: 'ok' });
    expect(await failure(xmpp.send(asComponent(), outbound()))).toMatchObject({ kind: 'unavailable', reason: 'held-elsewhere' });
  });

  it('sends files, and learns that nobody is there', async () => {
    const receiver = await receive(asComponent());
    await xmpp.send(receiver.ctx, outbound({ text: '', threadKey: `help@${prosody.component.domain} ${anna.address}`, attachments: [buildAttachment()] }));
    await anna.got((one) => one.getChild('x', 'jabber:x:oob') !== undefined);
    await xmpp.send(receiver.ctx, outbound({ threadKey: `help@${prosody.component.domain} nobody@customer.test` })).catch(() => undefined);
    expect(await receiver.got('receipt')).toMatchObject({ status: 'failed', code: 'unknown-recipient' });
  });
});
