import type { CaseAnswer, MessageStatus } from '@kontuar/contract';
import type { Queues, Tx } from '@kontuar/platform';

export interface LetterRecord {
  id: string; case_id: string; kind: 'message' | 'post' | 'answer'; decision: 'accepted' | 'partly' | 'refused'; reason: string; locale: 'en' | 'pl'; title: string; text: string;
  conversation_id: string | null; attachment_id: string | null; sha256: string | null; posted_to: string | null; posted_on: string | null; consignment: string | null;
  author_id: string | null; author_name: string; created_at: Date;
  message_id: string | null; status: MessageStatus | null; sent_at: Date | null; delivered_at: Date | null; recipients: { to?: { address: string }[] } | null; failure_detail: string | null; connector_id: string | null; planned: boolean; server_answer: string | null;
}

/** With what became of the message that carries each; newest last. */
export async function findLetters(tx: Tx, caseIds: readonly string[]): Promise<LetterRecord[]> {
  return tx.query<LetterRecord>(
    `SELECT l.id, l.case_id, l.kind, l.decision, l.reason, l.locale, l.title, l.text, l.attachment_id, l.sha256, l.posted_to, l.posted_on::text, l.consignment, l.author_id, l.author_name, l.created_at,
       coalesce(m.conversation_id, p.conversation_id, l.conversation_id) AS conversation_id, m.id AS message_id, m.status, m.at AS sent_at, m.delivered_at, m.recipients, m.failure_detail, ch.connector_id, p.id IS NOT NULL AS planned,
       (SELECT s.answer FROM send_attempts s WHERE s.message_id = m.id AND s.answer IS NOT NULL ORDER BY s.attempt DESC LIMIT 1) AS server_answer
     FROM case_letters l LEFT JOIN attachments a ON a.id = l.attachment_id
     LEFT JOIN messages m ON m.id = coalesce(l.message_id, a.message_id) AND m.kind = 'message' LEFT JOIN channels ch ON ch.id = m.channel_id
     LEFT JOIN planned_answers p ON p.id = a.planned_id AND p.state IN ('awaiting', 'returned', 'scheduled')
     WHERE l.case_id = ANY($1::uuid[]) AND l.withdrawn_at IS NULL ORDER BY l.created_at, l.id`,
    [caseIds],
  );
}

/** What the law takes for paper: what stays with its recipient as it was. A chat can be changed or gone tomorrow. */
export type Durable = (connectorId: string) => boolean;

export type LetterFacts = Pick<LetterRecord, 'kind' | 'status' | 'connector_id' | 'planned' | 'posted_on' | 'consignment'>;

export const isDurable = (letter: LetterFacts, durable: Durable): boolean => letter.kind === 'post' || (letter.connector_id !== null && durable(letter.connector_id));

/** How far one letter is. Pure. */
export function stateOf(letter: LetterFacts, durable: Durable): CaseAnswer {
  if (letter.kind === 'post') return letter.posted_on !== null && (letter.consignment ?? '') !== '' ? 'delivered' : 'prepared';
  switch (letter.status) {
    case null: return letter.planned ? 'written' : 'prepared';
    case 'queued': case 'sending': return 'written';
    case 'failed': return 'failed';
    case 'unknown': return 'unknown';
    case 'sent': case 'delivered': case 'read': return isDurable(letter, durable) ? 'delivered' : 'chat';
    // Kept, not sent: what is said at the counter or on the phone is on no medium at all.
    default: return 'chat';
  }
}

/** When it counted as given: handed to the recipient's side. */
export function givenAt(letter: Pick<LetterRecord, 'kind' | 'posted_on' | 'created_at' | 'sent_at'>): Date {
  return letter.kind === 'post' ? new Date(`${letter.posted_on ?? ''}T12:00:00Z`) : (letter.sent_at ?? letter.created_at);
}

/** The answer as it stands: one that arrived beats all; else the newest says how far it is. */
export function answerOf(letters: readonly LetterRecord[], durable: Durable): { answer: CaseAnswer; delivered: LetterRecord | undefined } {
  const delivered = letters.filter((letter) => stateOf(letter, durable) === 'delivered').sort((a, b) => givenAt(a).getTime() - givenAt(b).getTime())[0];
  if (delivered !== undefined) return { answer: 'delivered', delivered };
  const newest = letters.at(-1);
  return { answer: newest === undefined ? 'none' : stateOf(newest, durable), delivered: undefined };
}

/**
 * Something became of these messages: cases whose answer one of them carries are looked at, at once. Only marked here, because the caller holds one
 * conversation, and a case has several: whoever looks holds all of them in their order.
 */
export async function answersMoved(tx: Tx, queues: Queues | undefined, messageIds: readonly string[]): Promise<void> {
  if (messageIds.length === 0) return;
  const marked = await tx.query<{ id: string }>(
    `UPDATE cases k SET look_at = least(k.look_at, now()) FROM (
       SELECT l.case_id FROM attachments a JOIN case_letters l ON l.attachment_id = a.id WHERE a.message_id = ANY($1::uuid[])
       UNION SELECT l.case_id FROM case_letters l WHERE l.message_id = ANY($1::uuid[])) moved
     WHERE k.id = moved.case_id AND k.withdrawn_at IS NULL RETURNING k.id`,
    [messageIds],
  );
  if (queues !== undefined) for (const { id } of marked) tx.afterCommit(() => { queues.poke('due', { kind: 'case', id }); });
}
