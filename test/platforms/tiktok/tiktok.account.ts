/** A TikTok business account: its conversations, its videos and what is said below them. */
import type { Customer, Happened, Media, PlatformEvent, Saying } from '../platform';

export interface Chat { id: string; person: Customer; messages: Message[] }
export interface Message { message_id: string; conversation_id: string; timestamp: number; from_user: { id: string; role: string }; to_user: { id: string; role: string } }
export interface Comment { id: string; videoId: string; parent?: string; author: Customer | undefined; text: string; at: Date; hidden: boolean; liked: boolean; picture?: string }

export const business = '-000simulatedBusiness0001';

export class Account {
  readonly people = new Map<string, Customer>();
  readonly chats = new Map<string, Chat>();
  readonly videos = new Map<string, { id: string; caption: string; at: Date }>();
  readonly comments = new Map<string, Comment>();
  readonly media = new Map<string, Media>();
  private count = 0;

  constructor(private readonly now: () => Date, private readonly root: string) {}

  customer(name = `Viewer ${this.people.size + 1}`): Customer {
    const person = { id: `-000person${String(this.people.size + 1).padStart(6, '0')}`, name, handle: `viewer.${this.people.size + 1}` };
    this.people.set(person.id, person);
    return person;
  }

  post(caption: string): string {
    const id = String(7_380_000_000_000_000_000n + BigInt(this.next()));
    this.videos.set(id, { id, caption, at: this.now() });
    return id;
  }

  chat(person: Customer): Chat {
    const known = [...this.chats.values()].find((chat) => chat.person.id === person.id);
    if (known !== undefined) return known;
    const chat: Chat = { id: `conv+${person.id.slice(4)}/==`, person, messages: [] };
    this.chats.set(chat.id, chat);
    return chat;
  }

  say({ from, text = '', media = [], replyTo, public: place, nameless }: Saying): Happened {
    if (place !== undefined) return this.comment(place.postId ?? this.post('A video'), from, { text, ...(replyTo === undefined ? {} : { parent: replyTo }), picture: media[0], nameless });
    const parts: object[] = [...(text === '' ? [] : [{ type: 'text', text: { body: text } }]), ...media.map((file) => ({ type: 'image', image: { media_id: this.keep(file) } }))];
    const quoted = replyTo === undefined ? {} : { referenced_message_info: { referenced_message_id: replyTo } };
    const happened = parts.map((part) => this.write(this.chat(from), 'in', { ...part, ...quoted }, nameless));
    // A picture is a message of its own; what the test asks for is the last.
    const last = happened.at(-1);
    return { externalId: last?.externalId ?? '', events: happened.flatMap(({ events }) => events) };
  }

  write(chat: Chat, direction: 'in' | 'out', content: object, nameless = false): Happened {
    const [us, them] = [{ id: business, role: 'business_account' }, { id: chat.person.id, role: 'personal_account' }];
    const message = {
      message_id: `${7_390_000_000_000_000_000n + BigInt(this.next())}-m`, conversation_id: chat.id, timestamp: this.now().getTime(),
      from_user: direction === 'in' ? them : us, to_user: direction === 'in' ? us : them,
      from: direction === 'out' ? 'simulated.shop' : nameless ? chat.person.id : (chat.person.handle ?? ''), to: direction === 'in' ? 'simulated.shop' : (chat.person.handle ?? ''),
      ...(direction === 'in' ? { unique_identifier: unique(chat.person) } : {}), ...content,
    };
    chat.messages.push(message);
    return { externalId: message.message_id, events: [this.event(direction === 'in' ? 'im_receive_msg' : 'im_send_msg', message)] };
  }

  private comment(videoId: string, author: Customer, { text, parent, picture, nameless }: { text: string; parent?: string; picture: Media | undefined; nameless: boolean | undefined }): Happened {
    const made = this.addComment(videoId, nameless === true ? { id: author.id, name: '' } : author, { text, ...(parent === undefined ? {} : { parent }), ...(picture === undefined ? {} : { picture: `${this.root}/media/${this.keep(picture)}` }) });
    return this.tellComment(made, 'insert');
  }

  addComment(videoId: string, author: Customer | undefined, more: { text: string; parent?: string; picture?: string }): Comment {
    const id = String(7_400_000_000_000_000_000n + BigInt(this.next()));
    const comment: Comment = { id, videoId, author, at: this.now(), hidden: false, liked: false, ...more };
    this.comments.set(id, comment);
    return comment;
  }

  /** The ids are numbers here, beyond what JavaScript counts, and the content is JSON within JSON. */
  tellComment({ id, videoId, parent, author, text }: Comment, action: string): Happened {
    const rest = JSON.stringify({ comment_type: parent === undefined ? 'comment' : 'reply', comment_action: action, timestamp: Math.floor(this.now().getTime() / 1000), unique_identifier: author === undefined ? 'us' : unique(author), text });
    const content = `{"comment_id":${id},"video_id":${videoId},${parent === undefined ? '' : `"parent_comment_id":${parent},`}${rest.slice(1)}`;
    return { externalId: id, events: [this.event('comment.update', content)] };
  }

  event(event: string, content: object | string): PlatformEvent {
    return { payload: { client_key: '7100000000000000001', event, create_time: Math.floor(this.now().getTime() / 1000), user_openid: business, content: typeof content === 'string' ? content : JSON.stringify(content) } };
  }

  keep(file: Media): string {
    const id = `v10simulated${this.next()}`;
    this.media.set(id, file);
    return id;
  }

  private next(): number {
    return ++this.count;
  }
}

export const unique = ({ id }: Customer): string => `unique${id.slice(4)}`;
