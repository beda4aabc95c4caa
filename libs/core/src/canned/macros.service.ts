import { Injectable } from '@nestjs/common';
import type { AttributeDefinition, CannedAction, MacroResult, SkippedAction, Verb } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { definitionsOf, missingBeforeResolve, withAttributes } from '../attributes/attributes';
import { readValue } from '../attributes/value';
import { addNote } from '../messages/add-note';
import { changeConversations, lockConversations, type Changeable, type LockedConversation, type Step } from '../conversations/change';
import { priorityRank } from '../conversations/conversation.view';
import { mayOn } from '../conversations/conversations.queries';
import { Conversations } from '../conversations/conversations.service';
import { mattersOf } from '../matters/matters';
import { seenBy } from './canned.service';

/** What canned answers do beside what they say, in one transaction and with one undo. */
@Injectable()
export class Macros {
  constructor(private readonly conversations: Conversations) {}

  async apply(actor: MemberActor, conversationId: string, cannedId: string): Promise<MacroResult> {
    return this.conversations.unit(actor, async (tx) => {
      await this.conversations.locked(tx, actor, conversationId, 'conversation.read');
      const { steps, skipped } = await this.applyIn(tx, actor, conversationId, cannedId);
      return { ...(await this.conversations.changed(tx, actor, conversationId, steps)), skipped };
    });
  }

  /** What becomes of the conversation when the answer leaves. @throws not-found */
  async thenOf(tx: Tx, actor: MemberActor, cannedId: string): Promise<'resolve' | 'pending' | undefined> {
    const state = (await seenBy(tx, actor, cannedId)).actions.findLast((action) => action.kind === 'state')?.state;
    return state === 'resolved' ? 'resolve' : state === 'pending' ? 'pending' : undefined;
  }

  /**
   * In the transaction of the reply that it goes with. The conversation is locked. Of an answer that leaves later, the state waits with it
   * (see `thenOf`); everything else is said about the conversation now.
   */
  async applyIn(tx: Tx, actor: MemberActor, conversationId: string, cannedId: string, { leavesLater = false } = {}): Promise<{ steps: Step[]; skipped: SkippedAction[] }> {
    const actions = (await seenBy(tx, actor, cannedId)).actions.filter(({ kind }) => !(leavesLater && kind === 'state'));
    const [row] = (await lockConversations(tx, [conversationId])) as [LockedConversation];
    const { change, notes, skipped } = await planOf(tx, actor, row, actions);
    // Notes first: a resolved conversation ends with what was decided, not with what was remarked.
    for (const text of notes) await addNote(tx, actor, conversationId, { text, mentions: [] });
    const fresh = notes.length === 0 ? [row] : await lockConversations(tx, [conversationId]);
    return { steps: await changeConversations(tx, actor, fresh, () => change, { reason: 'macro' }), skipped };
  }
}

interface Plan { change: Partial<Changeable>; notes: string[]; skipped: SkippedAction[] }

const verbOf = (action: CannedAction): Verb => (action.kind === 'assign' ? 'conversation.assign' : action.kind === 'note' ? 'conversation.note' : 'conversation.triage');

/** Later actions see what earlier ones changed. What is named but gone is left out, never in the way of the rest. */
async function planOf(tx: Tx, actor: MemberActor, row: LockedConversation, actions: readonly CannedAction[]): Promise<Plan> {
  const plan: Plan = { change: {}, notes: [], skipped: [] };
  const known = await knownOf(tx, actions);
  const definitions = await fieldsOf(tx, actions);
  const skip = (action: CannedAction, reason: SkippedAction['reason']) => plan.skipped.push({ kind: action.kind, reason });
  for (const action of actions) {
    if (!mayOn(actor, verbOf(action), row)) {
      skip(action, 'not-allowed');
      continue;
    }
    switch (action.kind) {
      case 'assign': {
        const assignee = action.assigneeId === 'me' ? actor.memberId : action.assigneeId;
        if ((typeof assignee === 'string' && assignee !== actor.memberId && !known.has(`member:${assignee}`)) || (typeof action.teamId === 'string' && !known.has(`team:${action.teamId}`))) skip(action, 'gone');
        else Object.assign(plan.change, assignee === undefined ? {} : { assignee_id: assignee }, action.teamId === undefined ? {} : { team_id: action.teamId });
        break;
      }
      case 'state':
        plan.change.state = action.state;
        break;
      case 'snooze':
        Object.assign(plan.change, { state: 'snoozed', snoozed_until: new Date(Date.now() + action.hours * 3_600_000).toISOString() });
        break;
      case 'priority':
        plan.change.priority = priorityRank(action.priority);
        break;
      case 'matter':
        if (action.matter !== null && !known.has(`matter:${action.matter}`)) skip(action, 'gone');
        else plan.change.matter = action.matter;
        break;
      case 'label': {
        const add = action.add.filter((label) => known.has(`label:${label}`));
        if (add.length < action.add.length) skip(action, 'gone');
        plan.change.label_ids = [...new Set([...(plan.change.label_ids ?? row.label_ids).filter((label) => !action.remove.includes(label)), ...add])];
        break;
      }
      case 'attribute': {
        const definition = definitions.get(action.key);
        const before = plan.change.attributes ?? row.attributes;
        const read = definition === undefined || definition.archived ? undefined : readValue(definition, action.value, before[action.key]);
        if (read?.ok === true) plan.change.attributes = withAttributes(before, { [action.key]: read.value });
        else skip(action, 'gone');
        break;
      }
      case 'note':
        plan.notes.push(action.text);
        break;
      default:
        throw new Error(`no rule for ${JSON.stringify(action satisfies never)}`);
    }
  }
  // Its own fields may be what was missing.
  if (plan.change.state === 'resolved' && row.state !== 'resolved') {
    const missing = (await missingBeforeResolve(tx, [row.id])).get(row.id) ?? [];
    const still = missing.filter(({ subject, key }) => subject === 'contact' || !Object.hasOwn(plan.change.attributes ?? {}, key));
    if (still.length > 0) {
      delete plan.change.state;
      plan.skipped.push({ kind: 'state', reason: 'incomplete' });
    }
  }
  return plan;
}

async function fieldsOf(tx: Tx, actions: readonly CannedAction[]): Promise<Map<string, AttributeDefinition>> {
  const keys = actions.flatMap((action) => (action.kind === 'attribute' ? [action.key] : []));
  return new Map(keys.length === 0 ? [] : (await definitionsOf(tx, 'conversation', keys)).map((definition) => [definition.key, definition]));
}

/** Which of the members, teams and labels that they name are there, as 'kind:id'; row level security hides those of others. */
async function knownOf(tx: Tx, actions: readonly CannedAction[]): Promise<Set<string>> {
  const named = actions.flatMap((action) => (action.kind === 'assign' ? [action.assigneeId, action.teamId] : action.kind === 'label' ? action.add : [])).filter((id): id is string => typeof id === 'string' && id !== 'me');
  const matters = actions.some((action) => action.kind === 'matter' && action.matter !== null) ? (await mattersOf(tx)).filter(({ archived }) => !archived).map(({ key }) => `matter:${key}`) : [];
  if (named.length === 0) return new Set(matters);
  const rows = await tx.query<{ known: string }>(
    `SELECT 'member:' || id AS known FROM memberships WHERE active AND id = ANY($1::uuid[]) UNION ALL SELECT 'team:' || id FROM teams WHERE id = ANY($1::uuid[]) UNION ALL SELECT 'label:' || id FROM labels WHERE id = ANY($1::uuid[])`,
    [named],
  );
  return new Set([...matters, ...rows.map(({ known }) => known)]);
}
