import type { Side } from '../../app/sides';
import { chosenSide } from './use-side';

const open: Side = { side: 'public', way: 'free', until: null };
const quiet: Side = { side: 'private', way: 'private-reply', until: null };

describe('the side that is answered', () => {
  it('is the one on which the customer spoke last, unless somebody chose', () => {
    expect(chosenSide([open, quiet], null)).toBe(open);
    expect(chosenSide([open, quiet], 'private')).toBe(quiet);
    expect(chosenSide([quiet, open], null)).toBe(quiet);
  });

  it('is the private one for words that were begun where nobody said for whom', () => {
    expect(chosenSide([open, quiet], 'unknown')).toBe(quiet);
    expect(chosenSide([open, { ...quiet, way: 'reply-used' }], 'unknown')).toMatchObject({ side: 'private', way: 'reply-used' });
    expect(chosenSide([open], 'unknown')).toBe(open);
  });

  it('stays private for words that were meant for one person, though the private way is gone', () => {
    expect(chosenSide([open], 'private')).toEqual({ side: 'private', way: 'closed', until: null });
  });

  it('falls back to what there is', () => {
    expect(chosenSide([quiet], 'public')).toBe(quiet);
    expect(chosenSide([], 'public')).toMatchObject({ side: 'private' });
  });
});
