import { z } from 'zod';
import { ConnectorError, type Health, type HealthStep } from '../contract';
import { callApi, type MastodonContext } from './mastodon.client';
import { learn } from './mastodon.server';
import { openStream } from './mastodon.socket';
import { factsOf } from './mastodon.settings';

type Found = Omit<HealthStep, 'id' | 'label' | 'tookMs'>;

export async function check(ctx: MastodonContext): Promise<Health> {
  const steps: HealthStep[] = [];
  const token = await step(steps, { id: 'token', label: 'Access token' }, () => tokenStep(ctx));
  for (const [named, run] of [
    [{ id: 'notifications', label: 'Mentions and messages' }, notificationsStep],
    [{ id: 'stream', label: 'Live stream' }, streamStep],
  ] as const) {
    if (token.state === 'failed') steps.push({ ...named, state: 'skipped' });
    else await step(steps, named, () => run(ctx));
  }
  if (ctx.settings.server.startsWith('http:') && !ctx.allowPrivateHosts) {
    steps.push({ id: 'address', label: 'Server', state: 'warning', detail: 'The address begins with http, so the token travels unencrypted. Use https.' });
  }
  const worst = steps.some(({ state }) => state === 'failed') ? 'failed' : steps.some(({ state }) => state === 'warning') ? 'warning' : 'ok';
  return { state: worst, steps };
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
