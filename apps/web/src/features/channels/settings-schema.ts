/**
 * Reads the JSON schema of a connector's settings as a form. Connectors describe themselves; this file knows shapes of
 * schemas and no platform.
 */
export interface JsonSchema {
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  enum?: unknown[];
  const?: unknown;
  oneOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  allOf?: JsonSchema[];
  items?: JsonSchema | boolean;
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  default?: unknown;
  title?: string;
  description?: string;
  placeholder?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  /** Written only, never shown again. */
  secret?: boolean;
  /** Few need it: folded away. */
  advanced?: boolean;
  multiline?: boolean;
  readOnly?: boolean;
  /** Not for this form: the connector or another screen keeps it. */
  hidden?: boolean;
  /** Shown only while the fields beside it have these values. */
  when?: Record<string, string>;
  /** The id of a channel of this workspace that has the capability. */
  picks?: { capability: string };
  /** Words for the values of an enum. */
  labels?: Record<string, string>;
  /** Of the whole form: ways to fill many fields at once. */
  presets?: Preset[];
}

export interface Preset { label: string; values: Record<string, unknown> }
export type Values = Record<string, unknown>;

interface FieldBase {
  key: string;
  title: string;
  description?: string;
  placeholder?: string;
  required: boolean;
  advanced: boolean;
  when?: Record<string, string>;
}
export type FormField = FieldBase & (
  | { kind: 'text'; input: 'text' | 'email' | 'url' | 'color' | 'time'; multiline: boolean; maxLength?: number }
  | { kind: 'secret' }
  | { kind: 'hidden'; secret: boolean }
  | { kind: 'zone' }
  | { kind: 'channel'; capability: string }
  | { kind: 'number'; minimum?: number; maximum?: number; whole: boolean }
  | { kind: 'switch' }
  | { kind: 'choice'; options: { value: string; label: string }[] }
  | { kind: 'many'; options: { value: string; label: string }[] }
  | { kind: 'lines' }
  | { kind: 'group'; fields: FormField[]; nullable: boolean }
  | { kind: 'rows'; fields: FormField[] }
  | { kind: 'variant'; by: string; variants: { value: string; label: string; fields: FormField[]; defaults: Values }[] }
);

export function formOf(schema: JsonSchema): FormField[] {
  return fieldsOf(resolved(schema, schema), schema);
}

export function presetsOf(schema: JsonSchema): Preset[] {
  return Array.isArray(schema.presets) ? schema.presets : [];
}

function fieldsOf(schema: JsonSchema, root: JsonSchema): FormField[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([key, raw]) => {
    const field = fieldOf(key, resolved(raw, root), required.has(key), root);
    return field ? [field] : [];
  });
}

function fieldOf(key: string, given: JsonSchema, listed: boolean, root: JsonSchema): FormField | undefined {
  if (given.const !== undefined || given.readOnly === true) return undefined;
  const { schema, nullable } = withoutNull(given, root);
  const base: FieldBase = {
    key,
    title: schema.title ?? given.title ?? humanised(key),
    ...optional('description', schema.description ?? given.description),
    ...optional('placeholder', schema.placeholder ?? given.placeholder),
    required: listed && schema.default === undefined && given.default === undefined && !nullable,
    advanced: (schema.advanced ?? given.advanced) === true,
    ...(schema.when ? { when: schema.when } : {}),
  };
  if (given.hidden === true) return { ...base, kind: 'hidden', secret: given.secret === true };
  if (schema.picks) return { ...base, kind: 'channel', capability: schema.picks.capability };
  const variant = variantOf(schema, root);
  if (variant) return { ...base, kind: 'variant', ...variant };
  const options = optionsOf(schema);
  if (options) return { ...base, kind: 'choice', options: base.required || schema.default !== undefined ? options : [{ value: '', label: '' }, ...options] };
  switch (typeOf(schema)) {
    case 'boolean':
      return { ...base, kind: 'switch' };
    case 'integer':
    case 'number':
      return { ...base, kind: 'number', whole: typeOf(schema) === 'integer', ...bound('minimum', schema.minimum), ...bound('maximum', schema.maximum) };
    case 'array': {
      const items = typeof schema.items === 'object' ? resolved(schema.items, root) : {};
      const choices = optionsOf({ ...items, ...(schema.labels ? { labels: schema.labels } : {}) });
      if (choices) return { ...base, kind: 'many', options: choices };
      return items.properties ? { ...base, kind: 'rows', fields: fieldsOf(items, root) } : { ...base, kind: 'lines' };
    }
    case 'object':
      // A map of unknown keys can't be drawn; it keeps what it holds.
      return schema.properties ? { ...base, kind: 'group', fields: fieldsOf(schema, root), nullable } : undefined;
    default:
      if (schema.secret === true) return { ...base, kind: 'secret' };
      if (/timeZone$/u.test(key)) return { ...base, kind: 'zone' };
      return { ...base, kind: 'text', input: inputOf(schema), multiline: schema.multiline === true || (schema.maxLength ?? 0) > 500, ...bound('maxLength', schema.maxLength) };
  }
}

function inputOf(schema: JsonSchema): 'text' | 'email' | 'url' | 'color' | 'time' {
  if (schema.format === 'email') return 'email';
  if (schema.format === 'uri' || schema.format === 'url') return 'url';
  if (schema.format === 'time') return 'time';
  return typeof schema.default === 'string' && /^#[0-9a-f]{6}$/iu.test(schema.default) ? 'color' : 'text';
}

function variantOf(schema: JsonSchema, root: JsonSchema) {
  const branches = (schema.oneOf ?? schema.anyOf)?.map((branch) => resolved(branch, root));
  if (!branches || branches.length < 2 || !branches.every((branch) => branch.properties)) return undefined;
  const by = Object.keys(branches[0]?.properties ?? {}).find((key) => branches.every((branch) => typeof branch.properties?.[key]?.const === 'string'));
  if (by === undefined) return undefined;
  const variants = branches.map((branch) => {
    const value = String(branch.properties?.[by]?.const);
    return { value, label: branch.title ?? branch.properties?.[by]?.title ?? humanised(value), fields: fieldsOf(branch, root), defaults: { ...initialValues(branch, root), [by]: value } };
  });
  return { by, variants };
}

function optionsOf(schema: JsonSchema): { value: string; label: string }[] | undefined {
  const values = schema.enum ?? (schema.anyOf ?? schema.oneOf)?.map((branch) => branch.const);
  if (!values || values.length === 0 || !values.every((value) => typeof value === 'string')) return undefined;
  return (values as string[]).map((value) => ({ value, label: schema.labels?.[value] ?? humanised(value) }));
}

/** What a new form starts with: the defaults that the schema names. */
export function initialValues(schema: JsonSchema, root: JsonSchema = schema): Values {
  const values: Values = {};
  for (const [key, raw] of Object.entries(resolved(schema, root).properties ?? {})) {
    const property = resolved(raw, root);
    if (property.default !== undefined) values[key] = structuredClone(property.default);
    else if (property.const !== undefined) values[key] = property.const;
    else if (property.properties && (schema.required ?? []).includes(key)) values[key] = initialValues(property, root);
    else {
      const variant = (schema.required ?? []).includes(key) ? variantOf(withoutNull(property, root).schema, root) : undefined;
      if (variant?.variants[0]) values[key] = { ...variant.variants[0].defaults };
    }
  }
  return values;
}

/**
 * What is sent: no empty text for a field that may be missing (an empty box means "not given", not ""), and no secret that
 * was left alone — the API shows a kept secret as `true`.
 */
export function valuesToSend(fields: readonly FormField[], values: Values): Values {
  const sent: Values = { ...values };
  for (const field of fields) {
    const value = values[field.key];
    // A secret that is kept, or was never set, comes as a boolean; only typed text is a new one.
    if ((field.kind === 'secret' || (field.kind === 'hidden' && field.secret)) && (typeof value !== 'string' || value === '')) delete sent[field.key];
    else if (isOneLine(field) && value === '' && !field.required) delete sent[field.key];
    else if (field.kind === 'lines') sent[field.key] = (Array.isArray(value) ? value : []).map(String).map((line) => line.trim()).filter((line) => line !== '');
    else if (field.kind === 'group' && isRecord(value)) sent[field.key] = valuesToSend(field.fields, value);
    else if (field.kind === 'rows' && Array.isArray(value)) sent[field.key] = value.map((row) => (isRecord(row) ? valuesToSend(field.fields, row) : row));
    else if (field.kind === 'variant' && isRecord(value)) {
      const chosen = field.variants.find((variant) => variant.value === value[field.by]);
      if (chosen) sent[field.key] = valuesToSend(chosen.fields, value);
    }
  }
  return sent;
}

function isOneLine(field: FormField): boolean {
  return field.kind === 'text' || field.kind === 'choice' || field.kind === 'zone' || field.kind === 'channel';
}

/** Whether the form shows it now: hidden ones never, dependent ones beside their choice. */
export function isShown(field: FormField, beside: Values): boolean {
  return field.kind !== 'hidden' && Object.entries(field.when ?? {}).every(([key, value]) => beside[key] === value);
}

/** Dotted paths of required fields that are still empty; a secret that is kept counts as given. */
export function missingPaths(fields: readonly FormField[], values: Values, prefix = ''): string[] {
  return fields.flatMap((field) => {
    const value = values[field.key];
    const path = `${prefix}${field.key}`;
    if (field.kind === 'group' && isRecord(value)) return missingPaths(field.fields, value, `${path}.`);
    if (field.kind === 'variant' && isRecord(value)) {
      const chosen = field.variants.find((variant) => variant.value === value[field.by]);
      return chosen ? missingPaths(chosen.fields, value, `${path}.`) : [path];
    }
    if (field.kind === 'rows' && Array.isArray(value)) return value.flatMap((row, at) => missingPaths(field.fields, isRecord(row) ? row : {}, `${path}.${at}.`));
    const empty = value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
    return field.required && field.kind !== 'switch' && isShown(field, values) && empty ? [path] : [];
  });
}

/** Every secret that the form asks for was typed anew: only then can the settings be tested before they are saved. */
export function hasNewSecrets(fields: readonly FormField[], values: Values): boolean {
  const secrets = secretsOf(fields, values);
  return secrets.length > 0 && secrets.every((value) => typeof value === 'string' && value !== '');
}

function secretsOf(fields: readonly FormField[], values: Values): unknown[] {
  return fields.flatMap((field) => {
    const value = values[field.key];
    if (field.kind === 'secret') return field.required || value === true || (typeof value === 'string' && value !== '') ? [value] : [];
    if (field.kind === 'group' && isRecord(value)) return secretsOf(field.fields, value);
    const chosen = field.kind === 'variant' && isRecord(value) ? field.variants.find((variant) => variant.value === value[field.by]) : undefined;
    return chosen && isRecord(value) ? secretsOf(chosen.fields, value) : [];
  });
}

/** The address in the form, when it has one: a good first name for the channel. */
export function nameFrom(fields: readonly FormField[], values: Values): string | undefined {
  const field = fields.find((each) => each.kind === 'text' && (each.input === 'email' || each.key === 'address'));
  const value = field && values[field.key];
  return typeof value === 'string' && value.includes('@') ? value.trim() : undefined;
}

/** Presets may reach into groups: {"imap": {"host": …}} keeps the other values of imap. */
export function withPreset(values: Values, preset: Values): Values {
  const merged: Values = { ...values };
  for (const [key, value] of Object.entries(preset)) {
    const before = merged[key];
    merged[key] = isRecord(value) && isRecord(before) ? withPreset(before, value) : value;
  }
  return merged;
}

export function isRecord(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function resolved(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const name = schema.$ref?.match(/^#\/\$defs\/(.+)$/u)?.[1];
  const target = name === undefined ? undefined : root.$defs?.[name];
  const { $ref: _ref, ...own } = schema;
  const whole = target ? { ...resolved(target, root), ...own } : schema;
  // `allOf` comes from refinements and extended objects: for a form it is one object.
  const { allOf, ...rest } = whole;
  return allOf ? allOf.reduce<JsonSchema>((sum, part) => joined(sum, resolved(part, root)), rest) : whole;
}

function joined(a: JsonSchema, b: JsonSchema): JsonSchema {
  return { ...a, ...b, properties: { ...a.properties, ...b.properties }, required: [...(a.required ?? []), ...(b.required ?? [])] };
}

function withoutNull(schema: JsonSchema, root: JsonSchema): { schema: JsonSchema; nullable: boolean } {
  const branches = schema.anyOf ?? schema.oneOf;
  const rest = branches?.filter((branch) => branch.type !== 'null');
  if (!branches || !rest || rest.length === branches.length) return { schema, nullable: Array.isArray(schema.type) && schema.type.includes('null') };
  const { anyOf: _any, oneOf: _one, ...own } = schema;
  const only = rest[0];
  return { schema: rest.length === 1 && only ? { ...resolved(only, root), ...own } : { ...own, anyOf: rest }, nullable: true };
}

function typeOf(schema: JsonSchema): string | undefined {
  return Array.isArray(schema.type) ? schema.type.find((type) => type !== 'null') : schema.type;
}

function optional<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: string });
}

function bound<K extends string>(key: K, value: number | undefined): { [P in K]?: number } {
  // zod writes the limits of safe integers, which say nothing to a person.
  return value === undefined || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? {} : ({ [key]: value } as { [P in K]: number });
}

/** 'replyToAddress' → 'Reply to address' */
function humanised(key: string): string {
  const words = key.replace(/([a-z])([A-Z])/gu, '$1 $2').replace(/[_-]+/gu, ' ').toLowerCase();
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
