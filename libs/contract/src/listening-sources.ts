import { z } from 'zod';
import { instant, id, shortText } from './primitives';

/** Where is listened: what is pushed to us, what is asked every few minutes, and what is told over a line that stays open. */
export const sourceKind = z.enum(['push', 'feed', 'site-map', 'bluesky', 'mastodon', 'hacker-news', 'youtube', 'x', 'reddit']);
export type SourceKind = z.infer<typeof sourceKind>;

const keepDays = z.number().int().min(1).max(730);
/** What a search is asked for; which of it a monitor finds, its query decides. */
const searchTerms = z.array(z.string().trim().min(2).max(100)).max(20);
const allowance = z.number().int().min(1).max(10_000_000);
const address = z.url({ protocol: /^(https?|wss?)$/ }).max(2_000);

const needsAddress: readonly SourceKind[] = ['feed', 'site-map', 'mastodon'];
const needsTerms: readonly SourceKind[] = ['hacker-news', 'mastodon', 'youtube', 'x', 'reddit'];
const needsToken: readonly SourceKind[] = ['youtube', 'x', 'reddit'];
const metered: readonly SourceKind[] = ['youtube', 'x'];

export const listeningSourceInput = z.object({
  kind: sourceKind, name: shortText, /** Of a feed; of a network where it is not the usual server. */ url: address.optional(), /** Where a network names its people, if not at the usual server. */ apiUrl: address.optional(), terms: searchTerms.default([]), keepDays: keepDays.default(30),
  /** Where a place shows itself to its own alone; kept sealed, and never shown again. */
  token: z.string().trim().min(1).max(1_000).optional(),
  /** How much of what the place counts may be spent in its period; it rests before that is passed. */
  allowance: allowance.optional(),
}).superRefine((input, context) => {
  if (needsAddress.includes(input.kind) && input.url === undefined) context.addIssue({ code: 'custom', path: ['url'], message: 'Say where this is.' });
  if (needsTerms.includes(input.kind) && input.terms.length === 0) context.addIssue({ code: 'custom', path: ['terms'], message: 'Say what to ask this network for.' });
  if (needsToken.includes(input.kind) && input.token === undefined) context.addIssue({ code: 'custom', path: ['token'], message: 'This network answers only who shows a key or a token.' });
  if (input.allowance !== undefined && !metered.includes(input.kind)) context.addIssue({ code: 'custom', path: ['allowance'], message: 'This place counts nothing that could be limited.' });
});
export type ListeningSourceInput = z.infer<typeof listeningSourceInput>;
export const listeningSourcePatch = z.object({ name: shortText, active: z.boolean(), keepDays, terms: searchTerms.min(1), allowance }).partial();
export type ListeningSourcePatch = z.infer<typeof listeningSourcePatch>;

export const listeningSource = z.object({
  id, kind: sourceKind, name: z.string(), url: z.string().nullable(), terms: z.array(z.string()), active: z.boolean(), keepDays: z.number().int(), createdAt: instant,
  /** How fresh it is: when it last said something, and when it was last asked or heard. */
  lastPostAt: instant.nullable(), lastLookAt: instant.nullable(), posts: z.number().int(),
  trouble: z.string().nullable(), failingSince: instant.nullable(),
  /** Of this month (UTC): how often it was asked. */
  calls: z.number().int(),
  /** What the place counts, or takes money for: how much was spent in the period that runs, of how much. Null: it counts nothing. */
  spending: z.object({ unit: z.enum(['search', 'post']), per: z.enum(['day', 'month']), spent: z.number().int(), most: z.number().int() }).nullable(),
});
export type ListeningSource = z.infer<typeof listeningSource>;
/** `secret` is shown once. */
export const listeningSourceMade = z.object({ source: listeningSource, secret: z.string().nullable() });
export type ListeningSourceMade = z.infer<typeof listeningSourceMade>;

/** What a source would say now, before it is kept. */
export const listeningSourceTrial = z.object({
  ok: z.boolean(), trouble: z.string().nullable(), /** How often it had to be asked for this. */ calls: z.number().int(),
  samples: z.array(z.object({ author: z.string(), title: z.string(), text: z.string(), url: z.string().nullable(), publishedAt: instant.nullable() })),
});
export type ListeningSourceTrial = z.infer<typeof listeningSourceTrial>;

export const listeningSettings = z.object({ /** Whether what posts link to is fetched and shown small. */ previews: z.boolean() });
export type ListeningSettings = z.infer<typeof listeningSettings>;

/** What stands behind the link of a mention. waiting: it is being fetched, ask again soon. */
export const linkPreview = z.object({ state: z.enum(['waiting', 'ready', 'none']), url: z.string().nullable(), title: z.string(), description: z.string(), site: z.string(), picture: z.boolean() });
export type LinkPreview = z.infer<typeof linkPreview>;
