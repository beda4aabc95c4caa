import { z } from 'zod';
import { attachmentView } from './attachments';
import { attributeKey, attributeValue } from './attributes';
import { conversationChange, conversationState, priority } from './conversations';
import { matterKey } from './matters';
import { id, shortText } from './primitives';

/** What a canned answer does beside what it says. 'me' is whoever uses it. */
export const cannedAction = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('assign'), assigneeId: z.union([id, z.literal('me')]).nullable().optional(), teamId: id.nullable().optional() })
    .refine(({ assigneeId, teamId }) => assigneeId !== undefined || teamId !== undefined, { message: 'Name a member or a team, or null for nobody' }),
  z.object({ kind: z.literal('state'), state: conversationState.exclude(['snoozed']) }),
  z.object({ kind: z.literal('snooze'), hours: z.number().min(0.25).max(24 * 90) }),
  z.object({ kind: z.literal('priority'), priority }),
  z.object({ kind: z.literal('matter'), matter: matterKey.nullable() }),
  z.object({ kind: z.literal('label'), add: z.array(id).max(20).default([]), remove: z.array(id).max(20).default([]) }),
  z.object({ kind: z.literal('attribute'), key: attributeKey, value: attributeValue.nullable() }),
  z.object({ kind: z.literal('note'), text: z.string().trim().min(1).max(4000) }),
]);
export type CannedAction = z.infer<typeof cannedAction>;

/** An answer that is written once and used by many; one with actions is a macro. */
export const canned = z.object({
  id, shortcut: z.string(), title: z.string(),
  /** With `{{variables}}`; empty only where there are actions. */
  text: z.string(),
  /** Null: for every language. */
  locale: z.enum(['en', 'pl']).nullable(),
  /** Where it stands in the list: names with `/` between them, empty at the top. */
  folder: z.string(),
  /** Null: for everybody. */
  teamId: id.nullable(),
  actions: z.array(cannedAction),
  /** The article that it was made of, or that tells more. */
  articleId: id.nullable(),
  attachments: z.array(attachmentView),
  uses: z.number().int(),
});
export type Canned = z.infer<typeof canned>;

const folder = z.string().max(120).transform((path) => path.split('/').map((name) => name.trim()).filter((name) => name !== '').join('/'));
const fields = z.object({
  shortcut: z.string().trim().toLowerCase().regex(/^[\p{L}\p{N}_-]{1,40}$/u), title: shortText, text: z.string().max(20_000),
  locale: canned.shape.locale, folder, teamId: canned.shape.teamId, actions: z.array(cannedAction).max(10), articleId: canned.shape.articleId,
  /** Uploaded by whoever saves, or attached to it already. */
  attachmentIds: z.array(id).max(10),
});
export const cannedInput = fields.extend({
  text: fields.shape.text.default(''), locale: fields.shape.locale.default(null), folder: fields.shape.folder.default(''), teamId: fields.shape.teamId.default(null),
  actions: fields.shape.actions.default([]), articleId: fields.shape.articleId.default(null), attachmentIds: fields.shape.attachmentIds.default([]),
}).refine(({ text, actions }) => text.trim() !== '' || actions.length > 0, { message: 'Write a text, or say what it does', path: ['text'] });
export type CannedInput = z.infer<typeof cannedInput>;
// Without defaults: what a patch leaves out stays.
export const cannedPatch = fields.partial();
export type CannedPatch = z.infer<typeof cannedPatch>;

/** What an action names may be gone since, or out of one's rights; the rest is done, and this says what was not. */
export const skippedAction = z.object({ kind: z.string(), reason: z.enum(['gone', 'not-allowed', 'incomplete']) });
export type SkippedAction = z.infer<typeof skippedAction>;
export const macroInput = z.object({ cannedId: id });
export type MacroInput = z.infer<typeof macroInput>;
export const macroResult = conversationChange.extend({ skipped: z.array(skippedAction) });
export type MacroResult = z.infer<typeof macroResult>;
