import type { Capabilities, Connector } from '../contract';
import { check, connect } from '../twilio/twilio.health';
import { history } from '../twilio/twilio.history';
import { download } from '../twilio/twilio.media';
import { parse } from '../twilio/twilio.parse';
import { isName, smsFlavour } from '../twilio/twilio.settings';
import { answer, split, verify } from '../twilio/twilio.webhook';
import { sendSms } from './sms.send';
import { smsSettings, type SmsSettings } from './sms.settings';

const capabilities: Capabilities = {
  maxTextLength: 1600,
  lengthUnit: 'utf16',
  smsCount: 'exact',
  text: 'plain',
  subject: false,
  cc: false,
  attachments: { maxCount: 10, maxBytes: 25 * 1024 * 1024 },
  typing: false,
  reactions: false,
  edit: false,
  delete: false,
  readReceipts: false,
  deliveryReceipts: true,
  startConversation: true,
  undoSendSeconds: 3,
  public: false,
};

/** A phone number, short code, messaging service or name of a Twilio account, for SMS and MMS. */
export const sms: Connector<SmsSettings> = {
  id: 'sms',
  label: 'SMS',
  // A phone number is one person towards every number of ours.
  identityScope: () => 'sms',
  settings: smsSettings,
  capabilities,
  capabilitiesOf: ({ smartEncoding }) => (smartEncoding ? { smsCount: 'at-most' } : {}),
  webhook: { verify, split, answer },
  parse: (delivery, { accountSid, apiUrl, optOutWords }) => parse(delivery, { flavour: smsFlavour, accountSid, apiUrl, optOutWords }),
  send: (ctx, message) => sendSms(ctx, message, capabilities),
  download,
  history: (ctx, since) => (isName(ctx.settings.sender) ? nothing() : history(ctx, since, smsFlavour)),
  check: (ctx) => check(ctx, smsFlavour),
  connect: (ctx) => connect(ctx, smsFlavour),
};

/** Nobody can write to a name. */
async function* nothing(): AsyncGenerator<never> {}
