/** Business accounts whose owners let the bot answer for them (Telegram Business): chats of their own, apart from the bot's. */
import { badRequest } from './refusal';
import type { ApiMessage, Person, Room, TelegramState } from './state';
import type { Update, Updates } from './updates';

interface BusinessMessage { messageId: number; text: string; by: 'customer' | 'owner' | 'bot'; edited: boolean; files: number }
interface BusinessChat { customer: Person; messages: BusinessMessage[]; heardAt: number; last: number }
interface Connection { id: string; owner: Person; enabled: boolean; rights: Set<string>; chats: Map<number, BusinessChat> }
interface Asked { parameters: Record<string, unknown>; files: readonly unknown[] }

const daySeconds = 24 * 3600;

export class BusinessAccounts {
  /** Dots and read marks, as '<method> <chat>'. */
  readonly gestures: string[] = [];
  private readonly connections = new Map<string, Connection>();

  constructor(private readonly state: TelegramState, private readonly updates: Updates) {}

  connect(owner: Person, rights = ['can_reply', 'can_read_messages', 'can_delete_sent_messages']): { id: string; update: Update } {
    const id = `bc_Sim${String(this.connections.size + 1).padStart(4, '0')}`;
    this.connections.set(id, { id, owner, enabled: true, rights: new Set(rights), chats: new Map() });
    return { id, update: this.tell(id) };
  }

  disconnect(id: string): Update {
    this.find(id).enabled = false;
    return this.tell(id);
  }

  customerWrites(id: string, customer: Person, text: string): { messageId: number; update: Update } {
    const connection = this.find(id);
    const chat = connection.chats.get(customer.id) ?? { customer, messages: [], heardAt: 0, last: 0 };
    connection.chats.set(customer.id, chat);
    chat.heardAt = this.state.seconds();
    return this.said(connection, chat, { text, by: 'customer' });
  }

  /** `byItself`: a greeting or an "away" message, which Telegram sends for them. */
  ownerWrites(id: string, customerId: number, text: string, { byItself = false } = {}): { messageId: number; update: Update } {
    const connection = this.find(id);
    return this.said(connection, this.chatOf(connection, customerId), { text, by: 'owner', more: byItself ? { is_from_offline: true } : {} });
  }

  edits(id: string, customerId: number, messageId: number, text: string): Update {
    const connection = this.find(id);
    const chat = this.chatOf(connection, customerId);
    const message = chat.messages.find((one) => one.messageId === messageId);
    if (message === undefined) throw new Error('nobody wrote that');
    message.text = text;
    return this.updates.add({ edited_business_message: { ...this.shown(connection, chat, message), edit_date: this.state.seconds() } }, { chatId: customerId });
  }

  removes(id: string, customerId: number, messageIds: number[]): Update {
    const chat = this.chatOf(this.find(id), customerId);
    chat.messages = chat.messages.filter(({ messageId }) => !messageIds.includes(messageId));
    return this.updates.add({ deleted_business_messages: { business_connection_id: id, chat: room(chat.customer), message_ids: messageIds } }, { chatId: customerId });
  }

  /** As if the customer had written last so many hours ago. */
  age(id: string, customerId: number, hours: number): void {
    this.chatOf(this.find(id), customerId).heardAt -= hours * 3600;
  }

  /** What the bot wrote for the owner, as the customer sees it now. */
  sent(id: string, customerId: number): BusinessMessage[] {
    return this.chatOf(this.find(id), customerId).messages.filter(({ by }) => by === 'bot');
  }

  /** A call that names a connection. */
  call(method: string, { parameters, files }: Asked): unknown {
    const connection = this.connections.get(String(parameters['business_connection_id']));
    if (connection?.enabled !== true) throw badRequest('BUSINESS_CONNECTION_INVALID');
    const need = (right: string): void => {
      if (!connection.rights.has(right)) throw badRequest(`not enough rights: business bot right ${right} is required`);
    };
    if (method === 'deleteBusinessMessages') {
      need('can_delete_sent_messages');
      const ids = Array.isArray(parameters['message_ids']) ? parameters['message_ids'].map(Number) : [];
      for (const chat of connection.chats.values()) chat.messages = chat.messages.filter(({ messageId, by }) => !(ids.includes(messageId) && by === 'bot'));
      return true;
    }
    const chat = connection.chats.get(Number(parameters['chat_id']));
    if (chat === undefined || this.state.seconds() - chat.heardAt > daySeconds) throw badRequest('BUSINESS_PEER_USAGE_MISSING');
    const message = chat.messages.find(({ messageId }) => messageId === Number(parameters['message_id']));
    switch (method) {
      case 'readBusinessMessage':
        need('can_read_messages');
        if (message?.by !== 'customer') throw badRequest('message to read not found');
        this.gestures.push(`read ${message.messageId}`);
        return true;
      case 'sendChatAction':
        this.gestures.push(`${String(parameters['action'])} ${chat.customer.id}`);
        return true;
      case 'editMessageText':
        need('can_reply');
        if (message?.by !== 'bot') throw badRequest('message to edit not found');
        Object.assign(message, { text: String(parameters['text']), edited: true });
        return this.shown(connection, chat, message);
      case 'sendMediaGroup':
        need('can_reply');
        return files.map(() => this.write(connection, chat, { text: '', files: 1 }));
      default:
        need('can_reply');
        return this.write(connection, chat, { text: String(parameters['text'] ?? parameters['caption'] ?? ''), files: files.length });
    }
  }

  private write(connection: Connection, chat: BusinessChat, { text, files }: { text: string; files: number }): object {
    return this.shown(connection, chat, this.keep(chat, { text, by: 'bot', files }));
  }

  private said(connection: Connection, chat: BusinessChat, { text, by, more = {} }: { text: string; by: 'customer' | 'owner'; more?: object }): { messageId: number; update: Update } {
    const message = this.keep(chat, { text, by, files: 0 });
    return { messageId: message.messageId, update: this.updates.add({ business_message: { ...this.shown(connection, chat, message), ...more } }, { chatId: chat.customer.id }) };
  }

  private keep(chat: BusinessChat, given: Pick<BusinessMessage, 'text' | 'by' | 'files'>): BusinessMessage {
    chat.last += 1;
    const message: BusinessMessage = { messageId: chat.last, edited: false, ...given };
    chat.messages.push(message);
    return message;
  }

  private shown({ id, owner }: Connection, { customer }: BusinessChat, { messageId, text, by }: BusinessMessage): Partial<ApiMessage> {
    const bot = by === 'bot' ? { sender_business_bot: this.state.bot } : {};
    return { message_id: messageId, business_connection_id: id, from: by === 'customer' ? customer : owner, ...bot, chat: room(customer), date: this.state.seconds(), text };
  }

  private tell(id: string): Update {
    const { owner, enabled } = this.find(id);
    return this.updates.add({ business_connection: { id, user: owner, user_chat_id: owner.id, date: this.state.seconds(), is_enabled: enabled } }, { chatId: owner.id });
  }

  private find(id: string): Connection {
    const connection = this.connections.get(id);
    if (connection === undefined) throw new Error('nobody connected that');
    return connection;
  }

  private chatOf(connection: Connection, customerId: number): BusinessChat {
    const chat = connection.chats.get(customerId);
    if (chat === undefined) throw new Error('they never wrote to the business');
    return chat;
  }
}

function room({ id, first_name, last_name, username }: Person): Room {
  return { id, type: 'private', first_name, ...(last_name === undefined ? {} : { last_name }), ...(username === undefined ? {} : { username }) };
}
