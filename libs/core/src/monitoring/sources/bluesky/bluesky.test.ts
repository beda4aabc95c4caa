import frames from './recordings/frames.json';
import { bluesky } from './bluesky';

const told = frames.map((frame) => bluesky.read(JSON.stringify(frame)));
const id = 'at://did:plc:eygmaihciaxprqvxpfvl6flk/app.bsky.feed.post/3l3qo2vuowo2b';

it('reads what is written, with whole addresses and the words of pictures, and what is taken back', () => {
  expect(told[0]).toEqual({
    what: 'post', cursor: '1795168801162329', edited: false,
    post: {
      id, platform: 'bluesky', text: 'Byliśmy w Domu Lipowym: domlipowy.pl/kredens-z-d...\nhttps://domlipowy.pl/kredens-z-debu\nKredens z dębu', url: 'https://bsky.app/profile/did:plc:eygmaihciaxprqvxpfvl6flk/post/3l3qo2vuowo2b',
      author: { handle: 'did:plc:eygmaihciaxprqvxpfvl6flk' }, publishedAt: '2026-11-20T10:00:00.102Z', language: 'pl', picture: 'https://cdn.bsky.app/img/feed_thumbnail/plain/did:plc:eygmaihciaxprqvxpfvl6flk/bafkrei@jpeg',
    },
  });
  expect(told[1]).toEqual({ what: 'gone', cursor: '1795168802000000', id });
});

it('passes over likes, names and who only rests; who left takes everything along', () => {
  expect(told.slice(2)).toEqual([undefined, undefined, { what: 'author-gone', cursor: '1795168805000000', repository: 'did:plc:ufbl4k27gp6kzas5glhz7fim' }, undefined]);
});

it('says of a change when it was heard', () => {
  const [create] = frames;
  expect(bluesky.read(JSON.stringify({ ...create, commit: { ...create?.commit, operation: 'update' } }))).toMatchObject({ what: 'post', edited: true, post: { id, editedAt: '2026-11-20T10:00:01.162Z' } });
});

const post = (record: object, more: object = {}) => JSON.stringify({ did: 'did:plc:a', time_us: 1795168801000000, kind: 'commit', commit: { operation: 'create', collection: 'app.bsky.feed.post', rkey: '3k', record, ...more } });
it.each([
  ['no JSON', '{'], ['deep nesting', '['.repeat(200_000)], ['another shape', '{"kind":"commit"}'], ['no text', post({ langs: ['pl'] })], ['an address as an id', post({ text: 'a' }, { rkey: '../../x' })], ['a number as text', post({ text: 7 })],
])('is not harmed by %s', (_, frame) => {
  expect(bluesky.read(frame)).toBeUndefined();
});

it.each(['-271821-04-20T00:00:00Z', '+275760-09-13T00:00:00Z', '0000-01-01', '1970-01-01T00:00:00Z', 'przedwczoraj', ''])('goes by when it was heard where a record says that it was written at %j', (createdAt) => {
  expect(bluesky.read(post({ text: 'a', createdAt }))).toMatchObject({ what: 'post', post: { publishedAt: '2026-11-20T10:00:01.000Z' } });
});

it('takes what is left of hostile records: no clock from the future, no scripts as links, no half letters', () => {
  expect(bluesky.read(post({ text: 'a\ud800b', createdAt: '2999-01-01T00:00:00Z', langs: ['<b>'], facets: [{ features: [{ uri: 'javascript:alert(1)' }, 7] }, null], embed: { external: { uri: 'file:///etc/passwd' } } })))
    .toMatchObject({ what: 'post', post: { text: 'a\ufffdb', publishedAt: '2026-11-20T10:00:01.000Z' } });
});

it('knows the picture of a post, also beside what it quotes, and none that its author warns of or whose name is none', () => {
  const images = (cid: string) => ({ images: [{ alt: '', image: { ref: { $link: cid } } }] });
  const pictureOf = (more: object) => { const read = bluesky.read(post({ text: 'a', ...more })); return read?.what === 'post' ? read.post.picture : 'no post'; };
  expect(pictureOf({ embed: { media: images('bafkreiabc') } })).toBe('https://cdn.bsky.app/img/feed_thumbnail/plain/did:plc:a/bafkreiabc@jpeg');
  expect(pictureOf({ embed: images('bafkreiabc'), labels: { values: [{ val: 'nudity' }] } })).toBeUndefined();
  expect(pictureOf({ embed: images('../../secret') })).toBeUndefined();
  expect(pictureOf({})).toBeUndefined();
});

it('goes on where it stopped, but never further back than a day', () => {
  const now = new Date('2026-11-20T12:00:00Z');
  expect(bluesky.address({}, undefined, now).href).toBe('wss://jetstream2.us-east.bsky.network/subscribe?wantedCollections=app.bsky.feed.post&maxMessageSizeBytes=500000');
  expect(bluesky.address({}, String(now.getTime() * 1000 - 5), now).searchParams.get('cursor')).toBe(String(now.getTime() * 1000 - 5));
  expect(bluesky.address({}, '7', now).searchParams.get('cursor')).toBe(String((now.getTime() - 86_400_000) * 1000));
});
