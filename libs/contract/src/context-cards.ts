import { z } from 'zod';
import { id, instant } from './primitives';

/** Characters that nobody sees, or that turn the words around them: a card is shown as it is read. */
// oxlint-disable-next-line no-control-regex -- they are what is taken out
const unseen = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const words = (max: number, min = 0) => z.string().max(max * 2).transform((text) => text.replace(/\p{Cs}/gu, '').replace(unseen, ' ').replace(/\s+/g, ' ').trim()).pipe(z.string().min(min).max(max));
const safeLink = (link: string): boolean => {
  const url = URL.canParse(link) ? new URL(link) : undefined;
  return url !== undefined && url.protocol === 'https:' && url.username === '' && url.password === '';
};
const link = z.string().max(2000).refine(safeLink, { message: 'An https address without a password' });
const figure = z.union([words(60), z.number().transform(String)]);
const day = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

export const cardOrder = z.strictObject({
  number: words(60, 1), date: day,
  amount: z.number().min(-99_999_999).max(99_999_999).optional(), currency: z.string().regex(/^[A-Z]{3}$/).optional(),
  state: words(60).optional(),
  /** Cancelled or sent back whole: shown, and not counted. */
  cancelled: z.boolean().optional(),
  link: link.optional(),
});
export type CardOrder = z.infer<typeof cardOrder>;
/** What the shop's own system answers about a customer. Nothing else is taken: no markup, no pictures, nothing to run. */
export const contextCard = z.strictObject({
  title: words(80).optional(), link: link.optional(),
  figures: z.array(z.strictObject({ label: words(40, 1), value: figure })).max(6).default([]),
  rows: z.array(z.strictObject({ label: words(60, 1), value: figure, link: link.optional() })).max(30).default([]),
  orders: z.array(cardOrder).max(50).default([]),
});
export type ContextCard = z.infer<typeof contextCard>;

export const contextKind = z.enum(['link', 'card']);
export const contextSource = z.object({
  id, kind: contextKind, name: z.string(), url: z.string(), teamIds: z.array(id), position: z.number().int(),
  /** What it last failed with, and since when; null while it answers. */
  trouble: z.string().nullable(), failingSince: instant.nullable(),
});
export type ContextSource = z.infer<typeof contextSource>;
export const contextSourceList = z.object({ items: z.array(contextSource) });
export type ContextSourceList = z.infer<typeof contextSourceList>;
const shape = z.object({
  name: z.string().trim().min(1).max(60), url: z.string().trim().min(1).max(2000),
  /** With which both sides sign; made by us when it is left out. Never shown again. */
  secret: z.string().min(16).max(200),
  /** Who sees it; none: everybody who knows the customer. */
  teamIds: z.array(id).max(50), position: z.number().int().min(0).max(1000),
});
export const contextSourceInput = shape.partial({ secret: true, teamIds: true, position: true }).extend({ kind: contextKind });
export type ContextSourceInput = z.infer<typeof contextSourceInput>;
export const contextSourcePatch = shape.partial();
export type ContextSourcePatch = z.infer<typeof contextSourcePatch>;
/** The secret, once. */
export const contextSourceMade = z.object({ source: contextSource, secret: z.string().nullable() });
export type ContextSourceMade = z.infer<typeof contextSourceMade>;
export const contextTrialInput = z.object({ contactId: id });
export type ContextTrialInput = z.infer<typeof contextTrialInput>;

export const contextView = z.object({
  sourceId: id, kind: contextKind, name: z.string(),
  /** What the address asks for and nobody knows of this customer: nothing is asked. */
  missing: z.string().nullable(),
  /** By which address or id the customer is asked for, and whether anybody vouched for it. */
  by: z.object({ value: z.string(), verified: z.boolean() }).nullable(),
  /** Null: they are not known there, or nothing was ever read. */
  card: contextCard.nullable(),
  fetchedAt: instant.nullable(),
  /** It is time to ask again. */
  stale: z.boolean(),
  trouble: z.string().nullable(), failingSince: instant.nullable(),
});
export type ContextView = z.infer<typeof contextView>;
export const contextViewList = z.object({ items: z.array(contextView) });
export type ContextViewList = z.infer<typeof contextViewList>;

export const purchase = z.object({ number: z.string(), at: instant, amount: z.number().nullable(), currency: z.string().nullable(), state: z.string(), cancelled: z.boolean(), link: z.string().nullable() });
export type Purchase = z.infer<typeof purchase>;
export const purchaseList = z.object({ items: z.array(purchase) });
export type PurchaseList = z.infer<typeof purchaseList>;
/** By their numbers: said twice is said once, and what is said later stands. */
export const purchasesInput = z.object({ orders: z.array(cardOrder).min(1).max(500) });
export type PurchasesInput = z.infer<typeof purchasesInput>;
