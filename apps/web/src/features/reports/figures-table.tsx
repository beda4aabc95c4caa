import type { Report, ReportDefinition } from '@kontuar/contract';
import { formatNumber, useLocale, useStrings } from '../../i18n';
import { valueWords } from './figure-words';
import { ChangeWords } from './figures';
import { useRowNames } from './report-context';
import { reportStrings } from './reports.strings';

/** The same figures in rows and columns: for whoever reads rather than looks, and where there are too few for a chart. */
export function FiguresTable({ report, definition, onOpen }: { report: Report; definition: ReportDefinition; onOpen: (key: string | null) => void }) {
  const t = useStrings(reportStrings);
  const locale = useLocale();
  const name = useRowNames();
  const lasts = definition.unit === 'duration';
  const whole = report.total.whole !== null;
  return (
    <div className="rep-t" tabIndex={0} role="region" aria-label={definition.name[locale]}>
      <table className="tbl">
        <thead><tr><th scope="col">{t('what')}</th><th scope="col" className="num">{lasts ? t('median') : t('figure')}</th>{lasts && <th scope="col" className="num">{t('nineInTen')}</th>}<th scope="col" className="num">{t('number')}</th>{report.compared !== null && <th scope="col" className="num">{t('before')}</th>}</tr></thead>
        <tbody>
          {report.rows.map(({ key, name: its, figure, compared }) => {
            const called = its ?? name(report.by, key);
            return (
              <tr key={key ?? ''}>
                <th scope="row">{figure.cases === 0 ? called : <button type="button" className="lnk" aria-label={t('show', { what: called })} onClick={() => onOpen(key)}>{called}</button>}</th>
                <td className="num">{valueWords(locale, definition.unit, figure.value)}</td>
                {lasts && <td className="num">{valueWords(locale, definition.unit, figure.p90)}</td>}
                <td className="num">{whole ? t('ofCases', { part: formatNumber(locale, figure.cases), whole: formatNumber(locale, figure.whole ?? 0) }) : formatNumber(locale, figure.cases)}</td>
                {report.compared !== null && <td className="num">{valueWords(locale, definition.unit, compared?.value ?? null)} <ChangeWords definition={definition} now={figure} before={compared} /></td>}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
