import type { AttributeValues, BulkInput, Verb } from '@kontuar/contract';
import { newId, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { takeOpeningBack } from '../cases/withdraw';
import { takeLeadBack } from '../leads/withdraw';
import { missingBeforeResolve, readAttributes, withAttributes } from '../attributes/attributes';
import { invalid, notFound } from '../errors';
import { changeConversations, lockConversations, type Changeable, type LockedConversation, type Step } from './change';
import { checkMatter } from '../matters/matters';
import { priorityRank } from './conversation.view';
import { mayOn } from './conversations.queries';

export type BulkAction = BulkInput['action'];

export const verbOf = (action: BulkAction): Verb => (action.kind === 'assign' ? 'conversation.assign' : 'conversation.triage');

export function assignmentOf(input: { assigneeId?: string | null | undefined; teamId?: string | null | undefined }): Partial<Changeable> {
  if (input.assigneeId === undefined && input.teamId === undefined) throw invalid('nobody-named', 'Name an assignee or a team, or null for nobody.');
  return { ...(input.assigneeId === undefined ? {} : { assignee_id: input.assigneeId }), ...(input.teamId === undefined ? {} : { team_id: input.teamId }) };
}

/** What an act on many makes of each of them; `values` are the fields as their definitions want them. */
function changeOf(action: BulkAction, values: AttributeValues): (row: Pick<Changeable, 'label_ids' | 'attributes'>) => Partial<Changeable> {
  switch (action.kind) {
    case 'assign': {
      const change = assignmentOf(action);
      return () => change;
    }
    case 'state': {
      const change = { state: action.state, ...(action.snoozedUntil === undefined ? {} : { snoozed_until: new Date(action.snoozedUntil).toISOString() }) };
      return () => change;
    }
    case 'priority': return () => ({ priority: priorityRank(action.priority) });
    case 'matter': return () => ({ matter: action.matter });
    case 'label': return (row) => ({ label_ids: [...new Set([...row.label_ids.filter((label) => !action.remove.includes(label)), ...action.add])] });
    case 'attribute': return (row) => ({ attributes: withAttributes(row.attributes, values) });
    default: throw new Error(`no rule for ${JSON.stringify(action satisfies never)}`);
  }
}

/** Ids in a body must belong to the workspace: row level security hides all others. */
export async function checkChange(tx: Tx, change: Partial<Changeable>): Promise<void> {
  if (change.state === 'snoozed' && (change.snoozed_until === undefined || change.snoozed_until === null || Date.parse(change.snoozed_until) <= Date.now())) throw invalid('snooze-needs-a-time', 'Say until when, in the future.');
  if (typeof change.assignee_id === 'string' && (await tx.query(`SELECT 1 FROM memberships WHERE id = $1 AND active`, [change.assignee_id])).length === 0) throw notFound('member');
  if (typeof change.team_id === 'string' && (await tx.query(`SELECT 1 FROM teams WHERE id = $1 AND kind <> 'group'`, [change.team_id])).length === 0) throw notFound('team');
  if (typeof change.matter === 'string') await checkMatter(tx, change.matter);
  const labels = change.label_ids ?? [];
  if (labels.length > 0 && (await tx.query(`SELECT 1 FROM labels WHERE id = ANY($1::uuid[])`, [labels])).length < new Set(labels).size) throw notFound('label');
}

export async function checkAction(tx: Tx, action: BulkAction): Promise<void> {
  if (action.kind === 'attribute') await valuesOf(tx, action);
  else await checkChange(tx, action.kind === 'label' ? { label_ids: [...new Set(action.add)] } : changeOf(action, {})({ label_ids: [], attributes: {} }));
}

const valuesOf = async (tx: Tx, action: BulkAction): Promise<AttributeValues> => (action.kind === 'attribute' ? readAttributes(tx, 'conversation', { [action.key]: action.value }) : {});

/** Locks them, leaves out those that the actor may not touch, changes the rest. */
export async function changeMany(tx: Tx, actor: MemberActor, ids: readonly string[], action: BulkAction): Promise<{ steps: Step[]; allowed: Set<string> }> {
  const rows = await lockConversations(tx, ids);
  const permitted = rows.filter((row) => row.merged_into === null && mayOn(actor, 'conversation.read', row) && mayOn(actor, verbOf(action), row));
  // Those that lack something stay open, and are told as refused.
  const missing = action.kind === 'state' && action.state === 'resolved' ? await missingBeforeResolve(tx, permitted.filter((row) => row.state !== 'resolved').map((row) => row.id)) : undefined;
  const allowed = permitted.filter((row) => missing?.has(row.id) !== true);
  const steps = await changeConversations(tx, actor, allowed, changeOf(action, await valuesOf(tx, action)));
  return { steps, allowed: new Set(allowed.map((row) => row.id)) };
}

/** Puts back each field that still stands as the act left it; what somebody changed since stays, and so does what has gone out of sight for good. */
export async function takeBack(tx: Tx, actor: MemberActor, steps: readonly Step[]): Promise<{ restored: number; readable: LockedConversation[] }> {
  const stepOf = new Map(steps.map((step) => [step.conversationId, step]));
  const opened = steps.flatMap(({ openedCaseId }) => openedCaseId ?? []);
  // With all that these cases and leads gather: everything is held in one order.
  const taken = steps.flatMap(({ openedLeadId }) => openedLeadId ?? []);
  const beside = opened.length + taken.length === 0 ? [] : (await tx.query<{ id: string }>(
    'SELECT conversation_id AS id FROM case_conversations WHERE case_id = ANY($1::uuid[]) UNION SELECT conversation_id FROM lead_conversations WHERE lead_id = ANY($2::uuid[])', [opened, taken])).map(({ id }) => id);
  const rows = (await lockConversations(tx, [...stepOf.keys(), ...beside])).filter((row) => stepOf.has(row.id));
  const readable = rows.filter((row) => row.merged_into === null && mayOn(actor, 'conversation.read', { ...row, ...(stepOf.get(row.id)?.before ?? {}) }));
  const undone = await changeConversations(tx, actor, readable, (row) => {
    const step = stepOf.get(row.id);
    const fields = (Object.keys(step?.after ?? {}) as (keyof Changeable)[]).filter((field) => field !== 'attributes' && JSON.stringify(row[field]) === JSON.stringify(step?.after[field]));
    return { ...Object.fromEntries(fields.map((field) => [field, step?.before[field]])), ...fieldsBack(row, step) };
  }, { reason: 'undo' });
  let closed = 0;
  for (const row of readable) {
    const { openedCaseId: caseId, openedLeadId: leadId } = stepOf.get(row.id) ?? {};
    const back = (caseId !== undefined && (await takeOpeningBack(tx, actor, caseId))) || (leadId !== undefined && (await takeLeadBack(tx, actor, leadId)));
    if (back && !undone.some((step) => step.conversationId === row.id)) closed += 1;
  }
  return { restored: undone.length + closed, readable };
}

/** Each of the workspace's own fields that still stands as the act left it. */
function fieldsBack(row: LockedConversation, step: Step | undefined): Partial<Changeable> {
  if (step?.after.attributes === undefined) return {};
  const { before, after } = step;
  const still = Object.keys(after.attributes ?? {}).filter((key) => JSON.stringify(row.attributes[key] ?? null) === JSON.stringify(after.attributes?.[key]));
  return { attributes: withAttributes(row.attributes, Object.fromEntries(still.map((key) => [key, before.attributes?.[key] ?? null])) as AttributeValues) };
}

/** Keeps how things stood, for 24 hours; answers the token that takes it back. */
export async function remember(tx: Tx, actor: MemberActor, steps: readonly Step[], sweepId: string | null = null): Promise<string> {
  const token = newId();
  await tx.execute(`INSERT INTO undos (id, workspace_id, member_id, steps, sweep_id) VALUES ($1, $2, $3, $4, $5)`, [token, actor.workspaceId, actor.memberId, JSON.stringify(steps), sweepId]);
  return token;
}
