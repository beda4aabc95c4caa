/** What is read of the client-server API; all else is left alone. */
import { z } from 'zod';

export const failure = z.object({ errcode: z.string(), error: z.string().optional(), retry_after_ms: z.number().optional(), soft_logout: z.boolean().optional() });
export type Failure = z.infer<typeof failure>;

export const loginAnswer = z.object({ user_id: z.string(), access_token: z.string(), device_id: z.string().default(''), refresh_token: z.string().optional() });
export const refreshAnswer = z.object({ access_token: z.string(), refresh_token: z.string().optional() });
export const whoami = z.object({ user_id: z.string(), device_id: z.string().optional() });
export const profileAnswer = z.object({ displayname: z.string().nullish(), avatar_url: z.string().nullish() });
export const sentEvent = z.object({ event_id: z.string() });
export const uploaded = z.object({ content_uri: z.string() });
export const createdRoom = z.object({ room_id: z.string() });

/** An event as far as every event is the same. */
export const event = z.object({
  type: z.string(),
  event_id: z.string().min(1),
  sender: z.string().min(1),
  origin_server_ts: z.number(),
  content: z.record(z.string(), z.unknown()).catch({}),
  state_key: z.string().optional(),
  redacts: z.string().optional(),
  unsigned: z.object({ transaction_id: z.string().optional(), redacted_because: z.unknown().optional() }).catch({}).optional(),
});
export type MatrixEvent = z.infer<typeof event>;

const events = z.object({ events: z.array(z.unknown()).catch([]) }).catch({ events: [] });
export const syncAnswer = z.object({
  next_batch: z.string(),
  rooms: z
    .object({
      join: z.record(z.string(), z.object({ timeline: z.object({ events: z.array(z.unknown()).catch([]), limited: z.boolean().optional(), prev_batch: z.string().optional() }).optional(), state: events.optional(), ephemeral: events.optional() })).catch({}),
      invite: z.record(z.string(), z.object({ invite_state: events.optional() })).catch({}),
    })
    .partial()
    .optional(),
});
export type SyncAnswer = z.infer<typeof syncAnswer>;
export const messagesAnswer = z.object({ chunk: z.array(z.unknown()), end: z.string().optional(), state: z.array(z.unknown()).optional() });

export const relation = z.object({
  rel_type: z.string().optional(),
  event_id: z.string().optional(),
  key: z.string().optional(),
  is_falling_back: z.boolean().optional(),
  'm.in_reply_to': z.object({ event_id: z.string() }).optional().catch(undefined),
});

/** What a delivery holds: one event, and what only the sync knew of it. */
export const stored = z.object({
  me: z.string(),
  room: z.object({ id: z.string(), name: z.string().optional(), encrypted: z.boolean().optional() }),
  /** As the room shows its sender. */
  sender: z.object({ name: z.string().optional(), avatar: z.string().optional() }).optional(),
  event: z.unknown(),
  /** Of an edit: who wrote what is edited; null when the server no longer knows. */
  target: z.object({ sender: z.string().nullable() }).optional(),
  /** Of a reaction, or of one that was taken back: all that this person says to that message now. */
  reactions: z.object({ eventId: z.string(), keys: z.array(z.string()) }).optional(),
  receipt: z.object({ eventId: z.string(), userId: z.string(), ts: z.number() }).optional(),
  typing: z.object({ userId: z.string(), at: z.string() }).optional(),
  invite: z.object({ by: z.string(), at: z.string() }).optional(),
});
export type Stored = z.infer<typeof stored>;
