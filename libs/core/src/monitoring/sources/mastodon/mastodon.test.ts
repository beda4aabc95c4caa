import axios from 'axios';
import { fediversePlatform, type FediverseSimulated } from '../../../../../../test/platforms/fediverse/fediverse.platform';
import { startPlatform, type Platform } from '../../../../../../test/platforms/kit';
import { Site } from '../site';
import { noPurse, type SourceMemory } from '../source';
import { mastodon } from './mastodon';
import recording from './recordings/tag.json';

let platform: Platform<FediverseSimulated>;
beforeEach(async () => { platform = await startPlatform(fediversePlatform); });
afterEach(() => platform.close());

const ask = (memory: SourceMemory, { terms = ['#domlipowy'], token }: { terms?: string[]; token?: string } = {}) => mastodon.ask({ site: new Site(axios.create()), settings: { url: platform.root, terms }, token, memory, now: new Date(), patience: () => Promise.resolve(), purse: noPurse });

it('reads what a server says: words with whole addresses, the warning before them, who from where, and nothing of who wants not to be found', async () => {
  platform.failNext({ answer: { status: 200, body: recording } });
  const { posts } = await ask({});
  expect(posts).toEqual([{
    id: 'https://social.example/users/ania/statuses/115000000000000001', platform: 'mastodon', text: 'meble\nKredens z #domlipowy już stoi, patrz https://www.domlipowy.pl/kredens-z-debu-naturalnego\n\nPolecam & pozdrawiam', url: 'https://social.example/@ania/115000000000000001',
    author: { handle: 'ania@social.example', name: 'Ania :tree:', followers: 321 }, publishedAt: '2026-11-20T10:00:00.000Z', editedAt: '2026-11-20T10:05:00.000Z', language: 'pl', likes: 3, shares: 1, replies: 2,
  }]);
});

it('knows the picture of a post, and none that its author hides', async () => {
  const [first] = recording;
  const media = [{ type: 'audio', preview_url: null }, { type: 'image', preview_url: 'https://files.example/small.jpg' }];
  platform.failNext({ answer: { status: 200, body: [{ ...first, uri: 'https://social.example/1', sensitive: false, media_attachments: media }, { ...first, uri: 'https://social.example/2', sensitive: true, media_attachments: media }, { ...first, uri: 'https://social.example/3', sensitive: false, media_attachments: [{ preview_url: 'javascript:alert(1)' }] }] } });
  expect((await ask({})).posts.map(({ picture }) => picture)).toEqual(['https://files.example/small.jpg', undefined, undefined]);
});

it('goes on after what it knows, and finds each of hundreds written meanwhile', async () => {
  for (let n = 0; n < 50; n += 1) platform.sim.toot('ania', `dawniej ${n} #domlipowy`);
  const first = await ask({});
  expect(first.posts).toHaveLength(40);
  for (let n = 0; n < 700; n += 1) platform.sim.toot('ewa', `teraz ${n} #DomLipowy`);
  const seen = new Set<string>();
  let { memory } = first;
  for (let more = true; more;) {
    const asked = await ask(memory);
    for (const { id, deleted } of asked.posts) if (deleted !== true) seen.add(id);
    memory = asked.memory;
    more = asked.againSeconds === 0;
  }
  expect([...platform.sim.statuses.slice(50)].every(({ uri }) => seen.has(uri))).toBe(true);
  expect(JSON.stringify(memory).length).toBeLessThan(60_000);
  expect(platform.violations).toEqual([]);
});

it('looks again at what it heard: edits come with the new words, what is gone or no more public is said to be deleted', async () => {
  const [one, two, three] = ['pierwszy', 'drugi', 'trzeci'].map((word) => platform.sim.toot('ania', `${word} #domlipowy`).externalId);
  const { memory } = await ask({});
  platform.sim.edit(one ?? '', 'zmieniony');
  platform.sim.remove(two ?? '');
  Object.assign(platform.sim.statuses.at(-1) ?? {}, { visibility: 'private' });
  const again = await ask(memory);
  const told = [...again.posts].sort((a, b) => a.id.localeCompare(b.id));
  expect(told.map(({ id, text, deleted }) => [id, deleted ?? text])).toEqual([[one, 'zmieniony'], [two, true], [three, true]]);
  expect(told[0]?.editedAt).toEqual(expect.any(String));
  // What is gone is not asked for any more.
  expect((await ask(again.memory)).posts.map(({ id }) => id)).not.toContain(two);
});

it('shows its token to a server that wants one, and says when it is refused', async () => {
  platform.sim.token = 'sesame';
  platform.sim.toot('ania', 'x #domlipowy');
  await expect(ask({})).rejects.toThrow('It does not let us in: the token or the account was refused.');
  expect((await ask({}, { token: 'sesame' })).posts).toHaveLength(1);
});

it('knows what a line says: posts, edits, deletions of what it told and of what was asked for, and nothing of who wants not to be found', async () => {
  const { tells } = mastodon;
  const { memory } = await (async () => { platform.sim.toot('ania', 'dawny #domlipowy'); return ask({}); })();
  const names = new Map<string, string>();
  const read = (event: string, payload: unknown) => tells?.read(JSON.stringify({ stream: ['hashtag', 'domlipowy'], event, payload: typeof payload === 'string' ? payload : JSON.stringify(payload) }), { settings: { url: platform.root }, memory, names });
  platform.sim.toot('ewa', 'nowy #domlipowy');
  platform.sim.toot('ola', 'ukryty #domlipowy', { noindex: true });
  const [old, fresh, shy] = platform.sim.statuses;
  expect(read('update', fresh)).toMatchObject([{ id: fresh?.uri, text: 'nowy #domlipowy', platform: 'mastodon' }]);
  expect(read('update', shy)).toEqual([]);
  expect(read('status.update', { ...fresh, visibility: 'private' })).toEqual([{ id: fresh?.uri, platform: 'mastodon', deleted: true }]);
  expect([read('delete', fresh?.id), read('delete', old?.id), read('delete', '42')]).toEqual([[{ id: fresh?.uri, platform: 'mastodon', deleted: true }], [{ id: old?.uri, platform: 'mastodon', deleted: true }], []]);
  for (const frame of ['', '[', '{"event":"update","payload":"{"}', '{"event":"update"}', '['.repeat(50_000), '{"event":"notification","payload":"{}"}']) expect(tells?.read(frame, { settings: { url: platform.root }, memory, names })).toEqual([]);
});

it('opens its line with the token in a header, and never in the clear where the server is asked under encryption', async () => {
  const { tells } = mastodon;
  platform.sim.token = 'sesame';
  const line = await tells?.line(new Site(axios.create()), { url: platform.root, terms: ['#Dom Lipowy', 'meble', '#meble'] }, 'sesame');
  expect(line).toMatchObject({ headers: { authorization: 'Bearer sesame' }, greetings: ['DomLipowy', 'meble'].map((tag) => JSON.stringify({ type: 'subscribe', stream: 'hashtag', tag })) });
  expect(line?.url.href).toBe(`${platform.root.replace('http', 'ws')}/api/v1/streaming`);
  const lying = { json: () => Promise.resolve({ configuration: { urls: { streaming: 'ws://elsewhere.example' } } }) } as unknown as Site; // all that is asked of it
  await expect(tells?.line(lying, { url: 'https://social.example', terms: ['a'] }, 'sesame')).rejects.toThrow('What answered is not what this network is known to say.');
});

it.each([['{"error": 1}'], ['['.repeat(50_000)], ['<html>']])('is not harmed by %.20s', async (body) => {
  platform.failNext({ answer: { status: 200, body } });
  await expect(ask({})).rejects.toThrow('What answered is not what this network is known to say.');
});
