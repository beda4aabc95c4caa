import { z } from 'zod';
import { loadChange, moveTo, refusedMove } from './board';
import { priority } from './conversations';
import { id, instant } from './primitives';
import { policyFilter } from './sla';

/** manual: people take. round-robin: in turn. least-loaded: to whoever has least. capacity: to whoever is least full for what they can carry. */
export const routingMode = z.enum(['manual', 'round-robin', 'least-loaded', 'capacity']);
export type RoutingMode = z.infer<typeof routingMode>;

/** 1 knows a little, 3 knows it well. */
export const skillLevel = z.number().int().min(1).max(3);
export const skillName = z.string().trim().min(1).max(40);
export const skills = z.record(skillName, skillLevel).refine((value) => Object.keys(value).length <= 40, { message: 'At most 40 skills.' });
export type Skills = z.infer<typeof skills>;

const minutes = z.number().int().min(1).max(10_080);
const policyShape = z.object({
  mode: routingMode,
  /** Whoever answered this customer last goes first, or who stands in for them. */
  lastAgentFirst: z.boolean(),
  /** After so many minutes in the queue a level less is asked for, in the end none; null: never. */
  stepDownAfterMinutes: minutes.nullable(),
  /** What nobody touched for so many minutes goes back to the queue; null: never. */
  returnAfterMinutes: minutes.nullable(),
  /** What goes back: what routing gave, or what was given by hand, too. */
  returns: z.enum(['routed', 'all']),
  /** Whose hours count; outside of them work waits in the queue. Null: round the clock. */
  calendarId: id.nullable(),
});
export const routingPolicy = policyShape;
export type RoutingPolicy = z.infer<typeof routingPolicy>;
export const routingPolicyInput = policyShape.extend({
  lastAgentFirst: z.boolean().default(true), stepDownAfterMinutes: minutes.nullable().default(15), returnAfterMinutes: minutes.nullable().default(null),
  returns: policyShape.shape.returns.default('routed'), calendarId: id.nullable().default(null),
});

/** How much a conversation weighs: one, times the factor of its matter, times that of its priority; what waits for the customer weighs only a share. */
const factor = z.number().min(0.1).max(20);
export const routingWeights = z.object({ matters: z.record(z.string().min(1).max(60), factor), priorities: z.partialRecord(priority, factor), pending: z.number().min(0).max(1) });
export type RoutingWeights = z.infer<typeof routingWeights>;

/** A conversation that fits asks for that. */
export const routingNeed = z.object({ filter: policyFilter, skill: skillName, level: skillLevel });
export type RoutingNeed = z.infer<typeof routingNeed>;

export const routingInput = z.object({ weights: routingWeights, needs: z.array(routingNeed).max(60), policy: routingPolicyInput });
export type RoutingInput = z.infer<typeof routingInput>;
/** Null: none of its own. */
export const routingPolicyOf = z.object({ policy: routingPolicyInput.nullable() });
export type RoutingPolicyOf = z.infer<typeof routingPolicyOf>;

/** `capacity` null: no end to it. Who is no agent takes part as soon as they have one. */
export const capacity = z.number().min(0).max(1000).nullable();
export const routingMemberPatch = z.object({ capacity, skills }).partial();
export type RoutingMemberPatch = z.infer<typeof routingMemberPatch>;
/** `here`: on shift and reachable, so that work comes to them. */
export const routingMember = z.object({ memberId: id, capacity, skills, load: z.number(), here: z.boolean(), takesPart: z.boolean() });
export type RoutingMember = z.infer<typeof routingMember>;
export const routingLoads = z.object({ items: z.array(routingMember) });
export type RoutingLoads = z.infer<typeof routingLoads>;

export const routingSettings = z.object({
  weights: routingWeights, needs: z.array(routingNeed), policy: routingPolicy,
  /** By team, by channel; a channel's goes before a team's. */
  teams: z.record(z.string(), routingPolicy), channels: z.record(z.string(), routingPolicy),
  members: z.array(routingMember),
  /** In the queue, and not given to anybody yet. */
  waiting: z.object({ closed: z.number().int(), skill: z.number().int(), full: z.number().int(), nobody: z.number().int() }),
});
export type RoutingSettings = z.infer<typeof routingSettings>;

/** A draft, held against a day that is over; what is left out is as it is saved. Nothing is written. */
export const routingTrialInput = z.object({
  /** On the workspace's clock; left out: yesterday. */
  day: z.iso.date().optional(),
  weights: routingWeights, needs: z.array(routingNeed).max(60), policy: routingPolicyInput,
  teams: z.record(id, routingPolicyInput.nullable()).optional(), channels: z.record(id, routingPolicyInput.nullable()).optional(),
  members: z.record(id, routingMemberPatch).optional(),
});
export type RoutingTrialInput = z.infer<typeof routingTrialInput>;

const waited = z.object({ given: z.number().int(), medianWaitMs: z.number().int().nullable(), longestWaitMs: z.number().int().nullable() });
/** `would`: by the draft. `was`: how it went. `peak`: the most that they would have carried at once. */
export const routingTrial = z.object({
  day: z.iso.date(), timeZone: z.string(),
  /** That came in; `counted` of them were followed, the first. */
  arrivals: z.number().int(), counted: z.number().int(),
  would: waited, was: waited,
  /** That would have gone to somebody else than they did. */
  otherwise: z.number().int(),
  /** That nobody would have got by the day's end, and why. */
  left: z.object({ closed: z.number().int(), skill: z.number().int(), full: z.number().int(), nobody: z.number().int(), manual: z.number().int() }),
  members: z.array(z.object({ memberId: id, would: z.number().int(), was: z.number().int(), peak: z.number(), capacity })),
  teams: z.array(z.object({ teamId: id.nullable(), arrivals: z.number().int(), would: waited, was: waited })),
});
export type RoutingTrial = z.infer<typeof routingTrial>;

const sickTell = z.object({ en: z.string().trim().min(1).max(2000), pl: z.string().trim().min(1).max(2000) });
/** Everything of somebody who cannot work: their work, and what they promised, goes on; `until` null: until somebody says otherwise. */
export const sickInput = z.object({
  memberId: id, to: moveTo, until: instant.nullable().default(null),
  note: z.string().trim().max(4000).optional(),
  /** What customers who have a date are told, each in their language; {name} and {date} stand for theirs. Null: nobody is told. */
  tell: sickTell.nullable().default(null),
});
export type SickInput = z.infer<typeof sickInput>;
export const sickPreviewInput = z.object({ memberId: id, to: moveTo });
export type SickPreviewInput = z.infer<typeof sickPreviewInput>;
export const sickPromise = z.object({ id, conversationId: id, contactName: z.string(), text: z.string(), dueAt: instant, language: z.enum(['en', 'pl']) });
export type SickPromise = z.infer<typeof sickPromise>;
export const sickPreview = z.object({ count: z.number().int(), substituteId: id.nullable(), refused: z.array(refusedMove), loads: z.array(loadChange), promises: z.array(sickPromise) });
export type SickPreview = z.infer<typeof sickPreview>;
/** `told` leaves in two minutes, through the customer's channel; `notTold`: why it cannot. The undo takes all of it back. */
export const sickDone = z.object({
  moved: z.number().int(), refused: z.array(refusedMove), loads: z.array(loadChange), promises: z.number().int(), told: z.number().int(),
  notTold: z.array(z.object({ conversationId: id, detail: z.string() })), undoToken: z.string().nullable(),
});
export type SickDone = z.infer<typeof sickDone>;
