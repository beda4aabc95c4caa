/** Somebody's own platform behind the open door: it signs what it posts, and checks every byte that it gets. */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { Violation, type Accepted, type ApiCall, type ApiAnswer, type Customer, type Happened, type PlatformModule, type Saying, type Simulated } from '../platform';

const secret = 'secret-of-the-played-platform-0001';
const sentMessage = z.strictObject({
  kind: z.literal('message'), id: z.uuid(), attempt: z.number().int().min(1), to: z.object({ id: z.string().min(1), name: z.string().optional(), handle: z.string().optional() }), thread: z.string().min(1), text: z.string(), html: z.string().optional(),
  subject: z.string().optional(), replyTo: z.string().optional(), public: z.boolean(), postId: z.string().optional(),
  files: z.array(z.object({ name: z.string(), contentType: z.string(), sizeBytes: z.number(), content: z.base64().optional(), url: z.url().optional() })), author: z.object({ name: z.string(), workspace: z.string() }), automatic: z.boolean(),
});
const act = z.object({ kind: z.enum(['ping', 'typing', 'read', 'edit', 'delete', 'like', 'unlike', 'hide', 'unhide']), thread: z.string().optional(), id: z.string().optional(), text: z.string().optional() });

export const apiPlatform: PlatformModule = { id: 'api', label: 'API', create: ({ root, now }) => new OwnPlatform(root, now) };

class OwnPlatform implements Simulated {
  readonly accepted: Accepted[] = [];
  readonly failures = {
    'rate-limited': { status: 429, headers: { 'retry-after': '1' } },
    'server-error': { status: 503 },
    'token-expired': { status: 401 },
    blocked: { status: 422, body: { reason: 'blocked-by-user', message: 'This person does not take messages any more.' } },
    'too-long': { status: 422, body: { reason: 'text-too-long', message: 'The text is too long for this platform.' } },
  };
  readonly webhook: NonNullable<Simulated['webhook']> = {
    proof: 'signature',
    timed: true,
    wrap: (events, url) => ({ method: 'POST', url, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify({ events: events.map(({ payload }) => payload) })) }),
    sign: (request, at = this.now()) => ({ ...request, headers: { ...request.headers, 'x-kontuar-signature': sign(request.body, Math.floor(at.getTime() / 1000)) } }),
  };
  private count = 0;

  constructor(private readonly root: string, private readonly now: () => Date) {}

  settings(): Record<string, unknown> {
    return { endpoint: `${this.root}/kontuar`, secret };
  }

  isSend(call: ApiCall): boolean {
    return z.object({ kind: z.literal('message') }).safeParse(call.parsed).success;
  }

  handle(call: ApiCall): ApiAnswer {
    const file = /^\/files\/(\d+)$/.exec(call.path);
    if (file !== null) return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: this.files[Number(file[1])] ?? Buffer.alloc(0) };
    if (call.path !== '/kontuar') return { status: 404 };
    const time = Number(/^t=(\d+),/.exec(call.headers['x-kontuar-signature'] ?? '')?.[1]);
    if (call.headers['x-kontuar-signature'] !== sign(call.body, time) || Math.abs(this.now().getTime() / 1000 - time) > 60) throw new Violation('not signed as documented', { status: 401 });
    if (act.safeParse(call.parsed).success) return { status: 204 };
    const message = sentMessage.safeParse(call.parsed);
    if (!message.success) throw new Violation(z.prettifyError(message.error), { status: 400 });
    const { id, text, to, files, public: open } = message.data;
    if (call.headers['idempotency-key'] !== id) throw new Violation('the key is not the id of the message', { status: 400 });
    const externalId = `got-${id}`;
    // The same id twice is one message.
    if (!this.accepted.some((one) => one.externalId === externalId)) this.accepted.push({ externalId, text, to: to.id, visibility: open ? 'public' : 'private', mediaCount: files.length });
    return { status: 200, body: { id: externalId, ...(open ? {} : { thread: to.id }) } };
  }

  private readonly files: Buffer[] = [];

  customer(name = `Customer ${this.count + 1}`): Customer {
    this.count += 1;
    return { id: `person-${this.count}`, name };
  }

  say({ from, text = '', media = [], replyTo, public: place, nameless }: Saying): Happened {
    const id = this.next('m');
    const files = media.map(({ name, contentType, bytes }) => ({ name, contentType, url: `${this.root}/files/${this.files.push(bytes) - 1}` }));
    const open = place === undefined ? {} : { public: true, post: { id: place.postId ?? 'shop', ...(place.stars === undefined ? {} : { kind: 'listing' }) }, ...(place.stars === undefined ? {} : { rating: { stars: place.stars, of: 5 } }) };
    return this.event(id, { kind: 'message', id, from: nameless === true ? { id: from.id } : from, text, files, ...(replyTo === undefined ? {} : { replyTo }), ...open });
  }

  edit(externalId: string, text: string): Happened { return this.event(externalId, { kind: 'edit', id: externalId, text }); }
  remove(externalId: string): Happened { return this.event(externalId, { kind: 'deletion', id: externalId }); }
  react(externalId: string, from: Customer, emoji: string | null): Happened { return this.event(externalId, { kind: 'reaction', id: externalId, from, emojis: emoji === null ? [] : [emoji] }); }
  typing(from: Customer): Happened { return this.event('', { kind: 'typing', from }); }
  delivered(externalId: string): Happened { return this.event(externalId, { kind: 'receipt', id: externalId, status: 'delivered' }); }
  read(externalId: string): Happened { return this.event(externalId, { kind: 'receipt', id: externalId, status: 'read' }); }
  failed(externalId: string, reason: string): Happened { return this.event(externalId, { kind: 'receipt', id: externalId, status: 'failed', reason }); }
  unknownEvent(): Happened { return this.event('', { kind: 'hologram', id: this.next('h') }); }
  post(_text: string): string { return this.next('post'); }

  answeredElsewhere(to: Customer, text: string): Happened {
    const id = this.next('echo');
    return this.event(id, { kind: 'message', id, from: { id: 'shop', name: 'Shop' }, text, echo: { to } });
  }

  private event(externalId: string, payload: object): Happened {
    return { externalId, events: [{ payload: { at: this.now().toISOString(), ...payload } }] };
  }

  private next(kind: string): string {
    this.count += 1;
    return `${kind}-${this.count}`;
  }
}

function sign(body: Buffer, seconds: number): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.`).update(body).digest('hex')}`;
}
