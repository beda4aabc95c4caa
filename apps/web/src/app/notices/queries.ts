import { queryOptions } from '@tanstack/react-query';
import type { NoticeCount, NoticeSettings, NoticeView, Page } from '@kontuar/contract';
import { request } from '../client';
import { queryKeys } from '../query-keys';

export const noticeCountQuery = queryOptions({
  queryKey: queryKeys.noticeCount,
  queryFn: ({ signal }) => request<NoticeCount>('GET', '/notices/count', undefined, { signal }),
});

export const noticesQuery = queryOptions({
  queryKey: queryKeys.notices,
  queryFn: ({ signal }) => request<Page<NoticeView>>('GET', '/notices', undefined, { signal, query: { limit: 50 } }),
});

export const noticeSettingsQuery = queryOptions({
  queryKey: queryKeys.noticeSettings,
  queryFn: ({ signal }) => request<NoticeSettings>('GET', '/me/notices', undefined, { signal }),
  staleTime: 5 * 60_000,
});
