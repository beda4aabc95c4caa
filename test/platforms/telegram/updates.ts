/** Updates on their way to the bot: a queue to poll, or webhook calls with retries, as the Bot API server makes them. */
import { request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { faultsOfType } from './bot-api';
import { Refusal } from './refusal';

export type Update = { update_id: number } & Record<string, unknown>;
export interface Webhook { url: string; secretToken?: string; maxConnections: number }
/** One webhook call and how it ended; `status` 0: no answer. */
export interface WebhookCall { updateId: number; status: number; attempt: number; at: number }

interface Queued { update: Update; chatId: string; attempt: number; due: number; busy: boolean }

/** Sent when nobody asks for anything else: all but these. */
const offByDefault = new Set(['message_reaction', 'message_reaction_count', 'chat_member']);

export class Updates {
  webhook: Webhook | undefined;
  allowed: string[] | undefined;
  lastError: { date: number; message: string } | undefined;
  readonly calls: WebhookCall[] = [];
  private queue: Queued[] = [];
  private nextId: number;
  private poller: { wake: () => void; conflict: () => void } | undefined;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  /** `retryDelayMs` stands for Telegram's first second of waiting, so that tests need not wait it out. `manual`: whoever adds an update delivers it. */
  constructor(private readonly options: { firstUpdateId: number; retryDelayMs: number; manual?: boolean }) {
    this.nextId = options.firstUpdateId;
  }

  get pending(): number {
    return this.queue.length;
  }

  /** Queues an update unless the bot did not ask for its kind. */
  add(body: Record<string, unknown>, { chatId = 0, unchecked = false }: { chatId?: number; unchecked?: boolean } = {}): Update {
    const update: Update = { update_id: this.nextId, ...body };
    this.nextId += 1;
    const faults = unchecked ? [] : faultsOfType('Update', update);
    if (faults.length > 0) throw new Error(`The simulator made an update that is none: ${faults.join('; ')}`);
    const [kind = ''] = Object.keys(body);
    const wanted = this.allowed && this.allowed.length > 0 ? this.allowed.includes(kind) : !offByDefault.has(kind);
    if (wanted && this.options.manual !== true) {
      this.queue.push({ update, chatId: String(chatId), attempt: 0, due: 0, busy: false });
      this.poller?.wake();
      this.pump();
    }
    return update;
  }

  /** Telegram may begin anew at a random number after a week of silence. */
  renumberFrom(updateId: number): void {
    this.nextId = updateId;
  }

  drop(): void {
    this.queue = [];
  }

  setWebhook(webhook: Webhook | undefined): void {
    this.webhook = webhook;
    this.lastError = undefined;
    for (const queued of this.queue) queued.due = 0;
    this.pump();
  }

  async poll({ offset, limit, timeoutMs }: { offset: number | undefined; limit: number; timeoutMs: number }, gone: AbortSignal): Promise<Update[]> {
    if (this.webhook) throw new Refusal(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first");
    this.poller?.conflict();
    if (offset !== undefined && offset < 0) this.queue = this.queue.slice(offset);
    else if (offset !== undefined) this.queue = this.queue.filter(({ update }) => update.update_id >= offset);
    if (this.queue.length === 0 && timeoutMs > 0) await this.wait(timeoutMs, gone);
    return this.queue.slice(0, limit).map(({ update }) => update);
  }

  private wait(timeoutMs: number, gone: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const poller = {
        wake: () => end(resolve),
        conflict: () => end(() => reject(new Refusal(409, 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running'))),
      };
      const end = (settle: () => void) => {
        clearTimeout(timer);
        if (this.poller === poller) this.poller = undefined;
        settle();
      };
      const timer = setTimeout(() => end(resolve), timeoutMs);
      gone.addEventListener('abort', () => end(resolve), { once: true });
      this.poller = poller;
    });
  }

  /** Calls the webhook now, past the queue: duplicates, parallel and out-of-order deliveries. Resolves to the status, 0 without an answer. */
  async deliver(update: Update): Promise<number> {
    if (!this.webhook) throw new Error('No webhook is set');
    const { status } = await post(this.webhook, update);
    this.calls.push({ updateId: update.update_id, status, attempt: 0, at: Date.now() });
    return status;
  }

  /** Resolves when the bot has taken everything. */
  async settled(withinMs: number): Promise<void> {
    const end = Date.now() + withinMs;
    while (this.queue.length > 0) {
      if (Date.now() > end) throw new Error(`${this.queue.length} updates were not taken within ${withinMs} ms; last error: ${this.lastError?.message ?? 'none'}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.poller?.wake();
  }

  /** One update per chat at a time, the oldest first; the next only after a 2xx. */
  private pump(): void {
    if (!this.webhook || this.closed) return;
    const busy = this.queue.filter((queued) => queued.busy);
    const blocked = new Set(busy.map(({ chatId }) => chatId));
    let free = this.webhook.maxConnections - busy.length;
    let soonest = Infinity;
    for (const queued of this.queue) {
      if (free <= 0) break;
      if (queued.busy || blocked.has(queued.chatId)) continue;
      blocked.add(queued.chatId);
      if (queued.due > Date.now()) {
        soonest = Math.min(soonest, queued.due);
        continue;
      }
      free -= 1;
      queued.busy = true;
      void this.call(queued, this.webhook);
    }
    clearTimeout(this.timer);
    if (soonest !== Infinity) this.timer = setTimeout(() => this.pump(), Math.max(1, soonest - Date.now()));
  }

  private async call(queued: Queued, webhook: Webhook): Promise<void> {
    queued.attempt += 1;
    const { status, retryAfter, error } = await post(webhook, queued.update);
    if (this.closed) return;
    this.calls.push({ updateId: queued.update.update_id, status, attempt: queued.attempt, at: Date.now() });
    queued.busy = false;
    if (status >= 200 && status < 300) {
      this.queue = this.queue.filter((one) => one !== queued);
    } else {
      this.lastError = { date: Math.floor(Date.now() / 1000), message: status === 0 ? (error ?? 'Connection closed') : `Wrong response from the webhook: ${status}` };
      const delay = retryAfter > 0 ? Math.min(retryAfter, 3600) * this.options.retryDelayMs : Math.min(this.options.retryDelayMs * 2 ** (queued.attempt - 1), this.options.retryDelayMs * 60);
      queued.due = Date.now() + delay;
    }
    this.pump();
  }
}

function post(webhook: Webhook, update: Update): Promise<{ status: number; retryAfter: number; error?: string }> {
  const body = Buffer.from(JSON.stringify(update));
  const url = new URL(webhook.url);
  return new Promise((resolve) => {
    const outgoing = (url.protocol === 'https:' ? secureRequest : request)(
      url,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': body.length,
          ...(webhook.secretToken === undefined ? {} : { 'X-Telegram-Bot-Api-Secret-Token': webhook.secretToken }),
        },
        timeout: 60_000,
        agent: false,
      },
      (response) => {
        response.resume();
        response.once('end', () => resolve({ status: response.statusCode ?? 0, retryAfter: Number(response.headers['retry-after'] ?? 0) || 0 }));
        response.once('error', (error) => resolve({ status: 0, retryAfter: 0, error: error.message }));
      },
    );
    outgoing.once('timeout', () => outgoing.destroy(new Error('Read timeout expired')));
    outgoing.once('error', (error) => resolve({ status: 0, retryAfter: 0, error: error.message }));
    outgoing.end(body);
  });
}
