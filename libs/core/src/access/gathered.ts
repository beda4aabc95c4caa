import type { Tx } from '@kontuar/platform';
import type { MemberActor } from './actor';
import { visibleConversations } from './can';

/** What gathers conversations about one thing: a case, a lead. `link` names its conversations by `column`. */
interface Gathering { table: string; alias: string; link: string; column: string }

const gatherings = {
  case: { table: 'cases', alias: 'k', link: 'case_conversations', column: 'case_id' },
  lead: { table: 'leads', alias: 'l', link: 'lead_conversations', column: 'lead_id' },
} as const satisfies Record<string, Gathering>;
type Kind = keyof typeof gatherings;

/** Who may see it: who sees one of its conversations, and who owns it, alone or with a team. For WHERE clauses; parameters are appended. */
export function visibleGathered(kind: Kind, actor: MemberActor, parameters: unknown[]): string {
  const { alias, link, column } = gatherings[kind];
  if (actor.channelIds === 'all') return `(${alias}.withdrawn_at IS NULL)`;
  const conversations = visibleConversations(actor, parameters);
  parameters.push(actor.memberId, actor.teamIds);
  const n = parameters.length;
  return `(${alias}.withdrawn_at IS NULL) AND (${alias}.owner_id = $${n - 1}::uuid OR ${alias}.team_id = ANY($${n}::uuid[]) OR EXISTS (SELECT 1 FROM ${link} gathered JOIN conversations c ON c.id = gathered.conversation_id WHERE gathered.${column} = ${alias}.id AND ${conversations}))`;
}

export async function mayReadGathered(tx: Tx, kind: Kind, actor: MemberActor, id: string): Promise<boolean> {
  const { table, alias } = gatherings[kind];
  const parameters: unknown[] = [id];
  const visible = visibleGathered(kind, actor, parameters);
  return (await tx.query(`SELECT 1 FROM ${table} ${alias} WHERE ${alias}.id = $1 AND ${visible}`, parameters)).length > 0;
}
