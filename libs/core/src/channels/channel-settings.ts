import { z } from 'zod';

type Fields = Record<string, unknown>;

/** Where the secrets are: each path leads through nested objects to one setting. */
type SecretPaths = readonly (readonly string[])[];

interface JsonSchema {
  secret?: unknown;
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  properties?: Record<string, JsonSchema>;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
}

const known = new WeakMap<z.ZodType, SecretPaths>();

/** Settings whose schema carries `.meta({ secret: true })`, in every variant of a union. */
function secretPaths(schema: z.ZodType): SecretPaths {
  let paths = known.get(schema);
  if (paths === undefined) {
    const root = settingsSchema(schema) as JsonSchema;
    const found = new Map<string, readonly string[]>();
    walk(root, [], root, found);
    known.set(schema, (paths = [...found.values()]));
  }
  return paths;
}

/** The form of a connector's settings; what a form can't hold (a transform, a date) becomes a free field. */
export function settingsSchema(schema: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>;
}

function walk(schema: JsonSchema, path: readonly string[], root: JsonSchema, found: Map<string, readonly string[]>, depth = 0): void {
  if (depth > 12) return;
  const target = schema.$ref === undefined ? schema : { ...root.$defs?.[schema.$ref.replace('#/$defs/', '')], ...schema };
  if (target.secret === true) {
    found.set(path.join('.'), path);
    return;
  }
  for (const variant of [...(target.anyOf ?? []), ...(target.oneOf ?? []), ...(target.allOf ?? [])]) walk(variant, path, root, found, depth + 1);
  for (const [name, inner] of Object.entries(target.properties ?? {})) walk(inner, [...path, name], root, found, depth + 1);
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `open` may be stored and shown; `secret` must be sealed. Together they are the settings. */
export function splitSettings(schema: z.ZodType, settings: Fields): { open: Fields; secret: Fields } {
  const open = structuredClone(settings);
  const secret: Fields = {};
  for (const path of secretPaths(schema)) {
    const [parent, name] = [parentOf(open, path), path.at(-1) as string];
    if (parent === undefined || !(name in parent)) continue;
    place(secret, path, parent[name]);
    delete parent[name];
  }
  return { open, secret };
}

/** Lays `over` on `base`, objects field by field; what `over` leaves out stays. */
export function mergeSettings(base: Fields, over: Fields): Fields {
  const merged: Fields = { ...base };
  for (const [name, value] of Object.entries(over)) {
    if (value === undefined) continue;
    const before = merged[name];
    merged[name] = isFields(before) && isFields(value) ? mergeSettings(before, value) : value;
  }
  return merged;
}

/** Secrets say only that they are set: `true` at the place of each. */
export function maskSettings(open: Fields, secret: Fields): Fields {
  const mask = (value: unknown): unknown => (isFields(value) ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mask(inner)])) : value !== null && value !== '' && value !== undefined);
  return mergeSettings(open, mask(secret) as Fields);
}

function parentOf(settings: Fields, path: readonly string[]): Fields | undefined {
  let at: unknown = settings;
  for (const name of path.slice(0, -1)) at = isFields(at) ? at[name] : undefined;
  return isFields(at) ? at : undefined;
}

function place(target: Fields, path: readonly string[], value: unknown): void {
  let at = target;
  for (const name of path.slice(0, -1)) at = (at[name] ??= {}) as Fields;
  at[path.at(-1) as string] = value;
}

/**
 * New settings as a form sends them: fields as a whole, secrets only where they are new. A secret that is left out, or comes
 * back as the `true` that stood for it, keeps its value; null takes it out.
 */
export function changeSettings(schema: z.ZodType, kept: Fields, given: Fields): Fields {
  const next = structuredClone(given);
  for (const path of secretPaths(schema)) {
    const parent = parentOf(next, path);
    const name = path.at(-1) as string;
    if (parent === undefined) continue;
    if (parent[name] === undefined || parent[name] === true) parent[name] = parentOf(kept, path)?.[name];
    if (parent[name] === undefined || parent[name] === null) delete parent[name];
  }
  return next;
}
