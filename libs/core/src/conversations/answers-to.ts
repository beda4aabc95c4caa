/** As ingest keeps it: `id` is the address without case and decoration. */
export interface ReplyTo { id?: string; name?: string | null; address?: string }

/** The newest word in conversation `c` of whom its thread `w` belongs to. Anybody can join a mail thread, and a machine speaks for nobody. */
export const lastOwnWords = (c: string, w: string): string =>
  `m.conversation_id = ${c}.id AND m.direction = 'in' AND m.kind = 'message' AND m.author_id = ${w}.identity_id AND m.deleted_at IS NULL AND m.automatic IS NULL`;

/** Where that message asked for the answer, as a column; one step back along the index of a conversation's messages. */
export const replyToOf = (c: string, w: string): string => `(SELECT m.recipients->'replyTo' FROM messages m WHERE ${lastOwnWords(c, w)} ORDER BY m.seq DESC LIMIT 1)`;

/** The address that an answer goes to: the one that was asked for, else the customer's own. */
export function answersTo(identity: { name: string | null; address: string }, replyTo: ReplyTo | null): { name: string | null; address: string } {
  if (replyTo?.id === undefined) return identity;
  return { name: replyTo.name ?? null, address: replyTo.address ?? replyTo.id };
}
