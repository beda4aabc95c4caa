import { Fragment } from 'react';
import { useBindings } from './keyboard';
import { keycaps } from './keycaps';
import type { ShortcutId } from './keymap';

/** Keycaps of a shortcut, for buttons, menus and hints; silent for screen readers, who get `aria-keyshortcuts`. */
export function Keys({ of }: { of: ShortcutId }) {
  const binding = useBindings(of)[0];
  if (binding === undefined) return null;
  return <>{keycaps(binding).flat().map((cap, index) => <kbd key={index} aria-hidden="true">{cap}</kbd>)}</>;
}

const noCaps: readonly string[] = [];
const drawn = new Map<string, readonly string[]>();
/** The same list for the same keys: what shows it is drawn again only when the keys are others. */
function capsOf(binding: string): readonly string[] {
  const caps = drawn.get(binding) ?? keycaps(binding).flat();
  drawn.set(binding, caps);
  return caps;
}

/** For props that take the caps as strings, such as a Button's `keys`. */
export function useKeycaps(id: ShortcutId): readonly string[] {
  const binding = useBindings(id)[0];
  return binding === undefined ? noCaps : capsOf(binding);
}

export function Binding({ binding, then }: { binding: string; then: string }) {
  return (
    <>
      {keycaps(binding).map((caps, index) => (
        <Fragment key={index}>
          {index > 0 && binding.startsWith('g ') && <span>{then}</span>}
          {caps.map((cap) => <kbd key={cap}>{cap}</kbd>)}
        </Fragment>
      ))}
    </>
  );
}
