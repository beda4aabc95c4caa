/** The methods of the Bot API that a connector calls, with Telegram's rules and words. Parameters are checked for their types before. */
import { isRecord } from './bot-api';
import { BusinessAccounts } from './business';
import type { UploadedFile } from '../form-data';
import { badRequest, Refusal } from './refusal';
import type { ApiMessage, Chat, Shown, StoredFile, TelegramState } from './state';
import type { Updates } from './updates';

export type Parameters = Record<string, unknown>;
export interface Call { parameters: Parameters; files: UploadedFile[]; gone: AbortSignal }
type Method = (call: Call) => unknown;

const textUnits = 4096;
const captionUnits = 1024;
const megabyte = 1024 * 1024;
const kinds = { sendPhoto: 'photo', sendDocument: 'document', sendAudio: 'audio', sendVideo: 'video', sendVoice: 'voice', sendAnimation: 'animation' } as const;
type Kind = (typeof kinds)[keyof typeof kinds];
const actions = ['typing', 'upload_photo', 'record_video', 'upload_video', 'record_voice', 'upload_voice', 'upload_document', 'choose_sticker', 'find_location', 'record_video_note', 'upload_video_note'];
/** Some of those that Telegram allows everybody. */
const reactions = ['👍', '👎', '❤', '🔥', '🥰', '👏', '😁', '🤔', '🎉', '🙏', '👌', '😢', '💯', '🤝'];

export class Methods {
  /** Chat actions in order. */
  readonly actions: { chatId: number; action: string; topicId?: number }[] = [];

  readonly business: BusinessAccounts;

  constructor(private readonly state: TelegramState, private readonly updates: Updates) {
    this.business = new BusinessAccounts(state, updates);
  }

  named(name: string): Method | undefined {
    const own = this.ofBot(name);
    // What names a business account is done for it, in chats of its own.
    return own && ((call) => (call.parameters['business_connection_id'] === undefined ? own(call) : this.business.call(name, call)));
  }

  private ofBot(name: string): Method | undefined {
    const table: Record<string, Method> = {
      getMe: () => ({ ...this.state.bot, can_join_groups: true, can_read_all_group_messages: false, supports_inline_queries: false }),
      getUpdates: (call) => this.getUpdates(call),
      setWebhook: (call) => this.setWebhook(call),
      deleteWebhook: ({ parameters }) => {
        this.updates.setWebhook(undefined);
        if (parameters['drop_pending_updates'] === true) this.updates.drop();
        return true;
      },
      getWebhookInfo: () => this.webhookInfo(),
      getFile: (call) => this.getFile(call),
      getUserProfilePhotos: ({ parameters }) => this.profilePhotos(Number(parameters['user_id'])),
      sendMessage: (call) => this.sendMessage(call),
      sendMediaGroup: (call) => this.sendMediaGroup(call),
      sendChatAction: (call) => this.sendChatAction(call),
      setMessageReaction: (call) => this.setMessageReaction(call),
      editMessageText: (call) => this.edit(call, 'text'),
      editMessageCaption: (call) => this.edit(call, 'caption'),
      deleteMessage: (call) => this.deleteMessage(call),
      readBusinessMessage: () => { throw badRequest('BUSINESS_CONNECTION_INVALID'); },
      deleteBusinessMessages: () => { throw badRequest('BUSINESS_CONNECTION_INVALID'); },
    };
    if (name in kinds) return (call) => this.sendFile(call, kinds[name as keyof typeof kinds]); // just looked up
    return table[name];
  }

  private getUpdates({ parameters, gone }: Call): Promise<unknown> {
    const { offset, limit, timeout, allowed_updates: allowed } = parameters;
    if (Array.isArray(allowed)) this.updates.allowed = allowed.map(String);
    return this.updates.poll({
      offset: typeof offset === 'number' ? offset : undefined,
      limit: typeof limit === 'number' ? Math.min(Math.max(limit, 1), 100) : 100,
      timeoutMs: typeof timeout === 'number' ? Math.min(timeout, 50) * 1000 : 0,
    }, gone);
  }

  private setWebhook({ parameters }: Call): unknown {
    const { url, secret_token: secret, allowed_updates: allowed, max_connections: most } = parameters;
    if (url === '') {
      this.updates.setWebhook(undefined);
      return true;
    }
    if (typeof url !== 'string' || !URL.canParse(url)) throw badRequest('bad webhook: invalid URL specified');
    const { protocol, hostname } = new URL(url);
    // A Bot API server of one's own takes http; loopback is where the tests live.
    if (protocol !== 'https:' && !['127.0.0.1', 'localhost'].includes(hostname)) throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
    if (typeof secret === 'string' && !/^[A-Za-z0-9_-]{1,256}$/.test(secret)) throw badRequest('secret token contains unallowed characters');
    if (typeof most === 'number' && (most < 1 || most > 100)) throw badRequest('max_connections must be between 1 and 100');
    if (Array.isArray(allowed)) this.updates.allowed = allowed.map(String);
    if (parameters['drop_pending_updates'] === true) this.updates.drop();
    this.updates.setWebhook({ url, maxConnections: typeof most === 'number' ? most : 40, ...(typeof secret === 'string' ? { secretToken: secret } : {}) });
    return true;
  }

  private webhookInfo(): unknown {
    const { webhook, pending, allowed, lastError } = this.updates;
    return {
      url: webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: pending,
      ...(webhook ? { max_connections: webhook.maxConnections } : {}),
      ...(lastError ? { last_error_date: lastError.date, last_error_message: lastError.message } : {}),
      ...(allowed ? { allowed_updates: allowed } : {}),
    };
  }

  private getFile({ parameters }: Call): unknown {
    const file = this.state.files.get(String(parameters['file_id']));
    if (!file) throw badRequest('wrong file_id or the file is temporarily unavailable');
    if (file.bytes.length > 20 * megabyte) throw badRequest('file is too big');
    return { file_id: file.fileId, file_unique_id: file.uniqueId, file_size: file.bytes.length, file_path: file.path };
  }

  private profilePhotos(userId: number): unknown {
    const ids = this.state.avatars.get(userId) ?? [];
    const sizes = ids.map((id, index) => ({ file_id: id, file_unique_id: `U${id}`, width: 160 * (index + 1), height: 160 * (index + 1) }));
    return { total_count: sizes.length > 0 ? 1 : 0, photos: sizes.length > 0 ? [sizes] : [] };
  }

  private sendMessage({ parameters }: Call): ApiMessage {
    const chat = this.chatToWriteTo(parameters);
    const text = String(parameters['text']).trim();
    if (text === '') throw badRequest('message text is empty');
    if (text.length > textUnits) throw badRequest('message is too long');
    return this.write(chat, parameters, { text, files: [] });
  }

  private sendFile({ parameters, files }: Call, kind: Kind): ApiMessage {
    const chat = this.chatToWriteTo(parameters);
    const file = this.received(parameters[kind], files, kind);
    return this.write(chat, parameters, { text: this.caption(parameters), files: [{ kind, file }] });
  }

  private sendMediaGroup({ parameters, files }: Call): ApiMessage[] {
    const chat = this.chatToWriteTo(parameters);
    const items = Array.isArray(parameters['media']) ? parameters['media'].filter(isRecord) : [];
    if (items.length < 2 || items.length > 10) throw badRequest('there must be from 2 to 10 items in the album');
    const types = new Set(items.map(({ type }) => (type === 'video' || type === 'photo' ? 'visual' : String(type))));
    if (types.size > 1) throw badRequest("can't mix documents or audio with other types in an album");
    // All is looked at before anything is shown: an album arrives whole or not at all.
    const received = items.map((item) => ({ kind: String(item['type']), file: this.received(item['media'], files, String(item['type'])), text: this.caption(item) }));
    const album = String(this.state.seconds()) + String(chat.lastMessageId);
    return received.map(({ kind, file, text }) => this.write(chat, parameters, { text, files: [{ kind, file }], album }));
  }

  private caption(parameters: Parameters): string {
    const caption = typeof parameters['caption'] === 'string' ? parameters['caption'].trim() : '';
    if (caption.length > captionUnits) throw badRequest('message caption is too long');
    return caption;
  }

  private received(given: unknown, files: UploadedFile[], kind: string): StoredFile {
    if (typeof given === 'string' && !given.startsWith('attach://')) {
      const known = this.state.files.get(given);
      if (!known) throw badRequest('wrong remote file identifier specified');
      return known;
    }
    const field = typeof given === 'string' ? given.slice('attach://'.length) : kind;
    const file = files.find((one) => one.field === field);
    if (!file) throw badRequest(`there is no ${kind} in the request`);
    if (file.bytes.length === 0) throw badRequest('file must be non-empty');
    if (file.bytes.length > 50 * megabyte) throw new Refusal(413, 'Request Entity Too Large');
    if (kind === 'photo' && file.bytes.length > 10 * megabyte) throw badRequest('file is too big');
    if (kind === 'photo' && !looksLikePicture(file.bytes)) throw badRequest('IMAGE_PROCESS_FAILED');
    return this.state.addFile({ name: file.name, contentType: file.contentType, bytes: file.bytes, folder: `${kind}s` });
  }

  private chatToWriteTo(parameters: Parameters): Chat {
    const chat = this.state.chat(Number(parameters['chat_id']));
    if (!chat) throw badRequest('chat not found');
    if (chat.migratedTo !== undefined) throw new Refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: chat.migratedTo });
    switch (chat.refuses) {
      case 'blocked': throw new Refusal(403, 'Forbidden: bot was blocked by the user');
      case 'kicked': throw new Refusal(403, `Forbidden: bot was kicked from the ${chat.room.type} chat`);
      case 'deactivated': throw new Refusal(403, 'Forbidden: user is deactivated');
      case 'never-wrote': throw new Refusal(403, "Forbidden: bot can't initiate conversation with a user");
      case undefined:
    }
    const topic = parameters['message_thread_id'];
    if (topic !== undefined && !chat.topics.has(Number(topic))) throw badRequest('message thread not found');
    return chat;
  }

  private write(chat: Chat, parameters: Parameters, { text, files, album }: { text: string; files: { kind: string; file: StoredFile }[]; album?: string }): ApiMessage {
    const replied = this.replied(chat, parameters);
    const message = this.state.nextMessage(chat, this.state.bot);
    const topicId = parameters['message_thread_id'];
    const shown: Shown = {
      messageId: message.message_id,
      from: this.state.bot.id,
      text,
      files: files.map(({ kind, file }) => ({ kind, name: file.name, contentType: file.contentType, bytes: file.bytes })),
      edited: false,
      reactions: [],
      ...(replied === undefined ? {} : { replyTo: replied }),
      ...(topicId === undefined ? {} : { topicId: Number(topicId) }),
      ...(album === undefined ? {} : { album }),
    };
    chat.shown.push(shown);
    if (topicId !== undefined) Object.assign(message, { message_thread_id: Number(topicId), is_topic_message: true });
    if (album !== undefined) message['media_group_id'] = album;
    if (replied !== undefined) message['reply_to_message'] = { message_id: replied, date: message.date, chat: { ...chat.room } };
    for (const { kind, file } of files) message[kind] = mediaObject(kind, file);
    if (text !== '') message[files.length === 0 ? 'text' : 'caption'] = text;
    return message;
  }

  private replied(chat: Chat, parameters: Parameters): number | undefined {
    const reply = parameters['reply_parameters'];
    if (!isRecord(reply)) return undefined;
    const id = Number(reply['message_id']);
    if (chat.shown.some(({ messageId }) => messageId === id)) return id;
    if (reply['allow_sending_without_reply'] === true) return undefined;
    throw badRequest('message to be replied not found');
  }

  private sendChatAction({ parameters }: Call): true {
    const chat = this.chatToWriteTo(parameters);
    const action = String(parameters['action']);
    if (!actions.includes(action)) throw badRequest('wrong parameter action in request');
    const topicId = parameters['message_thread_id'];
    this.actions.push({ chatId: chat.room.id, action, ...(topicId === undefined ? {} : { topicId: Number(topicId) }) });
    return true;
  }

  private setMessageReaction({ parameters }: Call): true {
    const shown = this.shown(parameters, 'message to react not found');
    const given = Array.isArray(parameters['reaction']) ? parameters['reaction'].filter(isRecord) : [];
    if (given.some(({ type, emoji }) => type !== 'emoji' || !reactions.includes(String(emoji)))) throw badRequest('REACTION_INVALID');
    if (given.length > 1) throw badRequest('REACTIONS_TOO_MANY');
    shown.reactions = given.map(({ emoji }) => String(emoji));
    return true;
  }

  private edit({ parameters }: Call, part: 'text' | 'caption'): ApiMessage {
    const shown = this.shown(parameters, 'message to edit not found');
    const chat = this.chatToWriteTo(parameters);
    if (shown.from !== this.state.bot.id) throw badRequest("message can't be edited");
    if (part === 'text' && shown.files.length > 0) throw badRequest('there is no text in the message to edit');
    const text = part === 'caption' ? this.caption(parameters) : String(parameters['text']).trim();
    if (part === 'text' && text === '') throw badRequest('message text is empty');
    if (part === 'text' && text.length > textUnits) throw badRequest('message is too long');
    if (text === shown.text) throw badRequest('message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message');
    shown.text = text;
    shown.edited = true;
    return { message_id: shown.messageId, from: { ...this.state.bot }, chat: { ...chat.room }, date: this.state.seconds(), edit_date: this.state.seconds(), [part]: text };
  }

  private deleteMessage({ parameters }: Call): true {
    const shown = this.shown(parameters, 'message to delete not found');
    const chat = this.chatToWriteTo(parameters);
    chat.shown = chat.shown.filter((one) => one !== shown);
    return true;
  }

  private shown(parameters: Parameters, otherwise: string): Shown {
    const chat = this.chatToWriteTo(parameters);
    const shown = chat.shown.find(({ messageId }) => messageId === parameters['message_id']);
    if (!shown) throw badRequest(otherwise);
    return shown;
  }
}

/** The object by which a Message names a file of a kind. */
export function mediaObject(kind: string, file: StoredFile): unknown {
  const base = { file_id: file.fileId, file_unique_id: file.uniqueId, file_size: file.bytes.length };
  const named = { ...base, file_name: file.name, mime_type: file.contentType };
  switch (kind) {
    case 'photo': return [{ ...base, file_id: file.fileId, width: 1280, height: 960 }];
    case 'sticker': return { ...base, type: 'regular', width: 512, height: 512, is_animated: false, is_video: false };
    case 'voice': return { ...base, duration: 3, mime_type: file.contentType };
    case 'video_note': return { ...base, length: 240, duration: 3 };
    case 'audio': return { ...named, duration: 3 };
    case 'video':
    case 'animation': return { ...named, width: 640, height: 360, duration: 3 };
    default: return named;
  }
}

function looksLikePicture(bytes: Buffer): boolean {
  const head = bytes.subarray(0, 4).toString('latin1');
  return head.startsWith('\xff\xd8\xff') || head === '\x89PNG' || head === 'RIFF';
}
