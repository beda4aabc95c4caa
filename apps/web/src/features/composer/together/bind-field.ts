import type { DraftSession } from './draft-session';

/**
 * A text field and a shared draft: colleagues' words come in with the caret kept, what an input method composes is left alone, and undo takes back one's own
 * words only. The browser's own undo would bring back a text without the colleagues'. Returns the way to let go.
 */
export function bindField(box: HTMLTextAreaElement, session: DraftSession): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const active = () => box.ownerDocument.activeElement === box;
  const unbind = session.bind({
    selection: () => ({ start: box.selectionStart, end: box.selectionEnd }),
    write: (text, { start, end }) => {
      const top = box.scrollTop;
      const backward = box.selectionDirection === 'backward';
      if (box.value !== text) box.value = text;
      // Where it is not being written, some browsers would take the focus with the selection.
      if (active()) box.setSelectionRange(start, end, backward ? 'backward' : 'forward');
      box.scrollTop = top;
    },
  });
  const point = () => session.point(active() ? { start: box.selectionStart, end: box.selectionEnd, backward: box.selectionDirection === 'backward' } : null);
  const takeBack = (event: Event, again: boolean) => {
    event.preventDefault();
    if (again) session.text.redo();
    else session.text.undo();
  };
  box.addEventListener('compositionstart', () => session.text.composeStarts(), { signal });
  box.addEventListener('compositionend', () => { session.text.composeEnds(box.value); point(); }, { signal });
  box.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === 'z') takeBack(event, event.shiftKey);
    else if (key === 'y' && !event.shiftKey) takeBack(event, true);
  }, { signal });
  // By the menu, or by shaking a phone.
  box.addEventListener('beforeinput', (event) => {
    if (event.inputType === 'historyUndo' || event.inputType === 'historyRedo') takeBack(event, event.inputType === 'historyRedo');
  }, { signal });
  box.addEventListener('blur', point, { signal });
  box.ownerDocument.addEventListener('selectionchange', () => { if (active()) point(); }, { signal });
  point();
  return () => {
    stop.abort();
    unbind();
  };
}
