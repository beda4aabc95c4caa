import type { Query } from './query';

/** Any of each group, none of the last: what most monitors are. */
export interface Blocks { groups: string[][]; none: string[] }

/** Null: more than blocks can say. The pieces are the query's own text. */
export function blocksOf(query: Query, text: string): Blocks | null {
  const piece = ({ at }: Query): string => text.slice(at.start, at.end);
  const isLeaf = (part: Query): boolean => part.kind === 'words' || part.kind === 'near' || part.kind === 'fact';
  const any = (part: Query): string[] | undefined => isLeaf(part) ? [piece(part)] : part.kind === 'or' && part.parts.every(isLeaf) ? part.parts.map(piece) : undefined;
  const parts = query.kind === 'and' ? query.parts : [query];
  const blocks: Blocks = { groups: [], none: [] };
  for (const part of parts) {
    const of = any(part.kind === 'not' ? part.part : part);
    if (of === undefined) return null;
    if (part.kind === 'not') blocks.none.push(...of);
    else blocks.groups.push(of);
  }
  return blocks;
}

/** A word or an exclusion that a query has among others, and the query without it. */
export interface Part { what: 'adds' | 'removes'; at: Query['at']; without: Query }

/** Every alternative and every exclusion that may be left out. */
export function partsOf(query: Query): Part[] {
  const found: Part[] = [];
  const look = (part: Query, replace: (by: Query | undefined) => Query | undefined): void => {
    if (part.kind !== 'and' && part.kind !== 'or') return;
    part.parts.forEach((child, at) => {
      const instead = (by: Query | undefined): Query | undefined => {
        const parts = by === undefined ? part.parts.filter((_, place) => place !== at) : part.parts.map((one, place) => place === at ? by : one);
        return replace(parts.length === 1 ? parts[0] : { ...part, parts });
      };
      const isExclusion = part.kind === 'and' && child.kind === 'not';
      const without = isExclusion || part.kind === 'or' ? instead(undefined) : undefined;
      if (without !== undefined) found.push({ what: isExclusion ? 'removes' : 'adds', at: isExclusion ? child.part.at : child.at, without });
      // "not (a or b)": each of the alternatives takes something away.
      if (isExclusion && child.part.kind === 'or') {
        const { part: inner } = child;
        inner.parts.forEach((one, place) => {
          const rest = inner.parts.filter((_, other) => other !== place);
          const left = instead({ ...child, part: rest.length === 1 && rest[0] !== undefined ? rest[0] : { ...inner, parts: rest } });
          if (left !== undefined) found.push({ what: 'removes', at: one.at, without: left });
        });
      }
      look(child, instead);
    });
  };
  look(query, (by) => by);
  return found;
}
