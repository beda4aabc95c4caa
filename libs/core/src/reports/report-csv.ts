import type { ReportFigure } from '@kontuar/contract';
import { safeCell } from '../imports/csv-shape';
import type { ReportSheet } from './report-sheet';
import { bareNumber, groupWords, sheetWords, unitWords } from './report-words';

/** A line for each figure and each of its rows, with everything that it means on the same line: nothing is lost when somebody sorts, filters or pastes. */
export function reportCsv(sheet: ReportSheet): Buffer {
  const { locale } = sheet;
  const t = sheetWords[locale];
  const heads = [t.figure, t.apart, t.key, t.row, t.value, t.unit, t.nineInTen, t.cases, t.whole, t.before, t.casesBefore, t.from, t.to, t.zone, t.clock, t.filter, t.comparedFrom, t.comparedTo, t.counted];
  const lines: string[][] = [heads];
  for (const { measure, total, apart } of sheet.sections) {
    const number = (value: number | null | undefined) => bareNumber(locale, measure.unit, value ?? null);
    const line = (group: string, key: string, row: string, figure: ReportFigure, before: ReportFigure | null) => lines.push([
      measure.name[locale], group, key, row, number(figure.value), unitWords[locale][measure.unit], number(figure.p90), String(figure.cases), figure.whole === null ? '' : String(figure.whole), number(before?.value), before === null ? '' : String(before.cases),
      sheet.from, sheet.to, sheet.zone, measure.hasClock === true ? t[sheet.clock] : '', sheet.filter, sheet.compared?.from ?? '', sheet.compared?.to ?? '', measure.counted[locale],
    ]);
    line('', '', t.total, total.total, total.compared?.total ?? null);
    for (const { by, rows } of apart) for (const { key, name, figure, compared } of rows) line(groupWords[locale][by], key ?? '', name ?? sheet.name(by, key), figure, compared);
  }
  // A mark without which spreadsheets guess the letters wrong; semicolons where commas are decimal.
  const separator = locale === 'pl' ? ';' : ',';
  return Buffer.from(`\uFEFF${lines.map((line) => line.map(safeCell).join(separator)).join('\r\n')}\r\n`, 'utf8');
}
