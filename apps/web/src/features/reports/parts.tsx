import { useQuery } from '@tanstack/react-query';
import type { ReportDefinition, ReportGroup, ReportMeasure, ReportRow } from '@kontuar/contract';
import { channelsQuery } from '../../app/directory';
import type { ReportsSearch } from '../../app/router';
import { formatNumber, formatWeekday, useLocale, useStrings } from '../../i18n';
import { ChannelMark, EmptyState, Select, Skeleton, VisuallyHidden } from '../../ui';
import { valueWords } from './figure-words';
import { ChangeWords, HowCounted, type PartProps } from './figures';
import { FiguresTable } from './figures-table';
import { definitionOf, useReport, useRowNames } from './report-context';
import { reportStrings } from './reports.strings';

const FEW = 30;
const MOST_ROWS = 12;
const groups = ['channel', 'team', 'member', 'matter', 'label', 'kind', 'spread', 'platform', 'topic', 'author', 'named', 'monitor', 'mood', 'language', 'weekday', 'hour-of-day'] as const satisfies readonly ReportGroup[];

/** The chosen figure put apart by what one likes: where it comes from, or who it is. */
export function Apart({ definitions, chosen, onBehind, choose }: PartProps & { choose: (change: ReportsSearch) => void }) {
  const t = useStrings(reportStrings);
  const locale = useLocale();
  const picked = definitionOf(definitions, chosen.measure);
  // Waits are put apart as waits; where they come from, by how many begin.
  const definition = picked ?? definitions.items[0];
  const by = definition?.groups.includes(chosen.apart) === true ? chosen.apart : (groups.find((group) => definition?.groups.includes(group)) ?? 'channel');
  const { data } = useReport(chosen, definition?.key ?? 'conversations', by);
  if (definition === undefined) return null;
  const open = (key: string | null) => onBehind({ measure: definition.key, by, key });
  return (
    <section className="card g2" aria-label={`${definition.name[locale]}, ${t('apart')} ${t(`by-${by as (typeof groups)[number]}`)}`}>
      <header><h2>{definition.name[locale]}</h2><span className="grow" /><Select aria-label={t('apart')} value={by} options={groups.filter((group) => definition.groups.includes(group) && !(chosen.asks === '/reports' && (group === 'weekday' || group === 'hour-of-day'))).map((value) => ({ value, label: t(`by-${value}`) }))} onValueChange={(apart) => choose({ apart })} /></header>
      {data === undefined ? <Skeleton width="100%" height={160} /> : data.rows.length === 0 ? <EmptyState art="list" title={t('nothing')}>{t('nothingBody')}</EmptyState>
        : chosen.table ? <FiguresTable report={data} definition={definition} onOpen={open} /> : <Bars rows={data.rows} by={by} definition={definition} onOpen={open} />}
    </section>
  );
}

function Bars({ rows, by, definition, onOpen }: { rows: readonly ReportRow[]; by: ReportGroup; definition: ReportDefinition; onOpen: (key: string | null) => void }) {
  const t = useStrings(reportStrings);
  const locale = useLocale();
  const name = useRowNames();
  const channels = useQuery(channelsQuery).data ?? [];
  const ordered = by === 'spread' || by === 'weekday' || by === 'hour-of-day' ? rows.toSorted((a, b) => Number(a.key) - Number(b.key)) : rows;
  const worth = ({ figure }: ReportRow) => (by === 'spread' ? figure.cases : (figure.value ?? 0));
  const most = Math.max(...ordered.map(worth), Number.MIN_VALUE);
  return (
    <ul className="rep-b">
      {ordered.slice(0, by === 'hour-of-day' ? 24 : MOST_ROWS).map((row) => {
        const called = row.name ?? name(by, row.key);
        const connector = by === 'channel' ? channels.find(({ id }) => id === row.key)?.connectorId : undefined;
        return (
          <li key={row.key ?? ''}>
            <button type="button" onClick={() => onOpen(row.key)} aria-label={`${called}: ${by === 'spread' ? formatNumber(locale, row.figure.cases) : valueWords(locale, definition.unit, row.figure.value)}. ${t('show', { what: called })}`}>
              <span className="rep-n">{connector !== undefined && <ChannelMark connector={connector} decorative />}<span className="ell">{called}</span></span>
              <span className="rep-bar"><i style={{ width: `${(100 * Math.max(0, worth(row))) / most}%` }} /></span>
              <b>{by === 'spread' ? formatNumber(locale, row.figure.cases) : valueWords(locale, definition.unit, row.figure.value)}</b>
              {by === 'spread' ? <span /> : <ChangeWords definition={definition} now={row.figure} before={row.compared} />}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** When customers write: all days together, by weekday and by hour. */
export function Whenever({ definitions, chosen, onBehind }: PartProps) {
  const t = useStrings(reportStrings);
  const locale = useLocale();
  const definition = definitionOf(definitions, 'received');
  const [days, hours] = [useReport(chosen, 'received', 'weekday', chosen.range !== 'day').data, useReport(chosen, 'received', 'hour-of-day').data];
  const name = useRowNames();
  if (definition === undefined) return null;
  const whole = (rows: readonly ReportRow[] | undefined, keys: readonly number[]) => keys.map((key) => rows?.find((row) => row.key === String(key))?.figure.cases ?? 0);
  const columns = (by: 'weekday' | 'hour-of-day', rows: readonly ReportRow[] | undefined, keys: readonly number[]) => {
    const counts = whole(rows, keys);
    const most = Math.max(...counts, 1);
    return (
      <ul className="rep-c" aria-label={t(`by-${by}`)}>
        {keys.map((key, index) => (
          <li key={key}><button type="button" disabled={counts[index] === 0} onClick={() => onBehind({ measure: 'received', by, key: String(key) })} aria-label={`${name(by, String(key))}: ${formatNumber(locale, counts[index] ?? 0)}`} title={`${name(by, String(key))}: ${formatNumber(locale, counts[index] ?? 0)}`}>
            <i style={{ height: `${(100 * (counts[index] ?? 0)) / most}%` }} /><span aria-hidden="true" data-short={by === 'weekday' ? formatWeekday(locale, new Date(2024, 0, key)) : key % 3 === 0 ? key : ''} />
          </button></li>
        ))}
      </ul>
    );
  };
  return (
    <section className="card" aria-label={t('whenTitle')}>
      <header><h2>{t('whenTitle')}</h2><span className="mut">{definition.name[locale]}</span><span className="grow" /><HowCounted definition={definition} /></header>
      {chosen.table && hours !== undefined ? <FiguresTable report={hours} definition={definition} onOpen={(key) => onBehind({ measure: 'received', by: 'hour-of-day', key })} /> : (
        <div className="rep-cc">{chosen.range !== 'day' && columns('weekday', days?.rows, [1, 2, 3, 4, 5, 6, 7])}{columns('hour-of-day', hours?.rows, Array.from({ length: 24 }, (_, hour) => hour))}</div>
      )}
    </section>
  );
}

/** From unhappy on the left to happy on the right, by team. */
export function Satisfied({ definitions, chosen, onBehind }: PartProps) {
  const t = useStrings(reportStrings);
  const locale = useLocale();
  const definition = definitionOf(definitions, 'satisfaction');
  const { data } = useReport(chosen, 'satisfaction', 'team');
  const name = useRowNames();
  if (definition === undefined || data === undefined || data.total.cases === 0) return null;
  const open = (key: string | null) => onBehind({ measure: 'satisfaction', by: 'team', key });
  const percent = (part: number, of: number) => formatNumber(locale, of === 0 ? 0 : part / of, { style: 'percent' });
  return (
    <section className="card sat" aria-label={t('satisfied')}>
      <header><h2>{t('satisfied')}</h2><span className="grow" /><span className="key" aria-hidden="true"><i className="kn" />{t('bad')}<i className="ku" />{t('middle')}<i className="kp" />{t('good')}</span><HowCounted definition={definition} /></header>
      {chosen.table ? <FiguresTable report={data} definition={definition} onOpen={open} /> : (
        <ul>
          {data.rows.filter(({ figure }) => figure.cases > 0).map(({ key, figure }) => {
            const [bad = 0, middle = 0, good = 0] = figure.parts ?? [];
            const called = name('team', key);
            return (
              <li key={key ?? ''}><button type="button" onClick={() => open(key)}>
                <span className="ell">{called}</span><VisuallyHidden>{`: ${valueWords(locale, 'score', figure.value)}. ${t('bad')}: ${bad}, ${t('middle')}: ${middle}, ${t('good')}: ${good}`}</VisuallyHidden><span className="pn" aria-hidden="true">{percent(bad, figure.cases)}</span>
                <span className="sbar"><i className="kn" style={{ width: `${(100 * bad) / figure.cases}%` }} /><i className="ku" style={{ width: `${(100 * middle) / figure.cases}%` }} /><i className="kp" style={{ width: `${(100 * good) / figure.cases}%` }} /></span>
                <span className="pp" aria-hidden="true">{percent(good, figure.cases)}</span><span className="mut" aria-hidden="true">{formatNumber(locale, figure.cases)}</span>
              </button></li>
            );
          })}
        </ul>
      )}
      {(data.total.cases ?? 0) < FEW && <p className="help">{t('few')}</p>}
    </section>
  );
}

const columnsOfPeople = ['sent', 'first-reply', 'resolved', 'handling'] as const satisfies readonly ReportMeasure[];

/** Fair credit: each message, answer and minute for whoever gave it. In the order of names; this is no ranking. */
export function People({ definitions, chosen, onBehind }: PartProps) {
  const t = useStrings(reportStrings);
  const locale = useLocale();
  const name = useRowNames();
  const reports = [useReport(chosen, 'sent', 'member').data, useReport(chosen, 'first-reply', 'member').data, useReport(chosen, 'resolved', 'member').data, useReport(chosen, 'handling', 'member').data];
  const keys = [...new Set(reports.flatMap((one) => one?.rows.map(({ key }) => key) ?? []))].filter((key) => key !== null).toSorted((a, b) => name('member', a).localeCompare(name('member', b), locale));
  const shown = columnsOfPeople.flatMap((measure, at) => { const definition = definitionOf(definitions, measure); return definition === undefined ? [] : [{ definition, rows: reports[at]?.rows ?? [] }]; });
  if (keys.length === 0) return null;
  return (
    <section className="card rep-wide" aria-label={t('people')}>
      <header><h2>{t('people')}</h2></header>
      <div className="rep-t" tabIndex={0} role="region" aria-label={t('people')}>
        <table className="tbl">
          <thead><tr><th scope="col">{t('by-member')}</th>{shown.map(({ definition }) => <th key={definition.key} scope="col" className="num">{definition.name[locale]} <HowCounted definition={definition} /></th>)}</tr></thead>
          <tbody>{keys.map((key) => (
            <tr key={key}><th scope="row">{name('member', key)}</th>{shown.map(({ definition, rows }) => {
              const figure = rows.find((row) => row.key === key)?.figure;
              const words = valueWords(locale, definition.unit, figure?.value ?? null);
              return <td key={definition.key} className="num">{figure === undefined || figure.cases === 0 ? '–' : <button type="button" className="lnk" aria-label={`${words}. ${t('show', { what: `${definition.name[locale]}, ${name('member', key)}` })}`} onClick={() => onBehind({ measure: definition.key, by: 'member', key })}>{words}</button>}</td>;
            })}</tr>
          ))}</tbody>
        </table>
      </div>
    </section>
  );
}

const LAW_DAYS = 14;

/** A dot for each claim, by the day on which it was answered: filled in time, hollow while it is open, square where it came too late. */
export function Claims({ definitions, chosen, onBehind }: PartProps) {
  const t = useStrings(reportStrings);
  const locale = useLocale();
  const definition = definitionOf(definitions, 'claims');
  const { data } = useReport(chosen, 'claims', 'spread');
  if (definition === undefined || data === undefined || data.rows.length === 0) return null;
  const [inTime = 0, late = 0, open = 0, overdue = 0] = data.total.parts ?? [];
  const last = Math.max(LAW_DAYS, ...data.rows.map(({ key }) => Number(key)));
  const days = Array.from({ length: Math.min(last, 40) + 1 }, (_, day) => ({ day, parts: data.rows.find(({ key }) => Number(key) === day)?.figure.parts ?? [0, 0, 0, 0] }));
  return (
    <section className="card rep-wide" aria-label={t('claims')}>
      <header><h2>{t('claims')}</h2><span className="mut">{t('claimsLine', { inTime: formatNumber(locale, inTime), late: formatNumber(locale, late + overdue), open: formatNumber(locale, open) })}</span><span className="grow" /><HowCounted definition={definition} /></header>
      {chosen.table ? <FiguresTable report={data} definition={definition} onOpen={(key) => onBehind({ measure: 'claims', by: 'spread', key })} /> : (
        <ol className="rep-d" tabIndex={0} role="list" aria-label={t('claims')}>
          {days.map(({ day, parts: [a = 0, b = 0, c = 0, d = 0] }) => (
            <li key={day}><button type="button" disabled={a + b + c + d === 0} aria-label={`${t('dayN', { day })}: ${t('claimsLine', { inTime: a, late: b + d, open: c })}`} onClick={() => onBehind({ measure: 'claims', by: 'spread', key: String(day) })}>
              <span className="dots-c">{[...Array<string>(Math.min(a, 12)).fill('a'), ...Array<string>(Math.min(b + d, 12)).fill('b'), ...Array<string>(Math.min(c, 12)).fill('c')].map((kind, index) => <i key={index} data-k={kind} />)}</span>
              <span className="day">{day}</span>
            </button></li>
          ))}
        </ol>
      )}
    </section>
  );
}
