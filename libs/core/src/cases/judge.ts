import type { CaseAnswer } from '@kontuar/contract';
import { noPolicy } from '../legal-clock/policies';
import { nextWarning, warningsOf, type Warning } from '../legal-clock/legal-clock';
import { answerOf, givenAt, stateOf, type Durable, type LetterRecord } from './answers';
import type { CaseRecord } from './case.row';

export interface Term { time_zone: string; received_on: string; due_on: string | null; due_at: Date | null }

export interface Judgement {
  term: Term;
  answer: CaseAnswer;
  /** The letter that answers it. */
  delivered: LetterRecord | undefined;
  clock: CaseRecord['clock'];
  stoppedAt: Date | null;
  /** It came back, or was refused: the alarm begins, also when no clock had stopped yet. */
  cameBack: boolean;
  /** It was closed as answered, and the answer came back: nobody would look at it again. */
  reopens: boolean;
  tell: Warning | undefined;
  told: string[];
  next: Date | undefined;
  /** Something that rows and screens show is another than it was. */
  moved: boolean;
}

/** Many cases of one workspace have the same term and the same points of warning: they are reckoned once. */
export type KnownWarnings = Map<string, Warning[]>;

/**
 * What the clock of a case is, by its answers, the term as it is now and the time: it runs until an answer with a decision was delivered on a durable medium,
 * and again when that comes back. Pure.
 */
export function judge(row: CaseRecord, term: Term, given: readonly LetterRecord[], { durable, now, known }: { durable: Durable; now: Date; known: KnownWarnings }): Judgement {
  const letters = given.filter((letter) => row.answers_since === null || letter.created_at >= row.answers_since);
  const { answer, delivered } = answerOf(letters, durable);
  const hasTerm = term.due_at !== null && term.due_on !== null;
  // What had arrived came back, whatever was written since.
  const lost = row.answer === 'delivered' && delivered === undefined && letters.some((letter) => stateOf(letter, durable) === 'failed');
  const reopens = lost && row.state === 'closed' && row.clock === 'stopped';
  // Closed while it ran, because the customer took the claim back: nothing starts that clock again but opening it.
  const over = row.state === 'closed' && !reopens && (delivered === undefined || row.clock === 'none');
  const clock = !hasTerm || over ? 'none' : delivered === undefined ? 'running' : 'stopped';
  const stoppedAt = clock === 'stopped' && delivered !== undefined ? givenAt(delivered) : null;
  const termMoved = term.due_at?.getTime() !== row.due_at?.getTime() || term.due_on !== row.due_on || term.received_on !== row.received_on || term.time_zone !== row.time_zone;
  const warnings = clock === 'running' ? pointsOf(row, term, known) : [];
  // Another day off or another time zone may put a point ahead again that was told already: then it has not come yet.
  const told = termMoved ? row.told.filter((key) => !warnings.some((point) => point.key === key && point.at > now)) : row.told;
  const { tell, passed, next } = nextWarning(warnings, told, now);
  const newest = letters.at(-1);
  return {
    term, answer, delivered, clock, stoppedAt, tell, next, told: [...told, ...passed],
    cameBack: lost || (newest !== undefined && answer === 'failed' && row.answer !== 'failed'), reopens,
    moved: reopens || termMoved || row.clock !== clock || row.answer !== answer || row.stopped_at?.getTime() !== stoppedAt?.getTime() || (delivered !== undefined && delivered.decision !== row.decision),
  };
}

function pointsOf({ policy }: CaseRecord, { received_on: receivedOn, due_on: dueOn, due_at: dueAt, time_zone: timeZone }: Term, known: KnownWarnings): Warning[] {
  if (dueOn === null || dueAt === null) return [];
  const rule = policy ?? noPolicy;
  const key = JSON.stringify([receivedOn, dueOn, dueAt, timeZone, rule.warnOnDays, rule.warnHoursBefore]);
  let points = known.get(key);
  if (points === undefined) known.set(key, (points = warningsOf(rule, { receivedOn, dueOn, dueAt }, timeZone)));
  return points;
}
