import { signaturePictures } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { invalid, notFound } from '../errors';
import { inlinePictures } from '../messages/inline-pictures';
import { attachmentColumns, type AttachmentRow } from '../messages/message.view';

export type PictureRow = AttachmentRow;

/** The pictures that a signature names; one that is gone is left out. */
export async function picturesIn(tx: Tx, ...htmls: readonly string[]): Promise<PictureRow[]> {
  const ids = inlinePictures(htmls.join(''));
  if (ids.length === 0) return [];
  const rows = await tx.query<PictureRow>(`SELECT ${attachmentColumns} FROM attachments WHERE id = ANY($1::uuid[]) AND in_signature AND state = 'ready' AND file_key IS NOT NULL ORDER BY id`, [ids]);
  return rows.map((row) => ({ ...row, inline: true, content_id: `${row.id}@kontuar` }));
}

/**
 * Makes what this member uploaded part of the signature. Another signature's picture may be named as well: whoever copies its words copies them with it.
 * @throws not-found for what is no upload of one's own, invalid for what is no picture, too large, or one too many
 */
export async function keepPictures(tx: Tx, actor: MemberActor, said: { en: string; pl: string }): Promise<void> {
  const { maxCount, maxBytes, types } = signaturePictures;
  for (const html of [said.en, said.pl]) if (inlinePictures(html).length > maxCount) throw invalid('too-many-pictures', `A signature takes ${maxCount} pictures at most.`);
  const ids = inlinePictures(said.en + said.pl);
  if (ids.length === 0) return;
  const rows = await tx.query<{ name: string; content_type: string; size_bytes: string }>(
    // Nobody's upload any more: no message can take it.
    `UPDATE attachments SET in_signature = true, uploaded_by = NULL WHERE id = ANY($1::uuid[]) AND state = 'ready' AND (in_signature OR (uploaded_by = $2
       AND message_id IS NULL AND planned_id IS NULL AND canned_id IS NULL AND post_id IS NULL AND aside_message_id IS NULL AND shared_draft_id IS NULL)) RETURNING name, content_type, size_bytes`,
    [ids, `member:${actor.memberId}`],
  );
  if (rows.length < ids.length) throw notFound('uploaded file');
  if (rows.some((row) => !types.some((type) => type === row.content_type))) throw invalid('no-picture', 'A signature takes pictures as PNG, JPEG, GIF or WebP.');
  const large = rows.find((row) => Number(row.size_bytes) > maxBytes);
  if (large !== undefined) throw invalid('picture-too-large', `“${large.name}” is larger than a picture of a signature may be (${maxBytes / 1024} kB).`);
}

/** What no signature names any more is removed two days later, as uploads are that nobody used: a letter that leaves just now may still carry it. */
export async function letGoOfPictures(tx: Tx): Promise<void> {
  await tx.execute(`UPDATE attachments a SET in_signature = false, created_at = now() WHERE a.in_signature AND NOT EXISTS (SELECT 1 FROM signatures s WHERE position(a.id::text IN lower(s.en || s.pl)) > 0)`, []);
}
