import type { MentionTarget, Team } from '@kontuar/contract';
import { mentionedIds, type Mentionable } from './mentions';

/** Besides colleagues: a team or group, of which whoever is first settles it; each of them, with "!"; whoever is on shift. */
export interface MentionGroup extends Mentionable { target: MentionTarget }

/** What stands in the text is what was written, in either language: a draft goes with a person who changes theirs. */
const shiftNames = ['on shift', 'na zmianie'] as const;

export function mentionGroups(teams: readonly Team[]): MentionGroup[] {
  return [
    ...teams.flatMap(({ id, name }): MentionGroup[] => [
      { id: `team:${id}`, name, target: { teamId: id, each: false } },
      { id: `each:${id}`, name: `${name}!`, target: { teamId: id, each: true } },
    ]),
    ...shiftNames.map((name): MentionGroup => ({ id: `shift:${name}`, name, target: { teamId: null, each: false } })),
  ];
}

/** Whom the text names: members, and each group once; asked of each of them goes before whoever is first. */
export function mentionsIn(text: string, members: readonly Mentionable[], teams: readonly Team[]): { mentions: string[]; mentionGroups: MentionTarget[] } {
  const groups = mentionGroups(teams);
  const ids = mentionedIds(text, [...members, ...groups]);
  const targets = new Map<string | null, MentionTarget>();
  for (const { target } of groups.filter(({ id }) => ids.includes(id))) targets.set(target.teamId, { teamId: target.teamId, each: target.each || targets.get(target.teamId)?.each === true });
  return { mentions: ids.filter((id) => members.some((member) => member.id === id)), mentionGroups: [...targets.values()] };
}
