import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pencil, Plus, Trash2 } from 'lucide';
import { useState } from 'react';
import type { BusinessCalendar, BusinessCalendarInput, WeeklyHours } from '@kontuar/contract';
import { request } from '../../app/client';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Button, Field, Icon, IconButton, Select, TextArea, TextInput, useToast } from '../../ui';
import { readDaysOff } from './case-terms';
import { weekdays } from './day-choice';
import { notificationsStrings } from './notifications.strings';
import { FormDialog, useDialog, useFailed } from './parts';
import { shiftsStrings } from './shifts.strings';
import { slaStrings } from './sla.strings';
import './notifications.css';

/** The hours by which promises are counted: of the house, of a branch, of a team. */
export function CalendarList({ calendars, timeZone, manages }: { calendars: readonly BusinessCalendar[]; timeZone: string; manages: boolean }) {
  const t = useStrings(slaStrings);
  const d = useStrings(notificationsStrings);
  const cache = useQueryClient();
  const failed = useFailed();
  const [editing, edit, close] = useDialog<{ calendar: BusinessCalendar | undefined }>();
  const remove = useMutation({ mutationFn: (id: string) => request('DELETE', `/sla/calendars/${id}`), onError: failed, onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.slaSettings }) });
  const says = ({ week, timeZone: zone, country }: BusinessCalendar) => [
    weekdays.flatMap(([day, words]) => {
      const spans = week.filter((one) => one.day === day);
      return spans.length === 0 ? [] : [`${d(words)} ${spans.map(({ from, to }) => `${from}–${to}`).join(', ')}`];
    }).join(' · '), zone, ...(country === null ? [] : [t('holidaysOf', { country })]),
  ].join(', ');
  return (
    <section className="part sla-c">
      <header><h2>{t('calendars')}</h2><p className="help">{t('calendarsLead')}</p></header>
      {calendars.length > 0 && (
        <ul className="card lst">
          {calendars.map((calendar) => (
            <li key={calendar.id}>
              <div className="lst-r">
                <span className="lst-t"><b>{calendar.name}</b><span>{says(calendar)}</span></span>
                {manages && <IconButton size="sm" label={`${t('edit')}: ${calendar.name}`} onClick={() => edit({ calendar })}><Icon of={Pencil} size={14} /></IconButton>}
                {manages && <IconButton size="sm" label={`${t('remove')}: ${calendar.name}`} disabled={calendar.usedBy > 0} onClick={() => remove.mutate(calendar.id)}><Icon of={Trash2} size={14} /></IconButton>}
              </div>
            </li>
          ))}
        </ul>
      )}
      {manages && <p><Button size="sm" onClick={() => edit({ calendar: undefined })}><Icon of={Plus} size={14} />{t('addCalendar')}</Button></p>}
      {editing && <CalendarForm calendar={editing.calendar} timeZone={timeZone} close={close} />}
    </section>
  );
}

const usualDay = { from: '08:00', to: '16:00' };

function CalendarForm({ calendar, timeZone, close }: { calendar: BusinessCalendar | undefined; timeZone: string; close: () => void }) {
  const t = useStrings(slaStrings);
  const d = useStrings(notificationsStrings);
  const h = useStrings(shiftsStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const [form, setForm] = useState({
    name: calendar?.name ?? '', timeZone: calendar?.timeZone ?? timeZone, country: calendar?.country ?? '', week: calendar?.week ?? [1, 2, 3, 4, 5].map((day): WeeklyHours => ({ day, ...usualDay })),
    daysOff: (calendar?.daysOff ?? []).map(({ on, name }) => `${on} ${name}`.trim()).join('\n'),
  });
  const [tried, setTried] = useState(false);
  const set = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const daysOff = readDaysOff(form.daysOff);
  const isWrong = { name: form.name.trim() === '', week: form.week.length === 0, daysOff: daysOff.wrong !== undefined };
  const setDay = (day: number, change: Partial<typeof usualDay> | null) => {
    const before = form.week.find((each) => each.day === day);
    const rest = form.week.filter((each) => each !== before);
    set({ week: change === null ? form.week.filter((each) => each.day !== day) : [...rest, { day, ...usualDay, ...before, ...change }] });
  };
  const save = useMutation({
    mutationFn: () => request(calendar === undefined ? 'POST' : 'PATCH', calendar === undefined ? '/sla/calendars' : `/sla/calendars/${calendar.id}`, { name: form.name.trim(), timeZone: form.timeZone.trim(), country: form.country === '' ? null : form.country, week: form.week, daysOff: daysOff.days } satisfies BusinessCalendarInput),
    onSuccess: async () => {
      close();
      toast({ text: t('calendarSaved') });
      await cache.invalidateQueries({ queryKey: queryKeys.slaSettings });
    },
    onError: failed,
  });
  const submit = () => {
    setTried(true);
    if (!Object.values(isWrong).some(Boolean)) save.mutate();
  };
  return (
    <FormDialog title={calendar === undefined ? t('addCalendar') : calendar.name} submit={t('save')} busy={save.isPending} close={close} onSubmit={submit}>
      <Field label={t('name')} error={tried && isWrong.name ? t('nameMissing') : undefined}><TextInput autoFocus maxLength={80} value={form.name} onChange={(event) => set({ name: event.target.value })} /></Field>
      <ul className="shift-h" aria-label={h('hours')}>
        {weekdays.map(([day, words]) => {
          const on = form.week.find((each) => each.day === day);
          return (
            <li key={day}>
              <label className="check"><input type="checkbox" checked={on !== undefined} onChange={(event) => setDay(day, event.target.checked ? {} : null)} /><span>{d(words)}</span></label>
              {on === undefined ? <span className="mut">{h('off')}</span> : (
                <>
                  <TextInput type="time" aria-label={h('from', { day: d(words) })} value={on.from} onChange={(event) => event.target.value !== '' && setDay(day, { from: event.target.value })} />
                  <TextInput type="time" aria-label={h('to', { day: d(words) })} value={on.to} onChange={(event) => event.target.value !== '' && setDay(day, { to: event.target.value })} />
                </>
              )}
            </li>
          );
        })}
      </ul>
      {tried && isWrong.week && <p className="field-bad" role="alert">{t('noHours')}</p>}
      <div className="two">
        <Field label={h('timeZone')}><TextInput maxLength={60} value={form.timeZone} onChange={(event) => set({ timeZone: event.target.value })} /></Field>
        <Field label={t('holidays')}><Select value={form.country} options={[{ value: '', label: t('noHolidays') }, { value: 'PL', label: t('poland') }]} onValueChange={(country) => set({ country })} /></Field>
      </div>
      <Field label={t('daysOff')} help={t('daysOffHelp')} error={tried && isWrong.daysOff ? t('daysOffWrong', { line: daysOff.wrong ?? '' }) : undefined} optional><TextArea rows={4} value={form.daysOff} onChange={(event) => set({ daysOff: event.target.value })} /></Field>
    </FormDialog>
  );
}
