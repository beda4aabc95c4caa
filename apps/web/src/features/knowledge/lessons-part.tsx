import './lessons.css';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CheckCheck, Ellipsis, Pencil, RotateCcw, Trash2 } from 'lucide';
import { useDeferredValue, useState } from 'react';
import type { Lesson, LessonState, ServiceQuality } from '@kontuar/contract';
import { useTeams } from '../../app/directory';
import { useKeycaps } from '../../app/keys';
import { offered, useMatterName, useMatters } from '../../app/matters/matters';
import { useCan, useMe } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { formatDay, formatTime, useLocale, useStrings } from '../../i18n';
import { Button, EmptyState, Icon, IconButton, Menu, MenuItem, SegmentedControl, Select, Skeleton, Tag, TextInput } from '../../ui';
import { LessonSource, LessonTags, Outcomes } from './lesson-card';
import { LessonDialog } from './lesson-dialog';
import { lessonsQuery, lessonSummaryQuery, qualities, type LessonFilter } from './lesson-queries';
import { lessonStrings } from './lessons.strings';
import { useLessonActs, type LessonActs } from './use-lesson-acts';

/** What was learnt, found again by words, tag, matter, team and state. */
export function LessonsPart() {
  const t = useStrings(lessonStrings);
  const locale = useLocale();
  const named = useMatterName();
  const matters = useMatters();
  const teams = useTeams();
  const keys = useKeycaps('lesson');
  const reviews = useCan('lesson.review');
  const acts = useLessonActs();
  const { data: summary } = useQuery(lessonSummaryQuery);
  const [filter, setFilter] = useState<LessonFilter>({});
  const [q, setQ] = useState('');
  const [editing, edit] = useState<Lesson>();
  const words = useDeferredValue(q.trim());
  const asked: LessonFilter = { ...filter, ...(words === '' ? {} : { q: words }) };
  const lessons = useInfiniteQuery({ ...lessonsQuery(asked), placeholderData: (before) => before });
  const narrow = <K extends keyof LessonFilter>(field: K, value: LessonFilter[K] | '') => setFilter(({ [field]: _, ...rest }) => (value === '' || value === undefined ? rest : { ...rest, [field]: value }));
  const items = lessons.data?.pages.flatMap((page) => page.items) ?? [];
  const isNarrowed = Object.keys(asked).length > 0;
  const waiting = summary?.states.new ?? 0;
  const states = (['all', 'new', 'reviewed', 'done'] as const).map((value) => ({ value, label: value === 'all' || summary === undefined ? t(value) : `${t(value)} ${summary.states[value]}` }));
  return (
    <>
      <div className="les-head">
        <p className="mut">{t('lead')}{reviews && summary?.reviewAt != null && ` ${t('nextReview', { day: formatDay(locale, new Date(summary.reviewAt), new Date()), time: formatTime(locale, new Date(summary.reviewAt)) })}`}</p>
        {reviews && waiting > 0 && <Link className="btn primary" to="/knowledge" search={{ part: 'lesson-review' }}><Icon of={CheckCheck} size={14} />{t('review', { count: waiting })}</Link>}
      </div>
      <div className="les-f">
        <TextInput type="search" aria-label={t('search')} placeholder={t('search')} maxLength={200} value={q} onChange={(event) => setQ(event.target.value)} />
        <SegmentedControl label={t('state')} value={filter.state ?? 'all'} onValueChange={(value) => narrow('state', value === 'all' ? '' : (value satisfies LessonState))} choices={states} />
        <Select aria-label={t('tags')} value={filter.tag ?? ''} onValueChange={(value) => narrow('tag', value)} options={[{ value: '', label: t('anyTag') }, ...(summary?.tags ?? []).map(({ tag, count }) => ({ value: tag, label: `${tag} (${count})` }))]} />
        <Select aria-label={t('matter')} value={filter.matter ?? ''} onValueChange={(value) => narrow('matter', value)} options={[{ value: '', label: t('anyMatter') }, ...offered(matters).map(({ key }) => ({ value: key, label: named(key) }))]} />
        {teams.length > 0 && <Select aria-label={t('team')} value={filter.teamId ?? ''} onValueChange={(value) => narrow('teamId', value)} options={[{ value: '', label: t('anyTeam') }, ...teams.map(({ id, name }) => ({ value: id, label: name }))]} />}
        <Select aria-label={t('qualities')} value={filter.quality ?? ''} onValueChange={(value) => narrow('quality', value as ServiceQuality | '')} options={[{ value: '', label: t('anyQuality') }, ...qualities.map((value) => ({ value, label: t(value) }))]} />
      </div>
      {lessons.isPending && <div className="card kb-l" role="status" aria-label={t('title')}>{[0, 1, 2].map((each) => <div className="kb-r" key={each}><Skeleton width={280} /><Skeleton width={120} /></div>)}</div>}
      {lessons.isError && lessons.data === undefined && <EmptyState art="broken" title={t('loadFailed')} action={<Button tone="primary" onClick={() => void lessons.refetch()}>{t('tryAgain')}</Button>}>{problemWords(lessons.error)}</EmptyState>}
      {lessons.data !== undefined && items.length === 0 && <EmptyState art="list" title={t(isNarrowed ? 'nothing' : 'empty')}>{isNarrowed ? t('nothingBody') : t('emptyBody', { keys: keys.join(' ') })}</EmptyState>}
      {items.length > 0 && <ul className="card kb-l">{items.map((lesson) => <Row key={lesson.id} lesson={lesson} acts={acts} edit={edit} />)}</ul>}
      {lessons.hasNextPage && <p className="les-more"><Button busy={lessons.isFetchingNextPage} onClick={() => void lessons.fetchNextPage()}>{t('loadMore')}</Button></p>}
      {editing !== undefined && <LessonDialog of={editing} onClose={() => edit(undefined)} />}
    </>
  );
}

function Row({ lesson, acts, edit }: { lesson: Lesson; acts: LessonActs; edit: (lesson: Lesson) => void }) {
  const t = useStrings(lessonStrings);
  const me = useMe();
  const reviews = useCan('lesson.review');
  const mayEdit = reviews || (lesson.createdBy === me.member.id && lesson.state === 'new');
  const said = [lesson.happened, lesson.change].filter((part) => part !== '').join(' ');
  return (
    <li className="kb-i">
      <div className="kb-r les-row">
        <div className="kb-n">
          <p className="les-t"><b>{lesson.title}</b> <Tag {...(lesson.state === 'new' ? { tone: 'waiting' as const } : lesson.state === 'done' ? { tone: 'ok' as const } : {})}>{t(lesson.state)}</Tag></p>
          {said !== '' && <p className="les-said" dir="auto">{said}</p>}
          <LessonSource lesson={lesson} />
          <LessonTags lesson={lesson} />
          <Outcomes lesson={lesson} />
        </div>
        {mayEdit && (
          <Menu label={`${t('more')}: ${lesson.title}`} align="end" trigger={<IconButton size="sm" label={`${t('more')}: ${lesson.title}`}><Icon of={Ellipsis} size={14} /></IconButton>}>
            <MenuItem icon={Pencil} onSelect={() => void setTimeout(() => edit(lesson), 0)}>{t('edit')}</MenuItem>
            {reviews && lesson.state !== 'reviewed' && <MenuItem onSelect={() => void acts.move(lesson, 'reviewed')}>{t('toReviewed')}</MenuItem>}
            {reviews && lesson.state !== 'done' && <MenuItem onSelect={() => void acts.move(lesson, 'done')}>{t('toDone')}</MenuItem>}
            {reviews && lesson.state !== 'new' && <MenuItem icon={RotateCcw} onSelect={() => void acts.move(lesson, 'new')}>{t('reopen')}</MenuItem>}
            <MenuItem icon={Trash2} onSelect={() => void acts.remove(lesson)}>{t('remove')}</MenuItem>
          </Menu>
        )}
      </div>
    </li>
  );
}
