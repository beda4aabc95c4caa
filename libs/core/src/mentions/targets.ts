import type { MentionTarget } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { mayOn, type ConversationFacts } from '../conversations/conversations.queries';
import { findActors } from '../members/members.service';

/** Whom a note makes work for. `each` false: whoever of those named in the same way is first settles it for all. */
export interface Mentioned { memberId: string; via: 'person' | 'team' | 'shift'; teamId: string | null; each: boolean }

/** What the note keeps of whom it named, with their names of that moment: a later name does not make the text unreadable. */
export interface NamedInNote { mentioned: { kind: 'person' | 'team' | 'shift'; id: string | null; name: string; each?: boolean }[]; unreached: string[] }

/**
 * From names to people: active, and able to read the conversation; nobody else hears that it exists. Who is named alone and with a team is named alone.
 * `unreached`: named alone, and not told.
 */
export async function findMentioned(tx: Tx, author: MemberActor, conversation: ConversationFacts, named: { memberIds: readonly string[]; groups: readonly MentionTarget[] }): Promise<{ mentioned: Mentioned[]; keep: NamedInNote | null }> {
  if (named.memberIds.length === 0 && named.groups.length === 0) return { mentioned: [], keep: null };
  const teamIds = named.groups.flatMap(({ teamId }) => teamId ?? []);
  const [teams, inTeams, onShift, names] = await Promise.all([
    teamIds.length === 0 ? [] : tx.query<{ id: string; name: string }>('SELECT id, name FROM teams WHERE id = ANY($1::uuid[])', [teamIds]),
    teamIds.length === 0 ? [] : tx.query<{ team_id: string; member_id: string }>('SELECT team_id, member_id FROM team_members WHERE team_id = ANY($1::uuid[]) ORDER BY member_id', [teamIds]),
    named.groups.some(({ teamId }) => teamId === null) ? tx.query<{ id: string }>(`SELECT id FROM memberships WHERE active AND duty = 'on' AND (here OR hours IS NOT NULL) ORDER BY id`) : [],
    named.memberIds.length === 0 ? [] : tx.query<{ id: string; name: string }>('SELECT m.id, u.name FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.id = ANY($1::uuid[])', [named.memberIds]),
  ]);
  const wanted: Mentioned[] = [
    ...names.map(({ id }): Mentioned => ({ memberId: id, via: 'person', teamId: null, each: true })),
    ...named.groups.flatMap(({ teamId, each }): Mentioned[] => (teamId === null
      ? onShift.map(({ id }) => ({ memberId: id, via: 'shift', teamId: null, each }))
      : inTeams.filter((row) => row.team_id === teamId).map((row) => ({ memberId: row.member_id, via: 'team', teamId, each })))),
  ];
  const able = new Set((await findActors(tx, [...new Set(wanted.map(({ memberId }) => memberId))])).filter((actor) => mayOn(actor, 'conversation.read', conversation)).map((actor) => actor.memberId));
  const mentioned = new Map<string, Mentioned>();
  for (const each of wanted) if (able.has(each.memberId) && (each.via === 'person' || each.memberId !== author.memberId) && !mentioned.has(each.memberId)) mentioned.set(each.memberId, each);
  return {
    mentioned: [...mentioned.values()],
    keep: {
      mentioned: [
        ...names.map(({ id, name }) => ({ kind: 'person' as const, id, name })),
        ...named.groups.flatMap(({ teamId, each }): NamedInNote['mentioned'] => (teamId === null ? [{ kind: 'shift', id: null, name: '', each }] : teams.filter(({ id }) => id === teamId).map(({ id, name }) => ({ kind: 'team', id, name, each })))),
      ],
      unreached: names.map(({ id }) => id).filter((id) => !able.has(id)),
    },
  };
}
