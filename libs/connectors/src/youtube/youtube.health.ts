import type { Health, HealthStep } from '../contract';
import { tryStep, worstOf, type Found } from '../health-steps';
import { googleToken } from '../google/google.token';
import { callYoutube, type YoutubeContext } from './youtube.client';
import { firstThread } from './youtube.fetch';
import { channel as channelSchema, list } from './youtube.payloads';
import { Meter, nextReset, spentToday } from './youtube.quota';
import { scope } from './youtube.settings';

export async function check(ctx: YoutubeContext): Promise<Health> {
  const meter = new Meter(ctx);
  const steps: HealthStep[] = [];
  for (const { id, label, run } of [
    { id: 'access', label: 'Access to Google', run: async (): Promise<Found> => { await googleToken(ctx, scope); return { state: 'ok' }; } },
    { id: 'channel', label: 'The channel', run: () => channelStep(ctx, meter) },
    { id: 'comments', label: 'Comments', run: async (): Promise<Found> => { await firstThread(ctx, meter); return { state: 'ok', detail: 'Comments can be read.' }; } },
    { id: 'units', label: 'Units of today', run: () => Promise.resolve(unitsStep(ctx)) },
  ]) {
    if (steps.some(({ state }) => state === 'failed')) {
      steps.push({ id, label, state: 'skipped' });
      continue;
    }
    await tryStep(steps, { id, label }, run);
  }
  const now = ctx.now();
  const quotas = [{ label: 'Units of today', used: spentToday(ctx.settings, now), limit: ctx.settings.dailyUnits, resetsAt: nextReset(now).toISOString() }];
  // Before a channel is saved there is nothing to keep it in, and nobody is harmed by three units.
  await meter.keep().catch(() => undefined);
  return { state: worstOf(steps), steps, quotas };
}

async function channelStep(ctx: YoutubeContext, meter: Meter): Promise<Found> {
  const { items } = await callYoutube(ctx, { path: 'channels', query: { part: 'snippet', mine: 'true' }, result: list, meter });
  const channels = items.flatMap((raw) => channelSchema.safeParse(raw).data ?? []);
  const own = channels.find(({ id }) => id === ctx.settings.channelId);
  if (own === undefined) return { state: 'failed', detail: `The access belongs to ${channels[0]?.snippet?.title ?? 'an account without a channel'}, not to this channel. Connect the channel again.` };
  return { state: 'ok', detail: `The access belongs to ${own.snippet?.title ?? own.id}.` };
}

function unitsStep({ settings, now }: YoutubeContext): Found {
  const used = spentToday(settings, now());
  const { dailyUnits, reservedUnits, pollEverySeconds, held } = settings;
  if (used >= dailyUnits - reservedUnits) return { state: 'warning', detail: 'The units for looks are used up for today: new comments come in again after midnight in California. Look less often, or ask Google for more.' };
  const looks = (86_400 / pollEverySeconds) * (held ? 2 : 1);
  if (looks > dailyUnits - reservedUnits) return { state: 'warning', detail: `Looking every ${pollEverySeconds} seconds needs ${Math.round(looks)} units a day, more than there are. Look less often, or ask Google for more.` };
  return { state: 'ok', detail: `Kontuar used ${used} of ${dailyUnits} units today.` };
}
