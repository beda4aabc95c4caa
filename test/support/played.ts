/** A platform that is played, connected as a channel of the running product: what the table of faults works with. */
import type { ChannelView, ConversationView, MessageView } from '@kontuar/contract';
import { Platform, type Spoiling } from '../platforms/kit';
import type { Customer, Happened, PlatformModule, Saying } from '../platforms/platform';
import type { Delivered } from '../platforms/webhooks';
import { ChannelAtWork, patiently, unique, type Product } from './channel-at-work';

export class Played extends ChannelAtWork {
  private constructor(readonly platform: Platform, channel: ChannelView, product: Product) {
    super(channel, product);
  }

  static async connect(module: PlatformModule, product: Product): Promise<Played> {
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

  arrived(text: string): number {
    return this.sim.accepted.filter((one) => one.text.includes(text)).length;
  }

  /** It was asked twice more, where nothing is told. Whatever asks begins with the same request each time. */
  async looked(): Promise<void> {
    const { requests } = this.platform;
    const from = requests.length;
    await patiently(() => {
      const paths = requests.slice(from).filter(({ method }) => method === 'GET').map(({ path }) => path);
      if (!paths.some((path) => paths.filter((one) => one === path).length >= 3)) throw new Error('not asked twice more');
    });
  }

  override async read(): Promise<void> {
    await this.platform.settled();
    await super.read();
  }
}
