import { buildContext } from '../conformance/builders';
import type { Delivery, Json } from '../contract';
import { inboundOf, answeredReview, replyIdOf, reviewIdOf } from './reviews.inbound';
import { pollReviews, reviewHistory, seenChangedAt, type Listed } from './reviews.poll';

const noon = new Date('2026-11-21T12:00:00Z');
const minutes = (count: number, from = noon) => new Date(from.getTime() + count * 60_000);
const settings = { pollEverySeconds: 300, deepEveryMinutes: 60, deepDays: 14, importDays: 2 };
const review = (id: string, at: Date, said = 'Good', reply = ''): Listed => ({ id, at, said, body: { id, said, reply } });

/** A platform that lists these, newest first, a few on a page; answers what one look brings, and how far it read. */
function lookAt(all: Listed[], cursor: Json | undefined, now: Date, perPage = 2) {
  const sorted = [...all].sort((one, other) => other.at.getTime() - one.at.getTime());
  const read = { pages: 0 };
  async function* list() {
    for (let at = 0; at < sorted.length; at += perPage) {
      read.pages += 1;
      yield await Promise.resolve(sorted.slice(at, at + perPage));
    }
  }
  return (async () => {
    const deliveries: Delivery[] = [];
    let last = cursor;
    for await (const page of pollReviews(buildContext(settings, { now: () => now, addedAt: noon }), cursor, list)) {
      deliveries.push(...page.deliveries);
      last = page.cursor;
    }
    return { ids: deliveries.map(({ body }) => (JSON.parse(body.toString()) as { id: string }).id), deliveries, cursor: last, pages: read.pages };
  })();
}

describe('looking at reviews', () => {
  it('begins with the last days, then brings only what is new, oldest first', async () => {
    const all = [review('a', minutes(-60)), review('b', minutes(-30)), review('old', minutes(-3 * 24 * 60))];
    const first = await lookAt(all, undefined, noon);
    // Each page as it comes; within it, as things were said.
    expect(first.ids).toEqual(['a', 'b']);
    const second = await lookAt([...all, review('c', minutes(3)), review('d', minutes(4))], first.cursor, minutes(5));
    expect(second.ids).toEqual(['c', 'd']);
  });

  it('reads no further than it must, but deep once an hour', async () => {
    const all = Array.from({ length: 20 }, (_, index) => review(String(index), minutes(-100 * index)));
    const first = await lookAt(all, undefined, noon);
    expect((await lookAt(all, first.cursor, minutes(5))).pages).toBe(1);
    expect((await lookAt(all, first.cursor, minutes(61))).pages).toBe(10);
  });

  it('finds an answer or a change of an older review with the deep look, and tells the one from the other', async () => {
    const first = await lookAt([review('a', minutes(-600)), review('b', minutes(-500)), review('c', minutes(-1))], undefined, noon);
    const changed = [review('a', minutes(-600), 'Bad'), review('b', minutes(-500), 'Good', 'Thanks'), review('c', minutes(-1))];
    const deep = await lookAt(changed, first.cursor, minutes(61), 10);
    expect(deep.ids).toEqual(['a', 'b']);
    expect(deep.deliveries.map((delivery) => seenChangedAt(delivery))).toEqual([minutes(61).toISOString(), undefined]);
    // And back again: the very same content as at first is still news.
    const back = await lookAt([review('a', minutes(-600)), ...changed.slice(1)], deep.cursor, minutes(125));
    expect(back.ids).toEqual(['a']);
    expect(back.deliveries[0]?.externalId).not.toBe(deep.deliveries[0]?.externalId);
  });

  it('is not led astray by a review from the future, nor by a cursor that is none', async () => {
    const first = await lookAt([review('future', minutes(5_000))], undefined, noon);
    expect((await lookAt([review('future', minutes(5_000)), review('now', minutes(1))], first.cursor, minutes(2))).ids).toEqual(['now']);
    expect((await lookAt([review('a', minutes(-1))], { seen: 7 }, noon)).ids).toEqual(['a']);
  });

  it('remembers the last thousand, and brings one that it forgot without calling it a change', async () => {
    const many = Array.from({ length: 1_050 }, (_, index) => review(`m${index}`, minutes(-index / 10)));
    const first = await lookAt(many, undefined, noon, 100);
    expect(first.ids).toHaveLength(1_050);
    const forgotten = await lookAt(many.map((one) => ({ ...one, said: 'Bad', body: { id: one.id, said: 'Bad', reply: '' } })), first.cursor, minutes(61), 100);
    expect(forgotten.ids).toHaveLength(1_050);
    const unremembered = forgotten.ids.filter((_, index) => seenChangedAt(forgotten.deliveries[index] as Delivery) === undefined);
    expect(unremembered.sort()).toEqual(many.slice(1_000).map(({ id }) => id).sort());
    expect(JSON.stringify(first.cursor).length).toBeLessThan(64 * 1024);
  });

  it('holds in history what is there since then', async () => {
    async function* list() { yield await Promise.resolve([review('a', minutes(0)), review('b', minutes(-10))]); yield [review('c', minutes(-20))]; }
    const held: number[] = [];
    for await (const page of reviewHistory(list, minutes(-5))) held.push(page.length);
    expect(held).toEqual([1]);
  });
});

describe('answers', () => {
  it('are known again however the lines break, and lead back to their review', () => {
    const id = replyIdOf('gp:1#x', 'Thank  you,\nAnna ');
    expect(id).toBe(replyIdOf('gp:1#x', 'Thank you, Anna'));
    expect(id).not.toBe(replyIdOf('gp:1#x', 'Thank you Anna'));
    expect(reviewIdOf(id)).toBe('gp:1#x');
    expect(reviewIdOf('gp:1')).toBe('gp:1');
  });

  it('go to the review that is answered, also when an answer of ours or nothing is named', () => {
    const to = { id: 'author' };
    expect(answeredReview({ to, replyToExternalId: 'r-1' })).toBe('r-1');
    expect(answeredReview({ to, replyToExternalId: replyIdOf('r-1', 'Thanks') })).toBe('r-1');
    expect(answeredReview({ to, postExternalId: 'app/1', threadKey: 'app/1:gp:7' })).toBe('gp:7');
    expect(answeredReview({ to })).toBe('author');
  });

  it('that are empty are none', () => {
    const said = { id: 'r', author: {}, stars: 5, text: 'Good', at: noon.toISOString(), post: { externalId: 'p', kind: 'app' as const }, reply: { text: ' ', at: noon.toISOString(), from: { id: 'p' } } };
    expect(inboundOf(said).map(({ kind }) => kind)).toEqual(['message', 'edit']);
  });
});
