import { z } from 'zod';
import { id } from './primitives';

const words = z.string().trim().min(1).max(80);

/** A trade word and the plain one to say instead. */
export const glossaryTerm = z.object({ id, term: words, plain: words, language: z.enum(['en', 'pl']) });
export type GlossaryTerm = z.infer<typeof glossaryTerm>;
export const glossaryInput = glossaryTerm.omit({ id: true });
export type GlossaryInput = z.infer<typeof glossaryInput>;
export const glossaryPatch = glossaryInput.partial();
export type GlossaryPatch = z.infer<typeof glossaryPatch>;
