import { z } from 'zod';
import { listeningSource } from './listening-sources';
import { messageActKind } from './messages';
import { id, instant, page, pageQuery, shortText } from './primitives';

export const monitorKind = z.enum(['brand', 'product', 'campaign', 'person', 'competitor']);
export type MonitorKind = z.infer<typeof monitorKind>;
/** See libs/core/src/monitoring/README.md for what it may say. */
const queryText = z.string().max(4_000);

export const monitorInput = z.object({ name: shortText, kind: monitorKind.default('brand'), query: queryText, active: z.boolean().default(true) });
export type MonitorInput = z.infer<typeof monitorInput>;
export const monitorPatch = z.object({ name: shortText, kind: monitorKind, query: queryText, active: z.boolean() }).partial();
export type MonitorPatch = z.infer<typeof monitorPatch>;
export const monitorView = z.object({
  id, name: z.string(), kind: monitorKind, query: z.string(), active: z.boolean(), createdAt: instant,
  /** Any of each group has to be there, and none of the last; null: more than blocks can say. */
  blocks: z.object({ groups: z.array(z.array(z.string())), none: z.array(z.string()) }).nullable(),
  /** The last 24 hours by the clock, the oldest first and the last one going on; copies count once, junk not at all. */
  hourly: z.array(z.number().int()).length(24), today: z.number().int(), toJudge: z.number().int(),
  /** Of what people judged: how often the filter had been right. Null: nobody judged anything yet. */
  filter: z.object({ judged: z.number().int(), relevant: z.number().int(), precision: z.number().nullable(), junkPrecision: z.number().nullable() }),
});
export type MonitorView = z.infer<typeof monitorView>;
/** `changeId`: gives the query back that was there before, for an hour, with all that it had found; null: the query is the same. */
export const monitorChanged = monitorView.extend({ changeId: id.nullable() });
export type MonitorChanged = z.infer<typeof monitorChanged>;
export const monitorUndo = z.object({ changeId: id });

export const listeningDesk = z.object({ monitors: z.array(monitorView), sources: z.array(listeningSource), mutedAuthors: z.number().int(), /** Whether links are previewed. */ previews: z.boolean() });
export type ListeningDesk = z.infer<typeof listeningDesk>;

const span = z.object({ start: z.number().int(), end: z.number().int() });
const postMood = z.object({ label: z.enum(['negative', 'neutral', 'positive', 'unsure']), confidence: z.number(), corrected: z.boolean() });
export const heardPost = z.object({
  id, platform: z.string(), sourceName: z.string().nullable(), author: z.string(), authorName: z.string(), url: z.string().nullable(), title: z.string(), text: z.string(), language: z.string().nullable(), country: z.string().nullable(),
  reach: z.number().int().nullable(), engagement: z.number().int(), publishedAt: instant, editedAt: instant.nullable(), deletedAt: instant.nullable(), tags: z.array(z.string()), /** It shows one itself: `GET …/preview/picture`, once it was asked for. */ picture: z.boolean(),
  /** What others speak of, too. */
  topics: z.array(z.object({ key: z.string(), name: z.string() })), names: z.array(z.object({ kind: z.enum(['person', 'place', 'name']), name: z.string() })), mood: postMood.nullable(),
  /** Of 100; the parts add up to it. */
  impact: z.object({ score: z.number().int(), parts: z.object({ reach: z.number(), engagement: z.number(), mood: z.number(), copies: z.number() }) }),
});
export type HeardPost = z.infer<typeof heardPost>;

export const judgement = z.enum(['relevant', 'junk']);
export type Judgement = z.infer<typeof judgement>;
export const mentionOutcome = z.object({ conversationId: id, number: z.number().int(), state: z.string(), assigneeId: id.nullable(), answeredAt: instant.nullable(), caseCode: z.string().nullable(), /** Since when somebody waits for us there. */ waitingSince: instant.nullable() });
/** What was done to a comment on an account of ours, and by which rule it was hidden; `pending`: what the network is being asked for, or will be once the channel runs. */
export const mentionOnNetwork = z.object({ channelId: id, hidden: z.boolean(), liked: z.boolean(), pending: messageActKind.nullable(), rule: z.object({ hitId: id, name: z.string() }).nullable() });
export const brandMention = z.object({
  id, monitorId: id, /** Other monitors that found it. */ alsoIn: z.array(id), post: heardPost, marks: z.array(span), copies: z.number().int(), judgement: judgement.nullable(), judgedBy: id.nullable(),
  /** How likely it is meant, by what was judged before; null: too little was. */
  relevance: z.number().nullable(), probablyJunk: z.boolean(), assigneeId: id.nullable(),
  /** A comment or a mention on an account of ours: answering, liking and hiding work there. */
  messageId: id.nullable(), onNetwork: mentionOnNetwork.nullable(), outcome: mentionOutcome.nullable(),
});
export type BrandMention = z.infer<typeof brandMention>;
export const brandMentionPage = page(brandMention);

export const mentionShelf = z.enum(['to-judge', 'relevant', 'answering', 'answered', 'case', 'hidden', 'junk', 'all']);
export type MentionShelf = z.infer<typeof mentionShelf>;
export const brandMentionQuery = pageQuery.extend({
  monitorId: id.optional(), view: mentionShelf.default('all'), platform: z.string().max(60).optional(), language: z.string().max(3).optional(), mood: z.enum(['negative', 'neutral', 'positive', 'unsure']).optional(),
  order: z.enum(['newest', 'impact']).default('newest'),
  /** Said from then on, and before then. */
  since: instant.optional(), until: instant.optional(),
});
export type BrandMentionQuery = z.infer<typeof brandMentionQuery>;
/** The last 24 hours by the hour, 7 days by six hours, or 28 days by the day. */
export const listeningSpan = z.enum(['day', 'week', 'month']);
export type ListeningSpan = z.infer<typeof listeningSpan>;
/** What would be narrowed by in the stream. */
export const listeningDayQuery = brandMentionQuery.pick({ monitorId: true, platform: true, language: true, mood: true, since: true, until: true }).extend({ span: listeningSpan.default('day') });
export type ListeningDayQuery = z.infer<typeof listeningDayQuery>;
const some = z.number().int();
/** The last time of a monitor, or of all; copies count once, junk not at all. */
export const listeningDay = z.object({
  span: listeningSpan,
  /** Each from its `since` until that of the next; the last one goes on. `usual`: at these hours of the week, by the weeks before the last day; null: too little is known yet. `other`: neutral, unsure, or not read. */
  bars: z.array(z.object({ since: instant, positive: some, other: some, negative: some, usual: z.object({ negative: z.number(), rest: z.number() }).nullable() })).min(24).max(28),
  /** The one with the most first. */
  places: z.array(z.object({ platform: z.string(), count: some, negative: some })),
  /** What there is to narrow by, of the latest mentions. */
  choices: z.object({ platforms: z.array(z.string()), languages: z.array(z.string()) }),
  /** How many the stream shows on each shelf, as narrowed; `partial`: only the latest were looked at, so there may be more. */
  shelves: z.object({ all: some, 'to-judge': some, relevant: some, answering: some, answered: some, case: some, hidden: some, junk: some }), partial: z.boolean(),
});
export type ListeningDay = z.infer<typeof listeningDay>;

export const mentionCopy = z.object({ id, platform: z.string(), author: z.string(), authorName: z.string(), url: z.string().nullable(), text: z.string(), publishedAt: instant, reach: z.number().int().nullable() });
export const mentionCopies = z.object({ items: z.array(mentionCopy) });
export type MentionCopies = z.infer<typeof mentionCopies>;

export const judgeInput = z.object({ judgement: judgement.nullable() });
export const mentionAssignInput = z.object({ memberId: id.nullable() });
/** Null: as it was read, once more. */
export const mentionMoodInput = z.object({ mood: z.enum(['negative', 'neutral', 'positive']).nullable() });
/** `case`: opened at once, as a complaint. */
export const careInput = z.object({ case: z.boolean().default(false), channelId: id.optional() });
export type CareInput = z.infer<typeof careInput>;
/** `undoToken`: takes it back, all of it; null where nothing was done but to say which conversation it is. */
export const cared = z.object({ mention: brandMention, conversationId: id, undoToken: id.nullable() });
export type Cared = z.infer<typeof cared>;

export const queryPreviewInput = z.object({ query: queryText, /** Whose judgements tell junk. */ monitorId: id.optional(), days: z.number().int().min(1).max(30).default(14) });
export type QueryPreviewInput = z.infer<typeof queryPreviewInput>;
const fault = z.object({ code: z.string(), message: z.string(), start: z.number().int(), end: z.number().int() });
export const queryPreview = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(false), fault }),
  z.object({
    ok: z.literal(true), blocks: monitorView.shape.blocks, hits: z.number().int(), /** The oldest day first. */ perDay: z.array(z.object({ day: z.string(), hits: z.number().int() })),
    samples: z.array(z.object({ post: heardPost, marks: z.array(span) })),
    /** Share of hits that the monitor's filter takes for junk; null: nothing was judged. */
    junk: z.number().nullable(),
    /** What each word brings that nothing else does, and what each exclusion takes away. */
    parts: z.array(z.object({ text: z.string(), start: z.number().int(), end: z.number().int(), what: z.enum(['adds', 'removes']), count: z.number().int() })),
    /** Of how many posts; `partial`: there were more, and the latest were looked at. */
    looked: z.number().int(), partial: z.boolean(), tookMs: z.number().int(),
  }),
]);
export type QueryPreview = z.infer<typeof queryPreview>;

export const mutedAuthor = z.object({ id, platform: z.string(), author: z.string(), by: id.nullable(), at: instant });
export const mutedAuthors = z.object({ items: z.array(mutedAuthor) });
/** As they were unmuted. */
export const mutedAuthorInput = mutedAuthor.pick({ platform: true, author: true }).extend({ author: z.string().min(1).max(200) });
export type MutedAuthorInput = z.infer<typeof mutedAuthorInput>;
export type MutedAuthors = z.infer<typeof mutedAuthors>;

/** What a provider pushes: signed like the API channel, X-Kontuar-Signature: t=<seconds>,v1=<hex HMAC-SHA256 of "<seconds>.<body>">. */
export const pushedPost = z.object({
  id: z.string().min(1).max(500), /** bluesky, news, forum … */ platform: z.string().trim().toLowerCase().regex(/^[a-z0-9][a-z0-9-]{0,39}$/).default('web'),
  text: z.string().max(100_000).default(''), title: z.string().max(1_000).default(''), url: z.url({ protocol: /^https?$/ }).max(2_000).nullish(),
  author: z.object({ handle: z.string().max(200).default(''), name: z.string().max(200).default(''), followers: z.number().int().min(0).nullish() }).default({ handle: '', name: '' }),
  publishedAt: instant.optional(), editedAt: instant.nullish(), deleted: z.boolean().default(false), language: z.string().regex(/^[a-z]{2,3}$/).nullish(), country: z.string().regex(/^[A-Za-z]{2}$/).nullish(),
  reach: z.number().int().min(0).nullish(), likes: z.number().int().min(0).default(0), shares: z.number().int().min(0).default(0), replies: z.number().int().min(0).default(0), /** Id of what it passes on. */ repostOf: z.string().max(500).nullish(),
  /** Address of a picture that stands in it. */ picture: z.url({ protocol: /^https?$/ }).max(2_000).nullish(),
});
export type PushedPost = z.infer<typeof pushedPost>;
/** As a source of ours says it: what is not known is left out. */
export type PostSaid = z.input<typeof pushedPost>;
export const pushedPosts = z.object({ posts: z.array(z.unknown()).max(1_000) });
