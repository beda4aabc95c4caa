import { z } from 'zod';
import { ConnectorError, type Health, type HealthStep } from '../contract';
import { tryStep, worstOf, type Found } from '../health-steps';
import { callAs, haveSession, type BlueskyContext } from './bluesky.client';

export async function check(ctx: BlueskyContext): Promise<Health> {
  const steps: HealthStep[] = [];
  const login = await tryStep(steps, { id: 'sign-in', label: 'Sign in' }, () => signInStep(ctx));
  for (const [named, run] of [
    [{ id: 'mentions', label: 'Mentions and replies' }, mentionsStep],
    [{ id: 'direct-messages', label: 'Direct messages' }, messagesStep],
  ] as const) {
    if (login.state === 'failed') steps.push({ ...named, state: 'skipped' });
    else await tryStep(steps, named, () => run(ctx));
  }
  if (ctx.settings.service.startsWith('http:') && !ctx.allowPrivateHosts) {
    steps.push({ id: 'address', label: 'Sign-in server', state: 'warning', detail: 'The address begins with http, so the password travels unencrypted. Use https.' });
  }
  return { state: worstOf(steps), steps };
}

async function signInStep(ctx: BlueskyContext): Promise<Found> {
  await haveSession(ctx);
  const { handle } = await callAs(ctx, 'com.atproto.server.getSession', { result: z.object({ handle: z.string().optional() }), effect: 'repeatable' });
  return { state: 'ok', detail: `Signed in as @${handle ?? ctx.settings.handle}.` };
}

async function mentionsStep(ctx: BlueskyContext): Promise<Found> {
  await callAs(ctx, 'app.bsky.notification.listNotifications', { query: { limit: 1 }, result: z.object({ notifications: z.array(z.unknown()) }), effect: 'repeatable' });
  return { state: 'ok', detail: 'Mentions, replies and quotes can be read.' };
}

async function messagesStep(ctx: BlueskyContext): Promise<Found> {
  if (!ctx.settings.directMessages) return { state: 'skipped', detail: 'Switched off for this channel.' };
  try {
    await callAs(ctx, 'chat.bsky.convo.listConvos', { chat: true, query: { limit: 1 }, result: z.object({ convos: z.array(z.unknown()) }), effect: 'repeatable' });
    return { state: 'ok', detail: 'Direct messages can be read.' };
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.kind === 'unavailable') throw error;
    return { state: 'warning', detail: `${error.message}.` };
  }
}
