import type { RuleAction, RuleDone } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { MemberActor, SystemActor } from '../access/actor';
import { can } from '../access/can';
import { definitionsOf, missingBeforeResolve, withAttributes } from '../attributes/attributes';
import { readValue } from '../attributes/value';
import { changeConversations, type Changeable, type LockedConversation } from '../conversations/change';
import { priorityRank } from '../conversations/conversation.view';
import { mayOn } from '../conversations/conversations.queries';
import { record } from '../history/history';
import { mattersOf } from '../matters/matters';
import { findActors } from '../members/members.service';
import { noteInEach } from '../messages/note-in-each';
import { whoHears } from '../sla/who-hears';
import type { RuleRow } from './rule.row';

export type Outcome = Pick<RuleDone, 'did' | 'code' | 'facts'>;
export const done = (facts: RuleDone['facts'] = {}): Outcome => ({ did: 'done', code: null, facts });
export const nothing = (code: string, facts: RuleDone['facts'] = {}): Outcome => ({ did: 'nothing', code, facts });
export const failed = (code: string, facts: RuleDone['facts'] = {}): Outcome => ({ did: 'failed', code, facts });

/** A rule at work in many conversations at once: thousands may come to their time in one moment. */
export interface Together { tx: Tx; rule: RuleRow; /** Of each conversation. */ runIds: ReadonlyMap<string, string> }
export type Outcomes = Map<string, Outcome>;

const kinds = ['assign', 'label', 'priority', 'matter', 'state', 'snooze', 'attribute', 'note', 'notify'] as const;
type TogetherAction = Extract<RuleAction, { do: (typeof kinds)[number] }>;
/** Whether the action is the same work in many conversations as in one; the others are done in each by itself. */
export const isTogether = (action: RuleAction): action is TogetherAction => (kinds as readonly string[]).includes(action.do);

/** Callers hold these conversations, none of which went up in another. */
export async function actTogether(together: Together, action: TogetherAction, rows: readonly LockedConversation[]): Promise<Outcomes> {
  const { tx } = together;
  switch (action.do) {
    case 'assign': return changeAll(together, rows, await assigning(tx, action));
    case 'label': return changeAll(together, rows, await labelling(tx, action));
    case 'priority': return changeAll(together, rows, () => ({ to: { priority: priorityRank(action.priority) }, facts: { to: action.priority } }));
    case 'matter': {
      const gone = action.matter !== null && !(await mattersOf(tx)).some(({ key, archived }) => key === action.matter && !archived);
      return changeAll(together, rows, () => (gone ? failed('matter-gone', { to: action.matter }) : { to: { matter: action.matter }, facts: { to: action.matter } }));
    }
    case 'state': {
      const closing = action.state === 'resolved' ? rows.filter(({ state }) => state !== 'resolved').map(({ id }) => id) : [];
      const missing = closing.length === 0 ? new Map<string, unknown>() : await missingBeforeResolve(tx, closing);
      return changeAll(together, rows, ({ id }) => (missing.has(id) ? failed('fields-missing', { to: action.state }) : { to: { state: action.state }, facts: { to: action.state } }));
    }
    case 'snooze': {
      const until = new Date(Date.now() + action.minutes * 60_000).toISOString();
      return changeAll(together, rows, () => ({ to: { state: 'snoozed', snoozed_until: until }, facts: { until } }));
    }
    case 'attribute': {
      const [definition] = await definitionsOf(tx, 'conversation', [action.key]);
      return changeAll(together, rows, ({ attributes }) => {
        const read = definition === undefined || definition.archived ? undefined : readValue(definition, action.value, attributes[action.key]);
        return read?.ok === true ? { to: { attributes: withAttributes(attributes, { [action.key]: read.value }) }, facts: { key: action.key } } : failed('field-gone', { key: action.key });
      });
    }
    case 'note': return note(together, rows, action.text);
    case 'notify': return notify(together, rows, action.to);
    default: throw new Error(`no way to do ${JSON.stringify(action satisfies never)} together`);
  }
}

/** What becomes of one conversation, and what is to be said of it; or why nothing does. */
interface Meant { to: Partial<Changeable>; facts: RuleDone['facts']; said?: string }
type Way = (row: LockedConversation) => Meant | Outcome;

export async function changeAll({ tx, rule, runIds }: Together, rows: readonly LockedConversation[], way: Way): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  const wanted = new Map<string, Meant>();
  for (const row of rows) {
    const meant = way(row);
    if ('did' in meant) outcomes.set(row.id, meant);
    else wanted.set(row.id, meant);
  }
  const actor: SystemActor = { kind: 'system', workspaceId: rule.workspace_id };
  const steps = await changeConversations(tx, actor, rows.filter(({ id }) => wanted.has(id)), ({ id }) => wanted.get(id)?.to ?? {}, { reason: 'rule', told: ({ id }) => ({ ruleId: rule.id, ruleName: rule.name, runId: runIds.get(id) }) });
  const changed = new Set(steps.map(({ conversationId }) => conversationId));
  for (const [id, { facts, said }] of wanted) outcomes.set(id, changed.has(id) ? { ...done(facts), code: said ?? null } : nothing('is-so-already', facts));
  return outcomes;
}

async function assigning(tx: Tx, { assigneeId, teamId }: Extract<RuleAction, { do: 'assign' }>): Promise<Way> {
  const facts = { ...(assigneeId === undefined ? {} : { assigneeId }), ...(teamId === undefined ? {} : { teamId }) };
  const toTeam = teamId === undefined ? {} : { team_id: teamId };
  if (typeof teamId === 'string' && (await tx.query(`SELECT 1 FROM teams WHERE id = $1 AND kind <> 'group'`, [teamId])).length === 0) return () => failed('team-gone', facts);
  if (typeof assigneeId !== 'string') return () => ({ to: { ...(assigneeId === undefined ? {} : { assignee_id: assigneeId }), ...toTeam }, facts });
  const [member] = await findActors(tx, [assigneeId]);
  if (member === undefined) return () => failed('member-gone', facts);
  // They would have it and could not read it.
  if (!can(member, 'conversation.reply')) return () => failed('not-allowed', facts);
  const [shift] = await tx.query<{ duty: string; stands_in: string | null }>(`SELECT m.duty, s.id AS stands_in FROM memberships m LEFT JOIN memberships s ON s.id = m.substitute_id AND s.active AND s.duty = 'on' WHERE m.id = $1`, [assigneeId]);
  if (shift === undefined || shift.duty === 'on') return () => ({ to: { assignee_id: assigneeId, ...toTeam }, facts });
  const [standIn] = shift.stands_in === null ? [] : await findActors(tx, [shift.stands_in]);
  return (row) => {
    // Whoever has it already keeps it: how long they are away is nothing that a rule knows.
    if (row.assignee_id === assigneeId) return { to: toTeam, facts };
    if (standIn !== undefined && standsInFor(standIn, { ...row, ...toTeam })) return { to: { assignee_id: standIn.memberId, ...toTeam }, facts: { ...facts, assigneeId: standIn.memberId, insteadOf: assigneeId }, said: 'stands-in' };
    // Off until the morning, or on a break: it waits for them. Nobody is given work on the day on which they fell sick.
    if (shift.duty !== 'sick') return { to: { assignee_id: assigneeId, ...toTeam }, facts };
    return teamId === undefined ? nothing('not-at-work', facts) : { to: toTeam, facts: { ...facts, assigneeId: row.assignee_id }, said: 'not-at-work' };
  };
}

const standsInFor = (member: MemberActor, row: Pick<LockedConversation, 'id' | 'channel_id' | 'team_id'>): boolean => can(member, 'conversation.reply') && mayOn(member, 'conversation.read', { ...row, assignee_id: null });

async function labelling(tx: Tx, { add, remove }: Extract<RuleAction, { do: 'label' }>): Promise<Way> {
  const known = new Set((await tx.query<{ id: string }>('SELECT id FROM labels WHERE id = ANY($1::uuid[])', [add])).map(({ id }) => id));
  const kept = add.filter((id) => known.has(id));
  const facts = { add: kept, remove };
  if (kept.length === 0 && add.length > 0 && remove.length === 0) return () => failed('label-gone', facts);
  return (row) => ({ to: { label_ids: [...new Set([...row.label_ids.filter((id) => !remove.includes(id)), ...kept])] }, facts });
}

/** In the name of the rule, for colleagues alone. */
async function note({ tx, rule }: Together, rows: readonly LockedConversation[], text: string): Promise<Outcomes> {
  const noted = await noteInEach(tx, rule.workspace_id, { author: { kind: 'system', id: null, name: rule.name }, text, automatic: 'rule' }, rows.map(({ id }) => id));
  await record(tx, noted.map(({ id, conversation_id: conversationId, seq }) => ({ type: 'message.created', conversationId, messageId: id, data: { seq, note: true } })), rule.workspace_id);
  return new Map(rows.map(({ id }) => [id, done()]));
}

async function notify({ tx, rule }: Together, rows: readonly LockedConversation[], to: Extract<RuleAction, { do: 'notify' }>['to']): Promise<Outcomes> {
  const hears = to.owner || to.leads ? await whoHears(tx, rule.workspace_id) : undefined;
  const named = new Map<string | null, string[]>();
  for (const team of new Set(rows.map(({ team_id: id }) => id))) named.set(team, await namedBy(tx, to, team));
  const wanted = new Map(rows.map((row) => [row.id, [
    ...(named.get(row.team_id) ?? []), ...(to.owner && row.assignee_id !== null ? (hears?.(row, 'owner') ?? []) : []), ...(to.leads ? (hears?.({ assignee_id: null, team_id: row.team_id }, 'supervisors') ?? []) : []),
  ]]));
  const members = await findActors(tx, [...new Set([...wanted.values()].flat())]);
  const outcomes: Outcomes = new Map(rows.map((row) => {
    const asked = new Set(wanted.get(row.id));
    // Nobody is told of what they may not read.
    const memberIds = members.filter((member) => asked.has(member.memberId) && mayOn(member, 'conversation.read', row)).map(({ memberId }) => memberId);
    return [row.id, memberIds.length === 0 ? nothing('nobody-there') : done({ memberIds })];
  }));
  await record(tx, [...outcomes].flatMap(([conversationId, { did, facts }]) => (did === 'done' ? [{ type: 'notification', conversationId, subjectId: rule.id, data: { kind: 'rule-told', memberIds: facts['memberIds'] } }] : [])), rule.workspace_id);
  return outcomes;
}

async function namedBy(tx: Tx, { memberIds, teamIds, onShift }: Extract<RuleAction, { do: 'notify' }>['to'], teamId: string | null): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT m.id FROM memberships m WHERE m.active AND (m.id = ANY($1::uuid[]) OR EXISTS (SELECT 1 FROM team_members t WHERE t.member_id = m.id AND t.team_id = ANY($2::uuid[]))
       OR ($3 AND m.duty = 'on' AND ($4::uuid IS NULL OR EXISTS (SELECT 1 FROM team_members t WHERE t.member_id = m.id AND t.team_id = $4))))`, [memberIds, teamIds, onShift, teamId]);
  return rows.map(({ id }) => id);
}
