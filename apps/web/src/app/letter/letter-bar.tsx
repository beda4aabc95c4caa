import type { Editor } from '@tiptap/core';
import { Bold, Code, Heading2, Image, Italic, Link2, List, ListOrdered, Quote, RemoveFormatting, Strikethrough, Table, Underline, type IconNode } from 'lucide';
import { useEffect, useReducer, useRef, useState, type KeyboardEvent } from 'react';
import { useKeycaps, useShortcut } from '../keys';
import { useStrings, type KeyOf } from '../../i18n';
import { Icon } from '../../ui';
import { LinkField } from './link-field';
import { letterStrings } from './letter.strings';

type Tool = { id: KeyOf<(typeof letterStrings)['en']>; icon: IconNode; keys?: string; on?: (editor: Editor) => boolean; act: (editor: Editor) => void };

const tools: readonly Tool[] = [
  { id: 'bold', icon: Bold, keys: 'Ctrl B', on: (editor) => editor.isActive('bold'), act: (editor) => editor.chain().focus().toggleBold().run() },
  { id: 'italic', icon: Italic, keys: 'Ctrl I', on: (editor) => editor.isActive('italic'), act: (editor) => editor.chain().focus().toggleItalic().run() },
  { id: 'underline', icon: Underline, keys: 'Ctrl U', on: (editor) => editor.isActive('underline'), act: (editor) => editor.chain().focus().toggleUnderline().run() },
  { id: 'strike', icon: Strikethrough, keys: 'Ctrl ⇧ S', on: (editor) => editor.isActive('strike'), act: (editor) => editor.chain().focus().toggleStrike().run() },
  { id: 'bulletList', icon: List, keys: 'Ctrl ⇧ 8', on: (editor) => editor.isActive('bulletList'), act: (editor) => editor.chain().focus().toggleBulletList().run() },
  { id: 'orderedList', icon: ListOrdered, keys: 'Ctrl ⇧ 7', on: (editor) => editor.isActive('orderedList'), act: (editor) => editor.chain().focus().toggleOrderedList().run() },
  { id: 'quote', icon: Quote, keys: 'Ctrl ⇧ B', on: (editor) => editor.isActive('blockquote'), act: (editor) => editor.chain().focus().toggleBlockquote().run() },
  { id: 'heading', icon: Heading2, keys: 'Ctrl Alt 2', on: (editor) => editor.isActive('heading'), act: (editor) => editor.chain().focus().toggleHeading({ level: 2 }).run() },
  { id: 'code', icon: Code, keys: 'Ctrl E', on: (editor) => editor.isActive('code') || editor.isActive('codeBlock'), act: (editor) => (editor.state.selection.empty ? editor.chain().focus().toggleCodeBlock().run() : editor.chain().focus().toggleCode().run()) },
  { id: 'table', icon: Table, on: (editor) => editor.isActive('table'), act: (editor) => (editor.isActive('table') ? editor.chain().focus().deleteTable().run() : editor.chain().focus().insertTable({ rows: 2, cols: 2, withHeaderRow: true }).run()) },
  { id: 'clear', icon: RemoveFormatting, act: (editor) => editor.chain().focus().unsetAllMarks().clearNodes().run() },
];

/** The look of a letter: one tab stop, arrows walk it. */
export function LetterBar({ editor, onPictures }: { editor: Editor | null; onPictures?: ((files: File[]) => void) | undefined }) {
  const t = useStrings(letterStrings);
  const [, again] = useReducer((times: number) => times + 1, 0);
  const [stop, setStop] = useState(0);
  const [linking, setLinking] = useState(false);
  const bar = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const linkKeys = useKeycaps('link').join(' ');
  useEffect(() => {
    editor?.on('transaction', again);
    return () => void editor?.off('transaction', again);
  }, [editor]);
  useShortcut('link', () => (editor?.isFocused === true ? setLinking(true) : false));

  const walk = (event: KeyboardEvent) => {
    const buttons = [...(bar.current?.querySelectorAll<HTMLButtonElement>('button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (next === undefined) {
      if (event.key === 'Escape') { event.stopPropagation(); editor?.view.focus(); }
      return;
    }
    event.preventDefault();
    const to = (next + buttons.length) % buttons.length;
    setStop(to);
    buttons[to]?.focus();
  };
  const button = (id: Tool['id'], icon: IconNode, index: number, keys: string | undefined, pressed: boolean | undefined, act: () => void) => (
    <button
      key={id} type="button" tabIndex={index === stop ? 0 : -1} aria-label={t(id)} title={keys === undefined ? t(id) : `${t(id)} (${keys})`} aria-pressed={pressed} disabled={editor === null}
      onFocus={() => setStop(index)} onMouseDown={(event) => event.preventDefault()} onClick={act}
    >
      <Icon of={icon} size={14} />
    </button>
  );
  const run = (act: (editor: Editor) => void) => () => { if (editor !== null) act(editor); };
  return (
    <>
      <div className="ltr-bar" role="toolbar" aria-label={t('look')} ref={bar} onKeyDown={walk}>
        {tools.slice(0, -1).map(({ id, icon, keys, on, act }, index) => button(id, icon, index, keys, editor !== null && on?.(editor), run(act)))}
        {button('link', Link2, tools.length - 1, linkKeys, editor?.isActive('link') === true, () => setLinking(true))}
        {onPictures !== undefined && button('picture', Image, tools.length, undefined, undefined, () => input.current?.click())}
        {tools.slice(-1).map(({ id, icon, act }) => button(id, icon, tools.length + 1, undefined, undefined, run(act)))}
        <input ref={input} type="file" accept="image/png,image/jpeg,image/gif,image/webp" multiple hidden onChange={(event) => { onPictures?.([...(event.target.files ?? [])]); event.target.value = ''; }} />
      </div>
      {linking && editor !== null && <LinkField editor={editor} onDone={() => { setLinking(false); editor.view.focus(); }} />}
    </>
  );
}
