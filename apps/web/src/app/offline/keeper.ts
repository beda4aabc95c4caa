import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { Me } from '@kontuar/contract';
import { keptStore, type KeptEntry } from './kept-store';
import { daysKept, kindOf, superfluous, trimmed, type Entry } from './what-is-kept';

/** Many events change one list; it is written once for all that came meanwhile. */
const pauseMs = 3000;
/** What was only fetched ahead goes before what was looked at. */
const unseenMs = 3_600_000;

/** Writes down what comes into the cache and is worth reading without a line, until the returned function is called. */
export function keepForLater(client: QueryClient, memberId: string): () => void {
  const changed = new Map<string, QueryKey>();
  const gone = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let known: Map<string, Entry> | undefined;

  const write = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const [keys, dropped] = [[...changed.entries()], [...gone]];
    changed.clear();
    gone.clear();
    const entries: KeptEntry[] = [];
    for (const [hash, key] of keys) {
      const query = client.getQueryCache().get(hash);
      const kept = kindOf(key);
      const data = query?.state.data === undefined ? undefined : trimmed(key, query.state.data);
      if (query === undefined || kept === null || data === undefined) continue;
      const now = Date.now();
      entries.push({ ...kept, hash, memberId, key, data, at: query.state.dataUpdatedAt, used: query.getObserversCount() > 0 ? now : now - unseenMs });
    }
    known ??= new Map((await keptStore.of(memberId)).map(({ hash, group, kind, used }) => [hash, { hash, group, kind, used }]));
    for (const { hash, group, kind, used } of entries) known.set(hash, { hash, group, kind, used });
    const over = superfluous([...known.values()], Date.now());
    for (const hash of [...dropped, ...over]) known.delete(hash);
    const stay = entries.filter(({ hash }) => known?.has(hash));
    if (stay.length > 0) await keptStore.put(stay);
    if (dropped.length + over.length > 0) await keptStore.drop(memberId, [...dropped, ...over]);
  };
  const note = (key: QueryKey, hash: string, isGone: boolean): void => {
    if (kindOf(key) === null) return;
    if (isGone) {
      changed.delete(hash);
      gone.add(hash);
    } else {
      gone.delete(hash);
      changed.set(hash, key);
    }
    timer ??= setTimeout(() => (typeof requestIdleCallback === 'function' ? requestIdleCallback(() => void write(), { timeout: 2000 }) : void write()), pauseMs);
  };
  // What was recalled stands there already.
  for (const query of client.getQueryCache().getAll()) if (query.state.data !== undefined && query.state.dataUpdatedAt > (shownFrom ?? 0)) note(query.queryKey, query.queryHash, false);
  const off = client.getQueryCache().subscribe((event) => {
    // Rights that were taken away empty a query: then it is not kept either. That memory let go of it says nothing.
    if (event.type === 'updated' && (event.action.type === 'success' || event.action.type === 'setState')) note(event.query.queryKey, event.query.queryHash, event.query.state.data === undefined);
  });
  const hidden = () => { if (document.visibilityState === 'hidden') void write(); };
  document.addEventListener('visibilitychange', hidden);
  return () => {
    off();
    document.removeEventListener('visibilitychange', hidden);
    clearTimeout(timer);
  };
}

/** Up to when this window knows what was, when it was opened without a line. */
let shownFrom: number | null = null;
export const keptUntil = (): number | null => shownFrom;

/** Who was here last and what they had read goes into the cache; null when nothing is kept. */
export async function recall(client: QueryClient): Promise<Me | null> {
  const all = await keptStore.all();
  const who = all.filter(({ key }) => key[0] === 'me').sort((a, b) => b.at - a.at)[0];
  if (who === undefined || Date.now() - who.at > daysKept * 86_400_000) return null;
  for (const { memberId, key, data, at } of all) {
    if (memberId !== who.memberId || key[0] === 'me' || client.getQueryData(key) !== undefined) continue;
    client.setQueryData(key, data, { updatedAt: at });
    shownFrom = Math.max(shownFrom ?? 0, at);
  }
  shownFrom ??= who.at;
  return who.data as Me;
}

/** Somebody is signed in for certain: what others left here goes. */
export async function forgetOthers(memberId: string): Promise<void> {
  const others = (await keptStore.all()).filter((entry) => entry.memberId !== memberId);
  for (const { memberId: other, hash } of others) await keptStore.drop(other, [hash]);
}

export function forgetKept(): Promise<void> {
  return keptStore.clear();
}

