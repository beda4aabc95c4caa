import { fold } from '@kontuar/language';

export interface Said { id: string; text: string; postId: string | null; authorId: string | null; mood: string | null; at: Date }
export interface Cause { postId: string | null; postShare: number; postUsual: number; words: string[]; negative: number; negativeUsual: number; authors: number; sampleIds: string[] }

const MANY = 4;
const wordsIn = (text: string): Set<string> => new Set(fold(text.slice(0, 1000)).match(/\p{L}{4,24}/gu) ?? []);

/** As most of them wrote it: "zamówienie" rather than "zamowienie". */
function spelt(word: string, texts: readonly string[]): string {
  const times = new Map<string, number>();
  for (const text of texts) for (const said of text.slice(0, 1000).toLowerCase().match(/[\p{L}\p{M}]{4,48}/gu) ?? []) if (fold(said) === word) times.set(said, (times.get(said) ?? 0) + 1);
  return [...times].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? 1 : -1))[0]?.[0] ?? word;
}
const shareOf = <T>(items: readonly T[], holds: (item: T) => boolean): number => (items.length === 0 ? 0 : items.filter(holds).length / items.length);

/** What is there more often than before, of what came now: the post below which it stands, the words, the mood; and three who show it. `isOwn`: words that are in all of it, and explain nothing. */
export function causeOf(now: readonly Said[], before: readonly Said[], isOwn: (word: string) => boolean = () => false): Cause {
  const posts = new Map<string, number>();
  for (const { postId } of now) if (postId !== null) posts.set(postId, (posts.get(postId) ?? 0) + 1);
  const [top] = [...posts].sort((a, b) => b[1] - a[1]);
  const postShare = top === undefined ? 0 : top[1] / now.length;
  const postUsual = top === undefined ? 0 : shareOf(before, ({ postId }) => postId === top[0]);
  const isPost = top !== undefined && postShare >= 0.4 && postShare >= postUsual * 1.5;
  const count = (all: readonly Said[]): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const { text } of all) for (const word of wordsIn(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
    return counts;
  };
  const usual = count(before);
  const words = [...count(now)].map(([word, times]) => {
    const [share, was] = [times / now.length, (usual.get(word) ?? 0) / Math.max(1, before.length)];
    return { word, times, score: share * Math.log((share + 0.01) / (was + 0.01)) };
  }).filter(({ word, times, score }) => times >= 3 && score > 0.1 && !isOwn(word)).sort((a, b) => b.score - a.score || (a.word < b.word ? -1 : 1)).slice(0, MANY).map(({ word }) => word);
  const fits = ({ text, postId }: Said): number => (isPost && postId === top[0] ? 1 : 0) + words.filter((word) => wordsIn(text).has(word)).length;
  const samples: Said[] = [];
  for (const one of [...now].sort((a, b) => fits(b) - fits(a) || a.at.getTime() - b.at.getTime())) {
    if (samples.length < 3 && !samples.some(({ authorId, text }) => text === one.text || (authorId !== null && authorId === one.authorId))) samples.push(one);
  }
  const rest = [...now].filter((one) => !samples.includes(one)).slice(0, 3 - samples.length);
  const angry = ({ mood }: Said): boolean => mood === 'negative';
  return { postId: isPost ? top[0] : null, postShare, postUsual, words: words.map((word) => spelt(word, now.map(({ text }) => text))), negative: shareOf(now, angry), negativeUsual: shareOf(before, angry), authors: new Set(now.map(({ authorId }) => authorId)).size, sampleIds: [...samples, ...rest].map(({ id }) => id) };
}
