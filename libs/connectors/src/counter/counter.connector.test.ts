import { buildAttachment, buildContext, buildOutbound } from '../conformance/builders';
import { connectorConformance } from '../conformance/conformance';
import { counter } from './counter.connector';

connectorConformance(counter, {
  folder: __dirname,
  settings: {},
  secrets: [],
  unknown: [{ name: 'whatever somebody posts', delivery: { contentType: 'application/json', body: Buffer.from('{}') } }],
  errors: { exempt: 'Nothing is sent anywhere, so no transport can fail' },
  to: { id: 'walk-in' },
});

describe('counter', () => {
  it('gives an entry the same id on a retry, and reaches for no network', async () => {
    const ctx = buildContext({});
    const first = await counter.send(ctx, buildOutbound({ messageId: 'm1' }));
    expect(await counter.send(ctx, buildOutbound({ messageId: 'm1', attempt: 2 }))).toEqual(first);
    expect((await counter.send(ctx, buildOutbound({ messageId: 'm2' }))).externalId).not.toBe(first.externalId);
  });

  it('takes a photo along with the entry without reading it', async () => {
    const photo = buildAttachment({ open: () => Promise.reject(new Error('must not be opened')) });
    await expect(counter.send(buildContext({}), buildOutbound({ attachments: [photo] }))).resolves.toMatchObject({ status: 'delivered' });
  });

  it('is always healthy, for there is nothing to connect', async () => {
    expect((await counter.check(buildContext({}))).state).toBe('ok');
  });

  it('lets agents begin the conversation', () => {
    expect(counter.capabilities).toMatchObject({ logOnly: true, startConversation: true });
    expect(counter.webhook).toBeUndefined();
  });
});
