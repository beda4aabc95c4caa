import { randomBytes } from 'node:crypto';
import { ConnectorError, type Capabilities, type Connector, type Context, type Health, type HealthStep } from '../contract';
import { refuseBeyondLimits } from '../limits';
import { parseChat } from './chat.parse';
import { chatSettings, type ChatSettings } from './chat.settings';

const capabilities: Capabilities = {
  maxTextLength: 10_000,
  lengthUnit: 'utf16',
  text: 'plain',
  subject: false,
  cc: false,
  attachments: { maxCount: 10, maxBytes: 25 * 1024 * 1024 },
  typing: true,
  reactions: false,
  edit: true,
  delete: true,
  readReceipts: true,
  deliveryReceipts: true,
  // A visitor is there only while they are there.
  startConversation: false,
  undoSendSeconds: 0,
  public: false,
};

/** The chat on a website. We are the platform: the widget's API stores deliveries, and visitors read answers from our own tables. */
export const chat: Connector<ChatSettings> = {
  id: 'chat',
  label: 'Website chat',
  identityScope: () => 'chat',
  settings: chatSettings,
  capabilities,
  parse: parseChat,
  // Sent means kept: the panel fetches it, and tells by a receipt when it did and when it was read.
  send: async (_ctx, message) => {
    refuseBeyondLimits(capabilities, message);
    return { externalId: message.messageId, status: 'sent' };
  },
  // Typing, edits and deletions reach the panel through its own stream.
  act: () => Promise.resolve(),
  download: () => Promise.reject(new ConnectorError('rejected', 'Files of the website chat are kept by Kontuar from the start; this one is gone', { reason: 'file-gone' })),
  check: (ctx) => Promise.resolve(health(ctx.settings)),
  connect: async (ctx: Context<ChatSettings>) => {
    if (ctx.settings.identitySecret !== undefined) return;
    await ctx.secrets.update((current) => Promise.resolve(current.identitySecret === undefined ? { identitySecret: randomBytes(32).toString('hex') } : {}));
  },
};

function health(settings: ChatSettings): Health {
  const steps: HealthStep[] = [
    settings.allowedOrigins.length > 0
      ? { id: 'sites', label: 'Websites', state: 'ok', detail: settings.allowedOrigins.join(', ') }
      : { id: 'sites', label: 'Websites', state: 'warning', detail: 'Any website may show this chat. List yours to keep others from it.' },
    settings.hours === ''
      ? { id: 'hours', label: 'Opening hours', state: 'skipped', detail: 'None set: visitors are told that somebody is always there.' }
      : { id: 'hours', label: 'Opening hours', state: 'ok', detail: `${settings.hours} (${settings.timeZone})` },
    settings.emailChannelId === ''
      ? { id: 'email', label: 'Answers by email', state: 'skipped', detail: 'No email channel chosen: whoever leaves the page finds the answer only in the chat.' }
      : { id: 'email', label: 'Answers by email', state: 'ok' },
  ];
  // An open list is a choice, not a fault: the step says it, the channel stays green.
  return { state: 'ok', steps };
}
