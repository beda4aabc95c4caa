import { builtinMatters, type BuiltinMatter, type MatterView } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { invalid } from '../errors';

/** What the law or the firm has to answer for is followed to its outcome. */
const opensCase: ReadonlySet<BuiltinMatter> = new Set(['complaint', 'claim', 'warranty']);

export interface MatterRow { key: string; name: MatterView['name']; description: string; opens_case: boolean; position: number; archived: boolean }
export const matterColumns = 'key, name, description, opens_case, position, archived_at IS NOT NULL AS archived';

/** Those that are built in and those of the workspace, in its order. What nobody changed has no row, so that new workspaces need none. */
export function withBuiltin(rows: readonly MatterRow[]): MatterView[] {
  const changed = new Map(rows.map((row) => [row.key, row]));
  const builtin = builtinMatters.map((key, index): MatterView => {
    const row = changed.get(key);
    changed.delete(key);
    return row === undefined
      ? { key, builtin: true, name: null, description: '', opensCase: opensCase.has(key), position: index + 1, archived: false }
      : { ...toView(row), builtin: true };
  });
  const all = [...builtin, ...[...changed.values()].map((row) => ({ ...toView(row), builtin: false }))];
  return all.sort((a, b) => a.position - b.position || a.key.localeCompare(b.key)).map((one, index) => ({ ...one, position: index + 1 }));
}

const toView = ({ opens_case, ...row }: MatterRow) => ({ ...row, opensCase: opens_case });

/** In a unit of the workspace: row level security hides those of others. */
export async function mattersOf(tx: Tx): Promise<MatterView[]> {
  return withBuiltin(await tx.query<MatterRow>(`SELECT ${matterColumns} FROM matters`));
}

/** Keys that may be chosen and guessed, from what a workspace keeps of its matters. */
export function offeredMatters(kept: readonly { key: string; archived: boolean }[]): string[] {
  const archived = new Set(kept.filter((one) => one.archived).map(({ key }) => key));
  return [...new Set<string>([...builtinMatters, ...kept.map(({ key }) => key)])].filter((key) => !archived.has(key));
}

/** @throws DomainError 'unknown-matter': there is none with this key, or it is no longer offered. */
export async function checkMatter(tx: Tx, key: string): Promise<void> {
  const found = (await mattersOf(tx)).find((one) => one.key === key);
  if (found === undefined || found.archived) throw invalid('unknown-matter', 'There is no such matter.', { errors: [{ path: 'matter', message: 'There is no such matter.' }] });
}

/** Whether a matter is one that a case is made of; what was archived since still is. */
export async function opensCaseOf(tx: Tx, key: string | null): Promise<boolean> {
  return key !== null && (await mattersOf(tx)).some((one) => one.key === key && one.opensCase);
}
