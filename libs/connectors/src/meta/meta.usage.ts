import type { Health } from '../contract';
import { isRecord, readJson } from './meta.json';

/** What Meta tells of its allowances in the headers of an answer: percent of the hour's share that is used up. */
export interface Usage { label: string; percent: number; regainMinutes: number }

export function usageOf(headers: Record<string, unknown>): Usage[] {
  const usages: Usage[] = [];
  const app = header(headers, 'x-app-usage');
  if (isRecord(app)) usages.push(usage('Calls of the app', app));
  const business = header(headers, 'x-business-use-case-usage');
  if (isRecord(business)) {
    for (const cases of Object.values(business)) {
      if (!Array.isArray(cases)) continue;
      for (const one of cases as unknown[]) if (isRecord(one)) usages.push(usage(labelOf(one['type']), one));
    }
  }
  return usages;
}

function header(headers: Record<string, unknown>, name: string): unknown {
  const value = headers[name];
  return typeof value === 'string' && value.length < 20_000 ? readJson(value) : undefined;
}

function usage(label: string, one: Record<string, unknown>): Usage {
  const percents = ['call_count', 'total_cputime', 'total_time'].map((name) => number(one[name]));
  return { label, percent: Math.max(...percents), regainMinutes: number(one['estimated_time_to_regain_access']) };
}

function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : 0;
}

function labelOf(type: unknown): string {
  return `Calls (${typeof type === 'string' ? type.slice(0, 40).replace(/[^\w-]/g, '?') : 'business'})`;
}

/** When calls are taken again, for an answer that refused one. */
export function regainAfterMs(headers: Record<string, unknown>): number | undefined {
  const seconds = Number(headers['retry-after']);
  if (headers['retry-after'] !== undefined && Number.isFinite(seconds) && seconds >= 0) return seconds * 1000;
  const minutes = Math.max(0, ...usageOf(headers).map(({ regainMinutes }) => regainMinutes));
  return minutes > 0 ? minutes * 60_000 : undefined;
}

export function quotasOf(usages: Usage[]): Pick<Health, 'quotas'> {
  if (usages.length === 0) return {};
  const worst = new Map<string, number>();
  for (const { label, percent } of usages) worst.set(label, Math.max(worst.get(label) ?? 0, percent));
  return { quotas: [...worst].map(([label, used]) => ({ label, used, limit: 100 })) };
}
