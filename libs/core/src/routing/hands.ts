import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { mayOn } from '../conversations/conversations.queries';
import { findActors } from '../members/members.service';
import { loads, type Carrying } from './loads';

export interface Person extends Carrying {
  actor: MemberActor;
  onDuty: boolean;
  /** On shift and reachable: their screen is there, or their hours say so. */
  here: boolean;
  substituteId: string | null;
  /** Work that is nobody's may come to them: agents, and whoever else has a capacity; with one of nothing nobody does. */
  takesPart: boolean;
}

/** Everybody who is active, with what they carry: the one picture by which the board and routing give work. */
export async function findPeople(tx: Tx): Promise<Map<string, Person>> {
  const actors = await findActors(tx, 'all');
  const carried = await loads(tx);
  const shifts = await tx.query<{ id: string; on_duty: boolean; here: boolean; substitute_id: string | null }>(`SELECT id, duty = 'on' AS on_duty, duty = 'on' AND (here OR hours IS NOT NULL) AS here, substitute_id FROM memberships WHERE active`);
  const duties = new Map(shifts.map((shift) => [shift.id, shift]));
  return new Map(actors.map((actor) => {
    const load = carried.get(actor.memberId) ?? { load: 0, capacity: null, skills: {}, turn: 0 };
    const duty = duties.get(actor.memberId);
    return [actor.memberId, { ...load, actor, onDuty: duty?.on_duty === true, here: duty?.here === true, substituteId: duty?.substitute_id ?? null, takesPart: takesPart(actor, load.capacity) }];
  }));
}

export const takesPart = (actor: MemberActor, capacity: number | null): boolean => can(actor, 'conversation.reply') && capacity !== 0 && (actor.role === 'agent' || capacity !== null);

/** Who may have it: of its team, if it has one; what they see only because it would be theirs does not count. */
export function mayHave(person: Person, row: { id: string; channel_id: string; team_id: string | null }): boolean {
  const { actor } = person;
  if (!can(actor, 'conversation.reply') || !mayOn(actor, 'conversation.read', { ...row, assignee_id: null })) return false;
  return row.team_id === null ? person.takesPart : actor.teamIds.includes(row.team_id) && person.capacity !== 0;
}
