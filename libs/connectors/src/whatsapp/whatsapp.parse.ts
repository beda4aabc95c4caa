import type { Delivery, Inbound, InboundMessage, Party, RawRequest } from '../contract';
import { ownId } from '../meta/meta.ids';
import { instant, isRecord, kindWord } from '../meta/meta.json';
import { itemOf, splitMeta, type MetaItem } from '../meta/meta.webhook';
import { circumstances, contentOf } from './whatsapp.content';
import { failureOf } from './whatsapp.errors';
import { edit, message as messageSchema, reaction, revoke, status as statusSchema, system, userIdUpdate, value as valueSchema, type Message, type Value } from './whatsapp.payloads';
import { contactFor, person } from './whatsapp.people';
import type { WhatsAppSettings } from './whatsapp.settings';

const ignored = (reason: string): Inbound[] => [{ kind: 'ignored', reason }];
const lists = ['messages', 'message_echoes', 'statuses', 'user_id_update'] as const;

/** Several messages, receipts and numbers come in one call: each becomes a delivery of its own, for the channel of its number. */
export function splitWebhook(request: RawRequest): Delivery[] {
  return splitMeta(request, {
    cut: (item) => {
      if (!isRecord(item.value)) return [item];
      const { value } = item;
      const found = lists.filter((name) => Array.isArray(value[name]));
      if (found.length === 0) return [item];
      const rest = Object.fromEntries(Object.entries(value).filter(([name]) => !lists.some((list) => list === name)));
      return found.flatMap((name) => (value[name] as unknown[]).map((one): MetaItem => ({ ...item, value: { ...rest, [name]: [one] } }))); // `found` holds the names of lists
    },
    accountOf: ({ object, value }) => (object === 'whatsapp_business_account' ? (valueSchema.safeParse(value).data?.metadata?.phone_number_id ?? undefined) : undefined),
  });
}

interface Where { settings: WhatsAppSettings; value: Value; item: MetaItem }

/** Pure. What we don't know is ignored with its name, or shown as unsupported when a person said it; never thrown. */
export function parseItem(delivery: Delivery, settings: WhatsAppSettings): Inbound[] {
  const item = itemOf(delivery);
  if (!item) return ignored('not what Meta sends');
  if (item.object !== 'whatsapp_business_account') return ignored(`about "${kindWord(item.object)}", which is no WhatsApp account`);
  const { data: value } = valueSchema.safeParse(item.value);
  if (item.field === undefined || !value) return ignored('an event that is not as documented');
  const number = value.metadata?.phone_number_id;
  if (number != null && number !== settings.phoneNumberId) return ignored('for another number');
  const where = { settings, value, item };
  const inbounds = [
    ...(value.messages ?? []).flatMap((one) => parseMessage(one, where)),
    ...(value.message_echoes ?? []).flatMap((one) => parseMessage(one, where, { echo: true })),
    ...(value.statuses ?? []).flatMap((one) => parseStatus(one, where)),
    ...(value.user_id_update ?? []).flatMap((one) => parseUpdate(one, where)),
  ];
  return inbounds.length > 0 ? inbounds : ignored(`a change of "${kindWord(item.field)}"`);
}

function parseMessage(raw: unknown, where: Where, { echo = false }: { echo?: boolean } = {}): Inbound[] {
  const parsed = messageSchema.safeParse(raw);
  if (!parsed.success) return ignored('a message that is not as documented');
  const message = parsed.data;
  const at = instant(message.timestamp, where.item.time);
  if (message.type === 'system') return parseSystem(message, at);
  const named = echo ? { phone: message.to, userId: message.to_user_id, parentUserId: message.to_parent_user_id } : { phone: message.from, userId: message.from_user_id, parentUserId: message.from_parent_user_id };
  const customer = person(named, contactFor(named, where.value.contacts ?? []));
  if (!customer && message.group_id == null) return ignored('a message of nobody');
  const said = { message, at, customer: customer ?? { id: `group:${message.group_id ?? ''}` }, echo, where };
  switch (message.type) {
    case 'reaction': {
      const { data } = reaction.safeParse(message['reaction']);
      return data ? [{ kind: 'reaction', externalId: data.message_id, at, from: echo ? business(where) : said.customer, emojis: data.emoji == null || data.emoji === '' ? [] : [data.emoji] }] : unsupported(said);
    }
    case 'edit': {
      const { data } = edit.safeParse(message['edit']);
      if (!data) return unsupported(said);
      const content = contentOf({ ...data.message, type: data.message.type ?? 'unknown' });
      return content.unsupported === undefined ? [{ kind: 'edit', externalId: data.original_message_id, at, text: content.text }] : ignored(`an edit into "${content.unsupported}"`);
    }
    case 'revoke': {
      const { data } = revoke.safeParse(message['revoke']);
      return data ? [{ kind: 'deletion', externalId: data.original_message_id, at }] : ignored('a deletion of nothing');
    }
    case 'request_welcome':
      return ignored('opened the chat, and said nothing yet');
    default:
      return [messageFrom(said)];
  }
}

interface Said { message: Message; at: string; customer: Party; echo: boolean; where: Where }

function business({ settings, value }: Where): Party {
  const shown = value.metadata?.display_phone_number?.replace(/\D/g, '');
  return { id: settings.phoneNumberId, ...(shown === undefined || shown === '' ? {} : { handle: `+${shown}` }), verified: true };
}

function unsupported(said: Said): Inbound[] {
  return [{ ...messageFrom({ ...said, message: { ...said.message, type: 'unsupported' } }), unsupported: kindWord(said.message.type) }];
}

function messageFrom({ message, at, customer, echo, where }: Said): InboundMessage {
  const content = contentOf(message);
  const extra = { ...content.extra, ...circumstances(message) };
  const replyTo = message.context?.id;
  const key = message.group_id == null ? customer.id : `group:${message.group_id}`;
  return {
    kind: 'message', externalId: message.id, at, from: echo ? business(where) : customer, thread: { key }, text: content.text,
    ...(echo ? { echo: true, to: [customer] } : { threadState: { last: message.id } }),
    ...(replyTo == null ? {} : { replyToExternalId: replyTo }),
    ...(content.attachments === undefined ? {} : { attachments: content.attachments }),
    ...(content.unsupported === undefined ? {} : { unsupported: content.unsupported }),
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
}

/** A new number, or a new business-scoped id: the same person goes on under it. */
function parseSystem(message: Message, at: string): Inbound[] {
  const { data } = system.safeParse(message['system']);
  const now = person({ phone: data?.new_wa_id ?? data?.wa_id, userId: data?.user_id });
  const before = [data?.previous_user_id, message.from_user_id, message.from].filter((id): id is string => id != null && id !== now?.id);
  if (!data || !now || !/^(?:user|customer)_changed_/.test(data.type ?? '')) return ignored(`a system message (${kindWord(data?.type ?? 'unknown')})`);
  if (before.length === 0) return ignored('a new id of somebody who is not named');
  return [...new Set(before)].map((previousId) => ({ kind: 'identity', at, from: now, previousId }));
}

function parseUpdate(raw: unknown, { item }: Where): Inbound[] {
  const { data } = userIdUpdate.safeParse(raw);
  const now = data && person({ phone: data.wa_id, userId: data.user_id.current });
  return data && now ? [{ kind: 'identity', at: instant(data.timestamp, item.time), from: now, previousId: data.user_id.previous }] : ignored('a new id that is not as documented');
}

const states = new Map<string, 'sent' | 'delivered' | 'read' | 'failed'>([['sent', 'sent'], ['delivered', 'delivered'], ['read', 'read'], ['played', 'read'], ['failed', 'failed']]);

function parseStatus(raw: unknown, { item }: Where): Inbound[] {
  const parsed = statusSchema.safeParse(raw);
  const state = states.get(parsed.data?.status ?? '');
  if (!parsed.success || state === undefined || parsed.data.type === 'payment') return ignored(`a status "${kindWord(parsed.data?.status ?? 'unknown')}"`);
  const { data } = parsed;
  const messageId = ownId(data.biz_opaque_callback_data ?? undefined);
  const [why] = data.errors ?? [];
  return [{
    kind: 'receipt', externalId: data.id, status: state, at: instant(data.timestamp, item.time), ...(messageId === undefined ? {} : { messageId }),
    ...(state === 'failed' ? failureOf(why?.code, why?.error_data?.details ?? why?.title ?? why?.message ?? undefined) : {}),
  }];
}
