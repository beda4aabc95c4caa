import { z } from 'zod';

export const id = z.uuid();
/** ISO 8601, UTC. */
export const instant = z.iso.datetime({ offset: true });
export const locale = z.enum(['en', 'pl']);
export type Locale = z.infer<typeof locale>;
export const email = z.string().trim().toLowerCase().max(254).pipe(z.email());
export const password = z.string().min(10).max(200);
export const shortText = z.string().trim().min(1).max(200);

export const pageQuery = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});

/** The small lists that screens name things from (members, teams, labels …): one page usually holds all. */
export const directoryQuery = pageQuery.extend({ limit: z.coerce.number().int().min(1).max(100).default(100) });
export type DirectoryQuery = z.infer<typeof directoryQuery>;

/** Every list of the API. `nextCursor` is null on the last page. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
export interface Page<T> { items: T[]; nextCursor: string | null }

/** RFC 9457; `code` is stable, `errors` names the fields of a 400. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string().optional(),
  instance: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problem>;
