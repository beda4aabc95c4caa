import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Tags, X } from 'lucide';
import type { PeopleBulk } from '@kontuar/contract';
import { request } from '../../app/client';
import { useKindName, useKinds } from '../../app/kinds';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Button, Icon, IconButton, Menu, MenuHeading, MenuItem, MenuSeparator, useToast } from '../../ui';
import { customersStrings } from './customers.strings';

/** What can be done with those who are selected; each act says what it did and can be taken back. */
export function BulkBar({ ids, onClear }: { ids: readonly string[]; onClear: () => void }) {
  const t = useStrings(customersStrings);
  const kinds = useKinds().filter((kind) => !kind.archived);
  const name = useKindName();
  const toast = useToast();
  const cache = useQueryClient();
  const act = useMutation({
    mutationFn: (change: { ids: readonly string[]; add: string[]; remove: string[]; silent?: boolean }) => request<PeopleBulk>('POST', '/contacts/bulk', { ids: change.ids, kinds: { add: change.add, remove: change.remove } }),
    onSuccess: ({ changed }, { add, remove, silent }) => {
      void cache.invalidateQueries({ queryKey: queryKeys.people });
      if (silent === true) return;
      if (changed.length === 0) return void toast({ text: t('nothingChanged') });
      const kind = name(add[0] ?? remove[0] ?? '');
      toast({ text: t(add.length > 0 ? 'gave' : 'took', { kind, count: changed.length }), undo: () => act.mutate({ ids: changed, add: remove, remove: add, silent: true }) });
    },
    onError: (error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
  return (
    <div className="cu-b" role="toolbar" aria-label={t('selected', { count: ids.length })}>
      <b>{t('selected', { count: ids.length })}</b>
      <Menu label={t('kinds')} trigger={<Button size="sm"><Icon of={Tags} size={14} />{t('kinds')}</Button>}>
        <MenuHeading>{t('addKind')}</MenuHeading>
        {kinds.map(({ key }) => <MenuItem key={key} onSelect={() => act.mutate({ ids, add: [key], remove: [] })}>{name(key)}</MenuItem>)}
        <MenuSeparator />
        <MenuHeading>{t('removeKind')}</MenuHeading>
        {kinds.map(({ key }) => <MenuItem key={`-${key}`} onSelect={() => act.mutate({ ids, add: [], remove: [key] })}>{name(key)}</MenuItem>)}
      </Menu>
      <IconButton size="sm" label={t('unselect')} onClick={onClear}><Icon of={X} size={14} /></IconButton>
    </div>
  );
}
