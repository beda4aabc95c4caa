import { z } from 'zod';
import { attachmentView } from './attachments';
import { conversationView } from './conversations';
import { letterChoices, letterFoot } from './letters';
import { email, id, instant } from './primitives';

/** ours: they answered, we have not · theirs: they have to answer · done: nothing more is expected, until they write again. */
export const asideState = z.enum(['ours', 'theirs', 'done']);
export type AsideState = z.infer<typeof asideState>;

/** Somebody we wrote to in a side conversation. `kind`: one of our own people, somebody whom we know as a customer, or neither. */
export const asidePerson = z.object({ address: z.string(), name: z.string().nullable(), kind: z.enum(['member', 'contact', 'free']) });
export type AsidePerson = z.infer<typeof asidePerson>;

/** A talk by email with a colleague, a supplier, a warehouse about a conversation: inside the house, never seen by the customer. */
export const asideView = z.object({
  id, conversationId: id, channelId: id, subject: z.string(), state: asideState,
  people: z.array(asidePerson), openedBy: z.object({ id, name: z.string() }),
  lastSeq: z.number().int(),
  /** Somebody wrote and nobody of us has looked since. */
  unread: z.boolean(),
  preview: z.object({ text: z.string(), authorName: z.string(), failed: z.boolean() }),
  version: z.number().int(), lastAt: instant, createdAt: instant, doneAt: instant.nullable(),
});
export type AsideView = z.infer<typeof asideView>;

/**
 * Who a mail of a side conversation comes from, as far as it can be told: us, somebody we wrote to, a stranger to whom it was passed on, somebody
 * whose mail server disowns the mail, or a machine (a mail server's report, an absence notice).
 */
export const asideSender = z.enum(['ours', 'participant', 'stranger', 'doubtful', 'machine']);
export type AsideSender = z.infer<typeof asideSender>;

const named = z.object({ name: z.string().nullable(), address: z.string() });
export const asideMessageView = z.object({
  id, asideId: id, seq: z.number().int(), direction: z.enum(['in', 'out']),
  status: z.enum(['received', 'queued', 'sending', 'sent', 'failed', 'unknown']),
  /** Also of a sent one, when it did not reach all of them. */
  failure: z.object({ code: z.string(), detail: z.string() }).nullable(),
  author: z.object({ id: id.nullable(), name: z.string(), address: z.string().nullable() }), sender: asideSender,
  to: z.array(named), cc: z.array(named),
  text: z.string(),
  /** Its look, where it has one; its pictures are among the attachments. */
  html: z.string().nullable(),
  /** Of ours: what stood below it. */
  signature: z.string().nullable(),
  quoted: z.string().nullable(), attachments: z.array(attachmentView), automatic: z.string().nullable(),
  clientId: z.string().nullable(), at: instant,
  /** While it can still be taken back. */
  sendAt: instant.nullable(),
});
export type AsideMessageView = z.infer<typeof asideMessageView>;

export const asideList = z.object({ items: z.array(asideView) });
export type AsideList = z.infer<typeof asideList>;
/** The newest 200 messages, in their order. */
export const asideThread = z.object({ aside: asideView, messages: z.array(asideMessageView) });
export type AsideThread = z.infer<typeof asideThread>;
export const asideChange = z.object({ aside: asideView, message: asideMessageView.nullable(), conversation: conversationView });
export type AsideChange = z.infer<typeof asideChange>;

const recipient = z.object({ address: email, name: z.string().trim().max(120).optional() });
const said = {
  clientId: z.string().min(1).max(64),
  text: z.string().trim().max(50_000).default(''),
  /** With a look; the words follow from it. */
  html: z.string().max(200_000).optional(),
  letter: letterChoices.pick({ signature: true }).optional(),
  /** Files of one's own, uploaded before. */
  attachmentIds: z.array(id).max(20).default([]),
  /** Messages of the conversation that are quoted below the text; never notes. */
  messageIds: z.array(id).max(20).default([]),
  /** Files of the conversation or of the side conversation that go along. */
  fileIds: z.array(id).max(20).default([]),
  /** Without the pause in which it can be taken back. */
  sendNow: z.boolean().default(false),
};
const saysSomething = ({ text, html }: { text: string; html?: string | undefined }): boolean => text !== '' || (html ?? '') !== '';
const nothingSaid = { message: 'Write something.', path: ['text'] };
export const asideInput = z.object({ ...said, channelId: id, to: z.array(recipient).min(1).max(20), subject: z.string().trim().min(1).max(300) }).refine(saysSomething, nothingSaid);
export type AsideInput = z.infer<typeof asideInput>;
/** `to`: further people, who read along from now on. */
export const asideAnswerInput = z.object({ ...said, to: z.array(recipient).max(20).default([]) }).refine(saysSomething, nothingSaid);
export type AsideAnswerInput = z.infer<typeof asideAnswerInput>;
export const asidePatch = z.object({ state: z.enum(['done', 'ours', 'theirs']) });
export type AsidePatch = z.infer<typeof asidePatch>;
/** What may have arrived is sent again only with `confirm`. */
export const asideRetryInput = z.object({ confirm: z.boolean().default(false) });

/** Whom one may want to write to: recently written to first, then colleagues, then customers with an address. */
export const asideAddress = asidePerson.extend({ lastAt: instant.nullable() });
export type AsideAddress = z.infer<typeof asideAddress>;
export const asideAddressQuery = z.object({ q: z.string().trim().max(100).default('') });
export type AsideAddressQuery = z.infer<typeof asideAddressQuery>;
/** Channels that this member may send it from, and what stands below a letter of theirs over each. */
export const asideBook = z.object({ items: z.array(asideAddress), channels: z.array(z.object({ id, name: z.string(), signature: letterFoot.shape.signature })) });
export type AsideBook = z.infer<typeof asideBook>;
