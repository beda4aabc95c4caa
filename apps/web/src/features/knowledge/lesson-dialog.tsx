import './lessons.css';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Sparkles } from 'lucide';
import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import type { AssistantSummary, Lesson, LessonDraft } from '@kontuar/contract';
import { useAssistant } from '../../app/assistant';
import { request } from '../../app/client';
import type { Commands } from '../../app/commands';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useLocale, useStrings } from '../../i18n';
import { Button, Dialog, Icon, useToast } from '../../ui';
import { LessonFields, noWords, tagsOf, wordsOf, type LessonWords } from './lesson-form';
import { lessonStrings } from './lessons.strings';

interface LessonDialogProps { of: Commands['lesson'] | Lesson; onClose: () => void }
const isKept = (of: LessonDialogProps['of']): of is Lesson => 'id' in of;

/** Writes down what a conversation or a case taught, or changes what was written. Begins with what is known; nobody outside is asked unless somebody presses a button. */
export function LessonDialog({ of, onClose }: LessonDialogProps) {
  const t = useStrings(lessonStrings);
  const locale = useLocale();
  const toast = useToast();
  const cache = useQueryClient();
  const [words, setWords] = useState<LessonWords>(isKept(of) ? wordsOf(of) : noWords);
  const touched = useRef(new Set<keyof LessonWords>());
  const change = (next: Partial<LessonWords>) => {
    for (const field of Object.keys(next) as (keyof LessonWords)[]) touched.current.add(field);
    setWords((before) => ({ ...before, ...next }));
  };
  // What somebody wrote meanwhile stays.
  const fill = (next: Partial<LessonWords>) => setWords((before) => ({ ...before, ...Object.fromEntries(Object.entries(next).filter(([field]) => !touched.current.has(field as keyof LessonWords))) }));
  const source = isKept(of) ? null : 'caseId' in of ? { caseId: of.caseId } : { conversationId: of.conversationId };
  const begun = useRef(source);
  useEffect(() => {
    if (begun.current === null) return undefined;
    const asking = new AbortController();
    request<LessonDraft>('GET', '/lessons/draft', undefined, { query: begun.current, signal: asking.signal }).then(({ title, happened, matter, teamId }) => fill({ title, happened, matter, teamId })).catch(() => undefined);
    return () => asking.abort();
  }, []);
  const sums = useAssistant('summary');
  const conversationId = isKept(of) ? of.conversation?.id : 'conversationId' in of ? of.conversationId : undefined;
  const sumUp = useMutation({
    mutationFn: () => request<AssistantSummary>('POST', `/conversations/${conversationId ?? ''}/assistant/summary`, { to: locale }),
    onSuccess: ({ sentences }) => change({ happened: sentences.map(({ text }) => text).join(' ').slice(0, 4000) }),
    onError: (error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
  const remove = (lesson: Lesson) => () => void request('PATCH', `/lessons/${lesson.id}`, { version: lesson.version, removed: true }).then(() => cache.invalidateQueries({ queryKey: queryKeys.lessons })).catch((error: unknown) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }));
  const save = useMutation({
    mutationFn: () => {
      const body = { ...words, title: words.title.trim(), tags: tagsOf(words.tags) };
      return isKept(of) ? request<Lesson>('PATCH', `/lessons/${of.id}`, { ...body, version: of.version }) : request<Lesson>('POST', '/lessons', { ...source, ...body });
    },
    onSuccess: (lesson) => {
      void cache.invalidateQueries({ queryKey: queryKeys.lessons });
      toast({ text: t('kept'), ...(isKept(of) ? {} : { undo: remove(lesson) }) });
      onClose();
    },
    onError: (error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
  const ready = words.title.trim() !== '' && !save.isPending;
  const keep = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault();
    if (ready) save.mutate();
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t(isKept(of) ? 'editLesson' : 'newLesson')} footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button tone="primary" type="submit" form="lesson" disabled={!ready} busy={save.isPending} keys={['Ctrl', '↵']}>{t('save')}</Button></>}>
      <form id="lesson" className="les-form" noValidate onSubmit={keep} onKeyDown={(event) => { if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') keep(event); }}>
        <LessonFields words={words} change={change} beside={sums && conversationId !== undefined && <p><Button size="sm" tone="ghost" busy={sumUp.isPending} onClick={() => sumUp.mutate()}><Icon of={Sparkles} size={14} />{t(sumUp.isPending ? 'summing' : 'sumUp')}</Button></p>} />
      </form>
    </Dialog>
  );
}
