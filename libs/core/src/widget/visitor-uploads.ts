import { Injectable } from '@nestjs/common';
import type { VisitorUpload } from '@kontuar/contract';
import { Database, Files, newId } from '@kontuar/platform';
import type { Readable } from 'node:stream';
import { DomainError, notFound } from '../errors';
import { plainFileName } from '../ingest/prepare';
import type { Visitor } from './visitor-thread';

/** Files of one visitor within an hour; more than that is somebody filling our disk. */
const MAX_LOOSE = 30;
/** Programs and pages that run where they are opened: nobody sends those to a shop for a good reason. */
const refused = /\.(exe|com|scr|pif|bat|cmd|msi|msp|vbs?|vbe|jse?|jar|wsf|wsh|ps1|hta|cpl|lnk|reg|dll|apk|app|dmg|iso|img|html?|xhtml|svgz?)$/i;

export const uploaderOf = (visitor: Pick<Visitor, 'channelId' | 'visitorId'>): string => `visitor:${visitor.channelId}:${visitor.visitorId}`;

/** Files that a visitor sent before the message that carries them. */
@Injectable()
export class VisitorUploads {
  constructor(private readonly database: Database, private readonly files: Files) {}

  /** @throws FileTooLargeError; DomainError when the kind is refused or too many wait. */
  async keep(visitor: Visitor, file: { name: string; contentType: string; content: Readable; maxBytes: number; wasCut(): boolean }): Promise<VisitorUpload> {
    const name = plainFileName(file.name);
    if (refused.test(name)) {
      file.content.resume();
      throw new DomainError('invalid', 'file-kind-refused', 'This kind of file is not accepted.');
    }
    const uploader = uploaderOf(visitor);
    const [waiting] = await this.database.inWorkspace(visitor.workspaceId, (tx) => tx.query<{ n: number }>(`SELECT count(*)::int AS n FROM (SELECT 1 FROM attachments WHERE message_id IS NULL AND uploaded_by = $1 AND created_at > now() - interval '1 hour' LIMIT ${MAX_LOOSE}) loose`, [uploader]));
    if ((waiting?.n ?? 0) >= MAX_LOOSE) {
      file.content.resume();
      throw new DomainError('throttled', 'too-many-files', 'Too many files at once.', { retryAfterSeconds: 600 });
    }
    const stored = await this.files.put(file.content, file.maxBytes);
    if (file.wasCut() || stored.sizeBytes === 0) {
      await this.files.remove(stored.key);
      throw file.wasCut() ? new DomainError('too-large', 'too-large', 'The file is too large.') : new DomainError('invalid', 'empty-file', 'The file is empty.');
    }
    const id = newId();
    const contentType = /^[\w.+-]{1,60}\/[\w.+-]{1,80}$/.test(file.contentType) ? file.contentType.toLowerCase() : 'application/octet-stream';
    try {
      await this.database.inWorkspace(visitor.workspaceId, (tx) => tx.execute(
        `INSERT INTO attachments (id, workspace_id, uploaded_by, name, content_type, size_bytes, state, file_key) VALUES ($1, $2, $3, $4, $5, $6, 'ready', $7)`,
        [id, visitor.workspaceId, uploader, name, contentType, stored.sizeBytes, stored.key],
      ));
    } catch (error) {
      await this.files.remove(stored.key);
      throw error;
    }
    return { id, name, contentType, sizeBytes: stored.sizeBytes };
  }

  /** In the order asked for. @throws DomainError not-found for what this visitor did not upload. */
  async own(visitor: Visitor, ids: readonly string[]): Promise<VisitorUpload[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.inWorkspace(visitor.workspaceId, (tx) => tx.query<{ id: string; name: string; content_type: string; size_bytes: string }>(
      `SELECT id, name, content_type, size_bytes FROM attachments WHERE id = ANY($1::uuid[]) AND uploaded_by = $2 AND message_id IS NULL`,
      [ids, uploaderOf(visitor)],
    ));
    const byId = new Map(rows.map((row) => [row.id, row]));
    return [...new Set(ids)].map((id) => {
      const row = byId.get(id);
      if (row === undefined) throw notFound('uploaded file');
      return { id, name: row.name, contentType: row.content_type, sizeBytes: Number(row.size_bytes) };
    });
  }
}
