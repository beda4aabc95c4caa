import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { QualityFiguresView } from '@kontuar/contract';
import { useMembers, useTeams } from '../../app/directory';
import { useCan, useMe } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { formatDay, useLocale, useStrings } from '../../i18n';
import { Button, EmptyState, Field, Select, Skeleton, useNow } from '../../ui';
import { figuresQuery } from './queries';
import { qualityStrings } from './quality.strings';
import { inWords, meanWords } from './words';

const periods = [['30', 'days30'], ['90', 'days90'], ['365', 'days365']] as const;
const groupings = ['member', 'team', 'week', 'month'] as const;
/** Below this a bar says: look here. */
const LOW = 3.5;

/** How good is the work: qualities by people, teams or time. */
export function FiguresPart() {
  const t = useStrings(qualityStrings);
  const reviews = useCan('quality.review');
  const members = useMembers();
  const [days, setDays] = useState<(typeof periods)[number][0]>('90');
  const [by, setBy] = useState<(typeof groupings)[number]>(reviews ? 'member' : 'month');
  const [agentId, setAgent] = useState('');
  const query = useQuery(figuresQuery(days, by, agentId));
  const offered = reviews ? groupings : groupings.filter((each) => each !== 'team');
  return (
    <>
      <div className="qua-q">
        <Field label={t('period')}><Select value={days} options={periods.map(([value, words]) => ({ value, label: t(words) }))} onValueChange={(value) => setDays(periods.find(([each]) => each === value)?.[0] ?? '90')} /></Field>
        <Field label={t('by')}><Select value={by} options={offered.map((value) => ({ value, label: t(value) }))} onValueChange={(value) => setBy(groupings.find((each) => each === value) ?? 'member')} /></Field>
        {reviews && <Field label={t('agent')}><Select value={agentId} options={[{ value: '', label: t('everybody') }, ...members.map(({ id, name }) => ({ value: id, label: name }))]} onValueChange={setAgent} /></Field>}
      </div>
      {query.isPending && <Skeleton width="70%" height={18} />}
      {query.isError && query.data === undefined && <EmptyState art="broken" title={t('loadFailed')} action={<Button onClick={() => void query.refetch()}>{t('again')}</Button>}>{problemWords(query.error)}</EmptyState>}
      {query.data !== undefined && (query.data.rows.length === 0 && (query.data.total?.reviews ?? 0) === 0 ? <EmptyState art="chart" title={t('figuresEmpty')}>{t('figuresEmptyBody')}</EmptyState> : <Matrix of={query.data} by={by} />)}
      <p className="help">{t('howCounted')}{!reviews && ` ${t('teamHidden')}`}</p>
    </>
  );
}

function Matrix({ of, by }: { of: QualityFiguresView; by: (typeof groupings)[number] }) {
  const t = useStrings(qualityStrings);
  const locale = useLocale();
  const now = useNow();
  const me = useMe();
  const [members, teams] = [useMembers(), useTeams()];
  const named = (key: string | null): string => {
    if (by === 'week') return formatDay(locale, new Date(`${key ?? ''}T12:00:00`), now);
    if (by === 'month') return new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric' }).format(new Date(`${key ?? ''}T12:00:00`));
    if (by === 'member' && key === me.member.id) return t('me');
    return (by === 'team' ? teams : members).find(({ id }) => id === key)?.name ?? t('nobody');
  };
  const columns = of.rows.map((row) => ({ ...row, name: named(row.key) }));
  // By name, or by time: never by rank.
  if (by === 'member' || by === 'team') columns.sort((a, b) => a.name.localeCompare(b.name, locale));
  const all = [...columns, ...(of.total === null ? [] : [{ ...of.total, key: 'total', name: t('total') }])];
  const lines = of.names.filter(({ key }) => all.some(({ qualities }) => qualities.some((each) => each.key === key)));
  return (
    <section className="qua-x" tabIndex={0} aria-label={t('figures')}>
      <table>
        <thead><tr><th scope="col">{t('quality')}</th>{all.map((column) => <th key={column.key} scope="col">{column.name}<span className="mut">{t('reviewsCount', { count: column.reviews })}</span></th>)}</tr></thead>
        <tbody>
          {lines.map((line) => <tr key={line.key}><th scope="row">{inWords(line.name)}</th>{all.map((column) => <Cell key={column.key} mean={column.qualities.find(({ key }) => key === line.key)?.mean ?? null} />)}</tr>)}
          <tr className="sum"><th scope="row">{t('overall')}</th>{all.map((column) => <Cell key={column.key} mean={column.mean} />)}</tr>
        </tbody>
      </table>
    </section>
  );
}

function Cell({ mean }: { mean: number | null }) {
  const locale = useLocale();
  if (mean === null) return <td>–</td>;
  return <td data-low={mean < LOW ? '' : undefined}><meter className="qua-b" min={1} max={5} value={mean} aria-hidden="true" /> {meanWords(locale, mean)}</td>;
}
