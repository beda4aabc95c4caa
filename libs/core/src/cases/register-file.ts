import type { CaseRow, Locale } from '@kontuar/contract';
import { dayAt } from '../legal-clock/calendar';
import { footers } from './letter-pdf';
import { demandWord, longDay } from './letter-words';
import { openPaper, printable, toBytes } from './paper';

export interface RegisterFacts { rows: readonly CaseRow[]; more: boolean; members: ReadonlyMap<string, string>; workspace: string; timeZone: string; locale: Locale; at: Date; by: string }

const words = {
  en: {
    title: 'Register of claims', made: 'As of', columns: ['Number', 'Matter', 'Customer', 'Subject', 'Product', 'Order', 'Demand', 'Received', 'Due', 'Answered', 'In time', 'Decision', 'State', 'Owner', 'Outcome'], open: 'open', closed: 'closed',
    accepted: 'accepted', partly: 'accepted in part', refused: 'refused', more: 'There are more cases than this file holds: narrow the filter.', late: 'late', yes: 'yes', no: 'no', claim: 'claim', complaint: 'complaint', warranty: 'warranty',
  },
  pl: {
    title: 'Rejestr reklamacji', made: 'Stan na', columns: ['Numer', 'Rodzaj', 'Klient', 'Przedmiot', 'Produkt', 'Zamówienie', 'Żądanie', 'Wpływ', 'Termin', 'Odpowiedź', 'W terminie', 'Decyzja', 'Stan', 'Prowadzi', 'Wynik'], open: 'otwarte', closed: 'zamknięte',
    accepted: 'uznana', partly: 'uznana w części', refused: 'nieuznana', more: 'Zgłoszeń jest więcej, niż mieści plik: zawęź filtr.', late: 'po terminie', yes: 'tak', no: 'nie', claim: 'reklamacja', complaint: 'skarga', warranty: 'gwarancja',
  },
} as const;

function cells(row: CaseRow, { locale, members, timeZone, at }: RegisterFacts): string[] {
  const t = words[locale];
  const matter = row.matter === 'claim' || row.matter === 'complaint' || row.matter === 'warranty' ? t[row.matter] : row.matter;
  const late = row.clock === 'running' && row.dueAt !== null && Date.parse(row.dueAt) <= at.getTime();
  const inTime = row.clock === 'stopped' && row.dueAt !== null && row.stoppedAt !== null ? (row.stoppedAt < row.dueAt ? t.yes : t.no) : late ? t.no : '';
  return [
    row.code, matter, row.contact?.name ?? '', row.subject, row.product, row.orderNumber, row.demand === null ? '' : demandWord(locale, row.demand), row.receivedOn, row.dueOn ?? '',
    row.stoppedAt === null ? (late ? t.late : '') : dayAt(new Date(row.stoppedAt), timeZone), inTime, row.decision === null ? '' : t[row.decision], t[row.state], members.get(row.ownerId ?? '') ?? '', row.outcome,
  ];
}

/** What a spreadsheet would take for a formula begins with a mark that makes it text. */
export const csvField = (value: string): string => {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",;\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** UTF-8 with a mark at its beginning, without which spreadsheets guess wrong; semicolons where commas are decimal. */
export function registerCsv(facts: RegisterFacts): Buffer {
  const separator = facts.locale === 'pl' ? ';' : ',';
  const lines = [[...words[facts.locale].columns], ...facts.rows.map((row) => cells(row, facts))].map((line) => line.map(csvField).join(separator));
  if (facts.more) lines.push(csvField(words[facts.locale].more));
  return Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`, 'utf8');
}

const shown = [0, 1, 2, 3, 6, 7, 8, 9, 10, 11, 12, 13];
const widths = [52, 58, 88, 128, 60, 54, 54, 56, 44, 60, 48, 59];

/** The same rows on paper, with what an auditor looks for; the file for spreadsheets holds all columns. */
export function registerPdf(facts: RegisterFacts): Promise<Buffer> {
  const t = words[facts.locale];
  const paper = openPaper({ title: t.title, author: facts.workspace, locale: facts.locale, at: facts.at, landscape: true });
  const whole = paper.struct('Document');
  paper.addStructure(whole);
  const day = dayAt(facts.at, facts.timeZone);
  whole.add(paper.struct('H1', {}, () => { paper.font('bold').fontSize(15).text(`${t.title}: ${printable(facts.workspace)}`); }));
  whole.add(paper.struct('P', {}, () => { paper.font('regular').fontSize(9).text(`${t.made} ${longDay(facts.locale, day)}, ${printable(facts.by)}`); }));
  paper.moveDown(0.8);
  const table = paper.struct('Table');
  whole.add(table);
  const line = (values: readonly string[], head: boolean) => {
    paper.font(head ? 'bold' : 'regular').fontSize(7.5);
    const height = Math.max(...values.map((value, index) => paper.heightOfString(value === '' ? ' ' : value, { width: (widths[index] ?? 50) - 6 }))) + 5;
    if (paper.y + height > paper.page.height - paper.page.margins.bottom) paper.addPage();
    const top = paper.y;
    const row = paper.struct('TR');
    table.add(row);
    let left = paper.page.margins.left;
    values.forEach((value, index) => {
      const at = left;
      row.add(paper.struct(head ? 'TH' : 'TD', {}, () => { paper.text(value === '' ? ' ' : value, at, top, { width: (widths[index] ?? 50) - 6 }); }));
      left += widths[index] ?? 50;
    });
    row.end();
    paper.x = paper.page.margins.left;
    paper.y = top + height;
  };
  line(shown.map((index) => t.columns[index] ?? ''), true);
  for (const row of facts.rows) {
    const values = cells(row, facts).map(printable);
    line(shown.map((index) => shorten(values[index] ?? '')), false);
  }
  table.end();
  if (facts.more) whole.add(paper.struct('P', {}, () => { paper.moveDown(1).fontSize(9).text(t.more); }));
  whole.end();
  footers(paper, (page, of) => `${t.title} · ${day} · ${page}/${of}`);
  return toBytes(paper);
}

/** One row of a register is no page of its own. */
const shorten = (value: string): string => (value.length > 160 ? `${value.slice(0, 159)}…` : value);
