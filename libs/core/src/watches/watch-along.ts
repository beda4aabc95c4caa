import type { Tx } from '@kontuar/platform';

/** By having been named or having written: whoever said no stays away. Callers hold the conversation. Answers who came. */
export async function watchAlong(tx: Tx, workspaceId: string, conversationId: string, memberIds: readonly string[], why: 'mention' | 'wrote'): Promise<number> {
  if (memberIds.length === 0) return 0;
  const wish = why === 'mention' ? 'mentioned' : 'wrote';
  return tx.execute(
    `INSERT INTO watches (workspace_id, conversation_id, member_id, why)
     SELECT $1, $2, m.id, $4 FROM memberships m WHERE m.id = ANY($3::uuid[]) AND m.active AND coalesce((m.notices->'watch'->>$5)::boolean, $6) ON CONFLICT DO NOTHING`,
    [workspaceId, conversationId, memberIds, why, wish, why === 'mention'],
  );
}
