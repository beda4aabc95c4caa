import { z } from 'zod';
import { attachmentView } from './attachments';
import { caseAnswer, caseClock, caseDecision, caseDemand, caseState, countryCode, day } from './case-summary';
import { conversationView } from './conversations';
import { matterKey } from './matters';
import { email, id, instant, locale, page, pageQuery, shortText } from './primitives';

/** How a term is counted; data, not code. */
export const casePolicyRule = z.object({
  /** Null: no term. */
  days: z.number().int().min(1).max(730).nullable(),
  unit: z.enum(['calendar', 'working']),
  /** A term that ends on a Saturday, a Sunday or a day off: stays, or goes to a working day after or before it. */
  dayOff: z.enum(['stays', 'next-working-day', 'working-day-before']),
  /** What it means when nothing was answered in time. */
  silence: z.enum(['accepted', 'nothing']),
  warnOnDays: z.array(z.number().int().min(1).max(730)).max(20),
  warnHoursBefore: z.array(z.number().int().min(1).max(720)).max(10),
});
export type CasePolicyRule = z.infer<typeof casePolicyRule>;

export const casePolicy = casePolicyRule.extend({
  id: z.string(), builtIn: z.boolean(), active: z.boolean(),
  matter: z.string().nullable(), country: countryCode.nullable(), customerKind: z.string().nullable(),
  name: z.object({ en: z.string(), pl: z.string() }),
  /** Where it is written, and when somebody looked it up. */
  source: z.string(), sourceUrl: z.string().nullable(), checkedOn: day.nullable(),
});
export type CasePolicy = z.infer<typeof casePolicy>;
export const casePolicyInput = casePolicyRule.extend({
  matter: z.string().min(1).max(60).nullable(), country: countryCode.nullable(), customerKind: z.string().min(1).max(60).nullable(),
  name: shortText, source: z.string().trim().max(500).default(''), checkedOn: day.nullable().default(null), active: z.boolean().default(true),
});
export type CasePolicyInput = z.infer<typeof casePolicyInput>;
export const casePolicyPatch = casePolicyInput.extend({ source: z.string().trim().max(500), checkedOn: day.nullable(), active: z.boolean() }).partial();
export type CasePolicyPatch = z.infer<typeof casePolicyPatch>;

export const dayOff = z.object({ on: day, name: z.string().trim().max(100) });
export const caseSettings = z.object({
  /** Stands before the number. */
  prefix: z.string(), lastNumber: z.number().int(), country: countryCode, daysOff: z.array(dayOff),
  /** Name and address of the firm, as letters show it. */
  sender: z.string(), place: z.string(),
});
export type CaseSettings = z.infer<typeof caseSettings>;
export const caseSettingsPatch = z.object({
  prefix: z.string().trim().max(12).regex(/^[\p{L}\p{N}/._-]*$/u), country: countryCode, daysOff: z.array(dayOff).max(200), sender: z.string().trim().max(1000), place: z.string().trim().max(100),
}).partial();
export type CaseSettingsPatch = z.infer<typeof caseSettingsPatch>;
/** With what the law says, and the days off that are known without anybody naming them. */
export const casePolicies = z.object({ items: z.array(casePolicy), builtIn: z.array(casePolicy), holidays: z.array(day), timeZone: z.string() });
export type CasePolicies = z.infer<typeof casePolicies>;

export const letterKind = z.enum(['message', 'post', 'answer']);
export const caseLetter = z.object({
  id,
  /** 'message': a letter that went by a channel; 'post': put into the post by hand; 'answer': an ordinary answer that somebody marked as the decision. */
  kind: letterKind,
  /** Whether what it went by is a durable medium, as the law wants it. */
  durable: z.boolean(),
  state: caseAnswer, decision: caseDecision, locale, title: z.string(), text: z.string(),
  conversationId: id.nullable(), messageId: id.nullable(), file: attachmentView.nullable(),
  byId: id.nullable(), byName: z.string(), createdAt: instant,
  /** What is kept as the proof: to whom, when, and what the other side said. */
  proof: z.object({ to: z.string(), at: instant.nullable(), answer: z.string(), consignment: z.string().nullable(), sha256: z.string().nullable() }).nullable(),
  failure: z.string().nullable(),
});
export type CaseLetter = z.infer<typeof caseLetter>;

/** A row of the register. */
export const caseRow = z.object({
  id, number: z.number().int(), code: z.string(), matter: z.string(), subject: z.string(), product: z.string(), orderNumber: z.string(),
  contact: z.object({ id, name: z.string() }).nullable(),
  demand: caseDemand.nullable(), decision: caseDecision.nullable(), outcome: z.string(), state: caseState, clock: caseClock, answer: caseAnswer,
  receivedAt: instant, receivedOn: day, dueOn: day.nullable(), dueAt: instant.nullable(), stoppedAt: instant.nullable(), timeZone: z.string(),
  ownerId: id.nullable(), teamId: id.nullable(), createdAt: instant, closedAt: instant.nullable(), version: z.number().int(),
});
export type CaseRow = z.infer<typeof caseRow>;
export const casePage = page(caseRow);

export const caseConversation = z.object({ id, number: z.number().int(), channelId: id, connectorId: z.string(), subject: z.string().nullable(), contactId: id, contactName: z.string(), preview: z.string(), lastMessageAt: instant, state: z.string(), mail: z.boolean() });
export const caseDocument = attachmentView.extend({ conversationId: id.nullable(), messageId: id.nullable(), at: instant, byName: z.string() });

export const caseView = caseRow.extend({
  purchasedOn: day.nullable(), legalBasis: z.string(), country: countryCode,
  /** How receipt is known: the first message about it, or somebody's word, with the reason. */
  receivedHow: z.enum(['message', 'member']), receivedReason: z.string(), receivedMessageId: id.nullable(),
  /** The first word of the customer in these conversations, where it was taken for something else than what the case is about. */
  earlierWordAt: instant.nullable(),
  policy: casePolicy.nullable(), decisionReason: z.string(), decidedAt: instant.nullable(), decidedById: id.nullable(),
  conversations: z.array(caseConversation),
  /** Of channels that this reader does not see. */
  hiddenConversations: z.number().int(),
  documents: z.array(caseDocument), letters: z.array(caseLetter),
});
export type CaseView = z.infer<typeof caseView>;

export const caseChange = z.object({ case: caseView, conversation: conversationView.nullable(), undoToken: z.string().nullable() });
export type CaseChange = z.infer<typeof caseChange>;

/** Several at once: one case for all that a person wrote about it, or one for each conversation. */
export const casesInput = z.object({ ids: z.array(id).min(1).max(100), matter: matterKey, each: z.enum(['person', 'conversation']).default('person') });
export type CasesInput = z.infer<typeof casesInput>;
export const casesOpened = z.object({
  opened: z.array(z.object({ id, code: z.string(), conversationIds: z.array(id) })),
  /** Not in sight, not for this actor, gone up in another, or with an open case already: as they were. */
  refused: z.array(id), undoToken: z.string().nullable(),
});
export type CasesOpened = z.infer<typeof casesOpened>;

const words = (max: number) => z.string().trim().max(max);
/** Opens a case for what the conversation is about; with a matter, says also what it is. */
export const caseInput = z.object({ matter: matterKey.optional(), subject: words(300).optional(), product: words(300).optional(), orderNumber: words(100).optional(), demand: caseDemand.nullable().optional() });
export type CaseInput = z.infer<typeof caseInput>;

export const casePatch = z.object({
  matter: matterKey, subject: words(300), product: words(300), orderNumber: words(100), demand: caseDemand.nullable(), purchasedOn: day.nullable(), legalBasis: words(500), country: countryCode,
  /** With the reason: it moves the end of the term. */
  receivedAt: instant, receivedReason: words(500),
  decision: caseDecision.nullable(), decisionReason: words(5000), outcome: words(1000), ownerId: id.nullable(), teamId: id.nullable(),
  version: z.number().int(),
}).partial().refine((patch) => patch.receivedAt === undefined || (patch.receivedReason ?? '') !== '', { path: ['receivedReason'], message: 'Say why the day of receipt is another one.' });
export type CasePatch = z.infer<typeof casePatch>;

export const caseLink = z.object({ conversationId: id });
/** While the clock runs, only what the customer took back is closed. */
export const caseClose = z.object({ outcome: words(1000).optional(), customerWithdrew: z.boolean().default(false) });
export type CaseClose = z.infer<typeof caseClose>;
/** What the customer claims anew is answered anew: with a receipt, the clock begins again from there. */
export const caseReopen = z.object({ reason: words(500).min(1), receivedAt: instant.optional() });
export type CaseReopen = z.infer<typeof caseReopen>;
export const caseDocumentsInput = z.object({ attachmentIds: z.array(id).min(1).max(20) });

export const letterDraftInput = z.object({ locale: locale.optional(), decision: caseDecision.optional(), reason: words(5000).optional() });
export const letterDraft = z.object({ locale, title: z.string(), text: z.string(), cover: z.string(), to: z.string() });
export type LetterDraft = z.infer<typeof letterDraft>;
const letterWords = { locale, title: words(300).min(1), text: words(20_000).min(1) };
export const letterPdfInput = z.object(letterWords);
export type LetterPdfInput = z.infer<typeof letterPdfInput>;
/** By a conversation of the case, by a first email to an address, or by post with what proves it. The id is the sender's: the same again sends nothing twice. */
export const letterInput = z.object({
  ...letterWords, clientId: id, decision: caseDecision, reason: words(5000).default(''),
  by: z.discriminatedUnion('way', [
    z.object({ way: z.literal('conversation'), conversationId: id, cover: words(5000).min(1), sendNow: z.boolean().default(false) }),
    z.object({ way: z.literal('email'), channelId: id, to: email, cover: words(5000).min(1), sendNow: z.boolean().default(false) }),
    z.object({ way: z.literal('post'), to: words(500).min(1), postedOn: day, consignment: words(100).min(1) }),
  ]),
});
export type LetterInput = z.infer<typeof letterInput>;
/** An ordinary answer that says the decision itself. */
export const answerInput = z.object({ messageId: id, decision: caseDecision, reason: words(5000).default('') });
export type AnswerInput = z.infer<typeof answerInput>;
export const letterSent = z.object({ case: caseView, messageId: id.nullable(), conversationId: id.nullable() });
export type LetterSent = z.infer<typeof letterSent>;

export const caseFilter = z.object({
  state: caseState.optional(), clock: caseClock.optional(), matter: z.string().max(60).optional(), decision: z.union([caseDecision, z.literal('none')]).optional(), demand: caseDemand.optional(),
  ownerId: z.union([id, z.enum(['me', 'none'])]).optional(), teamId: id.optional(),
  due: z.enum(['late', 'today', 'week', 'none']).optional(), receivedFrom: day.optional(), receivedTo: day.optional(),
  q: words(200).optional(),
});
export type CaseFilter = z.infer<typeof caseFilter>;
export const caseQuery = pageQuery.extend({ ...caseFilter.shape, sort: z.enum(['due', 'newest', 'number']).default('due') });
export type CaseQuery = z.infer<typeof caseQuery>;
export const caseExportQuery = caseFilter.extend({ format: z.enum(['csv', 'pdf']), locale: locale.default('en') });
export type CaseExportQuery = z.infer<typeof caseExportQuery>;

export const caseEvent = z.object({ id, type: z.string(), at: instant, byKind: z.string(), byId: id.nullable(), conversationId: id.nullable(), data: z.record(z.string(), z.unknown()) });
export const caseHistory = page(caseEvent);
export type CaseHistory = z.infer<typeof caseHistory>;
