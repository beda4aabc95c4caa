import type { Article, ArticleAudience, ArticleState, ArticleSummary, ArticleText, ArticleTextSummary, Locale } from '@kontuar/contract';
import type { Secrets, Tx } from '@kontuar/platform';
import { notFound } from '../errors';
import { attachmentColumns, toAttachmentView, type AttachmentRow } from '../messages/message.view';

export interface ArticleRow { id: string; audience: ArticleAudience; category_id: string | null; created_by: string | null; created_at: Date; archived_at: Date | null }
export const articleColumns = 'a.id, a.audience, a.category_id, a.created_by, a.created_at, a.archived_at';

export interface TextRow {
  article_id: string; locale: Locale; title: string; state: ArticleState; version: number; revision: number; live_revision: number | null; published_at: Date | null; slug: string | null;
  submitted_by: string | null; reviewer_id: string | null; review_note: string; changed_by: string | null; changed_at: Date; useful: number; useless: number; path: string | null;
  summary: string; keywords: string[]; html: string;
}

/** Where everybody finds it; null while nobody does. Needs articles a, article_texts t. */
export const pathJoins = `LEFT JOIN help_sites hs ON hs.workspace_id = a.workspace_id
  LEFT JOIN help_slugs sl ON sl.article_id = t.article_id AND sl.locale = t.locale AND sl.is_current
  LEFT JOIN help_slugs cs ON cs.category_id = a.category_id AND cs.locale = t.locale AND cs.is_current`;
export const path = `CASE WHEN a.audience = 'public' AND a.archived_at IS NULL AND t.live_revision IS NOT NULL AND hs.open THEN '/help/' || hs.slug || '/' || t.locale || '/' || coalesce(cs.slug, 'a') || '/' || sl.slug END`;
const listed = `t.article_id, t.locale, r.title, t.state, t.live_revision, t.reviewer_id, t.changed_by, t.changed_at, t.useful, t.useless, ${path} AS path`;
const texts = `FROM article_texts t JOIN articles a ON a.id = t.article_id JOIN article_revisions r ON r.article_id = t.article_id AND r.locale = t.locale AND r.number = t.revision ${pathJoins}`;

export const textsOf = (tx: Tx, ids: readonly string[]): Promise<TextRow[]> => tx.query<TextRow>(`SELECT ${listed} ${texts} WHERE t.article_id = ANY($1::uuid[]) ORDER BY t.article_id, t.locale`, [ids]);
const wholeTextsOf = (tx: Tx, id: string): Promise<TextRow[]> =>
  tx.query<TextRow>(`SELECT ${listed}, t.version, t.revision, t.published_at, t.slug, t.submitted_by, t.review_note, r.summary, r.keywords, r.html ${texts} WHERE t.article_id = $1 ORDER BY t.locale`, [id]);

const toTextSummary = (row: TextRow): ArticleTextSummary => ({
  locale: row.locale, title: row.title, state: row.state, isLive: row.live_revision !== null, path: row.path, reviewerId: row.reviewer_id, changedBy: row.changed_by, changedAt: row.changed_at.toISOString(), useful: row.useful, useless: row.useless,
});
const toText = (row: TextRow): ArticleText => ({
  ...toTextSummary(row), summary: row.summary, html: row.html, keywords: row.keywords, slug: row.slug, version: row.version, revision: row.revision, liveRevision: row.live_revision,
  publishedAt: row.published_at?.toISOString() ?? null, submittedBy: row.submitted_by, reviewNote: row.review_note,
});
const shared = (row: ArticleRow) => ({ id: row.id, audience: row.audience, categoryId: row.category_id, createdBy: row.created_by, createdAt: row.created_at.toISOString(), archivedAt: row.archived_at?.toISOString() ?? null });

export const toSummary = (row: ArticleRow, of: readonly TextRow[]): ArticleSummary => ({ ...shared(row), texts: of.filter(({ article_id: id }) => id === row.id).map(toTextSummary) });

export async function readArticle(tx: Tx, secrets: Secrets, id: string): Promise<Article> {
  const [row] = await tx.query<ArticleRow>(`SELECT ${articleColumns} FROM articles a WHERE a.id = $1`, [id]);
  if (row === undefined) throw notFound('article');
  const pictures = await tx.query<AttachmentRow>(`SELECT ${attachmentColumns} FROM attachments WHERE article_id = $1 ORDER BY id`, [id]);
  return { ...shared(row), texts: (await wholeTextsOf(tx, id)).map(toText), pictures: pictures.map((picture) => toAttachmentView(picture, secrets)) };
}

/** Holds the article until the transaction ends: whoever else changes it comes after. */
export async function holdArticle(tx: Tx, id: string): Promise<ArticleRow> {
  const [row] = await tx.query<ArticleRow>(`SELECT ${articleColumns} FROM articles a WHERE a.id = $1 FOR NO KEY UPDATE`, [id]);
  if (row === undefined) throw notFound('article');
  return row;
}
