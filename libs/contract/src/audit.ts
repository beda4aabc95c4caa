import { z } from 'zod';
import { id, instant, pageQuery } from './primitives';

/** One line of the log: who did what to what. `data` holds ids, states and names of fields, never what a customer wrote. */
export const auditEntry = z.object({
  id, seq: z.number().int(), at: instant, action: z.string(),
  actorKind: z.enum(['member', 'contact', 'system']), actorId: id.nullable(), actorName: z.string().nullable(),
  subjectType: z.string().nullable(), subjectId: id.nullable(), conversationId: id.nullable(), messageId: id.nullable(),
  data: z.record(z.string(), z.unknown()),
  /** Of something that was hidden, deleted or changed on a platform: what it said. Kept beside the log, which only holds its hash. */
  copy: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof auditEntry>;
export const auditQuery = pageQuery.extend({
  actorId: id.optional(), subjectId: id.optional(), conversationId: id.optional(),
  /** A whole action ('team.created') or all of a kind ('team'). */
  action: z.string().max(60).regex(/^[a-z][a-z.-]*$/).optional(),
  from: instant.optional(), to: instant.optional(),
});
export type AuditQuery = z.infer<typeof auditQuery>;
/** `brokenAt` is the number of the first line that was changed, moved or taken out. */
export const auditVerdict = z.object({ ok: z.boolean(), checked: z.number().int(), brokenAt: z.number().int().nullable() });
export type AuditVerdict = z.infer<typeof auditVerdict>;
