import { z } from 'zod';
import { caseDecision } from './case-summary';
import { purchase } from './context-cards';
import { conversationView } from './conversations';
import { messageView } from './messages';
import { id, instant } from './primitives';
import { surveyKind, surveyScale } from './surveys';

/** What a timeline is made of, and may be narrowed to. */
export const personKinds = ['message', 'note', 'purchase', 'survey', 'promise', 'lead', 'case'] as const;
export type PersonKind = (typeof personKinds)[number];

const happened = { key: z.string(), at: instant };
/** What happened with them besides what was said: what we asked and what they answered, what was promised and what came of it, leads and cases with their turns. */
export const personEntry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('survey'), ...happened, what: z.enum(['asked', 'answered']), about: surveyKind, scale: surveyScale, score: z.number().int().nullable(), text: z.string(), conversationId: id }),
  z.object({ kind: z.literal('promise'), ...happened, what: z.enum(['made', 'kept', 'broken']), text: z.string(), dueAt: instant, conversationId: id }),
  z.object({ kind: z.literal('lead'), ...happened, what: z.enum(['taken', 'stage']), leadId: id, code: z.string(), wants: z.string(), stage: z.string() }),
  z.object({ kind: z.literal('case'), ...happened, what: z.enum(['opened', 'decided', 'closed']), caseId: id, code: z.string(), matter: z.string(), subject: z.string(), decision: caseDecision.nullable() }),
]);
export type PersonEntry = z.infer<typeof personEntry>;

/** What was said by and to one person on whatever channel, and what happened with them, in the order of time. */
export const personTimeline = z.object({
  /** Oldest first; messages and notes, no lines about acts. */
  items: z.array(messageView),
  /** Those that the items belong to, and the one in `answerIn`. */
  conversations: z.array(conversationView),
  /** Conversations on channels that the reader may not read: when each began, and nothing else. */
  closed: z.array(z.object({ at: instant })),
  purchases: z.array(purchase),
  entries: z.array(personEntry),
  /** Ask with these for what came before and after; null: nothing more. */
  before: z.string().nullable(), after: z.string().nullable(),
  /** Where the person wrote last, among what the reader may read: an answer goes there. Null: they never wrote. */
  answerIn: id.nullable(),
});
export type PersonTimeline = z.infer<typeof personTimeline>;
const kinds = z.string().max(200).transform((text) => text.split(',')).pipe(z.array(z.enum(personKinds)).min(1));
export const personTimelineQuery = z.object({
  before: z.string().max(500).optional(), after: z.string().max(500).optional(), limit: z.coerce.number().int().min(1).max(100).default(40),
  /** Only these, with commas between them. */
  only: kinds.optional(),
});
export type PersonTimelineQuery = z.infer<typeof personTimelineQuery>;
