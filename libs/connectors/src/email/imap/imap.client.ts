import { ImapFlow } from 'imapflow';
import { ConnectorError, type Context } from '../../contract';
import { connectionTrouble, messageOf, resolveEndpoint } from '../email.endpoint';
import { imapServer, type EmailSettings } from '../email.settings';
import { accessToken } from '../oauth/access-token';

/** RFC 2177: servers may drop a client that idles for 29 minutes, and NAT boxes do much earlier. */
export const idleMs = 9 * 60_000;

/** A signed-in client. Its error listener is attached before anything can fail: an unheard 'error' event would end the process. */
export async function openImap(ctx: Context<EmailSettings>): Promise<ImapFlow> {
  const { settings } = ctx;
  if (settings.auth === 'password') return signIn(ctx, { user: imapServer(settings).user, pass: settings.password });
  const token = await accessToken(ctx);
  try {
    return await signIn(ctx, { user: imapServer(settings).user, accessToken: token });
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.kind !== 'unauthorized') throw error;
    // The provider may end a token before its time; one refresh tells that from a withdrawn access.
    const renewed = await accessToken(ctx, token);
    return signIn(ctx, { user: imapServer(settings).user, accessToken: renewed });
  }
}

async function signIn(ctx: Context<EmailSettings>, auth: { user: string; pass?: string; accessToken?: string }): Promise<ImapFlow> {
  const server = imapServer(ctx.settings);
  const endpoint = await resolveEndpoint(server.host, ctx.allowPrivateHosts);
  const client = new ImapFlow({
    host: endpoint.address,
    ...endpoint.tls,
    port: server.port,
    secure: server.security === 'tls',
    doSTARTTLS: server.security === 'starttls' ? true : server.security === 'none' ? false : undefined,
    tls: { ...endpoint.tls, rejectUnauthorized: ctx.settings.verifyCertificates },
    auth,
    logger: false,
    disableAutoIdle: true,
    maxIdleTime: idleMs,
    connectionTimeout: 20_000,
    greetingTimeout: 15_000,
    socketTimeout: 120_000,
    maxLiteralSize: 220 * 1024 * 1024,
    clientInfo: { name: 'Kontuar' },
  });
  client.on('error', (error: unknown) => {
    ctx.log.warn({ code: typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown' }, 'The IMAP connection failed');
  });
  try {
    await client.connect();
    return client;
  } catch (error) {
    // A failed connect leaves its socket open.
    client.close();
    throw imapError(error, server.host);
  }
}

export function imapError(error: unknown, host: string): ConnectorError {
  if (error instanceof ConnectorError) return error;
  const facts = (typeof error === 'object' && error !== null ? error : {}) as { authenticationFailed?: unknown; responseText?: unknown; serverResponseCode?: unknown; responseStatus?: unknown; oauthError?: unknown };
  const code = String(facts.serverResponseCode ?? '').toUpperCase();
  const words = typeof facts.responseText === 'string' ? facts.responseText.slice(0, 200) : '';
  const temporary = /^(UNAVAILABLE|LIMIT|INUSE|SERVERBUG|OVERQUOTA|THROTTLED)$/.test(code) || /too many|try again|temporar|unavailable|throttl|rate|busy|internal error/i.test(words);
  if (facts.authenticationFailed === true) {
    if (temporary) return new ConnectorError('unavailable', `The mail server can’t check the sign-in now: ${words}`, { reason: 'login-busy', cause: stripped(error) });
    return new ConnectorError('unauthorized', loginWords(words, facts.oauthError !== undefined), { reason: 'login-refused', cause: stripped(error) });
  }
  const trouble = connectionTrouble(error, host);
  if (trouble !== undefined) return new ConnectorError('unavailable', trouble.message, { ...(trouble.reason === undefined ? {} : { reason: trouble.reason }), cause: stripped(error) });
  return new ConnectorError('unavailable', words === '' ? `The mail server ${host} did not do what was asked` : `The mail server ${host} answered: ${words}`, { reason: 'imap', cause: stripped(error) });
}

export function loginWords(answer: string, oauth: boolean): string {
  if (/application-specific password|app(?:lication)? password|InvalidSecondFactor/i.test(answer)) return 'This account needs an app password: make one in the account’s security settings and enter it here';
  if (/basic auth|AuthFailed:LogonDenied-BasicAuthBlocked|5\.7\.139|SmtpClientAuthentication is disabled/i.test(answer)) return 'This account does not allow passwords in mail programs: choose OAuth 2.0';
  if (/imap.{0,30}(?:disabled|not enabled)|access.{0,20}(?:disabled|not enabled)/i.test(answer)) return 'Access by IMAP and SMTP is switched off in the mailbox’s settings: switch it on there';
  if (/web ?login required|log in via your web browser/i.test(answer)) return 'The provider wants to see a sign-in in the browser first: sign in there once, then try again';
  if (oauth) return 'The mail server refused the access token: connect the mailbox again';
  return 'The user name or the password is wrong';
}

/** imapflow hangs the command and the connection's state on its errors; neither belongs in a log. */
function stripped(error: unknown): Error {
  return new Error(messageOf(error).slice(0, 300) || 'IMAP error');
}
