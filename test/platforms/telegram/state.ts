/** What Telegram knows: people, chats, messages and files. Everything lives in memory and dies with the simulator. */
export interface Person { id: number; is_bot: boolean; first_name: string; last_name?: string; username?: string; language_code?: string }
export interface Room { id: number; type: 'private' | 'group' | 'supergroup' | 'channel'; title?: string; is_forum?: true; first_name?: string; last_name?: string; username?: string }
/** A Message object of the Bot API; its faults are looked for when it is made. */
export type ApiMessage = Record<string, unknown> & { message_id: number; date: number; chat: Room };

export interface StoredFile { fileId: string; uniqueId: string; name: string; contentType: string; bytes: Buffer; path: string }

/** A message as the people in the chat see it now. */
export interface Shown {
  messageId: number;
  from: number;
  text: string;
  files: { kind: string; name: string; contentType: string; bytes: Buffer }[];
  replyTo?: number;
  topicId?: number;
  album?: string;
  edited: boolean;
  /** By the bot. */
  reactions: string[];
}

interface Chat {
  room: Room;
  /** The other end of a private chat. */
  person?: Person;
  /** The bot may not write: blocked, kicked, or the person never wrote. */
  refuses?: 'blocked' | 'kicked' | 'deactivated' | 'never-wrote';
  migratedTo?: number;
  topics: Set<number>;
  lastMessageId: number;
  shown: Shown[];
}

export class TelegramState {
  readonly chats = new Map<number, Chat>();
  readonly files = new Map<string, StoredFile>();
  readonly avatars = new Map<number, string[]>();
  private counter = 0;

  constructor(readonly bot: Person, private readonly now: () => Date) {}

  chat(id: number): Chat | undefined {
    return this.chats.get(id);
  }

  chatOrThrow(id: number): Chat {
    const chat = this.chats.get(id);
    if (!chat) throw new Error(`The simulator knows no chat ${id}: make it with sim.person() or sim.group()`);
    return chat;
  }

  addChat(room: Room, more: Partial<Pick<Chat, 'person' | 'refuses'>> = {}): Chat {
    const chat: Chat = { room, topics: new Set(), lastMessageId: 0, shown: [], ...more };
    this.chats.set(room.id, chat);
    return chat;
  }

  addFile(file: { name: string; contentType: string; bytes: Buffer; folder: string }): StoredFile {
    this.counter += 1;
    const stored: StoredFile = {
      fileId: `AgACAgQAAxkB${String(this.counter).padStart(8, '0')}`,
      uniqueId: `AQAD${this.counter}`,
      name: file.name,
      contentType: file.contentType,
      bytes: file.bytes,
      path: `${file.folder}/file_${this.counter}${/\.[A-Za-z0-9]{1,8}$/.exec(file.name)?.[0] ?? ''}`,
    };
    this.files.set(stored.fileId, stored);
    return stored;
  }

  /** A new message in a chat; the caller adds what it says. */
  nextMessage(chat: Chat, from: Person): ApiMessage {
    chat.lastMessageId += 1;
    return { message_id: chat.lastMessageId, from: { ...from }, chat: { ...chat.room }, date: this.seconds() };
  }

  seconds(): number {
    return Math.floor(this.now().getTime() / 1000);
  }
}

export type { Chat };
