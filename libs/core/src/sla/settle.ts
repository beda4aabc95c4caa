import type { ConversationDue } from '@kontuar/contract';
import type { Queues, Tx } from '@kontuar/platform';
import { lockConversations, type LockedConversation } from '../conversations/change';
import { tellInThreads, type ThreadLine } from '../conversations/tell-in-thread';
import { record, type Happening } from '../history/history';
import { wakeAt } from '../planned/wake';
import type { Connectors } from '../tokens';
import { escalate } from './escalate';
import { findPolicies, policiesOf, policyContext, termsOf, type Policy } from './policies';
import { dropRows, findRows, isChanged, writeRows, type SlaPromiseRow, type Standing } from './promise.row';
import { measure, type Point, type Terms } from './terms';
import { findPromised } from './threads';
import { whoHears } from './who-hears';

export interface Settling {
  queues: Queues; connectors: Connectors;
  /** From when on promises are made: what was over before is no promise of ours. */
  since: Date;
  /** Looked through because policies changed: nothing that broke before is told, and no thread gets a line. */
  silent?: boolean;
  now?: Date;
}

/** What we hear of so late was late elsewhere: an import, a channel that was dead for days. It counts, and nobody is called for it. */
const OLD_MS = 24 * 3_600_000;

interface Told { standing: Standing; point: Point; conversation: LockedConversation }

/**
 * Brings the promises of conversations in line with what is said in them, with the policies and the time; tells what is to be told, once. Everything is read
 * anew, so it is safe to call at any time, for any conversation, as often as one likes. Answers how many of them changed.
 */
export async function settlePromises(tx: Tx, workspaceId: string, conversationIds: readonly string[], settling: Settling): Promise<number> {
  if (conversationIds.length === 0) return 0;
  const conversations = await lockConversations(tx, [...new Set(conversationIds)]);
  const ids = conversations.map(({ id }) => id);
  const policies = await findPolicies(tx, workspaceId);
  const fits = await policiesOf(tx, policyContext(settling.connectors, workspaceId), policies, ids);
  const found = await findPromised(tx, conversations);
  const rows = await findRows(tx, ids);
  // Asked when everything is held: waiting for it may have taken a while.
  const now = settling.now ?? (await tx.query<{ now: Date }>('SELECT clock_timestamp() AS now'))[0]?.now ?? new Date();

  const standings: Standing[] = [];
  const told: Told[] = [];
  const lines: ThreadLine[] = [];
  const kept = new Set<string>();
  const known = new Map(rows.map((row) => [`${row.since_message_id} ${row.kind}`, row]));
  for (const conversation of conversations) {
    for (const promise of found.get(conversation.id) ?? []) {
      const row = known.get(`${promise.sinceMessageId} ${promise.kind}`);
      const terms = termsFor(row, promise.endedAt !== null, fits.get(conversation.id), promise.kind);
      if (terms === undefined) continue;
      if (row === undefined && promise.endedAt !== null && promise.startedAt < settling.since) continue;
      if (row !== undefined) kept.add(row.id);
      const measured = measure(promise, terms, now);
      const before = row === undefined ? [] : row.told.filter((key) => measured.reached.some((point) => point.key === key) || promise.endedAt !== null);
      const fresh = measured.reached.filter(({ key }) => !before.includes(key));
      const standing: Standing = { row, conversationId: conversation.id, found: promise, terms, measured, told: promise.endedAt === null ? [...before, ...fresh.map(({ key }) => key)] : before };
      standings.push(standing);
      const old = measured.brokenAt !== null && row === undefined && now.getTime() - measured.brokenAt.getTime() > OLD_MS;
      if (settling.silent !== true && !old) told.push(...worthTelling(fresh).map((point) => ({ standing, point, conversation })));
      if (settling.silent !== true && row !== undefined && promise.endedAt === null && isOtherwise(row.terms, terms)) lines.push({ conversationId: conversation.id, type: 'sla-changed', data: { kind: promise.kind, policy: terms.name, minutes: terms.minutes, was: row.terms.minutes, dueAt: measured.dueAt?.toISOString() ?? null } });
    }
  }
  const gone = rows.filter((row) => row.ended_at === null && !kept.has(row.id));
  const changed = standings.filter(isChanged);
  await writeRows(tx, workspaceId, changed);
  if (gone.length > 0) await dropRows(tx, gone.map(({ id }) => id));
  for (const { measured } of changed) if (measured.next !== null) wakeAt(tx, settling.queues, 'sla', workspaceId, measured.next);
  const moved = await showDue(tx, conversations, standings);
  await tell(tx, workspaceId, told, lines);
  await escalate(tx, workspaceId, told.flatMap(({ point, conversation }) => (point.do.kind === 'escalate' ? [{ conversationId: conversation.id, escalation: point.do.escalation }] : [])));
  return changed.length + gone.length + moved;
}

/** What is over stays as it was promised; what goes on goes by the policy that fits now. */
function termsFor(row: SlaPromiseRow | undefined, over: boolean, policy: Policy | undefined, kind: Standing['found']['kind']): Terms | undefined {
  return over && row !== undefined ? row.terms : termsOf(policy, kind);
}

const isOtherwise = (before: Terms, after: Terms): boolean => before.minutes !== after.minutes || JSON.stringify(before.hours) !== JSON.stringify(after.hours);

/** Of several warnings that come at once, the last; of none, where it broke already. */
function worthTelling(points: readonly Point[]): Point[] {
  const late = points.some((point) => point.do.kind !== 'warn');
  const warnings = points.filter((point) => point.do.kind === 'warn');
  return late ? points.filter((point) => point.do.kind !== 'warn') : warnings.slice(-1);
}

/** The row of the list: which promise breaks first. A clock that stands shows none. */
async function showDue(tx: Tx, conversations: readonly LockedConversation[], standings: readonly Standing[]): Promise<number> {
  const dues = new Map<string, { at: Date; kind: ConversationDue['kind']; since: Date }>();
  for (const { conversationId, found, terms, measured: { dueAt, runningSince } } of standings) {
    if (found.endedAt !== null || runningSince === null || dueAt === null) continue;
    const first = dues.get(conversationId);
    // So that what is used of it is told right, also after a pause.
    const since = terms.hours === null ? new Date(dueAt.getTime() - terms.minutes * 60_000) : found.startedAt;
    if (first === undefined || dueAt < first.at) dues.set(conversationId, { at: dueAt, kind: found.kind, since });
  }
  const shown = conversations.map(({ id }) => ({ id, due_at: dues.get(id)?.at ?? null, due_kind: dues.get(id)?.kind ?? null, due_since: dues.get(id)?.since ?? null }));
  const moved = await tx.query<{ id: string }>(
    `UPDATE conversations c SET due_at = r.due_at, due_kind = r.due_kind, due_since = r.due_since, version = c.version + 1 FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, due_at timestamptz, due_kind text, due_since timestamptz)
     WHERE c.id = r.id AND (c.due_at IS DISTINCT FROM r.due_at OR c.due_kind IS DISTINCT FROM r.due_kind OR c.due_since IS DISTINCT FROM r.due_since) RETURNING c.id`, [JSON.stringify(shown)]);
  await record(tx, moved.map(({ id }) => ({ type: 'conversation.updated', conversationId: id, data: { due: true } })));
  return moved.length;
}

/** A policy that warns nobody and does nothing is a clock to look at: nobody is called when it is over. */
const isQuiet = ({ warnings, escalations }: Terms): boolean => warnings.length === 0 && escalations.length === 0;

async function tell(tx: Tx, workspaceId: string, told: readonly Told[], changes: readonly ThreadLine[]): Promise<void> {
  if (told.length + changes.length === 0) return;
  const hears = told.length === 0 ? undefined : await whoHears(tx, workspaceId);
  const happenings: Happening[] = [];
  const lines = [...changes];
  const notify = (conversation: LockedConversation, kind: string, memberIds: readonly string[]) => { happenings.push({ type: 'notification', conversationId: conversation.id, data: { kind, memberIds } }); };
  for (const { standing: { found, terms, measured }, point, conversation } of told) {
    const about = { kind: found.kind, policyId: terms.policyId, dueAt: measured.dueAt?.toISOString() ?? null };
    switch (point.do.kind) {
      case 'warn':
        happenings.push({ type: 'sla.warned', conversationId: conversation.id, data: { ...about, to: point.do.to } });
        if (hears !== undefined) notify(conversation, 'sla-soon', hears(conversation, point.do.to));
        break;
      case 'break':
        happenings.push({ type: 'sla.broken', conversationId: conversation.id, data: about });
        if (isQuiet(terms)) break;
        lines.push({ conversationId: conversation.id, type: 'sla-broken', data: { kind: found.kind, policy: terms.name, dueAt: about.dueAt } });
        if (hears !== undefined) notify(conversation, 'sla-broken', hears(conversation, 'owner'));
        break;
      case 'escalate':
        happenings.push({ type: 'sla.escalated', conversationId: conversation.id, data: { ...about, act: point.do.escalation.act } });
        if (point.do.escalation.act === 'notify' && hears !== undefined) notify(conversation, 'sla-broken', hears(conversation, point.do.escalation.to));
        break;
      default: throw new Error(`nothing is told of ${JSON.stringify(point.do satisfies never)}`);
    }
  }
  await tellInThreads(tx, workspaceId, lines);
  await record(tx, happenings, workspaceId);
}
