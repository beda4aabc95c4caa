/** What anybody's platform may tell us: one event, or up to 100 as `{ "events": […] }`. The README explains each for those who write it. */
import { z } from 'zod';

const id = z.string().min(1).max(300);
const at = z.iso.datetime({ offset: true }).optional();
const words = z.string().max(200_000);

/** Of the workspace's own fields, by their keys; null empties one. What of it is wrong, is said at the delivery and holds up nothing. */
const fields = z.record(z.string().max(40), z.union([z.string().max(2000), z.number(), z.boolean(), z.array(z.string().max(40)).max(100), z.null()])).refine((given) => Object.keys(given).length <= 60, 'At most 60 fields').optional();

const person = z.object({
  id, name: z.string().max(300).optional(), handle: z.string().max(300).optional(), avatarUrl: z.url({ protocol: /^https?$/ }).optional(),
  phone: z.string().regex(/^\+\d{5,15}$/, 'A phone number as +48123456789').optional(), email: z.email().optional(), language: z.string().max(35).optional(),
  aliases: z.array(id).max(10).optional(), fields,
});
const file = z.object({ name: z.string().min(1).max(300), contentType: z.string().min(1).max(200), url: z.url({ protocol: /^https?$/ }).optional(), content: z.base64().optional() })
  .refine(({ url, content }) => (url === undefined) !== (content === undefined), 'A file has either a url or its content in base64');
const rating = z.object({ stars: z.number().min(0), of: z.number().positive() });
const post = z.object({ id, kind: z.enum(['post', 'ad', 'story', 'video', 'listing', 'app']).default('post'), url: z.url().optional(), title: z.string().max(500).optional(), text: words.optional() });

export const events = {
  message: z.object({
    kind: z.literal('message'), id, at, from: person, thread: id.optional(), text: words.default(''), html: z.string().max(500_000).optional(), subject: z.string().max(500).optional(), replyTo: id.optional(),
    files: z.array(file).max(20).default([]), public: z.boolean().default(false), post: post.optional(), rating: rating.optional(), fields,
    /** We said it ourselves, in another program; `to` is the customer. */
    echo: z.object({ to: person, messageId: z.string().optional() }).optional(),
  }),
  edit: z.object({ kind: z.literal('edit'), id, at, text: words, html: z.string().max(500_000).optional(), rating: rating.optional(), reopens: z.boolean().optional() }),
  deletion: z.object({ kind: z.literal('deletion'), id, at }),
  reaction: z.object({ kind: z.literal('reaction'), id, at, from: person, emojis: z.array(z.string().min(1).max(32)).max(20) }),
  /** Of a message that we sent: `id` as the answer to it named it, or the id that we gave. */
  receipt: z.object({ kind: z.literal('receipt'), id, at, status: z.enum(['sent', 'delivered', 'read', 'failed']), reason: z.string().max(1000).optional() }),
  typing: z.object({ kind: z.literal('typing'), at, from: person, thread: id.optional() }),
  moderation: z.object({ kind: z.literal('moderation'), id, at, hidden: z.boolean().optional(), liked: z.boolean().optional() }),
} as const;
export type ApiEvent = { [K in keyof typeof events]: z.infer<(typeof events)[K]> }[keyof typeof events];
export type ApiPerson = z.infer<typeof person>;

/** What a delivery must at least be to be kept: its kind. What of it is wrong is said when it is read. */
export const anyEvent = z.looseObject({ kind: z.string().min(1).max(60) });
export const batch = z.object({ events: z.array(anyEvent).min(1).max(100) });
