import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useRouterState } from '@tanstack/react-router';
import { clsx } from 'clsx';
import { Ellipsis, Keyboard, LogOut, Moon, Search, SlidersHorizontal, Sun, UserRound } from 'lucide';
import { useState, type ReactElement } from 'react';
import type { ConversationCounts, Member, Presence } from '@kontuar/contract';
import { useStrings } from '../i18n';
import { Avatar, Button, Dialog, Icon, Menu, MenuHeading, MenuItem, MenuSeparator, Tooltip, useToast } from '../ui';
import { appStrings } from './app.strings';
import { request } from './client';
import { command } from './commands';
import type { ShortcutId } from './keys/keymap';
import { useKeycaps } from './keys/keys';
import { lazily } from './lazily';
import { Mark } from './mark';
import { useMe } from './me';
import { problemWords } from './problem-words';
import { queryKeys } from './query-keys';
import { sections, type Section } from './sections';
import { chooseDensity, toggleTheme, useTheme } from './theme';

const Bell = lazily(() => import('../features/notices').then((part) => part.Bell));

/** So many sections stand in the dock of a phone: a thumb needs 44 px, and the bell, search, "More" and the account are there too. */
const dockPlaces = 3;

export function Rail() {
  const t = useStrings(appStrings);
  const { shown } = useTheme();
  const { can } = useMe();
  // Read only: the inbox fetches the counts, here they are shown when they are known.
  const { data: counts } = useQuery<ConversationCounts>({ queryKey: queryKeys.conversationCounts, enabled: false });
  const mine = counts?.views.mine ?? 0;
  const seen = sections.filter(({ verb }) => verb === undefined || can.includes(verb));
  return (
    <nav className="rail" aria-label={t('main')}>
      <Link className="rail-mark" to="/inbox" aria-label="Kontuar">
        <Mark />
      </Link>
      {seen.map(({ to, icon, name, shortcut }, place) => {
        const count = to === '/inbox' ? mine : 0;
        const link = (
          <Link className={clsx('rail-i', place >= dockPlaces && 'wide-only')} to={to} activeProps={{ className: 'on', 'aria-current': 'page' }} aria-label={count > 0 ? `${t(name)}, ${count}` : t(name)}>
            <Icon of={icon} />
            {count > 0 && (
              <span className="rail-n" aria-hidden="true">
                {count > 99 ? '99+' : count}
              </span>
            )}
          </Link>
        );
        return shortcut === undefined ? <Tooltip key={to} side="right" text={t(name)}>{link}</Tooltip> : <RailTip key={to} text={t(name)} of={shortcut}>{link}</RailTip>;
      })}
      <span className="grow" />
      <Bell />
      <RailTip text={t('searchOrDo')} of="palette">
        <button className="rail-i" type="button" aria-label={t('searchOrDo')} onClick={() => command('palette', {})}>
          <Icon of={Search} />
        </button>
      </RailTip>
      <RailTip text={t('shortcuts')} of="sheet">
        <button className="rail-i wide-only" type="button" aria-label={t('shortcuts')} onClick={() => command('shortcuts', {})}>
          <Icon of={Keyboard} />
        </button>
      </RailTip>
      <RailTip text={t('theme')} of="theme">
        <button className="rail-i wide-only" type="button" aria-label={t('theme')} onClick={toggleTheme}>
          <Icon of={shown === 'dark' ? Sun : Moon} />
        </button>
      </RailTip>
      <RailTip text={t('settings')} of="go-settings">
        <Link className="rail-i wide-only" to="/settings" activeProps={{ className: 'on', 'aria-current': 'page' }} aria-label={t('settings')}>
          <Icon of={SlidersHorizontal} />
        </Link>
      </RailTip>
      <More beyond={seen.slice(dockPlaces)} />
      <Account />
    </nav>
  );
}

function RailTip({ of, ...props }: { text: string; of: ShortcutId; children: ReactElement<object> }) {
  return <Tooltip side="right" keys={useKeycaps(of)} {...props} />;
}

/** On a phone: what has no place in the dock. */
function More({ beyond }: { beyond: readonly Section[] }) {
  const t = useStrings(appStrings);
  const navigate = useNavigate();
  const within = useRouterState({ select: ({ location }) => [...beyond.map(({ to }) => to), '/settings'].some((to) => location.pathname.startsWith(to)) });
  return (
    <Menu
      label={t('more')} side="top" align="end"
      trigger={<button className={clsx('rail-i narrow-only', within && 'on')} type="button" aria-label={t('more')}><Icon of={Ellipsis} /></button>}
    >
      {beyond.map(({ to, icon, name }) => (
        <MenuItem key={to} icon={icon} onSelect={() => void navigate({ to })}>{t(name)}</MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem icon={SlidersHorizontal} onSelect={() => void navigate({ to: '/settings' })}>{t('settings')}</MenuItem>
      <MenuItem icon={Moon} onSelect={toggleTheme}>{t('theme')}</MenuItem>
    </Menu>
  );
}

function Account() {
  const t = useStrings(appStrings);
  const me = useMe();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const { density } = useTheme();
  const [unsent, setUnsent] = useState(0);
  const { data: members } = useQuery<Member[]>({ queryKey: queryKeys.members, enabled: false });
  const presence = (Array.isArray(members) ? members.find((member) => member.id === me.member.id)?.presence : undefined) ?? 'on';
  const failed = (error: Error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
  const setPresence = useMutation({
    mutationFn: (next: Presence) => request('PUT', '/me/presence', { presence: next }),
    onSuccess: () => cache.invalidateQueries({ queryKey: queryKeys.members }),
    onError: failed,
  });
  const leave = async () => {
    try {
      await request('POST', '/auth/logout', {}, { expects401: true });
    } catch (error) {
      return failed(error as Error);
    }
    await navigate({ to: '/login' });
    cache.clear();
    // Last, when no screen is there any more that would write something down.
    const { forgetEverything } = await import('./offline/sign-out');
    await forgetEverything();
  };
  // What has not left cannot leave without its owner, and nobody else may find it here.
  const leaveSafely = async () => {
    const { unsentCount } = await import('./outbox/use-outbox');
    const count = unsentCount();
    if (count === 0) return leave();
    setUnsent(count);
  };
  const switchTo = async (workspaceId: string) => {
    try {
      await request('POST', '/auth/switch', { workspaceId });
    } catch (error) {
      return failed(error as Error);
    }
    // Nothing of the other workspace may stay on screen or in memory.
    location.assign('/inbox');
  };
  return (
    <>
      {unsent > 0 && (
        <Dialog
          open onOpenChange={(open) => { if (!open) setUnsent(0); }} title={t('unsentTitle')} description={t('unsentBody', { count: unsent })}
          footer={<><Button onClick={() => { setUnsent(0); void leave(); }}>{t('signOutAnyway')}</Button><Button tone="primary" onClick={() => setUnsent(0)}>{t('stay')}</Button></>}
        />
      )}
      <Menu
        label={t('you', { name: me.user.name })}
        side="right"
        align="end"
        trigger={
          <button className="rail-me" type="button">
            <span className="vh">{t('you', { name: me.user.name })}</span>
            <Avatar name={me.user.name} src={me.member.avatarUrl} presence={presence} />
          </button>
        }
      >
        <MenuHeading>{me.user.name}, {me.workspace.name}</MenuHeading>
        <MenuItem icon={UserRound} onSelect={() => void navigate({ to: '/settings/$part', params: { part: 'profile' } })}>
          {t('profile')}
        </MenuItem>
        <MenuItem checked={density === 'compact'} onSelect={() => chooseDensity(density === 'compact' ? 'comfortable' : 'compact')}>
          {t('compact')}
        </MenuItem>
        <MenuSeparator />
        <MenuHeading>{t('presence')}</MenuHeading>
        {(['on', 'away', 'off'] as const).map((state) => (
          <MenuItem key={state} checked={presence === state} onSelect={() => setPresence.mutate(state)}>
            {t(({ on: 'onShift', away: 'away', off: 'offShift' } as const)[state])}
          </MenuItem>
        ))}
        {me.workspaces.length > 0 && <MenuSeparator />}
        {me.workspaces.length > 0 && <MenuHeading>{t('switchTo')}</MenuHeading>}
        {me.workspaces.map((workspace) => (
          <MenuItem key={workspace.id} onSelect={() => void switchTo(workspace.id)}>
            {workspace.name}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem icon={LogOut} onSelect={() => void leaveSafely()}>
          {t('signOut')}
        </MenuItem>
      </Menu>
    </>
  );
}
