import { messageView, type MessageView } from '@kontuar/contract';
import { ApiProblem } from '../client';
import type { Attempt } from './outbox';

/** What a failed request says about the reply: try again later, somebody wrote since, or never as it is. */
export function attemptOf(error: unknown): Attempt {
  if (!(error instanceof ApiProblem)) return { outcome: 'later' };
  if (error.status === 409 && error.code === 'stale-reply') return { outcome: 'stale', news: newsOf(error.extensions['messages']) };
  // 401: the reply waits here until its owner has signed in again.
  const passing = error.offline || error.status === 401 || error.status === 408 || error.status === 425 || error.status === 429 || error.status >= 500;
  if (passing) return { outcome: 'later', ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }) };
  return { outcome: 'refused', code: error.code, detail: error.detail };
}

function newsOf(messages: unknown): MessageView[] {
  if (!Array.isArray(messages)) return [];
  return messages.flatMap((message) => {
    const parsed = messageView.safeParse(message);
    return parsed.success ? [parsed.data] : [];
  });
}
