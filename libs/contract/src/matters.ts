import { z } from 'zod';

/** What the product knows from the start. A workspace renames and hides these; it deletes none, for the guess speaks of them. */
export const builtinMatters = ['question', 'report', 'complaint', 'claim', 'warranty', 'lead', 'praise'] as const;
export type BuiltinMatter = (typeof builtinMatters)[number];
export const isBuiltinMatter = (key: string): key is BuiltinMatter => (builtinMatters as readonly string[]).includes(key);

/** Of a matter, its own or built in; stays for good. 'none' asks for conversations without any. */
export const matterKey = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/).refine((key) => key !== 'none', { message: 'Filters mean "no matter" by it' });
export type MatterKey = z.infer<typeof matterKey>;

/** Who says so: the machine, which is only a guess until somebody agrees, a member, the customer before writing, or a rule. */
export const matterBy = z.enum(['guess', 'member', 'customer', 'rule']);
export type MatterBy = z.infer<typeof matterBy>;

/** How likely the customer's words make it, 0 to 1. */
export const matterOdds = z.object({ matter: z.string(), probability: z.number() });
export type MatterOdds = z.infer<typeof matterOdds>;

const named = z.object({ en: z.string().trim().min(1).max(40), pl: z.string().trim().min(1).max(40) });

export const matterView = z.object({
  key: z.string(), builtin: z.boolean(),
  /** Null: the product's own words for it. */
  name: named.nullable(),
  description: z.string(),
  /** One key makes a case of it. */
  opensCase: z.boolean(),
  position: z.number().int(),
  /** No longer offered nor guessed; what has it keeps it and can be filtered by it. */
  archived: z.boolean(),
});
export type MatterView = z.infer<typeof matterView>;

const changeable = z.object({ name: named.nullable(), description: z.string().trim().max(500), opensCase: z.boolean(), archived: z.boolean() });
export const matterInput = changeable.omit({ archived: true }).extend({ key: matterKey, name: named, description: changeable.shape.description.default(''), opensCase: z.boolean().default(false) });
export type MatterInput = z.infer<typeof matterInput>;
// Without defaults: what a patch leaves out stays. `name` null gives one that is built in the product's words again.
export const matterPatch = changeable.partial();
export type MatterPatch = z.infer<typeof matterPatch>;
/** In the order wanted; those left out follow. */
export const matterOrder = z.object({ keys: z.array(z.string().max(40)).max(200) });
export type MatterOrder = z.infer<typeof matterOrder>;
