import type { PostSaid } from '@kontuar/contract';
import { z } from 'zod';
import { momentOf } from '../moments';
import type { StreamedSource, Told } from '../source';

const standardStream = 'wss://jetstream2.us-east.bsky.network/subscribe';
const standardNames = 'https://public.api.bsky.app';
/** Small ones, made by the network. */
const standardPictures = 'https://cdn.bsky.app/img/feed_thumbnail/plain';
const POSTS = 'app.bsky.feed.post';
/** What lies further back is history: a source that rested for weeks begins with the last day. */
const LONGEST_BACK_MS = 24 * 3600 * 1000;
const AT_ONCE = 25;
/** Posts have 300 letters; what a line takes is more than this. */
const FRAME_BYTES = 500_000;
const KNOWN = 5_000;

const text = z.string().transform((value) => value.toWellFormed());
const orNothing = <T extends z.ZodType>(schema: T) => schema.nullish().catch(undefined).transform((value) => value ?? undefined);
const did = z.string().regex(/^did:[a-z]+:[\w.:%-]{1,200}$/);
const link = z.object({ uri: z.url({ protocol: /^https?$/ }).max(2_000) });
const images = orNothing(z.array(z.object({ alt: orNothing(text), image: orNothing(z.object({ ref: z.object({ $link: z.string().regex(/^[a-z2-7]{7,120}$/) }) })) })).max(10));
const record = z.object({
  text, createdAt: orNothing(z.string()), langs: orNothing(z.array(z.string())),
  facets: orNothing(z.array(z.object({ features: z.array(z.unknown()).catch([]) }).catch({ features: [] })).max(200)),
  embed: orNothing(z.object({ external: orNothing(link.extend({ title: orNothing(text) })), images, media: orNothing(z.object({ images })) })),
  /** What its author warns of. */
  labels: orNothing(z.object({ values: z.array(z.unknown()) })),
});
const base = { did, time_us: z.number().int().positive().max(8e15) };
const frame = z.discriminatedUnion('kind', [
  z.object({ ...base, kind: z.literal('commit'), commit: z.object({ operation: z.enum(['create', 'update', 'delete']), collection: z.string(), rkey: z.string().regex(/^[\w.~:-]{1,512}$/), record: z.unknown().optional() }) }),
  z.object({ ...base, kind: z.literal('account'), account: z.object({ active: z.boolean(), status: orNothing(z.string()) }) }),
]);

/** Every post of the network as it is written, over Jetstream: free, without an account. What is deleted or changed is told as well. */
export const bluesky: StreamedSource = {
  kind: 'bluesky',
  platform: 'bluesky',

  address({ url = standardStream }, cursor, now) {
    const address = new URL(url);
    address.searchParams.set('wantedCollections', POSTS);
    // A larger one would break the line, and again each time it is opened there.
    address.searchParams.set('maxMessageSizeBytes', String(FRAME_BYTES));
    const back = (now.getTime() - LONGEST_BACK_MS) * 1000;
    if (cursor !== undefined) address.searchParams.set('cursor', String(Math.max(Number(cursor), back)));
    return address;
  },

  read(said): Told | undefined {
    const read = frame.safeParse(jsonOf(said)).data;
    if (read === undefined) return undefined;
    const cursor = String(read.time_us);
    // Who only rests, or is held back for a while, may come back with everything.
    if (read.kind === 'account') return !read.account.active && (read.account.status === 'deleted' || read.account.status === 'takendown') ? { what: 'author-gone', cursor, repository: read.did } : undefined;
    const { operation, collection, rkey } = read.commit;
    if (collection !== POSTS) return undefined;
    const id = `at://${read.did}/${POSTS}/${rkey}`;
    if (operation === 'delete') return { what: 'gone', cursor, id };
    const written = record.safeParse(read.commit.record).data;
    return written === undefined ? undefined : { what: 'post', cursor, edited: operation === 'update', post: postOf({ id, did: read.did, rkey, heardAt: read.time_us / 1000, edited: operation === 'update' }, written) };
  },

  /** The stream names people by a number only. */
  async complete(site, { apiUrl = standardNames }, posts) {
    const unknown = [...new Set(posts.map(({ author }) => author?.handle ?? ''))].filter((one) => one.startsWith('did:') && !people.has(one));
    for (let at = 0; at < unknown.length; at += AT_ONCE) {
      const query = new URLSearchParams(unknown.slice(at, at + AT_ONCE).map((one): [string, string] => ['actors', one]));
      const { profiles } = await site.json(`${apiUrl}/xrpc/app.bsky.actor.getProfiles?${query.toString()}`, named);
      for (const one of profiles) people.set(one.did, one);
    }
    const all = posts.map((post) => {
      const person = people.get(post.author?.handle ?? '');
      return person === undefined ? post : { ...post, author: { handle: person.handle, name: person.displayName ?? '', followers: person.followersCount ?? null } };
    });
    for (const key of people.keys()) {
      if (people.size <= KNOWN) break;
      people.delete(key);
    }
    return all;
  },
};

const person = z.object({ did, handle: z.string().min(1).max(200), displayName: orNothing(z.string().max(200)), followersCount: orNothing(z.number().int().min(0)) });
const named = z.object({ profiles: z.array(z.unknown()).max(AT_ONCE).transform((all) => all.flatMap((one) => person.safeParse(one).data ?? [])) });
/** Names alone, for as long as this process runs. */
const people = new Map<string, z.infer<typeof person>>();

interface Place { id: string; did: string; rkey: string; heardAt: number; edited: boolean }

function postOf({ id, did: author, rkey, heardAt, edited }: Place, { text: said, createdAt, langs, facets, embed, labels }: z.infer<typeof record>): PostSaid {
  const shown = embed?.images ?? embed?.media?.images ?? [];
  const links = [...(facets ?? []).flatMap(({ features }) => features.flatMap((one) => link.safeParse(one).data?.uri ?? [])), ...(embed?.external === undefined ? [] : [embed.external.uri])];
  // The network shortens addresses for the eye, and pictures speak by what is written for those who cannot see them.
  const more = [...new Set(links)].filter((uri) => !said.includes(uri)).concat(shown.flatMap(({ alt }) => alt ?? []));
  const picture = (labels?.values.length ?? 0) > 0 ? undefined : shown.flatMap(({ image }) => image?.ref.$link ?? [])[0];
  const claimed = momentOf(createdAt);
  const language = /^[a-z]{2,3}(?=$|-)/.exec(langs?.[0]?.toLowerCase() ?? '')?.[0];
  return {
    id, platform: 'bluesky', text: [said, ...more].join('\n').slice(0, 20_000), url: `https://bsky.app/profile/${author}/post/${rkey}`, author: { handle: author },
    publishedAt: claimed === undefined || Date.parse(claimed) > heardAt ? new Date(heardAt).toISOString() : claimed, ...(language === undefined ? {} : { language }), ...(edited ? { editedAt: new Date(heardAt).toISOString() } : {}),
    ...(picture === undefined ? {} : { picture: `${standardPictures}/${author}/${picture}@jpeg` }),
  };
}

function jsonOf(said: string): unknown {
  try {
    return JSON.parse(said);
  } catch {
    return undefined;
  }
}
