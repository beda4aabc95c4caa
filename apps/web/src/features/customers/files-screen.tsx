import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide';
import type { ImportView } from '@kontuar/contract';
import { useMembers } from '../../app/directory';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { useRowKeys } from '../../app/screens/use-row-keys';
import { formatMoment, useLocale, useStrings } from '../../i18n';
import { Button, EmptyState, Icon, Skeleton, Tag } from '../../ui';
import { filesStrings } from './files.strings';
import { ImportDrop } from './import-drop';
import { importsQuery, isUnderWay } from './import-queries';
import { useResultWords } from './import-words';
import { PastExports } from './past-exports';
import './files.css';

/** Files in and files out. */
export function FilesScreen() {
  const t = useStrings(filesStrings);
  useRowKeys('tbody a');
  const imports = useCan('contact.import');
  const exports = useCan('contact.export');
  return (
    <main className="page" id="content" tabIndex={-1} aria-label={t('title')}>
      <p className="crumb"><Link to="/contacts"><Icon of={ChevronLeft} size={14} />{t('customers')}</Link></p>
      <header className="page-h"><div><h1>{t('title')}</h1><p>{t('lead')}</p></div></header>
      {imports && <ImportDrop />}
      {exports && <PastExports />}
      {imports && <PastImports />}
    </main>
  );
}

function PastImports() {
  const t = useStrings(filesStrings);
  const { data, isPending, error, refetch } = useQuery(importsQuery);
  return (
    <section className="fi-s" aria-labelledby="fi-past">
      <h2 id="fi-past">{t('past')}</h2>
      {isPending && <Skeleton width="60%" height={18} />}
      {error !== null && data === undefined && <EmptyState art="broken" title={t('loadFailed')} action={<Button onClick={() => void refetch()}>{t('again')}</Button>}>{problemWords(error)}</EmptyState>}
      {data?.length === 0 && <EmptyState art="list" title={t('noneTitle')}>{t('noneBody')}</EmptyState>}
      {data !== undefined && data.length > 0 && (
        <div className="tbl-w" role="region" aria-labelledby="fi-past" tabIndex={0}>
          <table className="tbl">
            <thead><tr><th scope="col">{t('file')}</th><th scope="col">{t('state')}</th><th scope="col">{t('result')}</th><th scope="col">{t('by')}</th><th scope="col">{t('when')}</th></tr></thead>
            <tbody>{data.map((view) => <Past key={view.id} view={view} />)}</tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Past({ view }: { view: ImportView }) {
  const t = useStrings(filesStrings);
  const locale = useLocale();
  const members = useMembers();
  const result = useResultWords();
  return (
    <tr>
      <td className="wide"><Link className="lnk" to="/contacts/files/$importId" params={{ importId: view.id }}>{view.name}</Link></td>
      <td className="nowrap"><Tag {...(view.state === 'done' ? { tone: 'ok' as const } : {})}>{t(view.state === 'failed' ? 'state-failed' : view.state)}</Tag>{isUnderWay(view) && view.state !== 'undoing' && <span className="mut"> {Math.floor((100 * view.handled) / Math.max(1, view.total))} %</span>}</td>
      <td>{view.state === 'draft' ? t(view.source === 'chatwoot' ? 'conversations' : 'lines', { count: view.total }) : result(view)}</td>
      <td className="nowrap">{members.find(({ id }) => id === view.createdBy)?.name ?? t('gone')}</td>
      <td className="nowrap">{formatMoment(locale, new Date(view.createdAt))}</td>
    </tr>
  );
}
