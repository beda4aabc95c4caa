import type { NextReason } from '@kontuar/contract';

/** What of a waiting conversation speaks for taking it. */
export interface Waiting {
  id: string;
  waitingSince: Date;
  /** 0 low … 3 urgent. */
  priority: number;
  /** Until when an answer is promised; null where nothing is. */
  dueAt?: Date | null;
  /** How upset the customer is, 0 to 1; null where nobody knows. */
  upset?: number | null;
  /** What the customer writes in. */
  language?: string | null;
  /** The kind of customer that counts most, and how much: in minutes of waiting. */
  kind?: { key: string; weight: number } | null;
  teamId: string | null;
  isOwn: boolean;
}

/** What the person who takes it can do. */
export interface Taker {
  teamIds: readonly string[];
  /** Languages that they answer in; none: nobody said, so all. */
  languages?: readonly string[];
}

export interface Score { points: number; why: NextReason[] }

const MINUTE = 60_000;
/** Minutes before a promise breaks. */
const DUE_SOON = 15;
const priorityNames = ['low', 'normal', 'high', 'urgent'] as const;
/** In minutes of waiting: an urgent one goes before whoever waited up to eight hours more. */
const byPriority = [-120, 0, 120, 480] as const;

/**
 * How much speaks for this one, counted in minutes of waiting, and why: heaviest first. A pure function, so that the order can be explained
 * and tried. What is not known yet (a promise, a mood, a skill) weighs nothing.
 */
export function score(waiting: Waiting, taker: Taker, now: Date): Score {
  const minutes = Math.max(0, Math.floor((now.getTime() - waiting.waitingSince.getTime()) / MINUTE));
  const parts: { points: number; reason: NextReason }[] = [{ points: minutes, reason: { kind: 'waiting', value: minutes } }];
  const priority = byPriority[waiting.priority] ?? 0;
  if (priority !== 0) parts.push({ points: priority, reason: { kind: 'priority', value: priorityNames[waiting.priority] ?? 'normal' } });
  if (waiting.dueAt != null) {
    const left = Math.floor((waiting.dueAt.getTime() - now.getTime()) / MINUTE);
    // Nothing while there is time, then steeply, as the clock on the row turns: a promise that can still be kept goes before one that is broken already.
    const points = left < 0 ? 400 : left < DUE_SOON ? 600 - 10 * left : 0;
    if (points > 0) parts.push({ points, reason: { kind: 'due', value: left } });
  }
  if (waiting.upset != null && waiting.upset > 0) parts.push({ points: Math.round(90 * Math.min(1, waiting.upset)), reason: { kind: 'mood', value: 'upset' } });
  if (waiting.kind != null && waiting.kind.weight !== 0) parts.push({ points: waiting.kind.weight, reason: { kind: 'customer', value: waiting.kind.key } });
  const skill = skillPoints(waiting, taker);
  if (skill !== undefined) parts.push(skill);
  if (waiting.isOwn) parts.push({ points: 60, reason: { kind: 'own', value: 'mine' } });
  return {
    points: parts.reduce((sum, part) => sum + part.points, 0),
    why: parts.filter((part) => part.points > 0 || part.reason.kind === 'waiting').sort((a, b) => b.points - a.points).map((part) => part.reason),
  };
}

/** Whether this person is the one to answer it. Somebody else's language is left to others for as long as others may come. */
function skillPoints(waiting: Waiting, taker: Taker): { points: number; reason: NextReason } | undefined {
  const { language } = waiting;
  if (language != null && taker.languages !== undefined && taker.languages.length > 0) {
    return taker.languages.includes(language) ? { points: 45, reason: { kind: 'skill', value: language } } : { points: -720, reason: { kind: 'skill', value: language } };
  }
  return waiting.teamId !== null && taker.teamIds.includes(waiting.teamId) ? { points: 30, reason: { kind: 'skill', value: 'team' } } : undefined;
}

/** Best first; of equals the one that has waited longer, then the older one. */
export function ranked<T extends Waiting>(candidates: readonly T[], taker: Taker, now: Date): { candidate: T; score: Score }[] {
  return candidates
    .map((candidate) => ({ candidate, score: score(candidate, taker, now) }))
    .sort((a, b) => b.score.points - a.score.points || a.candidate.waitingSince.getTime() - b.candidate.waitingSince.getTime() || (a.candidate.id < b.candidate.id ? -1 : 1));
}
