import type { QueryKey } from '@tanstack/react-query';
import type { MessagePages } from '../message-pages';
import type { ConversationPages } from '../../realtime/lists';

export type Kind = 'frame' | 'list' | 'conversation' | 'contact';
export interface Kept { kind: Kind; /** What is kept and forgotten together. */ group: string }
export interface Entry { hash: string; group: string; kind: Kind; used: number }

/** How much of each is kept; a list counts once, a conversation with its messages, plans and drafts. */
const most = { list: 12, conversation: 80, contact: 80 } as const satisfies Record<Exclude<Kind, 'frame'>, number>;
export const daysKept = 7;
const pagesOfList = 2;
const pagesOfMessages = 2;

const frame = new Set(['me', 'members', 'teams', 'labels', 'channels', 'canned', 'glossary', 'views', 'view-counts']);

/** Whether something is worth reading without a line; null: it is true only now, or seldom needed. */
export function kindOf(key: QueryKey): Kept | null {
  const [first, second] = key;
  if (typeof first !== 'string') return null;
  if (frame.has(first)) return { kind: 'frame', group: first };
  if (first === 'conversations') return second === 'counts' ? { kind: 'frame', group: 'counts' } : { kind: 'list', group: JSON.stringify(key) };
  if (typeof second !== 'string') return null;
  if (first === 'conversation' || first === 'messages' || first === 'planned') return { kind: 'conversation', group: second };
  return first === 'contact' ? { kind: 'contact', group: second } : null;
}

/** The part of it that is kept; undefined: nothing. */
export function trimmed(key: QueryKey, data: unknown): unknown {
  if (key[0] === 'conversations' && key[1] === 'list') {
    const { pages, pageParams } = data as ConversationPages;
    return { pages: pages.slice(0, pagesOfList), pageParams: pageParams.slice(0, pagesOfList) } satisfies ConversationPages;
  }
  if (key[0] === 'messages') {
    const { pages, pageParams } = data as MessagePages;
    // Somebody reads far back: what was kept before has the newest ones.
    if (pages.at(-1)?.hasAfter !== false) return undefined;
    return { pages: pages.slice(-pagesOfMessages), pageParams: pageParams.slice(-pagesOfMessages) } satisfies MessagePages;
  }
  return data;
}

/** What has to go: old ones, and of each kind those that were not looked at for longest. */
export function superfluous(entries: readonly Entry[], now: number): string[] {
  const gone = entries.filter(({ used }) => now - used > daysKept * 86_400_000).map(({ hash }) => hash);
  for (const kind of Object.keys(most) as (keyof typeof most)[]) {
    const used = new Map<string, number>();
    for (const entry of entries) if (entry.kind === kind) used.set(entry.group, Math.max(used.get(entry.group) ?? 0, entry.used));
    const stay = new Set([...used].sort((a, b) => b[1] - a[1]).slice(0, most[kind]).map(([group]) => group));
    for (const entry of entries) if (entry.kind === kind && !stay.has(entry.group)) gone.push(entry.hash);
  }
  return [...new Set(gone)];
}
