import { createHash } from 'node:crypto';
import type { Delivery, Inbound, InboundMessage, InboundReceipt, Party } from '../contract';
import { readJson } from '../json';
import { contentOf, type Content } from './xmpp.content';
import { bounceWords, readError } from './xmpp.errors';
import { isOurs, messageIdOf, messageKey, type Way } from './xmpp.ids';
import { readJid, type Jid } from './xmpp.jid';
import { encryptions, NS } from './xmpp.namespaces';
import { threadKey, type XmppSettings } from './xmpp.settings';
import { stored, type Stored } from './xmpp.stored';
import { childOf, childrenOf, readElement, textOf, type Element } from './xmpp.xml';

const mostEmojis = 20;

export function parse(delivery: Delivery, settings: XmppSettings): Inbound[] {
  const read = stored.safeParse(readJson(delivery.body)).data;
  const message = read === undefined ? undefined : readElement(read.xml);
  if (read === undefined || message?.name !== 'message') return ignored('not a message of XMPP');
  const from = readJid(message.attrs['from'] ?? read.me);
  const to = readJid(message.attrs['to'] ?? read.me);
  if (from === undefined || to === undefined) return ignored('a message from or to no address');
  return new Reading(read, message, { from, to, settings }).read();
}

class Reading {
  /** Who it is that we talk with, and whether we said it ourselves, in another app. */
  private readonly peer: string;
  private readonly way: Way;
  private readonly ours: string;
  private readonly person: Party;

  constructor(private readonly told: Stored, private readonly message: Element, private readonly between: { from: Jid; to: Jid; settings: XmppSettings }) {
    const { from, to } = between;
    const sent = from.bare === told.me || (from.domain === told.me && from.local !== '' && to.domain !== told.me);
    this.way = sent ? 'out' : 'in';
    const other = sent ? to : from;
    // In private with somebody in a room: without the nickname it would be everybody there.
    this.peer = childOf(message, 'x', NS.rooms) !== undefined && childOf(childOf(message, 'x', NS.rooms), 'invite') === undefined ? other.full : other.bare;
    this.ours = (sent ? from : to).bare;
    const nick = textOf(childOf(message, 'nick', NS.nick)).trim().slice(0, 200);
    this.person = { id: this.peer, handle: this.peer, ...(nick === '' || sent ? (this.peer === other.bare ? {} : { name: other.resource }) : { name: nick }) };
  }

  read(): Inbound[] {
    const { message } = this;
    if (message.attrs['type'] === 'groupchat') return ignored('said in a room of several people, where we are not a guest');
    if (this.peer === this.ours) return ignored('a note to ourselves');
    if (message.attrs['type'] === 'error') return this.bounce();
    return this.retraction() ?? this.reaction() ?? this.receipt() ?? this.correction() ?? this.words() ?? this.call() ?? this.typing() ?? ignored(`a kind of message that says nothing: ${kindsIn(message)}`);
  }

  private words(): Inbound[] | undefined {
    const { message } = this;
    if (childrenOf(message).some(({ ns, name }) => encryptions.includes(ns) || (name === 'encrypted' && ns.includes('omemo')))) return [this.unreadable('end-to-end encrypted: ask the customer to switch encryption (OMEMO) off')];
    if (textOf(childOf(message, 'body')).startsWith('?OTR')) return [this.unreadable('end-to-end encrypted: ask the customer to switch encryption (OTR) off')];
    if (childOf(message, 'x', NS.invite) !== undefined || childOf(childOf(message, 'x', NS.rooms), 'invite') !== undefined) return [this.unreadable('invitation to a room')];
    const content = contentOf(message);
    return content === undefined ? undefined : [this.said(this.id(), content)];
  }

  private said(id: string, content: Content): InboundMessage {
    const { message, told, way, person } = this;
    const type = message.attrs['type'];
    const reply = childOf(message, 'reply', NS.reply);
    const own = messageIdOf(id);
    return {
      kind: 'message', at: told.at, externalId: messageKey(this.peer, way, id), thread: this.thread(), ...content,
      externalIdIfTaken: messageKey(this.peer, way, `${id} ${told.archiveId ?? told.at}`),
      from: way === 'out' ? { id: this.ours, handle: this.ours } : person,
      ...(way === 'out' ? { echo: true, to: [person], ...(own === undefined ? {} : { messageId: own }) } : {}),
      ...(reply?.attrs['id'] === undefined ? {} : { replyToExternalId: messageKey(this.peer, this.wayOf(reply), reply.attrs['id']) }),
      ...(type === 'headline' ? { automatic: 'bulk' as const } : {}),
    };
  }

  private unreadable(unsupported: string): InboundMessage {
    return { ...this.said(this.id(), { text: '' }), unsupported };
  }

  /** A reply names whose message it answers; an id of ours says so itself. */
  private wayOf(reply: Element): Way {
    const author = readJid(reply.attrs['to'])?.bare;
    if (author === undefined) return isOurs(reply.attrs['id'] ?? '') ? 'out' : 'in';
    return author === this.ours ? 'out' : 'in';
  }

  private correction(): Inbound[] | undefined {
    const target = childOf(this.message, 'replace', NS.correct)?.attrs['id'];
    if (target === undefined || target === '') return undefined;
    const content = contentOf(this.message) ?? { text: '' };
    const edit: Inbound = { kind: 'edit', at: this.told.at, externalId: messageKey(this.peer, this.way, target), text: content.text };
    // What it corrects may never have reached us; known already, it is left alone.
    return [{ ...this.said(target, content), externalIdIfTaken: messageKey(this.peer, this.way, target) }, edit];
  }

  private retraction(): Inbound[] | undefined {
    const now = childOf(this.message, 'retract', NS.retract)?.attrs['id'];
    const fastened = childOf(this.message, 'apply-to', NS.fasten);
    const target = now ?? (childOf(fastened, 'retract', NS.retractBefore) === undefined ? undefined : fastened?.attrs['id']);
    return target === undefined ? undefined : [{ kind: 'deletion', at: this.told.at, externalId: messageKey(this.peer, this.way, target) }];
  }

  private reaction(): Inbound[] | undefined {
    const reactions = childOf(this.message, 'reactions', NS.reactions);
    const target = reactions?.attrs['id'];
    if (reactions === undefined || target === undefined) return undefined;
    if (this.way === 'out') return ignored('our own reaction, from another app');
    const emojis = [...new Set(childrenOf(reactions, 'reaction').map((one) => textOf(one).trim()).filter((emoji) => emoji !== '' && emoji.length <= 64))].slice(0, mostEmojis);
    // Nothing says whose message it is: ours by its look, otherwise theirs or one that we wrote in another app.
    const ways: Way[] = isOurs(target) ? ['out'] : ['in', 'out'];
    return ways.map((way) => ({ kind: 'reaction', at: this.told.at, externalId: messageKey(this.peer, way, target), from: this.person, emojis }));
  }

  private receipt(): Inbound[] | undefined {
    const { message } = this;
    const delivered = childOf(message, 'received', NS.receipts) ?? childOf(message, 'received', NS.markers);
    const seen = childOf(message, 'displayed', NS.markers) ?? childOf(message, 'acknowledged', NS.markers);
    const target = (seen ?? delivered)?.attrs['id'];
    if (target === undefined) return undefined;
    if (this.way === 'out') return ignored('our own receipt, from another app');
    const own = messageIdOf(target);
    const receipt: InboundReceipt = { kind: 'receipt', at: this.told.at, externalId: messageKey(this.peer, 'out', target), status: seen === undefined ? 'delivered' : 'read', ...(own === undefined ? {} : { messageId: own }) };
    return [receipt];
  }

  /** What we sent and what came back. */
  private bounce(): Inbound[] {
    const { id = '' } = this.message.attrs;
    if (this.way === 'out') return ignored('an error that we sent');
    if (!isOurs(id)) return ignored('something came back that was no message of ours');
    const { condition, words: said } = readError(childOf(this.message, 'error'));
    const { reason, words } = bounceWords(condition, said);
    return [{ kind: 'receipt', at: this.told.at, externalId: messageKey(this.peer, 'out', id), status: 'failed', code: reason, reason: words }];
  }

  private call(): Inbound[] | undefined {
    const propose = childOf(this.message, 'propose', NS.calls);
    const id = propose?.attrs['id'];
    if (propose === undefined || id === undefined) return undefined;
    return this.way === 'out' ? ignored('a call of ours') : [{ ...this.said(`call ${id}`, { text: '' }), unsupported: 'call' }];
  }

  private typing(): Inbound[] | undefined {
    if (childOf(this.message, 'composing', NS.chatStates) === undefined) return undefined;
    return this.way === 'out' ? ignored('we write in another app') : [{ kind: 'typing', at: this.told.at, from: this.person, threadKey: this.thread().key }];
  }

  private thread(): { key: string } {
    return { key: threadKey(this.between.settings, this.ours, this.peer) };
  }

  /** What apps refer to it by; of a message that has none, what its archive or its very words name it. */
  private id(): string {
    const { message, told } = this;
    const given = message.attrs['id'] ?? childOf(message, 'origin-id', NS.ids)?.attrs['id'];
    if (given !== undefined && given !== '') return given;
    return told.archiveId === undefined ? `unnamed ${createHash('sha256').update(`${told.at} ${told.xml}`).digest('hex').slice(0, 32)}` : `archived ${told.archiveId}`;
  }
}

function kindsIn(message: Element): string {
  return childrenOf(message).map(({ name }) => name).join(', ').slice(0, 100) || 'empty';
}

function ignored(reason: string): Inbound[] {
  return [{ kind: 'ignored', reason }];
}
