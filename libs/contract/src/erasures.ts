import { z } from 'zod';
import { id, instant, locale, pageQuery } from './primitives';

/** Why somebody may ask to be erased, Art. 17(1) GDPR, letter by letter; 'other': the firm wants it. */
export const erasureGround = z.enum(['art17-1-a', 'art17-1-b', 'art17-1-c', 'art17-1-d', 'art17-1-e', 'art17-1-f', 'other']);
export type ErasureGround = z.infer<typeof erasureGround>;

const inBoth = z.object({ en: z.string(), pl: z.string() });
export const erasureCount = z.object({ table: z.string(), name: inBoth, rows: z.number().int() });
export type ErasureCount = z.infer<typeof erasureCount>;

/** What holds something back: a case, by which rule, until when (null: as long as it is open), and where that stands. */
export const erasureHold = z.object({ caseId: id, code: z.string(), rule: z.enum(['open-case', 'claims-limitation']), until: instant.nullable(), article: z.string(), source: z.string() });
export type ErasureHold = z.infer<typeof erasureHold>;

/** What would go and what would stay; nothing is changed by asking. */
export const erasureTrial = z.object({
  contact: z.object({ id, name: z.string() }),
  goes: z.array(erasureCount), stays: z.array(erasureCount), holds: z.array(erasureHold),
  /** Messages in other people's conversations that are theirs or name them. */
  elsewhere: z.number().int(),
  files: z.object({ count: z.number().int(), bytes: z.number().int() }),
  /** What has to be typed to do it. */
  confirm: z.string(),
});
export type ErasureTrial = z.infer<typeof erasureTrial>;

export const erasureInput = z.object({
  ground: erasureGround,
  /** The day on which they asked. */
  askedOn: z.iso.date(),
  /** The name as the trial says it: there is no way back. */
  confirm: z.string().max(500),
});
export type ErasureInput = z.infer<typeof erasureInput>;

export const erasureView = z.object({
  id, contactId: id,
  /** While something of them is still there. */
  name: z.string().nullable(),
  ground: erasureGround, askedOn: z.iso.date(), requestedBy: id.nullable(),
  state: z.enum(['running', 'held', 'done', 'failed']),
  counts: z.array(erasureCount), holds: z.array(erasureHold),
  letterSentAt: instant.nullable(), replayed: z.boolean(), createdAt: instant, doneAt: instant.nullable(),
});
export type ErasureView = z.infer<typeof erasureView>;
export const erasureList = z.object({ items: z.array(erasureView), nextCursor: z.string().nullable() });
export type ErasureList = z.infer<typeof erasureList>;
export const privacyPage = pageQuery;
export type PrivacyPage = z.infer<typeof privacyPage>;

/** Says what is kept, why and until when. Where: conversations that are held back and take an answer. */
export const refusalDraft = z.object({ locale, title: z.string(), text: z.string(), cover: z.string(), conversations: z.array(z.object({ id, number: z.number().int(), connectorId: z.string(), subject: z.string().nullable() })) });
export type RefusalDraft = z.infer<typeof refusalDraft>;
export const refusalPaper = z.object({ locale, title: z.string().trim().min(1).max(200), text: z.string().trim().min(1).max(20_000) });
export type RefusalPaper = z.infer<typeof refusalPaper>;
export const refusalInput = refusalPaper.extend({ conversationId: id, cover: z.string().trim().min(1).max(5000), clientId: id, sendNow: z.boolean().default(false) });
export type RefusalInput = z.infer<typeof refusalInput>;

export const personExportInput = z.object({ locale });
export type PersonExportInput = z.infer<typeof personExportInput>;
export const personExportView = z.object({ id, contactId: id, name: z.string(), locale, state: z.enum(['waiting', 'ready', 'failed', 'expired']), sizeBytes: z.number().int(), requestedBy: id, createdAt: instant, expiresAt: instant.nullable(), /** Only they who asked may fetch it. */ mine: z.boolean() });
export type PersonExportView = z.infer<typeof personExportView>;
export const personExportList = z.object({ items: z.array(personExportView) });
export type PersonExportList = z.infer<typeof personExportList>;

export const redactionKind = z.enum(['card', 'pesel', 'id_card', 'iban']);
export type RedactionKind = z.infer<typeof redactionKind>;
export const privacySettings = z.object({
  redact: z.array(redactionKind),
  /** Null: as the law of the case's country says. */
  keepCasesYears: z.number().int().min(0).max(30).nullable(),
  keepDeliveriesDays: z.number().int().min(1).max(3650),
});
export type PrivacySettings = z.infer<typeof privacySettings>;
export const privacySettingsPatch = privacySettings.partial();
export type PrivacySettingsPatch = z.infer<typeof privacySettingsPatch>;
