import { Secrets } from '@kontuar/platform';
import { identityIsProved, provedVisitorId } from './visitor-identity';
import { issueVisitorToken, newVisitorId, readVisitorToken } from './visitor-token';

const secrets = new Secrets('a secret of the tests, long enough to be one');
const visitor = { channelId: '0197a0de-0000-7000-8000-000000000001', visitorId: 'v_abc', verified: false };
const day = 86_400_000;
const CUSTOMER_1 = 'cbc6593f580b0eb9b1600ac5da54e65d99ce730b3c891c22af84315a63c0446f';

describe('a visitor’s token', () => {
  it('says who it was given to', () => {
    expect(readVisitorToken(secrets, issueVisitorToken(secrets, { ...visitor, name: 'Żaneta' }))).toMatchObject({ ...visitor, name: 'Żaneta' });
  });

  it('is worth nothing when a letter of it changed, another secret made it, or it is old', () => {
    const token = issueVisitorToken(secrets, visitor, new Date('2026-11-20T12:00:00Z'));
    const at = new Date('2026-11-20T12:01:00Z');
    expect(readVisitorToken(secrets, token, at)).toBeDefined();
    for (let index = 0; index < token.length; index += 7) {
      const changed = `${token.slice(0, index)}${token[index] === 'A' ? 'B' : 'A'}${token.slice(index + 1)}`;
      expect(readVisitorToken(secrets, changed, at)).toBeUndefined();
    }
    expect(readVisitorToken(new Secrets('another secret of the tests, as long as it is'), token, at)).toBeUndefined();
    expect(readVisitorToken(secrets, token, new Date(at.getTime() + 401 * day))).toBeUndefined();
    expect(readVisitorToken(secrets, token, new Date(at.getTime() - day))).toBeUndefined();
    for (const odd of ['', '.', 'a.b.c', 'x'.repeat(5000), `${token}.x`]) expect(readVisitorToken(secrets, odd, at)).toBeUndefined();
  });

  it('never repeats an id', () => {
    expect(new Set(Array.from({ length: 1000 }, newVisitorId)).size).toBe(1000);
  });
});

describe('an identity that the site signs', () => {
  const hash = 'f'.repeat(64);
  it('is proved by the right hash only, and by nothing without a secret', () => {
    expect(identityIsProved({ id: 'customer-1', hash }, 'key')).toBe(false);
    expect(identityIsProved({ id: 'customer-1', hash: '' }, undefined)).toBe(false);
    expect(identityIsProved({ id: 'customer-1' }, 'key')).toBe(false);
    // HMAC-SHA256("customer-1", "key"), computed with openssl.
    expect(identityIsProved({ id: 'customer-1', hash: CUSTOMER_1 }, 'key')).toBe(true);
    expect(identityIsProved({ id: 'customer-1', hash: CUSTOMER_1.toUpperCase() }, 'key')).toBe(true);
    expect(identityIsProved({ id: 'customer-2', hash: CUSTOMER_1 }, 'key')).toBe(false);
  });

  it('is the same visitor in one chat and another in the next', () => {
    const id = provedVisitorId(secrets, visitor.channelId, 'customer-1');
    expect(provedVisitorId(secrets, visitor.channelId, 'customer-1')).toBe(id);
    expect(provedVisitorId(secrets, '0197a0de-0000-7000-8000-000000000002', 'customer-1')).not.toBe(id);
    expect(provedVisitorId(secrets, visitor.channelId, 'customer-2')).not.toBe(id);
  });
});
