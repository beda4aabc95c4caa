import { z } from 'zod';
import { ConnectorError, type Delivery, type Emit, type Json, type RawRequest } from '../contract';
import { sameSecret } from './telegram.secret';
import { callApi, type TelegramContext } from './telegram.client';
import { update as updateSchema } from './telegram.payloads';
import { receivesByWebhook, webhookSecret, type TelegramSettings } from './telegram.settings';

/** Telegram leaves out reactions unless asked; naming some names all. */
export const allowedUpdates = [
  'message', 'edited_message', 'message_reaction', 'my_chat_member',
  'business_connection', 'business_message', 'edited_business_message', 'deleted_business_messages',
];

export function verifyWebhook(request: RawRequest, settings: TelegramSettings): boolean {
  return sameSecret(request.headers['x-telegram-bot-api-secret-token'], webhookSecret(settings));
}

export function splitWebhook(request: RawRequest): Delivery[] {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(request.body));
  } catch (cause) {
    throw new ConnectorError('rejected', 'The body is not JSON', { cause });
  }
  const parsed = updateSchema.safeParse(body);
  if (!parsed.success) throw new ConnectorError('rejected', 'The body is not an update of the Bot API');
  return [{ externalId: String(parsed.data.update_id), contentType: 'application/json', body: request.body }];
}

export async function connect(ctx: TelegramContext): Promise<void> {
  const { settings, webhookUrl } = ctx;
  if (settings.receive === 'webhook' && webhookUrl === undefined) {
    throw new ConnectorError('rejected', 'A webhook needs a public address of Kontuar (KONTUAR_PUBLIC_URL); choose polling instead', { reason: 'no-public-url' });
  }
  if (!receivesByWebhook(settings, webhookUrl)) {
    await deleteWebhook(ctx);
    return;
  }
  await callApi(ctx, 'setWebhook', {
    parameters: {
      url: webhookUrl,
      secret_token: webhookSecret(settings),
      allowed_updates: allowedUpdates,
      // Each chat has a queue of its own at Telegram and waits for our 2xx, so many connections don't mix up a conversation.
      max_connections: 40,
      drop_pending_updates: false,
    },
    result: z.literal(true),
    effect: 'repeatable',
  });
}

export async function disconnect(ctx: TelegramContext): Promise<void> {
  try {
    if (ctx.webhookUrl !== undefined) {
      const { url } = await callApi(ctx, 'getWebhookInfo', { result: z.object({ url: z.string() }), effect: 'repeatable' });
      // The bot may have moved to another program meanwhile; its webhook is not ours to remove.
      if (url !== '' && url !== ctx.webhookUrl) return;
    }
    await deleteWebhook(ctx);
  } catch (error) {
    // With its token revoked, Telegram calls nobody any more.
    if (!(error instanceof ConnectorError) || error.kind !== 'unauthorized') throw error;
  }
}

async function deleteWebhook(ctx: TelegramContext): Promise<void> {
  await callApi(ctx, 'deleteWebhook', { parameters: { drop_pending_updates: false }, result: z.literal(true), effect: 'repeatable' });
}

const pollSeconds = 25;
/** After a week without updates Telegram numbers them anew, from a random number: an old offset might then skip them. */
const offsetLivesMs = 6 * 24 * 3600 * 1000;
const cursorSchema = z.object({ offset: z.number().int(), at: z.string() });

/** Long polling. Asking with an offset is what confirms all before it, so it is asked only after `emit` has stored them. */
export async function stream(ctx: TelegramContext, cursor: Json | undefined, { emit, signal }: { emit: Emit; signal: AbortSignal }): Promise<void> {
  if (receivesByWebhook(ctx.settings, ctx.webhookUrl)) {
    await aborted(signal);
    return;
  }
  let position = cursorSchema.safeParse(cursor).data;
  while (!signal.aborted) {
    const fresh = position !== undefined && ctx.now().getTime() - Date.parse(position.at) < offsetLivesMs;
    const asked = ctx.now().getTime();
    let updates: unknown[];
    try {
      updates = await callApi(ctx, 'getUpdates', {
        parameters: { offset: fresh ? position?.offset : undefined, limit: 100, timeout: pollSeconds, allowed_updates: allowedUpdates },
        result: z.array(z.unknown()),
        effect: 'repeatable',
        timeoutMs: (pollSeconds + 15) * 1000,
        signal,
      });
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    const { deliveries, last } = deliveriesOf(updates);
    if (last === undefined) {
      if (updates.length > 0) throw new ConnectorError('unavailable', 'Telegram sent updates without numbers', { reason: 'no-answer' });
      // A long poll that comes back empty at once was cut short by something in between.
      if (ctx.now().getTime() - asked < 1_000) await pause(1_000, signal);
      continue;
    }
    position = { offset: last + 1, at: ctx.now().toISOString() };
    await emit({ deliveries, cursor: position });
  }
}

function deliveriesOf(updates: unknown[]): { deliveries: Delivery[]; last: number | undefined } {
  const deliveries: Delivery[] = [];
  let last: number | undefined;
  for (const one of updates) {
    const parsed = updateSchema.safeParse(one);
    if (!parsed.success) continue;
    const id = parsed.data.update_id;
    last = Math.max(last ?? id, id);
    deliveries.push({ externalId: String(id), contentType: 'application/json', body: Buffer.from(JSON.stringify(one)) });
  }
  return { deliveries, last };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
