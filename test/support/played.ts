/** A platform that is played, connected as a channel of the running product: what the table of faults works with. */
import type { ChannelView, ConversationView, DeliveryView, MessagePage, MessageView, Page, Posted } from '@kontuar/contract';
import { Platform, type Spoiling } from '../platforms/kit';
import type { Customer, Happened, PlatformModule, Saying } from '../platforms/platform';
import type { Delivered } from '../platforms/webhooks';
import type { AgentSocket } from './agent-socket';
import type { Person, TestApi } from './app';
import { eventually } from './eventually';

let made = 0;
/** Every text is unique over the whole run, so that a double can't hide. */
export const unique = (words: string): string => `${words} ${++made}`;

export class Played {
  private constructor(readonly platform: Platform, readonly channel: ChannelView, private readonly product: { api: TestApi; owner: Person; live: AgentSocket }) {}

  static async connect(module: PlatformModule, product: { api: TestApi; owner: Person; live: AgentSocket }): Promise<Played> {
    const platform = new Platform(module);
    await platform.listen(0);
    const channel = await product.owner.client.post<ChannelView>('/channels', { connectorId: module.id, name: module.label, settings: platform.sim.settings() });
    if (channel.webhookUrl !== null) platform.useWebhook(channel.webhookUrl);
    return new Played(platform, channel, product);
  }

  get sim(): Platform['sim'] {
    return this.platform.sim;
  }

  async close(): Promise<void> {
    await this.platform.close();
  }

  say(saying: Saying): Happened {
    return this.sim.say(saying);
  }

  tell(happened: Pick<Happened, 'events'>, spoiling?: Spoiling): Promise<Delivered[]> {
    return this.platform.happen(happened, spoiling);
  }

  /** Somebody new writes in private (in public, where that is all there is), and an agent sees it. */
  async conversation(words = 'Hello', saying: Partial<Saying> = {}): Promise<{ from: Customer; text: string; externalId: string; conversation: ConversationView; message: MessageView }> {
    const from = saying.from ?? this.sim.customer();
    const text = unique(words);
    const happened = this.say({ ...this.usual(), ...saying, from, text });
    await this.tell(happened);
    const { conversation, message } = await this.seen(text);
    return { from, text, externalId: happened.externalId, conversation, message };
  }

  /** How customers mostly write here: in private where they can, else below a post, as a mention or as a review. */
  usual(): Pick<Saying, 'public'> {
    if (!this.channel.capabilities.public) return {};
    const postId = this.sim.post?.(unique('A post'));
    return { public: this.channel.capabilities.oneReply === true ? { stars: 4 } : postId === undefined ? { mention: true } : { postId } };
  }

  async seen(text: string): Promise<{ conversation: ConversationView; message: MessageView }> {
    const event = await this.product.live.until('message.created', (one) => one.message.text === text && one.conversation.channelId === this.channel.id, 20_000);
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

  arrived(text: string): number {
    return this.sim.accepted.filter((one) => one.text.includes(text)).length;
  }

  /** Everything that came in was read, one way or the other. */
  async read(): Promise<void> {
    await this.platform.settled();
    await eventually(async () => {
      const waiting = await this.product.api.sql(`SELECT 1 FROM deliveries WHERE channel_id = $1 AND state = 'received'`, [this.channel.id]);
      if (waiting.length > 0) throw new Error(`${waiting.length} deliveries were not read`);
    }, 20_000);
  }
}
