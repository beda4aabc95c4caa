import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { ConversationView, Posted } from '@kontuar/contract';
import { request } from '../client';
import { useMe } from '../me';
import { mergeMessage, type MessagePages } from '../message-pages';
import { queryKeys } from '../query-keys';
import { attemptOf } from './attempt';
import { Outbox, type OutboxEntry } from './outbox';

let opened: { memberId: string; outbox: Outbox } | null = null;

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
  return all.filter((entry) => entry.conversationId === conversationId);
}

function open(memberId: string, client: QueryClient): Outbox {
  const outbox: Outbox = new Outbox(memberId, {
    post: async (entry) => {
      try {
        const posted = await request<Posted>('POST', `/conversations/${entry.conversationId}/messages`, entry.input, { idempotencyKey: entry.clientId });
        return { outcome: 'accepted', posted };
      } catch (error) {
        return attemptOf(error);
      }
    },
    accepted: (posted) => enterCache(client, posted),
    storage: browserStorage(),
    now: () => Date.now(),
    wait: (ms, act) => {
      const timer = setTimeout(act, ms);
      return () => clearTimeout(timer);
    },
  });
  // Listeners last as long as the page; an outbox of somebody who signed out finds nothing of its own to send.
  addEventListener('online', () => { if (opened?.outbox === outbox) outbox.hurry(); });
  setTimeout(() => outbox.flush(), 0);
  return outbox;
}

/** The answer to our own POST; the event that follows finds the same and changes nothing. */
export function enterCache(client: QueryClient, { message, conversation }: Posted): void {
  const key = queryKeys.messages(message.conversationId);
  const pages = client.getQueryData<MessagePages>(key);
  if (pages) {
    const merged = mergeMessage(pages, message);
    if (merged.outcome === 'merged') client.setQueryData(key, merged.pages);
    else if (merged.outcome === 'gap') void client.invalidateQueries({ queryKey: key });
  }
  client.setQueryData<ConversationView>(queryKeys.conversation(conversation.id), (known) =>
    known && known.version >= conversation.version ? known : conversation);
}

export function browserStorage(): Storage | null {
  try {
    return globalThis.localStorage;
  } catch {
    // Refused by the browser's settings.
    return null;
  }
}
