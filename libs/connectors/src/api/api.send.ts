import { buffer } from 'node:stream/consumers';
import { isAxiosError } from 'axios';
import { z } from 'zod';
import { ConnectorError, type Action, type Capabilities, type Context, type Outbound, type Sent } from '../contract';
import { refuseBeyondLimits } from '../limits';
import { howFarItGot, wasBlocked, withoutRequest } from '../transport';
import type { ApiSettings } from './api.settings';
import { signatureHeader, signatureOf } from './api.signature';

const taken = z.object({ id: z.string().min(1).max(300).optional(), thread: z.string().min(1).max(300).optional() });
const refusal = z.object({ reason: z.string().regex(/^[a-z][a-z0-9-]{1,60}$/), message: z.string().max(500) }).partial();

export async function sendMessage(ctx: Context<ApiSettings>, message: Outbound, capabilities: Capabilities): Promise<Sent> {
  refuseBeyondLimits(capabilities, message);
  const files = await Promise.all(message.attachments.map(async ({ name, contentType, sizeBytes, url, open }) => (
    url === undefined ? { name, contentType, sizeBytes, content: (await buffer(await open())).toString('base64') } : { name, contentType, sizeBytes, url })));
  const answer = await post(ctx, {
    kind: 'message', id: message.messageId, attempt: message.attempt, to: { id: message.to.id, name: message.to.name, handle: message.to.handle }, thread: message.threadKey ?? message.to.id,
    text: message.text, html: message.html, subject: message.subject, replyTo: message.replyToExternalId, public: message.visibility === 'public', postId: message.postExternalId,
    files, author: message.author, automatic: message.automatic ?? false,
  });
  const { id, thread } = taken.safeParse(answer).data ?? {};
  return { externalId: id ?? message.messageId, ...(thread === undefined ? {} : { threadKey: thread }) };
}

export async function actOn(ctx: Context<ApiSettings>, action: Action): Promise<void> {
  const { threadKey, kind } = action;
  await post(ctx, { kind, thread: threadKey, ...('externalId' in action ? { id: action.externalId } : {}), ...('text' in action ? { text: action.text } : {}) });
}

export async function ping(ctx: Context<ApiSettings>): Promise<void> {
  await post(ctx, { kind: 'ping' });
}

const LONGEST_MS = 120_000;

/** Signed over the very bytes that leave. Receivers know a message by its id, so that sending it again after silence is safe. */
async function post(ctx: Context<ApiSettings>, event: { kind: string; id?: string | undefined } & Record<string, unknown>): Promise<unknown> {
  const body = Buffer.from(JSON.stringify(event));
  try {
    const { data } = await ctx.http.post<unknown>(ctx.settings.endpoint, body, {
      // Of everything together: files are in it, and an endpoint that drips its answer would never be silent.
      signal: AbortSignal.timeout(LONGEST_MS),
      headers: { 'content-type': 'application/json', [signatureHeader]: signatureOf(ctx.settings.secret, body, Math.floor(ctx.now().getTime() / 1000)), ...(event.id === undefined ? {} : { 'idempotency-key': event.id }) },
    });
    return data;
  } catch (error) {
    throw wordsFor(error);
  }
}

function wordsFor(error: unknown): ConnectorError {
  const cause = withoutRequest(error);
  if (wasBlocked(error)) return new ConnectorError('unauthorized', 'The endpoint is an address that Kontuar may not call.', { reason: 'address-not-allowed', cause });
  if (howFarItGot(error) !== 'answered' || !isAxiosError(error)) return new ConnectorError('unavailable', 'The endpoint could not be reached.', { reason: 'unreachable', cause });
  const status = error.response?.status ?? 0;
  const told = refusal.safeParse(error.response?.data).data;
  const retryAfter = Number(error.response?.headers['retry-after']);
  const wait = Number.isFinite(retryAfter) && retryAfter >= 0 ? { retryAfterMs: retryAfter * 1000 } : {};
  if (status === 401 || status === 403) return new ConnectorError('unauthorized', 'The endpoint refuses our signature: compare the shared secret on both sides.', { reason: 'signature-refused', cause });
  if (status === 429) return new ConnectorError('unavailable', 'The endpoint asks to wait.', { reason: 'rate-limited', cause, ...wait });
  if (status === 404 || (status >= 300 && status < 400)) return new ConnectorError('unauthorized', 'There is no endpoint at that address.', { reason: 'wrong-address', cause });
  if (status >= 500 || status === 408 || status === 425) return new ConnectorError('unavailable', `The endpoint failed (${status}).`, { reason: 'endpoint-failed', cause, ...wait });
  return new ConnectorError('rejected', told?.message ?? `The endpoint does not take this (${status}).`, { reason: told?.reason ?? 'refused', cause });
}
