import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { LeadChange, LeadPatch, LeadView } from '@kontuar/contract';
import { takeConversation } from '../../app/acts/cached';
import { request, type Method } from '../../app/client';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { useToast } from '../../ui';
import { leadStrings } from './leads.strings';

/** Puts back each field that a patch changed. */
const before = (lead: LeadView, patch: LeadPatch): LeadPatch =>
  Object.fromEntries((Object.keys(patch) as (keyof LeadPatch)[]).filter((field) => field !== 'version').map((field) => [field, lead[field as keyof LeadView]]));

/** What is done to a lead; its answer is the lead as it stands then. */
export function useLeadActs(lead: LeadView) {
  const t = useStrings(leadStrings);
  const client = useQueryClient();
  const toast = useToast();
  const act = useMutation({
    mutationFn: ({ method, path, body }: { method: Method; path: string; body: unknown }) => request<LeadChange>(method, `/leads/${lead.id}${path}`, body),
    onSuccess: ({ lead: next, conversation }) => {
      client.setQueryData(queryKeys.lead(lead.id), next);
      for (const each of next.conversations) client.setQueryData(queryKeys.leadOf(each.id), { lead: next });
      void client.invalidateQueries({ queryKey: ['leads', 'list'] });
      void client.invalidateQueries({ queryKey: ['leads', 'sums'] });
      if (conversation !== null) takeConversation(conversation);
    },
    onError: (error: Error) => {
      toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
      void client.invalidateQueries({ queryKey: queryKeys.allLeads });
    },
  });
  const send = (patch: LeadPatch) => act.mutateAsync({ method: 'PATCH', path: '', body: patch }).then(() => true, () => false);
  return {
    busy: act.isPending,
    /** With the way back, which puts only these fields back. */
    change: async (patch: LeadPatch, words: string) => {
      const back = before(lead, patch);
      if (await send(patch)) toast({ text: words, undo: () => void send(back) });
    },
    post: (path: string, body: unknown) => act.mutateAsync({ method: 'POST', path, body }).then(() => true, () => false),
  };
}
export type LeadActs = ReturnType<typeof useLeadActs>;
