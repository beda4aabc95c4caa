import { createHash, timingSafeEqual } from 'node:crypto';
import { ConnectorError, type Delivery, type RawRequest } from '../contract';
import { toDelivery } from './email.delivery';
import type { EmailSettings } from './email.settings';
import { readHeaders } from './parse/headers';
import { normaliseAddress } from './parse/addresses';

/** Raw mail from a relay: `POST /hooks/email/:channelId?key=…` with the mail as it came. */
export const rawMailWebhook = {
  verify(req: RawRequest, settings: EmailSettings): boolean {
    const given = req.query['key'] ?? '';
    if (settings.webhookKey === '' || given === '') return false;
    // Digests are of one length, so that neither the length nor the bytes of the key can be timed.
    return timingSafeEqual(digest(given), digest(settings.webhookKey));
  },

  split(req: RawRequest): Delivery[] {
    const type = (req.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    if (req.method.toUpperCase() !== 'POST') throw new ConnectorError('rejected', 'Raw mail is sent by POST', { reason: 'method' });
    if (!['', 'message/rfc822', 'message/global', 'application/octet-stream', 'text/plain'].includes(type)) throw new ConnectorError('rejected', 'The body must be a raw mail of type message/rfc822', { reason: 'content-type' });
    const { headers, bodyStart } = readHeaders(req.body, 0, req.body.length);
    const isMail = ['from', 'message-id', 'received', 'subject', 'date', 'return-path', 'to', 'mime-version'].filter((name) => headers.has(name)).length >= 2;
    if (!isMail || bodyStart === 0) throw new ConnectorError('rejected', 'The body is not a raw mail', { reason: 'not-a-mail' });
    const envelopeTo = [...(req.query['recipient'] ?? '').split(','), ...(req.headers['x-envelope-to'] ?? '').split(',')]
      .map((address) => address.trim().slice(0, 320)).filter((address) => normaliseAddress(address) !== undefined).slice(0, 50);
    return [toDelivery(req.body, { arrivedAt: new Date().toISOString(), ...(envelopeTo.length === 0 ? {} : { envelopeTo }) })];
  },
};

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
