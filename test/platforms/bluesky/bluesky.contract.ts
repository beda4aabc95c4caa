/** The network's lexicons, as far as the simulator needs them (`make-subset.mjs` cuts them); unknown members are refused. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2019';
import { lengthIn } from '../../../libs/connectors/src/limits';
import { Violation, type ApiAnswer, type ApiCall } from '../platform';

interface Method { type: 'query' | 'procedure'; params?: { properties: Record<string, { type?: string }> }; input?: object; output?: object; bytes?: true }
const { $defs, calls } = JSON.parse(readFileSync(join(__dirname, 'bluesky-lexicons.subset.json'), 'utf8')) as { $defs: Record<string, object>; calls: Record<string, Method> };

const did = /^did:[a-z]+:[\w.:%-]*[\w.-]$/;
const handle = /^([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+[a-z]([a-z\d-]{0,61}[a-z\d])?$/i;
const nsid = /^[a-z]([a-z\d-]*)(\.[a-z\d-]+)+\.[a-z][a-z\d]*$/i;
const recordKey = /^(?!\.{1,2}$)[\w.~:-]{1,512}$/;
const atUri = (text: string): boolean => {
  const [, who = '', collection, key] = /^at:\/\/([^/]+)(?:\/([^/]+)(?:\/([^/]+))?)?$/.exec(text) ?? [];
  return (did.test(who) || handle.test(who)) && (collection === undefined || nsid.test(collection)) && (key === undefined || recordKey.test(key));
};

const ajv = new Ajv({ strict: false, allErrors: true });
const formats: Record<string, RegExp | ((text: string) => boolean)> = {
  did, handle, nsid, 'record-key': recordKey, 'at-uri': atUri, 'at-identifier': (text) => did.test(text) || handle.test(text), cid: /^baf[a-z2-7]{56}$/, uri: /^[a-z][\w+.-]*:\S+$/i,
  datetime: (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text) && !text.endsWith('-00:00') && !Number.isNaN(Date.parse(text)),
  language: (text) => { try { return Intl.getCanonicalLocales(text).length === 1; } catch { return false; } },
};
for (const [name, format] of Object.entries(formats)) ajv.addFormat(name, format);
ajv.addKeyword({ keyword: 'maxBytes', type: 'string', validate: (most: number, text: string) => Buffer.byteLength(text) <= most });
ajv.addKeyword({ keyword: 'maxGraphemes', type: 'string', validate: (most: number, text: string) => lengthIn('graphemes', text) <= most });
const validators = new Map<string, ReturnType<typeof ajv.compile>>();

function faultsOf(name: string, schema: object, value: unknown): string | undefined {
  const validate = validators.get(name) ?? ajv.compile({ $defs, ...schema });
  validators.set(name, validate);
  return validate(value) ? undefined : (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`).join('; ');
}

/** As XRPC servers say no. */
export const refuse = (status: number, error: string, message: string, headers: Record<string, string> = {}): ApiAnswer => ({ status, headers, body: { error, message } });
const wrong = (message: string, answer = refuse(400, 'InvalidRequest', message)): Violation => new Violation(message, answer);

export interface Question { id: string; params: Record<string, unknown>; input: Record<string, unknown> }

/** @throws Violation where the network would not understand it */
export function questionOf(call: ApiCall): Question {
  const id = call.path.replace(/^\/xrpc\//, '');
  const method = calls[id];
  if (method === undefined || id === call.path) throw wrong(`no ${call.method} ${call.path}`, refuse(501, 'MethodNotImplemented', 'Method Not Implemented'));
  const expected = method.type === 'query' ? 'GET' : 'POST';
  if (call.method !== expected) throw wrong(`Incorrect HTTP method (${call.method}) expected ${expected}`, refuse(405, 'InvalidRequest', `Incorrect HTTP method (${call.method}) expected ${expected}`));
  const params = paramsOf(call.search, method.params?.properties ?? {});
  const amiss = method.params === undefined ? (Object.keys(params).length === 0 ? undefined : 'takes no parameters') : faultsOf(`${id} params`, method.params, params);
  if (amiss !== undefined) throw wrong(`${id}: ${amiss}`);
  if (method.bytes === true) {
    if (call.body.length === 0 || call.headers['content-type'] === undefined) throw wrong('Request encoding (Content-Type) required but not provided');
    return { id, params, input: {} };
  }
  if (method.input === undefined) {
    if (call.body.length > 0) throw wrong('A request body was provided when none was expected');
    return { id, params, input: {} };
  }
  const faults = faultsOf(`${id} input`, method.input, call.parsed);
  if (faults !== undefined) throw wrong(`Input ${faults}`);
  return { id, params, input: call.parsed as Record<string, unknown> }; // an object, by its schema
}

function paramsOf(search: URLSearchParams, properties: Record<string, { type?: string }>): Record<string, unknown> {
  const params: Record<string, unknown> = {};
  for (const name of new Set(search.keys())) {
    const all = search.getAll(name);
    const { type } = properties[name] ?? {};
    const one = all[0] ?? '';
    params[name] = type === 'array' || all.length > 1 ? all : type === 'integer' ? Number(one) : type === 'boolean' ? one === 'true' : one;
  }
  return params;
}

/** @throws Violation where the record is not as its collection wants it */
export function mustBeRecord(collection: string, record: unknown): void {
  if ($defs[collection] === undefined) throw wrong(`nothing of ours is kept in ${collection}`);
  const faults = faultsOf(`record ${collection}`, { $ref: `#/$defs/${collection}` }, record);
  if (faults !== undefined) throw wrong(`Invalid ${collection} record: ${faults}`);
  if ((record as { $type: string }).$type !== collection) throw wrong(`Invalid $type: expected ${collection}`);
}

/** The simulator holds itself to the same lexicons: what Bluesky would never say proves nothing. */
export function asDocumented(id: string, body: object): ApiAnswer {
  const output = calls[id]?.output;
  const faults = output === undefined ? undefined : faultsOf(`${id} output`, output, body);
  if (faults !== undefined) throw new Error(`${id} would not answer that: ${faults}`);
  return { status: 200, body };
}
