import { Injectable } from '@nestjs/common';
import { Database } from '@kontuar/platform';
import { ChannelContexts } from '../channels/channel-contexts';

/** What members do to messages that are already on the platform. */
@Injectable()
export class Actions {
  constructor(private readonly database: Database, private readonly contexts: ChannelContexts) {}

  async run(messageId: string, action: string): Promise<void> {
    if (action !== 'delete') throw new Error(`unknown action ${action}`);
    const [message] = await this.database.asSystem((tx) => tx.query<{ channel_id: string; external_id: string | null; thread_key: string | null; conversation_id: string }>(
      `SELECT m.channel_id, m.external_id, c.thread_key, c.id AS conversation_id FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE m.id = $1 AND m.deleted_at IS NOT NULL`,
      [messageId],
    ));
    if (message?.external_id == null) return;
    const { connector, ctx } = await this.contexts.open(message.channel_id);
    await connector.act?.(ctx, { kind: 'delete', threadKey: message.thread_key ?? message.conversation_id, externalId: message.external_id });
  }
}
