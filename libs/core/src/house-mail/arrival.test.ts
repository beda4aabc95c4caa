import type { Inbound, InboundMessage } from '@kontuar/connectors/contract';
import { newId, Secrets } from '@kontuar/platform';
import { replyToken } from '../messages/reply-token';
import { houseArrival } from './arrival';
import { houseToken } from './house-token';

const secrets = new Secrets('a secret of the tests, long enough to be one');
const id = newId();
const side = houseToken(secrets, 'aside', id);
const customers = replyToken(secrets, newId(), 'anna@customer.test');
const mail = (more: Partial<InboundMessage> = {}): InboundMessage => ({ kind: 'message', externalId: '<a@b.test>', at: '2026-11-22T10:00:00Z', from: { id: 'jan@supplier.test' }, thread: {}, text: 'On Friday', ...more });
const arrival = (...inbounds: Inbound[]) => houseArrival(secrets, inbounds);

describe('a mail that comes in', () => {
  it('is for the house by its token alone, never by its subject or its sender', () => {
    expect(arrival(mail({ subject: 'Re: the table' }))).toBeUndefined();
    expect(arrival(mail({ thread: { references: ['<known@supplier.test>'] } }))).toBeUndefined();
    expect(arrival(mail({ thread: { tokens: ['support', side] } }))).toMatchObject({ token: { purpose: 'aside', id }, own: false });
  });

  it('goes where its nearest token points, when it carries those of two threads', () => {
    expect(arrival(mail({ thread: { tokens: [customers, side] } }))).toBeUndefined();
    expect(arrival(mail({ thread: { tokens: [side, customers] } }))).toMatchObject({ token: { id } });
  });

  it('is our own when its own id is one that we gave', () => {
    expect(arrival(mail({ ownToken: side }))).toEqual({ token: { purpose: 'aside', id }, own: true });
    expect(arrival(mail({ ownToken: customers, thread: { tokens: [side] } }))).toMatchObject({ own: false });
  });

  it('is the platform’s to place where the platform names the thread', () => {
    expect(arrival(mail({ thread: { key: 'chat 7', tokens: [side] } }))).toBeUndefined();
  });

  it('is a report of a mail of the house, when a server returns one', () => {
    const report: Inbound = { kind: 'receipt', at: '2026-11-22T10:00:00Z', status: 'failed', externalId: '<kt@us.test>', message: mail({ automatic: 'bounce', thread: { tokens: [side] } }) };
    expect(arrival(report)).toMatchObject({ own: false, receipt: { status: 'failed' } });
    expect(arrival({ kind: 'ignored', reason: 'nothing' })).toBeUndefined();
    expect(arrival()).toBeUndefined();
  });
});
