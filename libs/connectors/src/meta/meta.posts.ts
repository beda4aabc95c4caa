import type { MetaContext } from './meta.graph';

const keptMs = 60_000;
const mostKept = 500;
interface Kept { at: number; post: Promise<unknown> }
const kept = new Map<string, Kept>();

/**
 * The post above comments that come in bursts: asked for once a minute at the most, however many comments there are below it and however many
 * look-ups run side by side. What fails is not kept, and `itself`, a post that is news, is always asked for.
 */
export function postAbove<T>(ctx: MetaContext, { id, itself }: { id: string; itself: boolean }, ask: () => Promise<T>): Promise<T> {
  const { settings: { graphUrl, accessToken }, channelId } = ctx;
  // Who asks decides what is shown, so that nothing seen with one access is given to another.
  const key = JSON.stringify([graphUrl, channelId, accessToken, id]);
  const now = ctx.now().getTime();
  const known = kept.get(key);
  if (!itself && known !== undefined && now - known.at < keptMs && now >= known.at) return known.post as Promise<T>; // of this very id, see below
  const post = ask();
  for (const [old, { at }] of kept) if (now - at >= keptMs || kept.size >= mostKept) kept.delete(old);
  const mine: Kept = { at: now, post };
  kept.set(key, mine);
  post.catch(() => { if (kept.get(key) === mine) kept.delete(key); });
  return post;
}
