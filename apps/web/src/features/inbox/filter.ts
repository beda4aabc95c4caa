import type { ConversationSort, Filter, View } from '@kontuar/contract';
import { fieldSortOf } from '../../app/fields/fields';
import type { ListFilter } from '../../realtime/membership';

export const views = ['mine', 'unassigned', 'waiting', 'mentions', 'snoozed', 'all', 'resolved'] as const satisfies readonly View[];
/** Those of the built-in lists; saved views and filters have all. */
export const sorts = ['waiting', 'recent', 'oldest', 'priority'] as const;
export const allSorts = [...sorts, 'due', 'mood', 'snooze'] as const satisfies readonly ConversationSort[];
export type Sort = ConversationSort;

/** What the address says beside the view. */
export interface InboxSearch { team?: string; channel?: string; label?: string; assignee?: string; state?: string; sort?: string; q?: string; saved?: string; where?: string }

export function viewOf(param: string | undefined): View {
  return views.find((view) => view === param) ?? 'mine';
}

/** Where nobody waits, the latest is the interesting one. */
export function usualSort(view: View): Sort {
  return view === 'snoozed' || view === 'resolved' ? 'recent' : 'waiting';
}

const states = ['open', 'pending', 'snoozed', 'resolved'] as const;

/** Name of the cache entry and query of the request alike: the same list always has the same keys. */
export function filterOf(view: View, search: InboxSearch): ListFilter & { view: View; sort: Sort } {
  const state = states.find((known) => known === search.state);
  const q = search.q?.trim() ?? '';
  return {
    view,
    sort: sorts.find((sort) => sort === search.sort) ?? usualSort(view),
    ...(state === undefined ? {} : { state }),
    ...(search.team === undefined ? {} : { teamId: search.team }),
    ...(search.channel === undefined ? {} : { channelId: search.channel }),
    ...(search.label === undefined ? {} : { labelId: search.label }),
    ...(search.assignee === undefined ? {} : { assigneeId: search.assignee }),
    ...(q === '' ? {} : { q }),
  };
}

/** The list of a saved view or of a filter of one's own: the tree says everything. */
export function filterOfTree(tree: Filter, sort: string | undefined, usual: Sort | undefined): ListFilter & { sort: Sort } {
  const byField = sort !== undefined && fieldSortOf(sort as Sort) !== undefined ? (sort as Sort) : undefined;
  return { filter: tree, sort: allSorts.find((known) => known === sort) ?? byField ?? usual ?? 'waiting' };
}

/** Narrowed by more than the view itself: an empty list then means "nothing fits", not "all done". */
export function isNarrowed(filter: ListFilter): boolean {
  return [filter.state, filter.labelId, filter.assigneeId, filter.q].some((value) => value !== undefined);
}
