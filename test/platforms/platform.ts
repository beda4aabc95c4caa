/**
 * What a simulated platform is: its state in memory, its API, and the people at the other end. The kit (`kit.ts`) serves it over loopback,
 * keeps the list of requests, delivers and spoils webhooks, and answers the control API; a module only knows its platform.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { UploadedFile } from './form-data';

/** A request of the product to the platform, read whole. */
export interface ApiCall {
  method: string;
  /** Decoded, below the module's root: '/v25.0/me/messages'. */
  path: string;
  query: Record<string, string>;
  /** The same with its repetitions. */
  search: URLSearchParams;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: Buffer;
  /** `body` by its content type: JSON, or the fields of a form; undefined for anything else. */
  parsed: unknown;
  /** Of a multipart form. */
  files: UploadedFile[];
}

export interface ApiAnswer {
  status: number;
  headers?: Record<string, string>;
  /** Objects are sent as JSON. */
  body?: object | string | Buffer;
}

/** A request that the real platform would refuse or misread; noted in `violations`, answered with the platform's own error. */
export class Violation extends Error {
  constructor(message: string, readonly answer: ApiAnswer) {
    super(message);
  }
}

/** One thing that a platform tells. */
export interface PlatformEvent {
  /** As the platform writes it; goes into `wrap` or `push`. */
  payload: unknown;
}

/**
 * What somebody did. `externalId`: as the connector's `parse` names the message in question. `events`: what the platform tells of it now;
 * none where it waits to be asked (polls), for then it is in the module's state already.
 */
export interface Happened { externalId: string; events: PlatformEvent[] }

export interface Customer { id: string; name: string; handle?: string }

export interface Media { name: string; contentType: string; bytes: Buffer }

export interface Saying {
  from: Customer;
  text?: string;
  media?: Media[];
  /** A message that it answers. */
  replyTo?: string;
  /** In public: below this post (see `Simulated.post`), as a mention, or as a review with stars. Left out: in private, where there is such a thing. */
  public?: { postId?: string; mention?: true; stars?: number };
  /** The platform does not tell who it is: id only. */
  nameless?: true;
}

/** A message of the product that the platform took. */
export interface Accepted {
  externalId: string;
  text: string;
  /** A customer's id, a thread, a comment: what it was sent to, as the platform names it. */
  to: string;
  visibility: 'public' | 'private';
  mediaCount: number;
  /** Sent as a template, like or whatever else is no plain message. */
  kind?: string;
}

/** What people can do. What the platform doesn't have is left out; the table of faults then skips that row and says so. */
export interface Acts {
  say(saying: Saying): Happened;
  edit?(externalId: string, text: string): Happened;
  remove?(externalId: string): Happened;
  react?(externalId: string, from: Customer, emoji: string | null): Happened;
  typing?(from: Customer): Happened;
  /** Of a message of ours. */
  delivered?(externalId: string): Happened;
  read?(externalId: string): Happened;
  failed?(externalId: string, reason: string): Happened;
  /** The business answered in the platform's own app. */
  answeredElsewhere?(to: Customer, text: string): Happened;
  /** A public post of the business, that people can comment on; answers its id. */
  post?(text: string): string;
  /** An event of a kind that is not in any documentation yet, and a message of an unknown type. */
  unknownEvent?(): Happened;
  unknownMessage?(from: Customer): Happened;
}

/** The platform's own way to say no; the kit orders them by name. */
export type Failure = 'rate-limited' | 'server-error' | 'token-expired' | 'forbidden' | 'window-closed' | 'blocked' | 'too-long';

export interface WebhookRequest { method: string; url: string; headers: Record<string, string>; body: Buffer }

export interface Simulated extends Acts {
  /** Settings of a channel that speaks with this simulator; its base address is already in. */
  settings(): Record<string, unknown>;
  /** Answers the product's calls. Throw `Violation` for what the platform would refuse. */
  handle(call: ApiCall): ApiAnswer | Promise<ApiAnswer>;
  customer(name?: string): Customer;
  /** What the platform took from the product so far, in order. */
  readonly accepted: Accepted[];
  failures: Partial<Record<Failure, ApiAnswer>>;
  /** Which calls are sends: failures are ordered for these unless told otherwise. */
  isSend(call: ApiCall): boolean;
  /** Platforms that call webhooks. */
  webhook?: {
    /** The whole request for these events, unsigned. `at`: the time that it claims, for signatures with a time. */
    wrap(events: PlatformEvent[], url: string): WebhookRequest;
    /** 'signature': computed over the body, so that another body is refused. 'secret': a shared value. */
    proof: 'signature' | 'secret';
    /** The signature claims a time, and an old one is refused. */
    timed?: true;
    sign(request: WebhookRequest, at?: Date): WebhookRequest;
    /** The proof that the platform asks for before it delivers; the kit checks that the product passes it. */
    handshake?(url: string): { request: WebhookRequest; passed(answer: ApiAnswer): boolean };
  };
  /** Platforms that tell over a connection which the product opened: sends these to whoever is connected, or keeps them as the platform would. */
  push?(events: PlatformEvent[]): void;
  /** WebSockets on the module's port; the kit hands over each upgrade. */
  upgrade?(raw: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Where the product asked to be called, for platforms whose API takes that; the kit prefers it to `useWebhook`. */
  subscribed?(): string | undefined;
  /** Ends timers and sockets. */
  close?(): void | Promise<void>;
}

export interface PlatformModule<S extends Simulated = Simulated> {
  /** The connector's id. */
  readonly id: string;
  readonly label: string;
  /** `root`: where the product reaches `handle`, without a slash at the end. `emit`: for what happens by itself, not by a person's act (an echo of a send). */
  create(platform: { root: string; now(): Date; emit(events: PlatformEvent[]): void }): S;
}
