import type { MessageView } from '@kontuar/contract';
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

/** Checked by hand, because zod would come into the bundle for this alone. */
function newsOf(messages: unknown): MessageView[] {
  return Array.isArray(messages) ? messages.filter(isMessage) : [];
}

function isMessage(value: unknown): value is MessageView {
  if (typeof value !== 'object' || value === null) return false;
  const { id, seq, text, author } = value as Partial<MessageView>;
  return typeof id === 'string' && typeof seq === 'number' && typeof text === 'string' && typeof author?.name === 'string';
}
