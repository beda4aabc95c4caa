import type { Report } from '@kontuar/contract';
import { footers } from '../cases/letter-pdf';
import { openPaper, printable, toBytes, type Paper } from '../cases/paper';
import { inTime } from './compile';
import { drawChart } from './paper-chart';
import { narrowedWords, type ReportSheet, type SheetSection } from './report-sheet';
import { changeWords, dayWords, filled, groupWords, momentWords, numberWords, sheetWords, valueWords } from './report-words';

/** Rows of one table on paper; the file for spreadsheets holds them all. */
const MOST_ROWS = 40;

/** The figures on paper, readable without colour: what is counted, in which days, for what, and how, stands beside each. */
export function reportPdf(sheet: ReportSheet): Promise<Buffer> {
  const { locale, zone } = sheet;
  const t = sheetWords[locale];
  const title = `${t.title}: ${printable(sheet.workspace)}`;
  const paper = openPaper({ title, author: printable(sheet.workspace), locale, at: sheet.at });
  const whole = paper.struct('Document');
  paper.addStructure(whole);
  const say = (words: string, tag = 'P') => { whole.add(paper.struct(tag, {}, () => { paper.text(printable(words), paper.page.margins.left); })); };
  const days = `${dayWords(locale, sheet.from)} – ${dayWords(locale, sheet.to)}`;
  paper.font('bold').fontSize(16);
  say(title, 'H1');
  paper.font('bold').fontSize(11);
  say(days);
  paper.font('regular').fontSize(9.5);
  say(`${filled(t.days, { zone })}. ${t[sheet.clock]}. ${narrowedWords(sheet)}.`);
  if (sheet.compared !== null) say(`${filled(t.compared, { from: dayWords(locale, sheet.compared.from), to: dayWords(locale, sheet.compared.to) })}.`);
  say(`${filled(t.made, { at: momentWords(locale, sheet.at, zone), by: sheet.by })}.`);
  if (sheet.catchingUp) say(t.catchingUp);
  paper.moveDown(1);
  if (sheet.sections.length > 1) {
    paper.font('bold').fontSize(12.5);
    say(t.figures, 'H2');
    paper.moveDown(0.4);
    table(paper, whole, [t.figure, t.value, t.nineInTen, t.cases, ...(sheet.compared === null ? [] : [t.before, t.change])], sheet.sections.map((section) => figureLine(sheet, section)));
  }
  for (const section of sheet.sections) {
    paper.moveDown(1.2);
    // A heading does not stand alone at the foot of a page.
    if (paper.y > paper.page.height - paper.page.margins.bottom - 240) paper.addPage();
    part(paper, whole, sheet, section);
  }
  whole.end();
  footers(paper, (page, of) => `${title} · ${days} · ${page}/${of}`);
  return toBytes(paper);
}

function figureLine(sheet: ReportSheet, { measure, total }: SheetSection): string[] {
  const { locale } = sheet;
  const { total: now, compared } = total;
  const value = valueWords(locale, measure.unit, now.value);
  return [
    measure.unit === 'duration' ? `${measure.name[locale]} (${sheetWords[locale].median})` : measure.name[locale], value, now.p90 === null ? '' : valueWords(locale, measure.unit, now.p90), casesWords(sheet, now),
    ...(sheet.compared === null ? [] : [valueWords(locale, measure.unit, compared?.total.value ?? null), changeWords(locale, measure.unit, now, compared?.total ?? null)]),
  ];
}

const casesWords = ({ locale }: ReportSheet, { cases, whole }: Report['total']): string => (whole === null ? numberWords(locale, cases) : `${numberWords(locale, cases)} / ${numberWords(locale, whole)}`);

function part(paper: Paper, whole: PDFKit.PDFStructureElement, sheet: ReportSheet, section: SheetSection): void {
  const { measure, total, apart } = section;
  const { locale } = sheet;
  const t = sheetWords[locale];
  const left = paper.page.margins.left;
  const say = (words: string, tag = 'P') => { whole.add(paper.struct(tag, {}, () => { paper.text(printable(words), left); })); };
  paper.font('bold').fontSize(12.5);
  say(measure.name[locale], 'H2');
  paper.font('regular').fontSize(9).fillColor('#333');
  say(measure.counted[locale]);
  paper.fillColor('#000').moveDown(0.5);
  if (total.total.cases === 0 && (total.total.whole ?? 0) === 0) {
    paper.fontSize(9.5);
    say(t.nothing);
    return;
  }
  for (const report of apart) {
    if (inTime.has(report.by) && report.rows.length > 1) drawChart(paper, whole, sheet, measure, report);
    else rowsTable(paper, whole, sheet, section, report);
  }
}

function rowsTable(paper: Paper, whole: PDFKit.PDFStructureElement, sheet: ReportSheet, { measure }: SheetSection, report: Report): void {
  const { locale, name, compared } = sheet;
  const t = sheetWords[locale];
  if (report.rows.length === 0) return;
  const lines = report.rows.slice(0, MOST_ROWS).map(({ key, name: called, figure, compared: before }) => [
    measure.key === 'claims' && report.by === 'spread' ? filled(t.dayOfClaim, { day: key ?? '' }) : called ?? name(report.by, key), valueWords(locale, measure.unit, figure.value), figure.p90 === null ? '' : valueWords(locale, measure.unit, figure.p90), casesWords(sheet, figure),
    ...(compared === null ? [] : [valueWords(locale, measure.unit, before?.value ?? null), changeWords(locale, measure.unit, figure, before)]),
  ]);
  table(paper, whole, [groupWords[locale][report.by], measure.unit === 'duration' ? t.median : t.value, t.nineInTen, t.cases, ...(compared === null ? [] : [t.before, t.change])], lines);
  if (report.rows.length > MOST_ROWS) whole.add(paper.struct('P', {}, () => { paper.fontSize(8.5).text(filled(t.more, { count: report.rows.length - MOST_ROWS }), paper.page.margins.left); }));
}

/** The first column takes what the others leave; a line between rows, since there is no colour to tell them apart. */
function table(paper: Paper, whole: PDFKit.PDFStructureElement, head: readonly string[], lines: readonly (readonly string[])[]): void {
  const { left, right } = paper.page.margins;
  const width = paper.page.width - left - right;
  const narrow = head.length > 4 ? 62 : 78;
  const first = width - narrow * (head.length - 1);
  const element = paper.struct('Table');
  whole.add(element);
  const line = (values: readonly string[], isHead: boolean) => {
    paper.font(isHead ? 'bold' : 'regular').fontSize(8.5);
    const height = Math.max(...values.map((value, index) => paper.heightOfString(value === '' ? ' ' : value, { width: (index === 0 ? first : narrow) - 6 }))) + 5;
    if (paper.y + height > paper.page.height - paper.page.margins.bottom) paper.addPage();
    const top = paper.y;
    const row = paper.struct('TR');
    element.add(row);
    values.forEach((value, index) => {
      const at = index === 0 ? left : left + first + narrow * (index - 1);
      row.add(paper.struct(isHead ? 'TH' : 'TD', {}, () => { paper.text(value === '' ? ' ' : printable(value), at, top, { width: (index === 0 ? first : narrow) - 6, align: index === 0 ? 'left' : 'right' }); }));
    });
    row.end();
    paper.markContent('Artifact', { type: 'Layout' });
    paper.moveTo(left, top + height - 2.5).lineTo(left + width - 6, top + height - 2.5).lineWidth(isHead ? 0.8 : 0.3).strokeColor('#777').stroke();
    paper.endMarkedContent();
    paper.x = left;
    paper.y = top + height;
  };
  line(head, true);
  for (const values of lines) line(values, false);
  element.end();
  paper.moveDown(0.6);
}
