/** JSON Web Tokens: as platforms ask for them, signed by a key of ours, and as they send them, checked by keys of theirs. */
import { createPrivateKey, sign, verify, type KeyObject } from 'node:crypto';

export type JwtAlgorithm = 'RS256' | 'ES256';
export type Claims = Record<string, unknown>;

/** Clocks differ; nobody's is off by more. */
const toleranceSeconds = 60;
/** Longer than any token of a platform; a body of megabytes is not worth decoding. */
const longest = 16_384;

/** A private key in PEM, also with its line breaks written as '\n' or lost to blanks, as happens on the way through forms; undefined when it is none. */
export function privateKeyFrom(pem: string): KeyObject | undefined {
  const [, kind, inside] = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----([\s\S]+?)-----END \1-----/.exec(pem.replaceAll('\\n', '\n')) ?? [];
  if (kind === undefined || inside === undefined) return undefined;
  const lines = inside.replace(/\s+/g, '').match(/.{1,64}/g) ?? [];
  try {
    return createPrivateKey(`-----BEGIN ${kind}-----\n${lines.join('\n')}\n-----END ${kind}-----\n`);
  } catch {
    return undefined;
  }
}

/** Whether the key can sign so. */
export function fitsAlgorithm(key: KeyObject, algorithm: JwtAlgorithm): boolean {
  return algorithm === 'RS256' ? key.asymmetricKeyType === 'rsa' : key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
}

export function signJwt(key: KeyObject, { algorithm, keyId, claims }: { algorithm: JwtAlgorithm; keyId?: string; claims: Claims }): string {
  const signed = `${encode({ alg: algorithm, typ: 'JWT', ...(keyId === undefined ? {} : { kid: keyId }) })}.${encode(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

/**
 * The claims of a token that is signed by the key of its name and holds now; undefined otherwise. Who it is for and whom it speaks of
 * is for the caller to check. The algorithm is ours to say, never the token's.
 */
export function verifyJwt(token: string, keyOf: (keyId: string) => KeyObject | undefined, { algorithm, now }: { algorithm: JwtAlgorithm; now: Date }): Claims | undefined {
  const [, head = '', body = '', signature = ''] = token.length > longest ? [] : (/^([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(token) ?? []);
  const header = decode(head);
  const claims = decode(body);
  if (header?.['alg'] !== algorithm || typeof header['kid'] !== 'string' || claims === undefined) return undefined;
  const key = keyOf(header['kid']);
  if (key === undefined || !fitsAlgorithm(key, algorithm)) return undefined;
  const proof = Buffer.from(signature, 'base64url');
  // The last letter has bits to spare: only one way of writing them counts.
  if (proof.toString('base64url') !== signature || !verify('sha256', Buffer.from(`${head}.${body}`), { key, dsaEncoding: 'ieee-p1363' }, proof)) return undefined;
  const seconds = now.getTime() / 1000;
  const { exp, nbf, iat } = claims;
  if (typeof exp !== 'number' || exp < seconds - toleranceSeconds) return undefined;
  if ([nbf, iat].some((from) => typeof from === 'number' && from > seconds + toleranceSeconds)) return undefined;
  return claims;
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function decode(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}
