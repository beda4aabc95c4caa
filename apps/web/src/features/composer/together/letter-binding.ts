import { Extension, type Editor, type Extensions } from '@tiptap/core';
import { Plugin, PluginKey, type EditorState, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import { absolutePositionToRelativePosition, redo, relativePositionToAbsolutePosition, undo, ySyncPlugin, ySyncPluginKey, yUndoPlugin, type ProsemirrorBinding } from 'y-prosemirror';
import * as Y from 'yjs';
import { hueOf } from '../../../ui';
import { MAX_TEXT, type DraftSession } from './draft-session';
import { fromBase64, toBase64 } from './port';

/** What an editor of letters needs to write in a shared one. */
export interface SharedLetter {
  /** Another one is another editor. */
  id: string;
  extensions: () => Extensions;
  /** A colleague's change, or one's own that was taken back: not typed just now. */
  isOthers: (transaction: Transaction) => boolean;
}

const caretsKey = new PluginKey<DecorationSet>('colleagues');

/** ProseMirror over the shared document: each undoes their own steps only, and sees where the others are. */
export function letterBinding(session: DraftSession, tooLong: () => void): SharedLetter {
  return {
    id: session.id,
    isOthers: (transaction) => (transaction.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined)?.isChangeOrigin === true,
    extensions: () => [Extension.create({
      name: 'together', priority: 1000,
      addProseMirrorPlugins: () => [ySyncPlugin(session.body) as Plugin, yUndoPlugin(), colleagues(session), bounds(tooLong)],
      addKeyboardShortcuts() {
        const back = ({ editor }: { editor: Editor }) => undo(editor.state) || true;
        const again = ({ editor }: { editor: Editor }) => redo(editor.state) || true;
        return { 'Mod-z': back, 'Mod-y': again, 'Shift-Mod-z': again };
      },
    })],
  };
}

const bindingIn = (state: EditorState): ProsemirrorBinding | undefined => (ySyncPluginKey.getState(state) as { binding?: ProsemirrorBinding } | undefined)?.binding;

function colleagues(session: DraftSession): Plugin {
  const tell = (view: EditorView): void => {
    const binding = bindingIn(view.state);
    if (binding === undefined) return;
    const placeOf = (pos: number): string => toBase64(Y.encodeRelativePosition(absolutePositionToRelativePosition(pos, binding.type, binding.mapping) as Y.RelativePosition));
    const { anchor, head } = view.state.selection;
    session.pointAt(view.hasFocus() ? { anchor: placeOf(anchor), head: placeOf(head) } : null);
  };
  return new Plugin({
    key: caretsKey,
    props: {
      decorations: (state) => drawn(session, state),
      handleDOMEvents: {
        focus: (view) => { tell(view); return false; },
        blur: (view) => { tell(view); return false; },
        compositionstart: () => { session.hold(true); return false; },
        // ProseMirror reads what was composed once the event is over.
        compositionend: () => { setTimeout(() => { session.hold(false); }, 50); return false; },
        beforeinput: (view, event) => {
          // By the menu, or by shaking a phone.
          if (event.inputType !== 'historyUndo' && event.inputType !== 'historyRedo') return false;
          event.preventDefault();
          if (event.inputType === 'historyUndo') undo(view.state);
          else redo(view.state);
          return true;
        },
      },
    },
    view: (view) => {
      let shown = '';
      const stop = session.subscribe(() => {
        const now = JSON.stringify(session.cursors());
        if (now === shown || view.isDestroyed || view.composing) return;
        shown = now;
        view.dispatch(view.state.tr.setMeta(caretsKey, true));
      });
      return {
        update: (changed, before) => { if (!changed.state.selection.eq(before.selection) || changed.state.doc !== before.doc) tell(changed); },
        destroy: () => {
          stop();
          session.hold(false);
          session.pointAt(null);
        },
      };
    },
  });
}

function drawn(session: DraftSession, state: EditorState): DecorationSet {
  const binding = bindingIn(state);
  if (binding === undefined) return DecorationSet.empty;
  const { size } = state.doc.content;
  const placeOf = (place: string): number | null => {
    try {
      const at = relativePositionToAbsolutePosition(binding.doc, binding.type, Y.decodeRelativePosition(fromBase64(place)), binding.mapping);
      return at === null || at > size ? null : at;
    } catch {
      // A colleague's browser may send anything; a caret is not worth an error.
      return null;
    }
  };
  return DecorationSet.create(state.doc, session.cursors().flatMap(({ seat, name, cursor }) => {
    const [anchor, head] = [placeOf(cursor.anchor), placeOf(cursor.head)];
    if (anchor === null || head === null) return [];
    const hue = String(hueOf(name));
    const caret = Decoration.widget(head, () => caretOf(name, hue), { key: `${seat} ${name} ${head}`, side: 10, ignoreSelection: true });
    return anchor === head ? [caret] : [caret, Decoration.inline(Math.min(anchor, head), Math.max(anchor, head), { class: 'tog-s', 'data-h': hue })];
  }));
}

/** As in a plain field (caret-layer.tsx): the whole name while it moves, then its first letter. */
function caretOf(name: string, hue: string): HTMLElement {
  const [first = '', ...rest] = [...(name.trim().split(/\s+/u)[0] ?? '')];
  const caret = document.createElement('i');
  caret.className = 'tog-c';
  caret.dataset['h'] = hue;
  caret.setAttribute('aria-hidden', 'true');
  const label = document.createElement('b');
  const folding = document.createElement('span');
  folding.textContent = rest.join('');
  label.append(first, folding);
  caret.append(label);
  return caret;
}

/** What the server would refuse is not written at all. */
function bounds(tooLong: () => void): Plugin {
  return new Plugin({
    filterTransaction: (transaction, state) => {
      if (!transaction.docChanged || transaction.getMeta(ySyncPluginKey) !== undefined || transaction.doc.content.size <= MAX_TEXT) return true;
      const isTooLong = transaction.doc.textContent.length > MAX_TEXT - transaction.doc.childCount && transaction.doc.content.size > state.doc.content.size;
      if (isTooLong) tooLong();
      return !isTooLong;
    },
  });
}
