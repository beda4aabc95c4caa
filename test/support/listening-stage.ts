import { createHmac } from 'node:crypto';
import type { BrandMention, ListeningDesk, ListeningSourceMade, MonitorView, Page, PushedPost } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from './app';
import { fakeNetwork } from './fake-connector';

export type GivenPost = { [K in Exclude<keyof PushedPost, 'text' | 'id'>]?: unknown } & { text: string; id?: string };

/** The running product with a push door, and those who listen. */
export class ListeningStage {
  private told = 0;
  private constructor(readonly api: TestApi, readonly owner: Person, readonly agent: Person, readonly analyst: Person, readonly door: ListeningSourceMade) {}

  static async open(): Promise<ListeningStage> {
    const api = await startTestApi({ connectors: [fakeNetwork('log', { logOnly: true, startConversation: true }).connector as never], worker: true });
    const owner = await api.signUp('Dom Lipowy');
    const [agent, analyst] = [await api.invite(owner, 'agent'), await api.invite(owner, 'brand_analyst')];
    return new ListeningStage(api, owner, agent, analyst, await owner.client.post<ListeningSourceMade>('/listening/sources', { kind: 'push', name: 'Provider' }));
  }

  close(): Promise<void> {
    return this.api.stop();
  }

  post(given: GivenPost): GivenPost & { id: string } {
    this.told += 1;
    return { id: `p${this.told}`, platform: 'forum', publishedAt: new Date().toISOString(), author: { handle: `author${this.told}`, name: `Author ${this.told}` }, ...given };
  }

  /** As a provider signs it; answers what the door said. */
  async push(posts: unknown, raw?: string | Buffer): Promise<{ status: number; body: unknown }> {
    const seconds = Math.floor(Date.now() / 1000);
    const body = raw ?? JSON.stringify({ posts });
    const signature = createHmac('sha256', this.door.secret ?? '').update(`${seconds}.`).update(body).digest('hex');
    const answer = await fetch(`${this.api.url}/hooks/listening/${this.door.source.id}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-kontuar-signature': `t=${seconds},v1=${signature}` }, body: body as never });
    return { status: answer.status, body: await answer.json() };
  }

  monitor(name: string, query: string): Promise<MonitorView> {
    return this.analyst.client.post<MonitorView>('/listening/monitors', { name, query });
  }

  async found(monitorId: string): Promise<BrandMention[]> {
    return (await this.agent.client.get<Page<BrandMention>>(`/listening/mentions?limit=100&monitorId=${monitorId}`)).items;
  }

  async texts(monitorId: string): Promise<string[]> {
    return (await this.found(monitorId)).map(({ post }) => post.text);
  }

  async trouble(): Promise<string | null | undefined> {
    return (await this.owner.client.get<ListeningDesk>('/listening')).sources.find(({ id }) => id === this.door.source.id)?.trouble;
  }
}
