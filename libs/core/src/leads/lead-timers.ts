import { Injectable } from '@nestjs/common';
import type { Tx } from '@kontuar/platform';
import { directoryChanged } from '../history/directory';
import { record, type Happening } from '../history/history';
import { mainConversation, type LeadRecord, leadColumns } from './lead.row';

/** Tells of the next step at its moment, once. */
@Injectable()
export class LeadTimers {
  /** Callers are in the workspace of the lead. Answers false when there is nothing to do. */
  async run(tx: Tx, leadId: string): Promise<boolean> {
    const [row] = await tx.query<LeadRecord>(`SELECT ${leadColumns} FROM leads l WHERE l.id = $1 AND l.look_at <= now() FOR UPDATE`, [leadId]);
    if (row === undefined) return false;
    await tx.execute('UPDATE leads SET look_at = NULL, version = version + 1 WHERE id = $1', [leadId]);
    if (row.withdrawn_at !== null || row.state !== 'open') return true;
    const main = await mainConversation(tx, leadId);
    const happenings: Happening[] = [
      { type: 'lead.due', subjectId: leadId, ...(main === undefined ? {} : { conversationId: main }), data: { code: row.code } },
      directoryChanged({ kind: 'system', workspaceId: row.workspace_id }, 'leads', leadId),
    ];
    if (main !== undefined) happenings.push({ type: 'notification', conversationId: main, data: { kind: 'lead-due', memberIds: await whoIsTold(tx, row, main) } });
    await record(tx, happenings, row.workspace_id);
    return true;
  }
}

/** Its owner; where nobody has it, who leads its team, else those who lead. */
async function whoIsTold(tx: Tx, row: LeadRecord, conversationId: string): Promise<string[]> {
  const ids = async (sql: string, parameters: unknown[]) => (await tx.query<{ id: string }>(sql, parameters)).map(({ id }) => id);
  const owners = await ids('SELECT m.id FROM memberships m WHERE m.active AND m.id = coalesce($1::uuid, (SELECT c.assignee_id FROM conversations c WHERE c.id = $2))', [row.owner_id, conversationId]);
  if (owners.length > 0) return owners;
  const leads = row.team_id === null ? [] : await ids('SELECT t.member_id AS id FROM team_members t JOIN memberships m ON m.id = t.member_id AND m.active WHERE t.lead AND t.team_id = $1', [row.team_id]);
  return leads.length > 0 ? leads : ids(`SELECT id FROM memberships WHERE active AND role IN ('supervisor', 'admin', 'owner') AND workspace_id = $1`, [row.workspace_id]);
}
