import { z } from 'zod';
import { crisisHeld } from './crisis';
import { id, instant, locale, page, pageQuery } from './primitives';
import { purposeKey } from './privacy';

/** 'preparing': who may get it is found out. 'awaiting': that stands, and a second person has to agree. 'running' with a later start waits for it. */
export const campaignState = z.enum(['draft', 'preparing', 'awaiting', 'running', 'paused', 'done', 'stopped']);
export type CampaignState = z.infer<typeof campaignState>;
/** Why somebody of the segment gets nothing. 'merged': the same person gets it under another name already. */
export const outreachReason = z.enum(['no-consent', 'withdrawn', 'no-address', 'bounced', 'blocked', 'cap', 'merged', 'gone', 'no-words']);
export type OutreachReason = z.infer<typeof outreachReason>;

/** One language of it. `text` and `subject` may hold {{contact.first}}, {{contact.name}}, {{workspace.name}}; a template has values instead, with the same gaps. */
export const campaignWords = z.object({
  subject: z.string().trim().max(200).default(''), text: z.string().trim().max(20_000).default(''),
  template: z.object({ id: z.string().min(1).max(500), values: z.record(z.string().max(100), z.string().trim().max(2000)).default({}) }).nullable().default(null),
});
export type CampaignWords = z.infer<typeof campaignWords>;
const byLocale = z.object({ en: campaignWords.nullable(), pl: campaignWords.nullable() });

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** From and until on the clock of the recipient, or of the house; without either only the days count. 0 is Sunday. */
export const outreachQuiet = z.object({ from: clockTime.nullable(), until: clockTime.nullable(), days: z.array(z.number().int().min(0).max(6)).max(6), holidays: z.boolean(), zone: z.enum(['recipient', 'house']) })
  .refine(({ from, until }) => (from === null) === (until === null) && (from === null || from !== until), { path: ['until'], message: 'Say from when until when.' });
export type OutreachQuiet = z.infer<typeof outreachQuiet>;

const pace = { perMinute: z.number().int().min(1).max(600), perHour: z.number().int().min(1).max(20_000) };
const campaignFields = {
  name: z.string().trim().min(1).max(120), purpose: purposeKey, segmentId: id.nullable(), channelId: id.nullable(), words: byLocale, defaultLocale: locale, ...pace, quiet: outreachQuiet, startAt: instant.nullable(),
};
export const campaignInput = z.object({
  ...campaignFields, purpose: purposeKey.default('email_marketing'), segmentId: id.nullable().default(null), channelId: id.nullable().default(null), words: byLocale.default({ en: null, pl: null }), defaultLocale: locale.default('pl'),
  perMinute: pace.perMinute.default(30), perHour: pace.perHour.default(600), quiet: outreachQuiet.default({ from: '20:00', until: '08:00', days: [0], holidays: true, zone: 'recipient' }), startAt: instant.nullable().default(null),
});
export type CampaignInput = z.infer<typeof campaignInput>;
export const campaignPatch = z.object({ ...campaignFields, version: z.number().int() }).partial();
export type CampaignPatch = z.infer<typeof campaignPatch>;

export const worthSum = z.object({ amount: z.string(), currency: z.string() });
/** Every figure is a list of people; see `outreachFigure`. */
export const outreachFigures = z.object({
  audience: z.number().int(), unjudged: z.number().int(), skipped: z.number().int(), waiting: z.number().int(), queued: z.number().int(), sent: z.number().int(), delivered: z.number().int(), bounced: z.number().int(), unknown: z.number().int(), withheld: z.number().int(),
  answered: z.number().int(), unsubscribed: z.number().int(), complaints: z.number().int(), leads: z.number().int(), won: z.number().int(), worth: z.array(worthSum),
});
export type OutreachFigures = z.infer<typeof outreachFigures>;
export const outreachFigure = z.enum(['audience', 'unjudged', 'skipped', 'waiting', 'queued', 'sent', 'delivered', 'bounced', 'unknown', 'withheld', 'answered', 'unsubscribed', 'complaints', 'leads', 'won']);
export type OutreachFigure = z.infer<typeof outreachFigure>;

export const campaignView = z.object({
  id, ...campaignFields, state: campaignState, createdById: id.nullable(), startedById: id.nullable(), startedAt: instant.nullable(), approvedById: id.nullable(), endedAt: instant.nullable(), createdAt: instant, version: z.number().int(),
  /** Why nothing leaves although it runs: quiet hours until then, a channel that is paused. */
  waitsUntil: instant.nullable(), trouble: z.string().nullable(), held: crisisHeld.nullable(),
  figures: outreachFigures, byLocale: z.object({ en: outreachFigures, pl: outreachFigures }), reasons: z.array(z.object({ reason: outreachReason, count: z.number().int() })),
});
export type CampaignView = z.infer<typeof campaignView>;
export const campaignRow = campaignView.pick({ id: true, name: true, state: true, channelId: true, purpose: true, startAt: true, startedAt: true, endedAt: true, createdAt: true, held: true }).extend({ figures: outreachFigures });
export type CampaignRow = z.infer<typeof campaignRow>;
export const campaignPage = page(campaignRow);

/** Nothing is written and nothing leaves: who would get it, who would not and why, and how it reads for real people. */
export const dryRun = z.object({
  people: z.number().int(), would: z.number().int(), reasons: z.array(z.object({ reason: outreachReason, count: z.number().int() })),
  /** Of those who would: for whom it is quiet now. */
  quietNow: z.number().int(), byLocale: z.object({ en: z.number().int(), pl: z.number().int() }),
  /** At the pace that is set, without quiet hours. */
  minutes: z.number().int(), needsApproval: z.boolean(),
  samples: z.array(z.object({ contactId: id, name: z.string(), address: z.string(), locale, subject: z.string(), text: z.string(), html: z.string().nullable() })),
  /** What has to be mended before it can start, in words. */
  obstacles: z.array(z.string()),
});
export type DryRun = z.infer<typeof dryRun>;

export const outreachPerson = z.object({
  id, contactId: id, name: z.string(), address: z.string(), locale, state: z.enum(['unjudged', 'waiting', 'queued', 'sent', 'delivered', 'bounced', 'unknown', 'withheld', 'skipped']), reason: outreachReason.nullable(), failure: z.string().nullable(),
  at: instant.nullable(), conversationId: id.nullable(), answered: z.boolean(), unsubscribed: z.boolean(), complained: z.boolean(),
});
export type OutreachPerson = z.infer<typeof outreachPerson>;
export const outreachPeople = page(outreachPerson);
export const outreachPeopleQuery = pageQuery.extend({ of: outreachFigure.default('audience') });
export type OutreachPeopleQuery = z.infer<typeof outreachPeopleQuery>;

export const outreachSettings = z.object({
  /** More recipients than this want a second person; null: nobody has to agree. */
  approveAbove: z.number().int().min(0).max(1_000_000).nullable(),
  /** At most so many messages to one person within so many days, over all campaigns. */
  capCount: z.number().int().min(1).max(100), capDays: z.number().int().min(1).max(365),
});
export type OutreachSettings = z.infer<typeof outreachSettings>;
export const outreachSettingsPatch = outreachSettings.partial();
export type OutreachSettingsPatch = z.infer<typeof outreachSettingsPatch>;
export const testSend = z.object({ locale });
