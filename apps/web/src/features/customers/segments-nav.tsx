import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { clsx } from 'clsx';
import { Building2, Ellipsis, Plus, Users } from 'lucide';
import type { Segment } from '@kontuar/contract';
import { request } from '../../app/client';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { countWords } from '../../app/views/queries';
import { useStrings } from '../../i18n';
import { Icon, IconButton, Menu, MenuItem, useToast } from '../../ui';
import { customersStrings } from './customers.strings';
import { segmentCountsQuery, segmentsQuery } from './queries';

/** Everybody, and each segment with how many are in it. */
export function SegmentsNav({ current, onNew, onEdit, onGone }: { current: string | undefined; onNew: () => void; onEdit: (segment: Segment) => void; onGone: (id: string) => void }) {
  const t = useStrings(customersStrings);
  const toast = useToast();
  const cache = useQueryClient();
  const saves = useCan('view.save');
  const { data: segments } = useQuery(segmentsQuery);
  const { data: counts } = useQuery(segmentCountsQuery);
  const countOf = (id: string) => { const count = counts?.counts[id]; return count === undefined ? '' : countWords(count); };
  const refresh = () => { void cache.invalidateQueries({ queryKey: queryKeys.segments }); void cache.invalidateQueries({ queryKey: queryKeys.segmentCounts }); };
  const failed = (error: Error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
  const restore = useMutation({ mutationFn: (id: string) => request('POST', `/segments/${id}/restore`, {}), onSuccess: refresh, onError: failed });
  const remove = useMutation({
    mutationFn: (segment: Segment) => request('DELETE', `/segments/${segment.id}`),
    onSuccess: (_, segment) => {
      refresh();
      onGone(segment.id);
      toast({ text: t('removed', { name: segment.name }), undo: () => restore.mutate(segment.id) });
    },
    onError: failed,
  });
  return (
    <nav className="cu-nav" aria-label={t('segments')}>
      <Link className={clsx('cu-s', current === undefined && 'on')} to="/contacts" search={{}} {...(current === undefined ? { 'aria-current': 'page' as const } : {})}><Icon of={Users} size={16} /><span className="ell">{t('everybody')}</span></Link>
      <Link className="cu-s" to="/companies"><Icon of={Building2} size={16} /><span className="ell">{t('companies')}</span></Link>
      <h2>{t('segments')}{saves && <IconButton size="sm" label={t('newSegment')} onClick={onNew}><Icon of={Plus} size={14} /></IconButton>}</h2>
      {(segments?.items ?? []).map((segment) => (
        <div key={segment.id} className="cu-sw">
          <Link className={clsx('cu-s', current === segment.id && 'on')} to="/contacts" search={{ segment: segment.id }} {...(current === segment.id ? { 'aria-current': 'page' as const } : {})}>
            <span className="ell">{segment.name}</span>{segment.sharing === 'workspace' && <span className="vh">, {t('shared')}</span>}
            <span className="cu-sn">{countOf(segment.id)}</span>
          </Link>
          {segment.editable && (
            <Menu label={t('menu', { name: segment.name })} trigger={<IconButton size="sm" tone="ghost" className="cu-m" label={t('menu', { name: segment.name })}><Icon of={Ellipsis} size={14} /></IconButton>}>
              <MenuItem onSelect={() => onEdit(segment)}>{t('editSegment')}</MenuItem>
              <MenuItem onSelect={() => remove.mutate(segment)}>{t('removeSegment')}</MenuItem>
            </Menu>
          )}
        </div>
      ))}
    </nav>
  );
}
