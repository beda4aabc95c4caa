import { failureKey } from './failure-words';

it.each([
  ['unknown-recipient', 'failAddress'], ['domain-not-found', 'failAddress'], ['mailbox-full', 'failMailbox'], ['mailbox-disabled', 'failRefused'], ['too-large', 'failTooLarge'], ['spam', 'failSpam'],
  ['policy', 'failSpam'], ['sender-refused', 'failRefused'], ['expired', 'failUnreachable'], ['rate-limited', 'failUnreachable'], ['loop', 'failRefused'], ['not-delivered', 'failRefused'], ['bounced', 'failRefused'],
])('has words of its own for the bounce %s', (code, key) => {
  expect(failureKey(code)).toBe(key);
});

it('shows the words of the platform for a reason that it does not know', () => {
  expect([failureKey('moon-in-the-way'), failureKey(undefined)]).toEqual(['failOther', 'failOther']);
});
