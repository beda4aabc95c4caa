import { createHash } from 'node:crypto';
import type { Delivery, Json } from '../contract';
import { readHeaders } from './parse/headers';
import { contentHash, messageIdOf } from './threading/ids';

/** What the transport knew of a mail; stored beside the raw bytes. */
export interface DeliveryMeta {
  mailbox?: string;
  role?: 'inbox' | 'sent';
  uid?: number;
  uidValidity?: string;
  /** ISO 8601: when the server took the mail (INTERNALDATE), or when the webhook was called. */
  arrivedAt?: string;
  /** Recipients of the envelope, when a relay told them. */
  envelopeTo?: string[];
  /** Size on the server in bytes, when only the beginning was fetched. */
  fullSizeBytes?: number;
}

/**
 * The same mail gets the same id wherever and however often it is listed; another mail under a reused Message-ID gets another one.
 * Without a Message-ID all bytes count, the Received lines of the way included: two alike orders from a form are two mails.
 */
export function toDelivery(mail: Buffer, meta: DeliveryMeta): Delivery {
  const { headers, bodyStart } = readHeaders(mail, 0, mail.length);
  const id = messageIdOf(headers.get('message-id'));
  const externalId = id === undefined ? `raw:${createHash('sha256').update(mail).digest('hex').slice(0, 40)}` : `${id.slice(0, 300)}#${contentHash(headers, mail.subarray(bodyStart))}`;
  return { externalId, contentType: 'message/rfc822', body: mail, meta: Object.fromEntries(Object.entries(meta).filter(([, value]) => value !== undefined)) as Json };
}

export function readMeta(meta: Json | undefined): DeliveryMeta {
  if (meta === null || typeof meta !== 'object' || Array.isArray(meta)) return {};
  const { mailbox, role, uid, uidValidity, arrivedAt, envelopeTo, fullSizeBytes } = meta;
  return {
    ...(typeof mailbox === 'string' ? { mailbox } : {}),
    ...(role === 'sent' || role === 'inbox' ? { role } : {}),
    ...(typeof uid === 'number' ? { uid } : {}),
    ...(typeof uidValidity === 'string' ? { uidValidity } : {}),
    ...(typeof arrivedAt === 'string' ? { arrivedAt } : {}),
    ...(Array.isArray(envelopeTo) ? { envelopeTo: envelopeTo.filter((address): address is string => typeof address === 'string') } : {}),
    ...(typeof fullSizeBytes === 'number' ? { fullSizeBytes } : {}),
  };
}
