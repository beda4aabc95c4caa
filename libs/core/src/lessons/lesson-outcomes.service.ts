import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Lesson, LessonBecomeInput, LessonOutcomeKind, LessonState, Locale } from '@kontuar/contract';
import { newId, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { Conversations } from '../conversations/conversations.service';
import { conflict, forbidden, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { createArticle, saveText } from '../knowledge/articles.service';
import { slugOf } from '../knowledge/slug';
import { holdLesson, readLesson } from './lesson.row';
import { wordsIn } from './first-words';

const columnOf: Record<LessonOutcomeKind, 'article_id' | 'canned_id' | 'term_id'> = { article: 'article_id', canned: 'canned_id', term: 'term_id' };
const verbOf = { article: 'knowledge.write', canned: 'canned.manage', term: 'canned.manage' } as const;
const escape = (text: string): string => text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign);
const paragraphs = (text: string): string => text.split(/\n{2,}/).map((part) => part.trim()).filter((part) => part !== '').map((part) => `<p>${escape(part).replace(/\n/g, '<br>')}</p>`).join('');
const print = (...parts: readonly (string | null)[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

/** What becomes of lessons: with one act a draft of an article, a canned answer or a trade word, each knowing of the other, and taken back with one. */
@Injectable()
export class LessonOutcomes {
  constructor(private readonly conversations: Conversations) {}

  async become(actor: MemberActor, lessonId: string, input: LessonBecomeInput): Promise<Lesson> {
    const { kind } = input;
    if (!can(actor, verbOf[kind])) throw forbidden();
    return this.conversations.unit(actor, async (tx) => {
      const lesson = await holdLesson(tx, actor, lessonId);
      if (lesson.removed) throw notFound('lesson');
      if (lesson.outcomes.some((each) => each.kind === kind)) throw conflict('became-already', 'The lesson became one already.');
      const locale = input.locale ?? (await languageOf(tx, lesson));
      const { subjectId, made } = await this.make(tx, actor, lesson, { ...input, locale });
      await tx.execute(`INSERT INTO lesson_outcomes (id, workspace_id, lesson_id, kind, ${columnOf[kind]}, made, state_before, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, [newId(), actor.workspaceId, lessonId, kind, subjectId, made, lesson.state, actor.memberId]);
      // Who makes something of it has looked at it.
      await moveTo(tx, actor, lesson, lesson.state === 'new' ? 'reviewed' : lesson.state);
      await record(tx, [{ type: 'lesson.became', actor: actorOf(actor), subjectId: lessonId, ...(lesson.conversation === null ? {} : { conversationId: lesson.conversation.id }), data: { kind, madeId: subjectId } }, directoryChanged(actor, 'lessons', lessonId)]);
      return readLesson(tx, actor, lessonId);
    });
  }

  /** The way back. What somebody went on writing, or readers see, stays. */
  async takeBack(actor: MemberActor, lessonId: string, outcomeId: string): Promise<Lesson> {
    return this.conversations.unit(actor, async (tx) => {
      const lesson = await holdLesson(tx, actor, lessonId);
      const outcome = lesson.outcomes.find(({ id }) => id === outcomeId);
      if (outcome === undefined) throw notFound('outcome');
      if (!can(actor, verbOf[outcome.kind])) throw forbidden();
      const [row] = await tx.query<{ made: string; state_before: LessonState }>('SELECT made, state_before FROM lesson_outcomes WHERE id = $1', [outcomeId]);
      if ((await printOf(tx, outcome.kind, outcome.subjectId)) !== row?.made) throw conflict('written-on', 'Somebody went on writing it. Change or remove it where it stands.');
      await tx.execute('DELETE FROM lesson_outcomes WHERE id = $1', [outcomeId]);
      if (outcome.kind === 'article') {
        await tx.execute('UPDATE articles SET archived_at = now() WHERE id = $1', [outcome.subjectId]);
        await record(tx, [{ type: 'article.archived', actor: actorOf(actor), subjectId: outcome.subjectId }, directoryChanged(actor, 'knowledge', outcome.subjectId)]);
      } else if (outcome.kind === 'canned') {
        await tx.execute('DELETE FROM canned WHERE id = $1', [outcome.subjectId]);
        await record(tx, [{ type: 'canned.removed', actor: actorOf(actor), subjectId: outcome.subjectId }, directoryChanged(actor, 'canned', outcome.subjectId)]);
      } else {
        await tx.execute('DELETE FROM glossary_terms WHERE id = $1', [outcome.subjectId]);
        await record(tx, [{ type: 'glossary.removed', actor: actorOf(actor), subjectId: outcome.subjectId }, directoryChanged(actor, 'glossary', outcome.subjectId)]);
      }
      const isLast = lesson.outcomes.length === 1;
      await moveTo(tx, actor, lesson, isLast && lesson.state === 'reviewed' ? row.state_before : lesson.state);
      await record(tx, [{ type: 'lesson.unmade', actor: actorOf(actor), subjectId: lessonId, data: { kind: outcome.kind, madeId: outcome.subjectId } }, directoryChanged(actor, 'lessons', lessonId)]);
      return readLesson(tx, actor, lessonId);
    });
  }

  private async make(tx: Tx, actor: MemberActor, lesson: Lesson, input: LessonBecomeInput & { locale: Locale }): Promise<{ subjectId: string; made: string }> {
    const madeAs = (kind: LessonOutcomeKind) => lesson.outcomes.filter((each) => each.kind === kind).map(({ subjectId }) => subjectId);
    switch (input.kind) {
      case 'article': {
        // For the house until its writer says otherwise: what happened is told there as it was told among colleagues.
        const subjectId = await createArticle(tx, actor, { audience: 'internal', categoryId: null });
        const body = lesson.answer !== '' ? paragraphs(lesson.answer) : `${paragraphs(lesson.change)}${paragraphs(lesson.happened)}`;
        await saveText(tx, actor, subjectId, input.locale, { version: 0, title: lesson.title, html: body === '' ? paragraphs(lesson.title) : body, summary: '', keywords: lesson.tags.slice(0, 20), slug: null });
        // What was made of the lesson before names the article from now on.
        await tx.execute('UPDATE canned SET article_id = $1 WHERE article_id IS NULL AND id = ANY($2::uuid[])', [subjectId, madeAs('canned')]);
        return { subjectId, made: await printOf(tx, 'article', subjectId) };
      }
      case 'canned': {
        const subjectId = newId();
        const text = lesson.answer !== '' ? lesson.answer : lesson.change !== '' ? lesson.change : lesson.title;
        await tx.execute(`INSERT INTO canned (id, workspace_id, shortcut, title, text, locale, team_id, article_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, [subjectId, actor.workspaceId, await freeShortcut(tx, lesson.title, subjectId, input.locale), lesson.title, text, input.locale, lesson.teamId, madeAs('article')[0] ?? null]);
        await record(tx, [{ type: 'canned.created', actor: actorOf(actor), subjectId }, directoryChanged(actor, 'canned', subjectId)]);
        return { subjectId, made: await printOf(tx, 'canned', subjectId) };
      }
      case 'term': {
        const told = wordsIn([lesson.title, lesson.happened, lesson.change, lesson.answer].join('\n'));
        const [term, plain] = [input.term ?? told.term, input.plain ?? told.plain];
        const missing = [...(term === undefined ? ['term'] : []), ...(plain === undefined ? ['plain'] : [])];
        if (term === undefined || plain === undefined) throw invalid('words-missing', 'Say the trade word and the plain one.', { errors: missing.map((path) => ({ path, message: 'Say the trade word and the plain one.' })), ...told });
        if ((await tx.query('SELECT 1 FROM glossary_terms WHERE workspace_id = $1 AND language = $2 AND lower(term) = lower($3)', [actor.workspaceId, input.locale, term])).length > 0) throw conflict('term-exists', 'This trade word is in the glossary already.');
        const subjectId = newId();
        await tx.execute('INSERT INTO glossary_terms (id, workspace_id, term, plain, language) VALUES ($1, $2, $3, $4, $5)', [subjectId, actor.workspaceId, term, plain, input.locale]);
        await record(tx, [{ type: 'glossary.created', actor: actorOf(actor), subjectId }, directoryChanged(actor, 'glossary', subjectId)]);
        return { subjectId, made: await printOf(tx, 'term', subjectId) };
      }
      default: throw new Error(String(input.kind satisfies never));
    }
  }
}

/** What it is now, in short; '' when it is gone. */
async function printOf(tx: Tx, kind: LessonOutcomeKind, id: string): Promise<string> {
  if (kind === 'article') {
    const rows = await tx.query<{ locale: string; state: string; title: string; html: string }>(
      `SELECT t.locale, t.state, r.title, r.html FROM articles a JOIN article_texts t ON t.article_id = a.id JOIN article_revisions r ON r.article_id = t.article_id AND r.locale = t.locale AND r.number = t.revision WHERE a.id = $1 AND a.archived_at IS NULL ORDER BY t.locale FOR UPDATE OF a`, [id]);
    return rows.length === 0 ? '' : print(...rows.flatMap((row) => [row.locale, row.state, row.title, row.html]));
  }
  const [row] = kind === 'canned'
    ? await tx.query<{ words: string[] }>(`SELECT ARRAY[shortcut, title, text, coalesce(locale, ''), folder, actions::text, coalesce(team_id::text, '')] AS words FROM canned WHERE id = $1 FOR UPDATE`, [id])
    : await tx.query<{ words: string[] }>('SELECT ARRAY[term, plain, language] AS words FROM glossary_terms WHERE id = $1 FOR UPDATE', [id]);
  return row === undefined ? '' : print(...row.words);
}

async function moveTo(tx: Tx, actor: MemberActor, lesson: Lesson, state: LessonState): Promise<void> {
  await tx.execute(
    `UPDATE lessons SET state = $2, version = version + 1, changed_at = now(), reviewed_by = CASE WHEN $2 = 'new' THEN NULL ELSE coalesce(reviewed_by, $3::uuid) END, reviewed_at = CASE WHEN $2 = 'new' THEN NULL ELSE coalesce(reviewed_at, now()) END WHERE id = $1`,
    [lesson.id, state, actor.memberId]);
}

/** What is made of it is read by customers in their language. */
async function languageOf(tx: Tx, lesson: Lesson): Promise<Locale> {
  const [row] = await tx.query<{ language: string | null; house: Locale }>(
    `SELECT w.locale AS house, (SELECT coalesce(c.language, p.language) FROM lessons l JOIN conversations c ON c.id = l.conversation_id JOIN contacts p ON p.id = c.contact_id WHERE l.id = $2) AS language FROM workspaces w WHERE w.id = $1`, [tx.workspaceId, lesson.id]);
  return row?.language == null ? (row?.house ?? 'en') : row.language.toLowerCase().startsWith('pl') ? 'pl' : 'en';
}

async function freeShortcut(tx: Tx, title: string, id: string, locale: Locale): Promise<string> {
  const base = slugOf(title).slice(0, 30).replace(/-+$/, '') || `lesson-${id.slice(-6)}`;
  const taken = new Set((await tx.query<{ shortcut: string }>('SELECT shortcut FROM canned WHERE workspace_id = $1 AND locale = $2 AND starts_with(shortcut, $3)', [tx.workspaceId, locale, base])).map((row) => row.shortcut));
  return taken.has(base) ? `${base}-${id.slice(-6)}` : base;
}
