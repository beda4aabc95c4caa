/**
 * What a platform's code promises to the product, and the only thing that the core knows of it.
 * A connector is plain data and functions for one platform: it translates, the core decides.
 */
import type { AxiosInstance } from 'axios';
import type { Readable } from 'node:stream';
import type { z } from 'zod';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A request as it came over the wire; signatures are computed over `body`, never over a re-serialised copy. */
export interface RawRequest {
  method: string;
  /** Path and query as received, without the host. */
  url: string;
  /** Lower-case names; repeated headers joined by ', '. */
  headers: Record<string, string>;
  query: Record<string, string>;
  body: Buffer;
}

/** One raw thing that the platform sent, kept as received until it is parsed and for some days after. */
export interface Delivery {
  /** The platform's own id, unique within the channel; when it has none, leave it out: the hash of `body` decides. */
  externalId?: string;
  /** 'application/json', 'message/rfc822' … */
  contentType: string;
  body: Buffer;
  /** What the transport knew and the body does not say (mailbox, UID, envelope); small. */
  meta?: Json;
}

export interface HandshakeAnswer {
  status: number;
  contentType: string;
  body: string;
}

/** Who is at the other end, as the platform names them. */
export interface Party {
  /** Unique within the connector's scope: an address in lower case, a user id. */
  id: string;
  name?: string;
  /** What people call it: '@handle', an address, a phone number in E.164. */
  handle?: string;
  /** Hand to `download`. */
  avatarRef?: string;
  language?: string;
  /** True only where the platform itself vouches for it (a signed-in user, a DKIM-aligned address is not enough). */
  verified?: boolean;
}

export interface InboundAttachment {
  /** Stable within the message. */
  key: string;
  name: string;
  contentType: string;
  sizeBytes?: number;
  /** Belongs into the text at `contentId` rather than beside it. */
  inline?: boolean;
  contentId?: string;
  /** The bytes when the delivery carried them; otherwise `ref`, handed to `download` soon after arrival. */
  content?: Buffer;
  ref?: string;
}

/**
 * How a message finds its conversation. `key`: the platform itself says which thread. Otherwise (email) the core tries, in
 * this order: reply tokens that we issued, ids of messages that it knows; never a subject, never an address.
 */
export interface ThreadHint {
  /** Unique within the channel: a chat id. */
  key?: string;
  /** Candidate reply tokens found in addresses and references; the core checks their MAC. */
  tokens?: string[];
  /** External ids of earlier messages of the thread, nearest first. */
  references?: string[];
}

/** Why nobody typed this: such messages never get an automatic answer and never reopen a conversation. */
export type Automatic = 'auto-reply' | 'bounce' | 'bulk';

interface InboundBase {
  /** Platform time; ISO 8601 in UTC. */
  at: string;
  /** Opaque to the core; kept on the thread and handed back to `send` (a LINE reply token, mail references). */
  threadState?: Json;
}

export interface InboundMessage extends InboundBase {
  kind: 'message';
  /** The platform's id, unique within the channel. */
  externalId: string;
  /**
   * Where senders choose the id (a Message-ID), another message may already carry it: when `externalId` is taken by a message of
   * another delivery, this one is stored under this id instead of being lost; when this id is taken too, it is a double.
   */
  externalIdIfTaken?: string;
  from: Party;
  /** Where an answer goes when that differs from `from` (Reply-To). */
  replyTo?: Party;
  to?: Party[];
  cc?: Party[];
  thread: ThreadHint;
  subject?: string;
  /** What the person wrote now; never contains the quoted part. May be '' when only attachments came. */
  text: string;
  /** Sanitised by the core on write; a connector hands over what the platform sent. */
  html?: string;
  /** Earlier mails and signatures cut from `text`, kept and folded. */
  quoted?: string;
  quotedHtml?: string;
  /** External id of the message that this one answers or quotes. */
  replyToExternalId?: string;
  attachments?: InboundAttachment[];
  automatic?: Automatic;
  /** Written by the business itself elsewhere (in the platform's own app): shown as outbound, never answered. */
  echo?: boolean;
  /** A kind that we don't know yet: shown as "unsupported message", the raw delivery can be replayed after an update. */
  unsupported?: string;
  /** Small facts worth showing (a location, a contact card, a button that was pressed). */
  extra?: Json;
}

export interface InboundEdit extends InboundBase { kind: 'edit'; externalId: string; text: string; html?: string }
export interface InboundDeletion extends InboundBase { kind: 'deletion'; externalId: string }
export interface InboundReaction extends InboundBase {
  kind: 'reaction';
  /** The message reacted to. */
  externalId: string;
  from: Party;
  /** All reactions of this person on that message now; [] takes them back. */
  emojis: string[];
}
/** Applies to one message of ours, or to all up to `at` when `externalId` is missing and `threadKey` is given. */
export interface InboundReceipt extends InboundBase {
  kind: 'receipt';
  externalId?: string;
  threadKey?: string;
  status: 'delivered' | 'read' | 'failed';
  /** Plain words for the agent when failed. */
  reason?: string;
  /** A receipt that is itself worth showing in the thread (a bounce mail). */
  message?: InboundMessage;
}
export interface InboundTyping extends InboundBase { kind: 'typing'; from: Party; threadKey: string }
/**
 * Something that the person did and did not say: shown as a line in the thread. They blocked or unblocked us, rated the
 * conversation (`data`: solved, score, text), or asked for the answer by email (`data`: email).
 */
export interface InboundNotice extends InboundBase {
  kind: 'notice';
  threadKey: string;
  from: Party;
  notice: 'blocked' | 'unblocked' | 'rated' | 'email-consent';
  /** Small facts about it. */
  data?: Record<string, Json>;
}
/** Kept as an ignored delivery, with the reason. */
export interface InboundIgnored { kind: 'ignored'; reason: string }

export type Inbound =
  | InboundMessage | InboundEdit | InboundDeletion | InboundReaction | InboundReceipt | InboundTyping | InboundNotice | InboundIgnored;

export interface OutboundAttachment {
  name: string;
  contentType: string;
  sizeBytes: number;
  inline?: boolean;
  contentId?: string;
  open(): Promise<Readable>;
}

export interface Outbound {
  /** Our id; stable over retries, so that a platform with idempotency keys sees one message. */
  messageId: string;
  /** 1 for the first try. */
  attempt: number;
  to: Party;
  cc?: Party[];
  subject?: string;
  text: string;
  html?: string;
  attachments: OutboundAttachment[];
  threadKey?: string;
  threadState?: Json;
  /** External id of the message that this one answers. */
  replyToExternalId?: string;
  /** External ids of the thread so far, oldest first. */
  references: string[];
  /** MAC'd by the core for this conversation and recipient: a platform with no threads of its own carries it along. */
  replyToken: string;
  /** The agent's name as the customer may see it, and the workspace's. */
  author: { name: string; workspace: string };
  language?: string;
  /** Text of the message that is answered, for platforms on which replies quote. */
  quote?: { text: string; html?: string; author: string; at: string };
  /** Not written by a person (a survey, an out-of-hours note). */
  automatic?: boolean;
}

export interface Sent {
  /** The platform's id of the message; receipts and echoes refer to it. */
  externalId: string;
  /** Further ids when the platform made several messages of it. */
  otherExternalIds?: string[];
  threadState?: Json;
  /** Platforms without receipts say 'sent'; our own widget says 'delivered' later by a receipt. */
  status?: 'sent' | 'delivered';
  /** It was sent, yet something is worth telling the agent, in plain words: a Cc that was refused. */
  warning?: string;
}

/** What the agent does to something that is already there. */
export type Action =
  | { kind: 'typing'; threadKey: string; threadState?: Json }
  | { kind: 'read'; threadKey: string; externalId: string; threadState?: Json }
  | { kind: 'edit'; threadKey: string; externalId: string; text: string }
  | { kind: 'delete' | 'like' | 'unlike' | 'hide' | 'unhide'; threadKey: string; externalId: string };

export interface HealthStep {
  /** 'imap-login', 'smtp-login', 'token' …: stable; screens translate by `${connector}.${id}` and fall back to `label`. */
  id: string;
  label: string;
  state: 'ok' | 'failed' | 'warning' | 'skipped';
  /** Plain words: what is wrong and what to do. */
  detail?: string;
  tookMs?: number;
}
export interface Health {
  state: 'ok' | 'warning' | 'failed';
  steps: HealthStep[];
  /** ISO 8601; when the access ends unless renewed. */
  expiresAt?: string;
}

export interface Capabilities {
  /** Counted as the platform counts (`lengthUnit`); undefined: no limit worth showing. */
  maxTextLength?: number;
  lengthUnit?: 'utf16' | 'code-points' | 'bytes';
  text: 'plain' | 'html';
  subject: boolean;
  cc: boolean;
  attachments: false | { maxCount: number; maxBytes: number; contentTypes?: string[] };
  typing: boolean;
  reactions: boolean;
  edit: boolean;
  delete: boolean;
  readReceipts: boolean;
  deliveryReceipts: boolean;
  /** Hours after the customer's last message in which an answer is allowed. */
  replyWindowHours?: number;
  /** Whether an agent may write first. */
  startConversation: boolean;
  /** Default seconds that a reply waits before it leaves. */
  undoSendSeconds: number;
  /** Everyone can read the answer. */
  public: boolean;
  /** Agents log what happened elsewhere (a call, a visit): nothing is sent. */
  logOnly?: boolean;
}

/** A setting is secret when its schema carries `.meta({ secret: true })`; screens use `title`, `description`, `placeholder`. */
export interface Context<S> {
  channelId: string;
  settings: S;
  /** Made by the platform lib: time-outs, size caps, no redirects, address check at connect time. */
  http: AxiosInstance;
  /** Kept for the channel between calls (refreshed tokens …); `update` runs alone per channel over all processes. */
  secrets: { update(change: (current: S) => Promise<Partial<S>>): Promise<S> };
  log: { info(fields: object, text: string): void; warn(fields: object, text: string): void };
  now(): Date;
  /** When the channel was added: what comes from then on is its to read, however late the first connection succeeds. */
  addedAt?: Date;
  /** Address at which the platform reaches this channel's webhook, when a public URL is configured. */
  webhookUrl?: string;
  /** May connect to private addresses (development and tests against loopback peers). */
  allowPrivateHosts: boolean;
}

export interface Page { deliveries: Delivery[]; cursor: Json }
/** Stores deliveries and cursor in one transaction, then resolves; a rejected promise means nothing was stored. */
export type Emit = (page: Page) => Promise<void>;

export interface Connector<S = unknown> {
  /** Stored, never renamed: 'email', 'telegram'. */
  readonly id: string;
  readonly label: string;
  /** Identities of one scope are the same person on every channel of it ('email' for each mailbox, 'telegram:<bot>' for one bot). */
  identityScope?(settings: S): string;
  /** Validates a channel, draws its form, marks its secrets. */
  readonly settings: z.ZodType<S>;
  readonly capabilities: Capabilities;
  readonly webhook?: {
    /** True only when the request is proved to come from the platform. No default, no "not configured means yes". */
    verify(req: RawRequest, settings: S): boolean | Promise<boolean>;
    handshake?(req: RawRequest, settings: S): HandshakeAnswer | undefined;
    /** Throws ConnectorError 'rejected' for a body that is not what the platform sends (answered 400, nothing kept). */
    split(req: RawRequest): Delivery[];
  };
  /** One pass from the cursor to the present; resumable after each page. */
  poll?(ctx: Context<S>, cursor: Json | undefined): AsyncIterable<Page>;
  pollEverySeconds?: number;
  /** IMAP IDLE, long polls, websockets; returns when `signal` aborts, throws when broken (restarted with back-off). */
  stream?(ctx: Context<S>, cursor: Json | undefined, emit: Emit, signal: AbortSignal): Promise<void>;
  /** Pure, no I/O: a recorded delivery is a test. The same delivery yields the same ids for ever. */
  parse(delivery: Delivery, settings: S): Inbound[] | Promise<Inbound[]>;
  /** Parsing is heavy or feeds on hostile input: run it in a process that can be killed. */
  readonly parseApart?: boolean;
  send(ctx: Context<S>, message: Outbound): Promise<Sent>;
  act?(ctx: Context<S>, action: Action): Promise<void>;
  download?(ctx: Context<S>, ref: string): Promise<Readable>;
  /** Each step of a connection by name, also before the channel is saved. */
  check(ctx: Context<S>): Promise<Health>;
  connect?(ctx: Context<S>): Promise<void>;
  disconnect?(ctx: Context<S>): Promise<void>;
}

/** One reaction each: retry (honours retryAfterMs) | tell the agent why | ask an admin to reconnect | never resend blindly. */
export type ConnectorErrorKind = 'unavailable' | 'rejected' | 'unauthorized' | 'ambiguous';

export class ConnectorError extends Error {
  readonly retryAfterMs?: number;
  /** Stable, for translation: 'blocked-by-user', 'mailbox-full' … */
  readonly reason?: string;
  constructor(
    readonly kind: ConnectorErrorKind,
    message: string,
    options: { retryAfterMs?: number; reason?: string; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ConnectorError';
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
    if (options.reason !== undefined) this.reason = options.reason;
  }
}
