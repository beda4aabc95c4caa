import type { Tx } from '@kontuar/platform';
import { record } from '../history/history';
import { nextReview } from './review-clock';

/** From the first lesson on there is a weekly review. In a unit of the workspace. */
export async function ensureReview(tx: Tx, workspaceId: string): Promise<void> {
  await tx.execute('INSERT INTO lesson_reviews (workspace_id, due_at) VALUES ($1, $2) ON CONFLICT DO NOTHING', [workspaceId, nextReview(new Date(), await zoneOf(tx, workspaceId))]);
}

/** The clock of the house hangs elsewhere now. What is overdue stays due. */
export async function moveReview(tx: Tx, workspaceId: string): Promise<void> {
  await tx.execute('UPDATE lesson_reviews SET due_at = $2 WHERE workspace_id = $1 AND due_at > now()', [workspaceId, nextReview(new Date(), await zoneOf(tx, workspaceId))]);
}

/** It is Monday: who leads is told, if there is something to talk about. Answers false when it is not time. */
export async function tellReview(tx: Tx, workspaceId: string): Promise<boolean> {
  const [due] = await tx.query('SELECT 1 FROM lesson_reviews WHERE workspace_id = $1 AND due_at <= now() FOR UPDATE', [workspaceId]);
  if (due === undefined) return false;
  // Weeks in which nobody was there to tell it are told of once.
  await tx.execute('UPDATE lesson_reviews SET due_at = $2 WHERE workspace_id = $1', [workspaceId, nextReview(new Date(), await zoneOf(tx, workspaceId))]);
  const [waiting] = await tx.query<{ count: number }>(`SELECT count(*)::int AS count FROM lessons WHERE workspace_id = $1 AND state = 'new' AND removed_at IS NULL`, [workspaceId]);
  if (waiting === undefined || waiting.count === 0) return true;
  const leads = await tx.query<{ id: string }>(`SELECT id FROM memberships WHERE workspace_id = $1 AND active AND role IN ('owner', 'admin', 'supervisor')`, [workspaceId]);
  await record(tx, [{ type: 'lessons.due', subjectId: workspaceId, data: { count: waiting.count, memberIds: leads.map(({ id }) => id) } }], workspaceId);
  return true;
}

async function zoneOf(tx: Tx, workspaceId: string): Promise<string> {
  const [workspace] = await tx.query<{ time_zone: string }>('SELECT time_zone FROM workspaces WHERE id = $1', [workspaceId]);
  return workspace?.time_zone ?? 'UTC';
}
