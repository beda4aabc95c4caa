import { ConnectorError, type Health, type HealthStep } from '../contract';

export type Found = Omit<HealthStep, 'id' | 'label' | 'tookMs'>;
interface Step { id: string; label: string; run(): Promise<Found> }

/** One after another; what comes after a failed one is not tried. */
export async function checkSteps(steps: readonly Step[]): Promise<Health> {
  const done: HealthStep[] = [];
  for (const { id, label, run } of steps) {
    if (done.some(({ state }) => state === 'failed')) {
      done.push({ id, label, state: 'skipped' });
      continue;
    }
    const began = performance.now();
    const found = await run().catch((error: unknown): Found => {
      if (!(error instanceof ConnectorError)) throw error;
      return { state: 'failed', detail: `${error.message}.` };
    });
    done.push({ id, label, ...found, tookMs: Math.round(performance.now() - began) });
  }
  const worst = (['failed', 'warning'] as const).find((state) => done.some((step) => step.state === state)) ?? 'ok';
  return { state: worst, steps: done };
}
