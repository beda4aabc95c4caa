import type { ConversationView } from '@kontuar/contract';
import type { Sort } from './filter';

export type GroupId = 'us' | 'customer' | 'snoozed' | 'today' | 'yesterday' | 'week' | 'earlier' | 'upset' | 'calm' | 'pleased' | 'moodless' | 'notSnoozed' | 'broken' | 'hour' | 'laterOn' | 'notPromised' | ConversationView['priority'];
export interface Placed { conversation: ConversationView; group: GroupId }

/** Headings follow the order of the list, so that a page which comes later never lands above what is on screen. */
export function groupOf(conversation: ConversationView, sort: Sort, now: Date): GroupId {
  if (conversation.state === 'snoozed' && sort !== 'mood' && sort !== 'priority' && sort !== 'due') return 'snoozed';
  if (sort === 'waiting') return conversation.waitingSince === null ? 'customer' : 'us';
  if (sort === 'priority') return conversation.priority;
  if (sort === 'snooze') return 'notSnoozed';
  if (sort === 'due') return dueGroup(conversation, now);
  if (sort === 'mood') return moodGroup(conversation);
  const at = new Date(conversation.lastMessageAt);
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const days = (today.getTime() - new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime()) / 86_400_000;
  if (days < 0.5) return 'today';
  if (days < 1.5) return 'yesterday';
  return days < 7 ? 'week' : 'earlier';
}

function dueGroup({ due }: ConversationView, now: Date): GroupId {
  if (due === null) return 'notPromised';
  const left = Date.parse(due.at) - now.getTime();
  return left <= 0 ? 'broken' : left <= 3_600_000 ? 'hour' : 'laterOn';
}

/** By the score alone, as the list is ordered. */
function moodGroup({ mood }: ConversationView): GroupId {
  if (mood === null) return 'moodless';
  return mood.score < -0.2 ? 'upset' : mood.score <= 0.2 ? 'calm' : 'pleased';
}

export function placeAll(rows: readonly ConversationView[], sort: Sort, now: Date): Placed[] {
  return rows.map((conversation) => ({ conversation, group: groupOf(conversation, sort, now) }));
}

export type Entry<P extends Placed = Placed> = { kind: 'head'; group: GroupId; count: number; complete: boolean } | { kind: 'row'; row: P; position: number };

/** Headings between rows. `complete`: nothing of that group can still come with the next page. */
export function withHeadings<P extends Placed>(rows: readonly P[], hasMore: boolean): Entry<P>[] {
  const entries: Entry<P>[] = [];
  let head = null as Extract<Entry<P>, { kind: 'head' }> | null;
  for (const [index, row] of rows.entries()) {
    if (head?.group !== row.group) {
      head = { kind: 'head', group: row.group, count: 0, complete: true };
      entries.push(head);
    }
    head.count += 1;
    entries.push({ kind: 'row', row, position: index + 1 });
  }
  if (head && hasMore) head.complete = false;
  return entries;
}
