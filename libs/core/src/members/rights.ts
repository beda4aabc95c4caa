import type { Pulse, Tx } from '@kontuar/platform';

/** Whoever holds a socket or a cached right of this member looks again once the change is safe. */
export function tellRights(tx: Tx, pulse: Pulse, workspaceId: string, memberId: string): void {
  tx.afterCommit(() => { pulse.publish('rights', JSON.stringify({ workspaceId, memberId })); });
}

/** Raises the version of these members' rights and tells; with no `memberIds` of all in the workspace. */
export async function rightsChanged(tx: Tx, pulse: Pulse, workspaceId: string, memberIds?: readonly string[]): Promise<void> {
  if (memberIds?.length === 0) return;
  const changed = await tx.query<{ id: string }>(
    'UPDATE memberships SET version = version + 1 WHERE workspace_id = $1 AND ($2::uuid[] IS NULL OR id = ANY($2)) RETURNING id',
    [workspaceId, memberIds ?? null],
  );
  for (const { id } of changed) tellRights(tx, pulse, workspaceId, id);
}
