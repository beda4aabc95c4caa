import { z } from 'zod';
import { role } from './access';
import { id } from './primitives';

/** What a language model may be asked for, each by itself. */
export const assistantUse = z.enum(['translate', 'summary', 'draft']);
export type AssistantUse = z.infer<typeof assistantUse>;

const shared = z.object({
  enabled: z.boolean(),
  /** Of any service that speaks the chat completions of OpenAI; `/chat/completions` is added. */
  baseUrl: z.string().trim().max(500), model: z.string().trim().max(200),
  uses: z.array(assistantUse).max(3), roles: z.array(role).max(5),
  callsPerDay: z.number().int().min(1).max(100_000), tokensPerDay: z.number().int().min(1000).max(1_000_000_000),
  /** Names, addresses and numbers of the customer are put back only here. */
  maskNames: z.boolean(),
});
/** Off until somebody fills it in. The key is never told. */
export const assistantSettings = shared.extend({ hasKey: z.boolean() });
export type AssistantSettings = z.infer<typeof assistantSettings>;
/** `key` null: takes it out. Another `baseUrl` forgets the key: it was for the other service. */
export const assistantPatch = shared.partial().extend({ key: z.string().trim().min(1).max(500).nullable().optional() });
export type AssistantPatch = z.infer<typeof assistantPatch>;

/** What this member may ask for; empty: there is no assistant for them, and no button. */
export const assistantOffer = z.object({ uses: z.array(assistantUse) });
export type AssistantOffer = z.infer<typeof assistantOffer>;

/** Of a message, or of words that the member is writing. */
export const translateInput = z.object({ messageId: id.optional(), text: z.string().trim().min(1).max(8000).optional(), to: z.string().regex(/^[a-z]{2}$/) })
  .refine((input) => (input.messageId === undefined) !== (input.text === undefined), { message: 'Name a message or write a text', path: ['text'] });
export type TranslateInput = z.infer<typeof translateInput>;
export const translation = z.object({ text: z.string(), model: z.string() });
export type Translation = z.infer<typeof translation>;

export const assistantSource = z.object({ messageId: id, seq: z.number().int() });
/** Plain text; each sentence says from which messages it is. */
export const assistantSummary = z.object({ sentences: z.array(z.object({ text: z.string(), sources: z.array(assistantSource) })), model: z.string() });
export type AssistantSummary = z.infer<typeof assistantSummary>;
/** A suggestion; nothing sends it but a person. */
export const assistantDraft = z.object({ text: z.string(), sources: z.array(assistantSource), model: z.string() });
export type AssistantDraft = z.infer<typeof assistantDraft>;
