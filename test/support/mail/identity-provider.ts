import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What Google's and Microsoft's sign-in servers do for a mailbox: tokens are renewed at `/token`, and the mail server asks `/tokeninfo`. */
export interface IdentityProvider {
  port: number;
  tokenUrl: string;
  /** A refresh token for the user; with `rotates` each use ends it and gives the next one, as Microsoft does. */
  grant(user: string, options?: { rotates?: boolean }): string;
  /** An access token without any refresh. */
  issue(user: string): string;
  /** The access token stops working before its time. */
  revoke(accessToken: string): void;
  /** The next call to `/token` is answered so. */
  failNext(status: number, body: Record<string, unknown>): void;
  /** Forms that were posted to `/token`. */
  readonly asked: Record<string, string>[];
  stop(): Promise<void>;
}

export async function startIdentityProvider(expiresInSeconds = 3600): Promise<IdentityProvider> {
  const access = new Map<string, string>();
  const refresh = new Map<string, { user: string; rotates: boolean }>();
  const failures: { status: number; body: Record<string, unknown> }[] = [];
  const asked: Record<string, string>[] = [];
  const issue = (user: string): string => {
    const token = `at-${randomBytes(18).toString('base64url')}`;
    access.set(token, user);
    return token;
  };
  const grant = (user: string, options: { rotates?: boolean } = {}): string => {
    const token = `rt-${randomBytes(18).toString('base64url')}`;
    refresh.set(token, { user, rotates: options.rotates === true });
    return token;
  };
  const answerToken = (form: Record<string, string>): { status: number; body: Record<string, unknown> } => {
    const failure = failures.shift();
    if (failure !== undefined) return failure;
    const known = refresh.get(form['refresh_token'] ?? '');
    if (form['grant_type'] !== 'refresh_token' || known === undefined) return { status: 400, body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' } };
    const body: Record<string, unknown> = { access_token: issue(known.user), token_type: 'Bearer', expires_in: expiresInSeconds };
    if (known.rotates) {
      refresh.delete(form['refresh_token'] ?? '');
      body['refresh_token'] = grant(known.user, { rotates: true });
    }
    return { status: 200, body };
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const send = ({ status, body }: { status: number; body: Record<string, unknown> }): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (url.pathname === '/tokeninfo') {
      const user = access.get(url.searchParams.get('access_token') ?? '');
      send(user === undefined ? { status: 400, body: { error: 'invalid_token' } } : { status: 200, body: { email: user, active: 'true' } });
      return;
    }
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk)).on('end', () => {
      const form = Object.fromEntries(new URLSearchParams(text));
      asked.push(form);
      send(answerToken(form));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    tokenUrl: `http://127.0.0.1:${port}/token`,
    grant,
    issue,
    revoke: (token) => void access.delete(token),
    failNext: (status, body) => void failures.push({ status, body }),
    asked,
    stop: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
}
