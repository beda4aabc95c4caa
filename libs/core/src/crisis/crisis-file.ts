import type { CrisisEntry, CrisisFileQuery, CrisisRoom, Locale } from '@kontuar/contract';
import { footers } from '../cases/letter-pdf';
import { openPaper, printable, toBytes, type Paper } from '../cases/paper';
import { safeCell } from '../imports/csv-shape';
import { filled, momentWords, numberWords } from '../reports/report-words';
import { crisisFileWords } from './crisis-file-words';

export interface CrisisFileFacts { room: CrisisRoom; workspace: string; zone: string; locale: Locale; at: Date; by: string; nameOf: (what: 'channel' | 'team' | 'member' | 'matter', key: string) => string }
export interface CrisisFile { name: string; contentType: string; content: Buffer }

/** The room to take along: what happened, in its order, for whoever has to account for it. */
export async function crisisFile(facts: CrisisFileFacts, format: CrisisFileQuery['format']): Promise<CrisisFile> {
  const name = `${facts.locale === 'pl' ? 'kryzys' : 'crisis'}-${facts.room.crisis.beganAt.slice(0, 10)}.${format}`;
  return format === 'csv' ? { name, contentType: 'text/csv; charset=utf-8', content: crisisCsv(facts) } : { name, contentType: 'application/pdf', content: await crisisPdf(facts) };
}

const actOf = (entry: CrisisEntry, { locale, nameOf }: CrisisFileFacts): string => {
  const t = crisisFileWords[locale];
  const { kind, alert, held } = entry;
  if (alert !== null) {
    const words = filled(t.alert, { count: alert.count, minutes: alert.windowMinutes, name: alert.kind === 'matter' ? nameOf('matter', alert.name) : alert.name, usual: numberWords(locale, alert.usual, { maximumFractionDigits: 1 }) });
    return kind === 'taken' || kind === 'calmed' ? `${t.says[kind]} (${words})` : words;
  }
  if (held !== null) return filled(t.did[held.act], { count: held.count });
  return kind === 'alert' || kind === 'released' || kind === 'decided' ? t.kinds[kind] : t.says[kind];
};
const textOf = ({ kind, text, alert }: CrisisEntry, { locale }: CrisisFileFacts): string => (kind === 'alert' ? (alert?.words.join(', ') ?? '') : kind === 'scope' && text === '' ? crisisFileWords[locale].everything : text);
const whoOf = ({ by }: CrisisEntry, { locale }: CrisisFileFacts): string => by?.name ?? crisisFileWords[locale].system;

/** As spreadsheets sort it; the zone stands beside it. */
const stamp = (at: string, zone: string): string => new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: zone }).format(new Date(at));

function crisisCsv(facts: CrisisFileFacts): Buffer {
  const { room, zone, locale, nameOf } = facts;
  const t = crisisFileWords[locale];
  const lines = room.entries.map((entry) => [
    stamp(entry.at, zone), zone, t.kinds[entry.kind], whoOf(entry, facts), actOf(entry, facts), textOf(entry, facts), entry.task?.assigneeId == null ? '' : nameOf('member', entry.task.assigneeId), entry.task?.doneAt == null ? '' : stamp(entry.task.doneAt, zone),
  ]);
  // A mark without which spreadsheets guess the letters wrong; semicolons where commas are decimal.
  return Buffer.from(`\uFEFF${[t.columns, ...lines].map((line) => line.map(safeCell).join(locale === 'pl' ? ';' : ',')).join('\r\n')}\r\n`, 'utf8');
}

function crisisPdf(facts: CrisisFileFacts): Promise<Buffer> {
  const { room: { crisis, counts, held, entries }, workspace, zone, locale, at, by, nameOf } = facts;
  const t = crisisFileWords[locale];
  const title = `${t.title}: ${printable(crisis.reason)}`;
  const paper = openPaper({ title, author: printable(workspace), locale, at });
  const whole = paper.struct('Document');
  paper.addStructure(whole);
  const moment = (when: string) => momentWords(locale, new Date(when), zone);
  const say = (words: string, tag = 'P') => { whole.add(paper.struct(tag, {}, () => { paper.text(printable(words), paper.page.margins.left); })); };
  const head = (words: string) => {
    paper.moveDown(1);
    // A heading does not stand alone at the foot of a page.
    if (paper.y > paper.page.height - paper.page.margins.bottom - 90) paper.addPage();
    paper.font('bold').fontSize(12.5);
    say(words, 'H2');
    paper.font('regular').fontSize(9.5).moveDown(0.4);
  };
  paper.font('bold').fontSize(16);
  say(title, 'H1');
  paper.font('regular').fontSize(9.5).moveDown(0.3);
  say(`${workspace}, ${crisis.endedAt === null ? filled(t.goesOn, { from: moment(crisis.beganAt) }) : filled(t.fromTo, { from: moment(crisis.beganAt), to: moment(crisis.endedAt) })}`);
  const places = [...crisis.channelIds.map((id) => nameOf('channel', id)), ...crisis.teamIds.map((id) => nameOf('team', id))];
  say(`${filled(t.concerns, { names: places.length === 0 ? t.everything : places.join(', ') })}.`);
  say(filled(t.counts, { ...counts }));
  if (held.due > 0) say(filled(t.held, { due: held.due }));
  say(`${filled(t.zone, { zone })}. ${filled(t.made, { at: moment(at.toISOString()), by })}.`);
  const said = [crisis.statement.en, crisis.statement.pl].filter((words) => words !== '');
  if (said.length > 0) {
    head(t.statement);
    for (const words of said) say(words);
  }
  const tasks = entries.filter(({ kind }) => kind === 'task');
  if (tasks.length > 0) {
    head(t.tasks);
    list(paper, whole, tasks.map(({ text, task }) => [`${text}${task?.assigneeId == null ? '' : ` (${filled(t.forWhom, { name: nameOf('member', task.assigneeId) })})`}: ${task?.doneAt == null ? t.open : filled(t.doneAt, { at: moment(task.doneAt) })}`]));
  }
  head(t.timeline);
  list(paper, whole, entries.map((entry) => [
    `${stamp(entry.at, zone)}  ${whoOf(entry, facts)}  ${actOf(entry, facts)}${entry.task?.assigneeId == null ? '' : `, ${filled(t.forWhom, { name: nameOf('member', entry.task.assigneeId) })}`}`, textOf(entry, facts),
  ]));
  whole.end();
  footers(paper, (page, of) => `${title.length > 90 ? `${title.slice(0, 89)}…` : title} · ${page}/${of}`);
  return toBytes(paper);
}

/** Each with its first line in bold where there are more. */
function list(paper: Paper, whole: PDFKit.PDFStructureElement, items: readonly (readonly string[])[]): void {
  const { left } = paper.page.margins;
  const element = paper.struct('L');
  whole.add(element);
  for (const [first = '', ...more] of items) {
    const rest = more.filter((words) => words !== '');
    const item = paper.struct('LI');
    element.add(item);
    item.add(paper.struct('LBody', {}, () => {
      paper.font(more.length > 0 ? 'bold' : 'regular').fontSize(9.5).text(printable(first), left);
      paper.font('regular');
      for (const words of rest) paper.text(printable(words), left + 12);
    }));
    item.end();
    paper.x = left;
    paper.moveDown(0.35);
  }
  element.end();
}
