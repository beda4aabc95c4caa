import { z } from 'zod';
import { peopleFilter } from './filters';
import { id, instant } from './primitives';

/** csv: a table that can be imported again without a change. jsonl: everything that is known, a line of JSON for each. */
export const exportFormat = z.enum(['csv', 'jsonl']);
/** Whom: a segment, a filter and words, as in the list; everybody without. `locale`: of the headings. */
export const exportInput = z.object({ format: exportFormat, segmentId: id.optional(), filter: peopleFilter.optional(), q: z.string().trim().max(200).optional(), locale: z.enum(['en', 'pl']).default('en') });
export type ExportInput = z.infer<typeof exportInput>;
export const exportView = z.object({
  id, format: exportFormat, state: z.enum(['running', 'done', 'failed']), handled: z.number().int(), total: z.number().int().nullable(), sizeBytes: z.number().int().nullable(),
  /** Of the segment; null: of everybody, or of a filter. */
  segment: z.string().nullable(), narrowed: z.boolean(), createdAt: instant,
  /** Until then whoever asked for it may fetch it; null once it is gone. */
  expiresAt: instant.nullable(),
});
export type ExportView = z.infer<typeof exportView>;
export const exportList = z.object({ items: z.array(exportView) });
