import { z } from 'zod';
import { attachmentView } from './attachments';
import { visibility } from './channels';
import { conversationView } from './conversations';
import { crisisHeld } from './crisis';
import { posted } from './messages';
import { email, id, instant, locale, shortText } from './primitives';

/** awaiting: an approval · returned: to its author, with a note · scheduled: for its time · cancelled: the customer wrote first, or a person did it. */
export const plannedState = z.enum(['awaiting', 'returned', 'scheduled', 'released', 'cancelled', 'withdrawn']);
export type PlannedState = z.infer<typeof plannedState>;

/** An answer that is no message yet: it stands last in the thread, dashed, until it leaves or is dropped. */
export const plannedView = z.object({
  id, conversationId: id, clientId: z.string().nullable(),
  state: plannedState,
  /** Of a cancelled one: 'customer-wrote', 'member', 'resolved', 'channel-gone', 'crisis'. */
  reason: z.string().nullable(),
  author: z.object({ id, name: z.string() }),
  text: z.string(), html: z.string().nullable(), visibility, cc: z.array(z.string()), replyToId: id.nullable(),
  template: z.object({ id: z.string(), name: z.string(), language: z.string() }).nullable(),
  attachments: z.array(attachmentView),
  then: z.enum(['resolve', 'pending']).nullable(),
  /** Null: as soon as somebody approved it. `timeZone`: on whose clock the time was chosen. */
  sendAt: instant.nullable(), timeZone: z.string().nullable(),
  ifCustomerWrites: z.enum(['cancel', 'send']),
  /** The customer wrote after it was written. */
  stale: z.boolean(),
  /** While it waits for an approval, and after. */
  approval: z.object({
    ruleName: z.string().nullable(), since: instant, askedIds: z.array(id),
    /** When the next fallback person is asked, and who that is; null: nobody is left to ask. */
    nextAt: instant.nullable(), nextId: id.nullable(),
    note: z.string().nullable(), decidedBy: id.nullable(), decidedAt: instant.nullable(),
    /** May this reader decide? Nobody decides on their own. */
    mayDecide: z.boolean(),
  }).nullable(),
  /** Who wrote it and who changed it, oldest first; one entry: nobody changed it. */
  revisions: z.array(z.object({ memberId: id, memberName: z.string(), text: z.string(), at: instant })),
  followUp: z.object({ id, step: z.number().int() }).nullable(),
  messageId: id.nullable(),
  /** Waits longer than its time while a crisis is on, and after it until somebody decided. */
  held: crisisHeld.nullable(),
  version: z.number().int(), createdAt: instant, endedAt: instant.nullable(),
});
export type PlannedView = z.infer<typeof plannedView>;

/** What a POST of a reply answers that does not leave yet: it waits for its time or for an approval. */
export const held = z.object({ planned: plannedView, conversation: conversationView });
export type Held = z.infer<typeof held>;
export const postedOrHeld = z.union([posted, held]);
export type PostedOrHeld = z.infer<typeof postedOrHeld>;

/** What is left out stays. With a version, refused (409 'planned-moved') when somebody changed it meanwhile. */
export const plannedPatch = z.object({
  text: z.string().trim().min(1).max(50_000), html: z.string().max(200_000).nullable(), cc: z.array(email).max(50),
  sendAt: instant, timeZone: z.string().max(60).nullable(), ifCustomerWrites: z.enum(['cancel', 'send']), version: z.number().int(),
}).partial();
export type PlannedPatch = z.infer<typeof plannedPatch>;
/** Edits and approves in one act; `stale: true` says that the approver has seen what the customer wrote since. */
export const approveInput = z.object({ text: z.string().trim().min(1).max(50_000), html: z.string().max(200_000).nullable(), version: z.number().int(), stale: z.boolean() }).partial();
export type ApproveInput = z.infer<typeof approveInput>;
export const returnInput = z.object({ note: z.string().trim().min(1).max(4000) });
export type ReturnInput = z.infer<typeof returnInput>;

/** On what the guess at a customer's time zone rests. `value`: the prefix, the offset, the language … */
export const zoneEvidence = z.object({ kind: z.enum(['hand', 'phone', 'browser', 'mail', 'country', 'language', 'workspace']), value: z.string() });
export type ZoneEvidence = z.infer<typeof zoneEvidence>;
export const customerZone = z.object({ timeZone: z.string(), evidence: z.array(zoneEvidence), sure: z.boolean() });
export type CustomerZone = z.infer<typeof customerZone>;
export const zoneInput = z.object({ timeZone: z.string().max(60).nullable() });

export const followUpStep = z.object({
  after: z.object({ amount: z.number().int().min(1).max(999), unit: z.enum(['minutes', 'hours', 'days']) }),
  /** send: `text` to the customer · remind: back to the assignee as work · close: resolves the conversation. */
  act: z.enum(['send', 'remind', 'close']),
  /** May hold {{contact.first}}, {{contact.name}}, {{agent.name}}, {{workspace.name}}, {{conversation.number}}. */
  text: z.string().trim().max(20_000).default(''),
  /** Instead of `text`: a canned answer, as it says when the chain begins. */
  cannedId: id.optional(),
}).refine((step) => step.act !== 'send' || step.text !== '' || step.cannedId !== undefined, { message: 'Write what shall be sent', path: ['text'] });
export type FollowUpStep = z.infer<typeof followUpStep>;
export const stopWhen = z.object({ resolved: z.boolean().default(true), reassigned: z.boolean().default(false) });
const chain = { name: shortText, steps: z.array(followUpStep).min(1).max(10), businessDays: z.boolean().default(false), stopWhen: stopWhen.default({ resolved: true, reassigned: false }) };
/** Either a preset by its id, or steps of one's own. */
export const followUpInput = z.object({ presetId: z.string().max(60).optional(), locale: locale.default('en'), ...chain, name: chain.name.optional(), steps: chain.steps.optional() })
  .refine((input) => input.presetId !== undefined || input.steps !== undefined, { message: 'Choose a preset or give the steps', path: ['steps'] });
export type FollowUpInput = z.infer<typeof followUpInput>;
export const followUpView = z.object({
  id, conversationId: id, name: z.string(), author: z.object({ id, name: z.string() }), steps: z.array(followUpStep), nextStep: z.number().int(), dueAt: instant.nullable(),
  businessDays: z.boolean(), timeZone: z.string(), stopWhen, state: z.enum(['active', 'done', 'stopped']), reason: z.string().nullable(), held: crisisHeld.nullable(), createdAt: instant, endedAt: instant.nullable(),
});
export type FollowUpView = z.infer<typeof followUpView>;
export const followUpPreset = z.object({ id: z.string(), ...chain, builtIn: z.boolean(), own: z.boolean(), uses: z.number().int() });
export type FollowUpPreset = z.infer<typeof followUpPreset>;
export const presetQuery = z.object({ locale: locale.default('en'), language: z.string().max(10).optional() });
export type PresetQuery = z.infer<typeof presetQuery>;
export const presetInput = z.object({ ...chain, shared: z.boolean().default(false) });
export type PresetInput = z.infer<typeof presetInput>;
/** What a chain would do here: when each step comes, what it says, and which the channel's window would not let through. */
export const followUpPreview = z.object({ steps: z.array(z.object({ at: instant, act: followUpStep.shape.act, text: z.string(), blocked: z.string().nullable() })) });
export type FollowUpPreview = z.infer<typeof followUpPreview>;
export const followUpChange = z.object({ followUp: followUpView.nullable(), conversation: conversationView });
export type FollowUpChange = z.infer<typeof followUpChange>;

/** Everything that waits in a conversation, in the order in which it comes. */
export const plannedList = z.object({ items: z.array(plannedView), followUp: followUpView.nullable(), zone: customerZone });
export type PlannedList = z.infer<typeof plannedList>;

export const approvalRule = z.object({
  id, name: z.string(), active: z.boolean(),
  roles: z.array(z.enum(['admin', 'supervisor', 'agent'])), memberIds: z.array(id), authorTeamIds: z.array(id),
  channelIds: z.array(id), teamIds: z.array(id), visibility: visibility.nullable(),
  approverIds: z.array(id), teamLeads: z.boolean(),
  fallbacks: z.array(z.object({ afterMinutes: z.number().int().min(1).max(10_080), memberId: id })),
});
export type ApprovalRule = z.infer<typeof approvalRule>;
const ids = z.array(id).max(200).default([]);
export const approvalRuleInput = z.object({
  name: shortText, active: z.boolean().default(true), roles: approvalRule.shape.roles.max(3).default([]), memberIds: ids, authorTeamIds: ids, channelIds: ids, teamIds: ids,
  visibility: visibility.nullable().default(null), approverIds: ids, teamLeads: z.boolean().default(true), fallbacks: approvalRule.shape.fallbacks.max(10).default([]),
});
export type ApprovalRuleInput = z.infer<typeof approvalRuleInput>;
// Without defaults: what a patch leaves out stays.
export const approvalRulePatch = approvalRule.omit({ id: true }).extend({ name: shortText }).partial();
export type ApprovalRulePatch = z.infer<typeof approvalRulePatch>;
/** What waits for this member's approval, oldest first. */
export const approvalItem = z.object({ planned: plannedView, conversation: conversationView });
export const approvalQueue = z.object({ items: z.array(approvalItem), total: z.number().int() });
export type ApprovalQueue = z.infer<typeof approvalQueue>;
