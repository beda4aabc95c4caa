import { z } from 'zod';
import { attachmentView } from './attachments';
import { attributeKey, attributeValue, attributeValues } from './attributes';
import { visibility } from './channels';
import { letterChoices } from './letters';
import { matterBy, matterKey, matterOdds } from './matters';
import { caseSummary } from './case-summary';
import { conversationDue } from './due';
import { conversationMood } from './moods';
import { conversationRouting } from './routing-waits';
import { email, id, instant, pageQuery, shortText } from './primitives';

export const conversationState = z.enum(['open', 'pending', 'snoozed', 'resolved']);
export type ConversationState = z.infer<typeof conversationState>;
export const priority = z.enum(['low', 'normal', 'high', 'urgent']);

export const contactSummary = z.object({ id, name: z.string(), kinds: z.array(z.string()), avatarUrl: z.string().nullable(), attributes: z.record(z.string(), z.unknown()).optional() });

export const rating = z.object({ stars: z.number(), of: z.number() });

/** What stands above a public thread. `kind` 'ad': nobody looked for it. */
export const postView = z.object({
  externalId: z.string(), kind: z.enum(['post', 'ad', 'story', 'video', 'listing', 'app']), url: z.string().nullable(), title: z.string().nullable(), text: z.string().nullable(),
  authorName: z.string().nullable(), at: instant.nullable(), pictures: z.array(attachmentView),
});
export type PostView = z.infer<typeof postView>;

/**
 * What waits in a conversation beside its messages; the whole of it is asked for by its own route. `version` differs after every change.
 * `cancelled`: answers that the customer was faster than, and that nobody has looked at yet.
 */
export const planSummary = z.object({
  version: z.number(), scheduled: z.number().int(), scheduledAt: instant.nullable(), awaiting: z.number().int(), awaitingSince: instant.nullable(), askedIds: z.array(id),
  returned: z.number().int(), cancelled: z.number().int(),
  followUp: z.object({ name: z.string(), step: z.number().int(), steps: z.number().int(), act: z.enum(['send', 'remind', 'close']), dueAt: instant.nullable() }).nullable(),
  /** What was promised here: the next one that is open; otherwise when the newest that nobody kept was due. Left out by a version before. */
  promise: z.object({ dueAt: instant, open: z.number().int(), broken: z.number().int() }).nullish(),
  /** Answers and steps that came to their time in a crisis and wait until somebody decides. Left out by a version before. */
  held: z.number().int().optional(),
});
export type PlanSummary = z.infer<typeof planSummary>;

/** How many side conversations wait for whom. `version` differs after every change in any of them. */
export const asideSummary = z.object({ version: z.number().int(), ours: z.number().int(), theirs: z.number().int(), done: z.number().int() });
export type AsideSummary = z.infer<typeof asideSummary>;

/** Everything a list row shows; comes as one row of one query. */
export const conversationView = z.object({
  id, number: z.number().int(), channelId: id, connectorId: z.string(),
  contact: contactSummary,
  subject: z.string().nullable(),
  state: conversationState,
  assigneeId: id.nullable(), teamId: id.nullable(),
  priority,
  /** The key of a matter, built in or the workspace's own. Null: none, or nobody could tell. */
  matter: z.string().nullable(),
  matterBy: matterBy.nullable(),
  /** Of a guess, 0 to 1: how often such a guess is right. 1 where somebody said so. */
  matterConfidence: z.number().nullable(),
  /** What the customer's words make likely, the likeliest first; also beside a matter that somebody chose. */
  matterOdds: z.array(matterOdds),
  labelIds: z.array(id),
  lastSeq: z.number().int(),
  /** Raised by every change: views with a lower version are stale. */
  version: z.number().int(),
  lastMessageAt: instant,
  /** Since when the customer waits for us; null when it is the customer's turn. */
  waitingSince: instant.nullable(),
  snoozedUntil: instant.nullable(),
  preview: z.object({ text: z.string(), kind: z.enum(['inbound', 'outbound', 'note']), authorName: z.string().nullable(), failed: z.boolean() }),
  /** Seq up to which the assignee (or anyone, while unassigned) has read; lastSeq above it is unread. */
  readSeq: z.number().int(),
  /** "Thank you" came after it was resolved and did not reopen it. */
  closedAsThanks: z.boolean(),
  createdAt: instant, resolvedAt: instant.nullable(),
  /** The earlier conversation that this one continues. */
  previousId: id.nullable(),
  /** It went up in that one: everything that was said stands there, and nothing is done to this one any more. */
  mergedInto: z.object({ id, number: z.number().int() }).nullable(),
  /** Raised whenever messages got other places; with another number, what is held of the thread is out of date. */
  threading: z.number().int(),
  /** Over which channel an answer leaves that answers no particular message: that of the customer's last words, where conversations became one. */
  answersOn: z.object({ channelId: id, connectorId: z.string() }),
  /** Where an answer goes: the Reply-To of the customer's last message, else the customer's own address on this channel. */
  answersTo: z.object({ name: z.string().nullable(), address: z.string() }),
  /** Of what the customer said last: where an answer goes unless it says otherwise. */
  visibility,
  hasPublic: z.boolean(), hasPrivate: z.boolean(),
  post: postView.nullable(),
  /** The stars that a review gives, as they stand now. */
  rating: rating.nullable(),
  /** How the customer feels; null: not known yet. */
  mood: conversationMood.nullable(),
  /** The language that the customer last wrote, ISO 639-1; null where nobody could tell. */
  language: z.string().nullable(),
  /**
   * Until when the platform takes a private answer; null: always. 'late': only what a person writes. `closesAt` null with 'closed': the customer
   * never wrote in private. A template goes through a closed one where the channel has templates.
   */
  window: z.object({ closesAt: instant.nullable(), lateUntil: instant.nullable(), state: z.enum(['open', 'late', 'closed']) }).nullable(),
  /** Whether what the customer last said in public can be answered in private; null: this channel has no such thing, or nothing is public here. */
  privateReply: z.object({ possible: z.boolean(), until: instant.nullable(), used: z.boolean() }).nullable(),
  /** Null: nothing waits. */
  plan: planSummary.nullable(),
  /** A reply that colleagues write together; null: none. */
  sharedDraft: z.object({ id, ownerId: id, ownerName: z.string(), sharedAt: instant }).nullable(),
  /** Fields of the workspace's own, by key. */
  attributes: z.record(z.string(), z.unknown()).optional(),
  /** Null: there never was a side conversation. */
  asides: asideSummary.nullable(),
  /** The case that it is about: of several the one whose answer is due first. */
  case: caseSummary.nullable(),
  /** Null: nothing is promised, or its clock stands. */
  due: conversationDue.nullable(),
  /** Why it still waits for somebody in the queue; null: routing does not deal with it, or it is somebody's. */
  routing: conversationRouting.nullable().optional(),
});
export type ConversationView = z.infer<typeof conversationView>;

export const view = z.enum(['mine', 'unassigned', 'waiting', 'all', 'mentions', 'snoozed', 'resolved']);
export type View = z.infer<typeof view>;
/** Orders of saved views and filters; the built-in views have the first four. */
export const namedSort = z.enum(['waiting', 'recent', 'oldest', 'priority', 'snooze', 'mood', 'due']);
export type NamedSort = z.infer<typeof namedSort>;
/** By a field of the workspace's own, of the conversation or of its contact; what has none stands below. */
export const attributeSort = z.templateLiteral([z.enum(['attribute', 'contactAttribute']), ':', attributeKey, ':', z.enum(['asc', 'desc'])]);
export type AttributeSort = `${'attribute' | 'contactAttribute'}:${string}:${'asc' | 'desc'}`;
export const conversationSort = z.union([namedSort, attributeSort as z.ZodType<AttributeSort>]);
export type ConversationSort = z.infer<typeof conversationSort>;
export const conversationQuery = pageQuery.extend({
  view: view.default('all'),
  /** Left out: open and pending (snoozed for view=snoozed, resolved for view=resolved). */
  state: conversationState.optional(),
  channelId: id.optional(), teamId: id.optional(), labelId: id.optional(), assigneeId: id.optional(), contactId: id.optional(),
  q: z.string().trim().max(200).optional(),
  sort: z.enum(['recent', 'oldest', 'waiting', 'priority']).default('recent'),
});
export type ConversationQuery = z.infer<typeof conversationQuery>;

export const conversationCounts = z.object({
  views: z.object({ mine: z.number(), unassigned: z.number(), waiting: z.number(), all: z.number(), mentions: z.number(), snoozed: z.number() }),
  /** Oldest waiting_since among the unassigned. */
  oldestUnassignedAt: instant.nullable(),
  teams: z.record(z.string(), z.number()),
  channels: z.record(z.string(), z.number()),
});
export type ConversationCounts = z.infer<typeof conversationCounts>;

export const conversationPatch = z.object({
  state: conversationState, priority, matter: matterKey.nullable(), snoozedUntil: instant.nullable(),
  labelIds: z.array(id).max(50), subject: z.string().trim().max(500), attributes: attributeValues,
}).partial();
export type ConversationPatch = z.infer<typeof conversationPatch>;

/** Left out: stays as it is. null: nobody. `note` travels with a hand-over and is a private note in the thread. */
export const assignInput = z.object({
  assigneeId: id.nullable().optional(), teamId: id.nullable().optional(), note: z.string().trim().max(4000).optional(),
  /** The version that was seen: refused (409 'conversation-moved') when the conversation got another assignee or team since. */
  version: z.number().int().optional(),
});
export type AssignInput = z.infer<typeof assignInput>;
export const readInput = z.object({ seq: z.number().int().min(0) });

export const bulkAction = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('assign'), assigneeId: id.nullable().optional(), teamId: id.nullable().optional() }),
  z.object({ kind: z.literal('state'), state: conversationState, snoozedUntil: instant.optional() }),
  z.object({ kind: z.literal('priority'), priority }),
  z.object({ kind: z.literal('matter'), matter: matterKey.nullable() }),
  z.object({ kind: z.literal('label'), add: z.array(id).default([]), remove: z.array(id).default([]) }),
  z.object({ kind: z.literal('attribute'), key: attributeKey, value: attributeValue.nullable() }),
]);
export const bulkInput = z.object({ ids: z.array(id).min(1).max(500), action: bulkAction });
export type BulkInput = z.infer<typeof bulkInput>;
/** Every act that can be taken back answers with a token; valid for 24 h. */
export const undoable = z.object({ undoToken: z.string() });
export const bulkResult = undoable.extend({ changed: z.number().int(), refused: z.array(id) });
export type BulkResult = z.infer<typeof bulkResult>;
export const conversationChange = z.object({ conversation: conversationView, undoToken: z.string().nullable() });
export type ConversationChange = z.infer<typeof conversationChange>;

/** An agent writes first, or logs a call or a visit (channels with `logOnly`). */
export const startInput = z.object({
  channelId: id,
  contactId: id.optional(),
  /** Address on the channel (email, phone); for a new contact. */
  to: z.string().trim().max(254).optional(),
  contactName: z.string().trim().max(200).optional(),
  subject: z.string().trim().max(500).optional(),
  text: z.string().trim().max(50_000).optional(),
  /** Instead of `text`, where the platform lets us write first with an approved template alone. */
  template: z.object({ id: z.string().min(1).max(500), values: z.record(z.string().max(100), z.string().trim().max(2000)).default({}) }).optional(),
  /** What is logged was said by the customer. */
  inbound: z.boolean().default(false),
  matter: matterKey.optional(),
  assignToMe: z.boolean().default(true),
  attachmentIds: z.array(id).max(20).optional(),
  /** Skip the undo window. */
  sendNow: z.boolean().optional(),
  clientId: z.string().min(1).max(64).optional(),
});
export type StartInput = z.infer<typeof startInput>;

export const label = z.object({ id, name: z.string(), tone: z.enum(['neutral', 'petrol', 'amber', 'brick', 'pine', 'violet']) });
export type Label = z.infer<typeof label>;
export const labelInput = z.object({ name: shortText, tone: label.shape.tone.default('neutral') });
// Without defaults: what a patch leaves out stays.
export const labelPatch = z.object({ name: shortText, tone: label.shape.tone }).partial();

export const draft = z.object({
  text: z.string().max(50_000), private: z.boolean(),
  /** Where it is more than its words; the look of a letter. */
  html: z.string().max(200_000).nullable().optional(), letter: letterChoices.optional(),
  /** For whom an answer is meant. Null or left out: nobody said; a private one stays private then, and no screen takes it for a public one. */
  visibility: visibility.nullable().optional(),
  attachmentIds: z.array(id).max(20), sinceSeq: z.number().int(), cc: z.array(email).max(50).optional(), updatedAt: instant.optional(), memberId: id.optional(),
});
export type Draft = z.infer<typeof draft>;

export const undone = z.object({ restored: z.number().int(), conversations: z.array(conversationView) });
