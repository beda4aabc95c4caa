import { useEffect, useId, useImperativeHandle, useLayoutEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent, type Ref } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Canned, Member } from '@kontuar/contract';
import { request } from '../../app/client';
import { cannedQuery, useMembers } from '../../app/directory';
import { mentionParts, searchMembers } from '../../app/mentions';
import { useMe } from '../../app/me';
import { fill, type CannedFacts } from './canned-fill';
import { CannedList } from './canned-list';
import { searchCanned } from './canned-search';
import { MentionList } from './mention-list';
import { triggerAt, type Trigger } from './trigger';

export interface EditorHandle {
  focus(): void;
  /** Writes at the caret as if it were typed, so that the browser's own undo knows it. */
  insert(text: string): void;
  element(): HTMLTextAreaElement | null;
}

export interface EditorProps {
  ref: Ref<EditorHandle>;
  value: string;
  onChange: (text: string) => void;
  note: boolean;
  label: string;
  placeholder: string;
  lang: string;
  facts: CannedFacts;
  describedBy?: string | undefined;
  onFiles: (files: File[]) => void;
  /** A canned answer was put in: its files and what it does besides are the composer's. */
  onAnswer: (answer: Canned) => void;
  /** Stretches of the text to underline, in their order. */
  underlined?: readonly { start: number; end: number }[];
}

function underlinedParts(text: string, stretches: readonly { start: number; end: number }[]): { text: string; isMarked: boolean }[] {
  const parts = stretches.flatMap(({ start, end }, index) => [{ text: text.slice(stretches[index - 1]?.end ?? 0, start), isMarked: false }, { text: text.slice(start, end), isMarked: true }]);
  return [...parts, { text: text.slice(stretches.at(-1)?.end ?? 0), isMarked: false }];
}

/** The text, with canned answers behind `/` and, in notes, colleagues behind `@`. */
export function Editor({ ref, value, onChange, note, label, placeholder, lang, facts, describedBy, onFiles, onAnswer, underlined = [] }: EditorProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const back = useRef<HTMLDivElement>(null);
  const listId = useId();
  const me = useMe();
  const members = useMembers();
  const { data: answers } = useQuery(cannedQuery);
  const [trigger, setTrigger] = useState<Trigger | null>(null);
  const [dismissed, setDismissed] = useState<number | null>(null);
  const [active, setActive] = useState(0);

  const open = trigger !== null && trigger.start !== dismissed ? trigger : null;
  const foundAnswers = open?.kind === 'canned' ? searchCanned(answers ?? [], open.query, lang) : [];
  const colleagues = members.filter((member) => member.active && member.id !== me.member.id);
  const foundMembers = open?.kind === 'mention' ? searchMembers(colleagues, open.query) : [];
  const count = open?.kind === 'canned' ? foundAnswers.length : foundMembers.length;
  // A slash word that fits nothing is just a word; the bare slash shows that there is nothing to choose from.
  const listed = open !== null && (count > 0 || open.query === '') ? open : null;

  const look = () => {
    const box = area.current;
    if (!box) return;
    const next = box.selectionStart === box.selectionEnd ? triggerAt(box.value, box.selectionStart, { mentions: note }) : null;
    if (next?.start !== trigger?.start || next?.query !== trigger?.query || next?.kind !== trigger?.kind) setActive(0);
    if (next === null) setDismissed(null);
    setTrigger(next);
  };

  const write = (text: string, range?: { start: number; end: number }) => {
    const box = area.current;
    if (!box) return;
    box.focus();
    if (range) box.setSelectionRange(range.start, range.end);
    // Deprecated, and still the only way that leaves the browser's undo whole.
    if (document.execCommand('insertText', false, text)) return;
    box.setRangeText(text, box.selectionStart, box.selectionEnd, 'end');
    onChange(box.value);
  };

  useImperativeHandle(ref, () => ({ focus: () => area.current?.focus(), insert: (text) => write(text), element: () => area.current }));

  const takeAnswer = (answer: Canned | undefined) => {
    if (!answer || !open) return;
    const { text, gap } = fill(answer.text, facts);
    const start = open.start;
    write(text, open);
    if (gap) area.current?.setSelectionRange(start + gap.start, start + gap.end);
    setTrigger(null);
    onAnswer(answer);
    // A count of uses only sorts the list; losing one costs nothing.
    void request('POST', `/canned/${answer.id}/used`).catch(() => undefined);
  };
  const takeMember = (member: Member | undefined) => {
    if (!member || !open) return;
    write(`@${member.name} `, open);
    setTrigger(null);
  };
  const take = (index: number) => (open?.kind === 'canned' ? takeAnswer(foundAnswers[index]) : takeMember(foundMembers[index]));

  const onKeyDown = (event: KeyboardEvent) => {
    if (listed === null || event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      setDismissed(listed.start);
    } else if (count > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      setActive((at) => (at + (event.key === 'ArrowDown' ? 1 : -1) + count) % count);
    } else if (count > 0 && ((event.key === 'Enter' && !event.ctrlKey && !event.metaKey) || (event.key === 'Tab' && !event.shiftKey))) {
      event.preventDefault();
      take(active);
    }
  };
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
    const frame = box.parentElement;
    // The frame keeps its height while the text is measured: the thread above must not jump for the blink of it.
    if (frame) frame.style.height = `${frame.offsetHeight}px`;
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight}px`;
    if (frame) frame.style.height = '';
    if (back.current) back.current.scrollTop = box.scrollTop;
  }, [value, note]);
  useEffect(() => { setTrigger(null); }, [note]);

  const parts = note && value.includes('@') ? mentionParts(value, colleagues) : [];
  const marked = parts.some(({ memberId }) => memberId !== null) || underlined.length > 0;
  const activeId = listed === null || count === 0 ? undefined : `${listId}-${active}`;
  return (
    <div className="ed-w">
      <textarea
        ref={area} className={marked ? 'ed marked' : 'ed'} rows={1} value={value} placeholder={placeholder} lang={lang} spellCheck autoCapitalize="sentences"
        aria-label={label} aria-describedby={describedBy} aria-autocomplete="list" aria-haspopup="listbox" aria-controls={listed === null ? undefined : listId} aria-activedescendant={activeId}
        onChange={(event) => { onChange(event.target.value); look(); }}
        onSelect={look} onKeyDown={onKeyDown} onPaste={onPaste} onBlur={() => setTrigger(null)}
        onScroll={(event) => { if (back.current) back.current.scrollTop = event.currentTarget.scrollTop; }}
      />
      {marked && (
        <div className="ed-back" ref={back} aria-hidden="true">
          {parts.length === 0 && underlinedParts(value, underlined).map((part, index) => (part.isMarked ? <span key={index} className="jw">{part.text}</span> : part.text))}
          {parts.map((part, index) => (part.memberId === null ? part.text : <span key={index} className="at">{part.text}</span>))}
          {'\n'}
        </div>
      )}
      {listed?.kind === 'canned' && (
        <CannedList id={listId} query={listed.query} found={foundAnswers} none={answers?.length === 0} active={active} facts={facts} onActive={setActive} onTake={takeAnswer} />
      )}
      {listed?.kind === 'mention' && <MentionList id={listId} found={foundMembers} active={active} onActive={setActive} onTake={takeMember} />}
    </div>
  );
}
