import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { BusinessCalendar, ReportHours } from '@kontuar/contract';
import { request } from '../../app/client';
import { useTeams } from '../../app/directory';
import { useStrings } from '../../i18n';
import { Field, Select } from '../../ui';
import { useFailed } from './parts';
import { reportHoursStrings } from './report-hours.strings';

const hoursQuery = queryOptions({ queryKey: ['reports', 'hours'], queryFn: ({ signal }) => request<ReportHours>('GET', '/reports/hours', undefined, { signal }) });

/** By whose hours reports count business time: of the house, and of teams that work at other times. */
export function ReportHoursCard({ calendars, manages }: { calendars: readonly BusinessCalendar[]; manages: boolean }) {
  const t = useStrings(reportHoursStrings);
  const cache = useQueryClient();
  const failed = useFailed();
  const teams = useTeams();
  const { data } = useQuery(hoursQuery);
  const save = useMutation({
    mutationFn: (wanted: ReportHours) => request<ReportHours>('PUT', '/reports/hours', wanted), onError: failed, onSuccess: (kept) => cache.setQueryData(hoursQuery.queryKey, kept),
    onSettled: () => cache.invalidateQueries({ queryKey: ['reports'] }),
  });
  if (data === undefined || calendars.length === 0) return null;
  const choices = (none: string) => [{ value: '', label: none }, ...calendars.map(({ id, name }) => ({ value: id, label: name }))];
  const ofTeam = (id: string) => data.teams.find(({ teamId }) => teamId === id)?.calendarId ?? '';
  const set = (teamId: string, calendarId: string) => save.mutate({ ...data, teams: [...data.teams.filter((one) => one.teamId !== teamId), ...(calendarId === '' ? [] : [{ teamId, calendarId }])] });
  return (
    <section className="card">
      <header><h2>{t('title')}</h2><p className="help">{t('lead')}</p></header>
      <div className="two">
        <Field label={t('house')}><Select disabled={!manages || save.isPending} value={data.calendarId ?? ''} options={choices(t('none'))} onValueChange={(calendarId) => save.mutate({ ...data, calendarId: calendarId === '' ? null : calendarId })} /></Field>
        {teams.map((team) => <Field key={team.id} label={team.name}><Select disabled={!manages || save.isPending} value={ofTeam(team.id)} options={choices(t('asHouse'))} onValueChange={(calendarId) => set(team.id, calendarId)} /></Field>)}
      </div>
    </section>
  );
}
