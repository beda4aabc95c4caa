import { Inject, Injectable } from '@nestjs/common';
import { Database, errorFields, newId, Queues, type Log, type Pulse, type Tx } from '@kontuar/platform';
import { findChannel, type ChannelRow } from '../channels/channel.row';
import { lockConversations } from '../conversations/change';
import { record } from '../history/history';
import { LOG, PULSE } from '../tokens';
import { emailBody, emailSubject, type ContinuedReply } from './email-words';

/** Somebody who looks away for a moment reads it in the chat; after that they have left. */
const UNREAD_SECONDS = 120;
/** What nobody picked up for days is not mailed out of the blue after an outage. */
const GIVE_UP = `interval '3 days'`;

interface Due { id: string; workspace_id: string; email_channel_id: string }
interface Reply extends ContinuedReply { id: string; seq: number; author_id: string | null }

/** Visitors who left an address and went: what they did not read in the chat follows by email, from a channel that they can answer to. */
@Injectable()
export class EmailContinuation {
  constructor(private readonly database: Database, private readonly queues: Queues, @Inject(PULSE) private readonly pulse: Pulse, @Inject(LOG) private readonly log: Log) {}

  /** Each conversation once, whoever sweeps: the row's lock and the line in the thread decide. */
  async sweep(unreadSeconds = UNREAD_SECONDS): Promise<void> {
    const due = await this.database.asSystem((tx) => tx.query<Due>(
      `SELECT c.id, c.workspace_id, ch.settings->>'emailChannelId' AS email_channel_id FROM channels ch JOIN conversations c ON c.workspace_id = ch.workspace_id AND c.channel_id = ch.id
       WHERE ch.deleted_at IS NULL AND coalesce(ch.settings->>'emailChannelId', '') <> ''
         AND c.state IN ('open', 'pending', 'snoozed', 'resolved') AND c.last_message_at > now() - ${GIVE_UP} AND c.last_message_at < now() - $1 * interval '1 second'
         AND EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = c.id AND m.event_type = 'email-consent')
         AND EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = c.id AND m.kind = 'message' AND m.direction = 'out' AND m.status IN ('sent', 'delivered') AND m.deleted_at IS NULL
           AND m.seq > coalesce((SELECT max((e.event_data->>'upToSeq')::int) FROM messages e WHERE e.conversation_id = c.id AND e.event_type = 'continued-by-email'), 0))
       LIMIT 100`,
      [unreadSeconds],
    ));
    for (const one of due) {
      await this.database.inWorkspace(one.workspace_id, (tx) => this.continue(tx, one)).catch((error: unknown) => {
        this.log.warn({ conversationId: one.id, ...errorFields(error) }, 'could not continue a chat by email');
      });
    }
  }

  private async continue(tx: Tx, due: Due): Promise<void> {
    const [locked] = await lockConversations(tx, [due.id]);
    const channel = await findChannel(tx, due.email_channel_id);
    if (locked === undefined || channel === undefined || channel.paused) return;
    const [facts] = await tx.query<{ contact_id: string; language: string | null; name: string | null; workspace: string; consent: { email: string }; done: { conversationId: string; upToSeq: number } | null; asked: string | null }>(
      `SELECT c.contact_id, p.language, i.name, w.name AS workspace,
         (SELECT m.event_data FROM messages m WHERE m.conversation_id = c.id AND m.event_type = 'email-consent' ORDER BY m.seq DESC LIMIT 1) AS consent,
         (SELECT m.event_data FROM messages m WHERE m.conversation_id = c.id AND m.event_type = 'continued-by-email' ORDER BY m.seq DESC LIMIT 1) AS done,
         (SELECT m.text FROM messages m WHERE m.conversation_id = c.id AND m.kind = 'message' AND m.direction = 'in' AND m.text <> '' ORDER BY m.seq DESC LIMIT 1) AS asked
       FROM conversations c JOIN contacts p ON p.id = c.contact_id JOIN identities i ON i.id = c.identity_id JOIN workspaces w ON w.id = c.workspace_id WHERE c.id = $1`,
      [due.id],
    );
    // Looked up under the lock: somebody may have been faster, or the visitor came back and read it.
    const replies = await tx.query<Reply>(
      `SELECT id, seq, author_id, author_name AS author, text, (SELECT coalesce(array_agg(a.name ORDER BY a.position), '{}') FROM attachments a WHERE a.message_id = m.id AND a.state = 'ready') AS files
       FROM messages m WHERE m.conversation_id = $1 AND m.seq > $2 AND m.kind = 'message' AND m.direction = 'out' AND m.status IN ('sent', 'delivered') AND m.deleted_at IS NULL ORDER BY m.seq`,
      [due.id, facts?.done?.upToSeq ?? 0],
    );
    const last = replies.at(-1);
    if (facts === undefined || last === undefined) return;
    const locale = facts.language?.startsWith('pl') === true ? 'pl' : 'en';
    const person = await this.identityOf(tx, channel, { email: facts.consent.email, contactId: facts.contact_id, name: facts.name });
    const conversationId = (await this.stillOpen(tx, facts.done?.conversationId, channel, person.identityId)) ?? (await this.open(tx, channel, person, { previousId: due.id, assigneeId: locked.assignee_id, subject: emailSubject(locale, facts.workspace) }));
    const text = emailBody(locale, { workspace: facts.workspace, replies, asked: facts.asked });
    const messageId = await this.say(tx, channel, conversationId, { text, author: last });
    await this.note(tx, due.id, { conversationId, upToSeq: last.seq });
    await record(tx, [{ type: 'message.created', conversationId, messageId, data: { continues: due.id } }, { type: 'conversation.updated', conversationId }, { type: 'conversation.updated', conversationId: due.id, data: { continuedByEmail: conversationId } }]);
    tx.afterCommit(() => {
      this.pulse.publish('relay');
      this.queues.poke('send', { conversationId });
    });
  }

  /** The address is only claimed: it is kept as unverified, and never taken away from whom it belongs to already. */
  private async identityOf(tx: Tx, channel: ChannelRow, given: { email: string; contactId: string; name: string | null }): Promise<{ identityId: string; contactId: string }> {
    await tx.execute(
      `INSERT INTO identities (id, workspace_id, contact_id, scope, external_id, handle, name, verified) VALUES ($1, $2, $3, $4, $5, $5, $6, false) ON CONFLICT (workspace_id, scope, external_id) DO NOTHING`,
      [newId(), channel.workspace_id, given.contactId, channel.identity_scope, given.email, given.name],
    );
    const [row] = await tx.query<{ id: string; contact_id: string }>(`SELECT id, contact_id FROM identities WHERE workspace_id = $1 AND scope = $2 AND external_id = $3`, [channel.workspace_id, channel.identity_scope, given.email]);
    return { identityId: row?.id ?? '', contactId: row?.contact_id ?? '' };
  }

  private async stillOpen(tx: Tx, conversationId: string | undefined, channel: ChannelRow, identityId: string): Promise<string | undefined> {
    if (conversationId === undefined) return undefined;
    const [row] = await tx.query<{ id: string }>(`SELECT id FROM conversations WHERE id = $1 AND channel_id = $2 AND identity_id = $3 AND state NOT IN ('resolved', 'merged') FOR NO KEY UPDATE`, [conversationId, channel.id, identityId]);
    return row?.id;
  }

  private async open(tx: Tx, channel: ChannelRow, person: { identityId: string; contactId: string }, given: { previousId: string; assigneeId: string | null; subject: string }): Promise<string> {
    const id = newId();
    const [number] = await tx.query<{ last_number: number }>(
      `INSERT INTO workspace_numbers (workspace_id, last_number) VALUES ($1, 1) ON CONFLICT (workspace_id) DO UPDATE SET last_number = workspace_numbers.last_number + 1 RETURNING last_number`,
      [channel.workspace_id],
    );
    await tx.execute(
      `INSERT INTO conversations (id, workspace_id, number, channel_id, contact_id, identity_id, subject, state, assignee_id, team_id, previous_id, first_reply_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'pending', $8, $9, $10, now())`,
      [id, channel.workspace_id, number?.last_number, channel.id, person.contactId, person.identityId, given.subject, given.assigneeId, channel.default_team_id, given.previousId],
    );
    await tx.execute(`INSERT INTO participants (workspace_id, conversation_id, identity_id, verified) VALUES ($1, $2, $3, true)`, [channel.workspace_id, id, person.identityId]);
    await record(tx, [{ type: 'conversation.created', conversationId: id, data: { previousId: given.previousId, continuedFromChat: true } }]);
    return id;
  }

  private async say(tx: Tx, channel: ChannelRow, conversationId: string, said: { text: string; author: Reply }): Promise<string> {
    const id = newId();
    const [row] = await tx.query<{ last_seq: number }>(
      `UPDATE conversations SET last_seq = last_seq + 1, last_said_seq = last_seq + 1, version = version + 1, last_message_at = now(), read_seq = last_seq + 1, preview_text = $2, preview_kind = 'outbound', preview_author = $3 WHERE id = $1 RETURNING last_seq`,
      [conversationId, said.text.replace(/\s+/g, ' ').trim().slice(0, 200), said.author.author],
    );
    await tx.execute(
      `INSERT INTO messages (workspace_id, id, conversation_id, channel_id, seq, kind, direction, status, author_kind, author_id, author_name, text, at, send_at)
       VALUES ($1, $2, $3, $4, $5, 'message', 'out', 'queued', $6, $7, $8, $9, now(), now())`,
      [channel.workspace_id, id, conversationId, channel.id, row?.last_seq, said.author.author_id === null ? 'system' : 'member', said.author.author_id, said.author.author, said.text],
    );
    return id;
  }

  /** The line in the chat's thread: for agents, and so that nothing is mailed twice. */
  private async note(tx: Tx, conversationId: string, data: { conversationId: string; upToSeq: number }): Promise<void> {
    const id = newId();
    await tx.execute(
      `WITH raised AS (UPDATE conversations SET last_seq = last_seq + 1, version = version + 1 WHERE id = $1 RETURNING workspace_id, channel_id, last_seq)
       INSERT INTO messages (workspace_id, id, conversation_id, channel_id, seq, kind, direction, status, author_kind, event_type, event_data, at)
       SELECT workspace_id, $2, $1, channel_id, last_seq, 'event', 'none', 'logged', 'system', 'continued-by-email', $3, now() FROM raised`,
      [conversationId, id, JSON.stringify(data)],
    );
    await record(tx, [{ type: 'message.created', conversationId, messageId: id, data: { event: 'continued-by-email' } }]);
  }
}
