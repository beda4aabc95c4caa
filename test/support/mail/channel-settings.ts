import type { MailServer } from './mail-server';

/** Settings of an email channel that speaks to a test's mail server; other ports may be laid over (a proxy between). */
export function channelSettings(mail: MailServer, user: { address: string; password: string }, over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    provider: 'other', address: user.address, displayName: 'Acme', auth: 'password', user: user.address, password: user.password,
    imapHost: mail.host, imapPort: mail.imapPort, imapSecurity: 'none',
    smtpHost: mail.host, smtpPort: mail.submissionPort, smtpSecurity: 'starttls', verifyCertificates: false,
    ...over,
  };
}
