import type { ShareInput, SharedDraftForm } from '@kontuar/contract';
import { newId, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import type { ChannelContexts } from '../channels/channel-contexts';
import { findChannel } from '../channels/channel.row';
import { conflict, notFound } from '../errors';
import { wayOut } from '../sending/way-out';
import { newDocument, snapshotOf } from './draft-document';
import { refreshSharedDraft } from './shared-draft.row';

/** Where the channel takes a look along, it is shared with its look. */
export async function formIn(tx: Tx, contexts: ChannelContexts, conversationId: string): Promise<SharedDraftForm> {
  const channel = await findChannel(tx, (await wayOut(tx, conversationId, null)).channelId);
  return channel !== undefined && contexts.takesLook(channel) ? 'letter' : 'plain';
}

/**
 * What was one member's becomes the team's; their own draft is used up by it. Callers hold the conversation. Answers the id.
 * @throws RefusedUpdate when it is more than a shared draft takes
 */
export async function shareDraft(tx: Tx, actor: MemberActor, conversationId: string, input: ShareInput & { form: SharedDraftForm }): Promise<string> {
  const { doc, writers } = newDocument({ form: input.form, text: input.text, html: input.html ?? null, cc: input.cc ?? null, side: input.visibility ?? null, letter: input.letter });
  const snapshot = snapshotOf(doc);
  const id = newId();
  const [made] = await tx.query<{ id: string }>(
    `INSERT INTO shared_drafts (id, workspace_id, conversation_id, owner_id, owner_name, since_seq, snapshot, bytes, writers, updated_by, updated_by_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $4, $5) ON CONFLICT (conversation_id) WHERE state = 'open' DO NOTHING RETURNING id`,
    [id, actor.workspaceId, conversationId, actor.memberId, actor.name, input.sinceSeq, Buffer.from(snapshot), snapshot.length, JSON.stringify(writers)],
  );
  if (made === undefined) {
    const [other] = await tx.query<{ id: string; owner_name: string }>(`SELECT id, owner_name FROM shared_drafts WHERE conversation_id = $1 AND state = 'open'`, [conversationId]);
    throw conflict('draft-shared-already', 'A draft is shared in this conversation already.', { draftId: other?.id, ownerName: other?.owner_name });
  }
  await giveFiles(tx, actor, id, input.attachmentIds);
  await tx.execute(`DELETE FROM drafts WHERE conversation_id = $1 AND member_id = $2 AND NOT private`, [conversationId, actor.memberId]);
  await refreshSharedDraft(tx, actor, conversationId, 'shared');
  return id;
}

/** Only what this member uploaded and nobody used yet: an id alone gives no access to a colleague's file. */
export async function giveFiles(tx: Tx, actor: MemberActor, draftId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const given = await tx.execute(
    `UPDATE attachments a SET shared_draft_id = $1, position = r.position + (SELECT count(*) FROM attachments b WHERE b.shared_draft_id = $1)
     FROM unnest($2::uuid[]) WITH ORDINALITY AS r (id, position) WHERE a.id = r.id AND a.message_id IS NULL AND a.canned_id IS NULL AND a.uploaded_by = $3 AND (a.shared_draft_id IS NULL OR a.shared_draft_id = $1)`,
    [draftId, ids, `member:${actor.memberId}`],
  );
  if (given < new Set(ids).size) throw notFound('uploaded file');
}
