import type { MessagePage, MessageView } from '@kontuar/contract';
import { dropMessage, emptyPages, loadedMessages, mergeMessage, newerCursor, olderCursor, type MessagePages } from './message-pages';

const buildMessage = (seq: number, text = ''): MessageView => ({ id: `m${seq}`, seq, text }) as MessageView;

function buildPages(...pages: { seqs: number[]; hasBefore?: boolean; hasAfter?: boolean }[]): MessagePages {
  const built: MessagePage[] = pages.map(({ seqs, hasBefore = false, hasAfter = false }) => ({ items: seqs.map((seq) => buildMessage(seq)), hasBefore, hasAfter }));
  return { pages: built, pageParams: built.map(() => ({})) };
}

function merge(pages: MessagePages, message: MessageView): number[] | string {
  const merged = mergeMessage(pages, message);
  return merged.outcome === 'merged' ? loadedMessages(merged.pages).map(({ seq }) => seq) : merged.outcome;
}

describe('messages entering the cache', () => {
  it('follow the newest one', () => {
    expect(merge(buildPages({ seqs: [1, 2] }, { seqs: [3] }), buildMessage(4))).toEqual([1, 2, 3, 4]);
    expect(merge(emptyPages, buildMessage(1))).toEqual([1]);
  });

  it('replace an earlier version in its place, whichever page it is on', () => {
    const merged = mergeMessage(buildPages({ seqs: [1, 2] }, { seqs: [3] }), buildMessage(2, 'edited'));
    expect(merged.outcome === 'merged' && loadedMessages(merged.pages).map(({ seq, text }) => `${seq}${text}`)).toEqual(['1', '2edited', '3']);
  });

  it('fill a hole that a page left, in order', () => {
    expect(merge(buildPages({ seqs: [1, 2] }, { seqs: [4, 5] }), buildMessage(3))).toEqual([1, 2, 3, 4, 5]);
  });

  it('ask for a refetch when some are missing before them', () => {
    expect(merge(buildPages({ seqs: [1, 2] }), buildMessage(4))).toBe('gap');
    expect(merge(emptyPages, buildMessage(7))).toBe('gap');
  });

  it('stay out while they lie beyond what is loaded', () => {
    expect(merge(buildPages({ seqs: [5, 6], hasBefore: true }), buildMessage(2))).toBe('same');
    expect(merge(buildPages({ seqs: [5, 6], hasAfter: true }), buildMessage(40))).toBe('same');
  });

  it('leave when they are undone', () => {
    expect(loadedMessages(dropMessage(buildPages({ seqs: [1, 2] }), 'm2')).map(({ seq }) => seq)).toEqual([1]);
  });

  it('tell where the next page starts on either side', () => {
    const [page] = buildPages({ seqs: [5, 6], hasBefore: true, hasAfter: true }).pages;
    expect(page && [olderCursor(page), newerCursor(page)]).toEqual([{ before: 5 }, { after: 6 }]);
    const [whole] = buildPages({ seqs: [1] }).pages;
    expect(whole && [olderCursor(whole), newerCursor(whole)]).toEqual([undefined, undefined]);
  });
});
