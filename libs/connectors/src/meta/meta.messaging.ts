import type { Inbound, InboundMessage, Json, Party } from '../contract';
import { contentOf, referralFacts } from './meta.content';
import { ownId } from './meta.ids';
import { instant, kindWord } from './meta.json';
import { delivered, edited, event as eventSchema, message as messageSchema, postback, reaction, seen, type Event, type Message } from './meta.payloads';

export interface Messaging {
  /** Our own page or account: who sends it is us. */
  account: string;
  /** When Meta sent it, for events that carry no time of their own. */
  time?: number;
  /** Another app answers in this thread; we listen. */
  standby: boolean;
}

/** Messenger and Instagram tell of private messages in the same words. Pure; what we don't know is ignored with its name, never thrown. */
export function parseMessaging(raw: unknown, messaging: Messaging): Inbound[] {
  const parsed = eventSchema.safeParse(raw);
  if (!parsed.success) return [{ kind: 'ignored', reason: 'an event that is not as documented' }];
  const event = parsed.data;
  const kinds = Object.keys(event).filter((key) => !envelope.has(key));
  const kind = kinds.find((key) => readers.has(key)) ?? kinds[0];
  if (kind === undefined) return [{ kind: 'ignored', reason: 'an event with nothing in it' }];
  const read = readers.get(kind);
  if (read === undefined) return [{ kind: 'ignored', reason: `an event of kind "${kindWord(kind)}"` }];
  return read(event[kind], { ...messaging, event, at: instant(event.timestamp, messaging.time), other: otherOf(event, messaging.account) })
    ?? [{ kind: 'ignored', reason: `an event of kind "${kind}" that is not as documented` }];
}

const envelope = new Set(['sender', 'recipient', 'timestamp', 'prior_message', 'hop_context', 'is_echo']);

interface Circumstances extends Messaging { event: Event; at: string; other: string | undefined }
type Reader = (body: unknown, told: Circumstances) => Inbound[] | undefined;

/** The customer's id, whichever way the message went. */
function otherOf({ sender, recipient }: Event, account: string): string | undefined {
  return sender?.id === account ? recipient?.id : sender?.id;
}

const person = (id: string): Party => ({ id, verified: true });

const readers = new Map<string, Reader>(Object.entries<Reader>({
  message: (body, told) => {
    const parsed = messageSchema.safeParse(body);
    return parsed.success ? said(parsed.data, told) : undefined;
  },
  postback: (body, { at, other, event, account }) => {
    const { data } = postback.safeParse(body);
    if (!data || other === undefined || event.sender?.id === account) return undefined;
    const extra: Record<string, Json> = { ...(data.payload == null ? {} : { button: data.payload }), ...(data.referral ? { referral: referralFacts(data.referral) } : {}) };
    return [{ kind: 'message', externalId: data.mid ?? `postback:${other}:${event.timestamp ?? at}`, at, from: person(other), thread: { key: other }, text: data.title ?? data.payload ?? '', extra }];
  },
  reaction: (body, { at, other, event, account }) => {
    const { data } = reaction.safeParse(body);
    if (!data || other === undefined) return undefined;
    const emojis = data.action === 'unreact' ? [] : [data.emoji ?? named.get(data.reaction ?? '') ?? '❤️'];
    return [{ kind: 'reaction', externalId: data.mid, at, from: person(event.sender?.id ?? account), emojis }];
  },
  message_edit: (body, { at }) => {
    const { data } = edited.safeParse(body);
    return data && [{ kind: 'edit', externalId: data.mid, at, text: data.text ?? '' }];
  },
  delivery: (body, { at, other }) => {
    const { data } = delivered.safeParse(body);
    if (!data) return undefined;
    const upTo = data.watermark == null ? at : instant(data.watermark, at);
    if (data.mids && data.mids.length > 0) return data.mids.map((mid) => ({ kind: 'receipt', externalId: mid, status: 'delivered', at: upTo }));
    return other === undefined ? undefined : [{ kind: 'receipt', threadKey: other, status: 'delivered', at: upTo }];
  },
  read: (body, { at, other, event, account }) => {
    const { data } = seen.safeParse(body);
    if (!data || other === undefined) return undefined;
    if (event.sender?.id === account) return [{ kind: 'ignored', reason: 'our own reading' }];
    if (data.mid != null) return [{ kind: 'receipt', externalId: data.mid, status: 'read', at }];
    return [{ kind: 'receipt', threadKey: other, status: 'read', at: data.watermark == null ? at : instant(data.watermark, at) }];
  },
  referral: () => [{ kind: 'ignored', reason: 'opened the chat by a link or an ad, and said nothing yet' }],
  optin: () => [{ kind: 'ignored', reason: 'agreed to be written to' }],
  pass_thread_control: () => [{ kind: 'ignored', reason: 'another app handed the conversation over' }],
  take_thread_control: () => [{ kind: 'ignored', reason: 'another app took the conversation' }],
  request_thread_control: () => [{ kind: 'ignored', reason: 'another app asks for the conversation' }],
}));

const named = new Map([['love', '❤️'], ['like', '👍'], ['dislike', '👎'], ['smile', '😆'], ['wow', '😮'], ['sad', '😢'], ['angry', '😠']]);

function said(message: Message, told: Circumstances): Inbound[] {
  const { at, other, event, account, standby } = told;
  if (message.is_deleted === true) return message.mid === undefined ? [{ kind: 'ignored', reason: 'a deletion of nothing' }] : [{ kind: 'deletion', externalId: message.mid, at }];
  if (message.is_self === true || (event.sender !== undefined && event.sender.id === event.recipient?.id)) return [{ kind: 'ignored', reason: 'written to oneself' }];
  const echo = message.is_echo === true || event.sender?.id === account;
  if (other === undefined) return [{ kind: 'ignored', reason: 'a message of nobody' }];
  const mid = message.mid ?? `no-mid:${other}:${event.timestamp ?? at}`;
  const content = contentOf(message, mid);
  const extra: Record<string, Json> = { ...content.extra, ...(standby && !echo ? { standby: true } : {}) };
  const inbound: InboundMessage = {
    kind: 'message',
    externalId: mid,
    at,
    from: person(echo ? account : other),
    thread: { key: other },
    text: content.text,
    ...(message.reply_to?.mid == null ? {} : { replyToExternalId: message.reply_to.mid }),
    ...(content.attachments.length === 0 ? {} : { attachments: content.attachments }),
    ...(content.unsupported === undefined ? {} : { unsupported: content.unsupported }),
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
  if (!echo) return [inbound];
  const messageId = ownId(message.metadata ?? undefined);
  return [{ ...inbound, echo: true, to: [person(other)], ...(messageId === undefined ? {} : { messageId }) }];
}

/** Whether an item names its account as we know it; the test button of the dashboard names none. */
export function notOurs(item: { id?: string }, account: string): string | undefined {
  if (item.id === account) return undefined;
  return item.id === undefined || item.id === '0' ? 'a test of Meta’s dashboard' : 'for another account';
}

