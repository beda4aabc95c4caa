import { createHmac } from 'node:crypto';
import { sameText, type Secrets } from '@kontuar/platform';

export interface ClaimedIdentity { id: string; hash?: string | undefined }

/** Whether the site's server vouches for the id: HMAC-SHA256 with the channel's secret, in hex. Without a secret nobody can. */
export function identityIsProved(identity: ClaimedIdentity, identitySecret: string | undefined): boolean {
  if (identitySecret === undefined || identity.hash === undefined) return false;
  return sameText(createHmac('sha256', identitySecret).update(identity.id).digest('hex'), identity.hash.toLowerCase());
}

/** The same person on every device, and nobody else: only the proved get an id that can be computed. */
export function provedVisitorId(secrets: Secrets, channelId: string, siteId: string): string {
  return `u_${secrets.mac('widget-identity', `${channelId}:${siteId}`).slice(0, 22)}`;
}
