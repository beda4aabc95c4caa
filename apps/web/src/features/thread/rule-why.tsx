import { useQuery } from '@tanstack/react-query';
import type { RuleRuns } from '@kontuar/contract';
import { request } from '../../app/client';
import { queryKeys } from '../../app/query-keys';
import { RunView } from '../../app/rules/run-view';
import { ruleStrings } from '../../app/rules/rules.strings';
import { useSpeaker } from '../../app/views/speaker';
import { useStrings } from '../../i18n';
import { Dialog } from '../../ui';

/** Why a rule worked in this conversation, and what became of each of its steps. */
export function RuleWhy({ conversationId, runId, onClose }: { conversationId: string; runId: string; onClose: () => void }) {
  const t = useStrings(ruleStrings);
  const speaker = useSpeaker();
  const { data } = useQuery({ queryKey: [...queryKeys.rules, 'in', conversationId], queryFn: ({ signal }) => request<RuleRuns>('GET', `/conversations/${conversationId}/rule-runs`, undefined, { signal }), staleTime: 0 });
  const run = data?.items.find(({ id }) => id === runId);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('ruleDid')} {...(run === undefined ? {} : { description: run.ruleName })}>
      {run !== undefined ? <RunView run={run} speaker={speaker} /> : <p className="mut" role="status">{data === undefined ? '…' : t('gone')}</p>}
    </Dialog>
  );
}
