import { queryOptions, type QueryClient } from '@tanstack/react-query';
import type { BoardBy, BoardColumn, BoardCount, BoardDay, BoardPreview, BoardView, ConversationView, Page } from '@kontuar/contract';
import { request, type Query } from '../../app/client';
import { queryClient } from '../../app/query-client';
import { queryKeys } from '../../app/query-keys';
import { live } from '../../realtime/live';
import { loadedRows, place, type ConversationPages } from '../../realtime/lists';
import type { ListFilter } from '../../realtime/membership';

export const UNASSIGNED = 'unassigned';
const rowsAPage = 25;

/** A column is a list as those of the inbox are: events of the line move its rows. */
export function filterOfColumn(by: BoardBy, key: string): ListFilter {
  if (key === UNASSIGNED) return { view: 'unassigned', sort: 'waiting' };
  const of = { members: 'assigneeId', teams: 'teamId', channels: 'channelId' } as const;
  return { view: 'all', [of[by]]: key, sort: 'waiting' };
}
export const columnKey = (by: BoardBy, key: string) => queryKeys.conversationList(filterOfColumn(by, key));

const none: readonly ConversationView[] = [];
const pagesOf = (by: BoardBy, key: string) => queryClient.getQueryData<ConversationPages>(columnKey(by, key));
/** For keys and hands, which look at all columns at once, when they are pressed. */
export function rowsOf(by: BoardBy, key: string): readonly ConversationView[] {
  const data = pagesOf(by, key);
  return data === undefined ? none : loadedRows(data);
}
export const hasMoreOf = (by: BoardBy, key: string): boolean => pagesOf(by, key)?.pages.at(-1)?.nextCursor != null;

/** All columns come in one answer, and each is then kept under its own name. What moved while the answer was on its way is put where it belongs now. */
export const boardQuery = (client: QueryClient, memberId: string, by: BoardBy) => queryOptions({
  queryKey: queryKeys.boardRows(by),
  queryFn: async ({ signal }) => {
    const heard = new Map<string, ConversationView>();
    const silent = live.current()?.hear((conversation) => heard.set(conversation.id, conversation));
    try {
      const { columns, watching, round, figures } = await request<BoardView>('GET', '/board', undefined, { signal, query: { by } });
      for (const column of columns) take(client, memberId, by, column, heard);
      for (const { conversationId, watchers } of watching) client.setQueryData(queryKeys.watchers(conversationId), watchers.filter((each) => each.memberId !== memberId));
      client.setQueryData<BoardCount>(queryKeys.boardFigures, (known) => (known !== undefined && known.round > round ? known : { round, figures }));
      return { keys: columns.map(({ key }) => key) };
    } finally {
      silent?.();
    }
  },
  staleTime: 60_000,
});

function take(client: QueryClient, memberId: string, by: BoardBy, { key, rows }: BoardColumn, heard: ReadonlyMap<string, ConversationView>): void {
  let pages: ConversationPages = { pages: [rows], pageParams: [null] };
  for (const conversation of heard.values()) pages = place(pages, conversation, filterOfColumn(by, key), memberId).pages;
  client.setQueryData(columnKey(by, key), pages);
}

/** What one act takes at most. */
const MOST_AT_ONCE = 500;

/** Everything of one column, also what was not scrolled to yet: so that all of somebody's work is all of it. */
export async function everyIdOf(client: QueryClient, memberId: string, by: BoardBy, key: string): Promise<string[]> {
  const rows = () => rowsOf(by, key);
  for (let left = MOST_AT_ONCE; left > 0 && rows().length < MOST_AT_ONCE && hasMoreOf(by, key); left -= 100) await moreOf(client, memberId, by, key, 100);
  return rows().slice(0, MOST_AT_ONCE).map(({ id }) => id);
}

/** The next rows of one column, behind those that are there. */
export async function moreOf(client: QueryClient, memberId: string, by: BoardBy, key: string, limit = rowsAPage): Promise<void> {
  const name = columnKey(by, key);
  const before = client.getQueryData<ConversationPages>(name);
  const cursor = before?.pages.at(-1)?.nextCursor ?? null;
  if (before === undefined || cursor === null) return;
  const heard = new Map<string, ConversationView>();
  const silent = live.current()?.hear((conversation) => heard.set(conversation.id, conversation));
  try {
    const filter = filterOfColumn(by, key);
    const page = await request<Page<ConversationView>>('GET', '/conversations', undefined, { query: { ...(filter as Query), limit, cursor } });
    client.setQueryData<ConversationPages>(name, (now) => {
      // Somebody else's answer took the place of what we went on from.
      if (now === undefined || now.pages.at(-1)?.nextCursor !== cursor) return now;
      const known = new Set(now.pages.flatMap(({ items }) => items.map(({ id }) => id)));
      let pages: ConversationPages = { pages: [...now.pages, { ...page, items: page.items.filter(({ id }) => !known.has(id)) }], pageParams: [...now.pageParams, cursor] };
      for (const conversation of heard.values()) pages = place(pages, conversation, filter, memberId).pages;
      return pages;
    });
  } finally {
    silent?.();
  }
}

export const figuresQuery = queryOptions({ queryKey: queryKeys.boardFigures, queryFn: ({ signal }) => request<BoardCount>('GET', '/board/figures', undefined, { signal }), staleTime: 60_000 });

/** A chart redraws at most so often; the figures beside it are live. */
const dayEveryMs = 15_000;
export const dayQuery = queryOptions({ queryKey: queryKeys.boardDay, queryFn: ({ signal }) => request<BoardDay>('GET', '/board/day', undefined, { signal }), staleTime: dayEveryMs, refetchInterval: dayEveryMs });

/** What it would come to for each if they got all of these. True for a moment: it is asked anew when the hand is still at it after that. */
export const previewQuery = (ids: readonly string[], spread = false) => queryOptions({
  queryKey: [...queryKeys.boardPreview(ids), spread],
  queryFn: ({ signal }) => request<BoardPreview>('POST', '/board/moves/preview', { what: { kind: 'these', conversations: ids.map((id) => ({ id })) }, ...(spread ? { to: { kind: 'spread' } } : {}) }, { signal }),
  enabled: ids.length > 0 && ids.length <= 500, staleTime: 3000, gcTime: 20_000,
});
