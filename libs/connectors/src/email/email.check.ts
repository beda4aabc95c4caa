import { createConnection } from 'node:net';
import { ConnectorError, type Context, type Health, type HealthStep } from '../contract';
import { connectionTrouble, messageOf, resolveEndpoint } from './email.endpoint';
import { imapServer, type EmailSettings, type MailServer } from './email.settings';
import { openImap } from './imap/imap.client';
import { accessToken } from './oauth/access-token';
import { SmtpSession } from './smtp/smtp.session';

const labels = {
  token: 'Renew the access', 'imap-connect': 'Reach the incoming server', 'imap-login': 'Sign in to read', 'imap-inbox': 'Open the folder',
  'smtp-connect': 'Reach the outgoing server', 'smtp-login': 'Sign in to send',
} as const;
type StepId = keyof typeof labels;

/** Tries each step of a connection by itself; a step that needs a failed one is skipped. */
export async function checkMailbox(ctx: Context<EmailSettings>): Promise<Health> {
  const steps: HealthStep[] = [];
  let current = ctx;
  const run = async (id: StepId, work: (() => Promise<string | undefined>) | undefined): Promise<boolean> => {
    if (work === undefined) {
      steps.push({ id, label: labels[id], state: 'skipped' });
      return false;
    }
    const startedAt = performance.now();
    try {
      const detail = await work();
      steps.push({ id, label: labels[id], state: detail === undefined ? 'ok' : 'warning', tookMs: Math.round(performance.now() - startedAt), ...(detail === undefined ? {} : { detail }) });
      return true;
    } catch (error) {
      steps.push({ id, label: labels[id], state: 'failed', detail: messageOf(error) || 'It failed', tookMs: Math.round(performance.now() - startedAt) });
      return false;
    }
  };

  let tokenOk = true;
  if (ctx.settings.auth === 'xoauth2') {
    tokenOk = await run('token', async () => {
      const token = await accessToken(ctx);
      current = { ...ctx, settings: { ...ctx.settings, oauthAccessToken: token, oauthAccessExpiresAt: new Date(ctx.now().getTime() + 600_000).toISOString() } };
      return undefined;
    });
  }
  const imap = imapServer(ctx.settings);
  const imapReached = await run('imap-connect', () => reach(imap, ctx));
  const imapSignedIn = await run('imap-login', imapReached && tokenOk ? async () => {
    const client = await openImap(current);
    client.close();
    return undefined;
  } : undefined);
  await run('imap-inbox', imapSignedIn ? () => openFolder(current) : undefined);
  const smtpReached = await run('smtp-connect', async () => {
    const session = await SmtpSession.open(current);
    session.close();
    return undefined;
  });
  await run('smtp-login', smtpReached && tokenOk ? async () => {
    const session = await SmtpSession.open(current);
    try {
      await session.login();
    } finally {
      session.close();
    }
    return ctx.settings.smtpWithoutLogin ? 'No sign-in is used: the server must know this machine' : undefined;
  } : undefined);
  const state = steps.some((step) => step.state === 'failed') ? 'failed' : steps.some((step) => step.state === 'warning') ? 'warning' : 'ok';
  return { state, steps };
}

/** Only the TCP connection: the name, the port and the way there. Encryption shows itself when signing in. */
async function reach(server: MailServer, ctx: Context<EmailSettings>): Promise<undefined> {
  const endpoint = await resolveEndpoint(server.host, ctx.allowPrivateHosts);
  await new Promise<void>((resolve, reject) => {
    const socket = createConnection({ host: endpoint.address, port: server.port, timeout: 15_000 });
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    const fail = (error: unknown): void => {
      socket.destroy();
      reject(connectionTrouble(error, server.host) ?? new ConnectorError('unavailable', `The server ${server.host} can’t be reached`, { cause: error }));
    };
    socket.once('timeout', () => fail(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' })));
    socket.once('error', fail);
  });
  return undefined;
}

async function openFolder(ctx: Context<EmailSettings>): Promise<string | undefined> {
  const client = await openImap(ctx);
  try {
    await client.mailboxOpen(ctx.settings.mailbox, { readOnly: true });
    return client.capabilities.has('IDLE') ? undefined : 'The server does not tell about new mail by itself; Kontuar asks every minute';
  } catch (cause) {
    throw new ConnectorError('rejected', `The folder ${ctx.settings.mailbox} can’t be opened: check its name`, { reason: 'folder', cause });
  } finally {
    client.close();
  }
}
