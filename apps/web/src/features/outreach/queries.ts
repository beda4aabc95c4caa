import { queryOptions, useMutation, useMutationState, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CampaignPatch, CampaignView, ConsentPurposeList, DryRun, Segment, TemplateList } from '@kontuar/contract';
import { request } from '../../app/client';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { useToast } from '../../ui';
import { outreachStrings } from './outreach.strings';

export const campaignQuery = (id: string) => queryOptions({ queryKey: [...queryKeys.outreach, 'one', id] as const, queryFn: ({ signal }) => request<CampaignView>('GET', `/campaigns/${id}`, undefined, { signal }) });
export const trialQuery = (id: string, version: number) => queryOptions({ queryKey: [...queryKeys.outreach, 'trial', id, version] as const, queryFn: ({ signal }) => request<DryRun>('GET', `/campaigns/${id}/trial`, undefined, { signal }), staleTime: 30_000 });
export const segmentsQuery = queryOptions({ queryKey: queryKeys.segments, queryFn: ({ signal }) => request<{ items: Segment[] }>('GET', '/segments', undefined, { signal }), staleTime: 60_000 });
export const purposesQuery = queryOptions({ queryKey: queryKeys.consentPurposes, queryFn: ({ signal }) => request<ConsentPurposeList>('GET', '/privacy/purposes', undefined, { signal }), staleTime: 300_000 });
export const templatesQuery = (channelId: string) => queryOptions({ queryKey: [...queryKeys.outreach, 'templates', channelId] as const, queryFn: ({ signal }) => request<TemplateList>('GET', `/channels/${channelId}/templates`, undefined, { signal }), staleTime: 300_000 });

const actKey = (id: string) => ['campaign', id] as const;
interface Act { method: 'PATCH' | 'POST'; path: string; body: CampaignPatch }

/** The campaign as it stands on the screen: what is being kept counts already, whatever the server says meanwhile. */
export function useCampaign(id: string) {
  const { data, error, isPending, refetch } = useQuery(campaignQuery(id));
  const ahead = useMutationState({ filters: { mutationKey: actKey(id), status: 'pending' }, select: ({ state }) => state.variables as Act });
  const patches = ahead.filter(({ method }) => method === 'PATCH').map(({ body }) => body);
  // A patch has the fields of the campaign, and leaves out what it does not change.
  return { data: data === undefined ? undefined : Object.assign({}, data, ...patches) as CampaignView, error, isPending, refetch };
}

/** What is done with a campaign; its answer is the campaign as it stands then. */
export function useCampaignActs(id: string) {
  const t = useStrings(outreachStrings);
  const client = useQueryClient();
  const toast = useToast();
  const mutationKey = actKey(id);
  const act = useMutation({
    // One after another: each builds on what the one before kept.
    mutationKey, scope: { id: `campaign ${id}` },
    mutationFn: ({ method, path, body }: Act) => request<CampaignView>(method, `/campaigns/${id}${path}`, body),
    onSuccess: (next) => {
      // What was written since stands on the screen already; the last answer holds it.
      if (client.isMutating({ mutationKey }) <= 1) client.setQueryData([...queryKeys.outreach, 'one', id], next);
      void client.invalidateQueries({ queryKey: [...queryKeys.outreach, 'list'] });
      void client.invalidateQueries({ queryKey: [...queryKeys.outreach, 'people', id] });
    },
    onError: (error: Error) => {
      toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
      void client.invalidateQueries({ queryKey: [...queryKeys.outreach, 'one', id] });
    },
  });
  return {
    busy: act.isPending,
    change: (patch: CampaignPatch) => act.mutateAsync({ method: 'PATCH', path: '', body: patch }).then(() => true, () => false),
    post: (path: string, body: CampaignPatch = {}) => act.mutateAsync({ method: 'POST', path, body }).then(() => true, () => false),
  };
}
export type CampaignActs = ReturnType<typeof useCampaignActs>;
