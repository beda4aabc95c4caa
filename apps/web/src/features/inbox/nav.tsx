import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { AtSign, CircleCheck, Hourglass, Inbox, Layers, Moon, Plus, Search, Store, User, Users } from 'lucide';
import type { ReactNode } from 'react';
import type { ChannelSummary, View } from '@kontuar/contract';
import { command } from '../../app/commands';
import { channelsQuery, teamsQuery } from '../../app/directory';
import { ariaKeys, Keys, runShortcut, useAnswered, useBindings, useKeycaps } from '../../app/keys';
import { useMe } from '../../app/me';
import { formatSpan, useStrings } from '../../i18n';
import { ChannelMark, Dot, Icon, IconButton, Menu, MenuHeading, MenuItem, useNow, VisuallyHidden } from '../../ui';
import { viewOf, type InboxSearch } from './filter';
import { inboxStrings } from './inbox.strings';
import { NavFoot } from './nav-foot';
import { countsQuery } from './queries';
import './nav.css';

/** In the order of the keys G 1 to G 6. */
const shown = [
  { view: 'mine', icon: User }, { view: 'unassigned', icon: Inbox }, { view: 'waiting', icon: Hourglass },
  { view: 'mentions', icon: AtSign }, { view: 'snoozed', icon: Moon }, { view: 'all', icon: Layers },
] as const;

/** Views with live counts, teams, channels with their health; below it whether the line stands, and my own work. */
export function InboxNav({ saved }: { saved: ReactNode }) {
  const t = useStrings(inboxStrings);
  const now = useNow();
  // Which conversation is open makes no difference here.
  const view = viewOf(useParams({ strict: false, select: (params: { view?: string }) => params.view }));
  const search = useSearch({ strict: false }) as InboxSearch;
  const { data: counts } = useQuery(countsQuery);
  const { data: teams } = useQuery(teamsQuery);
  const { data: channels } = useQuery(channelsQuery);
  const plain = [search.team, search.channel, search.saved, search.where].every((each) => each === undefined);
  const oldestMs = counts?.oldestUnassignedAt ? now.getTime() - Date.parse(counts.oldestUnassignedAt) : 0;
  return (
    <nav className="nav" aria-label={t('navLabel')} data-region-stop="nav">
      <NavHead />
      <div className="nav-s">
        <ul>
          {shown.map(({ view: each, icon }) => (
            <Item key={each} view={each} search={{}} on={plain && view === each} mark={<Icon of={icon} />} count={counts?.views[each]}>
              {t(each)}
              {each === 'unassigned' && oldestMs >= 60_000 && <OldestWait span={formatSpan(oldestMs)} />}
            </Item>
          ))}
          <Item view="resolved" search={{}} on={plain && view === 'resolved'} mark={<Icon of={CircleCheck} />}>{t('resolved')}</Item>
        </ul>
        {saved}
        {teams !== undefined && teams.length > 0 && (
          <>
            <h2>{t('teams')}</h2>
            <ul>
              {teams.map((team) => (
                <Item key={team.id} view="all" search={{ team: team.id }} on={search.team === team.id} mark={<Icon of={team.kind === 'branch' ? Store : Users} />} count={counts?.teams[team.id] ?? 0}>
                  {team.name}
                </Item>
              ))}
            </ul>
          </>
        )}
        {channels !== undefined && channels.length > 0 && (
          <>
            <h2>{t('channels')}</h2>
            <ul>
              {channels.map((channel) => (
                <Item key={channel.id} view="all" search={{ channel: channel.id }} on={search.channel === channel.id} mark={<ChannelMark connector={channel.connectorId} decorative />}>
                  <span className="nv-t">{channel.name}</span>
                  <Health channel={channel} />
                </Item>
              ))}
            </ul>
          </>
        )}
      </div>
      <NavFoot />
    </nav>
  );
}

const starts = ['write-first', 'log-call', 'log-visit'] as const;

function NavHead() {
  const t = useStrings(inboxStrings);
  const me = useMe();
  const available = useAnswered(starts);
  const paletteKeys = useBindings('palette').map((binding) => ariaKeys(binding)).join(' ');
  const callKeys = useKeycaps('log-call');
  const visitKeys = useKeycaps('log-visit');
  const writeKeys = useKeycaps('write-first');
  const offered = ([['write-first', 'writeFirst', writeKeys], ['log-call', 'logCall', callKeys], ['log-visit', 'logVisit', visitKeys]] as const).filter(([id]) => available.has(id));
  return (
    <>
      <div className="ws">
        <b className="ell">{me.workspace.name}</b>
        <span className="grow" />
        {offered.length > 0 && (
          <Menu label={t('newConversation')} align="end" trigger={<IconButton label={t('newConversation')} size="sm"><Icon of={Plus} /></IconButton>}>
            <MenuHeading>{t('newConversation')}</MenuHeading>
            {offered.map(([id, words, keys]) => (
              <MenuItem key={id} keys={keys} onSelect={() => void setTimeout(() => runShortcut(id), 0)}>{t(words)}</MenuItem>
            ))}
          </Menu>
        )}
      </div>
      <button type="button" className="find" onClick={() => command('palette', {})} aria-keyshortcuts={paletteKeys}>
        <Icon of={Search} size={14} />
        <span className="grow">{t('searchOrDo')}</span>
        <span className="keys-s"><Keys of="palette" /></span>
      </button>
    </>
  );
}

interface ItemProps { view: View; search: InboxSearch; on: boolean; mark: ReactNode; count?: number | undefined; children: ReactNode }

function Item({ view, search, on, mark, count, children }: ItemProps) {
  const t = useStrings(inboxStrings);
  return (
    <li>
      <Link className={on ? 'nv on' : 'nv'} to="/inbox/$view" params={{ view }} search={search} activeProps={{}} preload={false} {...(on ? { 'aria-current': 'page' as const } : {})}>
        {mark}
        <span className={typeof children === 'string' ? 'ell nv-name' : 'ell'}>{children}</span>
        {count !== undefined && (
          <span className="nv-n">
            <span aria-hidden="true">{count}</span>
            <VisuallyHidden>{t('openIn', { count })}</VisuallyHidden>
          </span>
        )}
      </Link>
    </li>
  );
}

function OldestWait({ span }: { span: string }) {
  const t = useStrings(inboxStrings);
  return (
    <span className="nv-old">
      <span aria-hidden="true">{span}</span>
      <VisuallyHidden>{t('oldestWaits', { span })}</VisuallyHidden>
    </span>
  );
}

const healthWords = {
  checking: 'stateChecking', warning: 'stateWarning', failing: 'stateFailing', silent: 'stateSilent', paused: 'statePaused', unauthorized: 'stateUnauthorized',
} as const satisfies Record<Exclude<ChannelSummary['state'], 'ok'>, string>;

/** Nothing while it works: a mark is a call for somebody. */
function Health({ channel }: { channel: ChannelSummary }) {
  const t = useStrings(inboxStrings);
  // Where people only write down what happened, nothing is ever checked.
  if (channel.state === 'ok' || (channel.state === 'checking' && channel.capabilities.logOnly === true)) return null;
  const tone = { checking: undefined, paused: undefined, warning: 'warn', silent: 'warn', failing: 'danger', unauthorized: 'danger' }[channel.state] as 'warn' | 'danger' | undefined;
  return (
    <span className="nv-h" title={t(healthWords[channel.state])}>
      <Dot {...(tone === undefined ? {} : { tone })} />
      <VisuallyHidden>, {t(healthWords[channel.state])}</VisuallyHidden>
    </span>
  );
}

