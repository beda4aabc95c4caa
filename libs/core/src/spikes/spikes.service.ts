import { Inject, Injectable } from '@nestjs/common';
import type { SpikeAlert, SpikeAlerts } from '@kontuar/contract';
import { Database, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { tellRoom } from '../crisis/in-force';
import { orTaken } from '../database-errors';
import { conflict, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { PULSE } from '../tokens';
import type { Cause } from './cause';
import { tuned, USUAL_THRESHOLD } from './detect';
import { alertName, type Subject } from './subjects';

interface AlertRow {
  id: string; kind: SpikeAlert['kind']; key: string | null; name: string; channel_id: string | null; severity: SpikeAlert['severity']; window_minutes: number; count: number; usual: number; times: number; peak: number; cause: Cause; told: string[]; began_at: Date; taken_at: Date | null; taken_by: string | null; calm_at: Date | null; useful: boolean | null;
  post_title: string | null; post_url: string | null; samples: SpikeAlert['samples'];
}

/** What rose, and what people say to it. */
@Injectable()
export class Spikes {
  constructor(private readonly database: Database, @Inject(PULSE) private readonly pulse: Pulse) {}

  list(actor: MemberActor): Promise<SpikeAlerts> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const [judged] = await tx.query<{ judged: number; useful: number }>(`SELECT (count(*) FILTER (WHERE useful IS NOT NULL))::int AS judged, (count(*) FILTER (WHERE useful))::int AS useful FROM spike_alerts WHERE workspace_id = $1 AND began_at > now() - interval '90 days'`, [actor.workspaceId]);
      const muted = await tx.query<Subject & { until: Date }>(`SELECT 'channel' AS kind, channel_id::text AS key, muted_until AS until FROM spike_channels WHERE workspace_id = $1 AND muted_until > now() UNION ALL SELECT kind, key, muted_until FROM storm_settings WHERE workspace_id = $1 AND muted_until > now()`, [actor.workspaceId]);
      return { items: await findAlerts(tx, actor.workspaceId), judged: judged?.judged ?? 0, useful: judged?.useful ?? 0, muted: muted.map(({ kind, key, until }) => ({ kind, key, until: until.toISOString() })) };
    });
  }

  /** From now on it is theirs, or that of whom they give it to, who is told; whoever takes it later takes it over. Null: nobody's, as before. */
  take(actor: MemberActor, id: string, memberId: string | null = actor.memberId): Promise<SpikeAlert> {
    if (memberId === null) return this.change(actor, id, 'spike.let-go', (tx) => tx.execute('UPDATE spike_alerts SET taken_at = NULL, taken_by = NULL WHERE id = $1', [id]));
    return this.change(actor, id, 'spike.taken', async (tx) => {
      if ((await tx.query('SELECT 1 FROM memberships WHERE id = $1 AND workspace_id = $2 AND active', [memberId, actor.workspaceId])).length === 0) throw notFound('member');
      await tx.execute('UPDATE spike_alerts SET taken_at = now(), taken_by = $2 WHERE id = $1', [id, memberId]);
      if (memberId !== actor.memberId) await record(tx, [{ type: 'spike.given', actor: actorOf(actor), subjectId: id, data: { memberIds: [memberId] } }]);
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

  /** It was not over. Whether it is, is looked at once more. */
  goOn(actor: MemberActor, id: string): Promise<SpikeAlert> {
    return this.change(actor, id, 'spike.goes-on', (tx) => orTaken(tx.execute('UPDATE spike_alerts SET calm_at = NULL WHERE id = $1', [id]), () => conflict('alert-goes-on', 'There is a newer alert about the same.')));
  }

  /** Whether it was worth it; the same is alarmed less or more easily from then on. The same said again moves nothing; null takes back what was said. */
  judge(actor: MemberActor, id: string, useful: boolean | null): Promise<SpikeAlert> {
    return this.change(actor, id, 'spike.judged', async (tx) => {
      const [said] = await tx.query<Subject & { before: boolean | null }>(`SELECT kind, coalesce(key, channel_id::text) AS key, useful AS before FROM spike_alerts WHERE id = $1 FOR UPDATE`, [id]);
      if (said === undefined || said.before === useful) return;
      const { table, columns, values } = settingsOf(said, actor.workspaceId);
      const [now] = await tx.query<{ threshold: number }>(`SELECT threshold FROM ${table} WHERE (${columns}) = (${placeholders(values)}) FOR UPDATE`, values);
      const threshold = tuned(now?.threshold ?? USUAL_THRESHOLD, useful, said.before);
      await tx.execute(`INSERT INTO ${table} (${columns}, threshold) VALUES (${placeholders(values)}, $${values.length + 1}) ON CONFLICT (${said.kind === 'channel' ? 'channel_id' : columns}) DO UPDATE SET threshold = excluded.threshold`, [...values, threshold]);
      await tx.execute('UPDATE spike_alerts SET useful = $2, said_by = $3 WHERE id = $1', [id, useful, useful === null ? null : actor.memberId]);
    });
  }

  /** Alerts of the same are written down and nobody is told. */
  hush(actor: MemberActor, id: string, hours: number | null): Promise<SpikeAlert> {
    return this.change(actor, id, 'spike.muted', async (tx) => {
      const [about] = await tx.query<Subject>('SELECT kind, coalesce(key, channel_id::text) AS key FROM spike_alerts WHERE id = $1', [id]);
      if (about !== undefined) await mute(tx, actor.workspaceId, about, hours);
    });
  }

  /** Alerts of the channel are written down and nobody is told. */
  mute(actor: MemberActor, channelId: string, hours: number | null): Promise<void> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      if ((await tx.query('SELECT 1 FROM channels WHERE id = $1 AND deleted_at IS NULL', [channelId])).length === 0) throw notFound('channel');
      await mute(tx, actor.workspaceId, { kind: 'channel', key: channelId }, hours);
      await record(tx, [{ type: 'spike.muted', actor: actorOf(actor), subjectId: channelId, data: { hours } }, directoryChanged(actor, 'moderation')]);
      tx.afterCommit(() => { this.pulse.publish('relay'); });
    });
  }

  /** Whoever works in the room of a crisis reads there what becomes of its alerts. */
  private async room(tx: Tx, actor: MemberActor, id: string, kind: 'taken' | 'calmed'): Promise<void> {
    const [alert] = await tx.query<{ channel_id: string | null }>('SELECT channel_id FROM spike_alerts WHERE id = $1', [id]);
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

const placeholders = (values: readonly unknown[]): string => values.map((_, index) => `$${index + 1}`).join(', ');
const settingsOf = ({ kind, key }: Subject, workspaceId: string): { table: string; columns: string; values: string[] } =>
  kind === 'channel' ? { table: 'spike_channels', columns: 'channel_id, workspace_id', values: [key, workspaceId] } : { table: 'storm_settings', columns: 'workspace_id, kind, key', values: [workspaceId, kind, key] };

async function mute(tx: Tx, workspaceId: string, about: Subject, hours: number | null): Promise<void> {
  const { table, columns, values } = settingsOf(about, workspaceId);
  await tx.execute(
    `INSERT INTO ${table} (${columns}, threshold, muted_until) VALUES (${placeholders(values)}, ${USUAL_THRESHOLD}, now() + $${values.length + 1}::int * interval '1 hour') ON CONFLICT (${about.kind === 'channel' ? 'channel_id' : columns}) DO UPDATE SET muted_until = excluded.muted_until`, [...values, hours]);
}

const iso = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

async function findAlerts(tx: Tx, workspaceId: string, id: string | null = null): Promise<SpikeAlert[]> {
  const rows = await tx.query<AlertRow>(
    `SELECT a.*, ${alertName} AS name, coalesce(left(coalesce(p.title, p.text), 120), left(coalesce(nullif(s.title, ''), s.text), 120)) AS post_title, coalesce(p.url, s.url) AS post_url, coalesce(
         (SELECT jsonb_agg(jsonb_build_object('messageId', m.id, 'conversationId', m.conversation_id, 'url', NULL, 'authorName', m.author_name, 'text', left(m.text, 300), 'at', ${iso('m.at')}) ORDER BY m.at) FROM messages m WHERE a.kind <> 'monitor' AND m.id = ANY(ARRAY(SELECT jsonb_array_elements_text(a.cause->'sampleIds')::uuid))),
         (SELECT jsonb_agg(jsonb_build_object('messageId', o.message_id, 'conversationId', o.conversation_id, 'url', o.url, 'authorName', o.author_name, 'text', left(coalesce(nullif(o.text, ''), o.title), 300), 'at', ${iso('o.published_at')}) ORDER BY o.published_at) FROM posts o WHERE a.kind = 'monitor' AND o.id = ANY(ARRAY(SELECT jsonb_array_elements_text(a.cause->'sampleIds')::uuid))), '[]') AS samples
     FROM spike_alerts a LEFT JOIN public_posts p ON a.kind <> 'monitor' AND p.id = (a.cause->>'postId')::uuid LEFT JOIN posts s ON a.kind = 'monitor' AND s.id = (a.cause->>'postId')::uuid
     WHERE a.workspace_id = $1 AND ($2::uuid IS NULL OR a.id = $2) ORDER BY a.calm_at IS NOT NULL, a.id DESC LIMIT 60`, [workspaceId, id]);
  return rows.map((row) => ({
    id: row.id, kind: row.kind, key: row.key ?? row.channel_id ?? '', name: row.name, channelId: row.channel_id, severity: row.severity, windowMinutes: row.window_minutes, count: row.count, usual: row.usual, times: row.times, peak: row.peak,
    cause: { post: row.cause.postId === null ? null : { id: row.cause.postId, title: row.post_title ?? '', url: row.post_url }, postShare: row.cause.postShare, postUsual: row.cause.postUsual, words: row.cause.words, negative: row.cause.negative, negativeUsual: row.cause.negativeUsual, authors: row.cause.authors },
    samples: row.samples, told: row.told, beganAt: row.began_at.toISOString(), takenAt: row.taken_at?.toISOString() ?? null, takenBy: row.taken_by, calmAt: row.calm_at?.toISOString() ?? null, useful: row.useful,
  }));
}
