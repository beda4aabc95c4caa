import { prepared, type Tx } from '@kontuar/platform';
import type { LedgerWrites } from '../ingest/ledger.types';

/** What is older came with an import or after a long silence: nobody is hidden for what they said last month. */
const OLDEST = `interval '3 days'`;
const INSERT = prepared(`INSERT INTO moderation_waiting (message_id, workspace_id, channel_id)
  SELECT m.id, m.workspace_id, m.channel_id FROM messages m WHERE m.id = ANY($2::uuid[]) AND m.visibility = 'public' AND m.direction = 'in' AND m.kind = 'message' AND m.deleted_at IS NULL AND m.at > now() - ${OLDEST}
    AND EXISTS (SELECT 1 FROM moderation_rules r WHERE r.workspace_id = $1 AND r.active) ON CONFLICT DO NOTHING`);

/** In the transaction that keeps a batch: comments that are new, or say something else now, wait for the rules. Answers whether any does. */
export async function waitForRules(tx: Tx, workspaceId: string, writes: LedgerWrites): Promise<boolean> {
  const fresh = writes.messages.filter(({ kind, direction, visibility }) => kind === 'message' && direction === 'in' && visibility === 'public').map(({ id }) => id);
  const edited = writes.revisions.map(({ message_id: id }) => id).filter((id) => [...writes.changedMessages.values()].some((message) => message.id === id && message.direction === 'in' && message.visibility === 'public'));
  if (fresh.length + edited.length === 0) return false;
  return (await tx.execute(INSERT, [workspaceId, [...new Set([...fresh, ...edited])]])) > 0;
}
