/** Delivers a platform's events to the product's webhook, as the platform does, or spoiled on order. */
import { request as plainRequest } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { ApiAnswer, PlatformEvent, Simulated, WebhookRequest } from './platform';

export interface Spoiling {
  /** The same request so many times, one after another… */
  copies?: number;
  /** …or all at once. */
  parallel?: boolean;
  /** All events in one request, where the platform batches. Otherwise one each. */
  batch?: boolean;
  /** Last event first. */
  reversed?: boolean;
  /** The signature is computed over something else. */
  forged?: boolean;
  /** No signature at all. */
  unsigned?: boolean;
  /** What the signature claims as its time. */
  signedAt?: Date;
  /** Blanks after the JSON until the body is as large, signed as it is. */
  bytes?: number;
  /** Not the platform's patience but ours: how often a refused request comes again. Default 40. */
  tries?: number;
}

export interface Delivered { status: number; body: string; tries: number }

type Webhook = NonNullable<Simulated['webhook']>;

export class Webhooks {
  constructor(private readonly webhook: Webhook) {}

  async deliver(url: string, events: readonly PlatformEvent[], spoiling: Spoiling = {}): Promise<Delivered[]> {
    const ordered = spoiling.reversed === true ? [...events].reverse() : [...events];
    const groups = spoiling.batch === true ? [ordered] : ordered.map((event) => [event]);
    const delivered: Delivered[] = [];
    for (const group of groups) {
      const request = this.spoil(this.webhook.wrap(group, url), spoiling);
      const copies = Array.from({ length: spoiling.copies ?? 1 }, () => request);
      if (spoiling.parallel === true) delivered.push(...(await Promise.all(copies.map((copy) => insist(copy, spoiling)))));
      else for (const copy of copies) delivered.push(await insist(copy, spoiling));
    }
    return delivered;
  }

  private spoil(plain: WebhookRequest, { bytes, unsigned, forged, signedAt }: Spoiling): WebhookRequest {
    const request = bytes === undefined ? plain : { ...plain, body: Buffer.concat([plain.body, Buffer.alloc(Math.max(0, bytes - plain.body.length), ' ')]) };
    if (unsigned === true) return request;
    if (forged !== true) return this.webhook.sign(request, signedAt);
    // Signed as the platform signs, but another body: what an attacker can replay.
    const { headers, url } = this.webhook.sign({ ...request, body: Buffer.concat([request.body, Buffer.from(' ')]) }, signedAt);
    return { ...request, headers, url };
  }
}

/** At least once: again until it is thanked for, or refused for good. */
async function insist(request: WebhookRequest, { tries = 40 }: Spoiling): Promise<Delivered> {
  for (let attempt = 1; ; attempt++) {
    const answer = await post(request).catch((): { status: number; body: string } => ({ status: 0, body: '' }));
    const last = answer.status >= 200 && answer.status < 300 ? true : answer.status >= 400 && answer.status < 500 && answer.status !== 429;
    if (last || attempt >= tries) return { ...answer, tries: attempt };
    await new Promise((wake) => setTimeout(wake, Math.min(50 * attempt, 500)));
  }
}

export function post({ method, url, headers, body }: WebhookRequest): Promise<{ status: number; body: string; headers: NonNullable<ApiAnswer['headers']> }> {
  return new Promise((resolve, reject) => {
    const call = plainRequest(url, { method, headers: { ...headers, 'content-length': String(body.length) }, timeout: 15_000 }, (response) => {
      buffer(response).then((read) => { resolve({ status: response.statusCode ?? 0, body: read.toString('utf8'), headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)])) }); }, reject);
    });
    call.once('timeout', () => call.destroy(new Error('no answer')));
    call.once('error', reject);
    call.end(body);
  });
}
