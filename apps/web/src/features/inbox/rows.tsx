import { memo, useEffect, useMemo, type CSSProperties, type KeyboardEvent, type MouseEvent, type RefObject } from 'react';
import type { ChannelSummary, Label, Member, View } from '@kontuar/contract';
import { placeOf } from '../../app/keys';
import { Row } from '../../app/row/conversation-row';
import { useTheme } from '../../app/theme';
import { useStrings } from '../../i18n';
import { Button } from '../../ui';
import type { InboxSearch, Sort } from './filter';
import { withHeadings, type GroupId } from './groups';
import type { Held } from './hold';
import { inboxStrings } from './inbox.strings';
import { prefetchThreads } from './prefetch';
import type { WantedRow } from './use-list-keys';
import { useRowHeight } from './use-row-height';
import { useVisibleRows } from './use-visible-rows';

const headHeight = 27;
/** Rows left below the last visible one when the next page is asked for. */
const ahead = 15;
/** Drawn beyond what is in sight, on both sides: a flick of the wheel shows no gap. */
const overscan = 8;

const groupWords = {
  us: 'us', customer: 'customer', snoozed: 'groupSnoozed', today: 'today', yesterday: 'yesterday', week: 'week', earlier: 'earlier', upset: 'upset', calm: 'calm', pleased: 'pleased', moodless: 'moodless', notSnoozed: 'notSnoozed', broken: 'broken', hour: 'withinHour', laterOn: 'laterOn', notPromised: 'notPromised', urgent: 'urgent', high: 'high', normal: 'normal', low: 'low',
} as const satisfies Record<GroupId, string>;

export interface RowsProps {
  name: string;
  rows: readonly Held[];
  sort: Sort;
  hasMore: boolean;
  isLoadingMore: boolean;
  failedMore: boolean;
  onMore: () => void;
  scroll: RefObject<HTMLDivElement | null>;
  onKeyDown: (event: KeyboardEvent) => void;
  focusId: string | null;
  /** Set by the list: which row takes the focus once it is drawn. */
  focusRow: RefObject<WantedRow | null>;
  /** Counts how often a row was asked for: it may be the same one again. */
  looks: number;
  rowProps: {
    view: View; search: InboxSearch; channels: ReadonlyMap<string, ChannelSummary>; members: ReadonlyMap<string, Member>; labels: ReadonlyMap<string, Label>;
    myName: string; openId: string | null; selected: ReadonlySet<string>;
    onPick: (event: MouseEvent, id: string) => void; onMenu: (event: MouseEvent, id: string) => void;
  };
}

/** Drawn again only when something of the list changed, and then in pieces: keys and clicks go first (conversation-list.tsx). */
export const Rows = memo(function Rows({ name, rows, hasMore, isLoadingMore, failedMore, onMore, scroll, onKeyDown, focusId, focusRow, rowProps }: RowsProps) {
  const t = useStrings(inboxStrings);
  const { density } = useTheme();
  const rowHeight = useRowHeight(density);
  const entries = useMemo(() => withHeadings(rows, hasMore), [rows, hasMore]);
  // By what stands where: most events change what a row says, and nothing moves.
  const shape = entries.map(({ kind }) => (kind === 'head' ? 'h' : 'r')).join('');
  const heights = useMemo(() => [...shape].map((each) => (each === 'h' ? headHeight : rowHeight)), [shape, rowHeight]);
  const heads = useMemo(() => [...shape].flatMap((each, index) => (each === 'h' ? [index] : [])), [shape]);
  const { first, last, head: stuck, tops, total, reveal } = useVisibleRows(scroll, heights, heads, overscan);
  // The heading of what one looks at stays in sight.
  const shown = stuck < first - overscan ? [stuck] : [];
  for (let index = Math.max(0, first - overscan); index <= Math.min(entries.length - 1, last + overscan); index += 1) shown.push(index);
  useEffect(() => void scroll.current?.scrollTo({ top: 0 }), [name, scroll]);

  const lastIndex = shown.at(-1) ?? 0;
  useEffect(() => {
    if (hasMore && !isLoadingMore && !failedMore && lastIndex >= entries.length - ahead) onMore();
  }, [hasMore, isLoadingMore, failedMore, lastIndex, entries.length, onMore]);

  // Keys may ask for a row that is not drawn yet.
  useEffect(() => {
    const wanted = focusRow.current;
    if (wanted === null) return;
    const index = entries.findIndex((entry) => entry.kind === 'row' && entry.row.conversation.id === wanted.id);
    if (index < 0) return void (focusRow.current = null);
    reveal(index);
    const frame = requestAnimationFrame(() => {
      const link = scroll.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(wanted.id)}"] .row-a`);
      if (!link) return;
      focusRow.current = null;
      // Whoever pressed on meanwhile writes elsewhere already, or has a dialog in front: taken from there, the next letters would be keys that act.
      const { activeElement } = document;
      const movedOn = activeElement !== wanted.from && ['typing', 'layer'].includes(placeOf(activeElement));
      if (!movedOn) link.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  });

  const firstRow = entries.find((entry) => entry.kind === 'row');
  const tabStop = focusId !== null && rows.some(({ conversation }) => conversation.id === focusId) ? focusId : firstRow?.kind === 'row' ? firstRow.row.conversation.id : null;
  return (
    <div className="list-s" ref={scroll} onKeyDown={onKeyDown} tabIndex={-1}>
      <ul className="rows" role="list" style={{ height: total }}>
        {shown.map((index) => {
          const entry = entries[index];
          if (entry === undefined) return null;
          const top = tops[index] ?? 0;
          if (entry.kind === 'head') {
            const sticky = index === stuck;
            const style: CSSProperties = sticky ? { position: 'sticky', height: headHeight } : { position: 'absolute', height: headHeight, transform: `translateY(${top}px)` };
            return (
              <li className="grp" key={`head-${entry.group}-${index}`} style={style}>
                <h2>
                  {entry.group === 'snoozed' && allToday(rows) ? t('snoozedToday') : t(groupWords[entry.group])} {entry.complete && <span>{entry.count}</span>}
                </h2>
              </li>
            );
          }
          const { conversation, gone } = entry.row;
          return (
            <Row
              key={conversation.id}
              conversation={conversation}
              view={rowProps.view} search={rowProps.search} members={rowProps.members} labels={rowProps.labels} myName={rowProps.myName}
              channel={rowProps.channels.get(conversation.channelId)}
              open={conversation.id === rowProps.openId}
              picked={rowProps.selected.has(conversation.id)} picking={rowProps.selected.size > 0} gone={gone}
              tabIndex={conversation.id === tabStop ? 0 : -1}
              position={entry.position} total={hasMore ? -1 : rows.length}
              top={top} height={rowHeight}
              onPick={rowProps.onPick} onMenu={rowProps.onMenu}
              onPoint={prefetchSoon}
            />
          );
        })}
      </ul>
      {isLoadingMore && <p className="list-end" role="status">{t('loadingMore')}</p>}
      {failedMore && (
        <p className="list-end" role="alert">
          {t('moreFailed')} <Button size="sm" onClick={onMore}>{t('again')}</Button>
        </p>
      )}
    </div>
  );
});

function allToday(rows: readonly Held[]): boolean {
  const today = new Date().toDateString();
  return rows.every(({ group, conversation }) => group !== 'snoozed' || (conversation.snoozedUntil !== null && new Date(conversation.snoozedUntil).toDateString() === today));
}

let pointing: ReturnType<typeof setTimeout> | undefined;
/** A pointer that only passes by asks for nothing. */
function prefetchSoon(id: string): void {
  clearTimeout(pointing);
  pointing = setTimeout(() => prefetchThreads([id]), 90);
}
