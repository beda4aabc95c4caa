/** Discord's own OpenAPI schemas, as far as the simulator needs them (`make-subset.mjs` cuts them); unknown members are refused. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2019';
import addFormats from 'ajv-formats';
import { Violation } from '../platform';

const { $defs } = JSON.parse(readFileSync(join(__dirname, 'discord-api.subset.json'), 'utf8')) as { $defs: Record<string, object> };
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
for (const format of ['snowflake', 'nonce']) ajv.addFormat(format, true);
const validators = new Map<string, ReturnType<typeof ajv.compile>>();

function faultsOf(schema: string, value: unknown): string[] {
  let validate = validators.get(schema);
  if (validate === undefined) {
    validate = ajv.compile({ $defs, $ref: `#/$defs/${schema}`, unevaluatedProperties: false });
    validators.set(schema, validate);
  }
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ message = 'is wrong', instancePath, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
}

/** Refuses what Discord would, as Discord does. */
export function mustFit(schema: string, value: unknown): void {
  const faults = faultsOf(schema, value);
  if (faults.length > 0) throw new Violation(faults.join('; '), { status: 400, body: { message: 'Invalid Form Body', code: 50_035, errors: { body: { _errors: faults.map((message) => ({ code: 'INVALID', message })) } } } });
}

/** The simulator holds itself to the same contract: an answer that Discord would never give proves nothing. */
export function checked<T>(schema: string, value: T): T {
  const faults = faultsOf(schema, value);
  if (faults.length > 0) throw new Error(`Discord would not send this: ${faults.join('; ')}`);
  return value;
}
