import type { Tx } from '@kontuar/platform';

/** The first word of a customer about it, whatever the channel: the law counts from there. A machine's word is none. */
export async function firstWord(tx: Tx, conversationIds: readonly string[]): Promise<{ id: string; at: Date; text: string } | undefined> {
  return (await tx.query<{ id: string; at: Date; text: string }>(
    `SELECT m.id, m.at, left(m.text, 300) AS text FROM messages m WHERE m.conversation_id = ANY($1::uuid[]) AND m.kind = 'message' AND m.direction = 'in' AND m.automatic IS NULL ORDER BY m.at, m.seq LIMIT 1`, [conversationIds]))[0];
}

/** When a customer first spoke in each of these; epoch ms. */
export async function firstWords(tx: Tx, conversationIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.query<{ conversation_id: string; at: Date }>(
    `SELECT conversation_id, min(at) AS at FROM messages WHERE conversation_id = ANY($1::uuid[]) AND kind = 'message' AND direction = 'in' AND automatic IS NULL GROUP BY 1`, [conversationIds]);
  return new Map(rows.map((row) => [row.conversation_id, row.at.getTime()]));
}

/** Kinds of the customers who write in these conversations: policies ask for them. */
export async function kindsOfCase(tx: Tx, conversationIds: readonly string[]): Promise<string[]> {
  return (await tx.query<{ kind: string }>('SELECT DISTINCT unnest(p.kinds) AS kind FROM conversations c JOIN contacts p ON p.id = c.contact_id WHERE c.id = ANY($1::uuid[])', [conversationIds])).map(({ kind }) => kind);
}
