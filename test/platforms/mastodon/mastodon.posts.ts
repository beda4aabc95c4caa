import { asDocumented } from './mastodon.contract';

export interface Person { id: string; acct: string; name: string }
export interface Attached { id: string; type: string; url: string | null; description: string | null; contentType: string; bytes: Buffer; asked: number }
export interface Post {
  id: string; author: Person; text: string; visibility: 'public' | 'unlisted' | 'private' | 'direct'; at: Date; editedAt?: Date; inReplyTo?: string; warning: string; mentions: Person[]; media: Attached[]; sensitive: boolean;
  favouritedBy: Set<string>; language: string | null;
}

/** Posts, people and files as the server keeps and shows them. */
export class Posts {
  readonly people = new Map<string, Person>();
  readonly posts = new Map<string, Post>();
  readonly media = new Map<string, Attached>();
  private last = 115_500_000_000_000_000n;

  constructor(readonly host: string, private readonly root: string, private readonly now: () => Date) {}

  id(): string {
    this.last += 7n;
    return String(this.last);
  }

  person(name: string, acct: string): Person {
    const person = { id: this.id(), acct, name };
    this.people.set(person.id, person);
    return person;
  }

  add(given: Pick<Post, 'author' | 'text' | 'visibility'> & Partial<Post>): Post {
    const mentions = [...given.text.matchAll(/@([\w]+(?:@[\w.:-]*\w)?)/g)].flatMap(([, acct]) => [...this.people.values()].filter((person) => person.acct === acct));
    const post: Post = { id: this.id(), at: this.now(), warning: '', media: [], sensitive: false, favouritedBy: new Set(), language: null, mentions, ...given };
    this.posts.set(post.id, post);
    return post;
  }

  /** The first post above, as far as this server has it. */
  ancestors(post: Post): Post[] {
    const above: Post[] = [];
    for (let at = this.posts.get(post.inReplyTo ?? ''); at !== undefined; at = this.posts.get(at.inReplyTo ?? '')) above.unshift(at);
    return above;
  }

  account({ id, acct, name }: Person): object {
    const picture = `${this.root}/files/avatar-${id}.png`;
    const [username = '', domain = this.host] = acct.split('@');
    return {
      id, username, acct, display_name: name, locked: false, bot: false, discoverable: true, indexable: false, group: false, created_at: '2024-05-01T00:00:00.000Z', note: '', url: `https://${domain}/@${username}`, uri: `https://${domain}/users/${username}`,
      avatar: picture, avatar_static: picture, header: picture, header_static: picture, followers_count: 1, following_count: 1, statuses_count: 1, last_status_at: '2026-11-20', hide_collections: false, emojis: [], fields: [], feature_approval: { automatic: [], manual: [], current_user: 'denied' }, avatar_description: '', header_description: '',
      show_media: true, show_media_replies: true, show_featured: true,
    };
  }

  attachment({ id, type, url, description }: Attached): object {
    return asDocumented('MediaAttachment', { id, type, url, preview_url: url, remote_url: null, text_url: null, meta: null, description, blurhash: null });
  }

  status(post: Post): object {
    const parent = this.posts.get(post.inReplyTo ?? '');
    return asDocumented('Status', {
      id: post.id, created_at: post.at.toISOString(), edited_at: post.editedAt?.toISOString() ?? null, in_reply_to_id: post.inReplyTo ?? null, in_reply_to_account_id: parent?.author.id ?? null,
      sensitive: post.sensitive, spoiler_text: post.warning, visibility: post.visibility, language: post.language, uri: `https://${this.host}/posts/${post.id}`, url: `https://${this.host}/@${post.author.acct}/${post.id}`,
      replies_count: 0, reblogs_count: 0, quotes_count: 0, favourites_count: post.favouritedBy.size, content: html(post.text), reblog: null, account: this.account(post.author), media_attachments: post.media.map((one) => this.attachment(one)),
      mentions: post.mentions.map(({ id, acct }) => ({ id, username: acct.split('@')[0], acct, url: `https://${this.host}/@${acct}` })), tags: [], emojis: [], card: null, poll: null, quote: null,
      favourited: false, reblogged: false, muted: false, bookmarked: false, pinned: false, quote_approval: { automatic: [], manual: [], current_user: 'denied' },
    });
  }
}

/** As servers write it: paragraphs, and addresses cut for the eye. */
function html(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const linked = escaped.replace(/https?:\/\/[^\s]+/g, (url) => `<a href="${url}"><span class="invisible">https://</span><span class="ellipsis">${url.replace(/^https?:\/\//, '')}</span></a>`);
  return linked === '' ? '' : `<p>${linked.replaceAll('\n\n', '</p><p>').replaceAll('\n', '<br>')}</p>`;
}
