import { attributes, type Attribute } from '@kontuar/contract/filter';
import type { Filter, View } from '@kontuar/contract';

/** What an address of the inbox says beside the view. */
export interface Narrowing { team?: string; channel?: string; label?: string; assignee?: string; state?: string; q?: string }

const any = (by: 'state' | 'assignee' | 'team' | 'channel', ...of: string[]): Filter => ({ by, is: 'any', of });

/** The built-in lists, said in the language of filters: where an act on everything, a count or a new view begins. */
export function treeOf(view: View, { team, channel, label, assignee, state, q }: Narrowing): Filter {
  const states = state !== undefined ? [state] : view === 'snoozed' || view === 'resolved' ? [view] : view === 'mentions' ? [] : ['open', 'pending'];
  const own: Filter[] = {
    mine: [any('assignee', 'me')], unassigned: [any('assignee', 'nobody')], waiting: [{ by: 'waiting', is: 'filled' } as const], mentions: [{ by: 'mentionsMe', is: true } as const],
    snoozed: [], resolved: [], all: [],
  }[view];
  return {
    by: 'all',
    of: [
      ...(states.length === 0 ? [] : [any('state', ...states)]), ...own,
      ...(team === undefined ? [] : [any('team', team)]), ...(channel === undefined ? [] : [any('channel', channel)]), ...(assignee === undefined ? [] : [any('assignee', assignee)]),
      ...(label === undefined ? [] : [{ by: 'labels', is: 'any', of: [label] } satisfies Filter]), ...(q === undefined || q === '' ? [] : [{ by: 'text', has: q } satisfies Filter]),
    ],
  };
}

/** A filter in an address, where anybody may have written it: what this version does not understand is no filter. */
export function readWhere(text: string | undefined): Filter | undefined {
  if (text === undefined || text.length > 20_000) return undefined;
  try {
    const value = JSON.parse(text) as unknown;
    return isFilter(value, 8) ? value : undefined;
  } catch {
    return undefined;
  }
}

export const writeWhere = (filter: Filter): string => JSON.stringify(filter);

const isStrings = (value: unknown): boolean => Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string');
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Only so much that reading it can't fail; the server has the schema. */
function isFilter(value: unknown, depth: number): value is Filter {
  if (depth === 0 || !isObject(value)) return false;
  const { by, is, of } = value;
  if (by === 'not') return isFilter(of, depth - 1);
  if (by === 'all' || by === 'any') return Array.isArray(of) && of.every((each) => isFilter(each, depth - 1));
  if (typeof by !== 'string' || !Object.hasOwn(attributes, by)) return false;
  const { kind } = attributes[by as Attribute];
  switch (kind) {
    case 'choice': return (is === 'any' || is === 'none') && isStrings(of);
    case 'several': return is === 'empty' || is === 'filled' || ((is === 'any' || is === 'all' || is === 'none') && isStrings(of));
    case 'time': return is === 'empty' || is === 'filled' || ((is === 'before' || is === 'after') && isMoment(value['at']));
    case 'flag': return typeof is === 'boolean';
    case 'amount': return (is === 'atLeast' || is === 'atMost') && typeof value['value'] === 'number';
    case 'keyed': return typeof value['key'] === 'string' && isKeyed(value);
    case 'words': return typeof value['has'] === 'string';
    default: kind satisfies never; return false;
  }
}

function isKeyed({ is, of, text, value, at }: Record<string, unknown>): boolean {
  switch (is) {
    case 'any': case 'all': case 'none': return isStrings(of);
    case 'empty': case 'filled': return true;
    case 'has': return typeof text === 'string';
    case 'atLeast': case 'atMost': return typeof value === 'number';
    case 'before': case 'after': return isMoment(at);
    default: return false;
  }
}

function isMoment(value: unknown): boolean {
  if (!isObject(value)) return false;
  if ('ago' in value || 'ahead' in value) return typeof (value['ago'] ?? value['ahead']) === 'number' && ['minutes', 'hours', 'days', 'weeks'].includes(String(value['unit']));
  if ('start' in value) return ['day', 'week', 'month'].includes(String(value['start'])) && typeof value['back'] === 'number';
  return typeof value['at'] === 'string' && !Number.isNaN(Date.parse(value['at']));
}
