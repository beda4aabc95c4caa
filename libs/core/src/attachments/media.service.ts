import { addAbortSignal, type Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { ConnectorError } from '@kontuar/connectors/contract';
import { Database, errorFields, Files, type Log, type Pulse } from '@kontuar/platform';
import { ChannelContexts } from '../channels/channel-contexts';
import { record } from '../history/history';
import { tellOfPosts } from '../ingest/ledger.write-more';
import { LOG, PULSE } from '../tokens';
import { openUpload } from '../widget/open-upload';

/** Makes a small picture; runs where it can be killed. Undefined: not a picture after all. */
export interface Thumbnailer {
  make(path: NodeJS.ReadableStream): Promise<{ thumbnail: Buffer; width: number; height: number } | undefined>;
  close(): Promise<void>;
}
export const THUMBNAILER = Symbol('thumbnailer');

interface Row { id: string; workspace_id: string; message_id: string | null; post_id: string | null; content_type: string; state: string; ref: string | null; file_key: string | null; thumb_key: string | null; attempts: number; channel_id: string | null; conversation_id: string | null; seq: number | null }

const MAX_ATTEMPTS = 6;
const MAX_BYTES = 40 * 1024 * 1024;
/** Less than the two minutes after which another worker may take it: who drips it to us letter by letter keeps the others' files waiting no longer. */
const LONGEST_MS = 110_000;
const pictures = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif', 'image/tiff']);

/** Fetches what a message only refers to (links end, so soon) and makes thumbnails. A failure leaves a placeholder, never takes the message along. */
@Injectable()
export class Media {
  constructor(
    private readonly database: Database,
    private readonly contexts: ChannelContexts,
    private readonly files: Files,
    @Inject(THUMBNAILER) private readonly thumbnailer: Thumbnailer,
    @Inject(PULSE) private readonly pulse: Pulse,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async run(attachmentId: string): Promise<void> {
    const row = await this.claim(attachmentId);
    if (row === undefined) return;
    if (row.state === 'pending') await this.fetch(row);
    else if (row.thumb_key === null && row.file_key !== null && pictures.has(row.content_type)) await this.shrink(row, row.file_key);
  }

  async sweep(): Promise<string[]> {
    const rows = await this.database.asSystem((tx) => tx.query<{ id: string }>(`SELECT id FROM attachments WHERE state = 'pending' AND next_attempt_at <= now() ORDER BY next_attempt_at LIMIT 100`));
    return rows.map((row) => row.id);
  }

  /** Uploads that no message ever used. */
  async forgetLoose(): Promise<void> {
    const rows = await this.database.asSystem((tx) => tx.query<{ file_key: string | null; thumb_key: string | null }>(`DELETE FROM attachments WHERE message_id IS NULL AND post_id IS NULL AND planned_id IS NULL AND canned_id IS NULL AND article_id IS NULL AND shared_draft_id IS NULL AND aside_message_id IS NULL AND NOT in_signature AND case_id IS NULL AND id NOT IN (SELECT unnest(attachment_ids) FROM drafts) AND created_at < now() - interval '48 hours' RETURNING file_key, thumb_key`));
    for (const row of rows) for (const key of [row.file_key, row.thumb_key]) if (key !== null) await this.files.remove(key);
  }

  /** Pushing the next attempt ahead keeps a second worker away while this one is at it. */
  private claim(attachmentId: string): Promise<Row | undefined> {
    return this.database.asSystem(async (tx) => {
      const [row] = await tx.query<Row>(
        `WITH mine AS (
           UPDATE attachments SET next_attempt_at = CASE WHEN state = 'pending' THEN now() + interval '2 minutes' ELSE NULL END
           WHERE id = $1 AND (state <> 'pending' OR next_attempt_at <= now()) RETURNING *)
         SELECT a.id, a.workspace_id, a.message_id, a.post_id, a.content_type, a.state, a.ref, a.file_key, a.thumb_key, a.attempts, coalesce(m.channel_id, o.channel_id) AS channel_id, m.conversation_id, m.seq
         FROM mine a LEFT JOIN messages m ON m.id = a.message_id LEFT JOIN public_posts o ON o.id = a.post_id`,
        [attachmentId],
      );
      return row;
    });
  }

  private async fetch(row: Row): Promise<void> {
    try {
      if (row.channel_id === null || row.ref === null) throw new Error('nothing to fetch from');
      const { connector, ctx } = await this.contexts.open(row.channel_id);
      if (connector.download === undefined) throw new Error('this platform offers no download');
      const stored = await this.files.put((await openUpload(this.database, this.files, { ...row, channelId: row.channel_id })) ?? inTime(await connector.download(ctx, row.ref)), MAX_BYTES);
      await this.update(row, `state = 'ready', file_key = $2, size_bytes = $3, next_attempt_at = NULL, error = NULL`, [stored.key, stored.sizeBytes]);
      if (pictures.has(row.content_type)) await this.shrink(row, stored.key);
    } catch (error) {
      const attempts = row.attempts + 1;
      this.log.warn({ attachmentId: row.id, attempts, ...errorFields(error) }, 'attachment could not be fetched');
      const reason = error instanceof Error ? error.message : String(error);
      // What the platform refuses to give is not there a minute later either.
      if (attempts >= MAX_ATTEMPTS || (error instanceof ConnectorError && error.kind === 'rejected' && attempts >= 2)) await this.update(row, `state = 'failed', attempts = $2, error = $3, next_attempt_at = NULL`, [attempts, reason]);
      else await this.update(row, `attempts = $2, error = $3, next_attempt_at = now() + $4 * interval '1 second'`, [attempts, reason, 5 * 3 ** attempts]);
    }
  }

  private async shrink(row: Row, key: string): Promise<void> {
    const made = await this.thumbnailer.make(this.files.open(key)).catch((error: unknown) => {
      this.log.warn({ attachmentId: row.id, ...errorFields(error) }, 'no thumbnail');
      return undefined;
    });
    if (made === undefined) return;
    const stored = await this.files.put(made.thumbnail);
    await this.update(row, 'thumb_key = $2, width = $3, height = $4', [stored.key, made.width, made.height]);
  }

  private async update(row: Row, set: string, values: unknown[]): Promise<void> {
    await this.database.inWorkspace(row.workspace_id, async (tx) => {
      await tx.execute(`UPDATE attachments SET ${set} WHERE id = $1`, [row.id, ...values]);
      if (row.message_id !== null && row.conversation_id !== null) await record(tx, [{ type: 'message.updated', conversationId: row.conversation_id, messageId: row.message_id, data: { seq: row.seq, what: 'attachment' } }]);
      if (row.post_id !== null) await tellOfPosts(tx, row.workspace_id, [row.post_id]);
    });
    this.pulse.publish('relay');
  }
}

const inTime = (file: Readable): Readable => addAbortSignal(AbortSignal.timeout(LONGEST_MS), file);
