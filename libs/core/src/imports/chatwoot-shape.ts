import { z } from 'zod';

/** As the API of Chatwoot writes it: seconds, or a time in words. */
const moment = z.union([z.number(), z.string()]).transform((value, context) => {
  const at = typeof value === 'number' ? new Date(value < 1e11 ? value * 1000 : value) : new Date(/^\d{9,13}$/.test(value) ? Number(value) * (value.length < 12 ? 1000 : 1) : value);
  if (Number.isNaN(at.getTime()) || at.getTime() <= 0) {
    context.addIssue({ code: 'custom', message: 'no time' });
    return z.NEVER;
  }
  // The clock of another server may be ahead: nothing was said tomorrow.
  return new Date(Math.min(at.getTime(), Date.now()));
});
const words = z.string().nullish().transform((text) => (text ?? '').replaceAll('\0', '').trim());
const fields = z.record(z.string(), z.unknown()).nullish().transform((values) => values ?? {});
const person = z.object({ id: z.union([z.number(), z.string()]).nullish(), name: words, email: words, phone_number: words, identifier: words, type: words, custom_attributes: fields, additional_attributes: fields });
const KINDS = ['incoming', 'outgoing', 'activity', 'template'] as const;
const kind = z.union([z.number().int().min(0).max(3).transform((n) => KINDS[n] ?? 'activity'), z.enum(KINDS)]);
const message = z.object({
  id: z.union([z.number(), z.string()]).transform(String), content: words, message_type: kind, created_at: moment, private: z.boolean().nullish().transform((value) => value ?? false),
  sender: person.nullish().transform((value) => value ?? null),
  attachments: z.array(z.object({ data_url: words, file_type: words, fallback_title: words })).nullish().transform((files) => files ?? []),
});
const conversation = z.object({
  id: z.union([z.number(), z.string()]).transform(String), account_id: z.union([z.number(), z.string()]).nullish().transform((value) => (value == null ? '' : String(value))), inbox_id: z.union([z.number(), z.string()]).nullish().transform((value) => (value == null ? '' : String(value))),
  meta: z.object({ sender: person, channel: words, assignee: person.nullish().transform((value) => value ?? null) }),
  messages: z.array(message).max(20_000), labels: z.array(z.string()).nullish().transform((names) => names ?? []),
  status: z.enum(['open', 'resolved', 'pending', 'snoozed']), priority: z.enum(['low', 'medium', 'high', 'urgent']).nullish().transform((value) => value ?? null),
  snoozed_until: moment.nullish().catch(null), created_at: moment.nullish().catch(null), custom_attributes: fields,
});
export type ChatwootConversation = z.infer<typeof conversation>;
export type ChatwootMessage = ChatwootConversation['messages'][number];
export type ChatwootPerson = z.infer<typeof person>;

export const sourceOf = ({ account_id: account }: ChatwootConversation): string => `chatwoot:${account}`;
/** As a message of it is known here. */
export const externalIdOf = (conversation: ChatwootConversation, message: ChatwootMessage): string => `${sourceOf(conversation)}:${message.id}`;

const holds = (value: unknown, key: string): value is Record<string, unknown> => typeof value === 'object' && value !== null && key in value;

/** One object of a file: a conversation with its messages, or a page of them as the list of the API answers it. */
export function conversationsIn(piece: unknown): unknown[] {
  if (holds(piece, 'data')) return conversationsIn(piece['data']);
  if (holds(piece, 'payload') && Array.isArray(piece['payload'])) return piece['payload'] as unknown[];
  return [piece];
}

/** Undefined: this is no conversation of Chatwoot. */
export function readConversation(value: unknown): ChatwootConversation | undefined {
  const read = conversation.safeParse(value);
  return read.success ? read.data : undefined;
}
