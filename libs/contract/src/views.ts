import { z } from 'zod';
import { bulkAction, conversationChange, conversationSort } from './conversations';
import { filter } from './filters';
import { id, instant, pageQuery } from './primitives';

/** Who finds a view in their list. */
export const viewSharing = z.enum(['private', 'team', 'workspace']);
/** A picture from the kit by its name, or one emoji. */
const viewIcon = z.string().trim().min(1).max(24);
const viewName = z.string().trim().min(1).max(80);

/** A filter that somebody gave a name, in the reader's own order. */
export const savedView = z.object({
  id, name: viewName, icon: viewIcon.nullable(), filter, sort: conversationSort,
  sharing: viewSharing, teamId: id.nullable(),
  ownerId: id,
  /** May this reader change it? */
  editable: z.boolean(),
  version: z.number().int(), updatedAt: instant,
});
export type SavedView = z.infer<typeof savedView>;

const shared = z.object({ name: viewName, icon: viewIcon.nullable(), filter, sort: conversationSort, sharing: viewSharing, teamId: id.nullable() });
const needsTeam = (input: { sharing?: string | undefined; teamId?: string | null | undefined }) => input.sharing !== 'team' || typeof input.teamId === 'string';
const teamNeeded = { path: ['teamId'], message: 'Say with which team it is shared.' };
export const viewInput = shared.extend({ icon: viewIcon.nullable().default(null), sort: conversationSort.default('waiting'), sharing: viewSharing.default('private'), teamId: id.nullable().default(null) }).refine(needsTeam, teamNeeded);
export type ViewInput = z.infer<typeof viewInput>;
/** With `version`, refused (409 'view-changed') when somebody else saved it meanwhile. */
export const viewPatch = shared.partial().extend({ version: z.number().int().optional() }).refine(needsTeam, teamNeeded);
export type ViewPatch = z.infer<typeof viewPatch>;
/** All of one's views in the order wanted; those left out follow. */
export const viewOrder = z.object({ ids: z.array(id).max(500) });

/** `more`: at least so many; counting on would cost more than it tells. null: it could not be counted in the time that a count may take. */
export const conversationCount = z.object({ count: z.number().int().nullable(), more: z.boolean() });
export type ConversationCount = z.infer<typeof conversationCount>;
export const viewCounts = z.object({ counts: z.record(z.string(), conversationCount) });
export type ViewCounts = z.infer<typeof viewCounts>;

/** A saved view, a filter, or both: what is in the view and also matches. */
const asked = z.object({ viewId: id.optional(), filter: filter.optional() });
export const countQuery = asked;
export type CountQuery = z.infer<typeof countQuery>;
export const findQuery = asked.extend({ sort: conversationSort.optional(), ...pageQuery.shape });
export type FindQuery = z.infer<typeof findQuery>;

/** `own`: one's own that wait are worth going on with, too. `except`: the one just left. */
export const nextInput = asked.extend({ own: z.boolean().default(false), except: id.optional() });
export type NextInput = z.infer<typeof nextInput>;
/** Why this one, heaviest first: said to the person in words. `value` is minutes for 'waiting' and 'due', else a name. */
export const nextReason = z.object({ kind: z.enum(['own', 'waiting', 'due', 'priority', 'mood', 'skill', 'customer']), value: z.union([z.string(), z.number()]) });
export type NextReason = z.infer<typeof nextReason>;
export const nextTaken = z.union([
  conversationChange.extend({ why: z.array(nextReason) }),
  z.object({ conversation: z.null(), undoToken: z.null(), why: z.array(nextReason) }),
]);
export type NextTaken = z.infer<typeof nextTaken>;

/** Everything that matches when it begins, in batches; `except` are rows that the person took out of the selection. */
export const sweepInput = asked.extend({ except: z.array(id).max(500).default([]), action: bulkAction });
export type SweepInput = z.infer<typeof sweepInput>;
export const sweep = z.object({
  /** Also the token that takes it back. */
  id, state: z.enum(['running', 'done', 'undoing', 'undone']),
  total: z.number().int(), handled: z.number().int(), changed: z.number().int(), refused: z.number().int(), restored: z.number().int(),
});
export type Sweep = z.infer<typeof sweep>;
