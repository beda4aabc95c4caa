import type { BrandMention } from '@kontuar/contract';
import { foldText } from '../../ui/fold-text';

type Post = Pick<BrandMention['post'], 'names' | 'topics'>;

const wordsOf = (text: string): string[] => foldText(text).split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');

/** What a mention is about, each thing once: what stands in the name of another monitor, or in a longer one before it, is not said again. */
export function saidOnce({ names, topics }: Post, monitors: readonly string[]): Post {
  const said = monitors.map((name) => new Set(wordsOf(name)));
  const isNew = (name: string): boolean => {
    const words = wordsOf(name);
    if (said.some((other) => words.every((word) => other.has(word)))) return false;
    said.push(new Set(words));
    return true;
  };
  return { names: names.filter(({ name }) => isNew(name)), topics: topics.filter(({ name }) => isNew(name)) };
}

/** A topic by one name in all that is shown, as it is said most often there: texts have it in whatever case their sentences need. */
export function topicNames(mentions: readonly { post: Pick<Post, 'topics'> }[]): ReadonlyMap<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const { post } of mentions) {
    for (const { key, name } of post.topics) {
      const of = counts.get(key) ?? new Map<string, number>();
      counts.set(key, of.set(name, (of.get(name) ?? 0) + 1));
    }
  }
  return new Map([...counts].map(([key, of]) => [key, [...of].sort(([a, n], [b, m]) => m - n || a.length - b.length || (a < b ? -1 : 1))[0]?.[0] ?? key]));
}
