import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { ImapFlow } from 'imapflow';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { freePort, startGuarded } from '../guarded-process';
import { startDovecot } from './dovecot';
import { startIdentityProvider, type IdentityProvider } from './identity-provider';
import { startPostfix } from './postfix';

export interface StoredMail { uid: number; raw: string; flags: string[] }

/** Real Dovecot and Postfix, private to the caller; see README.md. */
export interface MailServer {
  host: '127.0.0.1';
  imapPort: number;
  imapsPort: number;
  /** Takes mail for the domains without sign-in, as from the outside. */
  smtpPort: number;
  /** STARTTLS, sign-in required. */
  submissionPort: number;
  /** TLS from the start, sign-in required. */
  submissionsPort: number;
  lmtpPort: number;
  domains: readonly string[];
  identity: IdentityProvider;
  addUser(address: string, password?: string): { address: string; password: string };
  setPassword(address: string, password: string): void;
  /** Sends a raw mail from the outside; LF line ends are fine. */
  deliver(raw: string | Buffer, envelope: { to: string | string[]; from?: string }): Promise<void>;
  /** What lies in a folder now. */
  mails(address: string, folder?: string): Promise<StoredMail[]>;
  /** Waits until at least `count` mails lie there. */
  waitForMails(address: string, count: number, options?: { folder?: string; timeoutMs?: number }): Promise<StoredMail[]>;
  remove(address: string, uid: number): Promise<void>;
  /** Another UIDVALIDITY for the INBOX; closes open sessions. */
  renumber(address: string): void;
  /** Ends a user's IMAP sessions. */
  kick(address: string): void;
  /** What both servers wrote, for the message of a failure. */
  logs(): string;
  stop(): Promise<void>;
}

export async function startMailServer(options: { domains?: readonly string[] } = {}): Promise<MailServer> {
  if (process.getuid?.() !== 0) throw new Error('Dovecot and Postfix start as root only: run the tests as root, or in a user namespace');
  const domains = options.domains ?? ['acme.test', 'customer.test'];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kontuar-mail-'));
  fs.chmodSync(folder, 0o755);
  // Postfix leaves children behind when it is killed; the guard of this folder outlives both.
  const janitor = startGuarded({ remove: folder });
  const identity = await startIdentityProvider();
  const [imap, imaps, lmtp, smtp, submission, submissions] = await freePorts(6);
  const certificate = makeCertificate(folder);
  const dovecot = startDovecot(folder, { imap, imaps, lmtp, tokenInfo: identity.port }, certificate);
  const passwords = new Map<string, string>();
  const writeUser = (address: string, password: string): void => {
    passwords.set(address, password);
    dovecot.writeUser(address, password);
  };
  const postfix = startPostfix(folder, { smtp, submission, submissions, lmtp }, { ...certificate, authSocket: dovecot.authSocket, domains });
  const logs = (): string => `${readLogs(folder)}\n${dovecot.process.log()}\n${postfix.log()}`;
  const stop = async (): Promise<void> => {
    await postfix.stop();
    await dovecot.process.stop();
    await identity.stop();
    await janitor.stop();
  };
  try {
    await Promise.all([imap, imaps, lmtp, smtp, submission, submissions].map((port) => waitForPort(port, logs)));
  } catch (error) {
    await stop();
    throw error;
  }

  const withImap = async <T>(address: string, work: (client: ImapFlow) => Promise<T>): Promise<T> => {
    const client = new ImapFlow({ host: '127.0.0.1', port: imap, secure: false, doSTARTTLS: false, auth: { user: address, pass: passwords.get(address) ?? '' }, logger: false });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await work(client);
    } finally {
      client.close();
    }
  };
  const mails = (address: string, mailbox = 'INBOX'): Promise<StoredMail[]> => withImap(address, async (client) => {
    const opened = await client.mailboxOpen(mailbox, { readOnly: true });
    if (opened.exists === 0) return [];
    const found = await client.fetchAll('1:*', { uid: true, source: true, flags: true });
    return found.map((mail) => ({ uid: mail.uid, raw: (mail.source ?? Buffer.alloc(0)).toString('utf8'), flags: [...(mail.flags ?? [])] }));
  });
  const server: MailServer = {
    host: '127.0.0.1', imapPort: imap, imapsPort: imaps, smtpPort: smtp, submissionPort: submission, submissionsPort: submissions, lmtpPort: lmtp, domains, identity,
    addUser: (address, password = `pw-${randomUUID()}`) => {
      writeUser(address, password);
      return { address, password };
    },
    setPassword: writeUser,
    deliver: (raw, envelope) => deliver(smtp, raw, { from: envelope.from ?? 'outside@customer.test', to: [envelope.to].flat() }),
    mails,
    waitForMails: async (address, count, { folder: mailbox, timeoutMs = 20_000 } = {}) => {
      for (const deadline = Date.now() + timeoutMs; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
        const found = await mails(address, mailbox);
        if (found.length >= count) return found;
        if (Date.now() > deadline) throw new Error(`${address} has ${found.length} of ${count} mails\n${logs().slice(-3_000)}`);
      }
    },
    remove: (address, uid) => withImap(address, async (client) => {
      await client.mailboxOpen('INBOX');
      await client.messageDelete(String(uid), { uid: true });
    }),
    renumber: (address) => dovecot.renumber(address),
    kick: (address) => dovecot.kick(address),
    logs,
    stop,
  };
  return server;
}

async function freePorts(count: 6): Promise<[number, number, number, number, number, number]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await freePort());
  return [...ports] as [number, number, number, number, number, number];
}

function readLogs(folder: string): string {
  return ['dovecot.log', 'postfix.log'].map((name) => path.join(folder, name)).filter((file) => fs.existsSync(file)).map((file) => fs.readFileSync(file, 'utf8').slice(-20_000)).join('\n');
}

function makeCertificate(folder: string): { cert: string; key: string } {
  const cert = path.join(folder, 'cert.pem');
  const key = path.join(folder, 'key.pem');
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=mail.acme.test', '-addext', 'subjectAltName=DNS:mail.acme.test,DNS:localhost,IP:127.0.0.1'], { stdio: 'ignore' });
  fs.chmodSync(key, 0o600);
  return { cert, key };
}

async function waitForPort(port: number, log: () => string): Promise<void> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (open) return;
  }
  throw new Error(`A mail server did not open port ${port} (are dovecot-imapd, dovecot-lmtpd and postfix installed?):\n${log()}`);
}

function deliver(port: number, raw: string | Buffer, envelope: { from: string; to: string[] }): Promise<void> {
  const bytes = typeof raw === 'string' ? Buffer.from(raw, 'utf8') : raw;
  return new Promise((resolve, reject) => {
    const connection = new SMTPConnection({ host: '127.0.0.1', port, ignoreTLS: true });
    connection.on('error', reject);
    connection.connect((connectError) => {
      if (connectError) {
        reject(connectError);
        return;
      }
      connection.send({ ...envelope, use8BitMime: true }, bytes, (error) => {
        connection.quit();
        if (error) reject(error);
        else resolve();
      });
    });
  });
}
