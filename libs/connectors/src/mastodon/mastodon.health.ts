import { z } from 'zod';
import type { Health, HealthStep } from '../contract';
import { tryStep, worstOf, type Found } from '../health-steps';
import { callApi, type MastodonContext } from './mastodon.client';
import { learn } from './mastodon.server';
import { openStream } from './mastodon.socket';
import { factsOf } from './mastodon.settings';

export async function check(ctx: MastodonContext): Promise<Health> {
  const steps: HealthStep[] = [];
  const token = await tryStep(steps, { id: 'token', label: 'Access token' }, () => tokenStep(ctx));
  for (const [named, run] of [
    [{ id: 'notifications', label: 'Mentions and messages' }, notificationsStep],
    [{ id: 'stream', label: 'Live stream' }, streamStep],
  ] as const) {
    if (token.state === 'failed') steps.push({ ...named, state: 'skipped' });
    else await tryStep(steps, named, () => run(ctx));
  }
  if (ctx.settings.server.startsWith('http:') && !ctx.allowPrivateHosts) {
    steps.push({ id: 'address', label: 'Server', state: 'warning', detail: 'The address begins with http, so the token travels unencrypted. Use https.' });
  }
  return { state: worstOf(steps), steps };
}

async function tokenStep(ctx: MastodonContext): Promise<Found> {
  const { handle, domain, maxCharacters } = await learn(ctx);
  return { state: 'ok', detail: `The token belongs to @${handle}@${domain}. Posts there have up to ${maxCharacters} characters.` };
}

async function notificationsStep(ctx: MastodonContext): Promise<Found> {
  await callApi(ctx, 'GET', '/api/v1/notifications', { query: { limit: 1 }, result: z.array(z.unknown()) });
  return { state: 'ok', detail: 'Mentions and messages can be read.' };
}

async function streamStep(ctx: MastodonContext): Promise<Found> {
  const abort = new AbortController();
  const line = await openStream(ctx, factsOf(ctx.settings), abort.signal);
  line?.close();
  return line === undefined ? { state: 'warning', detail: 'The server offers no stream, so it is asked every 15 seconds.' } : { state: 'ok', detail: 'What is new arrives at once.' };
}
