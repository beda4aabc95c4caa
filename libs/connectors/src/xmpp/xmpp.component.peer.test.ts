/** A domain of our own on a real Prosody (XEP-0114). */
import { randomUUID } from 'node:crypto';
import { failure } from '../../../../test/platforms/played-connector';
import { usesProsody } from '../../../../test/support/xmpp/at-prosody';
import { xml } from '../../../../test/support/xmpp/xmpp-person';
import { buildAttachment, buildOutbound } from '../conformance/builders';
import { xmpp } from './xmpp.connector';

const at = usesProsody();

describe('a component', () => {
  it('takes what is written to any of its addresses, and answers from it', async () => {
    const receiver = await at.receive(at.asComponent());
    const { domain } = at.prosody.component;
    await at.anna.say(`sales@${domain}`, 'How much?', xml('request', { xmlns: 'urn:xmpp:receipts' }));
    const message = await receiver.got('message');
    expect(message).toMatchObject({ text: 'How much?', from: { id: at.anna.address }, thread: { key: `sales@${domain} ${at.anna.address}` } });
    await at.anna.got((one) => one.getChild('received') !== undefined);
    const sent = await xmpp.send(receiver.ctx, at.outbound({ text: 'Ten', threadKey: message.thread.key ?? '' }));
    const arrived = await at.anna.gotText('Ten');
    expect(arrived.attrs['from']).toBe(`sales@${domain}`);
    await at.anna.displayed(`sales@${domain}`, arrived.attrs['id'] ?? '');
    expect(await receiver.got('receipt')).toMatchObject({ externalId: sent.externalId, status: 'read' });
    const first = await xmpp.send(receiver.ctx, buildOutbound({ messageId: randomUUID(), to: { id: at.anna.address }, text: 'News' }));
    expect(first.threadKey).toBe(`help@${domain} ${at.anna.address}`);
    expect((await at.anna.gotText('News')).attrs['from']).toBe(`help@${domain}`);
  });

  it('knows a wrong secret, and that another program holds the connection', async () => {
    expect(await xmpp.check(at.asComponent({ password: 'not the secret' }))).toMatchObject({ state: 'failed', steps: [{ state: 'ok' }, { id: 'sign-in', state: 'failed' }] });
    const receiver = await at.receive(at.asComponent());
    expect(await xmpp.check(receiver.ctx)).toMatchObject({ state: 'ok' });
    expect(await failure(xmpp.send(at.asComponent(), at.outbound()))).toMatchObject({ kind: 'unavailable', reason: 'held-elsewhere' });
  });

  it('sends files, and learns that nobody is there', async () => {
    const receiver = await at.receive(at.asComponent());
    await xmpp.send(receiver.ctx, at.outbound({ text: '', threadKey: `help@${at.prosody.component.domain} ${at.anna.address}`, attachments: [buildAttachment()] }));
    await at.anna.got((one) => one.getChild('x', 'jabber:x:oob') !== undefined);
    await xmpp.send(receiver.ctx, at.outbound({ threadKey: `help@${at.prosody.component.domain} nobody@customer.test` })).catch(() => undefined);
    expect(await receiver.got('receipt')).toMatchObject({ status: 'failed', code: 'unknown-recipient' });
  });
});
