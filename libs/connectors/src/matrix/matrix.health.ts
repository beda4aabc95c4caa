import { z } from 'zod';
import { ConnectorError, type Health, type HealthStep } from '../contract';
import { call, type MatrixContext } from './matrix.client';
import { uploadLimit } from './matrix.media';
import { whoami } from './matrix.payloads';

type Found = Omit<HealthStep, 'id' | 'label' | 'tookMs'>;

export async function check(ctx: MatrixContext): Promise<Health> {
  const steps: HealthStep[] = [];
  const access = await step(steps, { id: 'account', label: 'Access to the account' }, async () => {
    const { user_id: id } = await call(ctx, { path: '/_matrix/client/v3/account/whoami', result: whoami });
    if (id.toLowerCase() !== ctx.settings.userId.toLowerCase()) return { state: 'failed', detail: `The access belongs to ${id}, not to ${ctx.settings.userId}.` };
    return { state: 'ok', detail: `Signed in as ${id}.` };
  });
  if (access.state === 'failed') {
    steps.push({ id: 'rooms', label: 'Rooms', state: 'skipped' }, { id: 'files', label: 'Sending files', state: 'skipped' });
    return { state: 'failed', steps };
  }
  await step(steps, { id: 'rooms', label: 'Rooms' }, async () => {
    const { joined_rooms: rooms } = await call(ctx, { path: '/_matrix/client/v3/joined_rooms', result: z.object({ joined_rooms: z.array(z.string()) }) });
    return { state: 'ok', detail: `Rooms of the account: ${rooms.length}. Encrypted ones can’t be read.` };
  });
  await step(steps, { id: 'files', label: 'Sending files' }, async () => {
    const limit = await uploadLimit(ctx);
    return limit === undefined ? { state: 'ok' } : { state: 'ok', detail: `Up to ${Math.floor(limit / (1024 * 1024))} MB each.` };
  });
  return { state: steps.some(({ state }) => state === 'failed') ? 'failed' : 'ok', steps };
}

async function step(steps: HealthStep[], named: { id: string; label: string }, run: () => Promise<Found>): Promise<HealthStep> {
  const began = performance.now();
  let found: Found;
  try {
    found = await run();
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    found = { state: 'failed', detail: `${error.message}.` };
  }
  const done: HealthStep = { ...named, ...found, tookMs: Math.round(performance.now() - began) };
  steps.push(done);
  return done;
}
