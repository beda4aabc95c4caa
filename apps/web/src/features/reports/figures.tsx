import { ArrowDown, ArrowUp } from 'lucide';
import type { ReportDefinition, ReportDefinitions, ReportFigure, ReportMeasure } from '@kontuar/contract';
import { formatNumber, useLocale, useStrings } from '../../i18n';
import { Icon, Popover, Skeleton, VisuallyHidden } from '../../ui';
import { changeOf, durationWords, valueWords } from './figure-words';
import { definitionOf, useReport, type Behind, type Chosen } from './report-context';
import { reportStrings } from './reports.strings';

export interface PartProps { definitions: ReportDefinitions; chosen: Chosen; onBehind: (behind: Behind) => void }

const shown: readonly ReportMeasure[] = ['first-reply', 'resolution', 'backlog', 'promises', 'satisfaction', 'reopened'];

/** The six figures that matter most; the one that is pressed is drawn over time. */
export function Figures({ definitions, chosen, onMeasure }: PartProps & { onMeasure: (measure: ReportMeasure) => void }) {
  return (
    <ul className="kpis">
      {shown.map((measure) => {
        const definition = definitionOf(definitions, measure);
        return definition === undefined ? null : <Figure key={measure} definition={definition} chosen={chosen} onMeasure={onMeasure} />;
      })}
    </ul>
  );
}

function Figure({ definition, chosen, onMeasure }: { definition: ReportDefinition; chosen: Chosen; onMeasure: (measure: ReportMeasure) => void }) {
  const t = useStrings(reportStrings);
  const locale = useLocale();
  const { data } = useReport(chosen, definition.key);
  const on = chosen.measure === definition.key;
  const median = definition.unit === 'duration' ? `, ${t('median')}` : '';
  return (
    <li className="kpi" data-on={on ? '' : undefined}>
      <button type="button" aria-pressed={on} onClick={() => onMeasure(definition.key)}>
        <span className="kpi-t">{definition.name[locale]}{median}</span>
        {data === undefined ? <Skeleton width="60%" height={24} /> : (
          <>
            <span className="kpi-v">{valueWords(locale, definition.unit, data.total.value)}{definition.unit === 'score' && data.total.value !== null && <small> / 5</small>}</span>
            <ChangeWords definition={definition} now={data.total} before={data.compared?.total ?? null} />
            <span className="kpi-n">{beside(definition, data.total, t, (value) => formatNumber(locale, value))}</span>
          </>
        )}
      </button>
    </li>
  );
}

/** The line below a figure: how wide it spreads, or of how many it is. */
function beside({ unit, key }: ReportDefinition, figure: ReportFigure, t: ReturnType<typeof useStrings<typeof reportStrings.en>>, number: (value: number) => string): string {
  if (unit === 'duration') return figure.p90 === null ? t('cases', { count: figure.cases }) : t('nineWithin', { time: durationWords(figure.p90) });
  if (key === 'reopened') return `${t('ofCases', { part: number(figure.cases), whole: number(figure.whole ?? 0) })}, ${t('thanks', { count: figure.parts?.[0] ?? 0 })}`;
  if (unit === 'score' && figure.whole === null) return t('cases', { count: figure.cases });
  if (unit === 'score') return t('ofAsked', { part: number(figure.cases), whole: number(figure.whole ?? 0) });
  if (unit === 'share') return t('ofCases', { part: number(figure.cases), whole: number(figure.whole ?? 0) });
  return '';
}

export function ChangeWords({ definition, now, before }: { definition: ReportDefinition; now: ReportFigure; before: ReportFigure | null }) {
  const t = useStrings(reportStrings);
  const change = changeOf(useLocale(), definition, now, before);
  if (change === null) return null;
  const { way, good, words } = change;
  return (
    <span className="kpi-d" data-good={good === null ? undefined : good ? '1' : '0'}>
      {way !== 'same' && <Icon of={way === 'up' ? ArrowUp : ArrowDown} size={12} />}
      {way !== 'same' && words.key !== 'faster' && words.key !== 'slower' && <VisuallyHidden>{t(way)} </VisuallyHidden>}
      {t(words.key, { amount: words.amount })}
    </span>
  );
}

export function HowCounted({ definition }: { definition: ReportDefinition }) {
  const t = useStrings(reportStrings);
  const locale = useLocale();
  return (
    <Popover label={t('howCounted')} className="rep-how" align="end" trigger={<button className="lnk" type="button">{t('howCounted')}</button>}>
      <strong>{definition.name[locale]}</strong>
      <p>{definition.counted[locale]}</p>
    </Popover>
  );
}
