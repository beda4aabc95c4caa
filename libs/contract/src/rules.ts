import { z } from 'zod';
import { attributeKey, attributeValue } from './attributes';
import { caseDecision } from './case-summary';
import { conversationState, priority } from './conversations';
import { conditionsOf, type Filter } from './filter-words';
import { filter } from './filters';
import { matterKey } from './matters';
import { id, instant, pageQuery, page } from './primitives';

const minutes = z.number().int().min(1).max(60 * 24 * 365);
const words = z.array(z.string().trim().min(2).max(100)).max(30);
const some = <T extends z.ZodType>(of: T) => z.array(of).max(30).default([]);

/** What makes a rule look at a conversation. Lists that are empty ask for nothing: any state, any label. */
export const ruleTrigger = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('conversation-created') }),
  /** `words`: at least one of them stands in it, however it is written. */
  z.strictObject({ on: z.literal('message-in'), words: words.default([]) }),
  z.strictObject({ on: z.literal('reply-sent') }),
  z.strictObject({ on: z.literal('note-written') }),
  z.strictObject({ on: z.literal('state'), from: some(conversationState), to: some(conversationState) }),
  z.strictObject({ on: z.literal('assigned') }),
  z.strictObject({ on: z.literal('labelled'), labelIds: some(id) }),
  z.strictObject({ on: z.literal('priority'), to: some(priority) }),
  z.strictObject({ on: z.literal('matter'), to: some(matterKey) }),
  z.strictObject({ on: z.literal('rated'), atLeast: z.number().int().min(1).max(5).default(1), atMost: z.number().int().min(1).max(5).default(5) }),
  z.strictObject({ on: z.literal('promise'), is: z.enum(['warned', 'broken']) }),
  z.strictObject({ on: z.literal('case-opened') }),
  /** Somebody said what becomes of the claim, or said otherwise. */
  z.strictObject({ on: z.literal('case-decided'), to: some(caseDecision) }),
  z.strictObject({ on: z.literal('case-closed') }),
  /** Nobody did anything in it for so long. */
  z.strictObject({ on: z.literal('unchanged'), minutes }),
  /** The customer waits for us. */
  z.strictObject({ on: z.literal('waiting'), minutes }),
  /** We wait for the customer. */
  z.strictObject({ on: z.literal('silent'), minutes }),
]);
export type RuleTrigger = z.infer<typeof ruleTrigger>;
export type RuleOn = RuleTrigger['on'];
export const timedTriggers = ['unchanged', 'waiting', 'silent'] as const satisfies readonly RuleOn[];
export type TimedOn = (typeof timedTriggers)[number];
export const isTimed = (trigger: RuleTrigger): trigger is Extract<RuleTrigger, { on: TimedOn }> => (timedTriggers as readonly string[]).includes(trigger.on);

const text = z.string().trim().min(1).max(4000);
/** Whom a rule tells: by name, or who has it, who leads, who is at work. */
const audience = z.strictObject({ memberIds: z.array(id).max(30).default([]), teamIds: z.array(id).max(10).default([]), owner: z.boolean().default(false), leads: z.boolean().default(false), onShift: z.boolean().default(false) })
  .refine(({ memberIds, teamIds, owner, leads, onShift }) => memberIds.length + teamIds.length > 0 || owner || leads || onShift, { message: 'Say who is told' });
const address = z.string().trim().max(2000).refine((value) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  return url !== undefined && (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '';
}, { message: 'An http or https address without a password' });

export const ruleAction = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('assign'), assigneeId: id.nullable().optional(), teamId: id.nullable().optional() })
    .refine(({ assigneeId, teamId }) => assigneeId !== undefined || teamId !== undefined, { message: 'Name a member or a team, or null for nobody' }),
  /** To whom of the team carries least, and is at work. */
  z.strictObject({ do: z.literal('spread'), teamId: id }),
  z.strictObject({ do: z.literal('label'), add: z.array(id).max(20).default([]), remove: z.array(id).max(20).default([]) }),
  z.strictObject({ do: z.literal('priority'), priority }),
  z.strictObject({ do: z.literal('matter'), matter: matterKey.nullable() }),
  z.strictObject({ do: z.literal('state'), state: conversationState.exclude(['snoozed']) }),
  z.strictObject({ do: z.literal('snooze'), minutes }),
  z.strictObject({ do: z.literal('attribute'), key: attributeKey, value: attributeValue.nullable() }),
  z.strictObject({ do: z.literal('note'), text }),
  /** To the customer, in the name of the house; at most once in so many hours in a conversation, whatever rule says it. */
  z.strictObject({ do: z.literal('answer'), text, everyHours: z.number().int().min(1).max(24 * 30).default(24) }),
  z.strictObject({ do: z.literal('canned'), cannedId: id, everyHours: z.number().int().min(1).max(24 * 30).default(24) }),
  /** What a canned answer does, without what it says. */
  z.strictObject({ do: z.literal('macro'), cannedId: id }),
  z.strictObject({ do: z.literal('notify'), to: audience }),
  z.strictObject({ do: z.literal('watch'), memberIds: z.array(id).min(1).max(30) }),
  z.strictObject({ do: z.literal('case') , matter: matterKey.nullable().default(null) }),
  /** "In two days unless answered, once more, then close": one that everybody has, by its id. In the name of who wrote the rule. */
  z.strictObject({ do: z.literal('follow-up'), presetId: z.string().min(1).max(60) }),
  z.strictObject({ do: z.literal('webhook'), url: address }),
]);
export type RuleAction = z.infer<typeof ruleAction>;

/** Nobody looks when a rule asks: there is no "me". */
const asksNobody = (value: Filter): boolean => conditionsOf(value).every((condition) => condition.by !== 'figure' && condition.by !== 'mentionsMe' && condition.by !== 'watchedByMe' && !('of' in condition && (condition.of as readonly string[]).some((each) => each === 'me' || each === 'my-teams' || each === 'mine')));
const ruleFilter = filter.refine(asksNobody, { message: 'A rule has no “me” and no “my teams”.' });

const definitionShape = z.object({
  when: z.array(ruleTrigger).min(1).max(17).refine((all) => new Set(all.map(({ on }) => on)).size === all.length, { message: 'Each occasion stands once' }),
  if: ruleFilter,
  /** Only while a house works, or only while it does not. */
  during: z.strictObject({ calendarId: id, is: z.enum(['inside', 'outside']) }).nullable().default(null),
  then: z.array(ruleAction).min(1).max(10),
});
/** What a version says; it never changes. */
export const ruleDefinition = definitionShape;
export type RuleDefinition = z.infer<typeof ruleDefinition>;

const name = z.string().trim().min(1).max(80);
export const rule = z.object({
  id, name, active: z.boolean(), position: z.number().int(), version: z.number().int(),
  definition: definitionShape.extend({ if: filter }),
  /** In the last seven days. */
  fired: z.number().int(), stopped: z.number().int(), failed: z.number().int(), lastAt: instant.nullable(),
  changedByName: z.string(), changedAt: instant,
});
export type Rule = z.infer<typeof rule>;
export const ruleList = z.object({ items: z.array(rule), timeZone: z.string() });
export type RuleList = z.infer<typeof ruleList>;
export const ruleInput = definitionShape.extend({ name, active: z.boolean().default(false) });
export type RuleInput = z.infer<typeof ruleInput>;
/** `version`: the one that was looked at; when somebody saved another meanwhile, nothing is overwritten. */
export const rulePatch = z.object({ name, active: z.boolean(), definition: definitionShape, version: z.number().int() }).partial();
export type RulePatch = z.infer<typeof rulePatch>;
export const ruleOrder = z.object({ ids: z.array(id).max(200) });
export type RuleOrder = z.infer<typeof ruleOrder>;
/** With which calls of this rule are signed; told once. */
export const ruleSecret = z.object({ secret: z.string() });
export type RuleSecret = z.infer<typeof ruleSecret>;

export const ruleVersion = z.object({ version: z.number().int(), name: z.string(), definition: definitionShape.extend({ if: filter }), byName: z.string(), at: instant, /** Which one it was brought back from. */ from: z.number().int().nullable() });
export type RuleVersion = z.infer<typeof ruleVersion>;
export const ruleVersions = z.object({ items: z.array(ruleVersion) });
export type RuleVersions = z.infer<typeof ruleVersions>;
export const ruleBack = z.object({ to: z.number().int().min(1) });
export type RuleBack = z.infer<typeof ruleBack>;

/** The tree of conditions with how each turned out; `is` of what was not asked is null. */
export type RuleWhy = { by: 'all' | 'any'; is: boolean | null; of: RuleWhy[] } | { by: 'not'; is: boolean | null; of: RuleWhy[] } | { by: 'condition'; is: boolean | null; condition: Record<string, unknown> };
export const ruleWhy: z.ZodType<RuleWhy> = z.union([
  z.object({ by: z.enum(['all', 'any']), is: z.boolean().nullable(), get of(): z.ZodArray<z.ZodType<RuleWhy>> { return z.array(ruleWhy); } }),
  z.object({ by: z.literal('not'), is: z.boolean().nullable(), get of(): z.ZodArray<z.ZodType<RuleWhy>> { return z.array(ruleWhy); } }),
  z.object({ by: z.literal('condition'), is: z.boolean().nullable(), condition: z.record(z.string(), z.unknown()) }),
]);
/** What became of one action. `code`: why it failed, or why there was nothing to do. */
export const ruleDone = z.object({ do: z.string(), did: z.enum(['done', 'nothing', 'failed']), code: z.string().nullable(), facts: z.record(z.string(), z.unknown()) });
export type RuleDone = z.infer<typeof ruleDone>;
export const ruleOccasion = z.object({ on: z.string(), at: instant, messageId: id.nullable(), facts: z.record(z.string(), z.unknown()) });
export type RuleOccasion = z.infer<typeof ruleOccasion>;

/** stopped: a limit kept it from going on in circles. failed: it could not be asked, or none of its actions could be done. */
export const ruleRunState = z.enum(['done', 'stopped', 'failed']);
export const ruleRun = z.object({
  id, ruleId: id, ruleName: z.string(), version: z.number().int(), conversationId: id, conversationNumber: z.number().int().nullable(), state: ruleRunState, /** 'loop', 'depth', 'too-often', 'too-slow' … */ reason: z.string().nullable(),
  occasion: ruleOccasion, depth: z.number().int(), why: ruleWhy.nullable(), acts: z.array(ruleDone), at: instant,
});
export type RuleRun = z.infer<typeof ruleRun>;
export const ruleRunPage = page(ruleRun);
export const ruleRunQuery = pageQuery.extend({ state: ruleRunState.optional() });
export type RuleRunQuery = z.infer<typeof ruleRunQuery>;
export const ruleRuns = z.object({ items: z.array(ruleRun) });
export type RuleRuns = z.infer<typeof ruleRuns>;

export const ruleCall = z.object({ id, runId: id, conversationId: id, url: z.string(), state: z.enum(['waiting', 'done', 'failed']), attempts: z.number().int(), status: z.number().int().nullable(), trouble: z.string().nullable(), tookMs: z.number().int().nullable(), at: instant, nextAt: instant.nullable(), doneAt: instant.nullable() });
export type RuleCall = z.infer<typeof ruleCall>;
export const ruleCallPage = page(ruleCall);
export const ruleCallQuery = pageQuery;
export type RuleCallQuery = z.infer<typeof ruleCallQuery>;

/** What a rule would have come to: nothing is changed, nobody is told. */
export const ruleTrialInput = definitionShape.omit({ then: true });
export type RuleTrialInput = z.infer<typeof ruleTrialInput>;
export const ruleTrial = z.object({
  days: z.number().int(), /** How far back it could look. */ since: instant, total: z.number().int(), conversations: z.number().int(),
  perDay: z.array(z.object({ day: z.string(), count: z.number().int() })),
  samples: z.array(z.object({ conversationId: id, number: z.number().int(), name: z.string(), occasion: ruleOccasion, why: ruleWhy.nullable() })).max(20),
  /** What nobody can know afterwards: 'now' (conditions are asked of how things stand now), 'states' (who closed or put off meanwhile), 'chains' (what one rule does calls another), 'cut' (there was more than it looked at). */
  unknown: z.array(z.enum(['now', 'states', 'chains', 'cut'])),
});
export type RuleTrial = z.infer<typeof ruleTrial>;
