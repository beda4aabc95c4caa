export { ariaKeys, keycaps } from './keycaps';
export { Keyboard, runShortcut, useAvailableShortcuts, useBindings, useShortcut } from './keyboard';
export { EverywhereKeys } from './everywhere-keys';
export { Keys, useKeycaps } from './keys';
export { keyNames } from './keys.strings';
export { shortcuts, type ShortcutId } from './keymap';
export { ShortcutSheet } from './shortcut-sheet';
