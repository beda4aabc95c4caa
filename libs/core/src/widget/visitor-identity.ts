import { createHmac } from 'node:crypto';
import { sameText, type Secrets } from '@kontuar/platform';

export interface ClaimedIdentity { id: string; hash?: string | undefined }
export interface ClaimedFields { id: string; fields?: string | undefined; fieldsHash?: string | undefined }

/** Whether the site's server vouches for the id: HMAC-SHA256 with the channel's secret, in hex. Without a secret nobody can. */
export function identityIsProved(identity: ClaimedIdentity, identitySecret: string | undefined): boolean {
  if (identitySecret === undefined || identity.hash === undefined) return false;
  return sameText(createHmac('sha256', identitySecret).update(identity.id).digest('hex'), identity.hash.toLowerCase());
}

/** The same person on every device, and nobody else: only the proved get an id that can be computed. */
export function provedVisitorId(secrets: Secrets, channelId: string, siteId: string): string {
  return `u_${secrets.mac('widget-identity', `${channelId}:${siteId}`).slice(0, 22)}`;
}

/** What the site's server vouches for beside the id. With a key of its own: whoever may choose their id there can't have it signed as somebody's fields. */
export function readProvedFields({ id, fields, fieldsHash }: ClaimedFields, identitySecret: string | undefined): Record<string, unknown> | undefined {
  if (identitySecret === undefined || fields === undefined || fieldsHash === undefined || /[\r\n]/.test(id)) return undefined;
  if (!sameText(createHmac('sha256', `${identitySecret}:fields`).update(`${id}\n${fields}`).digest('hex'), fieldsHash.toLowerCase())) return undefined;
  try {
    const read: unknown = JSON.parse(fields);
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
