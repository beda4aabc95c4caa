import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState, type ClipboardEvent, type ReactNode } from 'react';
import type { AreaProps } from './area';
import { leaveCaret, takeCaret } from './carried-caret';

function grow(box: HTMLTextAreaElement): void {
  const frame = box.parentElement;
  // The frame keeps its height while the text is measured: the thread above must not jump for the blink of it.
  if (frame) frame.style.height = `${frame.offsetHeight}px`;
  box.style.height = 'auto';
  box.style.height = `${box.scrollHeight}px`;
  if (frame) frame.style.height = '';
}

export interface PlainAreaProps extends AreaProps {
  /** What is marked in the text, drawn below it; null: nothing is. */
  backdrop: ReactNode;
  /** Drawn over it, where colleagues write in the same text. */
  carets?: ReactNode;
  /** Takes the field in hand as long as it is the same function; answers the way to let go. */
  hold?: ((box: HTMLTextAreaElement) => () => void) | undefined;
}

/** The browser lets the field grow with its words. Where it does not, each key costs four layouts of the page. */
const growsByItself = typeof CSS !== 'undefined' && CSS.supports('field-sizing', 'content');

/** A text without a look: of chats, notes and logs, and of letters until their own editor is there. */
export function PlainArea({ ref, said, onChange, onLook, onBlur, onFiles, label, placeholder, lang, describedBy, listId, activeId, backdrop, carets, hold }: PlainAreaProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const back = useRef<HTMLDivElement>(null);
  const isComposing = useRef(false);
  const place = useRef(ref);
  // A key is shown at once; whoever is told of it draws what depends on it behind that frame. What they write themselves is shown as soon as it is another text.
  // Where colleagues write in it, too, their common text alone is shown.
  const [text, setText] = useState(said.text);
  const [given, setGiven] = useState(said.text);
  if (given !== said.text) {
    setGiven(said.text);
    setText(said.text);
  }

  useImperativeHandle(ref, () => ({
    focus: () => area.current?.focus(),
    text: () => area.current?.value ?? '',
    selection: () => ({ start: area.current?.selectionStart ?? 0, end: area.current?.selectionEnd ?? 0 }),
    select: (start, end) => area.current?.setSelectionRange(start, end),
    write: (text, range) => {
      const box = area.current;
      if (!box) return;
      box.focus();
      if (range) box.setSelectionRange(range.start, range.end);
      // Deprecated, and still the only way that leaves the browser's undo whole.
      if (document.execCommand('insertText', false, text)) return;
      box.setRangeText(text, box.selectionStart, box.selectionEnd, 'end');
      onChange({ text: box.value, html: null });
    },
    composing: () => isComposing.current,
  }), [onChange]);

  useLayoutEffect(() => {
    const box = area.current;
    const here = place.current;
    const caret = takeCaret(here);
    if (box !== null && caret !== null) {
      const [start, end] = caret.text === box.value ? [caret.start, caret.end] : [box.value.length, box.value.length];
      box.focus();
      box.setSelectionRange(start, end);
    }
    return () => leaveCaret(here, box !== null && document.activeElement === box ? { start: box.selectionStart, end: box.selectionEnd, next: null, text: box.value } : null);
  }, []);

  useEffect(() => (hold === undefined || area.current === null ? undefined : hold(area.current)), [hold]);

  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    // Spreadsheets put a picture beside their text; the text is meant.
    if (files.length === 0 || event.clipboardData.getData('text/plain') !== '') return;
    event.preventDefault();
    onFiles(files);
  };

  useLayoutEffect(() => {
    const box = area.current;
    if (!box) return;
    if (!growsByItself) grow(box);
    if (back.current) back.current.scrollTop = box.scrollTop;
  }, [text]);

  return (
    <>
      <textarea
        ref={area} className={backdrop === null ? 'ed' : 'ed marked'} rows={1} value={hold === undefined ? text : said.text} placeholder={placeholder} lang={lang} spellCheck autoCapitalize="sentences"
        aria-label={label} aria-describedby={describedBy} aria-autocomplete="list" aria-haspopup="listbox" aria-controls={listId} aria-activedescendant={activeId}
        onChange={(event) => { setText(event.target.value); onChange({ text: event.target.value, html: null }); onLook(); }}
        onSelect={onLook} onPaste={onPaste} onBlur={onBlur}
        onCompositionStart={() => { isComposing.current = true; }} onCompositionEnd={() => { isComposing.current = false; }}
        onScroll={(event) => { if (back.current) back.current.scrollTop = event.currentTarget.scrollTop; }}
      />
      {backdrop !== null && <div className="ed-back" ref={back} aria-hidden="true">{backdrop}{'\n'}</div>}
      {carets}
    </>
  );
}
