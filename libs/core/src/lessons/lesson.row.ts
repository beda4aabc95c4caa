import type { Lesson, LessonOutcome, LessonOutcomeKind, LessonState, ServiceQuality } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can, visibleConversations } from '../access/can';
import { conflict, notFound } from '../errors';

export interface LessonRow {
  id: string; conversation_id: string | null; title: string; happened: string; change: string; answer: string; tags: string[]; qualities: ServiceQuality[]; matter: string | null; team_id: string | null;
  state: LessonState; version: number; created_by: string | null; created_at: Date; changed_at: Date; reviewed_by: string | null; reviewed_at: Date | null; removed_at: Date | null;
  seen_number: number | null; case_id: string | null; case_code: string | null;
}
interface OutcomeRow { id: string; lesson_id: string; kind: LessonOutcomeKind; subject_id: string; title: string; made_by: string | null; made_at: Date }

/**
 * Who may read lessons `l`: who may read what they come from; who wrote them; everybody who leads. A conversation that is gone hides behind its channel.
 * For WHERE clauses over `lessons l LEFT JOIN conversations c`; parameters are appended.
 */
export function visibleLessons(actor: MemberActor, parameters: unknown[]): string {
  if (actor.channelIds === 'all') return 'true';
  const conversation = visibleConversations(actor, parameters);
  parameters.push(actor.channelIds, actor.memberId);
  const n = parameters.length;
  return `(CASE WHEN c.id IS NOT NULL THEN ${conversation} ELSE l.channel_id = ANY($${n - 1}::uuid[]) END OR l.created_by = $${n}::uuid)`;
}

export const lessonJoins = 'FROM lessons l LEFT JOIN conversations c ON c.id = l.conversation_id LEFT JOIN cases k ON k.id = l.case_id AND k.withdrawn_at IS NULL';
const columns = (conversation: string) => `l.id, l.conversation_id, l.title, l.happened, l.change, l.answer, l.tags, l.qualities, l.matter, l.team_id, l.state, l.version, l.created_by, l.created_at, l.changed_at, l.reviewed_by, l.reviewed_at, l.removed_at,
  CASE WHEN ${conversation} THEN c.number END AS seen_number, CASE WHEN ${conversation} THEN k.id END AS case_id, CASE WHEN ${conversation} THEN k.code END AS case_code`;

/** `where` and `parameters` as they stand; those out of the reader's sight are left out. */
export async function findLessons(tx: Tx, actor: MemberActor, { where, parameters, rest = '' }: { where: string; parameters: unknown[]; rest?: string }): Promise<Lesson[]> {
  const conversation = `c.id IS NOT NULL AND ${visibleConversations(actor, parameters)}`;
  const rows = await tx.query<LessonRow>(`SELECT ${columns(conversation)} ${lessonJoins} WHERE ${where} AND ${visibleLessons(actor, parameters)} ${rest}`, parameters);
  const outcomes = await outcomesOf(tx, rows.map(({ id }) => id));
  return rows.map((row) => toLesson(row, outcomes.get(row.id) ?? []));
}

export async function readLesson(tx: Tx, actor: MemberActor, lessonId: string): Promise<Lesson> {
  const [lesson] = await findLessons(tx, actor, { where: 'l.id = $1', parameters: [lessonId] });
  if (lesson === undefined) throw notFound('lesson');
  return lesson;
}

/** Held until the transaction ends. @throws not-found, changed-meanwhile when it is not the version that was looked at. */
export async function holdLesson(tx: Tx, actor: MemberActor, lessonId: string, version?: number): Promise<Lesson> {
  if ((await tx.query('SELECT 1 FROM lessons WHERE id = $1 FOR NO KEY UPDATE', [lessonId])).length === 0) throw notFound('lesson');
  const lesson = await readLesson(tx, actor, lessonId);
  if (version !== undefined && lesson.version !== version) throw conflict('changed-meanwhile', 'Somebody else changed this lesson meanwhile.', { version: lesson.version });
  return lesson;
}

async function outcomesOf(tx: Tx, lessonIds: readonly string[]): Promise<Map<string, LessonOutcome[]>> {
  const all = new Map<string, LessonOutcome[]>();
  if (lessonIds.length === 0) return all;
  const rows = await tx.query<OutcomeRow>(
    `SELECT o.id, o.lesson_id, o.kind, coalesce(o.article_id, o.canned_id, o.term_id) AS subject_id, o.made_by, o.made_at,
       coalesce(a.title, n.title, g.term, '') AS title FROM lesson_outcomes o
     LEFT JOIN LATERAL (SELECT r.title FROM article_texts t JOIN article_revisions r ON r.article_id = t.article_id AND r.locale = t.locale AND r.number = t.revision WHERE t.article_id = o.article_id ORDER BY t.changed_at DESC LIMIT 1) a ON true
     LEFT JOIN canned n ON n.id = o.canned_id LEFT JOIN glossary_terms g ON g.id = o.term_id WHERE o.lesson_id = ANY($1::uuid[]) ORDER BY o.made_at, o.id`, [lessonIds]);
  for (const row of rows) all.set(row.lesson_id, [...(all.get(row.lesson_id) ?? []), { id: row.id, kind: row.kind, subjectId: row.subject_id, title: row.title, madeBy: row.made_by, madeAt: row.made_at.toISOString() }]);
  return all;
}

const toLesson = (row: LessonRow, outcomes: LessonOutcome[]): Lesson => ({
  id: row.id, title: row.title, happened: row.happened, change: row.change, answer: row.answer, tags: row.tags, qualities: row.qualities, matter: row.matter, teamId: row.team_id, state: row.state, version: row.version,
  conversation: row.conversation_id === null || row.seen_number === null ? null : { id: row.conversation_id, number: row.seen_number },
  case: row.case_id === null || row.case_code === null ? null : { id: row.case_id, code: row.case_code },
  createdBy: row.created_by, createdAt: row.created_at.toISOString(), changedAt: row.changed_at.toISOString(), reviewedBy: row.reviewed_by, reviewedAt: row.reviewed_at?.toISOString() ?? null,
  removed: row.removed_at !== null, outcomes,
});

/** One's own may be put right until it is reviewed; after that by those who lead. */
export const mayChange = (actor: MemberActor, lesson: Pick<Lesson, 'createdBy' | 'state'>): boolean => can(actor, 'lesson.review') || (lesson.createdBy === actor.memberId && lesson.state === 'new');
