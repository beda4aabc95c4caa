import { partyOf } from './bluesky.party';
import type { Profile } from './bluesky.payloads';
import { facetsFor, readText } from './bluesky.text';

const marked = async (text: string, known: Record<string, string> = {}) => {
  const facets = await facetsFor(text, (handle) => Promise.resolve(known[handle]));
  const bytes = Buffer.from(text);
  return facets.map(({ index, features }) => [bytes.subarray(index.byteStart, index.byteEnd).toString(), features[0]?.uri ?? features[0]?.did ?? features[0]?.tag]);
};

describe('marking what can be pressed', () => {
  it('marks addresses by their bytes, without the full stop and the bracket around them', async () => {
    expect(await marked('żółć 🧾 https://shop.example/ż?a=b, (https://x.pl/wiki_(honey)) and https://y.pl.')).toEqual([
      ['https://shop.example/ż?a=b', 'https://shop.example/ż?a=b'], ['https://x.pl/wiki_(honey)', 'https://x.pl/wiki_(honey)'], ['https://y.pl', 'https://y.pl'],
    ]);
    expect(await marked('ask office@shop.example or xhttps://no.example')).toEqual([]);
  });

  it('marks only people who exist', async () => {
    expect(await marked('@Anna.bsky.social and @nobody.example, mail a@b.pl', { 'anna.bsky.social': 'did:plc:anna' })).toEqual([['@Anna.bsky.social', 'did:plc:anna']]);
  });

  it('marks tags, and no numbers', async () => {
    expect(await marked('#miód lipowy #1 #2024plan! #')).toEqual([['#miód', 'miód'], ['#2024plan', '2024plan']]);
  });

  it('is quick on hostile texts', async () => {
    const began = performance.now();
    await marked('@a.'.repeat(1_000) + '#'.repeat(3_000) + 'https://' + '('.repeat(3_000));
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

describe('reading marks', () => {
  it('leaves a text alone that has none, or only broken ones', () => {
    expect(readText('a', [])).toEqual({ text: 'a' });
    expect(readText('abc', [{ index: { byteStart: 2, byteEnd: 9 }, features: [{ $type: 'x', uri: 'https://x.pl' }] }])).toEqual({ text: 'abc' });
    expect(readText('abc', [{ index: { byteStart: 2, byteEnd: 1 }, features: [{ $type: 'x', uri: 'https://x.pl' }] }])).toEqual({ text: 'abc' });
  });
});

it.each([['2026-11-20T10:00:00.000Z', '2026-11-20T10:00:00.000Z'], [undefined, undefined], ['long ago', undefined]])('says since when an account is there, as far as the network does: %s', (said, since) => {
  expect(partyOf({ did: 'did:plc:ania', ...(said === undefined ? {} : { createdAt: said }) } satisfies Partial<Profile> as Profile, undefined).accountSince).toBe(since);
});
