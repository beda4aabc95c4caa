/** How a stroke is written on a keycap. */
const caps: Record<string, string> = {
  shift: '⇧', enter: '↵', escape: 'Esc', home: 'Home', end: 'End', space: 'Space', arrowup: '↑', arrowdown: '↓', arrowleft: '←', arrowright: '→',
};

export function isMac(platform: string = globalThis.navigator?.platform ?? ''): boolean {
  return /mac|iphone|ipad/i.test(platform);
}

/** `mod+shift+l` → [['Ctrl', '⇧', 'L']]; `g i` → [['G'], ['I']]: one inner list per stroke. */
export function keycaps(binding: string, mac = isMac()): string[][] {
  return binding.split(' ').map((stroke) => {
    // The plus sign is both a key and our separator.
    const parts = stroke === '+' ? ['+'] : stroke.split('+');
    return parts.map((part) => (part === 'mod' ? (mac ? '⌘' : 'Ctrl') : (caps[part] ?? (part.length === 1 ? part.toUpperCase() : part.replace(/^./, (c) => c.toUpperCase())))));
  });
}

/** For `aria-keyshortcuts` and tooltips: `Control+K`, `G I`. */
export function ariaKeys(binding: string, mac = isMac()): string {
  const names: Record<string, string> = { mod: mac ? 'Meta' : 'Control', shift: 'Shift', enter: 'Enter', escape: 'Escape', '+': 'plus' };
  return binding.split(' ').map((stroke) => (stroke === '+' ? ['+'] : stroke.split('+')).map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part)).join('+')).join(' ');
}
