import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { ChannelView, MessagePage, Posted } from '@kontuar/contract';

/** Of one file of stories alone: houses of several stand in one product. */
export const owner = { email: `owner+${randomBytes(4).toString('hex')}@example.com`, password: 'correct horse battery' };
/** Of a colleague in this file's stories: who has the same address in two houses comes into one of them only. */
export const addressOf = (name: string): string => `${name}.${owner.email}`;
/** For a product that is to make its first workspace by itself. */
export const ownerEnvironment = { KONTUAR_OWNER_EMAIL: owner.email, KONTUAR_OWNER_PASSWORD: owner.password, KONTUAR_WORKSPACE: 'Dom Lipowy' };

/** The owner's HTTP client against the built product. It tries again while the product is down, as a browser's user would. */
export class ProductClient {
  private constructor(readonly url: string, readonly cookie: string) {}

  static async signIn(url: string): Promise<ProductClient> {
    const response = await fetch(`${url}/api/v1/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(owner) });
    if (!response.ok) throw new Error(`login answered ${response.status}: ${await response.text()}`);
    return new ProductClient(url, response.headers.getSetCookie()[0]?.split(';')[0] ?? '');
  }

  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}/api/v1${path}`, { method, headers: { cookie: this.cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  addTelegram(telegram: { token: string; apiRoot: string }, receive: 'polling' | 'webhook' = 'polling'): Promise<ChannelView> {
    return this.call<ChannelView>('POST', '/channels', { connectorId: 'telegram', name: 'Telegram', settings: { token: telegram.token, apiRoot: telegram.apiRoot, receive } });
  }

  async thread(conversationId: string): Promise<MessagePage['items']> {
    return (await this.call<MessagePage>('GET', `/conversations/${conversationId}/messages?limit=100`)).items;
  }

  /** The same client id until the product took it, however often it was down in between. */
  async reply(conversationId: string, clientId: string, text: string): Promise<Posted> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.call<Posted>('POST', `/conversations/${conversationId}/messages`, { clientId, text, sendNow: true });
      } catch (error) {
        if (attempt > 200) throw error;
        await new Promise((wait) => setTimeout(wait, 100));
      }
    }
  }
}

/** Behind the screens: what the database holds, whatever the product says. */
export async function askDatabase<T>(url: string, sql: string, values: unknown[] = []): Promise<T[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql, values)).rows as T[];
  } finally {
    await client.end();
  }
}
