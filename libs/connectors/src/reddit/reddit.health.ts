import { z } from 'zod';
import type { Health, HealthStep } from '../contract';
import { tryStep, worstOf, type Found } from '../health-steps';
import { quotasOf } from './reddit.allowance';
import { callReddit } from './reddit.client';
import { list } from './reddit.fetch';
import type { RedditContext } from './reddit.token';


const account = z.object({ name: z.string(), is_suspended: z.boolean().nullish() });
const place = z.object({ data: z.object({ display_name: z.string().optional(), user_is_moderator: z.boolean().nullish(), user_is_banned: z.boolean().nullish() }) });

export const whoAmI = (ctx: RedditContext): Promise<z.infer<typeof account>> => callReddit(ctx, { path: '/api/v1/me', result: account });

export async function check(ctx: RedditContext): Promise<Health> {
  const steps: HealthStep[] = [];
  const access = await tryStep(steps, { id: 'access', label: 'Access to Reddit' }, () => accessStep(ctx));
  if (access.state === 'failed') steps.push({ id: 'inbox', label: 'Inbox', state: 'skipped' }, { id: 'subreddits', label: 'Subreddits', state: 'skipped' });
  else {
    await tryStep(steps, { id: 'inbox', label: 'Inbox' }, async () => { await list(ctx, { path: '/message/inbox', query: { mark: 'false' } }); return { state: 'ok' }; });
    await tryStep(steps, { id: 'subreddits', label: 'Subreddits' }, () => subredditsStep(ctx));
  }
  return { state: worstOf(steps), steps, ...quotasOf(ctx.settings, ctx.now()) };
}

async function accessStep(ctx: RedditContext): Promise<Found> {
  const { name, is_suspended: suspended } = await whoAmI(ctx);
  if (suspended === true) return { state: 'failed', detail: 'Reddit has suspended this account.' };
  if (name.toLowerCase() !== ctx.settings.username.toLowerCase()) return { state: 'failed', detail: `The access belongs to u/${name}, another account than the one entered.` };
  return { state: 'ok', detail: `The access belongs to u/${name}.` };
}

async function subredditsStep(ctx: RedditContext): Promise<Found> {
  const { subreddits, moderate } = ctx.settings;
  if (subreddits.length === 0) return { state: 'skipped', detail: 'None is watched: only what is addressed to the account comes in.' };
  for (const name of subreddits) {
    const { data } = await callReddit(ctx, { path: `/r/${name}/about`, result: place, missing: `Reddit does not know r/${name}, or it is private` });
    if (data.user_is_banned === true) return { state: 'warning', detail: `The account is banned from r/${name}: it can’t answer there.` };
    if (moderate && data.user_is_moderator !== true) return { state: 'warning', detail: `The account does not moderate r/${name}: hiding will be refused there.` };
  }
  return { state: 'ok' };
}
