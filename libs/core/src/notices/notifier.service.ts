import { Inject, Injectable } from '@nestjs/common';
import type { NoticesEvent } from '@kontuar/contract';
import { Database, newId, type Log, type Pulse, type Tx, type Units } from '@kontuar/platform';
import { mayOn } from '../conversations/conversations.queries';
import { Follower } from '../history/follower';
import { nextEvents } from '../history/history';
import { findActors } from '../members/members.service';
import { LOG, PULSE } from '../tokens';
import { decide, quietUntil, type Outing } from './decide';
import { countUnread, findNotices } from './notice.view';
import { isTold, occasionsOf, type Occasion, type Surroundings, type ToldEvent } from './occasions';
import { findRecipients } from './recipients';
import { findSurroundings } from './surroundings';

const BATCH = 500;
/** More than one screen shows of a moment. */
const TOLD_AT_ONCE = 10;

/** Pulse topics: there is something new in the history; one member was told something. */
export const NOTICES_DUE = 'notices-due';
export const NOTICES = 'notices';
export type NoticesPulse = NoticesEvent & { workspaceId: string; memberId: string };

interface Told { occasion: Occasion; memberId: string; app: boolean; outings: Outing[] }

/**
 * Follows the history and writes down who is told of what, by which way and when: each event once, in the order in which they happened, whatever
 * dies meanwhile, because how far it came is kept with what it wrote.
 */
@Injectable()
export class Notifier {
  private readonly follower: Follower;

  constructor(database: Database, @Inject(PULSE) private readonly pulse: Pulse, @Inject(LOG) log: Log) {
    this.follower = new Follower(database, pulse, log, {
      topic: NOTICES_DUE, lock: 'notices', trouble: 'could not decide who is told; trying again', behind: (units, stuck) => this.behind(units, stuck),
      turn: (units, workspaceId) => units.inWorkspace(workspaceId, (tx) => this.follow(tx, workspaceId)),
    });
  }

  /** Returns the way to stop listening. */
  start(): () => void {
    return this.follower.start();
  }

  run(): Promise<void> {
    return this.follower.run();
  }

  private async behind(units: Units, stuck: ReadonlySet<string>): Promise<string[]> {
    const rows = await units.lookAsSystem((tx) => tx.query<{ workspace_id: string }>(
      `SELECT f.workspace_id FROM feeds f LEFT JOIN notice_positions p ON p.workspace_id = f.workspace_id WHERE f.last_seq > coalesce(p.seq, 0) AND NOT f.workspace_id = ANY($1::uuid[]) LIMIT 200`, [[...stuck]]));
    return rows.map((row) => row.workspace_id);
  }

  private async follow(tx: Tx, workspaceId: string): Promise<boolean> {
    const rows = await tx.query<ToldEvent & { seq: string }>(
      nextEvents('e.seq, e.type, e.actor_kind, e.actor_id, e.conversation_id, e.message_id, e.subject_id, e.at, e.data', 'coalesce((SELECT seq FROM notice_positions WHERE workspace_id = $1), 0)', BATCH), [workspaceId]);
    const last = rows.at(-1);
    if (last === undefined) return false;
    await tx.execute(`INSERT INTO notice_positions (workspace_id, seq) VALUES ($1, $2) ON CONFLICT (workspace_id) DO UPDATE SET seq = excluded.seq`, [workspaceId, last.seq]);
    const events = rows.filter(isTold);
    if (events.length === 0) return true;
    const around = await findSurroundings(tx, events);
    const told = await this.decideAll(tx, events.flatMap((event) => occasionsOf(event, around)), around);
    if (told.length > 0) await this.write(tx, workspaceId, told);
    return true;
  }

  private async decideAll(tx: Tx, occasions: readonly Occasion[], around: Surroundings): Promise<Told[]> {
    const memberIds = [...new Set(occasions.flatMap((occasion) => [...occasion.memberIds]))];
    if (memberIds.length === 0) return [];
    const [recipients, actors] = await Promise.all([findRecipients(tx, memberIds), findActors(tx, memberIds)]);
    const rights = new Map(actors.map((actor) => [actor.memberId, actor]));
    const now = new Date();
    return occasions.flatMap((occasion) => occasion.memberIds.flatMap((memberId): Told[] => {
      const [recipient, actor] = [recipients.get(memberId), rights.get(memberId)];
      const conversation = occasion.conversationId === null ? undefined : around.conversations.get(occasion.conversationId);
      const mayRead = actor !== undefined && (occasion.conversationId === null || (conversation !== undefined && mayOn(actor, 'conversation.read', conversation)));
      const decision = recipient === undefined ? undefined : decide({ kind: occasion.kind, byMemberId: occasion.by.kind === 'member' ? occasion.by.id : null, mayRead }, recipient, now);
      return decision === undefined ? [] : [{ occasion, memberId, ...decision }];
    }));
  }

  /** What is not read yet grows by one instead of standing there twice. */
  private async write(tx: Tx, workspaceId: string, told: readonly Told[]): Promise<void> {
    const lines = new Map<string, { told: Told; count: number }>();
    for (const each of told) {
      const key = [each.memberId, each.occasion.kind, each.occasion.conversationId ?? each.occasion.channelId ?? each.occasion.subjectId].join();
      lines.set(key, { told: each, count: (lines.get(key)?.count ?? 0) + 1 });
    }
    const rows = [...lines.values()].map(({ told: { memberId, occasion, app, outings }, count }) => ({
      id: newId(), member_id: memberId, kind: occasion.kind, what: occasion.what, conversation_id: occasion.conversationId, channel_id: occasion.channelId, subject_id: occasion.subjectId, message_id: occasion.messageId, seq: occasion.seq,
      by_kind: occasion.by.kind, by_id: occasion.by.id, count, in_app: app, at: occasion.at, outings,
    }));
    const kept = await tx.query<{ id: string; member_id: string; kind: string; about: string }>(
      `INSERT INTO notices (id, workspace_id, member_id, kind, what, conversation_id, channel_id, subject_id, message_id, seq, by_kind, by_id, count, in_app, first_at, at)
       SELECT r.id, $1, r.member_id, r.kind, r.what, r.conversation_id, r.channel_id, r.subject_id, r.message_id, r.seq, r.by_kind, r.by_id, r.count, r.in_app, r.at, r.at
       FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, member_id uuid, kind text, what text, conversation_id uuid, channel_id uuid, subject_id uuid, message_id uuid, seq integer, by_kind text, by_id uuid, count integer, in_app boolean, at timestamptz)
       ON CONFLICT (member_id, kind, coalesce(conversation_id, channel_id, subject_id)) WHERE read_at IS NULL
       DO UPDATE SET count = notices.count + excluded.count, what = excluded.what, message_id = excluded.message_id, seq = excluded.seq, by_kind = excluded.by_kind, by_id = excluded.by_id, in_app = excluded.in_app, at = excluded.at
       RETURNING id, member_id, kind, coalesce(conversation_id, channel_id, subject_id) AS about`,
      [workspaceId, JSON.stringify(rows)],
    );
    const idOf = new Map(kept.map((row) => [[row.member_id, row.kind, row.about].join(), row.id]));
    const outings = rows.flatMap((row) => row.outings.map(({ way, dueAt, held }) => ({ notice_id: idOf.get([row.member_id, row.kind, row.conversation_id ?? row.channel_id ?? row.subject_id].join()), way, member_id: row.member_id, due_at: dueAt, held })));
    if (outings.length > 0) {
      await tx.execute(
        // One that waits goes with it at its own time.
        `INSERT INTO notice_ways (notice_id, way, workspace_id, member_id, due_at, held)
         SELECT r.notice_id, r.way, $1, r.member_id, r.due_at, r.held FROM jsonb_to_recordset($2::jsonb) AS r (notice_id uuid, way text, member_id uuid, due_at timestamptz, held boolean)
         ON CONFLICT (notice_id, way) DO UPDATE SET due_at = excluded.due_at, held = excluded.held, done_at = NULL, dropped = NULL, attempts = 0, lease_until = NULL WHERE notice_ways.done_at IS NOT NULL`,
        [workspaceId, JSON.stringify(outings)],
      );
    }
    await this.tell(tx, workspaceId, kept.filter((row) => rows.some((each) => each.in_app && each.member_id === row.member_id && each.kind === row.kind && (each.conversation_id ?? each.channel_id ?? each.subject_id) === row.about)));
  }

  /** To the screens of those members, with what they are told now. */
  private async tell(tx: Tx, workspaceId: string, kept: readonly { id: string; member_id: string }[]): Promise<void> {
    const memberIds = [...new Set(kept.map((row) => row.member_id))];
    if (memberIds.length === 0) return;
    const [views, actors, recipients] = await Promise.all([findNotices(tx, kept.map((row) => row.id)), findActors(tx, memberIds), findRecipients(tx, memberIds)]);
    for (const actor of actors) {
      const told = kept.filter((row) => row.member_id === actor.memberId).flatMap((row) => views.get(row.id) ?? []).sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, TOLD_AT_ONCE);
      const [newest] = told;
      if (newest === undefined) continue;
      const recipient = recipients.get(actor.memberId);
      const payload: NoticesPulse = { workspaceId, memberId: actor.memberId, unread: await countUnread(tx, actor), newest, told, quiet: recipient !== undefined && quietUntil(recipient, new Date()) !== null, read: [] };
      tx.afterCommit(() => { this.pulse.publish(NOTICES, JSON.stringify(payload)); });
    }
  }
}
