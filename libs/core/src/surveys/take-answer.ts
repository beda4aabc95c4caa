import type { SurveyVia } from '@kontuar/contract';
import { newId, type Tx } from '@kontuar/platform';
import { changeConversations, lockConversations } from '../conversations/change';
import { tellInThread } from '../conversations/tell-in-thread';
import { directoryChanged } from '../history/directory';
import { record } from '../history/history';
import { consentStanding, recordConsents } from '../privacy/consents';
import { surveyColumns, type SurveyRow } from './survey.row';

export interface GivenAnswer {
  surveyId: string;
  /** Left out: only words, or only whether it is solved. */
  score?: number | undefined;
  solved?: 'yes' | 'partly' | 'no' | undefined;
  text: string;
  via: SurveyVia;
  messageId?: string | undefined;
  /** The thread has a line about it already. */
  told: boolean;
}

/**
 * Keeps what a customer says to a question of ours. The newest answer counts while there is time, and what was said before stays readable. Callers hold
 * the conversation. Answers false when it is too late, or says nothing new.
 */
export async function takeAnswer(tx: Tx, given: GivenAnswer): Promise<boolean> {
  const [survey] = await tx.query<SurveyRow>(`SELECT ${surveyColumns} FROM surveys v WHERE v.id = $1 AND v.state IN ('asked', 'answered') AND v.answer_until > now() FOR UPDATE`, [given.surveyId]);
  if (survey === undefined) return false;
  const score = given.score ?? survey.score;
  const good = given.score !== undefined ? given.score >= 4 : given.solved !== undefined ? given.solved === 'yes' : survey.good;
  const text = given.text === '' ? survey.text : given.text;
  if (survey.state === 'answered' && score === survey.score && good === survey.good && text === survey.text) return false;
  await tx.execute('INSERT INTO survey_answers (id, workspace_id, survey_id, score, text, via, message_id) VALUES ($1, $2, $3, $4, $5, $6, $7)', [newId(), survey.workspace_id, survey.id, score, text, given.via, given.messageId ?? null]);
  await tx.execute(`UPDATE surveys SET state = 'answered', score = $2, good = $3, text = $4, via = $5, answered_at = coalesce(answered_at, now()) WHERE id = $1`, [survey.id, score, good, text, given.via]);
  const message = { conversation_id: survey.conversation_id, workspace_id: survey.workspace_id };
  const changed = survey.state === 'answered';
  if (!given.told) await tellInThread(tx, message, survey.kind === 'fine' ? 'still-fine' : 'rated', { surveyId: survey.id, score, scale: survey.scale, via: given.via, ...(given.text === '' ? {} : { text: given.text }), ...(changed ? { before: survey.score } : {}) });
  await record(tx, [
    { type: changed ? 'survey.changed' : 'survey.answered', conversationId: survey.conversation_id, subjectId: survey.id, data: { kind: survey.kind, score, via: given.via, ...(changed ? { before: survey.score } : {}) } },
    { type: 'conversation.updated', conversationId: survey.conversation_id, data: { survey: 'answered' } },
    directoryChanged({ kind: 'system', workspaceId: survey.workspace_id }, 'surveys', survey.conversation_id),
  ], survey.workspace_id);
  await lookAfter(tx, survey, { good, score, text: given.text });
  return true;
}

/** Whoever was not content and says why, or is not well after all, is heard: the conversation is open again, with who led it. */
async function lookAfter(tx: Tx, survey: SurveyRow, { good, score, text }: { good: boolean | null; score: number | null; text: string }): Promise<void> {
  const [row] = await lockConversations(tx, [survey.conversation_id]);
  const bad = good === false && (score === null || score <= 2);
  if (row?.state !== 'resolved' || !bad) return;
  if (survey.kind === 'rating') {
    const [settings] = await tx.query<{ reopen_bad: boolean }>('SELECT reopen_bad FROM survey_settings WHERE workspace_id = $1', [survey.workspace_id]);
    if (text === '' || settings?.reopen_bad === false) return;
  }
  const told = survey.kind === 'rating' ? 'rated-badly' : 'not-fine';
  const owner = await activeOwner(tx, row.assignee_id, survey.agent_id);
  await changeConversations(tx, { kind: 'system', workspaceId: survey.workspace_id }, [row], () => ({ state: 'open', ...(row.assignee_id === null && owner !== null ? { assignee_id: owner } : {}) }), { reason: told });
  await tx.execute('UPDATE conversations SET waiting_since = coalesce(waiting_since, now()) WHERE id = $1', [row.id]);
  await record(tx, [{ type: 'notification', conversationId: row.id, data: { kind: told, memberIds: owner === null ? await leads(tx, survey) : [owner] } }], survey.workspace_id);
}

async function activeOwner(tx: Tx, ...ids: (string | null)[]): Promise<string | null> {
  const active = new Set((await tx.query<{ id: string }>('SELECT id FROM memberships WHERE id = ANY($1::uuid[]) AND active', [ids.filter((id) => id !== null)])).map(({ id }) => id));
  return ids.find((id) => id !== null && active.has(id)) ?? null;
}

async function leads(tx: Tx, { workspace_id: workspaceId, team_id: teamId }: SurveyRow): Promise<string[]> {
  const ofTeam = teamId === null ? [] : await tx.query<{ id: string }>('SELECT t.member_id AS id FROM team_members t JOIN memberships m ON m.id = t.member_id AND m.active WHERE t.lead AND t.team_id = $1', [teamId]);
  const leading = ofTeam.length > 0 ? ofTeam : await tx.query<{ id: string }>(`SELECT id FROM memberships WHERE active AND role = ANY(CASE WHEN EXISTS (SELECT 1 FROM memberships s WHERE s.workspace_id = $1 AND s.active AND s.role = 'supervisor') THEN ARRAY['supervisor'] ELSE ARRAY['admin', 'owner'] END) AND workspace_id = $1`, [workspaceId]);
  return leading.map(({ id }) => id);
}

/** "No more of these", said by themselves: kept in the ledger of what they said yes and no to. What waits for them is not asked. */
export async function refuseSurveys(tx: Tx, workspaceId: string, conversationId: string, proof: { where: string; note?: string }, messageId?: string): Promise<void> {
  const [row] = await tx.query<{ contact_id: string }>('SELECT contact_id FROM conversations WHERE id = $1', [conversationId]);
  if (row === undefined) return;
  const standing = (await consentStanding(tx, [row.contact_id], 'surveys')).get(row.contact_id);
  if (standing?.state !== 'withdrawn') await recordConsents(tx, { kind: 'system', workspaceId }, [{ contactId: row.contact_id, purpose: 'surveys', given: false, source: 'unsubscribe', proof, messageId }]);
  await tx.execute(`UPDATE surveys v SET state = 'dropped', reason = 'refused', due_at = NULL FROM conversations c WHERE c.id = v.conversation_id AND c.contact_id = $1 AND v.state = 'waiting'`, [row.contact_id]);
  await record(tx, [directoryChanged({ kind: 'system', workspaceId }, 'surveys', conversationId)], workspaceId);
}
