import { Injectable } from '@nestjs/common';
import { Queues, type Tx } from '@kontuar/platform';
import { changeConversations, type LockedConversation } from '../conversations/change';
import { tellInThread } from '../conversations/tell-in-thread';
import { directoryChanged } from '../history/directory';
import { record } from '../history/history';
import { refreshPlan } from '../planned/plan';
import { wakeAt } from '../planned/wake';
import { promiseColumns, type PromiseRow } from './promise.row';

/** Reminds of a promise, and says when its time passed without anybody saying that it was kept. */
@Injectable()
export class PromiseTimers {
  constructor(private readonly queues: Queues) {}

  /** Callers hold the conversation. Answers false when there is nothing to do. */
  async run(tx: Tx, row: LockedConversation, id: string): Promise<boolean> {
    const [promise] = await tx.query<PromiseRow & { over: boolean }>(`SELECT ${promiseColumns}, g.due_at <= clock_timestamp() AS over FROM given_promises g WHERE g.id = $1 AND g.state = 'open' AND g.look_at <= now() FOR UPDATE`, [id]);
    if (promise?.conversation_id !== row.id) return false;
    // Put off until then, or not: who sleeps through a promise has broken it.
    if (row.state === 'snoozed') await changeConversations(tx, { kind: 'system', workspaceId: row.workspace_id }, [row], () => ({ state: 'open' }), { reason: 'promise' });
    const kind = promise.over ? 'promise-broken' : 'promise-soon';
    if (promise.over) {
      await tx.execute(`UPDATE given_promises SET state = 'broken', ended_at = now(), look_at = NULL, version = version + 1 WHERE id = $1`, [id]);
      await tellInThread(tx, { conversation_id: row.id, workspace_id: row.workspace_id }, 'promise-broken', { promiseId: id, text: promise.text, dueAt: promise.due_at.toISOString(), ownerId: promise.owner_id });
    } else {
      await tx.execute(`UPDATE given_promises SET reminded_at = now(), look_at = due_at WHERE id = $1`, [id]);
      wakeAt(tx, this.queues, 'promise', id, promise.due_at);
    }
    await record(tx, [
      { type: promise.over ? 'promise.broken' : 'promise.reminded', conversationId: row.id, subjectId: id, data: { ownerId: promise.owner_id, dueAt: promise.due_at.toISOString() } },
      { type: 'notification', conversationId: row.id, data: { kind, memberIds: await whoKeeps(tx, row, promise) } },
      directoryChanged({ kind: 'system', workspaceId: row.workspace_id }, 'promises', row.id),
    ], row.workspace_id);
    await refreshPlan(tx, row.workspace_id, [row.id]);
    return true;
  }
}

/** The owner and, while they are not at work, who stands in for them; where there is nobody any more, whoever leads the conversation or the house. */
async function whoKeeps(tx: Tx, row: LockedConversation, promise: PromiseRow): Promise<string[]> {
  const people = await tx.query<{ id: string; duty: string; substitute_id: string | null }>(
    `SELECT m.id, m.duty, s.id AS substitute_id FROM memberships m LEFT JOIN memberships s ON s.id = m.substitute_id AND s.active WHERE m.id = ANY($1::uuid[]) AND m.active`, [[promise.owner_id, row.assignee_id].filter((id) => id !== null)]);
  const keeper = people.find(({ id }) => id === promise.owner_id) ?? people.find(({ id }) => id === row.assignee_id);
  if (keeper !== undefined) return [keeper.id, ...(keeper.duty !== 'on' && keeper.substitute_id !== null ? [keeper.substitute_id] : [])];
  return (await tx.query<{ id: string }>(`SELECT id FROM memberships WHERE active AND role IN ('supervisor', 'admin', 'owner') AND workspace_id = $1`, [row.workspace_id])).map(({ id }) => id);
}
