import { Link, useNavigate } from '@tanstack/react-router';
import { ChevronDown } from 'lucide';
import type { BoardBy, ChannelSummary, Member, Team } from '@kontuar/contract';
import type { BoardSearch } from '../../app/router';
import { formatList, formatTime, useLocale, useStrings } from '../../i18n';
import { useLive } from '../../realtime/live';
import { Avatar, Button, ChannelMark, Dot, Icon, Menu, MenuItem, SegmentedControl, VisuallyHidden } from '../../ui';
import { boardStrings } from './board.strings';
import { workOf } from './order';

const words = { 'connecting': 'connecting', 'live': 'live', 'behind': 'behind', 'reconnecting': 'reconnecting', 'offline': 'offline', 'signed-out': 'signedOut' } as const;
const shownFaces = 6;

export function Top({ by, search, members, teams, channels }: { by: BoardBy; search: BoardSearch; members: readonly Member[]; teams: readonly Team[]; channels: readonly ChannelSummary[] }) {
  const t = useStrings(boardStrings);
  const navigate = useNavigate();
  const go = (change: { by?: BoardBy; team?: string | undefined }) => {
    const next = { by, ...search, ...change };
    void navigate({ to: '/board', search: { ...(next.by === 'members' ? {} : { by: next.by }), ...(next.team === undefined ? {} : { team: next.team }), ...(search.peek === undefined ? {} : { peek: search.peek }) }, replace: true });
  };
  const shown = teams.filter(({ kind }) => kind !== 'group');
  return (
    <header className="bd-top">
      <h1>{t('title')}</h1>
      {by === 'members' && shown.length > 0 && (
        <Menu label={t('teamOnly')} trigger={<Button tone="ghost" size="sm">{shown.find(({ id }) => id === search.team)?.name ?? t('allTeams')} <Icon of={ChevronDown} size={12} /></Button>}>
          <MenuItem checked={search.team === undefined} onSelect={() => go({ team: undefined })}>{t('allTeams')}</MenuItem>
          {shown.map(({ id, name }) => <MenuItem key={id} checked={id === search.team} onSelect={() => go({ team: id })}>{name}</MenuItem>)}
        </Menu>
      )}
      <LineState />
      <span className="grow" />
      <Health channels={channels} />
      <OnShift members={members} />
      <SegmentedControl label={t('columnsBy')} value={by} onValueChange={(next) => go({ by: next, team: undefined })} choices={(['members', 'teams', 'channels'] as const).map((value) => ({ value, label: t(value) }))} />
    </header>
  );
}

/** Never silently behind: what is not certain any more says since when. */
function LineState() {
  const t = useStrings(boardStrings);
  const locale = useLocale();
  const { state, certainAt } = useLive();
  const good = state === 'live';
  return (
    <span className="bd-live" role="status">
      <Dot {...(good ? { tone: 'ok' as const } : state === 'offline' || state === 'signed-out' ? { tone: 'danger' as const } : { tone: 'warn' as const })} />
      {t(words[state])}
      {!good && certainAt !== null && state !== 'connecting' && <span className="mut">{t('certain', { time: formatTime(locale, new Date(certainAt)) })}</span>}
    </span>
  );
}

const troubles = { warning: 'warning', failing: 'failing', silent: 'silent', unauthorized: 'unauthorized' } as const;
const isTrouble = (state: string): state is keyof typeof troubles => state in troubles;

function Health({ channels }: { channels: readonly ChannelSummary[] }) {
  const t = useStrings(boardStrings);
  const bad = channels.filter(({ state }) => isTrouble(state));
  const good = channels.filter(({ state }) => state === 'ok' || state === 'checking').length;
  return (
    <>
      {bad.slice(0, 2).map(({ id, name, connectorId, state }) => (
        <Link key={id} className="chip" data-t={state === 'failing' || state === 'unauthorized' ? 'danger' : 'waiting'} to="/channels/$channelId" params={{ channelId: id }}>
          <ChannelMark connector={connectorId} decorative />
          {t('sick', { name, what: isTrouble(state) ? t(troubles[state]) : '' })}
        </Link>
      ))}
      {bad.length > 2 && <Link className="chip" data-t="waiting" to="/channels">{t('troubled', { count: bad.length - 2 })}</Link>}
      {good > 0 && <Link className="chip bd-ok" to="/channels">{t(bad.length > 0 ? 'othersHealthy' : 'healthy', { count: good })}</Link>}
    </>
  );
}

function OnShift({ members }: { members: readonly Member[] }) {
  const t = useStrings(boardStrings);
  const locale = useLocale();
  const here = members.filter((member) => member.active && workOf(member) === 'here');
  const away = members.filter((member) => member.active && workOf(member) === 'away').length;
  return (
    <span className="bd-shift" title={here.length === 0 ? undefined : t('whoIsOn', { names: formatList(locale, here.map(({ name }) => name)) })}>
      <span className="stack">{here.slice(0, shownFaces).map((member) => <Avatar key={member.id} name={member.name} src={member.avatarUrl} size="sm" />)}</span>
      <b>{here.length}</b> {t('onShift')}
      {away > 0 && <span className="mut">{t('away', { count: away })}</span>}
      <VisuallyHidden>{formatList(locale, here.map(({ name }) => name))}</VisuallyHidden>
    </span>
  );
}
