import './crisis.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { CrisisView } from '@kontuar/contract';
import { useShortcut } from '../../app/keys';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import type { CrisisSearch } from '../../app/router';
import { formatMoment, useLocale, useStrings } from '../../i18n';
import { Button, EmptyState, Skeleton, Tag } from '../../ui';
import { AlertsToAnswer } from './alerts-to-answer';
import { CrisisForm } from './crisis-form';
import { crisisStrings } from './crisis.strings';
import { crisesQuery, useCrisisActs } from './queries';
import { StatementsPart } from './statements-part';

/** The switch, the crisis that is on, and those that were. */
export function CrisisScreen() {
  const t = useStrings(crisisStrings);
  const { alert, channel, answer } = useSearch({ strict: false }) as CrisisSearch;
  const navigate = useNavigate();
  const locale = useLocale();
  const leads = useCan('crisis.lead');
  const acts = useCrisisActs();
  const [open, setOpen] = useState(alert !== undefined && answer === undefined);
  const query = useQuery(crisesQuery);
  const { data } = query;
  const running = data?.items.find(({ endedAt }) => endedAt === null);
  useShortcut('back', () => (open ? setOpen(false) : history.back()));
  const begin = async (body: object) => {
    const made = await acts.run<CrisisView>('POST', '/crises', { ...body, alertId: alert ?? null });
    if (made !== false) void navigate({ to: '/crisis/$crisisId', params: { crisisId: made.id } });
  };
  return (
    <main className="page" id="content" tabIndex={-1} aria-label={t('title')}>
      <header className="page-h"><div><h1>{t('title')}</h1><p>{t('lead')}</p></div>{leads && data !== undefined && running === undefined && !open && <Button tone="primary" onClick={() => setOpen(true)}>{t('switchOn')}</Button>}</header>
      {leads && alert !== undefined && answer !== undefined && data !== undefined && <StatementsPart about={{ alertId: alert }} begun={running?.statement[locale] ?? ''} />}
      {leads && alert === undefined && answer !== undefined && data !== undefined && (running === undefined ? <AlertsToAnswer /> : <StatementsPart about={{ crisisId: running.id }} begun={running.statement[locale] || running.statement.en || running.statement.pl} />)}
      {query.isPending && <Skeleton width="70%" height={18} />}
      {query.isError && data === undefined && <EmptyState art="broken" title={t('loadFailed')} action={<Button onClick={() => void query.refetch()}>{t('again')}</Button>}>{problemWords(query.error)}</EmptyState>}
      {data !== undefined && running === undefined && open && leads && <CrisisForm begun={{ reason: '', channelIds: channel === undefined ? [] : [channel], teamIds: [], statement: { en: '', pl: '' } }} confirm={t('on')} busy={acts.busy} onDone={(body) => void begin(body)} onCancel={() => setOpen(false)} />}
      {data?.items.length === 0 && !open && <EmptyState art="bell" title={t('none')}>{t('noneBody')}</EmptyState>}
      {data !== undefined && data.items.length > 0 && <ul className="crs-l">{data.items.map((one) => <li key={one.id}><Line of={one} /></li>)}</ul>}
    </main>
  );
}

function Line({ of }: { of: CrisisView }) {
  const t = useStrings(crisisStrings);
  const locale = useLocale();
  return (
    <Link className="crs-r" to="/crisis/$crisisId" params={{ crisisId: of.id }}>
      <b dir="auto">{of.reason}</b><Tag {...(of.endedAt === null ? { tone: 'danger' as const } : {})}>{t(of.endedAt === null ? 'isOn' : 'isOver')}</Tag>
      <span className="mut">{of.endedAt === null ? formatMoment(locale, new Date(of.beganAt)) : t('fromTo', { from: formatMoment(locale, new Date(of.beganAt)), to: formatMoment(locale, new Date(of.endedAt)) })} · {of.beganBy.name}</span>
    </Link>
  );
}
