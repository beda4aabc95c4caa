import type { Capabilities, Connector } from '../contract';
import { check } from './discord.health';
import { history, lookup } from './discord.fetch';
import { parse } from './discord.parse';
import { download, profile } from './discord.people';
import { stream } from './discord.receive';
import { actOn, sendMessage } from './discord.send';
import { discordSettings, type DiscordSettings } from './discord.settings';

const megabyte = 1024 * 1024;

const capabilities: Capabilities = {
  maxTextLength: 2000,
  lengthUnit: 'utf16',
  text: 'plain',
  markup: 'discord',
  subject: false,
  cc: false,
  attachments: { maxCount: 10, maxBytes: 10 * megabyte },
  typing: true,
  reactions: true,
  edit: true,
  delete: true,
  readReceipts: false,
  deliveryReceipts: false,
  startConversation: true,
  undoSendSeconds: 3,
  public: false,
  publicly: { public: true, undoSendSeconds: 10 },
  privateReply: {},
  like: true,
  deleteOthers: true,
};
const filesOf = ({ maxFileMb }: Pick<DiscordSettings, 'maxFileMb'>): Pick<Capabilities, 'attachments'> => ({ attachments: { maxCount: 10, maxBytes: maxFileMb * megabyte } });

/** A bot of Discord: what people write to it in private, and what they ask in chosen channels of a server, where everybody reads along. */
export const discord: Connector<DiscordSettings> = {
  id: 'discord',
  label: 'Discord',
  // A person has one id everywhere on Discord.
  identityScope: () => 'discord',
  settings: discordSettings,
  capabilities,
  capabilitiesOf: filesOf,
  stream: (ctx, cursor, emit, signal) => stream(ctx, cursor, { emit, signal }),
  parse,
  send: (ctx, message) => sendMessage(ctx, message, { ...capabilities, ...filesOf(ctx.settings) }),
  act: (ctx, action) => actOn(ctx, action, capabilities),
  download,
  profile,
  lookup,
  history,
  check,
};
