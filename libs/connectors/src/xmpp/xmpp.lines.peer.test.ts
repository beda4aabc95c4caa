/** Lines to a real Prosody that break. */
import { failure } from '../../../../test/platforms/played-connector';
import { usesProsody } from '../../../../test/support/xmpp/at-prosody';
import { xmpp } from './xmpp.connector';
import { messageKey, wireId } from './xmpp.ids';

const at = usesProsody();

describe('a line that breaks', () => {
  it('in the middle of a send leaves it unknown, and the archive proves afterwards that it arrived', async () => {
    const receiver = await at.receive(at.throughProxy());
    at.proxy.cutWhenClientSends(/Half sent/, { pass: true });
    at.proxy.silence(true);
    const message = at.outbound({ text: 'Half sent' });
    expect(await failure(xmpp.send(receiver.ctx, message))).toMatchObject({ kind: 'ambiguous', reason: 'no-answer' });
    expect(await receiver.ended).toMatchObject({ kind: 'unavailable' });
    await at.anna.gotText('Half sent');
    at.proxy.cutWhenClientSends(undefined);
    at.proxy.silence(false);
    const again = await at.receive(receiver.ctx, receiver.cursor);
    expect(await again.got('message', ({ echo }) => echo === true)).toMatchObject({ messageId: message.messageId, externalId: messageKey(at.anna.address, 'out', wireId(message.messageId)) });
    expect(at.anna.inbox.filter((one) => one.getChildText('body') === 'Half sent')).toHaveLength(1);
  });

  it('before a send is a reason to try again', async () => {
    const ctx = at.throughProxy();
    at.proxy.refuse(true);
    expect(await failure(xmpp.send(ctx, at.outbound()))).toMatchObject({ kind: 'unavailable' });
    at.proxy.refuse(false);
    await xmpp.send(ctx, at.outbound({ text: 'Now' }));
    await at.anna.gotText('Now');
  });

  it('ends the stream, so that it is begun anew', async () => {
    const receiver = await at.receive(at.throughProxy());
    await at.anna.say(at.shop.address, 'before');
    await receiver.got('message');
    at.proxy.cut();
    expect(await receiver.ended).toMatchObject({ kind: 'unavailable', reason: 'connection-lost' });
    await at.anna.say(at.shop.address, 'between');
    const again = await at.receive(receiver.ctx, receiver.cursor);
    await again.got('message', ({ text }) => text === 'between');
  });
});
