/** What stands on the played Reddit, and how its API shows it. */
export interface Told {
  name: string; kind: string; author: string | null; at: Date; text: string; editedAt?: Date; deleted?: boolean; removed?: boolean;
  /** Comments: what they answer and below which post; posts: their title. Private messages: to whom. */
  parent?: string; post?: string; title?: string; subreddit?: string; dest?: string; first?: string; subject?: string;
}

export const brand = 'Dom_Lipowy';
export const home = 'domlipowy';
const elsewhere = 'mugs';

export class Site {
  readonly told = new Map<string, Told>();
  private count = 46_656;

  constructor(private readonly now: () => Date) {}

  add(kind: string, given: Omit<Told, 'name' | 'kind' | 'at'>): Told {
    this.count += 1;
    const one: Told = { name: `${kind}_${this.count.toString(36)}`, kind, at: this.now(), ...given };
    this.told.set(one.name, one);
    return one;
  }

  post(author: string, title: string, subreddit = home): Told {
    return this.add('t3', { author, title, subreddit, text: '' });
  }

  comment(author: string | null, text: string, parent: Told): Told {
    return this.add('t1', { author, text, parent: parent.name, post: parent.post ?? parent.name, subreddit: parent.subreddit ?? elsewhere });
  }

  letter(author: string | null, dest: string, text: string, { answers, subject = 'A question' }: { answers?: Told; subject?: string } = {}): Told {
    const first = answers?.first ?? answers?.name;
    return this.add('t4', { author, dest, text, subject: answers?.subject ?? subject, ...(answers === undefined ? {} : { parent: answers.name }), ...(first === undefined ? {} : { first }) });
  }

  /** Somebody else's post in which the brand is talked about. */
  talk(): Told {
    return this.post('somebody_else', 'Which mugs last?', elsewhere);
  }

  /** Newest first. Deleted things leave their lists. */
  list(fits: (one: Told) => boolean): Told[] {
    return [...this.told.values()].filter((one) => one.deleted !== true && fits(one)).toReversed();
  }

  isReply = ({ kind, parent, author }: Told): boolean => kind === 't1' && author !== brand && this.told.get(parent ?? '')?.author === brand;
  isMention = ({ kind, text, author }: Told): boolean => kind === 't1' && author !== brand && text.toLowerCase().includes(`u/${brand.toLowerCase()}`);
  isInbox = (one: Told): boolean => this.isReply(one) || this.isMention(one) || (one.kind !== 't1' && one.kind !== 't3' && one.dest === brand);
  isIn = (subreddits: string[]) => ({ subreddit = '' }: Told): boolean => subreddits.includes(subreddit.toLowerCase());

  /** Comments in the inbox are shown shorter than elsewhere. */
  shown(one: Told, inInbox = false): object {
    return { kind: one.kind, data: one.kind === 't3' ? this.postData(one) : one.kind === 't1' ? this.commentData(one, inInbox) : this.letterData(one) };
  }

  private common({ name, author, at, deleted }: Told): object {
    const who = deleted === true ? { author: '[deleted]' } : author === null ? { author } : { author, author_fullname: `t2_${author.toLowerCase().replace(/\W|_/g, '')}` };
    const seconds = Math.floor(at.getTime() / 1000);
    return { name, id: name.slice(3), ...who, created: seconds, created_utc: seconds, distinguished: null, score: 1, likes: null };
  }

  private commentData(one: Told, inInbox: boolean): object {
    const post = this.told.get(one.post ?? '');
    const body = one.deleted === true ? '[deleted]' : one.text;
    const path = `${this.path(post)}${one.name.slice(3)}/`;
    const both = { ...this.common(one), body, body_html: html(body), parent_id: one.parent, subreddit: one.subreddit, subreddit_name_prefixed: `r/${one.subreddit ?? ''}`, replies: '' };
    if (inInbox) {
      const type = this.isReply(one) ? (one.parent?.startsWith('t3_') === true ? 'post_reply' : 'comment_reply') : 'username_mention';
      return { ...both, context: `${path}?context=3`, dest: brand, first_message: null, first_message_name: null, link_title: post?.title, new: true, num_comments: 1, subject: type.replace('_', ' '), type, was_comment: true };
    }
    const removal = one.subreddit === home ? { removed: one.removed === true, approved: one.removed === false, spam: false, banned_by: one.removed === true ? brand : null } : { banned_by: null };
    return { ...both, ...removal, edited: one.editedAt === undefined ? false : Math.floor(one.editedAt.getTime() / 1000), link_id: one.post, permalink: path, archived: false, locked: false, saved: false, stickied: false };
  }

  private postData(one: Told): object {
    const permalink = this.path(one);
    return {
      ...this.common(one), title: one.title, selftext: one.deleted === true ? '[deleted]' : one.text, selftext_html: one.text === '' ? null : html(one.text), subreddit: one.subreddit, permalink, url: `https://www.reddit.com${permalink}`,
      is_self: true, edited: one.editedAt === undefined ? false : Math.floor(one.editedAt.getTime() / 1000), removed_by_category: null, banned_by: null, num_comments: 1,
    };
  }

  private letterData(one: Told): object {
    return {
      ...this.common(one), body: one.text, body_html: html(one.text), subject: one.first === undefined ? one.subject : `re: ${one.subject ?? ''}`, dest: one.dest, parent_id: one.parent ?? null, first_message_name: one.first ?? null,
      first_message: one.first === undefined ? null : Number.parseInt(one.first.slice(3), 36), context: '', new: true, num_comments: null, replies: '', subreddit: null, subreddit_name_prefixed: null, type: 'unknown', was_comment: false,
    };
  }

  private path(post: Told | undefined): string {
    return `/r/${post?.subreddit ?? home}/comments/${post?.name.slice(3) ?? ''}/${(post?.title ?? '').toLowerCase().replace(/\W+/g, '_').slice(0, 50)}/`;
  }
}

const html = (text: string): string => `<!-- SC_OFF --><div class="md"><p>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>\n</div><!-- SC_ON -->`;

/** As people read it: the signs that keep Markdown from meaning anything are not shown. */
export const readAloud = (markdown: string): string => markdown.replace(/ {2}\n/g, '\n').replace(/\\([\\`*_~^[\]|&<#>+=.)-])/g, '$1');
