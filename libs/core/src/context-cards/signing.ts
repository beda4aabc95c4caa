import { createHmac, randomBytes } from 'node:crypto';

/** How long a link opens the page of the shop. */
export const LINK_SECONDS = 120;

const hmac = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('hex');

export interface Signer { secret: string; now?: Date; nonce?: string }

/**
 * A link that the shop's page can trust: who looks at whom, until when, once. The signature is over the path and the question as they are sent, up to itself, so that
 * nothing in them can be changed.
 */
export function signedLink(address: string, about: { contactId: string; agentId: string }, { secret, now = new Date(), nonce = randomBytes(12).toString('hex') }: Signer): string {
  const url = new URL(address);
  const more = new URLSearchParams({ kontuar_contact: about.contactId, kontuar_agent: about.agentId, kontuar_expires: String(Math.floor(now.getTime() / 1000) + LINK_SECONDS), kontuar_nonce: nonce }).toString();
  url.search = url.search === '' ? more : `${url.search}&${more}`;
  url.search = `${url.search}&kontuar_signature=${hmac(secret, `v1.GET.${url.pathname}${url.search}`)}`;
  return url.toString();
}

/** Headers by which the shop knows that it is us who ask, for whom, and just now. */
export function signedHeaders(address: string, about: { contactId: string; agentId: string }, { secret, now = new Date(), nonce = randomBytes(12).toString('hex') }: Signer): Record<string, string> {
  const url = new URL(address);
  const seconds = Math.floor(now.getTime() / 1000);
  const signature = hmac(secret, ['v1', seconds, nonce, about.contactId, about.agentId, 'GET', `${url.pathname}${url.search}`].join('.'));
  return { 'X-Kontuar-Contact': about.contactId, 'X-Kontuar-Agent': about.agentId, 'X-Kontuar-Signature': `t=${seconds},n=${nonce},v1=${signature}` };
}
