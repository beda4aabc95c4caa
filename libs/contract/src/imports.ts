import { z } from 'zod';
import { id, instant } from './primitives';

/** What a column may say; `field:<key>` is a field of the workspace's own. */
export const importTarget = z.string().regex(/^(name|email|phone|company|language|kinds|note|field:[a-z][a-z0-9_]{0,39})$/);
/** By the place of the column; columns that are not named are not read. */
export const importMapping = z.record(z.string().regex(/^\d{1,3}$/), importTarget).refine((mapping) => Object.keys(mapping).length <= 100, { message: 'At most 100 columns' });
export type ImportMapping = z.infer<typeof importMapping>;
export const importView = z.object({
  id, name: z.string(), state: z.enum(['draft', 'checking', 'checked', 'running', 'done', 'refused', 'cancelled', 'failed']), mode: z.enum(['good', 'all']),
  encoding: z.string(), delimiter: z.string(), headers: z.array(z.string()), sample: z.array(z.array(z.string())), mapping: importMapping,
  total: z.number().int(), handled: z.number().int(), made: z.number().int(), changed: z.number().int(), wrong: z.number().int(), createdAt: instant,
  /** The first of what is wrong; all of it is in the report. */
  problems: z.array(z.object({ line: z.number().int(), field: z.string(), message: z.string() })),
});
export type ImportView = z.infer<typeof importView>;
export const importList = z.object({ items: z.array(importView) });
/** `trial`: everything is looked at and nothing is written. */
export const importStart = z.object({ mapping: importMapping, mode: z.enum(['good', 'all']).default('good'), trial: z.boolean().default(false) });
export type ImportStart = z.infer<typeof importStart>;
