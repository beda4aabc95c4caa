export type Mode = 'all' | 'any' | 'none';
export interface GroupBlock<C> { key: number; kind: 'group'; mode: Mode; of: Block<C>[] }
/** `condition` may not be complete yet: nothing chosen, nothing typed. */
export interface ConditionBlock<C> { key: number; kind: 'condition'; condition: C }
export type Block<C> = GroupBlock<C> | ConditionBlock<C>;

interface Named { by: string }
/** A filter over conversations, people, whatever has conditions. */
export type Tree<C extends Named> = C | { by: 'all' | 'any'; of: Tree<C>[] } | { by: 'not'; of: Tree<C> };

let made = 0;
const key = (): number => (made += 1);

/** From a filter to what is edited: "not" is a group of which none may hold. */
export function blocksOf<C extends Named>(filter: Tree<C>): GroupBlock<C> {
  const block = blockOf(filter);
  return block.kind === 'group' ? block : { key: key(), kind: 'group', mode: 'all', of: [block] };
}

function blockOf<C extends Named>(filter: Tree<C>): Block<C> {
  if (isNot(filter)) {
    const inner = filter.of;
    return { key: key(), kind: 'group', mode: 'none', of: isList(inner) && inner.by === 'any' ? inner.of.map(blockOf<C>) : [blockOf(inner)] };
  }
  if (isList(filter)) return { key: key(), kind: 'group', mode: filter.by, of: filter.of.map(blockOf<C>) };
  return blockWith(filter);
}

const isNot = <C extends Named>(filter: Tree<C>): filter is { by: 'not'; of: Tree<C> } => filter.by === 'not';
const isList = <C extends Named>(filter: Tree<C>): filter is { by: 'all' | 'any'; of: Tree<C>[] } => filter.by === 'all' || filter.by === 'any';

/** Back to a filter; what is not complete yet is left out, and so is a group with nothing in it. */
export function filterOfBlocks<C extends Named>(group: GroupBlock<C>, isComplete: (condition: C) => boolean): Tree<C> {
  return filterOf(group, isComplete) ?? { by: 'all', of: [] };
}

function filterOf<C extends Named>(block: Block<C>, isComplete: (condition: C) => boolean): Tree<C> | undefined {
  if (block.kind === 'condition') return isComplete(block.condition) ? block.condition : undefined;
  const of = block.of.map((each) => filterOf(each, isComplete)).filter((filter) => filter !== undefined);
  if (of.length === 0) return undefined;
  if (block.mode !== 'none') return { by: block.mode, of };
  const [only] = of;
  return { by: 'not', of: of.length === 1 && only !== undefined ? only : { by: 'any', of } };
}

export const blockWith = <C>(condition: C): ConditionBlock<C> => ({ key: key(), kind: 'condition', condition });
export const freshGroup = <C>(): GroupBlock<C> => ({ key: key(), kind: 'group', mode: 'any', of: [] });

/** The same tree with one block put in its place, or taken out. */
export function replaced<C>(group: GroupBlock<C>, at: number, next: Block<C> | null): GroupBlock<C> {
  return { ...group, of: group.of.flatMap((block) => (block.key === at ? (next ?? []) : block.kind === 'group' ? replaced(block, at, next) : block)) };
}

export function added<C>(group: GroupBlock<C>, into: number, block: Block<C>): GroupBlock<C> {
  if (group.key === into) return { ...group, of: [...group.of, block] };
  return { ...group, of: group.of.map((each) => (each.kind === 'group' ? added(each, into, block) : each)) };
}
