import { z } from 'zod';
import { conversationView } from './conversations';
import { id, instant, pageQuery } from './primitives';

/** What a note may name beside members: a team, or whoever is on shift. */
export const mentionTarget = z.object({
  teamId: id.nullable(),
  /** False: whoever of them is first settles it for all. */
  each: z.boolean().default(false),
});
export type MentionTarget = z.infer<typeof mentionTarget>;

export const mentionState = z.enum(['open', 'snoozed', 'done']);
export type MentionState = z.infer<typeof mentionState>;

/** A note that names the reader: work, until it is done. */
export const mentionView = z.object({
  /** Of the note. */
  id, conversation: conversationView,
  note: z.object({ text: z.string(), authorId: id.nullable(), authorName: z.string(), seq: z.number().int(), at: instant, deleted: z.boolean() }),
  /** 'shift': everybody who was on shift. */
  via: z.enum(['person', 'team', 'shift']), teamId: id.nullable(), each: z.boolean(),
  state: mentionState, snoozedUntil: instant.nullable(), seen: z.boolean(),
  /** Who settled it; another one where it was for whoever is first. */
  doneBy: id.nullable(), doneAt: instant.nullable(),
});
export type MentionView = z.infer<typeof mentionView>;
export const mentionQuery = pageQuery.extend({ state: mentionState.default('open') });
export type MentionQuery = z.infer<typeof mentionQuery>;
export const mentionPatch = z.union([z.object({ state: z.enum(['open', 'done']) }), z.object({ state: z.literal('snoozed'), until: instant })]);
export type MentionPatch = z.infer<typeof mentionPatch>;

/** Who is told of everything that happens in a conversation. */
export const watchList = z.object({ watching: z.boolean(), members: z.array(z.object({ memberId: id, why: z.enum(['self', 'colleague', 'mention', 'wrote']), at: instant })) });
export type WatchList = z.infer<typeof watchList>;
/** Oneself, or a colleague who may read it. */
export const watchInput = z.object({ watching: z.boolean(), memberId: id.optional() });
export type WatchInput = z.infer<typeof watchInput>;
