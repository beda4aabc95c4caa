import { infiniteQueryOptions, useInfiniteQuery, useMutation, usePrefetchInfiniteQuery, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { ActInput, MessageActKind, MessagePage, MessageView, Posted } from '@kontuar/contract';
import { cachedConversation, takeConversation } from '../../app/acts/cached';
import { ApiProblem, request } from '../../app/client';
import { conversationQuery } from '../../app/directory';
import { dropMessage, loadedMessages, mergeMessage, newerCursor, olderCursor, type MessageCursor, type MessagePages } from '../../app/message-pages';
import { queryKeys } from '../../app/query-keys';

/** Messages a page; and how many pages stay in memory while somebody reads far back. */
const pageSize = 30;
const pagesKept = 20;

function fetchPage(conversationId: string, cursor: MessageCursor, signal?: AbortSignal): Promise<MessagePage> {
  return request<MessagePage>('GET', `/conversations/${conversationId}/messages`, undefined, { query: { ...cursor, limit: pageSize }, ...(signal ? { signal } : {}) });
}

/** The page in whose middle a message stands. */
const around = (seq: number): MessageCursor => ({ before: seq + Math.floor(pageSize / 2) });

/** `aroundSeq`: when nothing is loaded yet, begin there instead of at the newest page. */
function messagesQuery(conversationId: string, aroundSeq: number | undefined) {
  return infiniteQueryOptions({
    queryKey: queryKeys.messages(conversationId),
    queryFn: ({ pageParam, signal }) => fetchPage(conversationId, pageParam, signal),
    initialPageParam: aroundSeq === undefined ? ({} as MessageCursor) : around(aroundSeq),
    getPreviousPageParam: olderCursor,
    getNextPageParam: newerCursor,
    maxPages: pagesKept,
    // The line keeps them true, and who comes back after it was lost is told what was missed.
    staleTime: 60_000,
  });
}

export function useMessages(conversationId: string, aroundSeq?: number) {
  return useInfiniteQuery(messagesQuery(conversationId, aroundSeq));
}

/** What a list knows of it stands until it is asked for by itself; its messages are asked for in the same moment, whatever is known. */
export function useConversation(conversationId: string, aroundSeq?: number) {
  usePrefetchInfiniteQuery(messagesQuery(conversationId, aroundSeq));
  return useQuery({ ...conversationQuery(conversationId), placeholderData: () => cachedConversation(conversationId) });
}

/** Lets go of everything that was loaded and shows the newest page, without a blank screen in between. */
export async function showNewest(client: QueryClient, conversationId: string): Promise<void> {
  const page = await fetchPage(conversationId, {});
  // An answer on its way would put its own pages back.
  await client.cancelQueries({ queryKey: queryKeys.messages(conversationId) });
  client.setQueryData<MessagePages>(queryKeys.messages(conversationId), { pages: [page], pageParams: [{}] });
}

/** The page around one message, for a link or a search hit that points far back. */
export async function showAround(client: QueryClient, conversationId: string, seq: number): Promise<void> {
  const page = await fetchPage(conversationId, around(seq));
  await client.cancelQueries({ queryKey: queryKeys.messages(conversationId) });
  client.setQueryData<MessagePages>(queryKeys.messages(conversationId), { pages: [page], pageParams: [around(seq)] });
}

export function sendRead(conversationId: string, seq: number): Promise<void> {
  return request<void>('PUT', `/conversations/${conversationId}/read`, { seq });
}

function putMessage(client: QueryClient, message: MessageView): void {
  const key = queryKeys.messages(message.conversationId);
  const pages = client.getQueryData<MessagePages>(key);
  if (!pages) return;
  const merged = mergeMessage(pages, message);
  if (merged.outcome === 'merged') client.setQueryData(key, merged.pages);
  else if (merged.outcome === 'gap') void client.invalidateQueries({ queryKey: key });
}

/** Some of these routes answer with the message alone, some with its conversation beside it. */
function take(client: QueryClient, answer: Posted | MessageView | undefined): void {
  if (!answer) return;
  putMessage(client, 'message' in answer ? answer.message : answer);
  if ('conversation' in answer) takeConversation(answer.conversation);
}

export function useMessageActs(conversationId: string) {
  const client = useQueryClient();
  const refetch = () => client.invalidateQueries({ queryKey: queryKeys.messages(conversationId) });
  const knownMessage = (id: string) => loadedMessages(client.getQueryData<MessagePages>(queryKeys.messages(conversationId))).find((message) => message.id === id);
  const retry = useMutation({
    mutationFn: ({ message, confirm }: { message: MessageView; confirm: boolean }) => request<Posted | MessageView>('POST', `/messages/${message.id}/retry`, { confirm }),
    // The feed may be quicker than the answer to our own request: what has failed once more by then looks as it did before, so it is asked for.
    onSuccess: (answer) => {
      take(client, answer);
      void refetch();
    },
    onError: refetch,
  });
  const sendNow = useMutation({
    mutationFn: (message: MessageView) => request<Posted | MessageView>('POST', `/messages/${message.id}/send-now`),
    onSuccess: (answer, { id }) => {
      // Here too the feed may be quicker, and what it says has left stays so.
      if (knownMessage(id)?.status === 'queued') take(client, answer);
    },
    onError: refetch,
  });
  /** True: it had not left and is gone. False: too late. */
  const undo = useMutation({
    mutationFn: async (message: MessageView) => {
      try {
        await request<unknown>('DELETE', `/messages/${message.id}`);
        return true;
      } catch (error) {
        if (error instanceof ApiProblem && (error.status === 409 || error.status === 410)) return false;
        throw error;
      }
    },
    onSuccess: (undone, message) => {
      const key = queryKeys.messages(conversationId);
      if (undone) client.setQueryData<MessagePages>(key, (pages) => pages && dropMessage(pages, message.id));
      void refetch();
    },
  });
  /** For channels on which what was sent can still be taken from the customer's screen. */
  const remove = useMutation({
    mutationFn: (message: MessageView) => request<unknown>('DELETE', `/messages/${message.id}`),
    onSettled: refetch,
  });
  const fetchFiles = useMutation({
    mutationFn: (message: MessageView) => request<MessageView>('POST', `/messages/${message.id}/fetch-files`),
    onSuccess: (answer) => putMessage(client, answer),
    onError: refetch,
  });
  /** Shown as under way at once; the platform's answer comes with the feed. */
  const showPending = (message: MessageView, kind: MessageActKind) =>
    putMessage(client, { ...message, moderation: { hidden: false, liked: false, ...message.moderation, pending: kind, failure: null } });
  /** The feed may be quicker than the answer to our own request, which only says that it is under way. */
  const takeAsked = (answer: Posted, kind: MessageActKind) => {
    const known = knownMessage(answer.message.id);
    if (known !== undefined && known.moderation?.pending !== kind) takeConversation(answer.conversation);
    else take(client, answer);
  };
  const act = useMutation({
    mutationFn: ({ message, kind }: { message: MessageView; kind: ActInput['kind'] }) => request<Posted>('POST', `/messages/${message.id}/acts`, { kind }),
    onMutate: ({ message, kind }) => showPending(message, kind),
    onSuccess: (answer, { kind }) => takeAsked(answer, kind),
    onError: refetch,
  });
  const edit = useMutation({
    mutationFn: ({ message, text }: { message: MessageView; text: string }) => request<Posted>('PATCH', `/messages/${message.id}`, { text }),
    onMutate: ({ message }) => showPending(message, 'edit'),
    onSuccess: (answer) => takeAsked(answer, 'edit'),
    onError: refetch,
  });
  return { retry, sendNow, undo, remove, fetchFiles, act, edit };
}
