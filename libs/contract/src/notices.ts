import { z } from 'zod';
import { id, instant, pageQuery } from './primitives';
import { clockTime } from './shifts';

/** What somebody may be told of. Each is chosen on its own, way by way. */
export const noticeKind = z.enum(['mention', 'assigned', 'message', 'unassigned', 'watched', 'approval', 'planned', 'aside', 'send-failed', 'case', 'promise', 'rating', 'knowledge', 'quality', 'rule', 'channel']);
export type NoticeKind = z.infer<typeof noticeKind>;
/** How they are told. 'digest' gathers what nobody read, by the hour or once a day. */
export const noticeWay = z.enum(['app', 'push', 'email', 'digest']);
export type NoticeWay = z.infer<typeof noticeWay>;

/** What exactly happened: words are chosen by it. */
export const noticeWhat = z.enum([
  'mentioned', 'mention-due', 'assigned', 'handed-over', 'message', 'note', 'answered', 'moved', 'unassigned',
  'send-failed', 'approval-asked', 'approval-returned', 'approval-stale', 'plan-cancelled', 'follow-up-due', 'follow-up-stopped', 'aside-answered', 'aside-failed', 'case-due', 'case-overdue', 'case-bounced', 'lead-due', 'rated-badly', 'not-fine', 'promise-soon', 'promise-broken', 'promise-given', 'sla-soon', 'sla-broken', 'spike', 'article-review', 'article-returned', 'article-published', 'lessons-due', 'whispered', 'taken-over', 'review-given', 'review-answered', 'review-contested', 'review-settled', 'calibration-asked', 'rule-told', 'rule-stopped', 'crisis-named', 'crisis-task', 'channel',
]);
export type NoticeWhat = z.infer<typeof noticeWhat>;

/** One line below the bell. Several of a kind in one conversation are one line with a count until they are read. */
export const noticeView = z.object({
  id, kind: noticeKind, what: noticeWhat, count: z.number().int(),
  conversationId: id.nullable(), messageId: id.nullable(), channelId: id.nullable(),
  /** The article, the review, the alert or the crisis that it is about, or the workspace where it is about all lessons; left out by versions that knew neither. */
  subjectId: id.nullable().optional(),
  /** Who did it; empty: nobody in particular. */
  byName: z.string(), byId: id.nullable(),
  /** Whose conversation it is, or which channel. */
  aboutName: z.string(),
  /** The beginning of what was written. */
  text: z.string(),
  at: instant, readAt: instant.nullable(),
});
export type NoticeView = z.infer<typeof noticeView>;

export const noticeQuery = pageQuery.extend({ unread: z.enum(['true', 'false']).transform((value) => value === 'true').optional() });
export type NoticeQuery = z.infer<typeof noticeQuery>;
export const noticeCount = z.object({ unread: z.number().int() });
export type NoticeCount = z.infer<typeof noticeCount>;
/** Some of them, all of a conversation, or everything up to that moment. */
export const noticeReadInput = z.union([z.object({ ids: z.array(id).min(1).max(200) }), z.object({ conversationId: id }), z.object({ upTo: instant })]);
export type NoticeReadInput = z.infer<typeof noticeReadInput>;

const ways = z.array(noticeWay).max(4);
export const quietHours = z.object({ from: clockTime, to: clockTime, days: z.array(z.number().int().min(0).max(6)).max(7) });
export type QuietHours = z.infer<typeof quietHours>;

/** How one member wants to be told. */
export const noticeChoices = z.object({
  ways: z.record(noticeKind, ways),
  /** `withoutText`: neither names nor words leave the house. */
  push: z.object({ withoutText: z.boolean(), everyMinutes: z.number().int().min(1).max(120) }),
  digest: z.object({ every: z.enum(['hour', 'day']), at: clockTime }),
  /** Days on which a quiet time begins; `to` at or before `from` is on the next day. */
  quiet: quietHours.nullable(),
  /** Off shift, away and sick are quiet, too. */
  quietOffShift: z.boolean(),
  /** No interruption until then. */
  pausedUntil: instant.nullable(),
  sound: z.object({ kinds: z.array(noticeKind).max(20), volume: z.number().min(0).max(1), onlyHidden: z.boolean() }),
  /** What makes one watch a conversation. */
  watch: z.object({ mentioned: z.boolean(), wrote: z.boolean() }),
});
export type NoticeChoices = z.infer<typeof noticeChoices>;
export const noticeChoicesPatch = z.object({
  ways: z.partialRecord(noticeKind, ways), push: noticeChoices.shape.push.partial(), digest: noticeChoices.shape.digest.partial(), quiet: quietHours.nullable(),
  quietOffShift: z.boolean(), pausedUntil: instant.nullable(), sound: noticeChoices.shape.sound.partial(), watch: noticeChoices.shape.watch.partial(),
}).partial();
export type NoticeChoicesPatch = z.infer<typeof noticeChoicesPatch>;

/** A browser that takes pushes. */
export const pushDevice = z.object({ id, name: z.string(), createdAt: instant, lastSentAt: instant.nullable(), current: z.boolean() });
export type PushDevice = z.infer<typeof pushDevice>;
export const noticeSettings = z.object({
  choices: noticeChoices,
  /** Until when nobody is interrupted, as things stand now; null: not quiet. */
  quietUntil: instant.nullable(), quiet: z.boolean(),
  devices: z.array(pushDevice),
  /** For the browser's subscription: the public half of the key that signs. */
  pushKey: z.string(),
});
export type NoticeSettings = z.infer<typeof noticeSettings>;
const base64url = (min: number, max: number) => z.string().min(min).max(max).regex(/^[A-Za-z0-9_-]+={0,2}$/);
/** As `PushSubscription.toJSON()` says it. */
export const pushDeviceInput = z.object({ endpoint: z.url().max(2000), keys: z.object({ p256dh: base64url(80, 100), auth: base64url(16, 40) }) });
export type PushDeviceInput = z.infer<typeof pushDeviceInput>;

/** Not in the feed: to the screens of one member, when something is told, read, or settled. */
export const noticesEvent = z.object({
  unread: z.number().int(),
  /** What is new, to be shown or heard; null: something was read. */
  newest: noticeView.nullable(),
  /** All of that moment which belongs below the bell, newest first; a version before this one tells the newest alone. */
  told: z.array(noticeView).max(10).optional(),
  /** Nobody is to be disturbed now: neither by a sound nor by words over their work. */
  quiet: z.boolean(),
  /** Those that are read now, so that another device takes them back. */
  read: z.array(id),
});
export type NoticesEvent = z.infer<typeof noticesEvent>;
