import { randomBytes } from 'node:crypto';
import { eventually } from '../eventually';
import type { Addresses } from './bluesky-network';

export interface Ref { uri: string; cid: string }
interface Thread { root: Ref; parent: Ref }

/** Somebody with an account, who uses the network as Bluesky's own app does: over the server that keeps their account. */
export class BlueskyPerson {
  private constructor(
    private readonly network: Addresses,
    readonly did: string,
    readonly handle: string,
    readonly password: string,
    private token: string,
  ) {}

  static async join(network: Addresses, name: string, displayName?: string): Promise<BlueskyPerson> {
    const handle = `${name}.test`;
    const password = randomBytes(9).toString('base64url');
    const made = await request<{ did: string; accessJwt: string }>(`${network.pds}/xrpc/com.atproto.server.createAccount`, { body: { handle, email: `${name}@example.com`, password } });
    const person = new BlueskyPerson(network, made.did, handle, password, made.accessJwt);
    await person.put('app.bsky.actor.profile', 'self', { displayName: displayName ?? name });
    return person;
  }

  /** `messages`: whether the password opens direct messages too. */
  async appPassword({ messages = true } = {}): Promise<string> {
    const { password } = await this.call<{ password: string }>('com.atproto.server.createAppPassword', { body: { name: `p${randomBytes(4).toString('hex')}`, privileged: messages } });
    return password;
  }

  async deleteAppPasswords(): Promise<void> {
    const { passwords } = await this.call<{ passwords: { name: string }[] }>('com.atproto.server.listAppPasswords');
    for (const { name } of passwords) await this.call('com.atproto.server.revokeAppPassword', { body: { name } });
  }

  async post(text: string, more: { reply?: Thread; mentions?: BlueskyPerson[]; embed?: object; langs?: string[]; facets?: object[] } = {}): Promise<Ref> {
    const { mentions = [], facets = [], ...rest } = more;
    const marked = mentions.map(({ did, handle }) => {
      const byteStart = Buffer.byteLength(text.slice(0, text.indexOf(`@${handle}`)));
      return { index: { byteStart, byteEnd: byteStart + Buffer.byteLength(`@${handle}`) }, features: [{ $type: 'app.bsky.richtext.facet#mention', did }] };
    });
    const record = { $type: 'app.bsky.feed.post', text, createdAt: new Date().toISOString(), ...rest, ...(marked.length + facets.length === 0 ? {} : { facets: [...marked, ...facets] }) };
    return this.create('app.bsky.feed.post', record);
  }

  /** The AppView tells nobody of an answer to a post that it has not read yet: posts of two people arrive in any order. */
  async posted(text: string): Promise<Ref> {
    const post = await this.post(text);
    await eventually(async () => {
      const { posts } = await this.call<{ posts: unknown[] }>('app.bsky.feed.getPosts', { query: { uris: post.uri } });
      if (posts.length === 0) throw new Error(`${post.uri} is not shown yet`);
    });
    return post;
  }

  async reply(to: Ref, text: string, more: { embed?: object } = {}): Promise<Ref> {
    return this.post(text, { reply: await this.threadOf(to), ...more });
  }

  async threadOf(to: Ref): Promise<Thread> {
    const [repo = '', , rkey = ''] = to.uri.replace('at://', '').split('/');
    const { value } = await this.call<{ value: { reply?: Thread } }>('com.atproto.repo.getRecord', { query: { repo, collection: 'app.bsky.feed.post', rkey } });
    return { root: value.reply?.root ?? to, parent: to };
  }

  async picture(bytes: Buffer, alt: string): Promise<object> {
    const { blob } = await this.call<{ blob: object }>('com.atproto.repo.uploadBlob', { bytes, contentType: 'image/png' });
    return { $type: 'app.bsky.embed.images', images: [{ image: blob, alt }] };
  }

  quote(post: Ref): object {
    return { $type: 'app.bsky.embed.record', record: post };
  }

  async like(post: Ref): Promise<Ref> {
    return this.create('app.bsky.feed.like', { $type: 'app.bsky.feed.like', subject: post, createdAt: new Date().toISOString() });
  }

  async remove(uri: string): Promise<void> {
    const [repo, collection, rkey] = uri.replace('at://', '').split('/');
    await this.call('com.atproto.repo.deleteRecord', { body: { repo, collection, rkey } });
  }

  put(collection: string, rkey: string, record: object): Promise<Ref> {
    return this.call<Ref>('com.atproto.repo.putRecord', { body: { repo: this.did, collection, rkey, record: { $type: collection, ...record } } });
  }

  /** What this person's app shows below a post, the hidden answers left out as the app leaves them out. */
  async below(uri: string): Promise<{ uri: string; cid: string; text: string; author: string; images: string[]; hidden: boolean }[]> {
    const { thread, threadgate } = await this.call<{ thread: Shown; threadgate?: { record: { hiddenReplies?: string[] } } }>('app.bsky.feed.getPostThread', { query: { uri } });
    const hidden = new Set(threadgate?.record.hiddenReplies ?? []);
    return (thread.replies ?? []).map(({ post }) => ({ uri: post.uri, cid: post.cid, text: post.record.text, author: post.author.handle, images: (post.embed?.images ?? []).map(({ alt }) => alt), hidden: hidden.has(post.uri) }));
  }

  async liked(uri: string): Promise<number> {
    const { posts } = await this.call<{ posts: { likeCount?: number }[] }>('app.bsky.feed.getPosts', { query: { uris: uri } });
    return posts[0]?.likeCount ?? 0;
  }

  /** Somebody's profile as the AppView shows it by now. */
  sees({ did }: { did: string }): Promise<object> {
    return this.call('app.bsky.actor.getProfile', { query: { actor: did } });
  }

  async convoWith(other: { did: string }): Promise<string> {
    return (await this.chat<{ convo: { id: string } }>('getConvoForMembers', { query: { members: other.did } })).convo.id;
  }

  async tell(other: { did: string }, text: string): Promise<string> {
    const convoId = await this.convoWith(other);
    return (await this.chat<{ id: string }>('sendMessage', { body: { convoId, message: { text } } })).id;
  }

  async messagesWith(other: { did: string }): Promise<{ id: string; text: string; sender: { did: string }; reactions?: { value: string }[]; facets?: object[] }[]> {
    const { messages } = await this.chat<{ messages: { id: string; text: string; sender: { did: string } }[] }>('getMessages', { query: { convoId: await this.convoWith(other) } });
    return messages.reverse();
  }

  chat<T>(method: string, given: Asked): Promise<T> {
    return this.call<T>(`chat.bsky.convo.${method}`, { ...given, headers: { 'atproto-proxy': this.network.chat.service } });
  }

  private create(collection: string, record: object): Promise<Ref> {
    return this.call<Ref>('com.atproto.repo.createRecord', { body: { repo: this.did, collection, record } });
  }

  private async call<T>(method: string, given: Asked = {}): Promise<T> {
    return request<T>(`${this.network.pds}/xrpc/${method}`, { ...given, headers: { ...given.headers, authorization: `Bearer ${this.token}` } });
  }
}

/** The next call of this method at the chat service ends as told. */
export async function orderAtChat(network: Addresses, method: string, answer: { status: number; body: object }): Promise<void> {
  await request(`${network.chat.url}/orders`, { body: { method: `chat.bsky.convo.${method}`, answer } });
}

interface Shown { post: { uri: string; cid: string; record: { text: string }; author: { handle: string }; embed?: { images?: { alt: string }[] } }; replies?: Shown[] }
interface Asked { query?: Record<string, string>; body?: object; bytes?: Buffer; contentType?: string; headers?: Record<string, string> }

async function request<T>(url: string, { query = {}, body, bytes, contentType, headers = {} }: Asked): Promise<T> {
  const search = new URLSearchParams(query).toString();
  const response = await fetch(search === '' ? url : `${url}?${search}`, {
    method: body === undefined && bytes === undefined ? 'GET' : 'POST',
    headers: { ...headers, ...(bytes ? { 'content-type': contentType ?? 'application/octet-stream' } : body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(bytes ? { body: new Uint8Array(bytes) } : body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
  return (text === '' ? {} : JSON.parse(text)) as T;
}
