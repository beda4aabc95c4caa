import type { AttachmentView, LetterChoices, MessageView, Visibility } from '@kontuar/contract';

/**
 * Wishes that one region has and another fulfils, so that regions need not know each other. Acts that have a key
 * go through `app/keys` (`runShortcut`); here is only what has none.
 */
export interface Commands {
  /** Open the command palette, with something already typed into it. */
  palette: { query?: string };
  /** Show the sheet of shortcuts. */
  shortcuts: object;
  /** Put the text of an undone message back into the composer. */
  restore: { conversationId: string; private: boolean; text: string; html?: string | null | undefined; letter?: LetterChoices | undefined; attachments: AttachmentView[]; cc: string[]; side?: Visibility | undefined; sharedDraft?: string | undefined };
  /** The next reply answers this message, on this side; left out: where the message stands. */
  quote: { conversationId: string; message: MessageView; side?: Visibility };
  /** Open this side conversation of the conversation that is shown. */
  aside: { conversationId: string; asideId: string };
  /** Write to a known customer on a channel that allows it, with everything but the words filled in. */
  'write-first': { contactId: string; name: string; channelId: string; address: string };
  /** This answer of ours says the decision of a case; `mail`: it went by what the law takes for paper. */
  'case-answer': { caseId: string; code: string; message: MessageView; mail: boolean };
  /** Move these messages of a conversation; where to is asked. */
  'move-messages': { conversationId: string; messageIds: readonly string[] };
  /** Go on to the next that should be answered; `after`: the conversation just answered. */
  onward: { after: string };
  /** Edit a saved view, or the filter of what is shown; `naming`: to keep it under a new name. */
  'view-editor': { viewId?: string; naming: boolean };
  /** To a field of the workspace's own in the panel, to fill it in. */
  field: { subject: 'conversation' | 'contact'; key: string };
  /** Write down what this conversation or case taught. */
  lesson: { conversationId: string } | { caseId: string };
  /** Open or close the customer panel where it is a drawer (below 1280 px). */
  panel: { open?: boolean };
  /** Open or close the list of views where it is folded away (below 1100 px). */
  views: { open?: boolean };
}

type Listener<K extends keyof Commands> = (wish: Commands[K]) => void;
const listeners = new Map<keyof Commands, Set<(wish: never) => void>>();

/** A region may still be on its way to the browser when its first wish comes: who pressed a button then meant it. Older wishes would surprise. */
const KEPT_MS = 5_000;
const waiting = new Map<keyof Commands, { wish: unknown; since: number }>();

export function command<K extends keyof Commands>(name: K, wish: Commands[K]): void {
  const all = listeners.get(name);
  if (all === undefined || all.size === 0) waiting.set(name, { wish, since: Date.now() });
  else for (const listener of all) (listener as Listener<K>)(wish);
}

/** Returns the way to stop listening: made to be returned from an effect. */
export function onCommand<K extends keyof Commands>(name: K, listener: Listener<K>): () => void {
  const all = listeners.get(name) ?? new Set();
  all.add(listener as (wish: never) => void);
  listeners.set(name, all);
  const early = waiting.get(name);
  waiting.delete(name);
  if (early !== undefined && Date.now() - early.since <= KEPT_MS) listener(early.wish as Commands[K]);
  return () => void all.delete(listener as (wish: never) => void);
}
