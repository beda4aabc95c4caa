import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { ApiToken, AuditEntry, Invitation, Page, WorkspaceSettings } from '@kontuar/contract';
import { request } from '../../app/client';

export const settingsKeys = {
  workspace: ['settings', 'workspace'] as const,
  invitations: ['settings', 'invitations'] as const,
  tokens: ['settings', 'tokens'] as const,
  audit: ['settings', 'audit'] as const,
};

const items = <T>(answer: Page<T> | T[]): T[] => (Array.isArray(answer) ? answer : answer.items);

export const workspaceQuery = queryOptions({
  queryKey: settingsKeys.workspace,
  queryFn: ({ signal }) => request<WorkspaceSettings>('GET', '/workspace', undefined, { signal }),
});

export const invitationsQuery = queryOptions({
  queryKey: settingsKeys.invitations,
  queryFn: async ({ signal }) => items(await request<Page<Invitation> | Invitation[]>('GET', '/invitations', undefined, { signal })),
});

export const tokensQuery = queryOptions({
  queryKey: settingsKeys.tokens,
  queryFn: async ({ signal }) => items(await request<Page<ApiToken> | ApiToken[]>('GET', '/tokens', undefined, { signal })),
});

export const auditQuery = infiniteQueryOptions({
  queryKey: settingsKeys.audit,
  queryFn: ({ signal, pageParam }) => request<Page<AuditEntry>>('GET', '/audit', undefined, { signal, query: { cursor: pageParam, limit: 50 } }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.nextCursor ?? undefined,
});
