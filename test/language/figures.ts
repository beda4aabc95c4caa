import { moodOf } from '@kontuar/language';
import { labelled, lines, type SetName } from './sets';

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

export function languageFigures(set: SetName): Figures {
  const known = languages.flatMap((language) => labelled(set, `mood.${language}.txt`).map(([, text = '']) => ({ expected: language as string, text })));
  const others = labelled(set, 'language.others.txt').map(([language = '', text = '']) => ({ expected: language, text }));
  return confuse('language', [...known, ...others].map((one) => ({ ...one, given: moodOf(one.text).language ?? 'unsure' })));
}

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
