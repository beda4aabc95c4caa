import type { ChannelView, ConversationView, MessagePage, MessageView, Page } from '@kontuar/contract';
import type { Inbound, InboundMessage, PublicPost } from '@kontuar/connectors/contract';
import { startTestApi, type Person, type TestApi, type TestApiOptions } from './app';
import { eventually } from './eventually';
import { fakeNetwork, type FakeNetwork, type NetworkDelivery } from './fake-connector';

export const post: PublicPost = { externalId: 'post-1', kind: 'post', text: 'Our new mugs', url: 'https://network.example/post-1', author: { id: 'shop', name: 'The shop' } };

/** The product with one channel of a network that has everything, and the words of those who write on it. */
export class NetworkStage {
  private deliveries = 0;
  private constructor(readonly api: TestApi, readonly network: FakeNetwork, readonly owner: Person, readonly channel: ChannelView) {}

  static async open(options: TestApiOptions = {}, network = fakeNetwork()): Promise<NetworkStage> {
    const api = await startTestApi({ worker: true, ...options, connectors: [network.connector as never] });
    const owner = await api.signUp();
    const channel = await owner.client.post<ChannelView>('/channels', { connectorId: network.connector.id, name: 'Network', settings: { account: 'shop', token: 'secret' } });
    return new NetworkStage(api, network, owner, channel);
  }

  /** As the platform posts it; resolves when it was read. */
  async tell(...inbounds: Inbound[]): Promise<string> {
    const about = await this.post([{ inbounds }]);
    await eventually(async () => { expect(await this.api.sql(`SELECT 1 FROM deliveries WHERE external_id = $1 AND state IN ('done', 'ignored', 'dead')`, [about])).not.toHaveLength(0); });
    return about;
  }

  async post(bodies: Omit<NetworkDelivery, 'about'>[], { token = 'secret', channelId = this.channel.id } = {}): Promise<string> {
    this.deliveries += 1;
    const about = `delivery-${this.deliveries}`;
    const response = await fetch(`${this.api.url}/hooks/${this.network.connector.id}/${channelId}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-token': token }, body: JSON.stringify(bodies.map((body) => ({ about, ...body }))) });
    expect([response.status, await response.text()]).toEqual([200, '{"thanks":true}']);
    return about;
  }

  comment(from: string, text: string, more: Partial<InboundMessage> = {}): InboundMessage {
    return { kind: 'message', visibility: 'public', externalId: `${from}: ${text}`, at: new Date().toISOString(), from: { id: from, name: from }, thread: { key: `post-1:${from}` }, text, post, ...more };
  }

  privately(from: string, text: string, more: Partial<InboundMessage> = {}): InboundMessage {
    return { kind: 'message', externalId: `${from}: ${text}`, at: new Date().toISOString(), from: { id: from, name: from }, thread: { key: `dm:${from}` }, text, ...more };
  }

  async conversations(name: string): Promise<ConversationView[]> {
    const { items } = await this.owner.client.get<Page<ConversationView>>('/conversations?view=all&limit=100');
    const resolved = await this.owner.client.get<Page<ConversationView>>('/conversations?view=resolved&limit=100');
    return [...items, ...resolved.items].filter((conversation) => conversation.contact.name === name);
  }

  async conversation(name: string): Promise<ConversationView> {
    const found = await this.conversations(name);
    expect(found).toHaveLength(1);
    return found[0] as ConversationView;
  }

  async thread(conversation: { id: string }): Promise<MessageView[]> {
    return (await this.owner.client.get<MessagePage>(`/conversations/${conversation.id}/messages?limit=100`)).items;
  }

  async message(conversation: { id: string }, fits: (message: MessageView) => boolean, expected: object): Promise<MessageView> {
    return eventually(async () => {
      const found = (await this.thread(conversation)).find(fits);
      expect(found).toMatchObject(expected);
      return found as MessageView;
    });
  }

  close(): Promise<void> {
    return this.api.stop();
  }
}
