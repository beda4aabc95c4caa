import { Inject, Injectable } from '@nestjs/common';
import { Database, type Log, type Pulse, type Tx, type Units } from '@kontuar/platform';
import { Follower } from '../history/follower';
import { nextEvents } from '../history/history';
import { LOG, PULSE } from '../tokens';
import { keepFacts } from './keep-facts';
import { openTimeOf } from './report-hours';

/** Pulse topic: there may be something to count. */
export const FACTS_DUE = 'facts-due';

const EVENTS = 1000;
/** Of conversations that were there before; one transaction each. */
const BACKFILL = 500;
const AT_ONCE = 200;
/** While customers write and agents look on, in shorter pieces: what is on its way to a screen gets in between. */
const AT_ONCE_IN_PASSING = 40;

/**
 * Keeps what reports count. Follows the history, so that what comes in pays nothing for it; how far it came is kept with what it wrote, so each piece counts
 * once. Conversations that were there before, and those that came in many at once, are gone through by and by.
 */
@Injectable()
export class FactsKeeper {
  private readonly follower: Follower;

  constructor(database: Database, @Inject(PULSE) pulse: Pulse, @Inject(LOG) log: Log) {
    this.follower = new Follower(database, pulse, log, {
      topic: FACTS_DUE, lock: 'report-facts', patient: true, trouble: 'what reports count could not be kept; trying again', behind: workspacesDue, turn: (units, workspaceId) => units.inWorkspaceAgain(workspaceId, (tx) => turn(tx, workspaceId)),
    });
  }

  /** Returns the way to stop listening. */
  start(): () => void {
    return this.follower.start();
  }

  run(): Promise<void> {
    return this.follower.run();
  }
}

async function workspacesDue(units: Units, stuck: ReadonlySet<string>): Promise<string[]> {
  const rows = await units.lookAsSystem((tx) => tx.query<{ id: string }>(
    `SELECT w.id FROM workspaces w LEFT JOIN feeds f ON f.workspace_id = w.id LEFT JOIN report_positions p ON p.workspace_id = w.id
     WHERE (p.workspace_id IS NULL OR f.last_seq > p.seq OR p.backfilled_to IS NOT NULL) AND NOT w.id = ANY($1::uuid[]) LIMIT 200`, [[...stuck]]));
  return rows.map((row) => row.id);
}

async function turn(tx: Tx, workspaceId: string): Promise<boolean> {
  await tx.execute('INSERT INTO report_positions (workspace_id, seq) VALUES ($1, 0) ON CONFLICT DO NOTHING', [workspaceId]);
  const [position] = await tx.query<{ seq: string; backfilled_to: string | null }>('SELECT seq, backfilled_to FROM report_positions WHERE workspace_id = $1 FOR UPDATE', [workspaceId]);
  if (position === undefined) return false;
  const followed = await touched(tx, workspaceId, position.seq);
  // Many were made at once, without a word about each: all are gone through again.
  const from = followed.many ? '00000000-0000-0000-0000-000000000000' : position.backfilled_to;
  const before = from === null ? [] : (await tx.query<{ id: string }>('SELECT id FROM conversations WHERE workspace_id = $1 AND id > $2 ORDER BY id LIMIT $3', [workspaceId, from, BACKFILL])).map(({ id }) => id);
  if (followed.fewer) await forgetUndone(tx, workspaceId);
  const openTime = await openTimeOf(tx, workspaceId);
  const due = [...new Set([...followed.conversationIds, ...before])];
  const size = due.length > AT_ONCE ? AT_ONCE : AT_ONCE_IN_PASSING;
  for (let at = 0; at < due.length; at += size) await keepFacts(tx, workspaceId, due.slice(at, at + size), openTime);
  await tx.execute('UPDATE report_positions SET seq = $2, backfilled_to = $3 WHERE workspace_id = $1', [workspaceId, followed.seq, before.length < BACKFILL ? null : before.at(-1)]);
  return followed.seq !== position.seq || from !== null;
}

/** Which conversations the next piece of the history is about. That somebody read something counts nowhere. */
async function touched(tx: Tx, workspaceId: string, after: string): Promise<{ seq: string; many: boolean; fewer: boolean; conversationIds: string[] }> {
  const rows = await tx.query<{ seq: string; type: string; conversation_id: string | null; data: { read?: number } }>(
    nextEvents('seq, type, conversation_id, data', '$2::bigint', EVENTS), [workspaceId, after]);
  return {
    seq: rows.at(-1)?.seq ?? after,
    many: rows.some(({ type }) => type === 'import.read' || type === 'import.undone'),
    fewer: rows.some(({ type }) => type === 'import.undone'),
    conversationIds: [...new Set(rows.flatMap(({ type, conversation_id: id, data }) => (id !== null && (type.startsWith('message.') || type.startsWith('conversation.')) && data.read === undefined ? [id] : [])))],
  };
}

/** What was brought in by mistake never was; what was erased did happen. */
async function forgetUndone(tx: Tx, workspaceId: string): Promise<void> {
  await tx.execute(
    `DELETE FROM report_facts f WHERE f.workspace_id = $1 AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.id = f.conversation_id) AND NOT EXISTS (SELECT 1 FROM erased_conversations e WHERE e.id = f.conversation_id)`, [workspaceId]);
}
