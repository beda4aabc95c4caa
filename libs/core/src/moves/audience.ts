import type { Tx } from '@kontuar/platform';
import { mayOn, type ConversationFacts } from '../conversations/conversations.queries';
import { conflict } from '../errors';
import { findActors } from '../members/members.service';

export interface AudienceChange { gaining: { id: string; name: string }[]; losing: { id: string; name: string }[] }

/** Who would see what was said in `from` only because it stands in `to`, and who would not see it any more. */
export async function audienceChange(tx: Tx, from: ConversationFacts, to: ConversationFacts): Promise<AudienceChange> {
  if (from.channel_id === to.channel_id && from.assignee_id === to.assignee_id && from.team_id === to.team_id) return { gaining: [], losing: [] };
  const change: AudienceChange = { gaining: [], losing: [] };
  for (const member of await findActors(tx, 'all')) {
    const [before, after] = [mayOn(member, 'conversation.read', from), mayOn(member, 'conversation.read', to)];
    // Whoever may read the channel may read what came over it, wherever it stands.
    if (!before && after) change.gaining.push({ id: member.memberId, name: member.name });
    if (before && !after) change.losing.push({ id: member.memberId, name: member.name });
  }
  return change;
}

/** @throws conflict when somebody would come to see what they may not. Rights are given by who governs channels, not by a merge. */
export async function refuseWider(tx: Tx, from: ConversationFacts, to: ConversationFacts): Promise<void> {
  const { gaining } = await audienceChange(tx, from, to);
  if (gaining.length > 0) throw conflict('wider-audience', wider(gaining), { members: gaining });
}

export function wider(gaining: AudienceChange['gaining']): string {
  const name = gaining[0]?.name ?? '';
  return gaining.length === 1 ? `Then ${name} would see messages that they may not see now.` : `Then ${name} and ${gaining.length - 1} more would see messages that they may not see now.`;
}
