import { findArticles, type Posting, type WordStore } from '@kontuar/language';
import type { ArticleHit, Locale } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { beginningOf } from './article-html';
import { path, pathJoins } from './article.rows';

export interface Search { q: string; locale: Locale; /** Public alone, or all that the house reads. */ isPublic: boolean; typing?: boolean; isMessage?: boolean; limit: number }

/** What is read at most for one question, however many articles have its words; shared among them, so that a rare word is never crowded out by common ones. */
const MOST_POSTINGS = 6000;
const LEAST_EACH = 60;

/** The words of live articles in one language. */
function wordsIn(tx: Tx, locale: Locale, isPublic: boolean): WordStore {
  const readable = `w.workspace_id = $1 AND w.locale = $2 AND a.archived_at IS NULL${isPublic ? ` AND a.audience = 'public'` : ''}`;
  return {
    byStems: (stems) => stems.length === 0 ? Promise.resolve([]) : tx.query<Posting>(
      `WITH wanted AS MATERIALIZED (SELECT s.stem, (SELECT count(*)::int FROM article_words w WHERE w.workspace_id = $1 AND w.locale = $2 AND w.stem = s.stem) AS articles FROM unnest($3::text[]) AS s (stem))
       SELECT p.article_id AS "articleId", p.word, s.stem, p.weight, s.articles AS of FROM wanted s
       CROSS JOIN LATERAL (SELECT w.article_id, w.word, w.weight FROM article_words w JOIN articles a ON a.id = w.article_id WHERE ${readable} AND w.stem = s.stem ORDER BY w.weight DESC LIMIT $4) p`,
      [tx.workspaceId, locale, stems, Math.max(LEAST_EACH, Math.floor(MOST_POSTINGS / stems.length))]),
    byBeginning: (beginning) => tx.query<Posting>(
      `SELECT w.article_id AS "articleId", w.word, w.stem, w.weight FROM article_words w JOIN articles a ON a.id = w.article_id WHERE ${readable} AND starts_with(w.word, $3) ORDER BY w.weight DESC LIMIT 500`, [tx.workspaceId, locale, beginning]),
    // Three letters in a row that both have: a word with two slips in eight letters still has some. Only what the reader finds is offered.
    alike: (word) => tx.query(
      `SELECT v.word, v.stem FROM (SELECT word, stem FROM article_vocabulary WHERE workspace_id = $1 AND locale = $2 AND length(word) BETWEEN length($3) - 2 AND length($3) + 2 AND similarity(word, $3) > 0.12 ORDER BY similarity(word, $3) DESC LIMIT 200) v
       WHERE EXISTS (SELECT 1 FROM article_words w JOIN articles a ON a.id = w.article_id WHERE ${readable} AND w.word = v.word)`, [tx.workspaceId, locale, word]),
    articles: async () => (await tx.query<{ count: number }>(`SELECT count(*)::int AS count FROM article_texts t JOIN articles a ON a.id = t.article_id WHERE t.workspace_id = $1 AND t.locale = $2 AND t.live_revision IS NOT NULL AND a.archived_at IS NULL`, [tx.workspaceId, locale]))[0]?.count ?? 0,
  };
}

/** The best first. */
export async function searchArticles(tx: Tx, { q, locale, isPublic, limit, ...wish }: Search): Promise<ArticleHit[]> {
  const found = (await findArticles(wordsIn(tx, locale, isPublic), q, locale, wish)).slice(0, limit);
  return hitsOf(tx, found.map(({ articleId }) => articleId), locale);
}

interface HitRow { id: string; audience: ArticleHit['audience']; title: string; summary: string; html: string; path: string | null }

/** In the order of the ids; what is not live is left out. */
export async function hitsOf(tx: Tx, ids: readonly string[], locale: Locale): Promise<ArticleHit[]> {
  const rows = await tx.query<HitRow>(
    `SELECT a.id, a.audience, r.title, r.summary, left(r.html, 2000) AS html, ${path} AS path FROM article_texts t JOIN articles a ON a.id = t.article_id
     JOIN article_revisions r ON r.article_id = t.article_id AND r.locale = t.locale AND r.number = t.live_revision ${pathJoins} WHERE t.article_id = ANY($1::uuid[]) AND t.locale = $2`,
    [ids, locale],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row === undefined ? [] : [{ id, locale, audience: row.audience, title: row.title, summary: row.summary === '' ? beginningOf(row.html) : row.summary, path: row.path }];
  });
}
