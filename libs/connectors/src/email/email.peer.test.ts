import axios from 'axios';
import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import { ConnectorError, type Delivery, type InboundMessage, type Json, type Page } from '../contract';
import { buildAttachment, buildContext, buildOutbound } from '../conformance/builders';
import { startMailServer, type MailServer } from '../../../../test/support/mail/mail-server';
import { channelSettings } from '../../../../test/support/mail/channel-settings';
import { startTcpProxy, type TcpProxy } from '../../../../test/support/mail/tcp-proxy';
import { email } from './email.connector';
import { emailSettings, type EmailSettings } from './email.settings';
import { smtpTimeouts } from './smtp/smtp.session';

let mail: MailServer;
let proxies: TcpProxy[] = [];
let users = 0;

beforeAll(async () => {
  mail = await startMailServer();
});
afterAll(() => mail.stop());
afterEach(async () => {
  await Promise.all(proxies.map((proxy) => proxy.stop()));
  proxies = [];
  smtpTimeouts.answerMs = 120_000;
});

function newChannel(over: Record<string, unknown> = {}): { settings: EmailSettings; address: string; password: string } {
  const user = mail.addUser(`support${(users += 1)}@acme.test`);
  return { ...user, settings: emailSettings.parse(channelSettings(mail, user, over)) };
}

async function proxyTo(port: number): Promise<TcpProxy> {
  const proxy = await startTcpProxy({ port });
  proxies.push(proxy);
  return proxy;
}

const letter = (id: string, text = 'Hello', extra = ''): string => `From: Anna <anna@customer.test>\nTo: support@acme.test\nMessage-ID: <${id}@customer.test>\n${extra}Subject: ${id}\n\n${text}\n`;

/** What a core keeps: deliveries by their id, and the cursor of the last page, together or not at all. */
class Store {
  readonly deliveries = new Map<string, Delivery>();
  stored = 0;
  cursor: Json | undefined;
  keep(page: Page): void {
    this.stored += page.deliveries.length;
    for (const delivery of page.deliveries) this.deliveries.set(delivery.externalId ?? '', delivery);
    this.cursor = page.cursor;
  }
  subjects(settings: EmailSettings): string[] {
    return [...this.deliveries.values()].flatMap((delivery) => email.parse(delivery, settings) as InboundMessage[]).map((inbound) => inbound.subject ?? '');
  }
}

async function pollInto(store: Store, settings: EmailSettings, addedAt?: Date): Promise<void> {
  for await (const page of email.poll?.({ ...buildContext(settings), ...(addedAt === undefined ? {} : { addedAt }) }, store.cursor) ?? []) store.keep(page);
}

async function until(holds: () => boolean | Promise<boolean>, timeoutMs = 15_000): Promise<void> {
  for (const deadline = Date.now() + timeoutMs; !(await holds()); await new Promise((resolve) => setTimeout(resolve, 25))) {
    if (Date.now() > deadline) throw new Error('It did not come true in time');
  }
}

describe('reading a mailbox', () => {
  it('starts from now, then brings what is new, in order', async () => {
    const { settings, address } = newChannel();
    await mail.deliver(letter('old'), { to: address });
    await mail.waitForMails(address, 1);
    const store = new Store();
    await pollInto(store, settings);
    expect(store.subjects(settings)).toEqual([]);
    for (const id of ['one', 'two', 'three']) await mail.deliver(letter(id), { to: address });
    await mail.waitForMails(address, 4);
    await pollInto(store, settings);
    expect(store.subjects(settings)).toEqual(['one', 'two', 'three']);
    await pollInto(store, settings);
    expect(store.stored).toBe(3);
  });

  it('brings what came between adding the channel and its first connection, and nothing older, however often it looks', async () => {
    const { settings, address } = newChannel();
    await mail.deliver(letter('older'), { to: address });
    await mail.waitForMails(address, 1);
    // Arrival is told in whole seconds.
    await new Promise((resolve) => setTimeout(resolve, 2_100 - (Date.now() % 1000)));
    const addedAt = new Date();
    const store = new Store();
    await pollInto(store, settings, addedAt);
    await pollInto(store, settings, addedAt);
    expect(store.subjects(settings)).toEqual([]);

    const late = new Store();
    await mail.deliver(letter('between'), { to: address });
    await mail.waitForMails(address, 2);
    await pollInto(late, settings, addedAt);
    await mail.deliver(letter('after'), { to: address });
    await mail.waitForMails(address, 3);
    await pollInto(late, settings, addedAt);
    expect(late.subjects(settings)).toEqual(['between', 'after']);
    expect(late.stored).toBe(2);
  });

  it('imports earlier days when asked', async () => {
    const { settings, address } = newChannel({ importDays: 3 });
    await mail.deliver(letter('earlier'), { to: address });
    await mail.waitForMails(address, 1);
    const store = new Store();
    await pollInto({ ...store, keep: (page: Page) => store.keep(page) } as Store, { ...settings });
    expect(store.subjects(settings)).toEqual(['earlier']);
  });

  it('hears of new mail by IDLE within a second, and ends when told', async () => {
    const { settings, address } = newChannel();
    const store = new Store();
    const stop = new AbortController();
    const streaming = email.stream?.(buildContext(settings), undefined, (page) => Promise.resolve(store.keep(page)), stop.signal);
    await until(() => store.cursor !== undefined);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const sentAt = Date.now();
    await mail.deliver(letter('live'), { to: address });
    await until(() => store.stored === 1);
    expect(Date.now() - sentAt).toBeLessThan(2_500);
    await mail.deliver(letter('live-2'), { to: address });
    await until(() => store.stored === 2);
    stop.abort();
    await streaming;
  });

  it('moves its cursor only with what was stored', async () => {
    const { settings, address } = newChannel();
    const store = new Store();
    await pollInto(store, settings);
    await mail.deliver(letter('kept'), { to: address });
    await mail.waitForMails(address, 1);
    const before = store.cursor;
    const failing = email.stream?.(buildContext(settings), before, () => Promise.reject(new Error('the database is away')), new AbortController().signal);
    await expect(failing).rejects.toThrow();
    expect(store.cursor).toEqual(before);
    await pollInto(store, settings);
    expect(store.subjects(settings)).toEqual(['kept']);
  });

  it('lists again by date when the server numbers anew, without doubles and without losing what came meanwhile', async () => {
    const { settings, address } = newChannel();
    const store = new Store();
    await pollInto(store, settings);
    for (const id of ['a', 'b']) await mail.deliver(letter(id), { to: address });
    await mail.deliver('From: anna@customer.test\nSubject: no id\n\nI have no Message-ID\n', { to: address });
    await mail.waitForMails(address, 3);
    await pollInto(store, settings);
    const known = [...store.deliveries.keys()];
    mail.renumber(address);
    await mail.deliver(letter('meanwhile'), { to: address });
    await mail.waitForMails(address, 4);
    await pollInto(store, settings);
    expect([...store.deliveries.keys()].slice(0, 3)).toEqual(known);
    expect(store.deliveries.size).toBe(4);
    expect(store.subjects(settings).sort()).toEqual(['a', 'b', 'meanwhile', 'no id']);
    const stored = store.stored;
    await pollInto(store, settings);
    expect(store.stored).toBe(stored);
  });

  it('keeps two mails that carry the same Message-ID but say different things', async () => {
    const { settings, address } = newChannel();
    const store = new Store();
    await pollInto(store, settings);
    await mail.deliver(letter('same', 'first'), { to: address });
    await mail.deliver(letter('same', 'second'), { to: address });
    await mail.waitForMails(address, 2);
    await pollInto(store, settings);
    expect(store.deliveries.size).toBe(2);
    const [first, second] = [...store.deliveries.values()].flatMap((delivery) => email.parse(delivery, settings) as InboundMessage[]);
    expect(first?.externalId).toBe(second?.externalId);
    expect(first?.externalIdIfTaken).not.toBe(second?.externalIdIfTaken);
  });

  it('goes on after the line broke in the middle of a mail', async () => {
    const { settings, address } = newChannel();
    const store = new Store();
    await pollInto(store, settings);
    // One after the other: the server may overtake a large mail with a small one.
    for (const [index, id] of ['s1', 's2', 's3'].entries()) {
      await mail.deliver(letter(id, id === 's3' ? 'short' : 'x'.repeat(60).concat('\n').repeat(4_000)), { to: address });
      await mail.waitForMails(address, index + 1);
    }
    const proxy = await proxyTo(mail.imapPort);
    const broken = { ...settings, imapPort: proxy.port };
    proxy.cutAfterBytesFromServer(150_000);
    await expect(pollInto(store, broken)).rejects.toMatchObject({ kind: 'unavailable' });
    proxy.cutAfterBytesFromServer(undefined);
    await pollInto(store, broken);
    expect(store.subjects(settings)).toEqual(['s1', 's2', 's3']);
  });

  it('throws when an idle line breaks, so that it is started again', async () => {
    const { settings } = newChannel();
    const proxy = await proxyTo(mail.imapPort);
    const store = new Store();
    const streaming = email.stream?.(buildContext({ ...settings, imapPort: proxy.port }), undefined, (page) => Promise.resolve(store.keep(page)), new AbortController().signal);
    const outcome = expect(streaming).rejects.toMatchObject({ kind: 'unavailable' });
    await until(() => store.cursor !== undefined);
    await new Promise((resolve) => setTimeout(resolve, 200));
    proxy.cut();
    await outcome;
  });

  it('takes the text of a mail over the limit, with a note', async () => {
    const { settings, address } = newChannel({ maxMailMegabytes: 1 });
    const store = new Store();
    await pollInto(store, settings);
    const attachment = Buffer.alloc(1_800_000, 'abc').toString('base64').replace(/(.{76})/g, '$1\n');
    await mail.deliver(`From: anna@customer.test\nMessage-ID: <huge@customer.test>\nSubject: huge\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b1\n\n--b1\nContent-Type: text/plain\n\nSee the film\n--b1\nContent-Type: video/mp4; name=film.mp4\nContent-Disposition: attachment; filename=film.mp4\nContent-Transfer-Encoding: base64\n\n${attachment}\n--b1--\n`, { to: address });
    await mail.waitForMails(address, 1);
    await mail.deliver(letter('after'), { to: address });
    await mail.waitForMails(address, 2);
    await pollInto(store, settings);
    const [huge, after] = [...store.deliveries.values()].flatMap((delivery) => email.parse(delivery, settings) as InboundMessage[]);
    expect(huge?.text).toMatch(/^See the film\n\n\[This mail has 2 MB: too large/);
    expect(huge?.attachments ?? []).toEqual([]);
    expect(after?.text).toBe('Hello');
  });
});

describe('signing in', () => {
  it('says that the password is wrong', async () => {
    const { settings } = newChannel();
    await expect(pollInto(new Store(), { ...settings, password: 'wrong' })).rejects.toMatchObject({ kind: 'unauthorized' });
    await expect(email.send(buildContext({ ...settings, password: 'wrong' }), buildOutbound({ to: { id: 'anna@customer.test' } }))).rejects.toMatchObject({ kind: 'unauthorized' });
  });

  it('checks each step by name', async () => {
    const { settings } = newChannel();
    await expect(email.check(buildContext(settings))).resolves.toMatchObject({ state: 'ok', steps: ['imap-connect', 'imap-login', 'imap-inbox', 'smtp-connect', 'smtp-login'].map((id) => ({ id, state: 'ok' })) });
    const wrong = await email.check(buildContext({ ...settings, password: 'wrong', smtpPort: 1 }));
    expect(wrong.steps.map(({ id, state }) => `${id} ${state}`)).toEqual(['imap-connect ok', 'imap-login failed', 'imap-inbox skipped', 'smtp-connect failed', 'smtp-login skipped']);
    expect(wrong.steps[1]?.detail).toBe('The user name or the password is wrong');
    expect(wrong.steps[3]?.detail).toMatch(/does not answer at this port/);
    const trusted = await email.check(buildContext({ ...settings, imapPort: mail.imapsPort, imapSecurity: 'tls', verifyCertificates: true }));
    expect(trusted.steps.find((step) => step.state === 'failed')?.detail).toMatch(/certificate/i);
  });

  it('works with XOAUTH2 on both sides, renewing once and storing a rotated refresh token', async () => {
    const user = mail.addUser(`oauth${(users += 1)}@acme.test`);
    const refreshToken = mail.identity.grant(user.address, { rotates: true });
    const settings = emailSettings.parse(channelSettings(mail, user, { auth: 'xoauth2', password: '', oauthTokenUrl: mail.identity.tokenUrl, oauthClientId: 'client', oauthClientSecret: 'client-secret', oauthRefreshToken: refreshToken }));
    const ctx = buildContext(settings, { http: axios.create() });
    const asked = mail.identity.asked.length;
    const pages: Page[] = [];
    for await (const page of email.poll?.(ctx, undefined) ?? []) pages.push(page);
    await email.send(ctx, buildOutbound({ to: { id: 'unseen@customer.test' } }));
    expect(pages).toHaveLength(1);
    expect(mail.identity.asked.length - asked).toBe(1);
    expect(ctx.settings.oauthRefreshToken).not.toBe(refreshToken);

    mail.identity.revoke(ctx.settings.oauthAccessToken);
    await email.send(ctx, buildOutbound({ to: { id: 'unseen@customer.test' } }));
    expect(mail.identity.asked.length - asked).toBe(2);

    ctx.settings = { ...ctx.settings, oauthAccessToken: '', oauthRefreshToken: 'withdrawn' };
    await expect(email.send(ctx, buildOutbound({ to: { id: 'unseen@customer.test' } }))).rejects.toMatchObject({ kind: 'unauthorized', reason: 'invalid-grant' });
    mail.identity.failNext(503, {});
    await expect(email.send(ctx, buildOutbound({ to: { id: 'unseen@customer.test' } }))).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

describe('sending', () => {
  it('reaches the customer with the thread, the copy, the quote and the picture, and the answer finds its way back', async () => {
    const channel = newChannel({ plusAddressing: true });
    const anna = mail.addUser(`anna${(users += 1)}@customer.test`);
    const bob = mail.addUser(`bob${users}@customer.test`);
    const sent = await email.send(buildContext(channel.settings), buildOutbound({
      to: { id: anna.address, name: 'Anna' }, cc: [{ id: bob.address }], subject: 'Gdzie jest paczka?', text: 'Dzień dobry,\npaczka wyjechała.', html: '<p>Dzień dobry,<br>paczka wyjechała.<img src="cid:logo@kontuar"></p>', replyToExternalId: '<q1@customer.test>', references: ['<q0@customer.test>', '<q1@customer.test>#abc'],
      replyToken: 'AbC_9.x-z', language: 'pl', quote: { text: 'Gdzie?\n> wcześniej', author: 'Anna', at: '2026-11-21T10:00:00Z' },
      attachments: [buildAttachment(), buildAttachment({ name: 'logo.png', contentType: 'image/png', inline: true, contentId: 'logo@kontuar', content: Buffer.from('PNG') })],
    }));
    const [received] = await mail.waitForMails(anna.address, 1);
    await mail.waitForMails(bob.address, 1);
    const inbound = email.parse({ contentType: 'message/rfc822', body: Buffer.from(received?.raw ?? '') }, emailSettings.parse({ address: anna.address })) as InboundMessage[];
    expect(inbound).toMatchObject([{
      externalId: sent.externalId, subject: 'Re: Gdzie jest paczka?', text: 'Dzień dobry,\npaczka wyjechała.', replyToExternalId: '<q1@customer.test>',
      from: { id: channel.address, name: 'Ola (Acme)' }, cc: [{ id: bob.address }], thread: { references: ['<q1@customer.test>', '<q0@customer.test>'] },
      attachments: [{ name: 'logo.png', contentId: 'logo@kontuar', inline: true }, { name: 'invoice.pdf', contentType: 'application/pdf' }],
    }]);
    expect(inbound[0]?.quoted).toContain('> Gdzie?');
    expect(received?.raw).not.toMatch(/auto-submitted/i);

    await mail.deliver(`From: ${anna.address}\nTo: ${inbound[0]?.replyTo?.id ?? ''}\nMessage-ID: <back@customer.test>\nSubject: Re: x\nReferences: ${sent.externalId}\n\nThanks\n`, { to: inbound[0]?.replyTo?.id ?? '' });
    const [answer] = await mail.waitForMails(channel.address, 1);
    const back = email.parse({ contentType: 'message/rfc822', body: Buffer.from(answer?.raw ?? '') }, channel.settings) as InboundMessage[];
    expect(back[0]?.thread).toEqual({ tokens: ['AbC_9.x-z'], references: [sent.externalId] });
  });

  it('gives the same Message-ID on each attempt', async () => {
    const { settings } = newChannel();
    const anna = mail.addUser(`again${(users += 1)}@customer.test`);
    const first = await email.send(buildContext(settings), buildOutbound({ to: { id: anna.address }, attempt: 1 }));
    const second = await email.send(buildContext(settings), buildOutbound({ to: { id: anna.address }, attempt: 2 }));
    expect(second.externalId).toBe(first.externalId);
  });

  it('says in plain words why a mail was refused, and what may be tried again', async () => {
    const { settings } = newChannel();
    const send = (to: string): Promise<unknown> => email.send(buildContext(settings), buildOutbound({ to: { id: to } }));
    await expect(send('unknown@customer.test')).rejects.toMatchObject({ kind: 'rejected', reason: 'unknown-recipient', message: expect.stringMatching(/^This address does not exist/) });
    await expect(send('full@customer.test')).rejects.toMatchObject({ kind: 'rejected', reason: 'mailbox-full' });
    await expect(send('spam@customer.test')).rejects.toMatchObject({ kind: 'rejected', reason: 'spam' });
    await expect(send('later@customer.test')).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(send('not an address')).rejects.toMatchObject({ kind: 'rejected' });
  });

  it('sends although a copy is refused, and tells', async () => {
    const { settings } = newChannel();
    const anna = mail.addUser(`cc${(users += 1)}@customer.test`);
    await expect(email.send(buildContext(settings), buildOutbound({ to: { id: anna.address }, cc: [{ id: 'unknown@customer.test' }] }))).resolves.toMatchObject({ warning: expect.stringMatching(/unknown@customer\.test: This address does not exist/) });
  });

  it('turns a bounce into the failure of the mail that bounced', async () => {
    const { settings, address } = newChannel();
    const sent = await email.send(buildContext(settings), buildOutbound({ to: { id: 'nobody-there@customer.test' } }));
    const [bounce] = await mail.waitForMails(address, 1);
    const [receipt] = await email.parse({ contentType: 'message/rfc822', body: Buffer.from(bounce?.raw ?? '') }, settings);
    expect(receipt).toMatchObject({ kind: 'receipt', status: 'failed', externalId: sent.externalId, reason: expect.stringMatching(/nobody-there@customer\.test: This address does not exist/), message: { automatic: 'bounce', thread: { tokens: ['reply-token'] } } });
  });

  it('keeps a copy in the Sent folder when asked', async () => {
    const { settings, address } = newChannel({ appendToSent: true });
    await email.send(buildContext(settings), buildOutbound({ to: { id: 'unseen@customer.test' } }));
    await expect(mail.waitForMails(address, 1, { folder: 'Sent' })).resolves.toMatchObject([{ flags: expect.arrayContaining(['\\Seen']) }]);
  });
});

describe('an outgoing server that breaks', () => {
  const startSmtp = async (behaviour: { onData: 'silent' | 'cut' | 'refuse' | 'busy'; }): Promise<{ port: number; stop: () => Promise<void> }> => {
    const server = new SMTPServer({
      authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], logger: false,
      onData: (stream, session, callback) => {
        stream.resume();
        stream.on('end', () => {
          if (behaviour.onData === 'refuse') callback(Object.assign(new Error('5.7.1 looks like spam'), { responseCode: 554 }));
          if (behaviour.onData === 'busy') callback(Object.assign(new Error('4.3.0 try later'), { responseCode: 451 }));
          if (behaviour.onData === 'cut') for (const connection of server.connections as Set<{ _socket: { destroy(): void } }>) connection._socket.destroy();
          void session;
        });
      },
    });
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { port: (server.server.address() as AddressInfo).port, stop: () => new Promise((resolve) => server.close(() => resolve())) };
  };
  const channelAt = (port: number): EmailSettings => ({ ...newChannel().settings, smtpPort: port, smtpSecurity: 'none', smtpWithoutLogin: true });
  const send = (settings: EmailSettings): Promise<unknown> => email.send(buildContext(settings), buildOutbound({ to: { id: 'anna@customer.test' } }));

  it('is ambiguous when the answer to the message does not come', async () => {
    smtpTimeouts.answerMs = 700;
    const server = await startSmtp({ onData: 'silent' });
    await expect(send(channelAt(server.port))).rejects.toMatchObject({ kind: 'ambiguous' });
    void server.stop();
  });

  it('is ambiguous when the line breaks after the message', async () => {
    const server = await startSmtp({ onData: 'cut' });
    await expect(send(channelAt(server.port))).rejects.toMatchObject({ kind: 'ambiguous' });
    await server.stop();
  });

  it('knows that nothing was sent when the line breaks before, or an answer came', async () => {
    const refusing = await startSmtp({ onData: 'refuse' });
    await expect(send(channelAt(refusing.port))).rejects.toMatchObject({ kind: 'rejected', reason: 'spam' });
    await refusing.stop();
    const busy = await startSmtp({ onData: 'busy' });
    await expect(send(channelAt(busy.port))).rejects.toMatchObject({ kind: 'unavailable' });
    const proxy = await proxyTo(busy.port);
    proxy.cutWhenClientSends(/^RCPT/m);
    await expect(send(channelAt(proxy.port))).rejects.toMatchObject({ kind: 'unavailable' });
    await busy.stop();
    await expect(send(channelAt(1))).rejects.toMatchObject({ kind: 'unavailable', reason: 'port-closed' });
    await expect(send({ ...channelAt(1), smtpHost: 'no-such-host.invalid' })).rejects.toMatchObject({ kind: 'unavailable', reason: 'host-unknown' });
  });

  it('does not connect to private addresses unless that is allowed', async () => {
    const ctx = buildContext(channelAt(25), { allowPrivateHosts: false });
    await expect(email.send(ctx, buildOutbound({ to: { id: 'anna@customer.test' } }))).rejects.toBeInstanceOf(ConnectorError);
    await expect(email.send(ctx, buildOutbound({ to: { id: 'anna@customer.test' } }))).rejects.toMatchObject({ reason: 'host-private' });
  });
});
