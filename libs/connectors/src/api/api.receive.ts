import { z } from 'zod';
import { ConnectorError, type Delivery, type Inbound, type InboundMessage, type Party, type RawRequest } from '../contract';
import { anyEvent, batch, events, type ApiEvent, type ApiPerson } from './api.events';
import type { ApiSettings } from './api.settings';

/** Each event is a delivery of its own, so that one that can't be read holds up no other. The same event twice is one. */
export function split(request: RawRequest): Delivery[] {
  const body = readJson(request.body);
  const many = batch.safeParse(body);
  const one = many.success ? many : z.object({ events: z.tuple([anyEvent]) }).safeParse({ events: [body] });
  if (!one.success) throw new ConnectorError('rejected', 'Not an event: an object with a "kind", or { "events": [ … ] } with up to 100 of them', { reason: 'malformed' });
  return one.data.events.map((event) => ({ contentType: 'application/json', body: Buffer.from(JSON.stringify(event)) }));
}

export function parse(delivery: Delivery, settings: ApiSettings): Inbound[] {
  const body = readJson(delivery.body);
  const kind = anyEvent.safeParse(body).data?.kind ?? '';
  const schema = Object.hasOwn(events, kind) ? events[kind as keyof typeof events] : undefined; // just looked up
  if (schema === undefined) return [{ kind: 'ignored', reason: `an event of kind "${plain(kind)}"` }];
  const parsed = schema.safeParse(body);
  if (!parsed.success) return [{ kind: 'ignored', reason: `a ${kind} that can't be read: ${parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ').slice(0, 500)}` }];
  return [inboundOf(parsed.data, settings)];
}

/** A time that has not come is replaced by the core's own: the moment at which the event was kept. */
const unsaid = '9999-12-31T23:59:59.000Z';

function inboundOf(event: ApiEvent, settings: ApiSettings): Inbound {
  const at = event.at === undefined ? unsaid : new Date(event.at).toISOString();
  switch (event.kind) {
    case 'message': return messageOf(event, at);
    case 'edit': return { kind: 'edit', externalId: event.id, at, text: event.text, ...defined({ html: event.html, rating: event.rating, reopens: event.reopens }) };
    case 'deletion': return { kind: 'deletion', externalId: event.id, at };
    case 'reaction': return { kind: 'reaction', externalId: event.id, at, from: partyOf(event.from), emojis: event.emojis };
    case 'receipt': return { kind: 'receipt', externalId: event.id, at, status: event.status, ...defined({ reason: event.reason }) };
    case 'typing': return { kind: 'typing', at, from: partyOf(event.from), threadKey: event.thread ?? event.from.id };
    case 'moderation': return { kind: 'moderation', externalId: event.id, at, ...defined({ hidden: event.hidden, liked: event.liked }) };
    default: throw new Error(`no rule for ${JSON.stringify(event satisfies never)} in ${settings.endpoint}`);
  }
}

function messageOf(event: Extract<ApiEvent, { kind: 'message' }>, at: string): InboundMessage {
  const { echo, post, from } = event;
  // In public a thread belongs to the post and to whom we talk with there.
  const person = echo === undefined ? from : echo.to;
  const key = event.thread ?? (event.public && post !== undefined ? `${post.id}:${person.id}` : person.id);
  return {
    kind: 'message', externalId: event.id, at, from: partyOf(from), thread: { key }, text: event.text,
    visibility: event.public ? 'public' : 'private',
    ...(echo === undefined ? {} : { echo: true, to: [partyOf(echo.to)], ...defined({ messageId: echo.messageId }) }),
    ...defined({ html: event.html, subject: event.subject, replyToExternalId: event.replyTo, rating: event.rating, fields: event.fields }),
    ...(post === undefined ? {} : { post: { externalId: post.id, kind: post.kind, ...defined({ url: post.url, title: post.title, text: post.text }) } }),
    ...(event.files.length === 0 ? {} : {
      attachments: event.files.map(({ name, contentType, url, content }, index) => ({ key: String(index), name, contentType, ...(content === undefined ? { ref: url ?? '' } : { content: Buffer.from(content, 'base64') }) })),
    }),
  };
}

function partyOf({ id, avatarUrl, ...rest }: ApiPerson): Party {
  return { id, ...defined(rest), ...defined({ avatarRef: avatarUrl }) };
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
function defined<T extends object>(given: T): Defined<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Defined<T>; // only undefined was left out
}

const plain = (kind: string): string => kind.replace(/[^\w-]/g, '?');
