/** Telegram on loopback: a Bot API that checks every request, and hands to move the people at the other end. README.md has the tour. */
import type { Server } from 'node:http';
import type { BusinessAccounts } from './business';
import { Faults, type Fault } from './faults';
import { mediaObject, Methods } from './methods';
import { answerTo, createApi, type ApiRequest, type Parts } from './server';
import { TelegramState, type ApiMessage, type Chat, type Person, type Room, type Shown } from './state';
import { Updates, type Update, type WebhookCall } from './updates';

export interface TelegramOptions {
  port?: number;
  token?: string;
  /** Stands for Telegram's first second of waiting before it calls a webhook again. */
  retryDelayMs?: number;
  /** Updates wait for whoever makes them happen to deliver them. */
  manual?: boolean;
  firstUpdateId?: number;
  now?: () => Date;
}
export type FileKind = 'photo' | 'document' | 'audio' | 'video' | 'voice' | 'video_note' | 'animation' | 'sticker';
export interface Said { update: Update; message: ApiMessage }
/** Who writes, where, and what more the Message carries. */
export interface Saying { from?: Person; replyTo?: number; quote?: string; topicId?: number; more?: Record<string, unknown> }

export async function startTelegram(options: TelegramOptions = {}): Promise<TelegramSimulator> {
  const simulator = new TelegramSimulator(options);
  await simulator.listen(options.port ?? 0);
  return simulator;
}

export class TelegramSimulator {
  readonly token: string;
  readonly bot: Person;
  /** Every call of the Bot API, in order. */
  readonly requests: ApiRequest[] = [];
  /** Requests that Telegram would refuse or misread; a test ends with `expect(sim.violations).toEqual([])`. */
  readonly violations: string[] = [];
  private readonly state: TelegramState;
  private readonly updates: Updates;
  private readonly methods: Methods;
  private readonly faults = new Faults();
  private readonly server: Server;
  private readonly parts: Parts;
  private people = 0;
  private root = '';

  constructor({ token = '700000001:AAF-simulated_token_of_35_characters', retryDelayMs = 50, firstUpdateId = 84_000_001, manual = false, now = () => new Date() }: TelegramOptions = {}) {
    this.token = token;
    this.bot = { id: Number(token.split(':')[0]), is_bot: true, first_name: 'Shop', username: 'shop_bot' };
    this.state = new TelegramState(this.bot, now);
    this.updates = new Updates({ firstUpdateId, retryDelayMs, manual });
    this.methods = new Methods(this.state, this.updates);
    this.parts = { token, state: this.state, methods: this.methods, faults: this.faults, requests: this.requests, violations: this.violations };
    this.server = createApi(this.parts);
  }

  /** Answers a call that somebody else has read from the wire. */
  async call(method: string, asked: { contentType: string; query: string; body: Buffer }): Promise<{ status: number; body: string }> {
    const entry: ApiRequest = { method, parameters: {}, files: [], at: Date.now(), status: 0 };
    this.requests.push(entry);
    return answerTo(this.parts, { asked, entry, gone: new AbortController().signal });
  }

  /** The bytes of a file, by the path that getFile named. */
  fileAt(path: string): Buffer | undefined {
    return [...this.state.files.values()].find((file) => file.path === path)?.bytes;
  }

  /** For the channel's setting `apiRoot`. */
  get apiRoot(): string {
    return this.root;
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', () => {
        const address = this.server.address();
        this.root = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`;
        resolve();
      });
    });
  }

  async close(): Promise<void> {
    this.updates.close();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  // The people

  /** Somebody with a private chat, whose id is theirs. `wrote: false`: never pressed Start, so the bot may not write. */
  person({ wrote = true, ...given }: Partial<Person> & { wrote?: boolean } = {}): Person {
    this.people += 1;
    const person: Person = { id: 510_000_000 + this.people, is_bot: false, first_name: `Customer ${this.people}`, language_code: 'en', ...given };
    const { id, first_name, last_name, username } = person;
    const room: Room = { id, type: 'private', first_name, ...(last_name === undefined ? {} : { last_name }), ...(username === undefined ? {} : { username }) };
    this.state.addChat(room, { person, ...(wrote ? {} : { refuses: 'never-wrote' }) });
    return person;
  }

  group({ title = 'Riders club', forum = false }: { title?: string; forum?: boolean } = {}): Room {
    this.people += 1;
    const room: Room = { id: -1_001_700_000_000 - this.people, type: 'supergroup', title, ...(forum ? { is_forum: true as const } : {}) };
    this.state.addChat(room);
    return room;
  }

  topic(chatId: number, topicId: number): void {
    this.state.chatOrThrow(chatId).topics.add(topicId);
  }

  avatar(userId: number, bytes: Buffer): void {
    this.state.avatars.set(userId, [this.state.addFile({ name: 'avatar.jpg', contentType: 'image/jpeg', bytes, folder: 'profile_photos' }).fileId]);
  }

  userWrites(chatId: number, text: string, saying: Saying = {}): Said {
    return this.say(chatId, { text }, { ...saying, shownText: text });
  }

  userSendsPhoto(chatId: number, { bytes, caption, ...saying }: Saying & { bytes: Buffer; caption?: string }): Said {
    const small = this.state.addFile({ name: 'small.jpg', contentType: 'image/jpeg', bytes: bytes.subarray(0, Math.ceil(bytes.length / 2)), folder: 'photos' });
    const large = this.state.addFile({ name: 'large.jpg', contentType: 'image/jpeg', bytes, folder: 'photos' });
    const size = (file: typeof small, width: number) => ({ file_id: file.fileId, file_unique_id: file.uniqueId, file_size: file.bytes.length, width, height: width });
    return this.say(chatId, { photo: [size(large, 1280), size(small, 90)], ...(caption === undefined ? {} : { caption }) }, { ...saying, shownText: caption ?? '' });
  }

  userSendsFile(chatId: number, { kind = 'document', name = 'file.bin', contentType = 'application/octet-stream', bytes, caption, ...saying }: Saying & { kind?: FileKind; name?: string; contentType?: string; bytes: Buffer; caption?: string }): Said {
    const file = this.state.addFile({ name, contentType, bytes, folder: `${kind}s` });
    return this.say(chatId, { [kind]: mediaObject(kind, file), ...(caption === undefined ? {} : { caption }) }, { ...saying, shownText: caption ?? '' });
  }

  /** Anything else that a Message can hold: `{ location: … }`, `{ contact: … }`. */
  userSends(chatId: number, content: Record<string, unknown>, saying: Saying = {}): Said {
    return this.say(chatId, content, { ...saying, shownText: '' });
  }

  userEdits(chatId: number, messageId: number, text: string): Update {
    const chat = this.state.chatOrThrow(chatId);
    const shown = this.shownOrThrow(chat, messageId);
    shown.text = text;
    shown.edited = true;
    const author = this.state.chat(shown.from)?.person ?? this.authorOf(chat);
    const message = { message_id: messageId, from: author, chat: { ...chat.room }, date: this.state.seconds(), edit_date: this.state.seconds(), text };
    return this.updates.add({ edited_message: message }, { chatId });
  }

  /** Replaces this person's reactions; [] takes them back. Sent only if the bot asked for reactions. */
  userReacts(chatId: number, messageId: number, { emojis, from }: { emojis: string[]; from?: Person }): Update {
    const chat = this.state.chatOrThrow(chatId);
    this.shownOrThrow(chat, messageId);
    return this.updates.add({
      message_reaction: {
        chat: { ...chat.room }, message_id: messageId, user: from ?? this.authorOf(chat), date: this.state.seconds(),
        old_reaction: [], new_reaction: emojis.map((emoji) => ({ type: 'emoji', emoji })),
      },
    }, { chatId });
  }

  userBlocks(chatId: number): Update {
    return this.changeMember(chatId, { from: 'member', to: 'kicked' });
  }

  userUnblocks(chatId: number): Update {
    return this.changeMember(chatId, { from: 'kicked', to: 'member' });
  }

  /** The account is gone; Telegram tells the bot only when it writes. */
  userDeletesAccount(chatId: number): void {
    this.state.chatOrThrow(chatId).refuses = 'deactivated';
  }

  /** A group becomes a supergroup: new id, and the old one answers with it. */
  groupMigrates(chatId: number): Room {
    const old = this.state.chatOrThrow(chatId);
    const room = this.group({ title: old.room.title ?? '' });
    old.migratedTo = room.id;
    const message = this.state.nextMessage(old, this.authorOf(old));
    this.updates.add({ message: { ...message, migrate_to_chat_id: room.id } }, { chatId });
    return room;
  }

  // What came of it

  /** What the bot wrote, as the people see it now: edited, and without what was deleted. */
  sent(chatId: number): Shown[] {
    return this.thread(chatId).filter(({ from }) => from === this.bot.id);
  }

  /** Everything in the chat, in order. */
  thread(chatId: number): Shown[] {
    return [...this.state.chatOrThrow(chatId).shown];
  }

  /** 'typing' and the like, in order. */
  get chatActions(): { chatId: number; action: string; topicId?: number }[] {
    return this.methods.actions;
  }

  /** Owners who let the bot answer for them, and their customers. */
  get business(): BusinessAccounts {
    return this.methods.business;
  }

  get webhook(): { url: string; secretToken?: string; maxConnections: number } | undefined {
    return this.updates.webhook;
  }

  get webhookCalls(): WebhookCall[] {
    return this.updates.calls;
  }

  get pendingUpdates(): number {
    return this.updates.pending;
  }

  /** Resolves when the bot has taken every update: 2xx from its webhook, or a later offset. */
  settled(withinMs = 10_000): Promise<void> {
    return this.updates.settled(withinMs);
  }

  // Trouble

  /** The next matching call ends as told; several are used up in the order given. `method: 'download'` means the file itself. */
  failNext(fault: Fault): void {
    this.faults.add(fault);
  }

  clearFaults(): void {
    this.faults.clear();
  }

  /** An update as given, with the next number; checked against the Bot API unless `unchecked`. */
  emit(body: Record<string, unknown>, options: { chatId?: number; unchecked?: boolean } = {}): Update {
    return this.updates.add(body, options);
  }

  /** Calls the webhook with these updates at once, past the queue: `[u, u]` is a duplicate in parallel. Resolves to the statuses. */
  deliverInParallel(updates: Update[]): Promise<number[]> {
    return Promise.all(updates.map((update) => this.updates.deliver(update)));
  }

  /** One after the other in the order given: `[second, first]` is out of order, `[first, first]` a repeat. */
  async deliverInOrder(updates: Update[]): Promise<number[]> {
    const statuses: number[] = [];
    for (const update of updates) statuses.push(await this.updates.deliver(update));
    return statuses;
  }

  /** After a quiet week Telegram counts on from a random number. */
  renumberUpdatesFrom(updateId: number): void {
    this.updates.renumberFrom(updateId);
  }

  private say(chatId: number, content: Record<string, unknown>, { from, replyTo, quote, topicId, more, shownText }: Saying & { shownText: string }): Said {
    const chat = this.state.chatOrThrow(chatId);
    if (chat.refuses === 'never-wrote') delete chat.refuses;
    const author = from ?? this.authorOf(chat);
    const message = Object.assign(this.state.nextMessage(chat, author), content, more);
    const answered = replyTo === undefined ? undefined : this.shownOrThrow(chat, replyTo);
    if (answered) message['reply_to_message'] = { message_id: answered.messageId, date: message.date, chat: { ...chat.room }, text: answered.text };
    if (quote !== undefined) message['quote'] = { text: quote, position: 0, is_manual: true };
    if (topicId !== undefined) {
      chat.topics.add(topicId);
      Object.assign(message, { message_thread_id: topicId, is_topic_message: true });
    }
    chat.shown.push({ messageId: message.message_id, from: author.id, text: shownText, files: [], edited: false, reactions: [], ...(topicId === undefined ? {} : { topicId }), ...(answered ? { replyTo: answered.messageId } : {}) });
    return { message, update: this.updates.add({ message }, { chatId }) };
  }

  private authorOf(chat: Chat): Person {
    return chat.person ?? { id: 510_900_000, is_bot: false, first_name: 'Somebody' };
  }

  private shownOrThrow(chat: Chat, messageId: number): Shown {
    const shown = chat.shown.find((one) => one.messageId === messageId);
    if (!shown) throw new Error(`No message ${messageId} is shown in chat ${chat.room.id}`);
    return shown;
  }

  private changeMember(chatId: number, { from, to }: { from: 'member' | 'kicked'; to: 'member' | 'kicked' }): Update {
    const chat = this.state.chatOrThrow(chatId);
    if (to === 'kicked') chat.refuses = chat.room.type === 'private' ? 'blocked' : 'kicked';
    else delete chat.refuses;
    const member = (status: 'member' | 'kicked') => ({ user: { ...this.bot }, status, ...(status === 'kicked' ? { until_date: 0 } : {}) });
    return this.updates.add({ my_chat_member: { chat: { ...chat.room }, from: this.authorOf(chat), date: this.state.seconds(), old_chat_member: member(from), new_chat_member: member(to) } }, { chatId });
  }
}
