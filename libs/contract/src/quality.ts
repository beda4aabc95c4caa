import { z } from 'zod';
import { id, instant, pageQuery, shortText } from './primitives';

const words = z.object({ en: z.string().trim().max(300), pl: z.string().trim().max(300) });
const name = words.refine(({ en, pl }) => en !== '' || pl !== '', { message: 'Fill this in' });

/** One line of a scorecard. `anchors` say what 1, 3 and 5 look like, so that two people mean the same by a number. */
export const scorecardQuality = z.object({
  key: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  name,
  /** How much it counts beside the others; 0: it is looked at and counts nothing. */
  weight: z.number().min(0).max(10),
  anchors: z.object({ low: words, middle: words, high: words }),
});
export type ScorecardQuality = z.infer<typeof scorecardQuality>;
const qualities = z.array(scorecardQuality).min(1).max(20).refine((all) => new Set(all.map(({ key }) => key)).size === all.length, { message: 'Each quality may stand there once' })
  .refine((all) => all.some(({ weight }) => weight > 0), { message: 'One quality at least has to count' });

export const scorecard = z.object({
  id, name: z.string(),
  /** Whose work it is for; null: everybody's who has none of their own. */
  teamId: id.nullable(),
  /** Goes up with every change of its qualities; a review keeps the one that it was made with. */
  version: z.number().int(), qualities: z.array(scorecardQuality),
  archived: z.boolean(), changedAt: instant, changedBy: id.nullable(),
});
export type Scorecard = z.infer<typeof scorecard>;
export const scorecardInput = z.object({ name: shortText, teamId: id.nullable().default(null), qualities });
export type ScorecardInput = z.infer<typeof scorecardInput>;
export const scorecardPatch = z.object({ name: shortText, teamId: id.nullable(), qualities, archived: z.boolean() }).partial().extend({ version: z.number().int().min(1) });
export type ScorecardPatch = z.infer<typeof scorecardPatch>;

export const qualitySettings = z.object({
  /** Of a hundred conversations offered for reading, so many come by chance alone. */
  randomShare: z.number().int().min(0).max(100),
  /** How far back conversations are looked for. */
  days: z.number().int().min(1).max(90),
  /** Whether agents see who listens to a conversation of theirs. The audit says it either way. */
  listenersShown: z.boolean(),
  /** Whether who listens sees what an agent is writing. */
  draftsHeard: z.boolean(),
});
export type QualitySettings = z.infer<typeof qualitySettings>;
export const qualitySettingsPatch = qualitySettings.partial();
export type QualitySettingsPatch = z.infer<typeof qualitySettingsPatch>;

/** Why a conversation is worth reading. `value`: how much of it, in the unit of the reason. */
export const samplingReason = z.enum(['mood-end', 'mood-fell', 'mood-rescued', 'case', 'case-late', 'ping-pong', 'promise-broken', 'long-wait', 'reopened', 'rated-low', 'asked', 'random']);
export type SamplingReason = z.infer<typeof samplingReason>;
export const whyRead = z.object({
  reason: samplingReason,
  /** mood: -1 to 1 · case: days left · hand-overs, broken promises, reopenings: how many · wait: minutes · rating: 1 to 5. */
  value: z.number().nullable(),
});
export type WhyRead = z.infer<typeof whyRead>;

/** As far as the reader may know it; null: it is gone. */
export const reviewedConversation = z.object({ id, number: z.number().int(), contactName: z.string(), channelId: id, subject: z.string().nullable(), endedAt: instant });
export const queuedReading = z.object({ conversation: reviewedConversation, agentId: id, teamId: id.nullable(), points: z.number(), why: z.array(whyRead) });
export type QueuedReading = z.infer<typeof queuedReading>;
export const readingQueue = z.object({
  items: z.array(queuedReading),
  /** Of how many they were chosen: the newest of everybody that ended in the days that are looked at, and what ended badly further back; not read yet. */
  outOf: z.number().int(),
  /** How often each member was reviewed in these days; who was least often comes first. */
  reviewed: z.array(z.object({ agentId: id, count: z.number().int() })),
});
export type ReadingQueue = z.infer<typeof readingQueue>;
export const queueQuery = z.object({ limit: z.coerce.number().int().min(1).max(50).default(10), teamId: id.optional(), agentId: id.optional() });
export type QueueQuery = z.infer<typeof queueQuery>;
export const queueTakeInput = z.object({ count: z.number().int().min(1).max(20).default(5), teamId: id.optional(), agentId: id.optional() });
export type QueueTakeInput = z.infer<typeof queueTakeInput>;
export const queueSkipInput = z.object({ conversationId: id, back: z.boolean().default(false) });
export type QueueSkipInput = z.infer<typeof queueSkipInput>;

/**
 * review: of a member's part in a conversation · second: looked at again because they asked · calibration: scored beside others, to learn whether they mean the same.
 */
export const reviewKind = z.enum(['review', 'second', 'calibration']);
export type ReviewKind = z.infer<typeof reviewKind>;
/** draft: only its reviewer has it · given: the member may read it · answered: they said something · contested: they asked for a second look · settled: somebody looked again. */
export const reviewState = z.enum(['draft', 'given', 'answered', 'contested', 'settled']);
export type ReviewState = z.infer<typeof reviewState>;
/** `score` null: does not apply here. What has no line was not scored (yet). */
export const qualityScore = z.object({ quality: z.string().max(40), score: z.number().int().min(1).max(5).nullable(), note: z.string().trim().max(2000).default('') });
export type QualityScore = z.infer<typeof qualityScore>;

/** To one member about one message, for these two alone. */
export const coachingNote = z.object({ id, reviewId: id, messageId: id, seq: z.number().int().nullable(), quality: z.string().nullable(), text: z.string(), coachId: id, agentId: id, at: instant, changedAt: instant, answer: z.string(), answeredAt: instant.nullable() });
export type CoachingNote = z.infer<typeof coachingNote>;
const noteText = z.string().trim().min(1).max(4000);
export const coachingNoteInput = z.object({ messageId: id, text: noteText, quality: z.string().max(40).nullable().default(null) });
export type CoachingNoteInput = z.infer<typeof coachingNoteInput>;
export const coachingNotePatch = z.object({ text: noteText });
export type CoachingNotePatch = z.infer<typeof coachingNotePatch>;

export const review = z.object({
  id, kind: reviewKind, state: reviewState,
  conversation: reviewedConversation.nullable(),
  agentId: id, reviewerId: id.nullable(), teamId: id.nullable(),
  scorecard: z.object({ id, name: z.string(), version: z.number().int(), qualities: z.array(scorecardQuality) }),
  why: z.array(whyRead),
  /** Its reader has to look for themselves first: scores, comment and answer are left out. */
  blind: z.boolean(),
  scores: z.array(qualityScore), mean: z.number().nullable(), comment: z.string(),
  answer: z.string(), answeredAt: instant.nullable(), contest: z.string(), contestedAt: instant.nullable(),
  createdAt: instant, givenAt: instant.nullable(),
  /** The first look at it, where this is the second; the second, where there is one. */
  firstId: id.nullable(), secondId: id.nullable(), calibrationId: id.nullable(),
  /** Only to who wrote them and for whom; others do not learn that there are any. */
  notes: z.array(coachingNote),
  version: z.number().int(),
});
export type Review = z.infer<typeof review>;
/** A line of a list: without what has to be read in full. */
export const reviewRow = review.omit({ scorecard: true, notes: true, scores: true });
export type ReviewRow = z.infer<typeof reviewRow>;

/** mine: about me · written: by me · all: every one that its reader may see · waiting: second looks and calibrations that I may or shall do. */
export const reviewQuery = pageQuery.extend({ whose: z.enum(['mine', 'written', 'waiting', 'all']).default('all'), state: reviewState.optional(), agentId: id.optional(), conversationId: id.optional() });
export type ReviewQuery = z.infer<typeof reviewQuery>;
export const reviewInput = z.object({ conversationId: id, agentId: id.optional() });
export type ReviewInput = z.infer<typeof reviewInput>;
export const reviewPatch = z.object({ scores: z.array(qualityScore).max(20), comment: z.string().trim().max(4000) }).partial().extend({ version: z.number().int().min(1).optional() });
export type ReviewPatch = z.infer<typeof reviewPatch>;
export const reviewAnswerInput = z.object({ text: noteText });
export type ReviewAnswerInput = z.infer<typeof reviewAnswerInput>;

/** Seen by the machine in the words and times of a conversation. It says where to look and is never a score. */
export const reviewHint = z.object({
  quality: z.string(),
  hint: z.enum(['first-reply', 'slow-reply', 'name-used', 'name-unused', 'greeted', 'question-open', 'questions-answered', 'jargon', 'mood-better', 'mood-worse', 'handed-over', 'promise-kept', 'promise-broken', 'said-sorry', 'no-sorry', 'offered-more']),
  automatic: z.literal(true),
  tone: z.enum(['well', 'look']),
  /** Minutes, how many: by the hint. */
  value: z.number().nullable(),
  /** As somebody wrote it. */
  words: z.string(), messageId: id.nullable(),
});
export type ReviewHint = z.infer<typeof reviewHint>;
export const reviewHints = z.object({ items: z.array(reviewHint) });
export type ReviewHints = z.infer<typeof reviewHints>;
export const reviewList = z.object({ items: z.array(review) });
export type ReviewList = z.infer<typeof reviewList>;
export const scorecardList = z.object({ items: z.array(scorecard) });

export const calibrationInput = z.object({ conversationId: id, agentId: id.optional(), memberIds: z.array(id).min(2).max(8).transform((all) => [...new Set(all)]).refine((all) => all.length >= 2, { message: 'Name two people at least' }) });
export type CalibrationInput = z.infer<typeof calibrationInput>;
export const calibration = z.object({
  id, conversation: reviewedConversation.nullable(), agentId: id, createdBy: id.nullable(), createdAt: instant, closedAt: instant.nullable(),
  /** Who was asked, and whether their scores are in. */
  people: z.array(z.object({ memberId: id, reviewId: id.nullable(), given: z.boolean() })),
  /** Null until all are in. */
  result: z.object({
    qualities: z.array(z.object({ key: z.string(), name: words, scores: z.array(z.object({ memberId: id, score: z.number().int().nullable() })),
      /** Highest minus lowest; null: fewer than two scored it. */
      gap: z.number().int().nullable() })),
    /** Of all pairs of scores of one quality, the share that is the same, and that is at most one apart; 0 to 1. */
    same: z.number().nullable(), nearly: z.number().nullable(),
    /** Krippendorff's alpha for distances (interval): 1 all mean the same, 0 as by chance; null where there is nothing to compare. */
    alpha: z.number().nullable(),
  }).nullable(),
});
export type Calibration = z.infer<typeof calibration>;
export const calibrationList = z.object({ items: z.array(calibration),
  /** Over all that are in, of the last ninety days. */
  alpha: z.number().nullable(), rounds: z.number().int() });
export type CalibrationList = z.infer<typeof calibrationList>;

export const qualityFiguresQuery = z.object({ from: instant.optional(), to: instant.optional(), by: z.enum(['member', 'team', 'week', 'month']).default('member'), agentId: id.optional(), teamId: id.optional() });
export type QualityFiguresQuery = z.infer<typeof qualityFiguresQuery>;
const means = z.object({ mean: z.number().nullable(), reviews: z.number().int(), qualities: z.array(z.object({ key: z.string(), mean: z.number(), count: z.number().int() })) });
export const qualityFigures = z.object({
  /** By name, never by rank; a member gets their own line alone. `key`: a member, a team, or the first day of a week or month. */
  rows: z.array(means.extend({ key: z.string().nullable() })),
  /** Of all that was asked for; null to a member where fewer than five reviews of three people would tell of one of them. */
  total: means.nullable(),
  names: z.array(z.object({ key: z.string(), name: words })),
});
export type QualityFiguresView = z.infer<typeof qualityFigures>;
