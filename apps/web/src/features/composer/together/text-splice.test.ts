import { addedOnly, moved, spliceOf } from './text-splice';

const apply = (text: string, { at, remove, insert }: NonNullable<ReturnType<typeof spliceOf>>) => text.slice(0, at) + insert + text.slice(at + remove);

describe('the stretch in which two texts differ', () => {
  it.each([
    ['typing in the middle', 'Dear Ann', 'Dear Jo Ann', 8, { at: 5, remove: 0, insert: 'Jo ' }],
    ['deleting', 'Dear Anna', 'Dear A', 6, { at: 6, remove: 3, insert: '' }],
    ['replacing a word', 'one two three', 'one 2 three', 5, { at: 4, remove: 3, insert: '2' }],
    ['the same letter before its like', 'aa', 'aaa', 1, { at: 0, remove: 0, insert: 'a' }],
    ['the same letter between its like', 'aa', 'aaa', 2, { at: 1, remove: 0, insert: 'a' }],
    ['the same letter after its like', 'aa', 'aaa', 3, { at: 2, remove: 0, insert: 'a' }],
    ['a line in front of an equal one', 'x\nx\n', 'x\nx\nx\n', 2, { at: 0, remove: 0, insert: 'x\n' }],
    ['everything', 'abc', '', 0, { at: 0, remove: 3, insert: '' }],
  ])('is known for %s', (_, before, after, caret, splice) => {
    expect(spliceOf(before, after, caret)).toEqual(splice);
  });

  it('is none where nothing changed', () => { expect(spliceOf('a', 'a')).toBeNull(); });

  it('never cuts a character in two', () => {
    // The two faces share their first half, the two flags their last.
    expect(spliceOf('x😀y', 'x😁y', 3)).toEqual({ at: 1, remove: 2, insert: '😁' });
    expect(spliceOf('a\ud83d\ude00', 'a\ud83e\ude00', 3)).toEqual({ at: 1, remove: 2, insert: '\ud83e\ude00' });
    expect(spliceOf('😀', '😀😀', 2)).toEqual({ at: 0, remove: 0, insert: '😀' });
  });

  it('turns the one into the other, whatever they are and wherever the caret is', () => {
    const letters = ['a', 'b', '😀', '😁', '\n'];
    let state = 7;
    const roll = (sides: number) => (state = (state * 48_271) % 2_147_483_647) % sides;
    const text = () => Array.from({ length: roll(9) }, () => letters[roll(letters.length)]).join('');
    for (let round = 0; round < 3000; round += 1) {
      const [before, after] = [text(), text()];
      const splice = spliceOf(before, after, roll(after.length + 2));
      expect(splice === null ? before : apply(before, splice)).toBe(after);
      expect(splice?.insert ?? '').not.toMatch(/\p{Cs}/u);
    }
  });
});

describe('a place in the text', () => {
  it('moves with what a colleague writes and deletes before it, and stays for the rest', () => {
    expect(moved(5, [{ insert: 'abc' }])).toBe(8);
    expect(moved(5, [{ retain: 6 }, { insert: 'abc' }])).toBe(5);
    expect(moved(5, [{ retain: 2 }, { delete: 2 }])).toBe(3);
    expect(moved(5, [{ retain: 3 }, { delete: 10 }])).toBe(3);
    expect(moved(5, [{ retain: 1 }, { delete: 1 }, { retain: 1 }, { insert: 'xyz' }])).toBe(7);
  });

  it('stays before what is written at the very place, or goes behind it', () => {
    expect(moved(2, [{ retain: 2 }, { insert: 'x' }])).toBe(2);
    expect(moved(2, [{ retain: 2 }, { insert: 'x' }], false)).toBe(3);
  });
});

it('finds the words that were on their way when somebody sent', () => {
  expect(addedOnly('Dear Anna, it comes today.', 'Dear Anna, it comes today. Warmly, Jan')).toBe('Warmly, Jan');
  expect(addedOnly('Dear Anna', 'Dear Anna  ')).toBe('');
  expect(addedOnly('Dear Anna', 'Hello Ann')).toBe('');
});
