import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, Trash2 } from 'lucide';
import type { ExportView } from '@kontuar/contract';
import { request } from '../../app/client';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { formatBytes, formatMoment, useLocale, useStrings } from '../../i18n';
import { Icon, IconButton, Tag, useToast } from '../../ui';
import { ExportMenu } from './export-menu';
import { filesStrings } from './files.strings';
import { exportsQuery } from './import-queries';

/** Files that somebody asked for: how far they are, and the way to them. */
export function PastExports() {
  const t = useStrings(filesStrings);
  const { data } = useQuery(exportsQuery);
  return (
    <section className="fi-s" aria-labelledby="fi-exports">
      <div className="fi-acts"><h2 id="fi-exports">{t('exports')}</h2><ExportMenu label={t('exportEverybody')} asked={{}} /></div>
      <p className="help">{t('exportsLead')}</p>
      {data !== undefined && data.length > 0 && (
        <div className="tbl-w" role="region" aria-labelledby="fi-exports" tabIndex={0}>
          <table className="tbl">
            <thead><tr><th scope="col">{t('whom')}</th><th scope="col">{t('file')}</th><th scope="col">{t('state')}</th><th scope="col">{t('when')}</th><td /></tr></thead>
            <tbody>{data.map((view) => <PastExport key={view.id} view={view} />)}</tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function PastExport({ view }: { view: ExportView }) {
  const t = useStrings(filesStrings);
  const locale = useLocale();
  const cache = useQueryClient();
  const toast = useToast();
  const remove = useMutation({
    mutationFn: () => request('DELETE', `/exports/${view.id}`),
    onSuccess: () => void cache.invalidateQueries({ queryKey: queryKeys.imports }),
    onError: (error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
  const ready = view.state === 'done' && view.expiresAt !== null;
  return (
    <tr>
      <td className="wide">{view.segment ?? t(view.narrowed ? 'narrowed' : 'everybody')}<span className="mut"> {t('people', { count: view.state === 'done' ? view.handled : (view.total ?? view.handled) })}</span></td>
      <td className="nowrap">{t(view.format)}{view.sizeBytes !== null && <span className="mut"> {formatBytes(locale, view.sizeBytes)}</span>}</td>
      <td className="nowrap"><Tag {...(ready ? { tone: 'ok' as const } : {})}>{t(ready ? 'ready' : view.state === 'running' ? 'writing' : view.state === 'failed' ? 'export-failed' : 'over')}</Tag>{view.state === 'running' && view.total !== null && <span className="mut"> {Math.floor((100 * view.handled) / Math.max(1, view.total))} %</span>}</td>
      <td className="nowrap">{formatMoment(locale, new Date(view.createdAt))}{ready && view.expiresAt !== null && <span className="mut"> {t('until', { when: formatMoment(locale, new Date(view.expiresAt)) })}</span>}</td>
      <td className="acts">
        {ready && <a className="btn sm" href={`/api/v1/exports/${view.id}/file`} download><Icon of={Download} size={14} />{t('fetch')}</a>}
        <IconButton size="sm" tone="ghost" label={t('removeFile')} onClick={() => remove.mutate()}><Icon of={Trash2} size={14} /></IconButton>
      </td>
    </tr>
  );
}
