import { z } from 'zod';

/** Lone surrogates and NUL can't be stored; everything else is kept as it was written. */
const text = z.string().transform((value) => value.toWellFormed().replaceAll('\u0000', '\ufffd'));
const orNothing = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined).catch(undefined);
const listOf = <T extends z.ZodType>(schema: T) =>
  z.array(z.unknown()).catch([]).transform((items) => items.flatMap((item) => { const read = schema.safeParse(item); return read.success ? [read.data] : []; }));
/** Ids are numbers past what JavaScript counts exactly, written as text; some servers of the same language use other letters. */
const id = z.string().regex(/^[\w-]{1,64}$/);

export const account = z.object({ id, acct: text, display_name: orNothing(text), username: orNothing(text), avatar: orNothing(text), url: orNothing(text), created_at: orNothing(text) });
export type Account = z.infer<typeof account>;

const media = z.object({ id: orNothing(id), type: text, url: orNothing(text), remote_url: orNothing(text), preview_url: orNothing(text), description: orNothing(text) });
export type StatusMedia = z.infer<typeof media>;

const quotedStatus = z.object({ id: orNothing(id), content: orNothing(text) });

export const status = z.object({
  id,
  created_at: orNothing(text),
  edited_at: orNothing(text),
  in_reply_to_id: orNothing(id),
  in_reply_to_account_id: orNothing(id),
  visibility: text,
  sensitive: orNothing(z.boolean()),
  spoiler_text: orNothing(text),
  language: orNothing(text),
  url: orNothing(text),
  content: text,
  account,
  mentions: listOf(z.object({ id, acct: text, username: orNothing(text) })),
  media_attachments: listOf(media),
  poll: orNothing(z.object({ options: listOf(z.object({ title: text, votes_count: orNothing(z.number()) })), multiple: orNothing(z.boolean()), expires_at: orNothing(text) })),
  card: orNothing(z.object({ url: text, title: orNothing(text), description: orNothing(text) })),
  quote: orNothing(z.object({ quoted_status: orNothing(quotedStatus) })),
  favourited: orNothing(z.boolean()),
});
export type Status = z.infer<typeof status>;

export const notification = z.object({ id, type: text, created_at: orNothing(text), account: orNothing(account), status: z.unknown().optional() });
export type Notification = z.infer<typeof notification>;

export const delivered = z.discriminatedUnion('what', [
  z.object({ what: z.literal('notification'), me: id, domain: text, notification: z.unknown(), root: z.unknown().optional() }),
  z.object({ what: z.literal('own'), me: id, domain: text, status: z.unknown(), root: z.unknown().optional() }),
  z.object({ what: z.literal('edit'), me: id, domain: text, status: z.unknown() }),
  z.object({ what: z.literal('delete'), id, at: text }),
  z.object({ what: z.literal('other'), event: text }),
]);
export type Delivered = z.infer<typeof delivered>;
