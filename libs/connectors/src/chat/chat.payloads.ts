import { z } from 'zod';

/**
 * What the widget's door stores as deliveries, version 1. Read by `parse` for as long as deliveries are kept: fields are added,
 * never changed.
 */
const visitor = z.object({
  id: z.string().min(1).max(100),
  name: z.string().max(200).optional(),
  email: z.string().max(254).optional(),
  /** The site's own id of the person, proved or only claimed. */
  siteId: z.string().max(200).optional(),
  verified: z.boolean(),
  language: z.string().max(10).optional(),
  fields: z.record(z.string(), z.json()).optional(),
});
const at = z.iso.datetime();
const base = { v: z.literal(1), at, visitor };

export const chatPayload = z.discriminatedUnion('type', [
  z.object({
    ...base, type: z.literal('message'), clientId: z.string().min(1).max(64), text: z.string().max(10_000),
    attachments: z.array(z.object({ id: z.uuid(), name: z.string(), contentType: z.string(), sizeBytes: z.number().int().nonnegative() })).max(10),
    matter: z.string().max(40).optional(), page: z.string().max(2000).optional(), timeZone: z.string().max(60).optional(),
  }),
  z.object({ ...base, type: z.literal('receipt'), status: z.enum(['delivered', 'read']), messages: z.array(z.string()).min(1).max(200) }),
  z.object({ ...base, type: z.literal('rating'), conversationId: z.uuid(), solved: z.enum(['yes', 'partly', 'no']).optional(), score: z.number().int().min(1).max(5).optional(), text: z.string().max(2000).optional(), changeId: z.string().max(60).optional() }),
  z.object({ ...base, type: z.literal('email-consent'), conversationId: z.uuid(), email: z.string().max(254) }),
]);
export type ChatPayload = z.infer<typeof chatPayload>;
export type ChatVisitor = z.infer<typeof visitor>;

/** Id of a visitor's message on our side: the visitor is part of it, so that nobody can take the id of somebody else's message. */
export function chatMessageId(visitorId: string, clientId: string): string {
  return `${visitorId}:${clientId}`;
}

/** The delivery's id, which makes a second one of the same a repetition. */
export function chatDeliveryId(payload: ChatPayload): string {
  switch (payload.type) {
    case 'message':
      return `message:${chatMessageId(payload.visitor.id, payload.clientId)}`;
    case 'receipt':
      return `${payload.status}:${payload.visitor.id}:${payload.messages.at(-1) ?? ''}`;
    // One rating for a conversation; an address may be corrected.
    case 'rating':
      return `rating:${payload.conversationId}${payload.changeId === undefined ? '' : `:${payload.changeId}`}`;
    case 'email-consent':
      return `email:${payload.conversationId}:${payload.email}`;
    default:
      throw new Error(`no id for ${JSON.stringify(payload satisfies never)}`);
  }
}

export const chatContentType = 'application/vnd.kontuar.chat+json';
