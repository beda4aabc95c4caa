import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CaseChange, CasePatch, CaseView } from '@kontuar/contract';
import { takeConversation } from '../../app/acts/cached';
import { request, type Method } from '../../app/client';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { useToast } from '../../ui';
import { casePageStrings } from './case.strings';

/** One after another: what is kept of a case comes before what is made of it, and the last answer is how it stands. */
export const oneByOne = (caseId: string) => ({ id: `case ${caseId}` });

/** What is done to a case; its answer is the case as it stands then. */
export function useCaseActs(caseId: string) {
  const t = useStrings(casePageStrings);
  const client = useQueryClient();
  const toast = useToast();
  const take = (next: CaseView) => {
    client.setQueryData(queryKeys.case(caseId), next);
    void client.invalidateQueries({ queryKey: ['cases', 'list'] });
    void client.invalidateQueries({ queryKey: queryKeys.caseHistory(caseId) });
  };
  const act = useMutation({
    scope: oneByOne(caseId),
    mutationFn: ({ method, path, body }: { method: Method; path: string; body: unknown }) => request<CaseChange>(method, `/cases/${caseId}${path}`, body),
    onSuccess: ({ case: next, conversation }) => {
      take(next);
      if (conversation !== null) takeConversation(conversation);
    },
    onError: (error: Error) => {
      toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
      void client.invalidateQueries({ queryKey: queryKeys.case(caseId) });
    },
  });
  return {
    busy: act.isPending, take,
    change: (patch: CasePatch) => act.mutateAsync({ method: 'PATCH', path: '', body: patch }).then(() => true, () => false),
    post: (path: string, body: unknown) => act.mutateAsync({ method: 'POST', path, body }).then(() => true, () => false),
  };
}
export type CaseActs = ReturnType<typeof useCaseActs>;
