import { Inject, Injectable } from '@nestjs/common';
import { Database, errorFields, Queues, type Log } from '@kontuar/platform';
import { ChannelContexts } from '../channels/channel-contexts';
import { firstOf } from '../first-of';
import { Connectors, LOG } from '../tokens';

/** Platforms show "is writing" for some seconds; more often says nothing more. */
const TYPING_EVERY_MS = 4_000;
/** Later nobody is writing any more. */
const STALE_MS = 10_000;
const REMEMBERED = 5_000;

interface Thread { thread_key: string | null; thread_state: never; link_key: string | null; link_state: never; has_public: boolean; external_id: string | null; visibility: string | null; paused: boolean }

/** That an agent writes, or has read: told to the platform if it wants to know, at once or not at all. */
@Injectable()
export class Signals {
  private readonly told = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly contexts: ChannelContexts,
    private readonly connectors: Connectors,
    private readonly queues: Queues,
    @Inject(LOG) private readonly log: Log,
  ) {}

  typing(conversation: { id: string; connectorId: string }): void {
    if (!this.wants(conversation.connectorId, 'typing') || !this.first(`typing ${conversation.id}`, Date.now() + TYPING_EVERY_MS)) return;
    this.queues.poke('signal', { conversationId: conversation.id, kind: 'typing', at: String(Date.now()) });
  }

  /** Everything up to `seq` was read; once for each new word of the customer. */
  read(conversation: { id: string; connectorId: string }, seq: number): void {
    if (!this.wants(conversation.connectorId, 'read') || !this.first(`read ${conversation.id} ${seq}`, Number.MAX_SAFE_INTEGER)) return;
    this.queues.poke('signal', { conversationId: conversation.id, kind: 'read', at: String(Date.now()), seq: String(seq) });
  }

  /** In the worker. What goes wrong is nobody's trouble. */
  async run(conversationId: string, kind: string, at: number, seq: number): Promise<void> {
    if (Date.now() - at > STALE_MS) return;
    try {
      const [thread] = await this.database.asSystem((tx) => tx.query<Thread & { channel_id: string }>(
        `SELECT c.channel_id, c.thread_key, c.thread_state, c.has_public, ch.paused, l.thread_key AS link_key, l.thread_state AS link_state, m.external_id, m.visibility
         FROM conversations r JOIN conversations c ON c.id = ${firstOf('r.way_id', 'r.part_of', 'r.id')} JOIN channels ch ON ch.id = c.channel_id AND ch.deleted_at IS NULL
         LEFT JOIN LATERAL (SELECT * FROM thread_links l WHERE l.conversation_id = c.id ORDER BY l.created_at DESC LIMIT 1) l ON true
         LEFT JOIN LATERAL (SELECT external_id, visibility FROM messages WHERE conversation_id = r.id AND coalesce(thread_id, r.part_of, r.id) = c.id AND direction = 'in' AND kind = 'message' AND ($2 = 0 OR seq <= $2) ORDER BY seq DESC LIMIT 1) m ON true
         WHERE r.id = $1`,
        [conversationId, kind === 'read' ? seq : 0],
      ));
      // In public nobody sees who writes or reads.
      if (thread === undefined || thread.paused || thread.visibility === 'public') return;
      const key = thread.link_key ?? (thread.has_public ? null : thread.thread_key);
      const state = thread.link_key === null ? thread.thread_state : thread.link_state;
      if (key === null) return;
      const { channel, connector, ctx } = await this.contexts.open(thread.channel_id);
      const capabilities = this.contexts.capabilitiesOf(channel);
      if (!(kind === 'typing' ? capabilities.typing : capabilities.readReceipts)) return;
      const where = { threadKey: key, ...(state === null ? {} : { threadState: state }) };
      if (kind === 'typing') await connector.act?.(ctx, { kind: 'typing', ...where });
      else if (thread.external_id !== null) await connector.act?.(ctx, { kind: 'read', ...where, externalId: thread.external_id });
    } catch (error) {
      this.log.debug({ conversationId, kind, ...errorFields(error) }, 'the platform was not told');
    }
  }

  private wants(connectorId: string, kind: 'typing' | 'read'): boolean {
    const connector = this.connectors.find(connectorId);
    // Where settings decide, the worker looks at them.
    return connector?.act !== undefined && (connector.capabilitiesOf !== undefined || (kind === 'typing' ? connector.capabilities.typing : connector.capabilities.readReceipts));
  }

  private first(key: string, until: number): boolean {
    if ((this.told.get(key) ?? 0) > Date.now()) return false;
    if (this.told.size > REMEMBERED) this.told.clear();
    this.told.set(key, until);
    return true;
  }
}
