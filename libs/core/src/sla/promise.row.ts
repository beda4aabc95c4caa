import type { SlaKind, SlaPause } from '@kontuar/contract';
import { newId, type Tx } from '@kontuar/platform';
import type { Measured, Terms } from './terms';
import type { FoundPromise } from './thread-fold';

export interface SlaPromiseRow {
  id: string; conversation_id: string; kind: SlaKind; since_message_id: string; policy_id: string | null; terms: Terms; started_at: Date; due_at: Date | null;
  used_ms: string; running_since: Date | null; paused: SlaPause | null; broken_at: Date | null; met_at: Date | null; met_by: string | null; ended_at: Date | null; outcome: Measured['outcome']; told: string[]; look_at: Date | null;
}
export const slaPromiseColumns = 'p.id, p.conversation_id, p.kind, p.since_message_id, p.policy_id, p.terms, p.started_at, p.due_at, p.used_ms, p.running_since, p.paused, p.broken_at, p.met_at, p.met_by, p.ended_at, p.outcome, p.told, p.look_at';

/** Those of these conversations. What stands elsewhere by now goes where the words went that began it. */
export async function findRows(tx: Tx, conversationIds: readonly string[]): Promise<SlaPromiseRow[]> {
  await tx.execute('UPDATE sla_promises p SET conversation_id = m.conversation_id FROM messages m WHERE p.conversation_id = ANY($1::uuid[]) AND m.id = p.since_message_id AND m.conversation_id <> p.conversation_id', [conversationIds]);
  return tx.query<SlaPromiseRow>(
    `SELECT ${slaPromiseColumns} FROM sla_promises p WHERE p.conversation_id = ANY($1::uuid[])
     UNION SELECT ${slaPromiseColumns} FROM messages m JOIN sla_promises p ON p.since_message_id = m.id WHERE p.conversation_id <> ALL($1::uuid[]) AND p.conversation_id = m.conversation_id AND m.conversation_id = ANY($1::uuid[])`, [conversationIds]);
}

/** A promise as it is now, beside how it was kept. */
export interface Standing { row: SlaPromiseRow | undefined; conversationId: string; found: FoundPromise; terms: Terms; measured: Measured; told: string[] }

const same = (a: Date | null, b: Date | null): boolean => a?.getTime() === b?.getTime();

export function isChanged({ row, conversationId, found, terms, measured, told }: Standing): boolean {
  return row === undefined || row.conversation_id !== conversationId || !same(row.due_at, measured.dueAt) || !same(row.look_at, measured.next) || !same(row.started_at, found.startedAt) || !same(row.running_since, measured.runningSince) || row.paused !== measured.paused
    || !same(row.broken_at, measured.brokenAt) || !same(row.met_at, found.metAt) || !same(row.ended_at, found.endedAt) || row.outcome !== measured.outcome || row.policy_id !== terms.policyId || row.told.length !== told.length || Number(row.used_ms) !== Math.round(measured.usedMs) || JSON.stringify(row.terms) !== JSON.stringify(terms);
}

export async function writeRows(tx: Tx, workspaceId: string, standings: readonly Standing[]): Promise<void> {
  if (standings.length === 0) return;
  await tx.execute(
    `INSERT INTO sla_promises AS p (id, workspace_id, conversation_id, kind, since_message_id, policy_id, terms, started_at, due_at, used_ms, running_since, paused, broken_at, met_at, met_by, ended_at, outcome, told, look_at)
     SELECT id, $1, conversation_id, kind, since_message_id, policy_id, terms, started_at, due_at, used_ms, running_since, paused, broken_at, met_at, met_by, ended_at, outcome, told, look_at
     FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, conversation_id uuid, kind text, since_message_id uuid, policy_id uuid, terms jsonb, started_at timestamptz, due_at timestamptz, used_ms bigint, running_since timestamptz, paused text,
       broken_at timestamptz, met_at timestamptz, met_by uuid, ended_at timestamptz, outcome text, told text[], look_at timestamptz)
     ON CONFLICT (since_message_id, kind) DO UPDATE SET conversation_id = excluded.conversation_id, policy_id = excluded.policy_id, terms = excluded.terms, started_at = excluded.started_at, due_at = excluded.due_at, used_ms = excluded.used_ms,
       running_since = excluded.running_since, paused = excluded.paused, broken_at = excluded.broken_at, met_at = excluded.met_at, met_by = excluded.met_by, ended_at = excluded.ended_at, outcome = excluded.outcome, told = excluded.told, look_at = excluded.look_at`,
    [workspaceId, JSON.stringify(standings.map(({ row, conversationId, found, terms, measured, told }) => ({
      id: row?.id ?? newId(), conversation_id: conversationId, kind: found.kind, since_message_id: found.sinceMessageId, policy_id: terms.policyId, terms, started_at: found.startedAt, due_at: measured.dueAt, used_ms: Math.round(measured.usedMs),
      running_since: measured.runningSince, paused: measured.paused, broken_at: measured.brokenAt, met_at: found.metAt, met_by: found.metBy === '' ? null : found.metBy, ended_at: found.endedAt, outcome: measured.outcome, told, look_at: measured.next,
    })))],
  );
}

/** What nobody waits for any more, or nobody promised after all. */
export const dropRows = (tx: Tx, ids: readonly string[]): Promise<number> =>
  tx.execute(`UPDATE sla_promises SET ended_at = now(), outcome = 'dropped', due_at = broken_at, running_since = NULL, paused = NULL, look_at = NULL WHERE id = ANY($1::uuid[])`, [ids]);
