import { randomBytes } from 'node:crypto';
import type { Secrets } from '@kontuar/platform';
import { z } from 'zod';

/** What the token says of a visitor. Nothing else is kept of them until they write. */
const claims = z.object({
  v: z.literal(1),
  channelId: z.uuid(),
  visitorId: z.string().min(3).max(60),
  /** The site's own id of the person; only as good as `verified`. */
  siteId: z.string().max(200).optional(),
  name: z.string().max(200).optional(),
  email: z.string().max(254).optional(),
  verified: z.boolean(),
  /** Of the customer, proved by the site: fields that are open to the outside. */
  fields: z.record(z.string(), z.unknown()).optional(),
  language: z.enum(['en', 'pl']).optional(),
  /** Seconds since 1970. */
  issuedAt: z.number().int(),
});
export type VisitorClaims = z.infer<typeof claims>;

const PURPOSE = 'widget-visitor';
/** Browsers keep site storage about that long; whoever comes later starts anew. */
const LIFE_SECONDS = 400 * 86_400;
const MAX_LENGTH = 8000;

/** Signed, not stored: it is the visitor's only credential, bound to one channel. */
export function issueVisitorToken(secrets: Secrets, visitor: Omit<VisitorClaims, 'v' | 'issuedAt'>, now = new Date()): string {
  const body = Buffer.from(JSON.stringify({ v: 1, ...visitor, issuedAt: Math.floor(now.getTime() / 1000) } satisfies VisitorClaims)).toString('base64url');
  return `${body}.${secrets.mac(PURPOSE, body)}`;
}

/** Undefined for what we did not issue, or too long ago. */
export function readVisitorToken(secrets: Secrets, token: string, now = new Date()): VisitorClaims | undefined {
  const [body, mac, more] = token.length > MAX_LENGTH ? [] : token.split('.');
  if (body === undefined || mac === undefined || more !== undefined || !secrets.macMatches(PURPOSE, body, mac)) return undefined;
  const parsed = claims.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  if (!parsed.success) return undefined;
  const age = now.getTime() / 1000 - parsed.data.issuedAt;
  return age > LIFE_SECONDS || age < -300 ? undefined : parsed.data;
}

/** 120 random bits: an id that nobody guesses, although it opens nothing by itself. */
export const newVisitorId = (): string => `v_${randomBytes(15).toString('base64url')}`;
