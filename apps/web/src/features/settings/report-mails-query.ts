import { queryOptions } from '@tanstack/react-query';
import type { ReportSchedules } from '@kontuar/contract';
import { request } from '../../app/client';

export const reportMailsQuery = queryOptions({
  queryKey: ['report-schedules'], queryFn: ({ signal }) => request<ReportSchedules>('GET', '/report-schedules', undefined, { signal }),
  // While mails are leaving, how they fare is looked at again.
  refetchInterval: ({ state }) => ((state.data?.items ?? []).some(({ last }) => (last?.waiting ?? 0) > 0) ? 3000 : false),
});

/** 1 is Monday. */
export const dayName = (locale: string, isoDay: number): string => new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, isoDay)));
