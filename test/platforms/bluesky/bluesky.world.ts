import { createHash } from 'node:crypto';
import type { Media } from '../platform';

export interface Person { did: string; handle: string; name: string }
export interface Ref { uri: string; cid: string }
export interface Kept extends Ref { by: string; collection: string; rkey: string; record: Record<string, unknown>; indexedAt: Date }
export interface Noticed { reason: string; of: Kept; subject?: string }
interface Blob { $type: 'blob'; ref: { $link: string }; mimeType: string; size: number }

const letters = '234567abcdefghijklmnopqrstuvwxyz';
const post = 'app.bsky.feed.post';

/** Everybody's repositories, and what the AppView makes of them. */
export class World {
  readonly people = new Map<string, Person>();
  readonly records = new Map<string, Kept>();
  /** What concerns the brand, in the order in which it was indexed. */
  readonly noticed: Noticed[] = [];
  private readonly blobs = new Map<string, { bytes: Buffer; contentType: string }>();
  private lastMicros = 0n;
  private lastIndexed = 0;

  constructor(private readonly root: string, private readonly now: () => Date) {}

  join(name: string, handle: string): Person {
    const person = { did: `did:plc:${base32(hashOf(`person ${this.people.size} ${handle}`), 24)}`, handle, name };
    this.people.set(person.did, person);
    return person;
  }

  person(did: string): Person {
    const person = this.people.get(did);
    if (person === undefined) throw new Error('nobody is called so');
    return person;
  }

  /** The time in microseconds, as record keys and revisions carry it; never the same twice. */
  tid(): string {
    const micros = BigInt(this.now().getTime()) * 1000n;
    this.lastMicros = micros > this.lastMicros ? micros : this.lastMicros + 1n;
    let [rest, text] = [this.lastMicros << 10n, ''];
    for (; text.length < 13; rest >>= 5n) text = (letters[Number(rest & 31n)] ?? '2') + text;
    return text;
  }

  put(by: string, collection: string, rkey: string, record: Record<string, unknown>): Kept {
    const uri = `at://${by}/${collection}/${rkey}`;
    const before = this.records.get(uri);
    const cid = `bafyrei${base32(hashOf(JSON.stringify(record)), 52)}`;
    if (before?.cid === cid) return before;
    const kept: Kept = { uri, cid, by, collection, rkey, record, indexedAt: before?.indexedAt ?? this.tick() };
    this.records.set(uri, kept);
    return kept;
  }

  /** A post, and the words for which the brand is told of it. */
  write(by: string, text: string, more: { parent?: Kept; media?: Media[]; mentions?: Person } = {}): Kept {
    const { parent, media = [], mentions } = more;
    const at = mentions === undefined ? -1 : text.indexOf(`@${mentions.handle}`);
    const start = Buffer.byteLength(text.slice(0, Math.max(at, 0)));
    return this.put(by, post, this.tid(), {
      $type: post, text, langs: ['pl'], createdAt: this.now().toISOString(),
      ...(parent === undefined ? {} : { reply: { root: rootOf(parent), parent: { uri: parent.uri, cid: parent.cid } } }),
      ...(mentions === undefined || at < 0 ? {} : { facets: [{ index: { byteStart: start, byteEnd: start + Buffer.byteLength(`@${mentions.handle}`) }, features: [{ $type: 'app.bsky.richtext.facet#mention', did: mentions.did }] }] }),
      ...(media.length === 0 ? {} : { embed: { $type: 'app.bsky.embed.images', images: media.map(({ name, contentType, bytes }) => ({ alt: name.replace(/\.\w+$/, ''), image: this.keep(contentType, bytes) })) } }),
    });
  }

  keep(contentType: string, bytes: Buffer): Blob {
    const cid = `bafkrei${base32(hashOf(bytes), 52)}`;
    this.blobs.set(cid, { bytes, contentType });
    return { $type: 'blob', ref: { $link: cid }, mimeType: contentType, size: bytes.length };
  }

  blob(cid: string): { bytes: Buffer; contentType: string } | undefined {
    return this.blobs.get(cid);
  }

  profile({ did, handle, name }: Person): { did: string; handle: string; displayName?: string; avatar?: string } {
    return { did, handle, ...(name === '' ? {} : { displayName: name, avatar: `${this.root}/cdn/img/avatar/plain/${did}/face@png` }) };
  }

  postView(kept: Kept, viewer: string): object {
    const like = [...this.records.values()].find(({ by, collection, record }) => by === viewer && collection === 'app.bsky.feed.like' && (record['subject'] as Ref).uri === kept.uri);
    const images = imagesOf(kept.record).map(({ alt, image }) => {
      const address = (size: string) => `${this.root}/cdn/img/${size}/plain/${kept.by}/${image.ref.$link}@${image.mimeType.replace('image/', '')}`;
      return { alt, thumb: address('feed_thumbnail'), fullsize: address('feed_fullsize') };
    });
    return {
      uri: kept.uri, cid: kept.cid, author: this.profile(this.person(kept.by)), record: kept.record, indexedAt: kept.indexedAt.toISOString(), replyCount: 0, repostCount: 0, likeCount: 0, quoteCount: 0,
      ...(images.length === 0 ? {} : { embed: { $type: 'app.bsky.embed.images#view', images } }), viewer: like === undefined ? {} : { like: like.uri },
    };
  }

  notification({ reason, of, subject }: Noticed): object {
    return { uri: of.uri, cid: of.cid, author: this.profile(this.person(of.by)), reason, record: of.record, isRead: false, indexedAt: of.indexedAt.toISOString(), ...(subject === undefined ? {} : { reasonSubject: subject }) };
  }

  /** No two things at the same moment. */
  private tick(): Date {
    this.lastIndexed = Math.max(this.now().getTime(), this.lastIndexed + 1);
    return new Date(this.lastIndexed);
  }
}

function rootOf({ uri, cid, record }: Kept): Ref {
  return (record['reply'] as { root: Ref } | undefined)?.root ?? { uri, cid };
}

export function imagesOf(record: Record<string, unknown>): { alt: string; image: Blob }[] {
  return (record['embed'] as { images?: { alt: string; image: Blob }[] } | undefined)?.images ?? [];
}

const hashOf = (what: string | Buffer): Buffer => createHash('sha256').update(what).digest();

function base32(bytes: Buffer, length: number): string {
  let rest = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (; text.length < length; rest >>= 5n) text += 'abcdefghijklmnopqrstuvwxyz234567'[Number(rest & 31n)] ?? 'a';
  return text;
}
