// Cuts Discord's OpenAPI file down to the schemas that the simulator checks with. Run by hand when Discord publishes a new one:
//   node test/platforms/discord/make-subset.mjs <openapi.json>
// The file is that of https://github.com/discord/discord-api-spec; members that neither we nor the simulator write are left out, and so refused.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('Say where openapi.json is');
const { schemas } = JSON.parse(readFileSync(file, 'utf8')).components;
const wanted = {
  MessageCreateRequest: ['content', 'allowed_mentions', 'attachments', 'message_reference', 'nonce', 'enforce_nonce'],
  MessageEditRequestPartial: ['content', 'allowed_mentions'],
  CreatePrivateChannelRequest: ['recipient_id'],
  GatewayBotResponse: undefined,
  UserResponse: ['id', 'username', 'global_name', 'avatar', 'bot', 'discriminator', 'public_flags', 'flags'],
  MessageResponse: ['type', 'content', 'mentions', 'mention_roles', 'attachments', 'timestamp', 'edited_timestamp', 'flags', 'sticker_items', 'id', 'channel_id', 'author', 'pinned', 'mention_everyone', 'tts', 'nonce', 'webhook_id', 'message_reference', 'referenced_message', 'reactions'],
  MessageAttachmentResponse: ['id', 'filename', 'size', 'url', 'proxy_url', 'content_type', 'ephemeral'],
  MessageReactionResponse: ['emoji', 'count', 'me'],
  BasicMessageResponse: ['id', 'channel_id', 'author', 'content', 'type', 'timestamp'],
};

function cut(value) {
  if (Array.isArray(value)) return value.map(cut);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value)
    .filter(([key, inner]) => !['description', 'title', 'x-enum-descriptions', 'x-discord-union', 'default', 'example'].includes(key) || typeof inner === 'object')
    .map(([key, inner]) => [key, key === '$ref' ? inner.replace('#/components/schemas/', '#/$defs/') : cut(inner)]));
}

const defs = {};
const take = (name) => {
  if (defs[name] !== undefined) return;
  const schema = structuredClone(schemas[name]);
  const members = wanted[name];
  if (members !== undefined) {
    schema.properties = Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([member]) => members.includes(member)));
    if (schema.required !== undefined) schema.required = schema.required.filter((member) => members.includes(member));
  }
  defs[name] = cut(schema);
  for (const [, inner] of JSON.stringify(schema).matchAll(/"#\/components\/schemas\/(\w+)"/g)) take(inner);
};
Object.keys(wanted).forEach(take);
writeFileSync(join(import.meta.dirname, 'discord-api.subset.json'), `${JSON.stringify({ $defs: defs }, null, 1)}\n`);
