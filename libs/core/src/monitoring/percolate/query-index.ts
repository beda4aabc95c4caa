import { matches, type ReadPost } from '../query/evaluate';
import { necessary, rarest, type Key } from '../query/necessary';
import type { Query } from '../query/query';

interface Entry<Id> { id: Id; query: Query; keys: Posting<Id>[]; tried: number }

/** Queries that are tried when this key is in a post, and how often that was. */
interface Posting<Id> { entries: Set<Entry<Id>>; seen: number; users: number }

/** Anew after so many posts, and after four times as many: by then it is known which words are rare in this stream. */
const FIRST_SETTLING = 1_000;
/** Before a stream was seen, long words are taken for rare ones. */
const before = (key: Key): number => key.kind === 'fact' ? (key.of === 'author' ? 0.2 : 50) : (key.sign === '' ? 30 : 5) / (key.word.length ** 2) * (key.kind === 'pattern' ? 4 : 1);

/**
 * Thousands of queries against one post, by an index of the queries: each waits at its rarest necessary word, and only those whose word is in the post are tried.
 * What a post costs grows with what it may match, not with how many queries there are.
 */
export class QueryIndex<Id> {
  private readonly entries = new Map<Id, Entry<Id>>();
  private readonly words = new Map<string, Posting<Id>>();
  private readonly stems = new Map<string, Posting<Id>>();
  private readonly prefixes = new Map<string, Posting<Id>>();
  private readonly authors = new Map<string, Posting<Id>>();
  private readonly sources = new Map<string, Posting<Id>>();
  private readonly domains = new Map<string, Posting<Id>>();
  /** How many queries have a beginning of this length: no other lengths are looked for. */
  private readonly prefixLengths = new Map<number, number>();
  private posts = 0;
  private settleAt = FIRST_SETTLING;
  /** How many queries were tried, for measurements. */
  tries = 0;

  get size(): number {
    return this.entries.size;
  }

  /** The same id again replaces its query. */
  put(id: Id, query: Query): void {
    this.remove(id);
    if (necessary(query) === undefined) throw new Error('A query without anything necessary cannot be indexed');
    const entry: Entry<Id> = { id, query, keys: [], tried: -1 };
    this.entries.set(id, entry);
    for (const key of keysOf(query)) this.postingOf(key).users += 1;
    this.place(entry);
  }

  remove(id: Id): void {
    const entry = this.entries.get(id);
    if (entry === undefined) return;
    this.entries.delete(id);
    this.lift(entry);
    for (const key of keysOf(entry.query)) {
      const posting = this.postingOf(key);
      posting.users -= 1;
      if (posting.users === 0) this.drop(key);
    }
  }

  /** Which queries this post matches, in no order. */
  match(post: ReadPost): Id[] {
    this.posts += 1;
    if (this.posts >= this.settleAt) this.settle();
    const found: Id[] = [];
    const visit = (posting: Posting<Id> | undefined): void => {
      if (posting === undefined) return;
      posting.seen += 1;
      for (const entry of posting.entries) {
        if (entry.tried === this.posts) continue;
        entry.tried = this.posts;
        this.tries += 1;
        if (matches(entry.query, post)) found.push(entry.id);
      }
    };
    const lengths = [...this.prefixLengths.keys()];
    const begun = new Set<string>();
    for (const word of post.distinct()) {
      visit(this.words.get(word));
      for (const length of lengths) if (length <= word.length) begun.add(word.length === length ? word : word.slice(0, length));
    }
    for (const beginning of begun) visit(this.prefixes.get(beginning));
    if (this.stems.size > 0) for (const stem of post.stems().keys()) visit(this.stems.get(stem));
    for (const author of new Set(post.authors)) visit(this.authors.get(author));
    if (post.facts.source != null) visit(this.sources.get(post.facts.source));
    if (this.domains.size > 0) for (const domain of post.domains()) visit(this.domains.get(domain));
    return found;
  }

  /** Each query to the word that is the rarest by now. */
  private settle(): void {
    this.settleAt = this.posts * 4;
    for (const entry of this.entries.values()) {
      this.lift(entry);
      this.place(entry);
    }
  }

  private place(entry: Entry<Id>): void {
    const need = necessary(entry.query);
    if (need === undefined) return;
    entry.keys = rarest(need, (key) => this.postingOf(key).seen + before(key)).keys.map((key) => this.postingOf(key));
    for (const posting of entry.keys) posting.entries.add(entry);
  }

  private lift(entry: Entry<Id>): void {
    for (const posting of entry.keys) posting.entries.delete(entry);
  }

  private postingOf(key: Key): Posting<Id> {
    const [map, word] = this.mapOf(key);
    let posting = map.get(word);
    if (posting === undefined) {
      posting = { entries: new Set(), seen: 0, users: 0 };
      map.set(word, posting);
      if (key.kind === 'pattern') this.prefixLengths.set(word.length, (this.prefixLengths.get(word.length) ?? 0) + 1);
    }
    return posting;
  }

  private drop(key: Key): void {
    const [map, word] = this.mapOf(key);
    map.delete(word);
    if (key.kind !== 'pattern') return;
    const left = (this.prefixLengths.get(word.length) ?? 1) - 1;
    if (left === 0) this.prefixLengths.delete(word.length);
    else this.prefixLengths.set(word.length, left);
  }

  private mapOf(key: Key): [Map<string, Posting<Id>>, string] {
    if (key.kind === 'fact') return [{ author: this.authors, source: this.sources, domain: this.domains }[key.of], key.value];
    return [{ word: this.words, stem: this.stems, pattern: this.prefixes }[key.kind], key.word];
  }
}

/** Everything that a query could wait at. Also what is not chosen is counted, or nobody would know that it became rare. */
function keysOf(query: Query): Key[] {
  const keys: Key[] = [];
  const collect = (need: ReturnType<typeof necessary>): void => {
    if (need === undefined) return;
    if (need.kind === 'key') keys.push(need.key);
    else need.parts.forEach(collect);
  };
  collect(necessary(query));
  const seen = new Set<string>();
  return keys.filter((key) => {
    const name = key.kind === 'fact' ? `${key.of}:${key.value}` : `${key.kind}:${key.word}`;
    return !seen.has(name) && seen.add(name);
  });
}
