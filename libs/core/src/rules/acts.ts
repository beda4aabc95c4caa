import { followUpInput, type Locale, type RuleAction, type RuleDone } from '@kontuar/contract';
import type { Queues, Tx } from '@kontuar/platform';
import { spread } from '../board/spread';
import type { CaseOpenings } from '../cases/case-opening.service';
import type { ChannelContexts } from '../channels/channel-contexts';
import { lockConversations, type Changeable, type LockedConversation } from '../conversations/change';
import { mayOn } from '../conversations/conversations.queries';
import { DomainError } from '../errors';
import type { FollowUps } from '../follow-ups/follow-ups.service';
import { record } from '../history/history';
import { findActors } from '../members/members.service';
import { findPeople, mayHave } from '../routing/hands';
import { weightOf, weightsJoin } from '../routing/weights';
import { answerByRule } from './answer';
import type { Occasion } from './occasion';
import type { RuleRow } from './rule.row';
import { planCall } from './plan-call';
import { actTogether, changeAll, done, failed, nothing, type Outcome } from './together';

/** What rules act with: the same that people act with. */
export interface RuleDesk { queues: Queues; contexts: ChannelContexts; cases: CaseOpenings; followUps: FollowUps; /** For calls: where people open the conversation. */ publicUrl: string | undefined }
export interface Acting { tx: Tx; desk: RuleDesk; rule: RuleRow; runId: string; occasion: Occasion; /** Who wrote the rule as it is. */ authorId: string | null }

/** One action of a rule, on the conversation as the actions before left it. Callers hold the conversation. What cannot be done says why; what breaks throws. */
export async function act(acting: Acting, action: RuleAction): Promise<Outcome> {
  const { tx, occasion: { conversationId } } = acting;
  const [row] = await lockConversations(tx, [conversationId]);
  if (row === undefined || row.merged_into !== null) return failed('conversation-gone');
  switch (action.do) {
    case 'assign': case 'label': case 'priority': case 'matter': case 'state': case 'snooze': case 'attribute': case 'note': case 'notify':
      return (await actTogether({ tx, rule: acting.rule, runIds: new Map([[row.id, acting.runId]]) }, action, [row])).get(row.id) ?? failed('conversation-gone');
    case 'spread': return spreadIn(acting, row, action.teamId);
    case 'answer': case 'canned': return answerByRule(acting, row, action);
    case 'macro': return macro(acting, action.cannedId);
    case 'watch': return watch(acting, row, action.memberIds);
    case 'case': return openCase(acting, row, action.matter);
    case 'follow-up': return followUp(acting, row, action.presetId);
    case 'webhook': return planCall(acting, row, action.url);
    default: throw new Error(`no rule for ${JSON.stringify(action satisfies never)}`);
  }
}

const change = async ({ tx, rule, runId }: Acting, row: LockedConversation, to: Partial<Changeable>, facts: RuleDone['facts']): Promise<Outcome> =>
  (await changeAll({ tx, rule, runIds: new Map([[row.id, runId]]) }, [row], () => ({ to, facts }))).get(row.id) ?? failed('conversation-gone');

/** Of the team, who is at work and carries least. Nobody there: to the team, where the next one takes it. */
async function spreadIn(acting: Acting, row: LockedConversation, teamId: string): Promise<Outcome> {
  const { tx } = acting;
  if ((await tx.query(`SELECT 1 FROM teams WHERE id = $1 AND kind <> 'group'`, [teamId])).length === 0) return failed('team-gone', { teamId });
  const people = [...(await findPeople(tx)).values()].filter((person) => person.here && person.actor.teamIds.includes(teamId) && mayHave(person, { ...row, team_id: teamId }));
  const able = people.map(({ actor }) => actor.memberId);
  const [own] = await tx.query<{ weight: number }>(`SELECT ${weightOf} AS weight FROM conversations c ${weightsJoin} WHERE c.id = $1`, [row.id]);
  const { given } = spread([{ id: row.id, weight: own?.weight ?? 1, open: new Set(able) }], people.map(({ actor, load, capacity }) => ({ memberId: actor.memberId, load, capacity })));
  const assigneeId = given.get(row.id) ?? null;
  // Who has it of that team already keeps it.
  if (row.assignee_id !== null && able.includes(row.assignee_id)) return change(acting, row, { team_id: teamId }, { teamId, assigneeId: row.assignee_id });
  return change(acting, row, { team_id: teamId, assignee_id: assigneeId }, { teamId, assigneeId });
}

/** What a canned answer does beside what it says, as if the rule said it. */
async function macro(acting: Acting, cannedId: string): Promise<Outcome> {
  const [canned] = await acting.tx.query<{ title: string; actions: { kind: string }[] }>('SELECT title, actions FROM canned WHERE id = $1', [cannedId]);
  if (canned === undefined) return failed('canned-gone', { cannedId });
  const parts: RuleDone[] = [];
  for (const each of canned.actions) {
    const action = ofMacro(each);
    parts.push(action === undefined ? { do: each.kind, did: 'nothing', code: 'nobody-here', facts: {} } : { do: action.do, ...(await act(acting, action)) });
  }
  const did = parts.some((part) => part.did === 'done') ? 'done' : parts.some((part) => part.did === 'failed') ? 'failed' : 'nothing';
  return { did, code: did === 'failed' ? (parts.find((part) => part.did === 'failed')?.code ?? null) : null, facts: { title: canned.title, parts } };
}

/** "To me" means nobody where nobody uses it. */
function ofMacro(each: { kind: string }): RuleAction | undefined {
  // Kept by the same schema that canned answers are written by.
  const { kind, ...rest } = each as { kind: string; assigneeId?: string | null; hours?: number };
  if (kind === 'assign' && rest.assigneeId === 'me') return undefined;
  if (kind === 'snooze') return { do: 'snooze', minutes: Math.max(1, Math.round((rest.hours ?? 1) * 60)) };
  return { do: kind, ...rest } as RuleAction;
}

async function watch({ tx, rule }: Acting, row: LockedConversation, wanted: readonly string[]): Promise<Outcome> {
  const memberIds = (await findActors(tx, [...wanted])).filter((member) => mayOn(member, 'conversation.read', row)).map(({ memberId }) => memberId);
  if (memberIds.length === 0) return nothing('nobody-there');
  const added = await tx.query<{ member_id: string }>(
    // Who left off watching is not drawn in again by a machine.
    `INSERT INTO watches (workspace_id, conversation_id, member_id, why) SELECT $1, $2, id, 'colleague' FROM unnest($3::uuid[]) AS id ON CONFLICT (conversation_id, member_id) DO NOTHING RETURNING member_id`, [rule.workspace_id, row.id, memberIds]);
  if (added.length === 0) return nothing('is-so-already', { memberIds });
  await tx.execute('UPDATE conversations SET version = version + 1 WHERE id = $1', [row.id]);
  await record(tx, added.map(({ member_id: memberId }) => ({ type: 'conversation.updated', conversationId: row.id, data: { watch: { memberId, watching: true } } })), rule.workspace_id);
  return done({ memberIds: added.map(({ member_id: id }) => id) });
}

/** In the name of who wrote the rule: a case has a person to ask. */
async function openCase({ tx, desk, authorId }: Acting, row: LockedConversation, wanted: string | null): Promise<Outcome> {
  const [author] = authorId === null ? [] : await findActors(tx, [authorId]);
  if (author === undefined) return failed('author-gone');
  try {
    const opened = await desk.cases.openIn(tx, author, row, wanted ?? undefined);
    return opened === undefined ? nothing('case-open') : done({ code: opened });
  } catch (error) {
    if (error instanceof DomainError) return failed(error.code);
    throw error;
  }
}

/** In the name of who wrote the rule: what its steps say stands before the customer as theirs, and goes their way of approval. */
async function followUp({ tx, desk, rule, authorId }: Acting, row: LockedConversation, presetId: string): Promise<Outcome> {
  const [author] = authorId === null ? [] : await findActors(tx, [authorId]);
  if (author === undefined) return failed('author-gone');
  if (!mayOn(author, 'conversation.reply', row)) return failed('not-allowed');
  if (row.state === 'resolved') return nothing('conversation-resolved');
  const [user] = await tx.query<{ locale: Locale }>('SELECT locale FROM users WHERE id = $1', [author.userId]);
  try {
    return done({ followUpId: await desk.followUps.beginIn(tx, author, row, { ...followUpInput.parse({ presetId, locale: user?.locale }), byRule: rule.name }) });
  } catch (error) {
    if (error instanceof DomainError) return error.code === 'follow-up-running' ? nothing(error.code) : failed(error.code === 'not-found' ? 'preset-gone' : error.code);
    throw error;
  }
}
