import { z } from 'zod';

/** Lone surrogates and NUL can't be stored; everything else is kept as it was written. */
const text = z.string().transform((value) => value.toWellFormed().replaceAll('\u0000', '\ufffd'));
const orNothing = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);
/** A list in which what can't be read is left out. */
const listOf = <T extends z.ZodType>(schema: T) =>
  z.array(z.unknown()).catch([]).transform((items) => items.flatMap((item) => { const read = schema.safeParse(item); return read.success ? [read.data] : []; }));

export const profile = z.object({ did: text, handle: orNothing(text), displayName: orNothing(text), avatar: orNothing(text), /** Of the account. */ createdAt: orNothing(text) });
export type Profile = z.infer<typeof profile>;

export const strongRef = z.object({ uri: text, cid: text });
export type StrongRef = z.infer<typeof strongRef>;

export const facet = z.object({
  index: z.object({ byteStart: z.number().int().min(0), byteEnd: z.number().int().min(0) }),
  features: listOf(z.object({ $type: text, uri: orNothing(text), did: orNothing(text), tag: orNothing(text) })),
});
export type Facet = z.infer<typeof facet>;

const blob = z.object({ ref: z.object({ $link: text }), mimeType: orNothing(text), size: orNothing(z.number().int().min(0)) });
export const postRecord = z.object({
  $type: orNothing(text),
  text,
  facets: listOf(facet),
  reply: orNothing(z.object({ root: strongRef, parent: strongRef })),
  embed: orNothing(z.looseObject({ $type: text })),
  langs: orNothing(z.array(text)),
  createdAt: orNothing(text),
});
export type PostRecord = z.infer<typeof postRecord>;

/** Pictures of a record, by the hash of their bytes; a view has addresses for them. */
export const recordImages = z.object({ images: listOf(z.object({ alt: orNothing(text), image: blob })) });
export const viewImages = z.object({ images: listOf(z.object({ fullsize: text, thumb: orNothing(text), alt: orNothing(text) })) });
export const viewVideo = z.object({ playlist: orNothing(text), thumbnail: orNothing(text), alt: orNothing(text), cid: orNothing(text) });
export const externalCard = z.object({ external: z.object({ uri: text, title: orNothing(text), description: orNothing(text) }) });
export const quotedRecord = z.object({ uri: text, author: orNothing(profile), value: orNothing(z.object({ text })) });
export const embedView = z.looseObject({ $type: text });

export const postView = z.object({
  uri: text,
  cid: text,
  author: profile,
  record: z.unknown(),
  embed: orNothing(embedView),
  indexedAt: orNothing(text),
  viewer: orNothing(z.object({ like: orNothing(text), replyDisabled: orNothing(z.boolean()) })),
});
export type PostView = z.infer<typeof postView>;

export const notification = z.object({
  uri: text,
  cid: text,
  author: profile,
  reason: text,
  reasonSubject: orNothing(text),
  record: z.unknown(),
  indexedAt: text,
});
export type Notification = z.infer<typeof notification>;

export const chatMessage = z.object({
  $type: orNothing(text),
  id: text,
  rev: orNothing(text),
  text: orNothing(text),
  facets: listOf(facet),
  embed: orNothing(embedView),
  reactions: listOf(z.object({ value: text, sender: z.object({ did: text }), createdAt: orNothing(text) })),
  replyTo: orNothing(z.object({ id: orNothing(text), messageId: orNothing(text) })),
  sender: z.object({ did: text }),
  sentAt: orNothing(text),
});
export type ChatMessage = z.infer<typeof chatMessage>;

export const convo = z.object({
  id: text,
  rev: orNothing(text),
  members: listOf(profile),
  status: orNothing(text),
  kind: orNothing(z.unknown()),
  lastMessage: orNothing(z.object({ sentAt: orNothing(text) })),
});
export type Convo = z.infer<typeof convo>;

export const logEvent = z.looseObject({ $type: text, rev: orNothing(text), convoId: orNothing(text), message: z.unknown().optional(), reaction: orNothing(z.object({ value: text, sender: z.object({ did: text }), createdAt: orNothing(text) })) });
export type LogEvent = z.infer<typeof logEvent>;

/** What we keep as one delivery: the platform's own words, and what had to be asked for beside them. */
export const delivered = z.discriminatedUnion('what', [
  z.object({
    what: z.literal('notification'),
    me: text,
    web: orNothing(text),
    notification: z.unknown(),
    /** The post itself as the AppView shows it, its parent and the first post of its thread; missing when it is gone. */
    post: z.unknown().optional(),
    root: z.unknown().optional(),
    subject: z.unknown().optional(),
  }),
  z.object({ what: z.literal('own-post'), me: text, web: orNothing(text), post: z.unknown() }),
  z.object({ what: z.literal('direct-message'), me: text, event: z.unknown(), convo: z.unknown().optional() }),
]);
export type Delivered = z.infer<typeof delivered>;
