import type { AsideAnswerInput, AsidePerson } from '@kontuar/contract';
import { newId, type Files, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { conflict, invalid, notFound } from '../errors';
import { inlinePictures } from '../messages/inline-pictures';
import { quoteOf } from './quote';

export interface Said extends Pick<AsideAnswerInput, 'text' | 'clientId' | 'attachmentIds' | 'messageIds' | 'fileIds' | 'letter'> { html: string | null; asideId: string; conversationId: string; people: readonly AsidePerson[] }

/** Bytes that a mail carries along from the conversation, copied before the transaction: what was sent stays what it was. */
export interface CopiedFile { original: string; key: string; thumb: string | null }

/** Puts what we say into the side conversation; it leaves as a house mail of the same id. Callers hold the aside. */
export async function say(tx: Tx, actor: MemberActor, said: Said, copies: readonly CopiedFile[], limits: { maxCount: number; maxBytes: number }): Promise<string> {
  if (said.people.length > 50) throw invalid('too-many-people', 'A side conversation takes 50 people at most.');
  if (said.attachmentIds.length + copies.length > limits.maxCount) throw invalid('too-many-attachments', `This channel takes ${limits.maxCount} files at once.`);
  const id = newId();
  const quoted = await quoteOf(tx, said.conversationId, said.messageIds);
  const recipients = { to: said.people.map(({ name, address }) => ({ name, address })) };
  const [row] = await tx.query<{ seq: number }>(
    `UPDATE asides SET last_seq = last_seq + 1, read_seq = last_seq + 1, last_at = now(), state = 'theirs', done_at = NULL WHERE id = $1 RETURNING last_seq AS seq`, [said.asideId]);
  await tx.execute(
    `INSERT INTO aside_messages (workspace_id, aside_id, seq, id, direction, author_id, author_name, sender, recipients, text, html, letter, quoted, client_id)
     VALUES ($1, $2, $3, $4, 'out', $5, $6, 'ours', $7, $8, $9, $10, $11, $12)`,
    [actor.workspaceId, said.asideId, row?.seq, id, actor.memberId, actor.name, JSON.stringify(recipients), said.text, said.html, said.letter === undefined ? null : JSON.stringify(said.letter), quoted, said.clientId],
  );
  const uploaded = await tx.query<{ size_bytes: string }>(
    // Nobody's upload any more: no other message can take it.
    `UPDATE attachments a SET aside_message_id = $1, uploaded_by = NULL, position = r.position, inline = a.id = ANY($4::uuid[]), content_id = CASE WHEN a.id = ANY($4::uuid[]) THEN a.id || '@kontuar' END FROM unnest($2::uuid[]) WITH ORDINALITY AS r (id, position)
     WHERE a.id = r.id AND a.uploaded_by = $3 AND a.message_id IS NULL AND a.planned_id IS NULL AND a.canned_id IS NULL AND a.post_id IS NULL AND a.aside_message_id IS NULL RETURNING a.size_bytes`,
    [id, said.attachmentIds, `member:${actor.memberId}`, inlinePictures(said.html)],
  );
  if (uploaded.length < new Set(said.attachmentIds).size) throw notFound('uploaded file');
  const copied = copies.length === 0 ? [] : await tx.query<{ size_bytes: string }>(
    `INSERT INTO attachments (id, workspace_id, aside_message_id, name, content_type, size_bytes, state, file_key, thumb_key, width, height, position)
     SELECT r.id, a.workspace_id, $2, a.name, a.content_type, a.size_bytes, 'ready', r.key, r.thumb, a.width, a.height, 100 + r.position
     FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, original uuid, key text, thumb text, position integer) JOIN attachments a ON a.id = r.original RETURNING size_bytes`,
    [JSON.stringify(copies.map((copy, position) => ({ ...copy, id: newId(), position }))), id],
  );
  const bytes = [...uploaded, ...copied].reduce((sum, file) => sum + Number(file.size_bytes), 0);
  if (bytes > limits.maxBytes) throw invalid('attachment-too-large', `The files are larger than this channel takes (${Math.floor(limits.maxBytes / 1024 / 1024)} MB together).`);
  return id;
}

/** Files of this conversation or of its side conversations. @throws not-found for any other */
export async function filesToCopy(tx: Tx, conversationId: string, ids: readonly string[]): Promise<{ id: string; file_key: string; thumb_key: string | null }[]> {
  if (ids.length === 0) return [];
  const rows = await tx.query<{ id: string; file_key: string | null; thumb_key: string | null; state: string }>(
    `SELECT a.id, a.file_key, a.thumb_key, a.state FROM attachments a WHERE a.id = ANY($2::uuid[]) AND (
       EXISTS (SELECT 1 FROM messages m WHERE m.id = a.message_id AND m.conversation_id = $1 AND m.kind = 'message' AND m.deleted_at IS NULL)
       OR EXISTS (SELECT 1 FROM aside_messages m JOIN asides s ON s.id = m.aside_id WHERE m.id = a.aside_message_id AND s.conversation_id = $1))`,
    [conversationId, ids],
  );
  if (rows.length < new Set(ids).size) throw notFound('file');
  return rows.map(({ state, file_key, ...row }) => {
    if (state !== 'ready' || file_key === null) throw conflict('file-not-ready', 'One of the files is not here yet.');
    return { ...row, file_key };
  });
}

export async function copyFiles(files: Files, originals: readonly { id: string; file_key: string; thumb_key: string | null }[]): Promise<CopiedFile[]> {
  return Promise.all(originals.map(async (row) => ({
    original: row.id, key: (await files.put(files.open(row.file_key))).key, thumb: row.thumb_key === null ? null : (await files.put(files.open(row.thumb_key))).key,
  })));
}
