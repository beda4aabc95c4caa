import type { Health, HealthStep } from '../contract';
import { tryStep, worstOf, type Found } from '../health-steps';
import { callApi, type TelegramContext } from './telegram.client';
import { user as userSchema, webhookInfo } from './telegram.payloads';
import { allowedUpdates } from './telegram.receive';
import { receivesByWebhook } from './telegram.settings';

/** Each step by name, in plain words, also before the channel is saved. Never polls: that would cut off the running poller. */
export async function check(ctx: TelegramContext): Promise<Health> {
  const steps: HealthStep[] = [];
  const token = await tryStep(steps, { id: 'token', label: 'Bot token' }, () => tokenStep(ctx));
  if (token.state === 'failed') steps.push({ id: 'receive', label: 'Messages coming in', state: 'skipped' });
  else await tryStep(steps, { id: 'receive', label: 'Messages coming in' }, () => receiveStep(ctx));
  const { apiRoot } = ctx.settings;
  if (apiRoot.startsWith('http:') && !ctx.allowPrivateHosts) {
    steps.push({ id: 'address', label: 'Bot API address', state: 'warning', detail: 'The address begins with http, so the token travels unencrypted. Use https.' });
  }
  return { state: worstOf(steps), steps };
}

async function tokenStep(ctx: TelegramContext): Promise<Found> {
  const bot = await callApi(ctx, 'getMe', { result: userSchema, effect: 'repeatable' });
  const name = bot.username === undefined ? bot.first_name : `@${bot.username}`;
  const privacy = bot.can_read_all_group_messages === true ? '' : ' In groups it sees only commands and answers to it, unless its privacy mode is switched off at @BotFather.';
  return { state: 'ok', detail: `The token belongs to ${name}.${privacy}` };
}

async function receiveStep(ctx: TelegramContext): Promise<Found> {
  const info = await callApi(ctx, 'getWebhookInfo', { result: webhookInfo, effect: 'repeatable' });
  const waiting = info.pending_update_count === 0 ? '' : ` ${info.pending_update_count} ${info.pending_update_count === 1 ? 'message is' : 'messages are'} waiting at Telegram.`;
  if (!receivesByWebhook(ctx.settings, ctx.webhookUrl)) {
    if (ctx.settings.receive === 'webhook') {
      // Before the channel is saved it has no address yet.
      return { state: 'skipped', detail: `The webhook is set when the channel is saved. It needs a public address of Kontuar (KONTUAR_PUBLIC_URL).${waiting}` };
    }
    if (info.url === '') return { state: 'ok', detail: `Nobody else takes the messages of this bot.${waiting}` };
    return { state: 'warning', detail: `A webhook at ${hostOf(info.url)} is set for this bot and takes its messages. Saving or reconnecting the channel brings them here.${waiting}` };
  }
  if (info.url === '') return { state: 'warning', detail: `Telegram does not know our address yet. Saving or reconnecting the channel tells it.${waiting}` };
  if (info.url !== ctx.webhookUrl) {
    return { state: 'warning', detail: `Telegram sends the messages of this bot to another address (${hostOf(info.url)}). Saving or reconnecting the channel brings them here.${waiting}` };
  }
  const unasked = allowedUpdates.filter((kind) => info.allowed_updates !== undefined && !info.allowed_updates.includes(kind));
  if (unasked.length > 0) return { state: 'warning', detail: `Telegram was not asked for everything (${unasked.join(', ')}). Reconnect the channel.${waiting}` };
  const failing = recentFailure(ctx, info);
  if (failing !== undefined && info.pending_update_count > 0) return { state: 'failed', detail: `Telegram can't deliver to us: ${failing}.${waiting}` };
  if (failing !== undefined) return { state: 'warning', detail: `Telegram could not deliver to us lately, but has since: ${failing}.` };
  return { state: 'ok', detail: `Telegram delivers to our webhook.${waiting}` };
}

/** Telegram never forgets its last error; an hour without a new one counts as over. */
function recentFailure(ctx: TelegramContext, info: { last_error_date?: number | undefined; last_error_message?: string | undefined }): string | undefined {
  if (info.last_error_date === undefined || info.last_error_message === undefined) return undefined;
  const isRecent = ctx.now().getTime() - info.last_error_date * 1000 < 3600 * 1000;
  return isRecent ? info.last_error_message.slice(0, 300).replace(/\.+$/, '') : undefined;
}

/** The path of a stranger's webhook often holds a secret. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'an unknown address';
}
