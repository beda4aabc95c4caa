import type { Member } from '@kontuar/contract';

export type Work = 'here' | 'away' | 'off';

/** At work: on shift with a screen, or by their hours. Away is on shift. Whoever said nothing of hours is there as long as their screen is. */
export function workOf({ duty, presence }: Pick<Member, 'duty' | 'presence'>): Work {
  if (duty.state === 'away') return 'away';
  if (duty.state !== 'on') return 'off';
  return presence === 'off' && duty.until === null ? 'off' : 'here';
}

const rank: Record<Work, number> = { here: 0, away: 1, off: 2 };

/** Who is at work stands in front, by name, so that a column stays where it is while people read it. */
export function inOrder(members: readonly Member[], team: string | undefined): Member[] {
  return members.filter((member) => member.active && (team === undefined || member.teamIds.includes(team)))
    .sort((a, b) => rank[workOf(a)] - rank[workOf(b)] || a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
}

/** Folded: not at work, and nothing lies there that somebody should see. Who said that they are off, or whose hours say so, is folded with their work, which is counted. */
export const isFolded = (member: Pick<Member, 'duty' | 'presence'>, open: number): boolean => workOf(member) === 'off' && (open === 0 || member.duty.state !== 'on');
