import { z } from 'zod';
import { id, instant, locale } from './primitives';

/** Public configuration of a website chat, before anybody said anything. */
export const widgetConfig = z.object({
  channelId: id, workspaceName: z.string(), locales: z.array(locale), defaultLocale: locale,
  theme: z.object({ accent: z.string(), position: z.enum(['left', 'right']), scheme: z.enum(['auto', 'light', 'dark']) }),
  /** In the default language; `greetings` has those of each language that the site wrote one for. */
  greeting: z.string().nullable(), greetings: z.partialRecord(locale, z.string()).default({}),
  preChat: z.object({ matter: z.boolean(), name: z.enum(['off', 'optional', 'required']), email: z.enum(['off', 'optional', 'required']) }),
  agents: z.array(z.object({ name: z.string(), avatarUrl: z.string().nullable(), initials: z.string() })),
  /** Median first answer of the last days, in seconds; null: too few to say. */
  usualAnswerSeconds: z.number().int().nullable(),
  open: z.boolean(),
  /** When it opens or closes next. */
  changesAt: instant.nullable(),
  privacyUrl: z.string().nullable(),
  maxFileBytes: z.number().int(),
  /** An answer can follow by email when the visitor left. */
  email: z.boolean().default(false),
  /** Pages of help that the site wants at hand, and other ways to reach the shop. */
  links: z.array(z.object({ title: z.string(), url: z.string() })).default([]),
  ways: z.array(z.object({ kind: z.enum(['phone', 'whatsapp', 'email', 'counter', 'web']), title: z.string(), detail: z.string(), url: z.string() })).default([]),
  /** What a visitor may say that it is about, where the site wants the matters of its workspace; `name` null: the chat's own word for it. */
  matters: z.array(z.object({ key: z.string(), name: z.object({ en: z.string(), pl: z.string() }).nullable() })).nullable().default(null),
  /** There are help pages to search. */
  help: z.boolean().default(false),
});
export type WidgetConfig = z.infer<typeof widgetConfig>;

/**
 * `identity` is signed by the site: `hash` is the HMAC-SHA256 of its `id` with the channel's identity secret, in hex. `fields` are a JSON object of the workspace's
 * fields of the customer, as text; `fieldsHash` is the HMAC-SHA256 of `<id>\n<fields>` with the secret followed by `:fields`.
 */
export const visitorInput = z.object({
  channelId: id, locale: locale.optional(), page: z.string().max(2000).optional(),
  identity: z.object({ id: z.string().min(1).max(200), name: z.string().max(200).optional(), email: z.string().max(254).optional(), hash: z.string().max(128).optional(), fields: z.string().max(1000).optional(), fieldsHash: z.string().max(128).optional() }).optional(),
});
export type VisitorInput = z.infer<typeof visitorInput>;
/** The token is the visitor's only credential; nothing is stored before the first message. */
export const visitorSession = z.object({ token: z.string(), visitorId: z.string(), verified: z.boolean(), /** Fields that are not taken, and why: for whoever builds the site. */ refusedFields: z.array(z.object({ key: z.string(), message: z.string() })).default([]) });
export type VisitorSession = z.infer<typeof visitorSession>;

export const visitorMessageInput = z.object({
  clientId: z.string().min(1).max(64), text: z.string().max(10_000).default(''), attachmentIds: z.array(id).max(10).default([]),
  matter: z.string().max(40).optional(), name: z.string().trim().max(200).optional(), email: z.string().trim().max(254).optional(),
  page: z.string().max(2000).optional(),
  /** Where the visitor's clock hangs, as the browser says. */
  timeZone: z.string().max(60).optional(),
}).refine((m) => m.text.trim() !== '' || m.attachmentIds.length > 0, { message: 'Write something or attach a file', path: ['text'] });
export type VisitorMessageInput = z.infer<typeof visitorMessageInput>;

export const visitorMessage = z.object({
  id: z.string(), seq: z.number().int(), clientId: z.string().nullable(), from: z.enum(['visitor', 'agent', 'system']),
  author: z.object({ name: z.string(), avatarUrl: z.string().nullable(), initials: z.string() }).nullable(),
  text: z.string(), at: instant, deleted: z.boolean(), edited: z.boolean(),
  attachments: z.array(z.object({ id, name: z.string(), contentType: z.string(), sizeBytes: z.number().int(), url: z.string().nullable(), thumbnailUrl: z.string().nullable() })),
  /** Of the visitor's own messages. */
  status: z.enum(['sent', 'read']),
});
export type VisitorMessage = z.infer<typeof visitorMessage>;
export const visitorThread = z.object({
  conversation: z.object({ id, state: z.enum(['open', 'resolved']), agent: z.object({ name: z.string(), avatarUrl: z.string().nullable(), initials: z.string() }).nullable(), place: z.number().int().nullable(), estimateSeconds: z.number().int().nullable(), ratingAsked: z.boolean(), emailConsent: z.boolean(), closedAt: instant.nullable().default(null), rated: z.boolean().default(false) }).nullable(),
  messages: z.array(visitorMessage), unread: z.number().int(), lastSeq: z.number().int(),
  /** Older messages exist before the first of `messages`; ask with `before`. */
  hasBefore: z.boolean().default(false),
});
export type VisitorThread = z.infer<typeof visitorThread>;
/** Lines of the event stream: hints, the thread is fetched over HTTP. */
export const visitorHint = z.discriminatedUnion('type', [
  /** Something in the thread is new or different: fetch it. */
  z.object({ type: z.literal('changed'), lastSeq: z.number().int().optional() }),
  z.object({ type: z.literal('typing'), name: z.string() }),
  z.object({ type: z.literal('hello') }),
]);
export type VisitorHint = z.infer<typeof visitorHint>;
export const ratingInput = z.object({ solved: z.enum(['yes', 'partly', 'no']).optional(), score: z.number().int().min(1).max(5).optional(), text: z.string().max(2000).optional(), /** Changes what was said before; the same again is the same change. */ changeId: z.string().min(1).max(60).optional() });
export const continueByEmailInput = z.object({ email: z.string().trim().toLowerCase().max(254).pipe(z.email()), consent: z.literal(true) });
export type RatingInput = z.infer<typeof ratingInput>;
export type ContinueByEmailInput = z.infer<typeof continueByEmailInput>;

/** `after`: what came since; without it (or with `before`) a page of the newest. */
export const visitorThreadQuery = z.object({ after: z.coerce.number().int().min(0).optional(), before: z.coerce.number().int().min(1).optional() });
export type VisitorThreadQuery = z.infer<typeof visitorThreadQuery>;
/** The visitor has seen everything up to `seq`. */
export const visitorReadInput = z.object({ seq: z.number().int().min(1) });
export type VisitorReadInput = z.infer<typeof visitorReadInput>;
export const visitorUpload = z.object({ id, name: z.string(), contentType: z.string(), sizeBytes: z.number().int() });
export type VisitorUpload = z.infer<typeof visitorUpload>;
/** The message is stored; it appears in the thread as soon as it is ingested (usually at once). */
export const visitorPosted = z.object({ clientId: z.string(), at: instant });
export type VisitorPosted = z.infer<typeof visitorPosted>;

/** In the answer to its making only. */
export const identitySecretAnswer = z.object({ secret: z.string() });
