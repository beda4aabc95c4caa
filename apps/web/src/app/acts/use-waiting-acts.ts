import { useSyncExternalStore } from 'react';
import type { ConversationChange, ConversationView } from '@kontuar/contract';
import { newClientId } from '../client-id';
import { ApiProblem, request } from '../client';
import { browserStorage } from '../outbox/browser-storage';
import { cachedConversation, takeConversation } from './cached';
import { ahead } from './optimistic';
import { WaitingActs, type WaitingAct } from './waiting-acts';

type RepliesBefore = (conversationId: string, at: number) => 'none' | 'waiting' | 'held';
let repliesBefore: RepliesBefore = () => 'none';
let opened: { memberId: string; acts: WaitingActs } | null = null;
const none: readonly WaitingAct[] = [];
const listeners = new Set<() => void>();

/** Told by the outbox, which knows what was written and has not left. */
export function whenRepliesWait(tell: RepliesBefore): void {
  repliesBefore = tell;
}

/** The acts of whoever is signed in; what still waits from before is on the screen again. */
export function openWaitingActs(memberId: string): WaitingActs {
  if (opened?.memberId === memberId) return opened.acts;
  const acts = new WaitingActs(memberId, {
    current: (id) => request<ConversationView>('GET', `/conversations/${id}`),
    send: async ({ method, path, body }, key) => (await request<ConversationChange>(method, path, body, { idempotencyKey: key })).conversation,
    repliesBefore: (conversationId, at) => repliesBefore(conversationId, at),
    isAway,
    show: takeConversation,
    storage: browserStorage(),
  });
  opened = { memberId, acts };
  acts.subscribe(() => { for (const listener of listeners) listener(); });
  for (const { conversationId, guess, state } of acts.snapshot()) {
    const conversation = cachedConversation(conversationId);
    if (conversation !== undefined && state === 'waiting') takeConversation(ahead(conversation, guess));
  }
  for (const listener of listeners) listener();
  return acts;
}

export const waitingActs = (): WaitingActs | null => opened?.acts ?? null;

/** A failure that says nothing about the act: it is tried again. */
export function isAway(error: unknown): boolean {
  return error instanceof ApiProblem && (error.offline || error.status === 401 || error.status === 408 || error.status === 429 || error.status >= 500);
}

/** Keeps an act for when the line is back. Returns how to take it back. */
export function actLater(act: Omit<WaitingAct, 'id' | 'at' | 'state' | 'why'>): () => boolean {
  const id = newClientId();
  opened?.acts.add({ ...act, id, at: Date.now() });
  return () => opened?.acts.drop(id) != null;
}

export function useWaitingActs(): readonly WaitingAct[] {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, () => opened?.acts.snapshot() ?? none);
}
