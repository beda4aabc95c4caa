import type { InfiniteData } from '@tanstack/react-query';
import type { ConversationView, MatchContext, Page } from '@kontuar/contract';
import { belongs, compareRows, type ListFilter } from './membership';

export type ConversationPages = InfiniteData<Page<ConversationView>, string | null>;
export type Placed = { pages: ConversationPages; refetch: boolean };

export function loadedRows(pages: { pages: readonly Page<ConversationView>[] } | undefined): ConversationView[] {
  return pages ? pages.pages.flatMap((page) => page.items) : [];
}

/** Moves, changes, adds or removes one conversation in a loaded list. Returns the same `pages` when nothing changes. */
export function place(pages: ConversationPages, conversation: ConversationView, filter: ListFilter, memberId: string, context?: () => MatchContext): Placed {
  const rows = loadedRows(pages);
  const present = rows.find((row) => row.id === conversation.id);
  if (present && present.version >= conversation.version) return { pages, refetch: false };
  const verdict = belongs(conversation, filter, memberId, context);
  if (verdict === 'no') return { pages: present ? without(pages, conversation.id) : pages, refetch: false };
  if (verdict === 'unknown' && (!present || filter.filter !== undefined)) return { pages, refetch: true };
  const compare = compareRows(filter.sort);
  if (present) {
    const index = rows.indexOf(present);
    const before = rows[index - 1];
    const after = rows[index + 1];
    const stays = (!before || compare(before, conversation) < 0) && (!after || compare(conversation, after) < 0);
    if (stays && (after || !hasMore(pages))) return { pages: mapItems(pages, (row) => (row.id === conversation.id ? conversation : row)), refetch: false };
  }
  const rest = present ? without(pages, conversation.id) : pages;
  return { pages: insert(rest, conversation, compare), refetch: false };
}

export function without(pages: ConversationPages, conversationId: string): ConversationPages {
  if (!loadedRows(pages).some((row) => row.id === conversationId)) return pages;
  return { ...pages, pages: pages.pages.map((page) => (page.items.some((row) => row.id === conversationId) ? { ...page, items: page.items.filter((row) => row.id !== conversationId) } : page)) };
}

function insert(pages: ConversationPages, conversation: ConversationView, compare: (a: ConversationView, b: ConversationView) => number): ConversationPages {
  for (const [index, page] of pages.pages.entries()) {
    const at = page.items.findIndex((row) => compare(conversation, row) < 0);
    if (at >= 0) return { ...pages, pages: pages.pages.with(index, { ...page, items: page.items.toSpliced(at, 0, conversation) }) };
  }
  // Behind everything that is loaded: it comes with the next page, unless there is none.
  const last = pages.pages.length - 1;
  const page = pages.pages[last];
  if (!page || page.nextCursor !== null) return pages;
  return { ...pages, pages: pages.pages.with(last, { ...page, items: [...page.items, conversation] }) };
}

function hasMore(pages: ConversationPages): boolean {
  return pages.pages.at(-1)?.nextCursor != null;
}

function mapItems(pages: ConversationPages, change: (row: ConversationView) => ConversationView): ConversationPages {
  return { ...pages, pages: pages.pages.map((page) => ({ ...page, items: page.items.map(change) })) };
}
