import { verbs, type Role, type Verb } from '@kontuar/contract';
import type { Actor, MemberActor, Resource } from './actor';

const everyone: Verb[] = ['workspace.read', 'member.list', 'team.list', 'channel.list', 'label.list', 'canned.list', 'view.list', 'view.save', 'self.manage', 'conversation.list', 'conversation.read', 'contact.list', 'contact.read', 'case.read', 'lead.read', 'outreach.read', 'search', 'knowledge.read', 'lesson.read', 'sla.read', 'moderation.read', 'listening.read', 'crisis.read', 'crisis.note'];
const brandAnalyst: Verb[] = [...everyone, 'conversation.note', 'listening.judge', 'listening.manage', 'crisis.lead'];
const agent: Verb[] = [...everyone, 'conversation.start', 'conversation.reply', 'conversation.note', 'conversation.assign', 'conversation.triage', 'message.act', 'message.approve', 'contact.edit', 'contact.merge', 'case.edit', 'lead.edit', 'knowledge.write', 'lesson.write', 'company.manage', 'quality.read', 'listening.judge'];
const supervisor: Verb[] = [...agent, 'board.read', 'board.move', 'shift.manage', 'label.manage', 'attribute.manage', 'matter.manage', 'canned.manage', 'knowledge.publish', 'lesson.review', 'view.manage', 'case.manage', 'lead.manage', 'outreach.manage', 'delivery.read', 'audit.read', 'report.read', 'report.send', 'contact.import', 'contact.export', 'kind.manage', 'sla.manage', 'stuck.read', 'routing.read', 'routing.manage', 'moderation.manage', 'listening.manage', 'rules.read', 'rules.manage', 'crisis.lead', 'quality.review', 'quality.manage', 'conversation.supervise'];

/** A role is a set of verbs; a custom role will be one more row. */
const allowed: Record<Role, ReadonlySet<Verb>> = {
  owner: new Set(verbs),
  // The same verbs; what an admin may not do is touch an owner (see 'member' below).
  admin: new Set(verbs),
  supervisor: new Set(supervisor),
  agent: new Set(agent),
  brand_analyst: new Set(brandAnalyst),
};

/** Roles that read every channel, restricted or not. */
export const seesEverything = (role: Role): boolean => role === 'owner' || role === 'admin' || role === 'supervisor';

const readOnly: ReadonlySet<Verb> = new Set<Verb>([...everyone.filter((verb) => verb !== 'self.manage' && verb !== 'view.save' && verb !== 'crisis.note'), 'delivery.read', 'audit.read', 'board.read', 'stuck.read', 'routing.read', 'rules.read', 'report.read', 'quality.read']);
const administrative: ReadonlySet<Verb> = new Set<Verb>(['workspace.manage', 'member.invite', 'member.manage', 'team.manage', 'channel.manage', 'approval.manage', 'privacy.manage', 'token.manage', 'audit.read', 'delivery.replay']);

function scoped(actor: MemberActor, verb: Verb): boolean {
  if (actor.scopes === undefined) return true;
  if (administrative.has(verb)) return actor.scopes.includes('admin');
  if (readOnly.has(verb)) return actor.scopes.length > 0;
  return actor.scopes.includes('write') || actor.scopes.includes('admin');
}

/** The one policy, for REST, sockets, search, export, jobs and replies by mail alike. Without a resource: may the actor ever? */
export function can(actor: Actor, verb: Verb, resource?: Resource): boolean {
  if (actor.kind === 'system') return true;
  if (!allowed[actor.role].has(verb) || !scoped(actor, verb)) return false;
  switch (resource?.kind) {
    case undefined:
      return true;
    case 'conversation':
      return sees(actor, resource);
    case 'channel':
      return readsChannel(actor, resource.channelId);
    case 'approval':
      // Nobody approves their own; beside those who lead, only who was asked.
      return sees(actor, resource) && resource.authorId !== actor.memberId && (seesEverything(actor.role) || resource.askedIds.includes(actor.memberId));
    case 'member':
      // An admin governs everyone but owners; only an owner touches an owner.
      return resource.role !== 'owner' || actor.role === 'owner';
    default:
      throw new Error(`no policy for ${JSON.stringify(resource satisfies never)}`);
  }
}

export function readsChannel(actor: MemberActor, channelId: string): boolean {
  return actor.channelIds === 'all' || actor.channelIds.includes(channelId);
}

/** By channel, or because the work was handed to this member or one of their teams. */
function sees(actor: MemberActor, conversation: { channelId: string; assigneeId: string | null; teamId: string | null }): boolean {
  return (
    readsChannel(actor, conversation.channelId) ||
    conversation.assigneeId === actor.memberId ||
    (conversation.teamId !== null && actor.teamIds.includes(conversation.teamId))
  );
}

export function verbsOf(actor: MemberActor): Verb[] {
  return verbs.filter((verb) => can(actor, verb));
}

/** The same rule as `can` on a conversation, for WHERE clauses over `conversations c`; parameters are appended to `parameters`. */
export function visibleConversations(actor: Actor, parameters: unknown[]): string {
  if (actor.kind === 'system' || actor.channelIds === 'all') return 'true';
  parameters.push(actor.channelIds, actor.memberId, actor.teamIds);
  const n = parameters.length;
  return `(c.channel_id = ANY($${n - 2}::uuid[]) OR c.assignee_id = $${n - 1} OR c.team_id = ANY($${n}::uuid[]))`;
}
