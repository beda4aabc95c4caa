import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useMemo, useSyncExternalStore } from 'react';
import type { Held, Posted, PostedOrHeld } from '@kontuar/contract';
import { takeConversation } from '../acts/cached';
import { waitingActs, whenRepliesWait } from '../acts/use-waiting-acts';
import { ApiProblem, request } from '../client';
import { useMe } from '../me';
import { dropMessage, loadedMessages, mergeMessage, type MessagePages } from '../message-pages';
import { queryKeys } from '../query-keys';
import { attemptOf } from './attempt';
import { browserStorage } from './browser-storage';
import { Outbox, type OutboxEntry } from './outbox';

export { browserStorage };

let opened: { memberId: string; outbox: Outbox } | null = null;
/** What this window sent, by client id, so that it can be undone after its conversation was left. */
const sent = new Map<string, ({ messageId: string } | { plannedId: string }) & { conversationId: string }>();

/** Whose answer the server has not given yet, by client id. */
const underWay = new Map<string, Promise<unknown>>();

/** Told when an answer of ours waits for somebody's yes. */
const heldListeners = new Set<(held: Held) => void>();
export function onHeld(tell: (held: Held) => void): () => void {
  heldListeners.add(tell);
  return () => void heldListeners.delete(tell);
}

/** One outbox for the whole window, so that a reply keeps leaving after its conversation was closed. */
export function useOutbox(): Outbox {
  const client = useQueryClient();
  const memberId = useMe().member.id;
  if (opened?.memberId !== memberId) opened = { memberId, outbox: open(memberId, client) };
  return opened.outbox;
}

export function useUnsent(conversationId: string): readonly OutboxEntry[] {
  const outbox = useOutbox();
  const all = useSyncExternalStore(outbox.subscribe, outbox.snapshot);
  return useMemo(() => all.filter((entry) => entry.conversationId === conversationId), [all, conversationId]);
}

function open(memberId: string, client: QueryClient): Outbox {
  const outbox: Outbox = new Outbox(memberId, {
    post: async (entry) => {
      try {
        // What was done before it was written goes first.
        const writtenAt = Date.parse(entry.createdAt);
        if (waitingActs()?.hasBefore(entry.conversationId, writtenAt) === true) await waitingActs()?.flush();
        if (waitingActs()?.hasBefore(entry.conversationId, writtenAt) === true) return { outcome: 'later' };
        const answer = request<PostedOrHeld>('POST', `/conversations/${entry.conversationId}/messages`, entry.input, { idempotencyKey: entry.clientId });
        underWay.set(entry.clientId, answer.catch(() => undefined));
        return { outcome: 'accepted', posted: await answer };
      } catch (error) {
        return attemptOf(error);
      } finally {
        underWay.delete(entry.clientId);
      }
    },
    accepted: (posted) => {
      // It waits: for its time, or for somebody's yes.
      if ('planned' in posted) {
        const { planned, conversation } = posted;
        if (planned.clientId !== null) sent.set(planned.clientId, { plannedId: planned.id, conversationId: conversation.id });
        takeConversation(conversation);
        void client.invalidateQueries({ queryKey: queryKeys.planned(conversation.id) });
        if (planned.state === 'awaiting') heldListeners.forEach((tell) => tell(posted));
        return;
      }
      waitingActs()?.moved(posted.conversation);
      if (posted.message.clientId !== null) sent.set(posted.message.clientId, { messageId: posted.message.id, conversationId: posted.message.conversationId });
      enterCache(client, posted);
    },
    storage: browserStorage(),
    now: () => Date.now(),
    wait: (ms, act) => {
      const timer = setTimeout(act, ms);
      return () => clearTimeout(timer);
    },
  });
  // Listeners last as long as the page; an outbox of somebody who signed out finds nothing of its own to send.
  addEventListener('online', () => { if (opened?.outbox === outbox) outbox.hurry(); });
  whenRepliesWait((conversationId, at) => {
    const before = outbox.snapshot().filter((entry) => entry.conversationId === conversationId && Date.parse(entry.createdAt) < at);
    if (before.some(({ state }) => state === 'stale' || state === 'refused')) return 'held';
    return before.length > 0 ? 'waiting' : 'none';
  });
  setTimeout(() => outbox.flush(), 0);
  return outbox;
}

/** The line stands again: what waits leaves now, replies and acts in the order in which they were done. */
export async function sendWhatWaits(): Promise<void> {
  opened?.outbox.hurry();
  await waitingActs()?.flush();
  if (opened === null) return;
  // Acts that stand behind a reply go when it has gone.
  const { outbox } = opened;
  const off = outbox.subscribe(() => {
    void waitingActs()?.flush();
    if (outbox.snapshot().every(({ state }) => state === 'stale' || state === 'refused')) off();
  });
}

/** All that has not left, of every conversation. */
export function useOutboxEntries(): readonly OutboxEntry[] {
  const outbox = useOutbox();
  return useSyncExternalStore(outbox.subscribe, outbox.snapshot);
}

/** How much has not left this browser. */
export const unsentCount = (): number => (opened?.outbox.snapshot().length ?? 0) + (waitingActs()?.snapshot().length ?? 0);

/** The answer to our own POST. The feed may be quicker, and then knows more: that a refused answer has failed already. */
export function enterCache(client: QueryClient, { message, conversation }: Posted): void {
  const key = queryKeys.messages(message.conversationId);
  const pages = client.getQueryData<MessagePages>(key);
  if (pages && !loadedMessages(pages).some(({ id }) => id === message.id)) {
    const merged = mergeMessage(pages, message);
    if (merged.outcome === 'merged') client.setQueryData(key, merged.pages);
    else if (merged.outcome === 'gap') void client.invalidateQueries({ queryKey: key });
  }
  takeConversation(conversation);
}

/** True when it had not left and is gone. On its way to the server it can be neither taken out nor named there: a moment later it is one or the other. */
export async function undoSend(client: QueryClient, clientId: string): Promise<boolean> {
  if (opened?.outbox.take(clientId)) return true;
  if (underWay.has(clientId)) {
    await underWay.get(clientId);
    // Behind the outbox, which hears of it in the same moment.
    await new Promise((on) => { setTimeout(on, 0); });
    if (opened?.outbox.take(clientId)) return true;
  }
  const known = sent.get(clientId);
  if (!known) return false;
  const path = 'plannedId' in known ? `/planned/${known.plannedId}` : `/messages/${known.messageId}`;
  try {
    await request<unknown>('DELETE', path);
  } catch (error) {
    if (error instanceof ApiProblem && (error.status === 409 || error.status === 410)) return false;
    throw error;
  }
  void client.invalidateQueries({ queryKey: queryKeys.planned(known.conversationId) });
  if ('plannedId' in known) return true;
  const key = queryKeys.messages(known.conversationId);
  client.setQueryData<MessagePages>(key, (pages) => pages && dropMessage(pages, known.messageId));
  void client.invalidateQueries({ queryKey: key });
  return true;
}
