import { z } from 'zod';
import { id, instant, shortText } from './primitives';

/** Who can read it: 'public' for comments, mentions and reviews. */
export const visibility = z.enum(['public', 'private']);
export type Visibility = z.infer<typeof visibility>;

const ownCapabilities = z.object({
  maxTextLength: z.number().int().optional(),
  lengthUnit: z.enum(['utf16', 'code-points', 'graphemes', 'bytes']).optional(),
  linkLength: z.number().int().optional(),
  /** A text is cut into SMS, each paid for. 'at-most': letters are replaced on the way, so it may be fewer. */
  smsCount: z.enum(['exact', 'at-most']).optional(),
  text: z.enum(['plain', 'html']),
  /** Letters, with a signature below them and the answered one quoted: always, or when asked for. */
  letters: z.object({ quoting: z.enum(['always', 'asked']) }).optional(),
  /** Marks that the platform reads in a text; left out: it shows what was typed. */
  markup: z.enum(['whatsapp', 'discord', 'markdown']).optional(),
  subject: z.boolean(), cc: z.boolean(),
  attachments: z.union([z.literal(false), z.object({ maxCount: z.number(), maxBytes: z.number(), contentTypes: z.array(z.string()).optional() })]),
  typing: z.boolean(), reactions: z.boolean(), edit: z.boolean(), delete: z.boolean(),
  readReceipts: z.boolean(), deliveryReceipts: z.boolean(),
  /** Hours after the customer's last private message in which an answer is allowed. */
  replyWindowHours: z.number().optional(),
  /** After the window, a person may still answer until so many hours have passed. */
  lateReplyHours: z.number().optional(),
  /** Approved templates may be sent outside of the window. */
  templates: z.boolean().optional(),
  startConversation: z.boolean(), undoSendSeconds: z.number().int(),
  /** Everyone can read what is written, unless the thread says otherwise. */
  public: z.boolean(),
  /** A public message can be answered in private: within how many hours, and whether only once. */
  privateReply: z.object({ withinHours: z.number().optional(), once: z.boolean().optional() }).optional(),
  /** Acts on what customers wrote in public; `delete` means our own messages, `deleteOthers` theirs. */
  like: z.boolean().optional(), hide: z.boolean().optional(), deleteOthers: z.boolean().optional(),
  /** One answer for each thread; the next one replaces it. */
  oneReply: z.boolean().optional(),
  logOnly: z.boolean().optional(),
});
/** `publicly`: what is different in public threads; see `capabilitiesFor`. */
export const capabilities = ownCapabilities.extend({ publicly: ownCapabilities.partial().optional() });

/** What can be done on one side of a channel. */
export function capabilitiesFor<C extends { publicly?: object | undefined }>(all: C, side: Visibility): Omit<C, 'publicly'> {
  const { publicly, ...own } = all;
  return side === 'public' && publicly !== undefined ? { ...own, ...publicly } : own;
}

/** 'https-or-local': http only on this very machine. 'name': no bare IP address. 'slash': it ends in one. */
const redirectRule = z.enum(['https', 'https-or-local', 'name', 'no-port', 'slash']);

export const connectorView = z.object({
  id: z.string(), label: z.string(), capabilities,
  /** JSON Schema of the settings; secrets carry `secret: true`. */
  settingsSchema: z.record(z.string(), z.unknown()),
  receives: z.array(z.enum(['webhook', 'poll', 'stream', 'widget', 'manual'])),
  icon: z.string().nullable(),
  /** Access by a consent screen of the platform: settings to fill in before, and those that the consent fills in. */
  consent: z.object({
    needs: z.array(z.string()), fills: z.array(z.string()),
    /** For the platform's list of allowed redirects, letter for letter; what the platform asks of such an address, and what of that this one breaks. */
    redirectUrl: z.string(), redirectRules: z.array(redirectRule), redirectBreaks: z.array(redirectRule),
  }).nullable(),
});
export type ConnectorView = z.infer<typeof connectorView>;

export const healthStep = z.object({
  id: z.string(), label: z.string(), state: z.enum(['ok', 'failed', 'warning', 'skipped']),
  detail: z.string().optional(), tookMs: z.number().optional(),
});
export const health = z.object({
  state: z.enum(['ok', 'warning', 'failed']), steps: z.array(healthStep), expiresAt: instant.optional(),
  /** What of the platform's allowance is used up. */
  quotas: z.array(z.object({ label: z.string(), used: z.number(), limit: z.number(), resetsAt: instant.optional() })).optional(),
});
export type HealthView = z.infer<typeof health>;

/** The last comparison of what the platform holds with what we hold. */
export const reconciliation = z.object({
  lastAt: instant, since: instant,
  /** Messages that the platform told of; of those, how many we did not have; and how many deliveries were kept to mend that. */
  seen: z.number().int(), missing: z.number().int(), fetched: z.number().int(),
  /** Plain words: why it could not be finished. */
  error: z.string().nullable(),
});
export type ReconciliationView = z.infer<typeof reconciliation>;

/** What the row of a channel says at a glance; `alarm` is why it needs somebody. */
export const channelState = z.enum(['ok', 'checking', 'warning', 'failing', 'silent', 'paused', 'unauthorized']);
export const channelView = z.object({
  id, connectorId: z.string(), name: z.string(),
  state: channelState,
  alarm: z.object({ code: z.string(), detail: z.string(), since: instant }).nullable(),
  health: health.nullable(),
  lastInboundAt: instant.nullable(), lastOutboundAt: instant.nullable(), expiresAt: instant.nullable(),
  access: z.enum(['everyone', 'restricted']),
  teamIds: z.array(id), memberIds: z.array(id),
  /** Team that new conversations go to. */
  defaultTeamId: id.nullable(),
  capabilities,
  /** Without secrets; those say only whether they are set (true). */
  settings: z.record(z.string(), z.unknown()),
  webhookUrl: z.string().nullable(),
  /** Null: never compared, or the platform does not allow it. */
  reconciliation: reconciliation.nullable(),
  openCount: z.number().int(),
  createdAt: instant,
});
export type ChannelView = z.infer<typeof channelView>;
/** What every member may know of a channel that they can read; settings and health are for those who manage it. */
export const channelSummary = channelView.omit({ settings: true, webhookUrl: true, health: true, reconciliation: true });
export type ChannelSummary = z.infer<typeof channelSummary>;

export const channelInput = z.object({
  connectorId: z.string().max(60), name: shortText, settings: z.record(z.string(), z.unknown()).default({}),
  access: z.enum(['everyone', 'restricted']).default('everyone'),
  teamIds: z.array(id).max(100).default([]), memberIds: z.array(id).max(500).default([]),
  defaultTeamId: id.nullable().default(null),
  /** A consent that is ready, and which of its choices: it fills in the settings that the connector names. */
  consentId: id.optional(), choice: z.number().int().min(0).max(1000).default(0),
});
export type ChannelInput = z.infer<typeof channelInput>;
/** Secrets that are left out keep their value. `consentId`: a consent that was begun for this channel renews its access; `choice` counts only where the channel had no account yet. */
export const channelPatch = z.object({
  name: shortText, settings: z.record(z.string(), z.unknown()), access: z.enum(['everyone', 'restricted']),
  teamIds: z.array(id).max(100), memberIds: z.array(id).max(500), defaultTeamId: id.nullable(), paused: z.boolean(),
  consentId: id, choice: z.number().int().min(0).max(1000),
}).partial();
export type ChannelPatch = z.infer<typeof channelPatch>;
/** Tests settings before a channel exists. */
export const channelTrial = z.object({ connectorId: z.string().max(60), settings: z.record(z.string(), z.unknown()) });
export type ChannelTrial = z.infer<typeof channelTrial>;

export const deliveryState = z.enum(['received', 'done', 'ignored', 'failed', 'dead']);
export const deliveryView = z.object({
  id, channelId: id, externalId: z.string().nullable(), receivedAt: instant, state: deliveryState,
  attempts: z.number().int(), error: z.string().nullable(), contentType: z.string(), sizeBytes: z.number().int(),
  conversationId: id.nullable(),
});
export type DeliveryView = z.infer<typeof deliveryView>;
export const deliveryQuery = z.object({ state: deliveryState.optional(), cursor: z.string().optional(), limit: z.coerce.number().int().min(1).max(100).default(50) });
export type DeliveryQuery = z.infer<typeof deliveryQuery>;

/** `channelId`: to renew the access of that channel, with the settings that it has; `settings` is for a channel to come. */
export const consentInput = z.object({ connectorId: z.string().max(60), settings: z.record(z.string(), z.unknown()).default({}), channelId: id.optional() });
export type ConsentInput = z.infer<typeof consentInput>;
/** `url` is the platform's screen, for a window of its own; it ends on a page that closes itself. */
export const consentStarted = z.object({ id, url: z.string(), expiresAt: instant });
export type ConsentStarted = z.infer<typeof consentStarted>;
export const consentView = z.object({
  id, connectorId: z.string(), state: z.enum(['waiting', 'ready', 'failed', 'used', 'expired']),
  /** Accounts that the consent opened; a channel is made with the index of one. */
  choices: z.array(z.object({ label: z.string() })),
  /** Plain words, when failed. */
  error: z.string().nullable(), expiresAt: instant,
  /** The channel whose access it renews. */
  channelId: id.nullable(),
});
export type ConsentView = z.infer<typeof consentView>;
export const consentCallback = z.object({ code: z.string().max(4000).optional(), state: z.string().max(500).optional(), error: z.string().max(500).optional() });
export type ConsentCallback = z.infer<typeof consentCallback>;

export const templateView = z.object({
  id: z.string(), name: z.string(), language: z.string(), category: z.string().nullable(),
  /** Only approved ones can be sent. */
  state: z.enum(['approved', 'pending', 'rejected', 'paused']),
  header: z.object({ kind: z.enum(['text', 'image', 'video', 'document']), text: z.string().optional() }).nullable(),
  /** With variables as '{{key}}'. */
  body: z.string(), footer: z.string().nullable(),
  buttons: z.array(z.object({ kind: z.string(), text: z.string(), url: z.string().optional() })),
  variables: z.array(z.object({ key: z.string(), where: z.enum(['header', 'body', 'button']), example: z.string().optional() })),
});
export type TemplateView = z.infer<typeof templateView>;
export const templateList = z.object({ items: z.array(templateView), fetchedAt: instant });
export type TemplateList = z.infer<typeof templateList>;
/** `refresh=true` asks the platform now. */
export const templateQuery = z.object({ refresh: z.enum(['true', 'false']).default('false') });
export type TemplateQuery = z.infer<typeof templateQuery>;
