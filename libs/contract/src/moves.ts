import { z } from 'zod';
import { conversationState, conversationView, undoable } from './conversations';
import { id, instant } from './primitives';

/** Everything of these goes up in `intoId`, which goes on. */
export const mergeConversationsInput = z.object({ ids: z.array(id).min(1).max(20), intoId: id });
export type MergeConversationsInput = z.infer<typeof mergeConversationsInput>;

/** From this message on everything goes into a conversation of its own, and the thread goes on there. */
export const splitInput = z.object({ messageId: id });
export type SplitInput = z.infer<typeof splitInput>;

/** Single messages, into another conversation or (left out) one of their own. The thread goes on where it was. */
export const moveInput = z.object({ messageIds: z.array(id).min(1).max(200), toId: id.optional() });
export type MoveInput = z.infer<typeof moveInput>;

/** `conversation`: where it goes on. `others`: those that gave something away. */
export const movedMessages = undoable.extend({ conversation: conversationView, others: z.array(conversationView), moved: z.number().int() });
export type MovedMessages = z.infer<typeof movedMessages>;

export const moveKind = z.enum(['merge', 'split', 'move']);
/** Why an act cannot be done, or not be taken back (any more). */
export const moveObstacle = z.object({ code: z.string(), detail: z.string() });
export type MoveObstacle = z.infer<typeof moveObstacle>;

/** What a merge would do, before anybody decides. */
export const mergePreview = z.object({
  messages: z.number().int(),
  /** How the conversation that goes on will stand where that changes. */
  after: z.object({ state: conversationState, assigneeId: id.nullable(), teamId: id.nullable(), priority: conversationView.shape.priority, labelIds: z.array(id), subject: z.string().nullable() }),
  changes: z.array(z.enum(['state', 'assignee', 'team', 'priority', 'labels', 'matter', 'subject'])),
  otherPerson: z.boolean(), otherChannel: z.boolean(),
  /** Members who saw what goes up and will not see where it goes. */
  losingSight: z.array(id),
  obstacle: moveObstacle.nullable(),
});
export type MergePreview = z.infer<typeof mergePreview>;
export const mergePreviewQuery = z.object({ intoId: id });

export const mergeCandidate = z.object({ conversation: conversationView, why: z.enum(['person', 'subject', 'found']) });
export type MergeCandidate = z.infer<typeof mergeCandidate>;
export const mergeCandidatesQuery = z.object({ q: z.string().trim().max(200).optional() });
export const mergeCandidates = z.object({ items: z.array(mergeCandidate) });

/** One act of the past, newest first. */
export const moveView = z.object({
  id, kind: moveKind, at: instant, by: z.object({ id, name: z.string() }),
  from: z.object({ id, number: z.number().int() }), to: z.object({ id, number: z.number().int() }),
  messages: z.number().int(),
  undoneAt: instant.nullable(),
  undoToken: z.string(),
  /** Null: it can be taken back. */
  obstacle: moveObstacle.nullable(),
});
export type MoveView = z.infer<typeof moveView>;
export const moveViews = z.object({ items: z.array(moveView) });

/** As seen from the conversation that is asked: it is `related` to the other, a `duplicate` of it or has it as one, was caused by it or is its cause. */
export const linkKind = z.enum(['related', 'duplicate-of', 'has-duplicate', 'caused-by', 'cause-of']);
export type LinkKind = z.infer<typeof linkKind>;
export const linkInput = z.object({ otherId: id, kind: linkKind });
export type LinkInput = z.infer<typeof linkInput>;
export const linkView = z.object({ id, kind: linkKind, conversation: conversationView, byId: id, at: instant });
export type LinkView = z.infer<typeof linkView>;
export const linkViews = z.object({ items: z.array(linkView) });
export const linked = undoable.extend({ items: z.array(linkView) });
export type Linked = z.infer<typeof linked>;
