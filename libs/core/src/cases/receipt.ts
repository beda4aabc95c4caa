import type { Tx } from '@kontuar/platform';
import { readingBy } from '../matters/read-matter';
import { firstAboutIt } from './first-about-it';

export interface FirstWord { id: string; at: Date; text: string }

interface Row extends FirstWord { conversation_id: string; inbound: boolean; files: boolean }

/** Longer threads have said by then what they are about. */
const MOST_MESSAGES = 300;

/** The first word of a customer about it, whatever the channel: the law counts from there. A machine's word is none. */
export async function firstWord(tx: Tx, conversationIds: readonly string[]): Promise<FirstWord | undefined> {
  return [...(await firstWords(tx, conversationIds)).values()].sort((a, b) => a.at.getTime() - b.at.getTime())[0];
}

/** The same of each of these conversations in which a customer said anything. */
export async function firstWords(tx: Tx, conversationIds: readonly string[]): Promise<Map<string, FirstWord>> {
  const rows = await tx.query<Row>(
    `SELECT c.id AS conversation_id, m.id, m.at, m.text, m.inbound, m.files FROM unnest($1::uuid[]) AS c (id) CROSS JOIN LATERAL (
       SELECT m.id, m.at, m.seq, left(m.text, 2000) AS text, m.direction = 'in' AS inbound, EXISTS (SELECT 1 FROM attachments a WHERE a.message_id = m.id AND NOT a.inline) AS files
       FROM messages m WHERE m.conversation_id = c.id AND m.kind = 'message' AND m.automatic IS NULL AND (m.direction = 'in' OR m.status IN ('sent', 'delivered', 'read', 'logged')) ORDER BY m.at, m.seq LIMIT ${MOST_MESSAGES}
     ) m ORDER BY c.id, m.at, m.seq`, [conversationIds]);
  const said = new Map<string, Row[]>();
  for (const row of rows) said.set(row.conversation_id, [...(said.get(row.conversation_id) ?? []), row]);
  const { learnt } = await readingBy(tx);
  const words = new Map<string, FirstWord>();
  for (const [conversationId, messages] of said) {
    const at = firstAboutIt(messages.map((message) => ({ fromCustomer: message.inbound, text: message.text, hasFiles: message.files })), { learnt });
    const found = at === undefined ? undefined : messages[at];
    if (found !== undefined) words.set(conversationId, { id: found.id, at: found.at, text: found.text.slice(0, 300) });
  }
  return words;
}

/** Kinds of the customers who write in these conversations: policies ask for them. */
export async function kindsOfCase(tx: Tx, conversationIds: readonly string[]): Promise<string[]> {
  return (await tx.query<{ kind: string }>('SELECT DISTINCT unnest(p.kinds) AS kind FROM conversations c JOIN contacts p ON p.id = c.contact_id WHERE c.id = ANY($1::uuid[])', [conversationIds])).map(({ kind }) => kind);
}
