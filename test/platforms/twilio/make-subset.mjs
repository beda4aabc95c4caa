// Cuts Twilio's OpenAPI file down to what the simulator checks with. Run by hand when Twilio publishes a new one:
//   node test/platforms/twilio/make-subset.mjs <twilio_api_v2010.yaml>
// The file is the one of https://github.com/twilio/twilio-oai; descriptions and examples are left out.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('Say where twilio_api_v2010.yaml is');
const api = parse(readFileSync(file, 'utf8'));

function cut(value) {
  if (Array.isArray(value)) return value.map(cut);
  if (typeof value !== 'object' || value === null) return value;
  if (typeof value.$ref === 'string') return cut(api.components.schemas[value.$ref.split('/').at(-1)]);
  const words = (key, inner) => ['example', 'examples', 'title', 'nullable'].includes(key) || key.startsWith('x-') || (key === 'description' && typeof inner === 'string');
  // "phone-number" is no format that a validator knows.
  return Object.fromEntries(Object.entries(value).filter(([key, inner]) => !words(key, inner) && inner !== 'phone-number').map(([key, inner]) => [key, cut(inner)]));
}

const form = (path) => cut(api.paths[`/2010-04-01/Accounts/{AccountSid}/${path}.json`].post.requestBody.content['application/x-www-form-urlencoded'].schema);
const subset = {
  createMessage: { ...form('Messages'), additionalProperties: false },
  updateNumber: { ...form('IncomingPhoneNumbers/{Sid}'), additionalProperties: false },
  messageFields: Object.keys(api.components.schemas['api.v2010.account.message'].properties),
};
writeFileSync(join(import.meta.dirname, 'twilio-api.subset.json'), `${JSON.stringify(subset, null, 1)}\n`);
