import { type Tx } from '@kontuar/platform';
import type { NewMessage } from '../ingest/ledger.types';
import type { LedgerAnswer } from './open-questions';
import { refuseSurveys, takeAnswer } from './take-answer';

interface Decided { messages: readonly NewMessage[]; answers?: readonly LedgerAnswer[] }

/** What a batch of deliveries says to questions of ours: by messages, and by the card of our own chat. Callers hold the conversations. */
export async function takeAnswers(tx: Tx, workspaceId: string, { messages, answers = [] }: Decided): Promise<void> {
  for (const { surveyId, conversationId, messageId, said } of answers) {
    if (said.kind === 'stop') await refuseSurveys(tx, workspaceId, conversationId, { where: 'reply to a question' }, messageId);
    else await takeAnswer(tx, { surveyId, score: said.score, text: said.text, via: 'reply', messageId, told: false });
  }
  for (const { event_type: type, event_data: data, conversation_id: conversationId } of messages) {
    if (type !== 'rated') continue;
    const { score, solved, text } = data as { score?: number; solved?: 'yes' | 'partly' | 'no'; text?: string };
    const [survey] = await tx.query<{ id: string }>(`SELECT id FROM surveys WHERE conversation_id = $1 AND kind = 'rating' AND state IN ('asked', 'answered') ORDER BY asked_at DESC LIMIT 1`, [conversationId]);
    if (survey !== undefined) await takeAnswer(tx, { surveyId: survey.id, score, solved, text: text ?? '', via: 'widget', told: true });
  }
}

/** The question never arrived: its person may be asked another time. */
export async function notAsked(tx: Tx, messageId: string): Promise<void> {
  await tx.execute(`UPDATE surveys SET state = 'dropped', reason = 'not-delivered', asked_at = NULL WHERE message_id = $1 AND state = 'asked'`, [messageId]);
}
