import { useEffect, useLayoutEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { bindingsOf, type ShortcutId } from './keymap';
import { bringOldChoices, keyChoices } from './choices';
import { EarlyStrokes } from './early-strokes';
import { match, type Place } from './match';
import { registry, type Act } from './registry';

/** A first stroke of a pair is forgotten after this long. */
const PAIR_MS = 1500;

export function placeOf(target: EventTarget | null): Place {
  if (!(target instanceof Element)) return 'page';
  const field = target.closest('input, textarea, select, [contenteditable=""], [contenteditable="true"], [role="textbox"]');
  if (field && !(field instanceof HTMLInputElement && /^(checkbox|radio|button|submit|range)$/.test(field.type))) return 'typing';
  if (target.closest('dialog, [role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]:not([data-keys="page"])')) return 'layer';
  if (target.closest('button, a[href], summary, [role="button"], [role="tab"], [role="switch"], [role="checkbox"]')) return 'control';
  return 'page';
}

const early = new EarlyStrokes(registry);

/** Mounted with the last of the parts that answer keys. */
export function AllKeysArrived() {
  useEffect(() => early.arrived(), []);
  return null;
}

/** Parts of parts may have to be fetched. */
const FETCHED_MS = 500;

/** Keys that are pressed before something is `drawn` wait for the parts of it that answer them. What leaves undrawn takes them along: the next one was not meant. */
export function useKeysToCome(drawn: boolean): void {
  const came = useRef<() => void>(undefined);
  useEffect(() => {
    const arrived = early.expect();
    came.current = arrived;
    return () => {
      early.forget();
      arrived();
    };
  }, []);
  useEffect(() => {
    if (!drawn) return undefined;
    const timer = setTimeout(() => came.current?.(), FETCHED_MS);
    return () => clearTimeout(timer);
  }, [drawn]);
}

/** Listens for the whole window; mount it once, in the frame of the app. */
export function Keyboard() {
  const pending = useRef<{ name: string; at: number } | null>(null);
  useEffect(bringOldChoices, []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const waiting = pending.current !== null && event.timeStamp - pending.current.at < PAIR_MS ? pending.current.name : null;
      const place = placeOf(event.target);
      const found = match(event, place, waiting, keyChoices.get());
      if (place === 'typing' && found.ids.length === 0) early.forget();
      pending.current = found.pending === null ? null : { name: found.pending, at: event.timeStamp };
      if (early.keep(found.ids) || found.ids.some((id) => registry.run(id))) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return null;
}

/**
 * Answers a shortcut while the component is on screen. Return false from `act` to leave it to whoever registered before.
 * `when` switches it off without unmounting; `priority` puts a dialog above the list that it covers.
 */
export function useShortcut(id: ShortcutId, act: Act, options: { when?: boolean; priority?: number } = {}): void {
  const { when = true, priority = 0 } = options;
  const latest = useRef(act);
  useLayoutEffect(() => { latest.current = act; });
  useEffect(() => (when ? registry.add(id, () => latest.current(), priority) : undefined), [id, when, priority]);
}

/** Starts an act as if its key had been pressed: for buttons and the palette. True when somebody answers, if need be once they have come. */
export function runShortcut(id: ShortcutId): boolean {
  return early.keep([id]) || registry.run(id);
}

/** Shortcuts that somebody answers now. */
export function useAvailableShortcuts(): ReadonlySet<ShortcutId> {
  return useSyncExternalStore(registry.subscribe, () => registry.available());
}

/** Those of them that somebody answers now; whoever asks is drawn again only when it is others. `asked` is always the same list. */
export function useAnswered(asked: readonly ShortcutId[]): ReadonlySet<ShortcutId> {
  const answered = useSyncExternalStore(registry.subscribe, () => asked.filter((id) => registry.answers(id)).join(' '));
  return useMemo(() => new Set(asked.filter((id) => answered.split(' ').includes(id))), [asked, answered]);
}

/** Current keys of a shortcut, e.g. for a keycap on a button; empty when a person switched it off. */
export function useBindings(id: ShortcutId): readonly string[] {
  const choices = useSyncExternalStore(keyChoices.subscribe, keyChoices.get);
  return bindingsOf(id, choices);
}
