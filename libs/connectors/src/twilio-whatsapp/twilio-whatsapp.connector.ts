import type { Capabilities, Connector } from '../contract';
import { check, connect } from '../twilio/twilio.health';
import { history } from '../twilio/twilio.history';
import { download } from '../twilio/twilio.media';
import { parse } from '../twilio/twilio.parse';
import { whatsappFlavour } from '../twilio/twilio.settings';
import { answer, split, verify } from '../twilio/twilio.webhook';
import { actOn, sendWhatsapp } from './twilio-whatsapp.send';
import { twilioWhatsappSettings, type TwilioWhatsappSettings } from './twilio-whatsapp.settings';
import { templates } from './twilio-whatsapp.templates';

const capabilities: Capabilities = {
  maxTextLength: 1600,
  lengthUnit: 'utf16',
  text: 'plain',
  markup: 'whatsapp',
  subject: false,
  cc: false,
  attachments: { maxCount: 10, maxBytes: 16 * 1024 * 1024 },
  typing: true,
  reactions: false,
  edit: false,
  delete: false,
  readReceipts: true,
  deliveryReceipts: true,
  replyWindowHours: 24,
  templates: true,
  startConversation: true,
  undoSendSeconds: 3,
  public: false,
};

/** A WhatsApp number that Twilio holds for the business. */
export const twilioWhatsapp: Connector<TwilioWhatsappSettings> = {
  id: 'twilio-whatsapp',
  label: 'WhatsApp (Twilio)',
  identityScope: () => 'twilio-whatsapp',
  settings: twilioWhatsappSettings,
  capabilities,
  capabilitiesOf: ({ windowHours }) => ({ replyWindowHours: windowHours }),
  webhook: { verify, split, answer },
  parse: (delivery, { accountSid, apiUrl }) => parse(delivery, { flavour: whatsappFlavour, accountSid, apiUrl, optOutWords: false }),
  send: (ctx, message) => sendWhatsapp(ctx, message, capabilities),
  act: actOn,
  download,
  history: (ctx, since) => history(ctx, since, whatsappFlavour),
  templates,
  check: (ctx) => check(ctx, whatsappFlavour),
  connect: (ctx) => connect(ctx, whatsappFlavour),
};
