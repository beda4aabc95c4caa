import type { Tx } from '@kontuar/platform';
import { changeConversations, lockConversations } from '../conversations/change';
import { directoryChanged } from '../history/directory';
import { record } from '../history/history';
import { recordConsents } from '../privacy/consents';

/** The whole answer, and nothing beside it: somebody who writes "please stop asking about my table" wants to talk. */
const stopWords = /^\W*(stop|unsubscribe|opt ?out|wypisz(?: mnie)?|rezygnuj[eę]|nie chc[eę](?: (?:więcej|wiecej|już|juz))?(?: wiadomo[sś]ci| maili)?|usu[nń] mnie)\W*$/iu;
export const isStopWord = (text: string): boolean => stopWords.test(text.trim());

/** Whose answers to campaigns came in, in the transaction of what they wrote: the conversation is as any other from now on. */
export async function answeredOutreach(tx: Tx, workspaceId: string, recipientIds: readonly string[]): Promise<void> {
  const rows = await tx.query<{ id: string; campaign_id: string; contact_id: string; purpose: string; name: string; conversation_id: string; message_id: string; text: string; matter_by: string | null; state: string }>(
    `UPDATE outreach_recipients r SET answered_at = now() FROM outreach_campaigns g, conversations c, LATERAL (SELECT m.id, m.text FROM messages m WHERE m.conversation_id = c.id AND m.direction = 'in' AND m.kind = 'message' AND m.automatic IS NULL ORDER BY m.seq DESC LIMIT 1) said
     WHERE r.id = ANY($1::uuid[]) AND r.answered_at IS NULL AND g.id = r.campaign_id AND c.id = r.conversation_id
     RETURNING r.id, r.campaign_id, c.contact_id, g.purpose, g.name, c.id AS conversation_id, said.id AS message_id, said.text, c.matter_by, c.state`, [recipientIds]);
  const actor = { kind: 'system' as const, workspaceId };
  for (const row of rows) {
    if (isStopWord(row.text)) {
      await recordConsents(tx, actor, [{ contactId: row.contact_id, purpose: row.purpose, given: false, source: 'unsubscribe', messageId: row.message_id, proof: { where: 'answer to a campaign', text: row.text.trim().slice(0, 60), note: row.name } }]);
      await tx.execute('UPDATE outreach_recipients SET unsubscribed_at = coalesce(unsubscribed_at, now()) WHERE id = $1', [row.id]);
      // It asks for nothing that somebody would have to answer.
      await changeConversations(tx, actor, await lockConversations(tx, [row.conversation_id]), () => ({ state: 'resolved' }), { reason: 'rule' });
      continue;
    }
    // Only suggested: what the words themselves say, or somebody, stays.
    if (row.matter_by === null) await changeConversations(tx, actor, await lockConversations(tx, [row.conversation_id]), () => ({ matter: 'lead', matter_by: 'guess', matter_confidence: 0.6 }));
  }
  await record(tx, [...new Set(rows.map((row) => row.campaign_id))].map((id) => directoryChanged(actor, 'outreach', id)), workspaceId);
}
