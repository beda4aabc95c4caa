import { z } from 'zod';
import { id, instant } from './primitives';

export const spikeSeverity = z.enum(['notable', 'high', 'critical']);
export type SpikeSeverity = z.infer<typeof spikeSeverity>;

/** 'post': below one post of a channel more than as a rule below the busiest. */
export const alertKind = z.enum(['channel', 'post', 'matter', 'monitor']);
export type AlertKind = z.infer<typeof alertKind>;

/** What is there more often than usual. Shares from 0 to 1. */
export const spikeCause = z.object({
  /** Of a monitor the story: what was said first, however often it is shared. */
  post: z.object({ id, title: z.string(), url: z.string().nullable() }).nullable(), postShare: z.number(), postUsual: z.number(), words: z.array(z.string()), negative: z.number(), negativeUsual: z.number(), authors: z.number().int(),
});
/** `count` came in `windowMinutes`, where `usual` would have; `owner`: who took it, else whoever was told. */
export const spikeAlert = z.object({
  id, kind: alertKind, /** Of one of a matter or a monitor: which. */ key: z.string(), /** Of a channel or a monitor. */ name: z.string(), channelId: id.nullable(), severity: spikeSeverity, windowMinutes: z.number().int(), count: z.number().int(), usual: z.number(), times: z.number(), peak: z.number().int(), cause: spikeCause,
  samples: z.array(z.object({ messageId: id.nullable(), conversationId: id.nullable(), url: z.string().nullable(), authorName: z.string(), text: z.string(), at: instant })),
  told: z.array(id), beganAt: instant, takenAt: instant.nullable(), takenBy: id.nullable(), calmAt: instant.nullable(), useful: z.boolean().nullable(),
});
export type SpikeAlert = z.infer<typeof spikeAlert>;
/** Newest first, those that go on before all others. `judged`, `useful`: of the last ninety days, alerts that somebody judged, and those that were worth it. */
export const spikeAlerts = z.object({ items: z.array(spikeAlert), judged: z.number().int(), useful: z.number().int(), muted: z.array(z.object({ kind: alertKind, key: z.string(), until: instant })) });
export type SpikeAlerts = z.infer<typeof spikeAlerts>;
/** Whose it is from now on; left out: the one who says so; null: nobody's. */
export const spikeTake = z.object({ memberId: id.nullable().optional() });
/** Null: what was said is taken back. */
export const spikeJudgement = z.object({ useful: z.boolean().nullable() });
/** Null: it may tell again. */
export const spikeMute = z.object({ hours: z.number().int().min(1).max(720).nullable() });
