import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { ShieldCheck, TriangleAlert } from 'lucide-react';
import { request } from '../../app/client';
import { problemWords } from '../../app/problem-words';
import { formatMoment, formatNumber, useLocale, useStrings } from '../../i18n';
import { Banner, Button, EmptyState, Icon } from '../../ui';
import { auditWords } from './audit-words';
import { Loaded, PartHead } from './parts';
import { auditQuery, type AuditEntry, type AuditVerdict } from './queries';
import { settingsStrings } from './settings.strings';

export function AuditPart() {
  const t = useStrings(settingsStrings);
  const locale = useLocale();
  const log = useInfiniteQuery(auditQuery);
  const verify = useMutation({ mutationFn: () => request<AuditVerdict>('GET', '/audit/verify') });
  const entries = log.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PartHead
        title={t('audit')}
        lead={t('auditLead')}
        action={
          <Button busy={verify.isPending} onClick={() => verify.mutate()}>
            <Icon of={ShieldCheck} size={14} />
            {verify.isPending ? t('verifying') : t('verify')}
          </Button>
        }
      />
      {verify.data && (
        <Banner boxed urgent={!verify.data.ok} tone={verify.data.ok ? 'ok' : 'danger'} icon={<Icon of={verify.data.ok ? ShieldCheck : TriangleAlert} />}>
          {verify.data.ok ? t('verifyOk', { count: formatNumber(locale, verify.data.checked) }) : t('verifyBroken', { at: formatNumber(locale, verify.data.brokenAt ?? 0) })}
        </Banner>
      )}
      {verify.isError && (
        <Banner boxed urgent tone="danger" icon={<Icon of={TriangleAlert} />}>
          {problemWords(verify.error)}
        </Banner>
      )}
      <Loaded query={log}>
        {entries.length === 0 && <EmptyState art="list" title={t('auditEmpty')} />}
        {entries.length > 0 && (
          <div className="tbl-w" tabIndex={0} role="region" aria-label={t('audit')}>
            <table className="tbl">
              <thead>
                <tr>
                  <th scope="col" className="num">#</th>
                  <th scope="col">{t('colWhen')}</th>
                  <th scope="col">{t('colWho')}</th>
                  <th scope="col">{t('colWhat')}</th>
                </tr>
              </thead>
              <tbody>
                {entries.map((entry) => (
                  <EntryRow key={entry.seq} entry={entry} />
                ))}
              </tbody>
            </table>
            {log.hasNextPage && (
              <div className="tbl-f">
                <Button size="sm" busy={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
                  {t('older')}
                </Button>
              </div>
            )}
          </div>
        )}
      </Loaded>
    </>
  );
}

function EntryRow({ entry }: { entry: AuditEntry }) {
  const t = useStrings(settingsStrings);
  const locale = useLocale();
  return (
    <tr>
      <td className="num mut">{formatNumber(locale, entry.seq)}</td>
      <td className="nowrap">{formatMoment(locale, new Date(entry.at))}</td>
      <td className="nowrap">{entry.actorName ?? t('system')}</td>
      <td className="wide">{auditWords(entry)}</td>
    </tr>
  );
}
