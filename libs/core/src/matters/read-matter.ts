import { builtinMatters, type ConversationView } from '@kontuar/contract';
import { guessMatter, readMatter, type MatterLearnt, type MatterRead } from '@kontuar/language';
import type { Tx } from '@kontuar/platform';
import { mattersOf } from './matters';

/** What of them travels with a row of a list. */
const MOST_ODDS = 4;
const LEAST_ODDS = 0.02;

export interface Guessable { matter: string | null; matter_by: ConversationView['matterBy']; matter_confidence: number | null; matter_read: MatterRead | null }
export interface ReadingBy { offered?: readonly string[] | undefined; learnt?: MatterLearnt | undefined }

export const likeliest = (read: MatterRead | null): ConversationView['matterOdds'] => guessMatter(read).odds.filter(({ probability }) => probability >= LEAST_ODDS).slice(0, MOST_ODDS);

/** The subject is read with the first message alone: in every answer it comes back. */
export const wordsOf = (message: { text: string; subject?: string | null | undefined }, isFirst: boolean): string => (isFirst && message.subject != null && message.subject !== '' ? `${message.subject}\n${message.text}` : message.text);

/** Takes a further message of the customer in. What a person, the customer or a rule said of it stays, however the words read. */
export function guessFurther(conversation: Guessable, text: string, { offered, learnt }: ReadingBy): void {
  conversation.matter_read = readMatter(conversation.matter_read, text, { learnt, own: (offered ?? []).filter((key) => !(builtinMatters as readonly string[]).includes(key)) });
  if (conversation.matter_by !== null && conversation.matter_by !== 'guess') return;
  const guess = guessMatter(conversation.matter_read, offered ?? builtinMatters);
  if (guess.odds.length === 0) return;
  conversation.matter = guess.matter;
  conversation.matter_by = 'guess';
  conversation.matter_confidence = guess.confidence;
}

/** What is offered and what was learnt in the workspace of this unit. */
export async function readingBy(tx: Tx): Promise<ReadingBy> {
  const offered = (await mattersOf(tx)).filter(({ archived }) => !archived).map(({ key }) => key);
  const [lessons] = await tx.query<{ learnt: MatterLearnt }>(`SELECT learnt FROM matter_lessons`);
  return { offered, learnt: lessons?.learnt };
}

/** Of a conversation whose messages are others now; answers whether it changed. Callers hold it. */
export async function refreshMatter(tx: Tx, conversationId: string): Promise<boolean> {
  const [row] = await tx.query<Guessable & { subject: string | null }>(`SELECT matter, matter_by, matter_confidence, matter_read, subject FROM conversations WHERE id = $1`, [conversationId]);
  if (row === undefined) return false;
  const messages = await tx.query<{ text: string; subject: string | null }>(
    `SELECT left(text, 4000) AS text, subject FROM messages WHERE conversation_id = $1 AND kind = 'message' AND direction = 'in' AND automatic IS NULL AND deleted_at IS NULL ORDER BY seq LIMIT 50`, [conversationId]);
  const by = await readingBy(tx);
  const isGuess = row.matter_by === null || row.matter_by === 'guess';
  const now: Guessable = isGuess ? { matter: null, matter_by: null, matter_confidence: null, matter_read: null } : { ...row, matter_read: null };
  messages.forEach((message, index) => { guessFurther(now, wordsOf(message, index === 0), by); });
  const changed = await tx.execute(
    `UPDATE conversations SET matter = $2, matter_by = $3, matter_confidence = $4, matter_read = $5, version = version + 1
     WHERE id = $1 AND (matter, matter_by, matter_read) IS DISTINCT FROM ($2::text, $3::text, $5::jsonb)`,
    [conversationId, now.matter, now.matter_by, now.matter_confidence, now.matter_read === null ? null : JSON.stringify(now.matter_read)],
  );
  return changed > 0;
}
