import type { Answered } from '../ask';
import { ConnectorError, type Health } from '../contract';
import type { RedditSettings } from './reddit.settings';

interface Allowance { used: number; remaining: number; resetsAt: number }

/** As Reddit told it last, for each application and account; all calls of a process count together. */
const told = new Map<string, Allowance>();
const mostKept = 500;
/** Looking stops before the allowance is used up, so that answers still leave. */
const keptForAnswers = 10;

const keyOf = ({ apiUrl, clientId, username }: RedditSettings): string => JSON.stringify([apiUrl, clientId, username.toLowerCase()]);

export function noteAllowance(settings: RedditSettings, answered: Answered, now: Date): void {
  const [used, remaining, reset] = ['used', 'remaining', 'reset'].map((name) => Number(answered.header(`x-ratelimit-${name}`) ?? NaN));
  if (remaining === undefined || reset === undefined || !Number.isFinite(remaining) || !Number.isFinite(reset)) return;
  if (told.size >= mostKept) told.clear();
  told.set(keyOf(settings), { used: Number.isFinite(used) ? (used ?? 0) : 0, remaining, resetsAt: now.getTime() + reset * 1000 });
}

/** @throws 'unavailable' until Reddit gives a new allowance. */
export function awaitAllowance(settings: RedditSettings, now: Date, purpose: 'look' | 'answer'): void {
  const known = told.get(keyOf(settings));
  if (known === undefined || known.resetsAt <= now.getTime() || known.remaining > (purpose === 'look' ? keptForAnswers : 0)) return;
  throw new ConnectorError('unavailable', 'The requests that Reddit allows are used up for some minutes', { reason: 'rate-limited', retryAfterMs: known.resetsAt - now.getTime() });
}

export function quotasOf(settings: RedditSettings, now: Date): Pick<Health, 'quotas'> {
  const known = told.get(keyOf(settings));
  if (known === undefined || known.resetsAt <= now.getTime()) return {};
  return { quotas: [{ label: 'Requests to Reddit', used: Math.round(known.used), limit: Math.round(known.used + known.remaining), resetsAt: new Date(known.resetsAt).toISOString() }] };
}
