// Cuts the machine-readable Bot API down to what the simulator needs. Run by hand when Telegram publishes a new version:
//   node test/platforms/telegram/make-subset.mjs <path of api.json>
// api.json is the one of https://github.com/PaulSonOfLars/telegram-bot-api-spec; only names, types and "required" are kept.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const methods = [
  'getMe', 'getUpdates', 'setWebhook', 'deleteWebhook', 'getWebhookInfo', 'getFile', 'getUserProfilePhotos',
  'sendMessage', 'sendPhoto', 'sendDocument', 'sendAudio', 'sendVideo', 'sendVoice', 'sendAnimation', 'sendMediaGroup', 'sendChatAction',
  'setMessageReaction', 'editMessageText', 'editMessageCaption', 'deleteMessage', 'readBusinessMessage', 'deleteBusinessMessages',
];
const types = [
  'Update', 'Message', 'User', 'Chat', 'MessageEntity', 'PhotoSize', 'Document', 'Audio', 'Video', 'VideoNote', 'Voice', 'Animation', 'Sticker', 'Contact',
  'Location', 'Venue', 'Dice', 'TextQuote', 'MessageReactionUpdated', 'ReactionType', 'ReactionTypeEmoji', 'ReactionTypeCustomEmoji', 'ReactionTypePaid',
  'ChatMemberUpdated', 'ChatMember', 'ChatMemberMember', 'ChatMemberBanned', 'ChatMemberLeft', 'ChatMemberAdministrator', 'ChatMemberOwner', 'ChatMemberRestricted',
  'BusinessMessagesDeleted', 'MessageOrigin', 'MessageOriginUser', 'MessageOriginHiddenUser', 'MessageOriginChat', 'MessageOriginChannel',
  'ReplyParameters', 'InputMediaPhoto', 'InputMediaVideo', 'InputMediaAudio', 'InputMediaDocument', 'WebhookInfo', 'File', 'UserProfilePhotos', 'LinkPreviewOptions',
];

const source = process.argv[2];
if (source === undefined) throw new Error('Say where api.json is');
const api = JSON.parse(readFileSync(source, 'utf8'));
const fieldsOf = ({ fields = [] }) => Object.fromEntries(fields.map(({ name, types: allowed, required }) => [name, [required ? 1 : 0, ...allowed]]));
const line = (entries) => `{\n${entries.map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(',\n')}\n  }`;

const text = `{
  "version": ${JSON.stringify(api.version)},
  "methods": ${line(methods.map((name) => [name, fieldsOf(api.methods[name])]))},
  "types": ${line(types.map((name) => [name, api.types[name].subtypes ? { subtypes: api.types[name].subtypes } : { fields: fieldsOf(api.types[name]) }]))}
}
`;
writeFileSync(join(import.meta.dirname, 'bot-api.subset.json'), text);
