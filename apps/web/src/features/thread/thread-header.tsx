import { Check, ChevronDown, ChevronLeft, Moon, PanelRight, RotateCcw, UserPlus } from 'lucide';
import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import type { ConversationView } from '@kontuar/contract';
import { command } from '../../app/commands';
import { useMembers, useTeams } from '../../app/directory';
import { runShortcut, useAnswered, useKeycaps } from '../../app/keys';
import { useKindName, useTopKind } from '../../app/kinds';
import { MatterText, useMatterLook } from '../../app/matters/matter-tag';
import { useCan, useMe } from '../../app/me';
import { queryKeys } from '../../app/query-keys';
import { useWaitsWords, type RoutingWait } from '../../app/routing/use-waits-words';
import { useTold } from '../../app/told';
import { formatDay, formatList, formatTime, useLocale, useStrings, type Translate } from '../../i18n';
import { Avatar, Button, Icon, IconButton, useNow, Who } from '../../ui';
import { MoreActs } from './more-acts';
import { threadStrings } from './thread.strings';

type T = Translate<(typeof threadStrings)['en']>;
export interface Watcher { memberId: string; typing: boolean }

export function useWatchers(conversationId: string): { name: string; avatarUrl: string | null; typing: boolean }[] {
  const members = useMembers();
  const watchers = useTold<Watcher[]>(queryKeys.watchers(conversationId)) ?? [];
  return watchers.flatMap(({ memberId, typing }) => {
    const member = members.find(({ id }) => id === memberId);
    return member ? [{ name: member.name, avatarUrl: member.avatarUrl, typing }] : [];
  });
}

export interface ThreadHeaderProps {
  conversation: ConversationView;
  /** The acts of the inbox; plain buttons stand in for them. */
  acts?: ReactNode;
  /** Before the acts: how the thread is looked at. */
  beside?: ReactNode;
  onBack?: (() => void) | undefined;
}

export function ThreadHeader({ conversation, acts, beside, onBack }: ThreadHeaderProps) {
  const t = useStrings(threadStrings);
  const locale = useLocale();
  const resolved = conversation.state === 'resolved';
  const caps = useKeycaps('resolve');
  const may = useCan('conversation.triage');
  return (
    <header className="bar th">
      {onBack !== undefined && <button type="button" className="btn ghost icon back" aria-label={t('backToList')} onClick={onBack}><Icon of={ChevronLeft} /></button>}
      {conversation.contact.avatarUrl !== null && <Avatar name={conversation.contact.name} src={conversation.contact.avatarUrl} className="th-av" />}
      <div className="th-t">
        <h2 className="ell">{conversation.contact.name}</h2>
        <p>
          <Matter conversation={conversation} />
          {conversation.case !== null && <Link className="th-case" to="/cases/$caseId" params={{ caseId: conversation.case.id }}>{conversation.case.code}</Link>}
          {(conversation.priority === 'urgent' || conversation.priority === 'high') && <span className="tag" data-t="danger">{t(conversation.priority)}</span>}
          {resolved && <span className="tag" data-t="ok">{t('resolved')}</span>}
          {conversation.state === 'snoozed' && conversation.snoozedUntil !== null && <span className="tag">{t('snoozedUntil', { time: momentWords(locale, conversation.snoozedUntil) })}</span>}
          {conversation.due !== null && <Due due={conversation.due} t={t} />}
          {conversation.routing != null && <Waits routing={conversation.routing} />}
          <Kind kinds={conversation.contact.kinds} />
          <span className="mut th-no">#{conversation.number}</span>
          <span className="mut ell th-own"><Owners conversation={conversation} t={t} /></span>
        </p>
      </div>
      <span className="grow" />
      <Here conversationId={conversation.id} />
      {beside}
      {acts ?? <PlainActs />}
      <MoreActs />
      <span className="drawer-only"><IconButton label={t('customer')} onClick={() => command('panel', {})}><Icon of={PanelRight} /></IconButton></span>
      {may && (
        <Button className="th-done" {...(resolved ? {} : { keys: caps })} onClick={() => void runShortcut('resolve')}>
          <Icon of={resolved ? RotateCcw : Check} />
          <span>{resolved ? t('reopen') : t('resolve')}</span>
        </Button>
      )}
    </header>
  );
}

/** The promise that breaks first: which, and by when. The panel says why a clock stands. */
function Due({ due, t }: { due: NonNullable<ConversationView['due']>; t: T }) {
  const locale = useLocale();
  const late = new Date(due.at) <= useNow();
  return <span className="tag th-due" {...(late ? { 'data-t': 'danger' } : {})}>{t(late ? `late_${due.kind}` : `due_${due.kind}`, { time: momentWords(locale, due.at) })}</span>;
}

/** Why it is still nobody's, and until when. */
function Waits({ routing }: { routing: RoutingWait }) {
  const words = useWaitsWords(routing);
  return <span className="tag th-due" title={words}>{words}</span>;
}

/** The one that counts most; the panel has all of them. */
function Kind({ kinds }: { kinds: readonly string[] }) {
  const kind = useTopKind(kinds);
  const name = useKindName();
  return kind === undefined ? null : <span className="tag" {...(kind.strong ? { 'data-t': 'waiting' } : {})}>{name(kind.key)}</span>;
}

function momentWords(locale: 'en' | 'pl', instant: string): string {
  const at = new Date(instant);
  const now = new Date();
  return at.toDateString() === now.toDateString() ? formatTime(locale, at) : `${formatDay(locale, at, now)}, ${formatTime(locale, at)}`;
}

const matterKey = ['matter'] as const;
const plainKeys = ['assign', 'snooze'] as const;

function Matter({ conversation }: { conversation: ConversationView }) {
  const can = useAnswered(matterKey).has('matter');
  const look = useMatterLook(conversation);
  if (!can) return conversation.matter === null ? null : <span {...look}><MatterText {...conversation} /></span>;
  return <button type="button" {...look} onClick={() => void runShortcut('matter')}><MatterText {...conversation} /> <Icon of={ChevronDown} size={12} /></button>;
}

function Owners({ conversation, t }: { conversation: ConversationView; t: T }) {
  const me = useMe();
  const members = useMembers();
  const team = useTeams().find(({ id }) => id === conversation.teamId)?.name;
  const { assigneeId } = conversation;
  const owner = assigneeId === null ? t('nobody') : assigneeId === me.member.id ? t('you') : members.find(({ id }) => id === assigneeId)?.name;
  return <>{[team, owner].filter((part) => part !== undefined).join(' · ')}</>;
}

function Here({ conversationId }: { conversationId: string }) {
  const t = useStrings(threadStrings);
  const locale = useLocale();
  const watchers = useWatchers(conversationId);
  if (watchers.length === 0) return null;
  const writing = watchers.filter(({ typing }) => typing);
  const names = formatList(locale, (writing.length > 0 ? writing : watchers).map(({ name }) => name));
  const words = writing.length > 0 ? t('writingBy', { names }) : t('viewingBy', { names });
  return (
    <span className="here" title={words}>
      {watchers.slice(0, 3).map(({ name, avatarUrl, typing }) => <Who key={name} name={name} src={avatarUrl} doing={typing ? 'typing' : 'viewing'} />)}
      <span className="vh">{words}</span>
      <span aria-hidden="true">{writing.length > 0 ? t('writing') : t('viewing')}</span>
    </span>
  );
}

function PlainActs() {
  const t = useStrings(threadStrings);
  const available = useAnswered(plainKeys);
  const assignKeys = useKeycaps('assign');
  const snoozeKeys = useKeycaps('snooze');
  return (
    <>
      {available.has('assign') && <IconButton label={t('assign')} keys={assignKeys} onClick={() => void runShortcut('assign')}><Icon of={UserPlus} /></IconButton>}
      {available.has('snooze') && <IconButton className="th-wide" label={t('snooze')} keys={snoozeKeys} onClick={() => void runShortcut('snooze')}><Icon of={Moon} /></IconButton>}
    </>
  );
}
