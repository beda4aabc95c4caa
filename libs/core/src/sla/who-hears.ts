import type { SlaAudience } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { LockedConversation } from '../conversations/change';

interface MemberFacts { id: string; role: string; duty: string; substitute_id: string | null }

/**
 * Whom a promise concerns: whoever has the conversation, and while they are not at work, who stands in. Those who lead are the leads of its team at work, else
 * the supervisors at work, else all who lead the house. Asked once for everything that is told now.
 */
export async function whoHears(tx: Tx, workspaceId: string): Promise<(conversation: Pick<LockedConversation, 'assignee_id' | 'team_id'>, to: SlaAudience) => string[]> {
  const members = await tx.query<MemberFacts>('SELECT id, role, duty, substitute_id FROM memberships WHERE workspace_id = $1 AND active', [workspaceId]);
  const byId = new Map(members.map((member) => [member.id, member]));
  const leads = new Map<string, MemberFacts[]>();
  for (const { team_id: team, member_id: id } of await tx.query<{ team_id: string; member_id: string }>('SELECT team_id, member_id FROM team_members WHERE workspace_id = $1 AND lead', [workspaceId])) {
    const member = byId.get(id);
    if (member !== undefined) leads.set(team, [...(leads.get(team) ?? []), member]);
  }
  const atWork = (some: readonly MemberFacts[]): MemberFacts[] => some.filter(({ duty }) => duty === 'on');
  const supervisors = members.filter(({ role }) => role === 'supervisor');
  const house = members.filter(({ role }) => role === 'admin' || role === 'owner');
  const leading = (team: string | null): MemberFacts[] =>
    [atWork(team === null ? [] : (leads.get(team) ?? [])), atWork(supervisors), team === null ? [] : (leads.get(team) ?? []), supervisors, house].find((some) => some.length > 0) ?? [];
  return ({ assignee_id: assignee, team_id: team }, to) => {
    const owner = assignee === null ? undefined : byId.get(assignee);
    const standsIn = owner === undefined || owner.duty === 'on' || owner.substitute_id === null ? undefined : byId.get(owner.substitute_id);
    const own = [owner, standsIn].filter((one) => one !== undefined);
    const told = to === 'owner' && own.length > 0 ? own : [...own, ...leading(team)];
    return [...new Set(told.map(({ id }) => id))];
  };
}
