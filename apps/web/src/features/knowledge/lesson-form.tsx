import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Lesson, ServiceQuality } from '@kontuar/contract';
import { useTeams } from '../../app/directory';
import { offered, useMatterName, useMatters } from '../../app/matters/matters';
import { useStrings } from '../../i18n';
import { Chip, Field, Select, TextArea, TextInput } from '../../ui';
import { lessonSummaryQuery, qualities } from './lesson-queries';
import { lessonStrings } from './lessons.strings';

/** As it stands in the fields: tags with commas between them. */
export interface LessonWords { title: string; happened: string; change: string; answer: string; tags: string; qualities: readonly ServiceQuality[]; matter: string | null; teamId: string | null }

export const noWords: LessonWords = { title: '', happened: '', change: '', answer: '', tags: '', qualities: [], matter: null, teamId: null };
export const wordsOf = ({ title, happened, change, answer, tags, qualities: about, matter, teamId }: Lesson): LessonWords => ({ title, happened, change, answer, tags: tags.join(', '), qualities: about, matter, teamId });
export const tagsOf = (written: string): string[] => [...new Set(written.split(',').map((tag) => tag.trim().toLowerCase().slice(0, 40)).filter((tag) => tag !== ''))].slice(0, 10);

export function LessonFields({ words, change, beside }: { words: LessonWords; change: (next: Partial<LessonWords>) => void; /** Above what happened. */ beside?: ReactNode }) {
  const t = useStrings(lessonStrings);
  const named = useMatterName();
  const matters = useMatters();
  const teams = useTeams();
  const { data: summary } = useQuery(lessonSummaryQuery);
  const written = tagsOf(words.tags);
  const known = (summary?.tags ?? []).map(({ tag }) => tag).filter((tag) => !written.includes(tag)).slice(0, 6);
  const toggle = (quality: ServiceQuality) => change({ qualities: words.qualities.includes(quality) ? words.qualities.filter((each) => each !== quality) : [...words.qualities, quality] });
  return (
    <>
      <Field label={t('about')}><TextInput required autoFocus maxLength={200} value={words.title} onChange={(event) => change({ title: event.target.value })} /></Field>
      {beside}
      <Field label={t('happened')} help={t('happenedHelp')} optional><TextArea rows={3} maxLength={4000} value={words.happened} onChange={(event) => change({ happened: event.target.value })} /></Field>
      <Field label={t('change')} optional><TextArea rows={2} maxLength={4000} value={words.change} onChange={(event) => change({ change: event.target.value })} /></Field>
      <Field label={t('answer')} help={t('answerHelp')} optional><TextArea rows={3} maxLength={8000} value={words.answer} onChange={(event) => change({ answer: event.target.value })} /></Field>
      <Field label={t('tags')} help={t('tagsHelp')} optional><TextInput maxLength={400} value={words.tags} onChange={(event) => change({ tags: event.target.value })} /></Field>
      {known.length > 0 && <p className="les-chips">{known.map((tag) => <Chip line key={tag} onClick={() => change({ tags: [...written, tag].join(', ') })}>{tag}</Chip>)}</p>}
      <div className="field" role="group" aria-label={t('qualities')}>
        <span className="lab">{t('qualities')}</span>
        <p className="les-chips">{qualities.map((quality) => <Chip line key={quality} pressed={words.qualities.includes(quality)} onClick={() => toggle(quality)}>{t(quality)}</Chip>)}</p>
      </div>
      <div className="les-two">
        <Field label={t('matter')}><Select value={words.matter ?? ''} onValueChange={(value) => change({ matter: value === '' ? null : value })} options={[{ value: '', label: t('noMatter') }, ...offered(matters).map(({ key }) => ({ value: key, label: named(key) }))]} /></Field>
        {teams.length > 0 && <Field label={t('team')}><Select value={words.teamId ?? ''} onValueChange={(value) => change({ teamId: value === '' ? null : value })} options={[{ value: '', label: t('noTeam') }, ...teams.map(({ id, name }) => ({ value: id, label: name }))]} /></Field>}
      </div>
    </>
  );
}
