import { ConnectorError, type Context, type Health } from '@kontuar/connectors/contract';
import type { Tx } from '@kontuar/platform';
import { z } from 'zod';
import type { AnyConnector } from '../tokens';
import { channelStateOf, clearAlarm, raiseAlarm, tellHealth } from './channel-alarms';
import type { Settings } from './channel-contexts';
import { findChannel } from './channel.row';

/** Of a platform's allowance. */
const QUOTA_WARNING = 0.9;
/** A peer that never answers must not hold the wizard for ever. */
const CHECK_LIMIT_MS = 40_000;
/** Before access ends, in which somebody renews it in time. */
const EXPIRY_WARNING_DAYS = 7;

/** @throws ZodError with paths below `settings`, as the field stands in the body. */
export function parseSettings(connector: AnyConnector, settings: Settings): Settings {
  return (z.object({ settings: connector.settings }).parse({ settings }) as { settings: Settings }).settings;
}

const failedStep = (id: string, label: string, detail: string): Health => ({ state: 'failed', steps: [{ id, label, state: 'failed', detail }] });

/** The connector's own check; whatever goes wrong with the check itself is a failed step too. */
export async function runCheck(connector: AnyConnector, ctx: Context<Settings>): Promise<Health> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Health>((resolve) => {
    timer = setTimeout(() => { resolve(failedStep('timeout', 'Answer', `No answer within ${CHECK_LIMIT_MS / 1000} seconds.`)); }, CHECK_LIMIT_MS);
  });
  try {
    return await Promise.race([connector.check(ctx), late]);
  } catch (error) {
    return failedStep('check', 'Connection', wordsOf(error));
  } finally {
    clearTimeout(timer);
  }
}

/** Tells the platform where to find us. Undefined when that went well, or is not needed. */
export async function runConnect(connector: AnyConnector, ctx: Context<Settings>): Promise<Health | undefined> {
  if (connector.connect === undefined) return undefined;
  try {
    await connector.connect(ctx);
    return undefined;
  } catch (error) {
    return failedStep('connect', 'Connect', wordsOf(error));
  }
}

/** Connectors speak in plain words; anything else may carry an address or a token and is not repeated. */
function wordsOf(error: unknown): string {
  return error instanceof ConnectorError ? error.message : 'The platform could not be reached.';
}

/** Keeps what a check found, and raises or clears what follows from it. */
export async function keepHealth(tx: Tx, channelId: string, health: Health, now = new Date()): Promise<void> {
  const before = await findChannel(tx, channelId, 'FOR UPDATE');
  if (before === undefined) return;
  await tx.execute(`UPDATE channels SET health = $2, expires_at = $3, check_at = now() + interval '1 hour' * (0.9 + random() * 0.2) WHERE id = $1`, [channelId, JSON.stringify(health), health.expiresAt ?? null]);
  if (health.state === 'failed') {
    await raiseAlarm(tx, channelId, { code: 'failing', detail: health.steps.find((step) => step.state === 'failed')?.detail ?? 'The check of this channel failed.' }, now);
  } else {
    await clearAlarm(tx, channelId, ['failing', 'unauthorized']);
  }
  await watchHealth(tx, channelId, health, now);
  await watchExpiry(tx, channelId, health.expiresAt === undefined ? null : new Date(health.expiresAt), now);
  const after = await findChannel(tx, channelId);
  // Alarms have told already; a warning, or being well again without one, has not.
  if (after !== undefined && JSON.stringify(before.alarm) === JSON.stringify(after.alarm) && channelStateOf(before) !== channelStateOf(after)) await tellHealth(tx, after);
}

/** What will hurt soon though it works today: an allowance nearly used up, a permission that is missing. */
async function watchHealth(tx: Tx, channelId: string, health: Health, now: Date): Promise<void> {
  const full = (health.quotas ?? []).filter((quota) => quota.limit > 0 && quota.used / quota.limit > QUOTA_WARNING).sort((a, b) => b.used / b.limit - a.used / a.limit)[0];
  if (full === undefined) await clearAlarm(tx, channelId, ['quota']);
  else {
    const renewed = full.resetsAt === undefined ? '' : ` It is renewed on ${full.resetsAt.slice(0, 16).replace('T', ' ')} UTC.`;
    await raiseAlarm(tx, channelId, { code: 'quota', detail: `${full.label}: ${full.used} of ${full.limit} are used up.${full.used >= full.limit ? ' The platform takes nothing more until then.' : ''}${renewed}` }, now);
  }
  const warning = health.state === 'warning' ? health.steps.find((step) => step.state === 'warning') : undefined;
  // The end of access is told by its day, see watchExpiry.
  if (warning?.detail === undefined || health.expiresAt !== undefined) await clearAlarm(tx, channelId, ['permissions']);
  else await raiseAlarm(tx, channelId, { code: 'permissions', detail: `${warning.label}: ${warning.detail}` }, now);
}

export async function watchExpiry(tx: Tx, channelId: string, expiresAt: Date | null, now: Date): Promise<void> {
  const daysLeft = expiresAt === null ? Infinity : (expiresAt.getTime() - now.getTime()) / 86_400_000;
  if (expiresAt === null || daysLeft > EXPIRY_WARNING_DAYS) {
    await clearAlarm(tx, channelId, ['expiring']);
    return;
  }
  const day = expiresAt.toISOString().slice(0, 10);
  await raiseAlarm(tx, channelId, { code: 'expiring', detail: daysLeft > 0 ? `Access to this channel ends on ${day}. Reconnect it before.` : `Access to this channel ended on ${day}. Reconnect it.` }, now);
}
