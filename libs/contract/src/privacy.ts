import { z } from 'zod';
import { id, instant, locale } from './primitives';

/**
 * For what a customer is asked. Marketing needs a yes; service messages only respect a no ("no more of these"). The workspace adds its own.
 * Source: Art. 6(1)(a) and 7 GDPR; Art. 398 of the Polish Electronic Communications Law of 12 July 2024 for messages that sell something.
 */
export const builtinPurposes = [
  { key: 'email_marketing', name: { en: 'news and offers by email', pl: 'nowości i oferty e-mailem' } },
  { key: 'channel_messages', name: { en: 'news and offers by messages', pl: 'nowości i oferty w wiadomościach' } },
  { key: 'phone_calls', name: { en: 'offers by phone', pl: 'oferty przez telefon' } },
  { key: 'surveys', name: { en: 'questions after a conversation', pl: 'pytania po rozmowie' } },
  { key: 'follow_ups', name: { en: 'asking whether all is well', pl: 'pytanie, czy wszystko w porządku' } },
] as const;
export type BuiltinPurpose = (typeof builtinPurposes)[number]['key'];

export const purposeKey = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
const purposeName = z.object({ en: z.string().trim().min(1).max(80), pl: z.string().trim().min(1).max(80) });
export const consentPurposeView = z.object({ key: purposeKey, name: z.object({ en: z.string(), pl: z.string() }), builtin: z.boolean(), archived: z.boolean() });
export type ConsentPurposeView = z.infer<typeof consentPurposeView>;
export const consentPurposeList = z.object({ items: z.array(consentPurposeView) });
export type ConsentPurposeList = z.infer<typeof consentPurposeList>;
export const consentPurposeInput = z.object({ key: purposeKey, name: purposeName });
export type ConsentPurposeInput = z.infer<typeof consentPurposeInput>;
export const consentPurposePatch = z.object({ name: purposeName, archived: z.boolean() }).partial();
export type ConsentPurposePatch = z.infer<typeof consentPurposePatch>;

export const consentSource = z.enum(['form', 'widget', 'agent', 'import', 'unsubscribe', 'api']);
export type ConsentSource = z.infer<typeof consentSource>;
/** 'none': never asked, or never answered. */
export const consentStanding = z.enum(['given', 'withdrawn', 'none']);
export type ConsentStanding = z.infer<typeof consentStanding>;

/** What they were shown and where; no address of a machine. */
export const consentProof = z.object({ text: z.string().trim().max(4000), version: z.string().trim().max(60), locale, where: z.string().trim().max(300), note: z.string().trim().max(1000) }).partial();
export type ConsentProof = z.infer<typeof consentProof>;

export const consentSaying = z.object({
  purpose: purposeKey, given: z.boolean(),
  source: consentSource.default('agent'),
  /** When they said so; not in the future. */
  at: instant.optional(),
  proof: consentProof.default({}),
  /** The message in which they said so. */
  messageId: id.optional(),
}).refine((input) => !input.given || input.messageId !== undefined || (input.proof.text ?? '') !== '', { message: 'Say what they agreed to, in the words that they were shown, or name the message', path: ['proof', 'text'] });
export type ConsentSaying = z.infer<typeof consentSaying>;

export const consentEntry = z.object({ id, purpose: z.string(), given: z.boolean(), source: consentSource, at: instant, recordedAt: instant, proof: consentProof, messageId: id.nullable(), memberId: id.nullable() });
export type ConsentEntry = z.infer<typeof consentEntry>;
export const consentsOfContact = z.object({
  /** For each purpose what counts now. */
  standing: z.array(z.object({ purpose: z.string(), state: consentStanding, since: instant.nullable() })),
  /** Newest first. */
  history: z.array(consentEntry),
});
export type ConsentsOfContact = z.infer<typeof consentsOfContact>;
