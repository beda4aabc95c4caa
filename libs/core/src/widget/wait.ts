import type { Tx } from '@kontuar/platform';

/** Fewer first answers than that say nothing. */
const ENOUGH = 5;
const ENOUGH_TODAY = 3;
const PACE_WINDOW_SECONDS = 2 * 3600;
const LONGEST_LINE = 99;

interface Waiting { state: string; waiting_since: Date | null; first_reply_at: Date | null; created_at: Date }

/** Median seconds to the first answer over the last two weeks; null when there are too few to say. */
export async function usualAnswerSeconds(tx: Tx, channelId: string): Promise<number | null> {
  const [row] = await tx.query<{ n: number; median: number | null }>(
    `SELECT count(*)::int AS n, percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM first_reply_at - created_at)) AS median FROM (
       SELECT first_reply_at, created_at FROM conversations WHERE channel_id = $1 AND first_reply_at IS NOT NULL AND created_at > now() - interval '14 days' ORDER BY created_at DESC LIMIT 500
     ) recent`,
    [channelId],
  );
  return row === undefined || row.n < ENOUGH || row.median === null ? null : Math.max(1, Math.round(row.median));
}

/** Place in line and minutes to go, from how fast the line really moved; null where there is nothing true to say. */
export async function waitOf(tx: Tx, channelId: string, conversation: Waiting, now: Date): Promise<{ place: number | null; estimateSeconds: number | null }> {
  if (conversation.state === 'resolved' || conversation.waiting_since === null || conversation.first_reply_at !== null) return { place: null, estimateSeconds: null };
  const [line] = await tx.query<{ before: number }>(
    `SELECT count(*)::int AS before FROM (
       SELECT 1 FROM conversations WHERE channel_id = $1 AND state IN ('open', 'pending') AND waiting_since < $2 AND first_reply_at IS NULL LIMIT ${LONGEST_LINE}
     ) earlier`,
    [channelId, conversation.waiting_since],
  );
  const place = (line?.before ?? 0) + 1;
  const [pace] = await tx.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM conversations WHERE channel_id = $1 AND first_reply_at > $2::timestamptz - interval '${PACE_WINDOW_SECONDS} seconds' AND created_at > $2::timestamptz - interval '14 days'`,
    [channelId, now],
  );
  const usual = await usualAnswerSeconds(tx, channelId);
  const waited = (now.getTime() - conversation.waiting_since.getTime()) / 1000;
  return { place, estimateSeconds: estimate({ place, answeredLately: pace?.n ?? 0, usual, waited }) };
}

/** With enough answers in the last two hours: so long per place. Otherwise what is usual, less what was waited already. */
export function estimate(facts: { place: number; answeredLately: number; usual: number | null; waited: number }): number | null {
  const left = facts.usual === null ? null : Math.max(60, facts.usual - facts.waited);
  if (facts.answeredLately < ENOUGH_TODAY) return left === null ? null : Math.round(left * Math.max(1, facts.place / 2));
  const byPace = (PACE_WINDOW_SECONDS / facts.answeredLately) * facts.place;
  // A quiet morning has few answers because there were few questions: the usual wait is then the better guess for the first in line.
  return Math.round(Math.max(60, left !== null && facts.place === 1 ? Math.min(byPace, left) : byPace));
}
