import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Mail, Pencil, Plus, Send, Trash2, UserMinus } from 'lucide';
import type { ReportSchedule } from '@kontuar/contract';
import { request } from '../../app/client';
import { useMembers } from '../../app/directory';
import { useCan, useMe } from '../../app/me';
import { formatMoment, useLocale, useStrings } from '../../i18n';
import { Banner, Button, EmptyState, Icon, IconButton, Tag, useToast } from '../../ui';
import { ConfirmDialog, Loaded, PartHead, useDialog, useFailed } from './parts';
import { ReportMailForm } from './report-mail-form';
import { dayName, reportMailsQuery } from './report-mails-query';
import { reportMailsStrings } from './report-mails.strings';

/** Reports that come by mail: which, when, to whom, and how the last one went. */
export function ReportMailsPart() {
  const t = useStrings(reportMailsStrings);
  const query = useQuery(reportMailsQuery);
  const manages = useCan('report.send');
  const [editing, edit, close] = useDialog<{ schedule: ReportSchedule | undefined }>();
  const { data } = query;
  const add = manages && <Button tone="primary" onClick={() => edit({ schedule: undefined })}><Icon of={Plus} size={14} />{t('add')}</Button>;
  return (
    <>
      <PartHead title={t('title')} lead={t('lead')} action={data !== undefined && data.items.length > 0 && add} />
      <Loaded query={query}>
        {data !== undefined && !data.hasMailbox && <Banner>{t('noMailbox')}</Banner>}
        {data?.items.length === 0 && <EmptyState art="list" title={t('empty')} action={add}>{t('emptyBody')}</EmptyState>}
        {data !== undefined && data.items.length > 0 && <ul className="card lst">{data.items.map((schedule) => <Row key={schedule.id} schedule={schedule} manages={manages} onEdit={() => edit({ schedule })} />)}</ul>}
      </Loaded>
      {editing && data !== undefined && <ReportMailForm schedule={editing.schedule} timeZone={data.timeZone} close={close} />}
    </>
  );
}

function Row({ schedule, manages, onEdit }: { schedule: ReportSchedule; manages: boolean; onEdit: () => void }) {
  const t = useStrings(reportMailsStrings);
  const locale = useLocale();
  const me = useMe();
  const members = useMembers();
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const [removing, ask, close] = useDialog<object>();
  const act = useMutation({ mutationFn: (work: () => Promise<unknown>) => work(), onError: failed, onSettled: () => cache.invalidateQueries({ queryKey: reportMailsQuery.queryKey }) });
  const { id, name, last } = schedule;
  const receivers = schedule.receiverIds.map((each) => members.find((member) => member.id === each)?.name ?? '').filter((each) => each !== '');
  const rhythm = schedule.every === 'day' ? t('everyDay', { at: schedule.at }) : schedule.every === 'week' ? t('everyWeek', { day: dayName(locale, schedule.weekday), at: schedule.at }) : t('everyMonth', { day: schedule.monthDay, at: schedule.at });
  const says = [`${rhythm} (${schedule.timeZone})`, schedule.formats.map((format) => format.toUpperCase()).join(', '), receivers.length === 0 ? t('nobody') : receivers.join(', ')].join(' · ');
  const went = last === null ? '' : t(last.waiting > 0 ? 'leaving' : last.failed > 0 ? 'notAll' : 'sent', { at: formatMoment(locale, new Date(last.at)), sent: last.sent, failed: last.failed });
  const then = [schedule.nextAt === null ? '' : t('next', { at: formatMoment(locale, new Date(schedule.nextAt)) }), went].filter((each) => each !== '').join(' · ');
  return (
    <li>
      <div className="lst-r">
        <Icon of={Mail} size={16} />
        <span className="lst-t"><b>{name}</b><span>{says}</span>{then !== '' && <span>{then}</span>}</span>
        {!schedule.active && <Tag>{t('off')}</Tag>}
        {schedule.receiverIds.includes(me.member.id) && <IconButton size="sm" label={t('leave', { name })} onClick={() => act.mutate(async () => { await request('POST', `/report-schedules/${id}/leave`); toast({ text: t('left', { name }) }); })}><Icon of={UserMinus} size={14} /></IconButton>}
        {manages && (
          <>
            <IconButton size="sm" label={t('sendMe', { name })} onClick={() => act.mutate(async () => { await request('POST', `/report-schedules/${id}/send`); toast({ text: t('sentMe') }); })}><Icon of={Send} size={14} /></IconButton>
            <IconButton size="sm" label={t('edit', { name })} onClick={onEdit}><Icon of={Pencil} size={14} /></IconButton>
            <IconButton size="sm" label={t('remove', { name })} onClick={() => ask({})}><Icon of={Trash2} size={14} /></IconButton>
          </>
        )}
      </div>
      {removing && <ConfirmDialog title={t('removeAsk', { name })} body={t('removeBody')} act={t('removeIt')} busy={act.isPending} close={close} confirm={() => act.mutate(async () => { await request('DELETE', `/report-schedules/${id}`); close(); })} />}
    </li>
  );
}
