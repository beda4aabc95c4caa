/** The community's OpenAPI schemas of Mastodon, as far as the simulator needs them (`make-subset.mjs` cuts them); unknown members are refused. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2019';
import addFormats from 'ajv-formats';
import { Violation, type ApiCall } from '../platform';

const { $defs, queries } = JSON.parse(readFileSync(join(__dirname, 'mastodon-api.subset.json'), 'utf8')) as { $defs: Record<string, object>; queries: Record<string, string[]> };
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
const validators = new Map<string, ReturnType<typeof ajv.compile>>();

function faultsOf(schema: string, value: unknown, { strict }: { strict: boolean }): string | undefined {
  const name = `${schema} ${strict}`;
  const validate = validators.get(name) ?? ajv.compile({ $defs, $ref: `#/$defs/${schema}`, ...(strict ? { unevaluatedProperties: false } : {}) });
  validators.set(name, validate);
  return validate(value) ? undefined : (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`).join('; ');
}

export function refusal(status: number, error: string): Violation {
  return new Violation(error, { status, body: { error } });
}

export function mustFit(schema: string, value: unknown): void {
  const faults = faultsOf(schema, value, { strict: true });
  if (faults !== undefined) throw refusal(422, `Validation failed: ${faults}`);
}

export function mustKnow(what: string, call: ApiCall): void {
  for (const name of Object.keys(call.query)) if (!(queries[what] ?? []).includes(name.replace('[]', ''))) throw refusal(400, `${what} has no "${name}"`);
}

/** The simulator holds itself to the same contract: a post that Mastodon would never show proves nothing. */
export function asDocumented<T extends object>(schema: 'Status' | 'Notification' | 'MediaAttachment', value: T): T {
  const faults = faultsOf(schema, value, { strict: false });
  if (faults !== undefined) throw new Error(`Mastodon would not send this ${schema}: ${faults}`);
  return value;
}
