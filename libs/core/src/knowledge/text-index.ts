import { indexWords } from '@kontuar/language';
import type { Locale } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { articleWords } from './article-html';

/** The words by which readers find what is live. */
export async function indexText(tx: Tx, articleId: string, locale: Locale): Promise<void> {
  await dropIndex(tx, articleId, locale);
  const [row] = await tx.query<{ workspace_id: string; title: string; summary: string; keywords: string[]; html: string }>(
    `SELECT r.workspace_id, r.title, r.summary, r.keywords, r.html FROM article_texts t JOIN article_revisions r ON r.article_id = t.article_id AND r.locale = t.locale AND r.number = t.live_revision WHERE t.article_id = $1 AND t.locale = $2`,
    [articleId, locale],
  );
  if (row === undefined) return;
  const words = indexWords({ title: row.title, keywords: row.keywords, summary: row.summary, ...articleWords(row.html) }, locale);
  await tx.execute(
    `INSERT INTO article_words (workspace_id, article_id, locale, word, stem, weight) SELECT $1, $2, $3, word, stem, weight FROM unnest($4::text[], $5::text[], $6::real[]) AS w (word, stem, weight)`,
    [row.workspace_id, articleId, locale, words.map(({ word }) => word), words.map(({ stem }) => stem), words.map(({ weight }) => weight)],
  );
}

export const dropIndex = (tx: Tx, articleId: string, locale: Locale): Promise<number> => tx.execute('DELETE FROM article_words WHERE article_id = $1 AND locale = $2', [articleId, locale]);
