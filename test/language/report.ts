import { matterOf, moodOf } from '@kontuar/language';
import { accuracy, allMessages, coverageFigures, inflectionFigures, languageFigures, languages, macroF1, matterFigures, moodFigures, questionFigures, scores, surveyFigures, type Figures } from './figures';
import type { SetName } from './sets';

const percent = (value: number) => `${(value * 100).toFixed(1)} %`;

function table(figures: Figures): string {
  const given = [...new Set([...figures.confusion.keys(), ...[...figures.confusion.values()].flatMap((row) => [...row.keys()])])];
  const shown = given.length <= 8;
  const rows = scores(figures).map(({ label, precision, recall, f1, count }) => {
    const row = figures.confusion.get(label);
    return `| ${[label, count, percent(precision), percent(recall), percent(f1), ...(shown ? given.map((one) => row?.get(one) ?? 0) : [])].join(' | ')} |`;
  });
  const heads = ['expected', 'cases', 'precision', 'recall', 'F1', ...(shown ? given.map((one) => `given ${one}`) : [])];
  return [`### ${figures.title}: ${percent(accuracy(figures))} right${figures.title.startsWith('matter') ? `, macro F1 ${percent(macroF1(figures))}` : ''}`, '', `| ${heads.join(' | ')} |`, `|${' --- |'.repeat(heads.length)}`, ...rows, ''].join('\n');
}

/** Microseconds for the messages of the sets, warm. */
function timed(work: (text: string) => unknown): number {
  const texts = allMessages('evaluation');
  for (let round = 0; round < 5; round++) texts.forEach(work);
  const startedAt = process.hrtime.bigint();
  for (let round = 0; round < 10; round++) texts.forEach(work);
  return Number(process.hrtime.bigint() - startedAt) / 1000 / texts.length / 10;
}

/** What `npm run evaluate` prints; `withMistakes` lists what was judged wrong. */
export function report(set: SetName, withMistakes: boolean): string {
  const all = [...languages.map((language) => moodFigures(set, language)), ...languages.map((language) => matterFigures(set, language)), languageFigures(set), ...languages.map((language) => questionFigures(set, language)), ...languages.map((language) => coverageFigures(set, language)), ...(set !== 'unseen' ? [inflectionFigures(set)] : []), ...(set === 'evaluation' ? [] : languages.map((language) => surveyFigures(set, language)))];
  const parts = all.map((figures) => table(figures) + (withMistakes ? `\n${figures.wrong.map((line) => `- ${line}`).join('\n')}\n` : ''));
  return [`## ${set}`, '', ...parts].join('\n');
}

export const speed = (): string => `mood and language of a message: ${timed((text) => moodOf(text)).toFixed(1)} µs; matter: ${timed((text) => matterOf(text)).toFixed(1)} µs`;
