import { Injectable } from '@nestjs/common';
import type { Lesson, LessonDraft, LessonDraftQuery, LessonInput, LessonPatch, LessonQuery, LessonState, LessonSummary, Page } from '@kontuar/contract';
import { Database, newId, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { mayReadCase } from '../cases/case-reach';
import { Conversations } from '../conversations/conversations.service';
import { orMissing } from '../database-errors';
import { forbidden, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { checkMatter } from '../matters/matters';
import { afterId, toPageById } from '../paging';
import { findLessons, holdLesson, lessonJoins, mayChange, readLesson, visibleLessons } from './lesson.row';
import { draftOf } from './lesson-draft';
import { ensureReview } from './lesson-reviews';

const TAGS_SHOWN = 60;
const noTeam = () => invalid('unknown-team', 'This team does not exist.', { errors: [{ path: 'teamId', message: 'This team does not exist.' }] });

/** Where a lesson comes from, as far as it has to be known. */
interface Source { conversationId: string; channelId: string; caseId: string | null; matter: string | null; teamId: string | null }

/** What a conversation or a case taught: kept, found again, talked about once a week. */
@Injectable()
export class Lessons {
  constructor(private readonly database: Database, private readonly conversations: Conversations) {}

  async list(actor: MemberActor, query: LessonQuery): Promise<Page<Lesson>> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const parameters: unknown[] = [actor.workspaceId];
      const where = ['l.workspace_id = $1', 'l.removed_at IS NULL'];
      const by = (condition: (n: string) => string, value: unknown) => { if (value !== undefined && value !== null) where.push(condition(`$${parameters.push(value)}`)); };
      by((n) => `l.id < ${n}::uuid`, afterId(query));
      by((n) => `l.state = ${n}`, query.state);
      by((n) => `l.tags @> ARRAY[${n}::text]`, query.tag);
      by((n) => `l.qualities @> ARRAY[${n}::text]`, query.quality);
      by((n) => `l.matter = ${n}`, query.matter);
      by((n) => `l.team_id = ${n}::uuid`, query.teamId);
      by((n) => `l.conversation_id = ${n}::uuid`, query.conversationId);
      by((n) => `EXISTS (SELECT 1 FROM lesson_outcomes o WHERE o.lesson_id = l.id AND coalesce(o.article_id, o.canned_id, o.term_id) = ${n}::uuid)`, query.became);
      // Every word has to be somewhere in it.
      for (const word of (query.q ?? '').split(/\s+/).filter((each) => each !== '').slice(0, 8)) by((n) => `strpos(kontuar_plain(concat_ws(' ', l.title, l.happened, l.change, l.answer, array_to_string(l.tags, ' '))), kontuar_plain(${n})) > 0`, word);
      const rest = `ORDER BY l.id DESC LIMIT ${query.limit + 1}`;
      return toPageById(await findLessons(tx, actor, { where: where.join(' AND '), parameters, rest }), query.limit, (lesson) => lesson);
    });
  }

  async get(actor: MemberActor, lessonId: string): Promise<Lesson> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => readLesson(tx, actor, lessonId));
  }

  async summary(actor: MemberActor): Promise<LessonSummary> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const parameters: unknown[] = [actor.workspaceId];
      const visible = visibleLessons(actor, parameters);
      const states = await tx.query<{ state: LessonState; count: number }>(`SELECT l.state, count(*)::int AS count ${lessonJoins} WHERE l.workspace_id = $1 AND l.removed_at IS NULL AND ${visible} GROUP BY l.state`, parameters);
      const tags = await tx.query<{ tag: string; count: number }>(`SELECT tag, count(*)::int AS count ${lessonJoins}, unnest(l.tags) AS tag WHERE l.workspace_id = $1 AND l.removed_at IS NULL AND ${visible} GROUP BY tag ORDER BY count DESC, tag LIMIT ${TAGS_SHOWN}`, parameters);
      const [review] = await tx.query<{ due_at: Date }>('SELECT due_at FROM lesson_reviews WHERE workspace_id = $1', [actor.workspaceId]);
      const count = (state: LessonState) => states.find((row) => row.state === state)?.count ?? 0;
      return { states: { new: count('new'), reviewed: count('reviewed'), done: count('done') }, tags, reviewAt: review?.due_at.toISOString() ?? null };
    });
  }

  /** Words to begin with, from what is known already; nobody outside is asked. */
  async draft(actor: MemberActor, query: LessonDraftQuery): Promise<LessonDraft> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const source = await this.source(tx, actor, { conversationId: query.conversationId ?? null, caseId: query.caseId ?? null });
      return draftOf(tx, source);
    });
  }

  async create(actor: MemberActor, input: LessonInput): Promise<Lesson> {
    return this.conversations.unit(actor, async (tx) => {
      const source = await this.source(tx, actor, input);
      if (input.matter != null) await checkMatter(tx, input.matter);
      const id = newId();
      await orMissing(tx.execute(
        `INSERT INTO lessons (id, workspace_id, conversation_id, case_id, channel_id, title, happened, change, answer, tags, qualities, matter, team_id, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
        [id, actor.workspaceId, source.conversationId, source.caseId, source.channelId, input.title, input.happened, input.change, input.answer, input.tags, input.qualities, input.matter === undefined ? source.matter : input.matter, input.teamId === undefined ? source.teamId : input.teamId, actor.memberId],
      ), noTeam);
      await ensureReview(tx, actor.workspaceId);
      await record(tx, [{ type: 'lesson.created', actor: actorOf(actor), conversationId: source.conversationId, subjectId: id, data: source.caseId === null ? {} : { caseId: source.caseId } }, directoryChanged(actor, 'lessons', id)]);
      return readLesson(tx, actor, id);
    });
  }

  /** Words, filing and state; `removed` takes it away and brings it back. @throws changed-meanwhile */
  async change(actor: MemberActor, lessonId: string, { version, ...patch }: LessonPatch): Promise<Lesson> {
    return this.conversations.unit(actor, async (tx) => {
      const before = await holdLesson(tx, actor, lessonId, version);
      if (!mayChange(actor, before) || (patch.state !== undefined && !can(actor, 'lesson.review'))) throw forbidden();
      if (patch.matter != null && patch.matter !== before.matter) await checkMatter(tx, patch.matter);
      const fields = (Object.keys(patch) as (keyof typeof patch)[]).filter((field) => patch[field] !== undefined && JSON.stringify(patch[field]) !== JSON.stringify(before[field]));
      if (fields.length === 0) return before;
      const next = { ...before, ...Object.fromEntries(fields.map((field) => [field, patch[field]])) } as Lesson;
      // Back among the new ones, nobody has looked at it.
      const moved = fields.includes('state');
      await orMissing(tx.execute(
        `UPDATE lessons SET title = $2, happened = $3, change = $4, answer = $5, tags = $6, qualities = $7, matter = $8, team_id = $9, state = $10, version = version + 1, changed_at = now(),
           reviewed_by = CASE WHEN NOT $11 THEN reviewed_by WHEN $10 = 'new' THEN NULL ELSE coalesce(reviewed_by, $12::uuid) END, reviewed_at = CASE WHEN NOT $11 THEN reviewed_at WHEN $10 = 'new' THEN NULL ELSE coalesce(reviewed_at, now()) END,
           removed_at = CASE WHEN $13 THEN coalesce(removed_at, now()) END WHERE id = $1`,
        [lessonId, next.title, next.happened, next.change, next.answer, next.tags, next.qualities, next.matter, next.teamId, next.state, moved, actor.memberId, next.removed],
      ), noTeam);
      const type = fields.includes('removed') ? (next.removed ? 'lesson.removed' : 'lesson.restored') : moved ? 'lesson.moved' : 'lesson.changed';
      await record(tx, [
        { type, actor: actorOf(actor), subjectId: lessonId, ...(before.conversation === null ? {} : { conversationId: before.conversation.id }), data: { fields, ...(moved ? { state: { from: before.state, to: next.state } } : {}) } },
        directoryChanged(actor, 'lessons', lessonId),
      ]);
      return readLesson(tx, actor, lessonId);
    });
  }

  /** @throws not-found for what its reader may not read, or is not there. */
  private async source(tx: Tx, actor: MemberActor, { conversationId, caseId }: { conversationId: string | null; caseId: string | null }): Promise<Source> {
    if (caseId !== null && !(await mayReadCase(tx, actor, caseId))) throw notFound('case');
    let from = conversationId;
    if (from === null) {
      const all = await tx.query<{ conversation_id: string }>('SELECT cc.conversation_id FROM case_conversations cc JOIN conversations c ON c.id = cc.conversation_id WHERE cc.case_id = $1 ORDER BY c.created_at, c.id', [caseId]);
      // The first that they may read: a case may gather what is open to others alone.
      for (const row of all) {
        from = await this.conversations.allow(tx, actor, row.conversation_id, 'conversation.read').then(() => row.conversation_id, () => null);
        if (from !== null) break;
      }
    } else if (caseId !== null && (await tx.query('SELECT 1 FROM case_conversations WHERE case_id = $1 AND conversation_id = $2', [caseId, from])).length === 0) throw notFound('case');
    if (from === null) throw notFound('conversation');
    const asked = await this.conversations.allow(tx, actor, from, 'conversation.read');
    // It went up in another one, where everything about it is now.
    const row = asked.merged_into === null ? asked : await this.conversations.allow(tx, actor, asked.merged_into, 'conversation.read');
    const [facts] = await tx.query<{ matter: string | null; case_id: string | null }>(
      `SELECT c.matter, (SELECT k.id FROM case_conversations cc JOIN cases k ON k.id = cc.case_id AND k.withdrawn_at IS NULL WHERE cc.conversation_id = c.id ORDER BY k.received_at DESC LIMIT 1) AS case_id FROM conversations c WHERE c.id = $1`, [row.id]);
    return { conversationId: row.id, channelId: row.channel_id, caseId: caseId ?? facts?.case_id ?? null, matter: facts?.matter ?? null, teamId: row.team_id };
  }
}
