import './after.css';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { SurveyFigures, SurveyGrouping, SurveyKind, SurveyPage, SurveyView } from '@kontuar/contract';
import { request } from '../../app/client';
import { channelsQuery, useMembers, useTeams } from '../../app/directory';
import { useShortcut } from '../../app/keys';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { formatDay, useLocale, useStrings } from '../../i18n';
import { Button, EmptyState, Field, Select, Skeleton, Tag, useNow } from '../../ui';
import { satisfactionStrings } from './satisfaction.strings';

const periods = [['7', 'days7'], ['30', 'days30'], ['90', 'days90'], ['', 'ever']] as const;
const groupings = ['channel', 'agent', 'team', 'day', 'week', 'month'] as const satisfies readonly SurveyGrouping[];
const answers = [['any', 'any'], ['good', 'goodOnes'], ['bad', 'badOnes'], ['none', 'unanswered']] as const;

/** What customers were asked and said, by whom and where, with the conversations behind it. */
export function SatisfactionScreen() {
  const t = useStrings(satisfactionStrings);
  const manages = useCan('channel.manage');
  const [now] = useState(() => Date.now());
  const [kind, setKind] = useState<SurveyKind>('rating');
  const [days, setDays] = useState<(typeof periods)[number][0]>('30');
  const [by, setBy] = useState<(typeof groupings)[number]>('channel');
  useShortcut('back', () => history.back());
  const filter = { kind, ...(days === '' ? {} : { from: new Date(now - Number(days) * 86_400_000).toISOString() }) };
  const figures = useQuery({ queryKey: ['surveys', 'figures', kind, days, by], queryFn: ({ signal }) => request<SurveyFigures>('GET', '/surveys/figures', undefined, { signal, query: { ...filter, by } }), placeholderData: keepPreviousData });
  return (
    <main className="page" id="content" tabIndex={-1} aria-label={t('title')}>
      <header className="page-h"><div><h1>{t('title')}</h1><p>{t('lead')}</p></div>{manages && <Link className="btn" to="/settings/$part" params={{ part: 'satisfaction' }}>{t('settings')}</Link>}</header>
      <div className="aft-q">
        <Field label={t('kind')}><Select value={kind} options={(['rating', 'fine'] as const).map((value) => ({ value, label: t(value) }))} onValueChange={(value) => setKind(value === 'fine' ? 'fine' : 'rating')} /></Field>
        <Field label={t('period')}><Select value={days} options={periods.map(([value, words]) => ({ value, label: t(words) }))} onValueChange={(value) => setDays(periods.find(([each]) => each === value)?.[0] ?? '30')} /></Field>
        <Field label={t('by')}><Select value={by} options={groupings.map((value) => ({ value, label: t(value) }))} onValueChange={(value) => setBy(groupings.find((each) => each === value) ?? 'channel')} /></Field>
      </div>
      {figures.isPending && <Skeleton width="70%" height={18} />}
      {figures.isError && figures.data === undefined && <EmptyState art="broken" title={t('loadFailed')} action={<Button onClick={() => void figures.refetch()}>{t('again')}</Button>}>{problemWords(figures.error)}</EmptyState>}
      {figures.data !== undefined && (figures.data.total.asked === 0 ? <EmptyState art="list" title={t('nothing')}>{t('nothingBody')}</EmptyState> : <><Totals of={figures.data.total} kind={kind} /><Table of={figures.data} by={by} kind={kind} /><Answers filter={filter} days={days} /></>)}
    </main>
  );
}

function useNumbers() {
  const locale = useLocale();
  return { share: (part: number, whole: number) => (whole === 0 ? '–' : new Intl.NumberFormat(locale, { style: 'percent' }).format(part / whole)), mean: (value: number | null) => (value === null ? '–' : new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 2 }).format(value)) };
}

function Totals({ of, kind }: { of: SurveyFigures['total']; kind: SurveyKind }) {
  const t = useStrings(satisfactionStrings);
  const { share, mean } = useNumbers();
  const shown = [[t('asked'), of.asked], [t('answered'), `${of.answered} (${share(of.answered, of.asked)})`], ...(kind === 'fine' ? [[t('isFine'), of.good], [t('notFine'), of.bad]] : [[t('mean'), mean(of.mean)], [t('good'), share(of.good, of.answered)], [t('words'), of.withWords]]), [t('silent'), of.silent]] as const;
  return <dl className="aft-n">{shown.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>;
}

function Table({ of, by, kind }: { of: SurveyFigures; by: (typeof groupings)[number]; kind: SurveyKind }) {
  const t = useStrings(satisfactionStrings);
  const locale = useLocale();
  const { share, mean } = useNumbers();
  const now = useNow();
  const [channels, members, teams] = [useQuery(channelsQuery).data ?? [], useMembers(), useTeams()];
  const named = (key: string | null) => {
    if (key === null) return t('none');
    if (by === 'day' || by === 'week' || by === 'month') return by === 'month' ? new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' }).format(new Date(`${key}T12:00:00`)) : formatDay(locale, new Date(`${key}T12:00:00`), now);
    return { channel: channels, agent: members, team: teams }[by].find(({ id }) => id === key)?.name ?? t('none');
  };
  return (
    <section className="aft-t" tabIndex={0} aria-label={t('figures')}>
      <table>
        <thead><tr><th scope="col">{t(by)}</th><th scope="col">{t('asked')}</th><th scope="col">{t('answered')}</th>{kind === 'rating' && <th scope="col">{t('mean')}</th>}<th scope="col">{t(kind === 'fine' ? 'isFine' : 'good')}</th><th scope="col">{t('silent')}</th></tr></thead>
        <tbody>{of.rows.map((row) => <tr key={row.key ?? ''}><th scope="row">{named(row.key)}</th><td>{row.asked}</td><td>{row.answered}</td>{kind === 'rating' && <td>{mean(row.mean)}</td>}<td>{share(row.good, row.answered)}</td><td>{row.silent}</td></tr>)}</tbody>
      </table>
    </section>
  );
}

function Answers({ filter, days }: { filter: { kind: SurveyKind; from?: string }; days: string }) {
  const t = useStrings(satisfactionStrings);
  const [answer, setAnswer] = useState<(typeof answers)[number][0]>('any');
  const query = useInfiniteQuery({
    queryKey: ['surveys', 'list', filter.kind, days, answer],
    queryFn: ({ signal, pageParam }) => request<SurveyPage>('GET', '/surveys', undefined, { signal, query: { ...filter, answer, cursor: pageParam, limit: 25 } }),
    initialPageParam: undefined as string | undefined, getNextPageParam: (last) => last.nextCursor ?? undefined, placeholderData: keepPreviousData,
  });
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-label={t('answers')}>
      <h2 className="aft-h">{t('answers')}</h2>
      <div className="aft-q"><Field label={t('which')}><Select value={answer} options={answers.map(([value, words]) => ({ value, label: t(words) }))} onValueChange={(value) => setAnswer(answers.find(([each]) => each === value)?.[0] ?? 'any')} /></Field></div>
      {query.isPending && <Skeleton width="70%" height={18} />}
      {query.isSuccess && rows.length === 0 && <p className="mut">{t('noAnswers')}</p>}
      <ul className="aft-l">{rows.map((row) => <li key={row.id}><Row of={row} /></li>)}</ul>
      {query.hasNextPage && <p className="tbl-f"><Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('more')}</Button></p>}
    </section>
  );
}

function Row({ of }: { of: SurveyView }) {
  const t = useStrings(satisfactionStrings);
  const locale = useLocale();
  const now = useNow();
  const members = useMembers();
  const { data: channels = [] } = useQuery(channelsQuery);
  const at = new Date(of.answeredAt ?? of.askedAt ?? now);
  const said = of.state !== 'answered' ? t('waits') : of.score === null ? t('onlyWords') : of.scale === 'yes-no' ? t(of.score >= 4 ? 'yes' : 'no') : t('score', { score: String(of.score) });
  const before = of.earlier.at(-1)?.score;
  return (
    <Link className="aft-r" to="/inbox/$view/$conversationId" params={{ view: 'all', conversationId: of.conversationId }} preload={false}>
      <span><time dateTime={at.toISOString()}>{formatDay(locale, at, now)}</time> <span className="mut own">{channels.find(({ id }) => id === of.channelId)?.name}</span></span>
      <b>{of.contactName}</b>
      <span className="words" dir="auto">{of.text}{before != null && before !== of.score && <span className="mut"> {t('before', { score: String(before) })}</span>}</span>
      <span className="own mut">{members.find(({ id }) => id === of.agentId)?.name ?? t('none')}</span>
      <Tag {...(of.good === true ? { tone: 'ok' as const } : of.good === false && (of.score ?? 0) <= 2 ? { tone: 'danger' as const } : {})}>{said}</Tag>
    </Link>
  );
}
