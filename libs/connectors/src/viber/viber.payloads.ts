/** The parts of Viber's REST bot API that we read. Long numbers are text by then (`../json.ts`). */
import { z } from 'zod';

const lenient = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);
/** PostgreSQL stores no NUL and no half of a surrogate pair. */
const text = z.string().transform((value) => value.replaceAll('\u0000', '\ufffd').replace(/\p{Cs}/gu, '\ufffd'));
export const token = z.union([z.string().regex(/^\d{1,20}$/), z.number().int().min(0).transform(String)]);
const id = z.string().regex(/^[\x21-\x7e]{1,200}$/);
const link = z.url({ protocol: /^https?$/ });

const user = z.object({ id, name: lenient(text), avatar: lenient(link), language: lenient(text), country: lenient(text) });
export type User = z.infer<typeof user>;

export const message = z.object({
  type: text,
  text: lenient(text),
  media: lenient(link),
  file_name: lenient(text),
  size: lenient(z.number().int().min(0)),
  duration: lenient(z.number().min(0)),
  sticker_id: lenient(z.union([z.number(), z.string()]).transform(String)),
  contact: lenient(z.object({ name: lenient(text), phone_number: lenient(text) })),
  location: lenient(z.object({ lat: z.number(), lon: z.number() })),
});
export type Message = z.infer<typeof message>;

export const callback = z.object({
  event: text,
  timestamp: z.number().min(0),
  message_token: lenient(token),
  user_id: lenient(id),
  sender: lenient(user),
  user: lenient(user),
  message: z.unknown().optional(),
  silent: lenient(z.boolean()),
  desc: lenient(text),
  context: lenient(text),
});
export type Callback = z.infer<typeof callback>;

/** Viber answers 200 to everything; `status` says how it went. */
export const answer = z.looseObject({ status: z.number().int(), status_message: z.string().catch('') });
export const sent = z.looseObject({ message_token: token });
export const accountInfo = z.looseObject({ name: text.catch(''), uri: lenient(text), webhook: lenient(z.string()), event_types: lenient(z.array(z.string())), subscribers_count: lenient(z.number()) });
export const userDetails = z.looseObject({ user });
