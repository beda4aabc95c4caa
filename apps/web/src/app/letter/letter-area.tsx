import './letter.css';
import { Editor, Extension, type Extensions, type JSONContent } from '@tiptap/core';
import { Mark, Slice, type Node } from '@tiptap/pm/model';
import { Plugin, PluginKey, TextSelection, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import type { AttachmentView } from '@kontuar/contract';
import { formatNumber, useLocale, useStrings } from '../../i18n';
import { useToast } from '../../ui';
import type { AreaProps, Said, WritingArea } from './area';
import { leaveCaret, takeCaret, type Caret } from './carried-caret';
import { flatText, saysMoreThanWords } from './flat-text';
import { LetterBar } from './letter-bar';
import { docOf, htmlOf } from './letter-html';
import { letterStrings } from './letter.strings';
import { cleanPaste, judgePaste, mostPasted, picturesIn } from './paste';
import { letterExtensions, letterSchema } from './schema';

export interface LetterAreaProps extends AreaProps {
  /** Uploaded files that may stand in the text. */
  pictures: readonly AttachmentView[];
  /** Uploads pictures that were pasted or dropped into the text; each is put in when it is there. Undefined: none can be sent here. */
  onPictures?: ((files: File[], put: (file: AttachmentView) => void) => void) | undefined;
  /** Written in by several: the document is theirs, `said` is only told of. */
  shared?: SharedDocument | undefined;
}

export interface SharedDocument {
  /** Bind the editor to the document, and bring an undo of their own. */
  extensions: () => Extensions;
  /** Not typed here just now. */
  isOthers: (transaction: Transaction) => boolean;
  /** The editor is here; answers the way to let go of it. */
  onArea: (area: Required<Pick<WritingArea, 'write' | 'replace'>>) => () => void;
}

const marks = new PluginKey<DecorationSet>('underlined');
const pictureTypes = /^image\/(png|jpeg|gif|webp)$/;

/** A letter as it is written: ProseMirror, by TipTap. What is said goes out at every change; what comes in from outside replaces it. */
export function LetterArea(props: LetterAreaProps) {
  const { ref, said, label, placeholder, lang, describedBy, listId, activeId, underlined, pictures } = props;
  const t = useStrings(letterStrings);
  const locale = useLocale();
  const toast = useToast();
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const last = useRef<Said>(said);
  const [made, setEditor] = useState<Editor | null>(null);
  // A screen that is hidden while another part loads takes its effects back, and then runs them once more around the old editor.
  const editor = made?.isDestroyed === true ? null : made;
  const tooLong = useRef<(length: number) => void>(() => undefined);
  tooLong.current = (length) => toast({ text: t('tooLong', { length: formatNumber(locale, length), max: formatNumber(locale, mostPasted) }), tone: 'danger' });

  useLayoutEffect(() => {
    const { shared } = latest.current;
    const fresh: Editor = new Editor({
      element: place.current,
      injectCSS: false,
      extensions: [...letterExtensions({ undo: shared === undefined }), ...(shared?.extensions() ?? []), Extension.create({ name: 'underlined', addProseMirrorPlugins: () => [underlining()] })],
      ...(shared === undefined ? { content: docOf(letterSchema(), last.current).toJSON() as JSONContent } : {}),
      editorProps: {
        handleDOMEvents: {
          // Send and going back are the window's: a block of code must not take Ctrl Enter for its own, nor the editor Escape.
          keydown: (_, event) => event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey)),
          // Before anything of it is parsed.
          paste: (_, event) => {
            const isDone = pasted(fresh, event, latest, tooLong.current);
            if (isDone) event.preventDefault();
            return isDone;
          },
        },
        // Our own copies carry what ProseMirror needs to know of them.
        transformPastedHTML: (html) => (html.includes('data-pm-slice') ? html : cleanPaste(html)),
        handleDrop: (view, event) => {
          const drawn = [...(event.dataTransfer?.files ?? [])].filter(({ type }) => pictureTypes.test(type));
          const { onPictures } = latest.current;
          // Other files are the whole conversation's, which takes them wherever they fall.
          if (drawn.length === 0 || onPictures === undefined) return false;
          const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
          if (at !== null) fresh.commands.setTextSelection(at.pos);
          onPictures(drawn, (file) => putPicture(fresh, file));
          return true;
        },
      },
      onUpdate: ({ editor: changed, transaction }) => {
        const { text } = flatText(changed.state.doc);
        const next = { text, html: saysMoreThanWords(changed.state.doc) ? htmlOf(changed.state.doc) : null };
        last.current = next;
        if (shared?.isOthers(transaction) === true) return;
        latest.current.onChange(next);
        latest.current.onLook();
      },
      onSelectionUpdate: () => latest.current.onLook(),
      onBlur: () => latest.current.onBlur(),
    });
    setEditor(fresh);
    const letGo = shared?.onArea({ write: (text, range) => write(fresh, text, range, fresh.view.hasFocus()), replace: (whole) => replace(fresh, whole) });
    const caret = takeCaret(latest.current.ref);
    if (caret !== null) {
      fresh.view.focus();
      putCaret(fresh, caret);
    }
    return () => {
      letGo?.();
      leaveCaret(latest.current.ref, fresh.view.hasFocus() ? caretIn(fresh) : null);
      fresh.destroy();
    };
  }, []);

  // From another device, taken back, or sent: not what was typed here.
  useEffect(() => {
    if (editor === null || editor.isDestroyed || latest.current.shared !== undefined || (said.text === last.current.text && said.html === last.current.html)) return;
    last.current = said;
    editor.chain().setMeta('addToHistory', false).setContent(docOf(editor.schema, said).toJSON() as JSONContent, { emitUpdate: false }).run();
  }, [editor, said]);

  useLayoutEffect(() => {
    if (editor === null || editor.isDestroyed) return;
    editor.setOptions({
      editorProps: {
        ...editor.options.editorProps,
        attributes: {
          class: 'ed ltr', role: 'textbox', 'aria-multiline': 'true', 'aria-label': label, lang, spellcheck: 'true', autocapitalize: 'sentences', 'aria-placeholder': placeholder, 'aria-autocomplete': 'list', 'aria-haspopup': 'listbox',
          ...(describedBy === undefined ? {} : { 'aria-describedby': describedBy }), ...(listId === undefined ? {} : { 'aria-controls': listId }), ...(activeId === undefined ? {} : { 'aria-activedescendant': activeId }),
        },
      },
    });
  }, [editor, label, placeholder, lang, describedBy, listId, activeId]);

  useLayoutEffect(() => {
    if (editor === null || editor.isDestroyed) return;
    const flat = flatText(editor.state.doc);
    const found = underlined.map(({ start, end }) => Decoration.inline(flat.posAt(start), flat.posAt(end), { class: 'jw' }));
    if (found.length === 0 && marks.getState(editor.state) === DecorationSet.empty) return;
    editor.view.dispatch(editor.state.tr.setMeta(marks, DecorationSet.create(editor.state.doc, found)));
  }, [editor, underlined]);

  // Pictures know their file alone; where its bytes are changes with every hour.
  useLayoutEffect(() => {
    if (editor === null || editor.isDestroyed) return;
    const address = new Map(pictures.map(({ id, thumbnailUrl, url }) => [id, thumbnailUrl ?? url]));
    for (const image of editor.view.dom.querySelectorAll<HTMLImageElement>('img[data-file]')) {
      const url = address.get(image.dataset['file'] ?? '');
      if (url != null && image.getAttribute('src') !== url) image.src = url;
    }
  });

  useImperativeHandle(ref, () => ({
    // At once: TipTap's own waits for the next frame, and what is typed until then would be taken for shortcuts.
    focus: () => { if (editor !== null && !editor.isDestroyed) editor.view.focus(); },
    text: () => (editor === null || editor.isDestroyed ? said.text : flatText(editor.state.doc).text),
    selection: () => (editor === null || editor.isDestroyed ? { start: 0, end: 0 } : selectionIn(editor)),
    select: (start, end) => { if (editor !== null && !editor.isDestroyed) selectIn(editor, start, end); },
    write: (text, range) => { if (editor !== null && !editor.isDestroyed) write(editor, text, range); },
    composing: () => editor?.view.composing === true,
    append: (html) => editor?.chain().focus('end').insertContent(docOf(editor.schema, { text: '', html }).content.toJSON() as JSONContent[]).run(),
  }), [editor, said.text]);

  return (
    <>
      <div className="ltr-w" ref={place} data-placeholder={said.text === '' && said.html === null ? placeholder : undefined} />
      <LetterBar editor={editor} onPictures={props.onPictures === undefined ? undefined : (files) => latest.current.onPictures?.(files, (file) => editor !== null && !editor.isDestroyed && putPicture(editor, file))} />
    </>
  );
}

function selectionIn({ state: { doc, selection } }: Editor): { start: number; end: number } {
  const flat = flatText(doc);
  return { start: flat.offsetAt(selection.from), end: flat.offsetAt(selection.to) };
}

function selectIn({ state, view }: Editor, start: number, end: number): void {
  const flat = flatText(state.doc);
  view.dispatch(state.tr.setSelection(TextSelection.between(state.doc.resolve(flat.posAt(start)), state.doc.resolve(flat.posAt(end)))).scrollIntoView());
}

const caretIn = (editor: Editor): Caret => ({ ...selectionIn(editor), text: flatText(editor.state.doc).text, next: editor.state.storedMarks?.map((mark) => mark.toJSON() as unknown) ?? null });

function putCaret(editor: Editor, { start, end, next }: Caret): void {
  selectIn(editor, start, end);
  if (next !== null) editor.view.dispatch(editor.state.tr.setStoredMarks(next.map((mark) => Mark.fromJSON(editor.schema, mark))));
}

function replace(editor: Editor, said: Said): void {
  const caret = caretIn(editor);
  editor.commands.setContent(docOf(editor.schema, said).toJSON() as JSONContent);
  putCaret(editor, caret);
}

/** Lines become paragraphs; what is around keeps its look. */
function write(editor: Editor, text: string, range?: { start: number; end: number }, takesFocus = true): void {
  const { state, view } = editor;
  const flat = flatText(state.doc);
  const [from, to] = range === undefined ? [state.selection.from, state.selection.to] : [flat.posAt(range.start), flat.posAt(range.end)];
  const { schema } = state;
  const lines = text.split('\n');
  const look = state.doc.resolve(from).marks();
  const paragraphs: Node[] = lines.map((line) => schema.node('paragraph', null, line === '' ? [] : [schema.text(line, look)]));
  const first = paragraphs[0];
  const transaction = lines.length === 1 && first !== undefined
    ? (text === '' ? state.tr.delete(from, to) : state.tr.replaceWith(from, to, first.content))
    : state.tr.replaceRange(from, to, new Slice(schema.node('doc', null, paragraphs).content, 1, 1));
  view.dispatch(takesFocus ? transaction.scrollIntoView() : transaction);
  if (takesFocus) view.focus();
}

function putPicture(editor: Editor, file: AttachmentView): void {
  editor.chain().focus().insertContent({ type: 'picture', attrs: { fileId: file.id, alt: file.name.replace(/\.[a-z0-9]{2,5}$/i, '') } }).run();
}

function pasted(editor: Editor, event: ClipboardEvent, latest: { current: LetterAreaProps }, tooLong: (length: number) => void): boolean {
  const data = event.clipboardData;
  if (data === null) return false;
  const [html, text] = [data.getData('text/html'), data.getData('text/plain')];
  const files = [...data.files];
  const { onPictures, onFiles } = latest.current;
  const put = (file: AttachmentView) => putPicture(editor, file);
  // Spreadsheets put a picture beside their text; the text is meant.
  if (files.length > 0 && text === '') {
    const drawn = onPictures === undefined ? [] : files.filter(({ type }) => pictureTypes.test(type));
    if (drawn.length > 0) onPictures?.(drawn, put);
    const others = files.filter((file) => !drawn.includes(file));
    if (others.length > 0) onFiles(others);
    return true;
  }
  const judged = judgePaste(html, text);
  if (judged.kind === 'too-long') {
    tooLong(judged.length);
    return true;
  }
  if (judged.kind === 'plain') {
    if (html === '' && !text.includes('\n')) return false;
    write(editor, text.replace(/\r\n?/g, '\n'));
    return true;
  }
  const drawn = picturesIn(html).map(({ type, base64 }, index) => new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], `picture-${index + 1}.${type.slice(6)}`, { type }));
  if (drawn.length > 0) onPictures?.(drawn, put);
  return false;
}

function underlining(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key: marks,
    state: { init: () => DecorationSet.empty, apply: (transaction, set) => (transaction.getMeta(marks) as DecorationSet | undefined) ?? set.map(transaction.mapping, transaction.doc) },
    props: { decorations: (state) => marks.getState(state) },
  });
}
