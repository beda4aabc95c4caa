import { createHash } from 'node:crypto';
import { jsonRows, newId, prepared, type Tx } from '@kontuar/platform';
import type { Actor } from '../access/actor';

/** What happened. Written in the transaction that made it happen; the relay numbers, chains and publishes it. */
export interface Happening {
  /** Feed types ('message.created', 'conversation.updated' …) go to screens; all types are the audit log. */
  type: string;
  actor?: { kind: 'member' | 'contact' | 'system'; id: string | null };
  conversationId?: string;
  messageId?: string;
  subjectId?: string;
  /** Ids, states and field names; never what a customer wrote. */
  data?: Record<string, unknown>;
}

export const actorOf = (actor: Actor): { kind: 'member' | 'system'; id: string | null } =>
  actor.kind === 'member' ? { kind: 'member', id: actor.memberId } : { kind: 'system', id: null };

/** What made things happen that no person did: carried by everything that is recorded meanwhile, whatever service does it. */
export interface Cause { /** Rules, each called by what the one before did. */ rules: readonly string[]; runId: string }
/** Of everything, or of each conversation its own. */
type Causes = Cause | ReadonlyMap<string, Cause>;
const causes = new WeakMap<Tx, Causes>();

/** Whatever `work` records in this transaction says what it was done by. */
export async function causedBy<T>(tx: Tx, cause: Causes, work: () => Promise<T>): Promise<T> {
  const outer = causes.get(tx);
  causes.set(tx, cause);
  try {
    return await work();
  } finally {
    if (outer === undefined) causes.delete(tx);
    else causes.set(tx, outer);
  }
}

/** `workspaceId` is needed where the unit of work is the system's. */
export async function record(tx: Tx, happenings: readonly Happening[], workspaceId = tx.workspaceId): Promise<void> {
  if (happenings.length === 0) return;
  if (workspaceId === undefined) throw new Error('history needs a workspace');
  const by = causes.get(tx);
  await tx.query(
    prepared(`INSERT INTO events (id, workspace_id, type, actor_kind, actor_id, conversation_id, message_id, subject_id, data)
     SELECT id, $1, type, actor_kind, actor_id, conversation_id, message_id, subject_id, data
     FROM json_to_recordset($2::json) AS e (id uuid, type text, actor_kind text, actor_id uuid, conversation_id uuid, message_id uuid, subject_id uuid, data jsonb)`),
    [
      workspaceId,
      jsonRows(
        happenings.map((happening) => ({ happening, cause: causeOf(happening, by) })).map(({ happening, cause }) => ({
          id: newId(),
          type: happening.type,
          actor_kind: happening.actor?.kind ?? 'system',
          actor_id: happening.actor?.id ?? null,
          conversation_id: happening.conversationId ?? null,
          message_id: happening.messageId ?? null,
          subject_id: happening.subjectId ?? null,
          data: cause === undefined ? (happening.data ?? {}) : { ...happening.data, cause },
        })),
      ),
    ],
  );
}

/**
 * The next piece of a workspace's history ($1), for whoever follows it: a range of numbers, as they have no gaps. Asked for "so many from here on", a database that is
 * young, or has just grown, reads the whole history and sorts it for every piece. So it does, at any age, where `after` is looked up within the comparison itself: row
 * level security then lets no index near it. Looked up before, as here, it is a number like any other.
 */
export const nextEvents = (columns: string, after: string, most: number): string =>
  `SELECT ${columns} FROM events e WHERE e.workspace_id = $1 AND e.seq > (SELECT ${after}) AND e.seq <= (SELECT ${after} + ${Math.trunc(most)}) ORDER BY e.seq`;

const causeOf = ({ conversationId }: Happening, by: Causes | undefined): Cause | undefined => (by === undefined || 'runId' in by ? by : conversationId === undefined ? undefined : by.get(conversationId));

/** One row of `events` as the chain sees it; `at` in ISO 8601, `seq` in decimal. */
export interface ChainedEvent {
  id: string; workspaceId: string; seq: string; type: string; at: string; actorKind: string; actorId: string | null;
  conversationId: string | null; messageId: string | null; subjectId: string | null; data: unknown;
}

/** SHA-256 over the previous hash and every field, in a fixed order: a row can't be changed, moved or taken out unseen. */
export function chainHash(previous: string, event: ChainedEvent): string {
  return createHash('sha256')
    .update(JSON.stringify([previous, event.id, event.workspaceId, event.seq, event.type, event.at, event.actorKind, event.actorId, event.conversationId, event.messageId, event.subjectId, canonical(event.data)]))
    .digest('hex');
}

/** Keys in order: PostgreSQL's jsonb keeps its own. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, canonical(inner)]));
}
