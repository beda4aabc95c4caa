import type { Credentials, SignedIn } from '../session/credentials';

interface Handshake { headers: Record<string, string | string[] | undefined>; auth: Record<string, unknown> }

/** The same credential as over HTTP: the session cookie, a Bearer header, or an API token in `auth.token`. */
export function handshakeCredential(handshake: Handshake, credentials: Credentials): Promise<SignedIn | undefined> {
  const { token } = handshake.auth;
  const authorization = typeof token === 'string' ? `Bearer ${token}` : handshake.headers['authorization'];
  return credentials.fromHttp({
    headers: typeof authorization === 'string' ? { authorization } : {},
    cookies: parseCookies(handshake.headers['cookie']),
  } as never);
}

function parseCookies(header: string | string[] | undefined): Record<string, string> {
  const pairs = (Array.isArray(header) ? header.join('; ') : (header ?? '')).split(/; */).map((pair) => pair.split('='));
  return Object.fromEntries(pairs.flatMap(([name, ...value]) => (name === undefined || name === '' ? [] : [[name, value.join('=')]])));
}
