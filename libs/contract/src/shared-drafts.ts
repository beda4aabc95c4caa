import { z } from 'zod';
import { attachmentView } from './attachments';
import { visibility } from './channels';
import { draft } from './conversations';
import { letterChoices } from './letters';
import { email, id, instant } from './primitives';

/** What is shared beside the words; each is as whoever touched it last left it. */
export const sharedDraftFields = z.strictObject({ cc: z.array(email).max(50).nullable(), side: visibility.nullable(), letter: letterChoices.strict().optional() });
export type SharedDraftFields = z.infer<typeof sharedDraftFields>;
/** plain: one text for everybody (Y.Text `text`) · letter: with its look (Y.XmlFragment `body`, as y-prosemirror binds it). */
export const sharedDraftForm = z.enum(['plain', 'letter']);
export type SharedDraftForm = z.infer<typeof sharedDraftForm>;
/** As the document has them; of which form it is, is never changed. */
export const sharedDocumentFields = sharedDraftFields.extend({ form: z.literal('letter').optional() });

/** open: people write in it · sent: it became a message, or waits to · kept: somebody took it back as a draft of their own. */
export const sharedDraftState = z.enum(['open', 'sent', 'kept']);

/** A reply that those who may answer write together. */
export const sharedDraftView = sharedDraftFields.extend({
  id, conversationId: id, ownerId: id, ownerName: z.string(), sharedAt: instant,
  state: sharedDraftState, endedByName: z.string().nullable(),
  form: sharedDraftForm, text: z.string(), html: z.string().nullable(), sinceSeq: z.number().int(), attachments: z.array(attachmentView),
  updatedAt: instant, updatedByName: z.string(),
  /** Counts the changes that the server has. */
  seq: z.number().int(),
  /** Whether this member may end the sharing. */
  mayKeep: z.boolean(),
});
export type SharedDraftView = z.infer<typeof sharedDraftView>;
export const sharedDraftAnswer = z.object({ draft: sharedDraftView.nullable() });
export type SharedDraftAnswer = z.infer<typeof sharedDraftAnswer>;

export const shareInput = draft.pick({ text: true, html: true, letter: true, attachmentIds: true, cc: true, visibility: true }).extend({ sinceSeq: z.number().int().min(0).max(2_147_483_647) });
export type ShareInput = z.infer<typeof shareInput>;

export const sharedFilesInput = z.object({ add: z.array(id).max(20).default([]), remove: z.array(id).max(20).default([]) });
export type SharedFilesInput = z.input<typeof sharedFilesInput>;

/** Bytes of Yjs in base64. The line takes small ones; a long text that was pasted comes by POST. */
const bytes = (most: number) => z.base64().max(Math.ceil(most / 3) * 4);
export const sharedUpdateInput = z.object({ update: bytes(512 * 1024) });
export const sharedUpdateAnswer = z.object({ seq: z.number().int() });

export const draftJoinInput = z.object({ draftId: id, vector: bytes(32 * 1024) });
export const draftUpdateInput = z.object({ draftId: id, update: bytes(36 * 1024) });
/** Positions that move with the text (relative positions of Yjs); null: not in the text. */
export const draftCursorInput = z.object({ draftId: id, cursor: z.object({ anchor: bytes(192), head: bytes(192) }).nullable() });
export const draftLeaveInput = z.object({ draftId: id });

interface ByMember { draftId: string; memberId: string; name: string }
export type DraftUpdated = ByMember & { seq: number; update: string };
/** `seat`: one open composer; a person may have two. `here` false: it was left. */
export type DraftCursor = ByMember & { seat: string; here: boolean; cursor: z.infer<typeof draftCursorInput>['cursor'] };
/** Whoever gets it tells where they are: somebody came in. */
export interface DraftHello { draftId: string }
/** gone: out of this reader's sight. `text`: what was sent. */
export interface DraftEnded { draftId: string; conversationId: string; state: 'sent' | 'kept' | 'gone'; memberId: string; name: string; text: string | null }
export interface DraftFiles { draftId: string }
