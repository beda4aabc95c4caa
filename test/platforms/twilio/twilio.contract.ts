/** Twilio's own OpenAPI schemas of forms (`make-subset.mjs` cuts them), and the refusals that its documentation tells. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { Violation, type ApiAnswer } from '../platform';

interface Subset { createMessage: object; updateNumber: object; messageFields: string[] }
const subset = JSON.parse(readFileSync(join(__dirname, 'twilio-api.subset.json'), 'utf8')) as Subset;
const ajv = new Ajv({ strict: false, coerceTypes: true });
addFormats(ajv);
ajv.addFormat('http-method', /^(HEAD|GET|POST|PATCH|PUT|DELETE)$/);
const validators = { createMessage: ajv.compile(subset.createMessage), updateNumber: ajv.compile(subset.updateNumber) };

/** Members that a message resource has; the simulator answers no others. */
export const messageFields: readonly string[] = subset.messageFields;

const lists = new Set(['MediaUrl', 'PersistentAction']);

/** The fields of a form by the schema, refused in Twilio's words when they don't fit it. */
export function readForm(schema: keyof typeof validators, body: Buffer): Record<string, string | string[]> {
  const form = new URLSearchParams(body.toString('utf8'));
  const fields: Record<string, string | string[]> = {};
  for (const name of new Set(form.keys())) {
    const all = form.getAll(name);
    fields[name] = lists.has(name) ? all : all.length === 1 ? (all[0] ?? '') : all;
  }
  const validate = validators[schema];
  // Coerced in a copy: what was sent stays what is looked at.
  if (!validate({ ...fields })) throw new Violation(`the form does not fit: ${ajv.errorsText(validate.errors)}`, failed(400, 21600, 'Invalid parameter'));
  return fields;
}

export function failed(status: number, code: number, message: string): ApiAnswer {
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
}

/** Refused by Twilio, and a mistake of the caller's. */
export function refuse(code: number, message: string): Violation {
  return new Violation(`${code} ${message}`, failed(400, code, message));
}
