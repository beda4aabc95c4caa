import type { Delivery, Inbound, InboundMessage, Party } from '../contract';
import { readJson } from '../json';
import { contentOf, type Said } from './matrix.content';
import { redactedBy } from './matrix.deliveries';
import { messageIdIn } from './matrix.ids';
import { event as eventSchema, relation, stored, type MatrixEvent, type Stored } from './matrix.payloads';
import type { MatrixSettings } from './matrix.settings';

export const encryptedWords = 'end-to-end encrypted: ask the customer to write in a room without encryption';

export function parse(delivery: Delivery, _settings: MatrixSettings): Inbound[] {
  const told = stored.safeParse(readJson(delivery.body)).data;
  if (told === undefined) return ignored('nothing that Matrix tells');
  if (told.receipt !== undefined) return readMarks(told, told.receipt);
  if (told.typing !== undefined) return time(Date.parse(told.typing.at)) === undefined ? ignored('typing at no time') : [{ kind: 'typing', at: told.typing.at, from: party(told, told.typing.userId), threadKey: told.room.id }];
  if (told.invite !== undefined) return ignored(`an invitation to a room by ${told.invite.by}, which a person has to accept in a Matrix app`);
  const event = eventSchema.safeParse(told.event).data;
  const at = event === undefined ? undefined : time(event.origin_server_ts);
  if (event === undefined || at === undefined) return ignored('not an event of Matrix');
  return new Reading(told, event, at).read();
}

class Reading {
  constructor(private readonly told: Stored, private readonly event: MatrixEvent, private readonly at: string) {}

  read(): Inbound[] {
    const { event, told } = this;
    if (event.unsigned?.redacted_because !== undefined) return ignored('already deleted');
    if (event.type === 'm.room.redaction') return this.redaction();
    if (event.type === 'm.reaction') return this.reaction();
    if (event.state_key !== undefined) return ignored(`a change of the room: ${event.type.slice(0, 100)}`);
    const about = relation.safeParse(event.content['m.relates_to']).data;
    if (about?.rel_type === 'm.replace' && about.event_id !== undefined) return this.edit(about.event_id);
    if (event.type === 'm.room.encrypted') return [this.message({ text: '', unsupported: encryptedWords })];
    const said = contentOf(event.type, event.content);
    if (said === undefined) return ignored(`an event that says nothing: ${event.type.slice(0, 100)} in ${told.room.id}`);
    return [this.message(said)];
  }

  private message({ emote = false, ...said }: Said, externalId = this.event.event_id): InboundMessage {
    const { event, told, at } = this;
    const ours = event.sender === told.me;
    const from = party(told, event.sender);
    const about = relation.safeParse(event.content['m.relates_to']).data;
    // In a thread the reply is only for apps that know none, unless it says otherwise.
    const thread = about?.rel_type === 'm.thread' ? about.event_id : undefined;
    const replyTo = thread !== undefined && about?.is_falling_back === true ? undefined : about?.['m.in_reply_to']?.event_id;
    const own = ours ? messageIdIn(event.content, event.unsigned?.transaction_id) : undefined;
    return {
      kind: 'message', externalId, at, from, thread: { key: told.room.id }, ...said, text: emote ? `* ${from.name ?? from.id} ${said.text}` : said.text,
      ...(ours ? { echo: true, ...(own === undefined ? {} : { messageId: own }) } : { threadState: { thread: thread ?? null, last: event.event_id } }),
      ...(replyTo === undefined ? {} : { replyToExternalId: replyTo }),
    };
  }

  private edit(target: string): Inbound[] {
    const { event, told, at } = this;
    const author = told.target?.sender;
    if (author === null || author === undefined) return ignored('an edit of something that the homeserver no longer has');
    // Anybody in a room may send such an event; it counts from whoever wrote the message.
    if (author !== event.sender) return ignored('an edit of what somebody else wrote');
    const anew = event.content['m.new_content'];
    const content = typeof anew === 'object' && anew !== null ? { msgtype: event.content['msgtype'], ...anew } : event.content;
    const said = event.type === 'm.room.encrypted' ? { text: '', unsupported: encryptedWords } : contentOf(event.type, content as Record<string, unknown>); // an object, as checked
    if (said === undefined) return ignored('an edit that says nothing');
    if (said.unsupported !== undefined) return ignored('an edit that can’t be read');
    // What it changes may be older than the channel; known already, it is left alone.
    return [this.message(said, target), { kind: 'edit', at, externalId: target, text: said.text }];
  }

  private redaction(): Inbound[] {
    const { event, told, at } = this;
    if (told.reactions !== undefined) return this.reaction();
    const target = redactedBy(event);
    return target === undefined ? ignored('a redaction of nothing') : [{ kind: 'deletion', at, externalId: target }];
  }

  private reaction(): Inbound[] {
    const { event, told, at } = this;
    if (event.sender === told.me) return ignored('our own reaction, from another app');
    const about = relation.safeParse(event.content['m.relates_to']).data;
    const eventId = told.reactions?.eventId ?? about?.event_id;
    if (eventId === undefined) return ignored('a reaction to nothing');
    const emojis = told.reactions?.keys ?? (about?.key === undefined ? [] : [about.key]);
    return [{ kind: 'reaction', at, externalId: eventId, from: party(told, event.sender), emojis: emojis.filter((key) => key !== '' && key.length <= 64) }];
  }
}

/** It stands at the newest event, whoever wrote it: all of ours up to then were read. */
function readMarks(told: Stored, { eventId, ts }: NonNullable<Stored['receipt']>): Inbound[] {
  const at = time(ts);
  if (at === undefined) return ignored('a read mark at no time');
  return [{ kind: 'receipt', at, externalId: eventId, status: 'read' }, { kind: 'receipt', at, threadKey: told.room.id, status: 'read' }];
}

function party(told: Stored, id: string): Party {
  const { name, avatar } = told.sender ?? {};
  return { id, handle: id, ...(name === undefined ? {} : { name }), ...(avatar?.startsWith('mxc://') === true ? { avatarRef: avatar } : {}) };
}

function time(ms: number): string | undefined {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 || date.getUTCFullYear() < 1970 ? undefined : date.toISOString();
}

function ignored(reason: string): Inbound[] {
  return [{ kind: 'ignored', reason }];
}
