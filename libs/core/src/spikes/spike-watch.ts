import { Inject, Injectable } from '@nestjs/common';
import { Database, errorFields, newId, type Log, type Pulse, type Tx } from '@kontuar/platform';
import { tellRoom } from '../crisis/in-force';
import { directoryChanged } from '../history/directory';
import { record } from '../history/history';
import { ownWords } from '../monitoring/query/own-words';
import { whoHears } from '../sla/who-hears';
import { LOG, PULSE } from '../tokens';
import { baselineOf, foldHours, seenNow } from './counts';
import { causeOf } from './cause';
import { isCalm, riseOf, USUAL_THRESHOLD, type Rise, type Seen } from './detect';
import { saidOf, toldAlready } from './storm';
import { alertName, channelOf, kinds, nameOf, subjectOf, type Subject } from './subjects';

/** As usual for so long: it is over. */
const CALM_MINUTES = 15;
/** The most below one post strays more than what comes in altogether. */
const STRICTER: Readonly<Record<Subject['kind'], number>> = { channel: 0, post: 2, matter: 0, monitor: 0 };
/** So much of it on channels whose alert goes on: it is that storm. */
const SAME = 0.6;

interface OpenAlert extends Subject { id: string; channel_id: string | null; peak: number; window_minutes: number }

/** Looks every few seconds whether unusually much comes in anywhere; says so once, with what caused it, to whoever leads at that hour. */
@Injectable()
export class SpikeWatch {
  constructor(private readonly database: Database, @Inject(PULSE) private readonly pulse: Pulse, @Inject(LOG) private readonly log: Log) {}

  /** One process at a time. */
  async turn(): Promise<void> {
    await this.database.holding('spikes', async (units) => {
      const houses = await units.lookAsSystem((tx) => tx.query<{ workspace_id: string }>(
        `SELECT workspace_id FROM channels WHERE deleted_at IS NULL AND last_inbound_at > now() - interval '20 minutes' UNION SELECT workspace_id FROM listening_sources WHERE last_post_at > now() - interval '20 minutes' UNION SELECT workspace_id FROM spike_alerts WHERE calm_at IS NULL`));
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
    const open = await tx.query<OpenAlert>(`SELECT id, channel_id, kind, coalesce(key, channel_id::text) AS key, peak, window_minutes FROM spike_alerts WHERE workspace_id = $1 AND calm_at IS NULL`, [workspaceId]);
    const loud = new Set(open.flatMap(({ channel_id: channelId }) => channelId ?? []));
    let changed = false;
    for (const alert of open) changed = (await follow(tx, workspaceId, alert, seen.get(nameOf(alert)) ?? [], now)) || changed;
    const names = new Set(open.map(nameOf));
    const rest = [...seen].filter(([name]) => !names.has(name)).map(([name, counts]) => ({ subject: subjectOf(name), counts })).sort((a, b) => kinds.indexOf(a.subject.kind) - kinds.indexOf(b.subject.kind));
    for (const { subject, counts } of rest) {
      const channelId = channelOf(subject);
      // A channel has one alert at a time, whether it is as a whole or below a post.
      if (channelId !== null && loud.has(channelId)) continue;
      if (!(await this.look(tx, workspaceId, subject, counts, now))) continue;
      changed = true;
      if (channelId !== null) loud.add(channelId);
    }
    if (!changed) return;
    await record(tx, [directoryChanged({ kind: 'system', workspaceId }, 'moderation')], workspaceId);
    tx.afterCommit(() => { this.pulse.publish('relay'); });
  }

  private async look(tx: Tx, workspaceId: string, subject: Subject, counts: readonly Seen[], now: Date): Promise<boolean> {
    // Less than that is never an alert: nothing has to be loaded to say so.
    if (counts.every(({ count }) => count < 8)) return false;
    const settings = await settingsOf(tx, workspaceId, subject);
    const rise = settings === undefined ? undefined : riseOf(await baselineOf(tx, workspaceId, subject, now), now.getTime(), counts, (settings.threshold ?? USUAL_THRESHOLD) + STRICTER[subject.kind]);
    if (settings === undefined || rise === undefined || (await toldAlready(tx, workspaceId, subject, rise.windowMinutes)) >= SAME) return false;
    return raise(tx, workspaceId, { subject, teamId: settings.team_id, muted: settings.muted }, rise);
  }
}

interface Settings { threshold: number | null; muted: boolean; team_id: string | null }

/** Undefined: it is gone. */
async function settingsOf(tx: Tx, workspaceId: string, subject: Subject): Promise<Settings | undefined> {
  const channelId = channelOf(subject);
  const [channel] = channelId === null ? [] : await tx.query<Settings>(
    `SELECT s.threshold, coalesce(s.muted_until > now(), false) AS muted, c.default_team_id AS team_id FROM channels c LEFT JOIN spike_channels s ON s.channel_id = c.id WHERE c.id = $1 AND c.deleted_at IS NULL`, [channelId]);
  if (subject.kind === 'channel' || (channelId !== null && channel === undefined)) return channel;
  const [own] = await tx.query<Settings>(`SELECT threshold, coalesce(muted_until > now(), false) AS muted, NULL AS team_id FROM storm_settings WHERE workspace_id = $1 AND kind = $2 AND key = $3`, [workspaceId, subject.kind, subject.key]);
  return { threshold: own?.threshold ?? null, muted: own?.muted === true || channel?.muted === true, team_id: channel?.team_id ?? null };
}

async function follow(tx: Tx, workspaceId: string, alert: OpenAlert, counts: readonly Seen[], now: Date): Promise<boolean> {
  const baseline = await baselineOf(tx, workspaceId, alert, now);
  const peak = counts.find(({ windowMinutes }) => windowMinutes === alert.window_minutes)?.count ?? 0;
  const quiet = counts.every((seen) => isCalm(baseline, now.getTime(), seen));
  await tx.execute(
    `UPDATE spike_alerts SET peak = greatest(peak, $2), quiet_since = CASE WHEN $3 THEN coalesce(quiet_since, now()) END, calm_at = CASE WHEN $3 AND quiet_since < now() - interval '${CALM_MINUTES} minutes' THEN now() END WHERE id = $1`, [alert.id, peak, quiet]);
  return quiet || peak > alert.peak;
}

async function raise(tx: Tx, workspaceId: string, { subject, teamId, muted }: { subject: Subject; teamId: string | null; muted: boolean }, rise: Rise): Promise<boolean> {
  const [monitor] = subject.kind === 'monitor' ? await tx.query<{ words: string }>(`SELECT name || ' ' || query AS words FROM monitors WHERE id = $1::uuid`, [subject.key]) : [];
  const cause = causeOf(await saidOf(tx, workspaceId, subject, rise.windowMinutes), await saidOf(tx, workspaceId, subject, 'before'), monitor === undefined ? undefined : ownWords(monitor.words));
  const hears = await whoHears(tx, workspaceId);
  const told = muted ? [] : hears({ assignee_id: null, team_id: teamId }, 'supervisors');
  const id = newId();
  const channelId = channelOf(subject);
  const made = await tx.execute(
    `INSERT INTO spike_alerts (id, workspace_id, channel_id, kind, key, severity, window_minutes, count, usual, times, peak, cause, told) VALUES ($1, $2, $3, $11, $12, $4, $5, $6, $7, $8, $6, $9, $10) ON CONFLICT DO NOTHING`,
    [id, workspaceId, channelId, rise.severity, rise.windowMinutes, rise.count, rise.usual, rise.times, JSON.stringify(cause), told, subject.kind, subject.key]);
  if (made === 0) return false;
  const [named] = await tx.query<{ name: string }>(`SELECT ${alertName} AS name FROM spike_alerts a WHERE a.id = $1`, [id]);
  const [first] = await tx.query<{ conversation_id: string | null }>(`SELECT conversation_id FROM ${subject.kind === 'monitor' ? 'posts' : 'messages'} WHERE id = ANY($1::uuid[]) AND conversation_id IS NOT NULL LIMIT 1`, [cause.sampleIds]);
  await tellRoom(tx, workspaceId, channelId, { kind: 'system', workspaceId }, { kind: 'alert', alert: { id, kind: subject.kind, name: named?.name ?? '', channelId, count: rise.count, windowMinutes: rise.windowMinutes, usual: rise.usual, words: cause.words } });
  await record(tx, [
    { type: 'spike.began', subjectId: id, data: { kind: subject.kind, key: subject.key, severity: rise.severity, count: rise.count, memberIds: told } },
    ...(told.length === 0 || first === undefined || first.conversation_id === null ? [] : [{ type: 'notification', conversationId: first.conversation_id, subjectId: id, data: { kind: 'spike', memberIds: told } }]),
  ], workspaceId);
  return true;
}
