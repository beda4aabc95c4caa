import { z } from 'zod';
import { id, instant, locale } from './primitives';
import { alertKind } from './spikes';

/** What is on a thing that waits longer than it was to: `isOn` false: it is over, and somebody has to say what becomes of it. */
export const crisisHeld = z.object({ crisisId: id, reason: z.string(), isOn: z.boolean() });
export type CrisisHeld = z.infer<typeof crisisHeld>;

/** What we say until we know more, in both languages; empty: nothing is offered in it. */
export const holdingStatement = z.object({ en: z.string().trim().max(5000), pl: z.string().trim().max(5000) });
export type HoldingStatement = z.infer<typeof holdingStatement>;

const who = z.object({ id, name: z.string() });
/** Neither channels nor teams: it concerns everything. */
const scope = { channelIds: z.array(id).max(200), teamIds: z.array(id).max(200) };
export const crisisView = z.object({
  id, reason: z.string(), ...scope, statement: holdingStatement, alertId: id.nullable(), beganAt: instant, beganBy: who, endedAt: instant.nullable(), endedBy: who.nullable(), version: z.number().int(),
});
export type CrisisView = z.infer<typeof crisisView>;
/** `undecided`: crises that are over, and how much came to its time meanwhile and waits for somebody to say what becomes of it. */
export const crisisNow = z.object({ current: crisisView.nullable(), undecided: z.array(z.object({ crisisId: id, count: z.number().int() })) });
export type CrisisNow = z.infer<typeof crisisNow>;
export const crises = z.object({ items: z.array(crisisView) });
export type Crises = z.infer<typeof crises>;

const reason = z.string().trim().min(1).max(500);
export const crisisInput = z.object({
  reason, channelIds: scope.channelIds.default([]), teamIds: scope.teamIds.default([]), statement: holdingStatement.default({ en: '', pl: '' }),
  /** The alert from which it is switched on. */
  alertId: id.nullable().default(null),
});
export type CrisisInput = z.infer<typeof crisisInput>;
/** What is left out stays. With a version, refused (409 'crisis-moved') when somebody changed it meanwhile. */
export const crisisPatch = z.object({ reason, ...scope, statement: holdingStatement, version: z.number().int() }).partial();
export type CrisisPatch = z.infer<typeof crisisPatch>;
export const crisisEnd = z.object({ note: z.string().trim().max(2000).default('') });

/** 'joined': somebody switched it on that was on already. 'released', 'decided': of what was held, while it is on and after. */
export const crisisEntryKind = z.enum(['began', 'joined', 'alert', 'taken', 'calmed', 'reason', 'scope', 'statement', 'note', 'decision', 'task', 'done', 'reopened', 'released', 'decided', 'ended']);
export type CrisisEntryKind = z.infer<typeof crisisEntryKind>;
export const heldAct = z.enum(['send', 'shift', 'drop']);
export type HeldAct = z.infer<typeof heldAct>;
export const crisisEntry = z.object({
  id, at: instant, kind: crisisEntryKind, by: who.nullable(), text: z.string(), mentionIds: z.array(id),
  /** Of a task. */
  task: z.object({ assigneeId: id.nullable(), doneAt: instant.nullable(), doneBy: id.nullable() }).nullable(),
  /** Of an alert. */
  alert: z.object({ id, kind: alertKind, name: z.string(), channelId: id.nullable(), count: z.number().int(), windowMinutes: z.number().int(), usual: z.number(), words: z.array(z.string()) }).nullable(),
  /** Of what was held: how much, and what became of it. */
  held: z.object({ act: heldAct, count: z.number().int() }).nullable(),
});
export type CrisisEntry = z.infer<typeof crisisEntry>;
export const crisisEntryInput = z.object({ kind: z.enum(['note', 'decision', 'task']), text: z.string().trim().min(1).max(4000), mentionIds: z.array(id).max(50).default([]), assigneeId: id.nullable().default(null) });
export type CrisisEntryInput = z.infer<typeof crisisEntryInput>;
export const crisisTaskState = z.object({ done: z.boolean() });

/** Oldest first. Counts: since it began, within what it concerns, until it ended. */
export const crisisRoom = z.object({
  crisis: crisisView, entries: z.array(crisisEntry),
  counts: z.object({ conversations: z.number().int(), messages: z.number().int(), waiting: z.number().int(), answers: z.number().int(), mentions: z.number().int() }),
  held: z.object({ due: z.number().int(), coming: z.number().int() }),
});
export type CrisisRoom = z.infer<typeof crisisRoom>;

export const heldKind = z.enum(['planned', 'follow-up', 'campaign']);
export type HeldKind = z.infer<typeof heldKind>;
/** `wasDue`: when it would leave, or would have left; `isDue`: that time came. */
export const heldItem = z.object({ kind: heldKind, id, title: z.string(), text: z.string(), byName: z.string(), conversationId: id.nullable(), wasDue: instant, isDue: z.boolean() });
export type HeldItem = z.infer<typeof heldItem>;
/** In the order in which they would leave, those first that came to their time; at most 200 of `total`. */
export const heldList = z.object({ items: z.array(heldItem), total: z.number().int() });
export type HeldList = z.infer<typeof heldList>;
/** Without items: all that came to their time. While the crisis is on, a thing is sent (at its time, or now when that is over) or dropped; after it, also shifted by as long as it lasted. */
export const heldDecision = z.object({ act: heldAct, items: z.array(z.object({ kind: heldKind, id })).min(1).max(200).nullable().default(null) });
export type HeldDecision = z.infer<typeof heldDecision>;
/** `left`: what came to its time and still waits. */
export const heldDecided = z.object({ done: z.number().int(), left: z.number().int() });
export type HeldDecided = z.infer<typeof heldDecided>;

/** What happened in it, to take along. */
export const crisisFileQuery = z.object({ format: z.enum(['csv', 'pdf']), locale: locale.default('en') });
export type CrisisFileQuery = z.infer<typeof crisisFileQuery>;
