import type { Tx } from '@kontuar/platform';
import type { channelState } from '@kontuar/contract';
import type { z } from 'zod';
import { record } from '../history/history';
import type { ChannelAlarm, ChannelRow } from './channel.row';

export type ChannelState = z.infer<typeof channelState>;

/** Codes with a rank: a graver alarm is not covered by a lesser one. Others (a connector's own) count as failing. */
const ranks: Record<string, number> = { unauthorized: 4, failing: 3, 'dead-letters': 2, expiring: 1.4, quota: 1.3, permissions: 1.2, history: 1.1, silent: 0 };
/** Something to mend soon; messages come and go meanwhile. */
const warnings = new Set(['expiring', 'quota', 'permissions', 'history']);
const rankOf = (code: string): number => ranks[code] ?? 3;

/** What the row of a channel says at a glance. */
export function channelStateOf(row: Pick<ChannelRow, 'paused' | 'alarm' | 'health'>): ChannelState {
  if (row.paused) return 'paused';
  if (row.alarm?.code === 'unauthorized' || row.alarm?.code === 'silent') return row.alarm.code;
  if (row.alarm !== null) return warnings.has(row.alarm.code) ? 'warning' : 'failing';
  if (row.health === null) return 'checking';
  return row.health.state === 'failed' ? 'failing' : row.health.state;
}

type Alarmed = Pick<ChannelRow, 'id' | 'workspace_id' | 'paused' | 'alarm' | 'health'>;

/** Nothing is sure to have come in since the last moment at which all was well. */
export const gapStart = `coalesce(gap_from, (reconciliation ->> 'lastAt')::timestamptz, last_inbound_at, now())`;
const isGap = (alarm: ChannelAlarm | null): boolean => alarm?.code === 'failing' || alarm?.code === 'unauthorized';

async function locked(tx: Tx, channelId: string): Promise<Alarmed | undefined> {
  const [row] = await tx.query<Alarmed>('SELECT id, workspace_id, paused, alarm, health FROM channels WHERE id = $1 AND deleted_at IS NULL FOR UPDATE', [channelId]);
  return row;
}

async function put(tx: Tx, row: Alarmed, alarm: ChannelAlarm | null): Promise<void> {
  const [was, is] = [isGap(row.alarm), isGap(alarm)];
  await tx.execute(
    `UPDATE channels SET alarm = $2, gap_from = CASE WHEN $3 THEN ${gapStart} ELSE gap_from END, reconcile_at = CASE WHEN $4 THEN NULL ELSE reconcile_at END WHERE id = $1`,
    [row.id, alarm === null ? null : JSON.stringify(alarm), is && !was, was && !is],
  );
  await tellHealth(tx, { ...row, alarm });
}

/** Tells screens how a channel stands. Call after its row was written. */
export async function tellHealth(tx: Tx, row: Alarmed): Promise<void> {
  const state = channelStateOf(row);
  await record(tx, [{ type: 'channel.health', subjectId: row.id, data: { channelId: row.id, state, ...(row.alarm === null ? {} : { alarm: row.alarm.code }) } }], row.workspace_id);
}

/**
 * Says that a channel needs somebody. The same alarm again changes nothing but its words, so `since` stays the moment it began.
 * Resolves with whether this is news.
 */
export async function raiseAlarm(tx: Tx, channelId: string, alarm: { code: string; detail: string }, now = new Date()): Promise<boolean> {
  const row = await locked(tx, channelId);
  if (row === undefined) return false;
  if (row.alarm?.code === alarm.code) {
    if (row.alarm.detail !== alarm.detail) await tx.execute('UPDATE channels SET alarm = $2 WHERE id = $1', [channelId, JSON.stringify({ ...row.alarm, detail: alarm.detail })]);
    return false;
  }
  if (row.alarm !== null && rankOf(row.alarm.code) > rankOf(alarm.code)) return false;
  await put(tx, row, { code: alarm.code, detail: alarm.detail.slice(0, 1000), since: now.toISOString() });
  return true;
}

/** Takes an alarm back; with `codes` only when it is one of them. Resolves with whether there was one. */
export async function clearAlarm(tx: Tx, channelId: string, codes?: readonly string[]): Promise<boolean> {
  // Almost always there is none: look before locking the row.
  const [ringing] = await tx.query<{ code: string }>(`SELECT alarm ->> 'code' AS code FROM channels WHERE id = $1 AND alarm IS NOT NULL AND deleted_at IS NULL`, [channelId]);
  if (ringing === undefined || (codes !== undefined && !codes.includes(ringing.code))) return false;
  const row = await locked(tx, channelId);
  if (row?.alarm == null || (codes !== undefined && !codes.includes(row.alarm.code))) return false;
  await put(tx, row, null);
  return true;
}
