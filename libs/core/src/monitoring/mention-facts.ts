/** What the stream shows and reports count, in SQL over `mentions m` and `posts p`. */
export const NOT_JUNK = `m.judgement IS DISTINCT FROM 'junk' AND NOT (m.probably_junk AND m.judgement IS NULL)`;

/** The first answer of a person after it was said, in `conversations c` or what that was merged into. */
export const ANSWER = `SELECT min(o.at) AS at FROM messages o WHERE o.conversation_id = coalesce(c.merged_into, c.id) AND o.kind = 'message' AND o.direction = 'out' AND o.author_kind = 'member'
  AND o.automatic IS NULL AND o.status NOT IN ('queued', 'sending', 'failed') AND o.deleted_at IS NULL AND o.at >= m.published_at`;
