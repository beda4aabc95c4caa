import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ShieldCheck, TriangleAlert } from 'lucide';
import { useMemo } from 'react';
import type { AuditEntry, AuditVerdict } from '@kontuar/contract';
import { request } from '../../app/client';
import { cannedQuery, channelsQuery, labelsQuery, membersQuery, teamsQuery } from '../../app/directory';
import { problemWords } from '../../app/problem-words';
import { formatMoment, formatNumber, useLocale, useStrings } from '../../i18n';
import { Banner, Button, EmptyState, Icon } from '../../ui';
import { auditFacts } from './audit-words';
import { auditStrings } from './audit.strings';
import { Loaded, PartHead } from './parts';
import { auditQuery } from './queries';
import { settingsStrings } from './settings.strings';

export function AuditPart() {
  const t = useStrings(settingsStrings);
  const locale = useLocale();
  const log = useInfiniteQuery(auditQuery);
  const verify = useMutation({ mutationFn: () => request<AuditVerdict>('GET', '/audit/verify') });
  const names = useNames();
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
                  <EntryRow key={entry.seq} entry={entry} names={names} />
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

/** Names of what the log points at, as far as this workspace still has it. */
function useNames(): ReadonlyMap<string, string> {
  const members = useQuery(membersQuery).data;
  const teams = useQuery(teamsQuery).data;
  const labels = useQuery(labelsQuery).data;
  const channels = useQuery(channelsQuery).data;
  const canned = useQuery(cannedQuery).data;
  return useMemo(
    () => new Map([...(members ?? []), ...(teams ?? []), ...(labels ?? []), ...(channels ?? []), ...(canned ?? [])].map((each) => [each.id, 'title' in each ? each.title : each.name])),
    [members, teams, labels, channels, canned],
  );
}

function EntryRow({ entry, names }: { entry: AuditEntry; names: ReadonlyMap<string, string> }) {
  const t = useStrings(settingsStrings);
  const words = useStrings(auditStrings);
  const locale = useLocale();
  const subject = entry.subjectId === null ? undefined : names.get(entry.subjectId);
  const facts = auditFacts(entry);
  return (
    <tr>
      <td className="num mut">{formatNumber(locale, entry.seq)}</td>
      <td className="nowrap">{formatMoment(locale, new Date(entry.at))}</td>
      <td className="nowrap">{entry.actorName ?? t('system')}</td>
      <td className="wide">
        {entry.action in auditStrings.en ? words(entry.action as keyof typeof auditStrings.en) : entry.action}
        {subject !== undefined && subject !== entry.actorName && (
          <>
            : <b>{subject}</b>
          </>
        )}
        {facts !== '' && <span className="mut"> ({facts})</span>}
        {entry.conversationId !== null && (
          <>
            {' '}
            <Link to="/inbox/$view/$conversationId" params={{ view: 'all', conversationId: entry.conversationId }}>
              {words('conversation')}
            </Link>
          </>
        )}
      </td>
    </tr>
  );
}
