import { z } from 'zod';
import { erasureCount } from './erasures';
import { id, instant } from './primitives';

/**
 * What a rule about keeping takes. conversations: resolved ones that nobody touched since. attachments: the bytes of their files; names and sizes stay. deliveries:
 * what came in, as it came. drafts: what nobody sent. searches: what was looked for in vain. people: those of whom nothing else is left.
 */
export const retentionWhat = z.enum(['conversations', 'attachments', 'deliveries', 'drafts', 'searches', 'people']);
export type RetentionWhat = z.infer<typeof retentionWhat>;
/** These belong to no channel. */
export const withoutChannel: readonly RetentionWhat[] = ['searches', 'people'];

/** What keeps something that is old enough: a case that the law keeps, an open lead, a promise, an answer or a question that is still to leave, a consent that stands. */
export const retentionHold = z.enum(['case', 'lead', 'promise', 'planned', 'survey', 'consent', 'purchase']);
export type RetentionHold = z.infer<typeof retentionHold>;

export const retentionRun = z.object({
  id, state: z.enum(['running', 'done', 'stopped']),
  /** What is older than this goes. */
  before: instant,
  gone: z.number().int(), held: z.number().int(), counts: z.array(erasureCount), startedAt: instant, endedAt: instant.nullable(),
});
export type RetentionRun = z.infer<typeof retentionRun>;

export const retentionRule = z.object({
  id, what: retentionWhat,
  /** Null: every channel that has no rule of its own for this. */
  channelId: id.nullable(),
  days: z.number().int(), active: z.boolean(),
  /** The night in which it runs next. */
  nextAt: instant.nullable(),
  /** Newest first. */
  runs: z.array(retentionRun),
});
export type RetentionRule = z.infer<typeof retentionRule>;
export const retentionRuleList = z.object({ items: z.array(retentionRule) });
export type RetentionRuleList = z.infer<typeof retentionRuleList>;

const days = z.number().int().min(1).max(36_500);
export const retentionRuleInput = z.object({ what: retentionWhat, channelId: id.nullable().default(null), days, active: z.boolean().default(false) });
export type RetentionRuleInput = z.infer<typeof retentionRuleInput>;
export const retentionRulePatch = z.object({ days, active: z.boolean() }).partial();
export type RetentionRulePatch = z.infer<typeof retentionRulePatch>;

/** What a rule would take now; nothing is changed by asking. */
export const retentionTrial = z.object({
  before: instant,
  gone: z.number().int(), held: z.number().int(),
  counts: z.array(erasureCount),
  /** Counts are of so many of the oldest; null: of all. */
  countedOf: z.number().int().nullable(),
  /** The oldest. */
  samples: z.array(z.object({ id: z.string(), label: z.string(), at: instant })),
  heldSamples: z.array(z.object({ id: z.string(), label: z.string(), at: instant, why: retentionHold })),
});
export type RetentionTrial = z.infer<typeof retentionTrial>;
export const retentionTrialInput = retentionRuleInput.pick({ what: true, channelId: true, days: true });
export type RetentionTrialInput = z.infer<typeof retentionTrialInput>;
