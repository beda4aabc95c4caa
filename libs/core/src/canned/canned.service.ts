import { Injectable } from '@nestjs/common';
import type { AttachmentView, Canned as CannedView, CannedInput, CannedPatch, Page } from '@kontuar/contract';
import { Database, Files, newId, Secrets, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { orMissing, orTaken } from '../database-errors';
import { conflict, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { attachmentColumns, toAttachmentView, type AttachmentRow } from '../messages/message.view';
import { afterId, toPageById, type PageRequest } from '../paging';
import { CannedAnswer } from './canned.entity';

const taken = () => conflict('shortcut-exists', 'There is an answer with this shortcut for this language already.');
const noTeam = () => invalid('unknown-team', 'This team does not exist.', { errors: [{ path: 'teamId', message: 'This team does not exist.' }] });

/** Those of a team are for its members, and for whoever keeps the list. */
export const maySee = (actor: MemberActor, teamId: string | null): boolean => teamId === null || actor.teamIds.includes(teamId) || can(actor, 'canned.manage');

/** Answers that are written once and used by many; some act as well (see macros.service.ts). */
@Injectable()
export class Canned {
  constructor(private readonly database: Database, private readonly files: Files, private readonly secrets: Secrets) {}

  async list(actor: MemberActor, page: PageRequest): Promise<Page<CannedView>> {
    const after = afterId(page);
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const found = tx.manager.createQueryBuilder(CannedAnswer, 'c').where('c.workspaceId = :workspace', { workspace: actor.workspaceId }).orderBy('c.id').take(page.limit + 1);
      if (after !== null) found.andWhere('c.id > :after', { after });
      if (!can(actor, 'canned.manage')) found.andWhere('(c.teamId IS NULL OR c.teamId = ANY(:teams))', { teams: [...actor.teamIds] });
      const rows = await found.getMany();
      const files = await this.filesOf(tx, rows.map(({ id }) => id));
      return toPageById(rows, page.limit, (row) => toCanned(row, files.get(row.id)));
    });
  }

  async create(actor: MemberActor, { attachmentIds, ...input }: CannedInput): Promise<CannedView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await knownArticle(tx, input.articleId);
      const answer = tx.manager.create(CannedAnswer, { id: newId(), workspaceId: actor.workspaceId, uses: 0, ...input });
      await orMissing(orTaken(tx.manager.insert(CannedAnswer, answer), taken), noTeam);
      await this.attach(tx, actor, answer.id, attachmentIds);
      await record(tx, [{ type: 'canned.created', actor: actorOf(actor), subjectId: answer.id }, directoryChanged(actor, 'canned', answer.id)]);
      return this.view(tx, answer);
    });
  }

  async change(actor: MemberActor, cannedId: string, { attachmentIds, ...patch }: CannedPatch): Promise<CannedView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const answer = await tx.manager.findOneBy(CannedAnswer, { id: cannedId });
      if (answer === null) throw notFound('canned answer');
      await knownArticle(tx, patch.articleId);
      const change = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Partial<CannedAnswer>;
      const next = { ...answer, ...change };
      if (next.text.trim() === '' && next.actions.length === 0) throw invalid('empty-answer', 'Write a text, or say what it does.');
      if (Object.keys(change).length > 0) await orMissing(orTaken(tx.manager.update(CannedAnswer, { id: cannedId }, change as object), taken), noTeam);
      if (attachmentIds !== undefined) await this.attach(tx, actor, cannedId, attachmentIds);
      await record(tx, [{ type: 'canned.changed', actor: actorOf(actor), subjectId: cannedId, data: { fields: [...Object.keys(change), ...(attachmentIds === undefined ? [] : ['attachments'])] } }, directoryChanged(actor, 'canned', cannedId)]);
      return this.view(tx, next);
    });
  }

  async remove(actor: MemberActor, cannedId: string): Promise<void> {
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      // Its files stay with whoever removes it for two days, so that a removal can be taken back whole.
      await tx.execute('UPDATE attachments SET canned_id = NULL, uploaded_by = $2, created_at = now() WHERE canned_id = $1', [cannedId, `member:${actor.memberId}`]);
      if ((await tx.manager.delete(CannedAnswer, { id: cannedId })).affected === 0) throw notFound('canned answer');
      await record(tx, [{ type: 'canned.removed', actor: actorOf(actor), subjectId: cannedId }, directoryChanged(actor, 'canned', cannedId)]);
    });
  }

  /** Counts a use, so that what is used most is offered first. Not worth a line in the log. */
  async used(actor: MemberActor, cannedId: string): Promise<void> {
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await seenBy(tx, actor, cannedId);
      await tx.execute('UPDATE canned SET uses = uses + 1 WHERE id = $1', [cannedId]);
    });
  }

  /** Copies of its files for one answer: what is sent stays what it was, whatever becomes of the original. */
  async copyFiles(actor: MemberActor, cannedId: string): Promise<AttachmentView[]> {
    const originals = await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await seenBy(tx, actor, cannedId);
      return tx.query<AttachmentRow>(`SELECT ${attachmentColumns} FROM attachments WHERE canned_id = $1 AND state = 'ready' AND file_key IS NOT NULL ORDER BY position, id`, [cannedId]);
    });
    const copies = await Promise.all(originals.map(async (row) => ({
      id: newId(), original: row.id, file: (await this.files.put(this.files.open(row.file_key as string))).key, thumb: row.thumb_key === null ? null : (await this.files.put(this.files.open(row.thumb_key))).key,
    })));
    const rows = await this.database.inWorkspace(actor.workspaceId, (tx) => tx.query<AttachmentRow>(
      `INSERT INTO attachments (id, workspace_id, uploaded_by, name, content_type, size_bytes, state, file_key, thumb_key, width, height, position)
       SELECT r.id, a.workspace_id, $2, a.name, a.content_type, a.size_bytes, 'ready', r.file, r.thumb, a.width, a.height, a.position
       FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, original uuid, file text, thumb text) JOIN attachments a ON a.id = r.original ORDER BY a.position, a.id RETURNING ${attachmentColumns}`,
      [JSON.stringify(copies), `member:${actor.memberId}`],
    ));
    return rows.map((row) => toAttachmentView(row, this.secrets));
  }

  private async view(tx: Tx, answer: CannedAnswer): Promise<CannedView> {
    return toCanned(answer, (await this.filesOf(tx, [answer.id])).get(answer.id));
  }

  private async filesOf(tx: Tx, cannedIds: readonly string[]): Promise<Map<string, AttachmentView[]>> {
    const rows = await tx.query<AttachmentRow & { canned_id: string }>(`SELECT ${attachmentColumns}, canned_id FROM attachments WHERE canned_id = ANY($1::uuid[]) ORDER BY canned_id, position, id`, [cannedIds]);
    const files = new Map<string, AttachmentView[]>();
    for (const row of rows) files.set(row.canned_id, [...(files.get(row.canned_id) ?? []), toAttachmentView(row, this.secrets)]);
    return files;
  }

  /** Exactly these, in this order; what it had and is not named is let go of. */
  private async attach(tx: Tx, actor: MemberActor, cannedId: string, ids: readonly string[]): Promise<void> {
    await tx.execute('UPDATE attachments SET canned_id = NULL WHERE canned_id = $1 AND id <> ALL($2::uuid[])', [cannedId, ids]);
    const rows = await tx.query(
      `UPDATE attachments a SET canned_id = $1, position = r.position FROM unnest($2::uuid[]) WITH ORDINALITY AS r (id, position)
       WHERE a.id = r.id AND a.message_id IS NULL AND a.post_id IS NULL AND (a.canned_id = $1 OR (a.canned_id IS NULL AND a.uploaded_by = $3)) RETURNING a.id`,
      [cannedId, ids, `member:${actor.memberId}`],
    );
    if (rows.length < new Set(ids).size) throw notFound('uploaded file');
  }
}

const toCanned = ({ id, shortcut, title, text, locale, folder, teamId, actions, articleId, uses }: CannedAnswer, attachments: AttachmentView[] = []): CannedView =>
  ({ id, shortcut, title, text, locale, folder, teamId, actions, articleId, attachments, uses });

/** @throws not-found; a reference alone would take one of another workspace. */
async function knownArticle(tx: Tx, articleId: string | null | undefined): Promise<void> {
  if (articleId != null && (await tx.query('SELECT 1 FROM articles WHERE id = $1', [articleId])).length === 0) throw notFound('article');
}

/** @throws not-found, for one of another team as well. */
export async function seenBy(tx: Tx, actor: MemberActor, cannedId: string): Promise<CannedAnswer> {
  const answer = await tx.manager.findOneBy(CannedAnswer, { id: cannedId });
  if (answer === null || !maySee(actor, answer.teamId)) throw notFound('canned answer');
  return answer;
}

/** A team goes, its answers stay, for everybody; one whose shortcut is taken gets a new one. */
export async function releaseCannedOf(tx: Tx, teamId: string): Promise<void> {
  await tx.execute(
    `UPDATE canned c SET team_id = NULL, shortcut = CASE WHEN EXISTS (
       SELECT 1 FROM canned o WHERE o.workspace_id = c.workspace_id AND o.shortcut = c.shortcut AND o.locale IS NOT DISTINCT FROM c.locale AND o.team_id IS NULL)
       THEN left(c.shortcut, 31) || '-' || right(c.id::text, 8) ELSE c.shortcut END WHERE c.team_id = $1`,
    [teamId],
  );
}
