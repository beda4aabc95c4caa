import { leadsNowhere, wordsOf, type ArticleLanguage } from './stem';

export interface ArticleParts { title: string; keywords: readonly string[]; summary: string; headings: readonly string[]; body: string }
/** A word of an article as it is kept for searching: how much it speaks for the article. */
export interface IndexedWord { word: string; stem: string; weight: number }

const TITLE = 6;
const KEYWORD = 5;
const HEADING = 3;
const SUMMARY = 2;
/** A word that stands often says more, but never as much as the title. */
const BODY = 2;
/** A book is no article; and a table of words has an end. */
const MOST_WORDS = 3000;

/** Each word once. Time and size are bounded whatever the article is. */
export function indexWords({ title, keywords, summary, headings, body }: ArticleParts, language: ArticleLanguage): IndexedWord[] {
  const found = new Map<string, { stem: string; said: number; part: number }>();
  const add = (text: string, part: number): void => {
    for (const { word, stem } of wordsOf(text, language)) {
      const known = found.get(word);
      if (known === undefined) { if (found.size < MOST_WORDS) found.set(word, { stem, said: part === 0 ? 1 : 0, part }); } else if (part === 0) known.said += 1;
      else known.part = Math.max(known.part, part);
    }
  };
  add(title, TITLE);
  for (const keyword of keywords) add(keyword, KEYWORD);
  for (const heading of headings) add(heading, HEADING);
  add(summary, SUMMARY);
  add(body, 0);
  return [...found].filter(([word]) => !leadsNowhere(word)).map(([word, { stem, said, part }]) => ({ word, stem, weight: Math.round((part + (BODY * said) / (said + 1.5)) * 100) / 100 }));
}
