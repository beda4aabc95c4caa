import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowDown, ArrowUp, Pencil, Plus, Trash2 } from 'lucide';
import type { SlaPolicy, SlaSettings } from '@kontuar/contract';
import { request } from '../../app/client';
import { useCan } from '../../app/me';
import { queryKeys } from '../../app/query-keys';
import { sentenceOf } from '../../app/views/sentence';
import { useSpeaker } from '../../app/views/speaker';
import { formatSpan, useStrings } from '../../i18n';
import { Button, EmptyState, Icon, IconButton, Tag, useToast } from '../../ui';
import { CalendarList } from './calendar-list';
import { Loaded, PartHead, useDialog, useFailed } from './parts';
import { PolicyForm } from './policy-form';
import { ReportHoursCard } from './report-hours';
import { slaStrings } from './sla.strings';

export const slaQuery = queryOptions({ queryKey: queryKeys.slaSettings, queryFn: ({ signal }) => request<SlaSettings>('GET', '/sla', undefined, { signal }) });

/** How soon customers are promised an answer: policies in the order in which they are asked, and the hours that they count by. */
export function PromisesPart() {
  const t = useStrings(slaStrings);
  const query = useQuery({ ...slaQuery, refetchInterval: ({ state }) => (state.data?.working === true ? 2000 : false) });
  const manages = useCan('sla.manage');
  const leads = useCan('report.read');
  const [editing, edit, close] = useDialog<{ policy: SlaPolicy | undefined }>();
  const add = manages && <Button tone="primary" onClick={() => edit({ policy: undefined })}><Icon of={Plus} size={14} />{t('add')}</Button>;
  const { data } = query;
  return (
    <>
      <PartHead title={t('title')} lead={t('lead')} action={data !== undefined && data.items.length > 0 && add} />
      <Loaded query={query}>
        {data?.items.length === 0 && <EmptyState art="list" title={t('empty')} action={add}>{t('emptyBody')}</EmptyState>}
        {data !== undefined && data.items.length > 0 && <PolicyList settings={data} manages={manages} onEdit={(policy) => edit({ policy })} />}
        {data?.working === true && <p className="help" role="status">{t('working')}</p>}
        {data !== undefined && <CalendarList calendars={data.calendars} timeZone={data.timeZone} manages={manages} />}
        {data !== undefined && leads && <ReportHoursCard calendars={data.calendars} manages={manages} />}
      </Loaded>
      {editing && data !== undefined && <PolicyForm policy={editing.policy} calendars={data.calendars} close={close} />}
    </>
  );
}

function PolicyList({ settings: { items, calendars }, manages, onEdit }: { settings: SlaSettings; manages: boolean; onEdit: (policy: SlaPolicy) => void }) {
  const t = useStrings(slaStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const speaker = useSpeaker();
  const act = useMutation({ mutationFn: (work: () => Promise<unknown>) => work(), onError: failed, onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.slaSettings }) });
  const move = (at: number, by: 1 | -1) => {
    const ids = items.map(({ id }) => id);
    const [id] = ids.splice(at, 1);
    ids.splice(at + by, 0, id ?? '');
    act.mutate(() => request('PUT', '/sla/policies/order', { ids }));
  };
  const remove = (policy: SlaPolicy) => act.mutate(async () => {
    await request('DELETE', `/sla/policies/${policy.id}`);
    const { id: _id, position: _position, ...again } = policy;
    toast({ text: t('removed', { name: policy.name }), undo: () => act.mutate(async () => {
      const made = await request<SlaPolicy>('POST', '/sla/policies', again);
      const ids = items.map(({ id }) => (id === policy.id ? made.id : id));
      await request('PUT', '/sla/policies/order', { ids });
    }) });
  });
  const says = (policy: SlaPolicy): string => [
    sentenceOf(policy.filter, speaker),
    ...(['firstReply', 'nextReply', 'resolution'] as const).flatMap((which) => (policy[which] === null ? [] : [t(`says_${which}`, { time: formatSpan(policy[which] * 60_000) })])),
    policy.calendarId === null ? t('allDay') : (calendars.find(({ id }) => id === policy.calendarId)?.name ?? ''),
  ].join(' · ');
  return (
    <ol className="card lst">
      {items.map((policy, at) => (
        <li key={policy.id}>
          <div className="lst-r">
            <span className="lst-t"><b>{policy.name}</b><span>{says(policy)}</span></span>
            {!policy.active && <Tag>{t('off')}</Tag>}
            {manages && (
              <>
                <IconButton size="sm" label={`${t('up')}: ${policy.name}`} disabled={at === 0} onClick={() => move(at, -1)}><Icon of={ArrowUp} size={14} /></IconButton>
                <IconButton size="sm" label={`${t('down')}: ${policy.name}`} disabled={at === items.length - 1} onClick={() => move(at, 1)}><Icon of={ArrowDown} size={14} /></IconButton>
                <IconButton size="sm" label={`${t('edit')}: ${policy.name}`} onClick={() => onEdit(policy)}><Icon of={Pencil} size={14} /></IconButton>
                <IconButton size="sm" label={`${t('remove')}: ${policy.name}`} onClick={() => remove(policy)}><Icon of={Trash2} size={14} /></IconButton>
              </>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
