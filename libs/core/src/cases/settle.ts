import type { Queues, Tx } from '@kontuar/platform';
import { tellInThreads, type ThreadLine } from '../conversations/tell-in-thread';
import { directoryChanged } from '../history/directory';
import { record, type Happening } from '../history/history';
import { dayAt } from '../legal-clock/calendar';
import { wakeAt } from '../planned/wake';
import { findSurroundings, termOf, type CaseSurroundings } from './case-settings';
import { findLetters, givenAt, type Durable, type LetterRecord } from './answers';
import { refreshCases, type HeldCase, type KnownCase } from './case.row';
import { judge, type Judgement, type KnownWarnings, type Term } from './judge';
import { whoIsTold } from './who-is-told';

export interface Settling {
  queues: Queues; durable: Durable; now: Date;
  /** Nobody acted, only time passed: what rows show is written only where it is another than before. */
  byTime?: boolean;
}

/** From here on screens are told once that cases moved, instead of once for each. */
const MANY = 20;

interface Settled { held: KnownCase; was: Pick<KnownCase['row'], 'clock' | 'answer'>; found: Judgement }

/**
 * Makes the clocks of cases of one workspace what their answers and the time say, and tells warnings that are due, once. Any number in the same few statements:
 * everything that came in on one day is warned of in the same second. Callers hold the cases with their conversations. Safe to call at any time.
 */
export async function settleCases(tx: Tx, workspaceId: string, cases: readonly HeldCase[], settling: Settling): Promise<void> {
  if (cases.length === 0) return;
  const settled = await judgeAll(tx, workspaceId, cases, settling);
  await write(tx, settled, settling);
  for (const { found: { delivered } } of settled) if (delivered !== undefined) await keepProof(tx, delivered);
  await tell(tx, workspaceId, settled);
  const shown = settled.filter(({ found }) => found.moved || settling.byTime !== true);
  await refreshCases(tx, workspaceId, [...new Set(shown.flatMap(({ held }) => held.conversations.map(({ id }) => id)))]);
  for (const { held, found } of settled) if (found.next !== undefined) wakeAt(tx, settling.queues, 'case', held.row.id, found.next);
}

/**
 * Of cases of which nothing but a warning is to be told: that, and nothing is written on their conversations, so that callers need not hold them. Answers which
 * of them want more than that.
 */
export async function warnOnly(tx: Tx, workspaceId: string, cases: readonly KnownCase[], settling: Settling): Promise<string[]> {
  if (cases.length === 0) return [];
  const settled = await judgeAll(tx, workspaceId, cases, settling);
  const plain = ({ found }: Settled) => !found.moved && !found.cameBack && found.delivered === undefined && found.tell?.key !== 'due';
  const warned = settled.filter(plain);
  if (warned.length > 0) {
    await write(tx, warned, settling);
    await tell(tx, workspaceId, warned);
  }
  for (const { held, found } of warned) if (found.next !== undefined) wakeAt(tx, settling.queues, 'case', held.row.id, found.next);
  return settled.filter((one) => !plain(one)).map(({ held }) => held.row.id);
}

async function judgeAll(tx: Tx, workspaceId: string, cases: readonly KnownCase[], { durable, now }: Settling): Promise<Settled[]> {
  // While it runs, the days off and the time zone of the workspace as they are now; what ended, ended.
  const around = cases.some(({ row }) => row.clock === 'running') ? await findSurroundings(tx, workspaceId) : undefined;
  const letters = new Map<string, LetterRecord[]>();
  for (const letter of await findLetters(tx, cases.map(({ row }) => row.id))) letters.set(letter.case_id, [...(letters.get(letter.case_id) ?? []), letter]);
  const known: KnownWarnings = new Map();
  const terms: KnownTerms = new Map();
  return cases.map((held) => {
    const { row } = held;
    const term = row.clock === 'running' && around !== undefined ? termNow(held, around, terms) : { time_zone: row.time_zone, received_on: row.received_on, due_on: row.due_on, due_at: row.due_at };
    return { held, was: { clock: row.clock, answer: row.answer }, found: judge(row, term, letters.get(row.id) ?? [], { durable, now, known }) };
  });
}

type KnownTerms = Map<string, Term>;

function termNow({ row }: KnownCase, around: CaseSurroundings, known: KnownTerms): Term {
  // What came in on the same day is due on the same day.
  const key = `${dayAt(row.received_at, around.timeZone)} ${JSON.stringify(row.policy)}`;
  let term = known.get(key);
  if (term === undefined) known.set(key, (term = { time_zone: around.timeZone, ...termOf(around, row.policy, row.received_at) }));
  return term;
}

async function write(tx: Tx, settled: readonly Settled[], { byTime = false }: Settling): Promise<void> {
  await tx.execute(
    `UPDATE cases k SET clock = s.clock, stopped_at = s.stopped_at, answer = s.answer, told = s.told, look_at = s.look_at, version = k.version + s.step, time_zone = s.time_zone, received_on = s.received_on, due_on = s.due_on, due_at = s.due_at,
       state = CASE WHEN s.reopens THEN 'open' ELSE k.state END, closed_at = CASE WHEN s.reopens THEN NULL ELSE k.closed_at END,
       decision = coalesce(s.decision, k.decision), decision_reason = CASE WHEN coalesce(s.reason, '') = '' THEN k.decision_reason ELSE s.reason END
     FROM jsonb_to_recordset($1::jsonb) AS s (id uuid, clock text, stopped_at timestamptz, answer text, told text[], look_at timestamptz, step integer, time_zone text, received_on date, due_on date, due_at timestamptz, decision text, reason text, reopens boolean)
     WHERE k.id = s.id`,
    [JSON.stringify(settled.map(({ held: { row }, found }) => ({
      id: row.id, clock: found.clock, stopped_at: found.stoppedAt, answer: found.answer, told: found.told, look_at: found.next ?? null, step: byTime && !found.moved ? 0 : 1,
      ...found.term, decision: found.delivered?.decision ?? null, reason: found.delivered?.reason ?? null, reopens: found.reopens,
    })))],
  );
  for (const { held: { row }, found } of settled) Object.assign(row, found.term, found.reopens ? { state: 'open', closed_at: null } : {});
}

async function tell(tx: Tx, workspaceId: string, settled: readonly Settled[]): Promise<void> {
  const happenings: Happening[] = [];
  const lines: ThreadLine[] = [];
  const changed: string[] = [];
  const telling = settled.filter(({ found }) => found.cameBack || found.tell !== undefined);
  const told = telling.length === 0 ? undefined : await whoIsTold(tx, workspaceId, [...new Set(telling.flatMap(({ held }) => held.row.team_id ?? []))]);
  for (const { held, was, found } of settled) {
    const { row, conversations } = held;
    const { clock, answer, cameBack, reopens, tell: point } = found;
    // The first of its conversations that still goes on.
    const at = (conversations.find(({ merged_into: gone }) => gone === null) ?? conversations[0])?.id;
    if (was.clock !== clock) happenings.push({ type: `case.clock-${clock}`, subjectId: row.id, ...(at === undefined ? {} : { conversationId: at }), data: { code: row.code, answer } });
    if (reopens) happenings.push({ type: 'case.reopened', subjectId: row.id, ...(at === undefined ? {} : { conversationId: at }), data: { code: row.code, by: 'bounce' } });
    const said = was.clock === 'running' && clock === 'stopped' ? 'case-answered' : cameBack ? 'case-unanswered' : undefined;
    for (const { id } of conversations.filter(({ merged_into: gone }) => gone === null)) {
      if (said !== undefined) lines.push({ conversationId: id, type: said, data: { caseId: row.id, code: row.code, dueOn: row.due_on } });
      if (point?.key === 'due') lines.push({ conversationId: id, type: 'case-overdue', data: { caseId: row.id, code: row.code, silence: row.policy?.silence ?? 'nothing' } });
    }
    // Screens that show the case itself hear of it by this alone.
    if (was.clock !== clock || was.answer !== answer || point !== undefined) changed.push(row.id);
    if (at === undefined || told === undefined) continue;
    if (cameBack) happenings.push(notified(at, 'case-bounced', told(held, 'supervisor')));
    if (point !== undefined) {
      happenings.push(notified(at, point.key === 'due' ? 'case-overdue' : 'case-due', told(held, point.to)));
      happenings.push({ type: 'case.warned', conversationId: at, subjectId: row.id, data: { code: row.code, point: point.key, to: point.to } });
    }
  }
  const system = { kind: 'system' as const, workspaceId };
  happenings.push(...(changed.length > MANY ? [directoryChanged(system, 'cases')] : changed.map((id) => directoryChanged(system, 'cases', id))));
  await tellInThreads(tx, workspaceId, lines);
  await record(tx, happenings, workspaceId);
}

/** What is kept for the day on which somebody asks for it: it stands also when the thread is gone. */
async function keepProof(tx: Tx, letter: LetterRecord): Promise<void> {
  const to = letter.kind === 'post' ? (letter.posted_to ?? '') : (letter.recipients?.to ?? []).map(({ address }) => address).join(', ');
  await tx.execute('UPDATE case_letters SET proof = $2 WHERE id = $1', [letter.id, JSON.stringify({ to, at: (letter.delivered_at ?? givenAt(letter)).toISOString(), answer: letter.server_answer ?? '', consignment: letter.consignment })]);
}

const notified = (conversationId: string, kind: string, memberIds: readonly string[]): Happening => ({ type: 'notification', conversationId, data: { kind, memberIds } });
