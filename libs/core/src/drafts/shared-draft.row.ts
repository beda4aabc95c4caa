import type { Tx } from '@kontuar/platform';
import type * as Y from 'yjs';
import type { Actor } from '../access/actor';
import { conflict, type DomainError } from '../errors';
import { actorOf, record } from '../history/history';
import { openDocument, type Writers } from './draft-document';

/** After so many changes the document is written anew. */
export const COMPACT_AFTER = 64;

export interface SharedDraftRow {
  id: string; workspace_id: string; conversation_id: string; owner_id: string; owner_name: string; state: 'open' | 'sent' | 'kept'; since_seq: number;
  snapshot_seq: number; seq: number; bytes: number; writers: Writers; created_at: Date; updated_at: Date; updated_by: string; updated_by_name: string;
  ended_by: string | null; ended_by_name: string | null; message_id: string | null; planned_id: string | null;
}

/** All but the document itself. */
export const sharedDraftColumns = `id, workspace_id, conversation_id, owner_id, owner_name, state, since_seq, snapshot_seq, seq, bytes, writers, created_at, updated_at, updated_by, updated_by_name, ended_by, ended_by_name, message_id, planned_id`;

/** As of the row's `seq`: callers hold the row, or look at one moment. */
export async function loadDocument(tx: Tx, row: Pick<SharedDraftRow, 'id'>): Promise<Y.Doc> {
  const parts = await tx.query<{ body: Buffer }>(
    `SELECT snapshot AS body, -1 AS seq FROM shared_drafts WHERE id = $1 UNION ALL SELECT u.body, u.seq FROM shared_draft_updates u JOIN shared_drafts d ON d.id = u.draft_id WHERE u.draft_id = $1 AND u.seq > d.snapshot_seq ORDER BY seq`,
    [row.id],
  );
  return openDocument(parts.map(({ body }) => body));
}

/** Writes down on the conversation whether a draft is shared in it, and tells screens. Callers hold the conversation. */
export async function refreshSharedDraft(tx: Tx, actor: Actor, conversationId: string, what: 'shared' | 'sent' | 'kept' | 'back'): Promise<void> {
  await tx.execute(
    `UPDATE conversations c SET version = c.version + 1, shared_draft = (
       SELECT jsonb_build_object('id', d.id, 'ownerId', d.owner_id, 'ownerName', d.owner_name, 'sharedAt', to_char(d.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
       FROM shared_drafts d WHERE d.conversation_id = c.id AND d.state = 'open') WHERE c.id = $1`,
    [conversationId],
  );
  await record(tx, [{ type: 'conversation.updated', actor: actorOf(actor), conversationId, data: { sharedDraft: what } }]);
}

export function ended(row: SharedDraftRow): DomainError {
  return row.state === 'sent'
    ? conflict('draft-sent', 'Somebody sent this draft already.', { draftId: row.id, byName: row.ended_by_name, messageId: row.message_id, plannedId: row.planned_id })
    : conflict('draft-kept', 'This draft is not shared any more.', { draftId: row.id, byName: row.ended_by_name });
}
