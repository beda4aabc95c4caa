import type { AxiosInstance } from 'axios';
import { createHash } from 'node:crypto';
import { ConnectorError } from '../contract';

/** Waiting so long is better than being refused; longer waits are the core's. */
const patienceMs = 2_000;
const spare = 2_000;

interface Gate { all: number; routes: Map<string, number> }
const gates = new WeakMap<AxiosInstance, Map<string, Gate>>();

/** What Discord said of its limits, kept for each bot: ten thousand refusals in ten minutes lock an address out. */
export function gateOf(http: AxiosInstance, token: string): Gate {
  const bots = gates.get(http) ?? new Map<string, Gate>();
  gates.set(http, bots);
  const key = createHash('sha256').update(token).digest('base64');
  const gate = bots.get(key) ?? { all: 0, routes: new Map<string, number>() };
  bots.set(key, gate);
  return gate;
}

/** Limits are kept for a method, a path without its ids, and the channel or server in it. */
export function routeOf(method: string, path: string): string {
  const [bare = ''] = path.split('?');
  return `${method} ${bare.replace(/^\/(channels|guilds)\/(\d+)/, '/$1=$2').replace(/\/\d+/g, '/:id').replace(/\/reactions\/.*$/, '/reactions')}`;
}

export async function pass(gate: Gate, route: string, now: () => number): Promise<void> {
  const wait = Math.max(gate.all, gate.routes.get(route) ?? 0) - now();
  if (wait <= 0) return;
  if (wait > patienceMs) throw new ConnectorError('unavailable', 'Discord asked us to slow down', { reason: 'rate-limited', retryAfterMs: wait });
  await new Promise((wake) => setTimeout(wake, wait));
}

export interface Told { status: number; headers: Record<string, unknown>; retryAfterMs: number | undefined; global: boolean }

export function heed(gate: Gate, route: string, { told, now }: { told: Told; now: number }): void {
  if (told.status === 429) {
    const until = now + (told.retryAfterMs ?? 1_000);
    if (told.global) gate.all = until;
    else gate.routes.set(route, until);
  } else if (told.headers['x-ratelimit-remaining'] === '0') {
    const seconds = Number(told.headers['x-ratelimit-reset-after']);
    if (Number.isFinite(seconds) && seconds > 0) gate.routes.set(route, now + seconds * 1000);
  } else gate.routes.delete(route);
  if (gate.routes.size > spare) for (const [key, until] of gate.routes) if (until <= now) gate.routes.delete(key);
}
