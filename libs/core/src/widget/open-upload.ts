import type { Database, Files } from '@kontuar/platform';
import type { Readable } from 'node:stream';

/**
 * Attachments that came in through our own door name an upload that we already keep. Their bytes are copied: the upload stays
 * for a message that is sent again. Undefined for every other reference; only uploads to the same channel are opened.
 */
export async function openUpload(database: Database, files: Files, wanted: { workspace_id: string; channelId: string; ref: string | null }): Promise<Readable | undefined> {
  const id = /^upload:([0-9a-f-]{36})$/.exec(wanted.ref ?? '')?.[1];
  if (id === undefined) return undefined;
  const [upload] = await database.inWorkspace(wanted.workspace_id, (tx) => tx.query<{ file_key: string }>(
    `SELECT file_key FROM attachments WHERE id = $1 AND file_key IS NOT NULL AND starts_with(uploaded_by, $2)`,
    [id, `visitor:${wanted.channelId}:`],
  ));
  if (upload === undefined) throw new Error('The uploaded file is not kept any more');
  return files.open(upload.file_key);
}
