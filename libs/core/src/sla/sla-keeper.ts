import { Inject, Injectable } from '@nestjs/common';
import { Database, type Log, type Pulse, type Tx, type Units } from '@kontuar/platform';
import { Follower } from '../history/follower';
import { nextEvents } from '../history/history';
import { NOTICES_DUE } from '../notices/notifier.service';
import { LOG, PULSE } from '../tokens';
import { SlaTimers } from './sla-timers';

const EVENTS = 300;
/** Open conversations of before, or of before a change of policies; one transaction each. */
const BACKFILL = 150;

/**
 * Keeps promises in line with what happens. Follows the history, so whoever sends, merges, snoozes or imports need know nothing of promises, and what comes in pays nothing for
 * them; how far it came is kept with what it wrote. Workspaces that promise nothing are not followed at all.
 */
@Injectable()
export class SlaKeeper {
  private readonly follower: Follower;

  constructor(database: Database, private readonly timers: SlaTimers, @Inject(PULSE) private readonly pulse: Pulse, @Inject(LOG) log: Log) {
    this.follower = new Follower(database, pulse, log, {
      topic: NOTICES_DUE, lock: 'sla', trouble: 'promises could not be kept in line with what happened; trying again', behind: workspacesDue,
      turn: async (units, workspaceId) => {
        const { moved, changed } = await units.inWorkspace(workspaceId, (tx) => this.turn(tx, workspaceId));
        if (changed) this.pulse.publish('relay');
        return moved;
      },
    });
  }

  /** Returns the way to stop listening. */
  start(): () => void {
    return this.follower.start();
  }

  run(): Promise<void> {
    return this.follower.run();
  }

  private async turn(tx: Tx, workspaceId: string): Promise<{ moved: boolean; changed: boolean }> {
    const [position] = await tx.query<{ seq: string; backfilled_to: string | null }>('SELECT seq, backfilled_to FROM sla_positions WHERE workspace_id = $1 FOR UPDATE', [workspaceId]);
    if (position === undefined) return { moved: false, changed: false };
    const followed = await touched(tx, workspaceId, position.seq);
    const before = position.backfilled_to === null ? [] : await live(tx, workspaceId, position.backfilled_to);
    await this.timers.settle(tx, workspaceId, followed.conversationIds);
    await this.timers.settle(tx, workspaceId, before.filter((id) => !followed.conversationIds.includes(id)), true);
    await tx.execute('UPDATE sla_positions SET seq = $2, backfilled_to = $3 WHERE workspace_id = $1', [workspaceId, followed.seq, before.length < BACKFILL ? null : (before.at(-1) ?? null)]);
    return { moved: followed.seq !== position.seq || position.backfilled_to !== null, changed: followed.conversationIds.length + before.length > 0 };
  }
}

async function workspacesDue(units: Units, stuck: ReadonlySet<string>): Promise<string[]> {
  const rows = await units.lookAsSystem((tx) => tx.query<{ workspace_id: string }>(
    `SELECT p.workspace_id FROM sla_positions p JOIN feeds f ON f.workspace_id = p.workspace_id WHERE (f.last_seq > p.seq OR p.backfilled_to IS NOT NULL) AND NOT p.workspace_id = ANY($1::uuid[]) LIMIT 200`, [[...stuck]]));
  return rows.map((row) => row.workspace_id);
}

interface EventRow { seq: string; type: string; conversation_id: string | null; subject_id: string | null; data: { event?: string; due?: boolean; routing?: boolean; what?: string; otherId?: string; read?: number } }

/** Of a message's way, what makes it no answer, and none less. */
const beside: ReadonlySet<string | undefined> = new Set(['sending', 'retry', 'attachment', 'author', 'mood', 'act-asked']);
/** What comes after an answer was taken, as a rule: where nobody waits for one any more, it says nothing new. */
const receipts: ReadonlySet<string | undefined> = new Set(['delivered', 'read']);

/** Conversations that the next piece of the history is about. */
async function touched(tx: Tx, workspaceId: string, after: string): Promise<{ seq: string; conversationIds: string[] }> {
  const rows = await tx.query<EventRow>(nextEvents('seq, type, conversation_id, subject_id, data', '$2::bigint', EVENTS), [workspaceId, after]);
  const ids = new Set<string>();
  const receipted = new Set<string>();
  const contacts = new Set<string>();
  for (const { type, conversation_id: conversationId, subject_id: subjectId, data } of rows) {
    if (conversationId !== null && concerns(type, data)) (type === 'message.updated' && receipts.has(data.what) ? receipted : ids).add(conversationId);
    if (subjectId !== null && type.startsWith('contact.')) [subjectId, data.otherId].forEach((id) => { if (id !== undefined) contacts.add(id); });
  }
  if (receipted.size > 0) for (const { id } of await tx.query<{ id: string }>(`SELECT DISTINCT conversation_id AS id FROM sla_promises WHERE conversation_id = ANY($1::uuid[]) AND kind <> 'resolution' AND ended_at IS NULL`, [[...receipted]])) ids.add(id);
  if (contacts.size > 0) for (const { id } of await tx.query<{ id: string }>(`SELECT id FROM conversations WHERE contact_id = ANY($1::uuid[]) AND state IN ('open', 'pending', 'snoozed')`, [[...contacts]])) ids.add(id);
  return { seq: rows.at(-1)?.seq ?? after, conversationIds: [...ids] };
}

function concerns(type: string, data: EventRow['data']): boolean {
  switch (type) {
    // Lines that tell of promises change none.
    case 'message.created': return data.event?.startsWith('sla-') !== true;
    case 'message.updated': return !beside.has(data.what);
    case 'conversation.updated': return data.due !== true && data.routing !== true && data.read === undefined;
    default: return type.startsWith('conversation.') || type.startsWith('case.');
  }
}

const live = async (tx: Tx, workspaceId: string, after: string): Promise<string[]> =>
  (await tx.query<{ id: string }>(`SELECT id FROM conversations WHERE workspace_id = $1 AND id > $2 AND state IN ('open', 'pending', 'snoozed') ORDER BY id LIMIT ${BACKFILL}`, [workspaceId, after])).map(({ id }) => id);
