import { attributes, type Attribute } from '@kontuar/contract/filter';
import type { Condition, Filter, Moment } from '@kontuar/contract';
import type { TimeQuestion } from '../../app/views/sentence';

export type Mode = 'all' | 'any' | 'none';
export interface GroupBlock { key: number; kind: 'group'; mode: Mode; of: Block[] }
/** `condition` may not be complete yet: nothing chosen, nothing typed. */
export interface ConditionBlock { key: number; kind: 'condition'; condition: Condition }
export type Block = GroupBlock | ConditionBlock;

let made = 0;
const key = (): number => (made += 1);

/** From a filter to what is edited: "not" is a group of which none may hold. */
export function blocksOf(filter: Filter): GroupBlock {
  const block = blockOf(filter);
  return block.kind === 'group' ? block : { key: key(), kind: 'group', mode: 'all', of: [block] };
}

function blockOf(filter: Filter): Block {
  if (filter.by === 'not') {
    const inner = filter.of;
    return { key: key(), kind: 'group', mode: 'none', of: inner.by === 'any' ? inner.of.map(blockOf) : [blockOf(inner)] };
  }
  if (filter.by === 'all' || filter.by === 'any') return { key: key(), kind: 'group', mode: filter.by, of: filter.of.map(blockOf) };
  return { key: key(), kind: 'condition', condition: filter };
}

/** Back to a filter; what is not complete yet is left out, and so is a group with nothing in it. */
export function filterOfBlocks(group: GroupBlock): Filter {
  return filterOf(group) ?? { by: 'all', of: [] };
}

function filterOf(block: Block): Filter | undefined {
  if (block.kind === 'condition') return isComplete(block.condition) ? block.condition : undefined;
  const of = block.of.map(filterOf).filter((filter) => filter !== undefined);
  if (of.length === 0) return undefined;
  if (block.mode !== 'none') return { by: block.mode, of };
  const [only] = of;
  return { by: 'not', of: of.length === 1 && only !== undefined ? only : { by: 'any', of } };
}

export function isComplete(condition: Condition): boolean {
  if ('has' in condition) return condition.has.trim() !== '';
  if ('key' in condition && (condition.key.trim() === '' || ('text' in condition && condition.text.trim() === ''))) return false;
  if ('of' in condition) return condition.of.length > 0;
  if ('at' in condition && 'at' in condition.at) return !Number.isNaN(Date.parse(condition.at.at));
  return true;
}

/** How a condition begins when its attribute has been chosen. */
export function freshCondition(by: Attribute): Condition {
  const attribute = attributes[by];
  switch (attribute.kind) {
    case 'choice': return { by, is: 'any', of: [] } as Condition;
    case 'several': return { by, is: 'any', of: [] } as Condition;
    case 'time': return { by, is: by === 'waiting' ? 'before' : 'after', at: { ago: by === 'waiting' ? 2 : 7, unit: by === 'waiting' ? 'hours' : 'days' } } as Condition;
    case 'flag': return { by, is: true } as Condition;
    case 'amount': return { by, is: 'atMost', value: 3 } as Condition;
    case 'keyed': return { by, is: 'any', key: '', of: [] } as Condition;
    case 'words': return { by, has: '' } as Condition;
  }
}

export const blockWith = (condition: Condition): ConditionBlock => ({ key: key(), kind: 'condition', condition });
export const freshBlock = (by: Attribute): ConditionBlock => blockWith(freshCondition(by));
export const freshGroup = (): GroupBlock => ({ key: key(), kind: 'group', mode: 'any', of: [] });

/** The same tree with one block put in its place, or taken out. */
export function replaced(group: GroupBlock, at: number, next: Block | null): GroupBlock {
  return { ...group, of: group.of.flatMap((block) => (block.key === at ? (next ?? []) : block.kind === 'group' ? replaced(block, at, next) : block)) };
}

export function added(group: GroupBlock, into: number, block: Block): GroupBlock {
  if (group.key === into) return { ...group, of: [...group.of, block] };
  return { ...group, of: group.of.map((each) => (each.kind === 'group' ? added(each, into, block) : each)) };
}

/** From one question about a time to another, keeping the number where it still means something. */
export function asTime(by: Condition['by'], question: TimeQuestion, before: Moment | undefined, now = new Date()): Condition {
  const span = before !== undefined && 'unit' in before ? { count: 'ago' in before ? before.ago : before.ahead, unit: before.unit } : { count: 1, unit: 'days' as const };
  const start = before !== undefined && 'start' in before ? before : ({ start: 'day', back: 0 } as const);
  const date = before !== undefined && 'at' in before ? before : { at: new Date(now.getFullYear(), now.getMonth(), now.getDate()).toISOString() };
  const answers: Record<TimeQuestion, object> = {
    olderThan: { is: 'before', at: { ago: span.count, unit: span.unit } }, within: { is: 'after', at: { ago: span.count, unit: span.unit } },
    ahead: { is: 'before', at: { ahead: span.count, unit: span.unit } }, beyond: { is: 'after', at: { ahead: span.count, unit: span.unit } },
    since: { is: 'after', at: start }, until: { is: 'before', at: start }, from: { is: 'after', at: date }, before: { is: 'before', at: date },
    empty: { is: 'empty' }, filled: { is: 'filled' },
  };
  return { by, ...answers[question] } as Condition;
}
