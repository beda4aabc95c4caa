import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { ConnectorError, type Context } from '../../contract';
import { resolveEndpoint } from '../email.endpoint';
import { smtpServer, type EmailSettings } from '../email.settings';
import { asciiDomain } from '../parse/addresses';
import { accessToken } from '../oauth/access-token';
import { smtpError, type SmtpPhase } from './smtp.errors';

export interface Accepted {
  accepted: string[];
  /** Recipients that the server refused while it took others, with its words. */
  refused: { address: string; answer: string }[];
  /** Its answer to the mail itself. */
  said: string;
}

/** One SMTP conversation, with the phase it is in: what a broken connection means depends on it. */
export class SmtpSession {
  private phase: SmtpPhase = 'connecting';
  /** Set by the 'error' listener, without which nodemailer's own error event would end the process. */
  private lost: Error | undefined;
  private onLost: ((error: Error) => void) | undefined;

  private constructor(private readonly ctx: Context<EmailSettings>, private readonly connection: SMTPConnection, private readonly host: string) {
    connection.on('error', (error: Error) => this.break(error));
    // The end is told before its cause.
    connection.on('end', () => setImmediate(() => this.break(Object.assign(new Error('Connection closed'), { code: 'ECONNECTION' }))));
  }

  static async open(ctx: Context<EmailSettings>): Promise<SmtpSession> {
    const server = smtpServer(ctx.settings);
    const endpoint = await resolveEndpoint(server.host, ctx.allowPrivateHosts);
    const connection = new SMTPConnection({
      host: endpoint.address,
      port: server.port,
      secure: server.security === 'tls',
      requireTLS: server.security === 'starttls',
      ignoreTLS: server.security === 'none',
      tls: { ...endpoint.tls, rejectUnauthorized: ctx.settings.verifyCertificates },
      name: asciiDomain(ctx.settings.address),
      connectionTimeout: 20_000,
      greetingTimeout: 20_000,
      // Servers scan a mail before they answer (RFC 5321 §4.5.3.2.6 grants them ten minutes; few take two).
      socketTimeout: smtpTimeouts.answerMs,
      dnsTimeout: 10_000,
    });
    const session = new SmtpSession(ctx, connection, server.host);
    await session.step((done) => connection.connect(done));
    return session;
  }

  async login(): Promise<void> {
    const { settings } = this.ctx;
    if (settings.smtpWithoutLogin) return;
    this.phase = 'login';
    const { user } = smtpServer(settings);
    if (settings.auth === 'password') {
      await this.step((done) => this.connection.login({ user, pass: settings.smtpPassword || settings.password }, done));
      return;
    }
    let token: string | undefined;
    let failure: unknown;
    const oauth2 = {
      // nodemailer asks once more when the server refuses the token; then the refused one is replaced.
      getToken: (renew: boolean, callback: (error: Error | null, token: string) => void): void => {
        accessToken(this.ctx, renew ? token : undefined).then(
          (fresh) => {
            token = fresh;
            callback(null, fresh);
          },
          (error: Error) => {
            failure = error;
            callback(error, '');
          },
        );
      },
      buildXOAuth2Token: (fresh: string): string => Buffer.from(`user=${user}\u0001auth=Bearer ${fresh}\u0001\u0001`).toString('base64'),
    };
    try {
      await this.step((done) => this.connection.login({ method: 'XOAUTH2', user, type: 'oauth2', oauth2: oauth2 as never } as never, done));
    } catch (error) {
      throw failure instanceof ConnectorError ? failure : error;
    }
  }

  async send(envelope: { from: string; to: string[] }, raw: Buffer): Promise<Accepted> {
    this.phase = 'envelope';
    const body = Readable.from(slices(raw));
    // The last byte is read only after the server said "go ahead" to DATA; from then on the end of the mail is on its way.
    body.once('end', () => {
      this.phase = 'handed-over';
    });
    const info = await this.step<SMTPConnection.SentMessageInfo>((done) => this.connection.send({ ...envelope, size: raw.length }, body, done));
    const errors = info.rejectedErrors ?? [];
    return {
      accepted: info.accepted,
      said: info.response,
      refused: info.rejected.map((address) => {
        const error = errors.find((candidate) => (candidate as { recipient?: unknown }).recipient === address);
        const answer = (error as { response?: unknown } | undefined)?.response;
        return { address, answer: typeof answer === 'string' ? answer : '' };
      }),
    };
  }

  close(): void {
    this.onLost = undefined;
    // QUIT is a courtesy; the answer to DATA was what counted.
    this.connection.quit();
    setTimeout(() => this.connection.close(), 1_000).unref();
  }

  private break(error: Error): void {
    this.lost ??= error;
    this.onLost?.(error);
  }

  private step<T = unknown>(run: (done: (error: Error | null | undefined, result?: T) => void) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const fail = (error: unknown): void => reject(smtpError(error, this.phase, this.host));
      if (this.lost !== undefined) {
        fail(this.lost);
        return;
      }
      this.onLost = fail;
      run((error, result) => (error ? fail(error) : resolve(result as T)));
    }).finally(() => {
      this.onLost = undefined;
    });
  }
}

/** Tests shorten the wait for an answer. */
export const smtpTimeouts = { answerMs: 120_000 };

function* slices(raw: Buffer): Generator<Buffer> {
  const size = 64 * 1024;
  for (let at = 0; at < raw.length; at += size) yield raw.subarray(at, at + size);
}
