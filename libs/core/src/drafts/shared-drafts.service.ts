import { Inject, Injectable } from '@nestjs/common';
import type { DraftView, SharedDraftAnswer, SharedDraftView, SharedFilesInput, ShareInput } from '@kontuar/contract';
import { Database, Secrets, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can, seesEverything } from '../access/can';
import { ChannelContexts } from '../channels/channel-contexts';
import { Conversations } from '../conversations/conversations.service';
import { conflict, DomainError, forbidden, notFound } from '../errors';
import { attachmentColumns, toAttachmentView, type AttachmentRow } from '../messages/message.view';
import { PULSE } from '../tokens';
import { becomeOwn } from './become-own';
import { lightened, missing, readDocument, RefusedUpdate, snapshotOf, takeUpdate } from './draft-document';
import { DraftDocuments } from './draft-documents';
import { publishDraft, type DraftFacts } from './draft-news';
import { Drafts } from './drafts.service';
import { formIn, giveFiles, shareDraft } from './share';
import { COMPACT_AFTER, ended, loadDocument, refreshSharedDraft, sharedDraftColumns, type SharedDraftRow } from './shared-draft.row';

const MAX_FILES = 20;

type Found = { row: SharedDraftRow; facts: DraftFacts };

const refusals: Record<RefusedUpdate['code'], (error: RefusedUpdate) => DomainError> = {
  'draft-unreadable': () => new DomainError('unprocessable', 'draft-unreadable', 'This is no change that a shared draft can take.'),
  'draft-gap': () => conflict('draft-gap', 'Something before this change is missing; join the draft again.'),
  'draft-full': () => new DomainError('too-large', 'draft-full', 'The shared draft would become too long.'),
};

/**
 * Replies that those who may answer write together. The document is Yjs: the server keeps every change before it says so, looks at each (draft-document.ts),
 * and passes it on; what one process knows, the others hear over the pulse.
 */
@Injectable()
export class SharedDrafts {
  private readonly documents = new DraftDocuments();

  constructor(
    private readonly database: Database,
    private readonly conversations: Conversations,
    private readonly drafts: Drafts,
    private readonly contexts: ChannelContexts,
    private readonly secrets: Secrets,
    @Inject(PULSE) private readonly pulse: Pulse,
  ) {}

  async current(actor: MemberActor, conversationId: string): Promise<SharedDraftAnswer> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await this.conversations.allow(tx, actor, conversationId, 'conversation.reply');
      const [open] = await tx.query<{ id: string }>(`SELECT id FROM shared_drafts WHERE conversation_id = $1 AND state = 'open'`, [conversationId]);
      return { draft: open === undefined ? null : await this.view(tx, actor, await this.find(tx, actor, open.id)) };
    });
  }

  /** Also after it ended: what became of it. */
  async get(actor: MemberActor, id: string): Promise<SharedDraftView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => this.view(tx, actor, await this.find(tx, actor, id)));
  }

  async share(actor: MemberActor, conversationId: string, input: ShareInput): Promise<SharedDraftView> {
    return this.refusing(() => this.conversations.unit(actor, async (tx) => {
      await this.conversations.locked(tx, actor, conversationId, 'conversation.reply');
      const id = await shareDraft(tx, actor, conversationId, { ...input, form: await formIn(tx, this.contexts, conversationId) });
      return this.view(tx, actor, await this.find(tx, actor, id));
    }));
  }

  /** Ends the sharing: words and files become this member's own draft. */
  async keep(actor: MemberActor, id: string): Promise<DraftView> {
    const conversationId = await this.conversations.unit(actor, async (tx) => {
      const before = await this.find(tx, actor, id);
      await this.conversations.locked(tx, actor, before.row.conversation_id, 'conversation.reply');
      const { row, facts } = await this.held(tx, actor, id);
      if (!mayKeep(actor, row, facts)) throw forbidden('Only who shared this draft, or whoever holds the conversation, takes it back.');
      const content = readDocument(await loadDocument(tx, row));
      await tx.execute(`UPDATE shared_drafts SET state = 'kept', ended_at = now(), ended_by = $2, ended_by_name = $3, updated_at = now() WHERE id = $1`, [id, actor.memberId, actor.name]);
      const files = await tx.query<{ id: string }>(`UPDATE attachments SET uploaded_by = $2, shared_draft_id = NULL, created_at = now() WHERE shared_draft_id = $1 AND message_id IS NULL RETURNING id`, [id, `member:${actor.memberId}`]);
      await becomeOwn(tx, { workspaceId: actor.workspaceId, conversationId: row.conversation_id, memberId: actor.memberId, content, attachmentIds: files.map((file) => file.id), sinceSeq: row.since_seq, first: true });
      await refreshSharedDraft(tx, actor, row.conversation_id, 'kept');
      this.tellEnded(tx, actor, row, facts, 'kept', null);
      return row.conversation_id;
    });
    return this.drafts.get(actor, conversationId);
  }

  /** Own uploads in, anybody's out again. */
  async files(actor: MemberActor, id: string, { add = [], remove = [] }: SharedFilesInput): Promise<SharedDraftView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const { row, facts } = await this.held(tx, actor, id);
      if (remove.length > 0) await tx.execute(`UPDATE attachments SET shared_draft_id = NULL, created_at = now() WHERE id = ANY($1::uuid[]) AND shared_draft_id = $2 AND message_id IS NULL`, [remove, id]);
      await giveFiles(tx, actor, id, add);
      const [kept] = await tx.query<{ n: number }>(`SELECT count(*)::int AS n FROM attachments WHERE shared_draft_id = $1 AND message_id IS NULL`, [id]);
      if ((kept?.n ?? 0) > MAX_FILES) throw new DomainError('too-large', 'draft-full', 'The shared draft would become too long.');
      await tx.execute(`UPDATE shared_drafts SET updated_at = now(), updated_by = $2, updated_by_name = $3 WHERE id = $1`, [id, actor.memberId, actor.name]);
      tx.afterCommit(() => { publishDraft(this.pulse, { workspaceId: row.workspace_id, draftId: id, facts, type: 'draft.files', event: { draftId: id } }); });
      return this.view(tx, actor, { row, facts });
    });
  }

  /** What the server has and this client lacks, and the other way round. */
  async join(actor: MemberActor, id: string, vector: Uint8Array): Promise<{ update: Uint8Array; vector: Uint8Array; seq: number }> {
    return this.refusing(() => this.database.inWorkspace(actor.workspaceId, async (tx) => {
      // One moment for the row and its changes, and a word with whoever is writing one just now.
      const { row } = await this.held(tx, actor, id);
      const doc = this.documents.take(id, row.seq) ?? (await loadDocument(tx, row));
      const known = missing(doc, vector);
      this.documents.keep(id, row.seq, doc);
      return { ...known, seq: row.seq };
    }));
  }

  /** Kept when this resolves. `from`: the socket that has it already. */
  async update(actor: MemberActor, id: string, update: Uint8Array, from?: string): Promise<{ seq: number }> {
    return this.refusing(() => this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const { row, facts } = await this.held(tx, actor, id);
      const doc = this.documents.take(id, row.seq) ?? (await loadDocument(tx, row));
      const taken = takeUpdate(doc, update, actor.memberId, row.writers);
      if (taken === undefined) {
        this.documents.keep(id, row.seq, doc);
        return { seq: row.seq };
      }
      const seq = row.seq + 1;
      const compact = seq - row.snapshot_seq >= COMPACT_AFTER ? Buffer.from(snapshotOf(doc)) : null;
      await tx.execute(`INSERT INTO shared_draft_updates (workspace_id, draft_id, seq, body, member_id) VALUES ($1, $2, $3, $4, $5)`, [row.workspace_id, id, seq, Buffer.from(taken.body), actor.memberId]);
      // The last ones stay for a while: by them it is known who changed what just now.
      if (compact !== null) await tx.execute(`DELETE FROM shared_draft_updates WHERE draft_id = $1 AND seq <= $2`, [id, seq - COMPACT_AFTER]);
      await tx.execute(
        `UPDATE shared_drafts SET seq = $2, bytes = coalesce(length($3::bytea), bytes + $4), snapshot = coalesce($3, snapshot), snapshot_seq = CASE WHEN $3::bytea IS NULL THEN snapshot_seq ELSE $2 END,
           writers = $5, updated_at = clock_timestamp(), updated_by = $6, updated_by_name = $7 WHERE id = $1`,
        [id, seq, compact, taken.body.length, JSON.stringify(taken.writers), actor.memberId, actor.name],
      );
      tx.afterCommit(() => {
        this.documents.keep(id, seq, compact === null ? doc : lightened(doc, compact));
        publishDraft(this.pulse, { workspaceId: row.workspace_id, draftId: id, facts, ...(from === undefined || taken.mended ? {} : { from }), type: 'draft.updated', event: { draftId: id, memberId: actor.memberId, name: actor.name, seq, update: Buffer.from(taken.body).toString('base64') } });
      });
      return { seq };
    }));
  }

  /** Who may hear of a draft now. @throws as everything here does when this member may not, or when it ended. */
  async facts(actor: MemberActor, id: string): Promise<DraftFacts> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const { row, facts } = await this.find(tx, actor, id);
      if (row.state !== 'open') throw ended(row);
      return facts;
    });
  }

  /** Told to those who write in it, once the unit is kept. */
  tellEnded(tx: Tx, actor: MemberActor, row: SharedDraftRow, facts: DraftFacts, state: 'sent' | 'kept', text: string | null): void {
    this.documents.drop(row.id);
    tx.afterCommit(() => {
      publishDraft(this.pulse, { workspaceId: row.workspace_id, draftId: row.id, facts, type: 'draft.ended', event: { draftId: row.id, conversationId: row.conversation_id, state, memberId: actor.memberId, name: actor.name, text } });
    });
  }

  /** In sight and open to answers: everything about a draft follows the conversation. */
  private async find(tx: Tx, actor: MemberActor, id: string, lock = ''): Promise<Found> {
    const [row] = await tx.query<SharedDraftRow>(`SELECT ${sharedDraftColumns} FROM shared_drafts WHERE id = $1 ${lock}`, [id]);
    if (row === undefined) throw notFound('shared draft');
    const conversation = await this.conversations.allow(tx, actor, row.conversation_id, 'conversation.reply');
    return { row, facts: { channelId: conversation.channel_id, assigneeId: conversation.assignee_id, teamId: conversation.team_id } };
  }

  private async held(tx: Tx, actor: MemberActor, id: string): Promise<Found> {
    const found = await this.find(tx, actor, id, 'FOR UPDATE');
    if (found.row.state !== 'open') throw ended(found.row);
    return found;
  }

  private async view(tx: Tx, actor: MemberActor, { row, facts }: Found): Promise<SharedDraftView> {
    const content = readDocument(await loadDocument(tx, row));
    const files = await tx.query<AttachmentRow>(`SELECT ${attachmentColumns} FROM attachments WHERE shared_draft_id = $1 AND message_id IS NULL ORDER BY position, id`, [row.id]);
    return {
      ...content, id: row.id, conversationId: row.conversation_id, ownerId: row.owner_id, ownerName: row.owner_name, sharedAt: row.created_at.toISOString(), state: row.state, endedByName: row.ended_by_name,
      sinceSeq: row.since_seq, attachments: files.map((file) => toAttachmentView(file, this.secrets)), updatedAt: row.updated_at.toISOString(), updatedByName: row.updated_by_name, seq: row.seq, mayKeep: row.state === 'open' && mayKeep(actor, row, facts),
    };
  }

  private async refusing<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof RefusedUpdate ? refusals[error.code](error) : error;
    }
  }
}

/** Who shared it, who holds the conversation, and those who lead: somebody can always clear it away. */
function mayKeep(actor: MemberActor, row: SharedDraftRow, facts: DraftFacts): boolean {
  return can(actor, 'conversation.reply') && (row.owner_id === actor.memberId || facts.assigneeId === actor.memberId || seesEverything(actor.role));
}
