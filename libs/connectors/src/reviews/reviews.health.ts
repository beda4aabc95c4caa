import type { Health, HealthStep } from '../contract';
import { tryStep, worstOf, type Found } from '../health-steps';

export type { Found } from '../health-steps';
interface Step { id: string; label: string; run(): Promise<Found> }

/** One after another; what comes after a failed one is not tried. */
export async function checkSteps(steps: readonly Step[]): Promise<Health> {
  const done: HealthStep[] = [];
  for (const { id, label, run } of steps) {
    if (done.some(({ state }) => state === 'failed')) {
      done.push({ id, label, state: 'skipped' });
      continue;
    }
    await tryStep(done, { id, label }, run);
  }
  return { state: worstOf(done), steps: done };
}
