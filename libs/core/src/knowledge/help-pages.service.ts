import { Injectable } from '@nestjs/common';
import type { ArticleHit, Locale } from '@kontuar/contract';
import { Database, Files, Secrets, type Tx } from '@kontuar/platform';
import { notFound } from '../errors';
import { fileUrl } from '../messages/file-links';
import { readPreviewToken } from './article-preview';
import { beginningOf, picturesIn, type PictureOnPage } from './article-html';
import { hitsOf, searchArticles } from './article-search';
import { noteMiss, type Looker } from './misses';

export interface OpenSite { workspaceId: string; slug: string; title: { en: string; pl: string }; accent: string; locale: Locale }
export interface ShelfCategory { id: string; parentId: string | null; name: string; slug: string }
export interface ShelfArticle { id: string; categoryId: string | null; title: string; summary: string; slug: string }
export interface Shelf { categories: ShelfCategory[]; articles: ShelfArticle[] }
export interface PublicArticle { id: string; locale: Locale; title: string; summary: string; html: string; categoryId: string | null; publishedAt: Date; changedAt: Date; pictures: ReadonlyMap<string, PictureOnPage> }
export interface SitemapEntry { id: string; locale: Locale; path: string; changedAt: Date }

interface SiteRow { workspace_id: string; slug: string; title: { en: string; pl: string }; accent: string; locale: Locale; name: string }
const toSite = (row: SiteRow): OpenSite => ({ workspaceId: row.workspace_id, slug: row.slug, title: { en: row.title.en || row.name, pl: row.title.pl || row.name }, accent: row.accent, locale: row.locale });
const siteColumns = 's.workspace_id, s.slug, s.title, s.accent, s.locale, w.name';

const publicText = `FROM article_texts t JOIN articles a ON a.id = t.article_id AND a.audience = 'public' AND a.archived_at IS NULL JOIN article_revisions r ON r.article_id = t.article_id AND r.locale = t.locale AND r.number = t.live_revision`;

/** What everybody may read without signing in; whatever is a draft, internal or archived is not there. */
@Injectable()
export class HelpPages {
  constructor(private readonly database: Database, private readonly files: Files, private readonly secrets: Secrets) {}

  async find(slug: string): Promise<OpenSite | undefined> {
    const [row] = await this.database.lookAsSystem((tx) => tx.query<SiteRow>(`SELECT ${siteColumns} FROM help_sites s JOIN workspaces w ON w.id = s.workspace_id WHERE s.slug = $1 AND s.open`, [slug]));
    return row === undefined ? undefined : toSite(row);
  }

  /** All that are open: for those who ask what there is to read. */
  async openSlugs(): Promise<string[]> {
    return (await this.database.lookAsSystem((tx) => tx.query<{ slug: string }>('SELECT slug FROM help_sites WHERE open ORDER BY slug LIMIT 1000'))).map(({ slug }) => slug);
  }

  async ofWorkspace(workspaceId: string): Promise<OpenSite | undefined> {
    const [row] = await this.database.lookInWorkspace(workspaceId, (tx) => tx.query<SiteRow>(`SELECT ${siteColumns} FROM help_sites s JOIN workspaces w ON w.id = s.workspace_id WHERE s.workspace_id = $1 AND s.open`, [workspaceId]));
    return row === undefined ? undefined : toSite(row);
  }

  /** Everything there is in one language, in its order. */
  shelf(site: OpenSite, locale: Locale): Promise<Shelf> {
    return this.database.lookInWorkspace(site.workspaceId, async (tx) => ({
      categories: await tx.query<ShelfCategory>(
        `SELECT c.id, c.parent_id AS "parentId", coalesce(nullif(c.name->>$2, ''), c.name->>'en', c.name->>'pl') AS name, sl.slug FROM article_categories c JOIN help_slugs sl ON sl.category_id = c.id AND sl.locale = $2 AND sl.is_current WHERE c.workspace_id = $1 ORDER BY c.position, c.id`,
        [site.workspaceId, locale]),
      articles: (await tx.query<ShelfArticle & { html: string }>(
        `SELECT a.id, a.category_id AS "categoryId", r.title, r.summary, left(r.html, 1500) AS html, sl.slug ${publicText} JOIN help_slugs sl ON sl.article_id = a.id AND sl.locale = t.locale AND sl.is_current WHERE t.workspace_id = $1 AND t.locale = $2 ORDER BY t.useful - t.useless DESC, r.title LIMIT 2000`,
        [site.workspaceId, locale])).map(({ html, ...article }) => ({ ...article, summary: article.summary === '' ? beginningOf(html) : article.summary })),
    }));
  }

  /** What an address names, or named once. */
  async named(site: OpenSite, locale: Locale, kind: 'article' | 'category', slug: string): Promise<{ id: string; isCurrent: boolean } | undefined> {
    const [row] = await this.database.lookInWorkspace(site.workspaceId, (tx) => tx.query<{ id: string; is_current: boolean }>(
      `SELECT coalesce(article_id, category_id) AS id, is_current FROM help_slugs WHERE workspace_id = $1 AND locale = $2 AND kind = $3 AND slug = $4`, [site.workspaceId, locale, kind, slug]));
    return row === undefined ? undefined : { id: row.id, isCurrent: row.is_current };
  }

  async article(site: Pick<OpenSite, 'workspaceId'>, locale: Locale, id: string): Promise<PublicArticle | undefined> {
    return this.database.lookInWorkspace(site.workspaceId, async (tx) => {
      const [row] = await tx.query<Omit<PublicArticle, 'pictures' | 'locale'>>(
        `SELECT a.id, a.category_id AS "categoryId", r.title, r.summary, r.html, r.made_at AS "changedAt", coalesce((SELECT min(o.published_at) FROM article_revisions o WHERE o.article_id = t.article_id AND o.locale = t.locale), t.published_at) AS "publishedAt" ${publicText} WHERE t.article_id = $1 AND t.locale = $2`, [id, locale]);
      return row === undefined ? undefined : { ...row, locale, summary: row.summary === '' ? beginningOf(row.html) : row.summary, pictures: await picturesOf(tx, id, row.html) };
    });
  }

  /** In which languages it is there: its address in each. */
  async paths(site: OpenSite, id: string): Promise<Partial<Record<Locale, string>>> {
    return Object.fromEntries((await this.entries(site, id)).map(({ locale, path }) => [locale, path]));
  }

  /** All that search engines may know. */
  async entries(site: OpenSite, id?: string): Promise<SitemapEntry[]> {
    const rows = await this.database.lookInWorkspace(site.workspaceId, (tx) => tx.query<{ id: string; locale: Locale; category: string | null; slug: string; changed_at: Date }>(
      `SELECT a.id, t.locale, cs.slug AS category, sl.slug, r.made_at AS changed_at ${publicText} JOIN help_slugs sl ON sl.article_id = a.id AND sl.locale = t.locale AND sl.is_current
       LEFT JOIN help_slugs cs ON cs.category_id = a.category_id AND cs.locale = t.locale AND cs.is_current WHERE t.workspace_id = $1 AND ($2::uuid IS NULL OR a.id = $2) ORDER BY a.id, t.locale LIMIT 40000`, [site.workspaceId, id ?? null]));
    return rows.map((row) => ({ id: row.id, locale: row.locale, path: `/help/${site.slug}/${row.locale}/${row.category ?? 'a'}/${row.slug}`, changedAt: row.changed_at }));
  }

  /** `noted`: what was not found is counted, so that somebody may write it. */
  async search(site: OpenSite, locale: Locale, q: string, { limit, typing = false, noted = false }: { limit: number; typing?: boolean; noted?: boolean }): Promise<ArticleHit[]> {
    const found = await this.database.lookInWorkspace(site.workspaceId, (tx) => searchArticles(tx, { q, locale, isPublic: true, typing, limit }));
    if (noted && found.length === 0) await noteMiss(this.database, site.workspaceId, { locale, q, by: 'reader' });
    return found;
  }

  /** What may answer what somebody is writing to us; nothing rather than something that does not. */
  suggest(site: OpenSite, locale: Locale, text: string, limit: number): Promise<ArticleHit[]> {
    return this.database.lookInWorkspace(site.workspaceId, (tx) => searchArticles(tx, { q: text, locale, isPublic: true, isMessage: true, limit }));
  }

  /** Counts it, if there is indeed nothing to be found. */
  async miss(site: OpenSite, locale: Locale, q: string, by: Looker): Promise<void> {
    if ((await this.search(site, locale, q, { limit: 1, typing: true })).length === 0) await noteMiss(this.database, site.workspaceId, { locale, q, by });
  }

  /** What helped most. */
  favourites(site: OpenSite, locale: Locale, limit: number): Promise<ArticleHit[]> {
    return this.database.lookInWorkspace(site.workspaceId, async (tx) => {
      const rows = await tx.query<{ id: string }>(`SELECT a.id ${publicText} WHERE t.workspace_id = $1 AND t.locale = $2 ORDER BY t.useful - t.useless DESC, a.id LIMIT $3`, [site.workspaceId, locale, limit]);
      return hitsOf(tx, rows.map(({ id }) => id), locale);
    });
  }

  /** What is drawn on a public page may be fetched by everybody; what only stands in a draft may not. */
  async picture(site: OpenSite, id: string): Promise<string> {
    const [row] = await this.database.lookInWorkspace(site.workspaceId, (tx) => tx.query<{ file_key: string }>(
      `SELECT f.file_key FROM attachments f WHERE f.id = $1 AND f.state = 'ready' AND f.file_key IS NOT NULL AND EXISTS (SELECT 1 ${publicText} WHERE t.article_id = f.article_id AND strpos(r.html, 'cid:' || f.id::text || '@kontuar') > 0)`, [id]));
    if (row === undefined) throw notFound('picture');
    return row.file_key;
  }

  get store(): Files {
    return this.files;
  }

  /** One vote for each reader; who votes again has changed their mind. @throws not-found for what is not public. */
  async vote(workspaceId: string, vote: { articleId: string; locale: Locale; reader: string; useful: boolean }): Promise<void> {
    const { articleId, locale, useful } = vote;
    const voter = this.secrets.mac('article-vote', `${articleId}:${vote.reader}`);
    await this.database.inWorkspace(workspaceId, async (tx) => {
      if ((await tx.query(`SELECT 1 ${publicText} WHERE t.article_id = $1 AND t.locale = $2 FOR UPDATE OF t`, [articleId, locale])).length === 0) throw notFound('article');
      const [before] = await tx.query<{ useful: boolean }>(`SELECT useful FROM article_votes WHERE article_id = $1 AND locale = $2 AND voter = $3`, [articleId, locale, voter]);
      if (before?.useful === useful) return;
      await tx.execute(`INSERT INTO article_votes (workspace_id, article_id, locale, voter, useful) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (article_id, locale, voter) DO UPDATE SET useful = excluded.useful, at = now()`, [workspaceId, articleId, locale, voter, useful]);
      const off = before === undefined ? 0 : 1;
      await tx.execute(`UPDATE article_texts SET useful = useful + $3, useless = useless + $4 WHERE article_id = $1 AND locale = $2`, [articleId, locale, useful ? 1 : -off, useful ? -off : 1]);
    });
  }

  /** A draft, for whoever holds the link. */
  async preview(token: string): Promise<{ article: PublicArticle; site: OpenSite; addressOf: (id: string) => string }> {
    const asked = readPreviewToken(this.secrets, token);
    if (asked === undefined) throw notFound('page');
    const found = await this.database.lookAsSystem(async (tx) => {
      const [row] = await tx.query<SiteRow & { title_: string; summary: string; html: string; category_id: string | null; made_at: Date }>(
        `SELECT ${siteColumns}, r.title AS title_, r.summary, r.html, a.category_id, r.made_at FROM article_texts t JOIN articles a ON a.id = t.article_id JOIN article_revisions r ON r.article_id = t.article_id AND r.locale = t.locale AND r.number = t.revision
         JOIN help_sites s ON s.workspace_id = a.workspace_id JOIN workspaces w ON w.id = a.workspace_id WHERE t.article_id = $1 AND t.locale = $2`, [asked.articleId, asked.locale]);
      return row === undefined ? undefined : { row, pictures: await picturesOf(tx, asked.articleId, row.html) };
    });
    if (found === undefined) throw notFound('page');
    const { row, pictures } = found;
    return {
      site: toSite(row), addressOf: (id) => fileUrl(this.secrets, id, 'file'),
      article: { id: asked.articleId, locale: asked.locale, title: row.title_, summary: row.summary, html: row.html, categoryId: row.category_id, publishedAt: row.made_at, changedAt: row.made_at, pictures },
    };
  }
}

async function picturesOf(tx: Tx, articleId: string, html: string): Promise<ReadonlyMap<string, PictureOnPage>> {
  const ids = picturesIn(html);
  if (ids.length === 0) return new Map();
  const rows = await tx.query<{ id: string; width: number | null; height: number | null }>(`SELECT id, width, height FROM attachments WHERE article_id = $1 AND id = ANY($2::uuid[]) AND state = 'ready'`, [articleId, ids]);
  return new Map(rows.map(({ id, width, height }) => [id, { width, height }]));
}
