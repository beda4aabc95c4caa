import type { Tx } from '@kontuar/platform';
import { forgetTopics } from './posts/topics';
import { forgetRemoved } from './removed-monitors';

/** Of accounts of ours there is no source to say how long. */
const OWN_DAYS = 30;
/** What somebody judged, took or answered is remembered for longer. */
const USED_DAYS = 400;

/** What was heard is kept for as long as its source says, and nothing of it for ever; what may be had back waits until that hour is over. */
export async function forgetHeard(tx: Tx): Promise<void> {
  await tx.execute(`DELETE FROM source_deliveries WHERE received_at < now() - interval '7 days' AND state <> 'waiting'`);
  await tx.execute(
    `DELETE FROM posts WHERE id IN (SELECT p.id FROM posts p LEFT JOIN listening_sources s ON s.id = p.source_id
       WHERE p.received_at < now() - make_interval(days => coalesce(s.keep_days, ${OWN_DAYS}))
         AND (p.received_at < now() - interval '${USED_DAYS} days' OR NOT EXISTS (SELECT 1 FROM mentions m WHERE m.post_id = p.id AND (m.judgement IS NOT NULL OR m.assignee_id IS NOT NULL OR m.conversation_id IS NOT NULL)))
         AND NOT EXISTS (SELECT 1 FROM removed_mentions r WHERE r.post_id = p.id) LIMIT 5000)`);
  await forgetRemoved(tx);
  await forgetTopics(tx);
}
