import { queryOptions } from '@tanstack/react-query';
import type { ConversationView, CrisisNow, CrisisView } from '@kontuar/contract';
import { request } from '../client';
import { queryKeys } from '../query-keys';
import { useShared } from '../shared-query';

/** A change of it comes over the line (`directory.changed`). */
const crisisNowQuery = queryOptions({ queryKey: queryKeys.crisisNow, queryFn: ({ signal }) => request<CrisisNow>('GET', '/crises/now', undefined, { signal }), staleTime: 60_000 });

export const useCrisisNow = (): CrisisNow | undefined => useShared(crisisNowQuery, (now) => now);

const concerns = ({ channelIds, teamIds }: CrisisView, { channelId, teamId }: Pick<ConversationView, 'channelId' | 'teamId'>): boolean =>
  (channelIds.length === 0 && teamIds.length === 0) || channelIds.includes(channelId) || (teamId !== null && teamIds.includes(teamId));

/** What we say meanwhile, in the language of the customer or in the one that there is; empty where no crisis concerns it. */
export function statementFor(now: CrisisNow | undefined, conversation: Pick<ConversationView, 'channelId' | 'teamId'>, language: 'en' | 'pl'): string {
  const crisis = now?.current;
  if (crisis == null || !concerns(crisis, conversation)) return '';
  return crisis.statement[language] || crisis.statement[language === 'pl' ? 'en' : 'pl'];
}
