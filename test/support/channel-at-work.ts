/** A channel of the running product, seen from both ends of it: what the agents see, and what lies in the tables. */
import type { ChannelView, ConversationView, DeliveryView, MessagePage, MessageView, Page, Posted } from '@kontuar/contract';
import type { AgentSocket } from './agent-socket';
import type { Person, TestApi } from './app';
import { eventually } from './eventually';

export interface Product { api: TestApi; owner: Person; live: AgentSocket }

let made = 0;
/** Every text is unique over the whole run, so that a double can't hide. */
export const unique = (words: string): string => `${words} ${++made}`;

/** Platforms that play at once wait for each other: longer than a single one would need. */
export const patiently = <T>(check: () => Promise<T> | T): Promise<T> => eventually(check, 30_000);

export class ChannelAtWork {
  constructor(readonly channel: ChannelView, protected readonly product: Product) {}

  async seen(text: string): Promise<{ conversation: ConversationView; message: MessageView }> {
    const event = await this.product.live.until('message.created', (one) => one.message.text === text && one.conversation.channelId === this.channel.id, 30_000);
    return { conversation: event.conversation, message: event.message };
  }

  answer(conversationId: string, text: string, more: object = {}): Promise<Posted> {
    return this.product.owner.client.post<Posted>(`/conversations/${conversationId}/messages`, { clientId: unique('client'), text, sendNow: true, ...more });
  }

  /** As the message is once it has one of the statuses. @throws with the agent's words when it failed instead. */
  async ended(id: string, ...statuses: MessageView['status'][]): Promise<MessageView> {
    const since = this.product.live.events.length;
    const ends = (one: { message: MessageView }): boolean => one.message.id === id && (statuses.includes(one.message.status) || (one.message.failure !== null && one.message.status !== 'queued' && this.product.live.events.indexOf(one as never) >= since));
    const { message } = await this.product.live.until('message.updated', ends, 30_000);
    if (!statuses.includes(message.status)) throw new Error(`${message.status}: ${JSON.stringify(message.failure)}`);
    return message;
  }

  async messages(conversationId: string): Promise<MessageView[]> {
    return (await this.product.owner.client.get<MessagePage>(`/conversations/${conversationId}/messages?limit=100`)).items.filter((one) => one.kind === 'message');
  }

  /** Wherever it went, so that a double in another conversation is found too. */
  stored(text: string): Promise<{ id: string; conversation_id: string; deleted_at: Date | null }[]> {
    return this.product.api.sql('SELECT id, conversation_id, deleted_at FROM messages WHERE channel_id = $1 AND text = $2', [this.channel.id, text]);
  }

  message<T = Record<string, unknown>>(externalId: string): Promise<T[]> {
    return this.product.api.sql<T>(`SELECT m.* FROM messages m WHERE m.channel_id = $1 AND (m.external_id = $2 OR m.id IN (SELECT a.message_id FROM message_aliases a WHERE a.channel_id = $1 AND a.external_id = $2))`, [this.channel.id, externalId]);
  }

  deliveries(state: string): Promise<DeliveryView[]> {
    return this.product.owner.client.get<Page<DeliveryView>>(`/channels/${this.channel.id}/deliveries?state=${state}&limit=100`).then(({ items }) => items);
  }

  /** Everything that came in was read, one way or the other. */
  async read(): Promise<void> {
    await patiently(async () => {
      const waiting = await this.product.api.sql(`SELECT 1 FROM deliveries WHERE channel_id = $1 AND state = 'received'`, [this.channel.id]);
      if (waiting.length > 0) throw new Error(`${waiting.length} deliveries were not read`);
    });
  }
}
