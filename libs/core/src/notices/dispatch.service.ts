import { Inject, Injectable } from '@nestjs/common';
import type { Locale, NoticeView } from '@kontuar/contract';
import { Database, errorFields, type Log, type Tx } from '@kontuar/platform';
import { findActors } from '../members/members.service';
import { LOG } from '../tokens';
import { momentFor, quietUntil, type OuterWay, type Recipient } from './decide';
import { findNotices, tellable } from './notice.view';
import { findRecipients } from './recipients';
import { NOTICE_WAYS, type NoticeWayOut, type Parcel } from './ways';

const LEASE_MS = 60_000;
const GIVE_UP_AFTER = 8;
/** As many as fit into a push. */
const OPEN_TOLD = 25;

interface DueRow { notice_id: string; kind: keyof Recipient['choices']['ways']; conversation_id: string | null; channel_id: string | null; read_at: Date | null; held: boolean; may_read: boolean; last_at: Date | null; due_at: Date }
export interface DueOuting { workspaceId: string; memberId: string; way: OuterWay }

/** Sends what is due by the ways out of the house, unless it was read meanwhile, may not be read any more, or a quiet time began. */
@Injectable()
export class NoticeDispatch {
  constructor(private readonly database: Database, @Inject(NOTICE_WAYS) private readonly ways: readonly NoticeWayOut[], @Inject(LOG) private readonly log: Log) {}

  async due(): Promise<DueOuting[]> {
    const rows = await this.database.lookAsSystem((tx) => tx.query<{ workspace_id: string; member_id: string; way: OuterWay }>(
      `SELECT DISTINCT workspace_id, member_id, way FROM (SELECT workspace_id, member_id, way FROM notice_ways WHERE done_at IS NULL AND due_at <= now() AND (lease_until IS NULL OR lease_until < now()) ORDER BY due_at LIMIT 500) due`));
    return rows.map((row) => ({ workspaceId: row.workspace_id, memberId: row.member_id, way: row.way }));
  }

  /** Safe to call at any time, from anywhere, twice. */
  async run({ workspaceId, memberId, way }: DueOuting): Promise<void> {
    const out = this.ways.find((each) => each.way === way);
    const parcels = await this.database.inWorkspace(workspaceId, async (tx) => {
      // Whoever has it holds this until their transaction ends; its lease keeps others away afterwards.
      const [got] = await tx.query<{ got: boolean }>(`SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS got`, [`notices:${memberId}:${way}`]);
      return got?.got === true ? this.pack(tx, { workspaceId, memberId, way }, out !== undefined) : [];
    });
    for (const parcel of parcels) await this.send(parcel, out as NoticeWayOut);
  }

  private async pack(tx: Tx, { workspaceId, memberId, way }: DueOuting, hasWay: boolean): Promise<Parcel[]> {
    const now = new Date();
    const [[recipient], [actor]] = [[(await findRecipients(tx, [memberId])).get(memberId)], await findActors(tx, [memberId])];
    const parameters: unknown[] = [memberId, way];
    const mayRead = actor === undefined ? 'false' : tellable(actor, parameters);
    const rows = await tx.query<DueRow>(
      `SELECT w.notice_id, n.kind, n.conversation_id, n.channel_id, n.read_at, w.held, w.due_at, ${mayRead} AS may_read,
         (SELECT max(d.done_at) FROM notice_ways d JOIN notices o ON o.id = d.notice_id WHERE d.member_id = w.member_id AND d.way = w.way AND d.done_at IS NOT NULL AND d.dropped IS NULL AND o.conversation_id = n.conversation_id) AS last_at
       FROM notice_ways w JOIN notices n ON n.id = w.notice_id LEFT JOIN conversations c ON c.id = n.conversation_id
       WHERE w.member_id = $1 AND w.way = $2 AND w.done_at IS NULL AND w.due_at <= now() AND (w.lease_until IS NULL OR w.lease_until < now()) ORDER BY n.at DESC LIMIT 500 FOR UPDATE OF w`, parameters);
    const drop: { id: string; why: string }[] = [];
    const left = rows.filter((row) => {
      const why = reasonToDrop(row, recipient, way, hasWay);
      if (why !== undefined) drop.push({ id: row.notice_id, why });
      return why === undefined;
    });
    if (drop.length > 0) await tx.execute(`UPDATE notice_ways w SET done_at = now(), dropped = r.why FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, why text) WHERE w.notice_id = r.id AND w.way = $1`, [way, JSON.stringify(drop)]);
    if (left.length === 0 || recipient === undefined) return [];
    if (quietUntil(recipient, now) !== null) {
      await this.later(tx, way, left, momentFor(way, recipient, now).dueAt, true);
      return [];
    }
    const spacingMs = way === 'digest' ? 0 : recipient.choices.push.everyMinutes * 60_000;
    const tooSoon = left.filter((row) => row.last_at !== null && row.last_at.getTime() + spacingMs > now.getTime());
    for (const row of tooSoon) await this.later(tx, way, [row], new Date((row.last_at?.getTime() ?? 0) + spacingMs), row.held);
    const ready = left.filter((row) => !tooSoon.includes(row));
    if (ready.length === 0) return [];
    await tx.execute(`UPDATE notice_ways SET lease_until = now() + $3 * interval '1 millisecond', attempts = attempts + 1 WHERE way = $1 AND notice_id = ANY($2::uuid[])`, [way, ready.map((row) => row.notice_id), LEASE_MS]);
    return this.parcels(tx, { workspaceId, memberId, way }, recipient, ready);
  }

  /** One for each conversation; what a quiet time held back, and every digest, in one. */
  private async parcels(tx: Tx, { workspaceId, memberId, way }: DueOuting, recipient: Recipient, rows: readonly DueRow[]): Promise<Parcel[]> {
    const views = await findNotices(tx, rows.map((row) => row.notice_id));
    const [who] = await tx.query<{ user_id: string; name: string; email: string; locale: Locale; workspace_name: string }>(
      `SELECT u.id AS user_id, u.name, u.email, u.locale, w.name AS workspace_name FROM memberships m JOIN users u ON u.id = m.user_id JOIN workspaces w ON w.id = m.workspace_id WHERE m.id = $1`, [memberId]);
    const left = await tx.query<{ about: string }>('SELECT coalesce(conversation_id, id) AS about FROM notices WHERE member_id = $1 AND read_at IS NULL ORDER BY at DESC LIMIT 1000', [memberId]);
    const open = [...new Set(left.map((row) => row.about))].slice(0, OPEN_TOLD);
    if (who === undefined) return [];
    const member = { id: memberId, userId: who.user_id, name: who.name, email: who.email, locale: who.locale, timeZone: recipient.timeZone, choices: recipient.choices };
    const groups = new Map<string, NoticeView[]>();
    for (const row of rows) {
      const view = views.get(row.notice_id);
      if (view === undefined) continue;
      const key = way === 'digest' || row.held ? 'held' : (row.conversation_id ?? row.notice_id);
      groups.set(key, [...(groups.get(key) ?? []), view]);
    }
    return [...groups].map(([key, notices]) => ({ workspaceId, workspaceName: who.workspace_name, member, notices, summary: key === 'held' && (way === 'digest' || new Set(notices.map((notice) => notice.conversationId ?? notice.id)).size > 1), unread: left.length, open }));
  }

  private async send(parcel: Parcel, out: NoticeWayOut): Promise<void> {
    const ids = parcel.notices.map((notice) => notice.id);
    try {
      const outcome = await out.deliver(parcel);
      await this.database.inWorkspace(parcel.workspaceId, (tx) => tx.execute(
        `UPDATE notice_ways SET done_at = now(), dropped = $3, lease_until = NULL, held = false WHERE way = $1 AND notice_id = ANY($2::uuid[])`, [out.way, ids, outcome === 'told' ? null : 'nobody']));
    } catch (error) {
      this.log.warn({ memberId: parcel.member.id, way: out.way, ...errorFields(error) }, 'a notification could not be delivered');
      await this.database.inWorkspace(parcel.workspaceId, (tx) => tx.execute(
        `UPDATE notice_ways SET lease_until = NULL, due_at = now() + least(3600, 15 * power(2, attempts)) * interval '1 second', done_at = CASE WHEN attempts >= ${GIVE_UP_AFTER} THEN now() END, dropped = CASE WHEN attempts >= ${GIVE_UP_AFTER} THEN 'failed' END
         WHERE way = $1 AND notice_id = ANY($2::uuid[])`, [out.way, ids]));
    }
  }

  private async later(tx: Tx, way: OuterWay, rows: readonly DueRow[], at: Date, held: boolean): Promise<void> {
    await tx.execute(`UPDATE notice_ways SET due_at = $3, held = $4 WHERE way = $1 AND notice_id = ANY($2::uuid[])`, [way, rows.map((row) => row.notice_id), at, held]);
  }
}

function reasonToDrop(row: DueRow, recipient: Recipient | undefined, way: OuterWay, hasWay: boolean): string | undefined {
  if (row.read_at !== null) return 'read';
  if (recipient === undefined || !recipient.active || !row.may_read) return 'not-allowed';
  if (!hasWay || !recipient.choices.ways[row.kind].includes(way)) return 'not-chosen';
  return undefined;
}
