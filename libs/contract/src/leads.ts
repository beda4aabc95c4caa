import { z } from 'zod';
import { conversationView } from './conversations';
import { id, instant, locale, page, pageQuery } from './primitives';

/** What a stage means for the lead: it goes on, or it ended one way or the other. */
export const leadState = z.enum(['open', 'won', 'lost']);
export type LeadState = z.infer<typeof leadState>;
export const leadStageKey = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
const stageName = z.string().trim().min(1).max(60);
export const leadStage = z.object({ key: leadStageKey, name: z.object({ en: stageName, pl: stageName }), kind: leadState, archived: z.boolean() });
export type LeadStage = z.infer<typeof leadStage>;

/** ISO 4217: three capital letters. */
export const currency = z.string().regex(/^[A-Z]{3}$/);
/** What it may bring in, exact to the smallest coin: never a float. */
export const leadWorth = z.object({ amount: z.string().regex(/^\d{1,12}(\.\d{1,2})?$/), currency });
export type LeadWorth = z.infer<typeof leadWorth>;

const words = (max: number) => z.string().trim().max(max);

export const leadRow = z.object({
  id, number: z.number().int(), code: z.string(), contact: z.object({ id, name: z.string() }).nullable(),
  wants: z.string(), worth: leadWorth.nullable(), stage: z.string(), state: leadState, reason: z.string(),
  ownerId: id.nullable(), teamId: id.nullable(),
  /** What will be done next, and when; without either it is shown that nobody knows how it goes on. */
  nextStep: z.string(), nextAt: instant.nullable(),
  /** The outreach that it came from. */
  campaign: z.object({ id, name: z.string() }).nullable(),
  createdAt: instant, closedAt: instant.nullable(), version: z.number().int(),
});
export type LeadRow = z.infer<typeof leadRow>;
export const leadPage = page(leadRow);

export const leadConversation = z.object({ id, number: z.number().int(), channelId: id, connectorId: z.string(), subject: z.string().nullable(), contactName: z.string(), preview: z.string(), lastMessageAt: instant, state: z.string() });
export const leadView = leadRow.extend({
  conversations: z.array(leadConversation),
  /** On channels that this reader does not see. */
  hiddenConversations: z.number().int(),
});
export type LeadView = z.infer<typeof leadView>;
/** Of one conversation: its lead that goes on, else the newest that ended. */
export const leadOf = z.object({ lead: leadView.nullable() });
export type LeadOf = z.infer<typeof leadOf>;
export const leadChange = z.object({ lead: leadView, conversation: conversationView.nullable(), undoToken: z.string().nullable() });
export type LeadChange = z.infer<typeof leadChange>;

export const leadInput = z.object({ wants: words(500).optional(), worth: leadWorth.nullable().optional(), nextStep: words(300).optional(), nextAt: instant.nullable().optional() });
export type LeadInput = z.infer<typeof leadInput>;
export const leadPatch = z.object({
  wants: words(500), worth: leadWorth.nullable(), stage: leadStageKey, reason: words(500), ownerId: id.nullable(), teamId: id.nullable(), nextStep: words(300), nextAt: instant.nullable(), version: z.number().int(),
}).partial();
export type LeadPatch = z.infer<typeof leadPatch>;
export const leadLink = z.object({ conversationId: id });

export const leadFilter = z.object({
  state: leadState.optional(), stage: leadStageKey.optional(), ownerId: z.union([id, z.enum(['me', 'none'])]).optional(), teamId: id.optional(), campaignId: id.optional(), contactId: id.optional(),
  /** Of the next step: past its moment, today, within seven days, none at all. */
  due: z.enum(['late', 'today', 'week', 'none']).optional(), q: words(200).optional(),
});
export type LeadFilter = z.infer<typeof leadFilter>;
/** 'stage': by stage, in each what is due first. */
export const leadQuery = pageQuery.extend({ ...leadFilter.shape, sort: z.enum(['stage', 'next', 'newest', 'worth']).default('stage') });
export type LeadQuery = z.infer<typeof leadQuery>;
export const leadExportQuery = leadFilter.extend({ locale: locale.default('en') });
export type LeadExportQuery = z.infer<typeof leadExportQuery>;

/** How many stand where, and what they are worth in each currency. */
export const leadSums = z.object({ stages: z.array(z.object({ key: z.string(), count: z.number().int(), late: z.number().int(), withoutStep: z.number().int(), worth: z.array(leadWorth.extend({ amount: z.string() })) })) });
export type LeadSums = z.infer<typeof leadSums>;

export const leadSettings = z.object({ prefix: z.string(), currency, stages: z.array(leadStage) });
export type LeadSettings = z.infer<typeof leadSettings>;
export const leadSettingsPatch = z.object({
  prefix: z.string().trim().max(12).regex(/^[\p{L}\p{N}/._-]*$/u), currency,
  stages: z.array(leadStage).min(3).max(20)
    .refine((stages) => new Set(stages.map(({ key }) => key)).size === stages.length, 'Each stage has a key of its own.')
    .refine((stages) => leadState.options.every((kind) => stages.some((stage) => stage.kind === kind && !stage.archived)), 'There is at least one stage that goes on, one for won and one for lost.'),
}).partial();
export type LeadSettingsPatch = z.infer<typeof leadSettingsPatch>;

export const leadEvent = z.object({ id, type: z.string(), at: instant, byKind: z.string(), byId: id.nullable(), conversationId: id.nullable(), data: z.record(z.string(), z.unknown()) });
export const leadHistory = page(leadEvent);
export type LeadHistory = z.infer<typeof leadHistory>;
