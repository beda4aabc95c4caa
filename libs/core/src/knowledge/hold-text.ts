import type { ArticleState, Locale } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { conflict, notFound } from '../errors';

export interface HeldText { state: ArticleState; version: number; revision: number; live_revision: number | null; slug: string | null; title: string; submitted_by: string | null }

/** One language of an article, held until the transaction ends. @throws changed-meanwhile when it is not the version that was looked at. */
export async function holdText(tx: Tx, articleId: string, locale: Locale, version: number): Promise<HeldText> {
  const [row] = await tx.query<HeldText & { changed_by: string | null; changed_at: Date }>(
    `SELECT t.state, t.version, t.revision, t.live_revision, t.slug, r.title, t.submitted_by, t.changed_by, t.changed_at FROM article_texts t JOIN article_revisions r ON r.article_id = t.article_id AND r.locale = t.locale AND r.number = t.revision WHERE t.article_id = $1 AND t.locale = $2 FOR UPDATE OF t`,
    [articleId, locale],
  );
  if (row === undefined) throw notFound('article');
  if (row.version !== version) throw conflict('changed-meanwhile', 'Somebody else changed this article meanwhile.', { version: row.version, changedBy: row.changed_by, changedAt: row.changed_at.toISOString() });
  return row;
}
