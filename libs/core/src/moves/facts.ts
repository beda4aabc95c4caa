import type { ConversationState, MergePreview } from '@kontuar/contract';
import type { Changeable } from '../conversations/change';

/** What of two conversations decides how the one looks that goes on. */
export type Standing = Pick<Changeable, 'state' | 'assignee_id' | 'team_id' | 'priority' | 'matter' | 'matter_by' | 'matter_confidence' | 'label_ids' | 'subject' | 'snoozed_until'>;

/** The more work it is, the further in front: who waits for an answer is not closed by being merged. */
const urgency: Record<ConversationState, number> = { open: 3, pending: 2, snoozed: 1, resolved: 0 };

/** What the one that goes on takes over; what it has itself stays. */
export function takenOver(stays: Standing, goes: Standing): Partial<Changeable> {
  const change: Partial<Changeable> = {};
  if (urgency[goes.state] > urgency[stays.state]) {
    change.state = goes.state;
    if (goes.state === 'snoozed') change.snoozed_until = goes.snoozed_until;
  }
  // Whose it is, is one fact: nobody's team beside somebody else's member.
  if (stays.assignee_id === null && goes.assignee_id !== null) {
    change.assignee_id = goes.assignee_id;
    if (goes.team_id !== null && stays.team_id === null) change.team_id = goes.team_id;
  } else if (stays.team_id === null && stays.assignee_id === null && goes.team_id !== null) change.team_id = goes.team_id;
  if (goes.priority > stays.priority) change.priority = goes.priority;
  // What somebody said of it goes before what the machine made of its words.
  const said = (one: Standing) => (one.matter === null ? 0 : one.matter_by === 'guess' ? 1 : 2);
  if (said(goes) > said(stays) && !(stays.matter === null && stays.matter_by === 'member' && goes.matter_by === 'guess')) Object.assign(change, { matter: goes.matter, matter_by: goes.matter_by, matter_confidence: goes.matter_confidence });
  if ((stays.subject ?? '') === '' && (goes.subject ?? '') !== '') change.subject = goes.subject;
  const labels = [...new Set([...stays.label_ids, ...goes.label_ids])];
  if (labels.length > stays.label_ids.length) change.label_ids = labels;
  return change;
}

const names: { [F in keyof Changeable]?: MergePreview['changes'][number] } = { state: 'state', assignee_id: 'assignee', team_id: 'team', priority: 'priority', label_ids: 'labels', matter: 'matter', subject: 'subject' };

export const namesOf = (change: Partial<Changeable>): MergePreview['changes'] => (Object.keys(change) as (keyof Changeable)[]).flatMap((field) => names[field] ?? []);
