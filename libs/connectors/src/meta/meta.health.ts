import type { Health, HealthStep } from '../contract';
import { tryStep, worstOf, type Found } from '../health-steps';

export type { Found } from '../health-steps';

/** Steps of a connection, one after another; after one that failed, those that need it are skipped. */
export class Steps {
  readonly list: HealthStep[] = [];

  add(named: { id: string; label: string }, run: () => Promise<Found>): Promise<HealthStep> {
    return tryStep(this.list, named, run);
  }

  skip(named: { id: string; label: string }): void {
    this.list.push({ ...named, state: 'skipped' });
  }

  state(): Health['state'] {
    return worstOf(this.list);
  }
}

const day = 24 * 3600 * 1000;

/** An end that is near is worth a warning long before it is worth an alarm. */
export function expiryWarning(expiresAt: string | undefined, now: Date): string | undefined {
  if (expiresAt === undefined) return undefined;
  const days = Math.floor((Date.parse(expiresAt) - now.getTime()) / day);
  if (days >= 14) return undefined;
  return days <= 0 ? 'The access ends today. Connect the channel again.' : `The access ends in ${days} ${days === 1 ? 'day' : 'days'}. Connect the channel again before that.`;
}

export function missingScopes(granted: string[] | undefined, needed: readonly string[]): string[] {
  return granted === undefined ? [] : needed.filter((scope) => !granted.includes(scope));
}
