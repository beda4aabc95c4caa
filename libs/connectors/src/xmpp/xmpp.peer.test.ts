/** The connector against a real Prosody, with customers who use another client. */
import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import axios from 'axios';
import { failure } from '../../../../test/platforms/played-connector';
import { type StreamReceiver, usesProsody } from '../../../../test/support/xmpp/at-prosody';
import { xml } from '../../../../test/support/xmpp/xmpp-person';
import { buildAttachment } from '../conformance/builders';
import { ConnectorError, type Inbound } from '../contract';
import { xmpp } from './xmpp.connector';
import { messageKey, wireId } from './xmpp.ids';

const at = usesProsody();

describe('an account', () => {
  it('signs in over TLS either way, and says in steps what is there', async () => {
    for (const settings of [{}, { encryption: 'tls', port: at.prosody.clientTlsPort }, { encryption: 'none' }]) {
      const health = await xmpp.check(at.context(settings));
      expect(health).toMatchObject({ state: 'ok', steps: [{ id: 'server', state: 'ok' }, { id: 'sign-in', state: 'ok' }, { id: 'archive', state: 'ok' }, { id: 'files', state: 'ok' }] });
    }
  });

  it('says what is wrong: a password, a certificate, a port, a private address', async () => {
    expect(await xmpp.check(at.context({ password: 'not the password' }))).toMatchObject({ state: 'failed', steps: [{ id: 'server', state: 'ok' }, { id: 'sign-in', state: 'failed', detail: expect.stringContaining('password') }] });
    expect(await xmpp.check(at.context({ verifyCertificates: true }))).toMatchObject({ state: 'failed', steps: [{ id: 'server', state: 'failed', detail: expect.stringContaining('certificate') }, { state: 'skipped' }] });
    expect(await xmpp.check(at.context({ port: 1 }))).toMatchObject({ state: 'failed', steps: [{ id: 'server', state: 'failed', detail: expect.stringContaining('port') }, {}] });
    expect(await failure(xmpp.send({ ...at.context(), allowPrivateHosts: false }, at.outbound()))).toMatchObject({ kind: 'rejected', reason: 'blocked-address' });
    expect(await failure(xmpp.send(at.context({ password: 'not the password' }), at.outbound()))).toMatchObject({ kind: 'unauthorized', reason: 'password-refused' });
    expect(await at.receiver(at.context({ password: 'not the password' })).ended).toMatchObject({ kind: 'unauthorized' });
  });

  it('hears what a customer writes, corrects, reacts to and takes back, and tells their app that it arrived', async () => {
    const receiver = await at.receive();
    await at.anna.send({ to: at.shop.address, id: 'typing-1' }, xml('composing', { xmlns: 'http://jabber.org/protocol/chatstates' }));
    expect(await receiver.got('typing')).toMatchObject({ threadKey: at.anna.address, from: { id: at.anna.address } });
    const id = await at.anna.say(at.shop.address, 'Where is my parcle? <&> "żółć" 🧾', xml('request', { xmlns: 'urn:xmpp:receipts' }));
    const message = await receiver.got('message');
    expect(message).toMatchObject({ externalId: messageKey(at.anna.address, 'in', id), text: 'Where is my parcle? <&> "żółć" 🧾', from: { id: at.anna.address, handle: at.anna.address }, thread: { key: at.anna.address } });
    await at.anna.got((one) => one.getChild('received', 'urn:xmpp:receipts')?.attrs['id'] === id);
    await at.anna.correct(at.shop.address, id, 'Where is my parcel?');
    expect(await receiver.got('edit')).toMatchObject({ externalId: message.externalId, text: 'Where is my parcel?' });
    await at.anna.send({ to: at.shop.address }, xml('reactions', { xmlns: 'urn:xmpp:reactions:0', id }, xml('reaction', {}, '👍')));
    expect(await receiver.got('reaction')).toMatchObject({ externalId: message.externalId, emojis: ['👍'] });
    await at.anna.send({ to: at.shop.address, id: 'r1' }, xml('retract', { xmlns: 'urn:xmpp:message-retract:1', id }), xml('body', {}, 'taken back'));
    expect(await receiver.got('deletion')).toMatchObject({ externalId: message.externalId });
  });

  it('answers, with reply and receipts, and corrects and takes back what it wrote', async () => {
    const receiver = await at.receive();
    const asked = await at.anna.say(at.shop.address, 'Open on Sunday?');
    const question = await receiver.got('message');
    const message = at.outbound({ text: 'No, & <never>.', replyToExternalId: question.externalId, quote: { text: 'Open on Sunday?', author: 'Anna', at: question.at } });
    const sent = await xmpp.send(receiver.ctx, message);
    expect(sent).toMatchObject({ externalId: messageKey(at.anna.address, 'out', wireId(message.messageId)), status: 'sent', threadKey: at.anna.address });
    const arrived = await at.anna.got((one) => one.attrs['id'] === wireId(message.messageId));
    expect(arrived.getChildText('body')).toBe('> Open on Sunday?\nNo, & <never>.');
    expect(arrived.getChild('reply', 'urn:xmpp:reply:0')?.attrs).toMatchObject({ id: asked, to: at.anna.address });
    expect(arrived.getChild('fallback')?.getChild('body')?.attrs).toMatchObject({ start: '0', end: '18' });
    expect(arrived.getChild('origin-id')?.attrs['id']).toBe(wireId(message.messageId));
    await at.anna.received(arrived.attrs['from'] ?? '', wireId(message.messageId));
    expect(await receiver.got('receipt')).toMatchObject({ externalId: sent.externalId, status: 'delivered', messageId: message.messageId });
    await at.anna.displayed(at.shop.address, wireId(message.messageId));
    expect(await receiver.got('receipt', ({ status }) => status === 'read')).toMatchObject({ externalId: sent.externalId });
    await xmpp.act?.(receiver.ctx, { kind: 'edit', threadKey: at.anna.address, externalId: sent.externalId, text: 'Yes.' });
    expect((await at.anna.gotText('Yes.')).getChild('replace')?.attrs['id']).toBe(wireId(message.messageId));
    await xmpp.act?.(receiver.ctx, { kind: 'delete', threadKey: at.anna.address, externalId: sent.externalId });
    await at.anna.got((one) => one.getChild('retract')?.attrs['id'] === wireId(message.messageId));
    await xmpp.act?.(receiver.ctx, { kind: 'typing', threadKey: at.anna.address });
    await at.anna.got((one) => one.getChild('composing') !== undefined);
    await xmpp.act?.(receiver.ctx, { kind: 'read', threadKey: at.anna.address, externalId: question.externalId });
    await at.anna.got((one) => one.getChild('displayed')?.attrs['id'] === asked);
    expect(await failure(Promise.resolve(xmpp.act?.(receiver.ctx, { kind: 'delete', threadKey: at.anna.address, externalId: question.externalId })))).toMatchObject({ kind: 'rejected', reason: 'unsupported' });
  });

  it('shows what the business wrote in another app, live and from the archive, under one id', async () => {
    const receiver = await at.receive();
    await at.anna.say(at.shop.address, 'Hello?');
    await receiver.got('message');
    // Another process of ours sends over a connection of its own.
    const ctx = { ...receiver.ctx, channelId: randomUUID() };
    const message = at.outbound({ text: 'From another process' });
    const sent = await xmpp.send(ctx, message);
    const echo = await receiver.got('message', (one) => one.echo === true);
    expect(echo).toMatchObject({ externalId: sent.externalId, messageId: message.messageId, to: [{ id: at.anna.address }], thread: { key: at.anna.address }, text: 'From another process' });
    const archived: Inbound[] = [];
    for await (const deliveries of xmpp.history?.(receiver.ctx, new Date(Date.now() - 60_000)) ?? []) for (const delivery of deliveries) archived.push(...(await xmpp.parse(delivery, receiver.ctx.settings)));
    expect(archived.filter((one) => one.kind === 'message').map((one) => one.externalId)).toEqual((await receiver.read()).filter((one) => one.kind === 'message').map((one) => one.externalId));
  });

  it('catches up by the archive what came while it was away, once, also when the last place is forgotten', async () => {
    const first = await at.receive();
    await at.anna.say(at.shop.address, 'one');
    await first.got('message');
    await first.stop();
    await at.anna.say(at.shop.address, 'two');
    await at.anna.say(at.shop.address, 'three');
    const second = await at.receive(at.context({}, { addedAt: new Date(Date.now() - 60_000) }), first.cursor);
    const texts = async (receiver: StreamReceiver) => [...new Map((await receiver.read()).filter((one) => one.kind === 'message').map((one) => [one.externalId, one.text])).values()];
    await second.got('message', ({ text }) => text === 'three');
    expect(await texts(second)).toEqual(['two', 'three']);
    await second.stop();
    await at.anna.say(at.shop.address, 'four');
    const forgotten = { ...(second.cursor as { at: string }), after: 'an-entry-that-was-deleted' }; // what the receiver stored
    const third = await at.receive(at.context(), forgotten);
    await third.got('message', ({ text }) => text === 'four');
  });

  it('does not confirm what could not be stored, and reads it again', async () => {
    let away = false;
    const ctx = at.context();
    const receiver = at.receiver(ctx, undefined, () => away);
    await receiver.ready;
    away = true;
    const id = await at.anna.say(at.shop.address, 'Keep me', xml('request', { xmlns: 'urn:xmpp:receipts' }));
    expect(await receiver.ended).toMatchObject({ message: 'the database is away' });
    expect(at.anna.inbox.find((one) => one.getChild('received')?.attrs['id'] === id)).toBeUndefined();
    const again = await at.receive(ctx, receiver.cursor);
    expect(await again.got('message')).toMatchObject({ text: 'Keep me' });
    await at.anna.got((one) => one.getChild('received')?.attrs['id'] === id);
  });

  it('accepts contact requests', async () => {
    await at.receive();
    // Apps that never read their contacts are not told how they change.
    await at.anna.ask(xml('iq', { type: 'get' }, xml('query', { xmlns: 'jabber:iq:roster' })));
    const heard = new Promise<void>((resolve) => { at.anna.onPresence((presence) => { if (presence.attrs['type'] === 'subscribed' && presence.attrs['from'] === at.shop.address) resolve(); }); });
    await at.anna.presence({ to: at.shop.address, type: 'subscribe' });
    await heard;
  });

  it('sends files by way of the server, and fetches those of customers', async () => {
    const receiver = await at.receive();
    const content = Buffer.from('%PDF-1.7 żółta faktura');
    const sent = await xmpp.send(receiver.ctx, at.outbound({ text: 'Your invoice', attachments: [buildAttachment({ name: 'faktura żółta.pdf', content })] }));
    expect(sent.otherExternalIds).toHaveLength(1);
    const linked = await at.anna.got((one) => one.getChild('x', 'jabber:x:oob') !== undefined);
    const url = linked.getChild('x', 'jabber:x:oob')?.getChildText('url') ?? '';
    expect(linked.getChildText('body')).toBe(url);
    expect((await axios.get<ArrayBuffer>(url, { responseType: 'arraybuffer' })).data).toEqual(content);
    await at.anna.send({ to: at.shop.address, id: 'file-1' }, xml('body', {}, url), xml('x', { xmlns: 'jabber:x:oob' }, xml('url', {}, url)));
    const message = await receiver.got('message');
    expect(message).toMatchObject({ text: '', attachments: [{ name: 'faktura żółta.pdf', contentType: 'application/pdf' }] });
    expect(await buffer((await xmpp.download?.(receiver.ctx, message.attachments?.[0]?.ref ?? '')) as NodeJS.ReadableStream)).toEqual(content);
    const big = buildAttachment({ name: 'film.mp4', sizeBytes: 2 * 1024 * 1024 });
    expect(await failure(xmpp.send(receiver.ctx, at.outbound({ attachments: [big] })))).toMatchObject({ kind: 'rejected', reason: 'attachment-too-big' });
    expect(await failure(Promise.resolve(xmpp.download?.(receiver.ctx, url.replace('/file_share/', '/file_share/x'))))).toMatchObject({ kind: 'rejected', reason: 'file-gone' });
  });

  it('reads names and pictures from the cards of people', async () => {
    const picture = Buffer.from('a picture, as far as a card cares');
    await at.anna.ask(xml('iq', { type: 'set' }, xml('vCard', { xmlns: 'vcard-temp' }, xml('FN', {}, 'Anna Zielińska'), xml('EMAIL', {}, xml('USERID', {}, 'Anna@Example.com')), xml('TEL', {}, xml('NUMBER', {}, '+48 600 100 200')), xml('PHOTO', {}, xml('TYPE', {}, 'image/png'), xml('BINVAL', {}, picture.toString('base64'))))));
    const ctx = at.context();
    const party = await xmpp.profile?.(ctx, { id: at.anna.address });
    expect(party).toMatchObject({ id: at.anna.address, name: 'Anna Zielińska', email: 'anna@example.com', phone: '+48600100200', avatarRef: `card:${at.anna.address}` });
    expect(await buffer((await xmpp.download?.(ctx, party?.avatarRef ?? '')) as NodeJS.ReadableStream)).toEqual(picture);
    expect(await xmpp.profile?.(ctx, { id: 'nobody@customer.test' })).toBeUndefined();
  });

  it('learns that an address does not exist, before or after the send ends', async () => {
    const receiver = await at.receive();
    const message = at.outbound({ to: { id: 'nobody@customer.test' }, threadKey: 'nobody@customer.test' });
    const ended = await xmpp.send(receiver.ctx, message).then(() => undefined, (error: unknown) => error);
    const receipt = await receiver.got('receipt');
    expect(receipt).toMatchObject({ status: 'failed', code: 'unknown-recipient', externalId: messageKey('nobody@customer.test', 'out', wireId(message.messageId)) });
    if (ended !== undefined) expect(ended).toMatchObject({ kind: 'rejected', reason: 'unknown-recipient' });
    expect(await failure(xmpp.send(receiver.ctx, at.outbound({ to: { id: 'no address' }, threadKey: 'no address' })))).toMatchObject({ kind: 'rejected', reason: 'bad-address' });
    expect(await failure(xmpp.send(receiver.ctx, at.outbound({ to: { id: 'a@nowhere.invalid' }, threadKey: 'a@nowhere.invalid' })).then(async (sent) => {
      const late = await receiver.got('receipt', ({ externalId }) => externalId === sent.externalId);
      throw new ConnectorError('rejected', late.reason ?? '', { reason: late.code ?? '' });
    }))).toMatchObject({ kind: 'rejected' });
  });

  it('ignores copies and archives that somebody else makes up', async () => {
    const receiver = await at.receive();
    const forged = xml('message', { xmlns: 'jabber:client', from: 'boss@acme.test', to: at.anna.address, type: 'chat', id: 'forged' }, xml('body', {}, 'Pay this'));
    await at.anna.send({ to: at.shop.address }, xml('sent', { xmlns: 'urn:xmpp:carbons:2' }, xml('forwarded', { xmlns: 'urn:xmpp:forward:0' }, forged)));
    await at.anna.send({ to: at.shop.address }, xml('result', { xmlns: 'urn:xmpp:mam:2', queryid: 'x', id: '1' }, xml('forwarded', { xmlns: 'urn:xmpp:forward:0' }, forged)));
    await at.anna.say(at.shop.address, 'after');
    await receiver.got('message', ({ text }) => text === 'after');
    expect((await receiver.read()).filter((one) => one.kind === 'message').map(({ text }) => text)).toEqual(['after']);
  });
});
