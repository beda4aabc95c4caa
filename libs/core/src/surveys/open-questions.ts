import type { InboundMessage } from '@kontuar/connectors/contract';
import type { SurveyKind, SurveyScale } from '@kontuar/contract';
import { prepared, type Tx } from '@kontuar/platform';
import { readAnswer, type ReadAnswer } from './read-answer';

export interface OpenQuestion { id: string; kind: SurveyKind; scale: SurveyScale }
export interface LedgerAnswer { surveyId: string; conversationId: string; messageId: string; said: ReadAnswer }

/** What was asked in these conversations by a message, may still be answered, and stands as the last thing that we said there. */
export async function openQuestions(tx: Tx, conversationIds: readonly string[]): Promise<Map<string, OpenQuestion>> {
  const rows = await tx.query<OpenQuestion & { conversation_id: string }>(
    prepared(`SELECT DISTINCT ON (v.conversation_id) v.id, v.kind, v.scale, v.conversation_id FROM surveys v JOIN messages q ON q.id = v.message_id
     WHERE v.conversation_id = ANY($1::uuid[]) AND v.state IN ('asked', 'answered') AND v.answer_until > now() AND q.conversation_id = v.conversation_id AND q.status <> 'failed'
       AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = v.conversation_id AND m.seq > q.seq AND m.kind = 'message' AND m.direction = 'out' AND m.automatic IS NULL)
     ORDER BY v.conversation_id, v.asked_at DESC`),
    [conversationIds],
  );
  return new Map(rows.map(({ conversation_id: conversationId, ...question }) => [conversationId, question]));
}

/** Undefined: it says something else, and is a message like any other. */
export function answerIn(message: InboundMessage, question: OpenQuestion | undefined): { surveyId: string; said: ReadAnswer } | undefined {
  if (question === undefined || message.automatic !== undefined || message.echo === true || (message.attachments ?? []).length > 0 || message.visibility === 'public') return undefined;
  const said = readAnswer(message.text, question);
  return said === undefined ? undefined : { surveyId: question.id, said };
}
