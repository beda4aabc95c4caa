import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { AttachmentView } from '@kontuar/contract';
import { Database, Files, newId, Queues, Secrets } from '@kontuar/platform';
import { notFound } from '../errors';
import { plainFileName } from '../ingest/prepare';
import { fileUrlIsValid } from '../messages/file-links';
import { attachmentColumns, toAttachmentView, type AttachmentRow } from '../messages/message.view';

const MAX_BYTES = 40 * 1024 * 1024;

/** Files that people upload, and reading any file by its signed link. */
@Injectable()
export class Uploads {
  constructor(private readonly database: Database, private readonly files: Files, private readonly secrets: Secrets, private readonly queues: Queues) {}

  /** `owner` may attach it to a message: 'member:<id>' or 'visitor:<id>'. @throws FileTooLargeError */
  async keep(workspaceId: string, owner: string, file: { name: string; contentType: string; content: Readable }, maxBytes = MAX_BYTES): Promise<AttachmentView> {
    const id = newId();
    const stored = await this.files.put(file.content, maxBytes);
    const contentType = /^[\w.+-]+\/[\w.+-]+$/.test(file.contentType) ? file.contentType.toLowerCase() : 'application/octet-stream';
    const [row] = await this.database.inWorkspace(workspaceId, (tx) => tx.query<AttachmentRow>(
      `INSERT INTO attachments (id, workspace_id, uploaded_by, name, content_type, size_bytes, state, file_key) VALUES ($1, $2, $3, $4, $5, $6, 'ready', $7) RETURNING ${attachmentColumns}`,
      [id, workspaceId, owner, plainFileName(file.name), contentType, stored.sizeBytes, stored.key],
    ));
    if (contentType.startsWith('image/')) this.queues.poke('media', { attachmentId: id });
    return toAttachmentView(row as AttachmentRow, this.secrets);
  }

  /** @throws not-found for a link that is wrong or has ended. */
  async open(id: string, variant: 'file' | 'thumb', until: number, mac: string): Promise<{ name: string; contentType: string; sizeBytes: number; content: Readable }> {
    if (!fileUrlIsValid(this.secrets, id, variant, until, mac)) throw notFound('file');
    const [row] = await this.database.asSystem((tx) => tx.query<AttachmentRow>(`SELECT ${attachmentColumns} FROM attachments WHERE id = $1 AND state = 'ready'`, [id]));
    const key = variant === 'thumb' ? row?.thumb_key : row?.file_key;
    const sizeBytes = key == null ? undefined : await this.files.size(key);
    if (row === undefined || key == null || sizeBytes === undefined) throw notFound('file');
    return { name: row.name, contentType: row.content_type, sizeBytes, content: this.files.open(key) };
  }
}
