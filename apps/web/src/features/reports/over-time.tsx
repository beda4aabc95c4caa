import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { ReportRow } from '@kontuar/contract';
import type { ReportsSearch } from '../../app/router';
import { useLocale, useStrings } from '../../i18n';
import { Select, Skeleton } from '../../ui';
import { valueWords } from './figure-words';
import { HowCounted, type PartProps } from './figures';
import { FiguresTable } from './figures-table';
import { definitionOf, timeGroup, useReport, useRowNames } from './report-context';
import { reportStrings } from './reports.strings';
import { scaleOf } from './scale';

const H = 210;
const LEFT = 44;
const RIGHT = 70;
const TOP = 14;
const BOTTOM = 26;

/** The chosen figure, span by span: of durations the median and how far nine in ten go, of all else bars. */
export function OverTime({ definitions, chosen, onBehind, choose }: PartProps & { choose: (change: ReportsSearch) => void }) {
  const t = useStrings(reportStrings);
  const locale = useLocale();
  const definition = definitionOf(definitions, chosen.measure) ?? definitions.items[0];
  const by = timeGroup(chosen);
  const { data } = useReport(chosen, definition?.key ?? 'conversations', by);
  const name = useRowNames();
  if (definition === undefined) return null;
  const open = (key: string | null) => onBehind({ measure: definition.key, by, key });
  return (
    <section className="card g1" aria-label={t('over', { name: definition.name[locale] })}>
      <header><h2>{t('over', { name: definition.name[locale] })}</h2><span className="grow" /><Select aria-label={t('figure')} value={definition.key} options={definitions.items.map(({ key, name: called }) => ({ value: key, label: called[locale] }))} onValueChange={(measure) => choose({ measure })} /><HowCounted definition={definition} /></header>
      {data === undefined ? <Skeleton width="100%" height={180} /> : chosen.table ? <FiguresTable report={data} definition={definition} onOpen={open} /> : (
        <Chart rows={data.rows} unit={definition.unit} label={t('chartLabel', { name: definition.name[locale], from: data.from, to: data.to })} nameOf={(key) => name(by, key)} onOpen={open} beside={chosen.asks !== '/reports' && data.compared !== null} />
      )}
    </section>
  );
}

interface ChartProps { rows: readonly ReportRow[]; unit: Parameters<typeof valueWords>[1]; label: string; nameOf: (key: string | null) => string; onOpen: (key: string | null) => void; /** What was there in the time before, beside each. */ beside: boolean }

/** Arrow keys go along it, Enter shows what is behind a span; where one stands is said in words. */
function Chart({ rows, unit, label, nameOf, onOpen, beside }: ChartProps) {
  const t = useStrings(reportStrings);
  const locale = useLocale();
  const described = useId();
  const [at, setAt] = useState<number | null>(null);
  const drawn = useRef<SVGSVGElement>(null);
  const W = useWidth(drawn);
  const words = (value: number | null) => valueWords(locale, unit, value);
  const values = rows.flatMap(({ figure, compared }) => [figure.p90 ?? figure.value ?? 0, beside ? (compared?.p90 ?? compared?.value ?? 0) : 0]);
  const above = scaleOf(unit, Math.max(0, ...values.map(Math.abs)));
  const top = above.at(-1) ?? 1;
  // A difference may be less than nothing: then as much stands below the line as above it.
  const least = Math.min(0, ...values) < 0 ? -top : 0;
  const marks = least < 0 ? [-top, -top / 2, 0, top / 2, top] : above;
  const wide = (W - LEFT - RIGHT) / Math.max(1, rows.length);
  const x = (index: number) => LEFT + wide * (index + 0.5);
  const y = (value: number) => TOP + (H - TOP - BOTTOM) * ((top - value) / (top - least));
  const banded = unit === 'duration';
  const every = Math.max(1, Math.ceil(rows.length / Math.max(2, Math.floor((W - LEFT - RIGHT) / 64))));
  const shown = at === null ? undefined : rows[Math.min(at, rows.length - 1)];
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step !== undefined) setAt(Math.min(rows.length - 1, Math.max(0, (at ?? (step === 1 ? -1 : rows.length)) + step)));
    else if (event.key === 'Home') setAt(0);
    else if (event.key === 'End') setAt(rows.length - 1);
    else if ((event.key === 'Enter' || event.key === ' ') && shown !== undefined) onOpen(shown.key);
    else return;
    event.preventDefault();
  };
  const told = shown === undefined ? '' : `${nameOf(shown.key)}: ${words(shown.figure.value)}${shown.figure.p90 === null ? '' : `, ${t('nineWithin', { time: words(shown.figure.p90) })}`} (${t('cases', { count: shown.figure.cases })})${beside && shown.compared?.value != null ? `, ${t('wasHere', { value: words(shown.compared.value) })}` : ''}`;
  return (
    <>
      <svg
        ref={drawn} className="c1" height={H} viewBox={`0 0 ${W} ${H}`} role="slider" tabIndex={0} aria-label={label} aria-valuemin={0} aria-valuemax={Math.max(0, rows.length - 1)} aria-valuenow={at ?? 0} aria-valuetext={told === '' ? label : told} aria-describedby={described}
        onKeyDown={move} onPointerLeave={() => setAt(null)}
      >
        <g className="gr">{marks.map((mark) => <g key={mark}><path d={`M${LEFT} ${y(mark)}H${W - RIGHT}`} className={mark === 0 ? 'z' : undefined} /><text x={LEFT - 6} y={y(mark) + 4}>{words(mark)}</text></g>)}</g>
        {banded && <><path className="band" d={band(rows, x, y)} /><path className="p90" d={path(rows, x, y, 'p90')} /><path className="med" d={path(rows, x, y, 'value')} /></>}
        {banded && <Ends rows={rows} y={y} x={W - RIGHT + 6} words={{ value: t('median'), p90: t('nineInTen') }} />}
        {!banded && rows.map(({ key, figure }, index) => (figure.value === null ? null : <rect key={key} className="col" x={x(index) - wide * 0.36} y={y(Math.max(0, figure.value))} width={wide * 0.72} height={Math.abs(y(0) - y(figure.value))} rx="1.5" />))}
        {beside && rows.map(({ key, compared }, index) => (compared?.value == null ? null : <path key={key} className="was" d={`M${x(index) - wide * 0.44} ${y(compared.value)}h${wide * 0.88}`} />))}
        {banded && rows.map(({ key, figure }, index) => (figure.value === null ? null : <circle key={key} className="dot2" cx={x(index)} cy={y(figure.value)} r={rows.length > 40 ? 1.5 : 2.5} />))}
        {shown !== undefined && at !== null && <path className="sel" d={`M${x(at)} ${TOP - 4}V${H - BOTTOM}`} />}
        {rows.map(({ key }, index) => (index % every === 0 ? <text key={key} className="ax" x={x(index)} y={H - 8}>{nameOf(key)}</text> : null))}
        {rows.map(({ key }, index) => <rect key={key} className="hit" x={x(index) - wide / 2} y={0} width={wide} height={H} onPointerEnter={() => setAt(index)} onClick={() => onOpen(key)} />)}
      </svg>
      <p className="rep-told" id={described}>{told !== '' ? told : beside ? t('wasLegend') : '\u00a0'}</p>
    </>
  );
}

/** As wide as it is drawn, so that its letters are as large as all others. */
function useWidth(of: RefObject<SVGSVGElement | null>): number {
  const [width, setWidth] = useState(560);
  useLayoutEffect(() => {
    const element = of.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(([entry]) => { if (entry !== undefined && entry.contentRect.width > 0) setWidth(Math.round(entry.contentRect.width)); });
    observer.observe(element);
    return () => observer.disconnect();
  }, [of]);
  return width;
}

type Place = (value: number) => number;

/** What is not known is a gap, not a nought. */
function path(rows: readonly ReportRow[], x: Place, y: Place, of: 'value' | 'p90'): string {
  let pen = 'M';
  return rows.map(({ figure }, index) => {
    const value = figure[of];
    if (value === null) {
      pen = 'M';
      return '';
    }
    const piece = `${pen}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    pen = 'L';
    return piece;
  }).join('');
}

function band(rows: readonly ReportRow[], x: Place, y: Place): string {
  const runs: number[][] = [];
  rows.forEach(({ figure }, index) => {
    if (figure.value === null || figure.p90 === null) return;
    if (runs.at(-1)?.at(-1) === index - 1) runs.at(-1)?.push(index);
    else runs.push([index]);
  });
  const corner = (index: number, of: 'value' | 'p90') => `${x(index).toFixed(1)} ${y(rows[index]?.figure[of] ?? 0).toFixed(1)}`;
  return runs.filter((run) => run.length > 1).map((run) => `M${run.map((index) => corner(index, 'p90')).join('L')}L${run.toReversed().map((index) => corner(index, 'value')).join('L')}Z`).join('');
}

/** Lines are named where they end, so that nobody has to tell colours apart. */
function Ends({ rows, y, x, words }: { rows: readonly ReportRow[]; y: Place; x: number; words: { value: string; p90: string } }) {
  const last = rows.findLast(({ figure }) => figure.value !== null)?.figure;
  if (last?.value == null) return null;
  const median = y(last.value) + 4;
  const ninth = Math.min(y(last.p90 ?? last.value) + 4, median - 13);
  return <g className="ends"><text x={x} y={median}>{words.value}</text><text x={x} y={ninth} className="thin">{words.p90}</text></g>;
}
