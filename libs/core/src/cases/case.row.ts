import type { CaseAnswer, CaseDecision, CaseDemand, CasePolicy } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { Actor } from '../access/actor';
import { lockConversations, type LockedConversation } from '../conversations/change';
import { conflict, notFound } from '../errors';
import { actorOf, record } from '../history/history';

export interface CaseRecord {
  id: string; workspace_id: string; number: number; code: string; matter: string; subject: string; product: string; order_number: string; demand: CaseDemand | null; purchased_on: string | null;
  legal_basis: string; country: string; received_at: Date; received_how: 'message' | 'member'; received_reason: string; received_message_id: string | null; policy: CasePolicy | null;
  time_zone: string; received_on: string; due_on: string | null; due_at: Date | null; clock: 'none' | 'running' | 'stopped'; stopped_at: Date | null; answers_since: Date | null; look_at: Date | null; told: string[];
  answer: CaseAnswer; decision: CaseDecision | null; decision_reason: string; decided_at: Date | null; decided_by: string | null; outcome: string; owner_id: string | null; team_id: string | null;
  state: 'open' | 'closed'; closed_at: Date | null; withdrawn_at: Date | null; version: number; created_at: Date;
}

/** Days as text: a driver that makes moments of them moves them by the clock of the machine. */
export const caseColumns = `k.id, k.workspace_id, k.number, k.code, k.matter, k.subject, k.product, k.order_number, k.demand, k.purchased_on::text, k.legal_basis, k.country, k.received_at, k.received_how, k.received_reason,
  k.received_message_id, k.policy, k.time_zone, k.received_on::text, k.due_on::text, k.due_at, k.clock, k.stopped_at, k.answers_since, k.look_at, k.told, k.answer, k.decision, k.decision_reason, k.decided_at, k.decided_by,
  k.outcome, k.owner_id, k.team_id, k.state, k.closed_at, k.withdrawn_at, k.version, k.created_at`;

export interface HeldCase { row: CaseRecord; conversations: LockedConversation[] }
/** As far as telling of it goes. */
export interface KnownCase { row: CaseRecord; conversations: readonly Pick<LockedConversation, 'id' | 'assignee_id' | 'merged_into'>[] }

interface Link { case_id: string; conversation_id: string }
const linksOf = (tx: Tx, caseIds: readonly string[]): Promise<Link[]> => tx.query<Link>('SELECT case_id, conversation_id FROM case_conversations WHERE case_id = ANY($1::uuid[]) ORDER BY case_id, added_at, conversation_id', [caseIds]);

/**
 * Holds cases with all their conversations, and with those named beside them: conversations first, in the order of their ids, then the cases in theirs. Whoever
 * holds a conversation may write on its case, so that the other way round two acts would wait for each other.
 */
async function hold(tx: Tx, caseIds: readonly string[], beside: readonly string[]): Promise<{ rows: CaseRecord[]; conversations: LockedConversation[]; links: Link[] }> {
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const links = await linksOf(tx, caseIds);
    const conversations = await lockConversations(tx, [...new Set([...links.map((link) => link.conversation_id), ...beside])]);
    const rows = await tx.query<CaseRecord>(`SELECT ${caseColumns} FROM cases k WHERE k.id = ANY($1::uuid[]) ORDER BY k.id FOR UPDATE`, [caseIds]);
    if (JSON.stringify(await linksOf(tx, caseIds)) === JSON.stringify(links)) return { rows, conversations, links };
  }
  throw conflict('case-moved', 'Somebody is changing this case this very moment.');
}

/** With its conversations as they came to it, then those named beside them. */
export async function holdCase(tx: Tx, caseId: string, beside: readonly string[] = []): Promise<HeldCase> {
  const { rows: [row], conversations, links } = await hold(tx, [caseId], beside);
  if (row === undefined) throw notFound('case');
  const place = new Map(links.map((link, index) => [link.conversation_id, index]));
  return { row, conversations: [...conversations].sort((a, b) => (place.get(a.id) ?? Infinity) - (place.get(b.id) ?? Infinity) || 0) };
}

/** Those of them that are there. */
export async function holdCases(tx: Tx, caseIds: readonly string[]): Promise<HeldCase[]> {
  const { rows, conversations, links } = await hold(tx, caseIds, []);
  const held = new Map(conversations.map((conversation) => [conversation.id, conversation]));
  return rows.map((row) => ({ row, conversations: links.flatMap((link) => (link.case_id === row.id ? (held.get(link.conversation_id) ?? []) : [])) }));
}

/** The open case that each of these conversations has, of those that have one. */
export async function openCasesOf(tx: Tx, conversationIds: readonly string[]): Promise<Map<string, { id: string; code: string }>> {
  const rows = await tx.query<{ conversation_id: string; id: string; code: string }>(
    `SELECT cc.conversation_id, k.id, k.code FROM case_conversations cc JOIN cases k ON k.id = cc.case_id WHERE cc.conversation_id = ANY($1::uuid[]) AND k.state = 'open' AND k.withdrawn_at IS NULL`, [conversationIds]);
  return new Map(rows.map(({ conversation_id: conversationId, ...open }) => [conversationId, open]));
}

const iso = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Writes down on the conversations what their rows and headers show of a case, and tells screens. Callers hold the conversations. */
export async function refreshCases(tx: Tx, workspaceId: string, conversationIds: readonly string[], actor?: Actor): Promise<void> {
  if (conversationIds.length === 0) return;
  await tx.execute(
    `UPDATE conversations c SET version = c.version + 1, case_id = s.id, case_due_at = CASE WHEN s.clock = 'running' THEN s.due_at END,
       case_summary = CASE WHEN s.id IS NOT NULL THEN jsonb_build_object('id', s.id, 'code', s.code, 'matter', s.matter, 'subject', s.subject, 'state', s.state, 'clock', s.clock, 'receivedOn', s.received_on, 'dueOn', s.due_on,
         'dueAt', ${iso('s.due_at')}, 'timeZone', s.time_zone, 'answer', s.answer, 'decision', s.decision, 'conversations', s.conversations, 'version', s.version) END
     FROM unnest($1::uuid[]) AS r (id) LEFT JOIN LATERAL (
       SELECT k.*, (SELECT count(*) FROM case_conversations x JOIN conversations y ON y.id = x.conversation_id AND y.merged_into IS NULL WHERE x.case_id = k.id) AS conversations
       FROM case_conversations cc JOIN cases k ON k.id = cc.case_id WHERE cc.conversation_id = r.id AND k.withdrawn_at IS NULL
       ORDER BY k.state = 'open' DESC, k.clock = 'running' DESC, k.due_at NULLS LAST, k.number DESC LIMIT 1) s ON true
     WHERE c.id = r.id`,
    [conversationIds],
  );
  await record(tx, conversationIds.map((conversationId) => ({ type: 'conversation.updated', ...(actor === undefined ? {} : { actor: actorOf(actor) }), conversationId, data: { case: true } })), workspaceId);
}

/** Holds the cases alone, where nothing is written on their conversations: whoever goes on to hold those as well would wait for somebody who waits for this one. */
export async function holdCasesAlone(tx: Tx, caseIds: readonly string[]): Promise<KnownCase[]> {
  const rows = await tx.query<CaseRecord>(`SELECT ${caseColumns} FROM cases k WHERE k.id = ANY($1::uuid[]) ORDER BY k.id FOR UPDATE`, [caseIds]);
  const conversationsOf = new Map<string, KnownCase['conversations'][number][]>();
  for (const { case_id: caseId, ...conversation } of await tx.query<KnownCase['conversations'][number] & { case_id: string }>(
    'SELECT cc.case_id, c.id, c.assignee_id, c.merged_into FROM case_conversations cc JOIN conversations c ON c.id = cc.conversation_id WHERE cc.case_id = ANY($1::uuid[]) ORDER BY cc.added_at, c.id', [caseIds])) {
    const known = conversationsOf.get(caseId);
    if (known === undefined) conversationsOf.set(caseId, [conversation]);
    else known.push(conversation);
  }
  return rows.map((row) => ({ row, conversations: conversationsOf.get(row.id) ?? [] }));
}
