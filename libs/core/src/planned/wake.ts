import type { Queues, Tx } from '@kontuar/platform';

/** What is due later is seen by the workers' look ahead. */
const POKE_WITHIN_MS = 60_000;

/** Wakes a worker at that moment, if it is near. Of 'sla' and 'routing' and 'rules' the id is the workspace's: all that come to their time in it are looked at together. */
export function wakeAt(tx: Tx, queues: Queues, kind: 'planned' | 'follow-up' | 'case' | 'sla' | 'rules' | 'lead' | 'outreach' | 'survey' | 'promise' | 'routing', id: string, at: Date): void {
  const delayMs = Math.max(0, at.getTime() - Date.now());
  if (delayMs <= POKE_WITHIN_MS) tx.afterCommit(() => { queues.poke('due', { kind, id }, delayMs); });
}
