import { ConnectorError, type Health, type HealthStep } from '../contract';

export type Found = Omit<HealthStep, 'id' | 'label' | 'tookMs'>;

/** Steps of a connection, one after another; after one that failed, those that need it are skipped. */
export class Steps {
  readonly list: HealthStep[] = [];

  async add(named: { id: string; label: string }, run: () => Promise<Found>): Promise<HealthStep> {
    const began = performance.now();
    let found: Found;
    try {
      found = await run();
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      found = { state: 'failed', detail: `${error.message.replace(/\.+$/, '')}.` };
    }
    const step: HealthStep = { ...named, ...found, tookMs: Math.round(performance.now() - began) };
    this.list.push(step);
    return step;
  }

  skip(named: { id: string; label: string }): void {
    this.list.push({ ...named, state: 'skipped' });
  }

  state(): Health['state'] {
    return this.list.some(({ state }) => state === 'failed') ? 'failed' : this.list.some(({ state }) => state === 'warning') ? 'warning' : 'ok';
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
