import { newId, type Tx } from '@kontuar/platform';
import type { ConversationState, MatterBy } from '@kontuar/contract';
import type { Actor } from '../access/actor';
import { movedKeys } from '../attributes/attributes';
import { followUpsAfter } from '../follow-ups/on-change';
import { actorOf, record, type Happening } from '../history/history';
import { forgetMatters, teachMatters } from '../matters/teach';
import { promisesAfter } from '../promises/hand-over';
import type { TakenMention } from '../monitoring/care-back';
import type { SickAct } from '../routing/sick-back';
import { surveysAfter } from '../surveys/plan-surveys';
import { priorityName } from './conversation.view';

/** What people change by hand. */
export interface Changeable {
  state: ConversationState; assignee_id: string | null; team_id: string | null; priority: number;
  matter: string | null; matter_by: MatterBy | null; matter_confidence: number | null;
  label_ids: string[]; snoozed_until: string | null; subject: string | null;
  attributes: Readonly<Record<string, unknown>>;
}

export interface LockedConversation extends Changeable {
  id: string; workspace_id: string; channel_id: string; contact_id: string; identity_id: string; thread_state: unknown; thread_key: string | null;
  number: number; merged_into: string | null; part_of: string | null; way_id: string | null; threading: number;
  last_seq: number; version: number; assigned_version: number; last_said_seq: number; last_inbound_seq: number; last_inbound_at: Date | null; waiting_since: Date | null; resolved_at: Date | null; closed_as_thanks: boolean; first_reply_at: Date | null;
}

const lockedColumns = `id, workspace_id, number, merged_into, part_of, way_id, threading, channel_id, contact_id, identity_id, thread_state, thread_key, state, assignee_id, team_id, priority, matter, matter_by, matter_confidence, label_ids, snoozed_until, subject, attributes,
  last_seq, version, assigned_version, last_said_seq, last_inbound_seq, last_inbound_at, waiting_since, resolved_at, closed_as_thanks, first_reply_at`;

/** In the order of ids, so that two bulk acts never wait for each other in a ring; and not against those who only write that something belongs to them, such as notices. */
export async function lockConversations(tx: Tx, ids: readonly string[]): Promise<LockedConversation[]> {
  const rows = await tx.query<Omit<LockedConversation, 'snoozed_until'> & { snoozed_until: Date | null }>(`SELECT ${lockedColumns} FROM conversations WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`, [ids]);
  return rows.map((row) => ({ ...row, snoozed_until: row.snoozed_until?.toISOString() ?? null }));
}

export interface Step {
  conversationId: string; before: Partial<Changeable>; after: Partial<Changeable>;
  /** The act opened a case, too: its undo takes that back. */
  openedCaseId?: string;
  /** The same of a lead. */
  openedLeadId?: string;
  /** It was done because somebody fell sick: what else was done for them. */
  sick?: SickAct;
  /** A mention was taken up with it: how that stood before. */
  taken?: TakenMention;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
/** PostgreSQL keeps keys in an order of its own. */
const moved = (field: keyof Changeable, before: Changeable, after: Changeable): boolean => (field === 'attributes' ? movedKeys(before.attributes, after.attributes).length > 0 : !same(before[field], after[field]));
/** Of fields of the workspace's own only those that moved, null where there is nothing: each is put back alone. */
function kept(fields: readonly (keyof Changeable)[], which: Changeable, other: Changeable): Partial<Changeable> {
  const attributes = () => Object.fromEntries(movedKeys(which.attributes, other.attributes).map((key) => [key, which.attributes[key] ?? null]));
  return Object.fromEntries(fields.map((field) => [field, field === 'attributes' ? attributes() : which[field]]));
}

/** The line in the thread that tells of a change; label changes are seen on the row and need none. */
function lines(before: LockedConversation, after: Changeable, { reason, told: more }: ChangeOptions): { type: string; data: Record<string, unknown> }[] {
  const told: { type: string; data: Record<string, unknown> }[] = [];
  const why = reason === undefined ? {} : { reason, ...more?.(before) };
  if (before.assignee_id !== after.assignee_id || before.team_id !== after.team_id) {
    told.push({ type: 'assigned', data: { from: { assigneeId: before.assignee_id, teamId: before.team_id }, to: { assigneeId: after.assignee_id, teamId: after.team_id }, ...why } });
  }
  if (before.state !== after.state) {
    const type = after.state === 'open' ? (before.state === 'resolved' ? 'reopened' : 'woken') : after.state;
    told.push({ type, data: { from: before.state, ...(after.state === 'snoozed' ? { until: after.snoozed_until } : {}), ...why } });
  }
  if (before.priority !== after.priority) told.push({ type: 'priority', data: { from: priorityName(before.priority), to: priorityName(after.priority), ...why } });
  if (before.matter !== after.matter) told.push({ type: 'matter', data: { from: before.matter, to: after.matter, ...why } });
  else if (after.matter !== null && before.matter_by === 'guess' && after.matter_by === 'member') told.push({ type: 'matter', data: { from: before.matter, to: after.matter, confirmed: true } });
  return told;
}

/** Whoever names a matter stands for it, unless the change says who else does. */
function stoodFor(actor: Actor, change: Partial<Changeable>): Partial<Changeable> {
  if (change.matter === undefined || change.matter_by !== undefined) return change;
  return { ...change, matter_by: actor.kind === 'member' ? 'member' : 'rule', matter_confidence: change.matter === null ? null : 1 };
}

export interface ChangeOptions {
  /** Shown in the thread: 'undo', 'timer', 'rule'. */
  reason?: string;
  now?: Date;
  /** Said with the reason, of each by itself. */
  told?: (row: LockedConversation) => Record<string, unknown>;
}

/**
 * Applies changes to locked conversations: columns, the line in the thread, history, and the notice to a new assignee, all in the
 * caller's transaction. Answers what changed, for undo; conversations that stay as they are have no step.
 */
export async function changeConversations(tx: Tx, actor: Actor, rows: readonly LockedConversation[], changeOf: (row: LockedConversation) => Partial<Changeable>, options: ChangeOptions = {}): Promise<Step[]> {
  const now = options.now ?? new Date();
  const steps: Step[] = [];
  const updates: object[] = [];
  const events: object[] = [];
  const happenings: Happening[] = [];
  for (const row of rows) {
    const change = stoodFor(actor, changeOf(row));
    const after: Changeable = { state: row.state, assignee_id: row.assignee_id, team_id: row.team_id, priority: row.priority, matter: row.matter, matter_by: row.matter_by, matter_confidence: row.matter_confidence, label_ids: row.label_ids, snoozed_until: row.snoozed_until, subject: row.subject, attributes: row.attributes, ...change };
    if (after.state !== 'snoozed') after.snoozed_until = null;
    const fields = (Object.keys(after) as (keyof Changeable)[]).filter((field) => moved(field, row, after));
    if (fields.length === 0) continue;
    steps.push({ conversationId: row.id, before: kept(fields, row, after), after: kept(fields, after, row) });

    let seq = row.last_seq;
    for (const line of lines(row, after, options)) {
      seq += 1;
      const id = newId();
      events.push({ id, conversation_id: row.id, channel_id: row.channel_id, seq, author_kind: actor.kind === 'member' ? 'member' : 'system', author_id: actor.kind === 'member' ? actor.memberId : null, author_name: actor.kind === 'member' ? actor.name : '', event_type: line.type, event_data: line.data });
      happenings.push({ type: 'message.created', actor: actorOf(actor), conversationId: row.id, messageId: id, data: { seq, event: line.type } });
    }
    const reopened = row.state === 'resolved' && after.state !== 'resolved';
    const customerSpokeLast = row.last_inbound_seq > 0 && row.last_inbound_seq === row.last_said_seq;
    updates.push({
      id: row.id, ...after, last_seq: seq,
      resolved_at: after.state === 'resolved' ? (row.resolved_at ?? now) : null,
      // Who is resolved waits no more; who is taken up again has waited since they wrote.
      waiting_since: after.state === 'resolved' ? null : reopened && customerSpokeLast ? row.last_inbound_at : row.waiting_since,
      closed_as_thanks: after.state === 'resolved' && row.closed_as_thanks,
    });
    happenings.push({
      type: 'conversation.updated', actor: actorOf(actor), conversationId: row.id,
      data: { fields: Object.fromEntries(fields.filter((field) => field !== 'subject' && field !== 'attributes').map((field) => [field, { from: row[field], to: after[field] }])), ...(fields.includes('subject') ? { subject: true } : {}), ...(fields.includes('attributes') ? { attributes: movedKeys(row.attributes, after.attributes) } : {}), ...(options.reason === undefined ? {} : { reason: options.reason }) },
    });
    const toSomebodyElse = after.assignee_id !== null && after.assignee_id !== row.assignee_id && !(actor.kind === 'member' && actor.memberId === after.assignee_id);
    if (toSomebodyElse) happenings.push({ type: 'notification', actor: actorOf(actor), conversationId: row.id, data: { kind: 'assigned', memberIds: [after.assignee_id] } });
  }
  if (updates.length > 0) {
    // A line that tells of an act is nothing to read: who was up to date stays so.
    await tx.execute(
      `UPDATE conversations c SET state = r.state, assignee_id = r.assignee_id, team_id = r.team_id, priority = r.priority, matter = r.matter, matter_by = r.matter_by, matter_confidence = r.matter_confidence, label_ids = r.label_ids, snoozed_until = r.snoozed_until,
         subject = r.subject, attributes = r.attributes, last_seq = r.last_seq,
         read_seq = CASE WHEN c.read_seq >= c.last_seq THEN r.last_seq ELSE c.read_seq END, version = c.version + 1, resolved_at = r.resolved_at, waiting_since = r.waiting_since, closed_as_thanks = r.closed_as_thanks
       FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, state text, assignee_id uuid, team_id uuid, priority smallint, matter text, matter_by text, matter_confidence real, label_ids uuid[], snoozed_until timestamptz, subject text, attributes jsonb, last_seq integer,
         resolved_at timestamptz, waiting_since timestamptz, closed_as_thanks boolean) WHERE c.id = r.id`,
      [JSON.stringify(updates)],
    );
    await insertEvents(tx, rows[0]?.workspace_id ?? '', events);
    await record(tx, happenings, rows[0]?.workspace_id);
    await learnFrom(tx, actor, rows, steps, options.reason);
    const ended = (field: keyof Changeable, ends: (step: Step) => boolean) => steps.filter((step) => field in step.after && ends(step)).map((step) => step.conversationId);
    await followUpsAfter(tx, actor, rows[0]?.workspace_id ?? '', {
      resolved: options.reason === 'follow-up' ? [] : ended('state', (step) => step.after.state === 'resolved'),
      // Who answers first leads; that is no taking over.
      reassigned: ended('assignee_id', (step) => step.before.assignee_id !== null),
    });
    await promisesAfter(tx, actor, rows[0]?.workspace_id ?? '', steps.flatMap(({ conversationId, before, after }) => (before.assignee_id != null && after.assignee_id != null ? [{ conversationId, from: before.assignee_id, to: after.assignee_id }] : [])));
    await surveysAfter(tx, {
      resolved: ended('state', (step) => step.after.state === 'resolved'), reopened: ended('state', (step) => step.before.state === 'resolved'),
      // Closed because the customer said nothing, put together, or put back as it was: nobody finished anything with them now.
      quietly: options.reason === 'undo' || options.reason === 'merge' || options.reason === 'follow-up',
    });
  }
  return steps;
}

/** What a member says by hand is learnt, and unlearnt when it is taken back; a macro, a merge or a rule says nothing of these words. */
async function learnFrom(tx: Tx, actor: Actor, rows: readonly LockedConversation[], steps: readonly Step[], reason: string | undefined): Promise<void> {
  const workspaceId = rows[0]?.workspace_id ?? '';
  const moved = steps.filter(({ after }) => after.matter !== undefined || after.matter_by !== undefined);
  if (actor.kind !== 'member' || moved.length === 0 || (reason !== undefined && reason !== 'undo')) return;
  const before = new Map(rows.map((row) => [row.id, row.matter]));
  const now = moved.map(({ conversationId, after }) => ({ conversationId, matter: reason === 'undo' ? null : after.matter === undefined ? (before.get(conversationId) ?? null) : after.matter }));
  await forgetMatters(tx, workspaceId, now.flatMap(({ conversationId, matter }) => (matter === null ? [conversationId] : [])));
  const taught = now.flatMap(({ conversationId, matter }) => (matter === null ? [] : [{ conversationId, matter }]));
  if (taught.length > 0) await teachMatters(tx, workspaceId, actor.memberId, taught);
}

async function insertEvents(tx: Tx, workspaceId: string, events: readonly object[]): Promise<void> {
  if (events.length === 0) return;
  await tx.execute(
    `INSERT INTO messages (workspace_id, id, conversation_id, channel_id, seq, kind, direction, status, author_kind, author_id, author_name, event_type, event_data, at)
     SELECT $1, r.id, r.conversation_id, r.channel_id, r.seq, 'event', 'none', 'logged', r.author_kind, r.author_id, r.author_name, r.event_type, r.event_data, now()
     FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, conversation_id uuid, channel_id uuid, seq integer, author_kind text, author_id uuid, author_name text, event_type text, event_data jsonb)`,
    [workspaceId, JSON.stringify(events)],
  );
}
