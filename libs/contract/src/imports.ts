import { z } from 'zod';
import { id, instant } from './primitives';

/**
 * What a column may say; `field:<key>` is a field of the workspace's own, `id` is what an export says of somebody who stands here already. `consent:<purpose>` says yes or no; when they said so,
 * where, and what they were shown stand in columns of their own.
 */
export const importTarget = z.string().regex(/^(id|name|firstName|lastName|email|phone|company|companies|language|kinds|note|field:[a-z][a-z0-9_]{0,39}|consent:[a-z][a-z0-9_]{0,39}|consentAt|consentWhere|consentText)$/);
/** What several columns may say: somebody has two addresses. Everything else is said by one. */
export const saidByMany: ReadonlySet<string> = new Set(['email', 'phone']);
/** By the place of the column; columns that are not named are not read. */
export const importMapping = z.record(z.string().regex(/^\d{1,3}$/), importTarget).refine((mapping) => Object.keys(mapping).length <= 100, { message: 'At most 100 columns' });
export type ImportMapping = z.infer<typeof importMapping>;
export const importEncodings = ['utf-8', 'windows-1250', 'iso-8859-2', 'utf-16le', 'utf-16be'] as const;
export type ImportEncoding = (typeof importEncodings)[number];
export const importDelimiters = [',', ';', '\t', '|'] as const;
export type ImportDelimiter = (typeof importDelimiters)[number];
/** How a file is read, where the guess is wrong. Without `header` the first line is somebody too. */
export const importShape = z.object({ encoding: z.enum(importEncodings), delimiter: z.enum(importDelimiters), header: z.boolean() });
export type ImportShape = z.infer<typeof importShape>;
const lineProblem = z.object({ line: z.number().int(), field: z.string(), message: z.string() });
/** By the id that an inbox has in the file. */
export const importChannels = z.record(z.string().max(40), id);
export const importView = z.object({
  id, name: z.string(), source: z.enum(['table', 'chatwoot']), createdBy: id.nullable(),
  state: z.enum(['draft', 'checking', 'checked', 'running', 'done', 'refused', 'cancelled', 'failed', 'undoing', 'undone']), mode: z.enum(['good', 'all']),
  encoding: z.string(), delimiter: z.string(), header: z.boolean(), headers: z.array(z.string()), sample: z.array(z.array(z.string())), mapping: importMapping,
  total: z.number().int(), handled: z.number().int(), made: z.number().int(), changed: z.number().int(),
  /** Known, and the line says nothing new. */
  same: z.number().int(), wrong: z.number().int(),
  /** Of conversations: the inboxes in the file, and which channel each becomes. */
  inboxes: z.array(z.object({ id: z.string(), channel: z.string(), conversations: z.number().int() })), channels: importChannels,
  /** Taken back: who went, and who could not. */
  gone: z.number().int(), stayed: z.number().int(),
  /** The file is removed some time after the end; what was wrong with which line stays. */
  hasFile: z.boolean(), createdAt: instant, endedAt: instant.nullable(),
  /** The first of what is wrong; all of it is in the report. */
  problems: z.array(lineProblem),
});
export type ImportView = z.infer<typeof importView>;
export const importList = z.object({ items: z.array(importView) });
/** `trial`: everything is looked at and nothing is written. */
export const importStart = z.object({ mapping: importMapping.default({}), channels: importChannels.default({}), mode: z.enum(['good', 'all']).default('good'), trial: z.boolean().default(false) });
export type ImportStart = z.infer<typeof importStart>;
/** The wrong lines as they stand in the file, to be mended and read again. */
export const importBadLines = z.object({ headers: z.array(z.string()), items: z.array(z.object({ line: z.number().int(), cells: z.array(z.string()), problems: z.array(lineProblem.omit({ line: true })) })), more: z.boolean() });
export type ImportBadLines = z.infer<typeof importBadLines>;
/** Who would go if an import were taken back, and who stays because something came of them since. */
export const importUndoTrial = z.object({ go: z.number().int(), stay: z.number().int(), filled: z.number().int() });
export type ImportUndoTrial = z.infer<typeof importUndoTrial>;
