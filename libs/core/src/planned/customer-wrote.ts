import type { Tx } from '@kontuar/platform';
import { record } from '../history/history';
import { tellInThread } from '../conversations/tell-in-thread';
import { stopFollowUp, type FollowUpRow, followUpColumns } from '../follow-ups/follow-up.row';
import { answeredOutreach } from '../outreach/answered';
import { refreshPlan } from './plan';
import { plannedColumns, type PlannedRow } from './planned.row';
import { endPlanned } from './release';
import type { Waiting } from './what-waits';

/**
 * The customer was faster: what was to leave at its time is dropped (and kept as text), what waits for an approval may be out of date, and nobody has to
 * be reminded of an answer. In the transaction of the customer's message, after its conversation was written and while it is held.
 */
export async function customerWrote(tx: Tx, workspaceId: string, waiting: Waiting): Promise<void> {
  const touched = new Set<string>();
  if (waiting.planned.length > 0) {
    for (const planned of await tx.query<PlannedRow>(`SELECT ${plannedColumns} FROM planned_answers p WHERE p.id = ANY($1::uuid[]) AND p.state IN ('awaiting', 'returned', 'scheduled') ORDER BY p.id FOR UPDATE`, [waiting.planned])) {
      if (planned.state === 'scheduled' && planned.if_customer_writes === 'cancel') await overtaken(tx, planned);
      else await markStale(tx, planned);
      touched.add(planned.conversation_id);
    }
  }
  if (waiting.followUps.length > 0) {
    for (const followUp of await tx.query<FollowUpRow>(`SELECT ${followUpColumns} FROM follow_ups f WHERE f.id = ANY($1::uuid[]) AND f.state = 'active' ORDER BY f.id FOR UPDATE`, [waiting.followUps])) {
      await stopFollowUp(tx, undefined, followUp, 'customer-wrote');
      touched.add(followUp.conversation_id);
    }
  }
  if (touched.size > 0) await refreshPlan(tx, workspaceId, [...touched]);
  if (waiting.outreach.length > 0) await answeredOutreach(tx, workspaceId, waiting.outreach);
}

/** Cancelled and shown; the text is its author's draft again, unless they are writing something else already. */
export async function overtaken(tx: Tx, planned: PlannedRow): Promise<void> {
  await endPlanned(tx, undefined, planned, 'cancelled', 'customer-wrote');
  await tx.execute(
    `INSERT INTO drafts (workspace_id, conversation_id, member_id, text, private, attachment_ids, cc, since_seq, visibility, html, letter)
     SELECT $1, $2, m.id, $4, false, ARRAY(SELECT a.id FROM attachments a WHERE a.planned_id = $5 AND a.uploaded_by = 'member:' || m.id ORDER BY a.position, a.id), $6, $7, $8, $9, $10 FROM memberships m WHERE m.id = $3
     ON CONFLICT DO NOTHING`,
    [planned.workspace_id, planned.conversation_id, planned.author_id, planned.text, planned.id, planned.cc, planned.since_seq, planned.visibility, planned.html, planned.letter === null ? null : JSON.stringify(planned.letter)],
  );
  await tellInThread(tx, planned, 'plan-cancelled', { reason: 'customer-wrote', authorId: planned.author_id, sendAt: planned.send_at?.toISOString() ?? null });
  await record(tx, [{ type: 'notification', conversationId: planned.conversation_id, data: { kind: 'plan-cancelled', memberIds: [planned.author_id] } }], planned.workspace_id);
}

async function markStale(tx: Tx, planned: PlannedRow): Promise<void> {
  const marked = await tx.execute(`UPDATE planned_answers SET stale = true, version = version + 1 WHERE id = $1 AND NOT stale`, [planned.id]);
  if (marked === 0 || planned.state === 'scheduled') return;
  await record(tx, [
    { type: 'planned.stale', conversationId: planned.conversation_id, subjectId: planned.id },
    { type: 'notification', conversationId: planned.conversation_id, data: { kind: 'approval-stale', memberIds: [...new Set([planned.author_id, ...planned.asked_ids])] } },
  ], planned.workspace_id);
}

/** Whether the customer said anything since, out-of-office notes apart. */
export async function spokeSince(tx: Tx, conversationId: string, seq: number): Promise<boolean> {
  return (await tx.query(`SELECT 1 FROM messages WHERE conversation_id = $1 AND seq > $2 AND direction = 'in' AND kind = 'message' AND automatic IS NULL LIMIT 1`, [conversationId, seq])).length > 0;
}
