import { z } from 'zod';
import { id, instant, page, pageQuery } from './primitives';
import { clockTime } from './shifts';

/** 'rating': how we did, after a conversation was resolved. 'fine': whether all is still well, days after a solved complaint. */
export const surveyKind = z.enum(['rating', 'fine']);
export type SurveyKind = z.infer<typeof surveyKind>;
/** Five faces, 1 (poor) to 5 (great), or yes and no, which are kept as 5 and 1. */
export const surveyScale = z.enum(['faces', 'yes-no']);
export type SurveyScale = z.infer<typeof surveyScale>;
export const surveyState = z.enum(['waiting', 'asked', 'answered', 'dropped']);
/** How it was answered: on the card in the chat, by a message in the channel, on the page behind a link of a mail. */
export const surveyVia = z.enum(['widget', 'reply', 'link']);
export type SurveyVia = z.infer<typeof surveyVia>;

const question = z.string().trim().max(300);
/** What is asked, in the customer's language; '' is the product's own sentence. `more` stands above the field for words. */
export const surveyWords = z.object({ en: z.object({ question, more: question }), pl: z.object({ question, more: question }) });
export type SurveyWords = z.infer<typeof surveyWords>;

/** One channel. Beside it stands what holds where nobody chose anything. */
export const surveyChannel = z.object({
  channelId: id, on: z.boolean(),
  /** After it was resolved. In the website chat the card may appear at once. */
  delayMinutes: z.number().int(), scale: surveyScale, words: surveyWords,
  /** False: the product's usual. */
  chosen: z.boolean(),
  /** Nothing can be asked there: what is said is public, or nothing is sent. */
  possible: z.boolean(),
});
export type SurveyChannel = z.infer<typeof surveyChannel>;
export const surveyChannelInput = z.object({ on: z.boolean(), delayMinutes: z.number().int().min(0).max(7 * 24 * 60), scale: surveyScale, words: surveyWords });
export type SurveyChannelInput = z.infer<typeof surveyChannelInput>;

/** The only hours in which a question leaves, on the customer's clock; a card in the chat waits for nobody. */
export const askingHours = z.object({ from: clockTime, to: clockTime, days: z.array(z.number().int().min(0).max(6)).min(1).max(7) }).refine((hours) => hours.from < hours.to, { message: 'The end comes after the beginning', path: ['to'] });
export type AskingHours = z.infer<typeof askingHours>;
export const stillFine = z.object({ on: z.boolean(), afterDays: z.number().int().min(1).max(90), matters: z.array(z.string().max(60)).min(1).max(20), words: surveyWords });
export type StillFine = z.infer<typeof stillFine>;
export const surveySettings = z.object({
  /** One person is asked at most once in so many days, whatever the channel. */
  restDays: z.number().int(),
  /** So long an answer is taken, and changed. */
  answerDays: z.number().int(),
  hours: askingHours.nullable(),
  /** A bad answer with words opens the conversation again. */
  reopenBad: z.boolean(),
  stillFine,
  channels: z.array(surveyChannel),
});
export type SurveySettings = z.infer<typeof surveySettings>;
export const surveySettingsPatch = z.object({ restDays: z.number().int().min(0).max(365), answerDays: z.number().int().min(1).max(60), hours: askingHours.nullable(), reopenBad: z.boolean(), stillFine }).partial();
export type SurveySettingsPatch = z.infer<typeof surveySettingsPatch>;

export const surveyView = z.object({
  id, kind: surveyKind, state: surveyState, scale: surveyScale, conversationId: id, conversationNumber: z.number().int(), channelId: id, contactId: id, contactName: z.string(),
  /** Who led the conversation when it was asked. */
  agentId: id.nullable(), teamId: id.nullable(),
  dueAt: instant.nullable(), askedAt: instant.nullable(),
  /** Why nothing was asked. */
  reason: z.string().nullable(),
  score: z.number().int().nullable(), good: z.boolean().nullable(), text: z.string(), via: surveyVia.nullable(), answeredAt: instant.nullable(),
  /** What was said before it was changed, oldest first. */
  earlier: z.array(z.object({ score: z.number().int().nullable(), text: z.string(), at: instant })),
});
export type SurveyView = z.infer<typeof surveyView>;
export const surveyPage = page(surveyView);
export type SurveyPage = z.infer<typeof surveyPage>;

const filters = { kind: surveyKind.default('rating'), from: instant.optional(), to: instant.optional(), channelId: id.optional(), teamId: id.optional(), agentId: id.optional() };
export const surveyQuery = pageQuery.extend({ ...filters, kind: surveyKind.optional(), answer: z.enum(['good', 'bad', 'any', 'none']).optional(), conversationId: id.optional(), contactId: id.optional() });
export type SurveyQuery = z.infer<typeof surveyQuery>;
export const surveyGrouping = z.enum(['none', 'channel', 'team', 'agent', 'day', 'week', 'month']);
export type SurveyGrouping = z.infer<typeof surveyGrouping>;
export const surveyFiguresQuery = z.object({ ...filters, by: surveyGrouping.default('none') });
export type SurveyFiguresQuery = z.infer<typeof surveyFiguresQuery>;
const counted = { asked: z.number().int(), answered: z.number().int(), good: z.number().int(), bad: z.number().int(), withWords: z.number().int(),
  /** Asked, the time for an answer over, and nothing came. */
  silent: z.number().int(),
  /** Of the faces alone; null without one. */
  mean: z.number().nullable() };
/** `key`: an id, a day (the first of a week or month), or null for what has none. */
export const surveyFigures = z.object({ total: z.object(counted), rows: z.array(z.object({ key: z.string().nullable(), ...counted })) });
export type SurveyFigures = z.infer<typeof surveyFigures>;

/** The form of the page behind a link. */
export const surveyForm = z.object({ score: z.coerce.number().int().min(1).max(5).optional(), text: z.string().max(2000).optional(), stop: z.string().max(10).optional() });
export type SurveyForm = z.infer<typeof surveyForm>;
