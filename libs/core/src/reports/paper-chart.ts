import type { Report, ReportRow } from '@kontuar/contract';
import { printable, type Paper } from '../cases/paper';
import type { Measure } from './measure';
import type { ReportSheet } from './report-sheet';
import { filled, hourWords, sheetWords, shortDay, valueWords } from './report-words';

const HEIGHT = 130;
const BELOW = 16;
const LABEL = 54;
const LABELS = 7;

/** Over time, in black and grey: of durations a full line (the median) and a broken one (nine in ten), each named where it ends; of all else bars. What is not known is a gap. */
export function drawChart(paper: Paper, whole: PDFKit.PDFStructureElement, sheet: ReportSheet, measure: Measure, report: Report): void {
  const { rows } = report;
  const { locale, zone } = sheet;
  const { left: edge, right, bottom } = paper.page.margins;
  if (paper.y + HEIGHT + BELOW > paper.page.height - bottom) paper.addPage();
  const top = paper.y + 4;
  const words = (value: number | null) => valueWords(locale, measure.unit, value);
  const banded = measure.unit === 'duration';
  const left = edge + LABEL;
  const end = paper.page.width - right - (banded ? 46 : 4);
  const wide = (end - left) / Math.max(1, rows.length);
  const most = Math.max(...rows.map(({ figure }) => figure.p90 ?? figure.value ?? 0), measure.unit === 'score' ? 5 : 0) || 1;
  const x = (index: number) => left + wide * (index + 0.5);
  // A difference may be less than nothing: then as much stands below the line as above it.
  const least = rows.some(({ figure }) => (figure.value ?? 0) < 0) ? -Math.max(most, ...rows.map(({ figure }) => Math.abs(figure.value ?? 0))) : 0;
  const highest = least < 0 ? -least : most;
  const y = (value: number) => top + HEIGHT * ((highest - value) / (highest - least));
  const name = (key: string | null) => (report.by === 'hour' ? hourWords(locale, new Date(key ?? ''), zone) : shortDay(locale, key ?? ''));

  const draw = () => {
    paper.font('regular').fontSize(7.5).fillColor('#333');
    for (const mark of (least < 0 ? [-1, -0.5, 0, 0.5, 1] : [0, 1 / 3, 2 / 3, 1]).map((step) => highest * step)) {
      paper.moveTo(left, y(mark)).lineTo(end, y(mark)).lineWidth(mark === 0 ? 0.8 : 0.3).strokeColor('#888').stroke();
      paper.text(words(measure.unit === 'count' ? Math.round(mark) : mark), edge, y(mark) - 5, { width: LABEL - 6, align: 'right', lineBreak: false });
    }
    const every = Math.max(1, Math.ceil(rows.length / LABELS));
    rows.forEach(({ key }, index) => {
      if (index % every === 0) paper.text(name(key), x(index) - 30, top + HEIGHT + 4, { width: 60, align: 'center', lineBreak: false });
    });
    if (banded) lines(paper, rows, { x, y }, { at: end + 4, median: sheetWords[locale].median, nineInTen: sheetWords[locale].nineInTen });
    else rows.forEach(({ figure }, index) => { if (figure.value !== null) paper.rect(x(index) - wide * 0.36, y(Math.max(0, figure.value)), wide * 0.72, Math.abs(y(0) - y(figure.value))).fill('#444'); });
    paper.fillColor('#000');
  };
  const values = rows.flatMap(({ figure }) => figure.value ?? []);
  const alt = filled(sheetWords[locale].chart, { name: measure.name[locale], spans: rows.length, least: words(values.length === 0 ? null : Math.min(...values)), most: words(values.length === 0 ? null : Math.max(...values)), last: words(values.at(-1) ?? null) });
  whole.add(paper.struct('Figure', { alt: printable(alt) }, draw));
  paper.x = edge;
  paper.y = top + HEIGHT + BELOW + 8;
}

interface Places { x: (index: number) => number; y: (value: number) => number }

function lines(paper: Paper, rows: readonly ReportRow[], { x, y }: Places, ends: { at: number; median: string; nineInTen: string }): void {
  const line = (of: 'value' | 'p90', width: number) => {
    let drawing = false;
    rows.forEach(({ figure }, index) => {
      const value = figure[of];
      if (value !== null) {
        if (drawing) paper.lineTo(x(index), y(value));
        else paper.moveTo(x(index), y(value));
      }
      drawing = value !== null;
    });
    paper.lineWidth(width).strokeColor(of === 'value' ? '#000' : '#555').stroke();
  };
  paper.dash(3, { space: 2.5 });
  line('p90', 0.9);
  paper.undash();
  line('value', 1.4);
  // A span between two gaps has no line: its dots show it.
  rows.forEach(({ figure }, index) => {
    if (figure.p90 !== null) paper.circle(x(index), y(figure.p90), 1.5).lineWidth(0.7).fillAndStroke('#fff', '#555');
    if (figure.value !== null) paper.circle(x(index), y(figure.value), 1.5).fill('#000');
  });
  const last = rows.findLast(({ figure }) => figure.value !== null)?.figure;
  if (last?.value == null) return;
  const median = y(last.value) - 4;
  paper.fillColor('#000').text(ends.median, ends.at, median, { lineBreak: false });
  paper.fillColor('#555').text(ends.nineInTen, ends.at, Math.min(y(last.p90 ?? last.value) - 4, median - 10), { lineBreak: false });
}
