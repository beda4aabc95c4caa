/** The Bot API's own rules on names, types and what is required, as far as bot-api.subset.json holds them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** 1 or 0 for required, then the types that are allowed. */
type Rule = [0 | 1, ...string[]];
type Fields = Record<string, Rule>;
interface Subset { version: string; methods: Record<string, Fields>; types: Record<string, { fields: Fields } | { subtypes: string[] }> }

const subset = JSON.parse(readFileSync(join(__dirname, 'bot-api.subset.json'), 'utf8')) as Subset; // written by make-subset.mjs

/** The method's name as the Bot API spells it: it takes any case. */
export function methodNamed(name: string): string | undefined {
  return Object.keys(subset.methods).find((known) => known.toLowerCase() === name.toLowerCase());
}

/** What is wrong with the parameters of a call; unknown ones are wrong too (Telegram would ignore them, and hide a typing error). */
export function faultsOfCall(method: string, parameters: Record<string, unknown>): string[] {
  return faultsOfFields(subset.methods[method] ?? {}, parameters, method);
}

/** Whether a parameter is of a type that a form must write as JSON. */
export function isStructured(method: string, parameter: string): boolean {
  const [, ...types] = subset.methods[method]?.[parameter] ?? [0];
  return types.some((type) => type.startsWith('Array of ') || (subset.types[type] !== undefined) || ['Boolean', 'Integer', 'Float'].includes(type)) && !types.includes('String') && !types.includes('InputFile');
}

/** What is wrong with an object of a type (`Message`, `Update` …). */
export function faultsOfType(type: string, value: unknown, path = type): string[] {
  if (type.startsWith('Array of ')) {
    if (!Array.isArray(value)) return [`${path} must be a list`];
    return value.flatMap((one, index) => faultsOfType(type.slice('Array of '.length), one, `${path}[${index}]`));
  }
  switch (type) {
    case 'Integer': return Number.isSafeInteger(value) ? [] : [`${path} must be an integer`];
    case 'Float': return typeof value === 'number' ? [] : [`${path} must be a number`];
    case 'String': return typeof value === 'string' ? [] : [`${path} must be a string`];
    case 'Boolean': return typeof value === 'boolean' ? [] : [`${path} must be true or false`];
    case 'True': return value === true ? [] : [`${path} must be true`];
    // An upload, the id of a file that Telegram has, or an address.
    case 'InputFile': return typeof value === 'string' || isRecord(value) ? [] : [`${path} must be a file`];
  }
  if (!isRecord(value)) return [`${path} must be an object`];
  const known = subset.types[type];
  if (known === undefined) return [];
  if ('fields' in known) return faultsOfFields(known.fields, value, path);
  const attempts = known.subtypes.map((subtype) => faultsOfType(subtype, value, path));
  return attempts.some((faults) => faults.length === 0) ? [] : [`${path} is no ${known.subtypes.join(', ')}`];
}

function faultsOfFields(fields: Fields, value: Record<string, unknown>, path: string): string[] {
  const faults: string[] = [];
  for (const [name, [required]] of Object.entries(fields)) {
    if (required === 1 && value[name] === undefined) faults.push(`${path}: ${name} is missing`);
  }
  for (const [name, given] of Object.entries(value)) {
    const rule = fields[name];
    if (!rule) {
      faults.push(`${path}: ${name} is unknown`);
      continue;
    }
    const [, ...types] = rule;
    faults.push(...faultsOfAny(types, given, `${path}.${name}`));
  }
  return faults;
}

function faultsOfAny(types: string[], given: unknown, path: string): string[] {
  // A list of several kinds (an album of photos and videos) may mix them.
  if (Array.isArray(given) && types.length > 1 && types.every((type) => type.startsWith('Array of '))) {
    return given.flatMap((one, index) => faultsOfAny(types.map((type) => type.slice('Array of '.length)), one, `${path}[${index}]`));
  }
  const attempts = types.map((type) => faultsOfType(type, given, path));
  return attempts.some((found) => found.length === 0) ? [] : (attempts[0] ?? []);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
