import { ConnectorError, type Health, type HealthStep } from '../contract';
import { tryStep, worstOf, type Found } from '../health-steps';
import { callDiscord, type DiscordContext } from './discord.client';
import { application, channel as channelSchema, gatewayBot, user } from './discord.payloads';

/** Message content, for a bot of up to and above a hundred servers. */
const contentFlags = (1 << 18) | (1 << 19);
const mostChecked = 20;

export async function check(ctx: DiscordContext): Promise<Health> {
  const steps: HealthStep[] = [];
  const quotas: NonNullable<Health['quotas']> = [];
  const token = await tryStep(steps, { id: 'token', label: 'Bot token' }, async () => {
    const me = await callDiscord(ctx, 'GET', '/users/@me', { result: user });
    return { state: 'ok', detail: `The token belongs to @${me.username ?? me.id}.` };
  });
  const rest = [
    { named: { id: 'intents', label: 'Reading what people write' }, run: () => intentsStep(ctx) },
    { named: { id: 'channels', label: 'Server channels' }, run: () => channelsStep(ctx) },
    { named: { id: 'gateway', label: 'Live connection' }, run: () => gatewayStep(ctx, quotas) },
  ];
  for (const { named, run } of rest) {
    if (token.state === 'failed') steps.push({ ...named, state: 'skipped' });
    else await tryStep(steps, named, run);
  }
  return { state: worstOf(steps), steps, ...(quotas.length === 0 ? {} : { quotas }) };
}

async function intentsStep(ctx: DiscordContext): Promise<Found> {
  if (ctx.settings.channels.length === 0) return { state: 'ok', detail: 'Direct messages need no privilege.' };
  const { flags = 0 } = await callDiscord(ctx, 'GET', '/applications/@me', { result: application });
  return (flags & contentFlags) === 0
    ? { state: 'failed', detail: 'Switch on the Message Content intent at discord.com/developers, under Bot: without it Discord refuses the connection.' }
    : { state: 'ok', detail: 'The Message Content intent is on.' };
}

async function channelsStep(ctx: DiscordContext): Promise<Found> {
  const { channels, directMessages } = ctx.settings;
  if (channels.length === 0) return directMessages ? { state: 'skipped', detail: 'Only direct messages are read.' } : { state: 'failed', detail: 'Neither direct messages nor channels are chosen: nothing can come in.' };
  const closed: string[] = [];
  const names: string[] = [];
  for (const id of channels.slice(0, mostChecked)) {
    try {
      const { name } = await callDiscord(ctx, 'GET', `/channels/${id}`, { result: channelSchema });
      names.push(`#${name ?? id}`);
    } catch (error) {
      if (!(error instanceof ConnectorError) || error.kind !== 'rejected') throw error;
      closed.push(id);
    }
  }
  return closed.length === 0 ? { state: 'ok', detail: `The bot reads ${names.join(', ')}.` } : { state: 'failed', detail: `The bot may not see these channels: ${closed.join(', ')}. Give its role "View Channel".` };
}

async function gatewayStep(ctx: DiscordContext, quotas: NonNullable<Health['quotas']>): Promise<Found> {
  const { session_start_limit: limit } = await callDiscord(ctx, 'GET', '/gateway/bot', { result: gatewayBot });
  quotas.push({ label: 'Connections of today', used: limit.total - limit.remaining, limit: limit.total, resetsAt: new Date(ctx.now().getTime() + limit.reset_after).toISOString() });
  return limit.remaining > 0 ? { state: 'ok', detail: 'What is new arrives at once.' } : { state: 'failed', detail: 'The bot connected too often today; Discord lets it in again later.' };
}
