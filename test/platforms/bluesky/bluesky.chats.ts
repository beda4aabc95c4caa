import { Violation } from '../platform';
import { refuse, type Question } from './bluesky.contract';
import type { Person, World } from './bluesky.world';

interface Reaction { value: string; sender: { did: string }; createdAt: string }
interface Message { id: string; rev: string; sender: string; text: string; sentAt: string; reactions: Reaction[]; facets?: object[]; replyTo?: Message | undefined; kind?: string | undefined }
export interface Convo { id: string; rev: string; with: Person; accepted: boolean; messages: Message[] }

const defs = (kind: string): string => `chat.bsky.convo.defs#${kind}`;
const refused = (error: string, message: string): Violation => new Violation(message, refuse(400, error, message));

/** Direct messages between the brand and everybody else, as the brand's side of the service shows them. */
export class Chats {
  private readonly convos = new Map<string, Convo>();
  private readonly log: { rev: string; [member: string]: unknown }[] = [];

  constructor(private readonly world: World, private readonly brand: Person, private readonly now: () => Date) {}

  /** Whoever writes first has to be accepted before an answer gets through. */
  with(person: Person, accepted = false): Convo {
    const known = [...this.convos.values()].find((convo) => convo.with.did === person.did);
    if (known !== undefined) return known;
    const convo: Convo = { id: this.world.tid(), rev: this.world.tid(), with: person, accepted, messages: [] };
    this.convos.set(convo.id, convo);
    this.tell(convo, 'logBeginConvo', {});
    return convo;
  }

  say(convo: Convo, sender: string, text: string, more: Pick<Message, 'replyTo' | 'kind'> & { facets?: object[] } = {}): Message {
    const message: Message = { id: this.world.tid(), rev: this.world.tid(), sender, text, sentAt: this.now().toISOString(), reactions: [], ...more };
    convo.messages.push(message);
    this.tell(convo, 'logCreateMessage', { message: this.shown(message) }, message.rev);
    return message;
  }

  react(convo: Convo, message: Message, by: string, value: string, wanted: boolean): void {
    const given = message.reactions.find((one) => one.value === value && one.sender.did === by);
    if ((given !== undefined) === wanted) return;
    const reaction = given ?? { value, sender: { did: by }, createdAt: this.now().toISOString() };
    message.reactions = wanted ? [...message.reactions, reaction] : message.reactions.filter((one) => one !== reaction);
    this.tell(convo, wanted ? 'logAddReaction' : 'logRemoveReaction', { message: this.shown(message), reaction });
  }

  tell(convo: Convo, kind: string, more: object, rev = this.world.tid()): void {
    convo.rev = rev;
    this.log.push({ $type: defs(kind), rev, convoId: convo.id, ...more });
  }

  find(externalId: string): { convo: Convo; message: Message } | undefined {
    const [convoId = '', messageId] = externalId.split(':');
    const convo = this.convos.get(convoId);
    const message = convo?.messages.find(({ id }) => id === messageId);
    return convo === undefined || message === undefined ? undefined : { convo, message };
  }

  /** What the product asks for; `sent` hears of what it says. */
  handle({ id, params, input }: Question, sent: (convo: Convo, message: Message) => void): object {
    const given = { ...params, ...input } as { convoId?: string; messageId?: string; cursor?: string; limit?: number; members?: string[]; value?: string; message?: { text: string; facets?: object[]; replyTo?: { messageId: string } } }; // held against the lexicons before
    const { limit = 50, cursor } = given;
    switch (id.replace('chat.bsky.convo.', '')) {
      case 'listConvos': {
        const all = [...this.convos.values()].filter(({ rev }) => cursor === undefined || rev < cursor).sort((one, other) => (one.rev < other.rev ? 1 : -1)).slice(0, limit);
        return { convos: all.map((convo) => this.view(convo)), ...(all.length === limit ? { cursor: all.at(-1)?.rev } : {}) };
      }
      case 'getConvo':
        return { convo: this.view(this.of(given.convoId)) };
      case 'getConvoForMembers': {
        const other = given.members?.find((did) => did !== this.brand.did);
        const person = this.world.people.get(other ?? '');
        if (person === undefined || given.members?.length !== 1) throw refused('RecipientNotFound', 'recipient not found');
        return { convo: this.view(this.with(person, true)) };
      }
      case 'getMessages': {
        const newest = [...this.of(given.convoId).messages].reverse().filter(({ rev }) => cursor === undefined || rev < cursor).slice(0, limit);
        return { messages: newest.map((message) => this.shown(message)), ...(newest.length === limit ? { cursor: newest.at(-1)?.rev } : {}) };
      }
      case 'getLog': {
        const news = this.log.filter(({ rev }) => cursor === undefined || rev > cursor).slice(0, 100);
        return { logs: news, cursor: news.at(-1)?.rev ?? cursor ?? this.world.tid() };
      }
      case 'sendMessage': {
        const convo = this.of(given.convoId);
        if (!convo.accepted) throw refused('InvalidRequest', 'the conversation was not accepted');
        const { text = '', facets, replyTo } = given.message ?? {};
        const answered = replyTo === undefined ? undefined : this.message(convo, replyTo.messageId);
        const message = this.say(convo, this.brand.did, text, { replyTo: answered, ...(facets === undefined ? {} : { facets }) });
        sent(convo, message);
        const { $type: _kind, ...view } = this.shown(message);
        return view;
      }
      case 'acceptConvo': {
        const convo = this.of(given.convoId);
        if (convo.accepted) return {};
        convo.accepted = true;
        this.tell(convo, 'logAcceptConvo', {});
        return { rev: convo.rev };
      }
      case 'updateRead':
        this.message(this.of(given.convoId), given.messageId);
        return { convo: this.view(this.of(given.convoId)) };
      case 'addReaction':
      case 'removeReaction': {
        const convo = this.of(given.convoId);
        const message = this.message(convo, given.messageId);
        this.react(convo, message, this.brand.did, given.value ?? '', id.endsWith('addReaction'));
        return { message: this.shown(message) };
      }
      default:
        throw refused('MethodNotImplemented', id);
    }
  }

  private view(convo: Convo): object {
    const last = convo.messages.findLast(({ kind }) => kind === undefined);
    return {
      id: convo.id, rev: convo.rev, members: [this.world.profile(this.brand), this.world.profile(convo.with)], muted: false, unreadCount: 0, status: convo.accepted ? 'accepted' : 'request',
      ...(last === undefined ? {} : { lastMessage: this.shown(last) }),
    };
  }

  private shown({ id, rev, sender, text, sentAt, reactions, facets, replyTo, kind }: Message): { $type: string; [member: string]: unknown } {
    const common = { id, rev, sender: { did: sender }, sentAt };
    if (kind !== undefined) return { $type: defs(kind), ...common };
    return { $type: defs('messageView'), ...common, text, ...(reactions.length === 0 ? {} : { reactions }), ...(facets === undefined ? {} : { facets }), ...(replyTo === undefined ? {} : { replyTo: this.shown({ ...replyTo, replyTo: undefined }) }) };
  }

  private of(convoId: string | undefined): Convo {
    const convo = this.convos.get(convoId ?? '');
    if (convo === undefined) throw refused('InvalidConvo', 'Convo not found');
    return convo;
  }

  private message(convo: Convo, messageId: string | undefined): Message {
    const message = convo.messages.find(({ id }) => id === messageId);
    if (message === undefined) throw refused('InvalidRequest', 'Message not found');
    return message;
  }
}
