import { Inject, Injectable } from '@nestjs/common';
import type { AxiosInstance } from 'axios';
import { Database, outboundHttp, type ReadyConfig } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { Conversations } from '../conversations/conversations.service';
import { DomainError, notFound } from '../errors';
import { CONFIG } from '../tokens';
import { isPicture, remotePictures } from './remote-pictures';

const MAX_BYTES = 10 * 1024 * 1024;
const TIMEOUT_MS = 8000;
const WHOLE_MS = 20_000;

/**
 * Fetches a picture of a letter for a reader who asked to see it: the sender learns that somebody looked, but neither who nor from
 * where. Only addresses that stand in the stored letter are fetched, never one that a request names.
 */
@Injectable()
export class RemotePictures {
  private readonly http: AxiosInstance;

  constructor(private readonly database: Database, private readonly conversations: Conversations, @Inject(CONFIG) config: ReadyConfig) {
    this.http = outboundHttp({ allowPrivateHosts: config.allowPrivateHosts, timeoutMs: TIMEOUT_MS, wholeMs: WHOLE_MS, maxBytes: MAX_BYTES });
  }

  async fetch(actor: MemberActor, messageId: string, index: number): Promise<{ contentType: string; content: Buffer }> {
    const address = await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [row] = await tx.query<{ conversation_id: string; html: string | null }>(`SELECT conversation_id, html FROM messages WHERE id = $1 AND deleted_at IS NULL`, [messageId]);
      if (row === undefined) throw notFound('message');
      await this.conversations.allow(tx, actor, row.conversation_id, 'conversation.read');
      return remotePictures(row.html ?? '')[index];
    });
    if (address === undefined) throw notFound('picture');
    try {
      const { data, headers } = await this.http.get<ArrayBuffer>(address, { responseType: 'arraybuffer', headers: { Accept: 'image/*' } });
      const contentType = String(headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
      if (!isPicture(contentType)) throw notFound('picture');
      return { contentType, content: Buffer.from(data) };
    } catch (cause) {
      if (cause instanceof DomainError) throw cause;
      const unreachable = new DomainError('not-found', 'picture-unreachable', 'The picture could not be fetched.');
      unreachable.cause = cause;
      throw unreachable;
    }
  }
}
