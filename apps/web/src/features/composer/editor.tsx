import { useEffect, useId, useImperativeHandle, useRef, useState, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { AttachmentView, Canned } from '@kontuar/contract';
import { request } from '../../app/client';
import { cannedQuery, useMembers, useTeams } from '../../app/directory';
import type { AreaProps, Said, WritingArea } from '../../app/letter/area';
import { toggled } from '../../app/letter/markup';
import { PlainArea } from '../../app/letter/plain-area';
import type { SharedDocument } from '../../app/letter/letter-area';
import { useLetterArea } from '../../app/letter/use-letter-area';
import { mentionGroups } from '../../app/mention-groups';
import { mentionParts, searchMembers, type Mentionable } from '../../app/mentions';
import { useLocale } from '../../i18n';
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
  replace(range: { start: number; end: number }, text: string): void;
  /** What stands before the caret. */
  before(): string;
  /** Puts marks of the platform around what is selected, or takes them away. */
  wrap(mark: string): void;
  /** At the end, with its look. False where only words can be written. */
  append(html: string): boolean;
}

export interface EditorProps {
  ref: Ref<EditorHandle>;
  said: Said;
  onChange: (said: Said) => void;
  note: boolean;
  /** The channel takes a look along: the editor of letters opens, as soon as it is there. */
  letter: boolean;
  pictures: readonly AttachmentView[];
  onPictures?: ((files: File[], put: (file: AttachmentView) => void) => void) | undefined;
  label: string;
  placeholder: string;
  lang: string;
  facts: CannedFacts;
  describedBy?: string | undefined;
  onFiles: (files: File[]) => void;
  /** A canned answer was put in: its files and what it does besides are the composer's. */
  onAnswer: (answer: Canned) => void;
  /** Stands on top of the canned answers; empty: nothing does. */
  pinned: string;
  /** Stretches of the text to underline, in their order. */
  underlined?: readonly { start: number; end: number }[];
  /** Of a text that colleagues write, too: see together/. */
  carets?: ReactNode;
  hold?: ((box: HTMLTextAreaElement) => () => void) | undefined;
  shared?: (SharedDocument & { id: string }) | undefined;
}

function underlinedParts(text: string, stretches: readonly { start: number; end: number }[]): { text: string; isMarked: boolean }[] {
  const parts = stretches.flatMap(({ start, end }, index) => [{ text: text.slice(stretches[index - 1]?.end ?? 0, start), isMarked: false }, { text: text.slice(start, end), isMarked: true }]);
  return [...parts, { text: text.slice(stretches.at(-1)?.end ?? 0), isMarked: false }];
}

/** As any other canned answer, but of the crisis: nothing counts how often it is used. */
const pinnedAnswer = (text: string, locale: 'en' | 'pl'): Canned[] => (text === '' ? [] : [{ id: '', shortcut: locale === 'pl' ? 'kryzys' : 'crisis', title: text.slice(0, 60), text, locale: null, folder: '', teamId: null, actions: [], articleId: null, attachments: [], uses: 0 }]);

const unmarked: readonly { start: number; end: number }[] = [];

/** The text, with canned answers behind `/` and, in notes, colleagues behind `@`; plain or a letter, all of it works alike. */
export function Editor({ ref, said, onChange, note, letter, pictures, onPictures, label, placeholder, lang, facts, describedBy, onFiles, onAnswer, pinned, underlined = unmarked, carets, hold, shared: together }: EditorProps) {
  const area = useRef<WritingArea>(null);
  const listId = useId();
  const me = useMe();
  const members = useMembers();
  const locale = useLocale();
  const { data: answers } = useQuery(cannedQuery);
  const [trigger, setTrigger] = useState<Trigger | null>(null);
  const [dismissed, setDismissed] = useState<number | null>(null);
  const [active, setActive] = useState(0);

  const open = trigger !== null && trigger.start !== dismissed ? trigger : null;
  const foundAnswers = open?.kind === 'canned' ? [...searchCanned(pinnedAnswer(pinned, locale), open.query, lang), ...searchCanned(answers ?? [], open.query, lang)] : [];
  const colleagues = members.filter((member) => member.active && member.id !== me.member.id);
  const groups = mentionGroups(useTeams());
  // Said in the reader's own language; either is understood.
  const shown = groups.filter(({ id }) => !id.startsWith('shift:') || id === (locale === 'pl' ? 'shift:na zmianie' : 'shift:on shift'));
  const foundMembers = open?.kind === 'mention' ? [...searchMembers(colleagues, open.query), ...searchMembers(shown, open.query, open.query === '' ? 3 : 6)] : [];
  const count = open?.kind === 'canned' ? foundAnswers.length : foundMembers.length;
  // A slash word that fits nothing is just a word; the bare slash shows that there is nothing to choose from.
  const listed = open !== null && (count > 0 || open.query === '') ? open : null;

  const look = () => {
    const place = area.current;
    if (!place) return;
    const { start, end } = place.selection();
    const next = start === end ? triggerAt(place.text(), start, { mentions: note }) : null;
    if (next?.start !== trigger?.start || next?.query !== trigger?.query || next?.kind !== trigger?.kind) setActive(0);
    if (next === null) setDismissed(null);
    setTrigger(next);
  };

  const write = (text: string, range?: { start: number; end: number }) => area.current?.write(text, range);

  useImperativeHandle(ref, () => ({
    focus: () => area.current?.focus(),
    insert: (text) => write(text),
    replace: (range, text) => write(text, range),
    wrap: (mark) => {
      if (area.current === null) return;
      const { range, text: words, select } = toggled(area.current.text(), area.current.selection(), mark);
      write(words, range);
      area.current.select(select.start, select.end);
    },
    append: (html) => {
      area.current?.append?.(html);
      return area.current?.append !== undefined;
    },
    before: () => area.current?.text().slice(0, area.current.selection().start) ?? '',
  }));

  const takeAnswer = (answer: Canned | undefined) => {
    if (!answer || !open) return;
    const { text, gap } = fill(answer.text, facts);
    const start = open.start;
    write(text, open);
    if (gap) area.current?.select(start + gap.start, start + gap.end);
    setTrigger(null);
    onAnswer(answer);
    // A count of uses only sorts the list; losing one costs nothing.
    if (answer.id !== '') void request('POST', `/canned/${answer.id}/used`).catch(() => undefined);
  };
  const takeMember = (member: Mentionable | undefined) => {
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
  useEffect(() => { setTrigger(null); }, [note]);

  const { text } = said;
  const parts = note && text.includes('@') ? mentionParts(text, [...colleagues, ...groups]) : [];
  const marked = parts.some(({ memberId }) => memberId !== null) || underlined.length > 0;
  const activeId = listed === null || count === 0 ? undefined : `${listId}-${active}`;
  const Letter = useLetterArea(letter, area);
  const shared: AreaProps = {
    ref: area, said, onChange, onLook: look, onBlur: () => setTrigger(null), onFiles, label, placeholder, lang, describedBy, listId: listed === null ? undefined : listId, activeId, underlined,
  };
  const backdrop = parts.length === 0
    ? underlinedParts(text, underlined).map((part, index) => (part.isMarked ? <span key={index} className="jw">{part.text}</span> : part.text))
    : parts.map((part, index) => (part.memberId === null ? part.text : <span key={index} className="at">{part.text}</span>));
  return (
    <div className="ed-w" onKeyDownCapture={onKeyDown}>
      {Letter !== null ? <Letter key={together?.id ?? 'own'} {...shared} pictures={pictures} onPictures={onPictures} shared={together} /> : <PlainArea {...shared} backdrop={marked ? backdrop : null} carets={carets} hold={hold} />}
      {letter && Letter === null && <div className="ltr-soon" aria-hidden="true" />}
      {listed?.kind === 'canned' && (
        <CannedList id={listId} query={listed.query} found={foundAnswers} none={answers?.length === 0} active={active} facts={facts} onActive={setActive} onTake={takeAnswer} />
      )}
      {listed?.kind === 'mention' && <MentionList id={listId} found={foundMembers} active={active} onActive={setActive} onTake={takeMember} />}
    </div>
  );
}
