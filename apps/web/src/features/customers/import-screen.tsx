import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ChevronLeft, Undo2 } from 'lucide';
import { useState } from 'react';
import type { ImportView } from '@kontuar/contract';
import { request } from '../../app/client';
import { useMembers } from '../../app/directory';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { formatMoment, formatNumber, useLocale, useStrings } from '../../i18n';
import { Banner, Button, Dialog, EmptyState, Icon, Skeleton, Tag, useToast } from '../../ui';
import { filesStrings } from './files.strings';
import { ChatwootPlan } from './chatwoot-plan';
import { BadLines } from './import-bad-lines';
import { ImportPlan } from './import-plan';
import { importQuery, isUnderWay, undoTrialQuery } from './import-queries';
import './files.css';

/** One file of customers, from what is in it to what came of it. Where it stands is the server's: a reload changes nothing. */
export function ImportScreen() {
  const t = useStrings(filesStrings);
  const { importId } = useParams({ strict: false }) as { importId: string };
  const { data: view, error, refetch } = useQuery(importQuery(importId));
  const locale = useLocale();
  const members = useMembers();
  return (
    <main className="page" id="content" tabIndex={-1} aria-label={view?.name ?? t('title')}>
      <p className="crumb"><Link to="/contacts/files"><Icon of={ChevronLeft} size={14} />{t('title')}</Link></p>
      {view === undefined && error === null && <Skeleton width="50%" height={26} />}
      {view === undefined && error !== null && <EmptyState art="broken" title={t('loadFailed')} action={<Button onClick={() => void refetch()}>{t('again')}</Button>}>{problemWords(error)}</EmptyState>}
      {view !== undefined && (
        <>
          <header className="page-h">
            <div>
              <h1>{view.name}</h1>
              <p><Tag {...(view.state === 'done' ? { tone: 'ok' as const } : {})}>{t(view.state === 'failed' ? 'state-failed' : view.state)}</Tag> {t(view.source === 'chatwoot' ? 'conversations' : 'lines', { count: view.total })} · {members.find(({ id }) => id === view.createdBy)?.name ?? t('gone')}, {formatMoment(locale, new Date(view.createdAt))}</p>
            </div>
            <div className="page-a"><Acts view={view} /></div>
          </header>
          {view.state === 'refused' && <Banner tone="danger" boxed>{t('refusedBody')}</Banner>}
          {isUnderWay(view) && view.state !== 'undoing' && <Progress view={view} />}
          {view.state !== 'draft' && <Numbers view={view} />}
          {view.problems.length > 0 && <BadLines view={view} />}
          {isOpen(view) && view.source === 'chatwoot' && <ChatwootPlan key={view.id} view={view} />}
          {isOpen(view) && view.source === 'table' && <ImportPlan key={`${view.encoding}${view.delimiter}${view.header}`} view={view} />}
        </>
      )}
    </main>
  );
}

/** Not read yet: how it is read can still be changed. */
const isOpen = (view: ImportView): boolean => view.hasFile && (view.state === 'draft' || view.state === 'checked' || view.state === 'refused' || (view.state === 'cancelled' && view.made + view.changed === 0));

function Progress({ view }: { view: ImportView }) {
  const t = useStrings(filesStrings);
  const locale = useLocale();
  return (
    <section className="fi-s" aria-label={t('progress')}>
      <progress className="fi-bar" aria-label={t('progress')} value={view.handled} max={Math.max(1, view.total)} />
      <p className="mut">{t('progressOf', { done: formatNumber(locale, view.handled), total: formatNumber(locale, view.total) })}</p>
    </section>
  );
}

function Numbers({ view }: { view: ImportView }) {
  const t = useStrings(filesStrings);
  const locale = useLocale();
  const would = view.state === 'checked' || view.state === 'checking' || view.state === 'refused';
  const undone = view.state === 'undoing' || view.state === 'undone';
  const numbers: [string, number, (string | undefined)?][] = undone
    ? [[t('wentBack'), view.gone], [t('couldNotGo'), view.stayed]]
    : view.source === 'chatwoot' ? [[t(would ? 'wouldTalks' : 'newTalks'), view.made], [t('grownTalks'), view.changed], [t(would ? 'wouldStay' : 'stayedSame'), view.same], [t('wrongTalks'), view.wrong, view.wrong > 0 ? 'bad' : undefined]]
    : [[t(would ? 'wouldMake' : 'wereMade'), view.made], [t(would ? 'wouldChange' : 'wereChanged'), view.changed], [t(would ? 'wouldStay' : 'stayedSame'), view.same], [t('areWrong'), view.wrong, view.wrong > 0 ? 'bad' : undefined]];
  if (view.state === 'refused') numbers.splice(0, 3);
  return (
    <section className="fi-s" aria-labelledby="fi-numbers">
      <h2 id="fi-numbers">{t(isUnderWay(view) ? 'soFar' : would ? 'wouldTitle' : 'didTitle')}</h2>
      <dl className="fi-n">{numbers.map(([name, count, tone]) => <div key={name} data-tone={tone}><dt>{name}</dt><dd>{formatNumber(locale, count)}</dd></div>)}</dl>
    </section>
  );
}

function Acts({ view }: { view: ImportView }) {
  const t = useStrings(filesStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const act = useMutation({
    mutationFn: (what: 'cancel' | 'undo') => request<ImportView>('POST', `/imports/${view.id}/${what}`, {}),
    onSuccess: (next, what) => {
      cache.setQueryData([...queryKeys.imports, 'one', view.id], next);
      setAsking(false);
      toast({ text: t(what === 'cancel' ? 'stopped' : 'asked') });
    },
    onError: (error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
  if (view.state === 'running' || view.state === 'checking') return <Button busy={act.isPending} onClick={() => act.mutate('cancel')}>{t('stop')}</Button>;
  if ((view.state !== 'done' && view.state !== 'cancelled') || view.made === 0 || view.source === 'chatwoot') return null;
  return (
    <>
      <Button onClick={() => setAsking(true)}><Icon of={Undo2} size={14} />{t('undo')}</Button>
      {asking && <UndoDialog view={view} busy={act.isPending} onUndo={() => act.mutate('undo')} onClose={() => setAsking(false)} />}
    </>
  );
}

function UndoDialog({ view, busy, onUndo, onClose }: { view: ImportView; busy: boolean; onUndo: () => void; onClose: () => void }) {
  const t = useStrings(filesStrings);
  const { data, error } = useQuery(undoTrialQuery(view.id));
  return (
    <Dialog open onOpenChange={(open) => { if (!open) onClose(); }} title={t('undoTitle')} footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button tone="danger" busy={busy} disabled={data === undefined || data.go === 0} onClick={onUndo}>{t('undo')}</Button></>}>
      {data === undefined && error === null && <Skeleton width="70%" height={16} />}
      {error !== null && <p className="field-bad">{problemWords(error)}</p>}
      {data !== undefined && (
        <ul className="fi-u">
          <li>{data.go === 0 ? t('undoNone') : t('undoGo', { count: data.go })}</li>
          {data.stay > 0 && <li>{t('undoStay', { count: data.stay })}</li>}
          {data.filled > 0 && <li>{t('undoFilled', { count: data.filled })}</li>}
        </ul>
      )}
    </Dialog>
  );
}
