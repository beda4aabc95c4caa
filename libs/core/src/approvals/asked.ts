import type { Visibility } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can, seesEverything } from '../access/can';
import { findActors } from '../members/members.service';
import { clockFrom, findWaiting, type Clock, type Waiting } from './clock';
import { ruleColumns, ruleFor, type RuleRow } from './rule';

export interface Approval { ruleId: string; askedIds: string[]; clock: Clock }
export interface Approved { channel_id: string; assignee_id: string | null; team_id: string | null }

const findRules = (tx: Tx): Promise<RuleRow[]> => tx.query<RuleRow>(`SELECT ${ruleColumns} FROM approval_rules WHERE active ORDER BY created_at, id`);

/** Whether somebody has to look at this member's answer before it leaves, and who is asked. */
export async function approvalFor(tx: Tx, author: MemberActor, conversation: Approved, visibility: Visibility): Promise<Approval | undefined> {
  const rule = ruleFor(await findRules(tx), { memberId: author.memberId, role: author.role, memberTeamIds: author.teamIds, channelId: conversation.channel_id, teamId: conversation.team_id, visibility });
  if (rule === undefined) return undefined;
  const askedIds = await askedBy(tx, rule, author.memberId, author.teamIds, conversation);
  const now = new Date();
  return { ruleId: rule.id, askedIds, clock: clockFrom(await waitingFor(tx, rule, { askedIds, authorId: author.memberId }, conversation, now), now) };
}

/** Who left, lost the right or was asked already is nobody to wait for. */
export async function waitingFor(tx: Tx, rule: Pick<RuleRow, 'fallbacks'>, { askedIds, authorId }: { askedIds: readonly string[]; authorId: string }, conversation: Approved, now: Date): Promise<Waiting> {
  const able = await ableTo(tx, [...new Set(rule.fallbacks.map(({ memberId }) => memberId))], authorId, conversation);
  return findWaiting(tx, askedIds, rule.fallbacks, able, now);
}

/** Named approvers and the leads of the teams concerned; where there are none, everybody whose role may. */
async function askedBy(tx: Tx, rule: RuleRow, authorId: string, authorTeams: readonly string[], conversation: Approved): Promise<string[]> {
  const teams = [...authorTeams, ...(conversation.team_id === null ? [] : [conversation.team_id])];
  const leads = rule.team_leads && teams.length > 0 ? (await tx.query<{ member_id: string }>(`SELECT DISTINCT member_id FROM team_members WHERE lead AND team_id = ANY($1::uuid[])`, [teams])).map((row) => row.member_id) : [];
  const named = await ableTo(tx, [...new Set([...rule.approver_ids, ...leads])], authorId, conversation);
  if (named.length > 0) return named;
  const everybody = await findActors(tx, 'all');
  return everybody.filter((member) => seesEverything(member.role) && member.memberId !== authorId).map((member) => member.memberId);
}

/** Of these, who could say yes: active, may answer customers, sees the conversation, and did not write it. */
export async function ableTo(tx: Tx, memberIds: readonly string[], authorId: string, { channel_id: channelId, assignee_id: assigneeId, team_id: teamId }: Approved): Promise<string[]> {
  if (memberIds.length === 0) return [];
  const members = await findActors(tx, memberIds);
  return members.filter((member) => can(member, 'message.approve', { kind: 'approval', channelId, assigneeId, teamId, authorId, askedIds: memberIds })).map((member) => member.memberId);
}
