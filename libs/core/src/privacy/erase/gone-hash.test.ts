import { createHash } from 'node:crypto';
import { Secrets } from '@kontuar/platform';
import { goneHash, goneKey, isKeyed, plainGoneHash, underKey, wordHash, wordUnderKey } from './gone-hash';

const key = goneKey(new Secrets('one installation, and a long secret'));
const other = goneKey(new Secrets('another installation, and its secret'));

describe('what is kept of the erased', () => {
  it('is known again under the key of the installation, and under no other', () => {
    expect(goneHash(key, 'channel', 'message')).toEqual(goneHash(key, 'channel', 'message'));
    expect(goneHash(key, 'channel', 'message')).toHaveLength(20);
    expect(goneHash(other, 'channel', 'message')).not.toEqual(goneHash(key, 'channel', 'message'));
    expect(goneHash(key, 'channel', 'message 2')).not.toEqual(goneHash(key, 'channel', 'message'));
    expect(wordHash(key, ' Anna@Example.com ')).toBe(wordHash(key, 'anna@example.com'));
    expect(wordHash(other, 'anna@example.com')).not.toBe(wordHash(key, 'anna@example.com'));
  });

  it('was kept without a key once, and comes under it without being known', () => {
    expect(underKey(key, plainGoneHash('channel', 'message'))).toEqual(goneHash(key, 'channel', 'message'));
    const before = createHash('sha256').update('anna@example.com').digest('hex');
    expect([isKeyed(before), wordUnderKey(key, before)]).toEqual([false, wordHash(key, 'anna@example.com')]);
    expect(wordUnderKey(key, wordHash(key, 'anna@example.com'))).toBe(wordHash(key, 'anna@example.com'));
  });
});
