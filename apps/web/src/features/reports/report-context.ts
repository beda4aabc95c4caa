import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Filter, Report, ReportDefinition, ReportDefinitions, ReportGroup, ReportMeasure } from '@kontuar/contract';
import { request } from '../../app/client';
import { channelsQuery, useLabels, useMembers, useTeams } from '../../app/directory';
import { useKindName } from '../../app/kinds';
import { languageName } from '../../app/language-name';
import { useMatterName } from '../../app/matters/matters';
import { networkName } from '../../app/network-names';
import type { ReportsSearch } from '../../app/router';
import { formatDay, formatTime, useLocale, useStrings } from '../../i18n';
import { useNow } from '../../ui';
import { durationWords } from './figure-words';
import { cutOf, daysOf, isRange, todayIn, type Range } from './period';
import { reportStrings } from './reports.strings';

export const definitionsQuery = queryOptions({ queryKey: ['reports', 'definitions'], queryFn: ({ signal }) => request<ReportDefinitions>('GET', '/reports', undefined, { signal }), staleTime: 60_000 });

/** Ends of the spans into which durations are sorted, as the server has them. */
const SPANS_MS = [60_000, 300_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 28_800_000, 86_400_000, 259_200_000];

/** What the address says about which time and what, as requests need it. */
export interface Chosen { /** Where its figures are asked. */ asks: '/reports' | '/listening/insight'; range: Range; from: string; to: string; zone: string; today: string; compare: 'none' | 'previous' | 'year'; filter: Record<string, string>; measure: ReportMeasure; apart: ReportGroup; table: boolean }

export function useChosen(zone: string): { chosen: Chosen; choose: (change: ReportsSearch) => void } {
  const search = useSearch({ strict: false }) as ReportsSearch;
  const navigate = useNavigate();
  const today = todayIn(zone, useNow());
  const chosen = useMemo((): Chosen => {
    const range = isRange(search.range) ? search.range : 'weeks';
    const asked = search.to ?? today;
    const to = /^20\d\d-\d\d-\d\d$/.test(asked) && asked <= today ? asked : today;
    const filter = Object.fromEntries(Object.entries({ channelId: search.channel, teamId: search.team, kind: search.kind, clock: search.clock }).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
    return {
      asks: '/reports', range, ...daysOf(range, to), zone, today, filter, table: search.table === '1', measure: (search.measure ?? 'first-reply') as ReportMeasure, apart: (search.apart ?? 'channel') as ReportGroup,
      compare: search.compare === 'none' || search.compare === 'year' ? search.compare : 'previous',
    };
  }, [search, today, zone]);
  const choose = (change: ReportsSearch) => void navigate({ to: '/reports', search: Object.fromEntries(Object.entries({ ...search, ...change }).filter(([, value]) => value !== undefined && value !== '')), replace: true });
  return { chosen, choose };
}

const askedOf = ({ from, to, zone, filter }: Chosen) => ({ from, to, zone, ...filter });

/** Figures of today move: they are asked again by and by, and never shown as older than a few seconds. */
export function useReport(chosen: Chosen, measure: ReportMeasure, by: ReportGroup = 'none', enabled = true) {
  const query = { ...askedOf(chosen), by, compare: chosen.compare };
  return useQuery({
    queryKey: ['reports', 'figures', measure, query], queryFn: ({ signal }) => request<Report>('GET', `${chosen.asks}/${measure}`, undefined, { signal, query }),
    placeholderData: keepPreviousData, enabled, staleTime: 5000, refetchInterval: chosen.to === chosen.today ? 15_000 : false,
  });
}

export type Behind = { measure: ReportMeasure; by: ReportGroup; key: string | null | undefined };
export const behindQuery = (chosen: Chosen, { by, key }: Behind): Record<string, string> =>
  ({ ...askedOf(chosen), by, ...(key === undefined ? {} : { key: key ?? 'none' }) });

/** All of them as a list of the inbox. */
export const behindFilter = (measure: ReportMeasure, asked: Record<string, string>): Filter => ({ by: 'figure', has: new URLSearchParams({ measure, ...asked }).toString() });

export const timeGroup = (chosen: Chosen): 'hour' | 'day' | 'week' => cutOf(chosen.range);

/** What a row of a report is called. */
export function useRowNames(): (by: ReportGroup, key: string | null) => string {
  const t = useStrings(reportStrings);
  const locale = useLocale();
  const now = useNow();
  const [members, teams, labels, channels] = [useMembers(), useTeams(), useLabels(), useQuery(channelsQuery).data];
  const [kindName, matterName] = [useKindName(), useMatterName()];
  return (by, key) => {
    const listed = (list: readonly { id: string; name: string }[] | undefined) => (key === null ? t(by === 'member' ? 'elsewhere' : 'without') : (list?.find(({ id }) => id === key)?.name ?? t('gone')));
    switch (by) {
      case 'member': return listed(members);
      case 'team': return listed(teams);
      case 'label': return listed(labels);
      case 'channel': return listed(channels);
      case 'matter': return key === null ? t('without') : matterName(key);
      case 'kind': return key === null ? t('without') : kindName(key);
      case 'day': case 'week': case 'month': return formatDay(locale, new Date(`${key ?? ''}T12:00:00`), now);
      case 'hour': return formatTime(locale, new Date(key ?? ''));
      case 'weekday': return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, Number(key))));
      case 'hour-of-day': return t('hourRow', { hour: key ?? '' });
      case 'spread': { const end = SPANS_MS[Number(key)]; return end === undefined ? t('longer') : t('lessThan', { time: durationWords(end) }); }
      case 'mood': return t(`mood-${(key ?? 'unsure') as 'unsure'}`);
      // Rows of these bring their names; a language and a network are what they are called everywhere.
      case 'language': return key === null ? t('without') : (languageName(locale, key) ?? key);
      case 'platform': return networkName(key ?? '', undefined);
      case 'monitor': case 'author': case 'topic': case 'named': return key ?? t('without');
      case 'none': return t('all');
      default: throw new Error(`no name for ${JSON.stringify(by satisfies never)}`);
    }
  };
}

export const definitionOf = (definitions: ReportDefinitions | undefined, key: ReportMeasure): ReportDefinition | undefined => definitions?.items.find((one) => one.key === key);
