import { z } from 'zod';
import { messageActKind } from './messages';
import { id, instant } from './primitives';

const name = z.string().trim().min(1).max(80);
const term = z.string().trim().min(1).max(80);
const terms = z.array(term).min(1).max(500);

/** What a comment is held against. `not`: it fits what does not. */
const not = z.boolean().default(false);
export const moderationCondition = z.discriminatedUnion('by', [
  /** Whole words and phrases in any of their forms; in quotes: as it stands. */
  z.object({ by: z.literal('words'), not, of: terms }),
  /** A link to anywhere but `except` and what is below it. */
  z.object({ by: z.literal('link'), not, except: z.array(z.string().trim().toLowerCase().min(3).max(120)).max(100).default([]) }),
  z.object({ by: z.literal('phoneNumber'), not }),
  z.object({ by: z.literal('emojiOnly'), not }),
  /** Capitals, of at least twelve letters. */
  z.object({ by: z.literal('shouting'), not }),
  /** First seen by us no more than so many days ago. */
  z.object({ by: z.literal('newAuthor'), not, days: z.number().int().min(1).max(365) }),
  /** Their account is no more than so many days old; unknown, and so neither, where the network does not tell. */
  z.object({ by: z.literal('youngAccount'), not, days: z.number().int().min(1).max(365) }),
  /** Wrote to us no more than so many times before; 0: never. */
  z.object({ by: z.literal('fewWords'), not, atMost: z.number().int().min(0).max(100) }),
  /** At least so many comments of theirs were hidden or deleted before. */
  z.object({ by: z.literal('hiddenBefore'), not, atLeast: z.number().int().min(1).max(100) }),
  /** Two-letter codes; what no language could be told of fits none. */
  z.object({ by: z.literal('language'), not, of: z.array(z.string().regex(/^[a-z]{2,3}$/)).min(1).max(30) }),
  z.object({ by: z.literal('mood'), not, of: z.array(z.enum(['positive', 'neutral', 'negative'])).min(1).max(3) }),
  /** The same text, near enough, at least so many times within so many hours, this one counted. */
  z.object({ by: z.literal('repeated'), not, times: z.number().int().min(2).max(100), hours: z.number().int().min(1).max(720), from: z.enum(['anyone', 'author']).default('anyone') }),
  z.object({ by: z.literal('postKind'), not, of: z.array(z.enum(['post', 'ad', 'story', 'video', 'listing', 'app'])).min(1).max(6) }),
]);
export type ModerationCondition = z.infer<typeof moderationCondition>;

export const moderationAction = z.discriminatedUnion('do', [
  z.object({ do: z.literal('hide') }), z.object({ do: z.literal('delete') }), z.object({ do: z.literal('like') }),
  z.object({ do: z.literal('label'), labelId: id }),
  z.object({ do: z.literal('assign'), memberId: id.nullable().default(null), teamId: id.nullable().default(null) }),
  /** Once to each comment, in private, where the platform takes it; `{name}`: the author's. */
  z.object({ do: z.literal('answer'), text: z.string().trim().min(1).max(2000) }),
]);
export type ModerationAction = z.infer<typeof moderationAction>;

/** trial: what it would do is written down. suggest: somebody is asked. act: it is done. */
export const moderationStage = z.enum(['trial', 'suggest', 'act']);
export type ModerationStage = z.infer<typeof moderationStage>;

/** Never hit: these authors, posts, and texts with these words. */
export const moderationExceptions = z.object({ authorIds: z.array(id).max(500).default([]), postIds: z.array(id).max(500).default([]), words: z.array(term).max(500).default([]) });
export type ModerationExceptions = z.infer<typeof moderationExceptions>;

const shape = z.object({
  name,
  /** Null: on every channel. */
  channelIds: z.array(id).min(1).max(200).nullable(),
  match: z.enum(['all', 'any']),
  conditions: z.array(moderationCondition).min(1).max(12),
  actions: z.array(moderationAction).min(1).max(6),
  exceptions: moderationExceptions,
  stage: moderationStage,
  active: z.boolean(),
});
export const moderationRuleInput = shape.extend({ channelIds: shape.shape.channelIds.default(null), match: z.enum(['all', 'any']).default('all'), exceptions: moderationExceptions.default({ authorIds: [], postIds: [], words: [] }), stage: moderationStage.default('trial'), active: z.boolean().default(true) });
export type ModerationRuleInput = z.infer<typeof moderationRuleInput>;
/** `version`: what was looked at; another one in between is told, not written over. */
export const moderationRulePatch = shape.partial().extend({ version: z.number().int() });
export type ModerationRulePatch = z.infer<typeof moderationRulePatch>;

/** Of the last thirty days. */
export const moderationTally = z.object({ hits: z.number().int(), done: z.number().int(), waiting: z.number().int(), restored: z.number().int(), falseHits: z.number().int() });
export const moderationRule = shape.extend({ id, position: z.number().int(), version: z.number().int(), updatedAt: instant, tally: moderationTally });
export type ModerationRule = z.infer<typeof moderationRule>;
/** In the order in which they are asked. All that match apply. */
export const moderationRules = z.object({ items: z.array(moderationRule), /** Comments that came in and were not judged yet. */ waiting: z.number().int() });
export type ModerationRules = z.infer<typeof moderationRules>;
export const moderationOrder = z.object({ ids: z.array(id).max(200) });

/** Why it fits, as the comment has it: the words, the link, the number of times. */
export const moderationReason = z.object({ by: z.string(), found: z.array(z.string()).max(20) });
export type ModerationReason = z.infer<typeof moderationReason>;

/** trial: written down. suggested: somebody is asked. done: what it asks for was asked of the platform. refused: somebody said no. restored: taken back. */
export const moderationDecision = z.enum(['trial', 'suggested', 'done', 'refused', 'restored']);
export type ModerationDecision = z.infer<typeof moderationDecision>;
/** What came of one action. waiting: the platform is asked. overruled: a rule before it asked for something stronger. */
export const moderationOutcome = z.object({ do: z.enum(['hide', 'delete', 'like', 'label', 'assign', 'answer']), state: z.enum(['planned', 'waiting', 'done', 'failed', 'overruled', 'not-offered', 'gone']), detail: z.string().nullable() });
export type ModerationOutcome = z.infer<typeof moderationOutcome>;

export const moderationHit = z.object({
  id, ruleId: id.nullable(), ruleName: z.string(), ruleVersion: z.number().int(), stage: moderationStage, decision: moderationDecision, falseHit: z.boolean(), reasons: z.array(moderationReason), outcomes: z.array(moderationOutcome),
  at: instant, decidedAt: instant.nullable(), decidedBy: z.string().nullable(),
  message: z.object({ id, conversationId: id, channelId: id, text: z.string(), at: instant, authorId: id.nullable(), authorName: z.string(), postId: id.nullable(), post: z.string().nullable(), hidden: z.boolean(), removed: z.boolean(), /** What the platform is being asked for, or will be once the channel runs. */ pending: messageActKind.nullable() }),
});
export type ModerationHit = z.infer<typeof moderationHit>;
export const moderationHitQuery = z.object({
  ruleId: id.optional(), decision: moderationDecision.optional(), falseHit: z.enum(['true', 'false']).optional(), cursor: z.string().max(500).optional(), limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type ModerationHitQuery = z.infer<typeof moderationHitQuery>;

/** do: what the rule asks for. refuse: it stays as it is. restore: what was hidden is shown, a label goes. false, right: whether it was rightly hit. ask: what was left as it was is suggested again. */
export const moderationVerdict = z.enum(['do', 'refuse', 'ask', 'restore', 'false', 'right']);
export type ModerationVerdict = z.infer<typeof moderationVerdict>;
export const moderationDecide = z.object({ ids: z.array(id).min(1).max(500), verdict: moderationVerdict });
export type ModerationDecide = z.infer<typeof moderationDecide>;
/** All that a rule did since then. */
export const moderationRestoreInput = z.object({ since: instant });
/** `skipped`: somebody had decided already, it cannot be done there, or it is not theirs to decide. `more`: ask again. */
export const moderationDecided = z.object({ decided: z.number().int(), skipped: z.number().int(), more: z.boolean() });
export type ModerationDecided = z.infer<typeof moderationDecided>;

/** What a rule would have done in the last thirty days. `ruleId`: its false hits of before are held against it. */
export const moderationTrialInput = z.object({ ruleId: id.optional(), channelIds: shape.shape.channelIds, match: shape.shape.match, conditions: shape.shape.conditions, exceptions: moderationExceptions });
export type ModerationTrialInput = z.infer<typeof moderationTrialInput>;
export const moderationSample = z.object({ message: moderationHit.shape.message, reasons: z.array(moderationReason), falseHit: z.boolean() });
export type ModerationSample = z.infer<typeof moderationSample>;
/** `looked`: comments that were held against it, the newest of `comments`. `falseHits`, `spared`: of those marked by hand, how many it hits still, and no longer. */
export const moderationTrial = z.object({ days: z.number().int(), comments: z.number().int(), looked: z.number().int(), hits: z.number().int(), authors: z.number().int(), falseHits: z.number().int(), spared: z.number().int(), perDay: z.array(z.object({ day: z.string(), hits: z.number().int() })), samples: z.array(moderationSample) });
export type ModerationTrial = z.infer<typeof moderationTrial>;
/** A hit of a trial, marked by hand. */
export const moderationMark = z.object({ messageId: id, falseHit: z.boolean() });

/** What rules said of the comments of a conversation, newest first. */
export const moderationOfConversation = z.object({ items: z.array(moderationHit) });
export type ModerationOfConversation = z.infer<typeof moderationOfConversation>;
/** From now on this author, post or text is left alone by the rule. */
export const moderationException = z.discriminatedUnion('kind', [z.object({ kind: z.literal('author'), value: id }), z.object({ kind: z.literal('post'), value: id }), z.object({ kind: z.literal('words'), value: term })]);
export type ModerationException = z.infer<typeof moderationException>;
