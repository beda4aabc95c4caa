import type { KeyChoices, Me } from '@kontuar/contract';
import { request } from '../client';
import { queryClient } from '../query-client';
import { queryKeys } from '../query-keys';
import { defaultChoices, isShortcut, type OwnKeys } from './keymap';

/** Where they were kept before the server kept them. */
const OLD = 'kontuar.keys';

/** Shortcuts that a newer or older version knows are left out, and kept on the server. */
function known({ single, remapped }: KeyChoices): OwnKeys {
  return { single, remapped: Object.fromEntries(Object.entries(remapped).filter(([id]) => isShortcut(id))) };
}

function read(): { from: KeyChoices; own: OwnKeys } | undefined {
  const me = queryClient.getQueryData<Me>(queryKeys.me);
  return me && { from: me.member.keys, own: known(me.member.keys) };
}

let current: { from: KeyChoices; own: OwnKeys } | undefined;
const listeners = new Set<() => void>();

queryClient.getQueryCache().subscribe(({ query }) => {
  if (query.queryKey[0] !== queryKeys.me[0]) return;
  const next = read();
  if (next?.from === current?.from) return;
  current = next;
  for (const listener of listeners) listener();
});

/** The keyboard as this member wants it, on every machine. */
export const keyChoices = {
  get: (): OwnKeys => (current ??= read())?.own ?? defaultChoices,

  /** At once on the screen; back again when the server refuses. */
  async set(next: OwnKeys): Promise<void> {
    const before = queryClient.getQueryData<Me>(queryKeys.me);
    const show = (keys: KeyChoices) => queryClient.setQueryData<Me>(queryKeys.me, (me) => me && { ...me, member: { ...me.member, keys } });
    // A type of our own ids is narrower than what the server keeps, and says the same.
    const keys = next as KeyChoices;
    show(keys);
    try {
      await request<Me>('PATCH', '/me', { keys });
    } catch (error) {
      if (before && queryClient.getQueryData<Me>(queryKeys.me)?.member.keys === keys) show(before.member.keys);
      throw error;
    }
  },

  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** What an earlier version kept in this browser goes to the server once, unless something is there already. */
export function bringOldChoices(): void {
  try {
    const stored = localStorage.getItem(OLD);
    if (stored === null) return;
    localStorage.removeItem(OLD);
    const old = JSON.parse(stored) as Partial<KeyChoices> | null;
    const now = keyChoices.get();
    if (!now.single || Object.keys(now.remapped).length > 0 || typeof old?.single !== 'boolean' || typeof old.remapped !== 'object') return;
    void keyChoices.set(known({ single: old.single, remapped: old.remapped })).catch(() => undefined);
  } catch {
    // A browser that forbids storage, or text that is not ours: nothing to bring.
  }
}
