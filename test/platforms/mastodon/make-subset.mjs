// Cuts the OpenAPI description of Mastodon down to the schemas that the simulator checks with. Run by hand when there is a new one:
//   node test/platforms/mastodon/make-subset.mjs <schema.json>
// The file is dist/schema.json of https://github.com/abraham/mastodon-openapi; descriptions are left out.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('Say where schema.json is');
const { components: { schemas }, paths } = JSON.parse(readFileSync(file, 'utf8'));

function cut(value) {
  if (Array.isArray(value)) return value.map(cut);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => !['example', 'examples', 'default', 'deprecated', 'externalDocs'].includes(key) && !(key === 'description' && typeof inner === 'string') && !(key === 'format' && inner === 'iso-639-1'))
      .map(([key, inner]) => [key, key === '$ref' ? inner.replace('#/components/schemas/', '#/$defs/') : cut(inner)]),
  );
}

const defs = {};
const take = (name) => {
  if (defs[name] !== undefined) return;
  defs[name] = cut(schemas[name]);
  for (const [, inner] of JSON.stringify(schemas[name]).matchAll(/"#\/components\/schemas\/(\w+)"/g)) take(inner);
};
['TextStatus', 'MediaStatus', 'Status', 'Notification', 'MediaAttachment', 'Account'].forEach(take);
const bodyOf = (path, method, type) => cut(paths[path][method].requestBody.content[type].schema);
defs.EditStatus = bodyOf('/api/v1/statuses/{id}', 'put', 'application/json');
defs.UploadMedia = bodyOf('/api/v2/media', 'post', 'multipart/form-data');
/** Questions: the names that each may carry. */
const queries = {};
for (const [path, method] of [['/api/v1/notifications', 'get'], ['/api/v1/accounts/{id}/statuses', 'get'], ['/api/v1/conversations', 'get']]) {
  queries[`${method.toUpperCase()} ${path}`] = paths[path][method].parameters.filter(({ in: where }) => where === 'query').map(({ name }) => name);
}
writeFileSync(join(import.meta.dirname, 'mastodon-api.subset.json'), `${JSON.stringify({ $defs: defs, queries }, null, 1)}\n`);
