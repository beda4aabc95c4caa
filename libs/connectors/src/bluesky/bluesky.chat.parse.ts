import type { Inbound, InboundMessage, Party } from '../contract';
import { shownBy } from './bluesky.embeds';
import { chatMessageId } from './bluesky.ids';
import { instant, partyOf } from './bluesky.party';
import { chatMessage, convo as convoSchema, logEvent, type ChatMessage, type Convo, type Delivered, type LogEvent } from './bluesky.payloads';
import { readText } from './bluesky.text';

interface Place { me: string; convo: Convo | undefined; convoId: string }

export function parseChat(kept: Extract<Delivered, { what: 'direct-message' }>): Inbound[] {
  const read = logEvent.safeParse(kept.event);
  if (!read.success) return [{ kind: 'ignored', reason: 'an event of the chat that is not as documented' }];
  const event = read.data;
  const convo = convoSchema.safeParse(kept.convo).data;
  const kind = event.$type.split('#')[1] ?? event.$type;
  const convoId = event.convoId ?? convo?.id;
  const known = readers.get(kind);
  if (known === undefined || convoId === undefined) return [{ kind: 'ignored', reason: `an event of the chat of kind "${kind.replace(/[^\w-]/g, '?').slice(0, 60)}"` }];
  const message = chatMessage.safeParse(event.message).data;
  if (message === undefined) return [{ kind: 'ignored', reason: `an event of the chat of kind "${kind}" without its message` }];
  return known(message, event, { me: kept.me, convo, convoId });
}

type Reader = (message: ChatMessage, event: LogEvent, place: Place) => Inbound[];

const readers = new Map<string, Reader>([
  ['logCreateMessage', (message, _event, place) => [messageFrom(message, place)]],
  ['logDeleteMessage', (message, event, place) => [{ kind: 'deletion', externalId: chatMessageId(place.convoId, message.id), at: timeOf(event) }]],
  ['logAddReaction', reactionFrom],
  ['logRemoveReaction', reactionFrom],
]);

function messageFrom(message: ChatMessage, { me, convo, convoId }: Place): Inbound {
  if (message.$type?.endsWith('#deletedMessageView') === true) return { kind: 'ignored', reason: 'a message that was deleted before we saw it' };
  if (message.$type?.endsWith('#systemMessageView') === true) return { kind: 'ignored', reason: 'a line that the chat itself wrote' };
  const shown = shownBy(message.embed, message.embed);
  const said = readText(message.text ?? '', message.facets);
  const replyTo = message.replyTo?.id ?? message.replyTo?.messageId;
  const others = (convo?.members ?? []).filter(({ did }) => did !== me);
  const inbound: InboundMessage = {
    kind: 'message',
    externalId: chatMessageId(convoId, message.id),
    at: instant(message.sentAt, message.sentAt),
    from: memberOf(message.sender.did, convo),
    visibility: 'private',
    thread: { key: convoId },
    // A conversation that nobody accepted yet has to be accepted before an answer gets through.
    threadState: { status: convo?.status ?? 'accepted' },
    text: said.text,
    ...(said.html === undefined ? {} : { html: said.html }),
    ...(replyTo === undefined ? {} : { replyToExternalId: chatMessageId(convoId, replyTo) }),
    ...(shown.quotedText === undefined ? {} : { quoted: shown.quotedText }),
    ...(shown.quotedUri === undefined && Object.keys(shown.extra).length === 0 ? {} : { extra: { ...shown.extra, ...(shown.quotedUri === undefined ? {} : { post: shown.quotedUri }) } }),
    ...(said.text === '' && shown.quotedUri === undefined && Object.keys(shown.extra).length === 0 ? { unsupported: shown.unknown ?? message.$type?.split('#')[1] ?? 'message' } : {}),
  };
  return message.sender.did === me ? { ...inbound, echo: true, to: others.map((member) => partyOf(member, undefined)) } : inbound;
}

/** The event names one reaction; the message beside it carries all that are there now. */
function reactionFrom(message: ChatMessage, event: LogEvent, { convo, convoId }: Place): Inbound[] {
  const { reaction } = event;
  if (reaction === undefined) return [{ kind: 'ignored', reason: 'a reaction of nobody' }];
  const mine = message.reactions.filter(({ sender }) => sender.did === reaction.sender.did).map(({ value }) => value);
  return [{
    kind: 'reaction',
    externalId: chatMessageId(convoId, message.id),
    at: timeOf(event),
    from: memberOf(reaction.sender.did, convo),
    emojis: [...new Set(mine)],
  }];
}

function memberOf(did: string, convo: Convo | undefined): Party {
  const member = convo?.members.find((one) => one.did === did);
  return member === undefined ? { id: did, verified: true } : partyOf(member, undefined);
}

/** A time that has not come: the core puts its own in its place. */
const untold = '9999-12-31T23:59:59.000Z';

/** Where the log numbers its events by time, the first eleven letters of `rev` are microseconds in base 32. */
function timeOf(event: LogEvent): string {
  const micros = [...(event.rev ?? '').slice(0, 11)].reduce<bigint | undefined>((sum, letter) => {
    const digit = '234567abcdefghijklmnopqrstuvwxyz'.indexOf(letter);
    return sum === undefined || digit < 0 ? undefined : sum * 32n + BigInt(digit);
  }, 0n);
  const ms = micros === undefined ? NaN : Number(micros / 1000n);
  // 2020 to 2100: anything else is no time.
  const plausible = event.rev?.length === 13 && ms > 1_577_836_800_000 && ms < 4_102_444_800_000;
  if (plausible) return new Date(ms).toISOString();
  const reacted = event.$type.endsWith('#logAddReaction') ? event.reaction?.createdAt : undefined;
  return reacted === undefined ? untold : instant(reacted, reacted);
}
