import { findQuestions, Glossary, matterOf, moodOf, tick } from '@kontuar/language';
import { readAnswer } from '../../libs/core/src/surveys/read-answer';
import { labelled, lines, marked, type SetName } from './sets';

export interface Figures {
  title: string;
  /** Expected → given → how often. */
  confusion: Map<string, Map<string, number>>;
  wrong: string[];
}

export const languages = ['pl', 'en'] as const;
const moods: Record<string, string> = { n: 'negative', 0: 'neutral', p: 'positive' };

function confuse(title: string, cases: Iterable<{ expected: string; given: string; text: string }>): Figures {
  const figures: Figures = { title, confusion: new Map(), wrong: [] };
  for (const { expected, given, text } of cases) {
    const row = figures.confusion.get(expected) ?? new Map<string, number>();
    row.set(given, (row.get(given) ?? 0) + 1);
    figures.confusion.set(expected, row);
    if (expected !== given) figures.wrong.push(`${expected} → ${given}: ${text.replaceAll('\n', ' ⏎ ')}`);
  }
  return figures;
}

export const moodFigures = (set: SetName, language: 'pl' | 'en'): Figures =>
  confuse(`mood, ${language}`, labelled(set, `mood.${language}.txt`).map(([label, text = '']) => ({ expected: moods[label ?? ''] ?? '', given: moodOf(text).label, text })));

/** Expected are the seven that are built in; in the development set also none, which nobody may be told anything of. */
export const matterFigures = (set: SetName, language: 'pl' | 'en'): Figures =>
  confuse(`matter, ${language}`, labelled(set, `matter.${language}.txt`).map(([label = '', text = '']) => ({ expected: label === 'none' ? 'unsure' : label, given: matterOf(text).matter ?? 'unsure', text })));

/** What somebody answers to "how did we do": a number, that they want no more of it, or ('-') a message that somebody has to read. */
export const surveyFigures = (set: 'development' | 'unseen', language: 'pl' | 'en'): Figures =>
  confuse(`answers to a question, ${language}`, lines(set, `survey-answers.${language}.txt`).map((line) => {
    const [expected = ''] = line.split('|');
    const text = line.slice(expected.length + 1);
    const read = readAnswer(text, { kind: 'rating', scale: 'faces' });
    return { expected, given: read === undefined ? '-' : read.kind === 'stop' ? 'stop' : String(read.score), text };
  }));

/** The mean of the F1 of the classes that were expected. */
export function macroF1(figures: Figures): number {
  const all = scores(figures).filter(({ label }) => label !== 'unsure');
  return sum(all.map(({ f1 }) => f1)) / all.length;
}

export function languageFigures(set: SetName): Figures {
  const known = languages.flatMap((language) => labelled(set, `mood.${language}.txt`).map(([, text = '']) => ({ expected: language as string, text })));
  const others = labelled(set, 'language.others.txt').map(([language = '', text = '']) => ({ expected: language, text }));
  return confuse('language', [...known, ...others].map((one) => ({ ...one, given: moodOf(one.text).language ?? 'unsure' })));
}

/** A question counts as found when what was found and what was marked share more than half of both together. */
export function questionFigures(set: SetName, language: 'pl' | 'en'): Figures {
  const figures: Figures = { title: `questions, ${language}`, confusion: new Map(), wrong: [] };
  let [hits, missed, invented] = [0, 0, 0];
  for (const line of lines(set, `questions.${language}.txt`)) {
    const { text, questions } = marked(line);
    const found = findQuestions(text);
    const free = [...found];
    for (const wanted of questions) {
      const at = free.findIndex((one) => overlap(one, wanted) > 0.5);
      if (at >= 0) { free.splice(at, 1); hits += 1; } else missed += 1;
    }
    invented += free.length;
    if (free.length > 0 || found.length - free.length < questions.length) figures.wrong.push(`${line.replaceAll('\n', ' ⏎ ')} → ${found.map((one) => `[${one.text}]`).join(' ')}`);
  }
  figures.confusion.set('question', new Map([['question', hits], ['nothing', missed]]));
  figures.confusion.set('nothing', new Map([['question', invented]]));
  return figures;
}

export const coverageFigures = (set: SetName, language: 'pl' | 'en'): Figures =>
  confuse(`answered by the draft, ${language}`, labelled(set, `coverage.${language}.txt`).map(([expected = '', question = '', draft = '']) => ({ expected, given: tick([question], draft)[0]?.covered === true ? 'yes' : 'no', text: `${question} | ${draft}` })));

/** Forms of Polish trade words that are known; how often the plain word comes back in the same form is seen by giving the word itself as its plain one. */
export function inflectionFigures(set: SetName): Figures {
  return confuse('forms of Polish trade words', labelled(set, 'inflection.pl.txt').flatMap(([term = '', forms = '']) => {
    const glossary = new Glossary([{ id: 't', term, plain: term, language: 'pl' }]);
    return [term, ...forms.split(' ')].map((form) => {
      const [mark] = glossary.marks(form);
      return { expected: 'known, same form offered', given: mark === undefined ? 'unknown' : mark.replacements.includes(form) ? 'known, same form offered' : 'known, another form offered', text: `${form} (${term}) → ${mark?.replacements.join(', ') ?? ''}` };
    });
  }));
}

interface Span { start: number; end: number }
const overlap = (a: Span, b: Span): number => Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start)) / (Math.max(a.end, b.end) - Math.min(a.start, b.start));

export interface Scores { label: string; precision: number; recall: number; f1: number; count: number }

export function scores({ confusion }: Figures): Scores[] {
  return [...confusion.keys()].map((label) => {
    const right = confusion.get(label)?.get(label) ?? 0;
    const count = sum(confusion.get(label)?.values() ?? []);
    const given = sum([...confusion.values()].map((row) => row.get(label) ?? 0));
    const precision = given === 0 ? 1 : right / given;
    const recall = count === 0 ? 1 : right / count;
    return { label, precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall), count };
  });
}

export function accuracy({ confusion }: Figures): number {
  return sum([...confusion].map(([label, row]) => row.get(label) ?? 0)) / sum([...confusion.values()].map((row) => sum(row.values())));
}

export const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
export const allMessages = (set: SetName): string[] => languages.flatMap((language) => [...labelled(set, `mood.${language}.txt`).map(([, text = '']) => text), ...lines(set, `questions.${language}.txt`).map((line) => line.replace(/[[\]]/g, ''))]);
