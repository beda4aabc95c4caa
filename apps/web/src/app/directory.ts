import { queryOptions } from '@tanstack/react-query';
import type { Canned, ChannelSummary, ConversationView, GlossaryTerm, Signature, Label, Member, Page, Team } from '@kontuar/contract';
import { request } from './client';
import { queryKeys } from './query-keys';
import { useShared } from './shared-query';

/** The small lists that every screen names things from; a change on the server refetches them (`directory.changed`). */
async function all<T>(path: string, signal: AbortSignal): Promise<T[]> {
  const answer = await request<Page<T> | T[]>('GET', path, undefined, { signal, query: { limit: 100 } });
  if (Array.isArray(answer)) return answer;
  const items = [...answer.items];
  for (let cursor = answer.nextCursor; cursor; ) {
    const page = await request<Page<T>>('GET', path, undefined, { signal, query: { limit: 100, cursor } });
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}

const staleTime = 5 * 60_000;
export const membersQuery = queryOptions({ queryKey: queryKeys.members, queryFn: ({ signal }) => all<Member>('/members', signal), staleTime });
export const teamsQuery = queryOptions({ queryKey: queryKeys.teams, queryFn: ({ signal }) => all<Team>('/teams', signal), staleTime });
export const signaturesQuery = queryOptions({ queryKey: queryKeys.signatures, queryFn: ({ signal }) => all<Signature>('/signatures', signal), staleTime });
export const glossaryQuery = queryOptions({ queryKey: queryKeys.glossary, queryFn: ({ signal }) => all<GlossaryTerm>('/glossary', signal), staleTime });
export const labelsQuery = queryOptions({ queryKey: queryKeys.labels, queryFn: ({ signal }) => all<Label>('/labels', signal), staleTime });
export const channelsQuery = queryOptions({ queryKey: queryKeys.channels, queryFn: ({ signal }) => all<ChannelSummary>('/channels', signal), staleTime });
export const cannedQuery = queryOptions({ queryKey: queryKeys.canned, queryFn: ({ signal }) => all<Canned>('/canned', signal), staleTime });

export const conversationQuery = (conversationId: string) => queryOptions({
  queryKey: queryKeys.conversation(conversationId),
  queryFn: ({ signal }) => request<ConversationView>('GET', `/conversations/${conversationId}`, undefined, { signal }),
});

const none: readonly never[] = [];

export function useMembers(): readonly Member[] {
  return useShared(membersQuery, (members) => members ?? none);
}

export function useTeams(): readonly Team[] {
  return useShared(teamsQuery, (teams) => teams ?? none);
}

export function useLabels(): readonly Label[] {
  return useShared(labelsQuery, (labels) => labels ?? none);
}

export function useChannel(channelId: string | undefined): ChannelSummary | undefined {
  return useShared(channelsQuery, (channels) => (channelId === undefined ? undefined : channels?.find((channel) => channel.id === channelId)));
}
