import { Inject, Injectable } from '@nestjs/common';
import { Database, Queues, type Log, type Pulse, type Tx, type Units } from '@kontuar/platform';
import { Follower } from '../history/follower';
import { nextEvents } from '../history/history';
import { NOTICES_DUE } from '../notices/notifier.service';
import { wakeAt } from '../planned/wake';
import { LOG, PULSE } from '../tokens';
import { findPolicies, policyFor } from './policies';
import { returnAt } from './returns';
import { RoutingEngine } from './routing-engine';

const EVENTS = 500;

/**
 * Follows the history: whoever writes, resolves, comes to work or is given work by hand need know nothing of routing. How far it came is kept with what it wrote; then
 * the queue is looked at. Workspaces in which people take their work themselves are not followed at all.
 */
@Injectable()
export class RoutingKeeper {
  private readonly follower: Follower;

  constructor(database: Database, private readonly engine: RoutingEngine, private readonly queues: Queues, @Inject(PULSE) pulse: Pulse, @Inject(LOG) log: Log) {
    this.follower = new Follower(database, pulse, log, {
      topic: NOTICES_DUE, lock: 'routing', trouble: 'the queue could not be given to people; trying again', behind: workspacesDue,
      turn: async (units, workspaceId) => {
        const moved = await units.inWorkspace(workspaceId, (tx) => this.turn(tx, workspaceId));
        if (moved.again) return true;
        await this.engine.run(workspaceId, units);
        return moved.followed;
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

  private async turn(tx: Tx, workspaceId: string): Promise<{ followed: boolean; again: boolean }> {
    const [position] = await tx.query<{ seq: string }>('SELECT seq FROM routing_settings WHERE workspace_id = $1 AND active FOR UPDATE', [workspaceId]);
    if (position === undefined) return { followed: false, again: false };
    const events = await tx.query<EventRow>(nextEvents('seq, type, at, conversation_id, data', '$2::bigint', EVENTS), [workspaceId, position.seq]);
    const news = events.filter(isNews);
    const next = await this.keepTurns(tx, workspaceId, news);
    const people = news.some(({ type }) => aboutPeople(type));
    await tx.execute(
      `UPDATE routing_settings SET seq = $2, whole = whole OR $3, look_at = CASE WHEN $4 THEN clock_timestamp() ELSE least(look_at, $5::timestamptz) END WHERE workspace_id = $1`,
      [workspaceId, events.at(-1)?.seq ?? position.seq, people, news.length > 0, next]);
    if (next !== null) wakeAt(tx, this.queues, 'routing', workspaceId, next);
    return { followed: events.length > 0, again: events.length === EVENTS };
  }

  /** What went to somebody, back to the queue, or has to be looked at as something new. Answers when something given by hand is looked at first. */
  private async keepTurns(tx: Tx, workspaceId: string, news: readonly EventRow[]): Promise<Date | null> {
    const touched = new Map<string, { at: Date; placed: boolean }>();
    for (const { type, at, conversation_id: id, data } of news) {
      if (id === null || !(type.startsWith('conversation.') || type === 'message.created')) continue;
      // What routing did itself it has written down itself.
      const own = data.reason === 'routing' || data.reason === 'untouched';
      const placed = !own && (type === 'conversation.created' || (data.fields !== undefined && ('assignee_id' in data.fields || 'team_id' in data.fields || 'state' in data.fields)));
      touched.set(id, { at, placed: placed || touched.get(id)?.placed === true });
    }
    if (touched.size === 0) return null;
    const policies = await findPolicies(tx, workspaceId);
    const rows = await tx.query<{ id: string; channel_id: string; team_id: string | null; assignee_id: string | null; state: string; given_to: string | null }>(
      `SELECT c.id, c.channel_id, c.team_id, c.assignee_id, c.state, t.given_to FROM conversations c LEFT JOIN routing_turns t ON t.conversation_id = c.id WHERE c.id = ANY($1::uuid[]) AND c.merged_into IS NULL`, [[...touched.keys()]]);
    const turns = rows.flatMap((row): { id: string; member: string | null; since: Date | null; look_at: Date | null }[] => {
      const { at, placed } = touched.get(row.id) ?? { at: new Date(), placed: false };
      // Without a moment it goes on waiting since it came.
      if (row.assignee_id === null) return [{ id: row.id, member: null, since: placed ? at : null, look_at: null }];
      if (row.assignee_id === row.given_to) return [];
      return [{ id: row.id, member: row.assignee_id, since: at, look_at: returnAt(policyFor(policies, row), at, false) }];
    });
    await tx.execute(
      `INSERT INTO routing_turns (conversation_id, workspace_id, since, given_to, given_at, look_at) SELECT r.id, $1, coalesce(r.since, now()), r.member, CASE WHEN r.member IS NOT NULL THEN r.since END, r.look_at
       FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, member uuid, since timestamptz, look_at timestamptz)
       ON CONFLICT (conversation_id) DO UPDATE SET waits = NULL, given_to = excluded.given_to, given_at = excluded.given_at, routed = false, look_at = excluded.look_at,
         passed = CASE WHEN excluded.given_to IS NULL THEN routing_turns.passed ELSE '{}' END, since = CASE WHEN excluded.given_to IS NULL AND routing_turns.given_to IS NULL AND excluded.since = now() THEN routing_turns.since ELSE excluded.since END`,
      [workspaceId, JSON.stringify(turns)]);
    return turns.reduce<Date | null>((first, { look_at: lookAt }) => (lookAt !== null && (first === null || lookAt < first) ? lookAt : first), null);
  }
}

interface EventRow { seq: string; type: string; at: Date; conversation_id: string | null; data: { event?: string; due?: boolean; routing?: boolean; read?: number; reason?: string; fields?: Record<string, unknown> } }

const aboutPeople = (type: string): boolean => type.startsWith('member.') || type.startsWith('team.') || type.startsWith('channel.') || type.startsWith('routing.') || type.startsWith('calendar.');

/** What can change who gets what. */
function isNews({ type, data }: EventRow): boolean {
  if (type === 'conversation.updated') return data.due !== true && data.routing !== true && data.read === undefined && !(data.reason === 'routing' && Object.keys(data.fields ?? {}).length === 1);
  // A line in the thread tells of what is a change of its own.
  if (type === 'message.created') return data.event === undefined;
  return type.startsWith('conversation.') || aboutPeople(type);
}

async function workspacesDue(units: Units, stuck: ReadonlySet<string>): Promise<string[]> {
  const rows = await units.lookAsSystem((tx) => tx.query<{ workspace_id: string }>(
    `SELECT s.workspace_id FROM routing_settings s JOIN feeds f ON f.workspace_id = s.workspace_id WHERE s.active AND f.last_seq > s.seq AND NOT s.workspace_id = ANY($1::uuid[]) LIMIT 200`, [[...stuck]]));
  return rows.map((row) => row.workspace_id);
}
