import { Injectable } from '@nestjs/common';
import type { AuditEntry, AuditQuery, AuditVerdict, Page } from '@kontuar/contract';
import { Database, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { chainHash } from '../history/history';
import { numberKey, readKey, toPage } from '../paging';

interface EventRow {
  id: string; seq: string; type: string; at: Date; actor_kind: AuditEntry['actorKind']; actor_id: string | null; actor_name: string | null;
  conversation_id: string | null; message_id: string | null; subject_id: string | null; data: Record<string, unknown>;
  copy?: string | null;
}
interface SealedRow extends EventRow { workspace_id: string; previous_hash: string; hash: string }

/** Enough to be quick, few enough for a light answer of the database. */
const BATCH = 5000;

/** These stand beside the event that they tell screens about, and say nothing of their own. */
const echoes = ['directory.changed', 'notification'];

@Injectable()
export class Audit {
  constructor(private readonly database: Database) {}

  /** Newest first. */
  async list(actor: MemberActor, query: AuditQuery): Promise<Page<AuditEntry>> {
    const rows = await this.database.inWorkspace(actor.workspaceId, (tx) => tx.query<EventRow>(
      `SELECT e.id, e.seq, e.type, e.at, e.actor_kind, e.actor_id, coalesce(u.name, p.name, ip.name) AS actor_name, e.conversation_id, e.message_id, e.subject_id, e.data, r.text AS copy
       FROM events e
       LEFT JOIN message_revisions r ON starts_with(e.type, 'message-act.') AND r.message_id = e.message_id AND r.revision = (e.data ->> 'revision')::int
       LEFT JOIN memberships m ON e.actor_kind = 'member' AND m.id = e.actor_id LEFT JOIN users u ON u.id = m.user_id
       LEFT JOIN contacts p ON e.actor_kind = 'contact' AND p.id = e.actor_id
       LEFT JOIN identities i ON e.actor_kind = 'contact' AND i.id = e.actor_id LEFT JOIN contacts ip ON ip.id = i.contact_id
       WHERE e.workspace_id = $1 AND e.seq IS NOT NULL AND e.type <> ALL($2) AND ($3::bigint IS NULL OR e.seq < $3)
         AND ($4::uuid IS NULL OR e.actor_id = $4) AND ($5::uuid IS NULL OR e.subject_id = $5) AND ($6::uuid IS NULL OR e.conversation_id = $6)
         AND ($7::text IS NULL OR e.type = $7 OR starts_with(e.type, $7 || '.')) AND ($8::timestamptz IS NULL OR e.at >= $8) AND ($9::timestamptz IS NULL OR e.at < $9)
       ORDER BY e.seq DESC LIMIT $10`,
      [actor.workspaceId, echoes, readKey(query.cursor, [numberKey])?.[0] ?? null, query.actorId ?? null, query.subjectId ?? null, query.conversationId ?? null, query.action ?? null, query.from ?? null, query.to ?? null, query.limit + 1],
    ));
    return toPage(rows, query.limit, toEntry, (row) => [row.seq]);
  }

  /** Computes every hash again, from the first line to the last; a line that was changed, moved or taken out breaks the chain. */
  async verify(actor: MemberActor): Promise<AuditVerdict> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      // Lines that are written meanwhile are numbered later; what the feed counted now must all be there.
      const [feed] = await tx.query<{ last_seq: string; last_hash: string }>('SELECT last_seq, last_hash FROM feeds WHERE workspace_id = $1', [actor.workspaceId]);
      const last = BigInt(feed?.last_seq ?? 0);
      let [seq, hash] = [0n, ''];
      while (seq < last) {
        const rows = await sealed(tx, actor.workspaceId, seq, last);
        for (const row of rows) {
          if (row.seq !== (seq + 1n).toString() || row.previous_hash !== hash || row.hash !== chainHash(hash, chained(row))) return broken(seq);
          seq += 1n;
          hash = row.hash;
        }
        if (rows.length === 0) return broken(seq);
      }
      return hash === (feed?.last_hash ?? '') ? { ok: true, checked: Number(seq), brokenAt: null } : { ok: false, checked: Number(seq), brokenAt: Number(seq) };
    });
  }
}

const broken = (whole: bigint): AuditVerdict => ({ ok: false, checked: Number(whole), brokenAt: Number(whole) + 1 });

async function sealed(tx: Tx, workspaceId: string, after: bigint, last: bigint): Promise<SealedRow[]> {
  return tx.query<SealedRow>(
    `SELECT id, workspace_id, seq, type, at, actor_kind, actor_id, conversation_id, message_id, subject_id, data, previous_hash, hash
     FROM events WHERE workspace_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4`,
    [workspaceId, after.toString(), last.toString(), BATCH],
  );
}

const chained = (row: SealedRow) => ({
  id: row.id, workspaceId: row.workspace_id, seq: row.seq, type: row.type, at: row.at.toISOString(), actorKind: row.actor_kind, actorId: row.actor_id,
  conversationId: row.conversation_id, messageId: row.message_id, subjectId: row.subject_id, data: row.data,
});

const toEntry = (row: EventRow): AuditEntry => ({
  id: row.id, seq: Number(row.seq), at: row.at.toISOString(), action: row.type, actorKind: row.actor_kind, actorId: row.actor_id, actorName: row.actor_name,
  subjectType: row.subject_id === null ? null : (row.type.split('.')[0] ?? null), subjectId: row.subject_id, conversationId: row.conversation_id, messageId: row.message_id, data: row.data, copy: row.copy ?? null,
});
