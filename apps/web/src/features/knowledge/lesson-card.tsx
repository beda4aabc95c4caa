import { Link } from '@tanstack/react-router';
import { BookOpen, MessageSquareText, Type, X } from 'lucide';
import { useState, type FormEvent } from 'react';
import type { Lesson, LessonOutcome } from '@kontuar/contract';
import { useMembers, useTeams } from '../../app/directory';
import { useMatterName } from '../../app/matters/matters';
import { useStrings } from '../../i18n';
import { Button, Chip, Dialog, Field, Icon, IconButton, RelativeTime, Tag, TextInput } from '../../ui';
import { lessonStrings } from './lessons.strings';
import type { LessonActs } from './use-lesson-acts';

export const outcomeIcons = { article: BookOpen, canned: MessageSquareText, term: Type } as const;

/** Where it comes from, who wrote it and when. */
export function LessonSource({ lesson }: { lesson: Lesson }) {
  const t = useStrings(lessonStrings);
  const named = useMatterName();
  const author = useMembers().find(({ id }) => id === lesson.createdBy)?.name ?? t('somebody');
  const team = useTeams().find(({ id }) => id === lesson.teamId)?.name;
  return (
    <p className="mut kb-s">
      {lesson.matter !== null && <span>{named(lesson.matter)}</span>}
      {lesson.conversation !== null && <Link className="lnk les-over" to="/inbox/$view/$conversationId" params={{ view: 'all', conversationId: lesson.conversation.id }}>{t('conversation', { number: lesson.conversation.number })}</Link>}
      {lesson.case !== null && <Link className="lnk les-over" to="/cases/$caseId" params={{ caseId: lesson.case.id }}>{lesson.case.code}</Link>}
      {team !== undefined && <span>{team}</span>}
      <span>{t('by', { name: author })}</span>
      <RelativeTime at={lesson.createdAt} />
    </p>
  );
}

export function LessonTags({ lesson }: { lesson: Lesson }) {
  const t = useStrings(lessonStrings);
  if (lesson.tags.length + lesson.qualities.length === 0) return null;
  return <p className="les-chips">{lesson.tags.map((tag) => <Tag key={tag}>{tag}</Tag>)}{lesson.qualities.map((quality) => <Chip line key={quality}>{t(quality)}</Chip>)}</p>;
}

/** What became of it, each a link to where it is now. */
export function Outcomes({ lesson, acts }: { lesson: Lesson; acts?: LessonActs }) {
  const t = useStrings(lessonStrings);
  if (lesson.outcomes.length === 0) return null;
  return (
    <ul className="les-out" aria-label={t('became')}>
      {lesson.outcomes.map((outcome) => (
        <li key={outcome.id}>
          <Icon of={outcomeIcons[outcome.kind]} size={14} /><span className="vh">{t(outcome.kind)}</span> <OutcomeLink outcome={outcome} />
          {acts !== undefined && <IconButton size="sm" label={`${t('takeBack')}: ${outcome.title}`} onClick={() => void acts.takeBack(lesson, outcome.id)}><Icon of={X} size={12} /></IconButton>}
        </li>
      ))}
    </ul>
  );
}

function OutcomeLink({ outcome: { kind, subjectId, title } }: { outcome: LessonOutcome }) {
  if (kind === 'article') return <Link className="lnk ell les-over" to="/knowledge/$articleId" params={{ articleId: subjectId }}>{title}</Link>;
  return <Link className="lnk ell les-over" to="/settings/$part" params={{ part: kind === 'canned' ? 'canned' : 'glossary' }}>{title}</Link>;
}

/** A lesson seldom says both words. */
export function TermDialog({ known, busy, add, onClose }: { known: { term: string; plain: string }; busy: boolean; add: (words: { term: string; plain: string }) => void; onClose: () => void }) {
  const t = useStrings(lessonStrings);
  const [words, setWords] = useState(known);
  const ready = words.term.trim() !== '' && words.plain.trim() !== '';
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (ready) add(words);
  };
  return (
    <Dialog open onOpenChange={onClose} title={t('termTitle')} footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button tone="primary" type="submit" form="lesson-term" disabled={!ready} busy={busy}>{t('add')}</Button></>}>
      <form id="lesson-term" className="les-form" onSubmit={save}>
        <Field label={t('termWord')}><TextInput autoFocus={known.term === ''} maxLength={80} value={words.term} onChange={(event) => setWords({ ...words, term: event.target.value })} /></Field>
        <Field label={t('plainWord')}><TextInput autoFocus={known.term !== ''} maxLength={80} value={words.plain} onChange={(event) => setWords({ ...words, plain: event.target.value })} /></Field>
      </form>
    </Dialog>
  );
}
