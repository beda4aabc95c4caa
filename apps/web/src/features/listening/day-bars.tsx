import { useRef, useState, type KeyboardEvent } from 'react';
import type { ListeningDay } from '@kontuar/contract';
import { formatNumber, useLocale, useStrings } from '../../i18n';
import { picture, shapeOf, stepOf } from './day-shape';
import { barWords } from './day-times';
import { dayStrings } from './day.strings';

type Side = 'all' | 'negative';
/** What a point of the picture opens; without `until`: what comes from now on, too. */
export interface BarChoice { since: string; until: string | undefined; negative: boolean }
interface Props { of: ListeningDay; height: number; said: string; chosen: { since: string; negative: boolean } | undefined; onChoose: (choice: BarChoice) => void }

/** The bars as what they are: each opens what it counted, what hangs below the line only that. One stop for Tab; arrows go from bar to bar, and down to the negative part. */
export function DayBars({ of: { bars, span }, height, said, chosen, onChoose }: Props) {
  const t = useStrings(dayStrings);
  const locale = useLocale();
  const group = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState<{ at: number; side: Side }>();
  const { zero } = shapeOf(bars);
  const step = stepOf(bars);
  const countOf = (at: number): number => { const bar = bars[at]; return bar === undefined ? 0 : bar.positive + bar.other + bar.negative; };
  const has = (at: number, side: Side): boolean => (side === 'all' ? countOf(at) : bars[at]?.negative ?? 0) > 0;
  const last = bars.findLastIndex((_, at) => has(at, 'all'));
  const current = stop !== undefined && has(stop.at, stop.side) ? stop : { at: last, side: 'all' as Side };
  const move = (event: KeyboardEvent, from: { at: number; side: Side }) => {
    const along = (step: 1 | -1): { at: number; side: Side } | undefined => {
      for (let at = from.at + step; at >= 0 && at < bars.length; at += step) if (has(at, 'all')) return { at, side: has(at, from.side) ? from.side : 'all' };
      return undefined;
    };
    const to = { ArrowRight: () => along(1), ArrowLeft: () => along(-1), ArrowDown: () => (has(from.at, 'negative') ? { at: from.at, side: 'negative' as Side } : undefined), ArrowUp: () => ({ at: from.at, side: 'all' as Side }), Home: () => ({ at: bars.findIndex((_, at) => has(at, 'all')), side: 'all' as Side }), End: () => ({ at: last, side: 'all' as Side }) }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = to();
    if (next === undefined) return;
    setStop(next);
    group.current?.querySelector<HTMLElement>(`[data-at="${next.at}"][data-side="${next.side}"]`)?.focus();
  };
  const point = (at: number, side: Side) => {
    const bar = bars[at];
    if (bar === undefined || !has(at, side)) return null;
    const until = bars[at + 1]?.since;
    const words = barWords(locale, span, new Date(bar.since), until === undefined ? undefined : new Date(until));
    const number = (value: number) => formatNumber(locale, value, { maximumFractionDigits: value < 10 ? 1 : 0 });
    const label = side === 'negative' ? t('onlyNegative', { time: words, negative: number(bar.negative) }) : [t('bar', { time: words, number: number(countOf(at)), negative: number(bar.negative) }), ...(bar.usual === null ? [] : [t('against', { number: number(bar.usual.rest + bar.usual.negative), negative: number(bar.usual.negative) })])].join(' ');
    const isChosen = chosen?.since === bar.since && chosen.negative === (side === 'negative');
    const [top, tall] = side === 'all' ? [0, zero] : [zero, picture.height - zero];
    return (
      <button key={side} type="button" data-at={at} data-side={side} aria-pressed={isChosen} aria-label={label} title={label} tabIndex={current.at === at && current.side === side ? 0 : -1} onKeyDown={(event) => move(event, { at, side })} onFocus={() => setStop({ at, side })}
        style={{ insetInlineStart: `${((picture.left + at * step - step * 0.09) / picture.width) * 100}%`, inlineSize: `${(step / picture.width) * 100}%`, insetBlockStart: `${(top / height) * 100}%`, blockSize: `${(tall / height) * 100}%` }}
        onClick={() => onChoose({ since: bar.since, until, negative: side === 'negative' })} />
    );
  };
  return <div className="hear-bs" role="group" aria-label={`${said} ${t('opens')}`} ref={group}>{bars.map((bar, at) => <span key={bar.since}>{point(at, 'all')}{point(at, 'negative')}</span>)}</div>;
}
