import { z } from 'zod';
import { matterKey } from './matters';
import { id, instant, locale, pageQuery, shortText } from './primitives';

/** 'new' waits for the weekly review; 'reviewed' was talked about; 'done': what it asks for is done. */
export const lessonState = z.enum(['new', 'reviewed', 'done']);
export type LessonState = z.infer<typeof lessonState>;

/** What good service is; a lesson may say which of these it is about. */
export const serviceQuality = z.enum(['professional', 'attentive', 'empathetic', 'effective', 'fast', 'friendly', 'lasting']);
export type ServiceQuality = z.infer<typeof serviceQuality>;

/** What a lesson becomes: a draft of an article, a canned answer, a word of the glossary. */
export const lessonOutcomeKind = z.enum(['article', 'canned', 'term']);
export type LessonOutcomeKind = z.infer<typeof lessonOutcomeKind>;
export const lessonOutcome = z.object({
  id, kind: lessonOutcomeKind,
  /** Of the article, the canned answer or the trade word. */
  subjectId: id,
  /** As it is called now. */
  title: z.string(), madeBy: id.nullable(), madeAt: instant,
});
export type LessonOutcome = z.infer<typeof lessonOutcome>;

const text = z.string().trim().max(4000);
const tag = z.string().trim().toLowerCase().min(1).max(40).transform((word) => word.replace(/\s+/g, ' '));
const tags = z.array(tag).max(10).transform((words) => [...new Set(words)]);
const qualities = z.array(serviceQuality).max(7).transform((all) => [...new Set(all)]);

export const lesson = z.object({
  id, title: z.string(),
  happened: z.string(), change: z.string(),
  /** What to say to the next who asks; empty: nobody wrote it. */
  answer: z.string(),
  tags: z.array(z.string()), qualities: z.array(serviceQuality), matter: z.string().nullable(), teamId: id.nullable(),
  state: lessonState,
  /** Goes up with every change; who changes it names the one that they saw. */
  version: z.number().int(),
  /** Null: it is gone, or out of the reader's sight. */
  conversation: z.object({ id, number: z.number().int() }).nullable(),
  case: z.object({ id, code: z.string() }).nullable(),
  createdBy: id.nullable(), createdAt: instant, changedAt: instant, reviewedBy: id.nullable(), reviewedAt: instant.nullable(),
  removed: z.boolean(),
  outcomes: z.array(lessonOutcome),
});
export type Lesson = z.infer<typeof lesson>;

const words = { title: shortText, happened: text, change: text, answer: z.string().trim().max(8000), tags, qualities, matter: matterKey.nullable(), teamId: id.nullable() };
const source = { conversationId: id.nullable().default(null), caseId: id.nullable().default(null) };
export const lessonInput = z.object({
  ...source, ...words, happened: words.happened.default(''), change: words.change.default(''), answer: words.answer.default(''), tags: tags.default([]), qualities: qualities.default([]),
  /** Left out: as the conversation has it. */
  matter: words.matter.optional(), teamId: words.teamId.optional(),
}).refine((input) => input.conversationId !== null || input.caseId !== null, { message: 'Name the conversation or the case that it comes from', path: ['conversationId'] });
export type LessonInput = z.infer<typeof lessonInput>;

export const lessonPatch = z.object({ ...words, state: lessonState, removed: z.boolean() }).partial().extend({ version: z.number().int().min(1) });
export type LessonPatch = z.infer<typeof lessonPatch>;

export const lessonQuery = pageQuery.extend({
  q: z.string().trim().max(200).optional(), state: lessonState.optional(), tag: tag.optional(), quality: serviceQuality.optional(), matter: matterKey.optional(), teamId: id.optional(), conversationId: id.optional(),
  /** What became this article, canned answer or trade word. */
  became: id.optional(),
});
export type LessonQuery = z.infer<typeof lessonQuery>;

/** To begin with: from what is known of the conversation without asking anybody. */
export const lessonDraftQuery = z.object({ conversationId: id.optional(), caseId: id.optional() }).refine((query) => (query.conversationId === undefined) !== (query.caseId === undefined), { message: 'Name a conversation or a case' });
export type LessonDraftQuery = z.infer<typeof lessonDraftQuery>;
export const lessonDraft = z.object({ title: z.string(), happened: z.string(), matter: z.string().nullable(), teamId: id.nullable(), locale });
export type LessonDraft = z.infer<typeof lessonDraft>;

/** One of each: how many there are, which words they are filed under, and when the next review is told of. */
export const lessonSummary = z.object({
  states: z.object({ new: z.number().int(), reviewed: z.number().int(), done: z.number().int() }),
  tags: z.array(z.object({ tag: z.string(), count: z.number().int() })),
  reviewAt: instant.nullable(),
});
export type LessonSummary = z.infer<typeof lessonSummary>;

const plainWord = z.string().trim().min(1).max(80);
/** Left out: taken from the lesson. A trade word needs both, and a lesson seldom says them. */
export const lessonBecomeInput = z.object({ kind: lessonOutcomeKind, locale: locale.optional(), term: plainWord.optional(), plain: plainWord.optional() });
export type LessonBecomeInput = z.infer<typeof lessonBecomeInput>;
