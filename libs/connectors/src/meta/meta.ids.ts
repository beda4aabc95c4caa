/** Thread keys, stored for ever: in private whom we talk with; in public the post and whoever speaks below it. */
export function publicKey(postId: string, authorId: string): string {
  return `${postId}:${authorId}`;
}

/** Ids of people and posts hold no colon. */
export function isPublicKey(threadKey: string): boolean {
  return threadKey.includes(':');
}

/** A link that runs out, and how to get a new one: whose file it is, and the how-manieth. */
export interface MediaRef { url: string; mid?: string; index?: number }

export function formatRef({ url, mid, index }: MediaRef): string {
  return JSON.stringify({ u: url, ...(mid === undefined ? {} : { m: mid }), ...(index === undefined ? {} : { i: index }) });
}

export function parseRef(ref: string): MediaRef | undefined {
  let read: unknown;
  try {
    read = JSON.parse(ref);
  } catch {
    return undefined;
  }
  if (typeof read !== 'object' || read === null || !('u' in read) || typeof read.u !== 'string') return undefined;
  return {
    url: read.u,
    ...('m' in read && typeof read.m === 'string' ? { mid: read.m } : {}),
    ...('i' in read && typeof read.i === 'number' ? { index: read.i } : {}),
  };
}

/** Our own ids of messages, as the core makes them; whatever else stands in a field for us is not ours. */
export function ownId(text: string | undefined): string | undefined {
  return text !== undefined && /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text) ? text : undefined;
}
