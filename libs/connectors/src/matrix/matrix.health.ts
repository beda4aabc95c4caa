import { z } from 'zod';
import type { Health, HealthStep } from '../contract';
import { tryStep, worstOf } from '../health-steps';
import { call, type MatrixContext } from './matrix.client';
import { uploadLimit } from './matrix.media';
import { whoami } from './matrix.payloads';

export async function check(ctx: MatrixContext): Promise<Health> {
  const steps: HealthStep[] = [];
  const access = await tryStep(steps, { id: 'account', label: 'Access to the account' }, async () => {
    const { user_id: id } = await call(ctx, { path: '/_matrix/client/v3/account/whoami', result: whoami });
    if (id.toLowerCase() !== ctx.settings.userId.toLowerCase()) return { state: 'failed', detail: `The access belongs to ${id}, not to ${ctx.settings.userId}.` };
    return { state: 'ok', detail: `Signed in as ${id}.` };
  });
  if (access.state === 'failed') {
    steps.push({ id: 'rooms', label: 'Rooms', state: 'skipped' }, { id: 'files', label: 'Sending files', state: 'skipped' });
    return { state: 'failed', steps };
  }
  await tryStep(steps, { id: 'rooms', label: 'Rooms' }, async () => {
    const { joined_rooms: rooms } = await call(ctx, { path: '/_matrix/client/v3/joined_rooms', result: z.object({ joined_rooms: z.array(z.string()) }) });
    return { state: 'ok', detail: `Rooms of the account: ${rooms.length}. Encrypted ones can’t be read.` };
  });
  await tryStep(steps, { id: 'files', label: 'Sending files' }, async () => {
    const limit = await uploadLimit(ctx);
    return limit === undefined ? { state: 'ok' } : { state: 'ok', detail: `Up to ${Math.floor(limit / (1024 * 1024))} MB each.` };
  });
  return { state: worstOf(steps), steps };
}
