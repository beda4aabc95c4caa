import { bindingsOf, groundOf, shortcut, shortcuts, type OwnKeys, type ShortcutId } from './keymap';
import { strokeName, type Stroke } from './match';

/** Why a stroke cannot be a key of this shortcut. */
export type Refusal = 'browser' | 'typing';

/** Browsers and systems keep these, or nobody could leave a field or a dialog any more. */
const kept = /^(mod\+(shift\+)?(n|t|w|q|r|l|p|f|c|v|x|z|s|tab)|escape|enter|space|tab|shift\+tab|f5|f11|f12|arrow\w+|page\w+|backspace|delete)$/;

/** One stroke as it is written in a binding; null while only a modifier is down. */
export function strokeOf(stroke: Stroke): string | null {
  if (/^(control|shift|alt|meta|altgraph|capslock|dead|process|unidentified)$/i.test(stroke.key)) return null;
  return strokeName(stroke);
}

export function refusalOf(id: ShortcutId, binding: string): Refusal | null {
  const [first = '', second] = binding.split(' ');
  if (kept.test(first) || (second !== undefined && kept.test(second)) || binding.includes('alt+')) return 'browser';
  // These must work in a text field, where a letter is a letter.
  if (shortcut(id).whileTyping === true && !/^(mod\+|(shift\+)?f\d)/.test(first)) return 'typing';
  return null;
}

/** Another shortcut that has this binding, or one of whose strokes would swallow the other. */
export function claimedBy(id: ShortcutId, binding: string, choices: OwnKeys): ShortcutId | null {
  const [first] = binding.split(' ');
  const pair = binding.includes(' ');
  for (const other of shortcuts) {
    // On the board and in reports a letter may mean something else than in the inbox: there they are asked first.
    if (other.id === id || groundOf(other) !== groundOf(shortcut(id))) continue;
    for (const theirs of bindingsOf(other.id, choices)) {
      const theirPair = theirs.includes(' ');
      if (theirs === binding || (theirs.split(' ')[0] === first && pair !== theirPair)) return other.id;
    }
  }
  return null;
}
