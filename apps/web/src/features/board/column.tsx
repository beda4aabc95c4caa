import { clsx } from 'clsx';
import { ArrowRight, ChevronsLeft, Inbox, Store, Thermometer, Users } from 'lucide';
import { memo, useEffect, useRef, useState, type CSSProperties, type MouseEvent, type ReactNode } from 'react';
import type { BoardBy, BoardLoad, ChannelSummary, ConversationView, Label, Member, MoveTarget, Team } from '@kontuar/contract';
import { noScreenWords } from '../../app/duty-words';
import { cachedConversation } from '../../app/acts/cached';
import { Row } from '../../app/row/conversation-row';
import { sickStrings } from '../../app/sick/sick.strings';
import { formatSpan, formatTime, useLocale, useStrings } from '../../i18n';
import { Avatar, Button, ChannelMark, Icon, IconButton, useNow, VisuallyHidden } from '../../ui';
import { boardStrings } from './board.strings';
import { amount } from './moves';
import { workOf } from './order';
import { UNASSIGNED } from './queries';
import { useColumn, type Doing } from './use-columns';

export interface RowParts {
  channels: ReadonlyMap<string, ChannelSummary>; members: ReadonlyMap<string, Member>; labels: ReadonlyMap<string, Label>; myName: string;
  openId: string | null; focusId: string | null; selected: ReadonlySet<string>;
  onPick: (event: MouseEvent, id: string) => void; onMenu: (event: MouseEvent, id: string) => void; onPeek: (id: string) => void; onMore: (key: string) => Promise<void>;
}

export interface ColumnProps {
  by: BoardBy;
  id: string;
  member?: Member | undefined;
  team?: Team | undefined;
  channel?: ChannelSummary | undefined;
  teamName?: string | undefined;
  open: number;
  load?: BoardLoad | undefined;
  doing?: Doing | undefined;
  /** Something is carried over it: how many, and what it would come to. */
  onto: Onto | null;
  from: boolean;
  folded: boolean;
  onFold: (id: string, folded: boolean) => void;
  /** The column of nobody's work can be spread. */
  onSpread?: (() => void) | undefined;
  /** Somebody's column: they cannot come, and all of it goes on. */
  onSick?: ((member: Member) => void) | undefined;
  parts: RowParts;
}

export interface Onto { count: number; target: MoveTarget | undefined; kind: 'member' | 'team' | 'queue' | 'channel'; reason: 'there' | undefined }

const nameOf = ({ id, member, team, channel }: Pick<ColumnProps, 'id' | 'member' | 'team' | 'channel'>, unassigned: string): string => (id === UNASSIGNED ? unassigned : (member?.name ?? team?.name ?? channel?.name ?? '?'));

/** Somebody's work, or a team's, or a channel's; longest waiting first, as everywhere. */
export const Column = memo(function Column(props: ColumnProps) {
  const { by, id, member, open, load, onto, from, folded, onFold, parts } = props;
  const t = useStrings(boardStrings);
  const { rows, hasMore } = useColumn(by, id);
  const name = nameOf(props, t('unassigned'));
  const shown = Math.max(open, rows.length);
  const label = load === undefined || member === undefined ? t('columnOf', { name, count: shown }) : load.capacity === null ? t('loadOpen', { name, load: amount(load.load) }) : t('loadLabel', { name, load: amount(load.load), capacity: amount(load.capacity) });
  if (folded && member !== undefined) return <Folded member={member} open={open} onto={onto} name={name} onOpen={() => onFold(id, false)} />;
  const tabStop = parts.focusId !== null && rows.some((row) => row.id === parts.focusId) ? parts.focusId : rows[0]?.id;
  return (
    <section className={clsx('col', id === UNASSIGNED && 'un', onto !== null && 'onto', from && 'from')} data-col={id} data-no={onto !== null && isRefused(onto) ? '' : undefined} data-region-stop={`col-${id}`} aria-label={label}>
      <Head {...props} name={name} oldest={rows[0]} open={shown} />
      <ul className="rows" role="list">
        {onto !== null && <Slot onto={onto} name={name} />}
        {rows.map((conversation, at) => (
          <Row
            key={conversation.id} conversation={conversation} view="all" search={noSearch} channel={parts.channels.get(conversation.channelId)} members={parts.members} labels={parts.labels} myName={parts.myName}
            open={conversation.id === parts.openId} picked={parts.selected.has(conversation.id)} picking={parts.selected.has(conversation.id)} gone={false} tabIndex={conversation.id === tabStop ? 0 : -1}
            position={at + 1} total={hasMore ? -1 : rows.length} onPick={parts.onPick} onMenu={parts.onMenu} onPoint={ignore} onFollow={parts.onPeek}
          />
        ))}
        {hasMore && <More onMore={() => parts.onMore(id)} />}
        {rows.length === 0 && onto === null && <li className="col-free">{id === UNASSIGNED ? t('clear') : member !== undefined && workOf(member) === 'here' && props.teamName !== undefined ? t('freeFor', { team: props.teamName }) : t('free')}</li>}
      </ul>
    </section>
  );
});

const noSearch = {};
const ignore = () => undefined;
const isRefused = ({ target, count, kind, reason }: Onto): boolean => kind === 'channel' || reason === 'there' || (target !== undefined && target.refused.length >= count);

function Head(props: ColumnProps & { name: string; oldest: ConversationView | undefined }) {
  const { by, id, member, team, channel, name, oldest, open, load, doing, onto, onFold, onSpread, onSick } = props;
  const s = useStrings(sickStrings);
  const t = useStrings(boardStrings);
  const now = useNow();
  const locale = useLocale();
  const after = onto?.target !== undefined && onto.target.refused.length < onto.count ? onto.target : undefined;
  const waits = oldest?.waitingSince == null ? null : formatSpan(now.getTime() - Date.parse(oldest.waitingSince));
  const under = id === UNASSIGNED ? t('flows') : member === undefined ? '' : [props.teamName, dutyLine(member, locale, t)].filter(Boolean).join(', ');
  return (
    <header className="col-h" data-head={open > 0 ? '' : undefined} title={open > 0 ? t('carryAll') : undefined}>
      <span className="col-t">
        {id === UNASSIGNED ? <span className="col-i"><Icon of={Inbox} /></span>
          : member !== undefined ? <Avatar name={name} src={member.avatarUrl} presence={member.presence} />
            : channel !== undefined ? <span className="col-i plain"><ChannelMark connector={channel.connectorId} size="md" decorative /></span> : <span className="col-i plain"><Icon of={team?.kind === 'branch' ? Store : Users} /></span>}
        <span className="col-n"><b className="ell">{name}</b>{under !== '' && <span className="mut ell">{under}</span>}</span>
        {(id === UNASSIGNED || by !== 'members') && <span className="col-l"><b aria-hidden="true">{open}</b><VisuallyHidden>{t('openCount', { count: open })}</VisuallyHidden></span>}
        {member !== undefined && onSick !== undefined && member.duty.state !== 'sick' && <IconButton label={s('act', { name })} size="sm" onClick={() => onSick(member)}><Icon of={Thermometer} size={14} /></IconButton>}
        {member !== undefined && workOf(member) === 'off' && member.duty.state !== 'on' && <IconButton label={t('fold', { name })} size="sm" onClick={() => onFold(id, true)}><Icon of={ChevronsLeft} size={14} /></IconButton>}
      </span>
      {member !== undefined && load !== undefined && (
        <span className="col-b">
          {load.capacity !== null && <i className="load" data-s={fullness(load.load, load.capacity)} style={{ '--l': ratio(load.load, load.capacity), ...(after === undefined ? {} : { '--a': ratio(after.after, load.capacity) }) } as CSSProperties} />}
          <VisuallyHidden>{load.capacity === null ? t('loadNowOpen', { load: amount(load.load) }) : t('loadNow', { load: amount(load.load), capacity: amount(load.capacity) })}</VisuallyHidden>
          <span className="col-l" aria-hidden="true">
            {load.capacity === null && <span className="mut">{t('loadWord')}</span>}
            <b>{amount(load.load)}</b>
            {after !== undefined && <><Icon of={ArrowRight} size={12} /><b className="aft" data-over={after.over ? '' : undefined}>{amount(after.after)}</b></>}
            {load.capacity !== null && <span className="mut">{t('loadOf', { capacity: amount(load.capacity) })}</span>}
          </span>
        </span>
      )}
      {member !== undefined && <span className="col-d"><DoingNow doing={doing} /><span className="grow" />{waits !== null && <span className="clock"><VisuallyHidden>{t('oldest')} </VisuallyHidden><b>{waits}</b></span>}</span>}
      {onSpread !== undefined && open > 0 && <Button size="sm" className="spread" onClick={onSpread} keys={['⇧', 'S']}>{t('spread')}<span className="grow" /></Button>}
    </header>
  );
}

const ratio = (load: number, capacity: number): number => (capacity === 0 ? (load > 0 ? 1 : 0) : Math.min(1, load / capacity));
const fullness = (load: number, capacity: number): 'ok' | 'full' | 'over' => (load > capacity ? 'over' : load >= capacity * 0.85 ? 'full' : 'ok');

function dutyLine(member: Member, locale: 'en' | 'pl', t: ReturnType<typeof useStrings<typeof boardStrings.en>>): string {
  const until = member.duty.until === null ? '' : t('until', { time: formatTime(locale, new Date(member.duty.until)) });
  switch (member.duty.state) {
    case 'on': return noScreenWords(member) || until;
    case 'away': return [t('awayWords'), until].filter(Boolean).join(' ');
    case 'sick': return [t('sickWords'), until].filter(Boolean).join(' ');
    case 'off': return [t('offWords'), until].filter(Boolean).join(' ');
    default: member.duty.state satisfies never; return '';
  }
}

function DoingNow({ doing }: { doing: Doing | undefined }) {
  const t = useStrings(boardStrings);
  if (doing === undefined) return null;
  const name = cachedConversation(doing.conversationId)?.contact.name;
  return <span className="ell">{name === undefined || name === '' ? t(doing.typing ? 'writingOne' : 'readingOne') : t(doing.typing ? 'writing' : 'reading', { name })}</span>;
}

/** What would happen if it were let go here; who cannot have it says why. */
function Slot({ onto, name }: { onto: Onto; name: string }) {
  const t = useStrings(boardStrings);
  const { count, target, kind, reason } = onto;
  const why = target?.refused.find((each) => each.reason !== 'there')?.reason ?? target?.refused[0]?.reason;
  const words = (): [string, string | null] => {
    if (kind === 'channel') return [t('dropChannel'), null];
    if (reason === 'there') return [t('dropNo', { why: t('why-there') }), null];
    if (kind === 'queue') return [t('dropQueue', { count }), null];
    if (target === undefined) return [t('dropHere', { count }), null];
    if (target.refused.length >= count && why !== undefined) return [t('dropNo', { why: t(`why-${why}`) }), null];
    const moved = count - target.refused.length;
    const rest = target.refused.length > 0 && why !== undefined ? t('dropSome', { count: target.refused.length, why: t(`why-${why}`) }) : target.offDuty ? t('dropOff', { name }) : null;
    if (target.over) return [t('dropOver', { name, after: amount(target.after), capacity: amount(target.capacity ?? 0) }), rest];
    return [target.capacity === null ? t('dropOpen', { count: moved, after: amount(target.after) }) : t('dropLoad', { count: moved, after: amount(target.after), capacity: amount(target.capacity) }), rest];
  };
  const [line, more] = words();
  return <li className="slot" data-s={isRefused(onto) ? 'no' : target?.over === true ? 'over' : undefined} aria-hidden="true"><span>{line}</span>{more !== null && <small>{more}</small>}</li>;
}

/** Not at work: a thin column that says where the work is. */
function Folded({ member, open, onto, name, onOpen }: { member: Member; open: number; onto: Onto | null; name: string; onOpen: () => void }) {
  const t = useStrings(boardStrings);
  const locale = useLocale();
  const what = [dutyLine(member, locale, t), open === 0 ? t('leftNone') : t('left', { count: open })].join(', ');
  return (
    <section className={clsx('col off', onto !== null && 'onto')} data-col={member.id} aria-label={`${name}, ${what}`}>
      <button type="button" className="col-off" onClick={onOpen}>
        <Avatar name={name} src={member.avatarUrl} size="sm" presence={member.presence} />
        <b>{name}<span className="vh">, </span></b>
        <span data-waits={open > 0 ? '' : undefined}>{what}<span className="vh">. {t('showColumn')}</span></span>
      </button>
    </section>
  );
}

/** Comes by itself when it is scrolled to; a button for those who do not scroll. */
function More({ onMore }: { onMore: () => Promise<void> }) {
  const t = useStrings(boardStrings);
  const [busy, setBusy] = useState(false);
  const item = useRef<HTMLLIElement>(null);
  const load = useRef<() => void>(() => undefined);
  load.current = () => {
    if (busy) return;
    setBusy(true);
    void onMore().finally(() => setBusy(false));
  };
  useEffect(() => {
    const seen = new IntersectionObserver((entries) => { if (entries.some(({ isIntersecting }) => isIntersecting)) load.current(); }, { rootMargin: '120px' });
    if (item.current) seen.observe(item.current);
    return () => seen.disconnect();
  }, []);
  return <li ref={item} className="col-more"><Button size="sm" tone="ghost" busy={busy} onClick={() => load.current()}>{t(busy ? 'loadingMore' : 'loadMore')}</Button></li>;
}

/** Pointers are counted from the left, in whatever direction one reads. */
const corner: CSSProperties = { left: 0, top: 0 };

/** What is carried: the row that was taken, the others below it, and how many. */
export function Ghost({ ids, of, children }: { ids: readonly string[]; of: React.RefObject<HTMLDivElement | null>; children: ReactNode }) {
  return (
    <div className="bd-drag" aria-hidden="true" inert ref={of} style={corner}>
      {ids.length > 1 && <span className="drag-n">{ids.length}</span>}
      <ul className="rows" data-many={ids.length > 1 ? '' : undefined}>{children}</ul>
    </div>
  );
}
