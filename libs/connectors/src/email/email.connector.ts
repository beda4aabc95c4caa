import type { Connector } from '../contract';
import { checkMailbox } from './email.check';
import { parseMail } from './email.parse';
import { emailSettings, ownAddresses, type EmailSettings } from './email.settings';
import { rawMailWebhook } from './email.webhook';
import { mailConsent } from './oauth/consent';
import { pollImap, streamImap } from './imap/imap.stream';
import { maxAttachments, maxMessageBytes } from './smtp/smtp.compose';
import { sendMail } from './smtp/smtp.send';

/** Mailboxes: IMAP in, SMTP out, raw mail from relays by webhook. */
export const email: Connector<EmailSettings> = {
  id: 'email',
  label: 'Email',
  identityScope: () => 'email',
  addresses: ownAddresses,
  settings: emailSettings,
  capabilities: {
    text: 'html',
    letters: { quoting: 'always' },
    subject: true,
    cc: true,
    attachments: { maxCount: maxAttachments, maxBytes: maxMessageBytes },
    typing: false,
    reactions: false,
    edit: false,
    delete: false,
    readReceipts: false,
    deliveryReceipts: false,
    startConversation: true,
    undoSendSeconds: 10,
    public: false,
  },
  capabilitiesOf: ({ quoteAnswered }) => ({ letters: { quoting: quoteAnswered ? 'always' : 'asked' } }),
  webhook: rawMailWebhook,
  poll: pollImap,
  pollEverySeconds: 300,
  stream: streamImap,
  parse: parseMail,
  parseApart: true,
  send: sendMail,
  consent: mailConsent,
  check: checkMailbox,
};
