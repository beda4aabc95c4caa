import { newId, type Queues, type Tx } from '@kontuar/platform';
import type { Chosen } from '../channels/templates.service';
import { record } from '../history/history';
import type { CampaignRecord } from './campaign.row';
import type { Rendered } from './words';

export interface Placed { recipientId: string; contactId: string; identityId: string; workspaceName: string; said: Rendered; template: Chosen['template'] | null }

/** A conversation that is kept apart, with the one message in it. Nobody is told: it shows in no list before the person answers. */
export async function placeOutreach(tx: Tx, queues: Queues, campaign: CampaignRecord, channelId: string, { recipientId, contactId, identityId, workspaceName, said, template }: Placed): Promise<void> {
  const [conversationId, messageId] = [newId(), newId()];
  const [number] = await tx.query<{ last_number: number }>(
    'INSERT INTO workspace_numbers (workspace_id, last_number) VALUES ($1, 1) ON CONFLICT (workspace_id) DO UPDATE SET last_number = workspace_numbers.last_number + 1 RETURNING last_number', [campaign.workspace_id]);
  await tx.execute(
    `INSERT INTO conversations (id, workspace_id, number, channel_id, contact_id, identity_id, subject, state, kept_apart, last_seq, last_said_seq, read_seq, preview_text, preview_kind, preview_author)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'resolved', true, 1, 1, 1, $8, 'outbound', $9)`,
    [conversationId, campaign.workspace_id, number?.last_number, channelId, contactId, identityId, said.subject === '' ? null : said.subject, said.text.replaceAll(/\s+/g, ' ').trim().slice(0, 200), workspaceName]);
  await tx.execute('INSERT INTO participants (workspace_id, conversation_id, identity_id, verified) VALUES ($1, $2, $3, true)', [campaign.workspace_id, conversationId, identityId]);
  await tx.execute(
    `INSERT INTO messages (workspace_id, id, conversation_id, channel_id, seq, kind, direction, status, author_kind, author_name, automatic, text, html, client_id, at, send_at, template, visibility)
     VALUES ($1, $2, $3, $4, 1, 'message', 'out', 'queued', 'system', $5, 'bulk', $6, $7, $8, now(), now(), $9, 'private')`,
    [campaign.workspace_id, messageId, conversationId, channelId, workspaceName, said.text, said.html, `outreach:${recipientId}`, template === null ? null : JSON.stringify(template)]);
  await tx.execute(`UPDATE outreach_recipients SET state = 'queued', queued_at = clock_timestamp(), message_id = $2, conversation_id = $3, identity_id = $4, reason = NULL WHERE id = $1`, [recipientId, messageId, conversationId, identityId]);
  await record(tx, [{ type: 'outreach.queued', conversationId, messageId, subjectId: campaign.id }], campaign.workspace_id);
  // Its own lane: however many there are, an agent's answer does not stand behind them.
  tx.afterCommit(() => { queues.poke('outreach', { conversationId }); });
}
