import { z } from 'zod';

export const role = z.enum(['owner', 'admin', 'supervisor', 'agent', 'brand_analyst']);
export type Role = z.infer<typeof role>;

/** Every verb that `can(actor, verb, resource)` knows; a route or socket event names one of them. */
export const verbs = [
  'workspace.read', 'workspace.manage',
  'member.list', 'member.invite', 'member.manage', 'shift.manage',
  'team.list', 'team.manage',
  'channel.list', 'channel.manage',
  'delivery.read', 'delivery.replay',
  'conversation.list', 'conversation.read', 'conversation.start', 'conversation.reply', 'conversation.note',
  'conversation.assign', 'conversation.triage', 'message.act', 'message.approve', 'approval.manage',
  'contact.list', 'contact.read', 'contact.edit', 'contact.merge',
  'case.read', 'case.edit', 'case.manage', 'lead.read', 'lead.edit', 'lead.manage', 'outreach.read', 'outreach.manage', 'contact.import', 'contact.export', 'kind.manage', 'company.manage',
  'label.list', 'label.manage', 'attribute.manage', 'matter.manage',
  'view.list', 'view.save', 'view.manage', 'board.read', 'board.move',
  'canned.list', 'canned.manage',
  'knowledge.read', 'knowledge.write', 'knowledge.publish',
  'lesson.read', 'lesson.write', 'lesson.review',
  'sla.read', 'sla.manage', 'stuck.read', 'routing.read', 'routing.manage', 'moderation.read', 'moderation.manage', 'listening.read', 'listening.judge', 'listening.manage', 'rules.read', 'rules.manage',
  'crisis.read', 'crisis.note', 'crisis.lead',
  'quality.read', 'quality.review', 'quality.manage', 'conversation.supervise',
  'privacy.manage', 'search', 'audit.read', 'report.read', 'report.send', 'token.manage', 'self.manage',
] as const;
export const verb = z.enum(verbs);
export type Verb = (typeof verbs)[number];
