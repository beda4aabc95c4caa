import { bindingsOf, isSingleKey, shortcuts, type OwnKeys, type ShortcutId } from './keymap';

/** The parts of a KeyboardEvent that decide; a plain object, so that the rules can be tested without a browser. */
export interface Stroke {
  readonly key: string;
  readonly code?: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly repeat?: boolean;
  readonly isComposing?: boolean;
}

/** Where the stroke fell: in a text field, in a dialog or menu that owns its keys, on a control that owns Enter, or elsewhere. */
export type Place = 'typing' | 'layer' | 'control' | 'page';

export interface Matched {
  readonly ids: readonly ShortcutId[];
  /** First stroke of a pair, to be handed in with the next one; null when nothing is pending. */
  readonly pending: string | null;
}

const nothing: Matched = { ids: [], pending: null };

/** Letters by their sign, so that Dvorak works; by their place on keyboards whose letters are not Latin. */
export function strokeName(stroke: Stroke): string {
  const letterCode = /^(?:Key|Digit)([A-Z0-9])$/.exec(stroke.code ?? '')?.[1]?.toLowerCase();
  let key = stroke.key.toLowerCase();
  if (key.length === 1 && !/[\x20-\x7e]/.test(key) && letterCode !== undefined) key = letterCode;
  if (key === ' ') key = 'space';
  const mod = stroke.ctrlKey || stroke.metaKey;
  // "?" and "+" already say that Shift is held on this layout, or need none on another.
  const shiftMatters = key.length > 1 || /[a-z0-9]/.test(key);
  return `${mod ? 'mod+' : ''}${stroke.altKey ? 'alt+' : ''}${stroke.shiftKey && shiftMatters ? 'shift+' : ''}${key}`;
}

export function match(stroke: Stroke, place: Place, pending: string | null, choices: OwnKeys): Matched {
  // AltGr arrives as Ctrl+Alt on Windows: Polish letters, never a command.
  if (stroke.isComposing === true || stroke.altKey) return nothing;
  if (/^(control|shift|alt|meta|altgraph|capslock|dead|process|unidentified)$/i.test(stroke.key)) return { ids: [], pending };
  const name = strokeName(stroke);
  const ids: ShortcutId[] = [];
  let starts = false;
  for (const { id, whileTyping } of shortcuts) {
    if (place === 'typing' && whileTyping !== true) continue;
    for (const binding of bindingsOf(id, choices)) {
      if ((!choices.single || place === 'typing') && isSingleKey(binding)) continue;
      if (place === 'layer' && !/^(mod\+|f\d|shift\+f\d)/.test(binding)) continue;
      if (place === 'control' && (binding === 'enter' || binding === 'space')) continue;
      const [first, second] = binding.split(' ');
      if (second === undefined ? pending === null && first === name : pending === first && second === name) ids.push(id);
      if (second !== undefined && pending === null && first === name && place !== 'typing') starts = true;
    }
  }
  // A held key repeats movement only; a resolve must not run down the list.
  if (stroke.repeat === true) return { ids: ids.filter((id) => id === 'next' || id === 'previous'), pending: null };
  return { ids, pending: ids.length === 0 && starts ? name : null };
}
