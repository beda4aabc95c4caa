/**
 * What a platform's code promises to the product, and the only thing that the core knows of it.
 * A connector is plain data and functions for one platform: it translates, the core decides.
 */
import type { AxiosInstance } from 'axios';
import type { Readable } from 'node:stream';
import type { z } from 'zod';

export { ConnectorError, type ConnectorErrorKind } from './connector-error';

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
  /** The whole address as the platform called it (some sign it), when a public address is configured: never taken from the request's Host. */
  publicUrl?: string;
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
  /**
   * For platforms that call one address for all accounts of an app: whose this is, as `Connector.account` names it. It goes to every
   * channel of that account whose own settings verify the same request; without one, to the channel that was called.
   */
  account?: string;
}

/** What is answered instead of plain 'ok', by a handshake or where the platform reads the body. */
export interface HandshakeAnswer { status: number; contentType: string; body: string }

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
  /** Other ids under which the platform knows the same person, in the same scope (a phone number beside a business-scoped id). */
  aliases?: string[];
  /** What the platform says of them; the core suggests whom to link by it, and never links by itself. E.164 and lower case. */
  phone?: string;
  email?: string;
  /** Since when their account is there, as an ISO instant: only where the platform tells. */
  accountSince?: string;
  /** True only where the platform itself vouches for it (a signed-in user, a DKIM-aligned address is not enough). */
  verified?: boolean;
  /** What the shop's own system says of them, by the keys of the workspace's fields: only where it proved who it is. The core takes those that are open to the outside. */
  fields?: Record<string, Json>;
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

/** Who can read it: 'public' for comments, mentions and reviews. */
export type Visibility = 'public' | 'private';

/** What stands above a public thread: the post that was commented, the video, the product that was reviewed. */
export interface PublicPost {
  /** Unique within the channel. */
  externalId: string;
  /** 'ad' where it is known to be one: agents see at once that nobody looked for it. */
  kind: 'post' | 'ad' | 'story' | 'video' | 'listing' | 'app';
  url?: string;
  title?: string;
  text?: string;
  author?: Party;
  at?: string;
  /** Pictures to show small. */
  attachments?: InboundAttachment[];
}

/** Stars of a review. */
export interface Rating { stars: number; of: number }

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
  /** The reply token in the message's own id: it is one of ours that came back to us, as a copy or into another of our accounts. */
  ownToken?: string;
  /** What the mail server that took it found of its sender: false when the sender's own domain disowns it. Left out: nobody whom we believe has looked. */
  authenticated?: boolean;
  /** Of an echo: our own id of the message, where the platform carried it along. It proves that an uncertain send arrived. */
  messageId?: string;
  /** Left out: what the connector's capabilities say. */
  visibility?: Visibility;
  /** The public post above the thread, as far as it is known by now. */
  post?: PublicPost;
  /** Of a review. */
  rating?: Rating;
  /** Of the conversation, as those of a person. */
  fields?: Record<string, Json>;
  /** A kind that we don't know yet: shown as "unsupported message", the raw delivery can be replayed after an update. */
  unsupported?: string;
  /** Small facts worth showing (a location, a contact card, a button that was pressed). */
  extra?: Json;
}

export interface InboundEdit extends InboundBase {
  kind: 'edit';
  externalId: string;
  text: string;
  html?: string;
  rating?: Rating;
  /** Who edits a review expects to be read again: the conversation is opened, as by a new message. */
  reopens?: boolean;
}
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
  /** Our own id of the message, where the platform carried it along: 'sent' then proves that an uncertain send arrived. */
  messageId?: string;
  status: 'sent' | 'delivered' | 'read' | 'failed';
  /** Why, when failed. Stable, for translation, from the same words as `ConnectorError.reason`: 'unknown-recipient', 'mailbox-full' … */
  code?: string;
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
/** Somebody (we, a colleague in the platform's app, the platform) hid, showed, liked or unliked a message; what is left out is unknown. */
export interface InboundModeration extends InboundBase { kind: 'moderation'; externalId: string; hidden?: boolean; liked?: boolean }
/** The platform names the same person anew (a changed number, a rotated id): what was theirs under `previousId` goes on under `from`. */
export interface InboundIdentity extends InboundBase { kind: 'identity'; from: Party; previousId: string }
/** The platform only said that there is something: `Connector.lookup` is asked for it, with retries, and answers with deliveries. */
export interface InboundPointer { kind: 'pointer'; ref: string }
/** Kept as an ignored delivery, with the reason. */
export interface InboundIgnored { kind: 'ignored'; reason: string }

export type Inbound =
  | InboundMessage | InboundEdit | InboundDeletion | InboundReaction | InboundReceipt | InboundTyping | InboundNotice
  | InboundModeration | InboundIdentity | InboundPointer | InboundIgnored;

export interface OutboundAttachment {
  name: string;
  contentType: string;
  sizeBytes: number;
  inline?: boolean;
  contentId?: string;
  open(): Promise<Readable>;
  /** Where the platform may fetch the bytes itself for about an hour; signed. Missing without a public address. */
  url?: string;
}

/** A message that the platform has approved beforehand; the only one that it takes outside of its window. */
export interface Template {
  /** Unique within the channel. */
  id: string;
  name: string;
  /** As the platform names it: 'pl', 'en_US'. */
  language: string;
  category?: string;
  state: 'approved' | 'pending' | 'rejected' | 'paused';
  header?: { kind: 'text' | 'image' | 'video' | 'document'; text?: string };
  /** With its variables as '{{key}}'. */
  body: string;
  footer?: string;
  buttons?: { kind: string; text: string; url?: string }[];
  variables: { key: string; where: 'header' | 'body' | 'button'; example?: string }[];
}

export interface Outbound {
  /** Our id; stable over retries, so that a platform with idempotency keys sees one message. */
  messageId: string;
  /** 1 for the first try. */
  attempt: number;
  to: Party;
  /** Named beside `to`, where a message is for several at once. */
  alsoTo?: Party[];
  cc?: Party[];
  subject?: string;
  text: string;
  html?: string;
  attachments: OutboundAttachment[];
  threadKey?: string;
  threadState?: Json;
  /** External id of the message that this one answers; in a public thread always given. */
  replyToExternalId?: string;
  /** `extra` of that message, if it was the customer's: a token that the platform wants to see when it is quoted. */
  replyToExtra?: Json;
  /** 'private' without a `threadKey` is a private reply to the public message `replyToExternalId`; answer with `Sent.threadKey`. */
  visibility: Visibility;
  /** External id of the public post above the thread. */
  postExternalId?: string;
  /** When the customer last wrote in private; what windows count from. ISO 8601. */
  lastInboundAt?: string;
  /** Then `text` is what the customer will read, for our own record. */
  template?: { id: string; name: string; language: string; values: Record<string, string> };
  /** External ids of the thread so far, oldest first. */
  references: string[];
  /** MAC'd by the core for this conversation and recipient: a platform with no threads of its own carries it along. */
  replyToken: string;
  /** The agent's name as the customer may see it, and the workspace's. */
  author: { name: string; workspace: string };
  language?: string;
  /** Goes below what was written, and above the quote. */
  signature?: { text: string; html: string };
  /** Where whoever gets it says that they want no more of these: an address of the web that takes a POST. */
  unsubscribeUrl?: string;
  /** Text of the message that is answered, for platforms on which replies quote. */
  quote?: { text: string; html?: string; author: string; at: string; timeZone?: string };
  /** Not written by a person (a survey, an out-of-hours note). */
  automatic?: boolean;
}

export interface Sent {
  /** The platform's id of the message; receipts and echoes refer to it. */
  externalId: string;
  /** Further ids when the platform made several messages of it. */
  otherExternalIds?: string[];
  threadState?: Json;
  /** The private thread that this answer opened: what comes in there goes on in the same conversation. */
  threadKey?: string;
  /** Platforms without receipts say 'sent'; our own widget says 'delivered' later by a receipt. */
  status?: 'sent' | 'delivered';
  /** What the other side said when it took the message, word for word: kept where an answer has to be proved. */
  answer?: string;
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
  /** What of the platform's allowance is used up. */
  quotas?: { label: string; used: number; limit: number; resetsAt?: string }[];
}

export interface Capabilities {
  /** Counted as the platform counts (`lengthUnit`); undefined: no limit worth showing. */
  maxTextLength?: number;
  lengthUnit?: 'utf16' | 'code-points' | 'graphemes' | 'bytes';
  /** A web address counts as so many, however long it is. */
  linkLength?: number;
  /** Phone networks cut a text into SMS, each paid for, and the composer says into how many. 'at-most': letters are replaced on the way, so it may be fewer. */
  smsCount?: 'exact' | 'at-most';
  text: 'plain' | 'html';
  /** Letters: a signature goes below them, and the answered one is quoted always or when the agent asks for it. */
  letters?: { quoting: 'always' | 'asked' };
  /** Marks that the platform reads in a text as we send it: *so*, **so**. Left out: it shows what was typed. */
  markup?: 'whatsapp' | 'discord' | 'markdown';
  subject: boolean; cc: boolean;
  attachments: false | { maxCount: number; maxBytes: number; contentTypes?: string[] };
  typing: boolean; reactions: boolean; edit: boolean; delete: boolean;
  readReceipts: boolean; deliveryReceipts: boolean;
  /** Hours after the customer's last private message in which an answer is allowed. */
  replyWindowHours?: number;
  /** After that window, a person (never a rule or a survey) may still answer until so many hours have passed. */
  lateReplyHours?: number;
  /** Approved templates may be sent outside of the window. */
  templates?: boolean;
  /** Whether an agent may write first. */
  startConversation: boolean;
  /** Default seconds that a reply waits before it leaves. */
  undoSendSeconds: number;
  /** Everyone can read what is written here, unless the thread says otherwise. */
  public: boolean;
  /** Channels with both sides: what is different in their public threads. */
  publicly?: Partial<Omit<Capabilities, 'publicly'>>;
  /** A public message can be answered in private: how late at the most, and whether only once. */
  privateReply?: { withinHours?: number; once?: boolean };
  /** The platform knows one person by several ids, or names them anew: threads are looked for under each. */
  idsChange?: boolean;
  /** Acts on what customers wrote in public. */
  like?: boolean; hide?: boolean;
  /** Others' messages can be deleted, not only our own (which `delete` means). */
  deleteOthers?: boolean;
  /** There is one answer for each thread; the next one replaces it (reviews). */
  oneReply?: boolean;
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
/** So that nobody pays twice for the same: what one comparison noted the next one finds. */
export interface HistoryMemory {
  readonly noted: Json | undefined;
  /** Where `poll` or `stream` had come to: all before it was kept. */
  readonly cursor: Json | undefined;
  /** Call it when all that it speaks of was yielded, and the next page was asked for. */
  note(value: Json): void;
}

/** Stores deliveries and cursor in one transaction, then resolves; a rejected promise means nothing was stored. */
export type Emit = (page: Page) => Promise<void>;

export interface Connector<S = unknown> {
  /** Stored, never renamed: 'email', 'telegram'. */
  readonly id: string;
  readonly label: string;
  /** Identities of one scope are the same person on every channel of it ('email' for each mailbox, 'telegram:<bot>' for one bot). */
  identityScope?(settings: S): string;
  /** Under which people write to this channel, lower case, where these are addresses that others can be written to as well. */
  addresses?(settings: S): string[];
  /** Validates a channel, draws its form, marks its secrets. */
  readonly settings: z.ZodType<S>;
  readonly capabilities: Capabilities;
  /** Where settings change what is possible (a tariff, a permission): laid over `capabilities`. */
  capabilitiesOf?(settings: S): Partial<Capabilities>;
  /** How the platform names this account in deliveries that it sends for several (a page's id). */
  account?(settings: S): string | undefined;
  readonly webhook?: {
    /** True only when the request is proved to come from the platform. No default, no "not configured means yes". */
    verify(req: RawRequest, settings: S): boolean | Promise<boolean>;
    handshake?(req: RawRequest, settings: S): HandshakeAnswer | undefined;
    /** Throws ConnectorError 'rejected' for a body that is not what the platform sends (answered 400, nothing kept). */
    split(req: RawRequest): Delivery[];
    /**
     * Where a platform calls one address for all accounts of an app: that app, named by settings that are no secrets. When the channel goes whose
     * address it is, another of the app takes over, and the old address is answered by one.
     */
    sharedBy?(settings: Partial<S>): string | undefined;
    /** What the platform expects to read after its deliveries are kept; 200 and 'ok' when left out. */
    readonly answer?: HandshakeAnswer;
  };
  /** One pass from the cursor to the present; resumable after each page. */
  poll?(ctx: Context<S>, cursor: Json | undefined): AsyncIterable<Page>;
  /** Between one pass and the next; 60 when left out. */
  pollEverySeconds?: number;
  /** Where it is a setting (a quota, a patient platform): instead of `pollEverySeconds`. */
  pollEverySecondsOf?(settings: S): number;
  /** IMAP IDLE, long polls, websockets; returns when `signal` aborts, throws when broken (restarted with back-off). */
  stream?(ctx: Context<S>, cursor: Json | undefined, emit: Emit, signal: AbortSignal): Promise<void>;
  /** Pure, no I/O: a recorded delivery is a test. The same delivery yields the same ids for ever. */
  parse(delivery: Delivery, settings: S): Inbound[] | Promise<Inbound[]>;
  /** Parsing is heavy or feeds on hostile input: run it in a process that can be killed. */
  readonly parseApart?: boolean;
  send(ctx: Context<S>, message: Outbound): Promise<Sent>;
  /** Resolves once the platform confirmed it. */
  act?(ctx: Context<S>, action: Action): Promise<void>;
  download?(ctx: Context<S>, ref: string): Promise<Readable>;
  /** Name, picture and so on of somebody whom a delivery names by id alone; undefined when the platform does not tell. Asked once, after the message is shown. */
  profile?(ctx: Context<S>, party: Party): Promise<Party | undefined>;
  /** Fetches what an `InboundPointer` names. Its deliveries carry ids of their own, so that asking twice does no harm. */
  lookup?(ctx: Context<S>, ref: string): Promise<Delivery[]>;
  /**
   * All that the platform still holds since then, as deliveries that `parse` to the same message ids as live ones. The core compares
   * hourly, and after a gap, and keeps only those that bring something new. `memory`: for platforms that bill what they show.
   */
  history?(ctx: Context<S>, since: Date, memory?: HistoryMemory): AsyncIterable<Delivery[]>;
  /** The approved (and waiting, and refused) templates of the account. */
  templates?(ctx: Context<S>): Promise<Template[]>;
  /** Access by a consent screen of the platform instead of pasted tokens. The application's own id and secret are settings. */
  readonly consent?: {
    /** Settings that must be filled in before, and those that the consent fills in. */
    readonly needs: readonly string[];
    readonly fills: readonly string[];
    url(settings: Partial<S>, request: { redirectUrl: string; state: string; codeChallenge: string }): string;
    /** What `fills` names, and what the person may choose from where one consent opens several accounts. */
    exchange(ctx: Context<Partial<S>>, answer: { code: string; redirectUrl: string; codeVerifier: string }): Promise<{ label: string; settings: Partial<S> }[]>;
    /** Whose access it is, by what the consent fills in: a renewal must be the same account's. Undefined or empty where it is not known; what it opened is then tried before it replaces anything. */
    whose?(settings: Partial<S>): string | undefined;
    /** What the platform asks of the address that it leads back to; letter for letter as registered it must always be. */
    readonly redirect?: readonly RedirectRule[];
  };
  /** Each step of a connection by name, also before the channel is saved. */
  check(ctx: Context<S>): Promise<Health>;
  connect?(ctx: Context<S>): Promise<void>;
  disconnect?(ctx: Context<S>): Promise<void>;
}

/** 'https-or-local': http only on this very machine. 'name': no bare IP address. 'slash': it ends in one. */
export type RedirectRule = 'https' | 'https-or-local' | 'name' | 'no-port' | 'slash';
