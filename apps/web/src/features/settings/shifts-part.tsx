import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Absence, Member, ShiftPatch, ShiftView, WorkHours } from '@kontuar/contract';
import { request } from '../../app/client';
import { membersQuery } from '../../app/directory';
import { noScreenWords } from '../../app/duty-words';
import { useCan, useMe } from '../../app/me';
import { noticeSettingsQuery } from '../../app/notices/queries';
import { queryKeys } from '../../app/query-keys';
import { SickDialog } from '../../app/sick/sick-dialog';
import { sickStrings } from '../../app/sick/sick.strings';
import { formatMoment, useLocale, useStrings } from '../../i18n';
import { Avatar, Button, Field, foldText, Select, Switch, TextInput, useToast } from '../../ui';
import { weekdays } from './day-choice';
import { notificationsStrings } from './notifications.strings';
import { FormDialog, Loaded, PartHead, useDialog, useFailed } from './parts';
import { shiftsStrings } from './shifts.strings';
import './notifications.css';

const states = { on: 'on', away: 'away', sick: 'sick', off: 'offNow' } as const;

/** Who works when: one's own absence, and, for those who plan, the hours of everybody. */
export function ShiftsPart() {
  const t = useStrings(shiftsStrings);
  const locale = useLocale();
  const me = useMe();
  const plans = useCan('shift.manage');
  const members = useQuery(membersQuery);
  const [query, setQuery] = useState('');
  const [planned, plan, close] = useDialog<Member>();
  const moves = useCan('board.move');
  const s = useStrings(sickStrings);
  const [sick, setSick] = useState<Member | null>(null);
  const all = (members.data ?? []).filter(({ active }) => active);
  const shown = (plans ? all : all.filter(({ id }) => id === me.member.id)).filter(({ name }) => foldText(name).includes(foldText(query)));
  const nameOf = (id: string | null) => all.find((member) => member.id === id)?.name;
  const words = (member: Member) => {
    const { duty } = member;
    const state = [t(states[duty.state]), noScreenWords(member)].filter(Boolean).join(', ');
    const now = duty.until === null ? state : t('until', { state, time: formatMoment(locale, new Date(duty.until)) });
    const substitute = nameOf(duty.substituteId);
    return substitute === undefined ? now : `${now}, ${t('standsIn', { name: substitute })}`;
  };
  return (
    <>
      <PartHead title={t(plans ? 'title' : 'own')} lead={t(plans ? 'lead' : 'ownLead')} />
      {plans && all.length > 6 && <div className="tools"><TextInput type="search" aria-label={t('search')} placeholder={t('search')} value={query} onChange={(event) => setQuery(event.target.value)} /></div>}
      <Loaded query={members}>
        <ul className="card lst">
          {shown.map((member) => (
            <li key={member.id}>
              <div className="lst-r">
                <Avatar name={member.name} src={member.avatarUrl} presence={member.presence} />
                <span className="lst-t"><b>{member.name}</b><span>{words(member)}</span></span>
                {moves && member.duty.state !== 'sick' && member.role !== 'brand_analyst' && <Button size="sm" aria-label={s('act', { name: member.name })} onClick={() => setSick(member)}>{s('short')}</Button>}
                <Button size="sm" aria-label={t('plan', { name: member.name })} onClick={() => plan(member)}>{t('edit')}</Button>
              </div>
            </li>
          ))}
        </ul>
      </Loaded>
      {sick !== null && <SickDialog member={sick} onClose={() => setSick(null)} />}
      {planned && <Plan member={planned} own={!plans} colleagues={all} close={close} />}
    </>
  );
}

function Plan({ member, own, colleagues, close }: { member: Member; own: boolean; colleagues: readonly Member[]; close: () => void }) {
  const path = own ? '/me/shift' : `/members/${member.id}/shift`;
  const { data: shift } = useQuery({ queryKey: ['shift', member.id], queryFn: ({ signal }) => request<ShiftView>('GET', path, undefined, { signal }), gcTime: 0, staleTime: 0 });
  return shift === undefined ? null : <PlanForm member={member} own={own} colleagues={colleagues} close={close} shift={shift} path={path} />;
}

const localInput = (at: string | null): string => {
  if (at === null) return '';
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};
const instantOf = (local: string): string | null => (local === '' ? null : new Date(local).toISOString());

function PlanForm({ member, own, colleagues, close, shift, path }: { member: Member; own: boolean; colleagues: readonly Member[]; close: () => void; shift: ShiftView; path: string }) {
  const t = useStrings(shiftsStrings);
  const me = useMe();
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const [hours, setHours] = useState<WorkHours | null>(shift.hours);
  const [absence, setAbsence] = useState<Absence | null>(shift.absence);
  const [substituteId, setSubstitute] = useState(shift.duty.substituteId);
  const save = useMutation({
    mutationFn: () => request<ShiftView>('PATCH', path, { absence, substituteId, ...(own ? {} : { hours }) } satisfies ShiftPatch),
    onSuccess: async () => {
      close();
      toast({ text: t('saved') });
      await Promise.all([cache.invalidateQueries({ queryKey: queryKeys.members }), cache.invalidateQueries({ queryKey: noticeSettingsQuery.queryKey })]);
    },
    onError: failed,
  });
  return (
    <FormDialog title={t('plan', { name: member.name })} submit={t('save')} busy={save.isPending} close={close} onSubmit={() => save.mutate()}>
      <Field label={t('absence')} help={own ? undefined : t('sickHelp')}>
        <Select
          value={absence?.state ?? ''}
          onValueChange={(state) => setAbsence(state === '' ? null : { state: state as Absence['state'], from: absence?.from ?? null, until: absence?.until ?? null })}
          options={[{ value: '', label: t('asHours') }, ...(['on', 'away', 'sick', 'off'] as const).map((value) => ({ value, label: t(states[value]) }))]}
        />
      </Field>
      {absence !== null && (
        <div className="two">
          <Field label={t('begins')}><TextInput type="datetime-local" value={localInput(absence.from)} onChange={(event) => setAbsence({ ...absence, from: instantOf(event.target.value) })} /></Field>
          <Field label={t('ends')}><TextInput type="datetime-local" value={localInput(absence.until)} onChange={(event) => setAbsence({ ...absence, until: instantOf(event.target.value) })} /></Field>
        </div>
      )}
      <Field label={t('substitute')}>
        <Select value={substituteId ?? ''} onValueChange={(id) => setSubstitute(id === '' ? null : id)} options={[{ value: '', label: t('nobody') }, ...colleagues.filter(({ id }) => id !== member.id).map(({ id, name }) => ({ value: id, label: name }))]} />
      </Field>
      {!own && <Hours hours={hours} onChange={setHours} timeZone={me.workspace.timeZone} />}
    </FormDialog>
  );
}

const usualDay = { from: '08:00', to: '16:00' };

function Hours({ hours, onChange, timeZone }: { hours: WorkHours | null; onChange: (hours: WorkHours | null) => void; timeZone: string }) {
  const t = useStrings(shiftsStrings);
  const d = useStrings(notificationsStrings);
  const set = (day: number, change: Partial<typeof usualDay> | null) => {
    if (hours === null) return;
    const before = hours.week.find((each) => each.day === day);
    const rest = hours.week.filter((each) => each !== before);
    onChange({ ...hours, week: change === null ? rest : [...rest, { day, ...usualDay, ...before, ...change }] });
  };
  return (
    <>
      <Switch label={t('weekly')} checked={hours !== null} onCheckedChange={(on) => onChange(on ? { timeZone, week: [1, 2, 3, 4, 5].map((day) => ({ day, ...usualDay })) } : null)} />
      {hours !== null && (
        <>
          <ul className="shift-h" aria-label={t('hours')}>
            {weekdays.map(([day, words]) => {
              const on = hours.week.find((each) => each.day === day);
              return (
                <li key={day}>
                  <label className="check"><input type="checkbox" checked={on !== undefined} onChange={(event) => set(day, event.target.checked ? {} : null)} /><span>{d(words)}</span></label>
                  {on === undefined ? <span className="mut">{t('off')}</span> : (
                    <>
                      <TextInput type="time" aria-label={t('from', { day: d(words) })} value={on.from} onChange={(event) => event.target.value !== '' && set(day, { from: event.target.value })} />
                      <TextInput type="time" aria-label={t('to', { day: d(words) })} value={on.to} onChange={(event) => event.target.value !== '' && set(day, { to: event.target.value })} />
                    </>
                  )}
                </li>
              );
            })}
          </ul>
          <Field label={t('timeZone')}><TextInput value={hours.timeZone} onChange={(event) => onChange({ ...hours, timeZone: event.target.value })} /></Field>
        </>
      )}
    </>
  );
}
