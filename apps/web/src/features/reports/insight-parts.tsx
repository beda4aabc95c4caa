import type { MonitorView, ReportDefinition, ReportDefinitions, ReportFigure, ReportMeasure, ReportRow } from '@kontuar/contract';
import { formatNumber, useLocale, useStrings } from '../../i18n';
import { Skeleton } from '../../ui';
import { durationWords, valueWords } from './figure-words';
import { ChangeWords, type PartProps } from './figures';
import { FiguresTable } from './figures-table';
import { formulaOf } from './insight-formula';
import { insightStrings } from './insight.strings';
import { daysWords } from './period';
import { definitionOf, timeGroup, useReport, useRowNames } from './report-context';
import { reportStrings } from './reports.strings';

const shown: readonly ReportMeasure[] = ['mentions', 'mention-mood', 'mention-reach', 'share-of-voice', 'mention-answered', 'mention-reply', 'brand-health'];

/** Each figure with the sum that it comes from; the one that is pressed is drawn over time. */
export function InsightFigures({ definitions, chosen, onMeasure }: PartProps & { onMeasure: (measure: ReportMeasure) => void }) {
  return <ul className="kpis">{shown.map((measure) => { const definition = definitionOf(definitions, measure); return definition === undefined ? null : <Figure key={measure} definition={definition} chosen={chosen} onMeasure={onMeasure} />; })}</ul>;
}

function Figure({ definition, chosen, onMeasure }: Pick<PartProps, 'chosen'> & { definition: ReportDefinition; onMeasure: (measure: ReportMeasure) => void }) {
  const t = useStrings(insightStrings);
  const locale = useLocale();
  const { data } = useReport(chosen, definition.key);
  const on = chosen.measure === definition.key;
  const median = useStrings(reportStrings)('median');
  return (
    <li className="kpi" data-on={on ? '' : undefined}>
      <button type="button" aria-pressed={on} onClick={() => onMeasure(definition.key)}>
        <span className="kpi-t">{definition.name[locale]}{definition.unit === 'duration' ? `, ${median}` : ''}</span>
        {data === undefined ? <Skeleton width="60%" height={24} /> : (
          <>
            <span className="kpi-v">{figureWords(definition, data.total, locale)}{definition.unit === 'index' && data.total.value !== null && <small> {t('ofHundred')}</small>}</span>
            <ChangeWords definition={definition} now={data.total} before={data.compared?.total ?? null} />
            <span className="kpi-n">{formulaOf(definition.key, data.total, { t, number: (value, options) => formatNumber(locale, value, options), time: durationWords })}</span>
          </>
        )}
      </button>
    </li>
  );
}

const figureWords = ({ unit, key }: ReportDefinition, { value }: ReportFigure, locale: 'en' | 'pl'): string => (key === 'mention-reach' && value !== null && value >= 100_000 ? formatNumber(locale, value, { notation: 'compact' }) : valueWords(locale, unit, value));

const kinds = [['positive', 2], ['neutral', 1], ['unsure', 3], ['negative', 0]] as const;

/** Mentions of each span by their mood: from the bottom displeased (hatched), unsure (dotted), neither, pleased. Said in words on each. */
export function Moods({ definitions, chosen, onBehind }: PartProps) {
  const t = useStrings(insightStrings);
  const r = useStrings(reportStrings);
  const locale = useLocale();
  const name = useRowNames();
  const by = timeGroup(chosen);
  const definition = definitionOf(definitions, 'mention-mood');
  const { data } = useReport(chosen, 'mention-mood', by);
  if (definition === undefined) return null;
  const open = (key: string | null) => onBehind({ measure: 'mentions', by, key });
  const most = Math.max(...(data?.rows.map(({ figure }) => figure.whole ?? 0) ?? []), 1);
  const words = ({ key, figure: { parts } }: ReportRow) => t('moodsRow', { when: name(by, key), displeased: parts?.[0] ?? 0, neither: parts?.[1] ?? 0, pleased: parts?.[2] ?? 0, unsure: parts?.[3] ?? 0 });
  return (
    <section className="card g1" aria-label={t('moods')}>
      <header><h2>{t('moods')}</h2><span className="grow" /><span className="key">{kinds.map(([kind]) => <span key={kind}><i data-mood={kind} />{r(`mood-${kind}`)}</span>)}</span></header>
      {data === undefined ? <Skeleton width="100%" height={84} /> : chosen.table ? <FiguresTable report={data} definition={definition} onOpen={open} /> : (
        <ol className="ins-m">
          {data.rows.map((row, at) => (
            <li key={row.key ?? ''}>
              <button type="button" disabled={(row.figure.whole ?? 0) === 0} onClick={() => open(row.key)} aria-label={`${words(row)}. ${t('show', { what: name(by, row.key) })}`} title={words(row)}>
                {kinds.map(([kind, part]) => <i key={kind} data-mood={kind} style={{ height: `${(100 * (row.figure.parts?.[part] ?? 0)) / most}%` }} />)}
              </button>
              <span aria-hidden="true">{at % Math.ceil(data.rows.length / 7) === 0 ? name(by, row.key) : ''}</span>
            </li>
          ))}
        </ol>
      )}
      <p className="help">{definition.counted[locale]}</p>
    </section>
  );
}

/** Brands beside competitors: how much each is spoken of. */
export function Whose({ definitions, chosen, onBehind, monitors }: PartProps & { monitors: readonly MonitorView[] }) {
  const t = useStrings(insightStrings);
  const locale = useLocale();
  const definition = definitionOf(definitions, 'mentions');
  const { monitorId: _, ...filter } = chosen.filter;
  const { data } = useReport({ ...chosen, filter }, 'mentions', 'monitor');
  if (definition === undefined) return null;
  const kindOf = (key: string | null) => monitors.find(({ id }) => id === key)?.kind;
  const rows = data?.rows.filter(({ key }) => kindOf(key) === 'brand' || kindOf(key) === 'competitor') ?? [];
  const whole = rows.reduce((sum, { figure }) => sum + figure.cases, 0);
  const open = (key: string | null) => onBehind({ measure: 'mentions', by: 'monitor', key });
  const share = (of: number) => formatNumber(locale, whole === 0 ? 0 : of / whole, { style: 'percent', maximumFractionDigits: 0 });
  return (
    <section className="card g2" aria-label={t('whose')}>
      <header><h2>{t('whose')}</h2></header>
      {data === undefined ? <Skeleton width="100%" height={84} /> : chosen.table ? <FiguresTable report={data} definition={definition} onOpen={open} /> : (
        <ul className="rep-b">
          {rows.map((row) => {
            const called = `${row.name ?? ''}${kindOf(row.key) === 'competitor' ? ` (${t('competitor')})` : ''}`;
            return (
              <li key={row.key ?? ''}>
                <button type="button" onClick={() => open(row.key)} aria-label={`${called}: ${formatNumber(locale, row.figure.cases)}, ${share(row.figure.cases)}. ${t('show', { what: called })}`}>
                  <span className="rep-n"><span className="ell">{called}</span></span>
                  <span className="rep-bar" data-theirs={kindOf(row.key) === 'competitor' || undefined}><i style={{ width: `${whole === 0 ? 0 : (100 * row.figure.cases) / whole}%` }} /></span>
                  <b>{formatNumber(locale, row.figure.cases)} · {share(row.figure.cases)}</b>
                  <ChangeWords definition={definition} now={row.figure} before={row.compared} />
                </button>
              </li>
            );
          })}
        </ul>
      )}
      <p className="help">{t('whoseHelp')}</p>
    </section>
  );
}

/** All figures of both times side by side: before a day and after it, or this time and the one it is compared with. */
export function Compared({ definitions, chosen }: PartProps) {
  const t = useStrings(insightStrings);
  const r = useStrings(reportStrings);
  const locale = useLocale();
  const { data } = useReport(chosen, 'mentions');
  const before = data?.compared;
  return (
    <section className="card rep-wide" aria-label={t('compared')}>
      <header><h2>{t('compared')}</h2></header>
      <div className="rep-t" tabIndex={0} role="region" aria-label={t('compared')}>
        <table className="tbl">
          <thead><tr><th scope="col">{r('figure')}</th><th scope="col" className="num">{before == null ? '' : daysWords(locale, before.from, before.to)}</th><th scope="col" className="num">{daysWords(locale, chosen.from, chosen.to)}</th><th scope="col" className="num">{t('changed')}</th></tr></thead>
          <tbody>{shown.map((measure) => { const definition = definitionOf(definitions, measure); return definition === undefined ? null : <ComparedRow key={measure} definition={definition} chosen={chosen} />; })}</tbody>
        </table>
      </div>
    </section>
  );
}

function ComparedRow({ definition, chosen }: Pick<PartProps, 'chosen'> & { definition: ReportDefinition }) {
  const locale = useLocale();
  const { data } = useReport(chosen, definition.key);
  const before = data?.compared?.total ?? null;
  return <tr><th scope="row">{definition.name[locale]}</th><td className="num">{valueWords(locale, definition.unit, before?.value ?? null)}</td><td className="num">{valueWords(locale, definition.unit, data?.total.value ?? null)}</td><td className="num">{data !== undefined && <ChangeWords definition={definition} now={data.total} before={before} />}</td></tr>;
}

/** Printed in full, so that nobody has to ask what a number means. */
export function Formulas({ definitions }: { definitions: ReportDefinitions }) {
  const t = useStrings(insightStrings);
  const locale = useLocale();
  return (
    <section className="card rep-wide" aria-label={t('formulas')}>
      <header><h2>{t('formulas')}</h2></header>
      <dl className="ins-f">{definitions.items.map(({ key, name, counted }) => <div key={key}><dt>{name[locale]}</dt><dd>{counted[locale]}</dd></div>)}</dl>
      <p className="help">{t('forgotten')}</p>
    </section>
  );
}
