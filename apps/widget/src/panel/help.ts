import type { VisitorArticle, VisitorArticleRead, VisitorArticles } from '@kontuar/contract';
import { base } from './api';
import type { Chat } from './chat';

/** So many answers are kept: who deletes a letter again sees at once what stood there before. */
const mostKept = 40;
const kept = new Map<string, Promise<unknown>>();

/** Asked for once; what failed or was given up is asked for again. */
function once<T>(key: string, fetchIt: () => Promise<T>): Promise<T> {
  const known = kept.get(key) as Promise<T> | undefined;
  if (known) return known;
  const asked = fetchIt();
  if (kept.size >= mostKept) kept.delete(kept.keys().next().value ?? '');
  kept.set(key, asked);
  asked.catch(() => { kept.delete(key); });
  return asked;
}
const timeoutMs = 20_000;

/** `path` begins behind `/help`. No token goes along: help is for everybody. */
async function ask<T>({ channelId, state: { locale } }: Chat, path: string, body?: object, wanted?: AbortSignal): Promise<T> {
  const about = { channel: channelId, locale };
  const signals = [AbortSignal.timeout(timeoutMs), ...(wanted ? [wanted] : [])];
  const answer = await fetch(body ? `${base}/help${path}` : `${base}/help${path}${path.includes('?') ? '&' : '?'}${String(new URLSearchParams(about))}`, {
    credentials: 'omit', ...(signals.length === 1 || !('any' in AbortSignal) ? { signal: wanted ?? signals[0] ?? null } : { signal: AbortSignal.any(signals) }),
    ...(body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...about, ...body }) } : {}),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}
const items = ({ items: found }: VisitorArticles): readonly VisitorArticle[] => found;

/** What helps most, or what fits the words. */
export const search = (chat: Chat, q: string, wanted: AbortSignal): Promise<readonly VisitorArticle[]> => once(`${chat.state.locale} ${q}`, () => ask<VisitorArticles>(chat, `?q=${encodeURIComponent(q)}`, undefined, wanted).then(items));
/** What may answer what is being written. */
export const suggest = (chat: Chat, text: string, wanted: AbortSignal): Promise<readonly VisitorArticle[]> => once(`${chat.state.locale} > ${text}`, () => ask<VisitorArticles>(chat, '/suggestions', { text }, wanted).then(items));
export const read = (chat: Chat, id: string): Promise<VisitorArticleRead> => once(`${chat.state.locale} # ${id}`, () => ask<VisitorArticleRead>(chat, `/${id}`));
export const vote = (chat: Chat, id: string, useful: boolean): Promise<void> => ask<void>(chat, `/${id}/votes`, { useful });
/** Nothing was found, and nobody types any more: somebody may write it. */
export const missed = (chat: Chat, q: string): void => { ask<void>(chat, '/misses', { q }).catch(() => undefined); };
