import type { RuleDone } from '@kontuar/contract';
import { newId } from '@kontuar/platform';
import type { LockedConversation } from '../conversations/change';
import { priorityName } from '../conversations/conversation.view';
import type { Acting } from './acts';

/** What waits for one rule at most: a system that is gone for long must not fill the house. */
const WAITING_MAX = 5000;

/** Writes down what is called, once the rule's work is safe. Ids and states, nothing that anybody wrote: who wants more asks for it. */
export async function planCall({ tx, desk, rule, runId, occasion }: Acting, row: LockedConversation, url: string): Promise<Pick<RuleDone, 'did' | 'code' | 'facts'>> {
  const host = new URL(url).host;
  const [waiting] = await tx.query<{ n: number }>(`SELECT count(*)::int AS n FROM (SELECT 1 FROM rule_calls WHERE rule_id = $1 AND state = 'waiting' LIMIT ${WAITING_MAX}) w`, [rule.id]);
  if ((waiting?.n ?? 0) >= WAITING_MAX) return { did: 'failed', code: 'too-many-calls', facts: { host } };
  const id = newId();
  const body = {
    id, type: 'rule', at: new Date().toISOString(), rule: { id: rule.id, name: rule.name, version: rule.version }, runId,
    occasion: { on: occasion.on, at: occasion.at.toISOString(), messageId: occasion.messageId, facts: occasion.facts },
    conversation: {
      id: row.id, number: row.number, state: row.state, priority: priorityName(row.priority), matter: row.matter, assigneeId: row.assignee_id, teamId: row.team_id, labelIds: row.label_ids,
      channelId: row.channel_id, contactId: row.contact_id, ...(desk.publicUrl === undefined ? {} : { url: `${desk.publicUrl}/conversations/${row.id}` }),
    },
  };
  await tx.execute('INSERT INTO rule_calls (id, workspace_id, rule_id, run_id, conversation_id, url, body) VALUES ($1, $2, $3, $4, $5, $6, $7)', [id, rule.workspace_id, rule.id, runId, row.id, url, JSON.stringify(body)]);
  tx.afterCommit(() => { desk.queues.poke('rule-call', { callId: id }); });
  return { did: 'done', code: null, facts: { host, callId: id } };
}
