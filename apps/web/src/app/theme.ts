import { useSyncExternalStore } from 'react';

export type ThemeChoice = 'light' | 'dark' | 'system';
export type Density = 'comfortable' | 'compact';

const listeners = new Set<() => void>();
const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage may be refused; the choice then lasts until the reload.
  }
}

let choice: ThemeChoice = (['light', 'dark'] as const).find((theme) => theme === read('kontuar.theme')) ?? 'system';

function paint(): void {
  const dark = choice === 'dark' || (choice === 'system' && prefersDark.matches);
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  for (const listener of listeners) listener();
}

prefersDark.addEventListener('change', paint);

export function chooseTheme(next: ThemeChoice): void {
  choice = next;
  keep('kontuar.theme', next);
  paint();
}

/** The rail's button and Ctrl Shift D: to the other of the two that one can see. */
export function toggleTheme(): void {
  chooseTheme(document.documentElement.dataset['theme'] === 'dark' ? 'light' : 'dark');
}

export function chooseDensity(next: Density): void {
  keep('kontuar.density', next);
  if (next === 'compact') document.documentElement.dataset['density'] = 'compact';
  else delete document.documentElement.dataset['density'];
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useTheme(): { choice: ThemeChoice; shown: 'light' | 'dark'; density: Density } {
  const shown = useSyncExternalStore(subscribe, () => (document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light'));
  const chosen = useSyncExternalStore(subscribe, () => choice);
  const density = useSyncExternalStore(subscribe, () => (document.documentElement.dataset['density'] === 'compact' ? 'compact' : 'comfortable'));
  return { choice: chosen, shown, density };
}
