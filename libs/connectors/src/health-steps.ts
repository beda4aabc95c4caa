import { ConnectorError, type Health, type HealthStep } from './contract';

/** What a step found out; its name and its time are added by whoever runs it. */
export type Found = Omit<HealthStep, 'id' | 'label' | 'tookMs'>;

/** Runs one step of a check and adds it: what a connector refuses with is its plain-word failure, anything else is a fault of ours and thrown. */
export async function tryStep(steps: HealthStep[], named: Pick<HealthStep, 'id' | 'label'>, run: () => Promise<Found>): Promise<HealthStep> {
  const began = performance.now();
  let found: Found;
  try {
    found = await run();
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    found = { state: 'failed', detail: `${error.message.replace(/\.+$/, '')}.` };
  }
  const done: HealthStep = { ...named, ...found, tookMs: Math.round(performance.now() - began) };
  steps.push(done);
  return done;
}

export function worstOf(steps: readonly HealthStep[]): Health['state'] {
  return (['failed', 'warning'] as const).find((state) => steps.some((step) => step.state === state)) ?? 'ok';
}
