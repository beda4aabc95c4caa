import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import type { LockedConversation } from '../conversations/change';
import { becomeOwn } from '../drafts/become-own';
import { readDocument } from '../drafts/draft-document';
import { loadDocument, refreshSharedDraft, sharedDraftColumns, type SharedDraftRow } from '../drafts/shared-draft.row';
import { followUpColumns, stopFollowUp, type FollowUpRow } from '../follow-ups/follow-up.row';
import { refreshCases } from '../cases/case.row';
import { refreshPlan } from '../planned/plan';
import { directoryChanged } from '../history/directory';
import { record } from '../history/history';
import { moveAsides } from '../asides/move-asides';
import type { Rethreaded } from './rethread';

/** What waits in a conversation and goes where it goes; kept with the act, so that the way back takes the same along. */
export interface Along { plannedIds: string[]; followUpIds: string[]; draftOf: string[]; sharedDraftIds: string[];
  /** Left out by acts of a version that knew none. */
  asideIds?: string[]; pinIds?: string[]; caseIds?: string[]; leadIds?: string[]; surveyIds?: string[]; promiseIds?: string[]; lessonIds?: string[];
  /** Who came to watch the one that goes on because they watched the other: since when they had, and when they came along. */
  watchers?: CameAlong[];
  /** Notices that said no more than the one beside them, once both were about one conversation. */
  hushed?: Hushed[] }

export interface Hushed { id: string; beside: string }
export interface CameAlong { member_id: string; at: string; came: string }

export const nothingAlong: Along = { plannedIds: [], followUpIds: [], draftOf: [], sharedDraftIds: [], asideIds: [] };

/**
 * Every table that names a conversation, and what becomes of its rows when one goes up in another. A test looks for tables that nobody decided about.
 * 'moves': here or in `rethread`. 'thread': belongs to the platform's thread, which the conversation goes on holding. 'record': says what was.
 */
export const tables: Readonly<Record<string, 'moves' | 'thread' | 'record'>> = {
  messages: 'moves', note_mentions: 'moves', drafts: 'moves', shared_drafts: 'moves', planned_answers: 'moves', follow_ups: 'moves', asides: 'moves', pins: 'moves', case_conversations: 'moves', case_letters: 'moves', lead_conversations: 'moves', surveys: 'moves', given_promises: 'moves', sla_promises: 'moves', lessons: 'moves',
  thread_links: 'thread', participants: 'thread',
  events: 'record', deliveries: 'record', imported_conversations: 'record', conversation_links: 'record', outreach_recipients: 'record', matter_corrections: 'record', report_facts: 'record', notice_mails: 'moves', watches: 'moves', notices: 'moves', rule_runs: 'record', rule_clocks: 'record', rule_calls: 'record',
  posts: 'thread', mentions: 'record', reviews: 'record', calibrations: 'record', review_skips: 'record', listens: 'record', routing_turns: 'record', whispers: 'record', takeovers: 'record',
};

/** Answers that wait, the chain that runs, drafts. Callers hold both; the answers keep the thread through which they leave. */
export async function takeAlong(tx: Tx, actor: MemberActor, from: LockedConversation, to: LockedConversation, renumber: Rethreaded['renumber'], only?: Along): Promise<Along> {
  const chosen = (ids: readonly string[] | undefined) => (ids === undefined ? null : [...ids]);
  const planned = await tx.query<{ id: string; since_seq: number }>(
    `UPDATE planned_answers p SET conversation_id = $2, version = version + 1, thread_id = NULLIF(coalesce(p.thread_id, $3), $2),
       client_id = CASE WHEN EXISTS (SELECT 1 FROM planned_answers o WHERE o.conversation_id = $2 AND o.client_id = p.client_id) THEN NULL ELSE p.client_id END
     WHERE conversation_id = $1 AND state IN ('awaiting', 'returned', 'scheduled', 'cancelled') AND ($4::uuid[] IS NULL OR id = ANY($4)) RETURNING id, since_seq`,
    [from.id, to.id, from.part_of ?? from.id, chosen(only?.plannedIds)],
  );
  for (const row of planned) await tx.execute('UPDATE planned_answers SET since_seq = $2 WHERE id = $1', [row.id, renumber(from, row.since_seq, to)]);

  const running = await tx.query<FollowUpRow>(`SELECT ${followUpColumns} FROM follow_ups f WHERE f.conversation_id = $1 AND f.state = 'active' AND ($2::uuid[] IS NULL OR f.id = ANY($2)) FOR UPDATE`, [from.id, chosen(only?.followUpIds)]);
  const followUpIds: string[] = [];
  for (const followUp of running) {
    const one = await tx.query(`SELECT 1 FROM follow_ups WHERE conversation_id = $1 AND state = 'active'`, [to.id]);
    // A conversation has one: that of the one that goes on.
    await tx.execute(`UPDATE follow_ups SET conversation_id = $2, since_seq = $3, state = CASE WHEN $4 THEN 'stopped' ELSE state END WHERE id = $1`, [followUp.id, to.id, renumber(from, followUp.since_seq, to), one.length > 0]);
    if (one.length === 0) followUpIds.push(followUp.id);
    else await stopFollowUp(tx, actor, { ...followUp, conversation_id: to.id }, 'merged');
  }
  const drafts = await tx.query<{ member_id: string }>(
    `UPDATE drafts d SET conversation_id = $2, updated_at = now() WHERE conversation_id = $1 AND ($3::uuid[] IS NULL OR member_id = ANY($3)) AND NOT EXISTS (SELECT 1 FROM drafts o WHERE o.conversation_id = $2 AND o.member_id = d.member_id) RETURNING member_id`,
    [from.id, to.id, chosen(only?.draftOf)],
  );
  // Who was writing in both has both below one another.
  await tx.execute(
    `WITH gone AS (DELETE FROM drafts d WHERE conversation_id = $1 AND $3::uuid[] IS NULL RETURNING *)
     UPDATE drafts o SET text = left(concat_ws(E'\n\n', nullif(btrim(o.text), ''), nullif(btrim(g.text), '')), 50000), attachment_ids = (o.attachment_ids || g.attachment_ids)[1:20], updated_at = now() FROM gone g WHERE o.conversation_id = $2 AND o.member_id = g.member_id`,
    [from.id, to.id, chosen(only?.draftOf)],
  );
  const sharedDraftIds = await takeShared(tx, actor, from, to, renumber, chosen(only?.sharedDraftIds));
  const asideIds = await moveAsides(tx, from.id, to.id, only === undefined ? null : (only.asideIds ?? []));
  const watchers = only === undefined ? await watchAlongWith(tx, from.id, to.id) : await watchNoMore(tx, from.id, only.watchers ?? []);
  if (only !== undefined) await speakAgain(tx, only.hushed ?? []);
  const hushed = await toldAlong(tx, from.id, to.id, only !== undefined);
  const pinIds = await takePins(tx, from.id, to.id, only === undefined ? null : (only.pinIds ?? []));
  const caseIds = await takeCases(tx, actor, from, to, only === undefined ? null : (only.caseIds ?? []));
  const leadIds = await takeLeads(tx, actor, from.id, to.id, only === undefined ? null : (only.leadIds ?? []));
  const surveyIds = await takeSurveys(tx, from.id, to.id, only === undefined ? null : (only.surveyIds ?? []));
  const promiseIds = await takePromises(tx, from, to, renumber, only === undefined ? null : (only.promiseIds ?? []));
  const lessonIds = await takeLessons(tx, from.id, to.id, only === undefined ? null : (only.lessonIds ?? []));
  await refreshPlan(tx, from.workspace_id, [from.id, to.id], actor);
  return { plannedIds: planned.map(({ id }) => id), followUpIds, draftOf: drafts.map((row) => row.member_id), sharedDraftIds, asideIds, pinIds, caseIds, leadIds, surveyIds, promiseIds, lessonIds, watchers, hushed };
}

/** Who watched goes on watching. Answers who did not watch the other before. */
async function watchAlongWith(tx: Tx, from: string, to: string): Promise<CameAlong[]> {
  return tx.query<CameAlong>(
    `INSERT INTO watches (workspace_id, conversation_id, member_id, why, at) SELECT workspace_id, $2, member_id, why, at FROM watches WHERE conversation_id = $1 AND left_at IS NULL
     ON CONFLICT DO NOTHING RETURNING member_id, to_jsonb(at) #>> '{}' AS at, to_jsonb(clock_timestamp()) #>> '{}' AS came`, [from, to]);
}

/** The way back: they watch where they watched before. Not those who came of their own since, having said no and then yes, written there or been named there. */
async function watchNoMore(tx: Tx, from: string, came: readonly CameAlong[]): Promise<[]> {
  await tx.execute(
    `DELETE FROM watches w USING jsonb_to_recordset($2::jsonb) AS c (member_id uuid, at timestamptz, came timestamptz) WHERE w.conversation_id = $1 AND w.member_id = c.member_id AND w.at = c.at AND w.left_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = $1 AND m.kind <> 'event' AND m.author_kind = 'member' AND m.author_id = w.member_id AND m.created_at > c.came)
       AND NOT EXISTS (SELECT 1 FROM note_mentions n WHERE n.conversation_id = $1 AND n.member_id = w.member_id AND n.at > c.came)`,
    [from, JSON.stringify(came)]);
  return [];
}

/** What nobody has read yet leads to where it is now: on the way back, what is about messages that went back. */
async function toldAlong(tx: Tx, from: string, to: string, back: boolean): Promise<Hushed[]> {
  const these = `n.conversation_id = $1 AND n.read_at IS NULL${back ? ' AND EXISTS (SELECT 1 FROM messages m WHERE m.id = n.message_id AND m.conversation_id = $2)' : ''}`;
  // Who is told of both in one kind has a line already.
  const hushed = await tx.query<Hushed>(
    `WITH twice AS (SELECT DISTINCT ON (n.id) n.id, o.id AS beside FROM notices n JOIN notices o ON o.conversation_id = $2 AND o.member_id = n.member_id AND o.kind = n.kind AND o.read_at IS NULL WHERE ${these} ORDER BY n.id, o.id),
       read AS (UPDATE notices n SET read_at = now() FROM twice WHERE n.id = twice.id RETURNING twice.id, twice.beside) SELECT id, beside FROM read`, [from, to]);
  await tx.execute(`UPDATE notices n SET conversation_id = $2, seq = NULL WHERE ${these}`, [from, to]);
  return hushed;
}

/** The way back: what was about the other alone is unread again, unless its member has looked at the two as one since. */
async function speakAgain(tx: Tx, hushed: readonly Hushed[]): Promise<void> {
  if (hushed.length === 0) return;
  await tx.execute(`UPDATE notices n SET read_at = NULL FROM jsonb_to_recordset($1::jsonb) AS h (id uuid, beside uuid) JOIN notices o ON o.id = h.beside AND o.read_at IS NULL WHERE n.id = h.id`, [JSON.stringify(hushed)]);
}

/** A conversation has one draft that several write: where there is one already, the other becomes its owner's own. */
async function takeShared(tx: Tx, actor: MemberActor, from: LockedConversation, to: LockedConversation, renumber: Rethreaded['renumber'], only: string[] | null): Promise<string[]> {
  const [row] = await tx.query<SharedDraftRow>(`SELECT ${sharedDraftColumns} FROM shared_drafts WHERE conversation_id = $1 AND state = 'open' AND ($2::uuid[] IS NULL OR id = ANY($2)) FOR UPDATE`, [from.id, only]);
  if (row === undefined) return [];
  const [other] = await tx.query(`SELECT 1 FROM shared_drafts WHERE conversation_id = $1 AND state = 'open'`, [to.id]);
  const since = renumber(from, row.since_seq, to);
  if (other === undefined) await tx.execute('UPDATE shared_drafts SET conversation_id = $2, since_seq = $3 WHERE id = $1', [row.id, to.id, since]);
  else {
    const content = readDocument(await loadDocument(tx, row));
    const files = await tx.query<{ id: string }>(`UPDATE attachments SET uploaded_by = $2, shared_draft_id = NULL, created_at = now() WHERE shared_draft_id = $1 AND message_id IS NULL RETURNING id`, [row.id, `member:${row.owner_id}`]);
    await tx.execute(`UPDATE shared_drafts SET conversation_id = $2, state = 'kept', ended_at = now(), ended_by = $3, ended_by_name = $4, updated_at = now() WHERE id = $1`, [row.id, to.id, actor.memberId, actor.name]);
    await becomeOwn(tx, { workspaceId: from.workspace_id, conversationId: to.id, memberId: row.owner_id, content, attachmentIds: files.map((file) => file.id), sinceSeq: since, first: false });
  }
  for (const { id } of [from, to]) await refreshSharedDraft(tx, actor, id, other === undefined ? 'shared' : 'kept');
  return other === undefined ? [row.id] : [];
}

/** What it is about: a case gathers the one that goes on instead. Where that is in the case already, it stays in it on the way back, too. */
async function takeCases(tx: Tx, actor: MemberActor, from: LockedConversation, to: LockedConversation, only: readonly string[] | null): Promise<string[]> {
  const came = await tx.query<{ case_id: string }>(
    `UPDATE case_conversations o SET conversation_id = $2 WHERE conversation_id = $1 AND ($3::uuid[] IS NULL OR case_id = ANY($3)) AND NOT EXISTS (SELECT 1 FROM case_conversations n WHERE n.case_id = o.case_id AND n.conversation_id = $2) RETURNING case_id`,
    [from.id, to.id, only]);
  const caseIds = came.map((row) => row.case_id);
  await tx.execute('UPDATE case_letters SET conversation_id = $2 WHERE conversation_id = $1 AND case_id = ANY($3::uuid[])', [from.id, to.id, caseIds]);
  await refreshCases(tx, from.workspace_id, [from.id, to.id], actor);
  return caseIds;
}

/** The same of what somebody may buy. */
async function takeLeads(tx: Tx, actor: MemberActor, from: string, to: string, only: readonly string[] | null): Promise<string[]> {
  const leadIds = (await tx.query<{ lead_id: string }>(
    `UPDATE lead_conversations o SET conversation_id = $2 WHERE conversation_id = $1 AND ($3::uuid[] IS NULL OR lead_id = ANY($3)) AND NOT EXISTS (SELECT 1 FROM lead_conversations n WHERE n.lead_id = o.lead_id AND n.conversation_id = $2) RETURNING lead_id`,
    [from, to, only])).map((row) => row.lead_id);
  await record(tx, leadIds.map((id) => directoryChanged(actor, 'leads', id)));
  return leadIds;
}

/** What its customer was asked and said. What was still to be asked is looked at anew where it goes on. */
async function takeSurveys(tx: Tx, from: string, to: string, only: readonly string[] | null): Promise<string[]> {
  return (await tx.query<{ id: string }>('UPDATE surveys SET conversation_id = $2 WHERE conversation_id = $1 AND ($3::uuid[] IS NULL OR id = ANY($3)) RETURNING id', [from, to, only])).map((row) => row.id);
}

/** What we told them we would do is owed wherever they are talked with. */
async function takePromises(tx: Tx, from: LockedConversation, to: LockedConversation, renumber: Rethreaded['renumber'], only: readonly string[] | null): Promise<string[]> {
  const moved = await tx.query<{ id: string; since_seq: number }>('UPDATE given_promises SET conversation_id = $2 WHERE conversation_id = $1 AND ($3::uuid[] IS NULL OR id = ANY($3)) RETURNING id, since_seq', [from.id, to.id, only]);
  for (const row of moved) await tx.execute('UPDATE given_promises SET since_seq = $2 WHERE id = $1', [row.id, renumber(from, row.since_seq, to)]);
  return moved.map((row) => row.id);
}

/** What it taught. */
async function takeLessons(tx: Tx, from: string, to: string, only: readonly string[] | null): Promise<string[]> {
  return (await tx.query<{ id: string }>('UPDATE lessons SET conversation_id = $2 WHERE conversation_id = $1 AND ($3::uuid[] IS NULL OR id = ANY($3)) RETURNING id', [from, to, only])).map((row) => row.id);
}

/** What to keep in mind. */
async function takePins(tx: Tx, from: string, to: string, only: readonly string[] | null): Promise<string[]> {
  return (await tx.query<{ id: string }>('UPDATE pins SET conversation_id = $2 WHERE conversation_id = $1 AND ($3::uuid[] IS NULL OR id = ANY($3)) RETURNING id', [from, to, only])).map((row) => row.id);
}
