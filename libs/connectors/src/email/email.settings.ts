import { createHash } from 'node:crypto';
import { z } from 'zod';
import { normaliseAddress } from './parse/addresses';

/** What the form needs beyond words: which fields few need, and which only make sense beside a choice. */
interface Hint { advanced?: boolean; when?: Record<string, string> }
const otherProvider: Hint = { when: { provider: 'other' } };
const byOauth: Hint = { when: { auth: 'xoauth2' } };
const seldom: Hint = { advanced: true };

const host = (title: string, placeholder: string) => z.string().trim().max(255).regex(/^[^\s/@:]*$/, 'Only the host name, without https:// and port').default('').meta({ title, placeholder, ...otherProvider });
const port = (title: string) => z.number().int().min(1).max(65_535).optional().meta({ title, description: 'Leave empty for the usual port', ...seldom });
const security = (title: string) => z.enum(['tls', 'starttls', 'none']).optional()
  .meta({ title, description: 'tls: encrypted from the start; starttls: encrypted after the greeting; none: only for servers on the same machine', ...seldom });
const secret = (title: string, description: string, hint: Hint) => z.string().max(8_192).default('').meta({ title, description, secret: true, ...hint });

export const emailSettings = z.object({
  provider: z.enum(['gmail', 'microsoft', 'other']).default('other')
    .meta({ title: 'Mail provider', labels: { gmail: 'Gmail', microsoft: 'Microsoft 365', other: 'Another provider' }, description: 'Fills in the servers of Gmail and Microsoft 365; choose "other" to enter them' }),
  address: z.string().trim().toLowerCase().max(320).regex(/^[^\s@<>",;:]+@[^\s@<>",;:]+$/, 'Enter one address, such as support@example.com')
    .meta({ title: 'Address', description: 'Customers write to it, and answers come from it', placeholder: 'support@example.com' }),
  displayName: z.string().trim().max(120).default('').meta({ title: 'Sender name', description: 'Shown beside the address; empty: the workspace’s name', placeholder: 'Example Shop' }),
  senderName: z.enum(['agent-and-team', 'team', 'agent']).default('agent-and-team').meta({ advanced: true, title: 'Who answers', description: 'Whose name customers see: the agent’s, the team’s, or both' }),
  quoteAnswered: z.boolean().default(true).meta({ advanced: true, title: 'Quote the answered mail', description: 'Below every answer; agents can leave it out, or put it in when this is off' }),
  aliases: z.array(z.string().trim().toLowerCase().max(320)).max(50).default([]).meta({ advanced: true, title: 'Other addresses of this mailbox', description: 'Mails from these are our own' }),

  auth: z.enum(['password', 'xoauth2']).default('password').meta({ title: 'Sign-in', labels: { password: 'Password', xoauth2: 'OAuth 2.0' }, description: 'Microsoft 365 needs OAuth 2.0; Gmail takes OAuth 2.0 or an app password' }),
  user: z.string().trim().max(320).default('').meta({ advanced: true, title: 'User name', description: 'Empty: the address' }),
  password: secret('Password', 'For Gmail an app password, not the account’s own', { when: { auth: 'password' } }),
  oauthClientId: z.string().trim().max(500).default('').meta({ ...byOauth, title: 'OAuth client id' }),
  oauthClientSecret: secret('OAuth client secret', 'Of the application registered with the provider', byOauth),
  oauthTenant: z.string().trim().max(100).regex(/^[A-Za-z0-9.-]*$/).default('').meta({ ...byOauth, advanced: true, title: 'Microsoft tenant', description: 'Empty: common' }),
  oauthTokenUrl: z.string().trim().max(500).regex(/^(https?:\/\/\S+)?$/, 'Enter a full address or leave it empty').default('').meta({ ...byOauth, advanced: true, title: 'Token address', description: 'Empty: the provider’s own' }),
  oauthConsentUrl: z.string().trim().max(500).regex(/^(https?:\/\/\S+)?$/, 'Enter a full address or leave it empty').default('').meta({ ...byOauth, advanced: true, title: 'Consent address', description: 'Empty: the provider’s own' }),
  oauthScope: z.string().trim().max(1_000).default('').meta({ ...byOauth, advanced: true, title: 'OAuth scope', description: 'Empty: what the provider needs for mail' }),
  oauthRefreshToken: secret('Refresh token', 'Given when the mailbox’s owner agreed; renewed by Kontuar', byOauth),
  oauthAccessToken: z.string().max(8_192).default('').meta({ title: 'Access token', description: 'Kept by Kontuar', secret: true, hidden: true }),
  oauthAccessExpiresAt: z.string().max(40).default('').meta({ title: 'Access token expires', description: 'Kept by Kontuar', hidden: true }),

  imapHost: host('Incoming server (IMAP)', 'imap.example.com'),
  imapPort: port('IMAP port'),
  imapSecurity: security('IMAP encryption'),
  imapUser: z.string().trim().max(320).default('').meta({ advanced: true, title: 'IMAP user name', description: 'When it differs' }),
  mailbox: z.string().trim().min(1).max(200).default('INBOX').meta({ advanced: true, title: 'Folder to read' }),
  watchSent: z.boolean().default(false).meta({ advanced: true, title: 'Show answers written elsewhere', description: 'Reads the Sent folder too, so that answers from a mail program appear in the thread' }),
  importDays: z.number().int().min(0).max(365).default(0).meta({ advanced: true, title: 'Import the last days', description: 'At the first connection; 0 starts with new mail' }),
  maxMailMegabytes: z.number().int().min(1).max(150).default(40).meta({ advanced: true, title: 'Largest mail to fetch (MB)', description: 'Larger ones are shown with a note and without attachments' }),

  smtpHost: host('Outgoing server (SMTP)', 'smtp.example.com'),
  smtpPort: port('SMTP port'),
  smtpSecurity: security('SMTP encryption'),
  smtpUser: z.string().trim().max(320).default('').meta({ advanced: true, title: 'SMTP user name', description: 'When it differs' }),
  smtpPassword: secret('SMTP password', 'When it differs', seldom),
  smtpWithoutLogin: z.boolean().default(false).meta({ advanced: true, title: 'SMTP without sign-in', description: 'For relays that know this machine' }),
  appendToSent: z.boolean().default(false).meta({ advanced: true, title: 'Keep a copy in the Sent folder', description: 'Gmail and Microsoft 365 do so themselves' }),
  plusAddressing: z.boolean().default(false).meta({ advanced: true, title: 'Plus addresses work', description: 'Answers then find their conversation even when a mail program drops the headers' }),
  checkedBy: z.string().trim().toLowerCase().max(255).regex(/^[^\s;<>]*$/).default('')
    .meta({ advanced: true, title: 'Server whose sender checks count', description: 'As it names itself in Authentication-Results; empty: Gmail’s own for Gmail, nobody’s elsewhere', placeholder: 'mx.example.com' }),
  verifyCertificates: z.boolean().default(true).meta({ advanced: true, title: 'Check server certificates', description: 'Switch off only for a server of your own with a certificate of its own' }),

  webhookKey: secret('Key for incoming raw mail', 'For relays that post mail to this channel’s webhook; empty: switched off', seldom),
});

export type EmailSettings = z.infer<typeof emailSettings>;

export interface MailServer {
  host: string;
  port: number;
  security: 'tls' | 'starttls' | 'none';
  user: string;
}

const presets = {
  gmail: { imap: 'imap.gmail.com', smtp: 'smtp.gmail.com', smtpSecurity: 'tls' },
  microsoft: { imap: 'outlook.office365.com', smtp: 'smtp.office365.com', smtpSecurity: 'starttls' },
  other: { imap: '', smtp: '', smtpSecurity: 'starttls' },
} as const;

const usualPorts = { imap: { tls: 993, starttls: 143, none: 143 }, smtp: { tls: 465, starttls: 587, none: 25 } } as const;

export function imapServer(settings: EmailSettings): MailServer {
  const chosen = settings.imapSecurity ?? (settings.imapPort === 143 ? 'starttls' : 'tls');
  return { host: settings.imapHost || presets[settings.provider].imap, port: settings.imapPort ?? usualPorts.imap[chosen], security: chosen, user: settings.imapUser || settings.user || settings.address };
}

export function smtpServer(settings: EmailSettings): MailServer {
  const chosen = settings.smtpSecurity ?? (settings.smtpPort === 465 ? 'tls' : settings.smtpPort === 587 ? 'starttls' : presets[settings.provider].smtpSecurity);
  return { host: settings.smtpHost || presets[settings.provider].smtp, port: settings.smtpPort ?? usualPorts.smtp[chosen], security: chosen, user: settings.smtpUser || settings.user || settings.address };
}

/** The channel's own addresses, lower case. */
export function ownAddresses(settings: Pick<EmailSettings, 'address' | 'aliases'>): string[] {
  return [settings.address, ...settings.aliases].flatMap((address) => normaliseAddress(address) ?? []);
}

/** The server that names itself so in Authentication-Results took the mail for us; what another says of a mail, its sender may have written. */
export function trustedServer(settings: Pick<EmailSettings, 'checkedBy' | 'provider'>): string | undefined {
  return settings.checkedBy || (settings.provider === 'gmail' ? 'mx.google.com' : undefined);
}

/** Marks what this channel sent, without telling an outsider anything. */
export function loopMark(settings: Pick<EmailSettings, 'address'>): string {
  return createHash('sha256').update(`kontuar:${settings.address}`).digest('hex').slice(0, 24);
}
