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

  it('is the private one for words that were begun elsewhere, where nobody knows for whom', () => {
    expect(chosenSide([open, quiet], 'unknown')).toBe(quiet);
    expect(chosenSide([open, { ...quiet, way: 'reply-used' }], 'unknown')).toBe(open);
    expect(chosenSide([open], 'unknown')).toBe(open);
  });

  it('falls back to what there is', () => {
    expect(chosenSide([open], 'private')).toBe(open);
    expect(chosenSide([], 'public')).toMatchObject({ side: 'private' });
  });
});
