import { Inject, Injectable } from '@nestjs/common';
import type { SpikeAlert, SpikeAlerts } from '@kontuar/contract';
import { Database, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { tellRoom } from '../crisis/in-force';
import { notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { PULSE } from '../tokens';
import type { Cause } from './cause';
import { tuned, USUAL_THRESHOLD } from './detect';

interface AlertRow {
  id: string; channel_id: string; severity: SpikeAlert['severity']; window_minutes: number; count: number; usual: number; times: number; peak: number; cause: Cause; told: string[]; began_at: Date; taken_at: Date | null; taken_by: string | null; calm_at: Date | null; useful: boolean | null;
  post_title: string | null; post_url: string | null; samples: SpikeAlert['samples'];
}

/** What rose, and what people say to it. */
@Injectable()
export class Spikes {
  constructor(private readonly database: Database, @Inject(PULSE) private readonly pulse: Pulse) {}

  list(actor: MemberActor): Promise<SpikeAlerts> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const [judged] = await tx.query<{ judged: number; useful: number }>(`SELECT (count(*) FILTER (WHERE useful IS NOT NULL))::int AS judged, (count(*) FILTER (WHERE useful))::int AS useful FROM spike_alerts WHERE workspace_id = $1 AND began_at > now() - interval '90 days'`, [actor.workspaceId]);
      const muted = await tx.query<{ channelId: string; until: Date }>('SELECT channel_id AS "channelId", muted_until AS until FROM spike_channels WHERE workspace_id = $1 AND muted_until > now()', [actor.workspaceId]);
      return { items: await findAlerts(tx, actor.workspaceId), judged: judged?.judged ?? 0, useful: judged?.useful ?? 0, muted: muted.map(({ channelId, until }) => ({ channelId, until: until.toISOString() })) };
    });
  }

  /** From now on it is theirs; whoever takes it later takes it over. */
  take(actor: MemberActor, id: string): Promise<SpikeAlert> {
    return this.change(actor, id, 'spike.taken', async (tx) => {
      await tx.execute('UPDATE spike_alerts SET taken_at = now(), taken_by = $2 WHERE id = $1', [id, actor.memberId]);
      await this.room(tx, actor, id, 'taken');
    });
  }

  /** Somebody says that it is over. */
  calm(actor: MemberActor, id: string): Promise<SpikeAlert> {
    return this.change(actor, id, 'spike.calmed', async (tx) => {
      await tx.execute('UPDATE spike_alerts SET calm_at = coalesce(calm_at, now()) WHERE id = $1', [id]);
      await this.room(tx, actor, id, 'calmed');
    });
  }

  /** Whether it was worth it; the channel is alarmed less or more easily from then on. The same said again moves nothing. */
  judge(actor: MemberActor, id: string, useful: boolean): Promise<SpikeAlert> {
    return this.change(actor, id, 'spike.judged', async (tx) => {
      const [said] = await tx.query<{ channel_id: string; before: boolean | null; threshold: number | null }>(
        `SELECT a.channel_id, a.useful AS before, s.threshold FROM spike_alerts a LEFT JOIN spike_channels s ON s.channel_id = a.channel_id WHERE a.id = $1 FOR UPDATE OF a`, [id]);
      if (said === undefined || said.before === useful) return;
      const threshold = tuned(said.threshold ?? USUAL_THRESHOLD, useful);
      await tx.execute(`INSERT INTO spike_channels (channel_id, workspace_id, threshold) VALUES ($1, $2, $3) ON CONFLICT (channel_id) DO UPDATE SET threshold = excluded.threshold`, [said.channel_id, actor.workspaceId, threshold]);
      await tx.execute('UPDATE spike_alerts SET useful = $2, said_by = $3 WHERE id = $1', [id, useful, actor.memberId]);
    });
  }

  /** Alerts of the channel are written down and nobody is told. */
  mute(actor: MemberActor, channelId: string, hours: number | null): Promise<void> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      if ((await tx.query('SELECT 1 FROM channels WHERE id = $1 AND deleted_at IS NULL', [channelId])).length === 0) throw notFound('channel');
      await tx.execute(
        `INSERT INTO spike_channels (channel_id, workspace_id, threshold, muted_until) VALUES ($1, $2, ${USUAL_THRESHOLD}, now() + $3::int * interval '1 hour') ON CONFLICT (channel_id) DO UPDATE SET muted_until = excluded.muted_until`, [channelId, actor.workspaceId, hours]);
      await record(tx, [{ type: 'spike.muted', actor: actorOf(actor), subjectId: channelId, data: { hours } }, directoryChanged(actor, 'moderation')]);
      tx.afterCommit(() => { this.pulse.publish('relay'); });
    });
  }

  /** Whoever works in the room of a crisis reads there what becomes of its alerts. */
  private async room(tx: Tx, actor: MemberActor, id: string, kind: 'taken' | 'calmed'): Promise<void> {
    const [alert] = await tx.query<{ channel_id: string }>('SELECT channel_id FROM spike_alerts WHERE id = $1', [id]);
    if (alert !== undefined) await tellRoom(tx, actor.workspaceId, alert.channel_id, actor, { kind });
  }

  private change(actor: MemberActor, id: string, type: string, work: (tx: Tx) => Promise<unknown>): Promise<SpikeAlert> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      if ((await tx.query('SELECT 1 FROM spike_alerts WHERE id = $1', [id])).length === 0) throw notFound('alert');
      await work(tx);
      await record(tx, [{ type, actor: actorOf(actor), subjectId: id }, directoryChanged(actor, 'moderation')]);
      tx.afterCommit(() => { this.pulse.publish('relay'); });
      const [alert] = await findAlerts(tx, actor.workspaceId, id);
      if (alert === undefined) throw notFound('alert');
      return alert;
    });
  }
}

async function findAlerts(tx: Tx, workspaceId: string, id: string | null = null): Promise<SpikeAlert[]> {
  const rows = await tx.query<AlertRow>(
    `SELECT a.*, left(coalesce(p.title, p.text), 120) AS post_title, p.url AS post_url, coalesce((SELECT jsonb_agg(jsonb_build_object('messageId', m.id, 'conversationId', m.conversation_id, 'authorName', m.author_name, 'text', left(m.text, 300), 'at', to_char(m.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY m.at) FROM messages m WHERE m.id = ANY(ARRAY(SELECT jsonb_array_elements_text(a.cause->'sampleIds')::uuid))), '[]') AS samples
     FROM spike_alerts a LEFT JOIN public_posts p ON p.id = (a.cause->>'postId')::uuid WHERE a.workspace_id = $1 AND ($2::uuid IS NULL OR a.id = $2) ORDER BY a.calm_at IS NOT NULL, a.id DESC LIMIT 60`, [workspaceId, id]);
  return rows.map((row) => ({
    id: row.id, channelId: row.channel_id, severity: row.severity, windowMinutes: row.window_minutes, count: row.count, usual: row.usual, times: row.times, peak: row.peak,
    cause: { post: row.cause.postId === null ? null : { id: row.cause.postId, title: row.post_title ?? '', url: row.post_url }, postShare: row.cause.postShare, postUsual: row.cause.postUsual, words: row.cause.words, negative: row.cause.negative, negativeUsual: row.cause.negativeUsual, authors: row.cause.authors },
    samples: row.samples, told: row.told, beganAt: row.began_at.toISOString(), takenAt: row.taken_at?.toISOString() ?? null, takenBy: row.taken_by, calmAt: row.calm_at?.toISOString() ?? null, useful: row.useful,
  }));
}
