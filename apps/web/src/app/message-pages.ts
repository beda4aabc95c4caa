import type { InfiniteData } from '@tanstack/react-query';
import type { MessagePage, MessageView } from '@kontuar/contract';

/** Where a page was asked from; `{}` is the newest page. */
export interface MessageCursor { before?: number; after?: number }
/** Cached pages of one conversation, oldest page first; messages within a page by seq. */
export type MessagePages = InfiniteData<MessagePage, MessageCursor>;

export type Merged =
  | { outcome: 'merged'; pages: MessagePages }
  /** Nothing to do: the cache holds this version, or the message lies outside of what is loaded. */
  | { outcome: 'same' }
  /** Messages between the cache and this one are missing: refetch. */
  | { outcome: 'gap' };

export const emptyPages: MessagePages = { pages: [{ items: [], hasBefore: false, hasAfter: false }], pageParams: [{}] };

export function loadedMessages(pages: Pick<MessagePages, 'pages'> | undefined): MessageView[] {
  return pages ? pages.pages.flatMap((page) => page.items) : [];
}

/** Puts a new or changed message where its seq says. A message is known by its id; the seq of a conversation has no gaps. */
export function mergeMessage(pages: MessagePages, message: MessageView): Merged {
  for (const [index, page] of pages.pages.entries()) {
    const at = page.items.findIndex((item) => item.id === message.id);
    if (at >= 0) return { outcome: 'merged', pages: withPage(pages, index, { ...page, items: page.items.with(at, message) }) };
  }
  const lastIndex = pages.pages.length - 1;
  const last = pages.pages[lastIndex];
  if (!last) return { outcome: 'gap' };
  const loaded = loadedMessages(pages);
  const newest = loaded.at(-1);
  const oldest = loaded[0];
  if (!newest || !oldest) {
    if (last.hasAfter || last.hasBefore || message.seq !== 1) return { outcome: 'gap' };
    return { outcome: 'merged', pages: withPage(pages, lastIndex, { ...last, items: [message] }) };
  }
  if (message.seq > newest.seq) {
    if (last.hasAfter) return { outcome: 'same' };
    if (message.seq > newest.seq + 1) return { outcome: 'gap' };
    return { outcome: 'merged', pages: withPage(pages, lastIndex, { ...last, items: [...last.items, message] }) };
  }
  if (message.seq < oldest.seq) return { outcome: 'same' };
  // Inside of what is loaded, yet unknown: the page was read while this one was being written.
  const index = pages.pages.findIndex((page) => (page.items.at(-1)?.seq ?? 0) > message.seq);
  const page = pages.pages[index];
  if (!page) return { outcome: 'gap' };
  const items = [...page.items, message].sort((a, b) => a.seq - b.seq);
  return { outcome: 'merged', pages: withPage(pages, index, { ...page, items }) };
}

/** An undone message leaves without a trace: it never left the house. */
export function dropMessage(pages: MessagePages, messageId: string): MessagePages {
  return { ...pages, pages: pages.pages.map((page) => ({ ...page, items: page.items.filter((item) => item.id !== messageId) })) };
}

/** For getPreviousPageParam: messages older than the oldest loaded one. */
export function olderCursor(page: MessagePage): MessageCursor | undefined {
  const oldest = page.items[0];
  return page.hasBefore && oldest ? { before: oldest.seq } : undefined;
}

/** For getNextPageParam: messages newer than the newest loaded one. */
export function newerCursor(page: MessagePage): MessageCursor | undefined {
  const newest = page.items.at(-1);
  return page.hasAfter && newest ? { after: newest.seq } : undefined;
}

function withPage(pages: MessagePages, index: number, page: MessagePage): MessagePages {
  return { ...pages, pages: pages.pages.with(index, page) };
}
