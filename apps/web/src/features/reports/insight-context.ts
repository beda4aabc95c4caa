import { queryOptions } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { ListeningDesk, ReportDefinitions, ReportGroup, ReportMeasure } from '@kontuar/contract';
import { request } from '../../app/client';
import { queryKeys } from '../../app/query-keys';
import type { InsightSearch } from '../../app/router';
import { useNow } from '../../ui';
import { aroundDay, daysOf, isRange, todayIn } from './period';
import { behindQuery, type Behind, type Chosen } from './report-context';

export const insightDefinitionsQuery = queryOptions({ queryKey: ['insight', 'definitions'], queryFn: ({ signal }) => request<ReportDefinitions>('GET', '/listening/insight', undefined, { signal }), staleTime: 60_000 });
export const monitorsQuery = queryOptions({ queryKey: [...queryKeys.listening, 'desk'], queryFn: ({ signal }) => request<ListeningDesk>('GET', '/listening', undefined, { signal }) });

const isDay = (value: string): boolean => /^20\d\d-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));

/** What the address says. `event`: a day, from which on is held against as many days before it. */
export interface InsightChosen extends Chosen { event: string | undefined }

export function useInsight(zone: string): { chosen: InsightChosen; choose: (change: InsightSearch) => void } {
  const search = useSearch({ strict: false }) as InsightSearch;
  const navigate = useNavigate();
  const today = todayIn(zone, useNow());
  const chosen = useMemo((): InsightChosen => {
    const range = isRange(search.range) ? search.range : 'weeks';
    const asked = search.to ?? today;
    const to = isDay(asked) && asked <= today ? asked : today;
    const event = search.event !== undefined && isDay(search.event) && search.event <= today ? search.event : undefined;
    return {
      asks: '/listening/insight', range, ...(event === undefined ? daysOf(range, to) : aroundDay(range, event, today)), event, zone, today, filter: search.monitor === undefined ? {} : { monitorId: search.monitor }, table: search.table === '1',
      measure: (search.measure ?? 'mentions') as ReportMeasure, apart: (search.apart ?? 'platform') as ReportGroup, compare: event !== undefined ? 'previous' : search.compare === 'none' || search.compare === 'year' ? search.compare : 'previous',
    };
  }, [search, today, zone]);
  const choose = (change: InsightSearch) => void navigate({ to: '/listening/insight', search: Object.fromEntries(Object.entries({ ...search, ...change }).filter(([, value]) => value !== undefined && value !== '')), replace: true });
  return { chosen, choose };
}

/** A point opens its mentions: the stream, of exactly what was counted. */
export function useOpenMentions(chosen: Chosen): (behind: Behind) => void {
  const navigate = useNavigate();
  return (behind) => {
    const { monitorId, by = 'none', ...asked } = behindQuery(chosen, behind);
    void navigate({ to: '/listening', search: { figure: behind.measure, cut: by, ...asked, ...(monitorId === undefined ? {} : { monitor: monitorId }) } });
  };
}
