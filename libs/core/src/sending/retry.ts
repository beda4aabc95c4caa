/** Tries of a message before it counts as failed: over about six hours, after which an answer is rarely wanted unread. */
export const MAX_SEND_ATTEMPTS = 9;

/** Doubling from four seconds, at most an hour, with jitter so that what failed together does not return together. */
export function retryDelayMs(attempt: number, retryAfterMs: number | undefined, random = Math.random): number {
  const backoff = Math.min(4000 * 2 ** (attempt - 1), 3_600_000);
  const jittered = backoff * (0.75 + random() * 0.5);
  return Math.round(Math.max(retryAfterMs ?? 0, jittered));
}
