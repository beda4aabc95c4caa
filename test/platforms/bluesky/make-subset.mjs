// Cuts the lexicons of the network down to JSON schemas of what the simulator is asked and answers. Run by hand when there are new ones:
//   npm install @atproto/api   (in a folder of its own; it needs Node 22, its lexicons don't)
//   node test/platforms/bluesky/make-subset.mjs <that folder>/node_modules/@atproto/api/dist/client/lexicons.js
// Descriptions are left out, and what the simulator never says: labels, verifications, statuses.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('Say where lexicons.js is');
const { schemaDict } = await import(pathToFileURL(file).href);
const lexicons = Object.fromEntries(Object.values(schemaDict).map((one) => [one.id, one.defs]));

const methods = [
  'com.atproto.server.createSession', 'com.atproto.server.refreshSession', 'com.atproto.server.getSession', 'com.atproto.identity.resolveHandle',
  'com.atproto.repo.createRecord', 'com.atproto.repo.putRecord', 'com.atproto.repo.deleteRecord', 'com.atproto.repo.getRecord', 'com.atproto.repo.uploadBlob',
  'app.bsky.notification.listNotifications', 'app.bsky.feed.getPosts', 'app.bsky.feed.getAuthorFeed', 'app.bsky.actor.getProfile',
  ...['listConvos', 'getConvo', 'getConvoForMembers', 'getMessages', 'getLog', 'sendMessage', 'acceptConvo', 'updateRead', 'addReaction', 'removeReaction'].map((name) => `chat.bsky.convo.${name}`),
];
const records = ['app.bsky.feed.post', 'app.bsky.feed.like', 'app.bsky.feed.threadgate'];
/** Of unions, the kinds that are known by name; others stay possible where the union is open. */
const told = /^(app\.bsky\.(embed\.(images(#view)?$|record(#viewRecord|#view)?$)|feed\.threadgate|richtext\.facet)|chat\.bsky\.convo\.defs#(messageView|deletedMessageView|log(BeginConvo|AcceptConvo|ReadConvo|CreateMessage|DeleteMessage|AddReaction|RemoveReaction)))/;
const unsaid = new Set(['labels', 'associated', 'verification', 'status', 'debug', 'knownLikers', 'threadgate', 'relatedProfiles', 'entities', 'tags', 'lastReaction', 'commit', 'via', 'kind', 'embeds', 'joinedViaStarterPack', 'pinnedPost', 'reason:union']);
const isUnsaid = (name, value) => (value.ref ?? '').endsWith('app.bsky.actor.defs#viewerState') || unsaid.has(`${name}:${value.type}`) || (unsaid.has(name) && !(value.ref ?? '').endsWith('#convoStatus'));

const $defs = {};

/** 'app.bsky.feed.defs#postView' → its name below $defs. */
function named(reference, home) {
  const [id, part = 'main'] = reference.replace(/^lex:/, '').split('#');
  const nsid = id === '' ? home : id;
  const name = part === 'main' ? nsid : `${nsid}:${part}`;
  if ($defs[name] === undefined) {
    $defs[name] = {};
    Object.assign($defs[name], schemaOf(lexicons[nsid][part], nsid));
  }
  return { name, type: part === 'main' ? nsid : `${nsid}#${part}` };
}
const refTo = (reference, home) => ({ $ref: `#/$defs/${named(reference, home).name}` });

function schemaOf(lexicon, home) {
  switch (lexicon.type) {
    case 'object':
    case 'params': {
      const kept = Object.entries(lexicon.properties ?? {}).filter(([name, value]) => !isUnsaid(name, value));
      const properties = Object.fromEntries(kept.map(([name, value]) => [name, lexicon.nullable?.includes(name) ? { anyOf: [{ type: 'null' }, schemaOf(value, home)] } : schemaOf(value, home)]));
      return { type: 'object', ...(lexicon.required?.length > 0 ? { required: lexicon.required } : {}), properties: { ...(lexicon.type === 'object' ? { $type: { type: 'string' } } : {}), ...properties }, additionalProperties: false };
    }
    case 'record':
      return { ...schemaOf(lexicon.record, home), required: ['$type', ...(lexicon.record.required ?? [])] };
    case 'array':
      return { type: 'array', items: schemaOf(lexicon.items, home), ...(lexicon.maxLength === undefined ? {} : { maxItems: lexicon.maxLength }), ...(lexicon.minLength === undefined ? {} : { minItems: lexicon.minLength }) };
    case 'ref':
      return refTo(lexicon.ref, home);
    case 'union': {
      const kinds = lexicon.refs.filter((ref) => told.test(ref.replace(/^lex:/, '')));
      const cases = kinds.map((ref) => ({ if: { required: ['$type'], properties: { $type: { const: named(ref, home).type } } }, then: refTo(ref, home) }));
      return { type: 'object', required: ['$type'], properties: { $type: { type: 'string' } }, ...(cases.length === 0 ? {} : { allOf: cases }) };
    }
    case 'string':
      return { type: 'string', ...(lexicon.format === undefined ? {} : { format: lexicon.format }), ...(lexicon.enum === undefined ? {} : { enum: lexicon.enum }), ...(lexicon.maxLength === undefined ? {} : { maxBytes: lexicon.maxLength }), ...(lexicon.maxGraphemes === undefined ? {} : { maxGraphemes: lexicon.maxGraphemes }) };
    case 'integer':
      return { type: 'integer', ...(lexicon.minimum === undefined ? {} : { minimum: lexicon.minimum }), ...(lexicon.maximum === undefined ? {} : { maximum: lexicon.maximum }) };
    case 'boolean':
      return { type: 'boolean' };
    case 'blob': {
      const types = lexicon.accept?.map((one) => one.replace('/*', '/.+')).join('|');
      return {
        type: 'object', required: ['$type', 'ref', 'mimeType', 'size'], additionalProperties: false,
        properties: {
          $type: { const: 'blob' }, ref: { type: 'object', required: ['$link'], properties: { $link: { type: 'string', format: 'cid' } } },
          mimeType: { type: 'string', ...(types === undefined ? {} : { pattern: `^(${types})$` }) }, size: { type: 'integer', minimum: 1, ...(lexicon.maxSize === undefined ? {} : { maximum: lexicon.maxSize }) },
        },
      };
    }
    case 'unknown':
      return { type: 'object' };
    default:
      throw new Error(`no rule for ${lexicon.type} in ${home}`);
  }
}

const calls = {};
for (const id of methods) {
  const { type, parameters, input, output } = lexicons[id].main;
  const asJson = (part) => (part?.schema === undefined ? undefined : schemaOf(part.schema, id));
  calls[id] = {
    type, ...(parameters === undefined ? {} : { params: schemaOf(parameters, id) }),
    ...(input === undefined ? {} : input.schema === undefined ? { bytes: true } : { input: asJson(input) }), ...(output?.schema === undefined ? {} : { output: asJson(output) }),
  };
}
for (const id of records) named(id, id);
writeFileSync(join(import.meta.dirname, 'bluesky-lexicons.subset.json'), `${JSON.stringify({ $defs, calls, records }, null, 1)}\n`);
