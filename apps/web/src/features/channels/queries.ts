import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import type { ChannelInput, ChannelPatch, ChannelTrial, ChannelView, ConnectorView, DeliveryView, HealthView, Page } from '@kontuar/contract';
import { request } from '../../app/client';
import { queryKeys } from '../../app/query-keys';

export type DeliveryState = DeliveryView['state'];

export const channelKeys = {
  one: (channelId: string) => [...queryKeys.channels, channelId] as const,
  deliveries: (channelId: string, state: DeliveryState | undefined) => [...queryKeys.channels, channelId, 'deliveries', state ?? 'all'] as const,
};

export const connectorsQuery = queryOptions({
  queryKey: queryKeys.connectors,
  queryFn: async ({ signal }) => {
    const answer = await request<Page<ConnectorView> | ConnectorView[]>('GET', '/connectors', undefined, { signal });
    return Array.isArray(answer) ? answer : answer.items;
  },
  staleTime: Infinity,
});

export const channelQuery = (channelId: string) =>
  queryOptions({
    queryKey: channelKeys.one(channelId),
    queryFn: ({ signal }) => request<ChannelView>('GET', `/channels/${channelId}`, undefined, { signal }),
  });

export const deliveriesQuery = (channelId: string, state: DeliveryState | undefined) =>
  infiniteQueryOptions({
    queryKey: channelKeys.deliveries(channelId, state),
    queryFn: ({ signal, pageParam }) => request<Page<DeliveryView>>('GET', `/channels/${channelId}/deliveries`, undefined, { signal, query: { state, cursor: pageParam, limit: 50 } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    // New deliveries arrive all the time; the table is for looking into a fault that happens now.
    refetchInterval: 10_000,
  });

/** Lists that show a channel in short are stale after each of these. */
function changed(cache: QueryClient): Promise<void> {
  return cache.invalidateQueries({ queryKey: queryKeys.channels });
}

export const tryChannel = (trial: ChannelTrial) => request<HealthView>('POST', '/channels/try', trial);

export async function addChannel(cache: QueryClient, input: ChannelInput): Promise<ChannelView> {
  const channel = await request<ChannelView>('POST', '/channels', input, { idempotencyKey: crypto.randomUUID() });
  cache.setQueryData(channelKeys.one(channel.id), channel);
  await changed(cache);
  return channel;
}

export async function changeChannel(cache: QueryClient, channelId: string, patch: ChannelPatch): Promise<ChannelView> {
  const channel = await request<ChannelView>('PATCH', `/channels/${channelId}`, patch);
  cache.setQueryData(channelKeys.one(channelId), channel);
  await changed(cache);
  return channel;
}

export async function removeChannel(cache: QueryClient, channelId: string): Promise<void> {
  await request('DELETE', `/channels/${channelId}`);
  cache.removeQueries({ queryKey: channelKeys.one(channelId) });
  await changed(cache);
}

export async function checkChannel(cache: QueryClient, channelId: string): Promise<void> {
  await request('POST', `/channels/${channelId}/check`, {});
  await changed(cache);
}

/** Shown this once; what was signed with the old one is unverified from now on. */
export async function renewIdentitySecret(cache: QueryClient, channelId: string): Promise<{ secret: string }> {
  const answer = await request<{ secret: string }>('POST', `/channels/${channelId}/identity-secret`, {});
  await changed(cache);
  return answer;
}

export async function replayDelivery(cache: QueryClient, channelId: string, deliveryId: string): Promise<void> {
  await request('POST', `/deliveries/${deliveryId}/replay`, {});
  await cache.invalidateQueries({ queryKey: channelKeys.one(channelId) });
}
