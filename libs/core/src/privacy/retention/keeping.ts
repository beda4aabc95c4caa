import type { RetentionHold } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';

/** What a rule speaks of: older than `before`, in one channel or in all but those that have a rule of their own. */
export interface Scope { workspaceId: string; before: Date; channelId: string | null; except: readonly string[] }

export interface Sample { id: string; label: string; at: Date }
export interface Tried {
  gone: number; held: number;
  counts: Record<string, number>; countedOf: number | null;
  samples: Sample[]; heldSamples: (Sample & { why: RetentionHold })[];
}

/** Where a walk through what is old stands; never kept: one that begins anew finds only what is left. */
export type Place = readonly [at: string, id: string] | undefined;
/** One batch: how many things of the rule's kind went, how many are held, and how many rows of which table that were. `next` undefined: that was the last. */
export interface Taken { gone: number; held: number; counts: Record<string, number>; next: Place }

/** One kind of thing that rules speak of. */
export interface Keeping {
  /** Changes nothing. */
  trial(tx: Tx, scope: Scope): Promise<Tried>;
  /** In a unit of the workspace. Whatever it takes is taken whole, so that one who dies in the middle leaves nothing half. `key`: see gone-hash.ts. */
  take(tx: Tx, scope: Scope, after: Place, key: Buffer): Promise<Taken>;
}

/** For those that need no place: what went is not found again. */
export const MORE: Place = ['', ''];
export const SAMPLES = 8;

/** Of one channel, or of every one without a rule of its own; `$3` and `$4` behind workspace and moment. */
export const inChannel = (column: string): string => `($3::uuid IS NULL OR ${column} = $3) AND ${column} <> ALL($4::uuid[])`;
export const scopeParameters = ({ workspaceId, before, channelId, except }: Scope): unknown[] => [workspaceId, before, channelId, except];

export const added = (counts: Record<string, number>, more: Record<string, number>): void => {
  for (const [table, rows] of Object.entries(more)) if (rows > 0) counts[table] = (counts[table] ?? 0) + rows;
};
