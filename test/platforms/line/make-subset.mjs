// Cuts LINE's OpenAPI files down to the schemas that the simulator checks with. Run by hand when LINE publishes new ones:
//   node test/platforms/line/make-subset.mjs <messaging-api.yml> <webhook.yml>
// The files are those of https://github.com/line/line-openapi; descriptions are left out.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const [api, webhook] = process.argv.slice(2);
if (api === undefined || webhook === undefined) throw new Error('Say where messaging-api.yml and webhook.yml are');
const wanted = {
  api: ['ReplyMessageRequest', 'PushMessageRequest', 'TextMessage', 'ImageMessage', 'VideoMessage', 'AudioMessage', 'StickerMessage', 'ShowLoadingAnimationRequest', 'MarkMessagesAsReadByTokenRequest', 'SetWebhookEndpointRequest', 'TestWebhookEndpointRequest'],
  webhook: ['MessageEvent', 'UnsendEvent', 'FollowEvent', 'UnfollowEvent', 'JoinEvent', 'LeaveEvent', 'PostbackEvent', 'UserSource', 'GroupSource', 'RoomSource', 'TextMessageContent', 'ImageMessageContent', 'VideoMessageContent', 'AudioMessageContent', 'FileMessageContent', 'LocationMessageContent', 'StickerMessageContent'],
};

/** Needless words out, and references to where the schemas stand in the subset. */
function cut(value, name) {
  if (Array.isArray(value)) return value.map((one) => cut(one, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => !['externalDocs', 'discriminator', 'example', 'default'].includes(key) && !(key === 'description' && typeof inner === 'string'))
      .map(([key, inner]) => [key, key === '$ref' ? inner.replace('#/components/schemas/', `#/$defs/${name}`) : cut(inner, name)]),
  );
}

const defs = {};
for (const [name, file] of [['api', api], ['webhook', webhook]]) {
  const { schemas } = parse(readFileSync(file, 'utf8')).components;
  const take = (one) => {
    if (defs[`${name}${one}`] !== undefined) return;
    defs[`${name}${one}`] = cut(schemas[one], name);
    for (const [, inner] of JSON.stringify(schemas[one]).matchAll(/"#\/components\/schemas\/(\w+)"/g)) if (!JSON.stringify(schemas[one].discriminator ?? {}).includes(`/${inner}"`)) take(inner);
  };
  wanted[name].forEach(take);
}
writeFileSync(join(import.meta.dirname, 'line-api.subset.json'), `${JSON.stringify({ $defs: defs }, null, 1)}\n`);
