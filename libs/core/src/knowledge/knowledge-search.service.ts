import { Injectable } from '@nestjs/common';
import { said } from '@kontuar/language';
import type { ArticleHit, ArticleRead, ArticleSearchQuery, KnowledgeNumbers, Locale } from '@kontuar/contract';
import { Database, Secrets, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { Conversations } from '../conversations/conversations.service';
import { notFound } from '../errors';
import { attachmentColumns, toAttachmentView, type AttachmentRow } from '../messages/message.view';
import { articlePlain } from './article-html';
import { hitsOf, searchArticles } from './article-search';
import { noteMiss } from './misses';

const SUGGESTED = 3;
const FOUND = 20;

/** What members find: also what is only for the house. */
@Injectable()
export class KnowledgeSearch {
  constructor(private readonly database: Database, private readonly conversations: Conversations, private readonly secrets: Secrets) {}

  async find(actor: MemberActor, { q, locale }: ArticleSearchQuery): Promise<ArticleHit[]> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => searchArticles(tx, { q, locale, isPublic: false, typing: true, limit: FOUND }));
  }

  /** A member stopped typing with nothing found: counted, if there is indeed nothing. */
  async miss(actor: MemberActor, { q, locale }: ArticleSearchQuery): Promise<void> {
    if ((await this.find(actor, { q, locale })).length === 0) await noteMiss(this.database, actor.workspaceId, { locale, q, by: 'member' });
  }

  /** What may help with what the customer said last, in their language; nothing rather than something that does not. */
  async suggest(actor: MemberActor, conversationId: string): Promise<ArticleHit[]> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      await this.conversations.allow(tx, actor, conversationId, 'conversation.read');
      const [last] = await tx.query<{ text: string; subject: string | null; language: string | null; house: Locale }>(
        `SELECT m.text, m.subject, coalesce(m.language, c.language, p.language) AS language, w.locale AS house FROM messages m JOIN conversations c ON c.id = m.conversation_id JOIN contacts p ON p.id = c.contact_id JOIN workspaces w ON w.id = c.workspace_id
         WHERE m.conversation_id = $1 AND m.direction = 'in' AND m.kind = 'message' AND m.deleted_at IS NULL ORDER BY m.seq DESC LIMIT 1`, [conversationId]);
      if (last === undefined) return [];
      return suggestFor(tx, { text: `${last.subject ?? ''}\n${said(last.text)}`, locale: localeOf(last.language, last.house) });
    });
  }

  /** As readers see it, for whoever reads it beside a conversation. */
  async read(actor: MemberActor, articleId: string, locale: Locale): Promise<ArticleRead> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const [hit] = await hitsOf(tx, [articleId], locale);
      const [row] = await tx.query<{ html: string }>(`SELECT r.html FROM article_texts t JOIN article_revisions r ON r.article_id = t.article_id AND r.locale = t.locale AND r.number = t.live_revision WHERE t.article_id = $1 AND t.locale = $2`, [articleId, locale]);
      if (hit === undefined || row === undefined) throw notFound('article');
      const pictures = await tx.query<AttachmentRow>(`SELECT ${attachmentColumns} FROM attachments WHERE article_id = $1`, [articleId]);
      return { ...hit, html: row.html, text: articlePlain(row.html), pictures: pictures.map((picture) => toAttachmentView(picture, this.secrets)) };
    });
  }

  /** What readers made of the articles, those that help least first, and what they looked for in vain. */
  async numbers(actor: MemberActor): Promise<KnowledgeNumbers> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const articles = await tx.query<KnowledgeNumbers['articles'][number]>(
        `SELECT t.article_id AS id, t.locale, r.title, t.useful, t.useless FROM article_texts t JOIN articles a ON a.id = t.article_id JOIN article_revisions r ON r.article_id = t.article_id AND r.locale = t.locale AND r.number = t.revision
         WHERE t.workspace_id = $1 AND t.useful + t.useless > 0 AND a.archived_at IS NULL ORDER BY (t.useless + 1)::real / (t.useful + t.useless + 2) DESC, t.useless DESC, t.article_id LIMIT 100`, [actor.workspaceId]);
      const misses = await tx.query<{ locale: Locale; words: string; times: number; by_members: number; by_visitors: number; last_at: Date }>(`SELECT locale, words, times, by_members, by_visitors, last_at FROM help_misses WHERE workspace_id = $1 ORDER BY times DESC, last_at DESC LIMIT 100`, [actor.workspaceId]);
      return { articles, misses: misses.map((row) => ({ locale: row.locale, words: row.words, times: row.times, byMembers: row.by_members, byVisitors: row.by_visitors, lastAt: row.last_at.toISOString() })) };
    });
  }
}

/** A customer who writes in a third language reads English rather than Polish. */
const localeOf = (language: string | null, house: Locale): Locale => (language === null ? house : language.toLowerCase().startsWith('pl') ? 'pl' : 'en');

const suggestFor = (tx: Tx, { text, locale }: { text: string; locale: Locale }): Promise<ArticleHit[]> => searchArticles(tx, { q: text, locale, isPublic: false, isMessage: true, limit: SUGGESTED });
