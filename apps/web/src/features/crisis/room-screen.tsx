import './crisis.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide';
import { useState } from 'react';
import type { CrisisRoom } from '@kontuar/contract';
import { ApiProblem } from '../../app/client';
import { channelsQuery, useTeams } from '../../app/directory';
import { useShortcut } from '../../app/keys';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { formatMoment, formatNumber, useLocale, useStrings } from '../../i18n';
import { Button, Check, Dialog, EmptyState, Field, Icon, Skeleton, Tag, TextArea } from '../../ui';
import { CrisisForm } from './crisis-form';
import { crisisStrings } from './crisis.strings';
import { HeldPart } from './held-part';
import { roomQuery, useCrisisActs } from './queries';
import { useNameOf } from './use-name-of';
import { TakeAlong } from './take-along';
import { StatementsPart } from './statements-part';
import { Timeline } from './timeline';

const figures = ['conversations', 'messages', 'answers', 'waiting', 'mentions'] as const;

/** Where one works together until it is over, and reads afterwards how it was. */
export function RoomScreen() {
  const t = useStrings(crisisStrings);
  const { crisisId = '' } = useParams({ strict: false }) as { crisisId?: string };
  const query = useQuery(roomQuery(crisisId));
  useShortcut('back', () => history.back());
  const { data, error } = query;
  return (
    <main className="page" id="content" tabIndex={-1} aria-label={data?.crisis.reason ?? t('title')}>
      <p className="crumb"><Link to="/crisis"><Icon of={ChevronLeft} size={14} />{t('back')}</Link></p>
      {query.isPending && <Skeleton width="50%" height={24} />}
      {error !== null && data === undefined && (error instanceof ApiProblem && error.status === 404
        ? <EmptyState art="lock" title={t('gone')}>{t('goneBody')}</EmptyState>
        : <EmptyState art="broken" title={t('loadFailed')} action={<Button onClick={() => void query.refetch()}>{t('again')}</Button>}>{problemWords(error)}</EmptyState>)}
      {data !== undefined && <Room of={data} />}
    </main>
  );
}

function Room({ of: room }: { of: CrisisRoom }) {
  const t = useStrings(crisisStrings);
  const locale = useLocale();
  const { crisis, counts } = room;
  const leads = useCan('crisis.lead');
  const acts = useCrisisActs();
  const [editing, setEditing] = useState(false);
  const [answering, setAnswering] = useState(false);
  const [ending, setEnding] = useState<string>();
  const isOn = crisis.endedAt === null;
  const save = async (body: object) => { if ((await acts.run('PATCH', `/crises/${crisis.id}`, { ...body, version: crisis.version })) !== false) setEditing(false); };
  const end = async () => { if ((await acts.run('POST', `/crises/${crisis.id}/end`, { note: ending ?? '' })) !== false) setEnding(undefined); };
  return (
    <>
      <header className="page-h">
        <div>
          <div className="crs-hd"><h1 dir="auto">{crisis.reason}</h1><Tag {...(isOn ? { tone: 'danger' as const } : {})}>{t(isOn ? 'isOn' : 'isOver')}</Tag></div>
          <p>{t('began', { time: formatMoment(locale, new Date(crisis.beganAt)), name: crisis.beganBy.name })}{crisis.endedAt !== null && <>, {t('ended', { time: formatMoment(locale, new Date(crisis.endedAt)), name: crisis.endedBy?.name ?? '' })}</>} · <Scope of={room} /></p>
        </div>
        <div className="page-a"><TakeAlong of={crisis} />{leads && <Button onClick={() => setAnswering(!answering)} aria-expanded={answering}>{t('answerMany')}</Button>}{leads && isOn && <><Button onClick={() => setEditing(!editing)} aria-expanded={editing}>{t('edit')}</Button><Button tone="primary" onClick={() => setEnding('')}>{t('end')}</Button></>}</div>
      </header>
      {editing && isOn && <CrisisForm begun={crisis} confirm={t('save')} busy={acts.busy} onDone={(body) => void save(body)} onCancel={() => setEditing(false)} />}
      <dl className="crs-n">{figures.filter((name) => isOn || name !== 'waiting').map((name) => <div key={name}><dt>{t(name)}</dt><dd>{formatNumber(locale, counts[name])}</dd></div>)}</dl>
      {answering && <StatementsPart about={{ crisisId: crisis.id }} begun={crisis.statement[locale] || crisis.statement.en || crisis.statement.pl} />}
      <div className="crs-w">
        <Timeline of={room} busy={acts.busy} onAdd={(body) => acts.run('POST', `/crises/${crisis.id}/entries`, body)} />
        <aside className="crs-x">
          <section className="part"><header><h2>{t('statement')}</h2></header><Statement of={room} /></section>
          <section className="part"><header><h2>{t('tasks')}</h2></header><Tasks of={room} onSettle={(entryId, done) => void acts.run('PATCH', `/crises/${crisis.id}/entries/${entryId}`, { done })} /></section>
          <HeldPart of={room} acts={acts} />
        </aside>
      </div>
      <Dialog open={ending !== undefined} onOpenChange={(open) => setEnding(open ? '' : undefined)} title={t('endTitle')} description={t('endBody')} footer={<><Button onClick={() => setEnding(undefined)}>{t('cancel')}</Button><Button tone="primary" busy={acts.busy} onClick={() => void end()}>{t('end')}</Button></>}>
        <Field label={t('endNote')} optional><TextArea rows={3} maxLength={2000} value={ending ?? ''} onChange={(event) => setEnding(event.target.value)} /></Field>
      </Dialog>
    </>
  );
}

function Scope({ of: { crisis } }: { of: CrisisRoom }) {
  const t = useStrings(crisisStrings);
  const { data: channels } = useQuery(channelsQuery);
  const teams = useTeams();
  const names = [...(channels ?? []).filter(({ id }) => crisis.channelIds.includes(id)), ...teams.filter(({ id }) => crisis.teamIds.includes(id))].map(({ name }) => name);
  return <>{crisis.channelIds.length + crisis.teamIds.length === 0 ? t('allOf') : t('only', { names: names.join(', ') })}</>;
}

function Statement({ of: { crisis: { statement } } }: { of: CrisisRoom }) {
  const t = useStrings(crisisStrings);
  const said = (['en', 'pl'] as const).filter((language) => statement[language] !== '');
  return said.length === 0 ? <p className="mut">{t('noStatement')}</p> : <>{said.map((language) => <blockquote key={language} lang={language} className="crs-q">{statement[language]}</blockquote>)}</>;
}

function Tasks({ of: { entries }, onSettle }: { of: CrisisRoom; onSettle: (entryId: string, done: boolean) => void }) {
  const t = useStrings(crisisStrings);
  const may = useCan('crisis.note');
  const nameOf = useNameOf();
  const tasks = entries.filter(({ kind }) => kind === 'task');
  if (tasks.length === 0) return <p className="mut">{t('noTasks')}</p>;
  return <ul className="crs-t">{tasks.map(({ id, text, task }) => <li key={id} data-done={task?.doneAt != null || undefined}><Check checked={task?.doneAt != null} disabled={!may} onCheckedChange={(done) => onSettle(id, done)}><span dir="auto">{text}</span> <span className="mut">{task?.assigneeId == null ? t('nobody') : nameOf(task.assigneeId)}</span></Check></li>)}</ul>;
}
