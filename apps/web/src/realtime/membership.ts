import { matchFilter } from '@kontuar/contract/filter';
import { fieldSortOf, optionOrder, type FieldSort } from '../app/fields/fields';
import { foldText } from '../ui/fold-text';
import type { ConversationSort, ConversationState, ConversationView, Filter, MatchContext, View } from '@kontuar/contract';

/** The filter of a conversation list: what `GET /conversations` is asked with, less cursor and limit. */
export interface ListFilter {
  view?: View;
  state?: ConversationState;
  channelId?: string;
  teamId?: string;
  labelId?: string;
  assigneeId?: string;
  contactId?: string;
  q?: string;
  /** Of a saved view or one that is being made: then nothing else narrows but what stands here beside it. */
  filter?: Filter;
  sort?: ConversationSort;
}

/** `unknown`: only the server can tell (who was mentioned, what a text search finds). */
export type Belongs = 'yes' | 'no' | 'unknown';

/** The same rules by which the server fills a list, so that a change can move a row in or out without asking. */
export function belongs(conversation: ConversationView, filter: ListFilter, memberId: string, context?: () => MatchContext): Belongs {
  if (filter.filter !== undefined) return context === undefined ? 'unknown' : matchFilter(filter.filter, conversation, context());
  // What went up in another conversation is in no list.
  if (conversation.mergedInto !== null) return 'no';
  const view = filter.view ?? 'all';
  if (!statesOf(view, filter.state).includes(conversation.state)) return 'no';
  if (filter.channelId !== undefined && conversation.channelId !== filter.channelId) return 'no';
  if (filter.teamId !== undefined && conversation.teamId !== filter.teamId) return 'no';
  if (filter.labelId !== undefined && !conversation.labelIds.includes(filter.labelId)) return 'no';
  if (filter.assigneeId !== undefined && conversation.assigneeId !== filter.assigneeId) return 'no';
  if (filter.contactId !== undefined && conversation.contact.id !== filter.contactId) return 'no';
  if (!inView(conversation, view, memberId)) return 'no';
  return view === 'mentions' || (filter.q ?? '') !== '' ? 'unknown' : 'yes';
}

function statesOf(view: View, state: ConversationState | undefined): readonly ConversationState[] {
  if (state !== undefined) return [state];
  if (view === 'snoozed') return ['snoozed'];
  if (view === 'resolved') return ['resolved'];
  return ['open', 'pending'];
}

function inView(conversation: ConversationView, view: View, memberId: string): boolean {
  switch (view) {
    case 'mine': return conversation.assigneeId === memberId;
    case 'unassigned': return conversation.assigneeId === null;
    case 'waiting': return conversation.waitingSince !== null;
    case 'all': case 'mentions': case 'snoozed': case 'resolved': return true;
    default: view satisfies never; return true;
  }
}

const priorityRank = { urgent: 0, high: 1, normal: 2, low: 3 } as const;

/** Where two rows stand to each other; ends on the id, so that the order is total as the server's is. */
export function compareRows(sort: ListFilter['sort']): (a: ConversationView, b: ConversationView) => number {
  const recent = (a: ConversationView, b: ConversationView) => time(b.lastMessageAt) - time(a.lastMessageAt) || (a.id < b.id ? 1 : -1);
  const field = sort === undefined ? undefined : fieldSortOf(sort);
  if (field !== undefined) return (a, b) => byField(field, a, b) || recent(a, b);
  switch (sort) {
    case undefined: case 'recent': return recent;
    case 'oldest': return (a, b) => -recent(a, b);
    case 'waiting': return (a, b) => waiting(a) - waiting(b) || recent(a, b);
    case 'priority': return (a, b) => priorityRank[a.priority] - priorityRank[b.priority] || recent(a, b);
    case 'mood': return (a, b) => mood(a) - mood(b) || recent(a, b);
    case 'due': return (a, b) => due(a) - due(b) || recent(a, b);
    case 'snooze': return (a, b) => snoozed(a) - snoozed(b) || recent(a, b);
    default: return recent;
  }
}

/** Numbers, then words, options as they are offered; what has none stands below both ways. The server's order (core's views/orders.ts). */
function byField({ by, key, descending }: FieldSort, a: ConversationView, b: ConversationView): number {
  const [one, other] = [valueAt(a, by, key), valueAt(b, by, key)];
  if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
  const [x, y] = [comparable(one, by, key), comparable(other, by, key)];
  const order = x.number - y.number || (x.words < y.words ? -1 : x.words > y.words ? 1 : 0);
  return descending ? -order : order;
}

function valueAt(row: ConversationView, by: FieldSort['by'], key: string): unknown {
  const all = by === 'attribute' ? row.attributes : row.contact.attributes;
  return all !== undefined && Object.hasOwn(all, key) ? all[key] : undefined;
}

function comparable(value: unknown, by: FieldSort['by'], key: string): { number: number; words: string } {
  if (typeof value === 'number') return { number: value, words: '' };
  const order = optionOrder(by, key);
  const placed = (option: unknown): string | undefined => {
    const at = order.indexOf(String(option));
    return at < 0 ? undefined : String(at + 1).padStart(4, '0');
  };
  if (Array.isArray(value)) return { number: 0, words: value.map(placed).filter((each) => each !== undefined).sort()[0] ?? '' };
  return { number: 0, words: typeof value === 'string' ? (placed(value) ?? foldText(value).slice(0, 40)) : String(value) };
}

function time(instant: string): number {
  return Date.parse(instant);
}

/** From furious to delighted; what nobody knows stands below. */
function mood(conversation: ConversationView): number {
  return conversation.mood?.score ?? 2;
}

function due(conversation: ConversationView): number {
  return conversation.due === null ? Number.MAX_SAFE_INTEGER : time(conversation.due.at);
}

function snoozed(conversation: ConversationView): number {
  return conversation.snoozedUntil === null ? Number.MAX_SAFE_INTEGER : time(conversation.snoozedUntil);
}

function waiting(conversation: ConversationView): number {
  return conversation.waitingSince === null ? Number.MAX_SAFE_INTEGER : time(conversation.waitingSince);
}
