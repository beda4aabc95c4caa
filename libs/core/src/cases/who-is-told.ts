import type { Tx } from '@kontuar/platform';
import type { Warning } from '../legal-clock/legal-clock';
import type { KnownCase } from './case.row';

/** The owner; from a point on also those who lead, and where nobody owns it, they alone. Asked once for all cases that tell something now. */
export async function whoIsTold(tx: Tx, workspaceId: string, teamIds: readonly string[]): Promise<(known: KnownCase, to: Warning['to']) => string[]> {
  const members = await tx.query<{ id: string; role: string }>('SELECT id, role FROM memberships WHERE workspace_id = $1 AND active', [workspaceId]);
  const active = new Set(members.map(({ id }) => id));
  const leads = new Map<string, string[]>();
  if (teamIds.length > 0) {
    for (const { team_id: team, member_id: member } of await tx.query<{ team_id: string; member_id: string }>('SELECT team_id, member_id FROM team_members WHERE lead AND team_id = ANY($1::uuid[])', [teamIds])) {
      if (active.has(member)) leads.set(team, [...(leads.get(team) ?? []), member]);
    }
  }
  const withRole = (roles: readonly string[]) => members.filter(({ role }) => roles.includes(role)).map(({ id }) => id);
  const supervisors = withRole(['supervisor']);
  const leading = supervisors.length > 0 ? supervisors : withRole(['admin', 'owner']);
  return ({ row, conversations }, to) => {
    const owners = row.owner_id === null ? conversations.map((each) => each.assignee_id) : [row.owner_id];
    const here = [...new Set(owners.filter((id) => id !== null && active.has(id)))] as string[];
    if (to === 'owner' && here.length > 0) return here;
    const ofTeam = row.team_id === null ? [] : (leads.get(row.team_id) ?? []);
    return [...new Set([...here, ...(ofTeam.length > 0 ? ofTeam : leading)])];
  };
}
