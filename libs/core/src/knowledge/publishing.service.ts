import { Injectable } from '@nestjs/common';
import type { Article, ArticleSubmitInput, Locale } from '@kontuar/contract';
import { Database, Secrets, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { conflict, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { previewToken } from './article-preview';
import { articlePlain, picturesIn } from './article-html';
import { holdArticle, readArticle } from './article.rows';
import { holdText, type HeldText } from './hold-text';
import { claimSlug } from './slugs';
import { dropIndex, indexText } from './text-index';

interface Step { articleId: string; locale: Locale; version: number }

/** From a draft to what readers see, and back. */
@Injectable()
export class Publishing {
  constructor(private readonly database: Database, private readonly secrets: Secrets) {}

  /** The writer is done; somebody who may publish has the next word. */
  async submit(actor: MemberActor, articleId: string, locale: Locale, { version, reviewerId }: ArticleSubmitInput): Promise<Article> {
    return this.step(actor, { articleId, locale, version }, 'article.submitted', async (tx, text) => {
      if (text.state === 'live') throw conflict('nothing-to-review', 'Nothing was changed since it was published.');
      if (reviewerId !== null) {
        const [reviewer] = await tx.query<{ role: string }>(`SELECT role FROM memberships WHERE id = $1 AND active`, [reviewerId]);
        if (reviewer === undefined || !['owner', 'admin', 'supervisor'].includes(reviewer.role)) throw invalid('no-reviewer', 'Choose somebody who may publish.', { errors: [{ path: 'reviewerId', message: 'Choose somebody who may publish.' }] });
      }
      await tx.execute(`UPDATE article_texts SET state = 'review', version = version + 1, submitted_by = $3, reviewer_id = $4, review_note = '' WHERE article_id = $1 AND locale = $2`, [articleId, locale, actor.memberId, reviewerId]);
      return { reviewerId };
    });
  }

  /** Back to its writer, with a word on what is missing. */
  async giveBack(actor: MemberActor, articleId: string, locale: Locale, { version, note }: { version: number; note: string }): Promise<Article> {
    return this.step(actor, { articleId, locale, version }, 'article.returned', async (tx, text) => {
      if (text.state !== 'review') throw conflict('not-in-review', 'It does not wait for a review.');
      await tx.execute(`UPDATE article_texts SET state = 'draft', version = version + 1, review_note = $3 WHERE article_id = $1 AND locale = $2`, [articleId, locale, note]);
      return { writerId: text.submitted_by };
    });
  }

  /** Readers see what stands there now. */
  async publish(actor: MemberActor, articleId: string, locale: Locale, version: number): Promise<Article> {
    return this.step(actor, { articleId, locale, version }, 'article.published', async (tx, text) => {
      const [said] = await tx.query<{ html: string }>(`SELECT html FROM article_revisions WHERE article_id = $1 AND locale = $2 AND number = $3`, [articleId, locale, text.revision]);
      if (said === undefined || (articlePlain(said.html).trim() === '' && picturesIn(said.html).length === 0)) throw invalid('empty-article', 'Write something first.');
      await claimSlug(tx, { kind: 'article', id: articleId, locale, title: text.title, asked: text.slug });
      await tx.execute(`UPDATE article_revisions SET published_at = coalesce(published_at, now()) WHERE article_id = $1 AND locale = $2 AND number = $3`, [articleId, locale, text.revision]);
      await tx.execute(`UPDATE article_texts SET state = 'live', version = version + 1, live_revision = revision, published_at = now(), reviewer_id = NULL, review_note = '' WHERE article_id = $1 AND locale = $2`, [articleId, locale]);
      await indexText(tx, articleId, locale);
      // Who wrote it is told only of what they had submitted.
      return text.state === 'review' ? { writerId: text.submitted_by } : {};
    });
  }

  /** Readers do not find it any more; all that was written stays. */
  async withdraw(actor: MemberActor, articleId: string, locale: Locale, version: number): Promise<Article> {
    return this.step(actor, { articleId, locale, version }, 'article.withdrawn', async (tx, text) => {
      if (text.live_revision === null) throw conflict('not-live', 'Readers do not see it anyway.');
      await tx.execute(`UPDATE article_texts SET state = CASE state WHEN 'live' THEN 'draft' ELSE state END, version = version + 1, live_revision = NULL, published_at = NULL WHERE article_id = $1 AND locale = $2`, [articleId, locale]);
      await dropIndex(tx, articleId, locale);
      return {};
    });
  }

  /** A link for somebody without an account. */
  async preview(actor: MemberActor, articleId: string, locale: Locale): Promise<{ token: string; until: number }> {
    const rows = await this.database.lookInWorkspace(actor.workspaceId, (tx) => tx.query(`SELECT 1 FROM article_texts WHERE article_id = $1 AND locale = $2`, [articleId, locale]));
    if (rows.length === 0) throw notFound('article');
    return previewToken(this.secrets, articleId, locale);
  }

  private step(actor: MemberActor, { articleId, locale, version }: Step, type: string, work: (tx: Tx, text: HeldText) => Promise<Record<string, string | null>>): Promise<Article> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await holdArticle(tx, articleId);
      const told = await work(tx, await holdText(tx, articleId, locale, version));
      await record(tx, [{ type, actor: actorOf(actor), subjectId: articleId, data: { locale, ...told } }, directoryChanged(actor, 'knowledge', articleId)]);
      return readArticle(tx, this.secrets, articleId);
    });
  }
}
