import { kinOf } from './kin';
import { nearest } from './near';
import { leadsNowhere, wordsOf, type ArticleLanguage, type ArticleWord } from './stem';

/** `of`: how many articles have the stem, where the store did not tell all of them. */
export interface Posting { articleId: string; word: string; stem: string; weight: number; of?: number }
/** Where the words of the articles are kept. */
export interface WordStore {
  byStems(stems: readonly string[]): Promise<Posting[]>;
  byBeginning(beginning: string): Promise<Posting[]>;
  /** Words that look alike; too many does no harm. */
  alike(word: string): Promise<ArticleWord[]>;
  articles(): Promise<number>;
}
export interface Wish {
  /** The last word is still being typed. */
  typing?: boolean;
  /** A message rather than a question to a search field: most of its words lead nowhere, and nothing is better than something. */
  isMessage?: boolean;
}
export interface Found { articleId: string; score: number }

/** A message tells its matter early, and long ones cost no more. */
const MOST_TERMS = 24;
const SAME_WORD = 1;
const SAME_STEM = 0.9;
const BEGINNING = 0.7;
const SLIP = 0.55;
const KIN = 0.4;
/** Of what the words of a wish could say, so much must be said by an article. */
const LEAST = 0.05;
const LEAST_OF_MESSAGE = 5;
/** On a shelf of two no word is rare; it is taken for a larger one. */
const FEW = 20;

/** The best first. In its title before in its text, the same word before a form of it, a form before a slip or a word of the same kind. */
export async function findArticles(store: WordStore, text: string, language: ArticleLanguage, { typing = false, isMessage = false }: Wish = {}): Promise<Found[]> {
  const all = wordsOf(text.slice(0, 2000), language);
  const said = all.filter(({ word }) => !leadsNowhere(word));
  const terms = [...new Map((said.length > 0 || isMessage ? said : all).map((term) => [term.stem, term])).values()].slice(0, MOST_TERMS);
  if (terms.length === 0) return [];
  const stems = new Set(terms.flatMap(({ stem }) => [stem, ...kinOf(stem, language)]));
  const [postings, articles] = await Promise.all([store.byStems([...stems]), store.articles()]);
  const total = Math.max(articles, FEW);
  const byStem = new Map<string, Posting[]>();
  for (const posting of postings) {
    const known = byStem.get(posting.stem);
    if (known === undefined) byStem.set(posting.stem, [posting]);
    else known.push(posting);
  }
  const last = typing ? all.at(-1) : undefined;

  const scores = new Map<string, { score: number; terms: number; strong: number }>();
  let possible = 0;
  for (const term of terms) {
    const hits = new Map<string, number>();
    const take = (found: readonly Posting[], strength: number): void => {
      for (const { articleId, weight, word } of found) {
        const value = weight * (word === term.word ? SAME_WORD : strength);
        if (value > (hits.get(articleId) ?? 0)) hits.set(articleId, value);
      }
    };
    take(byStem.get(term.stem) ?? [], SAME_STEM);
    if (term.stem === last?.stem && term.word.length >= 2) take(await store.byBeginning(term.word), BEGINNING);
    if (hits.size === 0 && !isMessage) {
      const near = nearest(term, await store.alike(term.word));
      take(near.length === 0 ? [] : await store.byStems([...new Set(near.map(({ found }) => found.stem))]), SLIP);
    }
    // Rare words decide; how rare is told by those who have the word itself.
    const rarityOf = (count: number): number => Math.log(1 + (total - count + 0.5) / (count + 0.5));
    const inAll = byStem.get(term.stem)?.[0]?.of ?? 0;
    const own = hits.size;
    const rarity = rarityOf(Math.min(total, Math.max(own, inAll)));
    for (const kin of kinOf(term.stem, language)) take(byStem.get(kin) ?? [], KIN);
    const worth = own > 0 ? rarity : rarityOf(hits.size);
    // A word that no article has says nothing against those that have the others.
    if (hits.size > 0) possible += worth * 6;
    for (const [articleId, value] of hits) {
      const known = scores.get(articleId) ?? { score: 0, terms: 0, strong: 0 };
      scores.set(articleId, { score: known.score + value * worth, terms: known.terms + 1, strong: known.strong + (value >= 3 ? 1 : 0) });
    }
  }
  return [...scores]
    // Whoever names more of what was asked for comes first.
    .map(([articleId, { score, terms: met, strong }]) => ({ articleId, met, strong, score: score * (isMessage ? 1 : 0.5 + (0.5 * met) / terms.length) }))
    .filter(({ score, met, strong }) => (isMessage ? score >= LEAST_OF_MESSAGE && strong > 0 && (met > 1 || terms.length <= 2) : score >= LEAST * possible))
    .sort((a, b) => b.score - a.score || (a.articleId < b.articleId ? -1 : 1))
    .map(({ articleId, score }) => ({ articleId, score }));
}
