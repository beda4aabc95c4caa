import type { ApprovalRule, Role, Visibility } from '@kontuar/contract';

export interface RuleRow {
  id: string; name: string; active: boolean; roles: ApprovalRule['roles']; member_ids: string[]; author_team_ids: string[]; channel_ids: string[]; team_ids: string[];
  visibility: Visibility | null; approver_ids: string[]; team_leads: boolean; fallbacks: ApprovalRule['fallbacks'];
}
export const ruleColumns = 'id, name, active, roles, member_ids, author_team_ids, channel_ids, team_ids, visibility, approver_ids, team_leads, fallbacks';

export const toRule = (row: RuleRow): ApprovalRule => ({
  id: row.id, name: row.name, active: row.active, roles: row.roles, memberIds: row.member_ids, authorTeamIds: row.author_team_ids, channelIds: row.channel_ids, teamIds: row.team_ids,
  visibility: row.visibility, approverIds: row.approver_ids, teamLeads: row.team_leads, fallbacks: row.fallbacks,
});

export interface Asking { memberId: string; role: Role; memberTeamIds: readonly string[]; channelId: string; teamId: string | null; visibility: Visibility }

/** The first rule that wants this answer to be approved. A rule that names nobody is for everybody but owners, who have nobody above them. */
export function ruleFor<R extends Omit<RuleRow, 'id' | 'name'>>(rules: readonly R[], asking: Asking): R | undefined {
  return rules.find((rule) => rule.active && concerns(rule, asking) && within(rule.channel_ids, asking.channelId) && within(rule.team_ids, asking.teamId) && (rule.visibility === null || rule.visibility === asking.visibility));
}

function concerns(rule: Omit<RuleRow, 'id' | 'name'>, { memberId, role, memberTeamIds }: Asking): boolean {
  if (rule.roles.length === 0 && rule.member_ids.length === 0 && rule.author_team_ids.length === 0) return role !== 'owner';
  return rule.member_ids.includes(memberId) || (rule.roles as readonly Role[]).includes(role) || rule.author_team_ids.some((teamId) => memberTeamIds.includes(teamId));
}

const within = (wanted: readonly string[], actual: string | null): boolean => wanted.length === 0 || (actual !== null && wanted.includes(actual));
