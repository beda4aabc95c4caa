import { addressesOf, identityAddress } from './identity-words';

describe('addresses of a person', () => {
  it('are handles, letters’ addresses and phone numbers, never made-up ids', () => {
    expect(identityAddress({ handle: '@marta', externalId: '48213' })).toBe('@marta');
    expect(identityAddress({ handle: null, externalId: 'marta@example.com' })).toBe('marta@example.com');
    expect(identityAddress({ handle: null, externalId: '+48600555214' })).toBe('+48600555214');
    expect(identityAddress({ handle: null, externalId: '48213' })).toBeNull();
    expect(identityAddress({ handle: '', externalId: 'log:01a20084-a8dc' })).toBeNull();
  });

  it('stand in one line, not too many', () => {
    const identity = (externalId: string) => ({ handle: null, externalId }) as never;
    expect(addressesOf({ identities: ['a@x.pl', '7', 'b@x.pl', 'c@x.pl'].map(identity) }, 2)).toBe('a@x.pl, b@x.pl');
  });
});
