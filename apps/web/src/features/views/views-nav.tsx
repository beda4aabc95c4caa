import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ArrowDown, ArrowUp, Ellipsis, Filter as FilterIcon, Pencil, Plus, Trash2, Users } from 'lucide';
import type { SavedView } from '@kontuar/contract';
import { request } from '../../app/client';
import { command } from '../../app/commands';
import { useTeams } from '../../app/directory';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { countWords, viewCountsQuery, viewsQuery } from '../../app/views/queries';
import { useStrings } from '../../i18n';
import { Icon, IconButton, Menu, MenuItem, MenuSeparator, useToast, VisuallyHidden } from '../../ui';
import { viewStrings } from '../../app/filters/conversations/editor.strings';
import './views.css';

/** Saved views in the column of views: in one's own order, each with how many match right now. */
export function SavedViewsNav() {
  const t = useStrings(viewStrings);
  const { saved } = useSearch({ strict: false }) as { saved?: string };
  const { data: views } = useQuery(viewsQuery);
  const { data: counts } = useQuery(viewCountsQuery);
  const maySave = useCan('view.save');
  const order = useOrder(views ?? []);
  if (views === undefined || (views.length === 0 && !maySave)) return null;
  return (
    <>
      <h2 className="nav-h2">
        {t('heading')}
        {maySave && (
          <IconButton size="sm" tone="ghost" label={t('add')} onClick={() => command('view-editor', { naming: true })}><Icon of={Plus} size={14} /></IconButton>
        )}
      </h2>
      <ul>
        {views.map((view, at) => (
          <ViewItem key={view.id} view={view} on={saved === view.id} count={counts?.counts[view.id]} onUp={at === 0 ? undefined : () => order(at, at - 1)} onDown={at === views.length - 1 ? undefined : () => order(at, at + 1)} />
        ))}
      </ul>
    </>
  );
}

interface ViewItemProps { view: SavedView; on: boolean; count: { count: number | null; more: boolean } | undefined; onUp: (() => void) | undefined; onDown: (() => void) | undefined }

function ViewItem({ view, on, count, onUp, onDown }: ViewItemProps) {
  const t = useStrings(viewStrings);
  const teams = useTeams();
  const remove = useRemove();
  const maySave = useCan('view.save');
  const team = teams.find(({ id }) => id === view.teamId)?.name;
  const shared = view.sharing === 'workspace' ? t('sharedAll') : view.sharing === 'team' ? t('sharedTeam', { team: team ?? '' }) : undefined;
  return (
    <li className="nv-w">
      <Link className={on ? 'nv on' : 'nv'} to="/inbox/$view" params={{ view: 'all' }} search={{ saved: view.id }} activeProps={{}} preload={false} title={shared} {...(on ? { 'aria-current': 'page' as const } : {})}>
        <span className="nv-i" aria-hidden="true">{view.icon ?? <Icon of={FilterIcon} />}</span>
        <span className="ell nv-name">{view.name}</span>
        {shared !== undefined && <span className="nv-sh"><Icon of={Users} size={12} /><VisuallyHidden>, {shared}</VisuallyHidden></span>}
        {count !== undefined && (
          <span className="nv-n">
            <span aria-hidden="true">{countWords(count)}</span>
            <VisuallyHidden>{count.count === null ? t('unknownCount') : t('count', { count: countWords(count) })}</VisuallyHidden>
          </span>
        )}
      </Link>
      {maySave && (
        <Menu label={t('menuOf', { name: view.name })} align="end" trigger={<IconButton size="sm" tone="ghost" className="nv-m" label={t('menuOf', { name: view.name })}><Icon of={Ellipsis} size={14} /></IconButton>}>
          <MenuItem icon={Pencil} onSelect={() => void setTimeout(() => command('view-editor', { viewId: view.id, naming: false }), 0)}>{t(view.editable ? 'rename' : 'edit')}</MenuItem>
          {(onUp ?? onDown) !== undefined && <MenuSeparator />}
          {onUp !== undefined && <MenuItem icon={ArrowUp} onSelect={onUp}>{t('up')}</MenuItem>}
          {onDown !== undefined && <MenuItem icon={ArrowDown} onSelect={onDown}>{t('down')}</MenuItem>}
          {view.editable && (
            <>
              <MenuSeparator />
              <MenuItem icon={Trash2} tone="danger" onSelect={() => void remove(view, on)}>{t('remove')}</MenuItem>
            </>
          )}
        </Menu>
      )}
    </li>
  );
}

/** Acts first; the server follows, and on a refusal the list is asked for again. */
function useOrder(views: readonly SavedView[]): (from: number, to: number) => void {
  const t = useStrings(viewStrings);
  const client = useQueryClient();
  const toast = useToast();
  return (from, to) => {
    const moved = views[from];
    if (moved === undefined) return;
    const next = views.toSpliced(from, 1).toSpliced(to, 0, moved);
    client.setQueryData(queryKeys.views, next);
    request('PUT', '/views/order', { ids: next.map(({ id }) => id) }).catch((error: unknown) => {
      void client.invalidateQueries({ queryKey: queryKeys.views });
      toast({ text: t('moved', { reason: problemWords(error) }), tone: 'danger' });
    });
  };
}

function useRemove(): (view: SavedView, isOpen: boolean) => Promise<void> {
  const t = useStrings(viewStrings);
  const client = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const again = () => void client.invalidateQueries({ queryKey: queryKeys.views });
  return async (view, isOpen) => {
    try {
      await request('DELETE', `/views/${view.id}`);
      client.setQueryData<SavedView[]>(queryKeys.views, (before) => before?.filter(({ id }) => id !== view.id));
      if (isOpen) void navigate({ to: '/inbox/$view', params: { view: 'mine' }, search: {} });
      toast({ text: t('removed', { name: view.name }), undo: () => void restore(view) });
    } catch (error) {
      toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
    }
    again();
  };
  async function restore(view: SavedView): Promise<void> {
    try {
      await request('POST', `/views/${view.id}/restore`, {});
      toast({ text: t('restored', { name: view.name }) });
    } catch (error) {
      toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
    }
    again();
  }
}
