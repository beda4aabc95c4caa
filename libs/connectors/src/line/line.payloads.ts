/** The parts of LINE's webhook and answers that we read. A part that is not as documented is dropped, never the event around it. */
import { z } from 'zod';

const lenient = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);
/** PostgreSQL stores no NUL and no half of a surrogate pair. Replaced one for one, for mentions count units. */
const storable = (value: string) => value.replaceAll('\u0000', '\ufffd').replace(/\p{Cs}/gu, '\ufffd');
const text = z.string().transform(storable);
const id = z.string().regex(/^[\x21-\x7e]{1,200}$/);

const source = z.object({ type: text, userId: lenient(id), groupId: lenient(id), roomId: lenient(id) });
export type Source = z.infer<typeof source>;

const contentProvider = lenient(z.object({ type: text, originalContentUrl: lenient(z.url({ protocol: /^https?$/ })) }));
const mentionee = z.object({ type: text, index: z.number().int().min(0), length: z.number().int().min(0), userId: lenient(id), isSelf: lenient(z.boolean()) });

export const message = z.object({
  id,
  type: text,
  text: lenient(text),
  quoteToken: lenient(text),
  quotedMessageId: lenient(id),
  markAsReadToken: lenient(text),
  mention: lenient(z.object({ mentionees: z.array(mentionee).max(100) })),
  contentProvider,
  imageSet: lenient(z.object({ id: text, index: lenient(z.number()), total: lenient(z.number()) })),
  fileName: lenient(text),
  fileSize: lenient(z.number().int().min(0)),
  duration: lenient(z.number().min(0)),
  title: lenient(text),
  address: lenient(text),
  latitude: lenient(z.number()),
  longitude: lenient(z.number()),
  packageId: lenient(id),
  stickerId: lenient(z.string().regex(/^\w{1,30}$/)),
  stickerResourceType: lenient(text),
  keywords: lenient(z.array(text).max(50)),
});
export type Message = z.infer<typeof message>;

export const event = z.object({
  type: text,
  webhookEventId: lenient(id),
  timestamp: z.number().min(0),
  mode: lenient(text),
  source: lenient(source),
  replyToken: lenient(text),
  message: z.unknown().optional(),
  unsend: lenient(z.object({ messageId: id })),
  follow: lenient(z.object({ isUnblocked: lenient(z.boolean()) })),
  postback: lenient(z.object({ data: text, params: lenient(z.record(z.string(), text)) })),
});
export type Event = z.infer<typeof event>;

/** A request of LINE; `events` may be empty, by which LINE tries whether we are there. */
export const callback = z.object({ destination: z.string().max(200), events: z.array(z.unknown()).max(10_000) });

/** What the core keeps on the thread: how the next answer may leave, and how what was read is told. */
export const threadState = z.object({
  replyToken: lenient(z.string()),
  at: lenient(z.number()),
  markAsReadToken: lenient(z.string()),
});
export type ThreadState = z.infer<typeof threadState>;
/** What is kept with a message, and comes back when an answer quotes it. */
export const quotable = z.object({ quoteToken: z.string().min(1) });

export const failure = z.object({
  message: lenient(z.string()),
  details: lenient(z.array(z.object({ message: lenient(z.string()), property: lenient(z.string()) })).max(50)),
  sentMessages: lenient(z.array(z.object({ id })).max(5)),
});
export type Failure = z.infer<typeof failure>;

export const sentMessages = z.object({ sentMessages: z.array(z.object({ id, quoteToken: lenient(z.string()) })).min(1) });
export const botInfo = z.object({ displayName: text, basicId: lenient(text), chatMode: lenient(z.string()) });
export const profile = z.object({ displayName: lenient(text), pictureUrl: lenient(z.url({ protocol: /^https?$/ })), language: lenient(z.string()) });
export const groupSummary = z.object({ groupName: lenient(text), pictureUrl: lenient(z.url({ protocol: /^https?$/ })) });
export const transcoding = z.object({ status: z.string() });
export const webhookEndpoint = z.object({ endpoint: z.string(), active: z.boolean() });
export const webhookTest = z.object({ success: lenient(z.boolean()), statusCode: lenient(z.number()), reason: lenient(z.string()), detail: lenient(z.string()) });
export const quota = z.object({ type: z.string(), value: lenient(z.number()) });
export const consumption = z.object({ totalUsage: z.number() });
export const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
export const tokenVerified = z.object({ expires_in: lenient(z.number()) });
