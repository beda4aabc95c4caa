import { z } from 'zod';
import { id, instant, pageQuery } from './primitives';
import { attributeValues } from './attributes';
import { conversationView } from './conversations';

export const identityView = z.object({
  id, scope: z.string(), externalId: z.string(), handle: z.string().nullable(), name: z.string().nullable(),
  verified: z.boolean(), verifiedBy: z.string().nullable(), blocked: z.boolean(), lastSeenAt: instant.nullable(),
});
export type IdentityView = z.infer<typeof identityView>;
export const contactView = z.object({
  id, name: z.string(),
  /** Keys of kinds: those by hand, and those by rules that nobody refused by hand. */
  kinds: z.array(z.string()),
  kindsBy: z.object({ hand: z.array(z.string()), rule: z.array(z.string()), refused: z.array(z.string()) }),
  avatarUrl: z.string().nullable(), language: z.string().nullable(),
  company: z.string().nullable(), note: z.string(), identities: z.array(identityView), createdAt: instant,
  attributes: z.record(z.string(), z.unknown()),
});
export type ContactView = z.infer<typeof contactView>;
export const contactInput = z.object({
  name: z.string().trim().min(1).max(200), kinds: z.array(z.string().max(40)).max(40).default([]), language: z.string().max(10).nullable().default(null),
  company: z.string().trim().max(200).nullable().default(null), note: z.string().max(4000).default(''),
  attributes: attributeValues.optional(),
  email: z.string().trim().toLowerCase().max(254).pipe(z.email()).optional(), phone: z.string().trim().regex(/^\+?[0-9 ()-]{5,25}$/).optional(),
});
export type ContactInput = z.infer<typeof contactInput>;
// Without defaults: what a patch leaves out stays.
export const contactPatch = z.object({
  name: z.string().trim().min(1).max(200), kinds: z.array(z.string().max(40)).max(40), language: z.string().max(10).nullable(),
  company: z.string().trim().max(200).nullable(), note: z.string().max(4000), attributes: attributeValues,
}).partial();
export type ContactPatch = z.infer<typeof contactPatch>;
export const contactQuery = pageQuery.extend({ q: z.string().trim().max(200).optional() });
export type ContactQuery = z.infer<typeof contactQuery>;
/** `otherId` goes up in the contact of the path. */
export const mergeInput = z.object({ otherId: id });
export const merged = z.object({ mergeId: id, contact: contactView });
export type Merged = z.infer<typeof merged>;
/** Both as they were before the merge, and with what happened to each since. */
export const mergeUndone = z.object({ contact: contactView, other: contactView });
export type MergeUndone = z.infer<typeof mergeUndone>;

/** Some of a person's identities with their conversations become a person of their own. */
export const personSplitInput = z.object({ identityIds: z.array(id).min(1).max(100), name: z.string().trim().min(1).max(200).optional() });
export type PersonSplitInput = z.infer<typeof personSplitInput>;
export const splitDone = z.object({ splitId: id, contact: contactView, other: contactView });
export type SplitDone = z.infer<typeof splitDone>;
export const splitUndone = z.object({ contact: contactView });
export type SplitUndone = z.infer<typeof splitUndone>;
/** Who was merged with this person and what was split off, newest first; each can be taken back at any time. */
export const joinings = z.object({ items: z.array(z.object({
  id, kind: z.enum(['merge', 'split']), at: instant, byId: id.nullable(), otherId: id, otherName: z.string(), identities: z.number().int(),
  /** Said by the platform itself; nobody was asked. */
  automatic: z.boolean(), undoneAt: instant.nullable(),
})) });
export type Joinings = z.infer<typeof joinings>;
/** Somebody who may be the same person, and why we think so; nothing is joined until a member says so. */
const evidenceSide = z.object({
  /** On which network this one of the two has it. */
  scope: z.string(),
  /** Where it was read: an address of theirs, or the signature of a letter. */
  source: z.enum(['address', 'signature']),
  /** The very words, as they were written. */
  words: z.string(),
  conversationId: id.nullable(), messageId: id.nullable(),
});
export const suggestionView = z.object({
  contact: contactView,
  evidence: z.array(z.object({
    /** 'name': the same name in the same firm; never alone. */
    kind: z.enum(['phone', 'email', 'handle', 'name']), value: z.string(),
    own: evidenceSide, other: evidenceSide,
    /** The platforms vouch for both. */
    verified: z.boolean(),
  })),
});
export type SuggestionView = z.infer<typeof suggestionView>;
export const suggestionList = z.object({ items: z.array(suggestionView) });
export type SuggestionList = z.infer<typeof suggestionList>;
export const timelineEntry = conversationView;

/** `before`, `match`, `after` are plain text; the screen marks the match. */
export const searchHit = z.object({
  conversation: conversationView, messageId: id.nullable(), seq: z.number().int().nullable(), at: instant,
  /** It was said in this side conversation. */
  asideId: id.optional(),
  excerpt: z.array(z.object({ text: z.string(), match: z.boolean() })),
});
export type SearchHit = z.infer<typeof searchHit>;
export const searchQuery = z.object({ q: z.string().trim().min(1).max(200), cursor: z.string().optional(), limit: z.coerce.number().int().min(1).max(50).default(20) });
export type SearchQuery = z.infer<typeof searchQuery>;
export const searchResult = z.object({ contacts: z.array(contactView), hits: z.array(searchHit), nextCursor: z.string().nullable() });
export type SearchResult = z.infer<typeof searchResult>;
