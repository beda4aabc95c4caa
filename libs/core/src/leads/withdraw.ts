import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { tellAct } from '../moves/journal';
import { holdLead, type HeldLead } from './lead.row';

/** Callers hold the lead with its conversations. */
async function withdrawLead(tx: Tx, actor: MemberActor, { row, conversations }: HeldLead): Promise<void> {
  await tx.execute('UPDATE leads SET withdrawn_at = now(), look_at = NULL, version = version + 1 WHERE id = $1', [row.id]);
  await record(tx, [{ type: 'lead.withdrawn', actor: actorOf(actor), subjectId: row.id, ...(conversations[0] === undefined ? {} : { conversationId: conversations[0].id }), data: { code: row.code } }, directoryChanged(actor, 'leads', row.id)]);
  for (const { id, merged_into: gone } of conversations) if (gone === null) await tellAct(tx, actor, id, 'lead-withdrawn', { leadId: row.id, code: row.code });
}

/** The undo of taking up: only while it goes on. Its number is given to no other. Callers hold the conversations. */
export async function takeLeadBack(tx: Tx, actor: MemberActor, leadId: string): Promise<boolean> {
  if (!can(actor, 'lead.edit')) return false;
  const held = await holdLead(tx, leadId);
  if (held.row.withdrawn_at !== null || held.row.state !== 'open') return false;
  await withdrawLead(tx, actor, held);
  return true;
}
