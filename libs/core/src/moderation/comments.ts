import type { ModerationCondition, MoodView } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { CommentFacts } from './facts';
import { sameText } from './same-text';

interface CommentRow {
  id: string; conversation_id: string; channel_id: string; text: string; at: Date; author_id: string | null; post_id: string | null; post_kind: string | null; language: string | null; mood: MoodView['label'] | null;
  known_since: Date | null; account_since: Date | null; wrote_before: number; hidden_before: number;
}

type Conditions = readonly ModerationCondition[];
const asks = (conditions: Conditions, ...by: ModerationCondition['by'][]): boolean => conditions.some((condition) => by.includes(condition.by));

/** More than anybody asks for. */
const COUNTED = 101;
/** How far back a person's own comments are looked through for hidden ones. */
const OWN = 500;

/** Comments with their facts; what costs something is read only where a rule asks for it. `where` is about messages `m`. */
export async function findComments(tx: Tx, conditions: Conditions, where: string, parameters: unknown[]): Promise<Omit<CommentFacts, 'repeated'>[]> {
  const before = `FROM conversations oc JOIN messages o ON o.conversation_id = oc.id AND o.direction = 'in' AND o.kind = 'message' AND o.at < m.at AND o.id <> m.id WHERE oc.contact_id = i.contact_id`;
  const wrote = asks(conditions, 'fewWords') ? `(SELECT count(*)::int FROM (SELECT 1 ${before} LIMIT ${COUNTED}) w)` : '0';
  const hidden = asks(conditions, 'hiddenBefore') ? `(SELECT count(*)::int FROM (SELECT o.moderation ${before} ORDER BY o.at DESC LIMIT ${OWN}) h WHERE h.moderation->>'hidden' = 'true' OR h.moderation->>'removed' = 'true')` : '0';
  const rows = await tx.query<CommentRow>(
    `SELECT m.id, m.conversation_id, m.channel_id, m.text, m.at, m.author_id, c.post_id, p.kind AS post_kind, m.language, m.mood->>'label' AS mood, i.created_at AS known_since, i.account_since, ${wrote} AS wrote_before, ${hidden} AS hidden_before
     FROM messages m JOIN conversations c ON c.id = m.conversation_id LEFT JOIN public_posts p ON p.id = c.post_id LEFT JOIN identities i ON m.author_kind = 'contact' AND i.id = m.author_id
     WHERE ${where}`, parameters);
  return rows.map((row) => ({
    id: row.id, conversationId: row.conversation_id, channelId: row.channel_id, text: row.text, at: row.at, authorId: row.author_id, postId: row.post_id, postKind: row.post_kind, language: row.language, mood: row.mood,
    knownSince: row.known_since, accountSince: row.account_since, wroteBefore: row.wrote_before, hiddenBefore: row.hidden_before,
  }));
}

/** How often the same was said, as the table of hashes has it; keeps those of the comments themselves first. */
export async function withRepeats(tx: Tx, workspaceId: string, conditions: Conditions, comments: readonly Omit<CommentFacts, 'repeated'>[]): Promise<CommentFacts[]> {
  const hashed = comments.flatMap((comment) => {
    const hash = sameText(comment.text);
    return hash === null ? [] : [{ id: comment.id, hash, author: comment.authorId, at: comment.at }];
  });
  await tx.execute(
    `INSERT INTO moderation_texts (message_id, workspace_id, hash, author_id, at) SELECT id, $1, hash, author, at FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, hash text, author uuid, at timestamptz)
     ON CONFLICT (message_id) DO UPDATE SET hash = excluded.hash`, [workspaceId, JSON.stringify(hashed)]);
  const counts = new Map<string, number>();
  const wanted = conditions.flatMap((condition) => (condition.by === 'repeated' ? [condition] : []));
  for (const { hours, from } of new Map(wanted.map((each) => [`${each.hours} ${each.from}`, each])).values()) {
    const rows = await tx.query<{ id: string; count: number }>(
      `SELECT r.id, (SELECT count(*)::int FROM (SELECT 1 FROM moderation_texts t WHERE t.workspace_id = $1 AND t.hash = r.hash ${from === 'author' ? 'AND t.author_id = r.author' : ''} AND t.at > r.at - make_interval(hours => $3) AND t.at <= r.at LIMIT ${COUNTED}) s) AS count
       FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, hash text, author uuid, at timestamptz)`, [workspaceId, JSON.stringify(hashed), hours]);
    for (const { id, count } of rows) counts.set(`${id} ${hours} ${from}`, count);
  }
  return comments.map((comment) => ({ ...comment, repeated: (hours, from) => counts.get(`${comment.id} ${hours} ${from}`) ?? 1 }));
}

/** The same among the comments themselves: a trial reads what was said from the history, where nobody kept hashes. In any order. */
export function repeatedAmong(comments: readonly Omit<CommentFacts, 'repeated'>[]): CommentFacts[] {
  const times = new Map<string, number[]>();
  const keysOf = new Map<string, { anyone: string; author: string } | undefined>();
  for (const comment of [...comments].sort((a, b) => a.at.getTime() - b.at.getTime())) {
    const hash = sameText(comment.text);
    const keys = hash === null ? undefined : { anyone: hash, author: `${hash} ${comment.authorId ?? ''}` };
    keysOf.set(comment.id, keys);
    for (const key of keys === undefined ? [] : [keys.anyone, keys.author]) push(times, key, comment.at.getTime());
  }
  return comments.map((comment) => ({
    ...comment,
    repeated: (hours, from) => {
      const key = keysOf.get(comment.id)?.[from];
      const until = comment.at.getTime();
      const said = (key === undefined ? undefined : times.get(key)) ?? [until];
      return upTo(said, until) - upTo(said, until - hours * 3_600_000);
    },
  }));
}

function push(times: Map<string, number[]>, key: string, at: number): void {
  const known = times.get(key);
  if (known === undefined) times.set(key, [at]);
  else known.push(at);
}

/** How many of the times, which are in order, are not after that one. */
function upTo(times: readonly number[], until: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? Infinity) <= until) low = middle + 1;
    else high = middle;
  }
  return low;
}
