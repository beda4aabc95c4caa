import { Inject, Injectable } from '@nestjs/common';
import { Database, errorFields, newId, type Log, type Pulse, type Tx } from '@kontuar/platform';
import { tellRoom } from '../crisis/in-force';
import { directoryChanged } from '../history/directory';
import { record } from '../history/history';
import { whoHears } from '../sla/who-hears';
import { LOG, PULSE } from '../tokens';
import { baselineOf, foldHours, seenNow } from './counts';
import { causeOf, type Said } from './cause';
import { isCalm, riseOf, USUAL_THRESHOLD, type Rise, type Seen } from './detect';

/** As usual for so long: it is over. */
const CALM_MINUTES = 15;
/** What is compared with: so much of the days before. */
const COMPARED = 2000;
const LOOKED = 600;

interface OpenAlert { id: string; peak: number; window_minutes: number }

/** Looks every few seconds whether unusually much comes in anywhere; says so once, with what caused it, to whoever leads at that hour. */
@Injectable()
export class SpikeWatch {
  constructor(private readonly database: Database, @Inject(PULSE) private readonly pulse: Pulse, @Inject(LOG) private readonly log: Log) {}

  /** One process at a time. */
  async turn(): Promise<void> {
    await this.database.holding('spikes', async (units) => {
      const houses = await units.lookAsSystem((tx) => tx.query<{ workspace_id: string }>(
        `SELECT workspace_id FROM channels WHERE deleted_at IS NULL AND last_inbound_at > now() - interval '20 minutes' UNION SELECT workspace_id FROM spike_alerts WHERE calm_at IS NULL`));
      for (const { workspace_id: workspaceId } of houses) {
        // One house that cannot be looked at must not keep the others from it.
        await units.inWorkspace(workspaceId, (tx) => this.house(tx, workspaceId)).catch((error: unknown) => { this.log.warn({ workspaceId, ...errorFields(error) }, 'could not look for unusual days; trying again'); });
      }
    });
  }

  private async house(tx: Tx, workspaceId: string): Promise<void> {
    await foldHours(tx, workspaceId);
    const now = new Date();
    const seen = await seenNow(tx, workspaceId);
    const open = new Map((await tx.query<OpenAlert & { channel_id: string }>('SELECT id, channel_id, peak, window_minutes FROM spike_alerts WHERE workspace_id = $1 AND calm_at IS NULL', [workspaceId])).map((alert) => [alert.channel_id, alert]));
    let changed = false;
    for (const channelId of new Set([...seen.keys(), ...open.keys()])) {
      const counts = seen.get(channelId) ?? [];
      const alert = open.get(channelId);
      changed = (alert === undefined ? await this.look(tx, workspaceId, channelId, counts, now) : await follow(tx, channelId, alert, counts, now)) || changed;
    }
    if (!changed) return;
    await record(tx, [directoryChanged({ kind: 'system', workspaceId }, 'moderation')], workspaceId);
    tx.afterCommit(() => { this.pulse.publish('relay'); });
  }

  private async look(tx: Tx, workspaceId: string, channelId: string, counts: readonly Seen[], now: Date): Promise<boolean> {
    // Less than that is never an alert: nothing has to be loaded to say so.
    if (counts.every(({ count }) => count < 8)) return false;
    const [channel] = await tx.query<{ threshold: number | null; muted: boolean; default_team_id: string | null }>(
      `SELECT s.threshold, coalesce(s.muted_until > now(), false) AS muted, c.default_team_id FROM channels c LEFT JOIN spike_channels s ON s.channel_id = c.id WHERE c.id = $1 AND c.deleted_at IS NULL`, [channelId]);
    const rise = channel === undefined ? undefined : riseOf(await baselineOf(tx, channelId, now), now.getTime(), counts, channel.threshold ?? USUAL_THRESHOLD);
    if (channel === undefined || rise === undefined) return false;
    return raise(tx, { workspaceId, channelId, teamId: channel.default_team_id, muted: channel.muted }, rise);
  }
}

async function follow(tx: Tx, channelId: string, alert: OpenAlert, counts: readonly Seen[], now: Date): Promise<boolean> {
  const baseline = await baselineOf(tx, channelId, now);
  const peak = counts.find(({ windowMinutes }) => windowMinutes === alert.window_minutes)?.count ?? 0;
  const quiet = counts.every((seen) => isCalm(baseline, now.getTime(), seen));
  await tx.execute(
    `UPDATE spike_alerts SET peak = greatest(peak, $2), quiet_since = CASE WHEN $3 THEN coalesce(quiet_since, now()) END, calm_at = CASE WHEN $3 AND quiet_since < now() - interval '${CALM_MINUTES} minutes' THEN now() END WHERE id = $1`, [alert.id, peak, quiet]);
  return quiet || peak > alert.peak;
}

async function raise(tx: Tx, about: { workspaceId: string; channelId: string; teamId: string | null; muted: boolean }, rise: Rise): Promise<boolean> {
  const said = (where: string, limit: number) => tx.query<Said>(
    `SELECT m.id, m.text, c.post_id AS "postId", m.author_id AS "authorId", m.mood->>'label' AS mood, m.at FROM messages m JOIN conversations c ON c.id = m.conversation_id
     WHERE m.workspace_id = $1 AND m.channel_id = $2 AND m.direction = 'in' AND m.kind = 'message' AND ${where} ORDER BY m.created_at DESC LIMIT ${limit}`, [about.workspaceId, about.channelId]);
  const now = await said(`m.created_at > now() - make_interval(mins => ${rise.windowMinutes})`, LOOKED);
  const before = await said(`m.created_at > now() - interval '7 days' AND m.created_at < now() - interval '1 hour'`, COMPARED);
  const cause = causeOf(now, before);
  const hears = await whoHears(tx, about.workspaceId);
  const told = about.muted ? [] : hears({ assignee_id: null, team_id: about.teamId }, 'supervisors');
  const id = newId();
  const made = await tx.execute(
    `INSERT INTO spike_alerts (id, workspace_id, channel_id, severity, window_minutes, count, usual, times, peak, cause, told) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $6, $9, $10) ON CONFLICT (channel_id) WHERE calm_at IS NULL DO NOTHING`,
    [id, about.workspaceId, about.channelId, rise.severity, rise.windowMinutes, rise.count, rise.usual, rise.times, JSON.stringify(cause), told]);
  if (made === 0) return false;
  const [first] = await tx.query<{ conversation_id: string }>('SELECT conversation_id FROM messages WHERE id = ANY($1::uuid[]) ORDER BY at LIMIT 1', [cause.sampleIds]);
  await tellRoom(tx, about.workspaceId, about.channelId, { kind: 'system', workspaceId: about.workspaceId }, { kind: 'alert', alert: { id, channelId: about.channelId, count: rise.count, windowMinutes: rise.windowMinutes, usual: rise.usual, words: cause.words } });
  await record(tx, [
    { type: 'spike.began', subjectId: id, data: { channelId: about.channelId, severity: rise.severity, count: rise.count } },
    ...(told.length === 0 || first === undefined ? [] : [{ type: 'notification', conversationId: first.conversation_id, subjectId: id, data: { kind: 'spike', memberIds: told } }]),
  ], about.workspaceId);
  return true;
}
