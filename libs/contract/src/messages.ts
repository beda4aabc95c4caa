import { z } from 'zod';
import { moodView } from './moods';
import { email, id, instant } from './primitives';
import { attachmentView } from './attachments';
import { mentionTarget } from './mentions';
import { visibility } from './channels';
import { conversationView, draft, rating } from './conversations';
import { letterChoices } from './letters';

export const messageStatus = z.enum(['received', 'queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'unknown', 'logged']);
export type MessageStatus = z.infer<typeof messageStatus>;

export const partyView = z.object({ name: z.string().nullable(), address: z.string() });

/** What is done to a message on the platform; 'edit' only by PATCH, to our own. */
export const messageActKind = z.enum(['like', 'unlike', 'hide', 'unhide', 'delete', 'edit']);
export type MessageActKind = z.infer<typeof messageActKind>;

/** One entry of the timeline. `kind` 'event' is a line such as "Ola took it over from Jan". */
export const messageView = z.object({
  id, conversationId: id, seq: z.number().int(),
  /** Over which it came or leaves: conversations that became one speak over several. */
  channelId: id,
  kind: z.enum(['message', 'note', 'event']),
  direction: z.enum(['in', 'out', 'none']),
  status: messageStatus,
  /** For status failed or unknown: plain words in the reader's language by `code`, the platform's own words in `detail`. */
  failure: z.object({ code: z.string(), detail: z.string() }).nullable(),
  author: z.object({
    kind: z.enum(['contact', 'member', 'system', 'elsewhere']), id: id.nullable(), name: z.string(),
    address: z.string().nullable(), avatarUrl: z.string().nullable(),
    /** False: somebody whom we did not write to joined the thread. */
    verified: z.boolean(),
  }),
  to: z.array(partyView), cc: z.array(partyView),
  subject: z.string().nullable(),
  text: z.string(),
  /** Sanitised; for a sandboxed frame. Remote images are replaced until asked for. */
  html: z.string().nullable(),
  quoted: z.string().nullable(), quotedHtml: z.string().nullable(),
  replyToId: id.nullable(),
  attachments: z.array(attachmentView),
  reactions: z.array(z.object({ emoji: z.string(), by: z.string() })),
  /** 'survey': a question of the house to the customer, asked by a rule. */
  automatic: z.enum(['auto-reply', 'bounce', 'bulk', 'survey', 'rule']).nullable(),
  unsupported: z.string().nullable(),
  mentions: z.array(id),
  extra: z.unknown().nullable(),
  /** Who can read it. */
  visibility,
  /** Stars of a review. */
  rating: rating.nullable(),
  /** Of what a customer wrote; null: nobody looked. */
  mood: moodView.nullable(),
  language: z.string().nullable(),
  /**
   * How it stands on the platform. `pending`: asked for, the platform has not answered yet. `failure`: the last act that the platform refused, in
   * plain words in the reader's language by `code`, its own words in `detail`. Null: nothing was ever done to it.
   */
  moderation: z.object({
    hidden: z.boolean(), liked: z.boolean(), pending: messageActKind.nullable(),
    /** It is gone because we deleted it, not its author. */
    removed: z.boolean().optional(),
    failure: z.object({
      kind: messageActKind, code: z.string(), detail: z.string(),
      /** Of an edit: what it should have said. */
      text: z.string().optional(),
    }).nullable(),
  }).nullable(),
  /** The approved template that it was sent as. */
  template: z.object({ id: z.string(), name: z.string(), language: z.string() }).nullable(),
  clientId: z.string().nullable(),
  editedAt: instant.nullable(), deletedAt: instant.nullable(),
  /** Platform time; `createdAt` is when we stored it. */
  at: instant, createdAt: instant,
  /** A queued reply leaves then; it can be taken back before. */
  sendAt: instant.nullable(),
  deliveredAt: instant.nullable(), readAt: instant.nullable(),
  /** For kind 'event'. */
  event: z.object({ type: z.string(), data: z.record(z.string(), z.unknown()) }).nullable(),
});
export type MessageView = z.infer<typeof messageView>;

export const messageInput = z.object({
  /** Made by the client; the same id twice is one message. */
  clientId: z.string().min(1).max(64),
  text: z.string().max(50_000).default(''),
  /** Of letters. What is said follows from it, so `text` beside it counts for nothing. Pictures in the text are `cid:<id of the uploaded file>@kontuar`. */
  html: z.string().max(200_000).optional(),
  letter: letterChoices.optional(),
  /** A note for colleagues; not to be mixed up with `visibility`. */
  private: z.boolean().default(false),
  /** Which side of a conversation is answered. Left out: the side on which the customer spoke last. */
  visibility: visibility.optional(),
  /** Sent instead of `text`: the one thing that a closed window lets through. */
  template: z.object({ id: z.string().min(1).max(500), values: z.record(z.string().max(100), z.string().trim().max(2000)).default({}) }).optional(),
  attachmentIds: z.array(id).max(20).default([]),
  cc: z.array(email).max(50).optional(),
  replyToId: id.optional(),
  mentions: z.array(id).max(50).default([]),
  /** Of a note: teams, groups, or (without a team) whoever is on shift. */
  mentionGroups: z.array(mentionTarget).max(10).optional(),
  sendAt: instant.optional(),
  /** On whose clock `sendAt` was chosen; kept so that people see it again. */
  timeZone: z.string().max(60).optional(),
  /** What becomes of a scheduled answer when the customer writes first. */
  ifCustomerWrites: z.enum(['cancel', 'send']).optional(),
  /** Skip the undo window. */
  sendNow: z.boolean().default(false),
  /** Seq of the last message that the agent saw when writing began; refused once (409 'stale-reply') when the customer or a colleague wrote since. */
  sinceSeq: z.number().int().min(0).optional(),
  /** Change of state that goes with the reply. */
  then: z.enum(['resolve', 'pending']).optional(),
  /** It was written in a shared draft, which is used up by it: once, whoever else sends it too. `seq`: as far as its writer had seen it. */
  sharedDraft: z.object({ id, seq: z.number().int().min(0) }).optional(),
  /** A canned answer whose actions go with this: all of it, or nothing. */
  macroId: id.optional(),
}).refine((m) => m.text.trim() !== '' || (m.html ?? '') !== '' || m.attachmentIds.length > 0 || m.template !== undefined, { message: 'Write something or attach a file', path: ['text'] });
export type MessageInput = z.infer<typeof messageInput>;
export const messagePage = z.object({ items: z.array(messageView), hasBefore: z.boolean(), hasAfter: z.boolean() });
export type MessagePage = z.infer<typeof messagePage>;
export const messageQuery = z.object({ before: z.coerce.number().int().optional(), after: z.coerce.number().int().optional(), limit: z.coerce.number().int().min(1).max(100).default(30) });
export type MessageQuery = z.infer<typeof messageQuery>;
/** `retry` of an 'unknown' message asks for `confirm`: the customer may get it twice. */
export const retryInput = z.object({ confirm: z.boolean().default(false) });
export const reactInput = z.object({ emoji: z.string().max(16).nullable() });
export const posted = z.object({ message: messageView, conversation: conversationView });
export type Posted = z.infer<typeof posted>;

export const uploadView = attachmentView;
/** 'back': nobody saw it, and it says what it said. 'deleted': the platform was asked to delete it. */
export const takenBack = z.object({ taken: z.enum(['back', 'deleted']), message: messageView });
/** An empty text and no attachments: there is no draft. */
export const draftView = draft.extend({ attachments: z.array(attachmentView) });
export type DraftView = z.infer<typeof draftView>;
/** Which of the pictures of a letter that are kept elsewhere, counted from 0. */
export const pictureQuery = z.object({ index: z.coerce.number().int().min(0).max(1000) });
export type PictureQuery = z.infer<typeof pictureQuery>;

export const actInput = z.object({ kind: z.enum(['like', 'unlike', 'hide', 'unhide', 'delete']) });
export type ActInput = z.infer<typeof actInput>;
/** Edits a message of ours that has left; it says the new text once the platform did so. */
export const messagePatch = z.object({ text: z.string().trim().min(1).max(50_000) });
export type MessagePatch = z.infer<typeof messagePatch>;
/** A note anew, with whom it names now. */
export const notePatch = z.object({ text: z.string().trim().min(1).max(50_000), mentions: z.array(id).max(50).default([]), mentionGroups: z.array(mentionTarget).max(10).default([]) });
export type NotePatch = z.infer<typeof notePatch>;
