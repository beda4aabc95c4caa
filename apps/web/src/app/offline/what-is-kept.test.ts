import { kindOf, superfluous, trimmed, type Entry } from './what-is-kept';

const day = 86_400_000;
const page = (seq: number, hasAfter = false) => ({ items: [{ seq }], hasBefore: true, hasAfter });

describe('what is kept for reading without a line', () => {
  it('is what screens are drawn from, and nothing that is true only now', () => {
    expect([['me'], ['conversations', 'counts'], ['conversations', 'list', { view: 'mine' }], ['messages', 'c1'], ['contact', 'p1', 'timeline']].map((key) => kindOf(key)?.kind)).toEqual(['frame', 'frame', 'list', 'conversation', 'contact']);
    expect([['watchers', 'c1'], ['visitor-typing', 'c1'], ['sweep', 's'], ['tokens'], [4], []].map(kindOf)).toEqual([null, null, null, null, null, null]);
  });

  it('are the first pages of a list and the newest of a conversation', () => {
    const list = trimmed(['conversations', 'list', {}], { pages: [1, 2, 3], pageParams: [null, 'a', 'b'] });
    expect(list).toEqual({ pages: [1, 2], pageParams: [null, 'a'] });
    const thread = trimmed(['messages', 'c1'], { pages: [page(1), page(2), page(3)], pageParams: [{ before: 2 }, { before: 3 }, {}] });
    expect(thread).toEqual({ pages: [page(2), page(3)], pageParams: [{ before: 3 }, {}] });
  });

  it('leaves the newest messages in place while somebody reads far back', () => {
    expect(trimmed(['messages', 'c1'], { pages: [page(1, true)], pageParams: [{ before: 2 }] })).toBeUndefined();
  });

  it('forgets whole conversations, those first that were not looked at for longest', () => {
    const entries: Entry[] = Array.from({ length: 90 }, (_, index) => ['conversation', 'messages'].map((part): Entry => ({ hash: `${part}-${index}`, group: `c${index}`, kind: 'conversation', used: part === 'messages' ? index : 0 }))).flat();
    const gone = superfluous(entries, 100);
    expect(gone).toHaveLength(20);
    expect(new Set(gone)).toEqual(new Set(Array.from({ length: 10 }, (_, index) => [`conversation-${index}`, `messages-${index}`]).flat()));
  });

  it('keeps nothing for longer than a week', () => {
    expect(superfluous([{ hash: 'me', group: 'me', kind: 'frame', used: 0 }, { hash: 'labels', group: 'labels', kind: 'frame', used: 2 * day }], 8 * day)).toEqual(['me']);
  });
});
