import { followUpInput, type Locale, type RuleAction, type RuleDone } from '@kontuar/contract';
import { newId, type Queues, type Tx } from '@kontuar/platform';
import type { SystemActor } from '../access/actor';
import { definitionsOf, missingBeforeResolve, withAttributes } from '../attributes/attributes';
import { readValue } from '../attributes/value';
import { spread } from '../board/spread';
import type { CaseOpenings } from '../cases/case-opening.service';
import type { ChannelContexts } from '../channels/channel-contexts';
import { changeConversations, lockConversations, type Changeable, type LockedConversation } from '../conversations/change';
import { priorityRank } from '../conversations/conversation.view';
import { mayOn } from '../conversations/conversations.queries';
import { can } from '../access/can';
import { DomainError } from '../errors';
import type { FollowUps } from '../follow-ups/follow-ups.service';
import { record } from '../history/history';
import { mattersOf } from '../matters/matters';
import { findActors } from '../members/members.service';
import { findPeople, mayHave } from '../routing/hands';
import { weightOf, weightsJoin } from '../routing/weights';
import { whoHears } from '../sla/who-hears';
import { answerByRule } from './answer';
import type { Occasion } from './occasion';
import type { RuleRow } from './rule.row';
import { planCall } from './plan-call';

/** What rules act with: the same that people act with. */
export interface RuleDesk { queues: Queues; contexts: ChannelContexts; cases: CaseOpenings; followUps: FollowUps; /** For calls: where people open the conversation. */ publicUrl: string | undefined }
export interface Acting { tx: Tx; desk: RuleDesk; rule: RuleRow; runId: string; occasion: Occasion; /** Who wrote the rule as it is. */ authorId: string | null }

type Outcome = Pick<RuleDone, 'did' | 'code' | 'facts'>;
const done = (facts: RuleDone['facts'] = {}): Outcome => ({ did: 'done', code: null, facts });
const nothing = (code: string, facts: RuleDone['facts'] = {}): Outcome => ({ did: 'nothing', code, facts });
const failed = (code: string, facts: RuleDone['facts'] = {}): Outcome => ({ did: 'failed', code, facts });

/** One action of a rule, on the conversation as the actions before left it. Callers hold the conversation. What cannot be done says why; what breaks throws. */
export async function act(acting: Acting, action: RuleAction): Promise<Outcome> {
  const { tx, occasion: { conversationId } } = acting;
  const [row] = await lockConversations(tx, [conversationId]);
  if (row === undefined || row.merged_into !== null) return failed('conversation-gone');
  switch (action.do) {
    case 'assign': return assign(acting, row, action);
    case 'spread': return spreadIn(acting, row, action.teamId);
    case 'label': return label(acting, row, action);
    case 'priority': return change(acting, row, { priority: priorityRank(action.priority) }, { to: action.priority });
    case 'matter': return matter(acting, row, action.matter);
    case 'state': return state(acting, row, action.state);
    case 'snooze': {
      const until = new Date(Date.now() + action.minutes * 60_000).toISOString();
      return change(acting, row, { state: 'snoozed', snoozed_until: until }, { until });
    }
    case 'attribute': return attribute(acting, row, action);
    case 'note': return note(acting, action.text);
    case 'answer': case 'canned': return answerByRule(acting, row, action);
    case 'macro': return macro(acting, action.cannedId);
    case 'notify': return notify(acting, row, action.to);
    case 'watch': return watch(acting, row, action.memberIds);
    case 'case': return openCase(acting, row, action.matter);
    case 'follow-up': return followUp(acting, row, action.presetId);
    case 'webhook': return planCall(acting, row, action.url);
    default: throw new Error(`no rule for ${JSON.stringify(action satisfies never)}`);
  }
}

async function change({ tx, rule, runId }: Acting, row: LockedConversation, to: Partial<Changeable>, facts: RuleDone['facts']): Promise<Outcome> {
  const actor: SystemActor = { kind: 'system', workspaceId: row.workspace_id };
  const steps = await changeConversations(tx, actor, [row], () => to, { reason: 'rule', told: () => ({ ruleId: rule.id, ruleName: rule.name, runId }) });
  return steps.length === 0 ? nothing('is-so-already', facts) : done(facts);
}

async function assign(acting: Acting, row: LockedConversation, { assigneeId, teamId }: Extract<RuleAction, { do: 'assign' }>): Promise<Outcome> {
  const facts = { ...(assigneeId === undefined ? {} : { assigneeId }), ...(teamId === undefined ? {} : { teamId }) };
  if (typeof teamId === 'string' && (await acting.tx.query(`SELECT 1 FROM teams WHERE id = $1 AND kind <> 'group'`, [teamId])).length === 0) return failed('team-gone', facts);
  if (typeof assigneeId === 'string') {
    const [member] = await findActors(acting.tx, [assigneeId]);
    if (member === undefined) return failed('member-gone', facts);
    // They would have it and could not read it.
    if (!can(member, 'conversation.reply')) return failed('not-allowed', facts);
  }
  return change(acting, row, { ...(assigneeId === undefined ? {} : { assignee_id: assigneeId }), ...(teamId === undefined ? {} : { team_id: teamId }) }, facts);
}

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

async function label(acting: Acting, row: LockedConversation, { add, remove }: Extract<RuleAction, { do: 'label' }>): Promise<Outcome> {
  const known = new Set((await acting.tx.query<{ id: string }>('SELECT id FROM labels WHERE id = ANY($1::uuid[])', [add])).map(({ id }) => id));
  const kept = add.filter((id) => known.has(id));
  const facts = { add: kept, remove };
  if (kept.length === 0 && add.length > 0 && remove.length === 0) return failed('label-gone', facts);
  return change(acting, row, { label_ids: [...new Set([...row.label_ids.filter((id) => !remove.includes(id)), ...kept])] }, facts);
}

async function matter(acting: Acting, row: LockedConversation, to: string | null): Promise<Outcome> {
  if (to !== null && !(await mattersOf(acting.tx)).some(({ key, archived }) => key === to && !archived)) return failed('matter-gone', { to });
  return change(acting, row, { matter: to }, { to });
}

async function state(acting: Acting, row: LockedConversation, to: 'open' | 'pending' | 'resolved'): Promise<Outcome> {
  if (to === 'resolved' && row.state !== 'resolved' && (await missingBeforeResolve(acting.tx, [row.id])).has(row.id)) return failed('fields-missing', { to });
  return change(acting, row, { state: to }, { to });
}

async function attribute(acting: Acting, row: LockedConversation, { key, value }: Extract<RuleAction, { do: 'attribute' }>): Promise<Outcome> {
  const [definition] = await definitionsOf(acting.tx, 'conversation', [key]);
  const read = definition === undefined || definition.archived ? undefined : readValue(definition, value, row.attributes[key]);
  if (read?.ok !== true) return failed('field-gone', { key });
  return change(acting, row, { attributes: withAttributes(row.attributes, { [key]: read.value }) }, { key });
}

/** In the name of the rule, for colleagues alone. */
async function note({ tx, rule, occasion }: Acting, text: string): Promise<Outcome> {
  const id = newId();
  const [row] = await tx.query<{ seq: number }>(
    `UPDATE conversations SET last_seq = last_seq + 1, version = version + 1, last_message_at = now(), preview_text = $2, preview_kind = 'note', preview_author = $3, preview_failed = false WHERE id = $1 RETURNING last_seq AS seq`,
    [occasion.conversationId, text.replace(/\s+/g, ' ').trim().slice(0, 200), rule.name]);
  await tx.execute(
    `INSERT INTO messages (workspace_id, id, conversation_id, channel_id, seq, kind, direction, status, author_kind, author_name, text, automatic, at)
     SELECT workspace_id, $2, id, channel_id, $3, 'note', 'none', 'logged', 'system', $4, $5, 'rule', now() FROM conversations WHERE id = $1`, [occasion.conversationId, id, row?.seq, rule.name, text]);
  await record(tx, [{ type: 'message.created', conversationId: occasion.conversationId, messageId: id, data: { seq: row?.seq, note: true } }], rule.workspace_id);
  return done();
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

async function notify({ tx, rule }: Acting, row: LockedConversation, to: Extract<RuleAction, { do: 'notify' }>['to']): Promise<Outcome> {
  const hears = to.owner || to.leads ? await whoHears(tx, rule.workspace_id) : undefined;
  const named = await tx.query<{ id: string }>(
    `SELECT m.id FROM memberships m WHERE m.active AND (m.id = ANY($1::uuid[]) OR EXISTS (SELECT 1 FROM team_members t WHERE t.member_id = m.id AND t.team_id = ANY($2::uuid[]))
       OR ($3 AND m.duty = 'on' AND ($4::uuid IS NULL OR EXISTS (SELECT 1 FROM team_members t WHERE t.member_id = m.id AND t.team_id = $4))))`, [to.memberIds, to.teamIds, to.onShift, row.team_id]);
  const wanted = [...named.map(({ id }) => id), ...(to.owner && row.assignee_id !== null ? (hears?.(row, 'owner') ?? []) : []), ...(to.leads ? (hears?.({ assignee_id: null, team_id: row.team_id }, 'supervisors') ?? []) : [])];
  // Nobody is told of what they may not read.
  const memberIds = (await findActors(tx, [...new Set(wanted)])).filter((member) => mayOn(member, 'conversation.read', row)).map(({ memberId }) => memberId);
  if (memberIds.length === 0) return nothing('nobody-there');
  await record(tx, [{ type: 'notification', conversationId: row.id, subjectId: rule.id, data: { kind: 'rule-told', memberIds } }], rule.workspace_id);
  return done({ memberIds });
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
