import { createHmac, generateKeyPairSync } from 'node:crypto';
import { fitsAlgorithm, privateKeyFrom, signJwt, verifyJwt } from './jwt';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const now = new Date('2026-11-21T12:00:00Z');
const seconds = now.getTime() / 1000;
const claims = { iss: 'us', exp: seconds + 600, iat: seconds };
const rsaKey = (keyId: string) => (keyId === 'one' ? rsa.publicKey : undefined);
const read = (token: string, at = now) => verifyJwt(token, rsaKey, { algorithm: 'RS256', now: at });

describe('tokens', () => {
  it('are signed and read with both kinds of key', () => {
    expect(read(signJwt(rsa.privateKey, { algorithm: 'RS256', keyId: 'one', claims }))).toEqual(claims);
    expect(verifyJwt(signJwt(ec.privateKey, { algorithm: 'ES256', keyId: 'e', claims }), () => ec.publicKey, { algorithm: 'ES256', now })).toEqual(claims);
  });

  it('are refused by another key, after a change, and under another name', () => {
    const token = signJwt(rsa.privateKey, { algorithm: 'RS256', keyId: 'one', claims });
    const [head = '', , signature = ''] = token.split('.');
    const other = Buffer.from(JSON.stringify({ ...claims, iss: 'them' })).toString('base64url');
    expect(read(`${head}.${other}.${signature}`)).toBeUndefined();
    expect(read(`${token.slice(0, -2)}AA`)).toBeUndefined();
    expect(read(signJwt(rsa.privateKey, { algorithm: 'RS256', keyId: 'two', claims }))).toBeUndefined();
    expect(read(signJwt(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey, { algorithm: 'RS256', keyId: 'one', claims }))).toBeUndefined();
  });

  it('are written in one way only', () => {
    const token = signJwt(rsa.privateKey, { algorithm: 'RS256', keyId: 'one', claims });
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    expect([...letters].filter((letter) => read(`${token.slice(0, -1)}${letter}`) !== undefined)).toEqual([token.at(-1)]);
  });

  it('do not choose how they are checked', () => {
    const head = (alg: string) => Buffer.from(JSON.stringify({ alg, kid: 'one', typ: 'JWT' })).toString('base64url');
    const body = Buffer.from(JSON.stringify(claims)).toString('base64url');
    const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' });
    expect(read(`${head('none')}.${body}.AA`)).toBeUndefined();
    expect(read(`${head('HS256')}.${body}.${createHmac('sha256', pem).update(`${head('HS256')}.${body}`).digest('base64url')}`)).toBeUndefined();
    expect(read(`${head('none')}.${body}.`)).toBeUndefined();
    expect(verifyJwt(signJwt(rsa.privateKey, { algorithm: 'RS256', keyId: 'one', claims }), rsaKey, { algorithm: 'ES256', now })).toBeUndefined();
  });

  it('hold for their time, give or take a minute', () => {
    const at = (offset: number) => new Date(now.getTime() + offset * 1000);
    const token = signJwt(rsa.privateKey, { algorithm: 'RS256', keyId: 'one', claims });
    expect(read(token, at(655))).toEqual(claims);
    expect(read(token, at(665))).toBeUndefined();
    expect(read(token, at(-65))).toBeUndefined();
    expect(read(signJwt(rsa.privateKey, { algorithm: 'RS256', keyId: 'one', claims: { iss: 'us' } }))).toBeUndefined();
  });

  it.each(['', 'a.b', 'a.b.c', `${'x'.repeat(20_000)}.y.z`, '[].e30.AA'])('are no tokens: %#', (text) => {
    expect(read(text)).toBeUndefined();
  });
});

describe('private keys', () => {
  const pem = ec.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

  it('are read however a form mangled their line breaks', () => {
    for (const mangled of [pem, pem.replaceAll('\n', '\\n'), pem.replaceAll('\n', ' '), pem.replaceAll('\n', '\r\n'), `  ${pem}  `]) {
      const key = privateKeyFrom(mangled);
      expect(key?.asymmetricKeyType).toBe('ec');
    }
  });

  it('are none without their inside', () => {
    expect(privateKeyFrom('')).toBeUndefined();
    expect(privateKeyFrom('-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----')).toBeUndefined();
    expect(privateKeyFrom(ec.publicKey.export({ type: 'spki', format: 'pem' }).toString())).toBeUndefined();
  });

  it('fit one algorithm only', () => {
    expect(fitsAlgorithm(ec.privateKey, 'ES256')).toBe(true);
    expect(fitsAlgorithm(ec.privateKey, 'RS256')).toBe(false);
    expect(fitsAlgorithm(generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).privateKey, 'ES256')).toBe(false);
  });
});
