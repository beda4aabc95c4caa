/** What the client-server API takes, from the specification (v1.11 and on): bodies, queries and sizes. */
import { z } from 'zod';
import { Violation, type ApiAnswer, type ApiCall } from '../platform';

export const refuse = (status: number, errcode: string, error: string, more: object = {}, headers: Record<string, string> = {}): ApiAnswer => ({ status, headers, body: { errcode, error, ...more } });

const eventId = z.string().regex(/^\$\S+$/);
const replyTo = z.strictObject({ event_id: eventId });
const relates = z.union([
  z.strictObject({ 'm.in_reply_to': replyTo }),
  z.strictObject({ rel_type: z.literal('m.thread'), event_id: eventId, is_falling_back: z.boolean(), 'm.in_reply_to': replyTo }),
  z.strictObject({ rel_type: z.literal('m.replace'), event_id: eventId }),
]);
const text = { msgtype: z.literal('m.text'), body: z.string().min(1), 'm.mentions': z.strictObject({}) };
const shared = { 'io.kontuar.message_id': z.string().optional(), 'm.relates_to': relates.optional() };
const file = z.strictObject({
  msgtype: z.enum(['m.image', 'm.video', 'm.audio', 'm.file']), body: z.string().min(1), filename: z.string().min(1), url: z.string().regex(/^mxc:\/\/[^/]+\/[\w-]+$/),
  info: z.strictObject({ mimetype: z.string().regex(/\//), size: z.number().int().min(0) }), 'm.mentions': z.strictObject({}), ...shared,
});
export const messageContent = z.union([z.strictObject({ ...text, ...shared, 'm.new_content': z.strictObject(text).optional() }), file]);
export type MessageContent = z.infer<typeof messageContent>;

/** The largest event that servers take, as it travels. */
const eventBytes = 65_536;

export const bodies = {
  login: z.strictObject({ type: z.literal('m.login.password'), identifier: z.strictObject({ type: z.literal('m.id.user'), user: z.string() }), password: z.string(), initial_device_display_name: z.string(), refresh_token: z.literal(true), device_id: z.string().optional() }),
  refresh: z.strictObject({ refresh_token: z.string().min(1) }),
  typing: z.strictObject({ typing: z.boolean(), timeout: z.number().int().optional() }),
  createRoom: z.strictObject({ preset: z.enum(['private_chat', 'trusted_private_chat', 'public_chat']), is_direct: z.boolean(), invite: z.array(z.string().regex(/^@[^:]*:.+$/)) }),
  empty: z.strictObject({}),
} as const;

export function bodyOf<T extends z.ZodType>(call: ApiCall, schema: T): z.infer<T> {
  if (call.body.length > eventBytes) throw new Violation('larger than an event may be', refuse(413, 'M_TOO_LARGE', 'event too large'));
  const read = schema.safeParse(call.parsed);
  if (!read.success) throw new Violation(z.prettifyError(read.error), refuse(400, 'M_BAD_JSON', 'Bad body'));
  return read.data;
}

const syncQuery = z.strictObject({ filter: z.string(), set_presence: z.enum(['offline', 'online', 'unavailable']), since: z.string().regex(/^s\d+$/).optional(), timeout: z.string().regex(/^\d+$/) });
const filter = z.object({ room: z.object({ timeline: z.object({ limit: z.number().int().min(1) }) }) });

export function syncOf(call: ApiCall): { since: number | undefined; timeout: number; limit: number } {
  const query = syncQuery.safeParse(call.query);
  if (!query.success) throw new Violation(z.prettifyError(query.error), refuse(400, 'M_INVALID_PARAM', 'Bad query'));
  const limit = filter.parse(JSON.parse(query.data.filter)).room.timeline.limit;
  return { since: query.data.since === undefined ? undefined : Number(query.data.since.slice(1)), timeout: Number(query.data.timeout), limit };
}
