/**
 * The whole keyboard in one table. Features give the acts (see registry.ts); this file alone says which keys start them,
 * so that the sheet, the tooltips, the palette and a person's own remapping can never disagree.
 *
 * A binding is one or two strokes separated by a space: `j`, `shift+x`, `mod+enter`, `g i`. `mod` is Ctrl, on a Mac also Cmd.
 */
export type ShortcutGroup = 'move' | 'answer' | 'decide';
/** Of 'board', 'reports' and 'listening' keys, these screens are asked first: there they may have another meaning than elsewhere. */
export type ShortcutScope = 'everywhere' | 'board' | 'reports' | 'listening' | 'inbox' | 'thread' | 'composer' | 'lessons';

export interface Shortcut {
  readonly id: string;
  readonly group: ShortcutGroup;
  readonly scope: ShortcutScope;
  readonly keys: readonly string[];
  /** Also works while somebody types in a field. Only chords with `mod`, Escape and F keys may. */
  readonly whileTyping?: true;
  /** Listed on the sheet together with this other shortcut, in one line. */
  readonly with?: string;
  /** Never on the sheet: named elsewhere, or self-evident. */
  readonly quiet?: true;
  /** Belongs to a part of the product that is not there yet: the key is kept free for it. */
  readonly reserved?: true;
}

/** Screens on which a key may mean something of their own. */
const ownScreens: ReadonlySet<ShortcutScope> = new Set(['board', 'reports', 'listening']);
/** Belongs to a screen that is asked first. */
export const isOwnGround = ({ scope }: Pick<Shortcut, 'scope'>): boolean => ownScreens.has(scope);
/** Two shortcuts of one ground never share a key. */
export const groundOf = (shortcut: Pick<Shortcut, 'scope'>): string => (isOwnGround(shortcut) ? shortcut.scope : 'all others');

const table = [
  { id: 'report-earlier', group: 'move', scope: 'reports', keys: ['['] },
  { id: 'report-later', group: 'move', scope: 'reports', keys: [']'], with: 'report-earlier' },
  { id: 'report-day', group: 'move', scope: 'reports', keys: ['d'] },
  { id: 'report-week', group: 'move', scope: 'reports', keys: ['w'], with: 'report-day' },
  { id: 'report-weeks', group: 'move', scope: 'reports', keys: ['4'], with: 'report-day' },
  { id: 'report-compare', group: 'move', scope: 'reports', keys: ['c'] },
  { id: 'report-table', group: 'move', scope: 'reports', keys: ['t'] },
  { id: 'report-pdf', group: 'move', scope: 'reports', keys: ['shift+p'] },
  { id: 'report-csv', group: 'move', scope: 'reports', keys: ['shift+e'], with: 'report-pdf' },
  { id: 'board-left', group: 'move', scope: 'board', keys: ['arrowleft'] },
  { id: 'board-right', group: 'move', scope: 'board', keys: ['arrowright'], with: 'board-left' },
  { id: 'board-person', group: 'move', scope: 'board', keys: ['p'] },
  { id: 'board-risk', group: 'move', scope: 'board', keys: ['.'] },
  { id: 'board-peek', group: 'move', scope: 'board', keys: ['space'] },
  { id: 'board-late', group: 'move', scope: 'board', keys: ['shift+l'] },
  { id: 'board-spread', group: 'decide', scope: 'board', keys: ['shift+s'] },
  { id: 'board-team', group: 'decide', scope: 'board', keys: ['shift+t'] },
  { id: 'hear-next', group: 'move', scope: 'listening', keys: ['j'] },
  { id: 'hear-previous', group: 'move', scope: 'listening', keys: ['k'], with: 'hear-next' },
  { id: 'hear-monitor', group: 'move', scope: 'listening', keys: ['shift+j'] },
  { id: 'hear-monitor-back', group: 'move', scope: 'listening', keys: ['shift+k'], with: 'hear-monitor' },
  { id: 'hear-original', group: 'move', scope: 'listening', keys: ['o'] },
  { id: 'hear-copies', group: 'move', scope: 'listening', keys: ['.'], with: 'hear-original' },
  { id: 'hear-relevant', group: 'decide', scope: 'listening', keys: ['y'] },
  { id: 'hear-junk', group: 'decide', scope: 'listening', keys: ['d'], with: 'hear-relevant' },
  { id: 'hear-answer', group: 'answer', scope: 'listening', keys: ['r'] },
  { id: 'hear-case', group: 'answer', scope: 'listening', keys: ['c'], with: 'hear-answer' },
  { id: 'hear-assign', group: 'decide', scope: 'listening', keys: ['a'] },
  { id: 'hear-like', group: 'answer', scope: 'listening', keys: ['l'] },
  { id: 'hear-hide', group: 'answer', scope: 'listening', keys: ['h'], with: 'hear-like' },
  { id: 'hear-displeased', group: 'decide', scope: 'listening', keys: ['1'] },
  { id: 'hear-neither', group: 'decide', scope: 'listening', keys: ['2'], with: 'hear-displeased' },
  { id: 'hear-pleased', group: 'decide', scope: 'listening', keys: ['3'], with: 'hear-displeased' },
  { id: 'hear-take-alert', group: 'decide', scope: 'listening', keys: ['t'] },
  { id: 'hear-mute', group: 'decide', scope: 'listening', keys: ['m'], with: 'hear-assign' },
  { id: 'next', group: 'move', scope: 'inbox', keys: ['j'] },
  { id: 'previous', group: 'move', scope: 'inbox', keys: ['k'], with: 'next' },
  { id: 'open', group: 'move', scope: 'inbox', keys: ['enter'] },
  { id: 'back', group: 'move', scope: 'everywhere', keys: ['escape'], whileTyping: true, with: 'open' },
  { id: 'select', group: 'move', scope: 'inbox', keys: ['x'] },
  { id: 'select-extend', group: 'move', scope: 'inbox', keys: ['shift+x'], with: 'select' },
  { id: 'select-all', group: 'move', scope: 'inbox', keys: ['mod+a'] },
  { id: 'show-new', group: 'move', scope: 'inbox', keys: ['home'] },
  { id: 'next-region', group: 'move', scope: 'everywhere', keys: ['f6'], whileTyping: true },
  { id: 'previous-region', group: 'move', scope: 'everywhere', keys: ['shift+f6'], whileTyping: true, with: 'next-region' },
  { id: 'palette', group: 'move', scope: 'everywhere', keys: ['mod+k'], whileTyping: true },
  { id: 'view-1', group: 'move', scope: 'everywhere', keys: ['g 1'] },
  { id: 'view-2', group: 'move', scope: 'everywhere', keys: ['g 2'], with: 'view-1', quiet: true },
  { id: 'view-3', group: 'move', scope: 'everywhere', keys: ['g 3'], with: 'view-1', quiet: true },
  { id: 'view-4', group: 'move', scope: 'everywhere', keys: ['g 4'], with: 'view-1', quiet: true },
  { id: 'view-5', group: 'move', scope: 'everywhere', keys: ['g 5'], with: 'view-1', quiet: true },
  { id: 'view-6', group: 'move', scope: 'everywhere', keys: ['g 6'], with: 'view-1' },
  { id: 'go-inbox', group: 'move', scope: 'everywhere', keys: ['g i'] },
  { id: 'go-search', group: 'move', scope: 'everywhere', keys: ['g f'] },
  { id: 'go-contacts', group: 'move', scope: 'everywhere', keys: ['g p'] },
  { id: 'go-channels', group: 'move', scope: 'everywhere', keys: ['g c'] },
  { id: 'go-cases', group: 'move', scope: 'everywhere', keys: ['g l'], with: 'go-contacts' },
  { id: 'go-promises', group: 'move', scope: 'everywhere', keys: ['g d'] },
  { id: 'go-leads', group: 'move', scope: 'everywhere', keys: ['g e'], with: 'go-promises' },
  { id: 'go-quality', group: 'move', scope: 'everywhere', keys: ['g q'] },
  { id: 'go-settings', group: 'move', scope: 'everywhere', keys: ['g s'], with: 'go-channels' },
  { id: 'go-board', group: 'move', scope: 'everywhere', keys: ['g b'] },
  { id: 'go-mentions', group: 'move', scope: 'everywhere', keys: ['g m'], with: 'go-board' },
  { id: 'go-reports', group: 'move', scope: 'everywhere', keys: ['g r'], with: 'go-quality' },
  { id: 'theme', group: 'move', scope: 'everywhere', keys: ['mod+shift+d'], whileTyping: true },
  { id: 'sheet', group: 'move', scope: 'everywhere', keys: ['?'] },

  { id: 'reply', group: 'answer', scope: 'thread', keys: ['r'] },
  { id: 'switch-side', group: 'answer', scope: 'thread', keys: ['shift+r', 'mod+shift+x'], whileTyping: true, with: 'reply' },
  { id: 'note', group: 'answer', scope: 'thread', keys: ['n'] },
  { id: 'aside', group: 'answer', scope: 'thread', keys: ['shift+n'], with: 'note' },
  { id: 'send', group: 'answer', scope: 'composer', keys: ['mod+enter'], whileTyping: true },
  { id: 'send-resolve', group: 'answer', scope: 'composer', keys: ['mod+shift+enter'], whileTyping: true },
  { id: 'send-later', group: 'answer', scope: 'composer', keys: ['mod+shift+l'], whileTyping: true },
  { id: 'share-draft', group: 'answer', scope: 'composer', keys: ['mod+shift+e'], whileTyping: true },
  { id: 'undo', group: 'answer', scope: 'everywhere', keys: ['z'] },
  { id: 'canned', group: 'answer', scope: 'thread', keys: ['/'] },
  { id: 'bold', group: 'answer', scope: 'composer', keys: ['mod+b'], whileTyping: true },
  { id: 'italic', group: 'answer', scope: 'composer', keys: ['mod+i'], whileTyping: true, with: 'bold' },
  { id: 'strike', group: 'answer', scope: 'composer', keys: ['mod+shift+s'], whileTyping: true, with: 'bold', quiet: true },
  { id: 'link', group: 'answer', scope: 'composer', keys: ['mod+shift+k'], whileTyping: true },
  { id: 'preview', group: 'answer', scope: 'composer', keys: ['mod+;'], whileTyping: true },
  { id: 'statement', group: 'answer', scope: 'composer', keys: ['mod+shift+y'], whileTyping: true },
  { id: 'plain-word', group: 'answer', scope: 'composer', keys: ['mod+.'], whileTyping: true },
  { id: 'article', group: 'answer', scope: 'composer', keys: ['mod+shift+h'], whileTyping: true },
  { id: 'panel', group: 'answer', scope: 'thread', keys: ['i'] },
  { id: 'whole-person', group: 'answer', scope: 'thread', keys: ['shift+i'] },
  { id: 'watch', group: 'answer', scope: 'thread', keys: ['w'] },

  { id: 'lesson-reviewed', group: 'decide', scope: 'lessons', keys: ['v'] },
  { id: 'lesson-done', group: 'decide', scope: 'lessons', keys: ['shift+v'], with: 'lesson-reviewed' },
  { id: 'lesson-article', group: 'decide', scope: 'lessons', keys: ['1'] },
  { id: 'lesson-canned', group: 'decide', scope: 'lessons', keys: ['2'], with: 'lesson-article' },
  { id: 'lesson-term', group: 'decide', scope: 'lessons', keys: ['3'], with: 'lesson-article' },
  { id: 'assign', group: 'decide', scope: 'inbox', keys: ['a'] },
  { id: 'hand-over', group: 'decide', scope: 'inbox', keys: ['shift+a'], with: 'assign' },
  { id: 'assign-me', group: 'decide', scope: 'inbox', keys: ['shift+m'] },
  { id: 'take-next', group: 'decide', scope: 'everywhere', keys: ['t'] },
  { id: 'unassign', group: 'decide', scope: 'inbox', keys: ['u'] },
  { id: 'snooze', group: 'decide', scope: 'inbox', keys: ['h'] },
  { id: 'follow-up', group: 'decide', scope: 'inbox', keys: ['shift+h'] },
  { id: 'promise', group: 'decide', scope: 'inbox', keys: ['d', "mod+'"], whileTyping: true },
  { id: 'no-promise', group: 'decide', scope: 'inbox', keys: ['shift+d'], with: 'promise' },
  { id: 'resolve', group: 'decide', scope: 'inbox', keys: ['e'] },
  { id: 'lesson', group: 'decide', scope: 'inbox', keys: ['shift+e'], with: 'resolve' },
  { id: 'matter', group: 'decide', scope: 'inbox', keys: ['c'] },
  { id: 'lead', group: 'decide', scope: 'inbox', keys: ['s'] },
  { id: 'priority', group: 'decide', scope: 'inbox', keys: ['p'] },
  { id: 'label', group: 'decide', scope: 'inbox', keys: ['l'] },
  { id: 'fill-field', group: 'decide', scope: 'inbox', keys: ['f'] },
  { id: 'merge', group: 'decide', scope: 'inbox', keys: ['m'] },
  { id: 'same-person', group: 'decide', scope: 'thread', keys: ['o'] },
  { id: 'not-same-person', group: 'decide', scope: 'thread', keys: ['shift+o'], with: 'same-person' },
  { id: 'rule-do', group: 'decide', scope: 'thread', keys: ['+ h'] },
  { id: 'rule-leave', group: 'decide', scope: 'thread', keys: ['+ l'], with: 'rule-do' },
  { id: 'relate', group: 'decide', scope: 'inbox', keys: ['shift+l'], with: 'merge' },
  { id: 'log-call', group: 'decide', scope: 'everywhere', keys: ['+ p'] },
  { id: 'log-visit', group: 'decide', scope: 'everywhere', keys: ['+ c'], with: 'log-call' },
  { id: 'listen', group: 'decide', scope: 'thread', keys: ['y'] },
  { id: 'whisper', group: 'decide', scope: 'thread', keys: ['shift+y'], with: 'listen' },
  { id: 'take-over', group: 'decide', scope: 'thread', keys: ['shift+t'], with: 'listen' },
  { id: 'review', group: 'decide', scope: 'thread', keys: ['q'] },
  { id: 'write-first', group: 'decide', scope: 'everywhere', keys: ['+ n'] },
] as const satisfies readonly Shortcut[];

export type ShortcutId = (typeof table)[number]['id'];
export const shortcuts: readonly (Shortcut & { readonly id: ShortcutId })[] = table;
const byId = new Map(shortcuts.map((shortcut) => [shortcut.id, shortcut]));

export function shortcut(id: ShortcutId): Shortcut & { readonly id: ShortcutId } {
  // The table is the type's source, so an id always has its row.
  return byId.get(id) as Shortcut & { readonly id: ShortcutId };
}

/** What a person changed: `single: false` silences keys without a modifier, `remapped` gives one other keys (none: off). */
export interface OwnKeys {
  readonly single: boolean;
  readonly remapped: Readonly<Partial<Record<ShortcutId, readonly string[]>>>;
}
export const defaultChoices: OwnKeys = { single: true, remapped: {} };

export function isShortcut(id: string): id is ShortcutId {
  return byId.has(id as ShortcutId);
}

export function bindingsOf(id: ShortcutId, choices: OwnKeys = defaultChoices): readonly string[] {
  return choices.remapped[id] ?? shortcut(id).keys;
}

/** Escape, F keys and chords stay: only a letter pressed by mistake, or by dictation software, can harm. */
export function isSingleKey(binding: string): boolean {
  return !/(^|\s)((mod|alt)\+|escape$|(shift\+)?f\d|enter$|home$)/.test(binding);
}
