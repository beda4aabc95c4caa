import { z } from 'zod';
import { id } from './primitives';

/** What a workspace wants to know beyond what Kontuar knows: fields of its own on conversations and on contacts. */
export const attributeSubject = z.enum(['conversation', 'contact']);
export type AttributeSubject = z.infer<typeof attributeSubject>;
export const attributeKind = z.enum(['text', 'number', 'date', 'yesno', 'one', 'many', 'link']);
export type AttributeKindName = z.infer<typeof attributeKind>;

/** In the API, in filters and in `{{attribute.key}}`; stays as it is for good. */
export const attributeKey = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
const named = z.object({ en: z.string().trim().min(1).max(80), pl: z.string().trim().min(1).max(80) });
const option = z.object({ value: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/), name: named, archived: z.boolean().default(false) });
export type AttributeOption = z.infer<typeof option>;

export const attributeDefinition = z.object({
  id, subject: attributeSubject, key: z.string(), kind: attributeKind, name: named, description: z.string(),
  /** Of kind one and many; in the order in which they are shown and sorted. */
  options: z.array(option),
  /** A conversation is not resolved by hand while this is empty. */
  required: z.boolean(),
  /** Pages of the shop and API channels may fill it, for customers whom they vouch for. */
  fromOutside: z.boolean(),
  position: z.number().int(),
  /** No longer offered; what was filled in stays and can be filtered by. */
  archived: z.boolean(),
});
export type AttributeDefinition = z.infer<typeof attributeDefinition>;

const changeable = z.object({
  name: named, description: z.string().trim().max(500), required: z.boolean(), fromOutside: z.boolean(), archived: z.boolean(),
  options: z.array(option).max(100).refine((options) => new Set(options.map(({ value }) => value)).size === options.length, { message: 'Each option once' }),
});
export const attributeInput = changeable.omit({ archived: true }).extend({
  subject: attributeSubject, key: attributeKey, kind: attributeKind,
  description: changeable.shape.description.default(''), required: z.boolean().default(false), fromOutside: z.boolean().default(false), options: changeable.shape.options.default([]),
});
export type AttributeInput = z.infer<typeof attributeInput>;
// Without defaults: what a patch leaves out stays. Key, kind and subject stay for good: values stand by them.
export const attributePatch = changeable.partial();
export type AttributePatch = z.infer<typeof attributePatch>;
/** All of one subject in the order wanted; those left out follow. */
export const attributeOrder = z.object({ subject: attributeSubject, ids: z.array(id).max(200) });
export type AttributeOrder = z.infer<typeof attributeOrder>;

/** text, one, link: words; date: YYYY-MM-DD; many: the options chosen. */
export const attributeValue = z.union([z.string().max(2000), z.number(), z.boolean(), z.array(z.string().max(40)).max(100)]);
export type AttributeValue = z.infer<typeof attributeValue>;
/** Left out: stays as it is. null: empty again. */
export const attributeValues = z.record(z.string().max(40), attributeValue.nullable()).refine((values) => Object.keys(values).length <= 60, { message: 'At most 60 at once' });
export type AttributeValues = z.infer<typeof attributeValues>;
