import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState, type FocusEvent, type MouseEvent, type ReactNode } from 'react';
import type { BoardBy, ConversationView, Member } from '@kontuar/contract';
import { usualPromiseMs } from '@kontuar/contract/filter';
import { cachedConversation } from '../../app/acts/cached';
import { target, useTarget } from '../../app/acts/target';
import { channelsQuery, useLabels, useMembers, useTeams } from '../../app/directory';
import { useCan, useMe } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import type { BoardSearch } from '../../app/router';
import { Row } from '../../app/row/conversation-row';
import { SickDialog } from '../../app/sick/sick-dialog';
import { formatMoment, useLocale, useStrings } from '../../i18n';
import { useBoardLine } from '../../realtime/live';
import { announce, Banner, Button, EmptyState, Skeleton } from '../../ui';
import { boardStrings } from './board.strings';
import { Column, Ghost, type Onto, type RowParts } from './column';
import { DayLine } from './day-line';
import { AssignAsk, JumpAsk, SpreadAsk, TeamAsk } from './dialogs';
import { Horizon } from './horizon';
import { move } from './moves';
import { inOrder, isFolded, workOf } from './order';
import { PickBar } from './pick-bar';
import { boardQuery, everyIdOf, figuresQuery, moreOf, previewQuery, rowsOf, UNASSIGNED } from './queries';
import { Top } from './top';
import { useBoardKeys } from './use-board-keys';
import { useDoing } from './use-columns';
import { useDrag, type Carried } from './use-drag';
import './board.css';

type Asking = { what: 'assign' | 'team' | 'jump' | 'spread'; ids: readonly string[] };

/** The inbox seen from above: the same rows by who has them, moved by hand or by keys. `peek` draws what is looked into beside it. */
export function Board({ peek: drawPeek }: { peek: (about: { conversationId: string; onClose: () => void; onOpen: (id: string) => void }) => ReactNode }) {
  const t = useStrings(boardStrings);
  if (!useCan('board.read')) return <main className="page" id="content" aria-label={t('title')}><EmptyState art="lock" title={t('noPermission')}>{t('noPermissionBody')}</EmptyState></main>;
  return <Open drawPeek={drawPeek} />;
}

function Open({ drawPeek }: { drawPeek: Parameters<typeof Board>[0]['peek'] }) {
  const t = useStrings(boardStrings);
  const locale = useLocale();
  const client = useQueryClient();
  const navigate = useNavigate();
  const me = useMe();
  const search = useSearch({ strict: false }) as BoardSearch;
  const by: BoardBy = search.by ?? 'members';
  useBoardLine();
  const board = useQuery(boardQuery(client, me.member.id, by));
  const { data: counted } = useQuery({ ...figuresQuery, enabled: board.isSuccess });
  const figures = counted?.figures;
  const members = useMembers();
  const teams = useTeams();
  const labels = useLabels();
  const { data: channels = none } = useQuery(channelsQuery);
  const doing = useDoing();
  const { selected } = useTarget();
  const [focusId, setFocus] = useState<string | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const [sick, setSick] = useState<Member | null>(null);
  const mayMove = useCan('board.move');
  const [unfolded, setUnfolded] = useState<Readonly<Record<string, boolean>>>({});
  const region = useRef<HTMLDivElement>(null);
  const openId = search.peek ?? null;

  const byId = useMemo(() => ({ members: new Map(members.map((each) => [each.id, each])), teams: new Map(teams.map((each) => [each.id, each])), channels: new Map(channels.map((each) => [each.id, each])), labels: new Map(labels.map((each) => [each.id, each])) }), [members, teams, channels, labels]);
  const peek = useCallback((id: string | null) => void navigate({ to: '/board', search: (before: BoardSearch) => { const { peek: _, ...rest } = before; return id === null ? rest : { ...rest, peek: id }; }, replace: true }), [navigate]);
  const openInInbox = useCallback((id: string) => void navigate({ to: '/inbox/$view/$conversationId', params: { view: 'all', conversationId: id }, search: {} }), [navigate]);
  useEffect(() => () => target.change({ selected: new Set(), pointed: null }), []);
  // Another kind of columns is another board.
  useEffect(() => () => target.change({ selected: new Set() }), [by]);
  // Acts without a selection are about the row on which one stands.
  useEffect(() => { target.change({ pointed: focusId }); }, [focusId]);

  const known = useMemo(() => new Set(board.data?.keys ?? []), [board.data]);
  const keys = useMemo(() => {
    const all = by === 'members' ? inOrder(members, search.team).map(({ id }) => id) : by === 'teams' ? teams.map(({ id }) => id) : channels.map(({ id }) => id);
    return [UNASSIGNED, ...all.filter((id) => known.has(id))];
  }, [by, members, teams, channels, search.team, known]);
  // Somebody who came after the board was asked for: their column comes with the next answer.
  const missing = by === 'members' && board.isSuccess && members.some(({ id, active, role }) => active && role !== 'brand_analyst' && !known.has(id));
  const { refetch } = board;
  useEffect(() => { if (missing) void refetch(); }, [missing, refetch]);
  const foldedOf = useCallback((id: string): boolean => {
    const member = byId.members.get(id);
    return by === 'members' && member !== undefined && (unfolded[id] === undefined ? isFolded(member, figures?.members[id]?.open ?? member.openCount) : !unfolded[id]);
  }, [by, byId, unfolded, figures]);
  const order = keys.filter((key) => !foldedOf(key));

  const ownersOf = (ids: readonly string[]): string | undefined => {
    const owners = new Set(ids.map((id) => cachedConversation(id)?.assigneeId));
    const [only] = owners;
    return owners.size === 1 && only != null ? byId.members.get(only)?.name : undefined;
  };
  const dropOn = ({ ids }: Carried, to: string) => {
    const onto = ontoOf(to, ids);
    if (onto.kind === 'channel' || onto.reason === 'there') return;
    const from = ownersOf(ids);
    const come = from === undefined ? {} : { from };
    if (onto.kind === 'queue') return void move({ ids, to: { kind: 'queue' }, who: t('unassigned'), ...come });
    if (onto.kind === 'team') return void move({ ids, to: { kind: 'team', teamId: to }, who: byId.teams.get(to)?.name ?? '' });
    void move({ ids, to: { kind: 'member', memberId: to }, who: byId.members.get(to)?.name ?? '', force: onto.target?.over === true, ...come });
  };
  const every = (key: string) => everyIdOf(client, me.member.id, by, key);
  const shown = (key: string) => rowsOf(by, key).map(({ id }) => id);
  const drag = useDrag({ board: region, onDrop: dropOn, shown, every });
  const spreadQueue = () => void every(UNASSIGNED).catch(() => shown(UNASSIGNED)).then((ids) => { if (ids.length > 0) setAsking({ what: 'spread', ids }); });
  const carriedIds = drag.carried?.ids ?? nobody;
  const { data: preview } = useQuery(previewQuery(carriedIds));
  function ontoOf(key: string, ids: readonly string[]): Onto {
    const kind = key === UNASSIGNED ? 'queue' : by === 'members' ? 'member' : by === 'teams' ? 'team' : 'channel';
    const there = ids.every((id) => { const each = cachedConversation(id); return each !== undefined && (kind === 'queue' ? each.assigneeId === null : kind === 'team' ? each.teamId === key && each.assigneeId === null : each.assigneeId === key); });
    return { count: ids.length, kind, reason: there ? 'there' : undefined, target: kind === 'member' ? preview?.targets.find(({ memberId }) => memberId === key) : undefined };
  }
  useEffect(() => { if (carriedIds.length > 0) announce(t('dragging', { count: carriedIds.length })); }, [carriedIds, t]);

  const isLate = (conversation: ConversationView): boolean => {
    if (conversation.due !== null) return Date.parse(conversation.due.at) <= Date.now();
    const channel = byId.channels.get(conversation.channelId);
    return conversation.waitingSince !== null && channel !== undefined && Date.now() - Date.parse(conversation.waitingSince) > usualPromiseMs(channel.capabilities);
  };
  const { onKeyDown, pick } = useBoardKeys({
    board: region, by, order, focusId, setFocus, openId, peek, openInInbox, every, spreadQueue, isLate,
    ask: (what, ids) => setAsking({ what, ids }), toQueue: (ids) => void move({ ids, to: { kind: 'queue' }, who: t('unassigned') }),
    atRisk: () => figures?.horizon.pins.map(({ conversationId }) => conversationId) ?? [],
    words: { noneAtRisk: t('noneAtRisk'), noneLate: t('noneLate'), lateSelected: (count) => t('lateSelected', { count }) },
  });
  // The same functions for ever: a row is drawn again only when something of its own changed.
  const latest = useRef({ pick });
  useEffect(() => { latest.current = { pick }; });
  const onPick = useCallback((event: MouseEvent, id: string) => latest.current.pick(id, event.shiftKey), []);
  const onMore = useCallback((key: string) => moreOf(client, me.member.id, by, key), [client, me.member.id, by]);
  const onFold = useCallback((id: string, folded: boolean) => setUnfolded((before) => ({ ...before, [id]: !folded })), []);
  const parts = useMemo<RowParts>(() => ({ channels: byId.channels, members: byId.members, labels: byId.labels, myName: me.user.name, openId, focusId, selected, onPick, onMenu: noMenu, onPeek: peek, onMore }), [byId, me.user.name, openId, focusId, selected, onPick, peek, onMore]);

  const jumpTo = (memberId: string) => {
    setUnfolded((before) => ({ ...before, [memberId]: true }));
    requestAnimationFrame(() => {
      const column = region.current?.querySelector<HTMLElement>(`[data-col="${CSS.escape(memberId)}"]`);
      column?.scrollIntoView({ block: 'nearest', inline: 'center' });
      (column?.querySelector<HTMLElement>('.row-a') ?? column?.querySelector<HTMLElement>('button'))?.focus({ preventScroll: true });
    });
  };
  const ask = asking === null ? null : { ids: asking.ids, members, teams, figures, from: ownersOf(asking.ids), onClose: () => setAsking(null) };
  const nobodyOn = by === 'members' && members.length > 0 && !members.some((member) => member.active && workOf(member) === 'here');
  const nextOn = members.flatMap(({ active, duty }) => (active && duty.state !== 'on' && duty.until !== null ? [duty.until] : [])).sort()[0];
  const carriedRow = drag.carried === null ? undefined : cachedConversation(drag.carried.ids[0] ?? '');
  return (
    <main className="bd" id="content" aria-label={t('title')} data-peek={openId === null ? undefined : ''} data-carrying={drag.carried === null ? undefined : ''}>
      <div className="bd-main">
        <Top by={by} search={search} members={members} teams={teams} channels={channels} />
        <div className="bd-strip">
          <DayLine figures={figures} />
          <Horizon figures={figures} members={byId.members} onPeek={peek} />
        </div>
        {nobodyOn && <Banner tone="waiting">{nextOn === undefined ? t('nobodyOn') : t('nobodyOnUntil', { time: formatMoment(locale, new Date(nextOn)) })}. {t('nobodyOnBody')}</Banner>}
        {board.isError && board.data === undefined ? (
          <EmptyState art="broken" title={t('failed')} action={<Button onClick={() => void board.refetch()}>{t('again')}</Button>}>{t('failedBody', { reason: problemWords(board.error) })}</EmptyState>
        ) : board.data === undefined ? <Loading /> : (
          <div className="bd-cols" ref={region} role="group" aria-label={t('columns')} onPointerDown={drag.onPointerDown} onKeyDown={onKeyDown} onFocus={(event) => focused(event, setFocus)}>
            {keys.map((key) => {
              const member = byId.members.get(key);
              const sum = key === UNASSIGNED ? figures?.unassigned : by === 'members' ? figures?.members[key] : by === 'teams' ? figures?.teams[key] : figures?.channels[key];
              return (
                <Column
                  key={key} by={by} id={key} member={by === 'members' ? member : undefined} team={byId.teams.get(key)} channel={byId.channels.get(key)} teamName={member === undefined ? undefined : byId.teams.get(member.teamIds[0] ?? '')?.name}
                  open={sum?.open ?? 0} load={figures?.members[key]} doing={doing.get(key)} folded={foldedOf(key)} onFold={onFold} parts={parts}
                  onto={drag.carried !== null && drag.over === key && drag.carried.from !== key ? ontoOf(key, drag.carried.ids) : null} from={drag.carried?.from === key}
                  onSpread={key === UNASSIGNED ? spreadQueue : undefined}
                  onSick={mayMove && by === 'members' && key !== UNASSIGNED ? setSick : undefined}
                />
              );
            })}
            {keys.length === 1 && by !== 'members' && <EmptyState art="list" title={t(by === 'teams' ? 'noTeams' : 'noChannels')}>{t(by === 'teams' ? 'noTeamsBody' : 'noChannelsBody')}</EmptyState>}
          </div>
        )}
        {selected.size > 0 && <PickBar ids={[...selected]} onClear={() => target.change({ selected: new Set() })} />}
      </div>
      {openId !== null && <aside className="bd-peek" aria-label={t('peek', { name: cachedConversation(openId)?.contact.name ?? '' })}>{drawPeek({ conversationId: openId, onClose: () => peek(null), onOpen: peek })}</aside>}
      {carriedRow !== undefined && drag.carried !== null && (
        <Ghost ids={drag.carried.ids} of={drag.ghost}>
          <Row conversation={carriedRow} view="all" search={{}} channel={byId.channels.get(carriedRow.channelId)} members={byId.members} labels={byId.labels} myName="" open={false} picked={false} picking={false} gone={false} tabIndex={-1} position={1} total={1} onPick={onPick} onMenu={noMenu} onPoint={noMenu} />
        </Ghost>
      )}
      {ask !== null && asking?.what === 'assign' && <AssignAsk {...ask} />}
      {ask !== null && asking?.what === 'team' && <TeamAsk {...ask} />}
      {ask !== null && asking?.what === 'spread' && <SpreadAsk {...ask} />}
      {sick !== null && <SickDialog member={sick} onClose={() => setSick(null)} />}
      {ask !== null && asking?.what === 'jump' && <JumpAsk members={members} figures={figures} onJump={jumpTo} onClose={ask.onClose} />}
    </main>
  );
}

const none: readonly never[] = [];
const nobody: readonly string[] = [];
const noMenu = () => undefined;

function focused(event: FocusEvent, setFocus: (id: string | null) => void): void {
  setFocus((event.target as HTMLElement).closest<HTMLElement>('[data-row]')?.dataset['row'] ?? null);
}

function Loading() {
  const t = useStrings(boardStrings);
  return (
    <div className="bd-cols" role="status" aria-label={t('loading')}>
      {[9, 6, 5, 7, 4].map((count, at) => <section className="col" key={at}><header className="col-h"><Skeleton width="60%" height={18} /><Skeleton width="100%" height={5} /></header>{Array.from({ length: count }, (_, row) => <div className="col-skel" key={row}><Skeleton width={26} height={26} /><Skeleton width="70%" /></div>)}</section>)}
    </div>
  );
}
