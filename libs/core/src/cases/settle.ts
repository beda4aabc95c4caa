import { noPolicy } from '../legal-clock/policies';
import { nextWarning, warningsOf, type Warning } from '../legal-clock/legal-clock';
import type { Queues, Tx } from '@kontuar/platform';
import { tellInThread } from '../conversations/tell-in-thread';
import { directoryChanged } from '../history/directory';
import { record, type Happening } from '../history/history';
import { wakeAt } from '../planned/wake';
import { findSurroundings, termOf } from './case-settings';
import { answerOf, findLetters, givenAt, stateOf, type Durable, type LetterRecord } from './answers';
import { mainConversation, refreshCases, type CaseRecord, type HeldCase } from './case.row';

export interface Settling { queues: Queues; durable: Durable; now: Date }

/**
 * Makes the clock of a case what its answers and the time say: it runs until an answer with a decision was delivered on a durable medium, and again when
 * that comes back. Warnings that are due are told, once. Callers hold the case with its conversations. Safe to call at any time.
 */
export async function settleCase(tx: Tx, { row, conversations }: HeldCase, { queues, durable, now }: Settling): Promise<void> {
  // While it runs, the days off and the time zone of the workspace as they are now; what ended, ended.
  if (row.clock === 'running') Object.assign(row, await running(tx, row));
  const letters = (await findLetters(tx, [row.id])).filter((letter) => row.answers_since === null || letter.created_at >= row.answers_since);
  const { answer, delivered } = answerOf(letters, durable);
  const hasTerm = row.due_at !== null && row.due_on !== null;
  const clock = !hasTerm || (row.state === 'closed' && delivered === undefined) ? 'none' : delivered === undefined ? 'running' : 'stopped';
  const stoppedAt = clock === 'stopped' && delivered !== undefined ? givenAt(delivered) : null;
  const came = failedAnew(row.answer, answer, letters, durable);
  const warnings = hasTerm ? warningsOf(row.policy ?? noPolicy, { receivedOn: row.received_on, dueOn: row.due_on ?? '', dueAt: row.due_at as Date }, row.time_zone) : [];
  const { tell, passed, next } = clock === 'running' ? nextWarning(warnings, row.told, now) : { tell: undefined, passed: [], next: undefined };
  await tx.execute(
    `UPDATE cases SET clock = $2, stopped_at = $3, answer = $4, told = told || $5::text[], look_at = $6, version = version + 1, time_zone = $9, received_on = $10, due_on = $11, due_at = $12,
       decision = coalesce($7, decision), decision_reason = CASE WHEN $7 IS NULL OR $8 = '' THEN decision_reason ELSE $8 END WHERE id = $1`,
    [row.id, clock, stoppedAt, answer, passed, next ?? null, delivered?.decision ?? null, delivered?.reason ?? '', row.time_zone, row.received_on, row.due_on, row.due_at],
  );
  if (delivered !== undefined) await keepProof(tx, delivered);
  const main = (await mainConversation(tx, row.id)) ?? conversations[0]?.id;
  const happenings: Happening[] = [];
  if (row.clock !== clock) happenings.push({ type: `case.clock-${clock}`, subjectId: row.id, ...(main === undefined ? {} : { conversationId: main }), data: { code: row.code, answer } });
  for (const { id } of conversations.filter(({ merged_into: gone }) => gone === null)) {
    const line = row.clock === 'running' && clock === 'stopped' ? 'case-answered' : came ? 'case-unanswered' : undefined;
    if (line !== undefined) await tellInThread(tx, { conversation_id: id, workspace_id: row.workspace_id }, line, { caseId: row.id, code: row.code, dueOn: row.due_on });
    if (tell?.key === 'due') await tellInThread(tx, { conversation_id: id, workspace_id: row.workspace_id }, 'case-overdue', { caseId: row.id, code: row.code, silence: row.policy?.silence ?? 'nothing' });
  }
  // Screens that show the case itself hear of it by this alone.
  if (row.clock !== clock || row.answer !== answer || tell !== undefined) happenings.push(directoryChanged({ kind: 'system', workspaceId: row.workspace_id }, 'cases', row.id));
  if (main !== undefined) {
    if (came) happenings.push(notified(main, 'case-bounced', await whoIsTold(tx, { row, conversations }, 'supervisor')));
    if (tell !== undefined) {
      happenings.push(notified(main, tell.key === 'due' ? 'case-overdue' : 'case-due', await whoIsTold(tx, { row, conversations }, tell.to)));
      happenings.push({ type: 'case.warned', conversationId: main, subjectId: row.id, data: { code: row.code, point: tell.key, to: tell.to } });
    }
  }
  await record(tx, happenings, row.workspace_id);
  await refreshCases(tx, row.workspace_id, conversations.map(({ id }) => id));
  if (next !== undefined) wakeAt(tx, queues, 'case', row.id, next);
}

async function running(tx: Tx, row: CaseRecord): Promise<Pick<CaseRecord, 'time_zone' | 'received_on' | 'due_on' | 'due_at'>> {
  const around = await findSurroundings(tx, row.workspace_id);
  return { time_zone: around.timeZone, ...termOf(around, row.policy, row.received_at) };
}

/** It came back, or was refused: the alarm begins, also when no clock had stopped yet. */
function failedAnew(before: string, answer: string, letters: readonly LetterRecord[], durable: Durable): boolean {
  const newest = letters.at(-1);
  return newest !== undefined && answer === 'failed' && before !== 'failed' && stateOf(newest, durable) === 'failed';
}

/** What is kept for the day on which somebody asks for it: it stands also when the thread is gone. */
async function keepProof(tx: Tx, letter: LetterRecord): Promise<void> {
  const to = letter.kind === 'post' ? (letter.posted_to ?? '') : (letter.recipients?.to ?? []).map(({ address }) => address).join(', ');
  await tx.execute('UPDATE case_letters SET proof = $2 WHERE id = $1', [letter.id, JSON.stringify({ to, at: (letter.delivered_at ?? givenAt(letter)).toISOString(), answer: letter.server_answer ?? '', consignment: letter.consignment })]);
}

const notified = (conversationId: string, kind: string, memberIds: readonly string[]): Happening => ({ type: 'notification', conversationId, data: { kind, memberIds } });

/** The owner; from a point on also those who lead, and where nobody owns it, they alone. */
async function whoIsTold(tx: Tx, { row, conversations }: HeldCase, to: Warning['to']): Promise<string[]> {
  const owners = [row.owner_id, ...(row.owner_id === null ? conversations.map((each) => each.assignee_id) : [])].filter((id) => id !== null);
  const here = owners.length === 0 ? [] : (await tx.query<{ id: string }>('SELECT id FROM memberships WHERE id = ANY($1::uuid[]) AND active', [owners])).map(({ id }) => id);
  if (to === 'owner' && here.length > 0) return [...new Set(here)];
  const leads = row.team_id === null ? [] : (await tx.query<{ id: string }>('SELECT t.member_id AS id FROM team_members t JOIN memberships m ON m.id = t.member_id AND m.active WHERE t.lead AND t.team_id = $1', [row.team_id])).map(({ id }) => id);
  if (leads.length > 0) return [...new Set([...here, ...leads])];
  const leading = await tx.query<{ id: string; role: string }>(`SELECT id, role FROM memberships WHERE active AND role IN ('supervisor', 'admin', 'owner') AND workspace_id = $1`, [row.workspace_id]);
  const supervisors = leading.filter(({ role }) => role === 'supervisor');
  return [...new Set([...here, ...(supervisors.length > 0 ? supervisors : leading).map(({ id }) => id)])];
}
