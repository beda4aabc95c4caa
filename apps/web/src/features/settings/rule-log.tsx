import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Page, Rule, RuleCall, RuleRun, RuleVersions } from '@kontuar/contract';
import { request } from '../../app/client';
import { queryKeys } from '../../app/query-keys';
import { ruleWords } from '../../app/rules/rule-words';
import { RunView } from '../../app/rules/run-view';
import { ruleStrings } from '../../app/rules/rules.strings';
import { sentenceOf } from '../../app/views/sentence';
import { useSpeaker } from '../../app/views/speaker';
import { formatMoment, useLocale, useStrings } from '../../i18n';
import { Button, Dialog, Tag, useToast } from '../../ui';
import { Loaded, useFailed } from './parts';
import { writeSpan } from './spans';

/** What a rule did, newest first, and how its calls went. */
export function RuleLog({ rule, close }: { rule: Rule; close: () => void }) {
  const t = useStrings(ruleStrings);
  const locale = useLocale();
  const speaker = useSpeaker();
  const runs = useInfiniteQuery({
    queryKey: [...queryKeys.rules, rule.id, 'runs'], initialPageParam: undefined as string | undefined, getNextPageParam: (last: Page<RuleRun>) => last.nextCursor ?? undefined,
    queryFn: ({ signal, pageParam }) => request<Page<RuleRun>>('GET', `/rules/${rule.id}/runs`, undefined, { signal, query: { cursor: pageParam, limit: 25 } }),
  });
  const calling = rule.definition.then.some((action) => action.do === 'webhook');
  const calls = useQuery({ queryKey: [...queryKeys.rules, rule.id, 'calls'], enabled: calling, queryFn: ({ signal }) => request<Page<RuleCall>>('GET', `/rules/${rule.id}/calls`, undefined, { signal, query: { limit: 25 } }) });
  const items = runs.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Dialog open onOpenChange={(open) => !open && close()} title={t('runsOf', { name: rule.name })} size="wide">
      <Loaded query={runs}>
        {items.length === 0 && <p className="mut">{t('noRuns')}</p>}
        {items.map((run) => (
          <section key={run.id}>
            <p><Link to="/inbox/$view/$conversationId" params={{ view: 'all', conversationId: run.conversationId }} onClick={close}>#{run.conversationNumber}</Link></p>
            <RunView run={run} speaker={speaker} />
          </section>
        ))}
        {runs.hasNextPage && <Button size="sm" busy={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>{t('more')}</Button>}
      </Loaded>
      {calling && calls.data !== undefined && calls.data.items.length > 0 && (
        <section>
          <h3>{t('callsOf')}</h3>
          <ul className="rul-acts">
            {calls.data.items.map((call) => <li key={call.id}><Tag tone={call.state === 'done' ? 'ok' : call.state === 'failed' ? 'danger' : 'waiting'}>{call.status ?? call.trouble ?? '…'}</Tag> {call.url} · {t('attempts', { count: call.attempts })} · {formatMoment(locale, new Date(call.at))}</li>)}
          </ul>
        </section>
      )}
    </Dialog>
  );
}

/** Every version, and the way back to one. */
export function RuleVersionList({ rule, close }: { rule: Rule; close: () => void }) {
  const t = useStrings(ruleStrings);
  const locale = useLocale();
  const speaker = useSpeaker();
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const versions = useQuery({ queryKey: [...queryKeys.rules, rule.id, 'versions'], queryFn: ({ signal }) => request<RuleVersions>('GET', `/rules/${rule.id}/versions`, undefined, { signal }) });
  const back = useMutation({
    mutationFn: (to: number) => request<Rule>('POST', `/rules/${rule.id}/back`, { to }),
    onSuccess: (_, to) => {
      close();
      toast({ text: t('wentBack', { count: to }) });
    },
    onError: failed,
    onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.rules }),
  });
  return (
    <Dialog open onOpenChange={(open) => !open && close()} title={`${t('versions')}: ${rule.name}`} size="wide">
      <Loaded query={versions}>
        {versions.data?.items.map((version) => (
          <div key={version.version} className="rul-run">
            <p>
              <b>{t('version', { count: version.version })}</b> · {version.byName} · {formatMoment(locale, new Date(version.at))}{version.from !== null && <> · {t('backFrom', { count: version.from })}</>}{' '}
              {version.version === rule.version ? <Tag tone="ok">{t('current')}</Tag> : <Button size="sm" busy={back.isPending} onClick={() => back.mutate(version.version)}>{t('backTo')}</Button>}
            </p>
            <p className="help">{ruleWords(t, version.definition, sentenceOf(version.definition.if, speaker), writeSpan)}</p>
          </div>
        ))}
      </Loaded>
    </Dialog>
  );
}
