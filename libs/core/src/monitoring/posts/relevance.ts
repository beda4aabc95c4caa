import { createHash } from 'node:crypto';
import { domainKey } from '../query/terms';
import { wordsOf } from '../query/words';

/** What judgements of a monitor taught: under hashes, so that no words outlive their posts. */
export interface JudgedWords { relevant: number; junk: number; words: Record<string, [relevant: number, junk: number]> }
export interface Judged { text: string; author: string; url: string | null; platform: string; isJunk: boolean }
type Features = Omit<Judged, 'isJunk'>;

/** Fewer say nothing yet. */
const LEAST_JUDGED = 10;
const LEAST_OF_EACH = 3;
const MOST_WORDS = 3_000;
const JUNK_BELOW = 0.15;

const key = (feature: string): string => createHash('sha256').update(feature).digest('base64url').slice(0, 8);

function featuresOf({ text, author, url, platform }: Features): Set<string> {
  const words = wordsOf(text).slice(0, 300);
  const named = words.flatMap(({ word, sign }, at) => [...(word.length > 2 ? [`w:${sign}${word}`] : []), ...(at === 0 ? [] : [`p:${words[at - 1]?.word} ${word}`])]);
  return new Set([...named, `a:${platform}:${author}`, ...(url === null ? [] : [`d:${domainKey(url)}`]), `s:${platform}`, ...(/https?:\/\//.test(text) ? ['has:link'] : [])].map(key));
}

/** The same judgements give the same numbers. Words that were met once teach nothing. */
export function learnRelevance(judged: readonly Judged[]): JudgedWords {
  const words = new Map<string, [number, number]>();
  for (const one of judged) {
    for (const feature of featuresOf(one)) {
      const counts = words.get(feature) ?? [0, 0];
      counts[one.isJunk ? 1 : 0] += 1;
      words.set(feature, counts);
    }
  }
  const telling = [...words].filter(([, [relevant, junk]]) => relevant + junk > 1).sort(([a, x], [b, y]) => Math.abs(y[0] - y[1]) - Math.abs(x[0] - x[1]) || (a < b ? -1 : 1)).slice(0, MOST_WORDS);
  const junk = judged.filter(({ isJunk }) => isJunk).length;
  return { relevant: judged.length - junk, junk, words: Object.fromEntries(telling) };
}

/** How likely it is meant; undefined while too little was judged. Naive Bayes, softened: words that go together are no proofs apart. */
export function relevanceOf(learnt: JudgedWords | null, post: Features): number | undefined {
  if (learnt === null || learnt.relevant + learnt.junk < LEAST_JUDGED || Math.min(learnt.relevant, learnt.junk) < LEAST_OF_EACH) return undefined;
  let odds = Math.log((learnt.relevant + 1) / (learnt.junk + 1));
  const found: number[] = [];
  for (const feature of featuresOf(post)) {
    const counts = Object.hasOwn(learnt.words, feature) ? learnt.words[feature] : undefined;
    if (counts !== undefined) found.push(Math.log((counts[0] + 0.5) / (learnt.relevant + 1)) - Math.log((counts[1] + 0.5) / (learnt.junk + 1)));
  }
  // The strongest twelve: a long text is not surer than a short one because it is long.
  for (const weight of found.sort((a, b) => Math.abs(b) - Math.abs(a)).slice(0, 12)) odds += weight * 0.6;
  return 1 / (1 + Math.exp(-odds));
}

export const isProbablyJunk = (relevance: number | undefined): boolean => relevance !== undefined && relevance < JUNK_BELOW;
