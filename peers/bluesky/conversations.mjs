// What the chat service remembers: conversations of two, their messages, and for each member a log of what happened.
import { randomUUID } from 'node:crypto';

export class Refusal extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const invalid = () => new Refusal(400, 'InvalidConvo', 'Convo not found');
const defs = (name) => `chat.bsky.convo.defs#${name}`;

export class Conversations {
  #convos = new Map();
  #logs = new Map();
  #count = 0;
  #profile;

  constructor(profile) {
    this.#profile = profile;
  }

  async call(method, me, input) {
    const known = this[method];
    if (known === undefined || method === 'call') throw new Refusal(501, 'MethodNotImplemented', 'Method Not Implemented');
    return known.call(this, me, input);
  }

  async getConvoForMembers(me, { members }) {
    const both = [...new Set([me, ...members])].sort();
    if (both.length !== 2) throw new Refusal(400, 'InvalidRequest', 'a conversation has two members');
    const known = [...this.#convos.values()].find((convo) => convo.members.join() === both.join());
    if (known) return { convo: await this.#view(known, me) };
    const other = await this.#profile(both.find((did) => did !== me));
    if (other.associated?.chat?.allowIncoming === 'none') throw new Refusal(400, 'MessagesDisabled', 'recipient has disabled incoming messages');
    const convo = { id: randomUUID().replaceAll('-', '').slice(0, 13), rev: this.#rev(), members: both, messages: [], accepted: new Set([me]), read: new Map() };
    this.#convos.set(convo.id, convo);
    this.#tell(convo, 'logBeginConvo', {});
    return { convo: await this.#view(convo, me) };
  }

  async listConvos(me, { limit = 50, cursor }) {
    const mine = [...this.#convos.values()].filter(({ members }) => members.includes(me)).sort((a, b) => (a.rev < b.rev ? 1 : -1));
    const page = mine.filter(({ rev }) => cursor === undefined || rev < cursor).slice(0, limit);
    return { convos: await Promise.all(page.map((convo) => this.#view(convo, me))), ...(page.length === limit ? { cursor: page.at(-1).rev } : {}) };
  }

  async getConvo(me, { convoId }) {
    return { convo: await this.#view(this.#of(me, convoId), me) };
  }

  async getMessages(me, { convoId, limit = 50, cursor }) {
    const newest = [...this.#of(me, convoId).messages].reverse().filter(({ view }) => cursor === undefined || view.rev < cursor).slice(0, limit);
    return { messages: newest.map(({ view }) => view), ...(newest.length === limit ? { cursor: newest.at(-1).view.rev } : {}) };
  }

  async getLog(me, { cursor }) {
    const all = (this.#logs.get(me) ?? []).filter(({ rev }) => cursor === undefined || rev > cursor).slice(0, 100);
    return { logs: all, cursor: all.at(-1)?.rev ?? cursor ?? this.#rev() };
  }

  async sendMessage(me, { convoId, message }) {
    const convo = this.#of(me, convoId);
    if (!convo.accepted.has(me)) throw new Refusal(400, 'InvalidRequest', 'the conversation was not accepted');
    const { embed: _embed, replyTo: _replyTo, ...said } = message;
    const view = { $type: defs('messageView'), id: this.#rev(), rev: this.#rev(), ...said, sender: { did: me }, sentAt: new Date().toISOString() };
    convo.messages.push({ view });
    this.#tell(convo, 'logCreateMessage', { message: view }, view.rev);
    return view;
  }

  async deleteMessageForSelf(me, { convoId, messageId }) {
    const convo = this.#of(me, convoId);
    const message = this.#message(convo, messageId);
    const { id, sender, sentAt } = message.view;
    const view = { $type: defs('deletedMessageView'), id, rev: this.#rev(), sender, sentAt };
    this.#tell(convo, 'logDeleteMessage', { message: view }, view.rev, [me]);
    return view;
  }

  async addReaction(me, { convoId, messageId, value }) {
    const convo = this.#of(me, convoId);
    const message = this.#message(convo, messageId);
    const reactions = message.view.reactions ?? [];
    if (!reactions.some((one) => one.value === value && one.sender.did === me)) {
      const reaction = { value, sender: { did: me }, createdAt: new Date().toISOString() };
      message.view = { ...message.view, reactions: [...reactions, reaction] };
      this.#tell(convo, 'logAddReaction', { message: message.view, reaction });
    }
    return { message: message.view };
  }

  async removeReaction(me, { convoId, messageId, value }) {
    const convo = this.#of(me, convoId);
    const message = this.#message(convo, messageId);
    const gone = message.view.reactions?.find((one) => one.value === value && one.sender.did === me);
    if (gone) {
      message.view = { ...message.view, reactions: message.view.reactions.filter((one) => one !== gone) };
      this.#tell(convo, 'logRemoveReaction', { message: message.view, reaction: gone });
    }
    return { message: message.view };
  }

  async acceptConvo(me, { convoId }) {
    const convo = this.#of(me, convoId);
    if (convo.accepted.has(me)) return {};
    convo.accepted.add(me);
    const rev = this.#tell(convo, 'logAcceptConvo', {}, this.#rev(), [me]);
    return { rev };
  }

  async updateRead(me, { convoId, messageId }) {
    const convo = this.#of(me, convoId);
    const message = messageId === undefined ? convo.messages.at(-1) : this.#message(convo, messageId);
    if (message) {
      convo.read.set(me, message.view.id);
      this.#tell(convo, 'logReadConvo', { message: message.view }, this.#rev(), [me]);
    }
    return { convo: await this.#view(convo, me) };
  }

  async #view(convo, me) {
    const last = convo.messages.at(-1)?.view;
    return {
      id: convo.id, rev: convo.rev, members: await Promise.all(convo.members.map((did) => this.#profile(did))), muted: false, unreadCount: 0,
      status: convo.accepted.has(me) ? 'accepted' : 'request', ...(last === undefined ? {} : { lastMessage: last }),
    };
  }

  #of(me, convoId) {
    const convo = this.#convos.get(convoId);
    if (!convo?.members.includes(me)) throw invalid();
    return convo;
  }

  #message(convo, messageId) {
    const message = convo.messages.find(({ view }) => view.id === messageId);
    if (!message) throw new Refusal(400, 'InvalidRequest', 'Message not found');
    return message;
  }

  #tell(convo, kind, more, rev = this.#rev(), members = convo.members) {
    convo.rev = rev;
    for (const did of members) this.#logs.set(did, [...(this.#logs.get(did) ?? []), { $type: defs(kind), rev, convoId: convo.id, ...more }]);
    return rev;
  }

  /** Numbers that sort as they come; those of the real service are no times either. */
  #rev() {
    this.#count += 1;
    const digits = '234567abcdefghijklmnopqrstuvwxyz';
    let text = '';
    for (let rest = this.#count; text.length < 13; rest = Math.floor(rest / 32)) text = digits[rest % 32] + text;
    return text;
  }
}
