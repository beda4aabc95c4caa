import { z } from 'zod';
import { id, instant, shortText } from './primitives';

export const capabilities = z.object({
  maxTextLength: z.number().int().optional(),
  lengthUnit: z.enum(['utf16', 'code-points', 'graphemes', 'bytes']).optional(),
  linkLength: z.number().int().optional(),
  text: z.enum(['plain', 'html']),
  subject: z.boolean(), cc: z.boolean(),
  attachments: z.union([z.literal(false), z.object({ maxCount: z.number(), maxBytes: z.number(), contentTypes: z.array(z.string()).optional() })]),
  typing: z.boolean(), reactions: z.boolean(), edit: z.boolean(), delete: z.boolean(),
  readReceipts: z.boolean(), deliveryReceipts: z.boolean(),
  replyWindowHours: z.number().optional(),
  startConversation: z.boolean(), undoSendSeconds: z.number().int(), public: z.boolean(), logOnly: z.boolean().optional(),
});

export const connectorView = z.object({
  id: z.string(), label: z.string(), capabilities,
  /** JSON Schema of the settings; secrets carry `secret: true`. */
  settingsSchema: z.record(z.string(), z.unknown()),
  receives: z.array(z.enum(['webhook', 'poll', 'stream', 'widget', 'manual'])),
  icon: z.string().nullable(),
});
export type ConnectorView = z.infer<typeof connectorView>;

export const healthStep = z.object({
  id: z.string(), label: z.string(), state: z.enum(['ok', 'failed', 'warning', 'skipped']),
  detail: z.string().optional(), tookMs: z.number().optional(),
});
export const health = z.object({ state: z.enum(['ok', 'warning', 'failed']), steps: z.array(healthStep), expiresAt: instant.optional() });
export type HealthView = z.infer<typeof health>;

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
  openCount: z.number().int(),
  createdAt: instant,
});
export type ChannelView = z.infer<typeof channelView>;
/** What every member may know of a channel that they can read; settings and health are for those who manage it. */
export const channelSummary = channelView.omit({ settings: true, webhookUrl: true, health: true });
export type ChannelSummary = z.infer<typeof channelSummary>;

export const channelInput = z.object({
  connectorId: z.string().max(60), name: shortText, settings: z.record(z.string(), z.unknown()).default({}),
  access: z.enum(['everyone', 'restricted']).default('everyone'),
  teamIds: z.array(id).max(100).default([]), memberIds: z.array(id).max(500).default([]),
  defaultTeamId: id.nullable().default(null),
});
export type ChannelInput = z.infer<typeof channelInput>;
/** Secrets that are left out keep their value. */
export const channelPatch = z.object({
  name: shortText, settings: z.record(z.string(), z.unknown()), access: z.enum(['everyone', 'restricted']),
  teamIds: z.array(id).max(100), memberIds: z.array(id).max(500), defaultTeamId: id.nullable(), paused: z.boolean(),
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
