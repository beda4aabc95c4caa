import { createHmac } from 'node:crypto';
import { z } from 'zod';

export const telegramSettings = z.object({
  token: z
    .string()
    .trim()
    .regex(/^\d{1,20}:[A-Za-z0-9_-]{10,100}$/, 'A bot token looks like 123456789:AAF…; BotFather shows it')
    .meta({ secret: true, title: 'Bot token', description: 'From @BotFather: /newbot, or /token for a bot that you have.', placeholder: '123456789:AAF…' }),
  receive: z
    .enum(['auto', 'webhook', 'polling'])
    .default('auto')
    .meta({ advanced: true, labels: { auto: 'Automatic', webhook: 'Webhook', polling: 'Long polling' }, title: 'How messages come in', description: 'Automatic: a webhook when Kontuar has a public https address that Telegram can call, otherwise long polling.' }),
  apiRoot: z
    .url({ protocol: /^https?$/ })
    .refine((url) => URL.canParse(url) && new URL(url).search === '' && new URL(url).username === '', 'An address without a question mark or a user name')
    .overwrite((url) => url.replace(/\/+$/, ''))
    .default('https://api.telegram.org')
    .meta({ advanced: true, title: 'Bot API address', description: 'Only for those who run a Bot API server of their own.', placeholder: 'https://api.telegram.org' }),
});
export type TelegramSettings = z.infer<typeof telegramSettings>;

/** The part of a token before the colon is the id of the bot's own account; it is public. */
export function botId(settings: TelegramSettings): string {
  return settings.token.split(':')[0] ?? '';
}

/**
 * What Telegram repeats in a header of each webhook call. Derived from the token rather than stored: there is no moment in
 * which the webhook is set and the secret is not yet saved, and a new token brings a new secret. It does not tell the token.
 */
export function webhookSecret(settings: TelegramSettings): string {
  return createHmac('sha256', settings.token).update('kontuar telegram webhook secret').digest('base64url');
}

/** The ports that Telegram calls; a Bot API server of one's own calls any, and http as well. */
const webhookPorts = ['', '443', '80', '88', '8443'];

export function receivesByWebhook(settings: TelegramSettings, webhookUrl: string | undefined): webhookUrl is string {
  if (settings.receive === 'polling' || webhookUrl === undefined) return false;
  if (settings.receive === 'webhook') return true;
  const { protocol, hostname, port } = new URL(webhookUrl);
  return protocol === 'https:' && webhookPorts.includes(port) && !isLocalOnly(hostname);
}

function isLocalOnly(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || /^127\./.test(hostname) || hostname === '[::1]';
}
