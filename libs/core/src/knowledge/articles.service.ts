import { Injectable } from '@nestjs/common';
import type { Article, ArticleInput, ArticlePatch, ArticleQuery, ArticleRevision, ArticleRevisionText, ArticleSummary, ArticleTextInput, Locale, Page } from '@kontuar/contract';
import { Database, newId, Secrets, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { orMissing } from '../database-errors';
import { conflict, forbidden, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { afterId, toPageById } from '../paging';
import { cleanArticle, picturesIn, withPictures } from './article-html';
import { articleColumns, holdArticle, readArticle, textsOf, toSummary, type ArticleRow } from './article.rows';
import { ensureSite } from './help-site.service';
import { holdText } from './hold-text';

const noCategory = () => invalid('unknown-category', 'This category does not exist.', { errors: [{ path: 'categoryId', message: 'This category does not exist.' }] });
/** What one person writes in one go is one revision. */
const ONE_GO = `interval '10 minutes'`;

interface RevisionRow { number: number; title: string; made_by: string | null; made_at: Date; published_at: Date | null; restored_from: number | null; summary: string; html: string; keywords: string[] }
const toRevision = (row: RevisionRow): ArticleRevision => ({ number: row.number, title: row.title, madeBy: row.made_by, madeAt: row.made_at.toISOString(), publishedAt: row.published_at?.toISOString() ?? null, restoredFrom: row.restored_from });

/** Articles as those see them who write them. What readers see is another revision of the same (see publishing.service.ts). */
@Injectable()
export class Articles {
  constructor(private readonly database: Database, private readonly secrets: Secrets) {}

  async list(actor: MemberActor, query: ArticleQuery): Promise<Page<ArticleSummary>> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const rows = await tx.query<ArticleRow>(
        `SELECT ${articleColumns} FROM articles a WHERE a.workspace_id = $1 AND ($2::uuid IS NULL OR a.id < $2) AND (a.archived_at IS NOT NULL) = $3 AND ($4::text IS NULL OR a.audience = $4) AND ($5::uuid IS NULL OR a.category_id = $5)
           AND ($6::text IS NULL OR EXISTS (SELECT 1 FROM article_texts t WHERE t.article_id = a.id AND t.state = $6 AND ($7::text IS NULL OR t.locale = $7)))
           AND ($8::text IS NULL OR EXISTS (SELECT 1 FROM article_texts t JOIN article_revisions r ON r.article_id = t.article_id AND r.locale = t.locale AND r.number = t.revision WHERE t.article_id = a.id AND strpos(kontuar_plain(r.title || ' ' || array_to_string(r.keywords, ' ')), kontuar_plain($8)) > 0))
         ORDER BY a.id DESC LIMIT $9`,
        [actor.workspaceId, afterId(query), query.archived ?? false, query.audience ?? null, query.categoryId ?? null, query.state ?? null, query.locale ?? null, query.q ?? null, query.limit + 1],
      );
      const texts = await textsOf(tx, rows.map(({ id }) => id));
      return toPageById(rows, query.limit, (row) => toSummary(row, texts));
    });
  }

  async get(actor: MemberActor, articleId: string): Promise<Article> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => readArticle(tx, this.secrets, articleId));
  }

  async create(actor: MemberActor, input: ArticleInput): Promise<Article> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const id = await createArticle(tx, actor, input);
      return readArticle(tx, this.secrets, id);
    });
  }

  /** Who reads it and where it stands. What readers see already changes with it, so only those who publish may then. */
  async change(actor: MemberActor, articleId: string, patch: ArticlePatch): Promise<Article> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const row = await holdArticle(tx, articleId);
      const live = await tx.query(`SELECT 1 FROM article_texts WHERE article_id = $1 AND live_revision IS NOT NULL`, [articleId]);
      if (live.length > 0 && !can(actor, 'knowledge.publish')) throw forbidden();
      await orMissing(tx.execute(
        `UPDATE articles SET audience = coalesce($2, audience), category_id = CASE WHEN $3 THEN $4::uuid ELSE category_id END, archived_at = CASE WHEN $5::boolean IS NULL THEN archived_at WHEN $5 THEN coalesce(archived_at, now()) END WHERE id = $1`,
        [articleId, patch.audience ?? null, patch.categoryId !== undefined, patch.categoryId ?? null, patch.archived ?? null],
      ), noCategory);
      await record(tx, [{ type: patch.archived === true && row.archived_at === null ? 'article.archived' : 'article.changed', actor: actorOf(actor), subjectId: articleId, data: { fields: Object.keys(patch) } }, directoryChanged(actor, 'knowledge', articleId)]);
      return readArticle(tx, this.secrets, articleId);
    });
  }

  /** Keeps what was written, as a draft: readers go on seeing what was published. @throws changed-meanwhile */
  async save(actor: MemberActor, articleId: string, locale: Locale, input: ArticleTextInput): Promise<Article> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await holdArticle(tx, articleId);
      await saveText(tx, actor, articleId, locale, input);
      return readArticle(tx, this.secrets, articleId);
    });
  }

  async revisions(actor: MemberActor, articleId: string, locale: Locale): Promise<ArticleRevision[]> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const rows = await tx.query<RevisionRow>(`SELECT number, title, made_by, made_at, published_at, restored_from FROM article_revisions WHERE article_id = $1 AND locale = $2 ORDER BY number DESC LIMIT 200`, [articleId, locale]);
      if (rows.length === 0) throw notFound('article');
      return rows.map(toRevision);
    });
  }

  async revision(actor: MemberActor, articleId: string, locale: Locale, number: number): Promise<ArticleRevisionText> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const [row] = await tx.query<RevisionRow>(`SELECT number, title, made_by, made_at, published_at, restored_from, summary, html, keywords FROM article_revisions WHERE article_id = $1 AND locale = $2 AND number = $3`, [articleId, locale, number]);
      if (row === undefined) throw notFound('revision');
      return { ...toRevision(row), summary: row.summary, html: row.html, keywords: row.keywords };
    });
  }

  /** What stood once stands again, as a new revision: what came between stays too. */
  async restore(actor: MemberActor, articleId: string, locale: Locale, { version, revision }: { version: number; revision: number }): Promise<Article> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await holdArticle(tx, articleId);
      const text = await holdText(tx, articleId, locale, version);
      const [made] = await tx.query<{ number: number }>(
        `INSERT INTO article_revisions (workspace_id, article_id, locale, number, title, summary, keywords, html, made_by, restored_from)
         SELECT workspace_id, article_id, locale, $4, title, summary, keywords, html, $5, number FROM article_revisions WHERE article_id = $1 AND locale = $2 AND number = $3 RETURNING number`,
        [articleId, locale, revision, text.revision + 1, actor.memberId],
      );
      if (made === undefined) throw notFound('revision');
      await tx.execute(`UPDATE article_texts SET state = 'draft', version = version + 1, revision = $3, changed_by = $4, changed_at = now() WHERE article_id = $1 AND locale = $2`, [articleId, locale, made.number, actor.memberId]);
      await record(tx, [{ type: 'article.restored', actor: actorOf(actor), subjectId: articleId, data: { locale, revision } }, directoryChanged(actor, 'knowledge', articleId)]);
      return readArticle(tx, this.secrets, articleId);
    });
  }
}

export async function createArticle(tx: Tx, actor: MemberActor, input: ArticleInput): Promise<string> {
  const id = newId();
  await ensureSite(tx, actor.workspaceId);
  await orMissing(tx.execute(`INSERT INTO articles (id, workspace_id, category_id, audience, created_by) VALUES ($1, $2, $3, $4, $5)`, [id, actor.workspaceId, input.categoryId, input.audience, actor.memberId]), noCategory);
  await record(tx, [{ type: 'article.created', actor: actorOf(actor), subjectId: id, data: { audience: input.audience } }, directoryChanged(actor, 'knowledge', id)]);
  return id;
}

/** The article must be held. */
export async function saveText(tx: Tx, actor: MemberActor, articleId: string, locale: Locale, input: ArticleTextInput): Promise<void> {
  const clean = cleanArticle(input.html);
  const own = await tx.query<{ id: string }>(
    `WITH taken AS (UPDATE attachments SET article_id = $1 WHERE id = ANY($2::uuid[]) AND article_id IS NULL AND message_id IS NULL AND post_id IS NULL AND canned_id IS NULL AND planned_id IS NULL AND shared_draft_id IS NULL AND aside_message_id IS NULL AND NOT in_signature AND uploaded_by = $3 AND content_type LIKE 'image/%' RETURNING id)
     SELECT id FROM taken UNION SELECT id FROM attachments WHERE article_id = $1`,
    [articleId, picturesIn(clean), `member:${actor.memberId}`],
  );
  const said = { title: input.title.replace(/\s+/g, ' '), summary: input.summary.replace(/\s+/g, ' '), keywords: [...new Set(input.keywords)], html: withPictures(clean, new Set(own.map(({ id }) => id))) };
  const fields = [said.title, said.summary, said.keywords, said.html];
  if (input.version === 0) {
    const made = await tx.query(
      `INSERT INTO article_texts (workspace_id, article_id, locale, revision, slug, changed_by) VALUES ($1, $2, $3, 1, $4, $5) ON CONFLICT DO NOTHING RETURNING article_id`,
      [actor.workspaceId, articleId, locale, input.slug, actor.memberId],
    );
    if (made.length === 0) throw conflict('changed-meanwhile', 'Somebody else began this language meanwhile.');
    await tx.execute(`INSERT INTO article_revisions (workspace_id, article_id, locale, number, title, summary, keywords, html, made_by) VALUES ($1, $2, $3, 1, $5, $6, $7, $8, $4)`, [actor.workspaceId, articleId, locale, actor.memberId, ...fields]);
  } else {
    const text = await holdText(tx, articleId, locale, input.version);
    const [last] = await tx.query<{ same: boolean; in_one_go: boolean }>(
      `SELECT title = $4 AND summary = $5 AND keywords = $6 AND html = $7 AS same,
         made_by = $3 AND made_at > now() - ${ONE_GO} AND published_at IS NULL AND restored_from IS NULL AS in_one_go FROM article_revisions WHERE article_id = $1 AND locale = $2 AND number = $8`,
      [articleId, locale, actor.memberId, ...fields, text.revision],
    );
    if (last?.same === true && text.slug === input.slug) return;
    // What somebody was asked to review is not changed below their eyes.
    const goesOn = last?.in_one_go === true && text.state === 'draft';
    if (goesOn) await tx.execute(`UPDATE article_revisions SET title = $4, summary = $5, keywords = $6, html = $7 WHERE article_id = $1 AND locale = $2 AND number = $3`, [articleId, locale, text.revision, ...fields]);
    else if (last?.same !== true) await tx.execute(`INSERT INTO article_revisions (workspace_id, article_id, locale, number, title, summary, keywords, html, made_by) VALUES ($1, $2, $3, $4, $6, $7, $8, $9, $5)`, [actor.workspaceId, articleId, locale, text.revision + 1, actor.memberId, ...fields]);
    await tx.execute(`UPDATE article_texts SET state = 'draft', version = version + 1, revision = $3, slug = $4, changed_by = $5, changed_at = now() WHERE article_id = $1 AND locale = $2`, [articleId, locale, text.revision + (goesOn || last?.same === true ? 0 : 1), input.slug, actor.memberId]);
  }
  await record(tx, [{ type: 'article.saved', actor: actorOf(actor), subjectId: articleId, data: { locale } }, directoryChanged(actor, 'knowledge', articleId)]);
}
