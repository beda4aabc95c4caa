import type { Connector } from '../contract';
import type { LogOnlySettings } from '../log-only';
import { buildAttachment, buildContext, buildOutbound } from './builders';
import { connectorConformance } from './conformance';

/** What every channel keeps on which agents only write down what happened elsewhere; the shared suite included. */
export function logOnlyConformance(connector: Connector<LogOnlySettings>, folder: string): void {
  connectorConformance(connector, {
    folder,
    settings: {},
    secrets: [],
    unknown: [{ name: 'whatever somebody posts', delivery: { contentType: 'application/json', body: Buffer.from('{}') } }],
    errors: { exempt: 'Nothing is sent anywhere, so no transport can fail' },
    to: { id: 'somebody' },
  });

  describe(`${connector.id} is a log`, () => {
    it('gives an entry the same id on a retry, and reaches for no network', async () => {
      const ctx = buildContext({});
      const first = await connector.send(ctx, buildOutbound({ messageId: 'm1' }));
      expect(await connector.send(ctx, buildOutbound({ messageId: 'm1', attempt: 2 }))).toEqual(first);
      expect((await connector.send(ctx, buildOutbound({ messageId: 'm2' }))).externalId).not.toBe(first.externalId);
    });

    it('takes a photo along with the entry without reading it', async () => {
      const photo = buildAttachment({ open: () => Promise.reject(new Error('must not be opened')) });
      await expect(connector.send(buildContext({}), buildOutbound({ attachments: [photo] }))).resolves.toMatchObject({ status: 'delivered' });
    });

    it('is always healthy, for there is nothing to connect', async () => {
      expect((await connector.check(buildContext({}))).state).toBe('ok');
    });

    it('lets agents begin the conversation', () => {
      expect(connector.capabilities).toMatchObject({ logOnly: true, startConversation: true });
      expect(connector.webhook).toBeUndefined();
    });
  });
}
